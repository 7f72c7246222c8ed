"""The Passages view over 100,000 codings in 10,000 articles."""

from itertools import cycle
from pathlib import Path
from time import perf_counter

from PySide6.QtWidgets import QApplication

from storage import annotations, operations, passages
from tests.bench.corpus import MANY
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window

_SELECTED = 10_000
_SEEN = 10  # passages of the first screen


def open_passages(folder: Path, _scale: float) -> Line:
    """From the asking to the painted first screen, beside the bare SQL that counts, and reads the first tag's."""
    with open_window(folder / MANY) as (window, _):
        window.show_view("passages")
        QApplication.processEvents()
        view, db = window.made["passages"], window.session.project.db

        def ours() -> float:
            window.show_view("read")
            QApplication.processEvents()
            view.mark_stale()
            start = perf_counter()
            window.show_view("passages")
            view.list.viewport().repaint()
            return perf_counter() - start

        def bare() -> None:
            passages.tagged(db)
            annotations.tag_counts(db)
            annotations.some(db, passages.of_tag(db, window.session.tags.order[0])[:_SEEN])

        return by_turns("passages", ours, lambda: timed(bare), runs=9)


def scroll(folder: Path, _scale: float) -> Line:
    """A page further, set and painted anew, beside painting what is there already."""
    with open_window(folder / MANY) as (window, _):
        window.show_view("passages")
        QApplication.processEvents()
        listing = window.made["passages"].list
        bar = listing.verticalScrollBar()

        def ours() -> float:
            start = perf_counter()
            bar.setValue(bar.value() + 3 * bar.singleStep())
            listing.viewport().repaint()
            return perf_counter() - start

        return by_turns("passages-wheel", ours, lambda: timed(listing.viewport().repaint), runs=60)


def retag(folder: Path, _scale: float) -> Line:
    """A tag for 10,000 selected passages, with all views told, beside the bare statement with its triggers."""
    return _tagging(folder, "retag-10000", undo=False)


def undo_retag(folder: Path, _scale: float) -> Line:
    """Taking that back."""
    return _tagging(folder, "undo-10000", undo=True)


def _tagging(folder: Path, name: str, undo: bool) -> Line:
    with open_window(folder / MANY) as (window, _):
        window.show_view("passages")
        QApplication.processEvents()
        view, session = window.made["passages"], window.session
        chosen = view.model.found.ids[:_SELECTED]
        view.model.select(set(chosen))
        tags = cycle(session.tags.order)

        def act() -> None:
            session.do("Tag", operations.add_tags, chosen, [next(tags)])

        def ours() -> float:
            took = timed(act)
            back = timed(session.undo)
            return back if undo else took

        def limit() -> float:
            project = session.project
            start = perf_counter()
            project.run("Tag", operations.add_tags, chosen, [next(tags)])
            took = perf_counter() - start
            start = perf_counter()
            project.undo()
            return perf_counter() - start if undo else took

        return by_turns(name, ours, limit, runs=3)

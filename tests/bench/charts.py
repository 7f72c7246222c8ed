"""Charts of ten thousand articles, 200 tags and 100,000 codings: the first one, and others in their place."""

from collections.abc import Callable
from itertools import chain, cycle
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtWidgets import QApplication

from core.filters import Filter, HasNote
from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import measures
from storage.documents import all_documents
from storage.project import Project
from storage.tags import tag_tree
from tests.bench.corpus import MANY
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window


def first(folder: Path, _scale: float) -> Line:
    """From the asking to the first painted chart, all made anew, beside the bare SQL that reads the codings."""
    with open_window(folder / MANY) as (window, _):
        db = window.session.project.db
        _shown(window)  # as after a pause, in which what charts need is loaded

        def ours() -> float:
            window.show_view("read")
            window.made.pop("charts").deleteLater()
            QApplication.processEvents()
            return timed(lambda: _shown(window))

        def bare() -> None:
            for sql in (measures.CODINGS, measures.PLACES):
                db.execute(sql).fetchone()

        return by_turns("charts-first", ours, lambda: timed(bare), runs=9)


def change_unit(folder: Path, _scale: float) -> Line:
    """Another unit for the matrix alone, beside counting codings in as many cells."""
    return _changes(folder, "charts-unit", lambda view, unit: view.bar.changed.emit("unit", unit), _UNITS)


def change_filter(folder: Path, _scale: float) -> Line:
    """Another filter for the matrix alone, beside the same and the bare SQL that filters."""

    def change(view: object, wanted: Filter) -> None:
        view.session.filtering.use(wanted)

    notes = [Filter((HasNote(False),)), Filter((HasNote(True),))]
    return _changes(folder, "charts-filter", change, notes, "filter", _NOTED)


_NOTED = "SELECT json_group_array(id) FROM annotation NOT INDEXED WHERE note = ''"
_UNITS = ["codings", "articles", "per-1000", "percent"]


def _shown(window: object) -> None:
    window.views.make("charts")
    window.show_view("charts")
    window.made["charts"].grab()


def _changes(
    folder: Path,
    name: str,
    change: Callable[[object, object], None],
    values: list,
    scope: str = "all",
    reads: str = "SELECT 1",
) -> Line:
    with open_window(folder / MANY) as (window, _):
        _shown(window)
        view = window.made["charts"]
        view.bar.changed.emit("scope", scope)
        view.show_chart("matrix")
        view.grab()
        each = cycle(values)
        everything = view.measuring.material("all").codings
        cells = len(everything.tags), len(everything.documents)

        def ours() -> float:
            value = next(each)
            start = perf_counter()
            change(view, value)
            view.cards["matrix"].canvas.viewport().repaint()
            return perf_counter() - start

        def bare() -> None:
            window.session.project.db.execute(reads).fetchone()
            np.bincount(everything.tag * cells[1] + everything.document, minlength=cells[0] * cells[1])

        return by_turns(name, ours, lambda: timed(bare), runs=9)


def counted(folder: Path, _scale: float, name: str) -> Line:
    """A measure with all the reading it needs, beside reading bare columns of codings and sorting them once."""
    asked = Asked(name, "characters" if name == "matrix" else "codings")
    project = Project.open(folder / MANY)
    tree, articles = tag_tree(project.db), all_documents(project.db)

    def ours() -> None:
        measure(measures.material(project.db, tree, articles), asked)

    def bare() -> None:
        rows = [project.db.execute(sql).fetchone() for sql in (measures.CODINGS, measures.PLACES)]
        _, tag, document, _, start, _ = (np.fromstring(listed[1:-1], np.int64, sep=",") for listed in chain(*rows))
        np.lexsort((start, document, tag))

    return by_turns(f"m-{name}", lambda: timed(ours), lambda: timed(bare), runs=9)

"""Charts of ten thousand articles, 200 tags and 100,000 codings: the first one, and others in their place."""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtWidgets import QApplication

from core.filters import Filter, HasNote
from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import measures
from storage.project import Project
from tests.bench.corpus import MANY
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window


def first(folder: Path, _scale: float) -> Line:
    """From the asking to the painted overview, made anew, beside the bare SQL that reads the codings."""
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


def matrix(folder: Path, _scale: float) -> Line:
    """The union of what each tag covers in each article, beside numpy sorting what it is counted from."""
    project = Project.open(folder / MANY)
    material = measures.material(project.db)
    here = material.codings

    def bare() -> None:
        np.lexsort((here.start, here.document, here.tag))
        np.bincount(here.tag * len(here.documents) + here.document, minlength=len(here.tags) * len(here.documents))

    return by_turns(
        "measure-matrix", lambda: timed(lambda: measure(material, Asked("matrix", "characters"))),
        lambda: timed(bare), runs=9,
    )  # fmt: skip

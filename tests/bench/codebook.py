"""The codebook of 200 tags over 100,000 codings: opening it, and typing in its filter."""

from itertools import cycle
from pathlib import Path
from time import perf_counter

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.bench.corpus import MANY
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window

_TYPED = "tag 1"


def open_codebook(folder: Path, _scale: float) -> Line:
    """From the asking to the painted table, made anew, beside the bare SQL that counts and dates codings."""
    with open_window(folder / MANY) as (window, _):
        db = window.session.project.db

        def ours() -> float:
            window.show_view("read")
            known = window.made.pop("codebook", None)
            if known is not None:
                known.deleteLater()
            QApplication.processEvents()
            start = perf_counter()
            window.show_view("codebook")
            window.made["codebook"].table.viewport().repaint()
            return perf_counter() - start

        def bare() -> None:
            db.execute(
                "SELECT tag_id, count(*), count(DISTINCT document_id), min(created), max(created)"
                " FROM coding NOT INDEXED GROUP BY tag_id"
            ).fetchall()

        return by_turns("codebook", ours, lambda: timed(bare), runs=9)


def filter_codebook(folder: Path, _scale: float) -> Line:
    """A keystroke in the filter until the table is painted, beside painting what is there already."""
    with open_window(folder / MANY) as (window, _):
        window.show_view("codebook")
        QApplication.processEvents()
        view = window.made["codebook"]
        field, seen, letters = view.findChild(QLineEdit), view.table.viewport(), cycle(_TYPED)

        def ours() -> float:
            if len(field.text()) == len(_TYPED):
                field.clear()
                QApplication.processEvents()

            def type_one() -> None:
                QTest.keyClicks(field, next(letters))
                seen.repaint()

            return timed(type_one)

        return by_turns("codebook-filter", ours, lambda: timed(seen.repaint), runs=20)

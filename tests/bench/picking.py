"""The tag picker with a thousand tags."""

from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench.corpus import TAGGED
from tests.bench.measuring import Line, by_turns
from tests.bench.reading import Paints, open_window


def picker(folder: Path, _scale: float) -> Line:
    """From the key to the painted picker, beside the same with no tag to show."""
    with open_window(folder / TAGGED) as (window, _):
        paints = Paints(window.picker)
        reader = window.reader

        def opened() -> float:
            reader.set_selection(2, 12)
            QApplication.processEvents()
            start = perf_counter()
            QTest.keyClick(reader, Qt.Key.Key_T)
            paints.handled()
            took = perf_counter() - start
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            QTest.qWait(30)
            assert not window.picker.isVisible()
            return took

        tags, none = window.session.tags, type(window.session.tags)()

        def limit() -> float:
            window.session.tags = none
            took = opened()
            window.session.tags = tags
            return took

        return by_turns("picker", opened, limit, runs=15)

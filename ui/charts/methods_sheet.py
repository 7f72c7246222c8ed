"""Asks which charts are to be in the appendix of a paper."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.charts.kinds import KINDS
from ui.labels import label, paragraph
from ui.sheets import Sheet, add_foot


class MethodsSheet(Sheet):
    """Charts to tick; `chosen` are the names of those that were, None until then."""

    def __init__(self, parent: QWidget | None, names: Sequence[str], ticked: Sequence[str]) -> None:
        super().__init__(parent, "Export methods", 460)
        self.chosen: list[str] | None = None
        self.column.addWidget(
            paragraph(
                "One document for the appendix of a paper: articles, codebook, numbers with their definitions."
            )
        )
        self.column.addWidget(label("With these charts of all articles", "head"))
        self._ticks: dict[str, QCheckBox] = {}
        for name in names:
            tick = self._ticks[name] = QCheckBox(KINDS[name].title)
            tick.setChecked(name in ticked)
            self.column.addWidget(tick)
        (export,) = add_foot(self, [("Export…", self._take)], close="Cancel", default=False)
        export.setDefault(True)

    def _take(self) -> None:
        self.chosen = [name for name, tick in self._ticks.items() if tick.isChecked()]
        self.accept()


def ask(parent: QWidget, names: Sequence[str], ticked: Sequence[str]) -> list[str] | None:
    """The names of the charts that are wanted; None when the user thinks better of it."""
    sheet = MethodsSheet(parent, names, ticked)
    sheet.exec()
    return sheet.chosen

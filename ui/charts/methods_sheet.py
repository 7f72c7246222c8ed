"""Asks which charts are to be in the appendix of a paper."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.labels import label, paragraph
from ui.sheets import Sheet, add_foot

Charts = Sequence[tuple[str, str]]  # their names or keys, and what they are called
_MOST, _HIGHEST = 4, 150  # pinned charts until they scroll, and pixels then


class MethodsSheet(Sheet):
    """Charts to tick, pinned ones below; `chosen` are the keys of those that were, None until then."""

    def __init__(self, parent: QWidget | None, charts: Charts, pinned: Charts, ticked: Collection[str]) -> None:
        super().__init__(parent, "Export methods", 460)
        self.chosen: list[str] | None = None
        self.column.addWidget(
            paragraph(
                "One document for the appendix of a paper: articles, codebook, numbers with their definitions."
            )
        )
        self._ticks: dict[str, QCheckBox] = {}
        self.column.addWidget(label("With these charts of all articles", "head"))
        self._add(self.column, charts, ticked)
        if pinned:
            self.column.addWidget(label("With these pinned charts", "head"))
            self._add_pinned(pinned, ticked)
        (export,) = add_foot(self, [("Export…", self._take)], close="Cancel", default=False)
        export.setDefault(True)

    def _add(self, column: QVBoxLayout, charts: Charts, ticked: Collection[str]) -> None:
        for key, name in charts:
            tick = self._ticks[key] = QCheckBox(name.replace("&", "&&"))
            tick.setChecked(key in ticked)
            column.addWidget(tick)

    def _add_pinned(self, pinned: Charts, ticked: Collection[str]) -> None:
        """Adds ticks for pinned charts; many of them scroll."""
        if len(pinned) <= _MOST:
            self._add(self.column, pinned, ticked)
            return
        inside, area = QWidget(), QScrollArea()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._add(column, pinned, ticked)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFixedHeight(_HIGHEST)
        area.setAccessibleName("Pinned charts")
        self.column.addWidget(area)

    def _take(self) -> None:
        self.chosen = [key for key, tick in self._ticks.items() if tick.isChecked()]
        self.accept()


def ask(parent: QWidget, charts: Charts, pinned: Charts, ticked: Collection[str]) -> list[str] | None:
    """The keys of the charts that are wanted; None when the user thinks better of it."""
    sheet = MethodsSheet(parent, charts, pinned, ticked)
    sheet.exec()
    return sheet.chosen

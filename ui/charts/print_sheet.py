"""Asks how a chart is to be put on paper."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QWidget

from ui.charts.export import NARROWEST, WIDEST, Print
from ui.labels import label, paragraph
from ui.sheets import Sheet, add_foot


class PrintSheet(Sheet):
    """A width and whether patterns stand for colours; `chosen` is what was asked for, None until then."""

    def __init__(self, parent: QWidget | None, title: str, form: str, how: Print) -> None:
        super().__init__(parent, f"Export “{title}” as {form}", 440)
        self.chosen: Print | None = None
        self.width_box = QSpinBox()
        self.width_box.setRange(NARROWEST, WIDEST)
        self.width_box.setSuffix(" mm")
        self.width_box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.width_box.setValue(how.width)
        self.width_box.setAccessibleName("Width")
        self.patterns = QCheckBox("Patterns instead of colours, for print in black and white")
        self.patterns.setChecked(how.patterns)
        row = QHBoxLayout()
        row.addWidget(label("Width"))
        row.addWidget(self.width_box)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(
            paragraph(
                "A column of a journal is about 85 mm wide, a page 170 mm. Letters stay the same size.", "small"
            )
        )
        self.column.addWidget(self.patterns)
        (export,) = add_foot(self, [("Export…", self._take)], close="Cancel", default=False)
        export.setDefault(True)
        self.width_box.selectAll()
        self.width_box.setFocus()

    def _take(self) -> None:
        self.chosen = Print(self.width_box.value(), self.patterns.isChecked())
        self.accept()


def ask(parent: QWidget, title: str, form: str, how: Print) -> Print | None:
    """How a chart is to be printed, beginning with how it was last; None when the user thinks better of it."""
    sheet = PrintSheet(parent, title, form, how)
    sheet.exec()
    return sheet.chosen

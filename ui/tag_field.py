"""The field of the picker: the tags chosen so far as chips, and after them the line to type in."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from ui.chip import Chip

_EDGE, _GAP, _LINE, _CHIP = 6, 4, 24, 20  # pixels: around, between, of a line, of a chip
_TYPING = 110  # pixels left for typing; with less, it gets a line of its own
_LONGEST_CHIP = 200


class TagField(QFrame):
    """Chips flow from line to line like words; `removed(int)` says which of them was clicked."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagfield")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line = QLineEdit(self)
        self._chips: list[Chip] = []
        self._height = 0
        self._flow()

    def show_chips(self, chips: Sequence[tuple[str, str | None, int]]) -> None:
        """Shows chips of these texts, tag colours and line styles, instead of those before."""
        while len(self._chips) < len(chips):
            self._add_chip()
        for chip, (text, color, style) in zip(self._chips, chips, strict=False):
            chip.say(text, color, self.tr("Remove the tag {0}").format(text), style)
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(chips))
        self._flow()

    def _add_chip(self) -> None:
        chip, at = Chip(self, _CHIP), len(self._chips)
        chip.setFocusPolicy(chip.focusPolicy().NoFocus)
        chip.clicked.connect(lambda: self.removed.emit(at))
        self._chips.append(chip)

    def _flow(self) -> None:
        """Puts the chips and the line to type in where they go, and takes the height that needs."""
        x, y, right = _EDGE, _EDGE - 1, self.width() - _EDGE
        for chip in self._chips:
            if chip.isVisibleTo(self):
                width = min(chip.sizeHint().width(), _LONGEST_CHIP)
                if x > _EDGE and x + width > right:
                    x, y = _EDGE, y + _LINE
                chip.setGeometry(x, y + (_LINE - _CHIP) // 2, width, _CHIP)
                x += width + _GAP
        if x > _EDGE and right - x < _TYPING:
            x, y = _EDGE, y + _LINE
        self.line.setGeometry(x, y, right - x, _LINE)
        if self._height != y + _LINE + _EDGE - 1:
            self._height = y + _LINE + _EDGE - 1
            self.setFixedHeight(self._height)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

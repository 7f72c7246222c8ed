"""What dialogs are laid out on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class Sheet(QDialog):
    """A dialog on which things are laid out: no larger than the screen, and as high as its words need."""

    def __init__(self, parent: QWidget | None, title: str, width: int, height: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        room = self.screen().availableSize().expandedTo(parent.size() if parent else QSize())
        self.resize(QSize(width, height).boundedTo(room))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 20, 22, 18)
        self.column.setSpacing(10)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # the size of its letters is the stylesheet's
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))


def add_close(dialog: Sheet) -> None:
    """A button that closes a sheet."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    dialog.column.addWidget(buttons)


def add_foot(
    dialog: Sheet,
    actions: Sequence[tuple[str, Callable[[], object]]] = (),
    close: str = "Close",
    default: bool = True,
) -> list[QPushButton]:
    """The buttons below a sheet: at the left what can be done with it, at the right the one that closes it.

    `default` says whether Enter closes it.
    """
    row = QHBoxLayout()
    row.setSpacing(8)
    made = []
    for text, act in actions:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked, act=act: act())
        row.addWidget(button)
        made.append(button)
    row.addStretch(1)
    closing = QPushButton(close)
    closing.setAutoDefault(default)
    closing.clicked.connect(dialog.reject)
    row.addWidget(closing)
    dialog.column.addSpacing(4)
    dialog.column.addLayout(row)
    if default:
        closing.setDefault(True)
        closing.setFocus()
    return made

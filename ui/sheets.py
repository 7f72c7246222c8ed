"""Sheets, and the one that lists shortcuts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.labels import label

if TYPE_CHECKING:
    from ui.main_window import MainWindow


_UNLISTED = {"Passage": "annotation.", "Edit": "find."}  # commands that are in no menu, by where they belong


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


def show_shortcuts(window: "MainWindow") -> None:
    """Every command that has a key, by menu."""
    dialog = Sheet(window, "Shortcuts", 920, 640)
    dialog.column.addWidget(_shortcut_table())
    add_close(dialog)
    dialog.exec()


def _shortcut_table() -> QScrollArea:
    from ui.actions import ACTIONS, MENUS  # the list of commands names this sheet, so it is read late

    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    rows = [0, 0]
    for menu in MENUS:
        entries = [a for a in ACTIONS if a.top_menu == menu and a.keys]
        if menu in _UNLISTED:
            entries += [a for a in ACTIONS if not a.menu and a.id.startswith(_UNLISTED[menu])]
        side = 0 if rows[0] <= rows[1] else 1
        grid.addWidget(label(menu.upper(), "head"), rows[side], 3 * side, 1, 2)
        rows[side] += 1
        for entry in entries:
            keys = " ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in entry.keys
            )
            grid.addWidget(label(keys, "key"), rows[side], 3 * side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(entry.text.rstrip("…")), rows[side], 3 * side + 1)
            rows[side] += 1
    grid.setColumnMinimumWidth(2, 18)
    grid.setColumnStretch(4, 1)
    grid.setRowStretch(max(rows), 1)
    area = QScrollArea()
    area.setWidget(table)
    area.setWidgetResizable(True)
    area.setAccessibleName("Shortcuts")
    return area

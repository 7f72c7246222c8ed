"""The sheet that lists every command that has a key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.labels import label
from ui.sheets import Sheet, add_close

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_UNLISTED = {"Passage": "annotation.", "Edit": "find."}  # commands that are in no menu, by where they belong


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

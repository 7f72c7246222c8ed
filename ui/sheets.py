"""Sheets that list something: shortcuts, history."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from storage import history
from ui.labels import label

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.session import Session


_UNLISTED = {"Passage": "annotation.", "Edit": "find."}  # commands that are in no menu, by where they belong


def _sheet(parent: QWidget, title: str, width: int, height: int) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(width, height)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(18, 16, 18, 14)
    layout.setSpacing(10)
    return dialog, layout


def _add_close(dialog: QDialog, layout: QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)


def show_shortcuts(window: "MainWindow") -> None:
    """Every command that has a key, by menu."""
    dialog, layout = _sheet(window, "Shortcuts", 920, 640)
    layout.addWidget(_shortcut_table())
    _add_close(dialog, layout)
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
        entries = [a for a in ACTIONS if a.menu == menu and a.keys]
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


def show_history(window: "MainWindow", session: "Session") -> None:
    """The steps of this project, the newest first; going to one undoes or redoes up to it."""
    dialog, layout = _sheet(window, "History", 520, 480)
    hint = label("Double-click a step (or press Enter) to go back to the state right after it.", "small")
    layout.addWidget(hint)
    steps = history.steps(session.project.db)[::-1]
    listed = QListWidget()
    listed.setAccessibleName("Steps, the newest first")
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for step in steps:
        listed.addItem(
            f"{step.time.replace('T', ' ').rstrip('Z')}   {step.label}" + ("   (undone)" if step.undone else "")
        )
    listed.addItem("The beginning")
    done = next((row for row, step in enumerate(steps) if not step.undone), len(steps))
    layout.addWidget(listed)
    listed.ensurePolished()
    listed.doItemsLayout()  # the rows were measured without the padding that they have now
    listed.setCurrentRow(done)

    def go() -> None:
        row = listed.currentRow()
        for _ in range(row - done):
            session.undo()
        for _ in range(done - row):
            session.redo()
        dialog.accept()

    listed.itemActivated.connect(lambda _item: go())
    _add_close(dialog, layout)
    dialog.exec()

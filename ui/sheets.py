"""Sheets that list or set something: shortcuts, history, reading settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QListWidget,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from storage import history
from ui import theme
from ui.labels import label
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.session import Session


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
    dialog, layout = _sheet(window, "Shortcuts", 760, 560)
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
        if menu == "Passage":
            entries += [a for a in ACTIONS if a.id.startswith("annotation.pinned")]
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
    listed.setCurrentRow(done)

    def go() -> None:
        row = listed.currentRow()
        for _ in range(row - done):
            session.undo()
        for _ in range(done - row):
            session.redo()
        dialog.accept()

    listed.itemActivated.connect(lambda _item: go())
    layout.addWidget(listed)
    _add_close(dialog, layout)
    dialog.exec()


def show_reading_settings(parent: QWidget, settings: Settings, apply: Callable[[], None]) -> None:
    """Font, size, width and height of the text; every change shows at once."""
    dialog, layout = _sheet(parent, "Reading settings", 360, 220)
    form = QFormLayout()
    family = QComboBox()
    family.addItem(f"Best serif ({theme.serif_family()})", "")
    for name in QFontDatabase.families():
        family.addItem(name, name)
    family.setCurrentIndex(max(0, family.findData(settings.reader_family)))
    size = QSpinBox(minimum=10, maximum=40, value=settings.reader_size, suffix=" px")
    width = QSpinBox(minimum=45, maximum=110, value=settings.reader_width, suffix=" characters")
    height = QDoubleSpinBox(minimum=1.2, maximum=2.4, singleStep=0.1, decimals=1, value=settings.reader_height)

    def take() -> None:
        settings.reader_family = family.currentData()
        settings.reader_size = size.value()
        settings.reader_width = width.value()
        settings.reader_height = round(height.value(), 1)
        apply()

    for name, field, changed in (
        ("Font", family, family.currentIndexChanged),
        ("Size", size, size.valueChanged),
        ("Line width", width, width.valueChanged),
        ("Line height", height, height.valueChanged),
    ):
        field.setAccessibleName(name)
        changed.connect(lambda _value: take())
        form.addRow(label(name), field)
    layout.addLayout(form)
    _add_close(dialog, layout)
    dialog.exec()

"""The line above everything: menus, the field that finds, the views, export and theme."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenuBar, QPushButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from ui.main_window import MainWindow

VIEWS = ("read", "charts")


class TopBar(QWidget):
    """Holds the menu bar and the few buttons that are always there; each is also a command with a key."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.menus.setAccessibleName(self.tr("Menus"))
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.search = self._button(self.tr("Find anything     Ctrl K"), "search", "find.anything")
        self.search.setMinimumWidth(176)
        self.search.setMaximumWidth(430)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._views = self._segments()
        self.steps = {
            "undo": self._sign("↶", self.tr("Undo (Ctrl+Z)"), "edit.undo"),
            "redo": self._sign("↷", self.tr("Redo (Ctrl+Shift+Z)"), "edit.redo"),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 10, 6)
        layout.setSpacing(6)
        layout.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self.steps.values():
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self.search, 6)
        layout.addStretch(1)
        layout.addWidget(self._views)
        layout.addWidget(self._button(self.tr("Export"), "quiet", "export.everything"))
        layout.addWidget(self._sign("Aa", self.tr("Reading settings (Ctrl+,)"), "view.reading"))
        layout.addWidget(self._sign("◐", self.tr("Next theme: light, sepia, dark (Ctrl+D)"), "theme.switch"))

    def _button(self, text: str, role: str, command: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", role)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self._window.actions_by_id[command].trigger())
        return button

    def _sign(self, sign: str, name: str, command: str) -> QPushButton:
        """A button with a sign everybody knows; its name is said by screen readers and beside the mouse."""
        button = self._button(sign, "sign", command)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedWidth(32)
        return button

    def _segments(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.segments = QButtonGroup(self)
        for index, (view, text) in enumerate(zip(VIEWS, (self.tr("Read"), self.tr("Charts")), strict=True)):
            button = self._button(text, "segment", f"view.{view}")
            button.setProperty("place", "first" if index == 0 else "last")
            button.setCheckable(True)
            self.segments.addButton(button, index)
            row.addWidget(button)
        return box

    def mark_view(self, view: str) -> None:
        """Shows which view is open."""
        self.segments.button(VIEWS.index(view)).setChecked(True)

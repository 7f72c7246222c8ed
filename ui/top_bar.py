"""The line above everything: menus, the field that finds, the views, export and theme."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QMenuBar, QPushButton, QSizePolicy, QWidget

from ui.views import VIEWS

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_GAP, _SIDES = 6, (8, 10)  # pixels between the parts, and beside them
_MOST = 430  # pixels of the field that finds


class TopBar(QWidget):
    """Holds the menu bar and a few buttons, each of which is also a command with a key.

    A click on one leaves the keyboard where it is. In a narrow window the field that finds gives way first, then
    the buttons, and the views become one; the menus are always there.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.menus.setAccessibleName(self.tr("Menus"))
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._hints = self.tr("Find anything     Ctrl K"), self.tr("Find  Ctrl K"), self.tr("Ctrl K")
        self.search = self._button(self._hints[0], "search", "find.anything")
        self.search.setMaximumWidth(_MOST)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._views = self._segments()
        self._one_view = QPushButton()
        self._one_view.setProperty("role", "search")
        self._one_view.setAccessibleName(self.tr("Views"))
        self._one_view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._one_view.clicked.connect(self._offer_views)
        self.steps = {
            "undo": self._sign("↶", self.tr("Undo (Ctrl+Z)"), "edit.undo"),
            "redo": self._sign("↷", self.tr("Redo (Ctrl+Shift+Z)"), "edit.redo"),
        }
        self._export = self._button(self.tr("Export"), "quiet", "export.everything")
        self._signs = [
            self._sign("Aa", self.tr("Reading settings (Ctrl+,)"), "view.reading"),
            self._sign("◐", self.tr("Next theme: light, sepia, dark (Ctrl+D)"), "theme.switch"),
        ]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDES[0], 6, _SIDES[1], 6)
        layout.setSpacing(_GAP)
        layout.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self.steps.values():
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self.search, 6)
        layout.addStretch(1)
        layout.addWidget(self._views)
        layout.addWidget(self._one_view)
        layout.addWidget(self._export)
        for button in self._signs:
            layout.addWidget(button)

    def _button(self, text: str, role: str, command: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", role)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        for index, (name, view) in enumerate(VIEWS.items()):
            button = self._button(self.tr(view.text), "segment", f"view.{name}")
            place = {0: "first", len(VIEWS) - 1: "last"}.get(index, "middle")
            button.setProperty("place", place)
            button.setCheckable(True)
            self.segments.addButton(button, index)
            row.addWidget(button)
        return box

    # -- in a narrow window

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leaves out what there is no room for; the views then are in one button."""
        for views, others in ((self._views, self._one_view), (self._one_view, self._views)):
            others.hide()
            self._fit_beside(views)
            if not views.isHidden():
                return

    def _fit_beside(self, views: QWidget) -> None:
        buttons = [views, *self.steps.values(), *self._signs, self._export]
        around = self.search.sizeHint().width() - self._width(self.search.text())
        used = sum(_SIDES) + sum(_room_of(part) for part in (self.menus, *buttons))
        room = self.width() - used - around
        hint = next((hint for hint in self._hints if self._width(hint) <= room), "")
        self.search.setVisible(bool(hint))
        self.search.setText(hint or self._hints[-1])
        room = self.width() - used + _GAP
        for button in reversed(buttons):  # the views last
            button.setVisible(room >= 0)
            room += 0 if room >= 0 else _room_of(button)

    def _width(self, text: str) -> int:
        return self.search.fontMetrics().horizontalAdvance(text)

    def mark_view(self, view: str) -> None:
        """Shows which view is open."""
        self.segments.button(list(VIEWS).index(view)).setChecked(True)
        self._one_view.setText(f"{VIEWS[view].text} ▾")

    def _offer_views(self) -> None:
        """Opens the menu of the views, below the button that stands for them."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Views"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._window.actions_by_id[f"view.{name}"] for name in VIEWS])
        menu.popup(self._one_view.mapToGlobal(self._one_view.rect().bottomLeft()))


def _room_of(part: QWidget) -> int:
    """Pixels that a part takes, with the gap beside it."""
    return part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize()).width() + _GAP

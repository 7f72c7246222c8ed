"""The line above the tag tree: how siblings are sorted, which groups are in view, and what the numbers are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ui import panel
from ui.chip import Chip
from ui.labels import label
from ui.session import Session
from ui.tag_model import ORDERS

_LEGEND = "Passages in the open article · in all articles, with those of subtags, each passage once"
_SHORT = {"name": "By name", "count": "By count", "recent": "By use", "own": "Own order"}


class TagBar(QWidget):
    """Two menus and a legend, and a chip while groups are in force; their menu is there once there are some."""

    order_chosen = Signal(str)  # one of ORDERS

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._order = self._button("Sort tags")
        self._group = self._button("Groups of tags in view")
        self._legend = label("here · all", "small")
        self._legend.setToolTip(_LEGEND)
        self._group.setText("Groups")
        self._chip = Chip(self)
        self._chip.setToolTip("Only these groups are in view; a click or Esc shows all tags again")
        self._chip.clicked.connect(lambda: session.shown.choose_groups(()))
        layout = QHBoxLayout()
        layout.setSpacing(4)
        layout.addWidget(self._order)
        layout.addWidget(self._group)
        layout.addStretch(1)
        layout.addWidget(self._legend)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(panel.MARGIN - 1, 0, panel.MARGIN, 0)
        whole.setSpacing(4)
        whole.addLayout(layout)
        in_force = QHBoxLayout()
        in_force.setContentsMargins(1, 0, 0, 4)
        in_force.addWidget(self._chip)
        in_force.addStretch(1)
        whole.addLayout(in_force)
        self._orders = self._order_menu()
        self._group.menu().aboutToShow.connect(self._list_groups)
        self.refresh()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.setAccessibleName(name)
        button.setMenu(menu)
        return button

    def _order_menu(self) -> dict[str, QAction]:
        menu, made = self._order.menu(), {}
        alone = QActionGroup(menu)
        for order, words in ORDERS.items():
            made[order] = menu.addAction(words)
            made[order].setCheckable(True)
            alone.addAction(made[order])
            made[order].triggered.connect(lambda _checked, order=order: self.order_chosen.emit(order))
        return made

    def show_order(self, order: str) -> None:
        """Shows how siblings are sorted."""
        self._orders[order].setChecked(True)
        self._order.setText(_SHORT[order])

    def refresh(self) -> None:
        """Shows which groups there are now, and which are in force."""
        session = self._session
        self._group.setVisible(bool(session.groups))
        names = session.groups_in_view
        self._group.setAccessibleDescription(names or "all tags")
        self._chip.say(f"Only {names}", None, f"Only tags of {names} are in view. Show all tags again")
        self._chip.setVisible(bool(names))

    def open_groups(self) -> None:
        """Opens the menu that chooses the groups in view."""
        self._group.showMenu()

    def _list_groups(self) -> None:
        menu, shown = self._group.menu(), self._session.shown
        menu.clear()
        every = menu.addAction("All tags")
        every.setCheckable(True)
        every.setChecked(not shown.groups)
        every.triggered.connect(lambda: shown.choose_groups(()))
        menu.addSeparator()
        for group, name in self._session.groups.items():
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(group in shown.groups)
            action.triggered.connect(lambda _checked, group=group: shown.choose_groups(shown.groups ^ {group}))

"""The line above the tag tree: how siblings are sorted, which groups are shown, and what the numbers are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from core.model import GroupId
from ui import panel
from ui.labels import label
from ui.session import Session
from ui.tag_model import ORDERS

_LEGEND = "Passages in the open article · in all articles, with those of subtags, each passage once"
_SHORT = {"name": "By name", "count": "By count", "recent": "By use", "own": "Own order"}


class TagBar(QWidget):
    """Two menus and a legend; the menu of groups is there once the project has groups."""

    order_chosen = Signal(str)  # one of ORDERS
    groups_chosen = Signal(object)  # a frozenset of GroupIds; empty: all tags

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.groups: frozenset[GroupId] = frozenset()
        self._order = self._button("Sort tags")
        self._group = self._button("Groups of tags that are shown")
        self._legend = label("here · all", "small")
        self._legend.setToolTip(_LEGEND)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(panel.MARGIN - 1, 0, panel.MARGIN, 0)
        layout.setSpacing(4)
        layout.addWidget(self._order)
        layout.addWidget(self._group)
        layout.addStretch(1)
        layout.addWidget(self._legend)
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
        """Shows the groups as they are now; those that are gone are chosen no more."""
        known = self._session.groups
        left = self.groups & known.keys()
        if left != self.groups:
            self._choose(left)
        self._group.setVisible(bool(known))
        names = [known[group] for group in known if group in self.groups]
        text = "All groups" if not names else names[0] if len(names) == 1 else f"{len(names)} groups"
        room = self._group.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 96)
        self._group.setText(room.replace("&", "&&"))
        self._group.setAccessibleDescription(", ".join(names) or "all tags")

    def _list_groups(self) -> None:
        menu = self._group.menu()
        menu.clear()
        every = menu.addAction("All tags")
        every.setCheckable(True)
        every.setChecked(not self.groups)
        every.triggered.connect(lambda: self._choose(frozenset()))
        menu.addSeparator()
        for group, name in self._session.groups.items():
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(group in self.groups)
            action.triggered.connect(lambda _checked, group=group: self._choose(self.groups ^ {group}))

    def _choose(self, groups: frozenset[GroupId]) -> None:
        self.groups = groups
        self.refresh()
        self.groups_chosen.emit(groups)

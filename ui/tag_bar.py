"""The line above the tag tree: how siblings are sorted, which groups are in view, and what the numbers count."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ui import panel
from ui.chip import Chip
from ui.session import Session
from ui.tag_counts import SCOPES
from ui.tag_model import ORDERS

_AFTER = 8  # pixels that a link with a menu leaves free after its words
_SHORT = {"name": "By name", "count": "By count", "recent": "By use", "own": "Own order"}


class TagBar(QWidget):
    """Three menus, and a chip while groups are in force; their menu is there once there are some."""

    order_chosen = Signal(str)  # one of ORDERS
    counts_chosen = Signal(str, bool)  # one of SCOPES, and whether tags count without their subtags

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._order = self._button("Sort tags")
        self._group = self._button("Groups of tags in view")
        self._counts = self._button("What the numbers of tags count")
        self._group.setText("Groups")
        self._chip = Chip(self)
        self._chip.setToolTip("Only these groups are in view; a click or Esc shows all tags again")
        self._chip.clicked.connect(lambda: session.shown.choose_groups(()))
        layout = QHBoxLayout()
        layout.setSpacing(4)
        layout.addWidget(self._order)
        layout.addWidget(self._group)
        layout.addStretch(1)
        layout.addWidget(self._counts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(panel.MARGIN - 1, 0, panel.MARGIN - _AFTER, 0)
        whole.setSpacing(4)
        whole.addLayout(layout)
        in_force = QHBoxLayout()
        in_force.setContentsMargins(1, 0, _AFTER, 4)
        in_force.addWidget(self._chip)
        in_force.addStretch(1)
        whole.addLayout(in_force)
        self._orders = self._order_menu()
        self._scopes, self._own = self._count_menu()
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

    def _count_menu(self) -> tuple[dict[str, QAction], QAction]:
        menu, alone, made = self._counts.menu(), QActionGroup(self), {}
        for scope, (words, _, _) in SCOPES.items():
            made[scope] = menu.addAction(f"{words}, and in all")
            made[scope].setCheckable(True)
            alone.addAction(made[scope])
            made[scope].triggered.connect(
                lambda _checked, scope=scope: self.counts_chosen.emit(scope, self._own.isChecked())
            )
        menu.addSeparator()
        own = menu.addAction("Without those of subtags")
        own.setCheckable(True)
        own.triggered.connect(lambda without: self.counts_chosen.emit(self._scope(), without))
        return made, own

    def _scope(self) -> str:
        return next(scope for scope, action in self._scopes.items() if action.isChecked())

    def show_counts(self, scope: str, own: bool) -> None:
        """Shows what the numbers count: one of SCOPES, and whether without subtags."""
        self._scopes[scope].setChecked(True)
        self._own.setChecked(own)
        self._counts.setText(f"{'own: ' if own else ''}{SCOPES[scope][2]} · all")
        subtags = "without" if own else "with"
        says = f"Passages {SCOPES[scope][1]} · in all, {subtags} those of subtags, each passage once"
        in_view = "; in view are those that the list of articles and the filter of Passages leave"
        self._counts.setToolTip(says + (in_view if scope == "view" else ""))
        self._counts.setAccessibleDescription(self._counts.toolTip())

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

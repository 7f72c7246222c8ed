"""The Passages view: the filter as chips, the list, and below it what can be done with the selected passages."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core import filters
from core.changes import Changes
from core.model import AnnotationId
from storage.annotations import After
from ui import panel, theme
from ui.drop_down import DropDown
from ui.labels import hairline, label
from ui.passages.chips import LINK_SIDE, FilterChips
from ui.passages.editor import ConditionEditor
from ui.passages.listing import PassageList
from ui.passages.model import GROUPINGS, ORDERS, PassageModel
from ui.session import Session

_NOTHING_YET = "Nothing is marked yet. In Read, select words and press T to tag them; they are then listed here."
_NOTHING_IN_GROUPS = "No passage has a tag of these groups. Esc shows all tags again."
_NOTHING_FOUND = "No passage meets all of these filters."
# What can be done with the selected passages: the command, and what it is called here.
_ACTS = {
    "passages.tag": "Tag…",
    "passages.untag": "Remove tag…",
    "passages.move": "Move to…",
    "passages.note": "Note…",
    "passages.delete": "Delete",
}


class PassagesView(QWidget):
    """Lists passages of all articles. `opened(AnnotationId)` asks to read one, `act(str)` to run a command."""

    opened = Signal(object)
    act = Signal(str)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("passages")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self.model = PassageModel(session, self)
        self.list = PassageList(session, self.model)
        self.chips = FilterChips()
        self.editor = ConditionEditor(window, session)
        self._window = window
        self._stale = True
        self.setFocusProxy(self.list)
        self._empty = panel.empty_sentence()
        self._clear = self._link("Remove all filters", "passages.clear")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._head(), hairline(), self._nothing()):
            layout.addWidget(part)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(self._foot())
        self._connect()

    # -- building

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(panel.MARGIN - LINK_SIDE, 12, panel.MARGIN, 10)
        column.setSpacing(8)
        column.addWidget(self.chips)
        self.count = label("", "small")
        self.count.setAccessibleName("Passages listed")
        self.orders = DropDown("Order of the passages")
        for key, text in ORDERS.items():
            self.orders.addItem(text, key)
        self.saved = QPushButton("Filters ▾")
        self.saved.setProperty("role", "link")
        self.saved.setCursor(Qt.CursorShape.PointingHandCursor)
        self.saved.setAccessibleName("Saved filters")
        self.saved.clicked.connect(lambda: self.act.emit("passages.saved"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.saved)
        row.addWidget(self._link("Save filter", "passages.save"))
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(self._segments())
        row.addWidget(self.orders)
        column.addLayout(row)
        return head

    def _segments(self) -> QWidget:
        self.groupings = QButtonGroup(self)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for at, text in enumerate(GROUPINGS.values()):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setProperty("place", {0: "first", len(GROUPINGS) - 1: "last"}.get(at, "middle"))
            self.groupings.addButton(button, at)
            row.addWidget(button)
        return box

    def _link(self, text: str, command: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(command)
        made.setProperty("role", "link")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda: self.act.emit(command))
        return made

    def _nothing(self) -> QWidget:
        """What is said where nothing is listed."""
        self._none = QWidget()
        column = QVBoxLayout(self._none)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._empty)
        row = QHBoxLayout()
        row.setContentsMargins(panel.MARGIN - LINK_SIDE, 0, 0, 0)
        row.addWidget(self._clear)
        row.addStretch(1)
        column.addLayout(row)
        return self._none

    def _foot(self) -> QWidget:
        self._bar = QWidget()
        self._bar.setObjectName("passagesfoot")
        self._bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chosen = label()
        self._chosen.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.Bold))
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(panel.MARGIN, 7, panel.MARGIN, 7)
        row.setSpacing(10)
        row.addWidget(self._chosen)
        self._acts = [self._link(text, command) for command, text in _ACTS.items()]
        for button in self._acts:
            row.addWidget(button)
        row.addStretch(1)
        self._hint = label("⏎ opens in the text · Space selects", "small")
        row.addWidget(self._hint)
        return self._bar

    def _connect(self) -> None:
        session = self._session
        session.filtering.changed.connect(self.mark_stale)
        session.shown.changed.connect(self._follow_groups)
        session.changed.connect(self._follow)
        session.opened.connect(self._start_anew)
        self.model.refreshed.connect(self._show_state)
        self.model.selection_changed.connect(self._show_selection)
        self.list.opened.connect(self.opened)
        self.groupings.idClicked.connect(lambda at: self.model.arrange(grouping=list(GROUPINGS)[at]))
        self.orders.currentIndexChanged.connect(lambda _row: self.model.arrange(order=self.orders.currentData()))
        self.chips.added.connect(self.add_condition)
        self.chips.chosen.connect(self._change_condition)
        self.chips.removed.connect(lambda at: session.filtering.use(session.filtering.wanted.without(at)))
        self.chips.groups_left.connect(lambda: session.shown.choose_groups(()))

    # -- the filter

    def add_condition(self) -> None:
        """Asks for one more condition."""
        filtering = self._session.filtering
        self.editor.ask(self._beside(self.chips.more), None, lambda c: filtering.use(filtering.wanted.plus(c)))

    def _change_condition(self, at: int) -> None:
        filtering = self._session.filtering
        known = filtering.wanted.conditions[at]
        if isinstance(known, filters.Counted):
            return  # nothing to fill in: it can only be removed
        self.editor.ask(
            self._beside(self.chips.chips[at]), known, lambda c: filtering.use(filtering.wanted.changed(at, c))
        )

    def _beside(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())

    def beside_current(self) -> QRect:
        """Where in the window the current passage is."""
        rect = self.list.current_rect().intersected(self.list.viewport().rect())
        return rect.translated(self.list.viewport().mapTo(self._window, QPoint(0, 0)))

    def selected(self) -> Sequence[AnnotationId]:
        """The ticked passages in text order; without any, the current one."""
        ticked = self.model.in_order()
        return ticked if ticked or self.list.current is None else [self.list.current]

    def reveals(self, annotation: AnnotationId | None) -> bool:
        """Scrolls to a passage that undo brought or changed; False where it has nothing to do with the list.

        It has, also, when it was listed until that step. None stands for one that is gone.
        """
        return annotation is None or self.list.go_to(annotation) or self.model.was_listed(annotation)

    # -- following

    def mark_stale(self) -> None:
        """Finds the passages anew: now if they are in sight, else when they are next to be seen."""
        if self.isVisible():
            self._refresh()
        else:
            self._stale = True

    def _follow(self, changes: Changes, after: After) -> None:
        if self.model.is_touched(changes, after):
            self.mark_stale()

    def _follow_groups(self) -> None:
        if self.model.wanted != self._session.wanted:
            self.mark_stale()

    def _start_anew(self) -> None:
        self.model.forget()
        self.mark_stale()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._refresh()
        super().showEvent(event)

    def _refresh(self) -> None:
        self._stale = False
        self.model.refresh()
        names, session = self.model.names(), self._session
        said = [filters.worded(c, names) for c in session.filtering.wanted.conditions]
        self.chips.show_conditions(said, session.groups_in_view)

    # -- what is seen

    def _show_state(self) -> None:
        (found, articles), total = self.model.size(), self.model.total
        of = f"{found:,} of {total:,}" if self.model.wanted.conditions else f"{total:,}"
        plural = "" if total == 1 else "s"
        self.count.setText(f"{of} passage{plural} · {articles:,} article{'' if articles == 1 else 's'}")
        self._none.setVisible(not found)
        filtered = bool(self._session.filtering.wanted.conditions)
        self._clear.setVisible(filtered)
        in_groups = _NOTHING_FOUND if filtered else _NOTHING_IN_GROUPS
        self._empty.setText(in_groups if self.model.wanted.conditions else _NOTHING_YET)
        self.list.setVisible(bool(found))
        self.findChild(QPushButton, "passages.save").setVisible(filtered)
        self.groupings.button(list(GROUPINGS).index(self.model.grouping)).setChecked(True)
        blocked = QSignalBlocker(self.orders)
        self.orders.setCurrentIndex(list(ORDERS).index(self.model.order))
        blocked.unblock()
        self._show_selection()

    def _show_selection(self) -> None:
        count = len(self.model.selected)
        self._chosen.setText(f"{count:,} selected")
        for part in (self._chosen, *self._acts):
            part.setVisible(bool(count))
        hints = ["⏎ opens in the text", "Space selects", *(() if count else ("Ctrl+A all",))]
        if self._session.filtering.wanted.is_counted:
            hints.append("Esc back to the chart")
        self._hint.setText(" · ".join(hints))

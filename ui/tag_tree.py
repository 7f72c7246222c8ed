"""The pane of tags: the tree and its filter. What is done to tags is in `tag_acts` and `tag_drops`."""

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.changes import Changes
from core.codebook import folded, split_path
from core.errors import UserError
from core.model import Tag, TagId
from storage import operations
from storage.annotations import After
from ui import panel, tag_acts, tag_drops, theme
from ui.labels import label
from ui.session import Session
from ui.tag_bar import TagBar
from ui.tag_counts import SCOPES
from ui.tag_model import ORDERS, TagTreeModel
from ui.tag_view import TagRow, TagTreeView
from ui.typeset import fit_lines, flat, quoted

_MANY, _REST_MS = 150, 120  # rows that are opened at once, and the pause before the rest is


class TagPanel(QWidget):
    """All tags of the project, and what can be done to the selected one."""

    passages_requested = Signal(object)
    selection_changed = Signal()
    told = Signal(str)  # what a command did
    hovered = Signal(object, QRect)  # the tag under the mouse or None, and its row in the window
    order_changed = Signal(str)  # one of tag_model.ORDERS
    counts_changed = Signal(str, bool)  # one of tag_counts.SCOPES, and whether tags count without their subtags
    menu_asked = Signal(QRect, QPoint)  # the row and the mouse, as the screen counts

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tags")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tags")
        self.session = session
        self._collapsed: set[TagId] = set()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(lambda: self._expand_all(at_once=True))
        self._model = TagTreeModel(session, self)
        self._tree = TagTreeView(session, self._model)
        self._tree.setItemDelegate(TagRow(session, self._model, self._tree))
        self._lay_out()
        self._connect()
        self._bar.show_order(self.order)
        self._bar.show_counts(*self.counts)
        self._expand_all()
        self._show_state()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, panel.MARGIN, 0, panel.STEP)
        layout.setSpacing(panel.STEP)
        self._count = panel.head("Tags", layout)
        self._filter = panel.filter_field("Filter or create a tag…", layout)
        self._bar = TagBar(self.session)
        self._empty = panel.empty_sentence()
        self._caption = label("", "small")
        self._caption.setContentsMargins(panel.MARGIN, 0, panel.MARGIN, 0)
        self._caption.setAccessibleName("Definition")
        layout.addWidget(self._empty)
        counted = QVBoxLayout()
        counted.setSpacing(2)
        counted.addWidget(self._bar)
        counted.addWidget(self._tree, 1)
        layout.addLayout(counted, 1)
        layout.addStretch(0)
        layout.addWidget(self._caption)

    def _connect(self) -> None:
        self._filter.textChanged.connect(lambda _text: self._apply_filter())
        self._filter.returnPressed.connect(self._create_typed)
        self._filter.installEventFilter(self)
        self._tree.activated_tag.connect(self.passages_requested)
        self._tree.hovered.connect(self.hovered)
        self._tree.verticalScrollBar().valueChanged.connect(lambda _value: self.hovered.emit(None, QRect()))
        self._tree.eye_clicked.connect(self.session.shown.show_again)
        self.session.shown.changed.connect(self._follow_shown)
        self._tree.dropped.connect(lambda *what: tag_drops.drop(self, *what))
        self._tree.placed.connect(lambda *what: tag_drops.place(self, *what))
        self._tree.merged.connect(lambda *what: tag_drops.merge(self, *what))
        self._tree.nudged.connect(self._nudge)
        self._bar.order_chosen.connect(self.sort_by)
        self._bar.counts_chosen.connect(self.count)
        self._tree.expanded.connect(lambda index: self._collapsed.discard(index.internalId()))
        self._tree.collapsed.connect(lambda index: self._collapsed.add(index.internalId()))
        self._tree.selectionModel().currentChanged.connect(self._show_caption)
        self._tree.selectionModel().currentChanged.connect(lambda *_: self.selection_changed.emit())
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._show_menu)
        self.session.opened.connect(self._start_anew)
        self.session.changed.connect(self._follow)

    # -- what others ask for

    def selected_tag(self) -> TagId | None:
        """The tag that actions are about."""
        return self._model.tag_id(self._tree.currentIndex())

    def selected_tags(self) -> list[TagId]:
        """All selected tags, in the order of the tree as it is shown; the one that actions are about at least."""
        rows = self._tree.selectionModel().selectedRows()
        rows.sort(key=lambda index: self._tree.visualRect(index).top())
        chosen = [tag for tag in map(self._model.tag_id, rows) if tag is not None]
        current = self.selected_tag()
        return chosen or ([] if current is None else [current])

    def select_tags(self, ids: Sequence[TagId]) -> None:
        """Selects several tags, those of them that are there; the first becomes the one that actions are about."""
        there = [tag for tag in ids if tag in self.session.tags.by_id]
        for tag in there:
            self._expand(self.session.tags.by_id[tag].parent)
        if there:
            self.select_tag(there[0])
        for tag in there[1:]:
            select = QItemSelectionModel.SelectionFlag.Select
            self._tree.selectionModel().select(self._model.index_of(tag), select)

    def select_tag(self, tag: TagId | None) -> None:
        """Selects a tag and brings it into sight; the filter is cleared when it hides the tag."""
        if tag is not None and not self._model.index_of(tag).isValid():
            self._filter.clear()
        index = QModelIndex() if tag is None else self._model.index_of(tag)
        self._tree.setCurrentIndex(index)
        if index.isValid():
            self._tree.scrollTo(index)

    def focus_filter(self) -> None:
        """Puts the caret into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def open_groups(self) -> None:
        """Opens the menu that chooses the groups in view."""
        self._bar.open_groups()

    @property
    def order(self) -> str:
        """How siblings are sorted: one of `tag_model.ORDERS`."""
        return self._model.order

    def sort_by(self, order: str) -> None:
        """Sorts siblings another way."""
        order = order if order in ORDERS else "name"  # anybody may have edited the settings
        self._keep_selection(lambda: self._model.sort_by(order))
        self._bar.show_order(order)
        self.order_changed.emit(order)

    def in_order(self) -> list[TagId]:
        """All tags, each before its own subtags, siblings in the order that is chosen."""
        ordered, found = self._model.ordered(), list[TagId]()
        waiting = ordered(None)[::-1]
        while waiting:
            tag = waiting.pop()
            found.append(tag.id)
            waiting += ordered(tag.id)[::-1]
        return found

    @property
    def counts(self) -> tuple[str, bool]:
        """What the numbers count: one of `tag_counts.SCOPES`, and whether tags count without their subtags."""
        return self._model.counts.scope, self._model.counts.own

    def count(self, scope: str, own: bool) -> None:
        """Counts in other articles, or without subtags."""
        self._model.counts.count(scope if scope in SCOPES else "here", own)  # anybody may have edited the settings
        self._bar.show_counts(*self.counts)
        self.counts_changed.emit(*self.counts)

    def sibling_above(self) -> TagId | None:
        """The tag that is shown before the selected one, below the same tag."""
        index = self._tree.currentIndex()
        return self._model.tag_id(index.siblingAtRow(index.row() - 1)) if index.isValid() else None

    def below_selected(self) -> QPoint:
        """Where on the screen a menu about the selected tag opens."""
        row = self._tree.visualRect(self._tree.currentIndex())
        return self._tree.viewport().mapToGlobal(row.bottomLeft())

    def rename(self) -> None:
        """Begins to edit the selected tag's name in its row."""
        if self._selected():
            self._tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._tree.edit(self._tree.currentIndex())

    def _selected(self) -> Tag | None:
        return self._model.tag(self._tree.currentIndex())

    # -- what the user does

    def _nudge(self, key: Qt.Key) -> None:
        (tag_acts.move_in if key == Qt.Key.Key_Right else tag_acts.move_out)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._filter and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and len(self._model):
                self._tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if not self._tree.currentIndex().isValid():
                    self._tree.setCurrentIndex(self._model.index(0, 0))
                return True
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _apply_filter(self) -> None:
        """Shows the tags that are called what is typed, of the groups in view."""
        grouped = self.session.shown.grouped
        self._keep_selection(lambda: self._model.set_filter(self._filter.text(), grouped))

    def _keep_selection(self, show_anew: Callable[[], None]) -> None:
        selected = self.selected_tag()
        show_anew()
        self._expand_all()
        if selected is not None:
            self._tree.setCurrentIndex(self._model.index_of(selected))
        self._show_state()

    def _typed(self) -> TagId | None:
        """The tag that is called what is typed in the filter: by its path, else by its name."""
        text, tags = self._filter.text().strip(), self.session.tags
        try:
            by_path = tags.find(split_path(text))
        except UserError:  # a half-typed path, such as “Economy/”
            by_path = None
        if by_path is not None:
            return by_path
        key = folded(text)
        return next((tag for tag, name in tags.keys.items() if name == key), None)

    def _create_typed(self) -> None:
        text = self._filter.text().strip()
        if not text:
            return
        found = self._typed()
        if found is None:
            found = self.session.do(f"Create tag {quoted(text)}", operations.create_tag_path, text)
        if found is not None:
            self._filter.clear()
            self.select_tag(found)

    def _show_menu(self, at: QPoint) -> None:
        index, origin = self._tree.currentIndex(), self._tree.viewport().mapToGlobal(QPoint())
        self.menu_asked.emit(self._tree.visualRect(index).translated(origin), at + origin)

    # -- what follows from a change

    def _start_anew(self) -> None:
        self._collapsed.clear()
        self._filter.clear()
        self._bar.refresh()
        self._expand_all()
        self._show_state()

    def _follow(self, changes: Changes, after: After) -> None:
        if changes.touches("tag_group", "membership"):
            self._bar.refresh()
        if changes.touches("tag"):
            for row in changes.rows("tag"):
                tag = self.session.tags.by_id.get(TagId(row))
                if tag is not None:
                    self._expand(tag.parent)
                    self._expand(tag.id)
            self._show_state()

    def _follow_shown(self) -> None:
        """Other tags are in view: groups decide which rows there are, the rest how they are painted."""
        self._bar.refresh()
        if self.session.shown.grouped != self._model.kept:
            self._apply_filter()
        self._tree.viewport().update()

    def _expand(self, tag: TagId | None) -> None:
        if tag is not None and tag not in self._collapsed:
            self._tree.expand(self._model.index_of(tag))

    def _expand_all(self, at_once: bool = False) -> None:
        """Opens every tag but those the user closed; while a filter is set, these as well.

        Of very many, those that can be in sight come first, so that typing in the filter does not wait for all.
        """
        self._rest.stop()
        blocked = QSignalBlocker(self._tree)
        if len(self._model) > _MANY and not at_once:
            self._open_those_in_sight()
            self._rest.start()
        else:
            self._tree.expandAll()
        if not self._filter.text():
            for tag in self._collapsed:
                self._tree.collapse(self._model.index_of(tag))
        blocked.unblock()

    def _open_those_in_sight(self) -> None:
        for index in islice(self._model.walk(), _MANY):
            if self._model.hasChildren(index):
                self._tree.expand(index)

    def _show_state(self) -> None:
        total, shown = len(self.session.tags), len(self._model)
        panel.show_count(self._count, f"{shown:,} of {total:,}" if shown != total else f"{total:,}")
        self._tree.setVisible(bool(shown))
        self._bar.setVisible(bool(shown) or bool(self.session.shown.groups))
        self._empty.setVisible(not shown)
        if total and self._filter.text().strip():
            self._empty.setText(f"No tag matches {quoted(self._filter.text().strip())}.")
        elif total:
            self._empty.setText("No tag is in this group. F9 puts the selected tags into groups.")
        else:
            self._empty.setText("No tags yet. Select words in the text and press T.")
        self._show_caption()

    def _show_caption(self) -> None:
        """Below the tree: what Enter would do while something is typed, else what the selected tag means."""
        typed, tag = self._filter.text().strip(), self._selected()
        if typed and self._typed() is None:
            text = f"Enter creates the tag {quoted(typed)}."
        elif tag is not None:
            text = flat(tag.definition.strip()) or "No definition yet. F4 writes one."
        else:
            text = ""
        width = self.width() - 2 * panel.MARGIN
        self._caption.setText("\n".join(fit_lines(text, theme.font(theme.SMALL_SIZE), width, 2)))
        self._caption.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_caption()

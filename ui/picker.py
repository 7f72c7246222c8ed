"""The tag picker at the selection: type to filter, Enter applies, Tab adds and stays, Ctrl+Enter creates."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from core import fuzzy
from core.codebook import STEP, TagTree, join_path, split_path
from core.errors import UserError
from core.model import TagId
from ui.labels import hairline, label
from ui.popup import Popup
from ui.rows import HEIGHT, Row, RowPainter, paint_row, tag_row
from ui.tag_field import TagField

_WIDTH, _ROWS, _PAGE = 340, 8, 40
_AROUND = 125  # pixels of the panel besides its rows, and around it

# What is done with the chosen tags and the paths of those to create.
Then = Callable[[list[TagId], list[str]], object]


def matching(tree: TagTree, typed: str, recent: Sequence[TagId], without: Collection[TagId] = ()) -> list[TagId]:
    """The tags that a typed text finds, best first; of equals, recently used ones come first."""
    words = fuzzy.words(typed)
    rank = {tag: at for at, tag in enumerate(recent)}
    if not words:
        return [tag for tag in sorted(tree.order, key=lambda tag: rank.get(tag, len(rank))) if tag not in without]
    found = fuzzy.search(words, tree.targets.values())
    tags = [(-score, rank.get(tree.order[place], len(rank)), place) for score, place in found]
    return [tree.order[place] for *_, place in sorted(tags) if tree.order[place] not in without]


def _rows_for(beside: QRect, window: QSize) -> int:
    """How many rows fit below or above a passage; where few do and it has room at a side, as many as ever."""
    room = max(beside.top(), window.height() - beside.bottom()) - _AROUND
    aside = max(beside.left(), window.width() - beside.right()) > _WIDTH + 20
    return _ROWS if aside and room < 4 * HEIGHT else min(_ROWS, max(2, room // HEIGHT))


def _names(typed: str) -> list[str]:
    """The names in a typed path; none where it cannot be one."""
    try:
        return split_path(typed) if typed else []
    except UserError:
        return []


class _Matches(QAbstractListModel):
    """The matching tags, handed to the list a page at a time: a thousand rows at once would take too long."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tags: list[TagId] = []
        self._handed = 0
        self.tree = TagTree()
        self.words: list[str] = []  # what was typed, as the core looks for it

    def show(self, tags: list[TagId], tree: TagTree, typed: str) -> None:
        """Replaces all rows."""
        self.beginResetModel()
        self.tags, self.tree, self.words = tags, tree, fuzzy.words(typed)
        self._handed = min(_PAGE, len(tags))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._handed

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return self._handed < len(self.tags)

    def fetchMore(self, parent: QModelIndex) -> None:
        self.hand_over(self._handed + _PAGE)

    def hand_over(self, rows: int) -> None:
        """Lets the list know of at least this many rows, if there are."""
        rows = min(rows, len(self.tags))
        if rows > self._handed:
            self.beginInsertRows(QModelIndex(), self._handed, rows - 1)
            self._handed = rows
            self.endInsertRows()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.tree.shown_path(self.tags[index.row()])


def _match_row(index: QModelIndex) -> Row:
    """A tag with its path, what was found of it, and its number key."""
    matches = index.model()
    tag, tree = matches.tags[index.row()], matches.tree
    found = fuzzy.marked(matches.words, tree.shown_path(tag), tree.targets[tag]) if matches.words else ()
    return tag_row(tree, tag, found)


class _Offer(QAbstractButton):
    """The row below the matches that creates what was typed; always in sight, however many matches there are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.marked = False
        self.setAccessibleName("Create tag")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(HEIGHT)

    def offer(self, names: Sequence[str], tree: TagTree) -> None:
        """Says which tag would be made, and below which."""
        known = next((n for n in range(len(names), 0, -1) if tree.find(names[:n]) is not None), 0)
        where = f" below {STEP.join(names[:known])}" if known else ""
        self.setAccessibleName(f"Create tag “{STEP.join(names[known:])}”{where}")

    def mark(self, marked: bool) -> None:
        """Shows whether Enter would choose it."""
        self.marked = marked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionViewItem()
        option.rect = self.rect()
        if self.marked:
            option.state |= QStyle.StateFlag.State_Selected
        paint_row(QPainter(self), option, Row("", self.accessibleName(), "Ctrl ⏎", "+"))


class Picker(Popup):
    """Chooses tags: for a passage, or for the pen."""

    marked = Signal(object)  # the tag that Enter would take, or None

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Choose tags"))
        self._tree = TagTree()
        self._recent: Sequence[TagId] = ()
        self._then: Then | None = None
        self._tags: list[TagId] = []
        self._new: list[str] = []  # paths of tags to create
        self._typed = ""
        self._may_be_empty = False
        self._most_rows = _ROWS
        self._field = TagField(self)
        self._field.removed.connect(self._remove)
        self._field.line.setAccessibleName(self.tr("Tag"))
        self._field.line.installEventFilter(self)
        self._field.line.textChanged.connect(self._filter)
        self._matches = _Matches(self)
        self._list = QListView()
        self._list.setModel(self._matches)
        self._list.setItemDelegate(RowPainter(_match_row, self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Matching tags"))
        self._list.setMouseTracking(True)
        self._list.entered.connect(self._mark)
        self._list.clicked.connect(lambda _index: self._apply())
        self._offer = _Offer(self)
        self._offer.clicked.connect(self._create)
        self._arrange()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 4, 0)
        foot.addWidget(label(self.tr("⏎ apply · Tab add another"), "small"))
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Esc"), "small"))
        layout = self.column
        layout.setSpacing(0)
        layout.addWidget(self._field)
        layout.addSpacing(5)
        layout.addWidget(self._list)
        layout.addWidget(self._offer)
        layout.addSpacing(5)
        layout.addWidget(hairline())
        layout.addSpacing(6)
        layout.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def choose(
        self,
        tree: TagTree,
        has: Sequence[TagId],
        recent: Sequence[TagId],
        beside: QRect,
        then: Then,
        without_tags: str = "",
    ) -> None:
        """Opens beside a passage that has some tags already; `then` gets what is chosen, once.

        `without_tags` says what Enter means with nothing chosen; without it, Enter takes the first match.
        """
        self._tree, self._tags, self._new, self._recent, self._then = tree, list(has), [], recent, then
        self._may_be_empty = bool(without_tags)
        self._field.line.setPlaceholderText(without_tags or self.tr("Type a tag…"))
        self._most_rows = _rows_for(beside, self.window().size())
        self._start_typing()
        self.open_at(beside, self._field.line)

    def _start_typing(self) -> None:
        blocked = QSignalBlocker(self._field.line)
        self._field.line.clear()
        blocked.unblock()
        self._show_chips()
        self._filter("")

    def _show_chips(self) -> None:
        known, style = self._tree.by_id, self._tree.style
        chips = [(known[tag].name, known[tag].color, style(tag)) for tag in self._tags]
        self._field.show_chips([*chips, *((path, None, 0) for path in self._new)])

    def _filter(self, typed: str) -> None:
        self._typed = " ".join(typed.split())
        found = matching(self._tree, self._typed, self._recent, self._tags)
        names = _names(self._typed)
        offered = bool(names) and self._tree.find(names) is None and join_path(names) not in self._new
        if offered:
            self._offer.offer(names, self._tree)
        self._offer.setVisible(offered)
        self._matches.show(found, self._tree, self._typed)
        self._list.setFixedHeight(min(self._most_rows - offered, len(found)) * HEIGHT)
        self._list.setVisible(bool(found))
        self._mark_first(found, offered)
        if self.isVisible():
            self.fit()

    def _mark_first(self, found: Sequence[TagId], offered: bool) -> None:
        """Marks what Enter is for. With tags chosen and nothing typed, it is for just those."""
        settled = not self._typed and bool(self._tags or self._new or self._may_be_empty)
        if settled:
            self._mark(QModelIndex())
        elif offered and (not found or self._is_guess(found[0])):
            self._mark(None)  # a new name is meant as likely as a tag that only has its letters
        else:
            self._mark(self._matches.index(0, 0))

    def _is_guess(self, tag: TagId) -> bool:
        score = fuzzy.score(self._matches.words, self._tree.targets[tag])
        return score is not None and score < 0

    def _mark(self, index: QModelIndex | None) -> None:
        """Marks a match (an invalid index: none), or for None the offer to create."""
        self._offer.mark(index is None)
        self._list.setCurrentIndex(QModelIndex() if index is None else index)
        marked = index.data() if index is not None else self._offer.accessibleName()
        self._field.line.setAccessibleDescription(marked or "")
        row = self._list.currentIndex().row()
        self.marked.emit(self._matches.tags[row] if row >= 0 else None)

    def _move(self, by: int) -> None:
        """Moves the mark up or down, from the last match to the offer and round again."""
        matches, offered = len(self._matches.tags), not self._offer.isHidden()
        count = matches + offered
        if not count:
            return
        here = matches if self._offer.marked else self._list.currentIndex().row()
        row = (here + by) % count if here >= 0 or by > 0 else count - 1
        self._matches.hand_over(row + 1)
        self._mark(None if row == matches else self._matches.index(row, 0))

    def _remove(self, index: int) -> None:
        """Takes a chip away: those of known tags come before those of new ones."""
        if index < len(self._tags):
            del self._tags[index]
        else:
            del self._new[index - len(self._tags)]
        self._show_chips()
        self._filter(self._field.line.text())

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._create() if control else self._apply()
        elif key == Qt.Key.Key_Tab:
            self._add_marked()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace and not self._field.line.text() and (self._tags or self._new):
            self._remove(len(self._tags) + len(self._new) - 1)
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    # -- choosing

    def _take_marked(self) -> bool:
        """Takes the marked match as a chip, or else what was typed; False where that cannot be a tag."""
        row = self._list.currentIndex().row()
        if row < 0:
            return self._take_typed()
        self._tags.append(self._matches.tags[row])
        return True

    def _take_typed(self) -> bool:
        """Takes what was typed, if anything, as a tag: the one with this path, or a new one."""
        names = _names(self._typed)
        known = self._tree.find(names) if names else None
        path = join_path(names)
        if known is not None and known not in self._tags:
            self._tags.append(known)
        elif known is None and names and path not in self._new:
            self._new.append(path)
        return bool(names) or not self._typed

    def _add_marked(self) -> None:
        """Takes the marked row and stays open for another."""
        if self._take_marked():
            self._start_typing()

    def _apply(self) -> None:
        """Applies the marked row together with the tags chosen before."""
        if self._take_marked():
            self._finish()

    def _create(self) -> None:
        """Applies what was typed, as a new tag if need be."""
        if self._take_typed():
            self._finish()

    def _finish(self) -> None:
        tags, new, then = list(self._tags), list(self._new), self._then
        self.dismiss()
        if then is not None:
            then(tags, new)

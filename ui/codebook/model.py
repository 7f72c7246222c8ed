"""The codebook as a table: one row for each tag, filtered, and in the order of the tree or of any column."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core import moments
from core.codebook import STEP, TagTree, folded
from core.model import Tag, TagId
from storage import codebook, operations
from storage import codebook_operations as writing
from storage.codebook import Example, Times, Use
from ui.session import Session
from ui.typeset import flat, quoted

Index = QModelIndex | QPersistentModelIndex
_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _SHOWN | Qt.ItemFlag.ItemIsEditable
_LOOKED_AT = 10_000  # characters of a text that are filtered and put in order


class Column(NamedTuple):
    """A column: its head, what that means, and how wide it is at first, in pixels.

    `text` is the text about a tag that it holds, `value` what it counts or when, by which it is put in order.
    """

    head: str
    says: str
    width: int
    text: str = ""
    value: Callable[[Use], int | str] | None = None

    @property
    def is_number(self) -> bool:
        """Whether it counts something."""
        return self.value is not None and isinstance(self.value(Use()), int)


COLUMNS = (
    Column("Tag", "The name of the tag, below the tag it belongs to", 170),
    Column("Definition", "What the tag means", 150, "definition"),
    Column("When to use", "Which passages get the tag", 130, "include"),
    Column("When not to", "Which passages do not get it, and what they get instead", 130, "exclude"),
    Column("Codings", "How often the tag itself was applied", 80, value=lambda use: use.codings),
    Column("Passages", "Passages with the tag or one below it, each once", 88, value=lambda use: use.passages),
    Column("Articles", "Articles with such a passage", 80, value=lambda use: use.articles),
    Column("First use", "When the tag or one below it was first applied", 84, value=lambda use: use.first),
    Column("Last use", "When that was last done", 84, value=lambda use: use.last),
)
SAID = {column.text: column.head.lower() for column in COLUMNS if column.text}


class CodebookModel(QAbstractTableModel):
    """The tags that match the filter, with those above them as long as they stand in the order of the tree."""

    def __init__(
        self, session: Session, in_order: Callable[[], Sequence[TagId]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._in_order = in_order  # all tags as the tree has them
        self._needle = ""
        self.sorted_by: tuple[int, bool] | None = None  # column, and whether from the end; None: as in the tree
        self.shown: list[TagId] = []
        self._matching: set[TagId] = set()
        self._uses: dict[TagId, Use] = {}
        self._times: dict[TagId, Times] | None = None  # of each used tag without its subtags; None: not read yet
        self._looked_at: TagTree | None = None  # what the filter knows the words of
        self._folded: dict[TagId, tuple[Tag, str]] = {}
        self.examples: dict[TagId, tuple[Example, ...]] = {}
        self.groups: dict[TagId, tuple[str, ...]] = {}

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole and self.sorted_by is not None and self.sorted_by[0] == section:
            return f"{column.head} {'↓' if self.sorted_by[1] else '↑'}"
        return {Qt.ItemDataRole.DisplayRole: column.head, Qt.ItemDataRole.ToolTipRole: column.says}.get(role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return flat(self.said(index))
        if role == Qt.ItemDataRole.EditRole:
            return self.said(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].head}: {flat(self.said(index)) or 'nothing'}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITED if COLUMNS[index.column()].value is None else _SHOWN

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or value == self.said(index):
            return False
        tag, text = self.tag(index), COLUMNS[index.column()].text
        if text:
            label = f"Write {SAID[text]} of {quoted(tag.name)}"
            self._session.do(label, writing.describe_tag, tag.id, text, str(value))
        else:
            self._session.do(f"Rename tag {quoted(tag.name)}", operations.rename_tag, tag.id, str(value))
        return True

    # -- what the view asks

    def tag(self, index: Index) -> Tag:
        """The tag of a row."""
        return self._session.tags.by_id[self.shown[index.row()]]

    def use(self, tag: TagId) -> Use:
        """How a tag is used."""
        return self._uses.get(tag, Use())

    def matches(self, tag: TagId) -> bool:
        """Whether a tag that is shown passes the filter itself."""
        return tag in self._matching

    def row_of(self, tag: TagId | None) -> int:
        """The row of a tag; -1 when it is not shown."""
        return self.shown.index(tag) if tag in self.shown else -1

    def depth(self, tag: TagId) -> int:
        """How far the name of a tag is indented: by levels, as long as rows stand in the order of the tree."""
        return len(self._session.tags.names(tag)) - 1 if self.sorted_by is None else 0

    def above(self, tag: TagId) -> str:
        """What is above a tag, where its place in the table does not say so."""
        return "" if self.sorted_by is None else STEP.join(self._session.tags.names(tag)[:-1])

    def said(self, index: Index) -> str:
        """What a cell says in full."""
        tag, column = self.tag(index), COLUMNS[index.column()]
        if column.text:
            return str(getattr(tag, column.text))
        if column.value is None:
            return tag.name
        value = column.value(self.use(tag.id))
        return f"{value:,}" if isinstance(value, int) else _day(value)

    # -- bringing it up to date

    def set_filter(self, typed: str) -> None:
        """Shows the tags of which the name, the path or a text contains what is typed."""
        self._needle = folded(typed.strip())
        self._arrange()

    def put_in_order(self, order: tuple[int, bool] | None) -> None:
        """Puts the rows in the order of a column, from its end if that is said; None: in the order of the tree."""
        self.sorted_by = order
        self._arrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def click(self, column: int) -> None:
        """What a click on a head does: its order, at the second click the opposite one, then that of the tree."""
        first = COLUMNS[column].is_number  # numbers begin with the highest
        if self.sorted_by is None or self.sorted_by[0] != column:
            self.put_in_order((column, first))
        else:
            self.put_in_order((column, not first) if self.sorted_by[1] == first else None)

    def start_anew(self) -> None:
        """Lets go of what is known of another project."""
        self._times = None

    def refresh(self, used: Collection[TagId], counts: bool = True) -> None:
        """Reads what is shown anew.

        `counts` says whether more than texts may have changed, `used` the tags that passages got or lost.
        """
        session, db = self._session, self._session.project.db
        if self._times is None:
            self._times = codebook.times(db)
        elif used:
            kept = {tag: times for tag, times in self._times.items() if tag not in used}
            self._times = kept | codebook.times(db, used)
        if counts:
            known = {tag: times for tag, times in self._times.items() if tag in session.tags.by_id}
            self._uses = codebook.uses(session.tags, session.frequencies.counts, session.passages.all, known)
        self.examples, self.groups = codebook.examples(db), codebook.group_names(db)
        self._arrange()

    def _arrange(self) -> None:
        wanted = self._wanted()
        if wanted == self.shown:
            if wanted:
                self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(COLUMNS) - 1))
        elif set(wanted) == set(self.shown):
            self._reorder(wanted)
        else:
            self.beginResetModel()
            self.shown = wanted
            self.endResetModel()

    def _reorder(self, wanted: list[TagId]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = {tag: row for row, tag in enumerate(wanted)}
        after = [self.index(rows[self.shown[index.row()]], index.column()) for index in before]
        self.shown = wanted
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _wanted(self) -> list[TagId]:
        tree = self._session.tags
        self._matching = self._found()
        if self.sorted_by is None:
            visible = tree.lineage(self._matching)
            return [tag for tag in self._in_order() if tag in visible]
        column, backwards = COLUMNS[self.sorted_by[0]], self.sorted_by[1]
        keys = {tag: self._key(tree.by_id[tag], column) for tag in tree.order if tag in self._matching}
        empty = [tag for tag, key in keys.items() if key == ""]  # at the end, whatever the order
        return sorted((tag for tag in keys if keys[tag] != ""), key=keys.__getitem__, reverse=backwards) + empty

    def _key(self, tag: Tag, column: Column) -> Any:
        if column.value is not None:
            return column.value(self.use(tag.id))
        return folded(str(getattr(tag, column.text or "name"))[:_LOOKED_AT].strip())

    def _found(self) -> set[TagId]:
        """The tags in view that pass the filter."""
        tree, in_view = self._session.tags, self._session.shown.grouped
        kept = set(tree.by_id if in_view is None else in_view)
        if not self._needle:
            return kept
        if self._looked_at is not tree:  # a tag that did not change is not folded again
            known, self._looked_at = self._folded, tree
            self._folded = {
                tag.id: known[tag.id] if known.get(tag.id, (None,))[0] == tag else (tag, _folded_words(tag))
                for tag in tree
            }
        found = {tag for tag, (_, words) in self._folded.items() if self._needle in words}
        if "/" in self._needle:
            found |= {tag for tag in tree.order if self._needle in folded(tree.path(tag))}
        return found & kept


def _folded_words(tag: Tag) -> str:
    said = (tag.name, tag.definition, tag.include, tag.exclude)
    return "\n".join(folded(text[:_LOOKED_AT]) for text in said)


def _day(stamp: str) -> str:
    return _said_day(stamp, datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0))


@lru_cache(maxsize=512)
def _said_day(stamp: str, now: datetime) -> str:
    moment = moments.local(stamp)
    return "" if moment is None else moments.day(moment, now)

"""The tag tree as Qt wants it: filtered, counted, and brought up to date by difference."""

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from core.changes import Changes
from core.codebook import folded
from core.model import Tag, TagId
from storage import operations
from storage.annotations import After
from ui.session import Session
from ui.tag_counts import TagCounts
from ui.typeset import quoted

Index = QModelIndex | QPersistentModelIndex
Siblings = dict[TagId | None, list[TagId]]
MIME = "application/x-postil-tag"
ORDERS = {  # how siblings can be sorted, and how that is called
    "name": "By name", "count": "By number of passages", "recent": "By last use", "own": "In your own order",
}  # fmt: skip
_FEW = 8  # rows
_NOWHERE = QModelIndex()
_FLAGS = (  # asked for so often that putting them together takes most of the time
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)


class TagTreeModel(QAbstractItemModel):
    """The tags that match the filter, with what is above them; siblings sorted as `order` says."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._needle = ""
        self.kept: frozenset[TagId] | None = None  # of the groups in view; None for all
        self.order = "name"
        self._resort = QTimer(self, singleShot=True, interval=0)
        self._resort.timeout.connect(lambda: self._transform(self._wanted(), ()))
        self._refill()
        session.opened.connect(self._start_anew)
        session.changed.connect(self._follow)
        self.counts = TagCounts(session, self)  # which is told after this is
        self.counts.moved.connect(self._follow_counts)

    # -- what Qt asks

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        siblings = self._children.get(self.tag_id(parent), [])
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row])

    def parent(self, index: Index = _NOWHERE) -> Any:  # also QObject.parent(), when asked without an index
        above = self._parent.get(TagId(index.internalId())) if index.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._children.get(self.tag_id(parent), []))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        return (TagId(parent.internalId()) if parent.isValid() else None) in self._children

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tag = self.tag(index)
        if tag is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return tag.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            key = f", key {tag.pin}" if tag.pin else ""
            hidden = "" if self._session.shown.shows_tag(tag.id) else ", hidden in the text"
            return f"{tag.name}, {self.counts.said(tag.id)}{key}{hidden}"
        if role == Qt.ItemDataRole.ToolTipRole:  # nothing but numbers: Qt would read a tag's name as HTML
            return self.counts.said(tag.id)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        tag = self.tag(index)
        if tag is None or role != Qt.ItemDataRole.EditRole or value == tag.name:
            return False
        self._session.do(f"Rename tag {quoted(tag.name)}", operations.rename_tag, tag.id, str(value))
        return self._session.tags.by_id[tag.id].name != tag.name

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(MIME, ",".join(str(self.tag_id(index)) for index in indexes).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    # -- what the view asks

    def tag_id(self, index: Index) -> TagId | None:
        """The id of a row's tag; None for the invisible root."""
        return TagId(index.internalId()) if index.isValid() else None

    def tag(self, index: Index) -> Tag | None:
        """A row's tag."""
        return self._session.tags.by_id.get(TagId(index.internalId())) if index.isValid() else None

    def index_of(self, tag: TagId) -> QModelIndex:
        """The row of a tag, invalid when the filter hides it."""
        if tag not in self._parent:
            return QModelIndex()
        return self.createIndex(self._children[self._parent[tag]].index(tag), 0, tag)

    def walk(self) -> Iterator[QModelIndex]:
        """Every row, each before those below it."""
        waiting = [iter(self._children.get(None, ()))]
        while waiting:
            tag = next(waiting[-1], None)
            if tag is None:
                waiting.pop()
            else:
                yield self.index_of(tag)
                waiting.append(iter(self._children.get(tag, ())))

    def set_filter(self, text: str, kept: frozenset[TagId] | None = None) -> None:
        """Shows the tags whose name, or path where the text has a slash, contains the text, of those in `kept`."""
        self._needle, self.kept = folded(text.strip()), kept
        self._show_anew()

    def sort_by(self, order: str) -> None:
        """Sorts siblings in another of ORDERS."""
        self.order = order
        self._show_anew()

    def _show_anew(self) -> None:
        self.beginResetModel()
        self._refill()
        self.endResetModel()

    def __len__(self) -> int:
        return len(self._parent)

    # -- bringing it up to date

    def _start_anew(self) -> None:
        self.beginResetModel()
        self._refill()
        self.endResetModel()

    def _refill(self) -> None:
        self._children = self._wanted()
        self._parent = {tag: above for above, tags in self._children.items() for tag in tags}

    def _wanted(self) -> Siblings:
        """What is to be shown under each tag."""
        tree = self._session.tags
        visible = self._visible()
        wanted: Siblings = {}
        ordered = self.ordered()
        for above in (None, *(tree.by_id if visible is None else visible)):
            shown = [tag.id for tag in ordered(above) if visible is None or tag.id in visible]
            if shown:
                wanted[above] = shown
        return wanted

    def ordered(self) -> Callable[[TagId | None], list[Tag]]:
        """What gives the subtags of a tag, or the top tags for None, in the order that is chosen."""
        tree = self._session.tags
        if self.order == "own":
            return tree.in_own_order
        if self.order == "count":
            return lambda above: sorted(tree.children(above), key=lambda tag: -self.counts.all[tag.id])
        if self.order == "recent":
            used: dict[TagId, int] = {}  # a tag is used with those below it
            for since, recent in enumerate(tag for tag in self._session.recent_tags if tag in tree.by_id):
                for tag in tree.lineage([recent]):
                    used.setdefault(tag, since)
            return lambda above: sorted(tree.children(above), key=lambda tag: used.get(tag.id, len(used)))
        return tree.children

    def _visible(self) -> set[TagId] | None:
        """Tags that pass the filter and those above them; None for all."""
        if not self._needle and self.kept is None:
            return None
        tree, visible = self._session.tags, set()
        for tag, key in tree.keys.items():
            text = folded(tree.path(tag)) if "/" in self._needle else key
            fits = (self.kept is None or tag in self.kept) and self._needle in text
            here: TagId | None = tag if fits else None
            while here is not None and here not in visible:
                visible.add(here)
                here = tree.by_id[here].parent
        return visible

    def _follow(self, changes: Changes, after: After) -> None:
        if changes.touches("tag"):
            self._transform(self._wanted(), changes.rows("tag"))
        if after.codings and self.order == "recent":
            self._resort.start()
        self._emit_changed(TagId(row) for row in changes.rows("tag"))

    def _follow_counts(self, tags: set[TagId]) -> None:
        if tags and self.order == "count":
            self._resort.start()
        self._emit_changed(tags)

    def _emit_changed(self, tags: Iterable[TagId]) -> None:
        shown = [tag for tag in tags if tag in self._parent]
        if len(shown) > _FEW:  # told one by one, a view would look at its rows as often
            for above in {self._parent[tag] for tag in shown}:
                rows = self._children[above]
                self.dataChanged.emit(self.index_of(rows[0]), self.index_of(rows[-1]))
            return
        for tag in shown:
            index = self.index_of(tag)
            self.dataChanged.emit(index, index)

    def _transform(self, wanted: Siblings, touched: Container[int]) -> None:
        """Turns what is shown into what is wanted: puts new tags in, moves, takes out, puts in order."""
        above_of = {tag: above for above, tags in wanted.items() for tag in tags}
        for tag in _top_down(wanted):
            if tag not in self._parent:
                self._insert(tag, above_of[tag], wanted)
            elif tag in touched or self._parent[tag] != above_of[tag]:
                self._move(tag, above_of[tag], wanted[above_of[tag]].index(tag))
        gone = self._parent.keys() - above_of.keys()
        for tag in [tag for tag in gone if self._parent[tag] not in gone]:
            self._remove(tag)  # with those below it
        for above, tags in wanted.items():
            for row, tag in enumerate(tags):
                if self._children[above][row] != tag:
                    self._move(tag, above, row)

    def _insert(self, tag: TagId, above: TagId | None, wanted: Siblings) -> None:
        siblings = self._children.setdefault(above, [])
        row = min(wanted[above].index(tag), len(siblings))
        self.beginInsertRows(self._index_or_root(above), row, row)
        siblings.insert(row, tag)
        self._parent[tag] = above
        self.endInsertRows()

    def _move(self, tag: TagId, above: TagId | None, row: int) -> None:
        old = self._parent[tag]
        source, target = self._children[old], self._children.setdefault(above, [])
        at, row = source.index(tag), min(row, len(target) - (source is target))
        if source is target and at == row:
            return
        # Qt counts the target row before the move, so within one parent downwards it is one further.
        before = row + 1 if source is target and row > at else row
        self.beginMoveRows(self._index_or_root(old), at, at, self._index_or_root(above), before)
        del source[at]
        target.insert(row, tag)
        if not source:
            del self._children[old]
        self._parent[tag] = above
        self.endMoveRows()

    def _remove(self, tag: TagId) -> None:
        above = self._parent[tag]
        row = self._children[above].index(tag)
        self.beginRemoveRows(self._index_or_root(above), row, row)
        del self._children[above][row]
        if not self._children[above]:
            del self._children[above]
        leaving = [tag]
        while leaving:
            gone = leaving.pop()
            del self._parent[gone]
            leaving.extend(self._children.pop(gone, []))
        self.endRemoveRows()

    def _index_or_root(self, tag: TagId | None) -> QModelIndex:
        return QModelIndex() if tag is None else self.index_of(tag)


def _top_down(wanted: Siblings) -> list[TagId]:
    """Every tag after the one above it."""
    found = list(wanted.get(None, []))
    for tag in found:  # grows while it is walked
        found.extend(wanted.get(tag, []))
    return found

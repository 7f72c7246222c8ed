"""The tag picker at the selection: type to filter, Enter applies, Tab adds and stays, Ctrl+Enter creates."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.codebook import TagTree, folded, join_path, split_path
from core.errors import UserError
from core.model import TagId
from ui import theme
from ui.labels import label
from ui.popup import Popup
from ui.rows import HEIGHT, paint_row

_WIDTH, _ROWS = 340, 8
_PATH = " › "


def matching(tree: TagTree, typed: str, recent: Sequence[TagId]) -> list[TagId]:
    """Tags whose path holds every typed word, best first.

    A name that begins with the words comes before one that holds them, then recently used ones, then by path.
    """
    words = folded(typed.replace("/", " ").replace("›", " ")).split()
    rank = {tag: index for index, tag in enumerate(recent)}
    found = []
    for tag in tree:
        path = folded(_PATH.join(tree.names(tag.id)))
        if all(word in path for word in words):
            begins = bool(words) and folded(tag.name).startswith(words[-1])
            found.append((not begins, rank.get(tag.id, len(rank)), path, tag.id))
    return [tag for *_, tag in sorted(found)]


def _names(typed: str) -> list[str]:
    """The names in a typed path; none where it cannot be one."""
    try:
        return split_path(typed) if typed else []
    except UserError:
        return []


class _Rows(QAbstractListModel):
    """The matching tags, and last the offer to create what was typed (as None)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[TagId | None] = []
        self.tree = TagTree()
        self.typed = ""

    def show(self, rows: list[TagId | None], tree: TagTree, typed: str) -> None:
        """Replaces all rows."""
        self.beginResetModel()
        self.rows, self.tree, self.typed = rows, tree, typed
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        tag = self.rows[index.row()]
        return f"Create tag “{self.typed}”" if tag is None else _PATH.join(self.tree.names(tag))


class _Row(QStyledItemDelegate):
    """Paints a tag with its path and number key, or the offer to create one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        tag = model.rows[index.row()]
        if tag is None:
            paint_row(painter, option, "", f"Create tag “{model.typed}”", "Ctrl ⏎", "+")
            return
        known = model.tree.by_id[tag]
        *parents, name = model.tree.names(tag)
        before = "".join(parent + _PATH for parent in parents)
        paint_row(painter, option, before, name, str(known.pin or ""), theme.mark(known.color))


class Picker(Popup):
    """Chooses tags for a passage.

    `chosen(list[TagId], list[str])` gives the tags and the paths of those to create; it is emitted once, when
    the panel closes by applying.
    """

    chosen = Signal(object, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Choose tags"))
        self._tree = TagTree()
        self._recent: Sequence[TagId] = ()
        self._tags: list[TagId] = []
        self._new: list[str] = []  # paths of tags to create
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Type a tag…"))
        self._field.setAccessibleName(self.tr("Tag"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(5)
        self._model = _Rows(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Row(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Matching tags"))
        self._list.clicked.connect(lambda _index: self._apply())
        self._arrange()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("⏎ apply · Tab add another"), "small"))
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Ctrl ⏎ create · Esc"), "small"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(self._chips)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def choose(self, tree: TagTree, has: Sequence[TagId], recent: Sequence[TagId], beside: QRect) -> None:
        """Opens the picker beside a passage that has these tags already."""
        self._tree, self._tags, self._new, self._recent = tree, list(has), [], recent
        self._field.clear()
        self._filter("")
        self._show_chips()
        self.open_at(beside, self._field)

    def _filter(self, typed: str) -> None:
        typed = " ".join(typed.split())
        rows: list[TagId | None] = [
            tag for tag in matching(self._tree, typed, self._recent) if tag not in self._tags
        ]
        names = _names(typed)
        if names and self._tree.find(names) is None and join_path(names) not in self._new:
            rows.append(None)
        self._model.show(rows, self._tree, typed)
        # With tags chosen and nothing typed, Enter means just those; a row is marked by typing or by the arrows.
        self._list.setCurrentIndex(
            self._model.index(0, 0) if typed or not (self._tags or self._new) else QModelIndex()
        )
        self._list.setFixedHeight(max(1, min(_ROWS, len(rows))) * HEIGHT + 2)
        if self.isVisible():
            self.fit()

    def _show_chips(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        chips = [self._chip(self._tree.by_id[tag].name, self._tree.by_id[tag].color) for tag in self._tags]
        chips += [self._chip(path, None) for path in self._new]
        for index, chip in enumerate(chips):
            chip.clicked.connect(lambda _checked, index=index: self._remove(index))
            self._chips.addWidget(chip)
            chip.show()  # at once, so that it counts in the panel's height
        self._chips.addStretch(1)
        if self.isVisible():
            self.fit()

    def _chip(self, name: str, color: str | None) -> QPushButton:
        ground, ink = theme.chip(color)
        shown = name if len(name) <= 24 else name[:23] + "…"
        # A doubled & is how a button shows one instead of making it a shortcut.
        chip = QPushButton(f"{shown} ×".replace("&", "&&"))
        chip.setAccessibleName(self.tr("Remove the tag {0}").format(name))
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setStyleSheet(
            f"background: {ground.name()}; color: {ink.name()}; border: none; border-radius: 4px;"
            " padding: 2px 7px; font-size: 11.5px;"
        )
        return chip

    def _remove(self, index: int) -> None:
        """Takes a chip away: those of known tags come before those of new ones."""
        if index < len(self._tags):
            del self._tags[index]
        else:
            del self._new[index - len(self._tags)]
        self._show_chips()
        self._filter(self._field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
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
        elif key == Qt.Key.Key_Backspace and not self._field.text() and (self._tags or self._new):
            self._remove(len(self._tags) + len(self._new) - 1)
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            row = (self._list.currentIndex().row() + by) % count
            self._list.setCurrentIndex(self._model.index(row, 0))

    def _marked(self) -> TagId | None:
        row = self._list.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def _add_marked(self) -> None:
        """Takes the marked row as a chip and stays open for another."""
        tag = self._marked()
        if tag is not None:
            self._tags.append(tag)
        elif self._model.typed:
            self._add_typed()
        else:
            return
        self._field.clear()
        self._filter("")
        self._show_chips()

    def _add_typed(self) -> None:
        """Takes what was typed as a tag: the one with this path, or a new one."""
        names = _names(self._model.typed)
        known = self._tree.find(names) if names else None
        path = join_path(names)
        if known is not None and known not in self._tags:
            self._tags.append(known)
        elif known is None and names and path not in self._new:
            self._new.append(path)

    def _apply(self) -> None:
        """Applies the marked row together with the tags chosen before."""
        tag = self._marked()
        if tag is not None:
            self._tags.append(tag)
            self._finish()
        elif self._model.typed:
            self._create()
        else:
            self._finish()

    def _create(self) -> None:
        if self._model.typed:
            self._add_typed()
        self._finish()

    def _finish(self) -> None:
        tags, new = list(self._tags), list(self._new)
        self.dismiss()
        self.chosen.emit(tags, new)

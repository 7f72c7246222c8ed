"""The Ctrl K field: finds commands, articles and tags by typing."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from core.codebook import folded
from ui.labels import label
from ui.popup import Popup
from ui.rows import HEIGHT, paint_row

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_MOST = 12  # rows shown


class Entry(NamedTuple):
    """Something that can be found: what it is, its name, its key, and what choosing it does."""

    kind: str
    name: str
    key: str
    run: Callable[[], object]


def matching(entries: list[Entry], typed: str) -> list[Entry]:
    """Entries that hold every typed word; names that begin with the text come first."""
    words = folded(typed).split()
    found = [entry for entry in entries if all(word in folded(f"{entry.name} {entry.kind}") for word in words)]
    return sorted(found, key=lambda entry: not folded(entry.name).startswith(folded(typed)))


class _Row(QStyledItemDelegate):
    """Paints a match with its key, or what kind of thing it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        hint, kind = index.data(Qt.ItemDataRole.UserRole)
        paint_row(painter, option, "", index.data(), hint, {"command": "›", "article": "¶"}.get(kind, "#"))


class Palette(Popup):
    """A field and its matches; Enter does the marked one."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self.setAccessibleName(self.tr("Find a command, article or tag"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find a command, article or tag…"))
        self._field.setAccessibleName(self.tr("Find"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Matches"))
        self._list.setItemDelegate(_Row(self._list))
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _item: self._run())
        self._none = label(self.tr("Nothing has this name."), "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addWidget(self._none)
        self.setFixedWidth(520)

    def open_below(self, beside: QRect) -> None:
        """Opens with everything that can be found now."""
        self._entries = _entries(self._window)
        self._field.clear()
        self._filter("")
        self.open_at(beside, self._field)

    def _filter(self, typed: str) -> None:
        self._shown = matching(self._entries, typed)[:_MOST]
        self._list.clear()
        for entry in self._shown:
            key = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
            item = QListWidgetItem(entry.name, self._list)
            item.setData(Qt.ItemDataRole.UserRole, (key or entry.kind, entry.kind))
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._shown))
        self._none.setVisible(not self._shown)
        self._list.setFixedHeight(HEIGHT * len(self._shown) + 2)
        if self.isVisible():
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            count = self._list.count()
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow((self._list.currentRow() + by) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _run(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            self.dismiss()
            entry.run()


def _entries(window: "MainWindow") -> list[Entry]:
    """Commands that make sense now, articles and tags."""
    session = window.session
    commands = [
        Entry(
            "command",
            action.text().replace("&", "").rstrip("…"),
            action.shortcut().toString(),
            action.trigger,
        )
        for action in window.actions_by_id.values()
        if action.isEnabled()
    ]
    articles = [
        Entry("article", document.title, "", lambda key=document.id: window.show_article(key))
        for document in session.documents.values()
    ]
    tags = [
        Entry("tag", " › ".join(session.tags.names(tag.id)), str(tag.pin or ""),
              lambda key=tag.id: window.show_tag(key))
        for tag in session.tags
    ]  # fmt: skip
    return commands + articles + tags

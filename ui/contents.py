"""Contents and bookmarks of the article: a field and a list over the text; Enter goes there."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
)

from core import fuzzy, labels
from core.article import Article
from core.model import Bookmark
from core.names import visible
from storage import operations
from ui.labels import label
from ui.popup import Popup
from ui.reader.gutter import paint_bookmark
from ui.rows import HEIGHT, Row, RowPainter
from ui.typeset import flat, right_to_left

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_WIDTH, _ROWS = 460, 14
_AROUND = 170  # pixels of a window above and below the list
_INDENT = "\u2003"  # ahead of a name, for each level
_LEFT_TO_RIGHT = "\u200e"
_HERE = "›"  # beside the part of the text that is being read
_RIBBON = 11  # pixels from the left to a bookmark's sign
_NAME = 60  # characters of a paragraph that stand for a bookmark without a name


class Entry(NamedTuple):
    """A place in the article: a code point, its name, how deep it lies from 0, and the bookmark it is, if one."""

    offset: int
    name: str
    depth: int
    paragraph: int
    bookmark: Bookmark | None = None


def entries(article: Article, bookmarks: Sequence[Bookmark]) -> list[Entry]:
    """Headings and bookmarks in text order; a bookmark lies below the heading it comes after."""
    levels = sorted({heading.level for heading in article.headings})
    found = [
        Entry(each.offset, each.title, levels.index(each.level), article.lines.paragraph_at(each.offset))
        for each in article.headings
    ]
    starts = [entry.offset for entry in found]
    for each in bookmarks:
        above = bisect_right(starts, each.offset)
        depth = found[above - 1].depth + 1 if above else 0
        number = article.lines.paragraph_at(each.offset)
        name = visible(each.name) or _first_words(article, each.offset)
        found.append(Entry(each.offset, name, depth, number, each))
    return sorted(found, key=lambda entry: (entry.offset, entry.bookmark is not None))


def _first_words(article: Article, offset: int) -> str:
    stop = article.lines.starts[article.lines.line_at(offset) + 1] - 1
    return labels.first_words(article.text[offset:stop], _NAME)


def place_of(found: Sequence[Entry], offset: int) -> int | None:
    """The entry in whose part of the text a code point lies: the last heading at or before it."""
    before = [number for number, entry in enumerate(found) if entry.offset <= offset and entry.bookmark is None]
    return before[-1] if before else None


class _Rows(QAbstractListModel):
    """The entries that are shown, and how their rows are painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.rows: list[Row] = []

    def show(self, found: list[Entry], rows: list[Row]) -> None:
        """Replaces all rows."""
        self.beginResetModel()
        self.entries, self.rows = found, rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            bookmark = self.entries[index.row()].bookmark is not None
            return f"{'Bookmark: ' if bookmark else ''}{row.name}, paragraph {row.hint.strip('¶ ')}"
        return None


class _EntryPainter(RowPainter):
    """Paints a ribbon into the rows of bookmarks."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        if index.model().entries[index.row()].bookmark is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_bookmark(painter, option.rect.left() + _RIBBON, option.rect.center().y() + 0.5)
            painter.restore()


class Contents(Popup):
    """Lists headings and bookmarks of the article being read, with the part the reader is in marked."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._here: int | None = None  # the entry the reader is in
        self.setAccessibleName(self.tr("Contents and bookmarks"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find a heading or bookmark…"))
        self._field.setAccessibleName(self.tr("Find a heading or bookmark"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._model = _Rows(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_EntryPainter(lambda index: index.model().rows[index.row()], self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Headings and bookmarks"))
        self._list.clicked.connect(lambda _index: self._go())
        self._none = label("", "empty")
        self._none.setWordWrap(True)
        self._go_hint = label(self.tr("⏎ go there"), "small")
        self._delete_hint = label(self.tr("Del remove bookmark"), "small")
        self._arrange()
        window.session.changed.connect(self._follow)
        window.session.article_opened.connect(self.dismiss)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._go_hint)
        foot.addStretch(1)
        foot.addWidget(self._delete_hint)
        foot.addWidget(label(self.tr("Esc"), "small"))
        foot.setSpacing(12)
        self.column.addWidget(self._field)
        self.column.addWidget(self._list)
        self.column.addWidget(self._none)
        self.column.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def open_over(self, text: QRect) -> None:
        """Opens in the upper left corner of the text, given in window coordinates."""
        self._read()
        self._field.clear()
        self._filter("")
        corner = QRect(QPoint(text.left() + 8, text.top()), QSize(1, 1))
        self.open_at(corner, self._field if self._entries else self)
        self._to_middle()

    def _read(self) -> None:
        article, reader = self._window.session.article, self._window.reader
        self._entries = entries(article, self._window.session.bookmarks()) if article else []
        self._here = place_of(self._entries, reader.here())

    def _follow(self, *_: object) -> None:
        """After a step: the bookmarks may be others."""
        if self.isVisible():
            row = self._list.currentIndex().row()
            self._read()
            self._filter(self._field.text())
            self._mark(min(row, len(self._shown) - 1))

    def _filter(self, typed: str) -> None:
        """Shows the entries with the typed words, in text order, and marks the one that fits best."""
        words = fuzzy.words(typed)
        targets = [fuzzy.target(entry.name) for entry in self._entries]
        found = fuzzy.search(words, targets)
        places = sorted(place for _, place in found)
        self._shown = [self._entries[place] for place in places]
        self._model.show(self._shown, [self._row(place, words) for place in places])
        self._field.setVisible(bool(self._entries))
        self._list.setVisible(bool(self._shown))
        self._list.setFixedHeight(min(self._most(), len(self._shown)) * HEIGHT + 2)
        self._none.setVisible(not self._shown)
        self._none.setText(
            self.tr("No heading or bookmark has these words.")
            if self._entries
            else self.tr("No headings found in this article. M sets a bookmark.")
        )
        self._go_hint.setVisible(bool(self._shown))
        self._delete_hint.setVisible(any(entry.bookmark for entry in self._shown))
        best = max(found, key=lambda pair: pair[0], default=(0, 0))[1] if words else self._here
        self._mark(places.index(best) if best in places else 0)
        if self.isVisible():
            self.fit()

    def _most(self) -> int:
        """How many rows there is room for."""
        return max(3, min(_ROWS, (self._window.height() - _AROUND) // HEIGHT))

    def _row(self, place: int, words: Sequence[str]) -> Row:
        entry = self._entries[place]
        name = flat(entry.name)
        # The mark keeps the room ahead of a right-to-left name to the left of it.
        before = _LEFT_TO_RIGHT * right_to_left(name) + _INDENT * entry.depth
        sign = _HERE if place == self._here else ""
        marked = fuzzy.marked(words, name, fuzzy.target(name))
        shifted = [(start + len(before), stop + len(before)) for start, stop in marked]
        return Row(before, name, f"¶ {entry.paragraph:,}", sign, shifted)

    def _mark(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self._list.setCurrentIndex(self._model.index(row, 0))
            self._list.scrollTo(self._model.index(row, 0))

    def _to_middle(self) -> None:
        self._list.scrollTo(self._list.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def _marked(self) -> Entry | None:
        row = self._list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self._most(),
            Qt.Key.Key_PageUp: -self._most(),
        }
        key, row, last = event.key(), self._list.currentIndex().row(), len(self._shown) - 1
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and last >= 0:
            self._mark((row + steps[key]) % (last + 1))
        elif key in steps:
            self._mark(max(0, min(last, row + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif key == Qt.Key.Key_Delete and self._field.cursorPosition() == len(self._field.text()):
            self._remove()
        else:
            return False
        return True

    def _go(self) -> None:
        entry = self._marked()
        if entry is not None:
            self.dismiss()
            self._window.reader.setFocus()
            self._window.reader.turn_to(entry.offset)

    def _remove(self) -> None:
        entry = self._marked()
        if entry is not None and entry.bookmark is not None:
            step = labels.unbookmarked(entry.name)
            self._window.session.do(step, operations.remove_bookmark, entry.bookmark.id)

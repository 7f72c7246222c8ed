"""The Ctrl K field: finds commands, articles, tags and notes by typing."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
)

from core import fuzzy
from core.codebook import STEP, TagTree
from core.model import TagId
from ui.commands.notes import write
from ui.labels import label
from ui.notes.search import Searched, places_of, search, searchable
from ui.popup import Popup
from ui.rows import HEIGHT, Row, RowPainter, tag_row

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_MOST = 12  # rows shown
_NOTES = 4  # of them those of notes, where there is more of all else
_SIGNS = {"command": "›", "article": "¶", "note": "✎"}


class Entry(NamedTuple):
    """Something that can be found: what it is, its name below others, its key, and what choosing it does."""

    kind: str
    names: tuple[str, ...]
    key: str
    run: Callable[[], object]
    tag: TagId | None = None


def matching(entries: list[Entry], typed: str, guesses: bool = True) -> list[Entry]:
    """Entries that the typed words find by name and kind, best first; guesses only with `guesses`."""
    words = fuzzy.words(typed)
    if not words:
        return entries
    found = fuzzy.search(words, [_target(entry.kind, entry.names) for entry in entries])
    best = sorted((-score, place) for score, place in found if guesses or score >= 0)
    return [entries[place] for _, place in best]


@lru_cache(maxsize=65_536)
def _target(kind: str, names: tuple[str, ...]) -> fuzzy.Target:
    """A name after its kind, which finds it as well."""
    found, separator = fuzzy.target(kind), " "
    for name in names:
        found, separator = fuzzy.below(found, separator, fuzzy.target(name)), STEP
    return found


def _row(entry: Entry, typed: str, tags: TagTree) -> Row:
    """The entry's row, with what was found of its name in bold; of a note, with what was found of its words."""
    if entry.kind == "note":
        *above, words = entry.names
        before = "".join(f"{name}: " for name in above)
        marked = [(len(before) + a, len(before) + b) for a, b in places_of(words, typed.casefold().split())]
        return Row(before, words, entry.kind, _SIGNS[entry.kind], marked)
    path, ahead = STEP.join(entry.names), len(entry.kind) + 1
    found = fuzzy.marked(fuzzy.words(typed), f"{entry.kind} {path}", _target(entry.kind, entry.names))
    marked = [(max(0, start - ahead), stop - ahead) for start, stop in found if stop > ahead]
    hint = entry.key or entry.kind
    if entry.tag is not None:
        return tag_row(tags, entry.tag, marked)._replace(hint=hint)
    return Row("", path, hint, _SIGNS[entry.kind], marked)


class Palette(Popup):
    """A field and its matches; Enter does the marked one."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._notes: list[Searched] | None = None  # read when the first letters are typed
        self.setAccessibleName(self.tr("Find a command, article, tag or note"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find a command, article, tag or note…"))
        self._field.setAccessibleName(self.tr("Find"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Matches"))
        self._list.setItemDelegate(RowPainter(lambda index: index.data(Qt.ItemDataRole.UserRole), self._list))
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _item: self._run())
        self._none = label(self.tr("Nothing has this name, and no note has these words."), "small")
        self.column.addWidget(self._field)
        self.column.addWidget(self._list)
        self.column.addWidget(self._none)
        self.setFixedWidth(520)

    def open_below(self, beside: QRect) -> None:
        """Opens with everything that can be found now."""
        self._entries, self._notes = _entries(self._window), None
        self._field.clear()
        self._filter("")
        self.open_at(beside, self._field)

    def _filter(self, typed: str) -> None:
        notes = self._found_notes(typed)
        named = matching(self._entries, typed, guesses=not notes)[: _MOST - min(len(notes), _NOTES)]
        self._shown = [*named, *notes][:_MOST]
        self._list.clear()
        for entry in self._shown:
            item = QListWidgetItem(STEP.join(entry.names), self._list)
            item.setData(Qt.ItemDataRole.UserRole, _row(entry, typed, self._window.session.tags))
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._shown))
        self._none.setVisible(not self._shown)
        self._list.setFixedHeight(HEIGHT * len(self._shown) + 2)
        if self.isVisible():
            self.fit()

    def _found_notes(self, typed: str) -> list[Entry]:
        if not typed.strip():
            return []
        if self._notes is None:
            self._notes = searchable(self._window.session)
        return [
            Entry("note", tuple(filter(None, (note.name, note.words))), "", partial(write, self._window, note.on))
            for note in search(self._notes, typed, _MOST)
        ]

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
    tags = window.session.tags
    commands = [
        Entry("command", (action.text().replace("&", "").rstrip("…"),), _key(action), action.trigger)
        for action in window.actions_by_id.values()
        if action.isEnabled()
    ]
    articles = [
        Entry("article", (document.title,), "", partial(window.show_article, document.id))
        for document in window.session.documents.values()
    ]
    found = [
        Entry("tag", tuple(tags.names(tag)), str(tags.by_id[tag].pin or ""), partial(window.show_tag, tag), tag)
        for tag in tags.order
    ]
    return commands + articles + found


def _key(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

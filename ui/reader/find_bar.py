"""The bar below the text that finds words in the article being read."""

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core import find
from core.errors import UserError
from core.span import Span
from ui.labels import label
from ui.panel import MARGIN, STEP, FilterField

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.reader.view import Reader

_HEIGHT = 44  # pixels: the text never moves for a sentence of two lines
_LONG = 200_000  # characters; longer texts are searched when the typing pauses
_PAUSE_MS = 120
_BEHIND = 20_000  # characters searched before a place as well, where there are too many hits; fewer than find.MOST


class FindBar(QWidget):
    """A field, what it found, and how it looks for it.

    All hits are marked in the text at once, and the caret stands at the current one. The search goes on from
    wherever the caret is.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window = window
        self._reader: Reader | None = None  # where the hits are marked
        self._hits: list[Span] = []
        self._at: int | None = None  # which of them is the current one
        self._partial = False  # there are more hits than are found at once
        self._first = 0  # where the first of all hits begins
        self._trouble = ""  # what is wrong with the query
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.setObjectName("find")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Find in this article"))
        self.setFixedHeight(_HEIGHT)
        self._field = self._made_field()
        self._options = {
            "case": self._option("Aa", self.tr("Match capitals (Alt+C)")),
            "whole_word": self._option("W", self.tr("Whole words (Alt+W)")),
            "regular": self._option(".*", self.tr("Regular expression (Alt+R)")),
        }
        self._said = label("", "small")
        self._said.setWordWrap(True)
        self._walk = [
            self._button("↑", self.tr("Previous hit (Shift+Enter)"), lambda: self.step(-1)),
            self._button("↓", self.tr("Next hit (Enter)"), lambda: self.step(1)),
            self._button(
                self.tr("Select  Ctrl ⏎"), self.tr("Select the hit, to tag it (Ctrl+Enter)"), self.select_hit
            ),
        ]
        self._arrange()
        # Later, when every reader has its new article.
        window.session.article_opened.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        window.session.opened.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self.hide()

    # -- building

    def _made_field(self) -> FilterField:
        field = FilterField()
        field.setPlaceholderText(self.tr("Find in this article…"))
        field.setAccessibleName(self.tr("Words to find"))
        field.setToolTip(self.tr("A straight quote also finds curly ones, a space any white space."))
        field.setMaxLength(find.LONGEST)
        field.installEventFilter(self)
        field.textEdited.connect(self._edited)
        return field

    def _option(self, sign: str, name: str) -> QPushButton:
        button = self._button(sign, name, self._edited)
        button.setProperty("role", "toggle")
        button.setCheckable(True)
        return button

    def _button(self, text: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the field
        button.clicked.connect(lambda: run())
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, STEP, 0)
        row.setSpacing(4)
        row.addWidget(self._field)
        row.addSpacing(4)
        for option in self._options.values():
            row.addWidget(option)
        row.addSpacing(STEP)
        row.addWidget(self._said, 1)
        for button in self._walk:
            row.addWidget(button)
        row.addWidget(self._button("×", self.tr("Close (Esc)"), self.dismiss))

    # -- what commands ask for

    def query(self) -> find.Query:
        """What is looked for now."""
        return find.Query(self._field.text(), **{name: o.isChecked() for name, o in self._options.items()})

    def current(self) -> Span | None:
        """The hit that the caret was brought to."""
        return None if self._at is None else self._hits[self._at]

    def open(self) -> None:
        """Shows the bar, ready to type; words selected on one line become what is looked for."""
        article, selected = self._window.session.article, self._window.reader.selection()
        words = article.shown[selected.start : selected.stop].strip() if article and selected else ""
        if words and "\n" not in words and len(words) <= find.LONGEST and not self._field.hasFocus():
            self._options["regular"].setChecked(False)
            self._field.setText(words)
        self._reopen()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _reopen(self) -> None:
        """Shows the bar and marks the hits, but moves nothing."""
        self.show()
        self._look()
        place = self._place()
        at = self._reach(place, 1)
        self._at = at if at is not None and self._hits[at].start == place else None
        self._show()

    def dismiss(self) -> None:
        """Closes the bar and goes back to the text, where the caret is at the current hit."""
        self._pause.stop()
        self._hits, self._at = [], None
        self._mark()
        self._window.reader.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.hide()

    def step(self, by: int) -> None:
        """Goes to the next hit (1) or to the one before (-1), seen from the caret."""
        if not self._field.text():
            self.open()
            return
        if self._pause.isActive():
            self._search()
            return
        if self.isHidden():
            self._reopen()
        reader, here = self._window.reader, self.current()
        caret = reader.caret()
        if here is None or not here.start <= caret <= here.stop:
            here = reader.selection() or Span(caret, caret)
        self._move(here.stop if by > 0 else here.start, by)

    def select_hit(self) -> None:
        """Selects the current hit, or the next if there is none yet, and goes to the text to tag it."""
        if self._at is None or self._pause.isActive():
            self.step(1)
        hit, reader = self.current(), self._window.reader
        if hit is not None:
            reader.go_to(hit.start)
            reader.set_selection(*hit)
            reader.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def switch(self, option: str) -> None:
        """Turns an option on or off: `case`, `whole_word` or `regular`."""
        if self.isHidden():
            self.open()
        self._options[option].click()

    # -- what is typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if back else 1)
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._field.setFixedWidth(max(150, min(300, self.width() // 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _edited(self) -> None:
        article = self._window.session.article
        if article is not None and len(article.text) > _LONG:
            self._pause.start()
        else:
            self._search()

    def _search(self) -> None:
        """Finds what is typed now, and goes to the first of it from the caret on."""
        self._pause.stop()
        self._look()
        self._move(self._place(), 1)

    # -- finding

    def _place(self) -> int:
        """The code point from which on words are looked for."""
        selected = self._window.reader.selection()
        return selected.start if selected else self._window.reader.caret()

    def _look(self) -> None:
        """Finds all hits, or the first of too many."""
        self._at, self._trouble = None, ""
        self._hits = self._found(0)
        self._partial = len(self._hits) == find.MOST
        self._first = self._hits[0].start if self._hits else 0

    def _found(self, start: int) -> list[Span]:
        """The hits from a code point on."""
        article = self._window.session.article
        try:
            return find.hits(article.shown, self.query(), max(0, start)) if article else []
        except UserError as error:
            self._trouble = str(error)
            return []

    def _move(self, place: int, by: int) -> None:
        """Goes to the first hit after a place, or the last before it; past an end, on from the other end."""
        article = self._window.session.article
        at = self._reach(place, by)
        passed = at is None
        if passed and article is not None:
            at = self._reach(0 if by > 0 else len(article.text), by)
        self._at = at
        if at is None:
            self._show()
            return
        self._show(("from the top" if by > 0 else "from the end") if passed else "")
        self._go_to(self._hits[at])

    def _reach(self, place: int, by: int) -> int | None:
        """Which hit is beside a place; where there are too many, those around it are found anew."""
        if not self._partial:
            return self._beside(place, by)
        for near in (place,) if by > 0 else range(place, self._first, -_BEHIND):
            self._hits = self._found(near - _BEHIND)
            at = self._beside(place, by)
            if at is not None:
                return at
        return None

    def _beside(self, place: int, by: int) -> int | None:
        """Which of the hits is the first from a place on, or the last before it; None past an end."""
        at = bisect_left(self._hits, (place,)) - (by < 0)
        return at if 0 <= at < len(self._hits) else None

    def _go_to(self, hit: Span) -> None:
        reader, session = self._window.reader, self._window.session
        reader.go_to(hit.start, walking=True)
        # Commands are about the annotation at the caret, never one that the search has left behind.
        found = [a for a in session.article.at(hit.start) if reader.shows(a)] if session.article else []
        session.select(found[-1].id if found else None)

    # -- what is shown

    def _mark(self) -> None:
        """Marks the hits in the text that is being read, and in no other."""
        reader = self._window.reader
        if self._reader not in (None, reader):
            self._reader.show_hits((), None)
        self._reader = reader
        reader.show_hits(self._hits, self.current())

    def _follow(self) -> None:
        """Another article is being read: marks the words there, but goes nowhere."""
        if self._window.session.article is None:
            self.hide()
        elif not self.isHidden():
            self._pause.stop()
            self._reopen()

    def _show(self, passed: str = "") -> None:
        """Marks the hits, and says how many there are and which is the current one, or what is wrong."""
        self._mark()
        sentence = self._trouble or self._counted(passed)
        role = "error" if self._trouble else "small"
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            self._said.style().polish(self._said)
        self._said.setText(sentence)
        for button in self._walk:
            button.setEnabled(bool(self._hits))
            button.setVisible(not self._trouble)  # its sentence needs the room
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, sentence))

    def _counted(self, passed: str) -> str:
        """Such as “3 of 41”, or “1 of 41, from the top” when the search has come round."""
        count = len(self._hits)
        if not self._field.text():
            return ""
        if self._partial:
            counted = f"{find.MOST:,} hits or more"
        elif self._at is not None:
            counted = f"{self._at + 1:,} of {count:,}"
        else:
            counted = {0: "no hits", 1: "1 hit"}.get(count, f"{count:,} hits")
        return f"{counted}, {passed}" if passed else counted

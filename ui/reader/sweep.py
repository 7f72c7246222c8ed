"""Selecting with the mouse: whole words, exactly with Ctrl or Alt, whole paragraphs after three clicks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from core import units

if TYPE_CHECKING:
    from core.span import Span
    from ui.reader.view import Reader

# Many desktops move the window when it is dragged with Alt; Ctrl does the same here.
_EXACT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def is_exact(event: QMouseEvent) -> bool:
    """Whether what the mouse does is meant to the character."""
    return bool(event.modifiers() & _EXACT)


class Sweep:
    """What the left button has selected since it went down; Qt's own selection is put right at each movement."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._origin: int | None = None  # the code point where the button went down
        self._paragraph: Span | None = None  # the one that three clicks have selected
        self._exact = False  # once asked for until the button goes down again: keys are let go before the button
        self._moved = False
        self._since = QElapsedTimer()  # the last double click, and where that was
        self._clicked = QPoint()

    def begin(self, event: QMouseEvent) -> None:
        """The button goes down; with Shift the selection goes on from where it began."""
        point = event.position().toPoint()
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._paragraph = self._reader.paragraph_near(point) if self._is_third(point) else None
        self._exact, self._moved = False, False
        if not extends or self._origin is None:
            self._origin = self._reader.nearest(point)

    def click_twice(self, event: QMouseEvent) -> None:
        """Qt selects the word; another click soon selects the paragraph."""
        self._since.start()
        self._clicked = event.position().toPoint()

    def _is_third(self, point: QPoint) -> bool:
        soon = self._since.isValid() and not self._since.hasExpired(QApplication.doubleClickInterval())
        return soon and (point - self._clicked).manhattanLength() < QApplication.startDragDistance()

    def go_on(self, event: QMouseEvent) -> None:
        """Selects up to where the mouse is."""
        article, held = self._reader.article, event.buttons() | event.button()
        if self._origin is None or article is None or not held & Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        now = self._reader.nearest(point)
        self._exact = self._exact or is_exact(event)
        if self._paragraph is not None:
            here = self._reader.paragraph_near(point) or self._paragraph
            start, stop = min(here.start, self._paragraph.start), max(here.stop, self._paragraph.stop)
        elif now != self._origin or self._moved:
            whole = units.whole_graphemes if self._exact else units.whole_words
            start, stop = whole(article.text, min(now, self._origin), max(now, self._origin))
            self._moved = True
        else:
            return  # a click, or Qt's own double click
        self._reader.set_selection(*((start, stop) if now >= self._origin else (stop, start)))
        if self._exact:
            self._reader.keep_exactly()

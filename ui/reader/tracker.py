"""Sees what is being read: a paragraph whose end was in view for a while, in the active window."""

from collections import deque

from PySide6.QtCore import QObject, QTimer

from core.article import Article
from ui.reader.page import Page

_EVERY_MS = 500
_LOOKS = 4  # in a row that must see the end of a paragraph: a second and a half from the first to the last


class Tracker(QObject):
    """Looks at a page now and then, so that scrolling never waits for it, and notes what was read and where."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._article: Article | None = None
        self._seen: deque[range] = deque(maxlen=_LOOKS)  # the paragraphs whose end was in view
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        page, article = self._page, self._page.article
        if article is not self._article or not (page.isVisible() and page.isActiveWindow()):
            self._seen.clear()
            self._article = article
        if article is None or not page.isVisible():
            return
        if page.isActiveWindow():
            self._seen.append(ends_in_view(page, article))
        page.note_place(self._read())

    def _read(self) -> range:
        """The paragraphs whose end was in view all the while."""
        if len(self._seen) < _LOOKS:
            return range(0)
        return range(max(seen.start for seen in self._seen), min(seen.stop for seen in self._seen))


def ends_in_view(page: Page, article: Article) -> range:
    """The numbers, from 1, of the paragraphs whose last line is in view as a whole."""
    numbers, bottom = [], page.viewport().height()
    for visible in page.visible_blocks():
        number = article.lines.number(visible.block.blockNumber())
        if number is not None:
            layout = visible.block.layout()
            line = layout.lineAt(layout.lineCount() - 1)
            top = visible.top + line.y()
            if top >= -1 and top + line.height() <= bottom + 1:
                numbers.append(number)
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)

"""Commands on bookmarks."""

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from core import labels
from storage import operations

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_LONGEST = 60  # characters of the paragraph that become the name


def toggle(window: "MainWindow") -> None:
    """Sets a bookmark at the paragraph of the caret; takes away the ones that paragraph has."""
    session, article = window.session, window.session.article
    if article is None or not article.lines.paragraphs:
        return
    line = article.lines.line_of(article.lines.paragraph_at(_here(window)))
    start, stop = article.lines.starts[line], article.lines.starts[line + 1]
    name = labels.first_words(article.text[start : stop - 1], _LONGEST)
    there = [bookmark for bookmark in session.bookmarks() if start <= bookmark.offset < stop]
    if not there:
        session.do(labels.bookmarked(name), operations.add_bookmark, article.document.id, start, name)
    for bookmark in there:
        session.do(labels.unbookmarked(bookmark.name or name), operations.remove_bookmark, bookmark.id)


def go_next(window: "MainWindow") -> None:
    """Goes to the next bookmark in the text."""
    offsets = [bookmark.offset for bookmark in window.session.bookmarks()]
    _go(window, offsets[bisect_right(offsets, _here(window)) :][:1], "after")


def go_previous(window: "MainWindow") -> None:
    """Goes to the bookmark before."""
    offsets = [bookmark.offset for bookmark in window.session.bookmarks()]
    _go(window, offsets[: bisect_left(offsets, _here(window))][-1:], "before")


def _here(window: "MainWindow") -> int:
    """Where the reader is: at the caret, or when that is out of view at the first paragraph that begins in view."""
    selected = window.reader.selection()
    caret = selected.start if selected else window.reader.caret()
    start, stop = window.reader.offsets_in_view()
    if start <= caret <= stop:
        return caret
    begins = (visible.start for visible in window.reader.visible_blocks() if visible.start >= start)
    return next(begins, start)


def _go(window: "MainWindow", found: list[int], where: str) -> None:
    if found:
        window.reader.go_to(found[0])
    else:
        window.messages.tell(f"There is no bookmark {where} this place. M sets one at the caret.", False)

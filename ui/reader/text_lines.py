"""The lines of a paragraph as Qt laid them out, in code points and in pixels from the paragraph's top."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

from core.article import Article
from core.text import Utf16Map
from core.units import whole_graphemes
from ui.reader.geometry import TextLine

STRETCH = 48  # lines looked at together: a paragraph can have thousands, of which few are in view
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u202b\u202e\u2067\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def stretches(layout: QTextLayout, upper: float, lower: float) -> Iterator[tuple[int, int, int]]:
    """(number, first line, line after the last) of the stretches between two heights, from the paragraph's top."""
    count = layout.lineCount()
    if count <= STRETCH:
        yield 0, 0, count
        return
    heights = _Heights(layout)
    first = max(0, bisect_right(heights, upper, hi=count) - 1) // STRETCH
    last = max(0, bisect_right(heights, lower, hi=count) - 1) // STRETCH
    for number in range(first, last + 1):
        yield number, number * STRETCH, min(count, (number + 1) * STRETCH)


def line_at(block: QTextBlock, y: float) -> tuple[int, int]:
    """Where the line begins and ends that is so many pixels below the paragraph's top, as Qt counts."""
    line = block.layout().lineAt(_index_at(block, y))
    start = block.position() + line.textStart()
    return start, start + line.textLength()


def _index_at(block: QTextBlock, y: float) -> int:
    return max(0, bisect_right(_Heights(block.layout()), y) - 1)


class _Heights:
    """Where each line of a paragraph begins, for bisecting."""

    def __init__(self, layout: QTextLayout) -> None:
        self._layout = layout

    def __len__(self) -> int:
        return self._layout.lineCount()

    def __getitem__(self, index: int) -> float:
        return self._layout.lineAt(index).y()


def reach(block: QTextBlock, first: int, last: int, offsets: Utf16Map) -> tuple[int, int]:
    """The code points `[start, stop)` of lines `first` up to `last`."""
    layout, position = block.layout(), block.position()
    end = layout.lineAt(last - 1)
    return (
        offsets.to_code_point(position + layout.lineAt(first).textStart()),
        offsets.to_code_point(position + end.textStart() + end.textLength()),
    )


def of(block: QTextBlock, first: int, last: int, offsets: Utf16Map) -> list[TextLine]:
    """Lines `first` up to `last` of a paragraph."""
    layout, position = block.layout(), block.position()
    mixed = _RIGHT_TO_LEFT.search(block.text()) is not None
    return [_text_line(layout.lineAt(index), position, offsets, mixed) for index in range(first, last)]


def offset_under(block: QTextBlock, x: float, y: float, offsets: Utf16Map) -> int | None:
    """The code point drawn at a point from the paragraph's top left, or None beside the text.

    Qt's own answer is a space off in broken lines from right to left, and far off where directions meet.
    """
    index = _index_at(block, y)
    (line,) = of(block, index, index + 1, offsets)
    if not (line.top <= y < line.bottom and _is_under(line, line.start, line.stop, x)):
        return None
    return _character_under(line, line.start, line.stop, x)


def edge_near(block: QTextBlock, x: float, y: float, article: Article) -> int:
    """The code point before which a caret stands that is nearest to a point from the paragraph's top left.

    Beside the text that is the beginning or the end of the line there; never a place behind the space at which a
    line is broken, which is seen as the beginning of the next line.
    """
    index = _index_at(block, y)
    (line,) = of(block, index, index + 1, article.units)
    is_last = index + 1 == block.layout().lineCount()
    words = article.shown[line.start : line.stop]
    stop = line.start + len(words if is_last else words.rstrip())
    runs = line.extents(line.start, stop) if line.start < stop else ()
    if not runs:
        return line.start
    if not runs[0][0] <= x < runs[-1][1]:
        from_right = block.textDirection() == Qt.LayoutDirection.RightToLeft
        return line.start if (x < runs[0][0]) != from_right else stop
    left, right = min(runs, key=lambda run: max(run[0] - x, x - run[1]))
    under = _character_under(line, line.start, stop, min(max(x, left), right - 0.01))
    first, last = whole_graphemes(article.text, under, under + 1)
    runs = line.extents(first, last)
    is_left = not runs or x < (runs[0][0] + runs[-1][1]) / 2
    return first if is_left != _runs_left(block, index, first, article.units) else last


def _is_under(line: TextLine, start: int, stop: int, x: float) -> bool:
    return any(left <= x < right for left, right in line.extents(start, stop))


def _character_under(line: TextLine, low: int, high: int, x: float) -> int:
    """Which of the code points `[low, high)` of a line, one of which is there, is drawn at so many pixels."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_under(line, low, middle, x) else (middle, high)
    return low


def _runs_left(block: QTextBlock, index: int, at: int, offsets: Utf16Map) -> bool:
    """Whether a character of a line is written from right to left."""
    if _RIGHT_TO_LEFT.search(block.text()) is None:
        return False
    start = offsets.to_utf16(at) - block.position()
    runs = block.layout().lineAt(index).glyphRuns(start, offsets.to_utf16(at + 1) - block.position() - start)
    return runs[0].isRightToLeft() if runs else block.textDirection() == Qt.LayoutDirection.RightToLeft


def _text_line(line: QTextLine, position: int, offsets: Utf16Map, mixed: bool) -> TextLine:
    """A laid-out line of the block that begins at a UTF-16 position."""
    start, y = position + line.textStart(), line.y()
    known: dict[int, float] = {}  # where passages overlap, the same ends are asked for again and again

    def x_of(offset: int) -> float:
        if offset not in known:
            known[offset] = _x_of(line, offsets.to_utf16(offset) - position)
        return known[offset]

    def extents(low: int, high: int) -> list[tuple[float, float]]:
        if mixed:
            return runs(line, offsets.to_utf16(low) - position, offsets.to_utf16(high) - position)
        return [(x_of(low), x_of(high))]

    return TextLine(
        offsets.to_code_point(start),
        offsets.to_code_point(start + line.textLength()),
        y - 1,
        y + line.height() + 2,
        y + line.ascent(),
        extents,
    )


def runs(line: QTextLine, start: int, stop: int) -> list[tuple[float, float]]:
    """The (left, right) pixel runs of `[start, stop)` of the paragraph on this line.

    Where directions are mixed, neighbours in the text need not be neighbours on the line, so its glyphs are
    asked for. Elsewhere `_x_of` both ends says the same, sooner.
    """
    runs = []
    for run in line.glyphRuns(start, stop - start):
        advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        lefts = [position.x() for position in run.positions()]
        rights = [left + advance.x() for left, advance in zip(lefts, advances, strict=True)]
        runs.append((min(lefts), max(rights)))
    return _merged(runs)


def _x_of(line: QTextLine, at: int) -> float:
    """Pixels from the left to a position of the paragraph on this line."""
    found = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)


def _merged(runs: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Runs joined where they meet, from left to right; half a pixel of gap is rounding."""
    joined: list[tuple[float, float]] = []
    for left, right in sorted((min(run), max(run)) for run in runs):
        if joined and left <= joined[-1][1] + 0.5:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined

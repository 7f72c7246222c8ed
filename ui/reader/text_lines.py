"""The lines of a paragraph as Qt laid them out, in code points and in pixels from the paragraph's top."""

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

from core.text import Utf16Map
from ui.reader import units
from ui.reader.geometry import TextLine

STRETCH = 48  # lines looked at together: a paragraph can have thousands, of which few are in view


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
    layout = block.layout()
    line = layout.lineAt(max(0, bisect_right(_Heights(layout), y) - 1))
    start = block.position() + line.textStart()
    return start, start + line.textLength()


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
    mixed = units.has_right_to_left(block.text())
    return [_text_line(layout.lineAt(index), position, offsets, mixed) for index in range(first, last)]


def _text_line(line: QTextLine, position: int, offsets: Utf16Map, mixed: bool) -> TextLine:
    """A laid-out line of the block that begins at a UTF-16 position."""
    start, y = position + line.textStart(), line.y()
    known: dict[int, float] = {}  # where passages overlap, the same ends are asked for again and again

    def x_of(offset: int) -> float:
        if offset not in known:
            known[offset] = units.x_of(line, offsets.to_utf16(offset) - position)
        return known[offset]

    def extents(low: int, high: int) -> list[tuple[float, float]]:
        if mixed:
            return units.extents(line, offsets.to_utf16(low) - position, offsets.to_utf16(high) - position)
        return [(x_of(low), x_of(high))]

    return TextLine(
        offsets.to_code_point(start),
        offsets.to_code_point(start + line.textLength()),
        y - 1,
        y + line.height() + 2,
        y + line.ascent(),
        extents,
    )

"""Questions about one paragraph or line as Qt counts it, in UTF-16 units: words, sentences, pixel runs."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QTextLine

from core.text import Utf16Map

_NEAR = 300  # code points around a place in which the next word is looked for

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u202b\u202e\u2067\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def has_right_to_left(text: str) -> bool:
    """Whether the text has a character that is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def extents(line: QTextLine, start: int, stop: int, mixed: bool) -> list[tuple[float, float]]:
    """The (left, right) pixel runs of `[start, stop)` of the paragraph on this line.

    Where directions are `mixed`, neighbours in the text need not be neighbours on the line, so each character
    is asked for.
    """
    if not mixed:
        return _merged([(_x(line, start), _x(line, stop))])
    leading, trailing = QTextLine.Edge.Leading, QTextLine.Edge.Trailing
    return _merged((_x(line, at, leading), _x(line, at, trailing)) for at in range(start, stop))


def _x(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    found = line.cursorToX(at, edge)
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


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """The sentence of a paragraph that holds a position, without the space around it."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Sentence, text)
    length = _utf16_length(text)
    finder.setPosition(min(at, length))
    start = finder.position() if finder.isAtBoundary() and at < length else finder.toPreviousBoundary()
    start = max(start, 0)
    finder.setPosition(start)
    stop = finder.toNextBoundary()
    return _trimmed(text, start, stop if stop > start else length)


def paragraph_around(text: str, _at: int) -> tuple[int, int]:
    """The whole paragraph, without the space around it."""
    return _trimmed(text, 0, _utf16_length(text))


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    raw = text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le", "replace")
    if not raw.strip():
        return start, stop
    lead = len(raw) - len(raw.lstrip())
    tail = len(raw) - len(raw.rstrip())
    return start + lead, stop - tail  # spaces are one unit each


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def word_edge(text: str, at: int, forward: bool, is_start: bool) -> int:
    """Where after (or before) a code point the next word begins (`is_start`) or ends; `at` if none is near."""
    low = max(0, at - _NEAR)
    near = text[low : at + _NEAR]
    offsets = Utf16Map(near)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, near)
    finder.setPosition(offsets.to_utf16(at - low))
    reason = QTextBoundaryFinder.BoundaryReason
    wanted = reason.StartOfItem if is_start else reason.EndOfItem
    step = finder.toNextBoundary if forward else finder.toPreviousBoundary
    while (position := step()) >= 0:
        if finder.boundaryReasons() & wanted:
            return low + offsets.to_code_point(position)
    return at

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


def extents(line: QTextLine, start: int, stop: int) -> list[tuple[float, float]]:
    """The (left, right) pixel runs of `[start, stop)` of the paragraph on this line.

    Where directions are mixed, neighbours in the text need not be neighbours on the line, so its glyphs are
    asked for. Elsewhere `x_of` both ends says the same, sooner.
    """
    runs = []
    for run in line.glyphRuns(start, stop - start):
        advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        lefts = [position.x() for position in run.positions()]
        rights = [left + advance.x() for left, advance in zip(lefts, advances, strict=True)]
        runs.append((min(lefts), max(rights)))
    return _merged(runs)


def x_of(line: QTextLine, at: int) -> float:
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


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """The sentence of a paragraph that holds a position, or begins after it, without the space around it."""
    offsets = Utf16Map(text)
    here = offsets.to_code_point(at)
    here += len(text[here:]) - len(text[here:].lstrip())
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Sentence, text)
    finder.setPosition(min(offsets.to_utf16(here) + 1, offsets.to_utf16(len(text))))
    start = max(finder.toPreviousBoundary(), 0)
    stop = finder.toNextBoundary()
    return _trimmed(text, offsets, start, stop if stop > start else offsets.to_utf16(len(text)))


def paragraph_around(text: str, _at: int) -> tuple[int, int]:
    """The whole paragraph, without the space around it."""
    offsets = Utf16Map(text)
    return _trimmed(text, offsets, 0, offsets.to_utf16(len(text)))


def _trimmed(text: str, offsets: Utf16Map, start: int, stop: int) -> tuple[int, int]:
    low, high = offsets.to_code_point(start), offsets.to_code_point(stop)
    words = text[low:high].strip()
    low += text[low:high].find(words)
    return offsets.to_utf16(low), offsets.to_utf16(low + len(words))


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

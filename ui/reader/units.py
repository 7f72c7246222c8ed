"""Questions about one paragraph or line as Qt counts it, in UTF-16 units: its direction and pixel runs."""

import re
from collections.abc import Iterable

from PySide6.QtGui import QTextLine

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

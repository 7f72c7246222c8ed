"""How wide the column of the text is."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from PySide6.QtGui import QFont, QFontMetricsF

_MOST, _MOST_CHARACTERS = 1.3, 82  # times the wanted width; characters. A wider column is none to read
_UNUSUAL = 50  # of so many lines one may be longer than usual
_MEASURED = 30  # lines: those with most characters, among which the widest are


def width(wanted: int, room: int, character: float, broken: Sequence[str], font: QFont) -> int:
    """Pixels, `wanted` as far as there is room; a little more where a text's own lines would else break once more.

    `broken` are lines of a hard-wrapped text, none of another; a `character` takes so many pixels on average.
    """
    usual = _usual(tuple(broken), font) if broken else 0
    return usual if wanted < usual <= min(room, _MOST * wanted, _MOST_CHARACTERS * character) else min(wanted, room)


@lru_cache(maxsize=8)
def _usual(lines: tuple[str, ...], font: QFont) -> int:
    """Pixels that the lines of a text take, but for a few that are unusually long."""
    metrics = QFontMetricsF(font)
    widths = sorted(map(metrics.horizontalAdvance, sorted(lines, key=len)[-_MEASURED:]))
    return ceil(widths[-1 - len(lines) // _UNUSUAL])

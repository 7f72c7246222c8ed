"""Where the column of the text stands, and how wide it and the margins beside it are."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

GUTTER = 46  # pixels for paragraph numbers
_MARGIN_WIDE, _MARGIN_NARROW = 176, 34  # pixels for lanes with and without labels
_LEAST, _LEAST_CHARACTERS = 120, 45  # pixels; characters that are worth more than labels
_MOST, _MOST_CHARACTERS = 1.3, 82  # times the wanted width; a wider column is none to read
_UNUSUAL, _SPARE = 50, 1.03  # of so many lines one may be longer than usual; most of these fit by so much more
_MEASURED = 30  # lines: those with most characters, among which the widest are
_SAMPLE = "The reader marks a passage and says in the margin why it matters, again and again. "


class Column(NamedTuple):
    """Pixels: where the column begins, its width, and what is left for the margin."""

    left: int
    width: int
    margin: int


def fit(whole: int, font: QFont, characters: int, broken: Sequence[str]) -> Column:
    """The column in the middle of `whole` pixels, as far as there is room so wide that it holds `characters`.

    `broken` are lines of a text that is hard-wrapped; empty for others. Where they are only a little longer, the
    column is as wide as they are, even at the cost of labels: else each would break once more, with a word or two
    alone on every other line.
    """
    character = QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    wanted, room = round(character * characters), whole - GUTTER
    usual = _usual(tuple(broken), font) if broken else 0
    if 0 < usual <= min(_MOST * wanted, _MOST_CHARACTERS * character, room - _MARGIN_NARROW):
        least, wanted = usual, max(wanted, usual)
    else:
        least = min(wanted, round(character * _LEAST_CHARACTERS))
    margin = _MARGIN_WIDE if least + _MARGIN_WIDE <= room else _MARGIN_NARROW
    width = max(_LEAST, min(wanted, room - margin))
    left = max(GUTTER, (room - width - margin) // 2 + GUTTER)
    return Column(left, width, max(margin, whole - left - width))


@lru_cache(maxsize=8)
def _usual(lines: tuple[str, ...], font: QFont) -> int:
    """Pixels that hold the lines of a text, but for a few that are far too long."""
    metrics = QFontMetricsF(font)
    widths = sorted(map(metrics.horizontalAdvance, sorted(lines, key=len)[-_MEASURED:]))
    return ceil(_SPARE * widths[-1 - len(lines) // _UNUSUAL])

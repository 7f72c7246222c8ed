"""Where the column of the text stands, and how wide it and the margins beside it are."""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

GUTTER = 46  # pixels for paragraph numbers
_MARGIN_WIDE, _MARGIN_NARROW = 176, 34  # pixels for lanes with and without labels
_LEAST, _LEAST_CHARACTERS = 120, 45  # pixels; characters that are worth more than labels
_SAMPLE = "The reader marks a passage and says in the margin why it matters, again and again. "


class Column(NamedTuple):
    """Pixels: where the column begins, its width, and what is left for the margin."""

    left: int
    width: int
    margin: int


def least(font: QFont, characters: int) -> int:
    """Pixels in which a text can be read that is wanted to be so many characters wide."""
    return GUTTER + _width(font, min(characters, _LEAST_CHARACTERS)) + _MARGIN_NARROW


def fit(whole: int, font: QFont, characters: int) -> Column:
    """The column in the middle of `whole` pixels, as far as there is room so wide that it holds `characters`."""
    wanted, room = _width(font, characters), whole - GUTTER
    narrow = _width(font, min(characters, _LEAST_CHARACTERS))
    margin = _MARGIN_WIDE if narrow + _MARGIN_WIDE <= room else _MARGIN_NARROW
    width = max(_LEAST, min(wanted, room - margin))
    left = max(GUTTER, (room - width - margin) // 2 + GUTTER)
    return Column(left, width, max(margin, whole - left - width))


def _width(font: QFont, characters: int) -> int:
    return round(QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * characters)

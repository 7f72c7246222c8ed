"""Sets what people wrote into painted lines: plain text in its own direction, elided, never read as HTML."""

import unicodedata
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from core.text import Utf16Map

_LONGEST = 40  # characters of a name inside a sentence

_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)


def flat(text: str) -> str:
    """The text on one line."""
    return text.replace("\n", " ").replace("\t", " ")


def isolated(text: str) -> str:
    """The text fenced off, so that its direction does not reorder the words around it."""
    return f"\u2068{text}\u2069"


def quoted(name: str) -> str:
    """A name in quotation marks, shortened, for labels of steps and for sentences."""
    short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    return f"“{short}”"


def counted(count: int, noun: str) -> str:
    """`1 passage`, `2 passages`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def right_to_left(text: str) -> bool:
    """Whether the first character with a direction is written right to left."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    rtl: bool | None = None,
) -> None:
    """Paints one line that fits; a right-to-left text begins at the right unless `align` is absolute."""
    flags = int(align) | _ONE_LINE
    if right_to_left(text) if rtl is None else rtl:
        flags |= int(Qt.TextFlag.TextForceRightToLeft)
    painter.setPen(color)
    painter.drawText(rect, flags, text)


def draw_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    rtl: bool | None = None,
) -> None:
    """Paints one line, elided where it does not fit."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    draw_text(painter, rect, shown, color, align, right_to_left(text) if rtl is None else rtl)


def fit_lines(text: str, font: QFont, width: int, count: int) -> list[str]:
    """At most `count` lines of the text, broken between words; the last is elided where more would follow."""
    if not text:
        return []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < count and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    units = Utf16Map(text)
    edges = [*map(units.to_code_point, starts), len(text)]
    lines = [text[start:stop].rstrip() for start, stop in pairwise(edges)]
    lines[-1] = QFontMetrics(font).elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines

"""How a tag is drawn: its colour, and from the eleventh tag on a line style, in lines, bars and swatches.

Styles are those of `core.codebook.TagTree.style`: 0 solid, 1 dashed, 2 dotted, 3 dash and dot.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

# Pixels drawn and left out by turns, along the line.
PATTERNS: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 3), (10, 3, 2, 3))
_CORNER, _LINE = 3, 2  # pixels at the ends of a chip without its line, and how thick that is
_THICK = 8  # pixels of a tile across the line; more than any line has
_PIECES = ((1,), (1, 1), (2, 2), (1, 2))  # of a swatch or a bar: so many in each of its rows


def draw_lines(painter: QPainter, rects: Sequence[QRectF], color: QColor, style: int) -> None:
    """Paints lines of one tag into thin horizontal rectangles."""
    _draw(painter, rects, color, style, upright=False)


def draw_bars(painter: QPainter, rects: Sequence[QRectF], color: QColor, style: int) -> None:
    """Paints bars of one tag into thin vertical rectangles."""
    _draw(painter, rects, color, style, upright=True)


def draw_style(painter: QPainter, chip: QRectF, color: QColor, style: int) -> None:
    """Paints a tag's line along the lower edge of its chip, unless that is whole, as of the first ten tags."""
    if style:
        painter.save()
        painter.translate(chip.left() + _CORNER, chip.bottom() - _LINE)  # where its pattern begins
        draw_lines(painter, [QRectF(0, 0, chip.width() - 2 * _CORNER, _LINE)], color, style)
        painter.restore()


def _draw(painter: QPainter, rects: Sequence[QRectF], color: QColor, style: int, upright: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    ratio = painter.device().devicePixelRatio()
    painter.setBrush(_brush(color.rgba(), style, upright, ratio) if style else color)
    painter.drawRects(rects)


@lru_cache(maxsize=512)
def _brush(rgba: int, style: int, upright: bool, ratio: float) -> QBrush:
    """One turn of a pattern, which Qt repeats faster than Python could draw the pieces."""
    pattern, color = PATTERNS[style], QColor.fromRgba(rgba)
    sides = (_THICK, sum(pattern)) if upright else (sum(pattern), _THICK)
    # An image, not a pixmap: kept here it outlives the application, which a pixmap must not.
    size = round(sides[0] * ratio), round(sides[1] * ratio)
    tile = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.scale(ratio, ratio)
    for start, drawn in zip((0, *accumulate(pattern))[::2], pattern[::2], strict=False):
        painter.fillRect(QRectF(0, start, _THICK, drawn) if upright else QRectF(start, 0, drawn, _THICK), color)
    painter.end()
    made = QBrush(tile)
    made.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))  # in pixels of the screen, not enlarged
    return made


def paint_swatch(painter: QPainter, rect: QRectF, color: QColor, style: int) -> None:
    """Paints a tag's square: whole, or in pieces that recall its line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corner = 1.0 if style else 3.0
    for piece in pieces(rect, style, rect.width() / 11):
        painter.drawRoundedRect(piece, corner, corner)
    painter.restore()


def pieces(rect: QRectF, style: int, gap: float) -> list[QRectF]:
    """The pieces that a square or a bar of a style has, with gaps between them."""
    rows = _PIECES[style]
    high = (rect.height() - gap * (len(rows) - 1)) / len(rows)
    sizes = [(count, (rect.width() - gap * (count - 1)) / count) for count in rows]
    return [
        QRectF(rect.left() + at * (wide + gap), rect.top() + row * (high + gap), wide, high)
        for row, (count, wide) in enumerate(sizes)
        for at in range(count)
    ]


def paint_hidden_eye(painter: QPainter, at: QPointF, color: QColor) -> None:
    """Paints a crossed-out eye around a point: this is not shown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    lids = QPainterPath(at + QPointF(-6.5, 0))
    lids.quadTo(at + QPointF(0, -7.5), at + QPointF(6.5, 0))
    lids.quadTo(at + QPointF(0, 7.5), at + QPointF(-6.5, 0))
    painter.drawPath(lids)
    painter.drawEllipse(at, 1.7, 1.7)
    painter.drawLine(at + QPointF(-5, 5.5), at + QPointF(5, -5.5))
    painter.restore()

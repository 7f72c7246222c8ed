"""Rows of the picker and of the Ctrl K field: a swatch, a name with where it belongs, a hint at the right."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.codebook import TagTree
from core.model import TagId
from core.text import Utf16Map
from ui import theme
from ui.marks import paint_swatch

HEIGHT = 28  # pixels of a row
_SWATCH, BEFORE = 8, 28  # pixels before the swatch, and before the text
_MOST_BEFORE = 0.5  # of the room, what is ahead of the name
_BAR = 3  # pixels of accent beside the current row
_FOUND = QFont.Weight.Bold


class Row(NamedTuple):
    """What a row says.

    `before` is the pale part ahead of the name, `swatch` a tag's colour and line style or a sign, `marked` the
    stretches `[start, stop)` of `before + name`, in code points, to be set in bold: what was found.
    """

    before: str
    name: str
    hint: str
    swatch: tuple[QColor, int] | str
    marked: Sequence[tuple[int, int]] = ()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, current: bool) -> None:
    """Paints what is behind a row: of the `current` one, of the one below the mouse, of the one with focus."""
    look, rect, state = theme.current(), QRect(option.rect), option.state
    if current:
        painter.fillRect(rect, theme.color(look.soft))
        painter.setPen(theme.color(look.ring))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), theme.color(look.accent))
    elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
        painter.fillRect(rect, theme.color(look.hover))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(theme.color(look.accent))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


def tag_row(tags: TagTree, tag: TagId, marked: Sequence[tuple[int, int]] = ()) -> Row:
    """The row of a tag: its path and its number key."""
    known, path = tags.by_id[tag], tags.shown_path(tag)
    before = path[: len(path) - len(known.name)]
    return Row(before, known.name, str(known.pin or ""), (theme.mark(known.color), tags.style(tag)), marked)


def paint_row(painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
    """Paints a row."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = option.rect.adjusted(0, 1, 0, -1)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(theme.color(look.ring))
        painter.setBrush(theme.color(look.soft))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    if isinstance(row.swatch, str):
        painter.setPen(theme.color(look.accent))
        painter.setFont(theme.font(13, QFont.Weight.Bold))
        sign = QRect(area.left(), area.top(), BEFORE - 1, area.height())
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, row.swatch)
    else:
        paint_swatch(painter, QRectF(area.left() + _SWATCH, area.center().y() - 5, 11, 11), *row.swatch)
    _paint_texts(painter, area.adjusted(BEFORE, 0, -10, 0), row)
    painter.restore()


class RowPainter(QStyledItemDelegate):
    """Paints each item of a list as the row that `row_of` tells."""

    def __init__(self, row_of: Callable[[QModelIndex], Row], parent: QObject) -> None:
        super().__init__(parent)
        self._row_of = row_of

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        paint_row(painter, option, self._row_of(index))


def _paint_texts(painter: QPainter, area: QRect, row: Row) -> None:
    room = float(area.width())
    if row.hint:
        small = theme.font(theme.SMALL_SIZE)
        painter.setFont(small)
        painter.setPen(theme.color(theme.current().muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.hint)
        room -= QFontMetricsF(small).horizontalAdvance(row.hint) + 10
    layout = _laid_out(row.before, row.name, row.marked)
    if layout.lineAt(0).naturalTextWidth() > room:
        layout = _shortened(row, room)
    top = area.top() + (area.height() - layout.lineAt(0).height()) / 2
    layout.draw(painter, QPointF(area.left(), top))


def _laid_out(before: str, name: str, marked: Sequence[tuple[int, int]]) -> QTextLayout:
    layout = QTextLayout(before + name, theme.font(theme.TEXT_SIZE))
    layout.setFormats(_formats(before, name, marked))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _shortened(row: Row, room: float) -> QTextLayout:
    """Half of the room is for what is ahead of the name, if it needs that much; the rest for the name."""
    metrics = QFontMetricsF(theme.font(theme.TEXT_SIZE, _FOUND))
    before = metrics.elidedText(row.before, Qt.TextElideMode.ElideMiddle, room * _MOST_BEFORE)
    left = room - metrics.horizontalAdvance(before)
    name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left)
    return _laid_out(before, name, list(_moved(row, before, name)))


def _moved(row: Row, before: str, name: str) -> Iterable[tuple[int, int]]:
    """The marked stretches in shortened texts: those of the name as far as it is there, others only if unmoved."""
    by = len(before) - len(row.before)
    kept = len(name) if name == row.name else len(name) - 1
    for start, stop in row.marked:
        if start >= len(row.before):
            yield start + by, min(stop + by, len(before) + kept)
        elif before == row.before:
            yield start, min(stop, len(before))


def _formats(before: str, name: str, marked: Sequence[tuple[int, int]]) -> list[QTextLayout.FormatRange]:
    look, units = theme.current(), Utf16Map(before + name)
    colored = [((0, len(before)), look.muted), ((len(before), len(before) + len(name)), look.ink)]
    formats = []
    for (start, stop), role in colored:
        plain = QTextCharFormat()
        plain.setForeground(QBrush(theme.color(role)))
        formats.append(_range(units, start, stop, plain))
    for start, stop in marked:
        bold = QTextCharFormat()
        bold.setFontWeight(_FOUND)
        bold.setForeground(QBrush(theme.color(look.ink)))
        formats.append(_range(units, start, stop, bold))
    return [made for made in formats if made.length > 0]


def _range(units: Utf16Map, start: int, stop: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = units.to_utf16(start)
    made.length = units.to_utf16(stop) - made.start
    made.format = look
    return made

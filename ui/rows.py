"""Rows of the picker and of the Ctrl K field: a swatch, a name with where it belongs, a hint at the right."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui import theme

HEIGHT = 28  # pixels of a row


def paint_row(
    painter: QPainter, option: QStyleOptionViewItem, before: str, name: str, hint: str, swatch: QColor | str
) -> None:
    """Paints a row; `swatch` is a tag's colour or a sign, `before` the pale part ahead of the name."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = option.rect.adjusted(0, 1, 0, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setBrush(theme.color(look.soft))
        painter.drawRoundedRect(area, 5, 5)
    if isinstance(swatch, QColor):
        painter.setBrush(swatch)
        painter.drawRoundedRect(QRect(area.left() + 8, area.center().y() - 5, 11, 11), 3, 3)
    else:
        painter.setPen(theme.color(look.accent))
        painter.setFont(theme.font(13, QFont.Weight.Bold))
        painter.drawText(QRect(area.left(), area.top(), 27, area.height()), Qt.AlignmentFlag.AlignCenter, swatch)
    _paint_texts(painter, area.adjusted(28, 0, -10, 0), before, name, hint)
    painter.restore()


def _paint_texts(painter: QPainter, area: QRect, before: str, name: str, hint: str) -> None:
    look = theme.current()
    left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    small, normal = theme.font(11.5), theme.font(13)
    painter.setFont(small)
    painter.setPen(theme.color(look.muted))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
    room = area.width() - (QFontMetricsF(small).horizontalAdvance(hint) + 10 if hint else 0)
    metrics = QFontMetricsF(normal)
    before = metrics.elidedText(before, Qt.TextElideMode.ElideMiddle, room * 0.5)
    painter.setFont(normal)
    painter.drawText(area, left, before)
    used = round(metrics.horizontalAdvance(before))
    painter.setPen(theme.color(look.ink))
    painter.drawText(
        area.adjusted(used, 0, 0, 0), left, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - used)
    )

"""A choice of one of several words, in a line that opens a list."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
)

from ui import theme

_ROWS, _LINE = 20, 9  # rows that are seen without scrolling; pixels of a separator
Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    """Rows as the stylesheet has them, and a line where there is a separator."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not _is_separator(index):
            super().paint(painter, option, index)
            return
        line = QRect(option.rect.left() + 6, option.rect.center().y(), option.rect.width() - 12, 1)
        painter.fillRect(line, theme.color(theme.current().line))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, _LINE) if _is_separator(index) else super().sizeHint(option, index)


def _is_separator(index: Index) -> bool:
    return index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator"  # as Qt says


class DropDown(QComboBox):
    """A choice whose words are elided where there is no room, with an arrow.

    The arrow is drawn: the stylesheet knows only pictures, of one colour and size.
    """

    def __init__(self, name: str, words: Iterable[str] = ()) -> None:
        super().__init__()
        for part in (self, self.view()):
            part.setAccessibleName(name)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(_Rows(self))
        self.setMaxVisibleItems(_ROWS)
        self.addItems(list(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        words = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room.width())
        option.currentText = words  # type: ignore[misc]
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(theme.current().muted), 1.5))
        tip = QPointF(self.width() - 17.0, self.height() / 2 + 2)
        painter.drawPolyline([tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)])

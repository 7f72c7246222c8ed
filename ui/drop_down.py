"""A choice of one of several words, in a line that opens a list."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionComboBox, QStylePainter

from ui import theme

_ROWS = 20  # that are seen without scrolling


class DropDown(QComboBox):
    """A choice whose words are elided where there is no room, with an arrow.

    The arrow is drawn: the stylesheet knows only pictures, of one colour and size.
    """

    def __init__(self, name: str, words: Iterable[str] = ()) -> None:
        super().__init__()
        for part in (self, self.view()):
            part.setAccessibleName(name)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(QStyledItemDelegate(self))  # which goes by the stylesheet
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

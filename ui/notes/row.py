"""How a note looks in the list: what it belongs to, its kind and date, its first lines."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core import labels, markdown, moments
from core.names import visible
from core.notes import Written
from ui import panel, theme
from ui.notes.model import WORDS, NoteModel
from ui.typeset import draw_line, fit_lines

_ROW, _LINE, _BAR, _GAP = 92, 18, 3, 10  # pixels
_LONGEST = 400  # characters of a note of which the first lines are made


class NoteRow(QStyledItemDelegate):
    """Paints a note; only those in sight are read for their first lines."""

    def __init__(self, model: NoteModel, view: QListView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        note, look, rect = self._model.note(index), theme.current(), QRect(option.rect)
        if note is None:
            return
        painter.save()
        _paint_ground(painter, rect, option.state)
        inner = rect.adjusted(panel.MARGIN + _BAR, 8, 0, -8)
        inner.setRight(self._view.width() - panel.MARGIN - 1)  # the same with and without a scroll bar
        line = QRect(inner.left(), inner.top(), inner.width(), _LINE)
        painter.setFont(theme.font(theme.SMALL_SIZE))
        when = said_day(note.modified)
        draw_line(painter, line, when, theme.color(look.muted), Qt.AlignmentFlag.AlignRight)
        width = QFontMetrics(painter.font()).horizontalAdvance(when) + _GAP
        painter.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.Bold))
        draw_line(painter, line.adjusted(0, 0, -width, 0), self._model.name(note), theme.color(look.ink))
        painter.setFont(theme.font(theme.SMALL_SIZE))
        line.translate(0, _LINE)
        draw_line(painter, line, about(note), theme.color(look.muted))
        font = theme.font(theme.TEXT_SIZE)
        painter.setFont(font)
        words = labels.first_words(markdown.plain(note.text[:_LONGEST]), _LONGEST)
        for text in fit_lines(words, font, line.width(), 2):
            line.translate(0, _LINE)
            draw_line(painter, line, text, theme.color(look.ink))
        painter.setPen(theme.color(look.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def about(note: Written) -> str:
    """The kind of a note, and the words of its passage."""
    word = WORDS[note.on.kind]
    return f"{word} · {labels.passage(visible(note.title), 80)}" if note.on.kind == "annotation" else word


def said_day(stamp: str) -> str:
    """The day of a stored moment as people say it; nothing for what is no moment."""
    when = moments.local(stamp)
    return moments.day(when, datetime.now().astimezone()) if when is not None else ""


def _paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    look = theme.current()
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color(look.soft))
        painter.setPen(theme.color(look.ring))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), theme.color(look.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color(look.hover))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(theme.color(look.accent))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

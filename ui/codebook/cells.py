"""Cells of the codebook: painted in two lines at most, edited in place."""

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.model import Tag
from ui import theme
from ui.codebook.model import COLUMNS, CodebookModel
from ui.marks import paint_swatch
from ui.session import Session
from ui.typeset import draw_line, draw_text, fit_lines, flat, right_to_left

Index = QModelIndex | QPersistentModelIndex

HEIGHT = 46  # pixels of a row
_SIDE, _INDENT, _SWATCH, _LINE, _LINES = 8, 18, 11, 17, 2
_LOOKED_AT = 600  # characters: more than two lines hold
_EDITOR = (320, 150)  # pixels that an editor of texts has at least
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> list[str]:
    return fit_lines(text, theme.font(12), width, _LINES)


class CodebookCell(QStyledItemDelegate):
    """Paints a cell, and makes what it is edited with: a line for a name, a larger field for a text."""

    def __init__(self, session: Session, model: CodebookModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(COLUMNS[index.column()].width, HEIGHT)

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, column, tag = theme.current(), COLUMNS[index.column()], self._model.tag(index)
        painter.save()
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color(look.soft))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color(look.line))
        inner = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        if column.text:
            self._paint_text(painter, inner, flat(str(getattr(tag, column.text))[:_LOOKED_AT]).strip())
        elif column.value is None:
            self._paint_name(painter, inner, tag)
        else:
            said = self._model.said(index)
            empty = said in ("", "0")
            painter.setFont(theme.font(12))
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            draw_line(painter, inner, "–" if empty else said, theme.color(look.muted if empty else look.ink), side)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color(look.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.restore()

    def _paint_text(self, painter: QPainter, inner: QRect, text: str) -> None:
        ink, rtl = theme.color(theme.current().ink), right_to_left(text)
        painter.setFont(theme.font(12))
        found = _lines(text, inner.width())
        y = inner.top() + (inner.height() - len(found) * _LINE) // 2
        for line in found:
            draw_text(painter, QRect(inner.left(), y, inner.width(), _LINE), line, ink, rtl=rtl)
            y += _LINE

    def _paint_name(self, painter: QPainter, inner: QRect, tag: Tag) -> None:
        look, above = theme.current(), self._model.above(tag.id)
        inner.setLeft(min(inner.left() + _INDENT * self._model.depth(tag.id), inner.right() - 60))
        square = QRectF(inner.left(), inner.center().y() - _SWATCH // 2, _SWATCH, _SWATCH)
        paint_swatch(painter, square, theme.mark(tag.color), self._session.tags.style(tag.id))
        inner.setLeft(inner.left() + _SWATCH + 8)
        heavy = QFont.Weight.DemiBold if self._session.tags.children(tag.id) else QFont.Weight.Normal
        ink = theme.color(look.ink if self._model.matches(tag.id) else look.muted)
        if above:
            upper = QRect(inner.left(), inner.center().y() - 17, inner.width(), 16)
            painter.setFont(theme.font(theme.SMALL_SIZE))
            draw_line(painter, upper, above, theme.color(look.muted))
            inner.setTop(upper.bottom())
        painter.setFont(theme.font(theme.TEXT_SIZE, heavy))
        draw_line(painter, inner, tag.name, ink)

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, tag = COLUMNS[index.column()], self._model.tag(index)
        editor = QPlainTextEdit(parent) if column.text else QLineEdit(parent)
        if isinstance(editor, QPlainTextEdit):
            editor.setProperty("role", "note")
            editor.setPlaceholderText(column.says)
            editor.setToolTip("Ctrl+Enter saves, Esc leaves it as it was")
        editor.setAccessibleName(f"{column.head} of {tag.name}")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        said = self._model.said(index)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(said)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(said)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            # Not toPlainText(), which makes spaces of no-break spaces.
            model.setData(index, editor.document().toRawText().replace("\u2029", "\n"))
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area, cell = editor.parentWidget().rect(), QRect(option.rect)
        if isinstance(editor, QLineEdit):
            cell.setLeft(cell.left() + _INDENT * self._model.depth(self._model.tag(index).id) + _SWATCH + 8)
            cell.setRight(max(cell.right(), cell.left() + 140))
            cell = cell.adjusted(0, 6, 0, -7)
        else:
            size = QSize(*_EDITOR).expandedTo(cell.size()).boundedTo(area.size())
            cell.setSize(size)
        cell.moveLeft(max(area.left(), min(cell.left(), area.right() + 1 - cell.width())))
        cell.moveTop(max(area.top(), min(cell.top(), area.bottom() + 1 - cell.height())))
        editor.setGeometry(cell)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() in _ENTER and control and isinstance(editor, QPlainTextEdit):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)

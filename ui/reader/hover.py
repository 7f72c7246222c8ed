"""What the passages under the mouse are tagged with, and their notes, in a small frame beside the mouse."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QStyleOptionViewItem

from core.model import Annotation
from ui import theme
from ui.rows import BEFORE, Row, paint_row, tag_row
from ui.typeset import draw_text, fit_lines, flat, right_to_left

if TYPE_CHECKING:
    from ui.reader.view import Reader

_WIDEST, _EDGE, _RIGHT = 340, 5, 12  # pixels, with those above and below, and at the right
_TAG, _NOTE, _BETWEEN = 22, 17, 9  # pixels of a tag, of a line of a note, and from one annotation to the next
_NOTE_LINES, _LOOKED_AT = 6, 600  # lines of a note, and characters of it
_MOST = 6  # annotations of a crowd


class _Block(NamedTuple):
    """What is said of one annotation: its tags, or that it has none, and the lines of its note."""

    tags: list[Row]
    note: list[str]

    @property
    def height(self) -> int:
        return len(self.tags) * _TAG + len(self.note) * _NOTE


class Hover(QFrame):
    """Not a QToolTip, which would read a tag's name as HTML. It makes way for whatever takes the keyboard."""

    def __init__(self, reader: "Reader") -> None:
        super().__init__(reader.viewport())
        self._reader = reader
        self._shown: list[int] = []
        self._blocks: list[_Block] = []
        self.setObjectName("hover")
        self.setAccessibleName(self.tr("Tags under the mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QApplication.instance().focusObjectChanged.connect(self.hide)
        reader.verticalScrollBar().valueChanged.connect(self.hide)
        self.hide()

    def show_for(self, annotations: list[Annotation], point: QPoint) -> None:
        """Shows these annotations, the shortest last, near a point of the viewport; hides when there are none."""
        ids = [annotation.id for annotation in annotations]
        if not ids:
            self._shown = []
            self.hide()
            return
        if ids != self._shown or not self.isVisible():
            self._shown = list(ids)
            self._blocks = [self._block(annotation) for annotation in annotations[-_MOST:]]
            if len(annotations) > _MOST:
                more = self.tr("and {0} longer ones").format(len(annotations) - _MOST)
                self._blocks.append(_Block([Row("", more, "", "")], []))
            self.resize(self._width(), self._height())
            self.update()
        view = self._reader.viewport().rect()
        x = min(point.x() + 14, view.right() - self.width() - 6)
        below = point.y() + 24
        y = below if below + self.height() < view.bottom() else point.y() - self.height() - 14
        self.move(max(4, x), max(4, y))
        self.show()

    def text(self) -> str:
        """What the frame says: a line for each tag, an empty one between annotations."""
        return "\n\n".join(
            "\n".join([*(row.before + row.name for row in block.tags), *block.note]) for block in self._blocks
        )

    def _block(self, annotation: Annotation) -> _Block:
        tree = self._reader.session.tags
        tags = [tag_row(tree, tag)._replace(hint="") for tag in annotation.tags]
        without = Row("", self.tr("Highlight without a tag"), "", (theme.mark(None), 0))
        note = flat(annotation.note[:_LOOKED_AT]).strip()
        lines = fit_lines(note, theme.font(theme.SMALL_SIZE), _WIDEST - BEFORE - _RIGHT, _NOTE_LINES)
        return _Block(tags or [without], lines)

    def _width(self) -> int:
        """Of the longest line; what is longer than the frame can be is cut short."""
        large, small = QFontMetrics(theme.font(theme.TEXT_SIZE)), QFontMetrics(theme.font(theme.SMALL_SIZE))
        widths = [large.horizontalAdvance(row.before + row.name) for block in self._blocks for row in block.tags]
        widths += [small.horizontalAdvance(line) for block in self._blocks for line in block.note]
        return min(_WIDEST, BEFORE + max(widths) + _RIGHT + 2)

    def _height(self) -> int:
        return 2 * _EDGE + sum(block.height for block in self._blocks) + (len(self._blocks) - 1) * _BETWEEN

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reader.hover_annotation(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, look, y = QPainter(self), theme.current(), _EDGE
        for number, block in enumerate(self._blocks):
            if number:
                painter.fillRect(1, y + _BETWEEN // 2, self.width() - 2, 1, theme.color(look.line))
                y += _BETWEEN
            for row in block.tags:
                option = QStyleOptionViewItem()
                option.rect = QRect(0, y, self.width(), _TAG)
                paint_row(painter, option, row)
                y += _TAG
            painter.setFont(theme.font(theme.SMALL_SIZE))
            for line in block.note:
                area = QRect(BEFORE, y, self.width() - BEFORE - _RIGHT, _NOTE)
                draw_text(painter, area, line, theme.color(look.muted), rtl=right_to_left(" ".join(block.note)))
                y += _NOTE

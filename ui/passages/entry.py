"""One passage of the list: its words in their context, its tags, where it is, and its note."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from core.codebook import TagTree
from core.excerpt import Excerpt
from core.model import Annotation, Tag, TagId
from core.text import Utf16Map
from ui import card, theme
from ui.marks import draw_lines, paint_swatch
from ui.reader import text_lines
from ui.typeset import draw_line, draw_text, fit_lines, flat, right_to_left

WORDS, LINE = 15.0, 23  # pixels: of the letters, and from line to line
HEAD = 44  # pixels, of the head of a group
BOX = QRect(14, 15, 15, 15)  # where a row can be ticked
_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP = 42, 18, 10, 12, 7  # pixels around the words, and between the parts
_NOTE_LINE, _NOTE_LINES, _NOTE_INDENT = 18, 3, 11
_WIDEST = 860  # pixels: longer lines are hard to follow
_LEAST = 60  # pixels that the title of an article has beside chips


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage set into lines for one width.

    `quote` is where it stands in `words`, in UTF-16 units, `marked` the ground of its lines, in pixels from there.
    """

    words: QTextLayout
    quote: tuple[int, int]
    marked: list[QRectF]
    tag: Tag | None
    style: int
    chips: list[card.TagChip]
    hidden: int  # tags that did not fit
    place: str
    note: list[str]
    note_rtl: bool

    @property
    def height(self) -> int:
        """Height in pixels."""
        note = _GAP + len(self.note) * _NOTE_LINE if self.note else 0
        return _TOP + self.words.lineCount() * LINE + _GAP + card.CHIP + note + _BOTTOM


def estimated(width: int) -> int:
    """How high an entry of this width is likely to be."""
    lines = 2 if width > 700 else 3
    return _TOP + lines * LINE + _GAP + card.CHIP + _BOTTOM


def lay_out(
    annotation: Annotation, excerpt: Excerpt, place: str, tags: TagTree, foremost: TagId | None, width: int
) -> Entry:
    """Sets a passage; it looks as the tag `foremost` does, or as its first one."""
    room = max(120, min(width - _LEFT - _RIGHT, _WIDEST))
    shown = foremost if foremost in annotation.tags else next(iter(annotation.tags), None)
    words, quote = _set_words(excerpt, room)
    chips, hidden = card.chips_of(annotation.tags, tags, max(80, room - _LEAST))
    note = flat(annotation.note[:600]).strip()
    return Entry(
        words,
        quote,
        _marked(words, *quote),
        tags.by_id.get(shown) if shown is not None else None,
        tags.style(shown) if shown in tags.by_id else 0,
        chips,
        hidden,
        place,
        fit_lines(note, theme.font(theme.TEXT_SIZE), room - _NOTE_INDENT, _NOTE_LINES),
        right_to_left(note),
    )


def _set_words(excerpt: Excerpt, room: int) -> tuple[QTextLayout, tuple[int, int]]:
    text = excerpt.before + excerpt.quote + excerpt.after
    units = Utf16Map(text)
    start = units.to_utf16(len(excerpt.before))
    stop = units.to_utf16(len(excerpt.before) + len(excerpt.quote))
    layout = QTextLayout(text, theme.font(WORDS, serif=True))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    rtl = right_to_left(text)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y + (LINE - line.height()) / 2))
        y += LINE
    layout.endLayout()
    layout.setCacheEnabled(True)  # it is painted over and over
    return layout, (start, stop)


def _marked(words: QTextLayout, start: int, stop: int) -> list[QRectF]:
    """The ground of a quote, line by line."""
    found = []
    for index in range(words.lineCount()):
        line = words.lineAt(index)
        first, last = max(start, line.textStart()), min(stop, line.textStart() + line.textLength())
        for left, right in text_lines.runs(line, first, last) if first < last else ():
            found.append(QRectF(left, index * LINE + 2, right - left, LINE - 5))
    return found


def describe(annotation: Annotation, quote: str, place: str, tags: TagTree) -> str:
    """A row in words, for those who listen to it."""
    return f"{card.describe(annotation, quote, tags)}. {place}"


# -- painting


def paint(painter: QPainter, entry: Entry, rect: QRect, ticked: bool, current: bool, focused: bool) -> None:
    """Paints a passage into a rectangle of its width and height."""
    look = theme.current()
    if ticked:
        painter.fillRect(rect, theme.color(look.soft))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color(look.line))
    if current:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color(look.accent))
    if current and focused:
        painter.setPen(theme.color(look.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -2))
    paint_box(painter, QRectF(BOX.translated(rect.topLeft())), ticked)
    inner = rect.adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
    _paint_words(painter, entry, QPointF(inner.topLeft()))
    y = inner.top() + entry.words.lineCount() * LINE + _GAP
    _paint_place(painter, entry, QRect(inner.left(), y, inner.width(), card.CHIP))
    if entry.note:
        _paint_note(painter, entry, inner, y + card.CHIP + _GAP)


def paint_box(painter: QPainter, box: QRectF, ticked: bool) -> None:
    """Paints what is ticked to select a passage."""
    look = theme.current()
    painter.setPen(QPen(theme.color(look.accent if ticked else look.muted), 1))
    painter.setBrush(theme.color(look.accent if ticked else look.paper))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if ticked:
        painter.setPen(QPen(theme.color(look.paper), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        corner = box.topLeft()
        painter.drawPolyline([corner + QPointF(3.8, 7.8), corner + QPointF(6.4, 10.4), corner + QPointF(11.2, 4.8)])


def _paint_words(painter: QPainter, entry: Entry, at: QPointF) -> None:
    look, color = theme.current(), entry.tag.color if entry.tag else None
    tint, mark, border = theme.tint(color), theme.mark(color), theme.outline(color)
    boxes = [box.translated(at) for box in entry.marked]
    painter.setPen(border if look.outlined else Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRects(boxes)
    lines = [QRectF(box.left(), box.bottom(), box.width(), 2) for box in boxes]
    draw_lines(painter, lines, mark, entry.style)
    painter.setPen(theme.color(look.muted))
    start, stop = entry.quote
    entry.words.draw(painter, at, [_in_ink(start, stop - start)])


def _in_ink(start: int, length: int) -> QTextLayout.FormatRange:
    made, look = QTextLayout.FormatRange(), QTextCharFormat()
    look.setForeground(QBrush(theme.color(theme.current().ink)))
    made.start, made.length, made.format = start, length, look
    return made


def _paint_place(painter: QPainter, entry: Entry, line: QRect) -> None:
    x = line.left()
    painter.setFont(theme.font(theme.SMALL_SIZE))
    for chip in entry.chips:
        card.paint_chip(painter, QRect(x, line.top(), chip.width, card.CHIP), chip)
        x += chip.width + 6
    painter.setFont(theme.font(theme.SMALL_SIZE + 0.5))
    muted = theme.color(theme.current().muted)
    more = f"+{entry.hidden}   " if entry.hidden else ""
    left = x + (6 if entry.chips else 0)
    draw_line(
        painter, QRect(left, line.top(), line.right() - left, line.height()), more + entry.place, muted, rtl=False
    )


def _paint_note(painter: QPainter, entry: Entry, inner: QRect, y: int) -> None:
    look = theme.current()
    painter.setFont(theme.font(theme.TEXT_SIZE))
    bar = inner.right() - 1 if entry.note_rtl else inner.left()
    painter.fillRect(QRect(bar, y, 2, len(entry.note) * _NOTE_LINE), theme.color(look.line))
    left, right = (0, -_NOTE_INDENT) if entry.note_rtl else (_NOTE_INDENT, 0)
    text = inner.adjusted(left, 0, right, 0)
    for line in entry.note:
        rect = QRect(text.left(), y, text.width(), _NOTE_LINE)
        draw_text(painter, rect, line, theme.color(look.muted), rtl=entry.note_rtl)
        y += _NOTE_LINE


def paint_head(painter: QPainter, rect: QRect, name: str, count: str, swatch: tuple[QColor, int] | None) -> None:
    """Paints the head of a group: the tag or article it is about, and how many passages it has."""
    look = theme.current()
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color(look.line))
    x = rect.left() + BOX.left()
    if swatch is not None:
        paint_swatch(painter, QRectF(x + 2, rect.center().y() - 4, 11, 11), *swatch)
        x += BOX.width() + 5
    bold = theme.font(theme.TEXT_SIZE, QFont.Weight.Bold)
    painter.setFont(bold)
    room = rect.right() - _RIGHT - 90 - x
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
    width = painter.fontMetrics().horizontalAdvance(shown)
    line = QRect(x, rect.top() + 3, width + 2, rect.height() - 3)
    draw_text(painter, line, shown, theme.color(look.ink), rtl=False)
    painter.setFont(theme.font(theme.TEXT_SIZE))
    draw_text(painter, line.translated(width + 9, 0), count, theme.color(look.muted), rtl=False)

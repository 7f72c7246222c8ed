"""Lanes, tag names and notes to the right of the text: what each passage in view is about."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.labels import first_words
from core.model import Annotation, AnnotationId, TagId
from ui import theme
from ui.choice import Choice
from ui.marks import draw_bars
from ui.reader.geometry import Wanted, place_labels
from ui.rows import Row, tag_row
from ui.typeset import fit_lines, flat

if TYPE_CHECKING:
    from ui.reader.page import Page

_LEFT = 10  # pixels before the first lane
_LANE, _BAR = 6, 3  # pixels from lane to lane, and of a lane's bar
_LANES = 6  # as many as can be told apart, where there is room
_FRAME_MS = 16
_LABEL, _NOTE_LINE = 17.0, 15.0  # pixels a label takes, and a line of a note
_REACH = 4 * _LABEL  # how far a label may be from its passage
_NOTE_LINES = 3
_NOTE_ROOM = 120.0  # pixels of width from which on a note is a card
_NOTE_INDENT, _AFTER = 7.0, 6.0  # pixels before a note and below it
_NOTE_SIGN = "≡"
_LIST, _QUOTE = 400, 28  # pixels of the list of hidden names; characters of the words beside each
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class Label(NamedTuple):
    """What stands beside a passage: the name of a tag in its colour, or, without a colour, lines of its note."""

    y: float
    lines: tuple[str, ...]
    color: QColor | None
    annotation: AnnotationId
    tag: TagId | None = None
    follows: bool = False  # below the name of a tag

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return _LABEL if self.color else len(self.lines) * _NOTE_LINE + _AFTER


class Standing(NamedTuple):
    """A label where it stands, its lines cut to the room there is, and those hidden that it answers for."""

    label: Label
    top: float
    lines: tuple[str, ...]
    hidden: tuple[Label, ...]

    @property
    def more(self) -> str:
        """What stands after its last line, such as “ +3”."""
        return f" +{len(self.hidden)}" if self.hidden else ""


class Margin(QWidget):
    """Draws a bar for each annotation in view and, where there is room, its tags and note.

    An annotation keeps its lane for as long as the article is open.
    """

    def __init__(self, page: "Page") -> None:
        super().__init__(page)
        self._page = page
        self._standing: list[Standing] | None = None
        self._bars: list[tuple[Annotation, QRectF]] = []
        self._pieces: dict[tuple[str | None, int], list[QRectF]] = {}  # of bars, by colour and line style
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Tags beside the text"))
        self._sweeping = False  # the mouse button went down where there is nothing to click
        self._hidden_names: Choice | None = None  # made when it is first wanted
        self._soon = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._soon.timeout.connect(self.update)

    def forget(self) -> None:
        """Places everything anew when next seen: something has moved."""
        self._standing = None

    def update_soon(self) -> None:
        """Paints a frame later: after a change the text comes first."""
        self.forget()
        self._soon.start()

    # -- what is where

    def _arrange(self) -> list[Standing]:
        if self._standing is None:
            article, current = self._page.article, self._page.current
            self._bars, self._pieces = [], {}
            reaches = self._page.bars() if article else {}
            lanes = max(1, min(_LANES, (self.width() - _LEFT) // _LANE))
            for key, (top, bottom) in reaches.items():
                lane, wider = article.lane(key), key == current
                if lane < lanes or wider:  # deeper in a crowd, a passage is in the text and in the count of names
                    left = _LEFT + min(lane, lanes - 1) * _LANE - wider
                    bar = QRectF(left, top, _BAR + 2 * wider, bottom - top)
                    self._bars.append((article.annotations[key], bar))
                    self._add_pieces(article.annotations[key], bar)
            beside = [(article.annotations[key], max(top, 2.0)) for key, (top, _) in reaches.items()]
            self._standing = self._placed(beside)
        return self._standing

    def _add_pieces(self, annotation: Annotation, bar: QRectF) -> None:
        """A bar is in the colours of all tags, one below the other."""
        session = self._page.session
        tags = session.shown.tags_of(annotation) or (None,)
        part = bar.height() / len(tags)
        for index, tag in enumerate(tags):
            look = (session.tags.by_id[tag].color, session.tags.style(tag)) if tag is not None else (None, 0)
            piece = QRectF(bar.x(), bar.y() + index * part, bar.width(), part)
            self._pieces.setdefault(look, []).append(piece)

    def _placed(self, beside: list[tuple[Annotation, float]]) -> list[Standing]:
        """Names and notes of annotations, which would like to stand at these heights."""
        if self._label_width() < 60:
            return []
        labels, current = self._labels(beside), self._page.current
        wanted = [Wanted(one.y, one.height, one.annotation == current, one.follows) for one in labels]
        return [
            self._standing_at(label, top, tuple(labels[number] for number in hidden))
            for label, (top, hidden) in zip(labels, place_labels(wanted, _REACH), strict=True)
            if top is not None
        ]

    def _standing_at(self, label: Label, top: float, hidden: tuple[Label, ...]) -> Standing:
        made = Standing(label, top, label.lines, hidden)
        width = int(self._label_width() - self._indent(label) - _advance(made.more, bold=False))
        return made._replace(lines=(*label.lines[:-1], _elided(label.lines[-1], width, self._is_bold(label))))

    def _is_bold(self, label: Label) -> bool:
        return label.annotation == self._page.current and label.color is not None

    def _indent(self, label: Label) -> float:
        return 0.0 if label.color else _NOTE_INDENT

    def _labels(self, beside: list[tuple[Annotation, float]]) -> list[Label]:
        session, room, found = self._page.session, self._label_width(), list[Label]()
        current, ground, tags = self._page.current, theme.current().paper, self._page.session.tags.by_id
        for annotation, y in beside:
            first = len(found)
            for tag in session.shown.tags_of(annotation):
                color = theme.text_on(tags[tag].color, ground)
                found.append(Label(y, (tags[tag].name,), color, annotation.id, tag))
            if annotation.note[:400].strip():
                lines = _note(annotation.note[:400], int(room), _NOTE_LINES if room >= _NOTE_ROOM else 1)
                found.append(Label(y, lines, None, annotation.id, follows=len(found) > first))
            if annotation.id == current:  # it is seen as a whole
                y = min(y, max(2.0, self.height() - sum(label.height for label in found[first:])))
                found[first:] = [label._replace(y=y) for label in found[first:]]
        return sorted(found, key=lambda label: label.y)

    def _label_left(self) -> float:
        return _LEFT + _LANES * _LANE + 6

    def _label_width(self) -> float:
        return self.width() - self._label_left() - 8

    def _area(self, standing: Standing) -> QRectF:
        return QRectF(self._label_left(), standing.top, self._label_width(), standing.label.height)

    # -- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), event.rect()
        painter.fillRect(area, theme.color(theme.current().paper))
        standing = self._arrange()
        for (color, style), pieces in self._pieces.items():
            draw_bars(painter, pieces, theme.mark(color), style)
        for one in standing:
            if one.top + one.label.height >= area.top() and one.top <= area.bottom():
                self._paint_label(painter, one)

    def _paint_label(self, painter: QPainter, standing: Standing) -> None:
        label, area = standing.label, self._area(standing)
        look, current = theme.current(), standing.label.annotation == self._page.current
        if current:
            painter.fillRect(area.adjusted(-5, 0, 4, -1), theme.color(look.soft))
        if label.color is None:
            edge = QRectF(area.left() - 1, area.top() + 2, 2, area.height() - _AFTER - 1)
            painter.fillRect(edge, theme.color(look.line))
        bold = self._is_bold(label)
        painter.setFont(_font(bold))
        painter.setPen(label.color or theme.color(look.ink if current else look.muted))
        height = _LABEL if label.color else _NOTE_LINE
        for index, line in enumerate(standing.lines):
            top, left = area.top() + index * height, area.left() + self._indent(label)
            painter.drawText(QRectF(left, top, area.right() - left, height), _LEFT_MIDDLE, line)
        if standing.hidden:
            painter.setFont(_font(bold=False))
            painter.setPen(theme.color(look.muted))
            painter.drawText(self._more_area(standing), _LEFT_MIDDLE, standing.more)

    def _more_area(self, standing: Standing) -> QRectF:
        """Where the number of those hidden stands, up to the edge."""
        label, area = standing.label, self._area(standing)
        height = _LABEL if label.color else _NOTE_LINE
        left = area.left() + self._indent(label) + _advance(standing.lines[-1], self._is_bold(label))
        return QRectF(left, area.top() + (len(standing.lines) - 1) * height, area.right() - left, height)

    # -- what the mouse does

    def annotation_at(self, point: QPointF) -> AnnotationId | None:
        """The annotation whose label or bar is under a point of this margin."""
        for one in self._arrange():
            if self._area(one).contains(point):
                return one.label.annotation
        near = [(a, bar) for a, bar in self._bars if bar.adjusted(-3, 0, 3, 0).contains(point)]
        return near[-1][0].id if near else None

    def crowd_at(self, point: QPointF) -> Standing | None:
        """The label at whose number of hidden ones a point is."""
        crowds = [one for one in self._arrange() if one.hidden]
        return next((one for one in crowds if self._more_area(one).contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._sweeping:
            event.ignore()
            return
        crowd = self.crowd_at(event.position())
        over = self.annotation_at(event.position()) if crowd is None else None
        points = over is not None or crowd is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if points else Qt.CursorShape.ArrowCursor)
        self._page.hover_annotation(over)

    def leaveEvent(self, event: QEvent) -> None:
        self._page.hover_annotation(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._sweeping = self.crowd_at(at) is None and self.annotation_at(at) is None
        if self._sweeping:
            event.ignore()  # what the mouse does beside the text is the reader's
        else:
            self._page.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._sweeping or event.button() != Qt.MouseButton.LeftButton:
            self._sweeping = False
            event.ignore()
            return
        crowd, found = self.crowd_at(event.position()), self.annotation_at(event.position())
        if crowd is not None:
            self._unfold(crowd)
        elif found is not None:
            self._page.session.select(found, reveal=True)

    def _unfold(self, crowd: Standing) -> None:
        """Lists the names that had no room; choosing one goes to its passage."""
        if self._hidden_names is None:
            self._hidden_names = Choice(
                self.window(), "Tags without room", "Tags and notes beside the text", "⏎ go there · Esc", _LIST
            )
        rows = [self._row(label) for label in crowd.hidden]
        area = self._more_area(crowd).toAlignedRect()
        area.moveTopLeft(self.mapTo(self.window(), area.topLeft()))
        ids = [label.annotation for label in crowd.hidden]
        self._hidden_names.offer(
            rows, [f"{row.before}{row.name}, {row.hint}" for row in rows], area,
            lambda number: self._page.session.select(ids[number], reveal=True),
        )  # fmt: skip

    def _row(self, label: Label) -> Row:
        article, tags = self._page.article, self._page.session.tags
        words = article.quote(article.annotations[label.annotation]) if article else ""
        row = tag_row(tags, label.tag) if label.tag is not None else Row("", label.lines[0], "", _NOTE_SIGN)
        return row._replace(hint=first_words(words, _QUOTE))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self.annotation_at(QPointF(event.pos()))
        if found is not None:
            top, bottom = self._page.bars()[found]  # the lines of the passage are not to be covered either
            area = QRectF(0, top, self.width(), bottom - top).united(QRectF(event.pos(), QSize(1, int(_LABEL))))
            beside = area.toAlignedRect().translated(self.mapToGlobal(QPoint()))
            self._page.menu_asked.emit(found, beside, event.globalPos())

    def resizeEvent(self, event: QEvent) -> None:
        self.forget()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.forget()
        self.update()


def _font(bold: bool) -> QFont:
    return theme.font(theme.SMALL_SIZE, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


@lru_cache(maxsize=2048)
def _elided(text: str, width: int, bold: bool) -> str:
    """A text cut to a width. Measuring is slow, and labels come back."""
    return QFontMetricsF(_font(bold)).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=512)
def _advance(text: str, bold: bool) -> float:
    """Pixels a text takes."""
    return QFontMetricsF(_font(bold)).horizontalAdvance(text)


@lru_cache(maxsize=512)
def _note(note: str, width: int, lines: int) -> tuple[str, ...]:
    """The first lines of a note, set for a width of the margin."""
    return tuple(fit_lines(flat(note).strip(), _font(bold=False), width - round(_NOTE_INDENT), lines))

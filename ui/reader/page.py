"""The page of the article: its column and margins, and the highlights painted below the text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from core.article import Article
from core.changes import Changes
from core.model import Annotation, AnnotationId, DocumentId
from core.span import Span
from core.text import LONG_WORD, Utf16Map
from storage.annotations import After
from ui import theme
from ui.reader import geometry, heading, units
from ui.reader.gutter import Gutter
from ui.reader.layout import ReadingLayout
from ui.reader.map_bar import MapBar
from ui.reader.margin import Margin
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

GUTTER = 46  # pixels for paragraph numbers
MARGIN_WIDE, MARGIN_NARROW = 176, 34  # pixels for lanes with and without labels
MARGIN_MOST = 280
MIN_CHARACTERS = 45
_SAMPLE = "The reader marks a passage and says in the margin why it matters, again and again. "


class VisibleBlock(NamedTuple):
    """A paragraph in view: pixels from the top of the viewport, and where it stands in the text."""

    block: QTextBlock
    top: float
    height: float
    start: int  # code points


# What a paragraph's highlights depend on: where it is and how high, its annotations, the current one of them.
_Look = tuple[int, float, float, tuple[Annotation, ...], AnnotationId | None]


class Page(QPlainTextEdit):
    """Shows the session's article. Reads nothing back from Qt: quotes are slices of the article's text."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self.reading_layout: ReadingLayout | None = None
        self._shown: QTextDocument | None = None
        self._scene: geometry.Scene | None = None
        self._paragraphs: dict[_Look, geometry.Scene] = {}  # those of the last scene
        self._standing_out: list[Span] = []  # where the current annotation is painted
        self._flashing: AnnotationId | None = None
        self._places: dict[tuple[Path, DocumentId], int] = {}  # project and article -> where it was left
        self._showing: tuple[Path, DocumentId] | None = None
        self._had_focus = False  # when the last article went away
        self._top_offset = 0  # the code point at which the text in view begins
        self._set_up_widget()
        self._gutter = Gutter(self)
        self._margin = Margin(self)
        session.article_opened.connect(self.show_article)
        session.opened.connect(self.show_article)
        session.changed.connect(self._follow)
        session.current_changed.connect(self._follow_current)
        self.updateRequest.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._note_place)
        self.show_article()

    def _set_up_widget(self) -> None:
        self.setObjectName("reader")
        self.setAccessibleName(self.tr("Article text"))
        self.setReadOnly(True)
        # Read-only alone would take the keyboard selection away.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(MapBar(self.session))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below needs painting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)  # files dropped on the text are the window's

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self.session.article

    def show_article(self) -> None:
        """Shows the session's article where it was read last, or nothing."""
        self._remember_place()
        article = self.article
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        self.reading_layout = ReadingLayout(document)
        document.setDocumentLayout(self.reading_layout)
        document.setUndoRedoEnabled(False)
        document.setPlainText(article.text if article else "")
        if article is not None and article.lines.longest_word >= LONG_WORD:
            # Qt takes half a minute to find where to break one word of a million letters.
            document.setDefaultTextOption(_wrap_anywhere(document.defaultTextOption()))
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self._had_focus = self._had_focus or self.hasFocus()
        self.setVisible(article is not None)
        if article is not None and self._had_focus:
            self.setFocus()
            self._had_focus = False
        self.apply_settings()
        if article is not None:
            self._showing = (self.session.project.path, article.document.id)
            self.scroll_to(self._places.get(self._showing, 0))

    def _remember_place(self) -> None:
        """Before another article is shown: where this one is being read. The session may have moved on already."""
        if self._showing is not None and self._shown is not None:
            self._places[self._showing] = self._top_offset
        self._showing = None

    def scroll_to(self, offset: int) -> None:
        """Puts the line with a code point at the top, and the caret before it."""
        if self.article is None or self.reading_layout is None:
            return
        position = self.article.units.to_utf16(min(offset, len(self.article.text)))
        block = self.document().findBlock(position)
        self.reading_layout.blockBoundingRect(block)  # lays it out, so that its lines are known
        line = block.layout().lineForTextPosition(position - block.position())
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(block.firstLineNumber() + max(0, line.lineNumber()))

    def reading_font(self) -> QFont:
        """The font of the article's text."""
        font = QFont(self.settings.reader_family or theme.serif_family())
        font.setPixelSize(self.settings.reader_size)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def apply_settings(self) -> None:
        """Takes over font, size, width and height from the settings."""
        font = self.reading_font()
        self.setFont(font)
        self.document().setDefaultFont(font)  # a document set after the font does not learn of it
        if self.reading_layout is not None:
            self.reading_layout.set_line_height(font, self.settings.reader_height)
        self._arrange()
        self.refresh()

    def _arrange(self) -> None:
        """Centres the column, gives the margins their room and the heading its height."""
        self._paragraphs.clear()
        character = QFontMetricsF(self.reading_font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        whole = self.width() - self.verticalScrollBar().sizeHint().width()
        wanted = round(character * self.settings.reader_width)
        wide = whole >= GUTTER + min(wanted, round(character * MIN_CHARACTERS)) + MARGIN_WIDE
        margin = MARGIN_WIDE if wide else MARGIN_NARROW
        column = max(120, min(wanted, whole - GUTTER - margin))
        left = max(GUTTER, (whole - column - margin + GUTTER) // 2)
        self.setViewportMargins(left, 0, max(margin, whole - left - column), 0)
        if self.reading_layout is not None and self.article is not None:
            self.reading_layout.header = heading.height(self.article, column)
        # Margins set while the widget is being resized reach the viewport but not the width of its lines.
        super().resizeEvent(QResizeEvent(self.viewport().size(), QSize()))
        area = self.viewport().geometry()
        self._gutter.setGeometry(area.left() - GUTTER, area.top(), GUTTER, area.height())
        self._margin.setGeometry(
            area.right() + 1, area.top(), min(whole - area.right() - 1, MARGIN_MOST), area.height()
        )

    def visible_blocks(self) -> Iterator[VisibleBlock]:
        """The paragraphs in view, from the top."""
        if self.article is None or self.reading_layout is None:
            return
        block = self.firstVisibleBlock()
        top = self.contentOffset().y()
        bottom = self.viewport().height()
        while block.isValid() and top < bottom:
            height = self.reading_layout.blockBoundingRect(block).height()
            yield VisibleBlock(block, top, height, self.article.lines.starts[block.blockNumber()])
            top += height
            block = block.next()

    def scene(self) -> geometry.Scene:
        """What the annotations in view look like; kept until something moves."""
        if self._scene is None:
            self._scene = geometry.Scene()
            article, before, self._paragraphs = self.article, self._paragraphs, {}
            for visible in self.visible_blocks() if article else ():
                stop = visible.start + visible.block.length()  # in UTF-16 units, so never too short
                found = tuple(article.meeting(visible.start, stop))
                if found:
                    current = next((a.id for a in found if a.id == self.session.current), None)
                    look = visible.start, visible.top, visible.height, found, current
                    if look not in before:
                        before[look] = geometry.paragraph(self._text_lines(visible, article), found, current)
                    self._paragraphs[look] = before[look]
                    self._scene.add(before[look])
        return self._scene

    def _text_lines(self, visible: VisibleBlock, article: Article) -> list[geometry.TextLine]:
        layout = visible.block.layout()
        position = visible.block.position()
        mixed = units.has_right_to_left(visible.block.text())
        return [
            _text_line(layout.lineAt(index), position, visible.top, article.units, mixed)
            for index in range(layout.lineCount())
        ]

    def refresh(self, spans: Sequence[Span] | None = None) -> None:
        """Draws text, margin and map again; of the text only the paragraphs with these spans, if any are given."""
        self._scene = None
        if spans is None:
            self._margin.update()
            self.viewport().update()
            self._gutter.update()
            self.verticalScrollBar().update()
            return
        for visible in self.visible_blocks():
            here = Span(visible.start, visible.start + visible.block.length())
            if any(here.overlaps(span) for span in spans):
                top, height = int(visible.top) - 2, int(visible.height) + 5
                self.viewport().update(QRect(0, top, self.viewport().width(), height))
                # A label pushes those below it down, never those above.
                self._margin.update(QRect(0, top, self._margin.width(), self._margin.height() - top))

    def _note_place(self) -> None:
        if self._showing is not None:
            self._top_offset = self.first_visible_offset()

    def _scrolled(self, _rect: QRect, dy: int) -> None:
        if dy:
            self._scene = None
            self._gutter.update()
            self._margin.update()

    def _follow(self, changes: Changes, after: After) -> None:
        self.verticalScrollBar().follow(changes, after)
        if changes.touches("tag", "document"):
            self._arrange()
            self.refresh()
            return
        before = changes.before.get("annotation", {})
        spans = [Span(a.start, a.stop) for a in after.annotations.values() if a is not None]
        spans += [_span_before(row, after.annotations.get(AnnotationId(key))) for key, row in before.items() if row]
        self.refresh(spans)
        if self.firstVisibleBlock().blockNumber() == 0 and self.reading_layout is not None:
            counted = QRect(0, 0, self.viewport().width(), int(self.reading_layout.header))
            self.viewport().update(counted)

    def _follow_current(self) -> None:
        """The annotation that was current steps back, the one that is now stands out."""
        before, current = self._standing_out, self.session.current
        known = self.article.annotations.get(current) if self.article and current is not None else None
        self._standing_out = [Span(known.start, known.stop)] if known else []
        self.refresh(before + self._standing_out)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color(theme.current().paper))
        if self.article is not None:
            self._paint_heading(painter)
            self._paint_highlights(painter, event.rect())
        painter.end()
        super().paintEvent(event)

    def _paint_heading(self, painter: QPainter) -> None:
        if self.firstVisibleBlock().blockNumber() == 0 and self.article is not None:
            counted = self.session.annotation_counts[self.article.document.id]
            heading.paint(painter, self.article, counted, self.contentOffset().y(), self.viewport().width())

    def _paint_highlights(self, painter: QPainter, area: QRect) -> None:
        scene, current = self.scene(), self.session.current
        for box, annotation, depth in scene.tints:
            if box.y <= area.bottom() and area.top() <= box.y + box.height:
                strong = annotation in (current, self._flashing)
                painter.fillRect(QRectF(*box), theme.tint(self._first_color(annotation), depth + 2 * strong))
        for box, _, tag in scene.underlines:
            if box.y <= area.bottom() and area.top() <= box.y + box.height:
                painter.fillRect(QRectF(*box), theme.mark(self.session.tags.by_id[tag].color if tag else None))

    def _first_color(self, annotation: AnnotationId) -> str | None:
        tags = self.article.annotations[annotation].tags if self.article else ()
        return self.session.tags.by_id[tags[0]].color if tags else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._margin is not None:
            self.refresh()

    def first_visible_offset(self) -> int:
        """The code point at which the text in view begins."""
        if self.article is None:
            return 0
        cursor = self.cursorForPosition(QPoint(1, 1))
        return self.article.units.to_code_point(cursor.position())

    def boxes(self, start: int, stop: int) -> list[QRectF]:
        """Where code points `[start, stop)` are in the viewport; what is out of view is left out."""
        found = []
        for visible in self.visible_blocks() if self.article else ():
            if visible.start < stop and start < visible.start + visible.block.length():
                for line in self._text_lines(visible, self.article):
                    low, high = max(start, line.start), min(stop, line.stop)
                    if low < high:
                        found += [
                            QRectF(left, line.top, right - left, line.bottom - line.top)
                            for left, right in line.extents(low, high)
                        ]
        return found

    def rect_of(self, offset: int) -> QRect:
        """Where a caret before this code point would be, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.article.units.to_utf16(offset) if self.article else 0)
        return self.cursorRect(cursor)


def _text_line(line: QTextLine, position: int, top: float, offsets: Utf16Map, mixed: bool) -> geometry.TextLine:
    """A laid-out line of the block that begins at a UTF-16 position, `top` pixels down the viewport."""
    start = position + line.textStart()
    y = top + line.y()

    known: dict[int, float] = {}  # where passages overlap, the same ends are asked for again and again

    def x_of(offset: int) -> float:
        if offset not in known:
            known[offset] = units.x_of(line, offsets.to_utf16(offset) - position)
        return known[offset]

    def extents(low: int, high: int) -> list[tuple[float, float]]:
        if mixed:
            return units.extents(line, offsets.to_utf16(low) - position, offsets.to_utf16(high) - position)
        return [(x_of(low), x_of(high))]

    return geometry.TextLine(
        offsets.to_code_point(start),
        offsets.to_code_point(start + line.textLength()),
        y - 1,
        y + line.height() + 2,
        y + line.ascent(),
        extents,
    )


def _span_before(row: Mapping[str, str | int | None], now: Annotation | None) -> Span:
    """Where an annotation was before a step that left only its changed values behind."""
    start = row.get("start", now.start if now else 0)
    stop = row.get("stop", now.stop if now else 0)
    return Span(int(start or 0), int(stop or 0))


def _wrap_anywhere(option: QTextOption) -> QTextOption:
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    return option

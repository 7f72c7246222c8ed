"""Lanes and tag names to the right of the text: what each passage in view is about."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.model import Annotation, AnnotationId
from ui import theme
from ui.reader.geometry import place_labels

if TYPE_CHECKING:
    from ui.reader.page import Page

_LEFT = 14  # pixels before the first lane
_LANE, _BAR = 7, 3  # pixels from lane to lane, and of a lane's bar
_LANES = 5  # further lanes share the last
_LABEL = 17.0  # pixels a label takes
_REACH = 4 * _LABEL  # how far a label may be from its passage


class Label(NamedTuple):
    """A name beside the text; `color` None is a note."""

    y: float
    text: str
    color: QColor | None
    annotation: AnnotationId


class Margin(QWidget):
    """Draws a bar for each annotation in view and, where there is room, its tags and note."""

    def __init__(self, reader: "Page") -> None:
        super().__init__(reader)
        self._reader = reader
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Tags beside the text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(theme.current().paper))
        if self._reader.article is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self._reader.session.current
        bars, above = self._bars(), event.rect().top()
        for annotation, bar in bars:
            if bar.bottom() < above:
                continue
            stretches = annotation.tags or (None,)
            part = bar.height() / len(stretches)
            for index, tag in enumerate(stretches):
                color = self._reader.session.tags.by_id[tag].color if tag else None
                piece = QRectF(bar.x(), bar.y() + index * part, bar.width(), part)
                if annotation.id == current:
                    piece.adjust(-1, 0, 1, 0)
                painter.fillRect(piece, theme.mark(color))
        for label, top in self._placed(bars):
            if top + _LABEL < above:
                continue
            self._paint_label(painter, label, top, label.annotation == current)

    def _bars(self) -> list[tuple[Annotation, QRectF]]:
        article = self._reader.article
        if article is None:
            return []
        bars = []
        for key, (top, bottom) in self._reader.scene().bars.items():
            lane = min(article.lanes[key], _LANES - 1)
            bars.append((article.annotations[key], QRectF(_LEFT + lane * _LANE, top, _BAR, bottom - top)))
        return bars

    def _labels(self, bars: list[tuple[Annotation, QRectF]]) -> list[Label]:
        session = self._reader.session
        ground = theme.current().paper
        found = []
        for annotation, bar in bars:
            y = max(bar.y(), 2.0)
            for tag in annotation.tags:
                known = session.tags.by_id[tag]
                found.append(Label(y, known.name, theme.text_on(known.color, ground), annotation.id))
            if annotation.note:
                first = " ".join(annotation.note.split()[:12])
                found.append(Label(y, f"✎ {first}", None, annotation.id))
        return sorted(found, key=lambda label: label.y)

    def _placed(self, bars: list[tuple[Annotation, QRectF]]) -> list[tuple[Label, float]]:
        """Labels with their tops; what has no room is counted behind the last one that has."""
        if self.width() < _LEFT + _LANES * _LANE + 60:
            return []
        placed: list[tuple[Label, float]] = []
        hidden = 0
        labels = self._labels(bars)
        for label, top in zip(labels, place_labels([x.y for x in labels], _LABEL, _REACH), strict=True):
            if top is None:
                hidden += 1
                last, at = placed[-1]
                placed[-1] = (last._replace(text=f"{last.text.split(' +')[0]} +{hidden}"), at)
            else:
                hidden = 0
                placed.append((label, top))
        return placed

    def _paint_label(self, painter: QPainter, label: Label, top: float, current: bool) -> None:
        muted = theme.color(theme.current().muted)
        font = theme.font(11.5, QFont.Weight.DemiBold if current else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(label.color or muted)
        area = self._label_area(top)
        text = QFontMetricsF(font).elidedText(label.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _label_area(self, top: float) -> QRectF:
        left = _LEFT + _LANES * _LANE + 4
        return QRectF(left, top, self.width() - left - 6, _LABEL)

    def annotation_at(self, point: QPointF) -> AnnotationId | None:
        """The annotation whose label or bar is under a point of this margin."""
        bars = self._bars()
        for label, top in self._placed(bars):
            if self._label_area(top).contains(point):
                return label.annotation
        near = [(a, bar) for a, bar in bars if bar.adjusted(-3, 0, 3, 0).contains(point)]
        return near[-1][0].id if near else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.annotation_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.annotation_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._reader.session.select(found, reveal=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

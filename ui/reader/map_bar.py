"""The reader's scroll bar, with a mark for every annotation of the whole article."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from core.changes import Changes
from core.model import Annotation
from storage.annotations import After
from ui import theme
from ui.session import Session

WIDTH = 15  # pixels
_LEAST = 3  # pixels of the shortest mark


class MapBar(QScrollBar):
    """Scrolls as any scroll bar does; marks are kept in a picture and added to it one by one."""

    def __init__(self, session: Session) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._session = session
        self._marks: QPixmap | None = None
        self._look = ""
        self.setAccessibleName(self.tr("Place in the article, with the annotations"))
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        session.article_opened.connect(self.forget)
        session.opened.connect(self.forget)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def forget(self) -> None:
        """Draws all marks anew when next seen."""
        self._marks = None
        self.update()

    def follow(self, changes: Changes, after: After) -> None:
        """Adds the marks of new annotations; anything else draws all anew."""
        new = [a for a in after.annotations.values() if a is not None]
        added = changes.before.get("annotation", {})
        only_new = not changes.touches("tag") and all(a.id in added and added[a.id] is None for a in new)
        if self._marks is None or not only_new or len(new) != len(after.annotations):
            self.forget()
            return
        painter = QPainter(self._marks)
        for annotation in new:
            self._mark(painter, annotation)
        painter.end()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(look.panel))
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        if self.maximum() > 0:
            painter.fillRect(QRect(0, handle.top(), WIDTH, handle.height()), theme.color(look.line))
        if (
            self._marks is None
            or self._marks.deviceIndependentSize().toSize() != self.size()
            or self._look != look.name
        ):
            self._draw_all()
        if self._marks is not None:
            painter.drawPixmap(0, 0, self._marks)
        painter.fillRect(0, 0, 1, self.height(), theme.color(look.line))

    def _draw_all(self) -> None:
        self._look = theme.current().name
        ratio = self.devicePixelRatioF()
        self._marks = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        self._marks.setDevicePixelRatio(ratio)
        self._marks.fill(QColor(0, 0, 0, 0))
        if self._session.article is None:
            return
        painter = QPainter(self._marks)
        # Far more annotations than pixels look the same drawn once a pixel.
        seen: dict[tuple[int, int], Annotation] = {}
        scale = self.height() / max(1, len(self._session.article.text))
        for annotation in self._session.article.annotations.values():
            seen[int(annotation.start * scale), int((annotation.stop - annotation.start) * scale)] = annotation
        for annotation in seen.values():
            self._mark(painter, annotation)
        painter.end()

    def _mark(self, painter: QPainter, annotation: Annotation) -> None:
        article = self._session.article
        if article is None or annotation.document != article.document.id:
            return
        scale = self.height() / max(1, len(article.text))
        top = round(annotation.start * scale)
        height = max(_LEAST, round((annotation.stop - annotation.start) * scale))
        tag = self._session.tags.by_id[annotation.tags[0]].color if annotation.tags else None
        painter.fillRect(QRect(4, min(top, self.height() - height), WIDTH - 7, height), theme.mark(tag))

"""One article, or two side by side: the readers, the heads that name them, and the way back after a jump."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from core.model import DocumentId
from ui import theme
from ui.reader.view import Reader
from ui.session import Session
from ui.settings import Settings
from ui.trail import Place, Trail
from ui.typeset import draw_line

_HEAD = 32  # pixels
_GLANCE_MS = 5000  # a place that was walked to and looked at for longer is one to come back to


class PaneHead(QWidget):
    """Names the article of a pane while there are two, tells which is active, and closes it."""

    def __init__(self, reader: Reader, close: Callable[[], None]) -> None:
        super().__init__()
        self._reader = reader
        self.setFixedHeight(_HEAD)
        cross = QPushButton("×")
        cross.setProperty("role", "quiet")
        cross.setAccessibleName(self.tr("Close this side"))
        cross.setToolTip(self.tr("Close this side"))
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setFixedSize(26, 24)
        cross.clicked.connect(close)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 6, 3)
        row.addStretch(1)
        row.addWidget(cross)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, article = theme.current(), self._reader.article
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(look.panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(look.line))
        if self._reader.is_active:
            painter.fillRect(0, self.height() - 2, self.width(), 2, theme.color(look.accent))
        if article is not None:
            painter.setFont(theme.font(theme.TEXT_SIZE))
            color = theme.color(look.ink if self._reader.is_active else look.muted)
            draw_line(painter, self.rect().adjusted(14, 0, -38, -1), article.document.title, color)


class Panes(QSplitter):
    """The readers of the session's panes, the second of which is made when it is first wanted."""

    reader_added = Signal(object)
    trail_changed = Signal()
    sides_changed = Signal()  # there are two now, or one again

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._session = session
        self._settings = settings
        self.trail = Trail()
        self._travelling = False
        self._passed: Place | None = None  # where a walk has come to, and when
        self._since = QElapsedTimer()
        self._two = False
        self._foot: QWidget | None = None  # what stands below the active side
        self.readers: list[Reader] = []
        self._heads: list[PaneHead] = []
        self.setChildrenCollapsible(False)
        self._add_reader()
        session.article_opened.connect(self._follow)
        session.opened.connect(self._forget_trail)
        session.filtering.renamed.connect(lambda old, new: self.trail.rename(old, new))  # each project has its own

    @property
    def reader(self) -> Reader:
        """The one that commands are about."""
        return self.readers[min(self._session.active, len(self.readers) - 1)]

    def _add_reader(self) -> None:
        reader = Reader(self._session, self._settings, len(self.readers))
        head = PaneHead(reader, lambda: self.close_pane(reader.pane))
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(reader, 1)
        reader.left.connect(self._leave)
        self.readers.append(reader)
        self._heads.append(head)
        self.addWidget(side)
        self.handle(self.count() - 1).setAccessibleName(self.tr("Edge between the texts"))
        self.reader_added.emit(reader)

    def stand_below(self, foot: QWidget) -> None:
        """Has something stand below the article that commands are about, whichever that is."""
        self._foot = foot
        self._place_foot()

    def _place_foot(self) -> None:
        side = self.reader.parentWidget()
        if self._foot is not None and self._foot.parentWidget() is not side:
            hidden = self._foot.isHidden()
            if self._foot.isAncestorOf(QApplication.focusWidget()):
                self.reader.setFocus()  # else Qt would give it to the other side, and make that the active one
            side.layout().addWidget(self._foot)
            self._foot.setHidden(hidden)  # which it is whenever it gets another parent

    def open_beside(self, document: DocumentId) -> None:
        """Opens an article beside the one being read."""
        if len(self.readers) == 1:
            self._session.panes.append(None)  # so that its reader has something to show: nothing yet
            self._add_reader()
        self._session.open_beside(document)
        self.setSizes([1000, 1000])
        self.reader.setFocus()

    def close_pane(self, pane: int) -> None:
        """Closes one side; the other stays where it is being read."""
        self._session.activate(1 - pane)
        kept, place = self.reader, self.reader.first_visible_offset()
        self._session.close_beside()
        self.readers[0].show_article()
        if kept is not self.readers[0]:
            self.readers[0].scroll_to(place)
        self.reader.setFocus()

    def _follow(self) -> None:
        two = len(self._session.panes) > 1
        if two != self._two:
            self._two = two
            self.sides_changed.emit()
        for number, (reader, head) in enumerate(zip(self.readers, self._heads, strict=True)):
            reader.parentWidget().setVisible(number < len(self._session.panes))
            head.setVisible(two)
            head.update()
        self._place_foot()

    # -- the way back

    def _leave(self, document: DocumentId, offset: int, walking: bool) -> None:
        place = Place(document, offset)
        # A place only passed through, as when walking from hit to hit, is none to come back to.
        passing = walking and place == self._passed and not self._since.hasExpired(_GLANCE_MS)
        if not self._travelling and not passing:
            self.trail.leave(place)
            self.trail_changed.emit()
        self._passed = Place(document, self.reader.first_visible_offset()) if walking else None
        self._since.start()

    def jump(self, view: str, leap: Callable[[], object], to_others: bool = False) -> None:
        """Jumps, from where the way back leads to this place and to the view that was open.

        If it is `to_others`, passages, the way back leads to the filter that there was, too.
        """
        here = self._here(view) if to_others else self._here(view).without_filter
        self._travelling = True
        leap()
        self._travelling = False
        self.trail.leave(here)
        self.trail_changed.emit()

    def go_back(self, view: str) -> str:
        """From a view to where the last jump led away from; the view that was."""
        return self._travel(self.trail.back, view)

    def go_forward(self, view: str) -> str:
        """To where `go_back` led away from."""
        return self._travel(self.trail.forward, view)

    def _here(self, view: str) -> Place:
        article, filtering = self._session.article, self._session.filtering
        at = (None, 0) if article is None else (article.document.id, self.reader.first_visible_offset())
        return Place(*at, view, (filtering.wanted, filtering.name))

    def _travel(self, step: Callable[[Place], Place | None], view: str) -> str:
        self.trail.forget(self._session.documents)
        place = step(self._here(view))
        if place is not None:
            self._travelling = True
            if place.document is not None:
                self._session.open_article(place.document)
                self.reader.scroll_to(place.offset)
            if place.filter is not None:
                self._session.filtering.use(*place.filter)
            self._travelling = False
        self.trail_changed.emit()
        return place.view if place is not None else view

    def _forget_trail(self) -> None:
        self.trail = Trail()
        self._follow()

"""The Charts view: three cards that follow every change and lead back to the passages they count."""

from collections.abc import Callable
from pathlib import Path
from string import Template

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.changes import Changes
from core.errors import UserError
from storage.annotations import After
from ui import theme
from ui.charts import content, export
from ui.charts.canvas import Canvas
from ui.charts.card import Card
from ui.charts.content import Content
from ui.charts.figure import Mark, elided
from ui.labels import label
from ui.session import Session

TWO_COLUMNS = 1000  # pixels of width from which two cards stand side by side
_TOP = Qt.AlignmentFlag.AlignTop
_STYLE = Template("""
QWidget#page { background: $ground; }
QFrame#card { background: $paper; border: 1px solid $line; border-radius: 10px; }
QFrame#card QLabel[role="title"] { font-size: 14px; font-weight: 700; color: $ink; }
QFrame#card QLabel[role="small"] { font-size: 11.5px; color: $muted; }
QFrame#card QLabel[role="empty"] { font-size: 13px; color: $muted; padding: 18px 0; }
QPushButton#plain { background: transparent; border: none; margin: 0; color: $muted;
    padding: 2px 4px; font-size: 12px; }
QPushButton#plain:hover, QPushButton#plain:focus { border: none; color: $accent; text-decoration: underline; }
QPushButton#plain:disabled { color: $disabled; }
QLabel#caption { background: $panel; color: $ink; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; font-size: 12px; }
""")


class ChartsView(QWidget):
    """Three charts of the session's project; a click asks for passages by (DocumentId, TagId | None)."""

    passages_requested = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.cards = {content.frequency: Card(), content.by_article: Card(), content.matrix: Card()}
        self._stale = True
        self._look = ""
        self._wide: bool | None = None
        self._page = QWidget()
        self._page.setObjectName("page")
        self._caption = label(parent=self._page)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Charts")
        self._arrange()
        for make, card in self.cards.items():
            self._connect(make, card)
        session.changed.connect(self._follow)
        session.opened.connect(self._reopened)
        session.shown.changed.connect(self.refresh)
        session.article_opened.connect(self.refresh)

    def _arrange(self) -> None:
        self._caption.setObjectName("caption")
        self._caption.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._caption.hide()
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(14, 14, 14, 14)
        self._grid.setSpacing(14)
        self._scroll.setWidget(self._page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusProxy(self._scroll)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # first in the order: Page Down scrolls
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._place_cards()

    def _place_cards(self) -> None:
        """Two columns, the matrix alone on the right, or one."""
        wide = self.width() >= TWO_COLUMNS
        if wide == self._wide:
            return
        self._wide = wide
        first, second, third = self.cards.values()
        self._grid.addWidget(first, 0, 0, _TOP)
        self._grid.addWidget(second, 1, 0, _TOP)
        self._grid.addWidget(third, *((0, 1, 3, 1) if wide else (2, 0, 1, 1)), _TOP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)
        self._grid.setRowStretch(2 if wide else 3, 1)
        self._grid.setRowStretch(3 if wide else 2, 0)

    def _connect(self, make: Callable[[Session, bool], Content], card: Card) -> None:
        canvas = card.canvas
        canvas.chosen.connect(lambda mark: self.passages_requested.emit(mark.document, mark.tag))
        canvas.pointed.connect(lambda mark: self._say(canvas, mark))
        canvas.reached.connect(lambda place: self._reveal(canvas, place))
        card.export_asked.connect(lambda form: self.export_chart(card, form))
        card.extent_changed.connect(lambda: self._fill(make, card))

    # -- following the project

    def refresh(self) -> None:
        """Makes the charts anew, now or when they are next seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._caption.hide()
        for make, card in self.cards.items():
            self._fill(make, card)

    def _fill(self, make: Callable[[Session, bool], Content], card: Card) -> None:
        card.show_content(make(self.session, card.shows_all))

    def _follow(self, changes: Changes, _after: After) -> None:
        if changes.touches("coding", "tag", "annotation", "document"):
            self.refresh()

    def _reopened(self) -> None:
        for card in self.cards.values():
            card.shows_all = False
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._dress()
        if self._stale:
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self.isVisible():
            self._dress()

    def _dress(self) -> None:
        """Puts on the current look, if it is not on already."""
        look = theme.current()
        if self._look != look.name:
            self._look = look.name  # first: a new stylesheet sends the event that led here
            self.setStyleSheet(_STYLE.substitute({role: getattr(look, role) for role in look.__slots__}))
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()
        self._caption.hide()

    # -- pointing

    def _say(self, canvas: Canvas, mark: Mark | None) -> None:
        """Shows what a mark stands for, below it or, where there is no room, above."""
        self._caption.setVisible(mark is not None)
        if mark is None:
            return
        room = self._page.width() - 16
        self._caption.setText(elided(mark.caption, self._caption.font(), room - 24))
        self._caption.adjustSize()
        place = self._on_page(canvas, mark.rect.toAlignedRect())
        left = place.center().x() - self._caption.width() // 2
        left = max(8, min(left, self._page.width() - 8 - self._caption.width()))
        top = place.bottom() + 6
        bottom = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height()
        if top + self._caption.height() > bottom:
            top = place.top() - 6 - self._caption.height()
        self._caption.move(left, top)
        self._caption.raise_()

    def _reveal(self, canvas: Canvas, place: QRect) -> None:
        middle = self._on_page(canvas, place).center()
        self._scroll.ensureVisible(0, middle.y(), 0, place.height() // 2 + 32)

    def _on_page(self, canvas: Canvas, place: QRect) -> QRect:
        return QRect(canvas.mapTo(self._page, QPoint(place.topLeft())), place.size())

    # -- exporting

    def choose_path(self, suggested: str, suffix: str) -> Path | None:
        """Asks where to write a chart; None when the user thinks better of it."""
        folder = self.session.project.path.parent
        kind = f"{suffix.upper()} (*.{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self, "Export chart", str(folder / suggested), kind)
        return Path(chosen) if chosen else None

    def export_chart(self, card: Card, form: str) -> None:
        """Writes one chart to a file of the user's choice."""
        if card.content is None or card.content.empty:
            return
        suffix = form.lower()
        path = self.choose_path(f"{card.content.title}.{suffix}", suffix)
        if path is None:
            return
        try:
            path.write_bytes(export.file_bytes(card.content, form))
        except UserError as error:
            self.session.failed.emit(str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            self.session.failed.emit(f"The chart could not be written to “{path.name}”: {reason}.")

"""The Charts view: an overview of cards, or one chart alone; they follow every change and lead to the passages."""

from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.chart_settings import Settings
from core.errors import UserError
from ui import theme
from ui.charts import export, print_sheet
from ui.charts.canvas import Canvas
from ui.charts.card import COPY, Card
from ui.charts.controls import ALL, ChartBar
from ui.charts.export import Print
from ui.charts.figure import Mark, elided
from ui.charts.kinds import KINDS, OVERVIEW, first_settings
from ui.charts.measuring import Measuring
from ui.commands.files import with_suffix
from ui.labels import label
from ui.session import Session
from ui.settings import Settings as Remembered

TWO_COLUMNS = 1000  # pixels of width from which two cards stand side by side
SHARED = ("unit", "scope", "rollup")  # settings that all charts have together, as far as they make sense for one
_TOP = Qt.AlignmentFlag.AlignTop
_STYLE = Template("""
QWidget#page, QWidget#chartbar { background: $ground; }
QFrame#card { background: $paper; border: 1px solid $line; border-radius: 10px; }
QFrame#card QLabel[role="small"] { font-size: 11.5px; color: $muted; }
QFrame#card QLabel[role="empty"] { font-size: 13px; color: $muted; padding: 18px 0; }
QPushButton#plain { background: transparent; border: none; margin: 0; color: $muted;
    padding: 2px 4px; font-size: 12px; }
QPushButton#plain:hover, QPushButton#plain:focus { border: none; color: $accent; text-decoration: underline; }
QPushButton#plain:disabled { color: $disabled; }
QPushButton#charttitle { background: transparent; border: none; margin: 0; padding: 0; color: $ink;
    font-size: 14px; font-weight: 700; text-align: left; }
QPushButton#charttitle:hover, QPushButton#charttitle:focus { color: $accent; text-decoration: underline; }
QLabel#caption { background: $panel; color: $ink; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; font-size: 12px; }
""")


class ChartsView(QWidget):
    """Charts of the session's project.

    `passages_requested(str, list, bool)` has what a mark says, its annotations, and whether the chart is filtered.
    """

    passages_requested = Signal(str, object, bool)

    def __init__(
        self, session: Session, remembered: Remembered | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._remembered = remembered or Remembered()
        self.measuring = Measuring(session, self)
        self.alone = ""  # the chart that is seen alone
        self.cards: dict[str, Card] = {}
        self.bar = ChartBar()
        self._settings = {name: first_settings(name) for name in KINDS}
        self._shared = Settings(scope="article")
        self._stale = True
        self._look = ""
        self._arranged: tuple[str, bool] | None = None
        self._page = QWidget()
        self._page.setObjectName("page")
        self._caption = label(parent=self._page)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Charts")
        self._arrange()
        self.measuring.changed.connect(self.refresh)
        self.bar.chart_chosen.connect(self.show_chart)
        self.bar.changed.connect(self._share)
        session.opened.connect(self._start_anew)

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
        self._scroll.verticalScrollBar().valueChanged.connect(self._follow_scrolling)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole.addWidget(self.bar)
        whole.addWidget(self._scroll, 1)

    # -- which charts, and how

    def show_chart(self, name: str) -> None:
        """Shows one chart alone with its settings, or the overview for ALL."""
        self.alone = "" if name == ALL else name
        self._scroll.verticalScrollBar().setValue(0)
        self.refresh()

    def shown(self) -> tuple[str, ...]:
        """The charts that are seen."""
        return (self.alone,) if self.alone else OVERVIEW

    def settings_of(self, name: str) -> Settings:
        """How a chart is shown: its own settings with those that all share, as far as they make sense for it."""
        kind, shared = KINDS[name], self._shared
        scope = shared.scope if shared.scope in kind.scopes else kind.scopes[0]
        unit = shared.unit if shared.unit in kind.units else [*kind.units, self._settings[name].unit][0]
        every = self._settings[name].every or (kind.shows_all and name == self.alone)
        return self._settings[name]._replace(
            unit=unit, scope=scope, rollup=shared.rollup and kind.rolls_up, every=every
        )

    def change(self, name: str, field: str, value: Any) -> None:
        """Changes one setting of a chart."""
        self._settings[name] = self._settings[name]._replace(**{field: value})
        self._fill(name)

    def _share(self, field: str, value: Any) -> None:
        self._shared = self._shared._replace(**{field: value})
        self.refresh()

    def _card(self, name: str) -> Card:
        if name not in self.cards:
            card = self.cards[name] = Card()
            canvas = card.canvas
            canvas.chosen.connect(lambda mark: self._read(name, mark))
            canvas.pointed.connect(lambda mark: self._say(canvas, mark))
            canvas.reached.connect(lambda place: self._reveal(canvas, place))
            card.export_asked.connect(lambda form: self.export_chart(card, form))
            card.changed.connect(lambda field, value: self.change(name, field, value))
            card.opened.connect(lambda: self.show_chart(ALL if self.alone else name))
        return self.cards[name]

    def _place_cards(self) -> None:
        """Two columns, the matrix alone on the right, or one; a chart alone has all the room."""
        wide = self.width() >= TWO_COLUMNS and not self.alone
        if (self.alone, wide) == self._arranged:
            return
        self._arranged = self.alone, wide
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.hide()
        for at, name in enumerate(self.shown()):
            card, is_right = self._card(name), wide and at == 2
            self._grid.addWidget(card, 0 if is_right else at, int(is_right), 3 if is_right else 1, 1, _TOP)
            card.show()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)
        for row in range(4):
            self._grid.setRowStretch(row, int(row == (2 if wide else len(self.shown()))))

    # -- following the project

    def refresh(self) -> None:
        """Makes the charts anew, now or when they are next seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._caption.hide()
        self._place_cards()
        name = self.alone or ALL
        in_force = self.settings_of(self.alone) if self.alone else self._shared
        self.bar.show_settings(name, in_force, len(self.session.documents))
        for each in self.shown():
            self._fill(each)

    def _fill(self, name: str) -> None:
        card, settings = self._card(name), self.settings_of(name)
        card.show_content(KINDS[name].make(self.measuring, settings), settings, self.measuring, bool(self.alone))

    def _start_anew(self) -> None:
        self._settings = {name: first_settings(name) for name in KINDS}
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

    def _follow_scrolling(self) -> None:
        for name in self.shown():
            self._card(name).canvas.follow()

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

    def _read(self, name: str, mark: Mark) -> None:
        self.passages_requested.emit(mark.what, mark.behind(), self.settings_of(name).scope == "filter")

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
        return with_suffix(Path(chosen), f".{suffix}") if chosen else None

    def choose_print(self, title: str, form: str) -> Print | None:
        """Asks how a picture is to be; None when the user thinks better of it."""
        return print_sheet.ask(self, title, form, self._print)

    @property
    def _print(self) -> Print:
        """How the last picture was to be."""
        return Print(self._remembered.chart_width, self._remembered.chart_patterns)

    def export_chart(self, card: Card, form: str) -> None:
        """Writes one chart to a file of the user's choice, or to the clipboard."""
        content = card.content
        if content is None or content.empty:
            return
        if form in export.PICTURES:
            how = self.choose_print(content.title, form)
            if how is None:
                return
            self._remembered.chart_width, self._remembered.chart_patterns = how
        try:
            if form == COPY:
                QGuiApplication.clipboard().setMimeData(export.on_clipboard(content, self._print))
            elif path := self.choose_path(f"{content.title}.{form.lower()}", form.lower()):
                path.write_bytes(export.file_bytes(content, form, self._print))
        except UserError as error:
            self.session.failed.emit(str(error))
        except OSError as error:
            reason, name = error.strerror or str(error), Path(error.filename).name
            self.session.failed.emit(f"The chart could not be written to “{name}”: {reason}.")

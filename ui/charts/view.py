"""The Charts view: an overview of cards, or one chart alone; they follow every change and lead to the passages."""

import json
from collections.abc import Callable
from string import Template
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core import guids
from core.chart_settings import Settings, from_json
from core.errors import UserError
from core.filters import Filter
from ui import theme
from ui.charts.canvas import Canvas
from ui.charts.caption import caption_on, say
from ui.charts.card import Card
from ui.charts.controls import ALL, ChartBar
from ui.charts.exporting import export_chart
from ui.charts.figure import Figure, Mark
from ui.charts.kinds import COMPARING, KINDS, OVERVIEW, first_settings, fitting
from ui.charts.measuring import Measuring
from ui.charts.page import Page
from ui.charts.pins import Pins, pinned_content
from ui.session import Session
from ui.settings import Settings as Remembered

_AROUND = 32  # pixels above and below what the keyboard reaches that are seen too
TWO_COLUMNS = 1000  # pixels of width from which two cards stand side by side
SHARED = ("unit", "scope", "rollup")  # settings that all charts have together, as far as they make sense for one
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

    `passages_requested(str, list, Filter)` has what a mark says, its annotations, and the filter the chart goes by.
    """

    passages_requested = Signal(str, object, object)
    menu_asked = Signal(QRect, QPoint)  # the mark or the mouse, and where in it, as the screen counts
    pin_asked = Signal(str)  # the chart that is to be pinned or, where it is, unpinned
    told = Signal(str)  # what was done, for the user
    went = Signal()  # other charts are seen, or have another name

    def __init__(
        self, session: Session, remembered: Remembered | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._remembered = remembered or Remembered()
        self.measuring = Measuring(session, self)
        self.pins = Pins(session, self)
        self.alone = ""  # the chart that is seen alone
        self._read_from = ""  # the chart whose passages were read last: whoever comes back goes on there
        self.cards: dict[str, Card] = {}
        self.bar = ChartBar()
        self._settings = {name: first_settings(name) for name in KINDS}
        self._shared = Settings(scope="article")
        self._stale = True
        self._look = ""
        self._arranged: tuple[bool, tuple[str, ...]] | None = None
        self._waiting: list[str] = []  # charts still to be made anew, one after the other
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill_next)
        self._said: tuple[str, Figure, Mark] | None = None  # what the caption is about, and where it was then
        self._placed: tuple[Figure, tuple[Any, ...]] | None = None  # what the caption says, and where
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self._place_caption)
        self._page = Page()
        self._caption = caption_on(self._page)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Charts")
        self._arrange()
        self.measuring.changed.connect(self.refresh)
        self.measuring.advanced.connect(self._go_on)
        self.pins.changed.connect(self._follow_pins)
        self.bar.chart_chosen.connect(self.show_chart)
        self.bar.changed.connect(self._share)
        session.filtering.renamed.connect(self._rename)
        session.opened.connect(self._start_anew)
        session.closing.connect(self._wait_no_more)

    def _arrange(self) -> None:
        self._scroll.setWidget(self._page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that Page Down scrolls
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.verticalScrollBar().valueChanged.connect(self._follow_scrolling)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole.addWidget(self.bar)
        whole.addWidget(self._scroll, 1)

    # -- which charts, and how

    def show_chart(self, key: str) -> None:
        """Shows one chart alone with its settings, or the overview for ALL; a pinned one by its key."""
        self.alone = "" if key == ALL else key
        self._scroll.verticalScrollBar().setValue(0)
        self.refresh()
        self.went.emit()

    def leave_alone(self) -> None:
        """Shows the overview, with the keyboard on the chart that was seen alone."""
        left = self.alone
        self.show_chart(ALL)
        self.choose(left)

    def walk(self, by: int) -> None:
        """Shows the next chart of the list (1), or the one before (-1): the overview before all others."""
        every = (ALL, *KINDS, *self.pins.by_key)
        at = every.index(self.alone or ALL) + by
        if 0 <= at < len(every):
            self.show_chart(every[at])
            self.choose(every[at])

    def shown(self) -> tuple[str, ...]:
        """The charts that are seen: names of standard ones, keys of pinned ones."""
        return (self.alone,) if self.alone else (*OVERVIEW, *self.pins.by_key)

    def chosen(self) -> str:
        """The chart that is seen alone, or which the keyboard is at; empty for none."""
        return self.alone or self._focused()

    def _focused(self) -> str:
        focused = self.focusWidget()
        at = (key for key, card in self.cards.items() if focused is not None and card.isAncestorOf(focused))
        return next(at, "")

    def choose(self, key: str) -> None:
        """Puts the keyboard on a chart; on the page, if it is not seen."""
        if key in self.shown():
            self._card(key).take_focus()
        else:
            self._scroll.setFocus()

    def title_of(self, key: str) -> str:
        """What a chart is called."""
        return self.pins.by_key[key].name if key in self.pins.by_key else KINDS[key].title

    def settings_of(self, key: str) -> Settings:
        """How a chart is shown: as `kept` says, or with nothing left out where it is alone and shows all then."""
        settings = self.kept(key)
        return settings._replace(every=True) if key == self.alone and KINDS[settings.name].shows_all else settings

    def kept(self, key: str) -> Settings:
        """The settings of a chart, with those that all but pinned ones share, as far as they make sense for it."""
        if key in self.pins.by_key:
            return self.pins.by_key[key].settings
        own = {choice.field for choice in KINDS[key].choices}
        shared = {field: getattr(self._shared, field) for field in SHARED if field not in own}
        if key in COMPARING and not self.alone and shared["scope"] == "article":
            shared["scope"] = "all"
        return fitting(self._settings[key]._replace(**shared))

    def change(self, key: str, field: str, value: Any) -> None:
        """Changes one setting of a chart."""
        if key in self.pins.by_key:
            self.pins.change(key, field, value)
        else:
            self._settings[key] = self._settings[key]._replace(**{field: value})
            self._fill(key)

    def _share(self, field: str, value: Any) -> None:
        if self.alone in self.pins.by_key:
            self.pins.change(self.alone, field, value)
        else:
            self._shared = self._shared._replace(**{field: value})
        self.refresh()

    def _rename(self, old: str, new: str) -> None:
        """One tag became another, named by their guids; the project itself sees to pinned charts."""
        for name, settings in self._settings.items():
            self._settings[name] = from_json(json.loads(guids.renamed(json.dumps(settings._asdict()), old, new)))
        self.refresh()

    def _card(self, key: str) -> Card:
        if key not in self.cards:
            card = self.cards[key] = Card(self.title_of(key), key in self.pins.by_key)
            canvas = card.canvas
            canvas.chosen.connect(lambda mark: self._read(key, mark))
            canvas.pointed.connect(lambda mark: self._say(key, mark))
            canvas.reached.connect(lambda place: self._reveal(card, place))
            canvas.ordered.connect(lambda field, value: self.change(key, field, value))
            card.export_asked.connect(lambda form: self.export_chart(card, form))
            card.changed.connect(lambda field, value: self.change(key, field, value))
            card.opened.connect(lambda: self.show_chart(ALL if self.alone else key))
            card.pin_asked.connect(lambda: self.pin_asked.emit(key))
        return self.cards[key]

    def _place_cards(self) -> None:
        """Puts the cards of the charts that are seen on the page, in one column or two, if they are not there."""
        wide = self.width() >= TWO_COLUMNS and not self.alone
        if (wide, self.shown()) == self._arranged:
            return
        self._arranged, here, held = (wide, self.shown()), self._focused(), self.focusWidget()
        had_keyboard = held is not None and held.hasFocus()
        self._drop_pinned()
        standard = [key for key in self.shown() if self.alone or key in KINDS]
        pinned = self.shown()[len(standard) :]
        self._page.arrange(list(map(self._card, standard)), list(map(self._card, pinned)), wide)
        for key in pinned:
            self._fill_later(key)
        if had_keyboard:  # which a card loses while it is taken off the page
            if here in standard:
                held.setFocus()
            elif here:
                self.choose(here)

    def _drop_pinned(self) -> None:
        """Lets go of the cards of pinned charts, so that Tab goes through the new ones in their order."""
        for key in [key for key in self.cards if key not in KINDS]:
            self.cards.pop(key).deleteLater()

    # -- following the project

    def refresh(self) -> None:
        """Makes the charts anew, now or when they are next seen."""
        self._make_anew(lambda _key: True)

    @property
    def is_current(self) -> bool:
        """Whether all charts that are seen show the numbers of now; they are made one after the other."""
        waits = any(card.waits for key, card in self.cards.items() if key in self.shown())
        return not (self._stale or self._waiting or waits)

    def _go_on(self) -> None:
        """Makes those charts anew that wait for what takes long; as that is often, all else is left as it is."""
        self._stale = self._stale or not self.isVisible()
        waiting = [key for key in self.shown() if not self._stale and key in self.cards and self.cards[key].waits]
        for key in waiting:
            (self._fill if key == self.alone else self._fill_later)(key)

    def _follow_pins(self) -> None:
        """Makes the pinned charts anew; the others are what they were."""
        self._make_anew(lambda key: key not in KINDS)
        self.went.emit()

    def _make_anew(self, wanted: Callable[[str], bool]) -> None:
        if self.alone not in (*KINDS, *self.pins.by_key):
            self.alone = ""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._caption.hide()
        self._place_cards()
        self.bar.offer_pinned([(key, pin.name) for key, pin in self.pins.by_key.items()])
        in_force = self.settings_of(self.alone) if self.alone else self._shared
        self.bar.show_settings(self.alone or ALL, in_force, len(self.session.documents))
        for key in filter(wanted, self.shown()):
            if key in (self.alone, OVERVIEW[0]):
                self._fill(key)
            else:
                self._fill_later(key)

    def _fill_later(self, key: str) -> None:
        """Makes a chart of the overview anew once those before it were seen."""
        if key not in self._waiting:
            self._waiting.append(key)
        self._soon.start()

    def _fill_next(self) -> None:
        if not self.isVisible():
            self._wait_no_more()
            return
        key = self._waiting.pop(0)
        try:
            if key in self.shown():
                self._fill(key)
        finally:  # also where this one cannot be made
            self._laid_out.start()  # what is said of a mark may have to move with it
            if self._waiting:
                self._soon.start()

    def _wait_no_more(self) -> None:
        """Leaves the charts that were still to be made until all are made anew, when they are seen again."""
        self._stale = True
        self._soon.stop()
        self._waiting.clear()

    def _fill(self, key: str) -> None:
        settings = self.settings_of(key)
        if key in self.pins.by_key:
            made = pinned_content(self.measuring, self.pins.by_key[key], settings)
        else:
            made = KINDS[key].make(self.measuring, settings)
        self._card(key).show_content(made, settings, self.measuring, bool(self.alone))

    def _start_anew(self) -> None:
        self._settings = {name: first_settings(name) for name in KINDS}
        self.refresh()
        self.went.emit()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.choose(self._read_from)  # no proxy, which would have Tab skip the controls above

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

    def _say(self, key: str, mark: Mark | None) -> None:
        """Shows what a mark stands for, beside it also when its chart finds another place at once."""
        self._said = None if mark is None else (key, self.cards[key].canvas.figure, mark)
        self._caption.setVisible(mark is not None)
        self._place_caption()
        if mark is not None:
            self._laid_out.start()

    def _place_caption(self) -> None:
        if self._said is None or not self._caption.isVisible() or self._said[0] not in self.cards:
            return
        key, figure, mark = self._said
        canvas = self.cards[key].canvas
        if canvas.figure is not figure:
            mark = canvas.figure.same_as(mark)
        if mark is None:
            self._caption.hide()
            return
        seen = QRect(QPoint(0, self._scroll.verticalScrollBar().value()), self._scroll.viewport().size())
        drawn, place = canvas.figure, self.cards[key].geometry()
        where = mark.key, canvas.mapTo(self._page, QPoint()), seen, place
        if self._placed is None or self._placed[0] is not drawn or self._placed[1] != where:
            self._placed = drawn, where  # else the mouse moves within a mark, or nothing was laid out anew
            say(self._caption, drawn, mark, *where[1:])

    def _read(self, key: str, mark: Mark) -> None:
        self._read_from = key
        base = Filter()
        if self.settings_of(key).scope == "filter":
            pinned = self.pins.by_key.get(key)
            base = self.session.filtering.wanted.but_counted() if pinned is None else pinned.wanted
        self.passages_requested.emit(mark.what, mark.behind(), base)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse:
            at = self._page.mapFrom(self, event.pos())
            key = next((key for key in self.shown() if self._card(key).geometry().contains(at)), "")
            if key and key != self.chosen():
                self.choose(key)
        if key := self.chosen():
            canvas = self._card(key).canvas
            mark = canvas.viewport().visibleRegion().boundingRect()
            if canvas.current is not None:
                mark = canvas.current.rect.toAlignedRect()
            place = QRect(canvas.mapToGlobal(mark.topLeft()), mark.size())
            if by_mouse:
                place = QRect(event.globalPos(), QSize(1, 1))
            self.menu_asked.emit(place, place.center())

    def _reveal(self, card: Card, place: QRect) -> None:
        """Scrolls to a place in a chart, so that the name of the chart is seen as well where there is room."""
        spot = self._on_page(card.canvas, place).adjusted(0, -_AROUND, 0, _AROUND)
        named = spot.united(QRect(card.pos(), QSize(1, 1)).adjusted(0, -_AROUND, 0, 0))
        seen = named if named.height() <= self._scroll.viewport().height() else spot
        self._scroll.ensureVisible(0, seen.center().y(), 0, seen.height() // 2)

    def _on_page(self, canvas: Canvas, place: QRect) -> QRect:
        return QRect(canvas.mapTo(self._page, QPoint(place.topLeft())), place.size())

    def export_chart(self, card: Card, form: str) -> None:
        """Writes one chart to a file of the user's choice, or to the clipboard."""
        if card.content is None or card.content.empty:
            return
        try:
            said = export_chart(self, card.content, form, self.session.project.path.parent, self._remembered)
            if said:
                self.told.emit(said)
        except UserError as error:
            self.session.failed.emit(str(error))

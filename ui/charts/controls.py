"""What can be chosen about charts: segments, a list of charts, and one control for each setting of a chart."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from core.chart_settings import LIMITS, Settings
from core.measures.units import UNITS
from ui import theme
from ui.charts.flow import Flow
from ui.charts.kinds import KINDS, Choice, Options
from ui.charts.measuring import Measuring
from ui.drop_down import DropDown
from ui.labels import label

ALL = "overview"
WIDEST = 240  # pixels of a list, whose longest text may be a path of tags
_EVERY_UNIT = tuple(UNITS)
_LIST = 250  # pixels of the list of charts
_GAP = 10  # pixels between two controls


def tab_order(widgets: Sequence[QWidget]) -> None:
    """Has Tab go from each of these to the next; what is made late would else come last in the whole window."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)


class Segments(QWidget):
    """Buttons side by side, one of them on, or a list where they have no room.

    `chosen(str)` follows a person's choice.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.list = DropDown(name)
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.list.hide()
        self._row.addWidget(self.list)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))
        self.list.activated.connect(lambda at: self.chosen.emit(self._values[at]))

    def controls(self) -> list[QWidget]:
        """What Tab goes over."""
        return [*self._group.buttons(), self.list]

    def fit(self, room: int) -> None:
        """Shows buttons where there is so much room for them, else the list."""
        buttons = self._group.buttons()
        has_room = sum(button.width() for button in buttons) <= room
        for button in buttons:
            button.setVisible(has_room)
        self.list.setVisible(not has_room)

    def offer(self, options: Options, current: str) -> None:
        """Shows these options, with one of them on."""
        if [value for value, _ in options] != self._values:
            self._fill(options)
        for button, (value, text) in zip(self._group.buttons(), options, strict=True):
            button.setText(text)
            button.setFixedWidth(_bold_width(text) + 32)
            button.setChecked(value == current)
        self.list.setCurrentIndex(self._values.index(current) if current in self._values else -1)

    def _fill(self, options: Options) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._values = [value for value, _ in options]
        self.list.clear()
        self.list.addItems([text for _, text in options])
        for at, (_, text) in enumerate(options):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            place = {0: "first", len(options) - 1: "last"}.get(at, "middle")
            button.setProperty("place", place)
            button.setAccessibleName(f"{self._name}: {text}")
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, at)
            self._row.insertWidget(at, button)


def _bold_width(text: str) -> int:
    """How wide a button's words are while it is on."""
    return QFontMetrics(theme.font(theme.TEXT_SIZE, QFont.Weight.DemiBold)).horizontalAdvance(text)


class ChartBar(QWidget):
    """Above the charts: which one, counted in what, of which articles. The signals carry what was chosen."""

    chart_chosen = Signal(str)
    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chartbar")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.charts = DropDown("Chart")
        self.charts.view().setAccessibleName("Charts there are")
        self.charts.addItem("Overview", ALL)
        for name, kind in KINDS.items():
            self.charts.addItem(kind.title, name)
        self.units, self.scopes = Segments("Unit"), Segments("Of")
        self.rollup = _toggle("Roll up subtags")
        self.rollup.setToolTip("A tag then counts with its subtags.")
        self._hint = label("Click any mark to read its passages", "small")
        self._arrange()
        self.charts.activated.connect(lambda _row: self.chart_chosen.emit(self.charts.currentData()))
        self.units.chosen.connect(lambda unit: self.changed.emit("unit", unit))
        self.scopes.chosen.connect(lambda scope: self.changed.emit("scope", scope))
        self.rollup.clicked.connect(lambda is_on: self.changed.emit("rollup", is_on))

    def _arrange(self) -> None:
        self.charts.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.charts.setMinimumContentsLength(17)
        self.charts.view().setMinimumWidth(_LIST)
        self.charts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._flow = Flow(self, _GAP, 8)
        self._flow.setContentsMargins(14, 12, 14, 0)
        for part in (self.charts, self.scopes, self.rollup, self.units, self._hint):
            self._flow.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a control has another size, as when it gets its style
            self._fit()
        return done

    def _fit(self) -> None:
        """Finds room: what has none goes below, but for the hint, which goes altogether."""
        edges = self._flow.contentsMargins()
        room, used = self.width() - edges.left() - edges.right(), 0
        for part in (self.scopes, self.units):
            part.fit(room)
        for part in (self.charts, self.scopes, self.rollup, self.units):
            if part.isVisibleTo(self):
                size = part.sizeHint().width() + _GAP
                used = used + size if used + size - _GAP <= room else size
        self._hint.setMinimumHeight(self.charts.sizeHint().height())  # its words stand as high as those beside it
        self._hint.setVisible(used + self._hint.sizeHint().width() <= room)

    def offer_pinned(self, pinned: Options) -> None:
        """Lists these charts, by their keys and names, after those that every project has."""
        standard = 1 + len(KINDS)
        rows = range(standard + 1, self.charts.count())
        if [(self.charts.itemData(row), self.charts.itemText(row)) for row in rows] == list(pinned):
            return
        while self.charts.count() > standard:
            self.charts.removeItem(standard)
        if pinned:
            self.charts.insertSeparator(standard)
        for key, name in pinned:
            self.charts.addItem(name, key)

    def show_settings(self, name: str, settings: Settings, articles: int) -> None:
        """Shows what is in force; `name` is ALL, a chart, or the key of a pinned one."""
        self.charts.setCurrentIndex(self.charts.findData(name))
        kind = None if name == ALL else KINDS[settings.name]
        self.units.offer(
            [(unit, UNITS[unit].title) for unit in (kind.units if kind else _EVERY_UNIT)], settings.unit
        )
        self.units.setVisible(kind is None or len(kind.units) > 1)
        words = {
            "article": "This article",
            "all": f"All {articles:,}" if articles > 1 else "All",
            "filter": "Filter",
        }
        scopes = kind.scopes if kind else tuple(words)
        self.scopes.offer([(scope, words[scope]) for scope in words if scope in scopes], settings.scope)
        self.scopes.setVisible(len(scopes) > 1)
        self.rollup.setChecked(settings.rollup)
        self.rollup.setVisible(kind is None or kind.rolls_up)
        tab_order([self.charts, *self.scopes.controls(), self.rollup, *self.units.controls()])
        self._fit()


def control(
    choice: Choice, settings: Settings, measuring: Measuring, change: Callable[[str, Any], None]
) -> QWidget:
    """The control for one setting of a chart; `change(field, value)` is told what a person chooses."""
    value = getattr(settings, choice.field)
    if isinstance(value, bool):
        made = _toggle(choice.title)
        made.setObjectName(choice.field)
        made.setChecked(value)
        made.clicked.connect(lambda is_on: change(choice.field, is_on))
        return made
    if isinstance(value, int):
        return _number(choice, value, change)
    return _list(choice, choice.options(measuring, value), value, change)


def _toggle(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setCheckable(True)
    made.setProperty("role", "toggle")
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setFixedWidth(_bold_width(text) + 20)
    return made


def _number(choice: Choice, value: int, change: Callable[[str, Any], None]) -> QWidget:
    made = QSpinBox()
    made.setRange(*LIMITS[choice.field])
    made.setValue(value)
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setMinimumWidth(80)
    made.setKeyboardTracking(False)  # one answer for a number, not one for each of its digits
    made.valueChanged.connect(lambda number: change(choice.field, number))
    return _titled(choice, made)


def _list(choice: Choice, options: Options, value: str, change: Callable[[str, Any], None]) -> QWidget:
    made = DropDown(choice.title)
    for each, text in options:
        made.addItem(text, each)
    made.setMaximumWidth(WIDEST)
    made.setCurrentIndex(max(0, made.findData(value)))
    made.view().setAccessibleName(f"{choice.title}: values")
    made.activated.connect(lambda _row: change(choice.field, made.currentData()))
    return _titled(choice, made)


def _titled(choice: Choice, field: QWidget) -> QWidget:
    field.setAccessibleName(choice.title)
    field.setObjectName(choice.field)
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label(choice.title, "small"))
    row.addWidget(field)
    return box


class SettingsRow(QWidget):
    """The controls of one chart. `changed(str, object)` has the field and what it is to be."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = Flow(self, 14, 8)
        self._row.setContentsMargins(0, 8, 0, 0)
        self.fields: dict[str, QWidget] = {}  # the controls, by what they set
        self._shown: tuple[object, ...] = ()

    def show_settings(self, choices: Sequence[Choice], settings: Settings, measuring: Measuring) -> None:
        """Makes the controls anew where they or what they offer differ from those that are seen."""
        choices = [choice for choice in choices if choice.when(settings)]
        values = [getattr(settings, choice.field) for choice in choices]
        options = [tuple(c.options(measuring, value)) for c, value in zip(choices, values, strict=True)]
        wanted = tuple(zip(choices, values, options, strict=True))
        if wanted == self._shown:
            return
        focused = next((name for name, field in self.fields.items() if field.hasFocus()), "")
        self._shown = wanted
        self.fields.clear()
        while self._row.count():
            gone = self._row.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        for choice in choices:
            made = control(choice, settings, measuring, self.changed.emit)
            self._row.addWidget(made)
            made.show()  # else it could not have the keyboard yet
            self.fields[choice.field] = made.findChild(QWidget, choice.field) or made
        if focused in self.fields:
            self.fields[focused].setFocus()

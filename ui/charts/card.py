"""The frame around a chart: title, settings, export buttons, the chart or a friendly sentence, the definition."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.chart_settings import Settings
from ui.charts.canvas import Stage
from ui.charts.content import Content
from ui.charts.controls import SettingsRow, tab_order
from ui.charts.kinds import KINDS
from ui.charts.measuring import Measuring
from ui.charts.numbers import NumbersTable
from ui.labels import label

COPY = "Copy"
FORMATS = ("PNG", "SVG", "PDF", "CSV", COPY)


class Card(QFrame):
    """Shows one chart. `export_asked(str)` names a format, `changed(str, object)` a setting, `opened` its title.

    `pin_asked` is to pin it or, where it is pinned, to unpin it.
    """

    export_asked = Signal(str)
    pin_asked = Signal()
    changed = Signal(str, object)
    opened = Signal()

    def __init__(self, title: str, is_pinned: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.content: Content | None = None
        self.settings = Settings()
        self.stage = Stage()
        self.canvas = self.stage.canvas
        self.numbers = NumbersTable()
        self._title, self._subtitle = _Title(), _paragraph("small")
        self._empty, self._definition = _paragraph("empty"), _paragraph("small")
        self._more = _paragraph("small")
        self._extent, self._turn = _button("Show all"), _button("Table")
        self._pin = _button("Unpin" if is_pinned else "Pin")
        self._pin.setToolTip("" if is_pinned else "Keeps this chart with its settings; it follows every change.")
        self.row = SettingsRow()
        self._extent.clicked.connect(lambda: self.changed.emit("every", not self.settings.every))
        self._turn.clicked.connect(lambda: self.changed.emit("as_table", not self.settings.as_table))
        self._title.clicked.connect(self.opened)
        self._pin.clicked.connect(self.pin_asked)
        self.row.changed.connect(self.changed)
        self._formats = {name: _button(name) for name in FORMATS}
        self._arrange()
        for part in (self.row, self.numbers, self._subtitle, self._empty, self._more, self._extent):
            part.hide()  # until there is something to show in it
        self.canvas.setAccessibleName(title)
        self._allow(False)
        self._call(title)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._pin)
        head.addWidget(label("·", "small"))
        head.addWidget(self._turn)
        for name, button in self._formats.items():
            head.addWidget(label("·", "small"))
            head.addWidget(button)
            button.clicked.connect(lambda _=False, name=name: self.export_asked.emit(name))
        column.addLayout(head)
        column.addWidget(self._subtitle)
        column.addWidget(self.row)
        column.addSpacing(10)
        column.addWidget(self._empty)
        column.addWidget(self.stage)
        column.addWidget(self.numbers)
        foot = QHBoxLayout()
        foot.addWidget(self._more, 1)
        foot.addWidget(self._extent, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        column.addSpacing(8)
        column.addWidget(self._definition)

    @property
    def waits(self) -> bool:
        """Whether what it shows is to be made anew when there is more."""
        return self.content is not None and self.content.waits

    def show_content(self, content: Content, settings: Settings, measuring: Measuring, alone: bool) -> None:
        """Shows this chart from now on, with what can be chosen about it where it stands alone."""
        self.content, self.settings = content, settings
        choices = KINDS[settings.name].choices if alone else ()
        self.row.setVisible(bool(choices))
        self.row.show_settings(choices, settings, measuring)
        chart = (self.canvas, self.numbers, self._extent)  # before what is done with it, to be reached soon
        tab_order([self._title, *self.row.fields.values(), *chart, self._pin, self._turn, *self._formats.values()])
        self._subtitle.setText(content.subtitle)
        self._subtitle.setVisible(bool(content.subtitle))
        self._empty.setText(content.empty)
        self._empty.setVisible(bool(content.empty))
        self._definition.setText(content.measured.definition if content.measured else "")
        self.canvas.setAccessibleName(content.spoken)
        self._show_extent(content, alone)
        self._turn.setText("Chart" if settings.as_table else "Table")
        self._call(content.title)
        self._allow(not content.empty)
        as_table = settings.as_table and content.measured is not None
        self.numbers.setVisible(as_table)
        self.stage.setVisible(not content.empty and not as_table)
        if as_table:
            self.numbers.show_numbers(content.measured)
        self.stage.show_drawing(content.draw)

    def _call(self, title: str) -> None:
        """Has everything on the card say what the chart is called."""
        self.setAccessibleName(title)
        self._title.say(title)
        self._title.setAccessibleName(f"{title}: alone, with its settings")
        self._extent.setAccessibleName(f"{self._extent.text()}: {title}")
        self._pin.setAccessibleName(f"{self._pin.text()} “{title}”")
        self._turn.setAccessibleName(f"{self._turn.text()} of “{title}”")
        for name, button in self._formats.items():
            is_copy = name == COPY
            said = f"Copy “{title}” as a picture and as numbers" if is_copy else f"Export “{title}” as {name}"
            button.setAccessibleName(said)

    def _allow(self, has_numbers: bool) -> None:
        """Has what is done with the numbers work where there are some."""
        for button in (self._turn, *self._formats.values()):
            button.setEnabled(has_numbers)

    def take_focus(self) -> None:
        """Puts the keyboard on the first mark or the table, or where there is neither, on the title."""
        has_marks = self.canvas.isVisibleTo(self) and any(self.canvas.figure.marks())
        chart = self.canvas if has_marks else self._title
        target = self.numbers if self.numbers.isVisibleTo(self) else chart
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_extent(self, content: Content, alone: bool) -> None:
        self._more.setText(content.more)
        self._more.setVisible(bool(content.more))
        self._extent.setText("Show fewer" if self.settings.every else "Show all")
        is_all = alone and KINDS[self.settings.name].shows_all
        self._extent.setVisible((bool(content.more) or self.settings.every) and not is_all)


class _Title(QPushButton):
    """What a chart is called, with an ellipsis where it is longer than there is room."""

    def __init__(self) -> None:
        super().__init__()
        _make_plain(self, "charttitle")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name = ""

    def say(self, name: str) -> None:
        """Shows this name."""
        self._name = name.replace("&", "&&")
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width()))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _paragraph(role: str) -> QLabel:
    """A label that wraps, and never makes its card wider than the page."""
    made = label(role=role)
    made.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def _button(text: str) -> QPushButton:
    made = QPushButton(text)
    _make_plain(made, "plain")
    return made


def _make_plain(button: QPushButton, name: str) -> None:
    """Makes a button look like words; the stylesheet of the view knows its name."""
    button.setObjectName(name)
    button.setFlat(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)

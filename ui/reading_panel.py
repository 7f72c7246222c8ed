"""How the text is shown, in a small panel over it: theme, font, sizes and spaces. Every change shows at once."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)

from ui import theme
from ui.drop_down import DropDown
from ui.labels import label
from ui.popup import Popup
from ui.settings import RANGES, Settings

if TYPE_CHECKING:
    from ui.main_window import MainWindow

THEMES = {"system": "System", "light": "Light", "sepia": "Sepia", "dark": "Dark", "contrast": "Contrast"}
_ARROWS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_WIDTH = 380
_PAPER, _CAPTION = 34, 18  # pixels of a theme's button


class Measure(NamedTuple):
    """A number of the settings that a slider sets: how far one step goes, and how it is said."""

    setting: str
    name: str
    step: float
    words: str

    @property
    def least(self) -> float:
        """The smallest it can be."""
        return RANGES[self.setting][0]

    @property
    def most(self) -> float:
        """The largest it can be."""
        return RANGES[self.setting][1]


MEASURES = (
    Measure("reader_size", "Size", 1, "{} px"),
    Measure("reader_width", "Line width", 1, "{} letters"),
    Measure("reader_height", "Line height", 0.1, "× {:.1f}"),
    Measure("reader_gap", "Between paragraphs", 0.05, "{:.2f} lines"),
)


class ThemeButton(QAbstractButton):
    """A button that is a sheet of a theme's paper, with its name below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setText(THEMES[name])
        self.setAccessibleName(f"Theme: {THEMES[name].lower()}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(66, _PAPER + _CAPTION + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(2, 2, self.width() - 4, _PAPER)
        self._paint_sheet(painter, sheet)
        if self.isChecked():
            painter.setPen(QPen(theme.color(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(sheet, 6, 6)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        font = QFont(theme.font(theme.HEAD_SIZE, weight))
        font.setUnderline(self.hasFocus())
        painter.setFont(font)
        painter.setPen(theme.color(look.ink if self.isChecked() or self.underMouse() else look.muted))
        caption = QRect(0, _PAPER + 4, self.width(), _CAPTION)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_sheet(self, painter: QPainter, sheet: QRectF) -> None:
        """The theme's paper with its ink; of what the system may ask for, a half of each."""
        names = ("light", "dark") if self.name == "system" else (self.name,)
        width = sheet.width() / len(names)
        for at, name in enumerate(names):
            look = theme.themes()[name]
            painter.setClipRect(QRectF(sheet.left() + at * width, 0, width, self.height()))
            painter.setPen(QPen(theme.color(theme.current().muted), 1))
            painter.setBrush(theme.color(look.paper))
            painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setPen(theme.color(look.ink))
            painter.setFont(theme.font(16, serif=True))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, "Aa")
        painter.setClipping(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _ARROWS.get(event.key())
        if by is None:
            super().keyPressEvent(event)
            return
        buttons = self.group().buttons()
        target = buttons[(buttons.index(self) + by) % len(buttons)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()


class ReadingPanel(Popup):
    """Sets what `Settings` knows of reading, and has the window show it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setAccessibleName(self.tr("Reading"))
        self._themes = QButtonGroup(self)
        for name in THEMES:
            button = ThemeButton(name)
            button.clicked.connect(lambda _checked, name=name: window.set_theme(name))
            self._themes.addButton(button)
        self._family = self._families()
        self._sliders = {measure: _slider(measure) for measure in MEASURES}
        self._values: dict[Measure, QLabel] = {measure: label(role="small") for measure in MEASURES}
        self._numbers = QCheckBox(self.tr("Paragraph numbers"))
        self._numbers.setAccessibleName(self.tr("Paragraph numbers"))
        self._reset = QPushButton(self.tr("Reset"))
        self._reset.setAccessibleName(self.tr("Reset font, sizes and spaces"))
        self._reset.setProperty("role", "link")
        self._arrange()
        for measure, slider in self._sliders.items():
            slider.valueChanged.connect(lambda steps, measure=measure: self._measured(measure, steps))
        self._family.currentIndexChanged.connect(
            lambda _row: self._set("reader_family", self._family.currentData())
        )
        self._numbers.toggled.connect(lambda on: self._set("reader_numbers", on))
        self._reset.clicked.connect(self._take_defaults)

    def _families(self) -> QComboBox:
        box = DropDown(self.tr("Font"))
        box.setMaxVisibleItems(14)
        box.addItem(self.tr("Best serif ({0})").format(theme.serif_family()), "")
        recommended, others = theme.reading_families()
        for families in (recommended, others):
            for family in families:
                box.addItem(family, family)
            box.insertSeparator(box.count())
        box.removeItem(box.count() - 1)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _arrange(self) -> None:
        papers = QHBoxLayout()
        papers.setSpacing(6)
        for button in self._themes.buttons():
            papers.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, 62)
        grid.addWidget(label(self.tr("Font")), 0, 0)
        grid.addWidget(self._family, 0, 1, 1, 2)
        for row, (measure, slider) in enumerate(self._sliders.items(), start=1):
            grid.addWidget(label(measure.name), row, 0)
            grid.addLayout(self._between_steps(measure, slider), row, 1)
            grid.addWidget(
                self._values[measure], row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        foot = QHBoxLayout()
        foot.addWidget(self._reset)
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Esc closes"), "small"))
        layout = self.column
        layout.setContentsMargins(14, 14, 14, 10)
        layout.setSpacing(10)
        layout.addLayout(papers)
        layout.addLayout(grid)
        layout.addWidget(self._numbers)
        layout.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def _between_steps(self, measure: Measure, slider: QSlider) -> QHBoxLayout:
        """A slider between the buttons that take it one step back and on."""
        row = QHBoxLayout()
        row.setSpacing(4)
        for sign, word, action in (
            ("−", self.tr("less"), QSlider.SliderAction.SliderSingleStepSub),
            ("+", self.tr("more"), QSlider.SliderAction.SliderSingleStepAdd),
        ):
            button = QPushButton(sign)
            button.setProperty("role", "sign")
            button.setAccessibleName(f"{measure.name}: {word}")
            button.setFixedSize(28, 28)
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys do it on the slider
            button.clicked.connect(lambda _checked, action=action: slider.triggerAction(action))
            row.addWidget(button)
        row.insertWidget(1, slider, 1)
        return row

    # -- showing and setting

    def open_over(self, text: QRect) -> None:
        """Opens in the upper right corner of the text, given in window coordinates."""
        self.refresh()
        corner = QPoint(text.right() - self.width() - 8, text.top())
        self.open_at(QRect(corner, QSize(1, 1)), self._themes.checkedButton())

    def refresh(self) -> None:
        """Shows the settings as they are."""
        settings = self._window.settings
        names = list(THEMES)
        known = names.index(settings.theme) if settings.theme in names else 0
        self._themes.buttons()[known].setChecked(True)
        with QSignalBlocker(self._family):
            self._family.setCurrentIndex(max(0, self._family.findData(settings.reader_family)))
        with QSignalBlocker(self._numbers):
            self._numbers.setChecked(settings.reader_numbers)
        for measure, slider in self._sliders.items():
            value = getattr(settings, measure.setting)
            with QSignalBlocker(slider):
                slider.setValue(round(value / measure.step))
            words = measure.words.format(value)
            self._values[measure].setText(words)
            slider.setAccessibleDescription(words)

    def _measured(self, measure: Measure, steps: int) -> None:
        whole = isinstance(measure.step, int)
        self._set(measure.setting, steps * measure.step if whole else round(steps * measure.step, 2))

    def _set(self, setting: str, value: float | str | bool) -> None:
        setattr(self._window.settings, setting, value)
        self._window.apply_reading_settings()

    def _take_defaults(self) -> None:
        default = Settings()
        for name in ("reader_family", "reader_numbers", *(measure.setting for measure in MEASURES)):
            setattr(self._window.settings, name, getattr(default, name))
        self._window.apply_reading_settings()

    # -- keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the panel, which would close if the focus left it."""
        stops: list[QWidget] = [self._themes.checkedButton(), self._family, *self._sliders.values()]
        stops += [self._numbers, self._reset]
        here = next((at for at, stop in enumerate(stops) if stop.hasFocus()), -1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True


def _slider(measure: Measure) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(measure.least / measure.step), round(measure.most / measure.step))
    slider.setPageStep(5)
    slider.setAccessibleName(measure.name)
    return slider

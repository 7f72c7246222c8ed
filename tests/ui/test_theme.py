from collections import Counter

import pytest
from PySide6.QtCore import QLoggingCategory, Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QCompleter,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.palette import PALETTE, contrast
from ui import theme

LOOKS = list(theme.themes())


@pytest.fixture(params=LOOKS)
def current(request, qapp, look):
    theme.apply(qapp, request.param)
    yield theme.current()
    theme.apply(qapp, "light")


@pytest.fixture
def desktop(monkeypatch):
    """Has the desktop ask for a look."""

    def ask(dark: bool = False, strong: bool = False):
        scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        preference = Qt.ContrastPreference.HighContrast if strong else Qt.ContrastPreference.NoPreference
        monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: scheme)
        monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _hints: preference)

    return ask


@pytest.mark.parametrize("color", [*PALETTE, None])
def test_marks_and_chips_of_every_tag_stand_out_in_every_look(current, color):
    for ground in (current.paper, current.panel):
        assert contrast(theme.mark(color).name(), ground) >= 3
    assert contrast(theme.mark(color, on_track=True).name(), current.track) >= 3
    ground, text = theme.chip(color)
    assert contrast(text.name(), ground.name()) >= (7 if current.outlined else 4.5)


def test_where_highlights_are_borders_nothing_has_a_ground_and_all_have_a_border(current):
    for color in (*PALETTE, None):
        grounds = {theme.tint(color, depth).name() for depth in (1, 2, 3, 4)} | {theme.chip(color)[0].name()}
        assert (grounds == {current.paper}) == current.outlined
        border = theme.outline(color)
        assert (border.alpha() == 255) == current.outlined
        assert not current.outlined or contrast(border.name(), current.paper) >= 3


def test_selected_words_have_their_own_ink(current, qapp):
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Highlight) == QColor(current.selection)
    assert palette.color(QPalette.ColorRole.HighlightedText) == QColor(current.selected)


@pytest.mark.parametrize(
    ("setting", "dark", "strong", "expected"),
    [
        ("system", False, False, "light"),
        ("system", True, False, "dark"),
        ("system", False, True, "contrast"),
        ("system", True, True, "contrast-dark"),
        ("contrast", False, False, "contrast"),
        ("contrast", True, True, "contrast-dark"),
        ("sepia", True, True, "sepia"),
        ("light", True, True, "light"),
        ("dark", False, True, "dark"),
        ("unheard of", False, False, "light"),
    ],
)
def test_a_look_is_chosen_by_setting_and_desktop(desktop, setting, dark, strong, expected):
    desktop(dark, strong)
    assert theme.choose(setting) == expected


def paper_of(window) -> str:
    return window.grab().toImage().pixelColor(window.width() // 2, window.height() // 2).name()


def test_the_window_follows_the_desktop_while_it_is_open(open_window, desktop):
    desktop()
    window = open_window()
    window.set_theme("system")
    hints = QGuiApplication.styleHints()
    desktop(dark=True)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert paper_of(window) == theme.themes()["dark"].paper
    desktop(dark=True, strong=True)
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert paper_of(window) == theme.themes()["contrast-dark"].paper
    window.set_theme("sepia")
    desktop()
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert paper_of(window) == theme.themes()["sepia"].paper
    theme.apply(QApplication.instance(), "light")


# -- what Qt makes of its own


def colors(widget: QWidget) -> tuple[str, set[str]]:
    """The ground of a widget, which most of it is, and all its colours."""
    image = widget.grab().toImage()
    found = [
        image.pixelColor(x, y).name() for y in range(2, image.height() - 2) for x in range(4, image.width() - 4)
    ]
    return max(set(found), key=found.count), set(found)


def test_a_list_of_completions_is_a_window_that_can_be_read(current, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.setCompleter(QCompleter(["one.txt", "other.txt"]))
    field.show()
    qtbot.keyClicks(field, "o")
    shown = field.completer().popup()
    assert shown.isVisible()
    ground, found = colors(shown)
    assert ground == current.panel
    assert max(contrast(color, ground) for color in found) >= 4.5
    assert shown.window() is shown
    shown.hide()


def test_a_default_button_that_is_disabled_does_not_look_like_one_to_press(current, qtbot):
    button = QPushButton("Open")
    qtbot.addWidget(button)
    button.setDefault(True)
    enabled, _ = colors(button)
    button.setEnabled(False)
    ground, found = colors(button)
    assert enabled == current.accent
    assert ground == current.panel
    assert current.disabled in found
    assert contrast(current.disabled, ground) > 1.9


def a_list() -> QListWidget:
    """One row that can be ticked, and that is chosen."""
    made = QListWidget()
    item = QListWidgetItem("", made)
    item.setCheckState(Qt.CheckState.Unchecked)
    item.setSelected(True)
    return made


def tick(widget: QWidget) -> None:
    if isinstance(widget, QListWidget):
        widget.item(0).setCheckState(Qt.CheckState.Checked)
    else:
        widget.setChecked(True)


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, a_list])
def test_boxes_to_tick_and_their_ticks_stand_out(current, qtbot, kind):
    panel, box = QDialog(), kind()
    qtbot.addWidget(panel)
    box.setParent(panel)
    box.setGeometry(10, 10, 80, 60)

    def shown() -> Counter[str]:
        image = panel.grab(box.geometry()).toImage()
        return Counter(image.pixelColor(x, y).name() for y in range(image.height()) for x in range(image.width()))

    ground = current.soft if kind is a_list else current.panel
    empty = shown()
    assert empty[ground] > 100
    lines = sum(count for color, count in empty.items() if contrast(color, ground) >= 3)
    assert lines >= (16 if kind is QRadioButton else 40)  # pixels: four sides, or what of a ring is no blend
    tick(box)
    ticked = shown() - empty
    filled = max(ticked, key=ticked.__getitem__)
    assert contrast(filled, ground) >= 3
    inside = sum(count for color, count in shown().items() if contrast(color, filled) >= 3 and color != ground)
    assert inside >= 8


def test_only_qts_remarks_on_fonts_are_silenced(look):
    assert not QLoggingCategory("qt.text.font.db").isWarningEnabled()
    assert QLoggingCategory("qt.text.font").isWarningEnabled()
    assert QLoggingCategory("default").isWarningEnabled()

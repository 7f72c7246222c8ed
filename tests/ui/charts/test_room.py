"""What is around a chart has room: nothing lies over it, nothing is cut, and what opens a list looks so."""

from itertools import combinations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from storage import operations
from ui import theme
from ui.charts.canvas import Stage
from ui.charts.controls import ALL
from ui.charts.kinds import KINDS
from ui.drop_down import DropDown
from ui.views import VIEWS

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support propagateSizeHints\(\)")
TEXT = "The ambassador said little about oil. Sanctions came into force on Monday, and prices rose. " * 3


@pytest.fixture
def window(open_window):
    """Two articles with two tags each."""
    window = open_window(texts=(TEXT, TEXT))
    for article in (1, 2):
        window.session.do("Tag", operations.annotate_with_paths, article, 4, 20, ["Energy", "Deals"], "")
        window.session.do("Edit", operations.edit_document, article, f"Article {article}", "", "", "2020-05")
    return window


@pytest.fixture
def view(window, qtbot):
    window.show_view("charts")
    qtbot.waitUntil(lambda: "charts" in window.made and window.made["charts"].isVisible())
    return window.made["charts"]


def collisions(card):
    """Parts of a card that lie over each other, or out of it."""
    parts = [part for part in card.findChildren(QWidget) if isinstance(part, Stage | QLabel | QPushButton)]
    places = {part: part.geometry() for part in parts if part.parent() is card and part.isVisible()}
    out = [part for part, place in places.items() if not card.rect().contains(place)]
    return out + [(one, other) for one, other in combinations(places, 2) if places[one].intersects(places[other])]


@pytest.mark.parametrize("width", [1440, 1024])
def test_nothing_lies_over_a_chart_that_is_opened_from_the_overview(qtbot, window, view, width):
    window.resize(width, 900)
    for name in KINDS:
        view.show_chart(ALL)
        QApplication.processEvents()
        view.show_chart(name)
        card = view.cards[name]
        qtbot.waitUntil(lambda card=card: not card.content.empty)
        qtbot.waitUntil(lambda card=card: collisions(card) == [], timeout=2000)


def test_what_is_on_has_room_for_its_words_in_bold(view):
    view.bar.rollup.click()
    QApplication.processEvents()
    bold = QFontMetrics(theme.font(theme.TEXT_SIZE, QFont.Weight.DemiBold))
    for button in view.bar.findChildren(QPushButton):
        if button.isChecked():
            assert button.width() >= bold.horizontalAdvance(button.text()) + 14, button.text()


@pytest.mark.parametrize("name", VIEWS)
def test_every_list_that_opens_has_an_arrow(qtbot, window, name):
    window.show_view(name)
    qtbot.waitUntil(lambda: window.view == name)
    assert all(isinstance(box, DropDown) for box in window.findChildren(QComboBox))

"""What is around a chart has room: nothing lies over it, nothing is cut, and what opens a list looks so."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
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


def tabbed(view):
    """What Tab leads to, from the page once round the window, of what is in the view."""
    view.setFocus()
    met = [QApplication.focusWidget()]
    while True:
        QTest.keyClick(met[-1], Qt.Key.Key_Tab)
        if (now := QApplication.focusWidget()) is met[0]:
            return [widget for widget in met if view.isAncestorOf(widget)]
        met.append(now)


def test_tab_leads_to_all_that_is_above_the_charts_and_soon_to_a_chart(view):
    bar, card = view.bar, view.cards["frequency"]
    _page, title, chart, *_, charts, unit, scope, rollup = tabbed(view)
    assert (charts, rollup, chart) == (bar.charts, bar.rollup, card.canvas)
    assert title.text() == card.content.title
    assert unit in bar.units.buttons()
    assert scope in bar.scopes.buttons()


def test_tab_goes_over_the_settings_of_a_chart_before_it_and_stays_where_one_is_changed(qtbot, view):
    view.show_chart("matrix")
    card = view.cards["matrix"]
    assert tabbed(view)[2:6] == [*card.row.fields.values(), card.canvas]
    card.row.fields["share"].setFocus()
    QTest.keyClick(card.row.fields["share"], Qt.Key.Key_Down)
    assert view.settings_of("matrix").share == "row"
    qtbot.waitUntil(card.row.fields["share"].hasFocus)
    assert card.row.fields["share"].isVisible()
    assert tabbed(view)[2:6] == [*card.row.fields.values(), card.canvas]


def test_the_keys_of_charts_work_as_soon_as_they_are_first_seen(qtbot, window, view):
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(
        lambda: QApplication.focusWidget() is not None and view.isAncestorOf(QApplication.focusWidget())
    )
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_BracketRight)
    assert view.alone == "frequency"


def test_whoever_comes_back_from_the_passages_goes_on_at_the_same_mark(qtbot, window, view):
    chart = view.cards["matrix"].canvas
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    mark = chart.current
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert window.view == "passages"
    window.show_view("charts")
    assert chart.hasFocus()
    assert chart.current.key == mark.key

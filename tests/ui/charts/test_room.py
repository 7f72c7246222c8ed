"""What is around a chart has room: nothing lies over it, nothing is cut, and what opens a list looks so."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from core.chart_settings import Settings
from storage import chart_operations, operations
from ui import theme
from ui.charts import exporting, print_sheet
from ui.charts.canvas import Stage
from ui.charts.controls import ALL
from ui.charts.export import Print
from ui.charts.kinds import KINDS
from ui.drop_down import DropDown
from ui.views import VIEWS

TEXT = "The ambassador said little about oil. Sanctions came into force on Monday, and prices rose. " * 3


@pytest.fixture
def window(open_window):
    """Two articles with two tags each."""
    window = open_window(texts=(TEXT, TEXT))
    for article in (1, 2):
        window.session.do("Tag", operations.annotate_with_paths, article, 4, 20, ["Energy", "Deals"], "")
        window.session.do(
            "Edit", operations.edit_document, article, f"Article {article}", "", "The Post", "2020-05"
        )
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


@pytest.mark.parametrize("width", [640, 900, 1024, 1600])
def test_what_can_be_chosen_has_room_in_every_window(qtbot, window, view, width):
    window.resize(width, 700)
    bar = view.bar
    qtbot.waitUntil(lambda: bar.units.list.isVisible() == (width < 1000))
    buttons = [button for button in bar.units.findChildren(QPushButton) if button.isVisible()]
    shown = [bar.charts, bar.scopes, bar.rollup, *(buttons or [bar.units.list])]
    qtbot.waitUntil(lambda: all(part.visibleRegion().boundingRect() == part.rect() for part in shown))
    if not buttons:
        bar.units.list.setFocus()
        QTest.keyClick(bar.units.list, Qt.Key.Key_Down)
        assert view.settings_of("matrix").unit == "passages"


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
    _page, title, chart, *_, charts, scope, rollup, unit = tabbed(view)
    assert (charts, rollup, chart) == (bar.charts, bar.rollup, card.canvas)
    assert title.text() == card.content.title
    assert unit in bar.units.controls()
    assert scope in bar.scopes.controls()


def test_tab_goes_over_the_settings_of_a_chart_before_it_and_stays_where_one_is_changed(qtbot, view):
    view.show_chart("matrix")
    card = view.cards["matrix"]
    assert tabbed(view)[2:7] == [*card.row.fields.values(), card.canvas]
    card.row.fields["share"].setFocus()
    QTest.keyClick(card.row.fields["share"], Qt.Key.Key_Down)
    assert view.settings_of("matrix").share == "row"
    qtbot.waitUntil(card.row.fields["share"].hasFocus)
    assert card.row.fields["share"].isVisible()
    assert tabbed(view)[2:7] == [*card.row.fields.values(), card.canvas]


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


def test_a_chart_is_turned_into_a_table_copied_and_exported_by_keys(qtbot, window, view, tmp_path, monkeypatch):
    view.choose("matrix")
    card, clipboard = view.cards["matrix"], QApplication.clipboard()
    clipboard.clear()
    qtbot.keyClick(card.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.mimeData().hasImage()
    qtbot.keyClick(card.canvas, Qt.Key.Key_T)
    assert card.numbers.isVisible()
    assert card.numbers.hasFocus()
    card.numbers.selectColumn(0)
    qtbot.keyClick(card.numbers, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text().split() == ["Article", "1", "Deals", "1", "Energy", "1"]
    qtbot.keyClick(card.numbers, Qt.Key.Key_T)
    qtbot.waitUntil(card.canvas.hasFocus)
    monkeypatch.setattr(exporting, "choose_path", lambda _, suggested: tmp_path / f"chart{suggested.suffix}")
    monkeypatch.setattr(print_sheet, "ask", lambda *_: Print())
    for form in ("png", "svg", "pdf", "csv"):
        window.actions_by_id[f"chart.export.{form}"].trigger()
        assert (tmp_path / f"chart.{form}").stat().st_size > 100
        assert f"The chart was exported to “chart.{form}”." in [said.text() for said in window.findChildren(QLabel)]


def test_the_name_of_a_file_has_nothing_that_some_system_refuses():
    assert exporting.file_name('A/B: <what?> "x" | y\\z*...') == "A–B– –what–– –x– – y–z–"
    assert [exporting.file_name(title) for title in ("…", ". . .", ".hidden")] == ["…", "Chart", "hidden"]


def test_a_menu_opens_where_the_mouse_is_and_by_key_at_the_mark(qtbot, window, view):
    view.show_chart("frequency")
    canvas = view.cards["frequency"].canvas
    view.choose("frequency")
    corner = canvas.mapToGlobal(QPoint(0, canvas.height()))
    mark = canvas.mapToGlobal(canvas.current.rect.bottomLeft().toPoint())
    for reason, where in (
        (QContextMenuEvent.Reason.Mouse, corner),
        (QContextMenuEvent.Reason.Keyboard, mark),
    ):
        QApplication.sendEvent(canvas.viewport(), QContextMenuEvent(reason, QPoint(5, 5), corner))
        menu = QApplication.activePopupWidget()
        assert abs(menu.y() - where.y()) < 40
        menu.close()


def test_a_separator_is_a_line_and_no_row(qtbot, window, view):
    window.session.do("Pin", chart_operations.pin_chart, "Mine", Settings(), None)
    view.bar.charts.showPopup()
    opened = view.bar.charts.view()
    row = view.bar.charts.count() - 2
    place = opened.visualRect(opened.model().index(row, 0))
    assert place.height() < 12
    picture = opened.viewport().grab(place).toImage()
    assert theme.current().line in {picture.pixelColor(40, y).name() for y in range(place.height())}
    view.bar.charts.hidePopup()


def test_what_is_said_of_a_mark_stands_beside_it_after_coming_back_from_a_chart(qtbot, view):
    for steps, name in ((2, "stacked"), (3, "matrix"), (4, "portrait")):
        for _ in range(steps):
            view.walk(1)
            QApplication.processEvents()
        view.leave_alone()
        QApplication.processEvents()
        QApplication.processEvents()
        canvas = view.cards[name].canvas
        said = next(label for label in view.findChildren(QLabel) if label.text() == canvas.current.caption)
        place = canvas.current.rect.translated(canvas.mapTo(said.parentWidget(), QPoint(0, 0)))
        assert place.toAlignedRect().adjusted(-12, -12, 12, 12).intersects(said.geometry())

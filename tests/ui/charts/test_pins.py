"""Pinned charts in the real window: pinned, changed, renamed, moved, unpinned; they follow, and come back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton

from core.chart_settings import Settings
from core.filters import Counted, Filter, HasNote
from storage import chart_operations, operations, pinned_charts
from tests.storage.contents import contents
from tests.ui.screens import trigger
from ui import messages
from ui.charts import content
from ui.charts.controls import ALL
from ui.charts.figure import Words

TEXT = "The ambassador said little. Oil sanctions came into force on Monday, and prices rose. " * 3


@pytest.fixture
def charts(open_window, qtbot):
    """The window at its charts: Energy twice (one with a note) and Deals once."""
    window = open_window(texts=(TEXT, TEXT))
    for start, paths, note in ((0, ["Energy", "Deals"], ""), (20, ["Energy"], "a note")):
        window.session.do("Tag", operations.annotate_with_paths, 1, start, start + 9, paths, note)
    return at_charts(window, qtbot)


def at_charts(window, qtbot):
    window.show_view("charts")
    qtbot.waitUntil(lambda: "charts" in window.made and window.made["charts"].isVisible())
    return window


def view(window):
    return window.made["charts"]


def named(monkeypatch, name):
    """What a person answers when asked for a name; the suggestions are collected."""
    suggested = []
    monkeypatch.setattr(messages, "ask_line", lambda *asked: suggested.append(asked[-1]) or name)
    return suggested


def pin(window, name, settings=None, wanted=None):
    made = window.session.do("Pin", chart_operations.pin_chart, name, settings or Settings(), wanted)
    return f"pinned {made}"


def pinned(window):
    """What the project says: name, settings and filter."""
    return [(each.name, *each.read()) for each in pinned_charts.all_pinned(window.session.project.db)]


def texts(window, key):
    rows = view(window).cards[key].canvas.figure.rows
    return [shape.text for row in rows for shape in row.shapes if isinstance(shape, Words)]


def said(window, key):
    return [label.text() for label in view(window).cards[key].findChildren(QLabel) if label.isVisible()]


def button(window, key, text):
    return next(b for b in view(window).cards[key].findChildren(QPushButton) if b.text() == text)


def listed(window):
    box = view(window).bar.charts
    return [box.itemText(row) for row in range(box.count()) if box.itemText(row)]


def seen(window):
    """The titles of the charts from top to bottom, left to right."""
    cards = [card for card in view(window).cards.values() if card.isVisible() and card.content]
    return [card.content.title for card in sorted(cards, key=lambda card: (card.y(), card.x()))]


def undone_and_redone(window, before):
    after = contents(window.session.project)
    assert after != before
    trigger(window, "edit.undo")
    assert contents(window.session.project) == before
    trigger(window, "edit.redo")
    assert contents(window.session.project) == after


def test_the_button_pins_a_chart_as_it_is_seen(charts, qtbot, monkeypatch):
    suggested = named(monkeypatch, " Energy over\ntime ")
    view(charts).bar.changed.emit("unit", "words")
    view(charts).bar.changed.emit("scope", "all")
    before = contents(charts.session.project)
    qtbot.mouseClick(button(charts, "frequency", "Pin"), Qt.MouseButton.LeftButton)
    assert suggested == ["Tag frequency"]
    assert pinned(charts) == [("Energy over time", Settings(unit="words"), None)]
    assert charts.session.undo_label == "Pin chart “Energy over time”"
    undone_and_redone(charts, before)
    (key,) = view(charts).pins.by_key
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    assert texts(charts, key) == ["Energy", "4", "Deals", "2"]
    assert "Tag frequency · All 2 articles" in said(charts, key)
    assert any("Unit: words" in sentence for sentence in said(charts, key))
    assert listed(charts)[0] == "Overview"
    assert listed(charts)[-1] == "Energy over time"
    assert seen(charts)[-1] == "Energy over time"
    suggested[:] = []
    qtbot.mouseClick(button(charts, "matrix", "Pin"), Qt.MouseButton.LeftButton)
    assert suggested == [view(charts).cards["matrix"].content.title]
    assert len(pinned(charts)) == 1  # of two with one name the second is refused
    assert "There is a pinned chart “Energy over time” already." in charts.messages.text()


def test_what_others_share_does_not_change_a_pinned_chart(charts, qtbot):
    key = pin(charts, "Mine")
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    view(charts).bar.changed.emit("unit", "words")
    assert view(charts).settings_of(key).unit == "codings"
    assert view(charts).settings_of("frequency").unit == "words"


def test_it_follows_tagging_undo_and_the_names_of_tags(charts, qtbot):
    key = pin(charts, "Mine")
    qtbot.waitUntil(lambda: texts(charts, key) == ["Energy", "2", "Deals", "1"])
    session = charts.session
    session.do("Tag", operations.annotate_with_paths, 2, 4, 14, ["Deals"], "")
    qtbot.waitUntil(lambda: texts(charts, key) == ["Deals", "2", "Energy", "2"])
    session.do("Rename", operations.rename_tag, session.tags.find(["Deals"]), "Trade")
    qtbot.waitUntil(lambda: texts(charts, key) == ["Energy", "2", "Trade", "2"])
    for _ in range(3):
        session.undo()
    assert key not in view(charts).pins.by_key
    charts.show_view("charts")  # undo had shown the passage
    assert listed(charts)[-1] != "Mine"
    session.redo()
    qtbot.waitUntil(lambda: texts(charts, key) == ["Energy", "2", "Deals", "1"])


def test_settings_of_a_pinned_chart_alone_are_kept_as_one_step(charts, qtbot):
    key = pin(charts, "Mine")
    view(charts).show_chart(key)
    before = contents(charts.session.project)
    for unit in ("words", "passages"):
        view(charts).bar.units.chosen.emit(unit)
    view(charts).cards[key].row.changed.emit("order", "tree")
    qtbot.mouseClick(button(charts, key, "Table"), Qt.MouseButton.LeftButton)
    wanted = Settings(unit="passages", order="tree", as_table=True)
    assert pinned(charts) == [("Mine", wanted, None)]
    assert view(charts).cards[key].numbers.isVisible()
    assert charts.session.undo_label == "Change chart “Mine”"
    undone_and_redone(charts, before)


def test_a_pinned_filter_stays_whatever_becomes_of_that_of_passages(charts, qtbot, monkeypatch):
    named(monkeypatch, "Noted")
    noted = Filter((HasNote(True),))
    charts.session.filtering.use(noted)
    view(charts).bar.changed.emit("scope", "filter")
    view(charts).choose("frequency")
    trigger(charts, "chart.pin")
    assert pinned(charts) == [("Noted", Settings(scope="filter"), noted)]
    charts.session.filtering.use(Filter())
    (key,) = view(charts).pins.by_key
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    qtbot.waitUntil(lambda: texts(charts, "frequency") == ["Energy", "2", "Deals", "1"])
    assert texts(charts, key) == ["Energy", "1"]
    assert any("Only passages: with a note." in sentence for sentence in said(charts, key))
    assert any("its own filter" in sentence for sentence in said(charts, key))
    (mark,) = view(charts).cards[key].canvas.figure.marks()
    view(charts).cards[key].canvas.chosen.emit(mark)
    assert charts.view == "passages"
    kept, counted = charts.session.filtering.wanted.conditions
    assert kept == HasNote(True)
    assert isinstance(counted, Counted)
    assert len(counted.passages) == len(mark.behind()) == 1


def test_a_filter_is_given_to_a_pinned_chart_and_taken_from_it(charts, qtbot):
    key = pin(charts, "Mine")
    view(charts).show_chart(key)
    noted = Filter((HasNote(True),))
    charts.session.filtering.use(noted)
    before = contents(charts.session.project)
    trigger(charts, "chart.filter")
    assert pinned(charts) == [("Mine", Settings(scope="filter"), noted)]
    undone_and_redone(charts, before)
    view(charts).bar.scopes.chosen.emit("filter")
    charts.session.filtering.use(Filter((HasNote(False),)))
    view(charts).bar.scopes.chosen.emit("filter")  # it has one
    assert pinned(charts)[0][2] == noted
    view(charts).bar.scopes.chosen.emit("all")
    view(charts).bar.scopes.chosen.emit("filter")
    assert pinned(charts)[0][2] == Filter((HasNote(False),))


def test_names_order_and_unpinning_by_keys(charts, qtbot, monkeypatch):
    keys = [pin(charts, name) for name in ("One", "Two", "Three")]
    qtbot.waitUntil(lambda: seen(charts)[-3:] == ["One", "Two", "Three"])
    before = contents(charts.session.project)
    view(charts).choose(keys[2])
    for key, order in ((Qt.Key.Key_Up, ["One", "Three", "Two"]), (Qt.Key.Key_Up, ["Three", "One", "Two"])):
        qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda order=order: seen(charts)[-3:] == order)
        assert view(charts).chosen() == keys[2]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # it is the first
    assert listed(charts)[-3:] == ["Three", "One", "Two"]
    named(monkeypatch, "Drei 😀")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: seen(charts)[-3:] == ["Drei 😀", "One", "Two"])
    trigger(charts, "chart.down")
    assert [name for name, *_ in pinned(charts)] == ["One", "Drei 😀", "Two"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert [name for name, *_ in pinned(charts)] == ["One", "Two"]
    labels = []
    while contents(charts.session.project) != before:
        labels.append(charts.session.undo_label)
        trigger(charts, "edit.undo")
    assert labels == [
        "Unpin chart “Drei 😀”",
        "Move chart “Drei 😀”",
        "Rename chart “Three” to “Drei 😀”",
        "Move chart “Three”",
        "Move chart “Three”",
    ]


def test_tab_goes_through_pinned_charts_in_their_order(charts, qtbot):
    keys = [pin(charts, name) for name in ("One", "Two")]
    charts.session.do("Move", chart_operations.move_chart, 2, 1)
    qtbot.waitUntil(lambda: seen(charts)[-2:] == ["Two", "One"])
    view(charts).choose("matrix")
    met = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met += [key for key in keys if view(charts).cards[key].isAncestorOf(QApplication.focusWidget())]
    assert list(dict.fromkeys(met)) == [keys[1], keys[0]]


def test_keys_walk_through_the_charts_and_escape_leads_back(charts, qtbot):
    key = pin(charts, "Mine")
    every = [view(charts).bar.charts.itemData(row) for row in range(view(charts).bar.charts.count())]
    every = [each for each in every if each]
    assert (every[0], every[-1]) == (ALL, key)
    view(charts).setFocus()
    met = []
    for _ in every:
        met.append(view(charts).bar.charts.currentData())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_BracketRight)
    assert met == every
    assert view(charts).alone == key  # the last stays
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_BracketLeft)
    assert view(charts).alone == every[-2]
    trigger(charts, "chart.next")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert (view(charts).alone, charts.view) == ("", "charts")
    assert view(charts).chosen() == key
    assert not charts.actions_by_id["chart.overview"].isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert charts.view == "read"


def test_a_right_click_offers_what_can_be_done_with_this_chart(charts, qtbot):
    key = pin(charts, "Mine")
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    QApplication.processEvents()
    offered = {}
    for each in ("frequency", key):
        target = view(charts).cards[each].canvas.viewport()
        at = QPoint(5, 5)
        click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at))
        QApplication.sendEvent(target, click)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered[each] = [action.objectName() for action in menu.actions() if action.objectName()]
        if each == key:
            next(action for action in menu.actions() if action.objectName() == "chart.unpin").trigger()
        menu.close()
        QApplication.processEvents()
    assert "chart.rename" not in offered["frequency"]
    assert set(offered["frequency"]) >= {"chart.next", "chart.table", "chart.export.csv", "chart.pin"}
    assert set(offered[key]) > {"chart.rename", "chart.up", "chart.down", "chart.filter", "chart.unpin"}
    assert pinned(charts) == []


def test_the_menu_key_opens_the_menu_of_the_chart_the_keyboard_is_at(charts):
    view(charts).choose("matrix")
    trigger(charts, "view.menu")
    menu = QApplication.activePopupWidget()
    assert "chart.pin" in [action.objectName() for action in menu.actions()]
    menu.close()


def test_commands_say_which_chart_they_need(charts):
    pin(charts, "Mine")
    view(charts).setFocus()
    for command in ("chart.pin", "chart.rename", "chart.up", "chart.filter", "chart.unpin"):
        charts.messages.hide()
        trigger(charts, command)
        assert charts.messages.isVisible()
    assert len(pinned(charts)) == 1


def test_letters_can_be_typed_where_a_chart_asks_for_text(charts, qtbot):
    for field in view(charts).findChildren(QLineEdit):
        field.setFocus()
        qtbot.keyClicks(field, "pf")
    assert pinned(charts) == []


def test_it_comes_back_with_the_project(charts, open_window, qtbot):
    pin(charts, "First", Settings(unit="words", as_table=True))
    pin(charts, "Second", Settings("matrix", order="similarity"))
    path = charts.session.project.path
    again = at_charts(open_window(path), qtbot)
    first, second = view(again).pins.by_key
    qtbot.waitUntil(lambda: view(again).cards[second].content is not None)
    assert view(again).cards[first].numbers.isVisible()
    assert listed(again)[-2:] == ["First", "Second"]
    view(again).show_chart(second)
    assert view(again).settings_of(second).order == "similarity"


def test_undo_of_pinning_leads_from_the_chart_back_to_all(charts):
    key = pin(charts, "Mine")
    view(charts).show_chart(key)
    charts.session.undo()
    assert view(charts).alone == ""
    assert view(charts).bar.charts.currentData() == ALL


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (Settings(tag="gone"), "The tag of this chart was deleted"),
        (Settings(attribute="Region"), "“Region” is no longer noted about articles"),
        (Settings("attribute", attribute="Region"), "“Region” is no longer noted about articles"),
        (Settings(scope="filter"), content.NOTHING_KEPT),
    ],
)
def test_a_chart_that_has_nothing_to_show_says_why(charts, qtbot, settings, sentence):
    nothing = Filter((HasNote(True), HasNote(False)))
    key = pin(charts, "Mine", settings, nothing if settings.scope == "filter" else None)
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    assert any(sentence in words for words in said(charts, key))


def test_settings_that_cannot_be_read_are_said_and_not_written_over(charts, qtbot):
    key = pin(charts, "Mine")

    def spoil(project):
        project.db.execute("""UPDATE pinned_chart SET settings = '{"later": 1}'""")

    charts.session.do("Spoil", spoil)
    qtbot.waitUntil(lambda: any("cannot be read" in sentence for sentence in said(charts, key)))
    before = contents(charts.session.project)
    view(charts).show_chart(key)
    view(charts).bar.units.chosen.emit("words")
    assert "cannot be read" in charts.messages.text()
    assert contents(charts.session.project) == before
    view(charts).choose(key)
    trigger(charts, "chart.unpin")
    assert pinned(charts) == []


def test_a_name_is_shown_as_plain_text_and_cannot_turn_round(charts, qtbot):
    key = pin(charts, "<b>Bold</b> \u202eevil & co")
    qtbot.waitUntil(lambda: view(charts).cards[key].content is not None)
    assert seen(charts)[-1].split() == ["<b>Bold</b>", "evil", "&", "co"]


def test_an_empty_project_says_what_to_do_in_pinned_charts_too(open_window, qtbot):
    window = at_charts(open_window(texts=()), qtbot)
    key = pin(window, "Mine")
    qtbot.waitUntil(lambda: content.NO_ARTICLES in said(window, key))


def test_a_narrow_page_has_them_in_one_column(charts, qtbot):
    keys = [pin(charts, name) for name in ("One", "Two")]
    qtbot.waitUntil(lambda: seen(charts)[-2:] == ["One", "Two"])
    first, second = (view(charts).cards[key] for key in keys)
    qtbot.waitUntil(lambda: first.y() == second.y())
    charts.resize(900, 700)
    qtbot.waitUntil(lambda: seen(charts)[-2:] == ["One", "Two"])
    qtbot.waitUntil(lambda: view(charts).cards[keys[1]].y() > view(charts).cards[keys[0]].y())


def test_pinning_says_where_the_chart_is_and_the_keyboard_stays(charts, qtbot, monkeypatch):
    named(monkeypatch, "Mine")
    chart = view(charts).cards["matrix"].canvas
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    mark = chart.current.key
    for step in ("chart.pin", "edit.undo", "edit.redo"):
        trigger(charts, step)
        if step == "chart.pin":
            assert charts.messages.text() == "“Mine” is pinned. It stands below the charts of the overview."
        qtbot.waitUntil(chart.hasFocus)
        assert chart.current.key == mark


def test_a_chart_that_is_unpinned_leaves_the_keyboard_on_the_page(charts):
    key = pin(charts, "Mine")
    view(charts).choose(key)
    trigger(charts, "chart.unpin")
    focused = QApplication.focusWidget()
    assert view(charts).isAncestorOf(focused)
    assert focused.accessibleName() == "Charts"

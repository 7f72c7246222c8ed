"""Back and forward, between charts, the passages behind their marks, and the text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.filters import Counted, Filter, HasNote, Tagged
from storage import operations, passages
from tests.ui.test_commands import trigger
from ui.tag_acts import merge_into

ALT = Qt.KeyboardModifier.AltModifier
OWN = Filter((HasNote(False),))


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    """On whatever has the keyboard."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


@pytest.fixture
def charted(open_window, qtbot):
    """A window on a chart with two marks, the keyboard on the first of them; passages have a filter."""
    window = open_window()
    window.activateWindow()
    window.session.filtering.use(OWN, "Mine")
    for start, path in ((0, "Energy"), (4, "Energy"), (12, "Peace")):
        window.session.do("Tag", operations.annotate_with_paths, 1, start, start + 3, [path], "")
    window.show_chart("frequency")
    canvas = window.made["charts"].cards["frequency"].canvas
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    press(Qt.Key.Key_Home)
    return window


def state(window):
    """The view, what is charted, and which passages are asked for."""
    wanted = window.session.filtering
    return window.view, window.made["charts"].alone, wanted.wanted, wanted.name


def test_the_way_back_from_the_passages_of_a_mark_leads_to_the_mark(charted):
    before, mark = state(charted), charted.made["charts"].cards["frequency"].canvas.current.key
    press(Qt.Key.Key_Return)
    passages = state(charted)
    assert passages[0] == "passages"
    assert [type(each) for each in passages[2].conditions] == [Counted]
    press(Qt.Key.Key_Left, ALT)
    assert state(charted) == before
    canvas = charted.made["charts"].cards["frequency"].canvas
    assert canvas.hasFocus()
    assert canvas.current.key == mark
    press(Qt.Key.Key_Right, ALT)
    assert state(charted) == passages
    assert charted.made["passages"].list.hasFocus()
    press(Qt.Key.Key_Left, ALT)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)  # the next mark
    assert state(charted)[2] != passages[2]
    assert not charted.actions_by_id["trail.forward"].isEnabled()
    press(Qt.Key.Key_Left, ALT)
    assert state(charted) == before


def test_from_the_text_it_leads_back_over_the_passages_to_the_chart(charted):
    before = state(charted)
    press(Qt.Key.Key_Return)
    passages = state(charted)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert charted.view == "read"
    for expected in (passages, before):
        press(Qt.Key.Key_Left, ALT)
        assert state(charted) == expected
    for expected in ("passages", "read"):
        press(Qt.Key.Key_Right, ALT)
        assert charted.view == expected
    assert charted.session.current == 1


def test_the_passages_of_a_tag_are_left_as_they_were_come_to(charted):
    trigger(charted, "view.codebook")
    charted.show_passages(None, 2)
    assert (charted.view, charted.session.filtering.name) == ("passages", "")
    trigger(charted, "trail.back")
    assert charted.view == "codebook"
    assert (charted.session.filtering.wanted, charted.session.filtering.name) == (OWN, "Mine")


def test_what_was_filtered_meanwhile_is_kept_when_reading_is_come_back_from(charted):
    trigger(charted, "view.passages")
    charted.show_annotation(1, 1)
    other = Filter((HasNote(True),))
    charted.session.filtering.use(other)
    trigger(charted, "trail.back")
    assert charted.view == "passages"
    assert charted.session.filtering.wanted == other


def test_without_an_article_there_is_a_way_back_too(open_window, qtbot):
    window = open_window(texts=())
    window.show_view("codebook")
    window.show_passages(None, None)
    assert window.view == "passages"
    trigger(window, "trail.back")
    assert window.view == "codebook"
    trigger(window, "trail.forward")
    assert window.view == "passages"


def test_from_the_passages_of_a_pinned_chart_it_leads_back_to_the_filter_there_was(charted):
    charts = charted.made["charts"]
    noted = Filter((HasNote(False), HasNote(False)))
    key = charts.pins.pin("Mine", charts.kept("frequency")._replace(scope="filter"), noted)
    charts.show_chart(key)
    charts.choose(key)
    before = state(charted)
    assert before[2] == OWN
    press(Qt.Key.Key_Return)
    kept, counted = state(charted)[2].conditions[:-1], state(charted)[2].conditions[-1]
    assert (kept, type(counted)) == (noted.conditions, Counted)
    press(Qt.Key.Key_Left, ALT)
    assert state(charted) == before


def test_filters_left_behind_follow_merges(charted):
    session = charted.session
    energy, peace = (session.tags.find([name]) for name in ("Energy", "Peace"))
    guid, other = passages.guids(session.project.db, "tag", [energy, peace])
    session.filtering.use(Filter((Tagged("any", (guid,)),)), "Mine")
    press(Qt.Key.Key_Return)
    merge_into(charted.tag_panel, [energy], peace)
    charted.show_view("passages")
    trigger(charted, "trail.back")
    assert state(charted)[2:] == (Filter((Tagged("any", (other,)),)), "Mine")


def test_a_chart_is_come_back_to_also_when_the_article_that_was_open_is_gone(open_window, qtbot):
    window = open_window(texts=("One and two.", "Three and four."))
    window.session.do("Tag", operations.annotate_with_paths, 2, 0, 3, ["Energy"], "")
    window.session.open_article(1)
    window.show_chart("frequency")
    window.show_passages(None, None)
    window.session.do("Remove", operations.remove_document, 1)
    trigger(window, "view.passages")
    trigger(window, "trail.back")
    assert window.view == "charts"
    assert window.session.article.document.id == 2

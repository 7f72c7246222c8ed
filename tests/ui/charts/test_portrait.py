import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from tests.ui.charts.dated import (
    canvas,
    check_empty,
    check_marks,
    color_at,
    filled,
    shown,
    texts,
    what_marks_lead_to,
)
from ui import theme
from ui.session import Session


@pytest.fixture
def session(project):
    return filled(project)


def test_a_strip_has_every_passage_at_its_place_in_the_colour_of_its_tag(qtbot, session):
    view = shown(qtbot, session, "portrait", scope="all")
    assert texts(view)[:5] == ["Article 1", "Article 2", "Article 3", "beginning", "end"]
    assert texts(view)[5:] == ["Deals", "Energy", "Peace"]
    marks = list(canvas(view).figure.marks())
    first = marks[0].rect
    left, unit = first.left() - 10 * first.width() / 20, first.width() / 20  # it is [10, 30) of 100
    placed = [(round((m.rect.left() - left) / unit), round((m.rect.right() - left) / unit)) for m in marks[:4]]
    assert placed == [(10, 30), (40, 50), (50, 60), (20, 40)]  # the last is in a lane of its own
    for mark in marks:
        assert color_at(view, mark) == theme.mark(session.tags.by_id[mark.key[0]].color)


def test_passages_that_overlap_lie_in_lanes_and_those_that_touch_do_not(qtbot, session):
    marks = list(canvas(shown(qtbot, session, "portrait")).figure.marks())
    by_number = {mark.behind()[0]: mark.rect for mark in marks}
    assert by_number[1].bottom() <= by_number[2].top()
    assert by_number[3].top() == by_number[4].top()
    assert by_number[3].height() > by_number[1].height()
    assert "characters 10 to 30 of 100" in marks[0].caption


@pytest.mark.parametrize("settings", [{}, {"scope": "all"}, {"scope": "all", "form": "sections", "sections": 4}])
def test_marks_lead_to_their_passages(qtbot, session, settings):
    check_marks(qtbot, shown(qtbot, session, "portrait", **settings))


def test_sections_are_shaded_for_each_tag_of_each_article(qtbot, session):
    view = shown(qtbot, session, "portrait", scope="all", form="sections", sections=4, unit="percent")
    assert texts(view) == ["beginning", "end", "Article 1", "Deals", "Energy", "Article 2", "Energy", "Peace"]
    assert what_marks_lead_to(view) == {
        "Deals · section 2 of 4 · Article 1": [3],
        "Deals · section 3 of 4 · Article 1": [4],
        "Energy · section 1 of 4 · Article 1": [1, 2],
        "Energy · section 2 of 4 · Article 1": [1, 2],
        "Energy · section 1 of 4 · Article 2": [5],
        "Energy · section 2 of 4 · Article 2": [5],
        "Peace · section 4 of 4 · Article 2": [6],
    }
    first, second, third, _, highest, *_ = canvas(view).figure.marks()
    assert ["40.0 %" in mark.caption for mark in (first, second, third)] == [True, True, False]
    assert "60.0 %" in third.caption
    assert color_at(view, first) == color_at(view, second)
    assert "100.0 %" in highest.caption
    assert color_at(view, highest) == theme.mark(session.tags.by_id[highest.key[0][0]].color)
    assert color_at(view, first) != theme.mark(session.tags.by_id[first.key[0][0]].color)
    # A unit of the other charts does not become that of the sections.
    view.bar.changed.emit("unit", "words")
    assert view.settings_of("portrait").unit == "percent"


def test_what_makes_no_difference_to_strips_is_not_offered(qtbot, session):
    view = shown(qtbot, session, "portrait")
    assert not view.bar.units.isVisible()
    fields = ("form", "sections", "unit")
    row = view.cards["portrait"].row
    assert [bool(row.findChild(object, field)) for field in fields] == [True, False, False]
    view.change("portrait", "form", "sections")
    assert [bool(row.findChild(object, field)) for field in fields] == [True, True, True]


def test_up_and_down_go_from_lane_to_lane_and_from_article_to_article(qtbot, session):
    view = shown(qtbot, session, "portrait", scope="all")
    place = canvas(view)
    place.setFocus()
    found = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(place, key)
        found.append(place.current.behind())
    assert found == [[1], [2], [5], [2]]


def test_the_mark_in_hand_stays_when_the_chart_is_drawn_again(qtbot, session):
    view = shown(qtbot, session, "portrait", scope="all")
    place = canvas(view)
    place.setFocus()
    qtbot.keyClick(place, Qt.Key.Key_End)
    last = place.current
    session.do("Tag", operations.annotate_with_paths, 1, 70, 80, ["Energy"], "")
    assert place.current.key == last.key


def test_forty_articles_are_seen_until_all_are_asked_for(qtbot, session):
    text = canonical("Words.")
    new = [NewDocument(f"More {at}", text, f"{at}.txt", sha256(f"{at}")) for at in range(60)]
    session.do("Add", operations.add_documents, new)
    view = shown(qtbot, session, "portrait", scope="all")
    assert view.cards["portrait"].content.more.startswith("40 of 63 articles shown")
    view.change("portrait", "every", True)
    assert texts(view)[62] == "More 59"
    view.change("portrait", "form", "sections")
    assert "More 0" not in texts(view)  # there is nothing in it to compare


def test_names_stay_in_view_when_many_sections_are_scrolled(qtbot, session):
    view = shown(qtbot, session, "portrait", scope="all", form="sections", sections=300)
    assert canvas(view).width() == view.cards["portrait"].stage.width()
    view.change("portrait", "sections", 1000)
    stage = view.cards["portrait"].stage
    assert canvas(view).width() > stage.width()
    names = round(canvas(view).figure.left)
    name = stage.grab().copy(0, 20, names - 10, 60).toImage()
    stage.horizontalScrollBar().setValue(500)
    assert stage.grab().copy(0, 20, names - 10, 60).toImage() == name  # names stay where they can be read
    asked = []
    view.passages_requested.connect(lambda *args: asked.append(args))
    deals = next(canvas(view).figure.marks()).rect.center()
    stage.horizontalScrollBar().setValue(round(deals.x()) - 20)
    qtbot.mouseClick(canvas(view).viewport(), Qt.MouseButton.LeftButton, pos=deals.toPoint())
    assert asked == []  # it is below the names
    stage.horizontalScrollBar().setValue(round(deals.x()) - names - 20)
    qtbot.mouseClick(canvas(view).viewport(), Qt.MouseButton.LeftButton, pos=deals.toPoint())
    assert asked[0][1] == [3]


def test_without_passages_a_sentence_says_so(qtbot, project):
    check_empty(shown(qtbot, Session(project), "portrait", scope="all"), "No articles")


def test_the_number_of_sections_can_be_changed(qtbot, session):
    view = shown(qtbot, session, "portrait", form="sections")
    view.findChild(QSpinBox, "sections").setValue(20)
    assert len(view.cards["portrait"].content.measured.columns) == 20
    assert view.cards["portrait"].content.subtitle.endswith("deepest colour: 100.0 %")

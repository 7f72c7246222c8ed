import itertools
import math

import pytest
from PySide6.QtCore import QPointF, Qt

from storage import operations
from tests.ui.charts.together import check_marks, click, figure, filled, leads, said, shown, texts
from ui import theme
from ui.charts.cooccurrence import APART
from ui.charts.figure import Dot, Line, Words
from ui.session import Session


@pytest.fixture
def session(project):
    found = Session(project)
    filled(found)
    return found


def crowd(session, tags=40):
    """Many tags that occur with each other, some of them often."""
    document = session.article.document.id
    made = [session.do("Tag", operations.create_tag, f"A tag with a name {n}") for n in range(tags)]
    for at, tag in enumerate(made):
        having = [tag, *(other for step in (1, 2, 5) if (other := made[(at + step) % tags]) != tag)]
        session.do("Annotate", operations.annotate, document, 100, 101 + at, having[: 2 + at % 3])


def shapes(view, kind):
    return [shape for shape in figure(view).shapes() if isinstance(shape, kind)]


def test_tags_that_occur_together_are_dots_with_a_line(qtbot, session):
    view = shown(qtbot, session, "network")
    assert sorted(texts(view)) == ["2", "Deals", "Energy"]
    assert leads(view) == {"Deals": [2, 3], "Energy": [1, 3], "Deals + Energy": [1, 2, 3]}
    assert len(shapes(view, Line)) == 1
    captions = [mark.caption for mark in figure(view).marks()]
    assert captions[0] == "Deals: 2 codings, 1 line — click to read them"
    assert captions[2].startswith("Deals + Energy: 2 pairs · c 1.00 · Jaccard 0.50 · 67 % of Deals, 67 % of Energy")


def test_dots_have_the_colours_of_their_tags(qtbot, session):
    view = shown(qtbot, session, "network")
    picture = view.cards["network"].canvas.grab().toImage()
    for mark in list(figure(view).marks())[:2]:
        color = session.tags.by_id[mark.key[1]].color
        assert picture.pixelColor(mark.rect.center().toPoint()) == theme.mark(color)


def test_marks_lead_to_their_passages(qtbot, session):
    check_marks(qtbot, shown(qtbot, session, "network"))


def test_a_line_can_be_clicked_all_along(qtbot, session):
    view = shown(qtbot, session, "network")
    (line,) = shapes(view, Line)
    one, other = line.points
    for share in (0.3, 0.5, 0.7):
        assert click(qtbot, view, one + (other - one) * share)[:2] == ["Deals + Energy", [1, 2, 3]]
    way = other - one
    aside = QPointF(-way.y(), way.x()) * (12 / math.hypot(way.x(), way.y()))
    assert figure(view).mark_at(one + way * 0.3 + aside) is None


def test_up_and_down_go_to_what_is_nearest_there(qtbot, session):
    crowd(session, 12)
    view = shown(qtbot, session, "network")
    canvas = view.cards["network"].canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    reached = [canvas.current.rect.center().y()]
    for _ in range(len(list(figure(view).marks()))):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
        reached.append(canvas.current.rect.center().y())
    assert reached == sorted(reached)
    lowest = max(mark.rect.center().y() for mark in figure(view).marks())
    assert reached[-1] == lowest


def test_the_strongest_lines_are_drawn_and_names_never_collide(qtbot, session):
    crowd(session)
    view = shown(qtbot, session, "network")
    assert len([line for line in shapes(view, Line) if line.width > 1 and not line.dash]) == 60
    assert any(s.startswith("The strongest 60 of ") and s.endswith(" pairs of tags shown.") for s in said(view))
    places = [words.rect for words in shapes(view, Words)]
    dots = [mark.rect for mark in figure(view).marks() if mark.line is None]
    assert len(places) == len(dots) > 10  # each has its name
    assert not any(one.intersects(other) for one, other in itertools.combinations(places, 2))
    assert not any(name.intersects(dot) for name in places for dot in dots)
    whole = view.cards["network"].canvas.rect()
    assert all(whole.contains(rect.toAlignedRect()) for rect in places + dots)
    widths = [line.width for line in shapes(view, Line)][:60]
    assert widths == sorted(widths)  # the strongest on top
    view.change("network", "every", True)
    assert len(shapes(view, Line)) > 60


def test_of_hundreds_of_lines_the_strongest_are_drawn_though_all_are_asked_for(qtbot, session):
    article = session.article.document.id
    session.do("Tag", operations.annotate_with_paths, article, 70, 75, [f"Tag {at:02}" for at in range(33)], "")
    view = shown(qtbot, session, "network")
    view.change("network", "every", True)
    assert "The strongest 500 of 529 pairs of tags shown." in said(view)
    assert len([mark for mark in figure(view).marks() if mark.line]) == 500


@pytest.mark.parametrize("counted", ["characters", "jaccard", "share"])
def test_shared_characters_have_no_relation_but_overlapping_and_each_line_leads_to_passages(
    qtbot, session, counted
):
    view = shown(qtbot, session, "network", relation="article")
    assert "Deals + Peace" in leads(view)  # in one article, but nowhere in the same characters
    view.change("network", "counted", counted)
    assert leads(view) == {"Deals": [2, 3], "Energy": [1, 3], "Deals + Energy": [1, 2, 3]}
    assert "relation" not in view.cards["network"].row.fields


def test_it_is_drawn_the_same_way_every_time(qtbot, session):
    crowd(session, 10)
    one, other = (shown(qtbot, session, "network") for _ in range(2))
    assert shapes(one, Dot) == shapes(other, Dot)


def test_without_tags_that_occur_together_there_is_a_sentence(qtbot, session):
    view = shown(qtbot, session, "network", relation="exact")
    assert leads(view)["Deals + Energy"] == [3]
    session.do("Remove", operations.delete_annotations, [3])
    assert APART in said(view)


def test_a_narrow_card_has_room_for_it_too(qtbot, session):
    crowd(session, 10)
    view = shown(qtbot, session, "network", width=260)
    assert len([mark for mark in figure(view).marks() if mark.line is None]) == 12

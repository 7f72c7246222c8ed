from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QTableView

from storage import operations
from storage.passages import ids
from tests.ui.charts.together import check_marks, figure, filled, leads, said, shown, texts
from ui import theme
from ui.charts import content
from ui.charts.cooccurrence import APART, DOUBT
from ui.charts.figure import Words
from ui.session import Session

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support propagateSizeHints\(\)")


@pytest.fixture
def session(project):
    return Session(project)


@pytest.fixture
def view(qtbot, session):
    filled(session)
    return shown(qtbot, session, "cooccurrence")


def test_tags_that_overlap_have_a_number_and_those_that_do_not_are_left_out(view):
    assert texts(view) == ["Deals", "Energy", "Deals", "2", "Energy", "2"]
    assert leads(view) == {"Deals + Energy": [1, 2, 3], "Energy + Deals": [1, 2, 3]}
    assert "Article 1 · Pairs" in said(view)
    assert any("touching is not overlapping" in sentence for sentence in said(view))


def test_pointing_says_every_number_side_by_side(view):
    (mark, _) = figure(view).marks()
    assert mark.caption == (
        "Deals + Energy: 2 pairs · c 1.00 · Jaccard 0.50 · 67 % of Deals, 67 % of Energy — click to read them"
    )


def test_marks_lead_to_their_passages(qtbot, view):
    check_marks(qtbot, view)


def test_the_real_window_lists_exactly_the_passages_of_a_mark(window, qtbot):
    filled(window.session)
    window.show_chart("cooccurrence")
    charts = window.made["charts"]
    mark = next(figure(charts).marks())
    canvas = charts.cards["cooccurrence"].canvas
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())
    assert window.view == "passages"
    (condition,) = window.session.filtering.wanted.conditions
    assert condition.what == "Deals + Energy"
    assert sorted(ids(window.session.project.db, "annotation", condition.passages).values()) == [1, 2, 3]


def test_nearer_and_farther_apart(qtbot, session):
    filled(session)
    view = shown(qtbot, session, "cooccurrence", relation="near")
    assert "Peace" not in texts(view)
    field = view.findChild(QSpinBox, "near")
    qtbot.waitUntil(field.isVisible)
    field.setValue(5)
    assert leads(view)["Peace + Deals"] == [3, 4]
    view.change("cooccurrence", "relation", "sentence")
    assert not any(found.isVisible() for found in view.findChildren(QSpinBox, "near"))


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ("events", "2"),
        ("characters", "20"),
        ("articles", "1"),
        ("c", "1.00"),
        ("jaccard", "0.50"),
        ("share", "0.67"),
    ],
)
def test_everything_that_can_be_counted(qtbot, session, counted, expected):
    filled(session)
    view = shown(qtbot, session, "cooccurrence", counted=counted)
    assert texts(view)[3] == expected
    assert leads(view)["Deals + Energy"] == [1, 2, 3]


def test_within_goes_one_way(qtbot, session):
    first = filled(session)
    energy = session.tags.find(["Energy"])
    session.do("Annotate", operations.annotate, first, 12, 20, [energy])
    view = shown(qtbot, session, "cooccurrence", relation="within", form="half")
    assert leads(view) == {"Energy within Deals": [2, 5]}


def test_half_of_it_has_each_name_and_each_pair_once(qtbot, session):
    filled(session)
    view = shown(qtbot, session, "cooccurrence", form="half")
    assert texts(view) == ["Deals", "2", "Energy"]
    check_marks(qtbot, view)


def test_a_c_that_says_little_has_a_star_and_the_star_is_explained(qtbot, session):
    first = filled(session)
    assert DOUBT not in texts(shown(qtbot, session, "cooccurrence", counted="c"))
    energy = session.tags.find(["Energy"])
    for start in range(11, 17):
        session.do("Annotate", operations.annotate, first, start, 30, [energy])
    view = shown(qtbot, session, "cooccurrence", counted="c")
    assert texts(view)[3] == "4.00*"
    assert texts(view)[-1] == DOUBT
    assert "c 4.00 (outside 0 to 1)" in next(figure(view).marks()).caption


def test_the_diagonal_has_the_colours_of_the_tags(view):
    picture = view.cards["cooccurrence"].canvas.grab().toImage()
    deals = view.session.tags.by_id[view.session.tags.find(["Deals"])]
    middle = figure(view).rows[1].shapes[2].rect.center()
    assert picture.pixelColor(middle.toPoint()) == theme.mark(deals.color)


def test_nothing_to_show_is_a_sentence(qtbot, session):
    assert content.NO_ARTICLES in said(shown(qtbot, session, "cooccurrence"))
    filled(session)
    assert APART not in said(shown(qtbot, session, "cooccurrence"))
    session.do("Remove", operations.delete_annotations, [1, 2, 3])
    assert APART in said(shown(qtbot, session, "cooccurrence"))


def test_the_table_has_the_numbers(view):
    view.change("cooccurrence", "as_table", True)
    table = next(found for found in view.findChildren(QTableView) if found.isVisible())
    model = table.model()
    assert [model.index(0, column).data() for column in range(3)] == ["–", "2", "0"]


def test_names_stand_upwards_where_columns_are_narrow(qtbot, session):
    first = filled(session)
    tags = [session.do("Tag", operations.create_tag, f"A tag with a name {n}") for n in range(50)]
    session.do("Annotate", operations.annotate, first, 0, 20, tags)
    view = shown(qtbot, session, "cooccurrence")
    heads = [shape for shape in figure(view).rows[0].shapes if isinstance(shape, Words)]
    assert len(heads) == 40
    assert all(head.upwards for head in heads)
    assert "40 of 52 tags shown, those with the highest numbers." in said(view)
    assert not any(one.rect.intersects(other.rect) for one, other in pairwise(heads))
    view.change("cooccurrence", "every", True)
    assert len(figure(view).rows) == 53
    picture = view.cards["cooccurrence"].canvas.grab(heads[0].rect.toAlignedRect()).toImage()
    ground = picture.pixelColor(0, 0)
    inked = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) != ground
    ]
    wide, high = (max(each) - min(each) for each in zip(*inked, strict=True))
    assert high > 3 * wide  # it goes upwards

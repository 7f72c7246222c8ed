from itertools import pairwise

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QSpinBox, QTableView, QWidget

from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import measures, operations
from storage.passages import ids
from tests.ui.charts.together import check_marks, figure, filled, leads, said, shown, texts
from ui import theme
from ui.charts import content, measuring
from ui.charts.cooccurrence import APART
from ui.charts.figure import Words
from ui.session import Session


@pytest.fixture
def session(project):
    return Session(project)


@pytest.fixture
def view(qtbot, session):
    filled(session)
    return shown(qtbot, session, "cooccurrence")


def test_tags_that_overlap_have_a_number_and_those_that_do_not_are_left_out(view):
    assert texts(view) == ["2", "Deals", "2", "Energy", "Deals", "Energy"]
    assert leads(view) == {"Deals + Energy": [1, 2, 3], "Energy + Deals": [1, 2, 3]}
    assert "Article 1 · pairs" in said(view)
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


@pytest.mark.parametrize("chart", ["cooccurrence", "network"])
@pytest.mark.parametrize("unit", ["sentence", "paragraph"])
def test_units_are_found_while_the_window_goes_on_and_only_where_one_tags(qtbot, session, monkeypatch, chart, unit):
    monkeypatch.setattr(measuring, "AT_ONCE", 10)
    filled(session)
    tags = sorted(session.tags.by_id)
    for start, tag in ((0, tags[0]), (12, tags[2])):
        session.do("Annotate", operations.annotate, 2, start, start + 4, [tag])
    seen, made = [], []

    def see():
        seen.append(made[0].cards[chart].content.empty)

    def look():
        made.append(view := shown(qtbot, session, chart, relation=unit))
        view.bar.changed.emit("scope", "all")
        see()
        view.measuring.advanced.connect(see)
        view.measuring.advanced.connect(lambda: QTimer.singleShot(0, tag_more))

    def tag_more():
        assert "Peace" in texts(made[0])
        session.do("Annotate", operations.annotate, 2, 17, 22, [tags[1]])
        see()
        loop.quit()

    loop = QEventLoop()
    QTimer.singleShot(0, look)
    loop.exec()
    assert seen == [f"Finding the {unit}s of the passages: 1 of 2 articles …", "", ""]
    asked = Asked(chart, relation=unit)
    expected = measure(measures.material(session.project.db), asked)
    assert made[0].cards[chart].content.measured.as_json() == expected.as_json()
    session.undo()
    again = measure(measures.material(session.project.db), asked)
    assert made[0].cards[chart].content.measured.as_json() == again.as_json() != expected.as_json()


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
    assert texts(view)[0] == str(expected)
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


def test_what_does_not_matter_cannot_be_chosen(qtbot, session):
    filled(session)
    view = shown(qtbot, session, "cooccurrence", relation="exact")

    def chosen():
        row = view.cards["cooccurrence"].row
        return {
            name for name in ("relation", "near", "form") if (f := row.findChild(QWidget, name)) and f.isVisible()
        }

    assert texts(view)[0] == "1"
    qtbot.waitUntil(lambda: chosen() == {"relation", "form"})
    view.change("cooccurrence", "relation", "within")
    qtbot.waitUntil(lambda: chosen() == {"relation"})
    view.change("cooccurrence", "counted", "characters")
    qtbot.waitUntil(lambda: chosen() == {"form"})
    assert texts(view)[0] == "20"
    assert "2 pairs" in next(figure(view).marks()).caption
    view.change("cooccurrence", "counted", "share")
    qtbot.waitUntil(lambda: chosen() == set())


def test_a_c_that_says_little_has_a_star_and_the_star_is_explained(qtbot, session):
    first = filled(session)
    assert texts(shown(qtbot, session, "cooccurrence", counted="c"))[0] == "1.00"
    energy = session.tags.find(["Energy"])
    for start in range(11, 17):
        session.do("Annotate", operations.annotate, first, start, 30, [energy])
    view = shown(qtbot, session, "cooccurrence", counted="c")
    assert texts(view)[0] == "4.00*"
    assert any("* 1 pair of tags has a c outside 0 to 1" in sentence for sentence in said(view))
    assert "c 4.00 (outside 0 to 1)" in next(figure(view).marks()).caption


def test_the_diagonal_has_the_colours_of_the_tags(view):
    picture = view.cards["cooccurrence"].canvas.grab().toImage()
    deals = view.session.tags.by_id[view.session.tags.find(["Deals"])]
    middle = figure(view).rect_of(0, 0).center()
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
    paths = [f"A tag with a name {n}" for n in range(30)]
    session.do("Annotate", operations.annotate_with_paths, first, 0, 20, paths, "")
    view = shown(qtbot, session, "cooccurrence")
    heads = [shape for shape in figure(view).shapes() if isinstance(shape, Words) and shape.upwards]
    assert len(heads) == 32
    assert not any(one.rect.intersects(other.rect) for one, other in pairwise(heads))
    picture = view.cards["cooccurrence"].canvas.grab(heads[0].rect.toAlignedRect()).toImage()
    ground = picture.pixelColor(0, 0)
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    inked = [place for place in places if picture.pixelColor(*place) != ground]
    wide, high = (max(each) - min(each) for each in zip(*inked, strict=True))
    assert high > 3 * wide  # it goes upwards


def test_each_name_of_a_half_is_seen_beside_its_row(qtbot, session):
    first = filled(session)
    paths = [f"A tag with a name {n}" for n in range(30)]
    session.do("Annotate", operations.annotate_with_paths, first, 0, 20, paths, "")
    view = shown(qtbot, session, "cooccurrence", form="half")
    words = [shape for shape in figure(view).shapes() if isinstance(shape, Words)]
    names = [shape for shape in words if shape.text.startswith("A tag")]
    assert len(names) == 30
    assert not any(one.rect.intersects(other.rect) for one in names for other in words if one is not other)
    assert all(one.rect.right() <= figure(view).width for one in names)

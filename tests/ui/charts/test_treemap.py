import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt

from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import operations
from tests.core.measures.projects import projects
from tests.ui.charts.articles import click, figure, filled, marks, painted, shown, tag, walk
from ui import theme
from ui.charts.drawing import tags_named
from ui.charts.figure import Box
from ui.charts.treemap import Tree, branches, draw
from ui.session import Session

TREE = "tree"


@pytest.fixture
def session(project):
    return filled(project)


def about(session, mark):
    """The tag of a mark and the column it counts in."""
    (number, _, _), (_, _, column) = mark.key
    return session.tags.path(number), column


def test_tags_lie_in_the_frames_of_those_above_them(qtbot, session):
    view = shown(qtbot, session, TREE)
    places = {about(session, mark): mark for mark in marks(view, TREE)}
    assert list(places) == [
        ("Energy", "with subtags"),
        ("Energy/Oil", "own"),
        ("Energy/Gas", "own"),
        ("Energy", "own"),
        ("Peace", "own"),
    ]
    frame = places["Energy", "with subtags"].rect
    assert all(frame.contains(places[f"Energy{part}", "own"].rect) for part in ("", "/Oil", "/Gas"))
    assert not frame.intersects(places["Peace", "own"].rect)
    said = ["Energy  4", "Oil", "2", "Gas", "1", "Energy itself", "1", "Peace", "1"]
    assert painted(view, TREE) == said


def test_areas_are_as_the_numbers(qtbot, session):
    view = shown(qtbot, session, TREE)
    area = {about(session, m): (m.rect.width() + 2) * (m.rect.height() + 2) for m in marks(view, TREE)}
    assert area["Energy/Oil", "own"] == pytest.approx(2 * area["Energy/Gas", "own"], rel=0.01)
    assert area["Energy", "own"] == pytest.approx(area["Energy/Gas", "own"], rel=0.01)
    assert area["Energy", "with subtags"] == pytest.approx(4 * area["Peace", "own"], rel=0.01)


def test_a_click_opens_what_the_innermost_rectangle_counts(qtbot, session):
    view = shown(qtbot, session, TREE)
    for mark in marks(view, TREE):
        frame = about(session, mark)[1] == "with subtags"
        place = mark.rect.topLeft() + QPointF(20, 8) if frame else mark.rect.center()
        assert click(qtbot, view, TREE, place) == [mark.what, mark.behind()]
    assert [mark.behind() for mark in marks(view, TREE)] == [[1, 2, 3, 4], [2, 3], [4], [1], [5]]


def test_every_rectangle_is_reached_and_opened_by_keyboard(qtbot, session):
    view = shown(qtbot, session, TREE)
    assert walk(qtbot, view, TREE) == [[mark.what, mark.behind()] for mark in marks(view, TREE)]


def test_down_leads_into_a_frame_and_up_out_of_it(qtbot, session):
    view = shown(qtbot, session, TREE)
    canvas = view.cards[TREE].canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    frame = canvas.current
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert about(session, canvas.current)[1] == "own"
    assert frame.rect.contains(canvas.current.rect)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert about(session, canvas.current) == ("Energy", "with subtags")
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert about(session, canvas.current) == ("Energy", "with subtags")


def test_rectangles_have_the_colours_of_their_tags(qtbot, session):
    view = shown(qtbot, session, TREE)
    picture = view.cards[TREE].canvas.grab().toImage()
    for mark in marks(view, TREE)[1:]:
        colour = theme.mark(session.tags.by_id[mark.key[0][0]].color)
        assert picture.pixelColor(mark.rect.bottomRight().toPoint() - QPointF(9, 9).toPoint()) == colour


def test_coverage_and_one_article_are_measured_as_asked(qtbot, session):
    view = shown(qtbot, session, TREE, scope="article")
    assert {about(session, mark)[0] for mark in marks(view, TREE)} == {"Energy", "Energy/Oil"}
    view.bar.changed.emit("unit", "percent")
    assert painted(view, TREE)[0].startswith("Energy  5")
    assert "covered characters" in view.cards[TREE].content.subtitle
    assert "a character counts once" in view.cards[TREE].content.measured.definition


def test_tagging_draws_it_anew_and_keeps_the_keyboard_where_it_is(qtbot, session):
    view = shown(qtbot, session, TREE)
    canvas = view.cards[TREE].canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_End)
    assert about(session, canvas.current) == ("Peace", "own")
    session.do("Tag", operations.annotate, session.article.document.id, 0, 3, [tag(session, "Peace")])
    assert painted(view, TREE)[-2:] == ["Peace", "2"]
    assert about(session, canvas.current) == ("Peace", "own")


@pytest.mark.parametrize(("with_articles", "sentence"), [(False, "No articles"), (True, "Nothing is tagged yet")])
def test_what_is_empty_is_said(qtbot, project, with_articles, sentence):
    session = filled(project) if with_articles else Session(project)
    for annotation in range(1, 6 if with_articles else 1):
        session.do("Delete", operations.delete_annotations, [annotation])
    view = shown(qtbot, session, TREE)
    assert view.cards[TREE].content.empty.startswith(sentence)


@given(projects(), st.floats(150, 1500), st.sampled_from(["codings", "percent"]))
def test_whatever_the_tree_every_rectangle_lies_in_its_frame_and_apart_from_others(qapp, project, width, unit):
    those, _ = project
    found = measure(those, Asked("tree", unit))
    rows = {head.tag: at for at, head in enumerate(found.rows)}
    data = Tree(found, branches(found, those.tree, rows), tags_named(those.tree.order, those.tree), "all")
    made = draw(data, width, theme.themes()["light"])
    whole = QRectF(0, 0, width, made.height)
    places = {(mark.key[0][0], mark.key[1][2]): mark.rect for mark in made.marks()}
    assert {number for number, column in places if column == "own"} == {
        head.tag for head, (own, _) in zip(found.rows, found.values, strict=True) if own > 0
    }
    assert all(whole.contains(rect) for rect in places.values())
    own = [rect for (_, column), rect in places.items() if column == "own"]
    assert not any(one.intersects(other) for at, one in enumerate(own) for other in own[:at])
    for (number, column), rect in places.items():
        for above in those.tree.lineage([number]) - ({number} if column != "own" else set()):
            if (above, "with subtags") in places:
                assert places[above, "with subtags"].contains(rect)


def test_two_hundred_tags_have_rectangles_that_can_be_seen(qtbot, project):
    session = Session(project)
    (article,) = session.do("Add", operations.add_documents, filled_article())

    def much(project):
        for number in range(200):
            branch = operations.create_tag(project, f"Tag {number}")
            operations.annotate(project, article, number, number + 5, [branch])

    session.do("Tag", much)
    view = shown(qtbot, session, TREE)
    assert len(marks(view, TREE)) == 200
    boxes = [shape.rect for shape in figure(view, TREE).rows[0].shapes if isinstance(shape, Box)]
    assert min(min(box.width(), box.height()) for box in boxes) > 15


def filled_article():
    from core.text import canonical, sha256
    from storage.documents import NewDocument

    canon = canonical("word " * 100)
    return [NewDocument("Long", canon, "long.txt", sha256(canon.text))]

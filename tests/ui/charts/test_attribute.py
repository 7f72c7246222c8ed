import pytest
from PySide6.QtWidgets import QComboBox

from core.model import DocumentId
from storage import attribute_operations, operations
from tests.ui.charts.articles import click, filled, marks, painted, shown, tag, walk
from ui.charts import stacked
from ui.session import Session

ATTRIBUTE = "attribute"


@pytest.fixture
def session(project):
    """The articles, with a genre noted about the first two."""
    session = filled(project)
    genre = session.do("New", attribute_operations.create_attribute, "Genre", "text")
    for article in (1, 2):
        session.do("Note", attribute_operations.set_value, DocumentId(article), genre, "Report")
    return session


def test_articles_are_grouped_by_outlet_at_first(qtbot, session):
    view = shown(qtbot, session, ATTRIBUTE)
    said = painted(view, ATTRIBUTE)
    assert said[:6] == ["The Herald", "2", "The Post", "3", "not noted", "not tagged yet"]
    assert said[6:] == ["Energy", "Gas", "Oil", "Peace"]
    definition = view.cards[ATTRIBUTE].content.measured.definition
    assert "Grouped by “outlet”, with so many articles: The Herald: 1; The Post: 1; not noted: 1." in definition


def test_another_attribute_can_be_chosen(qtbot, session):
    view = shown(qtbot, session, ATTRIBUTE)
    field = view.cards[ATTRIBUTE].row.findChild(QComboBox, "attribute")
    assert [field.itemText(at) for at in range(field.count())] == ["Outlet", "Author", "Date", "Genre"]
    assert field.currentText() == "Outlet"
    field.setCurrentIndex(3)
    field.activated.emit(3)
    assert painted(view, ATTRIBUTE)[:4] == ["Report", "5", "not noted", "not tagged yet"]
    assert view.cards[ATTRIBUTE].content.subtitle == "Genre · All 3 articles · stacked"


def test_an_attribute_that_is_gone_leaves_the_outlets(qtbot, session):
    view = shown(qtbot, session, ATTRIBUTE, attribute="Mood")
    assert painted(view, ATTRIBUTE)[0] == "The Herald"


def test_shares_fill_the_width_and_bars_can_stand_beside_each_other(qtbot, session):
    view = shown(qtbot, session, ATTRIBUTE, share="row")
    ends = {mark.key[0][2]: mark.rect.right() for mark in marks(view, ATTRIBUTE) if mark.key[0]}
    assert ends["The Herald"] == pytest.approx(ends["The Post"])
    view.change(ATTRIBUTE, "form", "grouped")
    tops = [mark.rect.top() for mark in marks(view, ATTRIBUTE)]
    assert len(set(tops)) == len(tops) == 4
    made = view.cards[ATTRIBUTE].content
    assert made.subtitle.endswith("beside each other, as shares of each value")
    assert made.measured.definition.endswith("share of the sum of the value; the numbers are what was counted.")


@pytest.mark.parametrize("form", ["", "grouped"])
def test_marks_open_exactly_what_they_count(qtbot, session, form):
    view = shown(qtbot, session, ATTRIBUTE, form=form)
    for mark in marks(view, ATTRIBUTE):
        assert click(qtbot, view, ATTRIBUTE, mark.rect.center()) == [mark.what, mark.behind()]
    assert walk(qtbot, view, ATTRIBUTE) == [[mark.what, mark.behind()] for mark in marks(view, ATTRIBUTE)]
    behind = {mark.what: mark.behind() for mark in marks(view, ATTRIBUTE)}
    assert behind["Oil · The Post"] == [2, 3]
    assert behind["Gas · The Herald"] == [4]


def test_tags_beyond_those_that_can_be_told_apart_stand_together(qtbot, session, monkeypatch):
    monkeypatch.setattr(stacked, "MOST_TAGS", 2)
    view = shown(qtbot, session, ATTRIBUTE)
    left_out = "2 of 4 tags in colour, the others grey: those with the highest numbers."
    assert view.cards[ATTRIBUTE].content.more == left_out
    assert painted(view, ATTRIBUTE)[-1] == "2 other tags"
    everything = {annotation for mark in marks(view, ATTRIBUTE) for annotation in mark.behind()}
    others = [mark for mark in marks(view, ATTRIBUTE) if mark.what.startswith("2 other tags")]
    for mark in others:
        assert click(qtbot, view, ATTRIBUTE, mark.rect.center()) == [mark.what, mark.behind()]
    view.change(ATTRIBUTE, "form", "grouped")
    assert view.cards[ATTRIBUTE].content.more == left_out.replace("in colour, the others grey", "shown")
    view.change(ATTRIBUTE, "every", True)
    assert len(marks(view, ATTRIBUTE)) == 4
    assert {annotation for mark in marks(view, ATTRIBUTE) for annotation in mark.behind()} == everything


def test_what_is_noted_later_moves_an_article(qtbot, session):
    view = shown(qtbot, session, ATTRIBUTE)
    document = session.documents[DocumentId(3)]
    session.do("Edit", operations.edit_document, document.id, document.title, "", "The Post", "")
    session.do("Tag", operations.annotate, document.id, 0, 7, [tag(session, "Peace")])
    assert painted(view, ATTRIBUTE)[:4] == ["The Herald", "2", "The Post", "4"]


@pytest.mark.parametrize(("with_articles", "sentence"), [(False, "No articles"), (True, "Nothing is tagged yet")])
def test_what_is_empty_is_said(qtbot, project, with_articles, sentence):
    session = filled(project) if with_articles else Session(project)
    for annotation in range(1, 6 if with_articles else 1):
        session.do("Delete", operations.delete_annotations, [annotation])
    view = shown(qtbot, session, ATTRIBUTE)
    assert view.cards[ATTRIBUTE].content.empty.startswith(sentence)


def test_an_attribute_that_says_nothing_of_any_article_is_a_sentence(qtbot, session):
    for document in list(session.documents.values()):
        session.do("Edit", operations.edit_document, document.id, document.title, "", "", "")
    view = shown(qtbot, session, ATTRIBUTE, attribute="outlet")
    assert view.cards[ATTRIBUTE].content.empty.startswith("Nothing is noted under Outlet yet.")
    session.undo()
    assert not view.cards[ATTRIBUTE].content.empty


@pytest.mark.parametrize("form", ["", "grouped"])
@pytest.mark.parametrize("share", ["", "row"])
@pytest.mark.parametrize("chart", [ATTRIBUTE, "stacked"])
def test_a_whole_has_every_coding_once_also_where_tags_count_with_their_subtags(qtbot, session, chart, share, form):
    parent = tag(session, "Peace")
    for name in ("Talks", "Treaty"):
        child = session.do("New tag", operations.create_tag, name, parent)
        session.do("Tag", operations.annotate, 1, 0, 5, [child])
    view = shown(qtbot, session, chart, share=share)
    view.change(chart, "form", form)
    own = list(marks(view, chart))
    view.bar.changed.emit("rollup", True)
    rolled = list(marks(view, chart))
    wholes = [{mark.what: mark.caption for mark in each if "·" not in mark.what} for each in (own, rolled)]
    assert wholes[0] == wholes[1]
    assert bool(wholes[0]) == (not form)
    widest = [max(mark.rect.right() for mark in each if "·" in mark.what) for each in (own, rolled)]
    if share and not form:
        assert widest[0] == pytest.approx(widest[1])
    assert any("Talks" in mark.what for mark in own)
    said = "Only tags without one above them are stacked" in " ".join(painted(view, chart))
    assert (said, view.cards[chart].content.more) == (not form, "")  # there is nothing more to show
    assert any("Talks" in mark.what for mark in rolled) == bool(form)


@pytest.mark.parametrize("rollup", [False, True])
def test_the_columns_of_a_matrix_are_shares_of_every_coding_once(qtbot, session, rollup):
    child = session.do("New tag", operations.create_tag, "Talks", tag(session, "Peace"))
    session.do("Tag", operations.annotate, 1, 0, 5, [child])
    view = shown(qtbot, session, "matrix", share="column")
    view.bar.changed.emit("rollup", rollup)
    here = [mark for mark in marks(view, "matrix") if mark.what.endswith(f"· {session.documents[1].title}")]
    shares = {mark.what.split(" · ")[0]: float(mark.caption.split(" %")[0].split()[-1]) for mark in here}
    top = {each.name for each in session.tags if each.parent is None}
    assert shares["Talks"] > 0
    counted = [share for name, share in shares.items() if not rollup or name in top]
    assert sum(counted) == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize("rollup", [False, True])
def test_a_matrix_says_how_many_codings_there_are_rolled_up_or_not(qtbot, session, rollup):
    view = shown(qtbot, session, "matrix")
    view.bar.changed.emit("rollup", rollup)
    assert view.cards["matrix"].content.subtitle == "All 3 articles · 5 codings"

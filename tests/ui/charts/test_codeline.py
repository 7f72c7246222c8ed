import pytest
from PySide6.QtCore import Qt

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
    found = filled(project)
    found.open_article(2)
    return found


def test_paragraphs_are_numbered_as_in_the_reader_and_cells_have_the_colour_of_their_tag(qtbot, session):
    view = shown(qtbot, session, "codeline")
    assert texts(view) == ["1", "paragraph", "2", "3", "Energy", "Peace"]
    assert list(session.article.lines.paragraphs_in(0, 26)) == [1, 2, 3]
    assert what_marks_lead_to(view) == {
        "Energy · paragraph 1": [5],
        "Energy · paragraph 2": [5],
        "Peace · paragraph 3": [6],
    }
    for mark in canvas(view).figure.marks():
        assert color_at(view, mark) == theme.mark(session.tags.by_id[mark.key[0][0]].color)


def test_marks_lead_to_their_passages(qtbot, session):
    check_marks(qtbot, shown(qtbot, session, "codeline"))


def test_the_chart_follows_the_article_in_the_reader_and_its_unit(qtbot, session):
    view = shown(qtbot, session, "codeline", unit="words")
    assert [mark.caption.split(" — ")[0] for mark in canvas(view).figure.marks()] == [
        "Energy · paragraph 1: 1 word",
        "Energy · paragraph 2: 1 word",
        "Peace · paragraph 3: 1 word",
    ]
    session.open_article(1)
    assert texts(view) == ["1", "paragraph", "Deals", "Energy"]
    session.open_article(3)
    check_empty(view, "No tags in this article yet")


def test_without_an_article_a_sentence_says_so(qtbot, project):
    check_empty(shown(qtbot, Session(project), "codeline"), "No articles")


def test_a_book_is_painted_where_it_is_seen(qtbot, project):
    session = Session(project)
    text = canonical("A paragraph.\n\n" * 4000)
    new = [NewDocument("Book", text, "book.txt", sha256(text.text))]
    (book,) = session.do("Add", operations.add_documents, new)
    session.do("Tag", operations.annotate_with_paths, book, 0, len(text.text) - 2, ["Everything"], "")
    session.open_article(book)
    view = shown(qtbot, session, "codeline")
    stage, figure = view.cards["codeline"].stage, canvas(view).figure
    assert figure.width > 20_000
    cell, made = figure.cell, []
    figure.cell = lambda row, column, rect: made.append(column) or cell(row, column, rect)
    stage.grab()
    assert 0 < len(made) < 400
    place = canvas(view)
    place.setFocus()
    qtbot.keyClick(place, Qt.Key.Key_End)
    assert place.current.what == "Everything · paragraph 4,000"
    assert stage.rect().contains(place.mapTo(stage, place.current.rect.center().toPoint()))
    assert texts(view)[:3] == ["1", "paragraph", "10"]

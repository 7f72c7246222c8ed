import pytest

from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from tests.ui.charts.dated import canvas, check_empty, check_marks, filled, shown, texts, what_marks_lead_to
from ui.session import Session


@pytest.fixture
def session(project):
    return filled(project)


def test_articles_are_read_by_date_and_each_brings_its_new_tags(qtbot, session):
    view = shown(qtbot, session, "saturation")
    assert texts(view)[:5] == ["Tags", "0", "1", "2", "3"]
    assert texts(view)[-4:] == ["3", "Article 3", "Article 2", "Article 1"]
    assert what_marks_lead_to(view) == {
        "New tags · Article 2": [5, 6],
        "New tags · Article 1": [3, 4],
        "Tags so far · Article 2": [5, 6],
        "Tags so far · Article 1": [1, 2, 3, 4, 5, 6],
    }
    captions = [mark.caption.split(" — ")[0] for mark in canvas(view).figure.marks()]
    assert captions[::3] == ["Article 2: 2 new tags", "Article 1: 3 tags so far, in 3 articles"]


def test_marks_lead_to_their_passages(qtbot, session):
    check_marks(qtbot, shown(qtbot, session, "saturation"))


def test_there_is_no_unit_to_choose(qtbot, session):
    assert not shown(qtbot, session, "saturation").bar.units.isVisible()


def test_many_articles_are_numbered(qtbot, session):
    view = shown(qtbot, session, "saturation")
    text = canonical("Words.")
    new = [NewDocument(f"More {at}", text, f"{at}.txt", sha256(f"{at}"), date="2021") for at in range(97)]
    session.do("Add", operations.add_documents, new)
    assert texts(view)[-22:] == ["1", *map(str, range(5, 101, 5)), "articles in reading order"]


def test_a_new_tag_is_seen_at_once(qtbot, session):
    view = shown(qtbot, session, "saturation")
    session.do("Tag", operations.annotate_with_paths, 3, 0, 5, ["War"], "")
    assert what_marks_lead_to(view)["New tags · Article 3"] == [7]


def test_without_articles_a_sentence_says_so(qtbot, project):
    check_empty(shown(qtbot, Session(project), "saturation"), "No articles")

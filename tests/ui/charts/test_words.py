import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QComboBox

from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import measures, operations, passages
from tests.ui.charts.articles import TEXTS, click, filled, marks, painted, shown, tag, walk
from ui import theme
from ui.charts import texts
from ui.session import Session

WORDS = "words"


@pytest.fixture
def session(project):
    return filled(project)


def guid(session, path):
    return passages.guids(session.project.db, "tag", [tag(session, path)])[0]


def drawn(view):
    """The words that have bars."""
    return [mark.key[1] for mark in marks(view, WORDS)]


def labels(measured):
    return [head.label for head in measured.rows]


def test_bars_are_the_words_more_frequent_in_the_passages(qtbot, session):
    view = shown(qtbot, session, WORDS)
    asked = Asked(WORDS)
    found = measure(measures.material(session.project.db), asked)
    shown_words = [head.label for head, row in zip(found.rows, found.values, strict=True) if row[2] > 0]
    assert drawn(view) == shown_words
    assert "oil" in shown_words
    row = labels(found).index("oil")
    inside, rest, strength, often, elsewhere = found.values[row].tolist()
    assert (inside, rest) == (4, 0)
    assert [f"{strength:.1f}", f"{often:.2f}", f"{elsewhere:.2f}"] == painted(view, WORDS)[
        painted(view, WORDS).index("oil") + 1 :
    ][:3]
    assert view.cards[WORDS].content.measured.definition == found.definition
    assert "Stop words of English" in found.definition


def test_the_caption_says_both_frequencies(qtbot, session):
    view = shown(qtbot, session, WORDS)
    caption = next(mark.caption for mark in marks(view, WORDS) if mark.key[1] == "oil")
    assert "4 in the passages" in caption
    assert "0 in the rest (0.00)" in caption


def test_a_tag_can_be_chosen_with_or_without_its_subtags(qtbot, session):
    view = shown(qtbot, session, WORDS, tag=guid(session, "Energy"))
    assert view.cards[WORDS].content.subtitle.startswith("Energy · All 3 articles")
    assert view.cards[WORDS].content.measured.definition.endswith("Only the tag: Energy.")
    assert {"sold", "bought", "oil"} >= set(drawn(view)) > {"sold"}
    assert "gas" not in drawn(view)
    view.bar.changed.emit("rollup", True)
    assert "gas" in drawn(view)
    colour = theme.mark(session.tags.by_id[tag(session, "Energy")].color)
    picture = view.cards[WORDS].canvas.grab().toImage()
    assert picture.pixelColor(marks(view, WORDS)[0].rect.center().toPoint()) == colour


def test_stop_words_can_be_kept(qtbot, session):
    view = shown(qtbot, session, WORDS)
    assert "is" not in drawn(view)
    field = view.cards[WORDS].row.findChild(QComboBox, "stop_words")
    field.setCurrentIndex(field.findData("none"))
    field.activated.emit(field.currentIndex())
    assert "is" in drawn(view)
    assert "No stop words are left out." in view.cards[WORDS].content.measured.definition


def test_a_click_on_a_bar_opens_the_passages_that_have_the_word(qtbot, session):
    view = shown(qtbot, session, WORDS)
    for mark in marks(view, WORDS):
        assert click(qtbot, view, WORDS, mark.rect.center()) == [mark.what, mark.behind()]
    behind = {mark.key[1]: mark.behind() for mark in marks(view, WORDS)}
    assert behind["oil"] == [1, 2, 3, 4]
    assert behind["gas"] == [4]


def test_every_bar_is_reached_and_opened_by_keyboard(qtbot, session):
    view = shown(qtbot, session, WORDS)
    assert walk(qtbot, view, WORDS) == [[mark.what, mark.behind()] for mark in marks(view, WORDS)]


def test_one_article_is_compared_with_itself_alone(qtbot, session):
    view = shown(qtbot, session, WORDS, scope="article")
    assert "gas" not in drawn(view)
    numbers = view.cards[WORDS].content.measured
    assert numbers.values[:, :2].sum() <= len(TEXTS[0].split())


def test_new_articles_and_passages_are_counted(qtbot, session):
    view = shown(qtbot, session, WORDS)
    assert "winter" not in drawn(view)
    start = TEXTS[1].index("this winter")
    session.do("Tag", operations.annotate, 2, start, start + len("this winter"), [tag(session, "Peace")])
    assert "winter" in drawn(view)
    session.undo()
    assert "winter" not in drawn(view)
    session.do("Remove", operations.remove_document, 1)
    assert "oil" in drawn(view)
    assert "sold" not in drawn(view)


def test_many_texts_are_read_while_the_window_goes_on(qtbot, session, monkeypatch):
    monkeypatch.setattr(texts, "AT_ONCE", 10)
    seen = []

    def look():
        view = shown(qtbot, session, WORDS)
        seen.append(view.cards[WORDS].content.empty)
        view.measuring.texts.advanced.connect(lambda: seen.append(view.cards[WORDS].content.empty))
        view.measuring.texts.advanced.connect(lambda: drawn(view) and loop.quit())

    loop = QEventLoop()
    QTimer.singleShot(0, look)
    loop.exec()
    assert seen == ["Reading the words: 1 of 3 articles …", "Reading the words: 2 of 3 articles …", ""]


def test_the_table_has_all_words(qtbot, session):
    view = shown(qtbot, session, WORDS, as_table=True)
    model = view.cards[WORDS].numbers.model()
    assert model.index(0, 2).data() == f"{view.cards[WORDS].content.measured.values[0, 2]:.2f}"
    words = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    assert words == labels(view.cards[WORDS].content.measured)
    assert model.index(words.index("oil"), 0).data() == "4"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "log-likelihood"


@pytest.mark.parametrize(("with_articles", "sentence"), [(False, "No articles"), (True, "Nothing is tagged yet")])
def test_what_is_empty_is_said(qtbot, project, with_articles, sentence):
    session = filled(project) if with_articles else Session(project)
    for annotation in range(1, 6 if with_articles else 1):
        session.do("Delete", operations.delete_annotations, [annotation])
    view = shown(qtbot, session, WORDS)
    assert view.cards[WORDS].content.empty.startswith(sentence)


def test_a_tag_without_passages_has_no_words(qtbot, session):
    empty = session.do("New", operations.create_tag, "Unused")
    view = shown(qtbot, session, WORDS, tag=passages.guids(session.project.db, "tag", [empty])[0])
    assert view.cards[WORDS].content.empty.endswith("has this tag itself. Choose another tag, or roll up subtags.")
    view.bar.changed.emit("rollup", True)
    assert view.cards[WORDS].content.empty.endswith("has this tag or a subtag of it. Choose another tag.")

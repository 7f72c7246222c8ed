"""The cards of the article's annotations: in text order, filtered, walked, and cheap."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit

from core.text import canonical, sha256
from storage import operations, tag_operations, tags
from storage.documents import NewDocument
from ui import card, theme
from ui.annotation_list import AnnotationList
from ui.card import describe
from ui.cards import CardList
from ui.chip import Chip
from ui.session import Session
from ui.typeset import fit_lines, right_to_left

TEXT = "Word " * 60 + "\n<b>bold</b> 😀 שלום עולם\n" + "Straße İstanbul two\nlines. " * 40


@pytest.fixture
def session(qtbot, project):
    made = Session(project)
    text = canonical(TEXT)
    new = [NewDocument(title, text, "", sha256(text.text)) for title in ("A", "B")]
    ids = made.do("Add", operations.add_documents, new)
    made.open_article(ids[0])
    return made


@pytest.fixture
def pane(qtbot, session):
    made = AnnotationList(session)
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show()
    return made


def annotate(session, start, stop, *paths, note=""):
    ids = [session.do("Tag", operations.create_tag_path, path) for path in paths]
    return session.do("Annotate", operations.annotate, session.article.document.id, start, stop, ids, note)


def cards(pane):
    return pane.findChild(CardList)


def shown(pane, session):
    """Ids of the cards from the top down, by where they are."""
    found = [(cards(pane).card_rect(id_), id_) for id_ in session.article.annotations]
    return [id_ for rect, id_ in sorted((r.top(), i) for r, i in found if r is not None) for rect in (rect,)]


def said(pane):
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def pixels(widget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_without_annotations_it_says_how_to_make_one(pane):
    assert any(text.startswith("Nothing marked here yet.") for text in said(pane))


def test_cards_are_in_text_order_and_follow_undo_and_other_articles(session, pane):
    late, early = annotate(session, 200, 220), annotate(session, 10, 40, "Energy", note="why")
    assert shown(pane, session) == [early, late]
    long = annotate(session, 10, 90)
    assert shown(pane, session) == [long, early, late]
    assert "3" in said(pane)
    session.undo()
    assert shown(pane, session) == [early, late]
    session.do("Resize", operations.resize_annotation, early, 300, 310)
    assert shown(pane, session) == [late, early]
    session.open_article(max(session.documents))
    assert shown(pane, session) == []
    session.do("Annotate", operations.annotate, min(session.documents), 0, 5)
    assert shown(pane, session) == []


def test_a_click_selects_and_reveals_without_moving_the_list(qtbot, session, pane):
    made = [annotate(session, at, at + 4) for at in range(0, 200, 5)]
    target = cards(pane).card_rect(made[3]).center()
    with qtbot.waitSignal(session.revealed) as revealed:
        qtbot.mouseClick(cards(pane).viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert revealed.args == [made[3]]
    assert session.current == made[3]
    assert cards(pane).verticalScrollBar().value() == 0
    assert theme.color(theme.current().accent).name() in pixels(cards(pane))


def test_keys_walk_and_enter_reveals(qtbot, session, pane):
    made = [annotate(session, at, at + 4) for at in range(0, 200, 5)]
    keys = Qt.Key
    for key, row in (
        (keys.Key_Down, 0),
        (keys.Key_Down, 1),
        (keys.Key_Up, 0),
        (keys.Key_Up, 0),
        (keys.Key_End, 39),
        (keys.Key_Home, 0),
    ):
        qtbot.keyClick(cards(pane), key)
        assert session.current == made[row]
        rect = cards(pane).card_rect(made[row])
        assert cards(pane).viewport().rect().contains(rect.center())
    qtbot.keyClick(cards(pane), keys.Key_PageDown)
    assert 1 < made.index(session.current) < 39
    with qtbot.waitSignal(session.revealed):
        qtbot.keyClick(cards(pane), keys.Key_Return)


def test_the_current_annotation_of_the_reader_comes_into_sight(session, pane):
    made = [annotate(session, at, at + 4) for at in range(0, 200, 5)]
    session.select(made[-1])
    rect = cards(pane).card_rect(made[-1])
    assert cards(pane).viewport().rect().contains(rect)
    assert cards(pane).accessibleDescription() == describe(
        session.article.annotations[made[-1]], TEXT[195:199], session.tags
    )


def test_the_filter_looks_at_quotes_tags_and_notes(session, pane):
    quote = annotate(session, 300, 330)
    tagged = annotate(session, 0, 4, "Economy/Energy")
    noted = annotate(session, 5, 9, note="Ask HER")
    across = annotate(session, TEXT.index("two\nlines"), TEXT.index("two\nlines") + 9)
    field = pane.findChild(QLineEdit)
    for typed, found in {
        "<B>bold": [quote],
        "economy/en": [tagged],
        "ask her": [noted],
        "two lines": [across],
        "שלום": [quote],
        "nowhere": [],
    }.items():
        field.setText(typed)
        assert shown(pane, session) == found, typed
    assert "Nothing matches “nowhere”." in said(pane)
    field.setText("energy")
    another = annotate(session, 20, 24, "Economy/Energy")
    annotate(session, 30, 34)
    assert shown(pane, session) == [tagged, another]
    assert "2 of 6" in said(pane)
    session.do("Untag", operations.remove_tags, [tagged], [*session.tags.by_id])
    assert shown(pane, session) == [another]


def test_a_tag_filter_is_a_chip_that_can_be_removed(qtbot, session, pane):
    tagged, plain = annotate(session, 0, 4, "<b>x<\\/b> 😀"), annotate(session, 5, 9)
    (tag,) = session.tags.by_id
    pane.set_tag(tag)
    assert shown(pane, session) == [tagged]
    chip = pane.findChild(Chip)
    assert chip.isVisible()
    assert chip.text() == "Tag: <b>x</b> 😀"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert shown(pane, session) == [tagged, plain]
    pane.set_tag(tag)
    session.do("Delete", tag_operations.delete_tags, [tag])
    assert not chip.isVisible()
    assert shown(pane, session) == [tagged, plain]


def test_a_chip_has_the_tags_colour_at_once(session, pane):
    made = annotate(session, 0, 4, "Energy")
    (tag,) = session.tags.by_id
    ground = theme.chip(tags.tag_tree(session.project.db).by_id[tag].color)[0].name()
    assert ground in pixels(cards(pane))
    session.do("Recolour", tag_operations.recolor_tags, [tag], "#ff00ff")
    assert theme.chip("#ff00ff")[0].name() in pixels(cards(pane))
    assert ground not in pixels(cards(pane))
    session.do("Untag", operations.remove_tags, [made], [tag])
    assert theme.chip("#ff00ff")[0].name() not in pixels(cards(pane))


def test_chips_of_one_colour_differ_by_their_line(session, pane):
    made = [annotate(session, at, at + 4, path) for at, path in ((0, "A/Tag"), (5, "B/Tag"), (10, "A/Tag"))]
    for path in ("A/Tag", "B/Tag"):
        session.do("Recolour", tag_operations.recolor_tags, [session.tags.find(path.split("/"))], "#5173af")
    image = cards(pane).viewport().grab().toImage()
    one, other, same = (image.copy(cards(pane).card_rect(key)) for key in made)
    assert one == same
    assert one != other


def test_what_is_in_sight_stays_when_a_card_is_added_above(session, pane):
    made = [annotate(session, at, at + 40, "Energy", note="x" * at) for at in range(100, 400, 5)]
    bar = cards(pane).verticalScrollBar()
    cards(pane).grab()
    bar.setValue(2000)
    cards(pane).grab()
    middle = next(i for i in made if cards(pane).card_rect(i).contains(100, 300))
    before = cards(pane).card_rect(middle).top()
    annotate(session, 0, 10)
    cards(pane).grab()
    assert cards(pane).card_rect(middle).top() == before
    assert bar.value() > 2000


def test_cards_do_not_overlap_at_any_width(session, pane):
    for at in range(0, 600, 7):
        annotate(session, at, at + 1 + at % 90, *(["Energy"] if at % 2 else []), note="why " * (at % 30))
    for width in (180, 268, 420):
        pane.resize(width, 600)
        for offset in range(0, cards(pane).verticalScrollBar().maximum(), 333):
            cards(pane).verticalScrollBar().setValue(offset)
            cards(pane).grab()
            rects = [cards(pane).card_rect(place[2]) for place in session.article.order]
            assert all(one.bottom() < other.top() for one, other in pairwise(rects))


def test_lines_keep_their_text_and_direction(qtbot):
    font = theme.font(14, serif=True)
    for text in ("😀 a b c d e f g h " * 4, "שלום עולם " * 8, "x" * 200, "short"):
        lines = fit_lines(text, font, 150, 2)
        assert 1 <= len(lines) <= 2
        assert text.startswith(lines[0])
    assert fit_lines("", font, 150, 2) == []
    assert right_to_left("123 שלום abc")
    assert not right_to_left("😀 abc שלום")


def test_of_twenty_thousand_cards_those_in_sight_are_laid_out(qtbot, session, pane, monkeypatch):
    document = session.article.document.id
    session.close_article()

    def many(project):
        for number in range(2000):
            operations.annotate(project, document, number % 1000, number % 1000 + 20)

    session.do("Many", many)
    session.open_article(document)
    article = session.article
    first = next(iter(article.annotations.values()))
    for number in range(18000):  # as if read from the file, which would take longer than all the rest
        article.annotations[10**6 + number] = first._replace(id=10**6 + number)
    article.order = sorted((a.start, -a.stop, a.id) for a in article.annotations.values())
    laid_out, estimated = [], []
    lay_out, estimate = card.lay_out, card.estimated_heights

    def estimated_heights(found, width):
        found = list(found)
        estimated.extend(found)
        return estimate(found, width)

    monkeypatch.setattr(card, "lay_out", lambda *args: laid_out.append(args[0].id) or lay_out(*args))
    monkeypatch.setattr(card, "estimated_heights", estimated_heights)
    session.article_opened.emit()
    pane.grab()
    assert len(cards(pane)) == 0  # the text is shown first
    qtbot.waitUntil(lambda: len(cards(pane)) == 20000)
    pane.grab()
    assert 0 < len(laid_out) < 30
    assert len(estimated) <= 1000  # a sample of them, at each width on the way
    laid_out.clear()
    estimated.clear()
    made = annotate(session, 0, 40)  # the first in text order
    pane.grab()
    assert len(cards(pane)) == 20001
    assert [annotation.id for annotation in estimated] == [made]
    assert laid_out == [made]

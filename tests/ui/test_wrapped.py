"""Hard-wrapped texts: shown, numbered, selected and listed as the paragraphs that they were before."""

import re
from textwrap import fill, indent

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel

from core import palette
from core.model import Annotation
from storage import annotations
from tests.ui.test_reader import mark, painted, picture
from ui import card
from ui.settings import Settings

FIRST = "On October 11, one of the infantry regiments that had just reached Braunau had halted half a mile from it."
SECOND = "Despite the look of the place, Prince Andrew saw that it had just the appearance of any Russian regiment."
WHOLE = [" ".join([FIRST, SECOND, FIRST]), FIRST, " ".join([SECOND, FIRST])]
BROKEN = "\n\n".join(fill(paragraph, 72) for paragraph in WHOLE)
TINT = palette.tint(palette.PALETTE[0], "#ffffff")


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def selected(window) -> str:
    span = window.reader.selection()
    return window.session.article.text[span.start : span.stop] if span else ""


def test_sentences_and_paragraphs_reach_over_the_ends_of_lines(open_window, qtbot):
    window = open_window(texts=(BROKEN,))
    shift = Qt.KeyboardModifier.ShiftModifier
    press(qtbot, "s")
    assert selected(window) == fill(FIRST, 72)
    press(qtbot, "s")
    assert selected(window).replace("\n", " ") == f"{FIRST} {SECOND}"
    press(qtbot, "s", shift)
    assert selected(window) == fill(FIRST, 72)
    press(qtbot, "p")
    assert selected(window) == fill(WHOLE[0], 72)
    press(qtbot, "p")
    assert selected(window) == "\n\n".join(fill(each, 72) for each in WHOLE[:2])
    press(qtbot, "p", shift)
    press(qtbot, "h")
    assert [quote for _, quote in annotations.everywhere(window.session.project.db)] == [fill(WHOLE[0], 72)]


def lines_in_view(window) -> list[str]:
    """The lines of the text as they are seen, without the space around them."""
    found = []
    for visible in window.reader.visible_blocks():
        layout, words = visible.block.layout(), visible.block.text()
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        found += [words[line.textStart() :][: line.textLength()].strip() for line in lines]
    return found


@pytest.mark.parametrize("width", [45, 60, 75])
@pytest.mark.parametrize("size", [(1440, 900), (760, 600)])
def test_a_text_that_is_broken_into_lines_looks_like_one_that_is_not(open_window, width, size):
    window = open_window(
        texts=(BROKEN, "\n\n".join(WHOLE)), settings=Settings(theme="light", reader_width=width), size=size
    )
    column, lines = window.reader.viewport().width(), lines_in_view(window)
    assert len(lines) > len(WHOLE) + 2
    window.session.open_article(2)
    assert (window.reader.viewport().width(), lines_in_view(window)) == (column, lines)


def test_the_text_itself_stays_as_it_is(open_window, qtbot):
    window = open_window(texts=(BROKEN,))
    assert window.session.article.text == BROKEN
    window.reader.selectAll()
    window.actions_by_id["edit.copy"].trigger()
    assert QApplication.clipboard().text() == BROKEN
    data = window.reader.createMimeDataFromSelection()
    assert data.text() == BROKEN
    press(qtbot, "h")
    ((_, quote),) = annotations.everywhere(window.session.project.db)
    assert quote == BROKEN


def test_verses_keep_their_lines(open_window):
    verses = "Poisonous nourishment of a too sensitive soul,\nThou, without whom happiness would be impossible,"
    window = open_window(texts=(f"{BROKEN}\n\n{indent(verses, '    ')}\n\n{BROKEN}",))
    assert set(verses.split("\n")) <= set(lines_in_view(window))


@pytest.mark.parametrize("indentation", ["   ", "\t", "\u00a0 "])
def test_the_indents_of_broken_lines_leave_no_gaps(open_window, indentation):
    item = f"1. {FIRST} {SECOND}"
    broken = "\n".join([fill(item, 72, subsequent_indent=indentation), fill(f"2. {FIRST}", 72)])
    window = open_window(texts=(broken, f"{item}\n2. {FIRST}"))
    assert window.session.article.shown != window.session.article.text
    last = broken.index("2. ") - 2
    (seen,) = window.reader.boxes(last, last + 1)
    window.session.open_article(2)
    (whole,) = window.reader.boxes(len(item) - 1, len(item))
    assert seen.top() == whole.top()
    assert abs(seen.left() - whole.left()) < 4


def test_a_highlight_reaches_over_the_end_of_a_line_without_a_gap(open_window):
    window = open_window(texts=(BROKEN,), settings=Settings(theme="light", reader_width=50))
    at = BROKEN.index("\n")
    mark(window, at - 4, at + 5, "Tag")
    window.session.select(None)
    (inside,) = window.reader.boxes(at - 4, at + 5)
    (gap,) = window.reader.boxes(at, at + 1)
    image = picture(window)
    assert painted(image, TINT, inside) > 0.4
    assert painted(image, TINT, gap) > 0.4


def test_words_are_found_over_the_end_of_a_line(open_window, qtbot):
    window = open_window(texts=(BROKEN,))
    at = BROKEN.index("\n")
    words = BROKEN[at - 12 : at + 12].replace("\n", " ")
    window.actions_by_id["find.open"].trigger()
    qtbot.keyClicks(QApplication.focusWidget(), words)
    assert window.find_bar.current() == (at - 12, at + 12)


def numbered(window) -> list[int]:
    """Where the paragraphs in view begin that have a number beside them."""
    image = window.reader.grab().toImage()
    area, top = window.reader.viewport().geometry(), window.reader.viewport().y()
    found = []
    for visible in filter(lambda visible: visible.block.text(), window.reader.visible_blocks()):
        line = visible.block.layout().lineAt(0)
        rows = range(round(top + visible.top + line.y()) + 1, round(top + visible.top + line.y() + line.height()))
        colors = {QColor(image.pixel(x, y)).name() for x in range(area.left() - 40, area.left() - 10) for y in rows}
        if len(colors) > 1:
            found.append(visible.start)
    return found


def place(window) -> str:
    """What the status line says of the place."""
    return next(text for each in window.status.findChildren(QLabel) if (text := each.text()).startswith("¶"))


def test_paragraphs_are_counted_as_they_are_selected(open_window, qtbot):
    window = open_window(texts=(BROKEN,))
    starts = [0, *(gap.end() for gap in re.finditer("\n\n", BROKEN))]
    assert numbered(window) == starts
    for number, (start, whole) in enumerate(zip(starts, WHOLE, strict=True), start=1):
        window.reader.set_selection(start + 90, start + 90)
        assert place(window) == f"¶ {number} of 3"
        press(qtbot, "p")
        assert selected(window) == fill(whole, 72)
        assert place(window).startswith(f"¶ {number} of 3 · ")
        press(qtbot, Qt.Key.Key_Escape)
    assert window.session.reading.progress(window.session.article.document.id).paragraphs == 3


def test_what_was_read_of_it_when_its_lines_were_counted_does_no_harm(open_window):
    window = open_window(texts=(BROKEN,))
    window.session.reading.note(window.session.article.document.id, 0, range(2, 8))
    found = window.session.reading.progress(window.session.article.document.id)
    assert (found.read, found.paragraphs, found.percent) == (2, 3, 66)
    assert found.stretches[0].stop == len(BROKEN)


def test_a_bookmark_is_set_at_the_paragraph(open_window, qtbot):
    window = open_window(texts=(BROKEN,))
    second = BROKEN.index("\n\n") + 2
    window.reader.set_selection(second + 90, second + 90)
    press(qtbot, "m")
    (bookmark,) = window.session.bookmarks()
    assert bookmark.offset == second
    assert bookmark.name.startswith(FIRST[:40])


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("CHAPTER I\n\n   CHAPTER\t II", "CHAPTER I CHAPTER II"),
        ("  a few words", "a few words"),
        ("a\u00a0\u00a0few", "a\u00a0\u00a0few"),
        (" \n ", ""),
    ],
)
def test_a_card_shows_no_gaps(open_window, quote, shown):
    window = open_window()
    whole = Annotation(1, "", 1, 0, len(quote), "", "", "")
    assert card.lay_out(whole, quote, window.session.tags, 300).quote == [shown]

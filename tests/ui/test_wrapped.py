"""Hard-wrapped texts: shown, numbered, selected and listed as the paragraphs that they were before."""

import re
from textwrap import fill

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from core.model import Annotation
from storage import annotations
from ui import card
from ui.settings import Settings

FIRST = "On October 11, one of the infantry regiments that had just reached Braunau had halted half a mile from it."
SECOND = "Despite the look of the place, Prince Andrew saw that it had just the appearance of any Russian regiment."
WHOLE = [" ".join([FIRST, SECOND, FIRST]), FIRST, " ".join([SECOND, FIRST])]
BROKEN = "\n\n".join(fill(paragraph, 72) for paragraph in WHOLE)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def selected(window) -> str:
    span = window.reader.selection()
    return window.session.article.text[span.start : span.stop] if span else ""


def lines_of_blocks(window) -> list[int]:
    """On how many lines of the page each line of the text in view is shown."""
    return [visible.block.layout().lineCount() for visible in window.reader.visible_blocks()]


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


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_the_column_is_as_wide_as_the_lines_are(open_window, size):
    window = open_window(texts=(BROKEN, " ".join(WHOLE)), size=size)
    assert set(lines_of_blocks(window)) == {1}
    wide = window.reader.viewport().width()
    window.session.open_article(2)
    assert window.reader.viewport().width() < wide


@pytest.mark.parametrize(
    ("text", "settings", "size"),
    [
        ("\n\n".join(WHOLE), Settings(theme="light"), (1440, 900)),
        ("Nobody knew.\nNobody asked.\n" * 9, Settings(theme="light"), (1440, 900)),
        (BROKEN, Settings(theme="light", reader_width=45), (1440, 900)),
        (BROKEN, Settings(theme="light", reader_size=24), (1024, 700)),
        ("\n\n".join(fill(paragraph, 95) for paragraph in WHOLE), Settings(theme="light"), (1440, 900)),
    ],
    ids=["whole", "short", "too wide for who wants it", "too wide for the window", "too wide to read"],
)
def test_the_column_is_as_wide_as_wanted(open_window, text, settings, size):
    window = open_window(texts=(text, " ".join(WHOLE)), settings=settings, size=size)
    width = window.reader.viewport().width()
    window.session.open_article(2)
    assert window.reader.viewport().width() == width


def test_only_the_first_line_of_a_paragraph_has_a_number(open_window):
    window = open_window(texts=(BROKEN,))
    image = window.reader.grab().toImage()
    area, top = window.reader.viewport().geometry(), window.reader.viewport().y()
    numbered = []
    for visible in filter(lambda visible: visible.block.text(), window.reader.visible_blocks()):
        line = visible.block.layout().lineAt(0)
        rows = range(round(top + visible.top + line.y()) + 1, round(top + visible.top + line.y() + line.height()))
        colors = {QColor(image.pixel(x, y)).name() for x in range(area.left() - 40, area.left() - 10) for y in rows}
        if len(colors) > 1:
            numbered.append(visible.start)
    assert numbered == [0, *(gap.end() for gap in re.finditer("\n\n", BROKEN))]


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

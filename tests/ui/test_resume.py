"""A project opens as it was left: the articles side by side, the active one, and the caret."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from storage import operations
from storage.importers.text import pasted
from storage.project import Project
from tests.storage.contents import opened_elsewhere
from ui import settings as settings_file
from ui.settings import Settings

LONG = "\n\n".join(f"Paragraph {n} of a long text." for n in range(300))
TEXTS = (LONG, "Second text.", LONG)


def restarted(window, open_window):
    window.close()
    return open_window(settings=settings_file.load())


def state(window) -> tuple[list[int], int]:
    """The articles from the left, and which is the active one."""
    seen = [reader.article.document.id for reader in window.panes.readers if reader.isVisible()]
    return seen, window.session.active


@pytest.mark.parametrize("active", [0, 1])
def test_two_articles_are_side_by_side_again_and_the_active_one_is_active(open_window, active):
    window = open_window(texts=TEXTS)
    window.session.open_article(3)
    window.panes.open_beside(2)
    window.session.activate(active)
    again = restarted(window, open_window)
    assert state(again) == ([3, 2], active)
    assert again.session.article.document.id == (3, 2)[active]
    assert again.reader is again.panes.readers[active]
    again.actions_by_id["article.beside"].trigger()  # closes the other
    once_more = restarted(again, open_window)
    assert state(once_more) == ([(3, 2)[active]], 0)


def test_the_caret_is_where_it_was_and_the_view_as_well(open_window):
    window = open_window(texts=TEXTS)
    window.reader.scroll_to(LONG.index("Paragraph 120 "))
    caret = LONG.index("Paragraph 124 ") + 4
    window.reader.set_selection(caret, caret)
    QApplication.processEvents()
    top = window.reader.first_visible_offset()
    assert top == LONG.index("Paragraph 120 ")
    window.session.open_article(2)
    window.session.open_article(1)
    assert (window.reader.first_visible_offset(), window.reader.caret()) == (top, caret)
    again = restarted(window, open_window)
    assert (again.reader.first_visible_offset(), again.reader.caret()) == (top, caret)
    again.reader.select_word()
    assert again.reader.first_visible_offset() == top


def test_a_caret_out_of_sight_comes_along_to_the_top_of_the_view(open_window):
    window = open_window(texts=TEXTS)
    window.reader.set_selection(3, 3)
    window.reader.verticalScrollBar().setValue(120)
    QApplication.processEvents()
    top = window.reader.first_visible_offset()
    again = restarted(window, open_window)
    assert (again.reader.first_visible_offset(), again.reader.caret()) == (top, top)


def test_each_project_opens_as_it_was_left(open_window, tmp_path: Path):
    window = open_window(texts=TEXTS)
    window.panes.open_beside(2)
    other = tmp_path / "other.postil"
    made = Project.create(other)
    made.run("Add", operations.add_documents, [pasted("Other", "Other text.")])
    made.close()
    first = window.session.project.path
    assert window.session.open_project(other)
    assert state(window) == ([1], 0)
    assert window.session.open_project(first)
    assert state(window) == ([1, 2], 1)


@pytest.mark.parametrize("known", [7, [], [3], [[9, 0, 1]], [[1, "a", 1]], [[2, 10**9, 1], [1, -1, 0], [3, 0, 0]]])
def test_what_makes_no_sense_in_the_settings_does_no_harm(open_window, tmp_path, known):
    path = str((tmp_path / "reading.postil").absolute())
    window = open_window(texts=TEXTS, settings=Settings(theme="light", last={path: known}))
    assert window.session.article is not None
    assert len(state(window)[0]) <= 2


def test_both_sides_stay_when_another_program_changed_the_project(open_window):
    window = open_window(texts=TEXTS)
    window.panes.open_beside(2)
    other = opened_elsewhere(window.session.project.path)
    other.run("Tag", operations.annotate, 1, 0, 9)
    other.close()
    window.session.do("Tag", operations.annotate, 2, 0, 6)
    assert "Another program changed" in window.messages.text()
    assert state(window) == ([1, 2], 1)
    assert [len(article.annotations) for article in window.session.panes] == [1, 0]

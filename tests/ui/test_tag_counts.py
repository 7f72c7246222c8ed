"""What the numbers beside the tags count: in which articles, and with or without subtags."""

from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTreeView

from core import filters
from core.filters import Filter
from storage import annotations, operations
from tests.ui.screens import trigger
from ui.settings import Settings

TEXT = "Oil sanctions came into force on Monday, and prices rose. Nobody had expected that."
PATHS = ("Economy", "Economy/Energy", "Framing")


@pytest.fixture
def window(open_window):
    """Three articles; each passage has one or more of three tags, of which one is below another."""
    window = open_window(texts=(TEXT, TEXT, TEXT))
    for n in range(12):
        chosen = [path for bit, path in enumerate(PATHS) if (n % 7 + 1) & (1 << bit)]
        place = 4 * n
        window.session.do("Tag", operations.annotate_with_paths, 1 + n % 3, place, place + 3, chosen, "")
    return window


def counted(window) -> dict[str, tuple[int, int]]:
    """Both numbers of each tag."""
    counts, tags = window.tag_panel.findChild(QTreeView).model().counts, window.session.tags
    return {tags.path(tag.id): (counts.here[tag.id], counts.all[tag.id]) for tag in tags}


def expected(window, articles, own: bool) -> dict[str, tuple[int, int]]:
    """Both numbers of each tag, counted one by one from the file."""
    session, tags = window.session, window.session.tags
    known = [each for each, _ in annotations.everywhere(session.project.db)]

    def count(tag, among):
        having = [a for a in known if a.document in among]
        return sum(any(t == tag or (not own and tags.is_within(t, tag)) for t in a.tags) for a in having)

    return {tags.path(t.id): (count(t.id, articles), count(t.id, session.documents)) for t in tags}


def list_articles(window, typed: str) -> None:
    field = next(f for f in window.library.findChildren(QLineEdit) if f.accessibleName() == "Filter articles")
    field.setText(typed)
    QApplication.processEvents()


def legend(window) -> str:
    name = "What the numbers of tags count"
    return next(b for b in window.tag_panel.findChildren(QPushButton) if b.accessibleName() == name).text()


def choose(window, scope: str, own: bool) -> None:
    trigger(window, f"tag.count.{scope}")
    if window.tag_panel.counts[1] != own:
        trigger(window, "tag.count.own")
    QApplication.processEvents()


@pytest.mark.parametrize(("scope", "own"), product(("here", "view"), (False, True)))
def test_numbers_are_those_of_the_file_whatever_happens(window, qtbot, scope, own):
    choose(window, scope, own)
    session = window.session

    def holds(articles) -> None:
        wanted = expected(window, [1] if scope == "here" else articles, own)
        qtbot.waitUntil(lambda: counted(window) == wanted)

    holds([1, 2, 3])
    list_articles(window, "Article 2")
    holds([2])
    session.do("Tag", operations.annotate_with_paths, 2, 60, 64, ["Framing"], "")
    session.do("Tag", operations.annotate_with_paths, 1, 60, 64, ["Economy/Energy"], "")
    holds([2])
    session.undo()
    session.do("Delete", operations.delete_annotations, [2])
    holds([2])
    list_articles(window, "")
    session.filtering.use(Filter((filters.Quoting("Oil"),)))
    holds([1])
    session.filtering.use(Filter())
    session.do("Remove", operations.remove_document, 3)
    holds([1, 2])


def test_it_is_said_what_is_counted(window):
    tree, tags = window.tag_panel.findChild(QTreeView), window.session.tags

    def said(path) -> str:
        return tree.model().counts.said(tags.find(path.split("/")))

    assert legend(window) == "here · all"
    assert said("Economy") == "3 in this article, 10 in all; without subtags 3 and 7"
    choose(window, "view", own=False)
    list_articles(window, "Article 2")
    assert legend(window) == "in view · all"
    assert said("Economy/Energy") == "1 in the articles in view, 6 in all"
    choose(window, "view", own=True)
    assert legend(window) == "own: in view · all"
    assert said("Economy").endswith(", 7 in all, without subtags")


def test_the_choice_is_remembered_and_nonsense_is_not_taken(window, open_window):
    choose(window, "view", own=True)
    assert (window.settings.tag_scope, window.settings.tag_own) == ("view", True)
    again = open_window(settings=Settings(theme="light", tag_scope="view", tag_own=True))
    assert legend(again) == "own: in view · all"
    odd = open_window(settings=Settings(theme="light", tag_scope="nonsense"))
    assert legend(odd) == "here · all"


def test_rows_are_sorted_by_what_is_counted(window, qtbot):
    trigger(window, "tag.order.count")
    choose(window, "here", own=False)
    tree = window.tag_panel.findChild(QTreeView).model()
    for path, times in (("Many/Below", 11), ("Alone", 2)):
        for n in range(times):
            window.session.do("Tag", operations.annotate_with_paths, 1, n, n + 2, [path], "")
    qtbot.waitUntil(lambda: tree.index(0, 0).data() == "Many")
    trigger(window, "tag.count.own")
    qtbot.waitUntil(lambda: tree.index(tree.rowCount() - 1, 0).data() == "Many")

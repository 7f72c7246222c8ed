"""The pane of the history: what it lists, and going to a step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from storage import history, integrity, operations
from tests.storage.contents import contents
from tests.ui.conftest import TEXT
from tests.ui.test_commands import trigger


@pytest.fixture
def used(open_window):
    """Five steps in two articles, and what the project was after each."""
    window = open_window(texts=(TEXT, TEXT))
    states = [contents(window.session.project)]
    for article, start in ((1, 0), (2, 4), (2, 30)):
        window.session.do("Mark", operations.annotate_with_paths, article, start, start + 3, ["Energy"], "")
        states.append(contents(window.session.project))
    window.session.do("Rename tag", operations.rename_tag, 1, "Oil")
    return window, [*states, contents(window.session.project)]


def said(window) -> list[str]:
    model = window.history.list.model()
    rows = (model.index(row) for row in range(model.rowCount()))
    return [model.data(index, Qt.ItemDataRole.AccessibleTextRole) for index in rows]


def hints(window, words: str) -> list[QLabel]:
    return [label for label in window.history.findChildren(QLabel) if words in label.text()]


def click(window, row: int) -> None:
    view = window.history.list
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(row)).center()
    )


def test_it_says_what_was_done_and_when_and_where(used):
    window, _ = used
    assert not window.history.isVisible()
    trigger(window, "edit.history")
    assert window.history.list.hasFocus()
    found = said(window)
    assert [line.partition(",")[0] for line in found] == [
        *("Rename tag", "Mark", "Mark", "Mark", "Add articles", "The beginning")
    ]
    assert [line.rpartition(" · ")[2] for line in found[1:4]] == ["Article 2", "Article 2", "Article 1"]
    assert all("Today " in line for line in found[:5])
    assert found[0].endswith("now")
    window.session.undo()
    assert [line.endswith(ending) for line, ending in zip(said(window), ("undone", "now"), strict=False)] == [
        True
    ] * 2


def test_a_click_goes_to_a_step_and_back_again(used):
    window, states = used
    trigger(window, "edit.history")
    for row in (3, 0, 2, 4, 1, 0):
        click(window, row)
        assert contents(window.session.project) == states[4 - row]
        assert window.history.list.currentIndex().row() == row
        assert integrity.full_report(window.session.project.db) == []
    assert len(history.steps(window.session.project.db)) == 5


def test_the_keyboard_goes_to_the_beginning_and_shows_where_it_has_been(used):
    window, states = used
    trigger(window, "edit.history")
    QTest.keyClick(window.history.list, Qt.Key.Key_End)
    QTest.keyClick(window.history.list, Qt.Key.Key_Return)
    assert window.session.documents == {}
    QTest.keyClick(window.history.list, Qt.Key.Key_Home)
    QTest.keyClick(window.history.list, Qt.Key.Key_Return)
    assert contents(window.session.project) == states[-1]
    assert window.session.article is not None
    assert window.session.undo_label == "Rename tag"


def test_steps_of_another_article_show_what_they_changed(used):
    window, _ = used
    window.session.open_article(1)
    trigger(window, "edit.history")
    click(window, 2)
    assert window.session.article.document.id == 2
    assert window.reader.rect_of(30).intersects(window.reader.viewport().rect())


def test_it_says_that_earlier_steps_are_not_kept(used, monkeypatch):
    window, _ = used
    trigger(window, "edit.history")
    assert not hints(window, "no longer kept")
    monkeypatch.setattr(history, "MAX_STEPS", 3)
    for number in range(50):
        window.session.do("Create", operations.create_tag, f"tag {number}")
    assert said(window)[-1].startswith("The oldest state that is kept")
    assert hints(window, "no longer kept")
    click(window, len(said(window)) - 1)
    assert window.session.undo_label is None
    assert window.session.documents


def test_the_command_hides_it_and_it_stays_as_it_was(used):
    window, _ = used
    settings = window.settings
    trigger(window, "edit.history")
    assert settings.history
    assert window.actions_by_id["edit.history"].isCheckable()
    trigger(window, "view.charts")
    assert window.history.isVisible()
    trigger(window, "view.read")
    window.history.focus_list()
    trigger(window, "edit.history")
    assert not window.history.isVisible()
    assert not settings.history
    assert QApplication.focusWidget() is window.reader

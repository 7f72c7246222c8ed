"""A chosen group is in force in every view, says so, and is left by its chip or Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QTreeView

from core.notes import PROJECT, On
from storage import group_operations, note_operations, operations, tag_operations
from tests.ui.screens import trigger
from ui import theme
from ui.cards import CardList
from ui.chip import Chip
from ui.passages.chips import FilterChip


@pytest.fixture
def window(window):
    """Energy (below Economy) and Trump are in the group Actors, Framing is in none; four passages."""
    do = window.session.do
    for start, *paths in ((4, "Economy/Energy"), (29, "Framing", "Trump"), (50, "Framing")):
        do("Tag", operations.annotate_with_paths, 1, start, start + 9, paths, "why")
    do("Highlight", operations.annotate, 1, 62, 68)
    members = [window.session.tags.find(path) for path in (["Economy", "Energy"], ["Trump"])]
    do("Create group", group_operations.create_group, "Actors", members)
    QApplication.processEvents()
    return window


def choose(window) -> None:
    window.session.shown.choose_groups(window.session.groups)
    QApplication.processEvents()


def names_in_tree(window) -> list[str]:
    tree = window.tag_panel.findChild(QTreeView)
    found, index = [], tree.model().index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = tree.indexBelow(index)
    return found


def colors_in_text(window) -> set[str]:
    """The tags of which a line is seen in the text."""
    image = window.reader.viewport().grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    return {tag.name for tag in window.session.tags if theme.mark(tag.color).name() in seen}


def chips(parent) -> list:
    return [chip for chip in parent.findChildren(Chip) if chip.isVisible() and "Actors" in chip.text()]


def test_the_text_its_cards_and_the_tree_go_by_it(window):
    assert colors_in_text(window) == {"Energy", "Trump", "Framing"}
    choose(window)
    assert names_in_tree(window) == ["Economy", "Energy", "Trump"]
    assert colors_in_text(window) == {"Energy", "Trump"}
    assert len(window.cards.findChild(CardList)) == 2
    assert [chip.text() for chip in chips(window.tag_panel)] == ["Only Actors"]
    assert [chip.text() for chip in chips(window.status)] == ["Only: Actors"]


def test_passages_go_by_it_beside_their_own_filter(window):
    trigger(window, "view.passages")
    view = window.made["passages"]
    assert len(view.model.found.ids) == 4
    choose(window)
    assert len(view.model.found.ids) == 2
    (chip,) = (chip for chip in view.findChildren(FilterChip) if chip.isVisible())
    assert chip.accessibleName() == "Filter: only Actors"
    assert not window.session.filtering.wanted.conditions
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert len(view.model.found.ids) == 4
    assert not chip.isVisible()
    assert QApplication.focusWidget() is view.chips.more


def test_charts_count_its_tags_only_and_say_so(window, qtbot):
    trigger(window, "view.charts")
    qtbot.waitUntil(lambda: "charts" in window.made)
    view = window.made["charts"]
    cards = view.cards
    qtbot.waitUntil(lambda: view.is_current)
    assert len(cards["matrix"].content.measured.rows) == 4
    choose(window)
    qtbot.waitUntil(lambda: view.is_current)
    assert [head.label for head in cards["matrix"].content.measured.rows] == ["Economy/Energy", "Trump"]
    said = [card.content.measured.definition for card in cards.values()]
    assert all(definition.endswith("Only tags in view: Actors.") for definition in said)
    name = window.session.groups_in_view
    window.session.do("Empty", group_operations.remove_from_group, 1, list(window.session.members[1]))
    qtbot.waitUntil(lambda: view.is_current)
    assert all(name in card.content.empty for card in cards.values())


def test_the_codebook_lists_its_tags(window):
    trigger(window, "view.codebook")
    table = window.made["codebook"].findChild(QTableView)
    assert table.model().rowCount() == 4
    choose(window)
    assert [table.model().index(row, 0).data() for row in range(3)] == ["Economy", "Energy", "Trump"]
    window.session.do("Empty", group_operations.remove_from_group, 1, list(window.session.members[1]))
    said = [label.text() for label in window.made["codebook"].findChildren(QLabel) if label.isVisible()]
    assert "There is no tag in Actors." in said


def test_notes_on_tags_and_passages_go_by_it(window):
    do, tags = window.session.do, window.session.tags
    for path in ("Framing", "Trump"):
        do("Note", note_operations.write_note, On("tag", tags.find([path])), f"on {path}")
    do("Note", note_operations.write_note, PROJECT, "on all of it")
    trigger(window, "view.notes")
    model = window.made["notes"].model
    assert len(model) == 6
    choose(window)
    kinds = [model.note(model.index(row)).on.kind for row in range(len(model))]
    assert sorted(kinds) == ["annotation", "annotation", "project", "tag"]
    do("Tag", operations.add_tags, [3], [tags.find(["Trump"])])
    assert len(model) == 5
    window.session.undo()
    assert len(model) == 4


@pytest.mark.parametrize("how", ["escape", "panel", "status", "command"])
def test_it_is_left_in_many_ways(window, how):
    choose(window)
    act = {
        "escape": lambda: QTest.keyClick(window.reader, Qt.Key.Key_Escape),
        "panel": lambda: chips(window.tag_panel)[0].click(),
        "status": lambda: chips(window.status)[0].click(),
        "command": lambda: trigger(window, "tag.show_all"),
    }
    act[how]()
    assert window.session.shown.everything
    assert names_in_tree(window) == ["Economy", "Energy", "Framing", "Trump"]
    assert not chips(window)


def test_groups_are_chosen_by_keyboard(window):
    trigger(window, "tag.groups.view")
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.session.groups_in_view == "Actors"


def test_a_tag_that_moves_into_it_comes_into_view(window):
    choose(window)
    session = window.session
    session.do("Move", tag_operations.move_tags, [session.tags.find(["Framing"])], session.tags.find(["Trump"]))
    assert "Framing" in names_in_tree(window)
    assert len(window.cards.findChild(CardList)) == 3
    session.undo()
    assert "Framing" not in names_in_tree(window)

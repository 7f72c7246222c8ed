"""Hiding tags in the text and showing one alone."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTreeView

from core.codebook import TagTree
from core.model import Annotation, Tag
from storage import operations, tag_operations
from storage.project import Project
from tests.ui.test_commands import in_dialog
from ui import theme
from ui.cards import CardList
from ui.chip import Chip
from ui.shown import Shown

PARENTS = {1: None, 2: 1, 3: 2, 4: 1, 5: None, 6: 5}
TREE = TagTree([Tag(key, above, f"Tag {key}", "#4477aa", "", None) for key, above in PARENTS.items()])
GROUPS = {1: frozenset({2, 6}), 2: frozenset({6, 99}), 3: frozenset()}  # 99 is a tag that is gone
TAGS = st.sampled_from(sorted(PARENTS))


def annotated(*tags: int) -> Annotation:
    return Annotation(1, "", 1, 0, 1, "", "", "", tags=tags)


@pytest.fixture
def shown(qapp) -> Shown:
    made = Shown()
    made.follow(TREE, GROUPS)
    return made


def seen(shown: Shown) -> set[int]:
    return {tag for tag in PARENTS if shown.shows_tag(tag)}


def test_a_hidden_tag_takes_its_subtags_along(shown):
    shown.hide(2)
    assert seen(shown) == {1, 4, 5, 6}
    assert shown.hides(3)
    shown.hide(5)
    assert seen(shown) == {1, 4}
    shown.show_again(6)  # shows the whole group that hid it
    assert seen(shown) == {1, 4, 5, 6}
    shown.show_all()
    assert seen(shown) == set(PARENTS)


def test_one_is_shown_alone_with_its_subtags(shown):
    shown.show_only(2)
    assert seen(shown) == {2, 3}
    assert not shown.hides(1)
    shown.hide(3)
    assert seen(shown) == {2}
    shown.end_only()
    assert seen(shown) == {1, 2, 4, 5, 6}
    shown.show_only(3)  # hidden itself, it would leave nothing to see
    assert seen(shown) == {3}
    shown.show_again(5)
    assert seen(shown) == set(PARENTS)


def test_annotations_are_hidden_with_all_their_tags(shown):
    shown.hide(2)
    assert [shown.shows(annotated(*tags), TREE) for tags in ((), (3,), (2, 3), (3, 4))] == [
        True,
        False,
        False,
        True,
    ]
    assert shown.tags_of(annotated(3, 4)) == (4,)
    shown.show_all()
    shown.show_only(5)
    assert [shown.shows(annotated(*tags), TREE) for tags in ((), (1,), (1, 6))] == [False, False, True]
    assert shown.tags_of(annotated(1, 6)) == (6,)


@given(hidden=st.sets(TAGS), only=st.none() | TAGS, groups=st.sets(st.sampled_from((1, 2, 3))), tags=st.sets(TAGS))
def test_what_is_shown_is_what_the_words_say(hidden, only, groups, tags):
    shown = Shown()
    shown.follow(TREE, GROUPS)
    shown.hidden, shown.only, shown.groups = set(hidden), only, frozenset(groups)
    shown.follow(TREE, GROUPS)

    def within(tag, above):
        return TREE.is_within(tag, above)

    left = {
        tag
        for tag in tags
        if not any(within(tag, above) for above in hidden) and (only is None or within(tag, only))
        if not groups or any(within(tag, member) for group in groups for member in GROUPS[group] if member != 99)
    }
    assert set(shown.tags_of(annotated(*tags))) == left
    assert shown.shows(annotated(*tags), TREE) == (bool(left) if tags else only is None and not groups)


def test_a_group_has_its_tags_with_their_subtags_in_view(shown):
    shown.choose_groups([1])
    assert seen(shown) == shown.grouped == {2, 3, 6}
    shown.choose_groups([3])
    assert seen(shown) == set()
    shown.show_again(5)  # asked for, it is seen, whatever that ends
    assert seen(shown) == set(PARENTS)
    shown.choose_groups([2])
    shown.show_only(6)
    assert seen(shown) == {6}
    shown.show_only(4)
    assert (seen(shown), shown.grouped) == ({4}, None)
    shown.choose_groups([1])
    shown.show_all()
    assert shown.everything
    assert shown.grouped is None


def test_a_deleted_group_is_in_force_no_more(shown, qtbot):
    shown.choose_groups([1, 2])
    with qtbot.waitSignal(shown.changed):
        shown.follow(TREE, {2: GROUPS[2]})
    assert (shown.groups, seen(shown)) == ({2}, {6})
    with qtbot.waitSignal(shown.changed):
        shown.follow(TREE, {2: frozenset({1})})
    assert seen(shown) == {1, 2, 3, 4}
    with qtbot.waitSignal(shown.changed):
        shown.follow(TREE, {})
    assert shown.everything


def test_deleted_tags_drop_out(shown, qtbot):
    shown.hide(2)
    shown.show_only(5)
    left = TagTree([tag for tag in TREE if tag.id not in (2, 3, 5, 6)])
    with qtbot.waitSignal(shown.changed):
        shown.follow(left, GROUPS)
    assert shown.everything


# -- in the window


@pytest.fixture
def read(window):
    """A window on an article with three annotations, and their tags by name."""
    session = window.session
    for start, stop, *paths in ((4, 14, "Economy/Energy"), (29, 42, "Economy/Sanctions"), (50, 60, "Actors")):
        session.do("Annotate", operations.annotate_with_paths, 1, start, stop, paths, "")
    session.do("Annotate", operations.annotate, 1, 62, 68, [])
    QApplication.processEvents()
    return window, {tag.name: tag.id for tag in session.tags}


def inked(window, name: str) -> bool:
    """Whether the line of a tag is seen in the text."""
    tags = window.session.tags
    color = theme.mark(next(tag.color for tag in tags if tag.name == name)).name()
    image = window.reader.viewport().grab().toImage()
    return any(image.pixelColor(x, y).name() == color for x, y in product(range(image.width()), range(250)))


def choose(window, tag: int, command: str) -> None:
    window.tag_panel.select_tag(tag)
    window.actions_by_id[command].trigger()
    QApplication.processEvents()


def chip(window) -> str:
    """What the status line says of hidden tags."""
    found = [chip for chip in window.status.findChildren(Chip) if chip.isVisible()]
    return found[0].text() if found else ""


def test_hiding_and_showing_again_by_key(read, qtbot):
    window, tags = read
    window.tag_panel.select_tag(tags["Economy"])
    tree = window.tag_panel.findChild(QTreeView)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F7)
    assert [inked(window, name) for name in ("Energy", "Sanctions", "Actors")] == [False, False, True]
    assert chip(window) == "3 tags hidden"
    qtbot.keyClick(tree, Qt.Key.Key_F7)
    assert inked(window, "Energy")
    assert chip(window) == ""


def test_one_alone_and_all_again(read):
    window, tags = read
    choose(window, tags["Energy"], "tag.only")
    assert [inked(window, name) for name in ("Energy", "Sanctions", "Actors")] == [True, False, False]
    assert chip(window) == "Only: Energy"
    choose(window, tags["Energy"], "tag.only")
    assert inked(window, "Actors")
    choose(window, tags["Energy"], "tag.only")
    window.actions_by_id["tag.show_all"].trigger()
    assert inked(window, "Actors")
    assert not window.actions_by_id["tag.show_all"].isEnabled()


def test_the_chip_shows_all_again(read, qtbot):
    window, tags = read
    choose(window, tags["Energy"], "tag.hide")
    assert chip(window) == "1 tag hidden"
    (button,) = [button for button in window.status.findChildren(Chip) if button.isVisible()]
    assert button.accessibleName() == "1 tag hidden. Show all tags"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert inked(window, "Energy")
    assert chip(window) == ""


def test_the_sign_in_the_tree_shows_a_tag_again(read, qtbot):
    window, tags = read
    choose(window, tags["Energy"], "tag.hide")
    tree = window.tag_panel.findChild(QTreeView)
    row = tree.visualRect(tree.currentIndex())
    eyes = [x for x in range(row.left(), tree.viewport().width()) if tree.eye_at(QPoint(x, row.center().y()))]
    assert 15 <= len(eyes) <= 40
    assert tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).endswith("hidden in the text")
    middle = QPoint(eyes[len(eyes) // 2], row.center().y())
    window.tag_panel.select_tag(tags["Actors"])
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert window.session.shown.everything
    assert tree.eye_at(middle) is None
    assert window.tag_panel.selected_tag() == tags["Actors"]


def listed(window) -> list[int]:
    """Where the annotations begin whose cards are in the list."""
    cards = window.findChild(CardList)
    known = window.session.article.annotations
    return sorted(a.start for a in known.values() if cards.card_rect(a.id) is not None)


def link(window) -> str:
    """What stands above the cards about those that are not there."""
    found = [b for b in window.cards.findChildren(QPushButton) if b.isVisible()]
    return found[0].text() if found else ""


def test_cards_of_hidden_annotations_are_left_out_and_a_link_brings_them_back(read, qtbot):
    window, tags = read
    assert (listed(window), link(window)) == ([4, 29, 50, 62], "")
    choose(window, tags["Economy"], "tag.hide")
    assert (listed(window), link(window)) == ([50, 62], "2 hidden · show all")
    assert any(label.text() == "2 of 4" for label in window.cards.findChildren(QLabel))
    choose(window, tags["Actors"], "tag.only")
    assert (listed(window), link(window)) == ([50], "3 hidden · show all")
    (button,) = [b for b in window.cards.findChildren(QPushButton) if b.isVisible()]
    assert button.accessibleName() == "3 hidden. Show all tags"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (listed(window), link(window)) == ([4, 29, 50, 62], "")
    assert window.session.shown.everything


def test_cards_come_and_go_as_their_annotations_are_tagged(read):
    window, tags = read
    choose(window, tags["Actors"], "tag.only")
    ids = {a.start: a.id for a in window.session.article.annotations.values()}
    window.session.do("Tag", operations.add_tags, [ids[62]], [tags["Actors"]])
    assert (listed(window), link(window)) == ([50, 62], "2 hidden · show all")
    window.session.do("Untag", operations.remove_tags, [ids[50]], [tags["Actors"]])
    assert (listed(window), link(window)) == ([62], "3 hidden · show all")
    window.session.do("Delete", operations.delete_annotations, [ids[4]])
    assert (listed(window), link(window)) == ([62], "2 hidden · show all")
    window.session.do("Move", tag_operations.move_tags, [tags["Sanctions"]], tags["Actors"])
    assert (listed(window), link(window)) == ([29, 62], "1 hidden · show all")
    window.session.do("Untag", operations.remove_tags, [ids[29], ids[62]], [tags["Sanctions"], tags["Actors"]])
    assert listed(window) == []
    assert any(text.text().startswith("All that is marked here") for text in window.cards.findChildren(QLabel))


def test_asked_for_by_name_the_passages_of_a_hidden_tag_are_shown(read):
    window, tags = read
    choose(window, tags["Energy"], "tag.hide")
    choose(window, tags["Energy"], "tag.passages")
    QTest.keyClick(window.made["passages"].list, Qt.Key.Key_Down)
    QTest.keyClick(window.made["passages"].list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.session.article.annotations[window.session.current].start == 4
    assert inked(window, "Energy")


def test_next_and_previous_pass_over_hidden_annotations(read, qtbot):
    window, tags = read
    choose(window, tags["Sanctions"], "tag.hide")
    window.reader.setFocus()
    window.reader.go_to(0)
    visited = []
    for _ in range(3):
        qtbot.keyClick(window.reader, Qt.Key.Key_BracketRight)
        visited.append(window.session.article.annotations[window.session.current].start)
    assert visited == [4, 50, 62]


def test_another_project_shows_everything(read, tmp_path: Path):
    window, tags = read
    choose(window, tags["Energy"], "tag.only")
    other = tmp_path / "other.postil"
    Project.create(other).close()
    assert window.session.open_project(other)
    assert window.session.shown.everything
    assert chip(window) == ""


def test_undoing_the_deletion_of_a_hidden_tag_shows_it(read):
    window, tags = read
    choose(window, tags["Energy"], "tag.hide")
    in_dialog(lambda sheet: next(b for b in sheet.findChildren(QPushButton) if b.isDefault()).click())
    choose(window, tags["Energy"], "tag.delete")
    assert tags["Energy"] not in window.session.tags.by_id
    assert chip(window) == ""
    window.actions_by_id["edit.undo"].trigger()
    QApplication.processEvents()
    assert inked(window, "Energy")

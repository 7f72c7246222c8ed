"""Operations on the tree of tags and on groups: done, undone, redone and refused."""

import pytest

from core import guids
from storage import group_operations as grouping
from storage import groups, operations, tags
from storage import tag_operations as do
from tests.storage.steps import refused, step
from tests.storage.test_operations import book, paths, tag, tags_of

__all__ = ["book"]  # the fixture: tags 1 topic, 2 topic/money, 3 topic/art, 4 money, 5 money/tax, 6 money/Money


def own_order(project, parent=None):
    return [tag.id for tag in tags.tag_tree(project.db).in_own_order(parent)]


def test_new_tags_come_last_and_are_moved_before_others(book):
    assert own_order(book) == [1, 4]
    made = step(book, operations.create_tag, "a")
    assert own_order(book) == [1, 4, made]
    step(book, do.move_tags, [made], None, 1)
    assert own_order(book) == [made, 1, 4]
    step(book, do.move_tags, [made], None)
    assert own_order(book) == [1, 4, made]
    step(book, do.move_tags, [5, made], 1, 3)
    assert own_order(book, 1) == [2, 5, made, 3]
    step(book, do.move_tags, [3, 5], 1, 5)
    assert own_order(book, 1) == [2, 3, 5, made]
    refused(book, "no longer there", do.move_tags, [made], None, 3)


def test_tags_that_move_together_keep_their_subtags(book):
    step(book, do.move_tags, [5, 4], 3)
    assert paths(book)["topic/art/money/tax"] == 5
    made, _ = book.run("Create", operations.create_tag, "TAX")
    refused(book, "There is a tag “(tax|TAX)” there already", do.move_tags, [5, made], 1)
    refused(book, "cannot move below itself", do.move_tags, [made, 4], 5)


def test_several_tags_become_one_and_it_is_said_how_many_passages_came(book):
    book.run("Tag", operations.add_tags, [3], [5, 6])
    moved = step(book, do.merge_tags, [4, 5, 6], 2)
    assert moved[:2] == (2, 2)  # the first passage had “money” and the target, the third two of those that went
    assert tags_of(book) == {1: (2,), 2: (2,), 3: (2,)}
    assert set(paths(book)) == {"topic", "topic/money", "topic/art"}
    assert tag(book, 2).pin == 1


def test_some_passages_of_a_tag_get_a_tag_of_their_own(book):
    made = step(book, do.split_tag, 2, "oil", [2, 3])
    assert paths(book)["topic/oil"] == made
    assert tags_of(book) == {1: (2, 4), 2: (made,), 3: ()}
    refused(book, "move the passages to it instead", do.split_tag, 2, "ART", [1])
    refused(book, "None of these passages", do.split_tag, 2, "gas", [3])
    refused(book, "needs a name", do.split_tag, 2, " ", [1])


def test_passages_move_to_another_tag_with_what_they_are_examples_of(book):
    book.run("Example", lambda p: p.db.execute("INSERT INTO example (tag_id, annotation_id) VALUES (2, 1)"))
    assert step(book, do.move_passages, [1, 2, 3], 2, 4) == (2, 1)
    assert tags_of(book) == {1: (4,), 2: (4,), 3: ()}
    assert book.db.execute("SELECT tag_id, annotation_id FROM example").fetchall() == [(4, 1)]
    refused(book, "have this tag already", do.move_passages, [1], 4, 4)
    refused(book, "None of these passages", do.move_passages, [1], 2, 4)
    refused(book, "no tag 99", do.move_passages, [1], 4, 99)


def test_colours_are_given_anew(book):
    step(book, do.recolor_tags, [1, 2, 3], "#123456")
    assert {tag(book, id_).color for id_ in (1, 2, 3)} == {"#123456"}
    step(book, do.assign_colors, [6, 5, 4, 3, 2, 1])
    assert len({tag(book, id_).color for id_ in range(1, 7)}) == 6
    refused(book, "no tag 99", do.assign_colors, [99])


@pytest.mark.parametrize(
    ("fate", "kept"),
    [("keep", {1: (4,), 2: (), 3: ()}), ("delete", {1: (4,), 3: ()}), (3, {1: (3, 4), 2: (3,), 3: ()})],
)
def test_passages_of_a_deleted_tag_stay_go_or_get_another(book, fate, kept):
    assert step(book, do.delete_tags, [2], fate) == (1, 2, fate == "delete")
    assert tags_of(book) == kept


def test_subtags_of_a_deleted_tag_take_its_place(book):
    book.run("Rename", operations.rename_tag, 2, "topic")
    book.run("Create", operations.create_tag, "deep", 2)
    assert step(book, do.delete_tags, [1], "keep", False).tags == 1
    assert paths(book)["topic/deep"]
    assert own_order(book) == [2, 3, 4]


def test_a_deleted_tag_cannot_leave_two_of_a_name_or_give_to_one_that_goes(book):
    refused(book, "two tags “money” in one place", do.delete_tags, [1], "keep", False)
    refused(book, "would be deleted as well", do.delete_tags, [1], 2)
    refused(book, "no tag 99", do.delete_tags, [99])


def test_a_tag_is_in_several_groups_across_the_tree(book):
    actors = step(book, grouping.create_group, "Actors", [2, 5])
    chapter = step(book, grouping.create_group, " Chapter 2 ")
    step(book, grouping.add_to_group, chapter, [5, 6])
    step(book, grouping.remove_from_group, chapter, [6, 1])
    assert groups.names(book.db) == {actors: "Actors", chapter: "Chapter 2"}
    assert groups.members(book.db) == {actors: {2, 5}, chapter: {5}}
    step(book, grouping.rename_group, chapter, "CHAPTER 2")
    step(book, do.merge_tags, [5], 6)
    assert groups.members(book.db) == {actors: {2, 6}, chapter: {6}}
    step(book, grouping.delete_group, actors)
    assert groups.names(book.db) == {chapter: "CHAPTER 2"}
    refused(book, "There is a group “chapter 2” already", grouping.create_group, "chapter 2")
    refused(book, "A group needs a name", grouping.create_group, " ")
    refused(book, "no longer in the project", grouping.rename_group, actors, "x")
    refused(book, "no longer in the project", grouping.delete_group, actors)
    refused(book, "no tag 99", grouping.add_to_group, chapter, [99])
    refused(book, "no tag 99", grouping.create_group, "New", [99])


def test_guids_inside_conditions_are_renamed_at_any_depth():
    assert guids.renamed('{"any": ["a", ["b", {"tag": "a"}]], "text": "aa"}', "a", "z") == (
        '{"any": ["z", ["b", {"tag": "z"}]], "text": "aa"}'
    )
    assert guids.renamed('[{"t": "a"}, {"t": "z"}, "a", "z", 1, 1]', "a", "z") == '[{"t": "z"}, "z", 1, 1]'
    assert (
        guids.renamed('{"columns": "by a", "text": "go by a"}', "a", "z")
        == '{"columns": "by z", "text": "go by a"}'
    )
    assert guids.renamed('{"a": 1, "b": null}', "a", "z") == '{"z": 1, "b": null}'
    for other in ('["b",  "b"]', "no JSON with a"):
        assert guids.renamed(other, "a", "z") == other

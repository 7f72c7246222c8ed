import pytest

from core.codebook import split_path
from core.model import Annotation, AnnotationId, TagId
from storage import annotations, documents, integrity, tag_operations, tags
from storage import operations as do
from tests.storage.contents import TEXT, add_article, article, contents
from tests.storage.steps import refused, step


@pytest.fixture
def book(project):
    """A project with two articles (1, 2), tags and three annotations of the first article.

    Tags: 1 topic, 2 topic/money, 3 topic/art, 4 money, 5 money/tax, 6 money/Money.
    """
    add_article(project)
    add_article(project, "Another text, short.", "Short")
    for path in ("topic/money", "topic/art", "money/tax", "money/Money"):
        project.run("Create tag", do.create_tag_path, path)
    project.run("Annotate", do.annotate, 1, 0, 13, [2, 4], "two tags")
    project.run("Annotate", do.annotate, 1, 22, 31, [2], "")
    project.run("Annotate", do.annotate, 1, 40, 50, [], "only a note")
    project.run("Pin", do.pin_tag, 4, 1)
    return project


def paths(project):
    tree = tags.tag_tree(project.db)
    return {tree.path(tag.id): tag.id for tag in tree}


def tag(project, id_):
    return tags.tag_tree(project.db).by_id[id_]


def annotation(project, id_, document=1):
    return next(a for a in annotations.of_document(project.db, document) if a.id == id_)


def tags_of(project):
    """The tags of each annotation of the first article."""
    return {a.id: a.tags for a in annotations.of_document(project.db, 1)}


def test_adding_articles_numbers_them_in_order(project):
    made = step(project, do.add_documents, [article("a b", "A"), article("", "B"), article(title="C")])
    assert made == [1, 2, 3]
    found = documents.all_documents(project.db)
    assert [(d.id, d.title, d.characters, d.words) for d in found] == [
        (1, "A", 3, 2),
        (2, "B", 0, 0),
        (3, "C", len(TEXT), len(TEXT.split())),
    ]
    assert documents.document_text(project.db, 3) == TEXT


def test_the_details_of_an_article_can_be_edited(book):
    step(book, do.edit_document, 2, " New\ntitle ", "Ann Author", "The Outlet", "2020-05")
    document = documents.some_documents(book.db, [2])[2]
    assert document[1:5] == ("New title", "Ann Author", "The Outlet", "2020-05")
    assert documents.document_text(book.db, 2) == "Another text, short."


@pytest.mark.parametrize("title", ["", "  ", "\n", "\ufeff"])
def test_an_article_keeps_a_title(book, title):
    refused(book, "needs a title", do.edit_document, 1, title, "", "", "")


def test_removing_an_article_removes_its_annotations_only(book):
    book.run("Annotate", do.annotate, 2, 0, 7, [3], "")
    step(book, do.remove_document, 1)
    assert [d.id for d in documents.all_documents(book.db)] == [2]
    assert documents.document_text(book.db, 1) is None
    assert annotations.coding_counts(book.db) == [(2, 3, 1)]
    assert len(paths(book)) == 6


def test_an_article_that_is_not_there(book):
    refused(book, "no article 9", do.remove_document, 9)
    refused(book, "no article 9", do.edit_document, 9, "Title", "", "", "")
    refused(book, "no article 9", do.annotate, 9, 0, 1)


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 1), (22, 23), (27, 29), (0, len(TEXT)), (len(TEXT) - 1, len(TEXT))]
)
def test_an_annotation_quotes_its_article_exactly(book, start, stop):
    made = step(book, do.annotate, 1, start, stop, [5, 1], "  a\r\nnote ")
    found = annotation(book, made)
    assert (found.start, found.stop, found.note, found.tags) == (start, stop, "  a\nnote ", (5, 1))
    assert annotations.quote_of(book.db, made) == TEXT[start:stop]
    prefix, suffix = book.db.execute("SELECT prefix, suffix FROM annotation WHERE id = ?", [made]).fetchone()
    assert prefix == TEXT[max(0, start - 32) : start]
    assert suffix == TEXT[stop : stop + 32]


def test_emoji_combining_marks_and_hard_spaces_do_not_move_a_quote(book):
    for words in ("😀", "e\u0301", "שלום", "a\xa0hard space"):
        start = TEXT.index(words)
        made, _ = book.run("Annotate", do.annotate, 1, start, start + len(words))
        assert annotations.quote_of(book.db, made) == words


@pytest.mark.parametrize(("start", "stop"), [(-1, 4), (4, 4), (5, 4), (0, 0)])
def test_a_passage_has_at_least_one_character(book, start, stop):
    refused(book, f"not {start} to {stop}", do.annotate, 1, start, stop)
    refused(book, f"not {start} to {stop}", do.resize_annotation, 1, start, stop)


def test_a_passage_ends_inside_its_article(book):
    end = len(TEXT)
    refused(book, f"ends at {end}; {end + 1} is beyond", do.annotate, 1, 0, end + 1)
    refused(book, "is beyond it", do.resize_annotation, 1, 0, end + 1)
    refused(book, "no longer in the project", do.resize_annotation, 99, 0, 1)


def test_annotating_with_paths_makes_what_is_missing(book):
    made = step(book, do.annotate_with_paths, 1, 3, 8, ["TOPIC/Money", "new/a\\/b", "new"], "")
    tree = tags.tag_tree(book.db)
    assert [tree.path(id_) for id_ in annotation(book, made).tags] == ["topic/money", "new/a\\/b", "new"]
    assert len(tree) == 8


def test_a_passage_that_is_refused_makes_no_tags(book):
    refused(book, "is beyond", do.annotate_with_paths, 1, 0, 999, ["brand new"], "")
    refused(book, "needs a name", do.annotate_with_paths, 1, 0, 5, ["fine", "not//fine"], "")


def test_a_tag_that_is_not_there_cannot_be_given(book):
    refused(book, "no longer there", do.annotate, 1, 0, 5, [2, 99])
    refused(book, "no longer there", do.add_tags, [1], [99])


def test_resizing_takes_the_quote_along(book):
    step(book, do.resize_annotation, 1, 22, 31)
    assert annotation(book, 1)[3:5] == (22, 31)
    assert annotations.quote_of(book.db, 1) == TEXT[22:31]
    assert annotation(book, 1).tags == (2, 4)


def quotes(project):
    return {a.id: quote for a, quote in annotations.everywhere(project.db)}


def test_an_annotation_is_widened_to_whole_graphemes(book):
    at = TEXT.index("e\u0301")
    made = step(book, do.annotate, 1, at + 1, at + 4)
    assert quotes(book)[made] == "e\u0301 a"
    step(book, do.resize_annotation, made, at - 2, at + 1)
    assert quotes(book)[made] == "h e\u0301"


def codings(project, id_):
    """(tag, coder) of an annotation's codings in their order."""
    return project.db.execute(
        "SELECT tag_id, coder FROM coding WHERE annotation_id = ? ORDER BY id", [id_]
    ).fetchall()


def test_cutting_shortens_an_annotation_at_its_ends(book):
    assert step(book, do.cut_annotation, 1, 0, 3) == [1]
    assert quotes(book)[1] == "sentence."  # the space between went as well
    assert step(book, do.cut_annotation, 1, 10, 60) == [1]
    assert quotes(book)[1] == "senten"
    assert annotation(book, 1).note == "two tags"
    assert annotation(book, 1).tags == (2, 4)


def test_cutting_in_the_middle_makes_two_of_one(book):
    book.coder = "Bea"
    first, second = step(book, do.cut_annotation, 1, 4, 7)
    assert (first, quotes(book)[first], quotes(book)[second]) == (1, "One", "tence.")
    assert (annotation(book, first).note, annotation(book, second).note) == ("two tags", "")
    assert annotation(book, first).tags == annotation(book, second).tags == (2, 4)
    assert codings(book, first) == codings(book, second)  # whoever tagged the whole also tagged the part
    assert book.db.execute("SELECT DISTINCT coder FROM annotation").fetchall() == [("",)]


def test_cutting_takes_whole_graphemes(book):
    at = TEXT.index("e\u0301")
    made, _ = book.run("Annotate", do.annotate, 1, at - 2, at + 6)
    step(book, do.cut_annotation, made, at + 1, at + 2)
    assert quotes(book)[made] == "h"
    assert quotes(book)[made + 1] == "and"


@pytest.mark.parametrize(("start", "stop"), [(0, 13), (0, 60), (0, 5)])
def test_cutting_everything_deletes(book, start, stop):
    if stop == 5:
        book.run("Resize", do.resize_annotation, 1, 0, 6)
        book.run("Resize", do.resize_annotation, 1, 2, 4)  # what is left would be space
    assert step(book, do.cut_annotation, 1, start, stop) == []
    assert tags_of(book) == {2: (2,), 3: ()}


def test_cuts_that_cannot_be(book):
    refused(book, "does not reach", do.cut_annotation, 1, 13, 20)
    refused(book, "does not reach", do.cut_annotation, 2, 20, 22)
    refused(book, "is beyond it", do.cut_annotation, 1, 0, 999)
    refused(book, "not 5 to 5", do.cut_annotation, 1, 5, 5)
    refused(book, "no longer in the project", do.cut_annotation, 99, 0, 5)


def test_joining_takes_everything_from_the_first_to_the_last(book):
    book.run("Tag", do.add_tags, [3], [3, 2])
    assert step(book, do.join_annotations, [3, 1, 2]) == 1
    assert quotes(book) == {1: TEXT[0:50]}
    assert annotation(book, 1).tags == (2, 4, 3)
    assert annotation(book, 1).note == "two tags\n\nonly a note"


def test_joining_what_lies_in_each_other(book):
    inner, _ = book.run("Annotate", do.annotate, 1, 2, 5, [3], "")
    assert step(book, do.join_annotations, [inner, 1, inner]) == 1
    assert (quotes(book)[1], annotation(book, 1).tags, annotation(book, 1).note) == (
        TEXT[:13],
        (2, 4, 3),
        "two tags",
    )


def test_joins_that_cannot_be(book):
    other, _ = book.run("Annotate", do.annotate, 2, 0, 5)
    refused(book, "two annotations or more", do.join_annotations, [])
    refused(book, "two annotations or more", do.join_annotations, [1, 1])
    refused(book, "of the same article", do.join_annotations, [1, other])
    refused(book, "no longer in the project", do.join_annotations, [1, 99])


def test_a_note_is_replaced(book):
    step(book, do.set_note, 1, "another\u2028line 😀")
    assert annotation(book, 1).note == "another\nline 😀"
    refused(book, "no annotation 99", do.set_note, 99, "x")


def test_deleting_annotations_takes_their_codings(book):
    step(book, do.delete_annotations, [1, 3, 99])
    assert tags_of(book) == {2: (2,)}
    assert annotations.coding_counts(book.db) == [(1, 2, 1)]


def test_tags_are_given_once_each_and_in_order(book):
    step(book, do.add_tags, [1, 2], [4, 3, 4])
    assert tags_of(book) == {1: (2, 4, 3), 2: (2, 4, 3), 3: ()}


def test_tags_are_taken_off(book):
    step(book, do.remove_tags, [1, 2, 3], [2, 5])
    assert tags_of(book) == {1: (4,), 2: (), 3: ()}


def test_a_new_tag_has_a_clean_name_and_the_next_colour(book):
    made = step(book, do.create_tag, "  Cafe\u0301\n", 1)
    assert tag(book, made).name == "Café"
    assert paths(book)["topic/Café"] == made
    assert tag(book, made).color not in {tag(book, id_).color for id_ in range(1, 7)}


@pytest.mark.parametrize(("name", "parent"), [("TOPIC", None), ("Money", 1), (" art ", 1)])
def test_siblings_have_different_names(book, name, parent):
    refused(book, "here already", do.create_tag, name, parent)


@pytest.mark.parametrize("name", ["", " \n", "x" * 201, "back\\"])
def test_names_that_cannot_be(book, name):
    refused(book, "name", do.create_tag, name)
    refused(book, "name", do.rename_tag, 1, name)


def test_a_tag_below_one_that_is_not_there(book):
    refused(book, "no longer there", do.create_tag, "x", 99)
    refused(book, "no tag 99", tag_operations.move_tags, [1], 99)


def test_a_path_is_found_or_made(book):
    found, changes = book.run("Create tag", do.create_tag_path, "Topic/MONEY")
    assert (found, changes.before) == (2, {})
    made = step(book, do.create_tag_path, "money/tax/income/2020")
    tree = tags.tag_tree(book.db)
    assert tree.names(made) == split_path("money/tax/income/2020")
    assert len(tree) == 8


def test_renaming_keeps_the_codings(book):
    step(book, do.rename_tag, 2, "MONEY")
    assert tag(book, 2).name == "MONEY"
    assert tags_of(book)[2] == (2,)
    step(book, do.rename_tag, 2, "cash")
    assert paths(book)["topic/cash"] == 2
    refused(book, "merge the two instead", do.rename_tag, 2, "ART")
    refused(book, "no tag 99", do.rename_tag, 99, "x")


def test_moving_takes_the_subtags_along(book):
    step(book, tag_operations.move_tags, [4], 3)
    assert paths(book)["topic/art/money/tax"] == 5
    step(book, tag_operations.move_tags, [4], None)
    assert paths(book)["money/tax"] == 5


def test_moves_that_cannot_be(book):
    refused(book, "cannot move below itself", tag_operations.move_tags, [1], 1)
    refused(book, "cannot move below itself", tag_operations.move_tags, [1], 2)
    refused(book, "merge the two instead", tag_operations.move_tags, [4], 1)
    refused(book, "no tag 99", tag_operations.move_tags, [99], None)


def test_merging_keeps_one_coding_for_each_passage_and_joins_definitions(book):
    book.run("Define", do.define_tag, 2, "Of money.")
    book.run("Define", do.define_tag, 4, "Cash.")
    step(book, tag_operations.merge_tags, [4], 2)
    assert tags_of(book) == {1: (2,), 2: (2,), 3: ()}
    assert tag(book, 2).definition == "Of money.\n\nCash."
    assert set(paths(book)) == {"topic", "topic/money", "topic/money/tax", "topic/money/Money", "topic/art"}


def test_merging_merges_subtags_of_the_same_name(book):
    book.run("Create", do.create_tag_path, "topic/money/TAX/income")
    book.run("Tag", do.add_tags, [3], [5])
    kept = paths(book)["topic/money/TAX"]
    step(book, tag_operations.merge_tags, [4], 2)
    assert tags_of(book)[3] == (kept,)
    assert set(paths(book)) == {
        "topic",
        "topic/art",
        "topic/money",
        "topic/money/TAX",
        "topic/money/TAX/income",
        "topic/money/Money",
    }


def test_a_tag_merges_into_its_parent_even_when_a_subtag_has_its_name(book):
    book.run("Create", do.create_tag_path, "money/Money/MONEY/deep")
    inner = paths(book)["money/Money/MONEY"]
    book.run("Tag", do.add_tags, [3], [inner])
    step(book, tag_operations.merge_tags, [6], 4)
    assert paths(book)["money/MONEY"] == inner
    assert "money/MONEY/deep" in paths(book)
    assert tags_of(book)[3] == (inner,)


def test_merges_that_cannot_be(book):
    refused(book, "cannot be merged into itself", tag_operations.merge_tags, [1], 1)
    refused(book, "a tag below it", tag_operations.merge_tags, [1], 2)
    refused(book, "no tag 99", tag_operations.merge_tags, [99], 1)
    refused(book, "no tag 99", tag_operations.merge_tags, [1], 99)


def test_colours_and_definitions(book):
    step(book, tag_operations.recolor_tags, [1], "#123abc")
    step(book, do.define_tag, 1, "What it is\r\nabout.")
    assert tag(book, 1).color == "#123abc"
    assert tag(book, 1).definition == "What it is\nabout."
    for wrong in ("red", "#12345", "#ABCDEF", ""):
        refused(book, "is not a colour", tag_operations.recolor_tags, [1], wrong)
    refused(book, "no tag 99", tag_operations.recolor_tags, [99], "#123abc")
    refused(book, "no tag 99", do.define_tag, 99, "x")


def test_a_number_key_belongs_to_one_tag(book):
    step(book, do.pin_tag, 2, 1)
    assert {key: t.id for key, t in tags.tag_tree(book.db).pinned().items()} == {1: 2}
    step(book, do.pin_tag, 2, 9)
    step(book, do.pin_tag, 2, None)
    assert tags.tag_tree(book.db).pinned() == {}
    refused(book, "keys 1 to 9", do.pin_tag, 2, 0)
    refused(book, "keys 1 to 9", do.pin_tag, 2, 10)
    refused(book, "no tag 99", do.pin_tag, 99, 1)


def test_deleting_a_tag_deletes_its_subtags_and_keeps_the_annotations(book):
    step(book, tag_operations.delete_tags, [1])
    assert set(paths(book)) == {"money", "money/tax", "money/Money"}
    assert tags_of(book) == {1: (4,), 2: (), 3: ()}
    refused(book, "no tag 1", tag_operations.delete_tags, [TagId(1)])


def test_every_step_back_and_forth_is_exact(book):
    """All steps undone one by one and redone one by one, comparing everything at each."""
    book.run("Merge", tag_operations.merge_tags, [4], 2)
    book.run("Remove", do.remove_document, 1)
    seen = [contents(book)]
    while book.undo():
        seen.append(contents(book))
    assert all(rows == [] for rows in seen[-1].values())
    while seen:
        assert contents(book) == seen.pop()
        book.redo()
    assert integrity.full_report(book.db) == []


def as_read(annotation: Annotation) -> Annotation:
    """As the reader has it: without what only exports need."""
    return annotation._replace(guid="", created="", modified="")


def test_what_a_step_changed_says_what_annotations_and_counts_became(book):
    _, changes = book.run("Tag", do.add_tags, [3], [2, 3])
    after = annotations.after(book.db, changes)
    assert {key: as_read(a) for key, a in after.annotations.items()} == {AnnotationId(3): annotation(book, 3)}
    assert after.codings == {(1, 2): 1, (1, 3): 1}
    assert after.documents == {}

    _, changes = book.run("Delete", do.delete_annotations, [1])
    after = annotations.after(book.db, changes)
    assert after.annotations == {1: None}
    assert after.codings == {(1, 2): -1, (1, 4): -1}
    assert after.documents == {1: -1}

    after = annotations.after(book.db, book.undo())
    assert {key: as_read(a) for key, a in after.annotations.items()} == {1: annotation(book, 1)}
    assert after.codings == {(1, 2): 1, (1, 4): 1}
    assert after.documents == {1: 1}


def test_counts_move_by_what_after_says_whatever_the_step(book):
    for operation, *args in (
        (tag_operations.merge_tags, [4], 2),
        (tag_operations.delete_tags, [1]),
        (do.annotate, 2, 0, 7, [], ""),
        (do.cut_annotation, 1, 4, 7),
        (do.join_annotations, [1, 3]),
        (do.remove_document, 1),
    ):
        tagged = annotations.tagged_counts(book.db)
        before = {(document, tag_id): count for document, tag_id, count in annotations.coding_counts(book.db)}
        held = annotations.annotation_counts(book.db)
        _, changes = book.run("A step", operation, *args)
        after = annotations.after(book.db, changes)
        for pair, moved in after.codings.items():
            before[pair] = before.get(pair, 0) + moved
        held.update(after.documents)
        assert {pair: n for pair, n in before.items() if n} == {
            (document, tag_id): count for document, tag_id, count in annotations.coding_counts(book.db)
        }
        assert +held == annotations.annotation_counts(book.db)
        tagged.update(after.tagged)
        assert all(count >= 0 for count in tagged.values())
        assert +tagged == annotations.tagged_counts(book.db)


def test_passages_are_counted_by_the_tags_they_have(book):
    book.run("Tag", do.add_tags, [3], [3, 2])
    assert annotations.tagged_counts(book.db) == {
        (1, frozenset({2, 4})): 1,
        (1, frozenset({2})): 1,
        (1, frozenset({2, 3})): 1,
    }
    assert annotations.last_codings(book.db, 2) == [(3, 2), (3, 3)]


def test_everywhere_lists_all_annotations_with_their_quotes(book):
    found = list(annotations.everywhere(book.db))
    assert [as_read(a) for a, _ in found] == annotations.of_document(book.db, 1)
    assert [quote for _, quote in found] == [TEXT[a.start : a.stop] for a, _ in found]
    assert list(annotations.everywhere(book.db, 2)) == []
    assert annotations.places(book.db, 1) == [(0, 13, 2), (22, 31, 2), (40, 50, None)]


def test_a_merge_loses_nothing_when_names_repeat_on_the_way_down(book):
    book.run("Create", do.create_tag_path, "t/a/b/a/b")
    inner = paths(book)["t/a/b/a/b"]
    book.run("Tag", do.add_tags, [3], [inner])
    step(book, tag_operations.merge_tags, [paths(book)["t/a/b"]], paths(book)["t"])
    assert tags_of(book)[3] == (inner,)
    assert {path for path in paths(book) if path.startswith("t/")} == {"t/a", "t/a/b"}

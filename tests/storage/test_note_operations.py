"""Notes on articles, tags and the project and in the journal: done, undone, redone, refused, kept everywhere."""

import json
import shutil

import pytest

from core.errors import UserError
from core.notes import NEW, PROJECT, On, clean_text, with_quotation
from storage import annotations, integrity, merge, note_operations, notes, operations, plain, tag_operations
from storage.export import export
from storage.project import Project
from storage.rebuild import Remarks
from tests.storage.contents import add_article, contents, rows
from tests.storage.steps import step

ARTICLE, TAG, PASSAGE = On("document", 1), On("tag", 1), On("annotation", 1)


@pytest.fixture
def marked(project):
    """A project with an article, a tag and two passages."""
    add_article(project, title="One [draft]")
    project.run("Annotate", operations.annotate_with_paths, 1, 14, 30, ["a/b"], "")
    project.run("Annotate", operations.annotate, 1, 0, 12)
    return project


def texts(project) -> dict[On, str]:
    return {note.on: note.text for note in notes.all_notes(project.db)}


@pytest.mark.parametrize("on", [ARTICLE, TAG, PROJECT, PASSAGE])
def test_a_note_is_written_changed_and_goes_when_it_is_empty(marked, on):
    step(marked, note_operations.write_note, on, "One\r\n\ufdd0 two\xa0three")
    assert texts(marked) == {on: "One\n\ufffd two\xa0three"}
    step(marked, note_operations.write_note, on, "Another")
    assert texts(marked) == {on: "Another"}
    _, changes = marked.run("The same", note_operations.write_note, on, "Another")
    assert not changes.before
    step(marked, note_operations.write_note, on, " \n")
    assert texts(marked) == {}
    assert rows(marked, "note") == []


def test_the_journal_has_titles_and_keeps_a_note_without_words(marked):
    one = step(marked, note_operations.add_note, " A\n title ", "text")
    step(marked, note_operations.edit_note, one, "Title", "")
    assert [(n.title, n.text, n.on) for n in notes.all_notes(marked.db)] == [("Title", "", On("journal", one))]
    step(marked, note_operations.delete_note, On("journal", one))
    assert texts(marked) == {}


@pytest.mark.parametrize("on", [ARTICLE, TAG, PROJECT, PASSAGE])
def test_a_note_is_deleted(marked, on):
    marked.run("Note", note_operations.write_note, on, "x")
    step(marked, note_operations.delete_note, on)
    assert texts(marked) == {}


def test_notes_go_with_what_they_are_on_and_come_back(marked):
    for on in (ARTICLE, TAG, PASSAGE, PROJECT):
        marked.run("Note", note_operations.write_note, on, on.kind)
    step(marked, tag_operations.delete_tags, [1])
    assert set(texts(marked)) == {ARTICLE, PASSAGE, PROJECT}
    step(marked, operations.remove_document, 1)
    assert set(texts(marked)) == {PROJECT}


def test_a_quote_in_a_note_leads_back(marked):
    (passage,) = annotations.some(marked.db, [1])
    link = f"> [One (draft), ¶ 2](postil:{passage.guid})\n"
    step(marked, note_operations.quote_into, ARTICLE, 1)
    assert texts(marked)[ARTICLE] == "> " + annotations.quote_of(marked.db, 1) + "\n" + link
    made = step(marked, note_operations.quote_into, NEW, 1)
    assert made.kind == "journal"
    step(marked, note_operations.quote_into, made, 2)
    assert texts(marked)[made].count("](postil:") == 2
    assert texts(marked)[made].count("\n\n") == 1
    assert notes.annotation_with(marked.db, passage.guid) == (1, 1)
    assert notes.annotation_with(marked.db, "no such") is None
    assert with_quotation("a\n\n", "> b\n") == "a\n\n> b\n"


@pytest.mark.parametrize(
    ("operation", "args"),
    [
        (note_operations.write_note, (On("document", 9), "x")),
        (note_operations.write_note, (On("tag", 9), "x")),
        (note_operations.write_note, (On("annotation", 9), "x")),
        (note_operations.write_note, (On("journal", 9), "x")),
        (note_operations.edit_note, (9, "x", "x")),
        (note_operations.delete_note, (ARTICLE,)),
        (note_operations.delete_note, (PASSAGE,)),
        (note_operations.quote_into, (ARTICLE, 9)),
        (note_operations.quote_into, (On("journal", 9), 1)),
    ],
)
def test_what_makes_no_sense_is_refused(marked, operation, args):
    before = contents(marked)
    with pytest.raises(UserError, match=r"^[A-Z].*\.$"):
        marked.run("A step", operation, *args)
    assert contents(marked) == before


def test_the_last_written_comes_first(marked, monkeypatch):
    clock = iter("123456")
    monkeypatch.setattr(note_operations, "now", clock.__next__)
    monkeypatch.setattr(operations, "now", clock.__next__)
    for on in (ARTICLE, PASSAGE, PROJECT):
        marked.run("Note", note_operations.write_note, on, on.kind)
    marked.run("Note", note_operations.write_note, ARTICLE, "again")
    assert [note.on for note in notes.all_notes(marked.db)] == [ARTICLE, PROJECT, PASSAGE]
    ids = [row[0] for row in rows(marked, "note")]
    assert notes.some_notes(marked.db, ids, [1, 2]) == notes.all_notes(marked.db)


def test_typing_is_one_step_and_something_in_between_makes_two(marked):
    before = contents(marked)
    for text in ("a", "ab", "", "abc"):
        marked.run("Note", note_operations.write_note, ARTICLE, text, merge="stay")
    marked.undo()
    assert contents(marked) == before
    marked.redo()
    marked.run("Tag", operations.create_tag, "t")
    marked.run("Note", note_operations.write_note, ARTICLE, "abcd", merge="stay")
    marked.undo()
    assert texts(marked)[ARTICLE] == "abc"


def noted(project) -> None:
    """A note of every kind."""
    for on in (ARTICLE, TAG, PROJECT, PASSAGE):
        project.run("Note", note_operations.write_note, on, f"On the {on.kind} 😀\xa0\n> x")
    project.run("Note", note_operations.add_note, "Title", "Free")


def test_a_plain_copy_and_what_is_made_of_it_have_all_notes(marked, tmp_path):
    noted(marked)
    marked.close()
    plain.write_plain(marked.path, tmp_path / "copy.json")
    whole = json.loads((tmp_path / "copy.json").read_text("utf-8"))
    assert [row["kind"] for row in whole["note"]] == ["document", "tag", "project", "journal"]
    remarks = Remarks()
    plain.read_plain(tmp_path / "copy.json", tmp_path / "again.postil", remarks)
    assert remarks.sentences() == []
    again, marked_again = Project.open(tmp_path / "again.postil"), Project.open(marked.path)
    assert notes.all_notes(again.db) == notes.all_notes(marked_again.db)
    again.close()
    marked_again.close()


def test_a_note_that_lost_its_article_goes_into_the_journal(marked, tmp_path):
    noted(marked)
    marked.close()
    plain.write_plain(marked.path, tmp_path / "copy.json")
    whole = json.loads((tmp_path / "copy.json").read_text("utf-8"))
    whole["note"][0]["document_id"] = 77
    whole["note"].append({**whole["note"][2], "id": 99, "guid": "another"})
    (tmp_path / "copy.json").write_text(json.dumps(whole), "utf-8")
    plain.read_plain(tmp_path / "copy.json", tmp_path / "again.postil", Remarks())
    again = Project.open(tmp_path / "again.postil")
    found = [(note.on.kind, note.text) for note in notes.all_notes(again.db)]
    assert ("journal", "On the document 😀\xa0\n> x") in found
    assert [text for kind, text in found if kind in ("project", "journal")].count("On the project 😀\xa0\n> x") == 2
    assert integrity.full_report(again.db) == []
    again.close()


def test_two_copies_are_brought_together_with_the_notes_of_both(marked, tmp_path):
    noted(marked)
    marked.close()
    shutil.copy(marked.path, tmp_path / "other.postil")
    ours, theirs = Project.open(marked.path), Project.open(tmp_path / "other.postil")
    ours.run("Note", note_operations.write_note, PROJECT, "ours")
    theirs.run("Note", note_operations.write_note, PROJECT, "theirs")
    theirs.run("Note", note_operations.write_note, TAG, texts(theirs)[TAG] + ", and more")
    theirs.run("Note", note_operations.add_note, "Only there", "x")
    theirs.close()
    before = contents(ours)
    ours.run("Bring in", merge.bring_in, theirs.path)
    found = texts(ours)
    assert found[PROJECT] == "ours\n\ntheirs"
    assert found[TAG].endswith(", and more")
    assert [note.title for note in notes.all_notes(ours.db) if note.on.kind == "journal"].count("Only there") == 1
    ours.undo()
    assert contents(ours) == before
    ours.close()


def test_clean_text_keeps_what_was_written():
    assert clean_text("\ufeff  a\u2029b\xa0") == "  a\nb\xa0"


def test_notes_are_in_the_markdown_export(marked, tmp_path):
    noted(marked)
    marked.run("Note", note_operations.write_note, PROJECT, "# <b>not bold</b> ![](http://a.b/c.png)")
    export(marked, "md", tmp_path / "all.md")
    text = (tmp_path / "all.md").read_text("utf-8")
    article, rest = text.split("\n## Notes\n")
    assert "\n**Note.** On the document 😀\xa0" in article[: article.index("###")]
    assert [line for line in rest.split("\n") if line.startswith("#")] == ["### The project", "### a", "### Title"]
    assert "**Note.** Free" in rest
    assert "<b>" not in text
    assert "![" not in text
    export(marked, "md", tmp_path / "one.md", 1)
    one = (tmp_path / "one.md").read_text("utf-8")
    assert "On the document" in one
    assert "## Notes" not in one
    marked.run("Delete", operations.delete_annotations, [1, 2])
    export(marked, "md", tmp_path / "all.md")
    assert "On the document" in (tmp_path / "all.md").read_text("utf-8")

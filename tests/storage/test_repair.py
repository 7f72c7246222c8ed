"""What a full check finds in a project that opens can be mended, in one step that can be undone."""

import sqlite3

import pytest

from core.errors import UserError
from storage import annotations, checksum, integrity, operations
from storage.project import Project
from storage.repair import repair
from storage.sqlite import Database
from tests.storage.contents import add_article, contents


@pytest.fixture
def path(project):
    add_article(project, title="Whole")
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 13, ["a/b", "c"], "note")
    project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c"], "")
    project.run("Bookmark", operations.add_bookmark, 1, 14, "there")
    project.close()
    return project.path


def spoilt(path, fault):
    """Opens the project after something has written to it as if it were right."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(fault)
    checksum.write_all(Database(connection))
    connection.close()
    return Project.open(path)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("UPDATE document SET characters = 5, words = 2", "The length of “Whole” was counted anew."),
        ("UPDATE tag SET folded = 'z' WHERE name = 'c'", "Tag “c” is compared with the others as it should be."),
        ("UPDATE bookmark SET offset = 999", "A bookmark beyond the end of “Whole” is at its end now."),
        ("UPDATE annotation SET start = 3, stop = 16 WHERE id = 1", "was put back to its words, at 0."),
        ("UPDATE annotation SET stop = 99 WHERE id = 1", "was put back to its words, at 0."),
        ("UPDATE annotation SET quote = 'gone' WHERE id = 1", "was not found again; its words are in its note."),
    ],
)
def test_what_is_found_is_mended_and_can_be_undone(path, fault, sentence):
    project = spoilt(path, fault)
    before = contents(project)
    assert integrity.full_report(project.db) != []
    done, _ = project.run("Repair", repair)
    assert any(sentence in line for line in done), done
    assert integrity.full_report(project.db) == []
    after = contents(project)
    assert project.undo().label == "Repair"
    assert contents(project) == before
    project.redo()
    assert contents(project) == after
    project.close()


@pytest.mark.parametrize("column", ["tag_id", "annotation_id"])
def test_what_refers_to_nothing_is_removed_for_good(path, column):
    project = spoilt(path, f"UPDATE coding SET {column} = 99 WHERE id = 1")
    done, _ = project.run("Repair", repair)
    assert done == ["1 of “coding” referred to what is no longer there and were removed."]
    assert integrity.full_report(project.db) == []
    with pytest.raises(UserError, match="no longer there; nothing was changed"):
        project.undo()
    project.close()


def test_the_words_of_a_passage_that_is_lost_are_kept(path):
    project = spoilt(path, "UPDATE annotation SET quote = 'gone 😀', start = 60, stop = 67 WHERE id = 1")
    project.run("Repair", repair)
    found = {a.id: (a.note, quote) for a, quote in annotations.everywhere(project.db)}
    assert found[1] == ("note\n\nThe marked words were: “gone 😀”", "The end")
    project.close()


def test_history_that_cannot_be_undone_is_forgotten(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE change SET row = 2 WHERE step_id = 2 AND tbl = 'annotation'")
    connection.close()
    project = Project.open(path)
    before = contents(project)
    done, _ = project.run("Repair", repair)
    assert done == ["Steps of the history that could not be undone were forgotten."]
    assert integrity.full_report(project.db) == []
    assert [project.undo().label, project.undo().label] == ["Bookmark", "Annotate"]
    assert project.undo() is None
    project.redo()
    project.redo()
    assert contents(project) == before
    project.close()


def test_a_sound_project_is_left_as_it_is(path):
    project = Project.open(path)
    revision = project.revision
    assert project.run("Repair", repair)[0] == []
    assert project.revision == revision
    project.close()

import sqlite3
from contextlib import closing

import pytest

from core.errors import UserError
from storage import integrity
from storage import operations as do
from storage.connection import connect, settled
from storage.project import Project
from storage.sqlite import Database
from tests.storage.contents import add_article


@pytest.fixture
def path(project):
    add_article(project, title="Whole")
    project.run("Annotate", do.annotate_with_paths, 1, 0, 13, ["a/b", "c"], "note")
    project.run("Annotate", do.annotate_with_paths, 1, 22, 30, ["c"], "")
    assert integrity.full_report(project.db) == []
    project.close()
    return project.path


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("UPDATE document_text SET text = text || '!'", "the text of “Whole” is not what was saved."),
        ("DELETE FROM document_text", "the text of “Whole” is missing."),
        (
            "UPDATE document SET sha256 = printf('%064d', 0)",
            "the text of “Whole” is not what was saved.",
        ),
        ("UPDATE document SET characters = 5", "“Whole” says it has 5 characters but has 68."),
        ("UPDATE document SET words = 5", "“Whole” says it has 5 words but has 14."),
        ("UPDATE annotation SET quote = 'other' WHERE id = 1", "is not the text of “Whole” at 0."),
        ("UPDATE annotation SET start = 1 WHERE id = 1", "is not the text of “Whole” at 1."),
        ("UPDATE annotation SET stop = 99 WHERE id = 1", "ends at 99, beyond “Whole” (68 characters)."),
        ("UPDATE coding SET tag_id = 99 WHERE id = 1", "Row 1 of “coding” refers to a missing row of “tag”."),
        ("UPDATE coding SET document_id = 2 WHERE id = 1", "refers to a missing row of “annotation”."),
        ("UPDATE coding SET annotation_id = 9 WHERE id = 1", "refers to a missing row of “annotation”."),
        ("DELETE FROM document", "of “annotation” refers to a missing row of “document”."),
        ("DELETE FROM step WHERE id = 1", "of “change” refers to a missing row of “step”."),
        ("UPDATE tag SET folded = 'z' WHERE name = 'c'", "Tag “c” is compared with the others as “z”."),
        ("UPDATE tag SET parent = 2 WHERE id = 1", "some of its tags have lost their place in the tree."),
        ("DELETE FROM tag WHERE id = 1", "some of its tags have lost their place in the tree."),
        ("UPDATE project SET step = 3", "Step 3 of the history was never finished."),
        ("DELETE FROM project", "it has no project record."),
        ("UPDATE document SET title = CAST(x'61ff' AS TEXT)", "A text cannot be read"),
        ("UPDATE annotation SET note = CAST(x'61ff' AS TEXT)", "In “annotation” 2 of the rows (1, 2) are not what"),
        ("UPDATE annotation SET note = 'other' WHERE id = 1", "In “annotation” 1 of the rows (1) are not what"),
        ("UPDATE annotation SET coder = 'X'", "In “annotation” 2 of the rows (1, 2) are not what was saved."),
        ("UPDATE coding SET tag_id = 1 WHERE id = 2", "In “coding” 1 of the rows (2) are not what was saved."),
        ("UPDATE tag SET color = '#ffffff' WHERE id = 3", "In “tag” 1 of the rows (3) are not what was saved."),
        ("UPDATE document SET author = 'X'", "In “document” 1 of the rows (1) are not what was saved."),
        ("UPDATE change SET row = 7 WHERE id = 3", "of the history is not what was written; it cannot be undone."),
        ("UPDATE change SET old = CAST(x'61ff' AS TEXT)", "A text cannot be read"),
        ("DROP TABLE change", "its table “change” is missing or altered."),
        ("DROP INDEX annotation_place", "its index “annotation_place” is missing or altered."),
        ("CREATE TRIGGER t AFTER UPDATE ON tag BEGIN SELECT 1; END", "it holds a trigger “t”."),
    ],
)
def test_each_fault_is_found_and_named(path, fault, sentence):
    connection = sqlite3.connect(path, isolation_level=None)
    assert connection.execute(fault).rowcount != 0
    report = integrity.full_report(Database(connection))
    connection.close()
    assert any(sentence in line for line in report), report


def test_a_row_that_breaks_a_rule_of_its_table_is_found(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE tag SET pin = 77 WHERE id = 1")
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    report = integrity.full_report(Database(connection))
    connection.close()
    assert any("CHECK constraint failed in tag" in line for line in report)


def test_a_file_that_is_written_to_meanwhile_is_no_less_whole(path):
    """Each part of the check sees one state: here a step goes that the check was about to look at."""
    project = Project.open(path)
    project.db.execute("PRAGMA busy_timeout = 0").fetchone()
    refused = []

    def write(statement):
        if "FROM step WHERE id" in statement and not refused:
            try:
                project.undo()
                project.run("Annotate", do.annotate_with_paths, 1, 0, 3, ["d"], "")
            except UserError as error:
                refused.append(str(error))

    with closing(settled(connect(path, "ro"))) as db:
        db.conn.set_trace_callback(write)
        assert integrity.full_report(db) == []
    project.undo()  # which can be written as soon as the check is over
    project.close()
    assert refused == ["Another program is writing to “test.postil”; please try again."]

"""Bookmarks, which are steps like any other, and how far articles were read, which is none."""

import sqlite3

import pytest

from core.errors import UserError
from core.model import Bookmark
from storage import integrity, operations, reading
from storage.project import Project
from storage.reading import Reading
from storage.sqlite import Database
from tests.storage.contents import TEXT, add_article, contents, everything, opened_elsewhere

# -- bookmarks


def test_bookmarks_are_set_renamed_removed_and_undone(project):
    add_article(project)
    start = contents(project)
    far, _ = project.run("Bookmark", operations.add_bookmark, 1, 64, "  The\nend. ")
    near, _ = project.run("Bookmark", operations.add_bookmark, 1, 0)
    assert reading.bookmarks(project.db, 1) == [Bookmark(near, 1, 0, ""), Bookmark(far, 1, 64, "The end.")]
    project.run("Rename", operations.rename_bookmark, near, "First " * 60)
    project.run("Remove", operations.remove_bookmark, far)
    (left,) = reading.bookmarks(project.db, 1)
    assert left.name == ("First " * 34)[:200].strip()
    project.undo()
    project.undo()
    assert [found.name for found in reading.bookmarks(project.db, 1)] == ["", "The end."]
    project.undo()
    assert project.undo().before["bookmark"][far]["offset"] == 64
    assert contents(project) == start
    while project.redo():
        pass
    assert reading.bookmarks(project.db, 1) == [left]
    assert integrity.full_report(project.db) == []


@pytest.mark.parametrize(
    ("sentence", "operation", "args"),
    [
        ("There is no article 9", operations.add_bookmark, (9, 0)),
        (f"from 0 to {len(TEXT)}, not at {len(TEXT) + 1}", operations.add_bookmark, (1, len(TEXT) + 1)),
        ("not at -1", operations.add_bookmark, (1, -1)),
        ("a bookmark here already", operations.add_bookmark, (1, 14)),
        ("no longer in the project", operations.remove_bookmark, (9,)),
        ("no longer in the project", operations.rename_bookmark, (9, "new")),
    ],
)
def test_what_makes_no_sense_is_refused(project, sentence, operation, args):
    add_article(project)
    project.run("Bookmark", operations.add_bookmark, 1, 14)
    before = everything(project)
    with pytest.raises(UserError, match=sentence):
        project.run("A step", operation, *args)
    assert everything(project) == before


def test_undoing_the_removal_of_an_article_brings_its_bookmarks_back(project):
    add_article(project)
    project.run("Bookmark", operations.add_bookmark, 1, 14, "Another")
    reading.save_readings(project, {1: Reading(14, "1-2")})
    before = contents(project)
    project.run("Remove", operations.remove_document, 1)
    assert project.db.execute("SELECT count(*) FROM bookmark").fetchone() == (0,)
    assert reading.readings(project.db) == {}
    project.undo()
    assert contents(project) == before


def test_a_bookmark_beyond_its_article_is_a_fault(project):
    add_article(project)
    project.run("Bookmark", operations.add_bookmark, 1, 14, "Another")
    project.close()
    connection = sqlite3.connect(project.path)
    connection.execute("UPDATE bookmark SET offset = 99")
    report = integrity.full_report(Database(connection))
    connection.rollback()
    connection.close()
    assert "A bookmark is at 99, beyond “An article” (68 characters)." in report


@pytest.mark.parametrize("sql", ["UPDATE bookmark SET name = {}", "UPDATE reading SET read = {}"])
def test_a_broken_byte_is_noticed(project, sql):
    add_article(project)
    project.run("Bookmark", operations.add_bookmark, 1, 14, "Another")
    reading.save_readings(project, {1: Reading(14, "1-2")})
    project.close()
    connection = sqlite3.connect(project.path)
    connection.execute(sql.format("CAST(x'61ff' AS TEXT)"))
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="damaged"):
        Project.open(project.path)


# -- how far articles were read


def test_reading_is_kept_and_is_no_step(project):
    add_article(project)
    add_article(project, "Another.", "Two")
    before = contents(project)
    revision = project.db.execute("SELECT revision FROM project").fetchone()
    assert reading.save_readings(project, {1: Reading(14, "1-2"), 2: Reading(3, "")})
    assert reading.save_readings(project, {1: Reading(64, "1-3"), 9: Reading(5, "1")})
    assert contents(project) == before
    assert project.db.execute("SELECT revision FROM project").fetchone() == revision
    assert project.undo().label == "Add article"
    project.close()
    again = Project.open(project.path)
    assert reading.readings(again.db) == {1: Reading(64, "1-3")}
    assert integrity.full_report(again.db) == []
    again.close()


def test_another_window_is_not_disturbed_by_what_is_read_in_this_one(project):
    add_article(project)
    other = opened_elsewhere(project.path)
    assert reading.save_readings(project, {1: Reading(14, "1-2")})
    other.run("Annotate", operations.annotate, 1, 0, 3)
    other.close()


def test_a_file_that_is_locked_or_read_only_lets_the_place_go_at_once(project):
    add_article(project)
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not reading.save_readings(project, {1: Reading(14, "1-2")})
    other.execute("ROLLBACK")
    other.close()
    project.db.execute("PRAGMA query_only = ON")
    assert not reading.save_readings(project, {1: Reading(14, "1-2")})
    project.db.execute("PRAGMA query_only = OFF")
    assert project.db.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    assert reading.readings(project.db) == {}
    assert reading.save_readings(project, {1: Reading(14, "1-2")})


def test_a_copy_of_the_project_knows_what_was_read(project, tmp_path):
    add_article(project)
    reading.save_readings(project, {1: Reading(14, "1-2")})
    project.save_copy(tmp_path / "copy.postil")
    copy = Project.open(tmp_path / "copy.postil")
    assert reading.readings(copy.db) == {1: Reading(14, "1-2")}
    copy.close()

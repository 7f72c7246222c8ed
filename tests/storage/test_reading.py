"""Bookmarks, which are steps like any other, and how far articles were read, which is none."""

import os
import signal
import sqlite3

import pytest

from core.errors import UserError
from core.model import Bookmark
from storage import integrity, operations, reading, schema
from storage.project import Project
from storage.reading import Reading
from tests.storage.contents import TEXT, add_article, contents, everything

VERSION_1 = ("document", "document_text", "tag", "annotation", "coding", "step", "change", "project")


def tables(path):
    """All rows of the tables that the first Postil made."""
    connection = sqlite3.connect(path)
    found = {table: connection.execute(f"SELECT * FROM [{table}] ORDER BY 1").fetchall() for table in VERSION_1}
    connection.close()
    return found


def version(path):
    return int.from_bytes(path.read_bytes()[60:64], "big")


@pytest.fixture
def old(tmp_path, monkeypatch):
    """The file of a project as the first Postil made it, with everything a project could hold then."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        patch.setattr(schema, "VERSION", 1)
        patch.setattr(schema, "TRACKED", VERSION_1[:5])
        patch.setattr(integrity, "problems", lambda _db: [])  # it looks into tables that were not there yet
        project = Project.create(tmp_path / "old.postil")
        add_article(project, title="One")
        add_article(project, "Another.", "Two")
        project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["a/b", "c"], "note 😀")
        project.run("Rename", operations.rename_tag, 2, "renamed")
        project.undo()
        project.close()
    assert version(project.path) == 1
    return project.path


def test_an_old_file_is_brought_up_to_date_and_loses_nothing(old):
    before = tables(old)
    project = Project.open(old)
    assert version(old) == schema.VERSION
    assert tables(old) == before
    assert integrity.full_report(project.db) == []
    assert project.redo().label == "Rename"
    project.run("Bookmark", operations.add_bookmark, 1, 14, "Another")
    for label in ("Bookmark", "Rename", "Annotate", "Add article"):
        assert project.undo().label == label
    project.close()


def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(old, monkeypatch):
    before = old.read_bytes()

    def fails(db):
        db.execute("CREATE TABLE bookmark (half INTEGER)")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], fails))
        with pytest.raises(KeyboardInterrupt):
            Project.open(old)
    assert old.read_bytes() == before
    Project.open(old).close()
    assert version(old) == schema.VERSION


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no kill -9 here")
def test_a_program_killed_in_the_upgrade_loses_nothing(old, monkeypatch):
    before = tables(old)
    upgrade = schema.MIGRATIONS[1]

    def dies(db):
        upgrade(db)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], dies))
    child = os.fork()
    if child == 0:
        try:
            Project.open(old)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert version(old) == 1
    monkeypatch.undo()
    Project.open(old).close()
    assert (version(old), tables(old)) == (schema.VERSION, before)


def test_an_old_file_that_is_damaged_is_refused_and_left_as_it_is(old):
    raw = old.read_bytes().replace(b"One sentence", b"Two sentence", 1)
    old.write_bytes(raw)
    with pytest.raises(UserError, match="damaged"):
        Project.open(old)
    assert old.read_bytes() == raw


def test_an_old_file_that_cannot_be_written_says_what_to_do(old, monkeypatch):
    def refuses(db):
        db.execute("PRAGMA query_only = ON")
        db.execute("CREATE TABLE bookmark (a)")

    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], refuses))
    with pytest.raises(UserError, match=r"earlier Postil.*make a copy"):
        Project.open(old)
    assert version(old) == 1


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
    connection.commit()
    connection.close()
    again = Project.open(project.path)
    assert integrity.full_report(again.db) == ["A bookmark is at 99, beyond “An article” (68 characters)."]
    again.close()


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
    other = Project.open(project.path)
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

import json
import shutil
from contextlib import closing

import pytest

from storage.project import Project
from storage.snapshots import folder_for, log_path, take
from storage.step_log import Beginning, StepLog
from tests.cli.test_cli import annotate, loaded, refused, run
from tests.storage.contents import contents


@pytest.fixture
def book(tmp_path):
    """A project with the five articles and one annotation."""
    path = tmp_path / "book.postil"
    run("new", path, "--seeds")
    annotate(path, 0, 40, "--tag", "Economy/Energy", "--note", "zq why")
    return path


def backup(path, reason, folder=None):
    """Makes a backup as the window does."""
    with closing(Project.open(path, read_only=True)) as project:
        return take(path, folder or folder_for(path, project.guid), reason)


def held(path):
    with closing(Project.open(path, read_only=True)) as project:
        return contents(project)


def test_backups_are_listed_the_newest_first(book):
    assert run("snapshots", book).stdout == f"There are no backups of “{book}” yet.\n"
    assert loaded("snapshots", book) == []
    first = backup(book, "opened")
    annotate(book, 50, 60)
    second = backup(book, "while working")
    found = loaded("snapshots", book)
    assert [(each["name"], each["revision"], each["annotations"]) for each in found] == [
        (second.path.stem, 3, 2),
        (first.path.stem, 2, 1),
    ]
    assert {"taken", "reason", "size", "articles", "tags", "notes", "path"} <= set(found[0])
    assert (found[1]["articles"], found[1]["tags"], found[1]["notes"]) == (5, 2, 1)
    printed = run("snapshots", book).stdout.splitlines()
    assert len(printed) == 3
    assert "opened" in printed[2]
    assert not any("path" in line for line in printed)


def test_they_are_listed_also_when_the_project_is_damaged_or_gone(book):
    backup(book, "opened")
    second = backup(book, "again")
    second.path.write_bytes(b"damaged")
    for harm in (lambda: book.write_bytes(b"damaged"), book.unlink):
        harm()
        (found,) = loaded("snapshots", book)
        assert found["annotations"] is None
        assert found["reason"] == "opened"


def test_backups_in_a_folder_of_choice(book, tmp_path):
    (tmp_path / "mine").mkdir()
    with closing(Project.open(book, read_only=True)) as project:
        made = backup(book, "opened", folder_for(book, project.guid, tmp_path / "mine"))
    assert loaded("snapshots", book) == []
    (found,) = loaded("snapshots", book, "--folder", tmp_path / "mine")
    assert found["name"] == made.path.stem
    before = held(book)
    run("undo", book)
    run("restore", book, made.path.stem, "--folder", tmp_path / "mine")
    assert held(book) == before
    assert len(loaded("snapshots", book, "--folder", tmp_path / "mine")) == 2


def test_restoring_as_a_copy(book, tmp_path):
    made, before = backup(book, "opened"), held(book)
    run("undo", book)
    after = held(book)
    run("restore", book, made.path.stem, "--to", tmp_path / "copy.postil")
    assert (held(tmp_path / "copy.postil"), held(book)) == (before, after)
    assert "exists already" in refused("restore", book, made.path, "--to", book)


@pytest.mark.parametrize("named", [lambda made: made.path, lambda made: made.path.stem])
def test_restoring_in_place_keeps_what_was_there(book, named):
    made, before = backup(book, "opened"), held(book)
    run("undo", book)
    after = held(book)
    said = run("restore", book, named(made)).stdout
    assert held(book) == before
    newest, _ = loaded("snapshots", book)
    assert newest["reason"] == "before restoring"
    assert newest["path"] in said
    run("restore", book, newest["name"])
    assert held(book) == after


def test_restoring_in_place_of_a_damaged_file(book):
    made, before = backup(book, "opened"), held(book)
    book.write_bytes(book.read_bytes()[:9000])
    said = run("restore", book, made.path.stem).stdout
    assert "book (damaged 2" in said
    assert held(book) == before


def test_what_is_no_backup_is_refused(book, tmp_path):
    assert "There is no backup “yesterday”" in refused("restore", book, "yesterday")
    (tmp_path / "letter.postil").write_text("Dear Sir")
    before = held(book)
    refused("restore", book, tmp_path / "letter.postil")
    refused("restore", book, tmp_path / "letter.postil", "--to", tmp_path / "copy.postil")
    assert held(book) == before
    assert not (tmp_path / "copy.postil").exists()


def test_recovering_says_what_there_is_and_what_is_missing(book, tmp_path):
    before = held(book)
    said = run("recover", book, tmp_path / "whole.postil").stdout
    assert said == (
        "“whole.postil” was made from “book.postil”. Articles: 5. Annotations: 1. Tags: 2. Bookmarks: 0.\n"
    )
    assert held(tmp_path / "whole.postil") == before
    book.write_bytes(book.read_bytes().replace(b"zq why", b"zq shy"))
    said = run("recover", book, tmp_path / "again.postil").stdout.splitlines()
    assert said[1:] == ["Not as it was saved: annotation 1."]
    assert "exists already" in refused("recover", book, tmp_path / "again.postil")
    assert "There is no “" in refused("recover", tmp_path / "nowhere", tmp_path / "new.postil")


def test_recovering_from_the_folder_of_backups(book, tmp_path):
    made = backup(book, "opened")
    with closing(Project.open(book)) as project:
        project.log = StepLog(log_path(made.path), Beginning(made.path.name, project.guid, project.revision))
        project.undo()
    after = held(book)
    book.unlink()
    said = run("recover", made.path.parent, tmp_path / "again.postil").stdout
    assert "What was done after it was added, step by step: 1." in said
    assert held(tmp_path / "again.postil") == after


def test_recovering_from_a_plain_copy(book, tmp_path):
    from storage.plain import write_plain

    write_plain(book, tmp_path / "book.json")
    assert json.loads((tmp_path / "book.json").read_text("utf-8"))["format"] == "Postil JSON"
    before = held(book)
    shutil.move(book, tmp_path / "elsewhere.postil")
    run("recover", tmp_path / "book.json", tmp_path / "again.postil")
    assert held(tmp_path / "again.postil") == before

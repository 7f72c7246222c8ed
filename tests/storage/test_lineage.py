"""A file that is not the one that was open is noticed before the next write, and nothing of the session is lost."""

import shutil
import sqlite3

import pytest

from storage import annotations, integrity, operations, step_log, tag_operations, tags
from storage.connection import connect, settled
from storage.project import Project, ProjectChanged, ProjectConflict
from storage.step_log import Beginning, StepLog
from tests.storage.contents import add_article, contents


@pytest.fixture
def book(project, tmp_path):
    """A project with steps before this session, a copy of it from then, and steps in this session."""
    add_article(project, title="Whole")
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 13, ["a/b", "c"], "note")
    project.close()
    shutil.copy(project.path, tmp_path / "before.copy")
    book = Project.open(project.path)
    book.base = tmp_path / "before.copy"
    book.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c", "d"], "of today")
    book.run("Rename", operations.rename_tag, 1, "renamed")
    book.run("Delete", operations.delete_annotations, [1])
    book.undo()
    add_article(book, "Another.", "Two")
    yield book
    book.close()


def delete(path, _before):
    path.unlink()


def replace(path, before):
    shutil.copy(before, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def overwrite(path, before):
    path.write_bytes(before.read_bytes())


def tear(path, _before):
    """A copy that arrived in part: its first page says that it is another state, the others are missing."""
    raw = bytearray(path.read_bytes())
    raw[24:28] = b"tear"  # the file change counter, by which SQLite knows what it has read before
    raw[4096:] = b"\0" * (len(raw) - 4096)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("happens", "kind"),
    [(delete, "deleted"), (replace, "replaced"), (overwrite, "overwritten"), (tear, "damaged")],
)
def test_a_lost_file_is_noticed_and_this_session_saved_beside_it(book, happens, kind):
    mine = contents(book)
    happens(book.path, book.base)
    left = book.path.read_bytes() if book.path.exists() else None
    for _ in range(2):
        with pytest.raises(ProjectConflict) as refused:
            add_article(book, title="Never written")
        assert refused.value.kind == kind
    assert not book.is_the_same()
    saved = book.save_recovered()
    assert saved.name.startswith("test (recovered 20")
    assert (book.path.read_bytes() if book.path.exists() else None) == left
    recovered = Project.open(saved)
    assert contents(recovered) == mine
    assert integrity.full_report(recovered.db) == []
    recovered.close()
    assert book.save_recovered() != saved


def test_a_newer_state_that_holds_this_sessions_work_is_gone_on_with(book):
    other = sqlite3.connect(book.path)
    other.execute("UPDATE project SET revision = revision + 1, state = 'another'")
    other.commit()
    other.close()
    with pytest.raises(ProjectChanged, match="repeat your last action"):
        add_article(book, title="Three")
    assert add_article(book, title="Three") == 3


def test_a_copy_put_in_place_that_has_everything_is_gone_on_with(book, tmp_path):
    shutil.copy(book.path, tmp_path / "synced")
    (tmp_path / "synced").replace(book.path)
    with pytest.raises(ProjectChanged):
        add_article(book, title="Three")
    assert add_article(book, title="Three") == 3
    again = Project.open(book.path, read_only=True)
    assert contents(again) == contents(book)
    again.close()


def test_another_project_in_its_place_is_never_written_to(book, tmp_path):
    other = Project.create(tmp_path / "other.postil")
    other.close()
    other.path.replace(book.path)
    before = book.path.read_bytes()
    with pytest.raises(ProjectConflict, match="was replaced by another file while it was open"):
        book.undo()
    assert book.path.read_bytes() == before


def test_a_snapshot_and_the_steps_since_are_the_last_state(project, tmp_path):
    add_article(project)
    project.save_copy(tmp_path / "snapshot.postil")
    beginning = Beginning("snapshot.postil", project.guid, project.revision)
    project.log = StepLog(tmp_path / "steps.jsonl", beginning)
    project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c/😀", "d"], "a\nnote")
    project.run("Rename", operations.rename_tag, 1, "renamed")
    project.run("Delete", tag_operations.delete_tags, [3])
    add_article(project, "Two.", "Two")
    project.undo()
    mine = contents(project)
    project.close()
    with (tmp_path / "steps.jsonl").open("a") as log:
        log.write('{"revision": 99, "label": "cut off wh')
    found, steps = step_log.read(tmp_path / "steps.jsonl")
    assert found == beginning
    db = settled(connect(tmp_path / "snapshot.postil", "rw"))
    db.execute("PRAGMA foreign_keys = OFF")
    assert step_log.replay(db, steps) == 5
    db.close()
    recovered = Project.open(tmp_path / "snapshot.postil")
    assert contents(recovered) == mine
    assert integrity.full_report(recovered.db) == []
    assert len(tags.tag_tree(recovered.db)) == 2
    assert [a.note for a in annotations.of_document(recovered.db, 1)] == ["a\nnote"]
    recovered.close()

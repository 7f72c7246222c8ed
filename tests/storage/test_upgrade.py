"""Files of every version that was ever made are brought up to date, and lose nothing whatever happens meanwhile."""

import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from core.chart_settings import Settings
from core.errors import UserError
from core.filters import Filter, Tagged
from storage import (
    chart_operations,
    connection,
    filter_operations,
    group_operations,
    groups,
    integrity,
    operations,
    pinned_charts,
    saved_filters,
    schema,
    snapshots,
    tag_operations,
    tags,
)
from storage.project import Project
from tests.storage.contents import contents

RELEASED = Path(__file__).parent / "released"
VERSIONS = range(1, schema.VERSION)
OTHERS = ("project", "sqlite_sequence")


def columns(path):
    """What tables hold of somebody's work: the values of each column but for checksums, by id."""
    db = sqlite3.connect(path)
    found = {}
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        names = [row[1] for row in db.execute(f"PRAGMA table_info([{table}])") if row[1] != "checksum"]
        if table not in OTHERS:
            for name in names:
                found[table, name] = db.execute(f"SELECT [{name}] FROM [{table}] ORDER BY {names[0]}").fetchall()
    db.close()
    return found


def version(path):
    return int.from_bytes(path.read_bytes()[60:64], "big")


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """A project as an earlier Postil left it, with everything a project could hold then."""
    path = tmp_path / "old.postil"
    shutil.copy(RELEASED / f"version-{request.param}.postil", path)
    assert version(path) == request.param
    return path


def test_there_is_a_file_of_every_released_version():
    assert sorted(path.name for path in RELEASED.iterdir()) == [f"version-{n}.postil" for n in VERSIONS]


def test_an_old_file_is_brought_up_to_date_and_loses_nothing(old):
    before = columns(old)
    start = version(old)
    project = Project.open(old)
    assert version(old) == schema.VERSION
    (kept,) = (old.parent / "old backups").iterdir()
    assert (version(kept), columns(kept)) == (start, before)
    after = columns(old)
    assert before.items() <= after.items()
    assert {value for name in after.keys() - before.keys() for (value,) in after[name]} <= {"", 0}
    assert integrity.full_report(project.db) == []
    assert project.redo().label == "Rename"
    project.run("Bookmark", operations.add_bookmark, 1, 20, "Another")
    while step := project.undo():
        last = step
    assert last.label == "Add article"
    assert integrity.full_report(project.db) == []
    project.close()


def test_what_an_old_file_could_not_hold_is_kept_in_it_from_then_on(old):
    project = Project.open(old)
    first, *_, last = tags.tag_tree(project.db).in_own_order(None)
    before = contents(project)
    (guid,) = project.db.execute("SELECT guid FROM tag WHERE id = ?", [first.id]).fetchone()
    wanted = Filter((Tagged("all", (guid,)),))
    project.run("Order", tag_operations.move_tags, [last.id], None, first.id)
    group, _ = project.run("Group", group_operations.create_group, "Chapter", [first.id, last.id])
    project.run("Save", filter_operations.save_filter, "Why", wanted)
    project.run("Pin", chart_operations.pin_chart, "Over time", Settings("time"), wanted)
    later = contents(project)
    project.close()
    project = Project.open(old)
    assert contents(project) == later
    assert [tag.id for tag in tags.tag_tree(project.db).in_own_order(None)][:2] == [last.id, first.id]
    assert groups.members(project.db)[group] == {first.id, last.id}
    assert ("Why", wanted) in [(each.name, each.read()) for each in saved_filters.all_saved(project.db)]
    pinned = [(each.name, each.read()) for each in pinned_charts.all_pinned(project.db)]
    assert pinned == [("Over time", (Settings("time"), wanted))]
    for label in ("Pin", "Save", "Group", "Order"):
        assert project.undo().label == label
    assert contents(project) == before
    project.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no kill -9 here")
def test_a_program_killed_at_any_statement_of_the_upgrade_loses_nothing(old):
    before, start = columns(old), version(old)
    moment, ended = 0, False
    while not ended:
        moment += 1
        ended = not killed_while_opening(old, moment)
        (left,) = sqlite3.connect(f"file:{old}?mode=ro", uri=True).execute("PRAGMA user_version").fetchone()
        assert left in (start, schema.VERSION)
        assert before.items() <= columns(old).items()
    assert moment > 40  # or it was not the upgrade that was killed
    project = Project.open(old)
    assert integrity.full_report(project.db) == []
    project.close()


def killed_while_opening(path, moment):
    """Opens a project in another process, which is killed at its n-th statement; False when it had fewer."""
    child = os.fork()
    if child == 0:
        left = [moment]

        def dies(_statement):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        connect = connection.connect

        def traced(*place):
            made = connect(*place)
            made.set_trace_callback(dies)
            return made

        connection.connect = traced
        try:
            Project.open(path).close()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(old, monkeypatch):
    before = old.read_bytes()
    start = version(old)

    def fails(db):
        db.execute("CREATE TABLE half (half INTEGER)")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "take", lambda *_: None)  # which would try the upgrade as well
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:start], fails))
        with pytest.raises(KeyboardInterrupt):
            Project.open(old)
    assert old.read_bytes() == before
    Project.open(old).close()
    assert version(old) == schema.VERSION


def test_an_old_file_that_is_damaged_is_refused_and_left_as_it_is(old):
    raw = old.read_bytes().replace(b"One sentence", b"Two sentence", 1)
    old.write_bytes(raw)
    with pytest.raises(UserError, match="damaged"):
        Project.open(old)
    assert old.read_bytes() == raw


def test_an_old_file_that_cannot_be_written_says_what_to_do(old, monkeypatch):
    start = version(old)

    def refuses(db):
        db.execute("PRAGMA query_only = ON")
        db.execute("CREATE TABLE another (a)")

    monkeypatch.setattr(snapshots, "take", lambda *_: None)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:start], refuses))
    with pytest.raises(UserError, match=r"earlier Postil.*make a copy"):
        Project.open(old)
    assert version(old) == start

import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import namedtuple
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import platformdirs
import pytest

from core.errors import UserError
from storage import integrity, operations, restore, schema, snapshots
from storage.connection import connect, settled
from storage.project import Project
from storage.snapshots import Interrupted, Snapshot, folder_for, folders, listed, take
from tests.storage.contents import add_article, contents, everything

ROOT = Path(__file__).parents[2]


@pytest.fixture
def book(project):
    """A project with an article and two tagged passages, one with a note."""
    add_article(project)
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 12, ["a/b"], "")
    project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c"], "why")
    return project


@pytest.fixture
def folder(book):
    return folder_for(book.path, book.guid)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The user's data folder."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    return tmp_path / "data"


def held(path):
    """Everything a project file says, read as a project."""
    with closing(Project.open(path, read_only=True)) as found:
        assert integrity.full_report(found.db) == []
        return everything(found)


def nothing_left_behind(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


# -- making one


def test_a_backup_is_the_whole_project_under_a_name_that_tells_about_it(book, folder):
    before = datetime.now().astimezone() - timedelta(seconds=1)
    made = take(book.path, folder, "opened")
    assert held(made.path) == everything(book)
    assert before < made.taken <= datetime.now().astimezone()
    assert (made.revision, made.reason, made.size) == (3, "opened", made.path.stat().st_size)
    assert made.path.name == f"{made.taken:%Y-%m-%d %H.%M.%S%z} r3 opened.postil"
    assert listed(folder) == [made]
    assert snapshots.contents(made.path) == (1, 3, 2, 1)
    assert nothing_left_behind(folder)


def test_a_state_that_has_a_backup_gets_no_other_one(book, folder):
    made = take(book.path, folder, "opened")
    assert take(book.path, folder, "again") == made
    book.run("Tag", operations.create_tag, "d")
    later = take(book.path, folder, "later")
    assert listed(folder) == [later, made]
    book.undo()
    assert take(book.path, folder, "after undo").revision == 5  # what was undone is a state of its own


def test_two_in_one_second_have_different_names(book, folder):
    first = take(book.path, folder, "x")
    first.path.rename(folder / "elsewhere.postil")
    shutil.copy(folder / "elsewhere.postil", first.path.with_name(first.path.name.replace("r3", "r9")))
    (folder / "elsewhere.postil").rename(first.path.with_name(f"{first.path.stem.replace('r3', 'r4')}.postil"))
    book.run("Tag", operations.create_tag, "d")
    assert take(book.path, folder, "x").path.exists()
    assert len(listed(folder)) == 3


@pytest.mark.parametrize(
    ("reason", "words"),
    [('a/b\\c:d*"<>|?', "abcd"), ("", "backup"), (" . ", "backup"), ("before removing “é”", "before removing é")],
)
def test_names_are_good_on_every_system(book, folder, reason, words):
    made = take(book.path, folder, reason)
    assert made.reason == words
    assert not set(made.path.name) & set('\\/:*?"<>|')
    assert listed(folder) == [made]


def test_what_is_no_backup_is_not_listed(folder):
    for name in ("notes.txt", "2026-11-22.postil", "2026-99-99 10.15.03+0100 r1 x.postil", "x.json"):
        (folder / name).write_text("")
    (folder / "2026-11-22 10.15.03+0100 r12 opened.postil").write_text("four")
    assert [(s.revision, s.reason, s.size) for s in listed(folder)] == [(12, "opened", 4)]
    assert listed(folder / "not there") == []


def test_names_written_in_other_time_zones_are_in_the_right_order(folder):
    for name in ("2026-11-22 10.00.00+0900 r1 x", "2026-11-22 03.00.00+0100 r2 x", "2026-11-22 01.30.00+0000 r3 x"):
        (folder / f"{name}.postil").write_text("")
    assert [s.revision for s in listed(folder)] == [2, 3, 1]


def test_a_damaged_project_gets_no_backup(book, folder):
    with closing(sqlite3.connect(book.path)) as other:
        other.execute("UPDATE document_text SET text = replace(text, 'One', 'Two')")
        other.commit()
    with pytest.raises(UserError, match=r"it is damaged .*is not what was saved"):
        take(book.path, folder, "opened")
    assert list(folder.iterdir()) == []


def test_another_project_in_its_place_gets_no_backup(book, folder):
    with pytest.raises(UserError, match="is another project now"):
        take(book.path, folder, "opened", "another guid")
    assert list(folder.iterdir()) == []


def test_a_project_of_an_earlier_version_is_kept_as_it_is(folder, old_project):
    made = take(old_project, folder, "before an update")
    with closing(connect(made.path, "ro")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert take(old_project, folder, "again") == made
    before = made.path.read_bytes()
    restore.as_copy(made.path, folder / "restored.postil")
    assert held(folder / "restored.postil")
    assert made.path.read_bytes() == before


@pytest.fixture
def old_project(tmp_path):
    """A project as the first version made it."""
    path = tmp_path / "old.postil"
    with closing(settled(connect(path, "rwc"))) as db:
        schema.MIGRATIONS[0](db)
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
        db.execute("INSERT INTO project (id, guid, created) VALUES (1, 'guid', '2026-01-01T00:00:00Z')")
    return path


def test_who_may_read_the_project_may_read_its_backups_and_nobody_else(book, folder):
    book.path.chmod(0o600)
    assert take(book.path, folder, "opened").path.stat().st_mode & 0o777 == 0o600


# -- out of the way of others


def test_a_step_meanwhile_waits_for_nothing_and_ends_the_copying(book, folder):
    add_article(book, "word " * 2_000_000)
    waited = []

    def step_in():
        if not waited:
            before = time.perf_counter()
            book.run("Tag", operations.create_tag, "meanwhile")
            waited.append(time.perf_counter() - before)
            return False
        return True

    with pytest.raises(Interrupted):
        take(book.path, folder, "opened", going_on=step_in)
    assert list(folder.iterdir()) == []
    assert waited[0] < 1
    assert take(book.path, folder, "opened").revision == book.revision


def test_copying_that_goes_on_beside_a_step_is_of_one_state(book, folder):
    add_article(book, "word " * 2_000_000)
    steps = iter(range(3))

    def step_in():
        if next(steps, None) is not None:
            book.run("Tag", operations.create_tag, f"tag {book.revision}")
        return True

    made = take(book.path, folder, "opened", going_on=step_in)
    assert made.revision == book.revision == 7
    assert held(made.path) == everything(book)


def test_while_somebody_writes_it_is_given_up_at_once(book, folder):
    with closing(connect(book.path, "rw")) as other:
        other.execute("BEGIN EXCLUSIVE")
        before = time.perf_counter()
        with pytest.raises(Interrupted):
            take(book.path, folder, "opened")
        assert time.perf_counter() - before < 1
        other.execute("ROLLBACK")
    assert list(folder.iterdir()) == []


def test_the_project_is_no_longer_needed_once_it_is_copied(book, folder):
    held_up = []

    def copied():
        with closing(connect(book.path, "rw")) as other:
            other.execute("PRAGMA busy_timeout = 0")
            other.execute("BEGIN EXCLUSIVE")
            other.execute("ROLLBACK")
        held_up.append(list(folder.glob("*.postil")))

    take(book.path, folder, "opened", copied=copied)
    assert held_up == [[]]


def test_checking_ends_when_it_is_no_longer_wanted(book, folder):
    add_article(book, "word " * 200_000)
    wanted = [True]
    with pytest.raises(Interrupted):
        take(book.path, folder, "opened", going_on=lambda: wanted[0], copied=lambda: wanted.__setitem__(0, False))
    assert list(folder.iterdir()) == []


# -- trouble


def test_without_room_there_is_a_sentence_and_nothing_half_done(book, folder, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(UserError, match="There is no room for a backup"):
        take(book.path, folder, "opened")
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_full_all_the_same(book, folder, monkeypatch):
    def flush(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("storage.durable.flush", flush)
    with pytest.raises(UserError, match="No space left on device"):
        take(book.path, folder, "opened")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone_is_made_anew_but_not_what_is_above_it(book, folder, tmp_path):
    folder.rmdir()
    assert take(book.path, folder, "opened").path.exists()
    with pytest.raises(UserError, match=r"No backup could be made in “.*gone.* backups”"):
        take(book.path, tmp_path / "gone" / "x backups", "opened")
    assert not (tmp_path / "gone").exists()


# -- where they are kept


def test_backups_are_beside_the_project_or_below_a_folder_of_choice(book, tmp_path):
    assert folder_for(book.path, book.guid) == tmp_path / "test backups"
    (tmp_path / "mine").mkdir()
    chosen = folder_for(book.path, book.guid, tmp_path / "mine")
    assert chosen == tmp_path / "mine" / f"test {book.guid[:8]}"
    assert chosen.is_dir()


def test_where_that_cannot_be_written_they_are_in_the_users_data_folder(book, tmp_path, data):
    (tmp_path / "test backups").write_text("a file is in the way")
    expected = data / "backups" / f"test {book.guid[:8]}"
    assert folder_for(book.path, book.guid, tmp_path / "a stick that was removed") == expected
    assert not (tmp_path / "a stick that was removed").exists()
    assert folder_for(book.path, book.guid) == tmp_path / f"test backups {book.guid[:8]}"
    (tmp_path / f"test backups {book.guid[:8]}").rmdir()
    (tmp_path / f"test backups {book.guid[:8]}").write_text("and another one")
    assert folder_for(book.path, book.guid) == expected


def test_where_nothing_can_be_written_there_is_a_sentence(book, tmp_path, data):
    data.write_text("a file is in the way")
    with pytest.raises(UserError, match="No backups can be kept"):
        folder_for(book.path, book.guid, tmp_path / "not there")


def test_a_new_project_of_the_same_name_has_backups_of_its_own(book, folder, tmp_path):
    take(book.path, folder, "opened")
    book.close()
    book.path.unlink()
    other = Project.create(book.path)
    second = folder_for(other.path, other.guid)
    assert second == tmp_path / f"test backups {other.guid[:8]}"
    take(other.path, second, "opened")
    assert folders(other.path, other.guid) == [second]
    assert folders(book.path, book.guid) == [folder]
    assert folders(book.path) == [folder, second]
    other.close()


def test_a_project_of_which_only_the_name_is_known_is_found_everywhere(book, tmp_path, data):
    (tmp_path / "mine").mkdir()
    made = [
        folder_for(book.path, book.guid),
        folder_for(book.path, book.guid, tmp_path / "mine"),
        folder_for(book.path, book.guid, tmp_path / "gone"),
    ]
    assert folders(book.path, None, tmp_path / "mine") == made
    assert sorted(folders(book.path, book.guid, tmp_path / "mine")) == sorted(made)


def test_a_very_long_name_fits(tmp_path, data):
    project = Project.create(tmp_path / f"{'long' * 60}.postil")  # the longest that SQLite can write
    for chosen in (None, tmp_path):
        folder = folder_for(project.path, project.guid, chosen)
        assert folder.parent == tmp_path
        assert take(project.path, folder, "opened").path.exists()
    project.close()


# -- taking them away


def aged(snapshot: Snapshot, **back) -> Path:
    """Lets a backup be as old as this."""
    taken = snapshot.taken - timedelta(**back)
    path = snapshot.path.with_name(f"{taken:%Y-%m-%d %H.%M.%S%z} r{snapshot.revision} {snapshot.reason}.postil")
    snapshot.path.rename(path)
    return path


def several(book, folder, ages):
    """Backups of as many minutes ago, the oldest first."""
    paths = []
    for age in ages:
        paths.append(aged(take(book.path, folder, "working"), minutes=age))
        book.run("Tag", operations.create_tag, f"tag {age}")
    return paths


def test_old_ones_are_taken_away_with_their_logs(book, folder):
    month = 60 * 24 * 31
    paths = several(book, folder, [3 * month + 2, 3 * month + 1, 30, 20])
    for path in paths:
        snapshots.log_path(path).write_text("")
    assert len({path.name[:7] for path in paths[:2]}) == 1 or pytest.skip("a month began between the two")
    assert [gone.path for gone in snapshots.thin(folder)] == paths[:1]
    assert sorted(folder.iterdir()) == sorted([*paths[1:], *map(snapshots.log_path, paths[1:])])


def test_the_limit_counts_bytes_with_logs_and_leaves_what_is_needed(book, folder):
    paths = several(book, folder, [40, 30, 20, 10])
    size = paths[0].stat().st_size
    snapshots.log_path(paths[2]).write_bytes(bytes(3 * size))
    snapshots.thin(folder, limit=4 * size, needed=paths[0])
    assert sorted(snapshot.path for snapshot in listed(folder)) == [paths[0], paths[3]]
    snapshots.thin(folder, limit=0)
    assert [snapshot.path for snapshot in listed(folder)] == [paths[3]]


def test_a_backup_that_somebody_worked_in_is_never_taken_away(book, folder):
    paths = several(book, folder, [30, 20, 10])
    with closing(Project.open(paths[0])) as worked_in:
        worked_in.run("Tag", operations.create_tag, "mine")
    snapshots.thin(folder, limit=0)
    assert sorted(snapshot.path for snapshot in listed(folder)) == [paths[0], paths[2]]


def test_what_a_crash_left_goes_after_a_day(folder):
    for name, age in ((".postil-old", 90_000), (".postil-new", 1000), ("mine", 90_000)):
        (folder / name).mkdir()
        os.utime(folder / name, (time.time() - age,) * 2)
    snapshots.tidy(folder)
    assert sorted(path.name for path in folder.iterdir()) == [".postil-new", "mine"]


# -- going back


def test_a_copy_is_the_project_as_it_was(book, folder, tmp_path):
    before, made = everything(book), take(book.path, folder, "opened")
    book.run("Delete", operations.delete_annotations, [1, 2])
    restore.as_copy(made.path, tmp_path / "restored.postil")
    assert held(tmp_path / "restored.postil") == before
    with pytest.raises(UserError, match="exists already"):
        restore.as_copy(made.path, tmp_path / "restored.postil")
    with closing(Project.open(tmp_path / "restored.postil")) as restored:
        assert restored.undo().label == "Annotate"


def test_in_place_the_file_stays_and_the_state_goes_back(book, folder):
    wanted, made = contents(book), take(book.path, folder, "opened")
    book.run("Delete", operations.delete_annotations, [1, 2])
    add_article(book, "More.")
    present, revision, inode = everything(book), book.revision, book.path.stat().st_ino
    book.close()
    kept = restore.in_place(book.path, made.path)
    assert held(kept) == present
    assert listed(folder)[0].reason == "before restoring"
    with closing(Project.open(book.path)) as back:
        assert contents(back) == wanted
        assert (back.guid, book.path.stat().st_ino) == (book.guid, inode)
        assert back.revision > revision
        assert back.state not in (snapshots.state_of(made.path).state, snapshots.state_of(kept).state)
        assert integrity.full_report(back.db) == []
        assert back.undo().label == "Annotate"
    restore.in_place(book.path, kept)
    with closing(Project.open(book.path)) as back:
        assert len(contents(back)["document"]) == 2


def test_in_place_is_refused_while_it_is_open_or_where_it_is_of_another(book, folder, tmp_path):
    made = take(book.path, folder, "opened")
    with pytest.raises(UserError, match="is open in Postil on this computer"):
        restore.in_place(book.path, made.path)
    with closing(Project.create(tmp_path / "other.postil")) as other:
        before = everything(other)
    with pytest.raises(UserError, match="a backup of another project; restore it as a copy"):
        restore.in_place(other.path, made.path)
    assert held(other.path) == before


def test_a_damaged_backup_is_not_restored(book, folder, tmp_path):
    made = take(book.path, folder, "opened")
    content = bytearray(made.path.read_bytes())
    content[content.index(b"One sentence")] ^= 1
    made.path.write_bytes(content)
    before = everything(book)
    book.close()
    for restoring in (
        lambda: restore.in_place(book.path, made.path),
        lambda: restore.as_copy(made.path, tmp_path / "restored.postil"),
    ):
        with pytest.raises(UserError, match="is damaged and was left as it is"):
            restoring()
    assert held(book.path) == before
    assert not (tmp_path / "restored.postil").exists()


@pytest.mark.parametrize("harm", [b"", b"not a project at all", None])
def test_in_place_of_a_damaged_project_which_is_kept(book, folder, harm):
    before, made = everything(book), take(book.path, folder, "opened")
    book.close()
    content = book.path.read_bytes()
    damaged = content[: len(content) // 2] if harm is None else harm
    book.path.write_bytes(damaged)
    journal = book.path.with_name(f"{book.path.name}-journal")
    journal.write_bytes(b"what was being written")
    kept = restore.in_place(book.path, made.path)
    assert kept.name.startswith("test (damaged 2")
    assert kept.read_bytes() == damaged
    assert not journal.exists()
    if not damaged:  # else SQLite took it away, for it says nothing
        assert kept.with_name(f"{kept.name}-journal").read_bytes() == b"what was being written"
    assert held(book.path) == before


def test_no_other_file_is_ever_moved_away(book, folder, tmp_path):
    made = take(book.path, folder, "opened")
    (tmp_path / "letter.txt").write_text("Dear")
    newer = tmp_path / "newer.postil"
    restore.as_copy(made.path, newer)
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 99")
    for path in (tmp_path / "letter.txt", newer, tmp_path / "not there.postil"):
        with pytest.raises(UserError):
            restore.in_place(path, made.path)
    assert (tmp_path / "letter.txt").read_text() == "Dear"
    with closing(sqlite3.connect(newer)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (99,)


RESTORING = """
import itertools, sys
from pathlib import Path
from storage import restore

for snapshot in itertools.cycle(sys.argv[2:]):
    restore.in_place(Path(sys.argv[1]), Path(snapshot))
    print("restored", flush=True)
"""


def test_killed_in_the_middle_it_is_the_one_state_or_the_other(book, folder):
    """Nothing of two states is ever mixed, however restoring ends."""
    states, files = [contents(book)], [take(book.path, folder, "one").path]
    add_article(book, "word " * 500_000)
    book.run("Tag", operations.create_tag, "d")
    states, files = [*states, contents(book)], [*files, take(book.path, folder, "two").path]
    book.close()
    luck, found = random.Random(2026), []
    for _ in range(8):
        command = [sys.executable, "-c", RESTORING, book.path, *files]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "restored\n"
            time.sleep(luck.uniform(0, 0.2))
            process.kill()
        with closing(Project.open(book.path)) as back:
            found.append(contents(back))
            assert integrity.full_report(back.db) == []
    assert all(state in states for state in found)

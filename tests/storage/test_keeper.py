import json
import random
import shutil
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta

import platformdirs
import pytest

from core.errors import UserError
from storage import integrity, keeper, operations, snapshots, step_log
from storage.keeper import EVERY, Keeper
from storage.project import Project
from storage.recover import recover
from storage.snapshots import OPENING_LOG, listed, log_path
from tests.storage.contents import add_article, contents, everything

PATIENCE = 20  # seconds; for a machine that has much else to do


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Backups begin almost at once after a step."""
    monkeypatch.setattr(keeper, "_QUIET", 0.02)


@pytest.fixture
def book(project):
    add_article(project)
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 12, ["a/b"], "why")
    return project


@pytest.fixture
def kept(book):
    """The keeper of a project."""
    made = Keeper(book)
    yield made
    made.close()


def wait_until(true):
    """Waits for the other thread."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)


def settled(kept, count=1):
    """Waits until there are so many backups, with the plain copy of the newest, and returns them."""
    folder = kept.folder
    wait_until(lambda: len(listed(folder)) >= count)
    newest = listed(folder)[0]
    copy = folder / "test.json"
    wait_until(lambda: copy.exists() and copy.stat().st_mtime >= newest.path.stat().st_mtime)
    wait_until(lambda: not list(folder.glob(".postil-*")))
    return listed(folder)


def held(path):
    with closing(Project.open(path, read_only=True)) as found:
        assert integrity.full_report(found.db) == []
        return everything(found)


def later(minutes):
    return datetime.now() + timedelta(minutes=minutes)


def steps_in(path):
    return [step.revision for step in step_log.read(path)[1]]


def tag(book, name):
    book.run("Tag", operations.create_tag, name)


def test_a_project_that_is_opened_gets_a_backup_and_a_plain_copy(book, kept, tmp_path):
    (made,) = settled(kept)
    assert (made.reason, made.path.parent) == ("opened", tmp_path / "test backups")
    assert held(made.path) == everything(book)
    assert json.loads((kept.folder / "test.json").read_text("utf-8"))["project"][0]["revision"] == book.revision
    assert kept.problem is None


def test_while_nothing_changes_there_is_no_other_backup(book, kept):
    settled(kept)
    for minutes in (10, 60, 600):
        kept.tick(later(minutes))
    kept.request("asked for")
    assert kept.make_now("once more", PATIENCE)
    assert len(listed(kept.folder)) == 1


def test_what_changed_is_kept_when_it_is_time(book, kept):
    settled(kept)
    tag(book, "d")
    kept.tick(later(1))
    time.sleep(0.1)
    assert len(listed(kept.folder)) == 1
    kept.tick(datetime.now() + EVERY)
    newest, _ = settled(kept, 2)
    assert newest.reason == "while working"
    assert held(newest.path) == everything(book)


def test_before_something_large_is_removed_the_state_is_safe(book, kept):
    before = everything(book)
    assert kept.make_now("before removing an article", PATIENCE)
    book.run("Remove", operations.remove_document, 1)
    wait_until(lambda: any(held(each.path) == before for each in listed(kept.folder)))


def test_each_step_after_the_backup_is_logged_beside_it(book, kept):
    (made,) = settled(kept)
    tag(book, "d")
    tag(book, "e")
    assert steps_in(log_path(made.path)) == [book.revision - 1, book.revision]
    assert book.base == made.path
    assert not (kept.folder / OPENING_LOG).exists()


def test_steps_made_before_the_first_backup_are_in_the_log_all_the_same(book, monkeypatch):
    monkeypatch.setattr(keeper, "_QUIET", 0.5)
    kept = Keeper(book)
    tag(book, "d")
    tag(book, "e")
    assert steps_in(kept.folder / OPENING_LOG) == [book.revision - 1, book.revision]
    settled(kept)
    tag(book, "f")
    assert steps_in(log_path(listed(kept.folder)[0].path)) == [book.revision]
    kept.close()


def test_when_it_is_closed_the_log_has_everything(book, monkeypatch):
    kept = Keeper(book)
    settled(kept)
    kept.request("more")
    tag(book, "d")
    kept.close()
    assert book.before_write is None
    (log,) = kept.folder.glob("*.steps")
    assert steps_in(log) == [book.revision]


@pytest.mark.parametrize("seed", range(4))
def test_the_folder_alone_has_the_last_state_whatever_came_when(book, tmp_path, seed):
    """Backups asked for at random while somebody works, and then nothing left but their folder."""
    luck = random.Random(seed)
    add_article(book, "word " * luck.choice([10, 600_000]), "Long")
    kept = Keeper(book)
    for number in range(40):
        chance = luck.random()
        if chance < 0.15:
            kept.request("asked for")
        elif chance < 0.2:
            kept.make_now("now", PATIENCE)
        elif chance < 0.3 and number > 5:
            book.undo()
        elif chance < 0.35:
            add_article(book, f"Another {number} \x85 \u2029.", f"Article {number}")
        else:
            book.run("Annotate", operations.annotate_with_paths, 1, 22, 30, [f"t{number}"], f"n{number}")
        time.sleep(luck.choice([0, 0, 0, 0.03, 0.1]))
    kept.close()
    wanted, revision, folder = contents(book), book.revision, kept.folder
    book.close()
    book.path.unlink()
    recover(folder, tmp_path / "recovered.postil")
    with closing(Project.open(tmp_path / "recovered.postil")) as found:
        assert contents(found) == wanted
        assert found.revision == revision


def test_no_step_waits_for_a_backup(book, tmp_path):
    add_article(book, "word " * 6_000_000)
    waits = []
    kept = Keeper(book)
    for number in range(60):
        kept.request("again and again")
        before = time.perf_counter()
        kept.give_way()
        waits.append(time.perf_counter() - before)
        tag(book, f"tag {number}")
        time.sleep(0.02)
    settled(kept)
    kept.close()
    assert sorted(waits)[-2] < 0.05


def test_closing_gives_up_what_is_being_made(book):
    add_article(book, "word " * 6_000_000)
    kept = Keeper(book)
    time.sleep(0.1)
    before = time.perf_counter()
    kept.close()
    assert time.perf_counter() - before < 2
    assert not list(kept.folder.glob(".postil-*"))
    assert all(held(each.path) for each in listed(kept.folder))


# -- trouble


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """No folder for backups can be made, until these are taken away."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    (tmp_path / "data").write_text("in the way")
    return tmp_path / "data"


def test_without_a_folder_there_is_a_sentence_and_work_goes_on(book, tmp_path, nowhere):
    kept = Keeper(book, chosen=tmp_path / "a stick that was removed")
    wait_until(lambda: kept.problem)
    assert kept.problem.startswith("No backups can be kept")
    tag(book, "d")
    assert not kept.make_now("now", PATIENCE)
    (tmp_path / "a stick that was removed").mkdir()
    kept.tick(later(1))
    wait_until(lambda: kept.problem is None and kept.folder)
    (made,) = settled(kept)
    assert made.path.is_relative_to(tmp_path / "a stick that was removed")
    tag(book, "e")
    assert steps_in(log_path(made.path)) == [book.revision]
    kept.close()


def test_a_full_disk_is_a_sentence_and_the_next_attempt_succeeds(book, monkeypatch):
    def take(*_, **__):
        raise UserError("There is no room for a backup.")

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "take", take)
        kept = Keeper(book)
        wait_until(lambda: kept.problem)
        assert kept.problem == "There is no room for a backup."
    kept.tick(later(1))
    settled(kept)
    wait_until(lambda: kept.problem is None)
    kept.close()


def test_a_folder_that_was_thrown_away_comes_back(book, kept):
    settled(kept)
    shutil.rmtree(kept.folder)
    tag(book, "d")
    kept.tick(datetime.now() + EVERY)
    (made,) = settled(kept)
    tag(book, "e")
    assert steps_in(log_path(made.path)) == [book.revision]


def test_a_log_that_cannot_be_written_is_begun_anew(book, kept):
    settled(kept)
    tag(book, "d")
    book.log.close()
    book.log = None  # as after a disk was full for a moment
    tag(book, "e")
    kept.tick(later(1))
    newest, _ = settled(kept, 2)
    tag(book, "f")
    assert steps_in(log_path(newest.path)) == [book.revision]


def test_another_project_in_its_place_gets_no_backup_here(book, kept, tmp_path):
    settled(kept)
    with closing(Project.create(tmp_path / "other.postil")) as other:
        pass
    other.path.replace(book.path)
    kept.request("asked for")
    wait_until(lambda: kept.problem)
    assert "is another project now" in kept.problem
    assert len(listed(kept.folder)) == 1


def test_what_another_program_wrote_is_no_step_of_this_log(book, kept):
    (made,) = settled(kept)
    tag(book, "d")
    log = log_path(made.path)
    lock, book._lock = book._lock, None
    lock.release()
    with closing(Project.open(book.path)) as other:
        tag(other, "elsewhere")
    book._lock = lock
    with pytest.raises(UserError, match="Another program changed this project"):
        tag(book, "e")
    tag(book, "e")
    assert steps_in(log) == [3]
    kept.tick(later(1))
    newest, _ = settled(kept, 2)
    tag(book, "f")
    assert steps_in(log_path(newest.path)) == [book.revision]


def test_an_error_of_ours_is_not_silent(book, monkeypatch):
    seen = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr(snapshots, "take", lambda *_: 1 / 0)
    kept = Keeper(book)
    wait_until(lambda: kept.problem)
    assert "because of an error in Postil" in kept.problem
    assert [each.exc_type for each in seen] == [ZeroDivisionError]
    assert not kept.make_now("now", 0.05)
    kept.close()


def test_backups_are_thinned(book):
    size = book.path.stat().st_size
    kept = Keeper(book, limit=3 * size)
    settled(kept)
    for number in range(4):
        tag(book, f"tag {number}")
        assert kept.make_now(f"number {number}", PATIENCE)
        wait_until(lambda number=number: listed(kept.folder)[0].reason == f"number {number}")

    def only_the_newest():
        newest = listed(kept.folder)
        rest = {each.path for each in newest[2:]}
        return [each.reason for each in newest[:2]] == ["number 3", "number 2"] and rest <= {book.base}

    wait_until(only_the_newest)
    kept.close()


def test_the_backup_that_the_session_stands_on_is_not_taken_away(book):
    kept = Keeper(book, limit=0)
    (made,) = settled(kept)
    tag(book, "d")
    assert book.base == made.path
    kept.make_now("second", PATIENCE)
    settled(kept, 2)
    assert made.path.exists()
    kept.close()

"""One writer at a time: the lock is the operating system's, the line in it is for people."""

import json
import os
import platform
import signal

import pytest

from storage.lock import CannotLock, Holder, InUse, WriterLock, lock_path
from storage.project import Project
from tests.storage.contents import add_article


@pytest.fixture
def path(project):
    add_article(project)
    project.close()
    return project.path


def test_a_second_writer_is_told_who_the_first_one_is(path):
    first = Project.open(path)
    with pytest.raises(InUse, match=r"“test\.postil” is open in Postil on this computer already since") as refused:
        Project.open(path)
    assert refused.value.here
    assert refused.value.holder.host == platform.node()
    with pytest.raises(InUse):
        Project.open(path, force=True)  # a lock that is really held is never taken over
    second = Project.open(path, read_only=True)
    assert second.read_only
    assert not first.read_only
    second.close()
    add_article(first)
    first.close()
    Project.open(path).close()


def test_a_link_to_the_project_is_the_same_project(path, tmp_path):
    link = tmp_path / "link.postil"
    link.symlink_to(path)
    first = Project.open(link)
    with pytest.raises(InUse):
        Project.open(path)
    first.close()


def test_closing_leaves_nothing_behind(path):
    project = Project.open(path)
    assert project.left_behind is None
    assert lock_path(path).exists()
    project.close()
    project.close()
    assert [found.name for found in path.parent.iterdir()] == ["test.postil"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no kill -9 here")
def test_a_killed_program_leaves_its_name_and_no_lock(path):
    child = os.fork()
    if child == 0:
        try:
            Project.open(path)
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    project = Project.open(path)
    assert project.left_behind.host == platform.node()
    add_article(project)
    project.close()
    again = Project.open(path)
    assert again.left_behind is None
    again.close()


def test_another_computers_name_is_heeded_until_told_otherwise(path):
    there = Holder("another computer", "somebody", "2026-01-02T03:04:05Z")
    lock_path(path).write_text(json.dumps(there._asdict()))
    with pytest.raises(InUse, match="by somebody on “another computer” since 2026-01-02 03:04 UTC") as refused:
        Project.open(path)
    assert not refused.value.here
    assert refused.value.holder == there
    assert json.loads(lock_path(path).read_text())["host"] == "another computer"
    project = Project.open(path, force=True)
    assert project.left_behind == there
    add_article(project)
    project.close()
    Project.open(path).close()


@pytest.mark.parametrize("line", [b"", b"\0" * 100, b"[]", b'{"host": 1}', b"[" * 5000, b"\xff\xfe", b"null"])
def test_a_line_that_makes_no_sense_stops_nobody(path, line):
    lock_path(path).write_bytes(line)
    project = Project.open(path)
    assert project.left_behind is None
    project.close()


def test_a_lock_file_taken_away_meanwhile_is_not_relied_upon(path, monkeypatch):
    first = WriterLock.take(path)
    descriptor = os.open(lock_path(path), os.O_RDWR)
    first.release()  # and takes the file away: whoever had opened it holds one that nobody else sees
    opened = [descriptor]
    real = os.open

    def late(*place):
        return opened.pop() if opened else real(*place)

    monkeypatch.setattr(os, "open", late)
    second = WriterLock.take(path)
    monkeypatch.undo()
    with pytest.raises(InUse):
        WriterLock.take(path)
    second.release()


def test_no_lock_is_put_through_a_link(path, tmp_path):
    (tmp_path / "precious").write_text("mine")
    lock_path(path).symlink_to(tmp_path / "precious")
    with pytest.raises(CannotLock):
        WriterLock.take(path)
    assert (tmp_path / "precious").read_text() == "mine"

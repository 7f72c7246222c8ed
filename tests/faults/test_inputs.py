"""What comes in, through the importer and the command line; `tests/ui/test_adding.py` has the window."""

import os
import sqlite3
import tempfile
import threading
import time
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from core.errors import UserError
from main import postil
from storage.documents import all_documents
from storage.importers import text
from storage.importers.text import Large, read_text_files
from storage.project import Project
from tests.faults import inputs
from tests.faults.inputs import LEFT_OUT, REFUSED, is_sentence

SMALL, LONG = inputs.small_texts(), inputs.long_texts()


@pytest.fixture
def good(tmp_path):
    """A file that each input is added with, in one step."""
    return inputs.write_good(tmp_path)


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, monkeypatch):
    """The folder for temporary files, in which nothing may be left."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert os.listdir(folder) == []


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "book"
    folder.mkdir()
    Project.create(folder / "book.postil").close()
    yield folder / "book.postil"
    assert os.listdir(folder) == ["book.postil"]


def held(path):
    """The revision of a project, and its texts by the names of their files."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
        (revision,) = db.execute("SELECT revision FROM project").fetchone()
        return revision, dict(db.execute("SELECT source, text FROM document JOIN document_text USING (id)"))


# -- the importer


@pytest.mark.parametrize("one", SMALL + LONG, ids=str)
def test_the_importer(one, good, tmp_path):
    path = one.write(tmp_path)
    if one.outcome == REFUSED:
        with pytest.raises(UserError) as caught:
            read_text_files([good, path])
        assert path.name in str(caught.value)
        assert is_sentence(str(caught.value))
        return
    articles, remarks = read_text_files([good, path])
    assert {article.source: article.text.text for article in articles} == one.becomes
    assert len(remarks) == one.remarks
    assert all(path.name in remark and is_sentence(remark) for remark in remarks)


def test_what_cannot_be_read_is_refused_without_waiting(good, tmp_path):
    for name, path in inputs.unreadable(tmp_path).items():
        with pytest.raises(UserError) as caught:
            read_text_files([good, path])
        assert is_sentence(str(caught.value)), name
        assert path.name in str(caught.value)


def test_a_link_to_a_file_is_read_as_the_file(good, tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(good)
    (article,), remarks = read_text_files([link])
    assert (article.text.text, article.source, remarks) == ("Some words.", "link.txt", [])


def test_a_file_that_disappears_after_it_was_found_is_refused(good, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Other words.")

    def between():
        other.unlink(missing_ok=True)

    with pytest.raises(UserError, match="There is no file"):
        read_text_files([good, other], between=between)


@contextmanager
def being_written(path):
    """A file that another program keeps writing to; gives what waits until it has written again."""
    path.write_bytes(b"One line of a log.\n" * 500_000)
    stopped, written = threading.Event(), threading.Event()

    def write():
        with path.open("ab", buffering=0) as file:
            while not stopped.is_set():
                file.write(b"Another line.\n")
                written.set()
                time.sleep(0.0001)

    def written_again():
        written.clear()
        assert written.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield written_again
    finally:
        stopped.set()
        writer.join()


def test_a_file_that_changes_while_it_is_read_is_refused(good, tmp_path):
    path = tmp_path / "log.txt"
    with being_written(path) as written_again, pytest.raises(UserError, match="changed while"):
        read_text_files([good, path], between=written_again)


@pytest.mark.parametrize("change", ["rewritten", "longer", "shorter"])
def test_one_change_is_enough(tmp_path, change):
    path = tmp_path / "log.txt"
    path.write_bytes(b"A line.\n" * 200_000)
    os.utime(path, (0, 0))
    at_first = True

    def between():
        nonlocal at_first
        if at_first and change == "rewritten":
            with path.open("r+b") as file:
                file.write(b"B")
        elif at_first:
            os.truncate(path, 1_600_001 if change == "longer" else 1_500_000)
        at_first = False

    with pytest.raises(UserError, match="changed while"):
        read_text_files([path], between=between)


def test_much_is_asked_about_and_too_much_is_refused_unread(good, tmp_path):
    with pytest.raises(Large, match=r"“large.txt” has 50 MB; .* takes a while\."):
        read_text_files([inputs.write_large(tmp_path)])
    for large in (False, True):
        with pytest.raises(UserError, match=r"“too large.txt” has 1,024 MB; at most 256 MB") as caught:
            read_text_files([inputs.write_too_large(tmp_path)], large)
        assert not isinstance(caught.value, Large)


# -- the command line


def add(book, *paths):
    """Adds files by the command line; a traceback fails the test."""
    result = CliRunner().invoke(postil, ["add", str(book), *map(str, paths)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused_by_command(book, *paths):
    before = held(book)
    result = add(book, *paths)
    assert (result.exit_code, result.stdout) == (1, "")
    assert is_sentence(result.stderr.removesuffix("\n"))
    assert held(book) == before
    return result.stderr


@pytest.mark.parametrize("one", SMALL + LONG, ids=str)
def test_the_command_line(one, good, book, tmp_path):
    path = one.write(tmp_path)
    if one.outcome == REFUSED:
        refused_by_command(book, good, path)
        return
    result = add(book, good, path)
    assert result.exit_code == 0
    assert held(book) == (1, one.becomes)
    assert len(result.stderr.splitlines()) == one.remarks
    assert len(result.stdout.splitlines()) == len(one.becomes)


def test_the_command_line_refuses_what_cannot_be_read(good, book, tmp_path, monkeypatch):
    for path in inputs.unreadable(tmp_path).values():
        refused_by_command(book, good, path)
    monkeypatch.setattr(text, "_CHUNK", 64)  # so that reading takes long enough to be written to meanwhile
    path = tmp_path / "log.txt"
    with being_written(path):
        assert "changed while" in refused_by_command(book, good, path)


def test_the_command_line_refuses_to_add_nothing(book, tmp_path):
    for one in SMALL:
        if one.outcome == LEFT_OUT:
            assert "holds no text" in refused_by_command(book, one.write(tmp_path))


def test_much_needs_a_word_on_the_command_line(book, tmp_path):
    large = inputs.write_large(tmp_path)
    assert "give --large if that is meant." in refused_by_command(book, large)
    assert add(book, large, "--large").exit_code == 0
    assert [len(text) for text in held(book)[1].values()] == [large.stat().st_size]
    refused_by_command(book, inputs.write_too_large(tmp_path), "--large")


# -- projects of other people


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "good.postil"
    inputs.good_project(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", inputs.bad_projects())
def test_a_bad_project_is_refused_and_left_as_it_is(sound, good, tmp_path, name):
    folder = tmp_path / "theirs"
    folder.mkdir()
    path, raw = folder / "bad.postil", inputs.bad_projects()[name](sound)
    path.write_bytes(raw)
    with pytest.raises(UserError) as caught:
        Project.open(path)
    assert is_sentence(str(caught.value))
    for words in (["list", str(path), "documents"], ["add", str(path), str(good)], ["check", str(path)]):
        result = CliRunner().invoke(postil, words)
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1
        assert result.stdout == "" or words[0] == "check"  # which reports every problem there is
        assert is_sentence(result.stderr.removesuffix("\n"))
    assert path.read_bytes() == raw
    assert os.listdir(folder) == ["bad.postil"]


def test_the_good_project_opens(sound, tmp_path):
    path = tmp_path / "good.postil"
    path.write_bytes(sound)
    project = Project.open(path)
    assert len(all_documents(project.db)) == 4
    project.close()

import hashlib
import os
import sys

import pytest

from core.errors import UserError
from storage import annotations, integrity, operations
from storage.importers import text as importer
from storage.importers.text import pasted, read_text_file, text_files_in


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_read_by_its_byte_order_mark(tmp_path, encoding):
    file = tmp_path / "On_the__road.txt"
    raw = "Grüße 👩‍👩‍👧\r\nline\u2028three\u00a0end\n".encode(encoding)
    file.write_bytes(raw)
    article = read_text_file(file)
    assert article.text.text == "Grüße 👩‍👩‍👧\nline\nthree\u00a0end\n"
    assert (article.title, article.source) == ("On the road", "On_the__road.txt")
    assert article.original_sha256 == hashlib.sha256(raw).hexdigest()
    assert (article.author, article.outlet, article.date) == ("", "", "")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "“f.txt” holds no text."),
        (b" \r\n\xc2\xa0\t", "“f.txt” holds no text."),
        (b"\xef\xbb\xbf", "“f.txt” holds no text."),
        (b"GIF89a\0\0", "“f.txt” is not a text file,"),
        (b"caf\xe9", "“f.txt” is not UTF-8 text"),
        (b"\xff\xfea", "“f.txt” is not UTF-16 text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_name(tmp_path, raw, sentence):
    file = tmp_path / "f.txt"
    file.write_bytes(raw)
    with pytest.raises(UserError) as caught:
        read_text_file(file)
    assert str(caught.value).startswith(sentence)


def test_a_missing_file_a_folder_and_an_impossible_name_are_refused(tmp_path):
    for path, sentence in (
        (tmp_path / "missing.txt", "There is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / ("n" * 400), "cannot be read"),
    ):
        with pytest.raises(UserError, match=sentence):
            read_text_file(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UserError, match="is not a regular file"):
        read_text_file(tmp_path / "pipe.txt")
    assert text_files_in(tmp_path) == []


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(importer.MAX_BYTES + 1)
    with pytest.raises(UserError, match="is larger than 256 MB"):
        read_text_file(file)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a name be any bytes")
def test_a_file_name_that_is_no_text_gives_a_title_that_can_be_stored(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9\n1.txt"
    with open(name, "w") as out:
        out.write("text")
    (file,) = text_files_in(tmp_path)
    article = read_text_file(file)
    assert (article.title, article.source) == ("caf\ufffd 1", "caf\ufffd 1.txt")


def test_a_name_of_nothing_but_underscores_is_still_a_title(tmp_path):
    (tmp_path / "__.txt").write_text("text")
    assert read_text_file(tmp_path / "__.txt").title == "__.txt"


def test_a_folder_gives_its_text_files_by_name(tmp_path):
    for name in ("b.txt", "a.MD", "c.text", "d.pdf", ".hidden.txt", "txt"):
        (tmp_path / name).write_text("text")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.txt").write_text("text")
    assert [path.name for path in text_files_in(tmp_path)] == ["a.MD", "b.txt", "c.text"]


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        text_files_in(tmp_path / "missing")


def test_a_pasted_text_has_no_source():
    article = pasted("  A\ntitle ", "One\r\ntwo \ud83d")
    assert (article.title, article.source) == ("A title", "")
    assert (article.text.text, article.text.replaced) == ("One\ntwo \ufffd", 1)
    assert len(article.original_sha256) == 64


@pytest.mark.parametrize(("title", "text"), [(" ", "text"), ("title", " \n"), ("", "")])
def test_a_blank_paste_is_refused(title, text):
    with pytest.raises(UserError):
        pasted(title, text)


@pytest.mark.parametrize(
    ("name", "characters"), [("stress/war-and-peace_2600-0.txt", 3_227_573), ("stress/blns.txt", None)]
)
def test_texts_of_other_people(samples, project, name, characters):
    read = read_text_file(samples / name)
    assert characters in (None, len(read.text.text))
    (made,), _ = project.run("Add", operations.add_documents, [read])
    for start in range(0, len(read.text.text) - 40, len(read.text.text) // 50):
        project.run("Tag", operations.annotate, made, start, start + 40)
    for annotation, quote in annotations.everywhere(project.db):
        assert quote == read.text.text[annotation.start : annotation.stop]
    assert integrity.full_report(project.db) == []

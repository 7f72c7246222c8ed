"""Charts drawn on the command line: the same pictures as the window exports."""

import errno
import os
import shutil
import xml.etree.ElementTree as ET

import pytest

from tests.cli.test_cli import annotate, process, refused, run

pytest.importorskip("PySide6.QtGui", exc_type=ImportError)


@pytest.fixture
def tagged(book):
    """A project of the sample articles with three codings."""
    for article, start, stop, tags in [(1, 10, 40, ["Energy", "Energy/Oil"]), (2, 0, 20, ["Energy/Oil"])]:
        options = [option for tag in tags for option in ("--tag", tag)]
        annotate(book, start, stop, *options, document=article)
    return book


def test_stop_words_can_be_those_of_any_language(qapp, tagged, tmp_path):
    run("chart", tagged, "words", tmp_path / "out.svg", "--stop-words", "de")
    assert "Stop words of German" in " ".join(words_of(tmp_path / "out.svg"))
    assert "xx" in refused("chart", tagged, "words", tmp_path / "out.svg", "--stop-words", "xx")


def words_of(path):
    """The texts of an SVG."""
    return ["".join(node.itertext()).strip() for node in ET.parse(path).iter("{http://www.w3.org/2000/svg}text")]


def test_a_process_of_its_own_draws_without_a_screen(tagged, tmp_path):
    done = process("chart", tagged, "frequency", tmp_path / "out.png", "--width", 85)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ([], {"Energy": "1", "Oil": "2"}),
        (["--rollup"], {"Energy": "3", "Oil": "2"}),
        (["--document", 2], {"Oil": "1"}),
        (["--document", 2, "--document", 1], {"Energy": "1", "Oil": "2"}),
        (["--unit", "characters"], {"Energy": "30", "Oil": "50"}),
        (["--tag", "Energy"], {"Energy": "1"}),
    ],
)
def test_settings_are_those_of_the_window(qapp, tagged, tmp_path, options, numbers):
    run("chart", tagged, "frequency", tmp_path / "out.svg", *options)
    words = words_of(tmp_path / "out.svg")
    assert {name: words[words.index(name) + 1] for name in ("Energy", "Oil") if name in words} == numbers
    assert words[0] == "Tag frequency"


def test_articles_that_are_named_are_those_that_are_compared(qapp, tagged, tmp_path):
    run("chart", tagged, "matrix", tmp_path / "out.svg", "--document", 2)
    words = words_of(tmp_path / "out.svg")
    assert "1 article · as chosen · 1 coding" in words
    assert "Oil" in words
    assert "Energy" not in words


def test_the_width_is_that_on_paper(qapp, tagged, tmp_path):
    run("chart", tagged, "stacked", tmp_path / "out.svg", "--width", 120)
    root = ET.parse(tmp_path / "out.svg").getroot()
    assert root.get("width") == "120mm"
    assert root.get("viewBox").split()[2] == "453.543"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("frequency", "out.gif"), "“out.gif” does not end with .png, .svg or .pdf."),
        (("frequency", "out.png", "--tag", "Gas"), "There is no tag “Gas”."),
        (("frequency", "out.png", "--document", "9"), "There is no article 9."),
        (("codeline", "out.png", "--document", "1", "--document", "2"), "“Codeline” is about one article"),
        (("frequency", "out.png", "--relation", "exact"), "“Tag frequency” has no setting relation."),
        (("saturation", "out.png", "--unit", "words"), "“Saturation” has no setting unit."),
        (("frequency", "out.png", "--order", "similarity"), "The order of “Tag frequency” can be size, tree."),
        (("frequency", "out.png", "--document", "2", "--tag", "Energy"), "No passage has “Energy” itself"),
        (("network", "out.png", "--tag", "Energy"), "is about all tags."),
        (("frequency", "none/out.png"), "could not be written (No such file or directory)."),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(qapp, tagged, tmp_path, words, sentence):
    name, out, *options = words
    assert sentence in refused("chart", tagged, name, tmp_path / out, *options)
    assert not (tmp_path / out).exists()


def test_a_project_without_tags_says_what_is_missing(qapp, book, tmp_path):
    assert "Nothing is tagged yet" in refused("chart", book, "matrix", tmp_path / "out.pdf")


@pytest.mark.parametrize("name", ["mine.svg", "link.svg", "folder.svg", "mine.POSTIL.svg"])
def test_a_project_or_a_link_to_one_is_never_written_over(qapp, tagged, tmp_path, name):
    other, out = tmp_path / "mine.svg", tmp_path / name
    shutil.copy(tagged, other)
    shutil.copy(tagged, tmp_path / "mine.POSTIL.svg")
    (tmp_path / "link.svg").symlink_to(tagged)
    (tmp_path / "folder.svg").mkdir()
    before = other.read_bytes(), tagged.read_bytes()
    assert "choose another name" in refused("chart", tagged, "frequency", out)
    assert "choose another name" in refused("shot", tagged, out)
    assert (other.read_bytes(), tagged.read_bytes()) == before


def test_a_picture_that_cannot_be_written_leaves_the_one_before(qapp, tagged, tmp_path, monkeypatch):
    out = tmp_path / "out.svg"
    run("chart", tagged, "frequency", out)
    before = out.read_bytes()

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert "“out.svg” could not be written (No space left on device)." in refused("chart", tagged, "stacked", out)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".postil")] == []


def test_options_that_do_not_go_together_are_refused(tagged, tmp_path):
    assert "as JSON or as CSV" in refused("measure", tagged, "frequency", "--json", "--csv", code=2)
    shot = refused("shot", tagged, tmp_path / "out.png", "--view", "read", "--chart", "matrix", code=2)
    assert "--chart goes with --view charts" in shot
    assert not (tmp_path / "out.png").exists()

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.notes import PROJECT
from core.text import canonical
from core.units import next_sentence
from main import postil
from storage import checksum, note_operations
from storage.project import Project
from storage.samples import sample_articles
from storage.sqlite import Database
from ui.command_line.pictures import VIEWS

ROOT = Path(__file__).parents[2]
COMMANDS = [
    *("new", "add", "annotate", "list", "attributes", "frequencies", "export", "undo", "redo", "check", "shot"),
    *("snapshots", "restore", "recover", "import-codebook", "passages", "measure", "chart"),
]
ODD = "A 👩‍👩‍👧 family 🇺🇦\nשלום e\u0301 =cmd|' /C calc'!A0\nthree\u00a0end\n"


def run(*words, code=0):
    """Runs a command in this process; a traceback fails the test."""
    result = CliRunner().invoke(postil, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def refused(*words, code=1):
    """The sentence a command is refused with."""
    result = run(*words, code=code)
    assert result.stdout == ""
    if code == 1:
        assert len(result.stderr.splitlines()) == 1
        assert result.stderr[-2] in ".`"
    return result.stderr


def loaded(*words):
    return json.loads(run(*words, "--json").stdout)


def process(*words):
    """Runs the program in a process of its own."""
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, words)], capture_output=True, encoding="utf-8", timeout=120
    )


@pytest.fixture
def odd(tmp_path):
    """A project with one article that is hard to count in."""
    file = tmp_path / "odd_one.txt"
    file.write_bytes(ODD.encode("utf-8-sig"))
    run("new", tmp_path / "odd.postil")
    run("add", tmp_path / "odd.postil", file)
    return tmp_path / "odd.postil"


def annotate(path, start, stop, *more, document=1):
    words = ("annotate", path, "--document", document, "--start", start, "--stop", stop, *more)
    return json.loads(run(*words).stdout)["id"]


def test_every_command_explains_itself():
    listed = run("--help").stdout
    for name in COMMANDS:
        assert f"  {name} " in listed
        assert "Usage: " in run(name, "--help").stdout
    assert sorted(postil.commands) == sorted(COMMANDS)


def test_new_makes_an_empty_project_or_one_with_the_samples_in_one_step(tmp_path):
    run("new", tmp_path / "empty.postil")
    assert loaded("list", tmp_path / "empty.postil", "documents") == []
    assert "There are no documents yet." in run("list", tmp_path / "empty.postil", "documents").stdout
    run("new", tmp_path / "full.postil", "--seeds")
    found = loaded("list", tmp_path / "full.postil", "documents")
    assert [d["characters"] for d in found] == [13493, 9282, 6674, 20153, 5983]
    assert [d["id"] for d in found] == [1, 2, 3, 4, 5]
    assert run("undo", tmp_path / "full.postil").stdout == "Add 5 articles\n"
    assert loaded("list", tmp_path / "full.postil", "documents") == []


@pytest.mark.parametrize("options", [[], ["--seeds"]])
def test_new_never_overwrites(tmp_path, options):
    path = tmp_path / "mine.postil"
    path.write_text("my own")
    assert "exists already" in refused("new", path, *options)
    assert path.read_text() == "my own"
    assert "does not exist" in refused("new", tmp_path / "no" / "mine.postil", *options)


def test_documents_have_the_keys_that_scripts_read(book):
    for row, article in zip(loaded("list", book, "documents"), sample_articles(), strict=True):
        assert {"id", "title", "source", "characters", "words", "sha256"} <= set(row)
        assert (row["title"], row["source"]) == (article.title, article.source)
        assert row["words"] == len(article.text.text.split())


def test_add_takes_all_files_in_one_step_or_none(tmp_path):
    path, one, two = tmp_path / "p.postil", tmp_path / "one.txt", tmp_path / "two.md"
    one.write_text("First.", encoding="utf-16")
    two.write_text("Second\x01.", encoding="utf-8")
    run("new", path)
    assert "There is no file" in refused("add", path, one, tmp_path / "missing.txt")
    assert "is a folder" in refused("add", path, one, tmp_path)
    assert loaded("list", path, "documents") == []
    done = run("add", path, one, two)
    assert done.stdout == "Added 1: one\nAdded 2: two\n"
    assert done.stderr == "1 character of “two.md” that no text may hold was replaced by “\ufffd”.\n"
    assert [d["source"] for d in loaded("list", path, "documents")] == ["one.txt", "two.md"]
    assert run("undo", path).stdout == "Add 2 articles\n"
    assert loaded("list", path, "documents") == []


def test_annotations_come_back_with_quote_paths_and_note(odd):
    start = ODD.index("three")
    first = annotate(odd, start, start + 9, "--tag", "Énergie/🔋", "--tag", "and\\/or", "--note", "a\nb")
    second = annotate(odd, 2, 14)
    rows = {row["id"]: row for row in loaded("list", odd, "annotations")}
    assert rows[first]["quote"] == "three\u00a0end"
    assert (rows[first]["start"], rows[first]["stop"]) == (start, start + 9)
    assert (rows[first]["tags"], rows[first]["note"]) == (["Énergie/🔋", "and\\/or"], "a\nb")
    assert (rows[second]["quote"], rows[second]["tags"], rows[second]["note"]) == (ODD[2:14], [], "")
    assert rows[first]["document"] == 1
    assert rows[first]["guid"] != rows[second]["guid"]


@pytest.mark.parametrize(
    ("whole", "quote"),
    [
        ([], "ly \U0001f1fa\U0001f1e6"),  # a flag is not split either way
        (["--whole", "words"], "family \U0001f1fa\U0001f1e6"),
        (["--whole", "sentences"], "A 👩‍👩‍👧 family 🇺🇦"),
        (["--whole", "paragraphs"], "A 👩‍👩‍👧 family 🇺🇦"),
    ],
)
def test_a_passage_is_widened_to_whole_units(odd, whole, quote):
    at = ODD.index("ly ")
    made = annotate(odd, at, at + 4, *whole)
    (row,) = loaded("list", odd, "annotations")
    assert (row["id"], row["quote"]) == (made, quote)
    assert row["quote"] == ODD[row["start"] : row["stop"]]


def test_whole_paragraphs_of_a_hard_wrapped_text_reach_over_the_ends_of_lines(book, tmp_path):
    paragraph = "It was in autumn, when the second of the regiments\nhad come to a town of which nobody had heard."
    letter = tmp_path / "letter.txt"
    letter.write_text(f"One.\n\n{paragraph}\n\nTwo.")
    run("add", book, letter)
    document = loaded("list", book, "documents")[-1]["id"]
    run("annotate", book, "--document", document, "--start", 20, "--stop", 25, "--whole", "paragraphs")
    (row,) = loaded("list", book, "annotations")
    assert row["quote"] == paragraph


def test_whole_sentences_are_those_of_the_reader(book):
    text = sample_articles()[0].text.text
    sentence = next_sentence(text, len(text) // 2)
    annotate(book, sentence.start + 3, sentence.stop - 3, "--whole", "sentences")
    (row,) = loaded("list", book, "annotations")
    assert (row["start"], row["stop"]) == sentence
    place = ("--document", 1, "--start", 5, "--stop", 4, "--whole", "words")
    assert "not 5 to 4" in refused("annotate", book, *place)


def test_a_quote_across_a_hard_space_of_the_samples_comes_back_with_it(book):
    for number in (3, 5):
        text = sample_articles()[number - 1].text.text
        at = text.index("\u00a0")
        made = annotate(book, at - 5, at + 5, document=number)
        (row,) = (row for row in loaded("list", book, "annotations") if row["id"] == made)
        assert row["quote"] == text[at - 5 : at + 5]


def test_tags_are_listed_with_their_own_codings(odd):
    annotate(odd, 0, 1, "--tag", "a/b", "--tag", "a")
    annotate(odd, 0, 2, "--tag", "A/B")
    a, b = loaded("list", odd, "tags")
    assert (a["name"], a["parent"], a["codings"]) == ("a", None, 1)
    assert (b["name"], b["parent"], b["codings"]) == ("b", a["id"], 2)
    assert a["color"].startswith("#")


def test_notes_of_all_kinds_are_listed(book):
    annotate(book, 0, 10, "--note", "on a passage")
    with closing(Project.open(book)) as project:
        project.run("Note", note_operations.write_note, PROJECT, "on the project")
        project.run("Note", note_operations.add_note, "A title", "free")
    found = {row["kind"]: row for row in loaded("list", book, "notes")}
    assert {kind: (row["on"], row["text"]) for kind, row in found.items()} == {
        "annotation": (1, "on a passage"),
        "project": (None, "on the project"),
        "journal": (2, "free"),
    }
    assert (found["journal"]["title"], found["annotation"]["document"]) == ("A title", 1)


def test_frequencies_count_own_codings_by_path_in_every_article(book):
    annotate(book, 0, 10, "--tag", "a/b", "--tag", "c", document=2)
    annotate(book, 5, 20, "--tag", "a/b", document=2)
    annotate(book, 0, 3, "--tag", "c", document=4)
    found = loaded("frequencies", book)
    assert found["unit"] == "codings"
    assert [d["id"] for d in found["documents"]] == [1, 2, 3, 4, 5]
    assert [d["counts"] for d in found["documents"]] == [{}, {"a/b": 2, "c": 1}, {}, {"c": 1}, {}]
    lines = [line.split() for line in run("frequencies", book).stdout.splitlines()]
    assert lines[0] == ["tag", "1", "2", "3", "4", "5", "all"]
    assert lines[1:3] == [["a/b", "0", "2", "0", "0", "0", "2"], ["c", "0", "1", "0", "1", "0", "2"]]


def test_tables_are_for_people(odd, tmp_path):
    annotate(odd, 0, len(ODD), "--tag", "x", "--note", "long " * 40)
    shown = run("list", odd, "annotations").stdout
    assert len(shown.splitlines()) == 2
    assert "…" in shown
    assert "odd one" in run("list", odd, "documents").stdout
    assert "x" in run("list", odd, "tags").stdout
    run("new", tmp_path / "none.postil")
    assert run("frequencies", tmp_path / "none.postil").stdout.startswith("tag  all\n")


@pytest.mark.parametrize(
    ("document", "start", "stop", "more", "code"),
    [
        (1, 10, 5, [], 1),
        (1, 0, 10**9, [], 1),
        (99, 0, 5, [], 1),
        (1, 0, 5, ["--tag", ""], 1),
        (1, 0, 5, ["--tag", "a//b"], 1),
        (1, -3, 5, [], 2),
        (1, 0, 10**30, [], 2),
        (10**30, 0, 5, [], 2),
        ("x", 0, 5, [], 2),
        (1, 0, 5, ["--colour", "red"], 2),
    ],
)
def test_an_annotation_that_makes_no_sense_is_refused(odd, document, start, stop, more, code):
    before = odd.read_bytes()
    refused("annotate", odd, "--document", document, "--start", start, "--stop", stop, *more, code=code)
    assert odd.read_bytes() == before


def test_bytes_that_are_no_text_in_a_tag_or_note_do_not_break_the_program(odd):
    annotate(odd, 0, 1, "--tag", "a\udcffb", "--note", "c\udcff")
    (row,) = loaded("list", odd, "annotations")
    assert (row["tags"], row["note"]) == (["a b"], canonical("c\udcff").text)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of files are text elsewhere")
def test_files_whose_names_are_no_text_are_used_all_the_same(tmp_path):
    book, source, out = (tmp_path / f"a\udcff{suffix}" for suffix in (".postil", ".txt", ".json"))
    source.write_text("Some words.")
    place = ("--document", 1, "--start", 0, "--stop", 4)
    for words in (("new", book), ("add", book, source), ("annotate", book, *place)):
        assert process(*words).returncode == 0
    assert process("export", book, "--format", "json", out).returncode == 0
    assert [row["quote"] for row in json.loads(out.read_text("utf-8"))["annotations"]] == ["Some"]
    assert [row["source"] for row in loaded("list", book, "documents")] == ["a\ufffd.txt"]


def test_a_name_that_is_too_long_is_a_sentence(book, tmp_path):
    long = tmp_path / ("x" * 300)
    for words in (
        ["list", long, "tags"],
        ["new", long],
        ["export", book, "--format", "csv", long],
        ["add", book, long],
    ):
        assert "too long" in refused(*words) or "cannot be" in refused(*words)


@pytest.mark.parametrize("format_name", ["csv", "json", "md", "html"])
def test_exports_hold_the_quote(odd, tmp_path, format_name):
    start = ODD.index("three")
    annotate(odd, start, start + 9, "--tag", "one", "--tag", "two", "--note", "why")
    out = tmp_path / f"out.{format_name}"
    assert run("export", odd, "--format", format_name, out).stdout.startswith("Exported 1 annotation to ")
    assert "three\u00a0end" in out.read_text("utf-8-sig")


def test_exports_of_one_article_leave_the_others_out(book, tmp_path):
    annotate(book, 0, 4, document=1)
    annotate(book, 0, 4, "--tag", "a", "--tag", "b", document=2)
    out = tmp_path / "out.csv"
    run("export", book, "--format", "csv", out, "--document", 2)
    assert len(list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")))) == 3
    assert "There is no article 9" in refused("export", book, "--format", "csv", out, "--document", 9)


def test_an_export_never_replaces_the_project(book):
    before = book.read_bytes()
    refused("export", book, "--format", "csv", book)
    refused("export", book, "--format", "txt", "out.txt", code=2)
    assert book.read_bytes() == before


def test_undo_and_redo_in_other_processes(odd):
    start = ODD.index("שלום")
    done = process("annotate", odd, "--document", 1, "--start", start, "--stop", start + 4, "--tag", "Ünï")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"id": 1})
    before = process("list", odd, "annotations", "--json").stdout
    label = process("undo", odd).stdout
    assert label == "Tag “שלום” Ünï\n"
    assert json.loads(process("list", odd, "annotations", "--json").stdout) == []
    assert json.loads(process("list", odd, "tags", "--json").stdout) == []
    assert process("redo", odd).stdout == label
    assert process("list", odd, "annotations", "--json").stdout == before
    assert "שלום" in before


def test_nothing_to_undo_or_redo_is_said(tmp_path):
    run("new", tmp_path / "p.postil")
    assert refused("undo", tmp_path / "p.postil") == "There is nothing to undo.\n"
    assert refused("redo", tmp_path / "p.postil") == "There is nothing to redo.\n"


def test_check_reports_what_the_project_holds_and_what_is_off(odd):
    annotate(odd, 0, 5, "--tag", "a")
    assert "is whole. Articles: 1. Annotations: 1. Tags: 1." in run("check", odd).stdout
    connection = sqlite3.connect(odd, isolation_level=None)
    connection.execute("UPDATE annotation SET quote = 'other'")
    connection.close()
    result = run("check", odd, code=1)
    assert "In “annotation” 1 of the rows (1) are not what was saved." in result.stdout
    assert "is not the text of “odd one” at 0." in result.stdout
    assert result.stderr == "“odd.postil” is not whole; problems found: 2.\n"


@pytest.mark.parametrize("command", [["list", "documents"], ["check"], ["undo"], ["frequencies"]])
def test_what_is_no_project_is_refused_and_left_alone(tmp_path, command):
    file = tmp_path / "text.postil"
    file.write_text("hello\n" * 500)
    name, *more = command
    for path in (file, tmp_path, tmp_path / "missing.postil", tmp_path / ("n" * 400)):
        refused(name, path, *more)
    assert file.read_text() == "hello\n" * 500
    assert not (tmp_path / "missing.postil").exists()


@pytest.mark.parametrize("words", [["lst", "p.postil", "documents"], ["list", "p.postil"], ["--verbose"], ["add"]])
def test_a_wrong_command_line_is_refused(words):
    assert "Usage: " in refused(*words, code=2)


def test_a_first_word_that_is_no_command_opens_the_window(monkeypatch, tmp_path):
    opened = []

    def problem():
        opened.append("checked")
        return "No screen."

    monkeypatch.setattr("ui.preflight.problem", problem)
    assert refused(tmp_path / "p.postil") == "No screen.\n"
    assert refused() == "No screen.\n"
    assert refused("--", "-p.postil") == "No screen.\n"
    assert opened == ["checked"] * 3


def test_the_window_opens_on_the_named_project_and_its_exit_code_is_ours(monkeypatch, tmp_path):
    app = pytest.importorskip("ui.app", exc_type=ImportError)
    asked = []
    monkeypatch.setattr("ui.preflight.problem", lambda: None)
    monkeypatch.setattr(app, "run", lambda path: asked.append(path) or 7)
    run(tmp_path / "p.postil", code=7)
    run(code=7)
    assert asked == [tmp_path / "p.postil", None]


def test_a_missing_project_is_a_sentence_in_the_window_too(tmp_path):
    done = process(tmp_path / "missing.postil")
    assert done.returncode == 1
    assert "There is no project" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_is_taken_without_a_screen(book, tmp_path, view):
    out = tmp_path / "out.png"
    done = process("shot", book, out, "--view", view, "--document", 2, "--theme", "dark", "--size", "1024x700")
    assert (done.returncode, done.stderr) == (0, "")
    raw = out.read_bytes()
    assert raw.startswith(b"\x89PNG")
    assert (int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])) == (1024, 700)


def test_pictures_in_other_themes_and_sizes_of_pixels_are_drawn_not_enlarged(book, tmp_path):
    gui = pytest.importorskip("PySide6.QtGui", exc_type=ImportError)
    taken = {}
    papers = {"sepia": "#f8f1e3", "contrast": "#ffffff"}
    for theme, scale in (("sepia", "1"), ("sepia", "1.5"), ("contrast", "2")):
        out = tmp_path / f"{theme}-{scale}.png"
        done = process("shot", book, out, "--size", "900x600", "--theme", theme, "--scale", scale)
        assert (done.returncode, done.stderr) == (0, "")
        image = taken[theme, scale] = gui.QImage(str(out))
        assert (image.width(), image.height()) == (900 * float(scale), 600 * float(scale))
        margin = round(60 * float(scale))
        assert image.pixelColor(image.width() // 2, image.height() - margin).name() == papers[theme]
    drawn = taken["sepia", "1.5"]
    enlarged = taken["sepia", "1"].scaled(drawn.size())
    places = [(x, y) for x in range(400, 1000, 3) for y in range(60, 400, 3)]
    assert sum(enlarged.pixel(*place) != drawn.pixel(*place) for place in places) > 300


def test_a_picture_begins_where_it_is_asked_to(tmp_path):
    text, book = tmp_path / "text.txt", tmp_path / "book.postil"
    text.write_text("\n".join(f"Paragraph {number}" for number in range(400)))
    run("new", book)
    run("add", book, text)
    pictures = []
    for at in (0, 3000):
        out = tmp_path / f"{at}.png"
        assert process("shot", book, out, "--size", "700x500", "--at", at).returncode == 0
        pictures.append(out.read_bytes())
    assert pictures[0] != pictures[1]
    done = process("shot", book, out, "--at", 99999)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no character 99999: the article has 5489.\n"


@pytest.mark.parametrize("size", ["1440", "1x1", "axb", "1440x", "99999x900", "-5x900", "1440x900x3", "¹440x900"])
def test_a_size_that_is_none_is_refused(book, size):
    assert "is not a size" in refused("shot", book, "out.png", f"--size={size}", code=2)


def test_commands_without_a_window_load_no_qt_and_no_numpy(book):
    program = (
        "import sys; from click.testing import CliRunner; from main import postil;"
        f"result = CliRunner().invoke(postil, ['list', {str(book)!r}, 'documents', '--json']);"
        "print(result.exit_code, *sorted({'numpy', 'PySide6', 'pyqtgraph'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"]


def test_output_is_utf_8_whatever_the_system_says(odd, monkeypatch):
    annotate(odd, 0, 9)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    rows = json.loads(process("list", odd, "annotations", "--json").stdout)
    assert rows[0]["quote"] == ODD[:9]


def test_terminal_codes_in_a_project_are_not_printed(odd):
    connection = sqlite3.connect(odd, isolation_level=None)
    connection.execute("UPDATE document SET title = 'red' || char(27) || '[31m' || char(10) || 'line'")
    checksum.write_all(Database(connection))
    connection.close()
    shown = run("list", odd, "documents").stdout
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 2


def test_the_codebook_goes_to_a_file_and_comes_from_one(book, tmp_path):
    out = tmp_path / "codebook.csv"
    run("annotate", book, "--document", 1, "--start", 0, "--stop", 8, "--tag", "Economy/Energy")
    assert run("export", book, "--format", "csv", "--codebook", out).output == f"Exported 2 tags to “{out}”.\n"
    assert "Nothing new" in run("import-codebook", book, out).output
    out.write_text("Economy: money\n\tOil\n", "utf-8")
    out = out.rename(tmp_path / "codebook.txt")
    said = "1 new tag and texts of 1 tag.\n"
    assert run("import-codebook", book, out, "--dry-run").output == said
    assert run("import-codebook", book, out).output == said
    run("export", book, "--format", "md", "--codebook", tmp_path / "codebook.md")
    assert "## Economy\n\n**Definition.** money\n" in (tmp_path / "codebook.md").read_text("utf-8")
    assert "Import codebook" in run("undo", book).output
    assert "csv or md" in run("export", book, "--format", "json", "--codebook", tmp_path / "x", code=1).output

import json
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from storage import codebook_operations, integrity, operations, plain, reading, schema
from storage.project import Project
from storage.rebuild import TABLES, Remarks
from tests.storage.contents import add_article
from tests.storage.test_model import RandomUser
from tests.storage.test_upgrade import RELEASED


def everything(path):
    """Every row of a project but its history and the name of its state."""
    with closing(Project.open(path, read_only=True)) as project:
        assert integrity.full_report(project.db) == []
        found = {table: project.db.execute(f"SELECT * FROM [{table}]").fetchall() for table in TABLES}
        found["project"] = project.db.execute("SELECT id, guid, created, revision, step FROM project").fetchall()
        return found


def back(path, folder):
    """What a project is after it was written as a plain copy and read again."""
    plain.write_plain(path, folder / "copy.json")
    remarks = Remarks()
    plain.read_plain(folder / "copy.json", folder / "again.postil", remarks)
    assert remarks.sentences() == []
    return folder / "again.postil"


class Copied(RandomUser):
    """Whatever a person does, a plain copy has all of it."""

    def teardown(self):
        path = self.project.path
        documents = [row[0] for row in self.project.db.execute("SELECT id FROM document")]
        reading.save_readings(self.project, {id_: reading.Reading(id_, f"1-{id_}") for id_ in documents})
        self.project.close()
        assert everything(back(path, self.folder)) == everything(path)
        super().teardown()


TestCopied = Copied.TestCase
TestCopied.settings = settings(max_examples=settings.default.max_examples // 2, stateful_step_count=15)


@pytest.fixture
def copy(project, tmp_path):
    """A plain copy of a project with two articles, tags, annotations and a bookmark."""
    add_article(project, title="One")
    add_article(project, "Some \x85 other “text” 😀.\nIt ends.", "Two")
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 12, ["a/b", "c"], "why\nnot")
    project.run("Annotate", operations.annotate_with_paths, 2, 5, 12, ["c"], "")
    project.run("Pin", operations.pin_tag, 3, 7)
    project.run("Example", codebook_operations.choose_example, 2, 1)
    project.run("Describe", codebook_operations.describe_tag, 2, "include", "when\n“so”")
    project.run("Bookmark", operations.add_bookmark, 1, 4, "here")
    project.close()
    plain.write_plain(project.path, tmp_path / "copy.json")
    return tmp_path / "copy.json"


def read(copy):
    """What becomes of a copy: everything in the project made of it, and what is told about it."""
    remarks = Remarks()
    target = copy.with_name("read.postil")
    target.unlink(missing_ok=True)
    plain.read_plain(copy, target, remarks)
    return everything(target), remarks.sentences()


def edited(copy, change):
    """The copy after its content was changed as a whole."""
    whole = json.loads(copy.read_text("utf-8"))
    change(whole)
    copy.write_text(json.dumps(whole), "utf-8")
    return copy


def test_a_person_can_read_it(copy):
    lines = copy.read_text("utf-8").split("\n")
    assert lines[:3] == ["{", '"format": "Postil JSON",', f'"version": {schema.VERSION},']
    assert sum(line.startswith('{"id":') for line in lines) == 1 + 2 + 2 + 3 + 2 + 3 + 1 + 1
    assert any("Some \x85 other “text” 😀.\\nIt ends." in line.replace('\\"', '"') for line in lines)
    whole = json.loads("\n".join(lines))
    assert list(whole) == ["format", "version", *TABLES]
    assert whole["annotation"][0]["note"] == "why\nnot"


def test_layout_does_not_matter(copy):
    before = read(copy)
    assert read(edited(copy, lambda whole: None)) == before
    copy.write_text("\ufeff" + json.dumps(json.loads(copy.read_text("utf-8")), indent=4), "utf-8")
    assert read(copy) == before


def test_what_is_not_known_is_let_be(copy):
    before = read(copy)

    def add(whole):
        whole["plans"] = [{"id": 1}]
        whole["tag"][0]["sharpness"] = 3
        whole["annotation"][0]["history_annotation_INSERT"] = "DROP TABLE tag"

    assert read(edited(copy, add)) == before


def test_what_was_there_stays_until_the_new_copy_is_complete(copy, tmp_path):
    before = copy.read_bytes()
    plain.write_plain(tmp_path / "test.postil", copy, going_on=iter([True] * 5 + [False]).__next__)
    assert copy.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.json", "test.postil"]
    with pytest.raises(UserError, match="is not a Postil project"):
        plain.write_plain(copy, copy)
    assert copy.read_bytes() == before


def test_it_is_as_private_as_the_project(copy, tmp_path):
    (tmp_path / "test.postil").chmod(0o600)
    plain.write_plain(tmp_path / "test.postil", copy)
    assert copy.stat().st_mode & 0o777 == 0o600


# -- damaged


def test_a_copy_that_was_cut_off_has_what_came_before(copy):
    whole, _ = read(copy)
    content = copy.read_bytes()
    copy.write_bytes(content[: content.index(b'"coding": [') + 40])
    found, told = read(copy)
    lost = dict.fromkeys(("coding", "example", "bookmark"))
    assert found | lost == whole | lost
    assert "The copy is damaged; what could be read line by line is there." in told
    assert any(sentence.startswith("Lines that cannot be read are left out") for sentence in told)


def test_a_line_that_cannot_be_read_costs_this_line(copy):
    whole, _ = read(copy)
    content = copy.read_bytes()
    copy.write_bytes(content.replace(b'{"id":3,"guid"', b'{"id":3 "guid"'))
    found, told = read(copy)
    lost = {"tag": None, "coding": None}
    assert {**found, **lost} == {**whole, **lost}
    assert [row[3] for row in found["tag"]] == ["a", "b", "Tag 3"]
    assert "A tag is lost but for its passages and subtags: “Tag 3”." in told
    assert len(found["coding"]) == 3


def test_the_name_of_a_table_that_cannot_be_read_costs_nothing(copy):
    whole, _ = read(copy)
    copy.write_bytes(copy.read_bytes().replace(b'"annotation": [', b'"anno\xff\xff\xffon": ['))
    assert read(copy)[0] == whole


def test_a_changed_letter_is_told(copy):
    copy.write_bytes(copy.read_bytes().replace(b"The end.", b"The eNd."))
    found, told = read(copy)
    assert found["document_text"][0][1].endswith("The eNd.")
    assert told == ["The text is not what was saved; compare it with its source: “One”."]
    copy.write_bytes(copy.read_bytes().replace(b"why", b"shy"))
    found, told = read(copy)
    assert found["annotation"][0][8] == "shy\nnot"
    assert "Not as it was saved: annotation 1." in told


def test_a_passage_gives_its_text_back_what_it_lost(copy):
    whole, _ = read(copy)
    copy.write_bytes(copy.read_bytes().replace(b"One sentence.", b"One sEntence."))
    found, told = read(copy)
    assert found == whole
    assert told == ["Words of the text are those of passages marked there: “One sentence”."]


@given(data=st.data())
def test_whatever_happens_to_it_the_result_is_sound_or_refused(data):
    """Bytes changed, cut out, doubled: what can be read makes a whole project, and a difference is told."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy.json"
        content = bytearray(_sample())
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(content) - 1))
            length = data.draw(st.integers(0, 30))
            content[at : at + length] = data.draw(st.one_of(st.binary(max_size=8), st.just(content[at : at + 90])))
        copy.write_bytes(content)
        try:
            found, told = read(copy)
        except UserError:  # its first lines
            return
        copy.write_bytes(_sample())
        assert told or {**found, "project": 0} == {**read(copy)[0], "project": 0}


@cache
def _sample() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "sample.postil"
        with closing(Project.create(path)) as project:
            add_article(project, title="One")
            project.run("Annotate", operations.annotate_with_paths, 1, 0, 12, ["a/b", "c"], "why")
            project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c"], "")
            project.run("Bookmark", operations.add_bookmark, 1, 4, "here")
        plain.write_plain(path, path.with_suffix(".json"))
        return path.with_suffix(".json").read_bytes()


# -- hostile

NUMBERS = st.one_of(st.integers(-2, 5), st.sampled_from([2**31, 2**53, 2**63, 2**64, -(2**63), 10**30]))
STRINGS = st.one_of(
    st.text(st.sampled_from("ab/\\\n\0\ud800\ufeff\u2028'\"😀e\u0301"), max_size=6),
    st.sampled_from(["'); DROP TABLE tag; --", "x" * 5000, "#zzzzzz", "#aabbcc", "file:///etc/passwd"]),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), NUMBERS, STRINGS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(STRINGS, inner, max_size=2)),
    max_leaves=3,
)


@given(data=st.data())
def test_whatever_it_says_the_result_is_sound(data):
    whole = json.loads(_sample())
    for _ in range(data.draw(st.integers(1, 8))):
        rows = whole[data.draw(st.sampled_from(TABLES))]
        if not rows or data.draw(st.integers(0, 9)) == 0:
            rows.append(data.draw(VALUES))
        elif isinstance(row := data.draw(st.sampled_from(rows)), dict) and row:
            if data.draw(st.booleans()):
                rows.append(row := dict(row))
            row[data.draw(st.sampled_from(sorted(row)))] = data.draw(VALUES)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy.json"
        copy.write_text(json.dumps(whole), "utf-8")
        read(copy)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"format": "something else", "version": 1}',
        b"[" * 200_000,
        b'{"format": ' + b"9" * 100_000 + b"}",
    ],
)
def test_what_is_no_plain_copy_is_refused(tmp_path, content):
    (tmp_path / "copy.json").write_bytes(content)
    with pytest.raises(UserError, match="is no plain copy of a Postil project"):
        plain.read_plain(tmp_path / "copy.json", tmp_path / "read.postil", Remarks())
    assert [path.name for path in tmp_path.iterdir()] == ["copy.json"]


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_nothing_is_missing_in_a_copy_of_an_earlier_version(tmp_path, version):
    shutil.copy(RELEASED / f"version-{version}.postil", tmp_path / "before.postil")
    plain.write_plain(tmp_path / "before.postil", tmp_path / "copy.json")
    _, told = read(tmp_path / "copy.json")
    assert told == []
    without = edited(tmp_path / "copy.json", lambda whole: whole.pop("coding"))
    assert "The part “coding” of the copy is missing." in read(without)[1]


def test_a_copy_of_a_newer_version_is_refused(copy):
    with pytest.raises(UserError, match="newer Postil"):
        read(edited(copy, lambda whole: whole.update(version=schema.VERSION + 1)))


def test_a_copy_that_is_far_too_large_is_refused_unread(tmp_path):
    with (tmp_path / "copy.json").open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(UserError, match="too large"):
        plain.read_plain(tmp_path / "copy.json", tmp_path / "read.postil", Remarks())


def test_nothing_is_overwritten(copy):
    target = copy.with_name("test.postil")
    before = target.read_bytes()
    with pytest.raises(UserError, match="exists already"):
        plain.read_plain(copy, target, Remarks())
    assert target.read_bytes() == before
    assert sorted(path.name for path in copy.parent.iterdir()) == ["copy.json", "test.postil"]


def test_tags_that_go_round_in_a_circle_are_put_at_the_top(copy):
    def turn(whole):
        for tag in whole["tag"]:
            tag["parent"] = tag["id"] % 3 + 1

    found, told = read(edited(copy, turn))
    assert [row[2] for row in found["tag"]].count(None) == 1
    assert any("Tags that had lost their place in the tree" in sentence for sentence in told)


def test_a_lost_text_is_made_of_its_passages(copy):
    found, told = read(edited(copy, lambda whole: whole["document_text"].pop(0)))
    assert found["document_text"][0] == (1, "One sentence")
    assert found["annotation"][0][3:6] == (0, 12, "One sentence")
    assert "The text is lost; in its place are the passages that were marked: “One”." in told
    assert len(found["coding"]) == 3


def test_a_passage_is_put_back_to_its_words(copy):
    def move(whole):
        whole["annotation"][0].update(start=40, stop=52)
        whole["annotation"][1].update(start=9_000, stop=9_001, quote="words that are not there", note="a note")

    found, told = read(edited(copy, move))
    assert found["annotation"][0][3:6] == (0, 12, "One sentence")
    assert found["annotation"][1][8] == "a note\n\nThe marked words were: “words that are not there”"
    assert any(sentence.startswith("Passages were put back to their words") for sentence in told)
    assert any(sentence.startswith("Passages were not found in their text") for sentence in told)

"""The codebook: what is said and counted about tags, examples, export, and import as one step."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.codebook_import import TEXTS, Entry
from core.errors import UserError
from storage import codebook, operations, tags
from storage import codebook_operations as do
from storage.export import export_codebook
from storage.exporters.codebook import COLUMNS, codebook_markdown
from storage.importers.codebook import read_codebook
from storage.project import Project
from tests.storage.contents import add_article, contents
from tests.storage.steps import refused, step

SAID = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PATHS = st.lists(st.text(st.sampled_from("aB/\\ é'=-\"\n;:"), min_size=1, max_size=6), min_size=1, max_size=5)


@pytest.fixture
def book(project, monkeypatch):
    """Two articles; tags 1 Economy, 2 Economy/Energy, 3 War, 4 Peace; annotations 1 to 3, one an hour."""
    hours = iter(range(10, 60))
    monkeypatch.setattr(operations, "now", lambda: f"2026-01-01T{next(hours)}:00:00Z")
    add_article(project)
    add_article(project, "Another text, short.", "Short")
    for document, start, stop, paths in (
        (1, 0, 13, ["Economy/Energy", "War"]),
        (1, 22, 31, ["Economy", "Economy/Energy"]),
        (2, 0, 7, ["Economy/Energy"]),
    ):
        project.run("Annotate", operations.annotate_with_paths, document, start, stop, paths, "")
    project.run("Create", operations.create_tag, "Peace")
    return project


def rows(project):
    return {row.path: row for row in codebook.rows(project.db)}


def test_uses_are_counted_own_and_with_subtags(book):
    found = rows(book)
    assert list(found) == ["Economy", "Economy/Energy", "Peace", "War"]
    economy, energy, peace, war = (row.use for row in found.values())
    assert economy[:4] == (1, 3, 2, 1)  # the second passage has both and is one
    assert energy[:4] == (3, 3, 2, 2)
    assert war[:4] == (1, 1, 1, 1)
    assert peace == codebook.Use()
    assert economy.first == energy.first == war.last < economy.last == energy.last
    assert [row.depth for row in found.values()] == [0, 1, 0, 0]


def test_texts_about_a_tag(book):
    for text in TEXTS:
        step(book, do.describe_tag, 2, text, f"{text}\r\nof Energy")
    assert rows(book)["Economy/Energy"].tag[4:] == tags.tag_tree(book.db).by_id[2][4:]
    assert [getattr(rows(book)["Economy/Energy"].tag, text) for text in TEXTS] == [f"{t}\nof Energy" for t in TEXTS]
    refused(book, "There is no tag 99", do.describe_tag, 99, "include", "")
    with pytest.raises(ValueError, match="name"):
        book.run("Name", do.describe_tag, 2, "name", "")


def test_examples_are_chosen_shown_and_dropped(book):
    step(book, do.choose_example, 2, 2)
    step(book, do.choose_example, 2, 1)
    assert [e.annotation for e in rows(book)["Economy/Energy"].examples] == [2, 1]
    assert rows(book)["Economy/Energy"].examples[1].quote == "One sentence."
    assert codebook.shown_by(book.db, 1) == {2}
    assert book.run("Again", do.choose_example, 2, 1)[1].before == {}
    step(book, do.drop_example, 2, 2)
    assert [e.annotation for e in rows(book)["Economy/Energy"].examples] == [1]
    refused(book, "Only a passage that has the tag", do.choose_example, 4, 1)
    refused(book, "no longer in the project", do.choose_example, 2, 99)


def test_an_example_is_shown_as_long_as_the_passage_has_the_tag(book):
    book.run("Choose", do.choose_example, 2, 1)
    book.run("Untag", operations.remove_tags, [1], [2])
    assert rows(book)["Economy/Energy"].examples == ()
    assert codebook.shown_by(book.db, 1) == frozenset()
    book.undo()
    assert len(rows(book)["Economy/Energy"].examples) == 1


def test_an_example_that_is_joined_with_another_passage_stays_one(book):
    book.run("Choose", do.choose_example, 2, 2)
    step(book, operations.join_annotations, [1, 2])
    assert [e.annotation for e in rows(book)["Economy/Energy"].examples] == [1]


def test_groups_are_named(book):
    with book.db.atomic():
        book.db.execute("UPDATE project SET step = 1")
        for name in ("B", "a"):
            made = book.db.execute(
                "INSERT INTO tag_group (guid, name, folded, created) VALUES (?, ?, ?, '')",
                [name, name, name.lower()],
            ).lastrowid
            book.db.execute("INSERT INTO membership (group_id, tag_id) VALUES (?, 2)", [made])
        book.db.execute("UPDATE project SET step = NULL")
    assert rows(book)["Economy/Energy"].groups == ("a", "B")


def test_an_import_makes_what_is_missing_and_fills_what_is_empty(book):
    book.run("Define", do.describe_tag, 3, "definition", "ours")
    brought = [
        Entry(("ECONOMY", "energy", "Oil"), "black", color="#123456"),
        Entry(("war",), "theirs", "if shots are fired"),
        Entry(("New",)),
    ]
    assert step(book, do.import_codebook, brought) == 3
    found = rows(book)
    assert list(found) == ["Economy", "Economy/Energy", "Economy/Energy/Oil", "New", "Peace", "War"]
    assert found["Economy/Energy/Oil"].tag[3:5] == ("#123456", "black")
    assert found["War"].tag.definition == "ours"
    assert found["War"].tag.include == "if shots are fired"
    assert found["New"].tag.color not in {tag.color for tag in tags.tag_tree(book.db) if tag.name != "New"}
    touched, changes = book.run("Again", do.import_codebook, brought)
    assert (touched, changes.before) == (0, {})
    assert step(book, do.import_codebook, brought, True) == 1
    assert rows(book)["War"].tag.definition == "theirs"


def test_an_import_that_cannot_be_leaves_no_trace(book):
    refused(book, "needs a name", do.import_codebook, [Entry(("A",)), Entry(("B", "x"), color="red"), Entry(("",))])


@settings(max_examples=25)
@given(PATHS, st.lists(SAID, min_size=6, max_size=6), st.data())
def test_an_export_brought_in_again_changes_nothing(tmp_path_factory, paths, said, data):
    folder = tmp_path_factory.mktemp("codebook")
    project = Project.create(folder / "book.postil")
    try:
        for path in paths:
            try:
                project.run("Create", operations.create_tag_path, path)
            except UserError:
                continue
        known = tags.tag_tree(project.db).order
        for at, text in enumerate(said if known else ()):
            tag = data.draw(st.sampled_from(known))
            project.run("Describe", do.describe_tag, tag, TEXTS[at % 3], text)
        before = contents(project)
        export_codebook(project, "csv", folder / "codebook.csv")
        if known:
            project.run("Import", do.import_codebook, read_codebook(folder / "codebook.csv"), True)
        assert contents(project) == before
        other = Project.create(folder / "other.postil")
        if known:
            other.run("Import", do.import_codebook, read_codebook(folder / "codebook.csv"))
        assert ["\n".join(map(str, row.tag[2:5])) for row in rows(other).values()] == [
            "\n".join(
                map(str, (row.tag.name, row.tag.color, row.tag.definition if row.tag.definition.strip() else ""))
            )
            for row in rows(project).values()
        ]
        other.close()
    finally:
        project.close()


def test_the_table_is_safe_in_a_spreadsheet_and_says_everything(book, tmp_path):
    book.run("Choose", do.choose_example, 3, 1)
    book.run("Rename", operations.rename_tag, 3, "=War()")
    book.run("Define", do.describe_tag, 3, "definition", "-1\nor more")
    assert export_codebook(book, "csv", tmp_path / "codebook.csv") == 4
    raw = (tmp_path / "codebook.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    war = dict(zip(head, next(line for line in lines if "War" in line[0]), strict=True))
    assert war["tag"] == "'=War()"
    assert war["definition"] == "'-1\nor more"
    assert war["examples"] == "One sentence."
    assert (war["codings"], war["passages"], war["articles"], war["first use"][:4]) == ("1", "1", "1", "2026")


def test_the_pages_of_markdown(book, tmp_path):
    book.run("Choose", do.choose_example, 3, 1)
    book.run("Define", do.describe_tag, 3, "exclude", "a *trade* war\n# no")
    page = "".join(codebook_markdown(codebook.rows(book.db)))
    assert "\n### Economy/Energy\n\n3 codings · 3 passages · 2 articles · 2026-01-01 to 2026-01-01\n" in page
    assert (
        "\n## War\n\n**When not to use.** a \\*trade\\* war\\\n\\# no\n\n1 coding · 1 passage · 1 article" in page
    )
    assert "\n> One sentence.\n\n— An article\n" in page
    assert "## Peace\n\nNot used yet.\n" in page
    assert export_codebook(book, "md", tmp_path / "codebook.md") == 4
    assert (tmp_path / "codebook.md").read_text("utf-8") == page


@pytest.mark.parametrize("name", ["codebook.postil", "folder"])
def test_an_export_overwrites_no_project_and_no_folder(book, tmp_path, name):
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError):
        export_codebook(book, "csv", tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"tag\nA\x00\x00\x00\x01\x02", "not a text file"),
        ("a.csv", "tag\nÄ".encode("cp1252"), "not UTF-8 text"),
        ("a.csv", b"x;y\n1;2", "“a.csv” cannot be brought in. The first line names no column"),
        ("a.txt", b"A\x00b, and some more of it", "characters that no text may hold"),
        ("a.txt", b"", "no tags"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_with_a_sentence(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        read_codebook(tmp_path / name)


def test_a_huge_file_is_refused_unread(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(UserError, match="larger than"):
        read_codebook(tmp_path / "a.csv")
    with pytest.raises(UserError, match="is a folder"):
        read_codebook(tmp_path)


def test_what_excel_calls_unicode_text_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("Code\tDescription\r\nÄ/b\tש\r\n".encode("utf-16"))
    assert read_codebook(tmp_path / "a.txt") == [Entry(("Ä", "b"), "ש")]

"""Every export, read again by somebody who does not know how it was made."""

import csv
import html
import io
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from textwrap import fill

import pytest

from core.codebook import TagTree
from core.errors import UserError
from core.model import Annotation, Attribute, Document, Tag
from core.notes import On, Written
from core.text import sha256
from storage import documents, group_operations, note_operations, operations, tags
from storage.export import export
from storage.exporters import FORMATS, Format
from storage.exporters.material import Material
from storage.project import Project
from tests.storage.contents import add_article, everything

GOLDEN = Path(__file__).parent / "golden"
TRICKY = "😀 cafe\u0301 שלום\u200f עולם a\xa0b 👩‍👩‍👧\nsecond  line\u202e with\ttabs\n\n  third & <last> line"
HOSTILE = "<script>alert(1)</script>](javascript:alert(2)) `*_#|"

DOCUMENTS = (
    Document(1, "A letter & an <answer>", "Ann Author", "The Outlet", "2025-04-03", "letter.txt", 0, 0, ""),
    Document(2, "Nothing marked", "", "", "", "empty.txt", 0, 0, ""),
    Document(4, "עברית", "", "", "", "=cmd.txt", 0, 0, ""),
)
ATTRIBUTES = [Attribute(2, "Pages", "number"), Attribute(3, "Seen", "yes-no"), Attribute(5, "note", "text")]


def note(kind, on, text, title=""):
    on = On(kind, on)
    return Written(("note", 1), on, on.id if kind == "document" else None, title, text, "2026-01-03", "2026-01-04")


VALUES = {1: {2: "-3", 3: "yes", 5: "=1+1"}}
TEXTS = {
    1: "Dear reader,\n\n1. We saw ☂ *rain*.\n- And then the sun came out.\n\nYours",
    2: "Not a word of it.",
    4: "שלום עולם, and a\xa0hard space.",
}
NOTES = (
    note("document", 1, "About <this> letter\n\n1. again"),
    note("tag", 3, "=Why weather"),
    note("project", 0, "The *whole*"),
    note("journal", 4, "In the end", "Day <2>"),
)
GROUPS = {"Chapter 1": frozenset({5, 8}), "Empty": frozenset()}
TAGS = TagTree(
    [
        Tag(3, None, "Weather", "#4477aa", "What falls\nfrom the sky", 1, "Rain & sun", "Climate"),
        Tag(5, 3, "Rain/snow", "#228833", "", None),
        Tag(8, None, "=Hope", "#cc4455", "", None),
        Tag(9, None, "Unused", "#ccbb44", "", None),
    ]
)


def annotation(id_, document, start, stop, tags=(), note="", minute=0):
    guid = f"00000000-0000-4000-8000-{id_:012}"
    return Annotation(
        id_, guid, document, start, stop, note, "2026-01-02T03:04:05Z", f"2026-01-02T03:{minute:02}:00Z", tags
    )


ANNOTATIONS = (
    annotation(1, 1, 14, 33, (3,), "Why?\n\n1. Because\n- <b>so</b>"),
    annotation(2, 1, 21, 62, (5, 8), minute=9),
    annotation(3, 1, 24, 25),
    annotation(7, 4, 0, 9, (), "@note"),
    annotation(6, 4, 11, 21, (8, 3)),
)


def material(passages=ANNOTATIONS, texts=TEXTS, tags=TAGS, articles=DOCUMENTS, notes=(), groups=None) -> Material:
    codings = {}
    for tag in [tag for each in passages for tag in each.tags]:
        codings[tag] = codings.get(tag, 0) + 1
    quoted = ((each, texts[each.document][each.start : each.stop]) for each in passages)
    return Material(articles, tags, codings, quoted, texts.__getitem__, notes, ATTRIBUTES, VALUES, groups or {})


def text_of(name: str, given: Material | None = None) -> str:
    return "".join(FORMATS[name].function(given or material()))


def beside_the_lock(folder: Path) -> list[str]:
    """What is in the folder of an open project."""
    return sorted(name for name in os.listdir(folder) if name != ".test.postil.lock")


# Independent readers: from the text of an export back to guid or place, and quote.


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


class Page(HTMLParser):
    """The texts, highlights and notes of an exported page, and every element of it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.quotes: dict[int, str] = {}
        self.notes: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.underlines: dict[str, set[str]] = {}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "div" and ("class", "text") in attrs:
            self.texts.append("")
        if tag == "p" and ("class", "note") in attrs:
            self.notes.append("")
        if tag not in ("meta", "br"):
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        kinds = {tag for tag, _ in self._open}
        classes = {attributes.get("class") for _, attributes in self._open}
        if "note" in classes and "a" not in kinds:
            self.notes[-1] += data
        if "text" not in classes or "aside" in kinds:
            return
        self.texts[-1] += data
        for _, attributes in self._open:
            for key in (attributes.get("data-annotations") or "").split():
                self.quotes[int(key)] = self.quotes.get(int(key), "") + data
                lines = {str(each.get("class")) for tag, each in self._open if tag == "u"}
                self.underlines.setdefault(key, set()).update(lines)


def read_markdown_quotes(text: str) -> dict[tuple[int, int], str]:
    """Place -> quote, undoing what a Markdown reader undoes."""
    found = {}
    for block, start, stop in re.findall(r"((?:^>.*\n)+)\n¶ \d+ · (\d+)–(\d+) · ", text, re.MULTILINE):
        lines = [line.removeprefix(">").removeprefix(" ") for line in block.rstrip("\n").split("\n")]
        plain = "\n".join(re.sub(r"\\\Z", "", line) for line in lines)
        found[int(start), int(stop)] = html.unescape(re.sub(r"\\([!-/:-@[-`{-~])", r"\1", plain))
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_exports_look_as_they_always_did(name):
    golden = GOLDEN / f"export{FORMATS[name].suffix}"
    assert text_of(name, material(notes=NOTES, groups=GROUPS)).encode() == golden.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_exports_of_nothing_are_whole(name):
    empty = text_of(name, material((), articles=()))
    if name == "csv":
        assert read_csv(empty) == []
    elif name == "json":
        found = json.loads(empty)
        assert (found["annotations"], found["articles"], found["notes"]) == ([], [], [])
    elif name == "html":
        assert Page(empty).texts == []
    else:
        assert empty.startswith("# Annotations\n")
        assert "##" not in empty


def test_json_says_everything_about_each_annotation():
    records = json.loads(text_of("json"))["annotations"]
    assert records[1] == {
        "id": 2,
        "guid": "00000000-0000-4000-8000-000000000002",
        "document": 1,
        "start": 21,
        "stop": 62,
        "quote": TEXTS[1][21:62],
        "tags": ["Weather/Rain\\/snow", "=Hope"],
        "note": "",
        "title": "A letter & an <answer>",
        "source": "letter.txt",
        "author": "Ann Author",
        "outlet": "The Outlet",
        "date": "2025-04-03",
        "attributes": {"Pages": -3, "Seen": True, "note": "=1+1"},
        "created": "2026-01-02T03:04:05Z",
        "modified": "2026-01-02T03:09:00Z",
    }
    assert [record["id"] for record in records] == [1, 2, 3, 7, 6]


def test_json_has_articles_tags_groups_and_notes():
    found = json.loads(text_of("json", material(notes=NOTES, groups=GROUPS)))
    assert list(found) == ["annotations", "articles", "tags", "groups", "notes"]
    assert [(a["id"], a["title"], a["attributes"]) for a in found["articles"]] == [
        (1, "A letter & an <answer>", {"Pages": -3, "Seen": True, "note": "=1+1"}),
        (2, "Nothing marked", {}),
        (4, "עברית", {}),
    ]
    assert [tag["path"] for tag in found["tags"]] == ["=Hope", "Unused", "Weather", "Weather/Rain\\/snow"]
    assert found["tags"][2] == {
        "path": "Weather",
        "color": "#4477aa",
        "definition": "What falls\nfrom the sky",
        "include": "Rain & sun",
        "exclude": "Climate",
        "codings": 2,
    }
    assert found["groups"] == [
        {"name": "Chapter 1", "tags": ["=Hope", "Weather/Rain\\/snow"]},
        {"name": "Empty", "tags": []},
    ]
    assert [(n["kind"], n["document"], n["tag"], n["title"], n["text"]) for n in found["notes"]] == [
        ("document", 1, None, "", "About <this> letter\n\n1. again"),
        ("tag", None, "Weather", "", "=Why weather"),
        ("project", None, None, "", "The *whole*"),
        ("journal", None, None, "Day <2>", "In the end"),
    ]


def test_no_note_is_lost_on_the_page():
    page = Page(text_of("html", material(notes=NOTES)))
    texts = [note.strip() for note in page.notes]
    own = [each.note for each in ANNOTATIONS if each.note]
    assert texts == [NOTES[0].text, *own, NOTES[2].text, NOTES[1].text, NOTES[3].text]
    assert page.texts == list(TEXTS.values())


def test_the_page_says_what_tags_mean_and_what_is_noted_about_articles():
    page = text_of("html")
    for said in ("What falls\nfrom the sky", "When to use: Rain &amp; sun", "When not to use: Climate"):
        assert f'<small dir="auto">{said}</small>' in page
    assert "Pages: -3 · Seen: yes · note: =1+1</p>" in page


def test_csv_has_a_row_for_each_coding_and_one_for_each_untagged_annotation():
    rows = read_csv(text_of("csv"))
    assert [(row["annotation"], row["tag"]) for row in rows] == [
        ("1", "Weather"),
        ("2", "Weather/Rain\\/snow"),
        ("2", "'=Hope"),
        ("3", ""),
        ("7", ""),
        ("6", "'=Hope"),
        ("6", "Weather"),
    ]
    assert rows[0]["note"] == ANNOTATIONS[0].note
    assert rows[0]["quote"] == TEXTS[1][14:33]
    assert {row["source"] for row in rows[-3:]} == {"'=cmd.txt"}


def test_csv_has_a_column_for_all_that_is_known_about_an_article():
    rows = read_csv(text_of("csv", material(notes=NOTES)))
    columns = ("author", "outlet", "date", "article note", "Pages", "Seen", "note (article)")
    assert [rows[0][column] for column in columns] == [
        "Ann Author",
        "The Outlet",
        "2025-04-03",
        NOTES[0].text,
        "-3",
        "yes",
        "'=1+1",
    ]
    assert [rows[-1][column] for column in columns] == [""] * 7


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "  =1+1", "\n=1+1", "\xa0=1+1", "＝1+1"])
def test_no_cell_of_a_csv_is_run_as_a_formula(start):
    hostile = Document(1, start, "", "", "", start, 0, 0, "")
    tags = TagTree([Tag(1, None, start.strip(), "#000000", "", None)])
    rows = read_csv(
        text_of("csv", material([annotation(1, 1, 0, len(start), (1,), start)], {1: start}, tags, [hostile]))
    )
    for column in ("article", "source", "quote", "note"):
        assert rows[0][column] == "'" + start
    for column, cell in rows[0].items():
        assert column == "Pages" or not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert not cell.startswith("\t")


def test_csv_lines_end_as_spreadsheets_expect_and_keep_the_breaks_inside():
    text = text_of("csv")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == len(read_csv(text)) + 1
    assert "\n\n1. Because\n" in text


@pytest.mark.parametrize("characters", [TRICKY, HOSTILE + "\n" + TRICKY, "\n\n" + TRICKY + "\n"])
def test_nothing_before_a_highlight_moves_it(characters):
    places = [(a, b) for a in range(0, len(characters), 3) for b in range(a + 1, len(characters) + 1, 5)]
    marks = sorted(
        (annotation(n, 1, a, b, (3,) if n % 2 else (5, 8), "") for n, (a, b) in enumerate(places, 1)),
        key=lambda a: (a.start, -a.stop),
    )
    expected = {mark.id: characters[mark.start : mark.stop] for mark in marks}
    made = {name: text_of(name, material(marks, {1: characters}, articles=DOCUMENTS[:1])) for name in FORMATS}
    records = json.loads(made["json"])["annotations"]
    assert {record["id"]: record["quote"] for record in records} == expected
    for row in read_csv(made["csv"]):
        assert row["quote"].removeprefix("'") == expected[int(row["annotation"])]
    page = Page(made["html"])
    assert page.texts == [characters]
    for key, quote in expected.items():
        # The breaks between lines stand between the paragraphs.
        assert page.quotes.get(key, "") == quote.replace("\n", "")
    quotes = read_markdown_quotes(made["md"])
    for mark in marks:
        assert quotes[mark.start, mark.stop].rstrip(" ") == expected[mark.id].rstrip(" ")


def test_a_hard_wrapped_text_has_the_paragraphs_that_a_reader_sees():
    whole = "It was in the autumn, when the second of the regiments came to a town of which nobody had ever heard."
    broken = fill(whole, 60, subsequent_indent="  ")
    text = "\n\n".join([broken, fill(whole, 60), "The end."])
    start = text.index("The end")
    marks = (annotation(1, 1, len(broken) + 9, start - 9, (3,), "A note"), annotation(2, 1, start, start + 7, (5,)))
    page, noted = (text_of(name, material(marks, {1: text}, articles=DOCUMENTS[:1])) for name in ("html", "md"))
    assert Page(page).texts == ["\n\n".join([broken.replace("\n", " "), whole, "The end."])]
    assert re.findall(r'<p dir="auto"( class="reflowed")? data-number="(\d)">', page) == [
        (' class="reflowed"', "1"),
        (' class="reflowed"', "2"),
        ("", "3"),
    ]
    assert ".reflowed { white-space: normal; }" in page
    assert re.findall(r"^¶ (\d) ", noted, re.MULTILINE) == ["2", "3"]
    for mark in marks:
        assert read_markdown_quotes(noted)[mark.start, mark.stop] == text[mark.start : mark.stop]


def test_the_page_underlines_each_tag_and_tells_the_notes():
    page = Page(text_of("html"))
    assert page.texts == list(TEXTS.values())
    assert page.underlines == {
        "1": {"t3", "t5", "t8", "t0"},
        "2": {"t3", "t5", "t8", "t0"},
        "3": {"t3", "t5", "t8", "t0"},
        "7": {"t0"},
        "6": {"t3", "t8"},
    }
    assert [note.strip() for note in page.notes] == [ANNOTATIONS[0].note, "@note"]


def test_the_legend_counts_the_codings_of_used_tags():
    legend = text_of("html").partition('<ul class="legend"')[2].partition("</ul>")[0]
    rows = re.findall(r'<bdi>(.*?)</bdi></u></mark>(?: <span class="count">(\d+)</span>)?', legend)
    assert rows == [("=Hope", "2"), ("Weather", "2"), ("Weather/Rain\\/snow", "1"), ("<i>no tag</i>", "")]
    assert "What falls\nfrom the sky" in legend


def test_every_place_a_page_refers_to_is_there_once():
    elements = Page(text_of("html")).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    targets = {attributes["href"].removeprefix("#") for _, attributes in elements if "href" in attributes}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert {"a1", "n1", "a7", "n7", "d1", "d2", "d4"} <= set(ids)


def test_a_page_loads_and_runs_nothing():
    given = Document(1, HOSTILE, HOSTILE, HOSTILE, "", HOSTILE, 0, 0, "")
    tags = TagTree([Tag(1, None, f'"><img src=x onerror=alert(1)> {HOSTILE}', "#4477aa", HOSTILE, None)])
    text = f"{HOSTILE}\n</p></div><style>*{{display:none}}</style>\n\" onmouseover='x'"
    mark = annotation(1, 1, 0, len(text), (1,), HOSTILE + "\n</aside>")
    notes = [note(kind, 1, HOSTILE, HOSTILE) for kind in ("document", "tag", "project", "journal")]
    page = Page(made := text_of("html", material([mark], {1: text}, tags, [given], notes)))
    assert page.texts == [text]
    assert [each.strip() for each in page.notes].count(HOSTILE) == 4
    kinds = [tag for tag, _ in page.elements]
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(kinds)
    assert kinds.count("style") == 1
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    assert "url(" not in made.partition("</style>")[0]
    policy = {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    assert ("meta", policy) in page.elements


def test_articles_cannot_write_markdown_or_html():
    lines = [
        HOSTILE,
        "# heading",
        "===",
        "---",
        "+ item",
        "12) item",
        "    code",
        "~~~",
        ":-: | :-:",
        "<b>&amp;",
        "[a]: http://x.example",
        "![i](www.x.example)",
        "mail@x.example",
        "back\\",
        "***",
    ]
    text = "\n".join(lines)
    title = Document(1, "two\n# lines", "", "", "", "", 0, 0, "")
    tags = TagTree([Tag(1, None, HOSTILE, "#4477aa", "", None)])
    made = text_of("md", material([annotation(1, 1, 0, len(text), (1,), text)], {1: text}, tags, [title]))
    assert "<" not in made
    assert read_markdown_quotes(made) == {(0, len(text)): text}
    plain = re.sub(r"\\[!-/:-@[-`{-~]", "x", made)  # what is escaped means nothing
    assert not re.search(r"[`*_\[\]|~@]|://|www\.", plain.replace("**Note.**", ""))
    ours = ("# Annotations", "## two ", "### ")
    for line in plain.split("\n"):
        assert not re.match(r"(> ?)?(\d+[.)]|[-+=:#\t]| {4})", line) or line.startswith(ours), line


def test_markdown_groups_by_article_and_tag_in_their_order_untagged_last():
    headings = re.findall(r"^##+ .*", text_of("md"), re.MULTILINE)
    assert headings == [
        "## A letter &amp; an &lt;answer&gt;",
        "### \\=Hope",
        "### Weather",
        "### Weather/Rain\\\\/snow",
        "### Untagged",
        "## עברית",
        "### \\=Hope",
        "### Weather",
        "### Untagged",
    ]


@pytest.fixture
def filled(project) -> Project:
    """A project with two articles and three annotations."""
    first, second = (add_article(project, TRICKY, title) for title in ("First", "Second"))
    for document, start, paths in ((first, 2, ["A/B", "C"]), (first, 8, []), (second, 4, ["C"])):
        project.run("x", operations.annotate_with_paths, document, start, start + 5, paths, "A note")
    return project


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_says_how_many_annotations_it_wrote_and_changes_nothing(filled, tmp_path, name):
    before = everything(filled)
    assert export(filled, name, tmp_path / "out") == 3
    assert everything(filled) == before
    assert not filled.db.conn.in_transaction
    assert b"caf" in (tmp_path / "out").read_bytes()
    assert beside_the_lock(tmp_path) == ["out", "test.postil"]


def test_one_article_alone(filled, tmp_path):
    first, second = documents.all_documents(filled.db)
    assert export(filled, "json", tmp_path / "a.json", second.id) == 1
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    (record,) = found["annotations"]
    assert (record["title"], record["quote"], record["tags"]) == ("Second", TRICKY[4:9], ["C"])
    assert export(filled, "html", tmp_path / "a.html", first.id) == 2
    made = (tmp_path / "a.html").read_text("utf-8")
    page = Page(made)
    assert page.texts == [TRICKY]
    assert re.findall(r"<bdi>(.*?)</bdi></u></mark> .*?(\d+)</span>", made) == [("A/B", "1"), ("C", "1")]
    assert export(filled, "md", tmp_path / "a.md", first.id) == 2
    assert "Second" not in (tmp_path / "a.md").read_text("utf-8")
    with pytest.raises(UserError, match="no article 99"):
        export(filled, "csv", tmp_path / "a.csv", 99)
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_notes_of_all_kinds_are_in_exports(filled, tmp_path, name):
    first, second = documents.all_documents(filled.db)
    tag = next(tag for tag in tags.tag_tree(filled.db) if tag.name == "C")
    ons = {"Of the first": On("document", first.id), "Of the second": On("document", second.id)}
    others = {"Of the tag": On("tag", tag.id), "Of all": On("project")}
    for text, on in (ons | others).items():
        filled.run("Write", note_operations.write_note, on, text)
    filled.run("Add", note_operations.add_note, "Tuesday", "Of the day")
    filled.run("Group", group_operations.create_group, "Chapter", [tag.id])
    export(filled, name, tmp_path / "all")
    whole = (tmp_path / "all").read_text("utf-8")
    expected = [*ons] if name == "csv" else [*ons, *others, "Tuesday", "Of the day"]
    assert [text for text in expected if text in whole] == expected
    assert ("Chapter" in whole) == (name == "json")
    export(filled, name, tmp_path / "one", second.id)
    one = (tmp_path / "one").read_text("utf-8")
    assert "Of the second" in one
    assert not [text for text in ("Of the first", *others, "Of the day", "Chapter", "A/B") if text in one]


def test_an_export_replaces_an_older_one_and_keeps_its_permissions(filled, tmp_path):
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o600)
    export(filled, "json", target)
    assert len(json.loads(target.read_text("utf-8"))["annotations"]) == 3
    assert target.stat().st_mode & 0o777 == 0o600


def failing(material: Material) -> Iterator[str]:
    yield "begun"
    raise OSError(28, "No space left on device")


def forgetful(material: Material) -> Iterator[str]:
    annotation, _ = next(iter(material.passages))
    yield annotation.guid


@pytest.mark.parametrize(("function", "sentence"), [(failing, "No space left"), (forgetful, "Only 1 of 3")])
def test_an_export_that_fails_leaves_the_older_one(filled, tmp_path, monkeypatch, function, sentence):
    monkeypatch.setitem(FORMATS, "csv", Format(".csv", "Table", function))
    target = tmp_path / "out.csv"
    target.write_text("old")
    with pytest.raises(UserError, match=sentence):
        export(filled, "csv", target)
    assert target.read_text() == "old"
    assert beside_the_lock(tmp_path) == [
        "out.csv",
        "test.postil",
    ]
    assert not filled.db.conn.in_transaction
    filled.run("still works", operations.create_tag, "New")


def test_what_an_export_must_not_overwrite(filled, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "other.txt").write_text("other")
    (tmp_path / "link").symlink_to(tmp_path / "other.txt")
    (tmp_path / "hard").hardlink_to(filled.path)
    before = sha256(everything(filled))
    for name in ("folder", "link", "hard", "test.postil", "new.postil", "missing/out.csv"):
        with pytest.raises(UserError):
            export(filled, "csv", tmp_path / name)
    assert (tmp_path / "other.txt").read_text() == "other"
    assert sha256(everything(filled)) == before
    assert beside_the_lock(tmp_path) == [
        "folder",
        "hard",
        "link",
        "other.txt",
        "test.postil",
    ]

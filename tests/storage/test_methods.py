"""The appendix of a paper: what it says, that nothing in it is taken for markup, that it needs nothing else."""

import re
from html.parser import HTMLParser

import pytest

from core import VERSION
from core.errors import UserError
from core.notes import PROJECT
from core.text import count_words
from storage import attribute_operations, codebook_operations, note_operations, operations
from storage.export import export_methods
from storage.exporters.methods import LONGEST, WIDEST, Shown
from tests.storage.contents import TEXT, add_article

BAD = "<script>alert(1)</script> *a* | b\nx"
SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><text>Energy</text></svg>\n'
NUMBERS = [
    Shown("Tags", "All articles", [["Tag", "Codings"], ["A|B", "1,200"], ["=C", "–"]], "Unit: codings.\nMore.")
]
CHARTS = [Shown("Tag <frequency>", "All", [["", "all"], ["Energy", "2"]], "Unit: codings.", SVG)]


@pytest.fixture
def book(project):
    """Two articles, three codings, an attribute, a definition with markup, a note on the project."""
    first, second = (add_article(project, title=title) for title in ("One", "Two <i>|</i>"))
    for name in ("Economy", "Economy/Energy"):
        project.run("New tag", operations.create_tag_path, name)
    project.run("Define", codebook_operations.describe_tag, 2, "definition", BAD)
    project.run("Tag", operations.annotate, first, 0, 3, [1, 2])
    project.run("Tag", operations.annotate, second, 0, 3, [2])
    project.run("Example", codebook_operations.choose_example, 2, 1)
    project.run("Note", note_operations.write_note, PROJECT, BAD)
    return project


def written(book, tmp_path, kind, numbers=NUMBERS, charts=CHARTS):
    path = tmp_path / f"methods.{kind}"
    assert export_methods(book, kind, path, numbers, charts) == 2
    return path.read_text("utf-8")


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words.append(data)


def test_markdown_has_all_of_it(book, tmp_path):
    text = written(book, tmp_path, "md")
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == [
        "# Methods: test",
        *("## Articles", "## Codebook", "### Economy", "#### Economy/Energy"),
        *("## Numbers", "### Tags", "## Charts", "### Tag &lt;frequency&gt;"),
    ]
    assert "2 articles, 2 tags, 2 annotations and 3 codings." in text
    assert re.search(rf"Made with Postil {re.escape(VERSION)} on \d{{4}}-\d\d-\d\d\.", text)
    assert f"| 1 | One |  |  |  | {count_words(TEXT)} | 1 | 2 |" in text
    assert "| A\\|B | 1,200 |\n| =C | – |\n" in text
    assert "| Tag | Codings |\n| --- | ---: |" in text
    assert "Unit: codings.\\\nMore." in text


def test_the_page_has_all_of_it_and_nothing_is_markup(book, tmp_path):
    page = Page(written(book, tmp_path, "html"))
    assert "script" not in page.tags
    assert "i" not in page.tags
    assert page.words.count(BAD) == 2  # the note on the project, and the definition
    for word in ("Two <i>|</i>", "A|B", "1,200", "Energy", "Tag <frequency>", "Unit: codings.\nMore."):
        assert word in page.words
    assert page.tags.count("svg") == 1
    assert page.tags.count("table") == 3


def test_the_page_needs_nothing_else(book, tmp_path):
    text = written(book, tmp_path, "html")
    assert "default-src 'none'" in text
    assert "<?xml" not in text
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "use", "image"} & set(page.tags)
    assert not {"src", "href", "xlink:href"} & {name for name, _ in page.attributes}
    assert "url(" not in text
    assert "@import" not in text


def test_attributes_of_articles_are_columns(book, tmp_path):
    attribute = book.run("New", attribute_operations.create_attribute, "Price|mood", "number")[0]
    book.run("Set", attribute_operations.set_value, 1, attribute, "12")
    assert "| Date | Price\\|mood | Words |" in written(book, tmp_path, "md")
    assert "Price|mood" in Page(written(book, tmp_path, "html")).words


@pytest.mark.parametrize(("rows", "columns"), [(1, WIDEST + 1), (LONGEST + 1, 1)])
def test_a_table_that_no_page_holds_is_left_to_csv(book, tmp_path, rows, columns):
    table = [["", *map(str, range(columns))], *([["7"] * (columns + 1)] * rows)]
    for kind in ("md", "html"):
        text = written(book, tmp_path, kind, [Shown("Large", "", table, "Defined.")], [])
        assert f"a table of {rows:,} rows and {columns:,} columns; Postil exports it as CSV" in text
        assert text.count(">7<") + text.count("| 7 |") == 0
        assert "Defined." in text


def test_a_project_and_a_folder_are_not_written_over(book, tmp_path):
    (tmp_path / "folder").mkdir()
    for name in ("other.postil", "folder"):
        with pytest.raises(UserError):
            export_methods(book, "md", tmp_path / name, NUMBERS, CHARTS)

"""What the documents say is compared with the program."""

import re
import sys
from pathlib import Path

import platformdirs
import pytest

from core import VERSION, anchor
from core.codebook import MAX_NAME
from storage import annotations, history, operations, schema, snapshots, tag_operations, tags
from storage.lock import lock_path
from tests.storage.contents import TEXT, add_article
from ui import settings
from ui.safety import crash_log

ROOT = Path(__file__).parents[1]
FORMAT = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")


def section(table: str) -> str:
    """The part of the page under the heading that names the table."""
    for part in FORMAT.split("\n### ")[1:]:
        heading, _, body = part.partition("\n")
        if table in heading.split(", "):
            return body
    raise AssertionError(f"no heading for table {table}")


def test_every_table_column_and_index_is_described(project):
    for kind, name in project.db.execute("SELECT type, name FROM main.sqlite_master"):
        if name.startswith("sqlite_"):
            continue
        if kind == "index":
            assert f"`{name}`" in FORMAT, name
        else:
            described = set(re.findall(r"`(\w+)`", section(name)))
            assert set(schema.columns(project.db, name)) <= described, name


def test_no_column_is_described_that_is_not_there(project):
    for table in ("project", *schema.TRACKED, "reading"):
        first_cells = re.findall(r"^\| (`.*?`) \|", section(table), re.MULTILINE)
        described = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}
        assert described == set(schema.columns(project.db, table)), table


def test_the_numbers_are_those_of_the_program():
    assert str(schema.APPLICATION_ID) in FORMAT
    assert f"`{schema.APPLICATION_ID:x}`" in FORMAT
    assert f"describes version {schema.VERSION}," in FORMAT.replace("\n", " ")
    assert f"{history.MAX_STEPS} steps or {history.MAX_BYTES // 2**20} MB" in FORMAT
    assert f"at most {MAX_NAME} characters" in FORMAT
    assert f"up to {anchor.CONTEXT} characters" in FORMAT


def test_the_page_on_privacy_names_what_a_project_holds():
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    words = {
        **dict.fromkeys(("document", "document_text"), "articles"),
        **dict.fromkeys(("attribute", "attribute_value"), "attributes"),
        **dict.fromkeys(("tag", "example"), "tags"),
        **dict.fromkeys(("tag_group", "membership"), "groups"),
        **dict.fromkeys(("annotation", "coding"), "annotations"),
        "note": "notes",
        "bookmark": "bookmarks",
        "saved_filter": "saved filters",
        "pinned_chart": "pinned charts",
    }
    (line,) = (line for line in page.splitlines() if line.startswith("| the project |"))
    for table in schema.TRACKED:
        assert words[table] in line


def test_the_page_on_privacy_names_what_the_program_stores(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    named = tmp_path / "NAME.postil"
    assert f"`{lock_path(named).name}`" in page
    assert f"`{snapshots.folder_for(named, 'a guid').name}`" in page
    for name in (settings.settings_path().name, crash_log.LOG, crash_log.FATAL):
        assert f"`{name}`" in page
    assert settings.MAX_RECENT == 8
    assert "paths of the last eight projects" in page
    if sys.platform == "linux":
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(variable)
        home = {"data": platformdirs.user_data_dir, "settings": platformdirs.user_config_dir}
        for what, find in (home | {"log": platformdirs.user_log_dir}).items():
            folder = Path(find("Postil", appauthor=False)).relative_to(Path.home())
            assert f"| {what} | `~/{folder}` |" in page


def test_the_example_lists_every_coding_with_its_passage(project):
    add_article(project, title="One")
    project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["and\\/or/é", "b"], "note 😀")
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 13, ["b"], "")
    (example,) = re.findall(r"```sql\n(.*?)```", FORMAT, re.DOTALL)
    tree = tags.tag_tree(project.db)
    assert project.db.execute(example).fetchall() == [
        ("One", tree.path(tag), found.start, found.stop, TEXT[found.start : found.stop], found.note)
        for found, _ in annotations.everywhere(project.db)
        for tag in found.tags
    ]


def test_deleting_does_what_the_page_says(project):
    add_article(project)
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 13, ["a/b", "c"], "")
    project.run("Delete tag", tag_operations.delete_tags, [1])
    assert [tag.name for tag in tags.tag_tree(project.db)] == ["c"]
    assert annotations.annotation_counts(project.db) == {1: 1}


@pytest.mark.parametrize(("name", "longest"), [("ARCHITECTURE.md", 110), ("CONTRIBUTING.md", 60)])
def test_pages_stay_short(name, longest):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= longest


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_files_and_folders_that_pages_name_are_there(name):
    page = (ROOT / name).read_text(encoding="utf-8")
    for named in re.findall(r"`((?:core|storage|ui|tests|docs|seeds)/[\w./-]*)`", page):
        assert (ROOT / named).exists(), named


def test_the_changelog_begins_with_this_version():
    stated = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest[1] == stated[1] == VERSION

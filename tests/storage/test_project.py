import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from core.errors import UserError
from storage import annotations, documents, integrity, operations, schema
from storage.project import Project, ProjectChanged, ReadOnly
from tests.storage.contents import TEXT, add_article, article, contents, opened_elsewhere


@pytest.fixture
def path(project):
    """The file of a closed project with an article, a tag and an annotation."""
    document = add_article(project, "The quick brown fox jumps. " * 400, "Foxes of Europe")
    project.run("Annotate", operations.annotate_with_paths, document, 4, 9, ["animal/fox"], "quick!")
    project.close()
    return project.path


def refused(path: Path, sentence: str) -> None:
    """Opening says this, in one sentence, and leaves the file and its folder as they were."""
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    with pytest.raises(UserError, match=sentence) as caught:
        Project.open(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    if before is not None:
        assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside


def damage(path: Path, old: bytes, new: bytes) -> None:
    raw = path.read_bytes()
    assert raw.count(old) >= 1
    path.write_bytes(raw.replace(old, new, 1))


def test_a_new_project_is_empty_and_whole(project):
    assert all(rows == [] for rows in contents(project).values())
    assert integrity.full_report(project.db) == []
    assert project.undo() is None
    assert project.redo() is None
    project.close()
    assert [found.name for found in project.path.parent.iterdir()] == ["test.postil"]


def test_the_file_says_what_it_is(path):
    raw = path.read_bytes()
    assert raw[:16] == b"SQLite format 3\0"
    assert raw[68:72] == b"Post"  # the application_id as the `file` command reads it
    assert int.from_bytes(raw[60:64], "big") == schema.VERSION
    assert raw[18:20] == b"\x01\x01"  # a rollback journal, not a WAL


def test_the_connection_is_as_careful_as_the_design_says(project):
    def pragma(name):
        return project.db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "delete"
    assert pragma("synchronous") == 3  # EXTRA
    assert pragma("foreign_keys") == 1
    assert pragma("trusted_schema") == 0
    assert pragma("recursive_triggers") == 1
    assert pragma("application_id") == schema.APPLICATION_ID
    assert pragma("user_version") == schema.VERSION


def test_every_table_is_strict_and_the_file_holds_no_code(project):
    tables = project.db.execute("PRAGMA main.table_list").fetchall()
    ours = {row[1]: row[5] for row in tables if not row[1].startswith("sqlite_")}
    assert set(ours) == {"project", *schema.TRACKED, "reading", "step", "change"}
    assert all(ours.values())
    kinds = {kind for (kind,) in project.db.execute("SELECT type FROM main.sqlite_master")}
    assert kinds == {"table", "index"}


def test_what_was_saved_is_there_after_opening_again(path):
    project = Project.open(path)
    (document,) = documents.all_documents(project.db)
    (annotation,) = annotations.of_document(project.db, document.id)
    assert document.title == "Foxes of Europe"
    assert (annotation.start, annotation.stop, annotation.note) == (4, 9, "quick!")
    assert annotations.quote_of(project.db, annotation.id) == "quick"
    project.close()


def test_opening_and_closing_changes_no_byte(path):
    before = path.read_bytes()
    Project.open(path).close()
    assert path.read_bytes() == before


def test_creating_never_overwrites(path):
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"“test\.postil” exists already"):
        Project.create(path)
    assert path.read_bytes() == before


def test_creating_in_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        Project.create(tmp_path / "nowhere" / "new.postil")


@pytest.mark.parametrize("name", ["a b.postil", "50%.postil", "what?.postil", "a#b&c.postil", "é😀.postil"])
def test_any_file_name_will_do(tmp_path, name):
    project = Project.create(tmp_path / name)
    document = add_article(project)
    project.close()
    again = Project.open(tmp_path / name)
    assert documents.document_text(again.db, document) == TEXT
    again.close()
    assert [found.name for found in tmp_path.iterdir()] == [name]


def test_a_missing_file_is_refused(tmp_path):
    refused(tmp_path / "gone.postil", r"There is no project “.*gone\.postil”")


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "folder.postil").mkdir()
    refused(tmp_path / "folder.postil", "is not a file")


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.postil"
    path.touch()
    refused(path, "is empty")


@pytest.mark.parametrize("raw", [b"Dear diary", b"x" * 5000, b"SQLite format 3", b"\0" * 4096])
def test_what_is_no_database_is_refused(tmp_path, raw):
    path = tmp_path / "letter.postil"
    path.write_bytes(raw)
    refused(path, "is not a Postil project")


@pytest.mark.parametrize("kept", [100, 512, 4096, 5000, 3 * 4096, -4096, -1])
def test_a_file_that_arrived_in_part_is_refused(path, kept):
    path.write_bytes(path.read_bytes()[:kept])
    refused(path, "is damaged|is not a Postil project")


def test_somebody_elses_database_is_refused(tmp_path):
    path = tmp_path / "bookmarks.postil"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    refused(path, "is not a Postil project")


def test_a_database_somebody_else_has_open_is_refused_and_not_checkpointed(tmp_path):
    path = tmp_path / "browser.postil"
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE history (url TEXT)")
    other.commit()
    for name in ("browser.postil", "browser.postil-wal"):
        shutil.copy(tmp_path / name, tmp_path / name.replace("browser", "copy"))
    other.close()
    before = (tmp_path / "copy.postil").read_bytes()
    with pytest.raises(UserError, match="is not a Postil project"):
        Project.open(tmp_path / "copy.postil")
    assert (tmp_path / "copy.postil").read_bytes() == before
    assert (tmp_path / "copy.postil-wal").exists()


def test_a_file_from_a_newer_postil_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    refused(path, "newer Postil; please update")


def test_a_changed_letter_in_a_text_is_noticed(path):
    damage(path, b"quick brown fox", b"quick brown fax")
    refused(path, "damaged.*the text of “Foxes of Europe” is not what was saved")


def test_a_broken_byte_in_a_text_is_noticed(path):
    damage(path, b"quick brown fox", b"quick brown f\xffx")
    refused(path, "damaged")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Foxes of Europe", b"Foxes of Eur\xffpe"),
        (b"animal", b"an\xffmal"),
        (b"Add article", b"Add art\xffcle"),
    ],
)
def test_a_broken_byte_in_a_name_is_noticed(path, old, new):
    damage(path, old, new)
    refused(path, "damaged")


def test_a_page_of_rubbish_is_noticed_wherever_it_is(path):
    raw = path.read_bytes()
    for page in range(0, len(raw), 4096):
        path.write_bytes(raw[:page] + b"\x5a" * 4096 + raw[page + 4096 :])
        refused(path, "is damaged|is not a Postil project")


def test_a_project_record_that_is_missing_is_noticed(path):
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM project")
    connection.commit()
    connection.close()
    refused(path, "no project record")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON annotation BEGIN DELETE FROM document; END",
        "DROP INDEX tag_siblings",
        "ALTER TABLE tag RENAME TO tags",
        "DROP TABLE change",
        "ALTER TABLE annotation ADD COLUMN mood TEXT",
    ],
)
def test_a_file_whose_schema_is_not_ours_is_refused(path, sql):
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()
    refused(path, "damaged|not a Postil project")


def test_what_another_tool_added_beside_our_tables_does_no_harm(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (a)")
    connection.execute("CREATE VIEW wide AS SELECT * FROM coding")
    connection.execute("CREATE INDEX mine_too ON annotation (created)")
    connection.commit()
    connection.close()
    project = Project.open(path)
    assert integrity.full_report(project.db) == []
    project.close()


def test_tags_below_themselves_are_noticed(path):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE tag SET parent = (SELECT id FROM tag WHERE name = 'fox') WHERE name = 'animal'")
    connection.commit()
    connection.close()
    refused(path, "some of its tags have lost their place")


@pytest.fixture
def somebody():
    """A folder of an ordinary user whom file permissions bind; the superuser becomes one for the test."""
    if not hasattr(os, "geteuid"):
        pytest.skip("file permissions work differently here")
    folder = Path(tempfile.mkdtemp(prefix="postil-somebody-"))
    folder.chmod(0o755)
    was = os.geteuid()
    yield folder
    if was == 0:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _lose_privileges() -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_a_read_only_file_is_shown_and_refuses_changes_in_a_sentence(path, somebody):
    copy = somebody / "mine.postil"
    shutil.copy(path, copy)
    copy.chmod(0o444)
    somebody.chmod(0o555)
    before = copy.read_bytes()
    _lose_privileges()
    project = Project.open(copy)
    assert len(documents.all_documents(project.db)) == 1
    assert project.read_only
    with pytest.raises(ReadOnly, match=r"“mine\.postil” was opened to read only; save a copy of it"):
        project.run("Add tag", operations.create_tag, "new")
    project.close()
    assert copy.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(somebody):
    somebody.chmod(0o555)
    _lose_privileges()
    with pytest.raises(UserError, match="cannot be written to"):
        Project.create(somebody / "new.postil")
    assert list(somebody.iterdir()) == []


def test_a_copy_is_a_complete_project_of_its_own(path, tmp_path):
    project = Project.open(path)
    project.save_copy(tmp_path / "copy.postil")
    copy = Project.open(tmp_path / "copy.postil")
    assert contents(copy) == contents(project)
    assert integrity.full_report(copy.db) == []
    copy.undo()
    assert annotations.of_document(copy.db, documents.all_documents(copy.db)[0].id) == []
    assert contents(copy) != contents(project)
    copy.close()
    project.close()
    assert sorted(found.name for found in tmp_path.iterdir()) == ["copy.postil", "test.postil"]


def test_a_copy_never_overwrites(project, tmp_path):
    (tmp_path / "there.postil").write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        project.save_copy(tmp_path / "there.postil")
    with pytest.raises(UserError, match="exists already"):
        project.save_copy(project.path)
    assert (tmp_path / "there.postil").read_text() == "mine"


def test_a_change_by_another_program_is_noticed_once_and_then_built_upon(project):
    other = opened_elsewhere(project.path)
    add_article(other, title="From the other window")
    before = contents(project)
    with pytest.raises(ProjectChanged, match="repeat your last action"):
        add_article(project, title="From this window")
    assert contents(project) == before
    add_article(project, title="From this window")
    assert [d.title for d in documents.all_documents(project.db)] == [
        "From the other window",
        "From this window",
    ]
    with pytest.raises(ProjectChanged):
        other.undo()
    assert other.undo().label == "Add article"
    assert [d.title for d in documents.all_documents(project.db)] == ["From the other window"]
    other.close()


def test_a_file_another_program_is_writing_to_is_refused_in_a_sentence(project):
    project.db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match=r"Another program is writing to “test\.postil”; please try again\."):
        add_article(project)
    other.execute("ROLLBACK")
    other.close()
    assert add_article(project) == 1


def test_a_full_disk_is_a_sentence_and_saves_nothing(project):
    add_article(project)
    before = contents(project)
    (pages,) = project.db.execute("PRAGMA page_count").fetchone()
    project.db.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(UserError, match=r"The disk is full; nothing was saved to “test\.postil”\."):
        project.run("Add article", operations.add_documents, [article("long " * 100_000)])
    assert contents(project) == before
    assert integrity.full_report(project.db) == []


def test_closing_twice_is_fine(project):
    path = project.path
    project.close()
    project.close()
    Project.open(path).close()
    assert path.is_file()


def test_an_annotation_says_who_made_it(tmp_path, monkeypatch):
    monkeypatch.setenv("USER", "ann")
    project = Project.create(tmp_path / "who.postil")
    project.run("Add", operations.add_documents, [article("Text")])
    project.run("Tag", operations.annotate_with_paths, 1, 0, 4, ["Tag"], "")
    assert project.db.execute("SELECT a.coder, c.coder FROM annotation AS a, coding AS c").fetchone() == (
        "ann",
        "ann",
    )
    project.close()

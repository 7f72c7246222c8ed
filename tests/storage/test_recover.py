import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.chart_settings import Settings
from core.errors import UserError
from core.filters import Filter, HasNote, Tagged
from storage import (
    chart_operations,
    codebook_operations,
    filter_operations,
    group_operations,
    groups,
    integrity,
    operations,
    pinned_charts,
    plain,
    saved_filters,
    snapshots,
    tag_operations,
    tags,
)
from storage.connection import connect
from storage.lock import InUse
from storage.project import Project
from storage.recover import recover
from storage.snapshots import OPENING_LOG, folder_for, log_path, take
from storage.step_log import Beginning, StepLog
from tests.storage.contents import TEXT, add_article, contents, everything

ROOT = Path(__file__).parents[2]
PAGE = 4096


@pytest.fixture
def book(project):
    """A project with two articles, some tags and many annotations, one in ten with a note."""
    add_article(project, title="One")
    add_article(project, " ".join(f"word {number} of many," for number in range(800)), "Two")
    for name in ("a", "a/b", "c"):
        project.run("Tag", operations.create_tag_path, name)

    def annotate(project):
        for number in range(300):
            operations.annotate(project, 2, 7 * number, 7 * number + 90, [1 + number % 3], f"note {number}" * 9)

    project.run("Annotate", annotate)
    project.run("Annotate", operations.annotate, 1, 0, 12, [2], "why")
    project.run("Example", codebook_operations.choose_example, 2, 301)
    for text in ("include", "exclude"):
        project.run("Describe", codebook_operations.describe_tag, 2, text, f"{text} 😀\nthis")
    project.run("Bookmark", operations.add_bookmark, 1, 4, "here")
    project.run("Group", group_operations.create_group, "Chapter 😀", [3, 2])
    project.run("Group", group_operations.create_group, "Empty", [])
    project.run("Order", tag_operations.move_tags, [3], None, 1)
    (guid,) = project.db.execute("SELECT guid FROM tag WHERE id = 2").fetchone()
    project.run("Save", filter_operations.save_filter, "Why", Filter((Tagged("any", (guid,)), HasNote(True))))
    for name, wanted in (("First 😀", None), ("Second", Filter((Tagged("any", (guid,)),)))):
        project.run("Pin", chart_operations.pin_chart, name, Settings("words", tag=guid), wanted)
    project.run("Order", chart_operations.move_chart, 2, 1)
    return project


@pytest.fixture
def folder(book):
    return folder_for(book.path, book.guid)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "recovered.postil"


def held(path):
    """What people made, of a project file that must be sound."""
    with closing(Project.open(path, read_only=True)) as found:
        assert integrity.full_report(found.db) == []
        return contents(found)


def told(sentences, beginning):
    return [sentence for sentence in sentences if sentence.startswith(beginning)]


def changed(path, change):
    """Damages a file that is not in use; what it was before."""
    content = path.read_bytes()
    path.write_bytes(change(bytearray(content)))
    return content


def without_page(number):
    def change(content):
        content[number * PAGE : (number + 1) * PAGE] = bytes(PAGE)
        return content

    return change


def pages_of(path, table):
    """The numbers, from 0, of the pages at the bottom of a table's tree."""
    content = path.read_bytes()
    with closing(connect(path, "ro")) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    waiting, found = [root - 1], []
    while waiting:
        number = waiting.pop()
        page = content[number * PAGE : (number + 1) * PAGE]
        if page[0] == 13:
            found.append(number)
            continue
        cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(int.from_bytes(page[3:5]))]
        waiting += [int.from_bytes(page[at : at + 4]) - 1 for at in cells]
        waiting.append(int.from_bytes(page[8:12]) - 1)
    return sorted(found)


# -- from what is left of a damaged file


def test_of_a_sound_project_nothing_is_missing(book, out):
    before = contents(book)
    book.close()
    sentences = recover(book.path, out)
    assert sentences == [
        "“recovered.postil” was made from “test.postil”. Articles: 2. Annotations: 301. Tags: 3. Bookmarks: 1."
    ]
    assert held(out) == before
    with closing(Project.open(out)) as found:
        assert (found.guid, found.revision) == (book.guid, book.revision)
        assert found.undo() is None


WAYS = {
    "damaged": lambda book, folder: changed(book.path, without_page(0)) and book.path,
    "backup": lambda book, folder: take(book.path, folder, "opened") and folder,
    "plain copy": lambda book, folder: plain.write_plain(book.path, folder / "test.json") or folder / "test.json",
}


@pytest.mark.parametrize("way", WAYS)
def test_groups_own_order_filters_and_charts_are_recovered(book, folder, out, way):
    saved, pinned = saved_filters.all_saved(book.db), pinned_charts.all_pinned(book.db)
    book.close()
    folder.mkdir(parents=True, exist_ok=True)
    recover(WAYS[way](book, folder), out)
    with closing(Project.open(out)) as found:
        assert groups.names(found.db) == {1: "Chapter 😀", 2: "Empty"}
        assert groups.members(found.db) == {1: {2, 3}, 2: set()}
        assert [tag.name for tag in tags.tag_tree(found.db).in_own_order(None)] == ["c", "a"]
        assert saved_filters.all_saved(found.db) == saved
        assert saved[0].read().conditions[1] == HasNote(True)
        assert pinned_charts.all_pinned(found.db) == pinned
        assert [chart.name for chart in pinned] == ["Second", "First 😀"]
        found.run("Group", group_operations.create_group, "Another", [1])
        assert integrity.full_report(found.db) == []


def test_a_filter_outlives_the_tag_it_names_and_a_group_its_members(book, out):
    saved = saved_filters.all_saved(book.db)
    book.close()
    with closing(sqlite3.connect(book.path)) as db:
        db.execute("DELETE FROM tag WHERE id = 2")
        db.commit()
    recover(book.path, out)
    with closing(Project.open(out)) as found:
        assert saved_filters.all_saved(found.db) == saved
        assert groups.names(found.db) == {1: "Chapter 😀", 2: "Empty"}
        assert 3 in groups.members(found.db)[1]
        assert integrity.full_report(found.db) == []


def test_a_lost_page_of_annotations_costs_those(book, out):
    before = contents(book)
    book.close()
    lost = pages_of(book.path, "annotation")[4]
    damaged = changed(book.path, without_page(lost)) and book.path.read_bytes()
    with pytest.raises(UserError, match="is damaged"):
        Project.open(book.path)
    sentences = recover(book.path, out)
    found = held(out)
    kept = {row[0] for row in found["annotation"]}
    assert 0 < 301 - len(kept) < 30
    assert found["annotation"] == [row for row in before["annotation"] if row[0] in kept]
    assert found["coding"] == [row for row in before["coding"] if row[1] in kept]
    assert {**found, "annotation": 0, "coding": 0} == {**before, "annotation": 0, "coding": 0}
    assert told(sentences, "Rows of “annotation” could not be read.")
    assert told(sentences, "Codings of what is not there any more are left out")
    assert book.path.read_bytes() == damaged


def test_several_lost_pages_with_sound_ones_between_them(book, out):
    book.close()
    pages = pages_of(book.path, "annotation")
    for number in pages[1:-1:2]:
        changed(book.path, without_page(number))
    recover(book.path, out)
    assert len(held(out)["annotation"]) > 301 * 0.4


def test_a_file_that_was_cut_off_keeps_its_beginning(book, out):
    book.close()
    changed(book.path, lambda content: content[: len(content) * 7 // 10])
    sentences = recover(book.path, out)
    found = held(out)
    assert [row[2] for row in found["document"]] == ["One", "Two"]
    assert len(found["tag"]) == 3
    assert len(found["annotation"]) > 50
    assert told(sentences, "Rows of")


def test_a_text_that_breaks_off_is_kept_as_far_as_it_goes_and_its_passages_with_it(book, out):
    (text,) = book.db.execute("SELECT text FROM document_text WHERE id = 2").fetchone()
    before = contents(book)
    book.close()
    content = book.path.read_bytes()
    marked = content.index(text[14_000:14_200].encode()) // PAGE
    changed(book.path, without_page(marked))
    sentences = recover(book.path, out)
    found = held(out)
    rebuilt = found["document_text"][1][1]
    assert rebuilt[:4000] == text[:4000]
    assert [row[1] for row in found["annotation"]] == [row[1] for row in before["annotation"]]
    assert [row[8] for row in found["annotation"]] == [row[8] for row in before["annotation"]]
    assert found["coding"] == before["coding"]
    assert "The text is not what was saved; compare it with its source: “Two”." in sentences


def test_of_an_article_without_its_entry_there_is_the_text(book, out):
    before = contents(book)
    book.close()
    with closing(sqlite3.connect(book.path)) as db:
        db.execute("DELETE FROM document WHERE id = 2")
        db.commit()
    sentences = recover(book.path, out)
    found = held(out)
    assert found["document_text"] == before["document_text"]
    assert found["annotation"] == before["annotation"]
    assert found["document"][1][2] == "Article 2"
    assert "All that is left of an article is its text or its passages: “Article 2”." in sentences


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a_file_that_does_not_say_where_its_tables_are(book, out, part):
    before = contents(book)
    book.close()
    content = book.path.read_bytes()
    described = [at for at in range(0, len(content), PAGE) if b"CREATE TABLE" in content[at : at + PAGE]]
    lost = [range(16), range(PAGE), *(range(at, at + PAGE) for at in described)][part]
    changed(book.path, lambda content: content[: lost.start] + bytes(len(lost)) + content[lost.stop :])
    assert told(recover(book.path, out), "Where the tables are in the file is lost")
    assert held(out) == before


def test_tables_that_are_not_where_they_usually_are_are_not_made_up(book, out):
    """Two tables have changed places: what is read as annotations is none, and no annotations come of it."""
    book.close()
    with closing(connect(book.path, "ro")) as db:
        roots = dict(db.execute("SELECT name, rootpage FROM sqlite_master WHERE name IN ('annotation', 'change')"))
    first, second = ((roots[name] - 1) * PAGE for name in ("annotation", "change"))

    def swap(content):
        content[first : first + PAGE], content[second : second + PAGE] = (
            content[second : second + PAGE],
            content[first : first + PAGE],
        )
        content[:PAGE] = bytes(PAGE)
        return content

    changed(book.path, swap)
    recover(book.path, out)
    found = held(out)
    assert len(found["document_text"]) == 2
    assert found["annotation"] == []


def test_a_changed_letter_is_told(book, out):
    book.close()
    changed(book.path, lambda content: content.replace(b"note 77", b"note 99"))
    sentences = recover(book.path, out)
    assert "Not as it was saved: annotation 78." in sentences
    assert held(out)["annotation"][77][8] == "note 99" * 9


def test_letters_that_are_none_are_replaced(book, out):
    book.close()
    changed(book.path, lambda content: content.replace(b"note 77", b"note \xff7"))
    recover(book.path, out)
    assert held(out)["annotation"][77][8] == "note \ufffd7" * 9


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"SQLite format 3\0", bytes(100_000), b"SQLite format 3\0" * 999]
)
def test_of_nothing_nothing_is_made(tmp_path, out, content):
    (tmp_path / "lost.postil").write_bytes(content)
    with pytest.raises(UserError, match="Nothing can be read of “lost"):
        recover(tmp_path / "lost.postil", out)
    assert [path.name for path in tmp_path.iterdir()] == ["lost.postil"]
    assert (tmp_path / "lost.postil").read_bytes() == content


def test_another_program_s_database_is_no_project(tmp_path, out):
    with closing(sqlite3.connect(tmp_path / "other.postil")) as db:
        db.execute("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, url TEXT)")
        db.execute("CREATE VIEW annotation AS SELECT 1")
        db.commit()
    with pytest.raises(UserError, match="Nothing can be read"):
        recover(tmp_path / "other.postil", out)


def test_any_damage_gives_a_sound_project_or_a_sentence(book, tmp_path, out):
    """And whatever is not as it was saved is told."""
    before = contents(book)
    book.close()
    content, luck, made = book.path.read_bytes(), random.Random(2026), 0
    bad = tmp_path / "bad.postil"
    for _ in range(25):
        damaged = bytearray(content)
        for _ in range(luck.randint(1, 12)):
            damaged[luck.randrange(len(damaged))] = luck.randrange(256)
        if luck.random() < 0.3:
            at = luck.randrange(len(damaged))
            damaged[at : at + luck.randrange(20_000)] = bytes(luck.randrange(20_000))
        if luck.random() < 0.3:
            del damaged[luck.randrange(len(damaged)) :]
        bad.write_bytes(damaged)
        try:
            sentences = recover(bad, out)
        except UserError:
            continue
        made += 1
        assert len(sentences) > 1 or held(out) == before
        held(out)
        out.unlink()
        assert bad.read_bytes() == damaged
    assert made > 12


def test_what_was_being_written_when_the_power_went_is_rolled_back(book, out, tmp_path):
    """A journal beside the file belongs to it; both are left as they are."""
    before = contents(book)
    book.close()
    writer = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('PRAGMA cache_size = 5'); db.execute('BEGIN');"
        "db.execute('UPDATE annotation SET note = note || note || note'); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", writer, book.path])
    assert done.returncode == -signal.SIGKILL
    journal = book.path.with_name(f"{book.path.name}-journal")
    file, also = book.path.read_bytes(), journal.read_bytes()
    assert also
    assert len(recover(book.path, out)) == 1
    assert held(out) == before
    assert (book.path.read_bytes(), journal.read_bytes()) == (file, also)


def test_a_project_that_is_open_is_let_be(book, out):
    with pytest.raises(InUse):
        recover(book.path, out)
    assert not out.exists()


def test_nothing_is_overwritten_and_what_is_not_there_is_said_so(book, out, tmp_path):
    book.close()
    with pytest.raises(UserError, match="exists already"):
        recover(book.path, book.path)
    with pytest.raises(UserError, match=r"There is no “.*nowhere"):
        recover(tmp_path / "nowhere.postil", out)


# -- from a plain copy


def test_from_a_plain_copy(book, out, tmp_path):
    before = contents(book)
    book.close()
    plain.write_plain(book.path, tmp_path / "test.json")
    assert recover(tmp_path / "test.json", out)[0].startswith(
        "“recovered.postil” was made from “test.json”. Articles: 2."
    )
    assert held(out) == before


# -- from a folder of backups


def logged(project, path, snapshot, revision=None):
    """Lets a project log its steps as what came after a backup."""
    if project.log is not None:
        project.log.close()
    revision = project.revision if revision is None else revision
    project.log = StepLog(path, Beginning(snapshot, project.guid, revision))


def test_the_newest_backup_and_every_step_since(book, folder, out):
    first = take(book.path, folder, "opened")
    book.run("Tag", operations.create_tag, "between")
    second = take(book.path, folder, "working")
    logged(book, log_path(second.path), second.path.name)
    book.run("Delete", operations.delete_annotations, [1, 2, 3])
    book.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["new/e\u0301"], "after \x85 that")
    book.undo()
    book.redo()
    add_article(book, TEXT * 3, "Three")
    wanted, revision = contents(book), book.revision
    book.close()
    book.path.unlink()
    sentences = recover(folder, out)
    assert held(out) == wanted
    assert f"It is the backup of {second.taken:%Y-%m-%d %H:%M} (working)." in sentences
    assert "What was done after it was added, step by step: 5." in sentences
    with closing(Project.open(out)) as found:
        assert (found.guid, found.revision) == (book.guid, revision)
        assert found.undo() is None  # what was undone before the steps cannot be undone any more
    out.unlink()
    changed(second.path, without_page(3))
    sentences = recover(folder, out)
    assert f"Backups that cannot be read were passed over: “{second.path.name}”." in sentences
    assert first.path.exists()


def test_without_steps_the_history_stays(book, folder, out):
    take(book.path, folder, "opened")
    before = everything(book)
    recover(folder, out)
    with closing(Project.open(out)) as found:
        assert everything(found) == before
        assert found.undo().label == "Order"


def test_logs_go_on_from_each_other_when_a_backup_is_damaged(book, folder, out):
    """The steps after the damaged one are added to the one before, for its own log leads up to it."""
    first = take(book.path, folder, "opened")
    logged(book, log_path(first.path), first.path.name)
    book.run("Tag", operations.create_tag, "one")
    book.run("Tag", operations.create_tag, "two")
    second = take(book.path, folder, "working")
    logged(book, log_path(second.path), second.path.name)
    book.run("Tag", operations.create_tag, "three")
    logged(book, folder / OPENING_LOG, "")
    book.run("Tag", operations.create_tag, "four")
    wanted = contents(book)
    book.close()
    changed(second.path, lambda _: b"")
    sentences = recover(folder, out)
    assert "What was done after it was added, step by step: 4." in sentences
    assert held(out) == wanted


def test_steps_made_while_the_backup_was_checked_are_in_the_log_before(book, folder, out):
    first = take(book.path, folder, "opened")
    logged(book, log_path(first.path), first.path.name)
    book.run("Tag", operations.create_tag, "one")
    take(book.path, folder, "working")
    book.run("Tag", operations.create_tag, "two")
    wanted = contents(book)
    book.close()
    recover(folder, out)
    assert held(out) == wanted


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content[:-20],
        lambda content: content.replace(b"two", b"toe"),
        lambda content: content + b"\xff\xfe\n",
        lambda content: content.replace(b'"tag"', b'"sqlite_master"'),
    ],
)
def test_of_a_damaged_log_the_steps_before_the_damage_are_added(book, folder, out, harm):
    made = take(book.path, folder, "opened")
    logged(book, log_path(made.path), made.path.name)
    book.run("Tag", operations.create_tag, "one")
    wanted = contents(book)
    book.run("Tag", operations.create_tag, "two")
    complete = contents(book)
    book.close()
    changed(log_path(made.path), harm)
    recover(folder, out)
    assert held(out) in (wanted, complete) or len(held(out)["tag"]) == 3


def test_steps_that_do_not_fit_are_not_added(book, folder, out):
    made = take(book.path, folder, "opened")
    before = contents(book)
    log = StepLog(log_path(made.path), Beginning(made.path.name, book.guid, book.revision))
    log.append(book.revision + 1, "Untrue", {"document_text": {1: {"id": 1, "text": "Another text."}}})
    log.close()
    book.close()
    sentences = recover(folder, out)
    assert "What was done after it cannot be added." in sentences
    assert held(out) == before


def test_the_log_of_another_project_is_not_used(book, folder, out):
    made = take(book.path, folder, "opened")
    before = contents(book)
    log = StepLog(log_path(made.path), Beginning(made.path.name, "another", book.revision))
    log.append(book.revision + 1, "Delete", {"tag": {1: None}})
    log.close()
    book.close()
    recover(folder, out)
    assert held(out) == before


def test_where_all_backups_are_damaged_there_is_the_plain_copy(book, folder, out):
    before = contents(book)
    made = take(book.path, folder, "opened")
    plain.write_plain(made.path, folder / "test.json")
    book.close()
    changed(made.path, lambda content: content[:5000])
    recover(folder, out)
    assert held(out) == before


def test_an_empty_folder(tmp_path, out):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=r"There is no backup in .* that can be read"):
        recover(tmp_path / "empty", out)
    assert not out.exists()


def test_a_folder_for_the_result_that_is_not_there(book, folder, tmp_path):
    take(book.path, folder, "opened")
    book.close()
    for source in (book.path, folder):
        with pytest.raises(UserError, match="cannot be written to"):
            recover(source, tmp_path / "not there" / "out.postil")


def test_backups_are_never_written(book, folder, out):
    made = take(book.path, folder, "opened")
    logged(book, log_path(made.path), made.path.name)
    book.run("Tag", operations.create_tag, "one")
    book.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    recover(folder, out)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert snapshots.listed(folder)[0].path == made.path

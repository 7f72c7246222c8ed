import json
import sqlite3

import pytest

from core.errors import UserError
from storage import annotations, history, integrity, schema, tag_operations, tags
from storage import operations as do
from storage.project import Project
from tests.storage.contents import add_article, contents, everything, rows


def labels(project, undone=False):
    return [step.label for step in history.steps(project.db) if step.undone is undone]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tag (guid, name, folded, color, created) VALUES ('g', 'n', 'n', '#123456', 't')",
        "UPDATE document SET title = 'other'",
        "DELETE FROM document",
        "INSERT OR REPLACE INTO document_text (id, text) VALUES (1, 'other')",
    ],
)
def test_a_write_outside_a_step_is_refused(project, sql):
    add_article(project)
    before = everything(project)
    with pytest.raises(sqlite3.IntegrityError, match="write outside a step"):
        project.db.execute(sql)
    assert everything(project) == before


def test_every_tracked_column_is_one_the_journal_can_keep(project):
    for table in schema.TRACKED:
        columns = project.db.execute(f"PRAGMA table_info([{table}])").fetchall()
        assert columns[0][1:3] == ("id", "INTEGER")
        assert {column[2] for column in columns} <= {"TEXT", "INTEGER"}


def test_steps_are_listed_with_their_labels(project):
    add_article(project)
    project.run("Create tag", do.create_tag, "one")
    project.run("Rename tag", do.rename_tag, 1, "two")
    project.undo()
    assert labels(project) == ["Add article", "Create tag"]
    assert labels(project, undone=True) == ["Rename tag"]
    assert history.next_undo(project.db).label == "Create tag"
    assert history.next_redo(project.db).label == "Rename tag"


def test_undo_and_redo_say_what_they_changed(project):
    project.run("Create tag", do.create_tag, "one")
    project.run("Rename tag", do.rename_tag, 1, "two")
    back = project.undo()
    assert (back.label, back.before) == ("Rename tag", {"tag": {1: {"name": "two", "folded": "two"}}})
    assert project.undo().before["tag"][1]["name"] == "one"
    assert project.redo().before == {"tag": {1: None}}


def test_a_step_that_changes_nothing_leaves_no_trace(project):
    project.run("Create tag", do.create_tag, "one")
    project.run("Create tag", do.create_tag, "two")
    project.undo()
    before = everything(project)
    for operation, *args in ((do.rename_tag, 1, "one"), (do.add_tags, [5], [1]), (do.create_tag_path, "one")):
        _, changes = project.run("Nothing", operation, *args)
        assert not changes.before
    assert [line for line in everything(project).splitlines() if "sqlite_sequence" not in line] == [
        line for line in before.splitlines() if "sqlite_sequence" not in line
    ]
    assert project.redo().label == "Create tag"


def test_a_new_step_makes_what_was_undone_unreachable(project):
    for name in ("one", "two", "three"):
        project.run(f"Create {name}", do.create_tag, name)
    project.undo()
    project.undo()
    project.run("Create four", do.create_tag, "four")
    assert labels(project) == ["Create one", "Create four"]
    assert project.redo() is None
    held = {step_id for (step_id,) in project.db.execute("SELECT DISTINCT step_id FROM change")}
    assert held == {step.id for step in history.steps(project.db)}


def test_an_exception_in_an_operation_leaves_nothing(project):
    add_article(project)
    project.run("Create tag", do.create_tag, "one")
    project.undo()
    before = everything(project)

    def stumble(project):
        do.annotate_with_paths(project, 1, 0, 3, ["new/tag"], "note")
        do.remove_document(project, 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        project.run("Stumble", stumble)
    assert everything(project) == before
    assert not project.db.conn.in_transaction
    assert project.redo().label == "Create tag"


def test_typing_in_one_note_is_one_step(project):
    add_article(project)
    made, _ = project.run("Annotate", do.annotate, 1, 0, 3)
    before = contents(project)
    for note in ("t", "ty", "typ", "type"):
        _, changes = project.run("Note", do.set_note, made, note, merge="note 1")
        assert changes.before["annotation"][made]["note"] == note[:-1]
    assert labels(project) == ["Add article", "Annotate", "Note"]
    after = contents(project)
    assert project.undo().before["annotation"][made]["note"] == "type"
    assert contents(project) == before
    project.redo()
    assert contents(project) == after


def test_steps_with_other_keys_or_after_an_undo_do_not_merge(project):
    add_article(project)
    made, _ = project.run("Annotate", do.annotate, 1, 0, 3)
    for note, key in (("a", "note 1"), ("b", "note 2"), ("c", None), ("d", "note 1")):
        project.run(f"Note {note}", do.set_note, made, note, merge=key)
    assert labels(project)[2:] == ["Note a", "Note b", "Note c", "Note d"]
    project.undo()
    project.redo()
    project.run("Note e", do.set_note, made, "e", merge="note 1")
    assert labels(project)[5:] == ["Note d", "Note e"]
    project.undo()
    project.run("Note f", do.set_note, made, "f", merge="note 1")
    assert labels(project)[5:] == ["Note d", "Note f"]


def test_the_history_survives_reopening(project):
    add_article(project)
    project.run("Annotate", do.annotate_with_paths, 1, 0, 3, ["a/b"], "note")
    project.run("Delete tag", tag_operations.delete_tags, [1])
    project.undo()
    states = [contents(project)]
    project.close()
    again = Project.open(project.path)
    assert again.undo().label == "Annotate"
    again.close()
    again = Project.open(project.path)
    assert again.redo().label == "Annotate"
    assert contents(again) == states[0]
    assert again.redo().label == "Delete tag"
    assert len(tags.tag_tree(again.db)) == 0
    again.close()


def test_only_the_newest_steps_are_kept(project, monkeypatch):
    monkeypatch.setattr(history, "MAX_STEPS", 7)
    monkeypatch.setattr(history, "_TRIM_EVERY", 5)
    for number in range(20):
        project.run(f"Create {number}", do.create_tag, f"tag {number}")
    assert labels(project) == [f"Create {number}" for number in range(13, 20)]
    while project.undo():
        pass
    assert len(tags.tag_tree(project.db)) == 13
    assert integrity.full_report(project.db) == []


def test_the_bytes_of_the_history_are_bounded_but_the_newest_step_is_kept(project, monkeypatch):
    monkeypatch.setattr(history, "MAX_BYTES", 10_000)
    monkeypatch.setattr(history, "_TRIM_EVERY", 1)
    project.run("Create", do.create_tag, "tag")
    for number in range(8):
        project.run(f"Define {number}", do.define_tag, 1, str(number) * 4_000)
    assert labels(project) == ["Define 6", "Define 7"]
    project.run("Define long", do.define_tag, 1, "x" * 50_000)
    project.run("Define short", do.define_tag, 1, "y")
    assert labels(project) == ["Define short"]
    project.undo()
    assert tags.tag_tree(project.db).by_id[1].definition == "x" * 50_000


def test_only_changed_columns_are_kept(project):
    add_article(project, "long " * 100_000)
    project.run("Edit", do.edit_document, 1, "Renamed", "", "", "")
    (size,) = project.db.execute("SELECT length(old) FROM change ORDER BY id DESC LIMIT 1").fetchone()
    assert size < 100


TAMPERED = [
    ("project", 1, "U", {"guid": "x"}),
    ("sqlite_master", 1, "D", {"type": "trigger"}),
    ("tag] SET name='x'; --", 1, "U", {"name": "x"}),
    ("nonsense", 1, "I", None),
    ("tag", 1, "U", {"nonsense": "x"}),
    ("tag", 1, "U", {"name] = 'x', [color": "x"}),
    ("tag", 1, "U", {"rowid": 7}),
    ("tag", 1, "U", {}),
    ("tag", 1, "U", ["name"]),
    ("tag", 1, "U", {"name": {"deep": 1}}),
    ("tag", 1, "U", {"name": 0.5}),
    ("tag", 1, "U", {"pin": 2**70}),
    ("tag", 1, "U", {"pin": 10}),
    ("tag", 1, "U", {"pin": "a word"}),
    ("tag", 1, "U", {"parent": 99}),
    ("tag", 1, "U", {"name": "\ud800"}),
    ("tag", 1, "U", None),
    ("tag", 1, "D", {"id": 1, "name": "x"}),
    ("document_text", 5, "D", {"id": 5, "text": "no such article"}),
]


@pytest.mark.parametrize(("table", "row", "op", "old"), TAMPERED)
def test_a_history_somebody_tampered_with_is_refused_and_changes_nothing(project, table, row, op, old):
    add_article(project)
    project.run("Create tag", do.create_tag, "one")
    project.run("Define tag", do.define_tag, 1, "x")
    project.db.execute(
        "UPDATE change SET tbl = ?, row = ?, op = ?, old = ? WHERE id = (SELECT max(id) FROM change)",
        [table, row, op, None if old is None else json.dumps(old)],
    )
    before = everything(project)
    with pytest.raises(UserError, match=r"history of this project|no longer there"):
        project.undo()
    assert everything(project) == before
    assert not project.db.conn.in_transaction


def test_a_history_that_is_not_json_is_refused(project):
    project.run("Create tag", do.create_tag, "one")
    project.run("Define tag", do.define_tag, 1, "x")
    project.db.execute("UPDATE change SET old = '{' WHERE op = 'U'")
    with pytest.raises(UserError, match="history of this project is damaged"):
        project.undo()


@pytest.mark.parametrize("value", ["'); DROP TABLE tag; --", "x' OR 1=1", "${HOME}", '{"a": 1}', "null"])
def test_values_that_look_like_code_are_only_values(project, value):
    project.run("Create tag", do.create_tag, "one")
    project.run("Define tag", do.define_tag, 1, value)
    project.run("Define tag", do.define_tag, 1, "")
    project.undo()
    assert tags.tag_tree(project.db).by_id[1].definition == value
    project.undo()
    project.redo()
    assert tags.tag_tree(project.db).by_id[1].definition == value


def test_deep_trees_and_cascades_come_back(project):
    add_article(project)
    project.run("Create", do.create_tag_path, "/".join(f"level {n}" for n in range(60)))
    project.run("Annotate", do.annotate, 1, 0, 3, list(range(1, 61)))
    before = contents(project)
    project.run("Delete", tag_operations.delete_tags, [1])
    assert rows(project, "coding") == []
    project.undo()
    assert contents(project) == before
    project.redo()
    assert rows(project, "tag") == []
    assert len(annotations.of_document(project.db, 1)) == 1


def test_going_to_a_step_is_undoing_or_redoing_up_to_it(project):
    add_article(project)
    states = [contents(project)]
    for number in range(5):
        project.run("Mark", do.annotate_with_paths, 1, number, number + 2, [f"tag {number}"], "")
        states.append(contents(project))
    first, *_ = (step.id for step in history.steps(project.db))
    for target in (2, 5, 0, 3, 3, 1, 5):
        before, revision = contents(project), project.revision
        changes = project.go_to(first + target)
        assert contents(project) == states[target]
        assert (changes is None) == (before == states[target])
        assert project.revision == revision + (changes is not None)
        assert len(labels(project)) == target + 1
        assert integrity.full_report(project.db) == []
    project.go_to(0)
    assert labels(project) == []
    assert not any(contents(project).values())
    assert project.go_to(0) is None
    with pytest.raises(UserError, match="no longer kept"):
        project.go_to(99)


def test_going_to_a_step_tells_all_that_changed_on_the_way(project):
    add_article(project)
    for name in "abc":
        project.run("Mark", do.annotate_with_paths, 1, 0, 5, [name], "")
    project.run("Note", do.set_note, 2, "why")
    changes = project.go_to(1)
    assert changes.before["annotation"].keys() == changes.before["coding"].keys() == {1, 2, 3}
    assert changes.before["annotation"][2]["note"] == "why"
    assert changes.label == "Mark"


def test_steps_know_what_article_they_were_about(project):
    for title in ("One", "Two"):
        add_article(project, title=title)
    project.run("Mark", do.annotate_with_paths, 2, 0, 5, ["a"], "")
    project.run("Tag", do.add_tags, [1], [1])
    project.run("Rename", do.rename_tag, 1, "b")
    project.run("Bookmark", do.add_bookmark, 1, 3, "here")
    project.run("Edit", do.edit_document, 1, "Uno", "", "", "")
    project.run("Mark", do.annotate, 1, 0, 5)
    project.run("Delete both", do.delete_annotations, [1, 2])
    project.undo()
    places = history.Places(project.db)
    found = [places.of(step.id) for step in history.steps(project.db)]
    assert found == [1, 2, 2, None, 1, 1, 1, None]
    project.redo()
    places = history.Places(project.db)
    assert [places.of(step.id) for step in history.steps(project.db)] == found

"""Two copies of a project that went different ways are compared and brought together; nothing of either is lost."""

import shutil

import pytest

from core.chart_settings import Settings
from core.errors import UserError
from core.filters import Filter, HasNote, InGroup, Tagged
from storage import (
    annotations,
    attribute_operations,
    chart_operations,
    codebook,
    codebook_operations,
    documents,
    filter_operations,
    group_operations,
    groups,
    integrity,
    merge,
    operations,
    pinned_charts,
    reading,
    saved_filters,
    tag_operations,
    tags,
)
from storage.merge import Added, Difference
from storage.project import Project
from tests.storage.contents import add_article, contents


@pytest.fixture
def copies(project, tmp_path):
    """Two copies of a project, after each of which was worked on."""
    add_article(project, title="Whole")
    project.run("Annotate", operations.annotate_with_paths, 1, 0, 13, ["a/b", "c"], "note")
    project.run("Annotate", operations.annotate_with_paths, 1, 22, 30, ["c"], "")
    project.close()
    shutil.copy(project.path, tmp_path / "other.postil")
    ours, theirs = Project.open(project.path), Project.open(tmp_path / "other.postil")
    ours.run("Annotate", operations.annotate_with_paths, 1, 3, 9, ["ours", "both"], "of ours")
    ours.run("Note", operations.set_note, 1, "note, and more")
    ours.run("Note", operations.set_note, 2, "what we think")
    theirs.run("Annotate", operations.annotate_with_paths, 1, 5, 9, ["a/theirs", "Both"], "of theirs")
    theirs.run("Note", operations.set_note, 2, "what they think")
    theirs.run("Tag", operations.add_tags, [1], [2, 3])
    ours.run("Example", codebook_operations.choose_example, 2, 1)
    theirs.run("Example", codebook_operations.choose_example, 3, 2)
    ours.run("Describe", codebook_operations.describe_tag, 3, "include", "what we think")
    theirs.run("Describe", codebook_operations.describe_tag, 3, "include", "what they think")
    theirs.run("Describe", codebook_operations.describe_tag, 3, "exclude", "not that")
    theirs.run("Bookmark", operations.add_bookmark, 1, 14, "there")
    add_article(theirs, "Another 😀.", "Only there")
    theirs.run("Annotate", operations.annotate_with_paths, 2, 0, 9, ["c"], "")
    theirs.close()
    yield ours, theirs.path
    ours.close()


def test_what_only_one_of_them_has_is_counted(copies):
    ours, theirs = copies
    assert merge.compare(ours.path, theirs) == [
        Difference("article", 0, 1, 0),
        Difference("tag", 2, 2, 1),
        Difference("annotation", 1, 2, 0),
        Difference("note", 1, 1, 2),
    ]
    assert all(d[1:] == (0, 0, 0) for d in merge.compare(theirs, theirs))


def test_all_of_both_is_in_one_and_it_is_one_step(copies):
    ours, theirs = copies
    before = contents(ours)
    added, changes = ours.run("Bring in", merge.bring_in, theirs)
    assert added == Added(1, 1, 2, 2)
    assert changes.touches("annotation", "document", "tag", "coding", "bookmark")
    tree = tags.tag_tree(ours.db)
    assert sorted(map(tree.path, tree.order)) == ["a", "a/b", "a/theirs", "both", "c", "ours"]
    found = {
        (a.document, a.start, a.stop): (a.note, set(map(tree.path, a.tags)))
        for a, _ in annotations.everywhere(ours.db)
    }
    assert found == {
        (1, 0, 13): ("note, and more", {"a/b", "c"}),
        (1, 22, 31): ("what we think\n\nwhat they think", {"c"}),
        (1, 3, 9): ("of ours", {"ours", "both"}),
        (1, 5, 9): ("of theirs", {"a/theirs", "both"}),
        (2, 0, 9): ("", {"c"}),
    }
    assert {t.id: (t.include, t.exclude) for t in tree if t.include} == {
        3: ("what we think\n\nwhat they think", "not that")
    }
    assert {tree.path(tag): [e.quote for e in found] for tag, found in codebook.examples(ours.db).items()} == {
        "a/b": ["One sentence."],
        "c": ["😀 with e\u0301"],
    }
    assert documents.document_text(ours.db, 2) == "Another 😀."
    assert [b.name for b in reading.bookmarks(ours.db, 1)] == ["there"]
    assert integrity.full_report(ours.db) == []
    assert ours.run("Again", merge.bring_in, theirs)[0] == Added(0, 0, 0, 0)
    assert ours.undo().label == "Bring in"
    assert contents(ours) == before


def own_order(project):
    return [tag.name for tag in tags.tag_tree(project.db).in_own_order(None)]


def test_groups_own_order_and_filters_of_both_are_in_one(copies):
    ours, path = copies
    theirs = Project.open(path)
    tree = tags.tag_tree(theirs.db)
    their_both = next(tag for tag in tree if tag.name == "Both")
    named = dict(theirs.db.execute("SELECT name, guid FROM tag").fetchall())
    here = dict(ours.db.execute("SELECT name, guid FROM tag").fetchall())
    for project, tag in ((ours, here["both"]), (theirs, named["Both"])):
        group = project.run("Group", group_operations.create_group, "Chapter", [1])[0]
        (guid,) = project.db.execute("SELECT guid FROM tag_group WHERE id = ?", [group]).fetchone()
        wanted = Filter((Tagged("any", (tag,)), InGroup(guid)))
        project.run("Save", filter_operations.save_filter, "Same", wanted)
    theirs.run("Group", group_operations.create_group, "Only there", [their_both.id, 1])
    ours.run("Save", filter_operations.save_filter, "Other", Filter((HasNote(True),)))
    theirs.run("Save", filter_operations.save_filter, "other", Filter((HasNote(False),)))
    ours.run("Order", tag_operations.move_tags, [3], None, 1)
    theirs.run("Order", tag_operations.move_tags, [their_both.id], None, 1)
    theirs.close()
    before, order = contents(ours), own_order(ours)
    ours.run("Bring in", merge.bring_in, path)
    saved = {each.name: each.read() for each in saved_filters.all_saved(ours.db)}
    (chapter,) = ours.db.execute("SELECT guid FROM tag_group WHERE name = 'Chapter'").fetchone()
    assert saved == {
        "Same": Filter((Tagged("any", (here["both"],)), InGroup(chapter))),
        "Other": Filter((HasNote(True),)),
        "other (2)": Filter((HasNote(False),)),
    }
    tree, members = tags.tag_tree(ours.db), groups.members(ours.db)
    in_groups = {name: set(map(tree.path, members[group])) for group, name in groups.names(ours.db).items()}
    assert in_groups == {"Chapter": {"a"}, "Only there": {"a", "both"}}
    assert [name for name in own_order(ours) if name in order] == order == ["c", "a", "ours", "both"]
    assert integrity.full_report(ours.db) == []
    later = contents(ours)
    ours.run("Again", merge.bring_in, path)
    assert contents(ours) == later
    ours.undo()
    assert contents(ours) == before


def test_what_is_no_copy_of_the_project_is_refused(copies, tmp_path):
    ours, theirs = copies
    Project.create(tmp_path / "another.postil").close()
    before = contents(ours)
    with pytest.raises(UserError, match="is not a copy of this project"):
        ours.run("Bring in", merge.bring_in, tmp_path / "another.postil")
    theirs.write_bytes(theirs.read_bytes()[:5000])
    with pytest.raises(UserError, match="damaged"):
        ours.run("Bring in", merge.bring_in, theirs)
    assert contents(ours) == before


def test_pinned_charts_of_both_are_in_one_and_name_what_is_here(copies):
    ours, path = copies
    theirs = Project.open(path)
    here, there = (dict(p.db.execute("SELECT name, guid FROM tag").fetchall()) for p in (ours, theirs))
    shown = Settings("words", scope="filter")
    for project, tag in ((ours, here["both"]), (theirs, there["Both"])):
        wanted = Filter((Tagged("any", (tag,)),))
        project.run("Pin", chart_operations.pin_chart, "Same", shown._replace(tag=tag), wanted)
    ours.run("Pin", chart_operations.pin_chart, "Other", Settings("tree"))
    for name in ("Last", "other"):
        theirs.run("Pin", chart_operations.pin_chart, name, Settings("attribute", attribute="region"))
    theirs.run("Attribute", attribute_operations.create_attribute, "Region", "text")
    theirs.run("Order", chart_operations.move_chart, 3, 1)
    theirs.close()
    before = contents(ours)
    ours.run("Bring in", merge.bring_in, path)
    by_region = (Settings("attribute", attribute="Region"), None)
    assert [(each.name, each.read()) for each in pinned_charts.all_pinned(ours.db)] == [
        ("Same", (shown._replace(tag=here["both"]), Filter((Tagged("any", (here["both"],)),)))),
        ("Other", (Settings("tree"), None)),
        ("other (2)", by_region),
        ("Last", by_region),
    ]
    assert integrity.full_report(ours.db) == []
    later = contents(ours)
    ours.run("Again", merge.bring_in, path)
    assert contents(ours) == later
    ours.undo()
    assert contents(ours) == before

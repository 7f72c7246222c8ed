"""Merging and deleting tags on random projects with everything that can hang on a tag: nothing else is lost."""

import json
import tempfile
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.model import TagId
from storage import group_operations, integrity, operations, tag_operations, tags
from storage.project import Project
from tests.storage.contents import add_article, contents

COUNT, PLACES = 7, 5  # tags and annotations of a project
TAGS = range(1, COUNT + 1)
TAG = st.sampled_from(TAGS)
WORDS = ("", "one", "two", "one\n\ntwo", "😀")
RUNS = max(500, settings.default.max_examples)


def some_of(choices, least=0, most=None):
    """Lists of some of these, drawn as one string of letters: to draw each item takes longer than the test does."""
    letters = {chr(ord("0") + number): choice for number, choice in enumerate(choices)}
    strings = st.text(list(letters), min_size=least, max_size=most)
    return strings.map(lambda drawn: [letters[letter] for letter in drawn])


PROJECTS = st.fixed_dictionaries(
    {
        "parents": some_of(range(COUNT + 1), COUNT, COUNT),
        "names": some_of("abc", COUNT, COUNT),
        "texts": some_of(list(product(WORDS, repeat=3)), COUNT, COUNT),
        "pins": some_of(TAGS, most=3).map(dict.fromkeys),
        "codings": some_of(list(product(TAGS, range(1, PLACES + 1))), most=16).map(set),
        "examples": some_of(list(product(TAGS, range(1, PLACES + 1))), most=6).map(set),
        "members": some_of(list(product(TAGS, (1, 2))), most=6).map(set),
        "notes": some_of(list(product(TAGS, product(("", "Title", "Other"), WORDS))), most=4).map(dict),
        "filters": st.lists(some_of(TAGS, most=4).map(dict.fromkeys), max_size=2),
    }
)
SOME_TAGS = some_of(TAGS, 1, 3).map(lambda tags: list(dict.fromkeys(tags)))


def parent_of(plan, tag):
    """The tag that it is planned below, one with a lower number; None for a top tag."""
    return plan["parents"][tag - 1] % tag or None


def allowed(plan, ids, target):
    """Those of the tags that do not hold the target; all where that are all, which is then refused."""
    holders = {target}
    while target := parent_of(plan, target):
        holders.add(target)
    return [tag for tag in ids if tag not in holders] or ids


def fill(project, plan):
    """Everything a plan says, tags numbered from 1, as rows."""
    db = project.db
    siblings = set()
    for number in range(1, COUNT + 1):
        parent = parent_of(plan, number)
        name = plan["names"][number - 1]
        name = name if (parent, name) not in siblings else f"{name}{number}"
        siblings.add((parent, name))
        made = tags.insert_tag(db, name, parent, "#4477aa", "2024")
        assert made == number
        tags.set_texts(db, made, *plan["texts"][number - 1])
    for pin, tag in enumerate(plan["pins"], start=1):
        tags.set_pin(db, tag, pin)
    for place in range(PLACES):
        operations.annotate(
            project, 1, 4 * place, 4 * place + 3, sorted(t for t, p in plan["codings"] if p == place + 1)
        )
    for tag, place in sorted(plan["examples"]):
        db.execute("INSERT INTO example (tag_id, annotation_id) VALUES (?, ?)", [tag, place])
    for group in (1, 2):
        group_operations.create_group(
            project, f"Group {group}", sorted(t for t, g in plan["members"] if g == group)
        )
    for tag, (title, text) in plan["notes"].items():
        db.execute(
            "INSERT INTO note (guid, kind, tag_id, title, text, created, modified)"
            " VALUES (?, 'tag', ?, ?, ?, '1', '1')",
            [f"note {tag}", tag, title, text],
        )
    for number, named in enumerate(plan["filters"]):
        guids = [guid_of(project, tag) for tag in named]
        conditions = {"any": guids, "near": [{"tag": guid, "within": 3} for guid in guids], "text": "a"}
        db.execute(
            "INSERT INTO saved_filter (guid, name, folded, conditions, created) VALUES (?, ?, ?, ?, '1')",
            [f"filter {number}", f"f{number}", f"f{number}", json.dumps(conditions)],
        )
        db.execute(
            "INSERT INTO pinned_chart (guid, name, folded, settings, conditions, created)"
            " VALUES (?, ?, ?, ?, ?, '1')",
            [f"chart {number}", f"c{number}", f"c{number}", json.dumps({"tag": guids[:1]}), json.dumps(conditions)],
        )


def guid_of(project, tag):
    return project.db.execute("SELECT guid FROM tag WHERE id = ?", [tag]).fetchone()[0]


SAVED = (
    "SELECT conditions FROM saved_filter UNION ALL SELECT conditions FROM pinned_chart"
    " UNION ALL SELECT settings FROM pinned_chart"
)


def pairs(project, table, other):
    return set(project.db.execute(f"SELECT tag_id, {other} FROM [{table}]"))


def state(project):
    """What hangs on tags, as sets of pairs and texts by tag."""
    found = {
        "coding": pairs(project, "coding", "annotation_id"),
        "example": pairs(project, "example", "annotation_id"),
        "membership": pairs(project, "membership", "group_id"),
        "notes": dict(project.db.execute("SELECT tag_id, title || '|' || text FROM note")),
        "filters": [json.loads(row[0]) for row in project.db.execute(SAVED)],
        "annotations": {row[0] for row in project.db.execute("SELECT id FROM annotation")},
        "guids": {tag: guid_of(project, tag) for tag in tags.tag_tree(project.db).by_id},
    }
    return found | {"tree": tags.tag_tree(project.db)}


@pytest.fixture(scope="module")
def book():
    """A project with one article, for all the examples of a test."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "p.postil")
        project.db.execute("PRAGMA synchronous = OFF")
        project.db.execute("PRAGMA journal_mode = MEMORY")
        add_article(project, "abc " * (PLACES + 1))
        yield project
        project.close()


def run(project, plan, operation, *args):
    """Before and after a step on what was planned, undone and redone on the way; None where it was refused."""
    project.go_to(1)  # right after the article was added
    project.run("Fill", fill, plan)
    before, rows = state(project), contents(project)
    try:
        result, _ = project.run("Step", operation, *args)
    except UserError:
        assert contents(project) == rows
        return None
    after, later = state(project), contents(project)
    assert integrity.full_report(project.db) == []
    project.undo()
    assert contents(project) == rows
    project.redo()
    assert contents(project) == later
    return before, after, result


def became(before, after, sources, target):
    """Which tag each tag has become: itself, the target, or for subtags the one of the same name where it went."""
    fate = dict.fromkeys(sources, target)

    def come(children, into):
        for child in children:
            twin = next((t.id for t in after.children(into) if t.name == before.by_id[child].name), None)
            fate[child] = child if child in after.by_id else twin
            if fate[child] != child:
                come([t.id for t in before.children(child) if t.id not in sources], fate[child])

    for source in sources:
        come([t.id for t in before.children(source) if t.id not in sources], target)
    return {tag: fate.get(tag, tag) for tag in before.by_id}


def renamed(value, names):
    """The JSON with each guid as it is now, and lists without what came to be there twice."""
    if isinstance(value, dict):
        return {key: renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        items = [renamed(inner, names) for inner in value]
        return items if items == value else [json.loads(item) for item in dict.fromkeys(map(json.dumps, items))]
    return names.get(value, value)


@settings(max_examples=RUNS)
@given(plan=PROJECTS, sources=SOME_TAGS, target=TAG)
def test_merging_loses_nothing(book, plan, sources, target):
    sources = allowed(plan, sources, target)
    ran = run(book, plan, tag_operations.merge_tags, sources, target)
    assume(ran is not None)
    before, after, moved = ran
    tree, now = before["tree"], after["tree"]
    fate = became(tree, now, sources, target)
    assert set(fate.values()) == set(now.by_id)
    assert set(sources) & set(now.by_id) == set()
    for table in ("coding", "example", "membership"):
        assert after[table] == {(fate[tag], other) for tag, other in before[table]}
    of_sources = {place for tag, place in before["coding"] if tag in sources}
    assert moved.passages == len(of_sources)
    having = [[place for tag, place in before["coding"] if tag in (target, *sources)].count(p) for p in of_sources]
    assert moved.both == sum(count > 1 for count in having)
    for tag, new in fate.items():
        for field in ("definition", "include", "exclude"):
            assert getattr(tree.by_id[tag], field) in getattr(now.by_id[new], field)
        if tag in before["notes"]:
            title, _, text = before["notes"][tag].partition("|")
            assert title in after["notes"][new]
            assert text in after["notes"][new]
    assert after["annotations"] == before["annotations"]
    check_pins(tree, now, fate)
    names = {before["guids"][tag]: before["guids"][new] for tag, new in fate.items()}
    assert after["filters"] == [renamed(conditions, names) for conditions in before["filters"]]
    assert dict(moved.became) == {old: new for old, new in names.items() if old != new}


def check_pins(tree, now, fate):
    """Whoever has a key had it before or took it from a tag it is made of, and no key is lost but to another."""
    for tag in now.by_id.values():
        held = [old.pin for old in tree.by_id.values() if fate[old.id] == tag.id and old.pin]
        own = tree.by_id[tag.id].pin
        assert tag.pin == (own or tag.pin)
        assert (tag.pin in held) if held else tag.pin is None


@settings(max_examples=RUNS)
@given(
    plan=PROJECTS,
    ids=SOME_TAGS,
    fate=st.sampled_from(["keep", "delete"]) | TAG.map(TagId),
    with_subtags=st.booleans(),
)
def test_deleting_loses_what_it_says_and_nothing_else(book, plan, ids, fate, with_subtags):
    ids = allowed(plan, ids, fate) if isinstance(fate, int) else ids
    ran = run(book, plan, tag_operations.delete_tags, ids, fate, with_subtags)
    assume(ran is not None)
    before, after, deleted = ran
    tree, now = before["tree"], after["tree"]
    gone = {tag for tag in tree.by_id if tag in ids or (with_subtags and tree.lineage([tag]) & set(ids))}
    assert set(now.by_id) == set(tree.by_id) - gone
    assert deleted.tags == len(gone)
    assert deleted.passages == len({place for tag, place in before["coding"] if tag in gone})
    lost = set()
    if fate == "delete":
        coded = {place for _, place in before["coding"]}
        lost = coded - {place for tag, place in before["coding"] if tag not in gone}
    assert before["annotations"] - after["annotations"] == lost
    assert deleted.annotations == len(lost)
    given_to = fate if isinstance(fate, int) else None
    kept = {(given_to if tag in gone else tag, place) for tag, place in before["coding"] if place not in lost}
    assert after["coding"] == {(tag, place) for tag, place in kept if tag is not None}
    assert after["example"] == {(t, place) for t, place in before["example"] if t not in gone and place not in lost}
    assert after["membership"] == {(tag, group) for tag, group in before["membership"] if tag not in gone}
    assert after["notes"] == {tag: note for tag, note in before["notes"].items() if tag not in gone}
    assert after["filters"] == before["filters"]
    for tag in now.by_id:
        parent = tree.by_id[tag].parent
        while parent in gone:
            parent = tree.by_id[parent].parent
        assert now.by_id[tag]._replace(position=0) == tree.by_id[tag]._replace(position=0, parent=parent)

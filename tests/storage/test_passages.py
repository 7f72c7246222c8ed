"""Finding passages: every kind of condition against brute force on random projects, and by the command line."""

import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import attributes, filters, units
from core.filters import Filter
from core.wrapped import reflowed
from storage import operations, passages
from storage.project import Project
from tests.storage.contents import article

WORDS = st.sampled_from(
    ["Oil", "oil  prices", "rose.", "“Who?”", "Nobody said.", "\n", "\n\n", "😀", "e\u0301", "Dr. No"]
)
TEXTS = st.lists(WORDS, min_size=3, max_size=25).map(" ".join)
DATES = st.sampled_from(["", "2020", "2020-05", "2020-05-31", "2021-01-01", "soon"])
LIMITS = st.sampled_from(["", "2020", "2020-05", "2020-05-30", "2021"])
NUMBERS = st.sampled_from(["", "1", "2.5", "-3", "many"])
SAYS = st.sampled_from(["oil", "OIL PRICES", "who", "e\u0301", "zz", "“"])
GONE = str(uuid.UUID(int=0))
TYPES = {"n": "number", "d": "date", "y": "yes-no", "t": "text"}
VALUES = {"n": NUMBERS, "d": DATES, "y": st.sampled_from(["", "yes", "no"]), "t": SAYS}
TAGS = ["A", "A/B", "A/B/C", "D", "E"]


@st.composite
def worlds(draw):
    """Articles with their attributes, passages with places, tags, a note and a time, and which tags are a group."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
    found = []
    for text in texts:
        spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)), max_size=8))
        marked = [
            (
                start,
                min(len(text), start + length),
                draw(st.lists(st.sampled_from(TAGS), max_size=3, unique=True)),
                draw(st.sampled_from(["", "why"])),
            )
            for start, length in spans
        ]
        about = {name: draw(VALUES[name]) for name in TYPES}
        found.append((text, draw(SAYS), draw(SAYS), draw(DATES), about, marked))
    return found, draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))


def built(project: Project, world) -> None:
    """Puts a random world into an empty project."""
    articles, group = world
    db = project.db

    def build(project: Project) -> None:
        for tag in TAGS:
            operations.create_tag_path(project, tag)
        tree = {tag: id_ for id_, tag in db.execute("SELECT id, name FROM tag")}
        db.execute("INSERT INTO tag_group VALUES (1, 'group', 'g', 'g', '', 0)")
        for tag in group:
            db.execute("INSERT INTO membership (group_id, tag_id) VALUES (1, ?)", [tree[tag[-1]]])
        for name, kind in TYPES.items():
            db.execute("INSERT INTO attribute VALUES (NULL, ?, ?, ?, ?, '', 0)", [name, name, name, kind])
        for text, title, author, date, about, marked in articles:
            (document,) = operations.add_documents(project, [article(text, title)])
            operations.edit_document(project, document, title, author, author[:1], "")
            db.execute("UPDATE document SET date = ? WHERE id = ?", [date, document])
            for name, value in about.items():
                if value:
                    db.execute(
                        "INSERT INTO attribute_value (document_id, attribute_id, value)"
                        " SELECT ?, id, ? FROM attribute WHERE name = ?",
                        [document, value, name],
                    )
            for start, stop, tags, note in marked:
                made = operations.annotate(project, document, start, stop, [tree[tag[-1]] for tag in tags], note)
                db.execute(
                    "UPDATE annotation SET created = ? WHERE id = ?", [f"202{made % 3}-05-30T12:00:00Z", made]
                )

    project.run("Build", build)


def guid(project: Project, table: str, name: str) -> str:
    """The guid of what has a name, or that of nothing."""
    column = passages.NAMED[table]
    found = project.db.execute(f"SELECT guid FROM [{table}] WHERE [{column}] = ?", [name]).fetchone()
    return found[0] if found else GONE


TAG = st.sampled_from([*(tag[-1] for tag in TAGS), "gone"])
CONDITIONS = st.one_of(
    st.builds(filters.Tagged, st.sampled_from(filters.MATCHES), st.lists(TAG, max_size=2).map(tuple)),
    st.builds(filters.InGroup, st.sampled_from(["g", "gone"])),
    st.builds(filters.Overlapping, TAG),
    st.builds(filters.Near, TAG, st.sampled_from(filters.UNITS), st.integers(0, 12)),
    st.builds(filters.InArticles, st.lists(SAYS, max_size=2).map(tuple)),
    st.builds(filters.ArticleSays, st.sampled_from(filters.FIELDS), SAYS),
    st.builds(filters.Dated, LIMITS, LIMITS),
    st.builds(filters.Attributed, st.just("n"), st.just(""), NUMBERS, NUMBERS),
    st.builds(filters.Attributed, st.just("d"), st.just(""), LIMITS, LIMITS),
    st.builds(filters.Attributed, st.just("y"), st.sampled_from(["yes", "no"])),
    st.builds(filters.Attributed, st.sampled_from(["t", "gone"]), SAYS),
    st.builds(filters.HasNote, st.booleans()),
    st.builds(filters.Quoting, SAYS),
    st.builds(filters.Made, LIMITS, LIMITS),
)


def with_guids(project: Project, condition):
    """A condition that names things by their names, as one that names them by their guids."""
    match condition:
        case filters.Tagged():
            return condition._replace(tags=tuple(guid(project, "tag", tag) for tag in condition.tags))
        case filters.InGroup():
            return condition._replace(group=guid(project, "tag_group", condition.group))
        case filters.Overlapping() | filters.Near():
            return condition._replace(tag=guid(project, "tag", condition.tag))
        case filters.InArticles():
            found = project.db.execute("SELECT title, guid FROM document")
            return condition._replace(documents=tuple(g for title, g in found if title in condition.documents))
        case filters.Attributed():
            return condition._replace(attribute=guid(project, "attribute", condition.attribute))
    return condition


# -- brute force


def below(tag: str) -> set[str]:
    """The names of a tag and its subtags."""
    return {path[-1] for path in TAGS if tag in path.split("/")}


def distance(a, b) -> int:
    return max(a["start"], b["start"]) - min(a["stop"], b["stop"])


def unit_spans(text: str, kind: units.Kind) -> list:
    found, at = [], 0
    while (unit := kind.next(text, at)) is not None:
        found.append(unit)
        at = max(at + 1, unit.stop)
    return found


def reach(text: str, passage, kind: units.Kind) -> set[int]:
    """The characters of the passage and of all units that it shares one with."""
    own = set(range(passage["start"], passage["stop"]))
    return own.union(*(set(range(*unit)) for unit in unit_spans(text, kind) if own & set(range(*unit))))


def brute(condition, passage, everything) -> bool:  # noqa: C901 (every kind of condition)
    """Whether a passage passes, told as slowly and as plainly as possible; conditions name things by name."""
    about = passage["about"]
    others = [each for each in everything if each["document"] == passage["document"]]
    match condition:
        case filters.Tagged(match, tags):
            has = [bool(below(tag) & passage["tags"]) for tag in tags]
            return {"any": any(has), "all": all(has), "none": not any(has)}[match]
        case filters.InGroup(group):
            return group == "g" and any(below(tag) & passage["tags"] for tag in passage["group"])
        case filters.Overlapping(tag):
            return any(distance(passage, each) < 0 for each in others if below(tag) & each["tags"])
        case filters.Near(tag, "characters", characters):
            return any(distance(passage, each) <= characters for each in others if below(tag) & each["tags"])
        case filters.Near(tag, unit):
            kind = units.SENTENCES if unit == "sentence" else units.PARAGRAPHS
            here = reach(reflowed(about["text"]), passage, kind)
            marked = [set(range(each["start"], each["stop"])) for each in others if below(tag) & each["tags"]]
            return any(here & each for each in marked)
        case filters.InArticles(documents):
            return about["title"] in documents
        case filters.ArticleSays(field, words):
            return filters.folded(words) in filters.folded(about[field])
        case filters.Dated(since, until):
            return about["date"] not in ("", "soon") and attributes.within("date", about["date"], since, until)
        case filters.HasNote(has):
            return bool(passage["note"]) == has
        case filters.Quoting(words):
            return " ".join(words.split()).casefold() in " ".join(passage["quote"].split()).casefold()
        case filters.Made(since, until):
            day = passage["created"][:10]
            return (not since or attributes.days(since)[0] <= day) and (
                not until or day <= attributes.days(until)[1]
            )
    value = about.get(condition.attribute, "")
    kind = TYPES.get(condition.attribute, "text")
    if kind in ("number", "date"):
        sound = all(attributes.fits(kind, limit) for limit in (condition.low, condition.high) if limit)
        return sound and bool(value) and attributes.within(kind, value, condition.low, condition.high)
    return bool(value) and (
        value == condition.words if kind == "yes-no" else filters.folded(condition.words) in filters.folded(value)
    )


def as_plain(project: Project, world) -> list[dict]:
    """Every passage of the project as a dict, with what its article says of itself."""
    articles, group = world
    found = []
    rows = project.db.execute(
        "SELECT id, document_id, start, stop, quote, note, created FROM annotation"
    ).fetchall()
    for id_, document, start, stop, quote, note, created in rows:
        named = project.db.execute(
            "SELECT name FROM coding JOIN tag ON tag.id = tag_id WHERE annotation_id = ?", [id_]
        )
        text, title, author, date, about, _ = articles[document - 1]
        says = {"text": text, "title": title, "author": author, "outlet": author[:1], "date": date, **about}
        place = {"id": id_, "document": document, "start": start, "stop": stop}
        tags = {name for (name,) in named}
        found.append(
            {
                **place,
                "quote": quote,
                "note": note,
                "created": created,
                "tags": tags,
                "about": says,
                "group": [t[-1] for t in group],
            }
        )
    return found


@pytest.fixture(autouse=True)
def in_utc(monkeypatch):
    """So that days begin alike here and in the brute force."""
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    world=worlds(), conditions=st.lists(CONDITIONS, max_size=2), every=st.lists(CONDITIONS, min_size=6, max_size=6)
)
def test_a_filter_lets_through_what_brute_force_does(tmp_path_factory, world, conditions, every):
    project = Project.create(tmp_path_factory.mktemp("world") / "world.postil")
    try:
        project.db.execute("PRAGMA synchronous = OFF")
        built(project, world)
        everything = sorted(as_plain(project, world), key=lambda p: (p["document"], p["start"], p["stop"], p["id"]))
        for chosen in (conditions, *([each] for each in every)):
            wanted = Filter(tuple(with_guids(project, each) for each in chosen))
            expected = [p["id"] for p in everything if all(brute(each, p, everything) for each in chosen)]
            assert passages.find(project.db, wanted).ids == expected, chosen
            assert sorted(json.loads(passages.which(project.db, wanted))) == sorted(expected), chosen
            assert filters.from_json(json.loads(json.dumps(filters.to_json(wanted)))) == wanted
            assert [row["annotation"] for row in passages.listed(project.db, wanted)] == expected
    finally:
        project.close()

"""The project file's tables and their ordered migrations, and the triggers that write the history.

`docs/file-format.md` describes the same for readers of the file.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache

from storage.sqlite import Database

APPLICATION_ID = 0x506F7374  # “Post”
TRACKED = (
    *("document", "document_text", "attribute", "attribute_value"),
    *("tag", "tag_group", "membership", "annotation", "coding", "example"),
    *("note", "saved_filter", "pinned_chart", "bookmark"),
)
CHECKED = tuple(table for table in TRACKED if table != "document_text")  # with a checksum in each row

_VERSION_1 = """
CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    guid TEXT NOT NULL,
    created TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,  -- grows by one with every committed step
    step INTEGER  -- the step being written; NULL between steps
) STRICT;
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL CHECK (title <> ''),
    author TEXT NOT NULL DEFAULT '',
    outlet TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT 'text/plain',
    characters INTEGER NOT NULL CHECK (characters >= 0),
    words INTEGER NOT NULL CHECK (words >= 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    original_sha256 TEXT NOT NULL CHECK (length(original_sha256) = 64),
    added TEXT NOT NULL
) STRICT;
CREATE TABLE document_text (
    id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    parent INTEGER REFERENCES tag (id) ON DELETE CASCADE CHECK (parent <> id),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,  -- the name after NFC and case folding: what siblings may not share
    color TEXT NOT NULL CHECK (color GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    definition TEXT NOT NULL DEFAULT '',
    pin INTEGER UNIQUE CHECK (pin BETWEEN 1 AND 9),
    created TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tag_siblings ON tag (ifnull(parent, 0), folded);
CREATE INDEX tag_parent ON tag (parent);
CREATE TABLE annotation (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    start INTEGER NOT NULL CHECK (start >= 0),
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    coder TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    CHECK (stop > start),
    UNIQUE (id, document_id)
) STRICT;
CREATE INDEX annotation_place ON annotation (document_id, start, stop);
CREATE TABLE coding (
    id INTEGER PRIMARY KEY,
    annotation_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL,  -- repeats the annotation's, so that counting needs no join
    coder TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    UNIQUE (annotation_id, tag_id),
    FOREIGN KEY (annotation_id, document_id) REFERENCES annotation (id, document_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX coding_document ON coding (document_id, tag_id, annotation_id);
CREATE INDEX coding_tag ON coding (tag_id, document_id);
CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    time TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
    merge TEXT  -- steps with the same key in a row become one, such as the typing of one note
) STRICT;
CREATE INDEX step_undone ON step (undone) WHERE undone;
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    tbl TEXT NOT NULL,
    row INTEGER NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('I', 'U', 'D')),
    old TEXT  -- data, never SQL: column -> value before the change
) STRICT;
CREATE INDEX change_step ON change (step_id);
"""

_VERSION_2 = """
CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    offset INTEGER NOT NULL CHECK (offset >= 0),
    name TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    UNIQUE (document_id, offset)
) STRICT;
CREATE TABLE reading (  -- not a change anybody undoes, so the history knows nothing of it
    document_id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place >= 0),
    read TEXT NOT NULL
) STRICT;
"""

_VERSION_3 = """
ALTER TABLE document ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tag ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annotation ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE coding ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bookmark ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN state TEXT NOT NULL DEFAULT '';
"""

# Tags have an order of their own and say when they are meant; they stand in groups. Articles have attributes.
_VERSION_4 = """
ALTER TABLE tag ADD COLUMN include TEXT NOT NULL DEFAULT '';
ALTER TABLE tag ADD COLUMN exclude TEXT NOT NULL DEFAULT '';
ALTER TABLE tag ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
CREATE TABLE tag_group (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES tag_group (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    checksum INTEGER NOT NULL DEFAULT 0,
    UNIQUE (group_id, tag_id)
) STRICT;
CREATE INDEX membership_tag ON membership (tag_id);
CREATE TABLE example (
    id INTEGER PRIMARY KEY,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    annotation_id INTEGER NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
    checksum INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tag_id, annotation_id)
) STRICT;
CREATE INDEX example_annotation ON example (annotation_id);
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'tag', 'project', 'journal')),
    document_id INTEGER UNIQUE REFERENCES document (id) ON DELETE CASCADE,
    tag_id INTEGER UNIQUE REFERENCES tag (id) ON DELETE CASCADE,
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0,
    CHECK ((kind = 'document') = (document_id IS NOT NULL)),
    CHECK ((kind = 'tag') = (tag_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX note_project ON note (kind) WHERE kind = 'project';
CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type IN ('text', 'number', 'date', 'yes-no')),
    created TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE attribute_value (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    attribute_id INTEGER NOT NULL REFERENCES attribute (id) ON DELETE CASCADE,
    value TEXT NOT NULL CHECK (value <> ''),
    checksum INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document_id, attribute_id)
) STRICT;
CREATE INDEX attribute_value_attribute ON attribute_value (attribute_id);
CREATE TABLE saved_filter (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL UNIQUE,
    conditions TEXT NOT NULL,  -- JSON, in which tags, articles and attributes are named by their guids
    created TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0
) STRICT;
"""

_VERSION_5 = """
CREATE TABLE pinned_chart (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL DEFAULT 0,
    settings TEXT NOT NULL,  -- JSON, in which a tag is named by its guid and an attribute by its name
    conditions TEXT,  -- JSON as in saved_filter; NULL without a filter
    created TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0
) STRICT;
"""


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _with_checksums(db: Database, script: str) -> None:
    """A migration after which the rows of every table there is get their checksums."""
    from storage import checksum  # which knows the tables from here

    _run(db, script)
    checksum.write_all(db)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    lambda db: _run(db, _VERSION_1),
    lambda db: _run(db, _VERSION_2),
    lambda db: _with_checksums(db, _VERSION_3),
    lambda db: _with_checksums(db, _VERSION_4),
    lambda db: _run(db, _VERSION_5),
)
VERSION = len(MIGRATIONS)


def migrate(db: Database, version: int) -> None:
    """Brings the file from `version` to VERSION in one transaction."""
    with db.atomic():
        for migration in MIGRATIONS[version:]:
            migration(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {VERSION}")


@cache
def tables_of(version: int) -> frozenset[str]:
    """The tables that a file of a version has; those of the newest where there is no such version."""
    with closing(Database(memory=True, execute_plugins=False)) as db:
        for migration in MIGRATIONS[: version if version > 0 else VERSION]:
            migration(db)
        return frozenset(db.table_names())


def differences(db: Database) -> list[str]:
    """How the file's tables and indexes differ from what a new file has, in sentences.

    What somebody added beside them does no harm, except triggers: those would act on our writes.
    """
    here = _parts(db)
    found = [f"its {kind} “{name}” is missing or altered." for kind, name, _ in sorted(_ours() - here)]
    return found + [f"it holds a trigger “{name}”." for kind, name, _ in sorted(here) if kind == "trigger"]


@cache
def _ours() -> frozenset[tuple[str, str, str]]:
    with closing(_newest()) as db:
        return _parts(db)


def _newest() -> Database:
    """An empty project in memory."""
    db = Database(memory=True, execute_plugins=False)
    migrate(db, 0)
    return db


def _parts(db: Database) -> frozenset[tuple[str, str, str]]:
    return frozenset(db.execute("SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL"))


def columns(db: Database, table: str) -> list[str]:
    """Column names of a table, in order."""
    return [row[1] for row in db.execute(f"PRAGMA table_info([{table}])").fetchall()]


def tracked_columns(table: str) -> tuple[str, ...]:
    """Those of a table that the history keeps: all but the checksum, which follows from them."""
    return _tracked_columns()[table]


@cache
def _tracked_columns() -> dict[str, tuple[str, ...]]:
    with closing(_newest()) as db:
        return {table: tuple(name for name in columns(db, table) if name != "checksum") for table in TRACKED}


def install_history(db: Database) -> None:
    """Makes the triggers that journal every write to the tracked tables, for this connection only.

    They are temporary, so a project file holds no code: `trusted_schema=OFF` refuses JSON functions in stored
    triggers, and a trigger found in somebody's file is not ours. A write while no step is open is refused.
    """
    for table in TRACKED:
        for statement in _triggers(table, tracked_columns(table)):
            db.execute(statement)


def _triggers(table: str, names: Sequence[str]) -> list[str]:
    row = ", ".join(f"'{name}', old.[{name}]" for name in names)
    differing = " UNION ALL ".join(
        f"SELECT '{name}' AS name, old.[{name}] AS value WHERE old.[{name}] IS NOT new.[{name}]" for name in names
    )
    changed = f"(SELECT json_group_object(name, value) FROM ({differing}))"
    when = "WHEN " + " OR ".join(f"old.[{name}] IS NOT new.[{name}]" for name in names)
    kinds = (
        ("INSERT", "", "new", "NULL"),
        ("UPDATE", when, "old", changed),
        ("DELETE", "", "old", f"json_object({row})"),
    )
    return [
        f"CREATE TEMP TRIGGER history_{table}_{kind} AFTER {kind} ON main.[{table}] {condition} BEGIN"
        " SELECT RAISE(ABORT, 'write outside a step') WHERE (SELECT step FROM project) IS NULL;"
        " INSERT INTO change (step_id, tbl, row, op, old)"
        f" VALUES ((SELECT step FROM project), '{table}', {which}.id, '{kind[0]}', {old}); END"
        for kind, condition, which, old in kinds
    ]

"""Two copies of a project: what only one of them has, and how the one takes over what the other has.

Rows are the same where their guid is; tags also where their paths are, and articles where their texts are. What one
of the copies deleted cannot be told from what the other one added, so it comes back.
"""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from core.errors import UserError
from core.model import AnnotationId, DocumentId, TagId
from storage import merged_tables, tags
from storage.connection import checked, sentences
from storage.merged_tables import both
from storage.project import Project, now
from storage.sqlite import Database

_WHAT = ("article", "tag", "annotation", "note")
_CODINGS = (
    "SELECT a.guid, t.guid FROM coding AS c JOIN annotation AS a ON a.id = c.annotation_id"
    " JOIN tag AS t ON t.id = c.tag_id"
)
_GROUPS = (
    "SELECT t.guid, g.folded FROM membership AS m JOIN tag AS t ON t.id = m.tag_id"
    " JOIN tag_group AS g ON g.id = m.group_id"
)
_VALUES = (
    "SELECT d.guid, a.folded || char(0) || v.value FROM attribute_value AS v"
    " JOIN document AS d ON d.id = v.document_id JOIN attribute AS a ON a.id = v.attribute_id"
)


class Difference(NamedTuple):
    """How many of something only the first copy has, only the second, and both but not alike."""

    what: str
    only_first: int
    only_second: int
    differing: int


class Added(NamedTuple):
    """How much one copy took over from another."""

    articles: int
    tags: int
    annotations: int
    notes: int


def compare(first: Path, second: Path) -> list[Difference]:
    """How two project files differ in each of these. Raises UserError when one is not sound."""
    with _opened(first) as one, _opened(second) as other:
        ours, theirs = _by_guid(one), _by_guid(other)
    return [_difference(what, ours[what], theirs[what]) for what in _WHAT]


def _difference(what: str, first: Mapping[str, object], second: Mapping[str, object]) -> Difference:
    both = first.keys() & second.keys()
    differing = sum(1 for guid in both if first[guid] != second[guid])
    return Difference(what, len(first) - len(both), len(second) - len(both), differing)


def _by_guid(db: Database) -> dict[str, dict[str, object]]:
    """What a copy holds, so that equal things are equal: numbers of rows are left out."""
    tree, guids = tags.tag_tree(db), _guids(db)
    groups, values = _gathered(db, _GROUPS), _gathered(db, _VALUES)
    known_tags = {
        guid: (tree.path(tag.id), tag.color, tag.definition, tag.include, tag.exclude, groups.get(guid))
        for tag in tree
        for guid in (guids[tag.id][0],)
    }
    articles = db.execute("SELECT guid, title, author, outlet, date, sha256 FROM document").fetchall()
    codings = _gathered(db, _CODINGS)
    found = db.execute("SELECT guid, start, stop, note FROM annotation").fetchall()
    return {
        "article": {guid: (rest, values.get(guid)) for guid, *rest in articles},
        "tag": dict(known_tags),
        "annotation": {guid: (start, stop, codings.get(guid)) for guid, start, stop, _ in found},
        "note": {guid: note for guid, _, _, note in found if note}
        | {guid: (title, text) for guid, title, text in db.execute("SELECT guid, title, text FROM note")},
    }


def _gathered(db: Database, sql: str) -> dict[str, set[str]]:
    """What belongs to each guid."""
    found: dict[str, set[str]] = {}
    for guid, what in db.execute(sql):
        found.setdefault(guid, set()).add(what)
    return found


def bring_in(project: Project, other: Path) -> Added:
    """Takes over from another copy what this one lacks, as one operation. Raises UserError when it is not sound.

    Of a passage that both changed, the place that was changed last stays, and both notes.
    """
    with _opened(other) as source:
        if source.execute("SELECT guid FROM project").fetchone()[0] != project.guid:
            raise UserError(f"“{other.name}” is not a copy of this project.")
        articles, new_articles = _articles(project.db, source)
        known, new_tags = _tags(project.db, source)
        annotations, new_annotations, new_notes = _annotations(project, source, articles)
        for annotation, tag, coder, created in source.execute(
            "SELECT annotation_id, tag_id, coder, created FROM coding ORDER BY id"
        ):
            project.db.execute(
                "INSERT OR IGNORE INTO coding (annotation_id, tag_id, document_id, coder, created)"
                " SELECT id, ?, document_id, ?, ? FROM annotation WHERE id = ?",
                [known[tag], coder, created, annotations[annotation]],
            )
        _bookmarks(project.db, source, articles)
        merged_tables.bring_in(project.db, source, merged_tables.Known(articles, known, annotations))
        new_notes += merged_tables.notes(project.db, source, articles, known)
    return Added(new_articles, new_tags, new_annotations, new_notes)


def _articles(db: Database, source: Database) -> tuple[dict[DocumentId, DocumentId], int]:
    """Here what number each article of the other copy has, and how many are new."""
    found: dict[DocumentId, DocumentId] = {}
    before = _ids(db, "SELECT guid, id FROM document")
    same_text = _ids(db, "SELECT sha256, id FROM document")
    names = (
        "guid, title, author, outlet, date, source, media_type, characters, words, sha256, original_sha256, added"
    )
    new = 0
    rows = source.execute(f"SELECT document.id, text, {names} FROM document JOIN document_text USING (id)")
    for id_, text, *row in rows:
        here = before.get(row[0], same_text.get(row[9]))
        if here is None:
            marks = ", ".join("?" * len(row))
            here = int(db.execute(f"INSERT INTO document ({names}) VALUES ({marks})", row).lastrowid or 0)
            db.execute("INSERT INTO document_text (id, text) VALUES (?, ?)", [here, text])
            new += 1
        found[DocumentId(id_)] = DocumentId(here)
    return found, new


def _tags(db: Database, source: Database) -> tuple[dict[TagId, TagId], int]:
    """The same of tags, the upper ones first."""
    guids, before = _guids(source), _ids(db, "SELECT guid, id FROM tag")
    found, new = dict[TagId, TagId](), 0
    for tag in tags.tag_tree(source):
        (guid, created), ours = guids[tag.id], tags.tag_tree(db)
        parent = found[tag.parent] if tag.parent is not None else None
        here = TagId(before[guid]) if guid in before else ours.find([tag.name], parent)
        if here is None:
            here = tags.insert_tag(db, tag.name, parent, tag.color, created)
            db.execute("UPDATE tag SET guid = ?, position = ? WHERE id = ?", [guid, tag.position, here])
            new += 1
        for column, theirs in (("definition", tag.definition), ("include", tag.include), ("exclude", tag.exclude)):
            (mine,) = db.execute(f"SELECT [{column}] FROM tag WHERE id = ?", [here]).fetchone()
            db.execute(f"UPDATE tag SET [{column}] = ? WHERE id = ?", [both(mine, theirs), here])
        found[tag.id] = here
    return found, new


def _annotations(
    project: Project, source: Database, articles: Mapping[DocumentId, DocumentId]
) -> tuple[dict[AnnotationId, AnnotationId], int, int]:
    """The same of annotations, and how many notes are new."""
    db, found, new, notes = project.db, dict[AnnotationId, AnnotationId](), 0, 0
    before = {row[1]: row for row in db.execute("SELECT id, guid, note, modified FROM annotation").fetchall()}
    names = "guid, start, stop, quote, prefix, suffix, note, coder, created, modified"
    for id_, document, *row in source.execute(f"SELECT id, document_id, {names} FROM annotation ORDER BY id"):
        guid, *place, note, _coder, _created, modified = row
        known = before.get(guid)
        if known is None:
            marks = ", ".join("?" * (len(row) + 1))
            values = [articles[document], *row]
            here = db.execute(f"INSERT INTO annotation (document_id, {names}) VALUES ({marks})", values).lastrowid
            found[AnnotationId(id_)] = AnnotationId(int(here or 0))
            new, notes = new + 1, notes + bool(note)
            continue
        found[AnnotationId(id_)] = AnnotationId(known[0])
        if modified > known[3]:
            sets = "start = ?, stop = ?, quote = ?, prefix = ?, suffix = ?"
            db.execute(f"UPDATE annotation SET {sets} WHERE id = ?", [*place, known[0]])
        if (merged := both(known[2], note)) != known[2]:
            db.execute("UPDATE annotation SET note = ?, modified = ? WHERE id = ?", [merged, now(), known[0]])
            notes += 1
    return found, new, notes


def _bookmarks(db: Database, source: Database, articles: Mapping[DocumentId, DocumentId]) -> None:
    found = source.execute("SELECT document_id, offset, name, created FROM bookmark")
    for document, offset, name, created in found:
        db.execute(
            "INSERT OR IGNORE INTO bookmark (document_id, offset, name, created) VALUES (?, ?, ?, ?)",
            [articles[document], offset, name, created],
        )


def _guids(db: Database) -> dict[TagId, tuple[str, str]]:
    """The guid of each tag, and when it was made."""
    return {id_: (guid, created) for id_, guid, created in db.execute("SELECT id, guid, created FROM tag")}


def _ids(db: Database, sql: str) -> dict[str, int]:
    return dict(db.execute(sql).fetchall())


def _opened(path: Path) -> "closing[Database]":
    with sentences(path):
        return closing(checked(path, read_only=True))

"""What one copy of a project takes over from another, beyond articles, tags and annotations: groups, examples,
attributes, filters, pinned charts and notes. What both have under one name is one thing.
"""

import uuid
from collections.abc import Mapping
from itertools import chain, count
from typing import Any, NamedTuple

from core.codebook import folded
from core.guids import renamed
from core.model import AnnotationId, DocumentId, TagId
from storage import pinned_charts
from storage.project import now
from storage.sqlite import Database


class Known(NamedTuple):
    """Here what number each row of the other copy has."""

    articles: Mapping[DocumentId, DocumentId]
    tags: Mapping[TagId, TagId]
    annotations: Mapping[AnnotationId, AnnotationId]


def bring_in(db: Database, source: Database, known: Known) -> None:
    """Takes over what is lacking of all but the notes."""
    groups = _named(db, source, "tag_group", "created")
    attributes = _named(db, source, "attribute", "type, created")
    guids = _renamed_guids(db, source, known, groups, attributes)
    _filters(db, source, guids)
    _charts(db, source, guids, attributes)
    for group, tag in source.execute("SELECT group_id, tag_id FROM membership ORDER BY id").fetchall():
        _insert(db, "membership", group_id=groups[group], tag_id=known.tags[tag])
    for tag, annotation in source.execute("SELECT tag_id, annotation_id FROM example ORDER BY id").fetchall():
        _insert(db, "example", tag_id=known.tags[tag], annotation_id=known.annotations[annotation])
    values = source.execute("SELECT document_id, attribute_id, value FROM attribute_value ORDER BY id").fetchall()
    for document, attribute, value in values:
        place = {"document_id": known.articles[document], "attribute_id": attributes[attribute]}
        _insert(db, "attribute_value", **place, value=value)


def _renamed_guids(
    db: Database, source: Database, known: Known, groups: Mapping[int, int], attributes: Mapping[int, int]
) -> dict[str, str]:
    """What filters and charts name by guid, where it has another here: its name, path or text was here already."""
    tables: dict[str, Mapping[Any, int]] = {
        "tag": known.tags,
        "document": known.articles,
        "tag_group": groups,
        "attribute": attributes,
    }
    found: dict[str, str] = {}
    for table, numbers in tables.items():
        ours = dict(db.execute(f"SELECT id, guid FROM [{table}]").fetchall())
        theirs = dict(source.execute(f"SELECT id, guid FROM [{table}]").fetchall())
        found |= {theirs[there]: ours[here] for there, here in numbers.items() if theirs[there] != ours[here]}
    return found


def _filters(db: Database, source: Database, guids: Mapping[str, str]) -> None:
    """Takes over saved filters."""
    for guid, name, conditions, created in source.execute(
        "SELECT guid, name, conditions, created FROM saved_filter ORDER BY id"
    ).fetchall():
        _saved(db, "saved_filter", guid, name, created, conditions=_with_guids(conditions, guids))


def _charts(db: Database, source: Database, guids: Mapping[str, str], attributes: Mapping[int, int]) -> None:
    """Takes over pinned charts, after those that are here."""
    here = dict(db.execute("SELECT id, name FROM attribute").fetchall())
    there = source.execute("SELECT id, name FROM attribute").fetchall()
    names = {name: here[attributes[id_]] for id_, name in there}
    before = [chart.id for chart in pinned_charts.all_pinned(db)]
    for guid, name, settings, conditions, created in source.execute(
        "SELECT guid, name, settings, conditions, created FROM pinned_chart ORDER BY position, id"
    ).fetchall():
        _saved(
            *(db, "pinned_chart", guid, name, created),
            settings=pinned_charts.with_attributes(_with_guids(settings, guids), names),
            conditions=None if conditions is None else _with_guids(conditions, guids),
        )
    new = {chart.id for chart in pinned_charts.all_pinned(db)} - set(before)
    pinned_charts.set_order(db, [*before, *sorted(new)])


def _with_guids(saved: str, guids: Mapping[str, str]) -> str:
    for old, new in guids.items():
        saved = renamed(saved, old, new) if old in saved else saved
    return saved


def _saved(db: Database, table: str, guid: str, name: str, created: str, **said: str | None) -> None:
    """Takes over a filter or a chart; where one of its name says something else here, with a number behind it."""
    ours = db.execute(f"SELECT guid, folded, {', '.join(said)} FROM [{table}]").fetchall()
    if any(tuple(rest) == tuple(said.values()) and other.startswith(folded(name)) for _, other, *rest in ours):
        return
    taken = {other for _, other, *_ in ours}
    names = chain([name], (f"{name} ({number})" for number in count(2)))
    free = next(each for each in names if folded(each) not in taken)
    own = guid if guid not in {known for known, *_ in ours} else str(uuid.uuid4())
    _insert(db, table, guid=own, name=free, folded=folded(free), created=created, **said)


def _named(db: Database, source: Database, table: str, others: str) -> dict[int, int]:
    """Here what number each row has of a table whose names occur once."""
    found: dict[int, int] = {}
    rows = source.execute(f"SELECT id, guid, name, folded, {others} FROM [{table}] ORDER BY id").fetchall()
    names = ("guid", "name", "folded", *others.split(", "))
    for id_, *row in rows:
        values = dict(zip(names, row, strict=True))
        _insert(db, table, **values)
        (found[id_],) = db.execute(
            f"SELECT id FROM [{table}] WHERE folded = ? OR guid = ? ORDER BY guid = ? DESC",
            [values["folded"], values["guid"], values["guid"]],
        ).fetchone()
    return found


def notes(
    db: Database, source: Database, articles: Mapping[DocumentId, DocumentId], tags: Mapping[TagId, TagId]
) -> int:
    """Takes over notes on articles, tags and the project, and the journal; how many are new or longer."""
    new = 0
    for guid, kind, document, tag, title, text, created, modified in source.execute(
        "SELECT guid, kind, document_id, tag_id, title, text, created, modified FROM note ORDER BY id"
    ).fetchall():
        owner = {"document": articles.get(document), "tag": tags.get(tag), "project": 1}.get(kind)
        column = {"document": "document_id", "tag": "tag_id", "project": "kind = 'project' AND 1"}.get(kind, "0")
        ours = db.execute(
            f"SELECT id, text FROM note WHERE guid = ? OR {column} = ? ORDER BY guid = ? DESC", [guid, owner, guid]
        ).fetchone()
        if ours is None:
            here = {"document": {"document_id": owner}, "tag": {"tag_id": owner}}.get(kind, {})
            values = {"title": title, "text": text, "created": created, "modified": modified}
            _insert(db, "note", guid=guid, kind=kind, **here, **values)
            new += 1
        elif (merged := both(ours[1], text)) != ours[1]:
            db.execute("UPDATE note SET text = ?, modified = ? WHERE id = ?", [merged, now(), ours[0]])
            new += 1
    return new


def both(ours: str, theirs: str) -> str:
    """Two texts as one; where one holds the other, that one."""
    if theirs in ours:
        return ours
    return theirs if ours in theirs else f"{ours}\n\n{theirs}"


def _insert(db: Database, table: str, **values: str | int | None) -> None:
    """Adds a row, unless there is one like it."""
    names, marks = ", ".join(f"[{name}]" for name in values), ", ".join("?" * len(values))
    db.execute(f"INSERT OR IGNORE INTO [{table}] ({names}) VALUES ({marks})", list(values.values()))

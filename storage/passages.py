"""The SQL of finding passages, and the names and guids of what filters are about."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

from core import filters
from core.codebook import TagTree, split_path
from core.errors import UserError
from core.filters import Condition, Filter
from core.model import AnnotationId, DocumentId, TagId
from core.nearby import Covered
from core.wrapped import reflowed
from storage import annotations, attributes, documents, tags
from storage.sqlite import Database

NAMED = {
    "tag": "name",
    "document": "title",
    "attribute": "name",
    "tag_group": "name",
}  # tables and what names a row
_GIVEN = "SELECT value FROM json_each(?)"
_TAGGED = f"SELECT annotation_id FROM coding WHERE tag_id IN ({_GIVEN})"

Place = tuple[DocumentId, int, int]  # an article, and code points `[start, stop)` of it


class Found(NamedTuple):
    """Passages in the order of articles and texts, and the article of each."""

    ids: list[AnnotationId]
    documents: list[DocumentId]


def find(db: Database, wanted: Filter) -> Found:
    """The passages that a filter lets through."""
    in_rows = [c for c in wanted.conditions if isinstance(c, filters.HasNote | filters.Made)]
    by_place = [c for c in wanted.conditions if isinstance(c, filters.Overlapping | filters.Near)]
    where, values = _where(db, [c for c in wanted.conditions if c not in in_rows])
    columns = ["id", "document_id", *(["start", "stop"] if by_place else [])]
    # As JSON: a hundred thousand rows fetched one by one take five times as long.
    arrays = ", ".join(f"json_group_array({column})" for column in columns)
    rows = db.execute(
        f"SELECT {arrays} FROM (SELECT {', '.join(columns)} FROM annotation WHERE {where}"
        " ORDER BY document_id, start, stop, id)",
        values,
    )
    ids, places, *ends = map(json.loads, rows.fetchone())
    if in_rows:
        # SQLite would look up each of these rows in the order of the index, which takes four times as long.
        passing = frozenset(json.loads(which(db, Filter(tuple(in_rows)))))
        kept = [passage in passing for passage in ids]
        ids, places, *ends = (list(compress(column, kept)) for column in (ids, places, *ends))
    for condition in by_place:
        kept = list(_by_place(db, condition, list(zip(places, *ends, strict=True))))
        ids, places, *ends = (list(compress(column, kept)) for column in (ids, places, *ends))
    return Found(ids, places)


def which(db: Database, wanted: Filter) -> str:
    """The passages that a filter lets through, as a JSON list in no order, which is found several times as fast."""
    if any(isinstance(condition, filters.Overlapping | filters.Near) for condition in wanted.conditions):
        return json.dumps(find(db, wanted).ids)
    where, values = _where(db, wanted.conditions)
    by_article = all(isinstance(condition, filters.OF_ARTICLES) for condition in wanted.conditions)
    read = "INDEXED BY annotation_place" if by_article else "NOT INDEXED"  # each several times as fast there
    rows = db.execute(f"SELECT json_group_array(id) FROM annotation {read} WHERE {where}", values)
    found: str = rows.fetchone()[0]
    return found


def _where(db: Database, conditions: Iterable[Condition]) -> tuple[str, list[Any]]:
    """What conditions ask of a row of `annotation`, as SQL with its parameters."""
    asked = [clause for condition in conditions for clause in _clauses(db, condition)]
    return " AND ".join(["1", *(clause for clause, _ in asked)]), [value for _, value in asked]


# -- conditions that SQL decides


def _clauses(db: Database, condition: Condition) -> list[tuple[str, Any]]:
    """What a condition asks of a row of `annotation`: SQL with one parameter each."""
    match condition:
        case filters.Tagged(match, named):
            return _tagged(db, match, named)
        case filters.InGroup(group):
            members = "SELECT tag.guid FROM tag JOIN membership ON tag_id = tag.id JOIN tag_group AS g"
            found = db.execute(f"{members} ON g.id = group_id WHERE g.guid = ?", [group]).fetchall()
            return [(f"id IN ({_TAGGED})", _with_subtags(db, [guid for (guid,) in found]))]
        case filters.HasNote(has):
            return [("(note <> '') = ?", int(has))]
        case filters.Counted(_, passages):
            return [(f"guid IN ({_GIVEN})", json.dumps(passages))]
        case filters.Quoting(words):
            has_words, quotes = filters.finder(words), db.execute("SELECT id, quote FROM annotation")
            return [(f"id IN ({_GIVEN})", json.dumps([id_ for id_, quote in quotes if has_words(quote)]))]
        case filters.Made():
            since, before = filters.moments(condition)
            return [("created >= ?", since), *([("created < ?", before)] if before else [])]
        case filters.Overlapping() | filters.Near():
            return []
    return [(f"document_id IN ({_GIVEN})", json.dumps(_articles(db, condition)))]


def _tagged(db: Database, match: str, named: Sequence[str]) -> list[tuple[str, Any]]:
    if match == "all":
        return [(f"id IN ({_TAGGED})", _with_subtags(db, [tag])) for tag in named]
    return [(f"id {'NOT ' if match == 'none' else ''}IN ({_TAGGED})", _with_subtags(db, named))]


def _with_subtags(db: Database, named: Iterable[str]) -> str:
    """The ids of tags named by their guids, and of those below them, as JSON."""
    found = db.execute(
        "WITH RECURSIVE below (id) AS (SELECT id FROM tag WHERE guid IN (SELECT value FROM json_each(?))"
        " UNION SELECT tag.id FROM tag JOIN below ON tag.parent = below.id) SELECT id FROM below",
        [json.dumps(list(named))],
    )
    return json.dumps([tag for (tag,) in found])


def _articles(
    db: Database, condition: filters.InArticles | filters.ArticleSays | filters.Dated | filters.Attributed
) -> list[DocumentId]:
    """The articles that a condition on articles is true of."""
    if isinstance(condition, filters.InArticles):
        return list(ids(db, "document", condition.documents).values())
    if isinstance(condition, filters.Attributed):
        here = ids(db, "attribute", [condition.attribute])
        kinds = {each.id: each.type for each in attributes.all_attributes(db) if each.id in here.values()}
        noted = attributes.values(db).items()
        return [
            document
            for attribute, kind in kinds.items()
            for document, said in noted
            if attribute in said and filters.holds(condition, kind, said[attribute])
        ]
    return [each.id for each in documents.all_documents(db) if filters.is_about(condition, each)]


def articles(db: Database, wanted: Filter) -> set[DocumentId] | None:
    """The articles in which a filter looks for passages; None where it says nothing about articles."""
    found: set[DocumentId] | None = None
    for condition in wanted.conditions:
        if isinstance(condition, filters.OF_ARTICLES):
            here = set(_articles(db, condition))
            found = here if found is None else found & here
    return found


# -- conditions on places


def _covered(db: Database, tag: str) -> dict[DocumentId, Covered]:
    """What the passages cover that have a tag or one below it, in each article that has any."""
    found = db.execute(
        f"SELECT document_id, start, stop FROM annotation WHERE id IN ({_TAGGED})", [_with_subtags(db, [tag])]
    )
    spans: dict[DocumentId, list[tuple[int, int]]] = {}
    for document, start, stop in found:
        spans.setdefault(document, []).append((start, stop))
    return {document: Covered(here) for document, here in spans.items()}


def _by_place(
    db: Database, condition: filters.Overlapping | filters.Near, places: Sequence[Place]
) -> Iterator[bool]:
    """Whether the passages that are at these places, article by article, meet a condition."""
    covered = _covered(db, condition.tag)
    read, text = None, ""
    for document, start, stop in places:
        here = covered.get(document)
        if here is None:
            yield False
        elif isinstance(condition, filters.Overlapping):
            yield here.meets(start, stop)
        elif condition.within == "characters":
            yield here.is_near(start, stop, condition.characters)
        else:
            if document != read:
                read, text = document, reflowed(documents.document_text(db, document) or "")
            yield here.is_in_unit(text, start, stop, condition.within)


# -- asked for by the command line


def asked(
    db: Database,
    paths: Sequence[str],
    match: str,
    overlaps: Sequence[str],
    near: Sequence[tuple[str, int]],
    same: Sequence[tuple[str, str]],
    articles: Sequence[int],
) -> Filter:
    """The filter that the options of the command line mean. Raises UserError for what is not in the project."""
    tree = tags.tag_tree(db)

    def tag(path: str) -> str:
        return guids(db, "tag", [tag_at(tree, path)])[0]

    conditions: list[Condition] = [filters.Tagged(match, tuple(map(tag, paths)))] if paths else []
    conditions += [filters.Overlapping(tag(path)) for path in overlaps]
    conditions += [filters.Near(tag(path), "characters", characters) for path, characters in near]
    conditions += [filters.Near(tag(path), unit) for unit, path in same]
    if articles:
        known = documents.some_documents(db, articles)
        if missing := [id_ for id_ in articles if id_ not in known]:
            raise UserError(f"There is no article {missing[0]}.")
        conditions.append(filters.InArticles(tuple(guids(db, "document", articles))))
    return Filter(tuple(conditions))


def tag_at(tree: TagTree, path: str) -> TagId:
    """The tag at a path. Raises UserError where there is none."""
    found = tree.find(split_path(path))
    if found is None:
        raise UserError(f"There is no tag “{path}”.")
    return found


def listed(db: Database, wanted: Filter) -> list[dict[str, Any]]:
    """What the command line prints of the passages that a filter lets through."""
    found, tree = find(db, wanted).ids, tags.tag_tree(db)
    known = {each.id: each for each in annotations.some(db, found)}
    quotes = dict(db.execute("SELECT id, quote FROM annotation").fetchall())
    return [
        {
            "annotation": id_,
            "document": known[id_].document,
            "start": known[id_].start,
            "stop": known[id_].stop,
            "quote": quotes[id_],
            "tags": [tree.path(tag) for tag in known[id_].tags],
            "note": known[id_].note,
        }
        for id_ in found
    ]


# -- names


def ids(db: Database, table: str, guids: Iterable[str]) -> dict[str, Any]:
    """The ids of rows of a table of NAMED by their guids; what is gone is left out."""
    found = db.execute(
        f"SELECT guid, id FROM [{table}] WHERE guid IN (SELECT value FROM json_each(?))", [json.dumps(list(guids))]
    )
    return dict(found.fetchall())


def guids(db: Database, table: str, ids: Iterable[int]) -> list[str]:
    """The guids of rows of a table of NAMED, in the order of the ids; what is gone is left out."""
    asked = list(ids)
    found = db.execute(
        f"SELECT id, guid FROM [{table}] WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(asked)]
    )
    known: Mapping[int, str] = dict(found.fetchall())
    return [known[id_] for id_ in asked if id_ in known]


def names(db: Database, wanted: Filter) -> dict[str, str]:
    """What the tags, articles, attributes and groups of a filter are called, by guid; what is gone is left out."""
    asked = json.dumps(list(wanted.named()))
    parts = (
        f"SELECT guid, [{name}] FROM [{table}] WHERE guid IN (SELECT value FROM json_each(?1))"
        for table, name in NAMED.items()
    )
    return dict(db.execute(" UNION ALL ".join(parts), [asked]).fetchall())


# -- for the list


def by_tag(db: Database) -> dict[TagId, list[AnnotationId]]:
    """The passages of each tag that has any, in no order."""
    # Of an index alone. Grouped here, as SQLite would sort all codings for it, which takes half as long again.
    columns = db.execute(
        "SELECT json_group_array(tag_id), json_group_array(annotation_id) FROM coding INDEXED BY coding_document"
    ).fetchone()
    found: dict[TagId, list[AnnotationId]] = {}
    for tag, passage in zip(*map(json.loads, columns), strict=True):
        found.setdefault(tag, []).append(passage)
    return found


def of_tag(db: Database, tag: TagId | None) -> list[AnnotationId]:
    """The passages that have a tag, or of None those that have none, in the order of articles and texts."""
    which = "NOT EXISTS (SELECT 1 FROM coding WHERE annotation_id = a.id)"
    if tag is not None:
        which = "id IN (SELECT annotation_id FROM coding WHERE tag_id = ?)"
    rows = db.execute(
        f"SELECT json_group_array(id) FROM (SELECT id FROM annotation AS a WHERE {which}"
        " ORDER BY document_id, start, stop, id)",
        [] if tag is None else [tag],
    )
    found: list[AnnotationId] = json.loads(rows.fetchone()[0])
    return found


def there(db: Database, ids: Iterable[AnnotationId]) -> list[AnnotationId]:
    """Those of the passages that are in the project."""
    rows = db.execute(f"SELECT id FROM annotation WHERE id IN ({_GIVEN})", [json.dumps(list(ids))])
    return [passage for (passage,) in rows]


def tagged(db: Database) -> int:
    """How many passages have a tag."""
    (found,) = db.execute("SELECT count(DISTINCT annotation_id) FROM coding").fetchone()
    return int(found)


def newest(db: Database) -> list[AnnotationId]:
    """All passages, the one marked last first."""
    rows = db.execute("SELECT json_group_array(id) FROM (SELECT id FROM annotation ORDER BY created DESC, id DESC)")
    found: list[AnnotationId] = json.loads(rows.fetchone()[0])
    return found

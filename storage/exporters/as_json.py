"""A JSON object with everything that was noted, one thing to a line, for scripts."""

import json
from collections.abc import Iterator

from core.attributes import plain
from core.model import Document, DocumentId, Tag, TagId
from core.notes import Written
from storage.exporters.material import Material

_Plain = str | int | float | bool


def json_object(material: Material) -> Iterator[str]:
    """Lists of annotations, articles, tags, groups and notes; offsets are code points, tags are named by paths."""
    lists = {
        "annotations": _annotations(material),
        "articles": (_article(material, document) for document in material.documents),
        "tags": (_tag(material, tag) for tag in material.tags),
        "groups": (
            {"name": name, "tags": [material.tags.path(tag.id) for tag in material.tags if tag.id in members]}
            for name, members in material.groups.items()
        ),
        "notes": (_note(material, note) for note in material.notes),
    }
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = "{"
    for name, records in lists.items():
        yield f'{before}\n"{name}": ['
        before = "\n"
        for record in records:
            yield before + encode(record)
            before = ",\n"
        yield "]" if before == "\n" else "\n]"
        before = ","
    yield "\n}\n"


def _annotations(material: Material) -> Iterator[dict[str, object]]:
    documents = {document.id: document for document in material.documents}
    noted = {document: _noted(material, document) for document in documents}
    for a, quote in material.passages:
        yield {
            "id": a.id,
            "guid": a.guid,
            "document": a.document,
            "start": a.start,
            "stop": a.stop,
            "quote": quote,
            "tags": material.paths(a),
            "note": a.note,
            "title": documents[a.document].title,
            "source": documents[a.document].source,
            "author": documents[a.document].author,
            "outlet": documents[a.document].outlet,
            "date": documents[a.document].date,
            "attributes": noted[a.document],
            "created": a.created,
            "modified": a.modified,
        }


def _article(material: Material, document: Document) -> dict[str, object]:
    about = document._asdict()
    del about["sha256"]
    return {**about, "attributes": _noted(material, document.id)}


def _noted(material: Material, document: DocumentId) -> dict[str, _Plain]:
    """What is noted about an article, by the names of the attributes."""
    values = material.values.get(document, {})
    return {each.name: plain(each.type, values[each.id]) for each in material.attributes if each.id in values}


def _tag(material: Material, tag: Tag) -> dict[str, object]:
    return {
        "path": material.tags.path(tag.id),
        "color": tag.color,
        "definition": tag.definition,
        "include": tag.include,
        "exclude": tag.exclude,
        "codings": material.codings.get(tag.id, 0),
    }


def _note(material: Material, note: Written) -> dict[str, object]:
    """A note on no passage; `document` or `tag` is what it is on."""
    return {
        "kind": note.on.kind,
        "document": note.document,
        "tag": material.tags.path(TagId(note.on.id)) if note.on.kind == "tag" else None,
        "title": note.title,
        "text": note.text,
        "created": note.created,
        "modified": note.modified,
    }

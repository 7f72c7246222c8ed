"""A JSON list of annotations, one to a line, for scripts."""

import json
from collections.abc import Iterator

from core.attributes import plain
from core.model import DocumentId
from storage.exporters.material import Material


def json_list(material: Material) -> Iterator[str]:
    """Every annotation as an object; offsets are code points, `tags` are paths."""
    documents = {document.id: document for document in material.documents}
    noted = {document: _noted(material, document) for document in documents}
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = "[\n"
    for a, quote in material.passages:
        record = {
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
        yield before + encode(record)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _noted(material: Material, document: DocumentId) -> dict[str, str | int | float | bool]:
    """What is noted about an article, by the names of the attributes."""
    values = material.values.get(document, {})
    return {each.name: plain(each.type, values[each.id]) for each in material.attributes if each.id in values}

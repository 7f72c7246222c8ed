"""A JSON list of annotations, one to a line, for scripts."""

import json
from collections.abc import Iterator

from storage.exporters.material import Material


def json_list(material: Material) -> Iterator[str]:
    """Every annotation as an object; offsets are code points, `tags` are paths."""
    documents = {document.id: document for document in material.documents}
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
            "created": a.created,
            "modified": a.modified,
        }
        yield before + encode(record)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"

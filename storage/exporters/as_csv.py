"""A table with one row for each coding, for spreadsheets and statistics."""

from collections.abc import Iterator

from core.tables import safe_cell
from storage.exporters.material import Material

COLUMNS = (
    "document", "article", "source", "annotation", "guid", "start", "stop", "quote", "tag", "note", "created",
    "modified",
)  # fmt: skip
_BOM = "\ufeff"  # spreadsheets take a file without it for an old encoding


def csv_rows(material: Material) -> Iterator[str]:
    """One row for each annotation and tag, one with an empty tag for an untagged annotation."""
    articles = {d.id: f"{_cell(d.title)},{_cell(d.source)}" for d in material.documents}
    names = {tag.id: _cell(material.tags.path(tag.id)) for tag in material.tags}
    yield _BOM + ",".join(COLUMNS) + "\r\n"
    for a, quote in material.passages:
        place = f"{a.document},{articles[a.document]},{a.id},{_cell(a.guid)},{a.start},{a.stop},{_cell(quote)},"
        rest = f",{_cell(a.note)},{_cell(a.created)},{_cell(a.modified)}\r\n"
        yield "".join([place + names[tag] + rest for tag in a.tags]) or place + rest


def _cell(text: str) -> str:
    """A text as a quoted cell; `csv.writer` looks at each character and takes longer than all the rest."""
    return '"' + str(safe_cell(text)).replace('"', '""') + '"' if text else ""

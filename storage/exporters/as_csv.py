"""A table with one row for each coding, for spreadsheets and statistics."""

from collections.abc import Iterator

from core.attributes import fits
from core.model import Document
from core.tables import safe_cell
from storage.exporters.material import Material

COLUMNS = (
    "document", "article", "source", "annotation", "guid", "start", "stop", "quote", "tag", "note", "created",
    "modified", "author", "outlet", "date", "article note",
)  # fmt: skip
_BOM = "\ufeff"  # spreadsheets take a file without it for an old encoding


def csv_rows(material: Material) -> Iterator[str]:
    """One row for each annotation and tag, one with an empty tag for an untagged annotation.

    What is known about the article comes last, with a column for each attribute.
    """
    articles = {d.id: f"{_cell(d.title)},{_cell(d.source)}" for d in material.documents}
    names = {tag.id: _cell(material.tags.path(tag.id)) for tag in material.tags}
    notes = material.article_notes()
    about = {d.id: _about(material, d, notes.get(d.id, "")) for d in material.documents}
    own = (_cell(f"{each.name} (article)" if each.name in COLUMNS else each.name) for each in material.attributes)
    yield _BOM + ",".join([*COLUMNS, *own]) + "\r\n"
    for a, quote in material.passages:
        place = f"{a.document},{articles[a.document]},{a.id},{_cell(a.guid)},{a.start},{a.stop},{_cell(quote)},"
        rest = f",{_cell(a.note)},{_cell(a.created)},{_cell(a.modified)},{about[a.document]}\r\n"
        yield "".join([place + names[tag] + rest for tag in a.tags]) or place + rest


def _about(material: Material, document: Document, note: str) -> str:
    """The cells about an article. A number is one to spreadsheets also where it is negative."""
    values = material.values.get(document.id, {})
    known = (document.author, document.outlet, document.date, note)
    found = [_cell(text) for text in known]
    for attribute in material.attributes:
        value = values.get(attribute.id, "")
        is_number = attribute.type == "number" and fits("number", value)
        found.append(value if is_number else _cell(value))
    return ",".join(found)


def _cell(text: str) -> str:
    """A text as a quoted cell; `csv.writer` looks at each character and takes longer than all the rest."""
    return '"' + str(safe_cell(text)).replace('"', '""') + '"' if text else ""

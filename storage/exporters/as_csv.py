"""A table with one row for each coding, for spreadsheets and statistics."""

import csv
from collections.abc import Iterator

from core.tables import safe_cell
from storage.exporters.material import Material

COLUMNS = (
    "document", "article", "source", "annotation", "guid", "start", "stop", "quote", "tag", "note", "created",
    "modified",
)  # fmt: skip
_BOM = "\ufeff"  # spreadsheets take a file without it for an old encoding


class _Lines:
    """What csv.writer writes to; each line comes back as the result of `writerow`."""

    def write(self, line: str) -> str:
        return line


def csv_rows(material: Material) -> Iterator[str]:
    """One row for each annotation and tag, one with an empty tag for an untagged annotation."""
    row = csv.writer(_Lines()).writerow
    titles = {d.id: (safe_cell(d.title), safe_cell(d.source)) for d in material.documents}
    names = {tag.id: safe_cell(material.tags.path(tag.id)) for tag in material.tags}
    yield _BOM + row(COLUMNS)
    for a, quote in material.passages:
        place = (a.document, *titles[a.document], a.id, a.guid, a.start, a.stop, safe_cell(quote))
        rest = (safe_cell(a.note), a.created, a.modified)
        for tag in a.tags:
            yield row((*place, names[tag], *rest))
        if not a.tags:
            yield row((*place, "", *rest))

"""The articles with all that is noted about them, as rows for programs and people."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core import labels
from core.attribute_import import KINDS, Plan, best_match, plan, proposed
from core.attributes import plain
from storage import annotations, attribute_operations, attributes, documents
from storage.importers.attribute_table import read_table
from storage.project import Project


def article_rows(project: Project) -> list[dict[str, Any]]:
    """Each article: what every one has, and below `attributes` what is noted about it, by name and typed."""
    noted, counts = attributes.values(project.db), annotations.annotation_counts(project.db)
    there = attributes.all_attributes(project.db)
    found = []
    for document in documents.all_documents(project.db):
        about = {"id": document.id, "title": document.title, "author": document.author, "outlet": document.outlet}
        values = noted.get(document.id, {})
        found.append(
            {
                **about,
                "date": document.date,
                "file": document.source,
                "words": document.words,
                "annotations": counts[document.id],
                "attributes": {each.name: plain(each.type, values[each.id]) for each in there if each.id in values},
            }
        )
    return found


def flat(rows: list[dict[str, Any]], project: Project) -> list[list[Any]]:
    """The same as a table with a head, one column for each attribute."""
    names = [each.name for each in attributes.all_attributes(project.db)]
    head = [name for name in rows[0] if name != "attributes"]
    return [[*head, *names], *([*(row[key] for key in head), *_cells(row["attributes"], names)] for row in rows)]


def _cells(values: Mapping[str, Any], names: list[str]) -> list[Any]:
    shown = {True: "yes", False: "no"}
    found = (values.get(name, "") for name in names)
    return [shown[value] if isinstance(value, bool) else value for value in found]


def import_file(project: Project, path: Path, kind: str | None = None) -> Plan:
    """Imports a CSV file in one step, with each column going where its name says; returns what was done.

    Rows name their articles by one of KINDS, or by what most of them do for None. Raises UserError.
    """
    table = read_table(path)
    articles = {each.id: each for each in documents.all_documents(project.db)}
    there = attributes.all_attributes(project.db)
    match = best_match(table, articles.values(), [kind] if kind else KINDS)
    targets = proposed(table, match, there)
    found = plan(table, match, targets, articles, there, attributes.values(project.db))
    step = f"Import {len(found.cells):,} values from {labels.passage(table.name)}"
    project.run(step, attribute_operations.edit_cells, found.cells)
    return found

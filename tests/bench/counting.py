"""Counting, adding and exporting with ten thousand articles and a hundred thousand codings."""

import csv
import sqlite3
import uuid
from itertools import count as numbers
from pathlib import Path
from time import perf_counter

from core.frequencies import frequencies
from storage import annotations, operations
from storage.export import export
from storage.project import Project
from tests.bench import corpus
from tests.bench.measuring import Line, by_turns, timed


def count(folder: Path, _scale: float) -> Line:
    """Tag frequencies of all articles, beside the bare GROUP BY."""
    project = Project.open(folder / corpus.MANY)
    bare = sqlite3.connect(folder / corpus.MANY)
    sql = "SELECT document_id, tag_id, count(*) FROM coding GROUP BY document_id, tag_id"

    def ours() -> float:
        return timed(lambda: frequencies(annotations.coding_counts(project.db)))

    def limit() -> float:
        return timed(lambda: bare.execute(sql).fetchall())

    return by_turns("frequencies", ours, limit, runs=11)


def add_articles(folder: Path, scale: float) -> Line:
    """Adding articles as one step, beside one bare transaction into the same tables without history."""
    new = corpus.articles(corpus.many_texts(scale))
    names = (folder / f"added-{number}.postil" for number in numbers())

    def ours() -> float:
        project = Project.create(next(names))
        took = timed(lambda: project.run("Add articles", operations.add_documents, new))
        project.close()
        project.path.unlink()
        return took

    def limit() -> float:
        path = next(names)
        Project.create(path).close()
        db = _bare(path)
        took = timed(lambda: _insert(db, new))
        db.close()
        path.unlink()
        return took

    return by_turns("add-articles", ours, limit, runs=3)


def _bare(path: Path) -> sqlite3.Connection:
    """A connection with the settings of a project's, and nothing else."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = EXTRA"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def _insert(db: sqlite3.Connection, new: list[corpus.NewDocument]) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany(
        "INSERT INTO document (id, guid, title, source, characters, words, sha256, original_sha256, added)"
        " VALUES (?, ?, ?, ?, ?, 1000, ?, ?, '2026-01-01T00:00:00Z')",
        (
            (
                id_,
                str(uuid.UUID(int=id_)),
                a.title,
                a.source,
                len(a.text.text),
                a.original_sha256,
                a.original_sha256,
            )
            for id_, a in enumerate(new, start=1)
        ),
    )
    db.executemany(
        "INSERT INTO document_text (id, text) VALUES (?, ?)", ((i, a.text.text) for i, a in enumerate(new, start=1))
    )
    db.execute("COMMIT")


def export_csv(folder: Path, _scale: float) -> Line:
    """Every coding as a row of a CSV file, beside fetching the rows and writing them."""
    project = Project.open(folder / corpus.MANY)
    bare = sqlite3.connect(folder / corpus.MANY)
    sql = (
        "SELECT d.id, d.title, d.source, a.id, a.guid, a.start, a.stop, a.quote, t.name, a.note,"
        " a.created, a.modified FROM annotation AS a JOIN document AS d ON d.id = a.document_id"
        " JOIN coding AS c ON c.annotation_id = a.id JOIN tag AS t ON t.id = c.tag_id ORDER BY d.id, a.start"
    )

    def ours() -> float:
        return timed(lambda: export(project, "csv", folder / "ours.csv"))

    def limit() -> float:
        start = perf_counter()
        with (folder / "bare.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(bare.execute(sql).fetchall())
        return perf_counter() - start

    return by_turns("export-csv", ours, limit, runs=3)

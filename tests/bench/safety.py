"""What safety costs: checking a large project when it is opened, and writing a step so that it can be undone."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from storage import operations
from storage.project import Project
from tests.bench import corpus
from tests.bench.measuring import Line, by_turns, timed

_STEPS = 40


def open_books(folder: Path, _scale: float) -> Line:
    """Opening 50 MB of text and 100,000 annotations with the fast check, beside SQLite's own check alone."""
    path = folder / corpus.BOOKS

    def ours() -> float:
        opened: list[Project] = []
        took = timed(lambda: opened.append(Project.open(path)))
        opened[0].close()
        return took

    def limit() -> float:
        bare = sqlite3.connect(path)
        took = timed(lambda: bare.execute("PRAGMA quick_check").fetchall())
        bare.close()
        return took

    return by_turns("open-books", ours, limit)


def step(folder: Path, _scale: float) -> Line:
    """A committed step, an annotation with one tag, beside a bare transaction that writes the same rows."""
    shutil.copy(folder / corpus.LONG, folder / "stepped.postil")
    shutil.copy(folder / corpus.LONG, folder / "bare.postil")
    project = Project.open(folder / "stepped.postil")
    project.text(corpus.DocumentId(2))  # as in the window, where it is being read
    bare = sqlite3.connect(folder / "bare.postil", isolation_level=None)
    for pragma in ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = EXTRA"):
        bare.execute(f"PRAGMA {pragma}").fetchall()
    places = iter(range(1000, 10_000_000, 7))

    def ours() -> float:
        start = next(places)
        return timed(lambda: project.run("Annotate", operations.annotate, 2, start, start + 60, [1]))

    line = by_turns("step", ours, lambda: timed(_same_rows(bare)), runs=_STEPS)
    project.close()
    bare.close()
    return line


def _same_rows(bare: sqlite3.Connection) -> Callable[[], None]:
    """What a step writes: the annotation, the coding, the step and its two changes, and the project's revision."""

    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        step = bare.execute("INSERT INTO step (label, time) VALUES ('Annotate', '2026-01-01T00:00:00Z')").lastrowid
        made = bare.execute(
            "INSERT INTO annotation (guid, document_id, start, stop, quote, prefix, suffix, created, modified)"
            " VALUES (hex(randomblob(16)), 2, 100, 160, hex(randomblob(30)), hex(randomblob(16)),"
            " hex(randomblob(16)), '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
        ).lastrowid
        coding = bare.execute(
            "INSERT INTO coding (annotation_id, tag_id, document_id, created)"
            " VALUES (?, 1, 2, '2026-01-01T00:00:00Z')",
            [made],
        ).lastrowid
        for table, row in (("annotation", made), ("coding", coding)):
            bare.execute("INSERT INTO change (step_id, tbl, row, op) VALUES (?, ?, ?, 'I')", [step, table, row])
        bare.execute("UPDATE project SET revision = revision + 1")
        bare.execute("COMMIT")

    return write

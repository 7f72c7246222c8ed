"""What safety costs: checking a large project when it is opened, and writing a step so that it can be undone."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

from PySide6.QtWidgets import QApplication

from storage import operations, snapshots
from storage.keeper import Keeper
from storage.project import Project
from tests.bench import corpus
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window

_STEPS = 40
_LOOKS = 2.0  # seconds that a window without backups is looked at


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


def backup(folder: Path, _scale: float) -> Line:
    """The longest that a window keeps still while a backup and the plain copy of 50 MB of text are made.

    It is repainted as often as it can be, and a passage is marked in the middle; beside the same with no backup.
    """
    shutil.copy(folder / corpus.BOOKS, folder / "kept.postil")
    with open_window(folder / "kept.postil") as (window, _paints):
        project, article = window.session.project, window.session.article
        assert article is not None
        keeper = Keeper(project)
        places = iter(range(1000, 10_000_000, 7))

        def mark() -> None:
            start = next(places)
            window.session.do("Annotate", operations.annotate, article.document.id, start, start + 60, [1])

        def is_kept() -> bool:
            assert keeper.problem is None
            assert keeper.folder is not None
            newest = next(iter(snapshots.listed(keeper.folder)), None)
            copy = keeper.folder / "kept.json"
            return (
                newest is not None
                and newest.revision == project.revision
                and copy.exists()
                and copy.stat().st_mtime >= newest.path.stat().st_mtime
            )

        def still(done: Callable[[], bool]) -> float:
            longest, frames, last = 0.0, 0, perf_counter()
            while not done():
                if frames == 20:
                    mark()
                window.repaint()
                QApplication.processEvents()
                now = perf_counter()
                longest, frames, last = max(longest, now - last), frames + 1, now
            assert frames > 20
            return longest

        def ours() -> float:
            mark()
            keeper.request("while working")
            return still(is_kept)

        def limit() -> float:
            until = monotonic() + _LOOKS
            return still(lambda: monotonic() > until)

        still(is_kept)
        line = by_turns("backup", ours, limit)
        keeper.close()
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

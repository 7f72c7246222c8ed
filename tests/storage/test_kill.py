"""A program killed while it writes loses nothing it had reported as saved, and leaves nothing half done."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage import annotations, history, integrity, operations, tags
from storage.project import Project
from tests.storage.contents import TEXT, add_article

KILLS = 50
ROOT = Path(__file__).parents[2]

# For each path it is sent, starts a process that annotates in a loop and writes the id of each annotation to
# a pipe once its step is committed. Forking spares fifty starts of Python.
WRITERS = """
import os, sys
from pathlib import Path
from storage import operations
from storage.project import Project

def annotate_for_ever(path):
    os.write(1, b"%d\\n" % os.getpid())
    project = Project.open(path)
    while True:
        made, _ = project.run("Annotate", operations.annotate, 1, 3, 40, [1, 2], "a note " * 300)
        os.write(1, b"%d\\n" % made)

for line in sys.stdin:
    writer = os.fork()
    if writer == 0:
        try:
            annotate_for_ever(Path(line.strip()))
        finally:
            os._exit(1)
    os.waitpid(writer, 0)
    os.write(1, b"ended\\n")
"""


@pytest.fixture
def writers():
    """The process that starts writers."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", WRITERS], cwd=ROOT, **pipes) as process:
        yield process
        process.stdin.close()


def killed_while_writing(writers: subprocess.Popen[bytes], path: Path, moment: float) -> list[int]:
    """Lets a program annotate for a moment, kills it, and returns the annotations it reported as saved."""
    writers.stdin.write(f"{path}\n".encode())
    writers.stdin.flush()
    writer = int(writers.stdout.readline())
    saved = [int(writers.stdout.readline())]
    time.sleep(moment)
    os.kill(writer, signal.SIGKILL)
    saved += map(int, iter(writers.stdout.readline, b"ended\n"))
    return saved


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_no_saved_annotation_is_lost_and_none_is_half_done(project, writers):
    add_article(project)
    for name in ("one", "two"):
        project.run("Create tag", operations.create_tag, name)
    project.close()
    luck = random.Random(2026)
    saved: list[int] = []
    interrupted = 0
    for _ in range(KILLS):
        saved += killed_while_writing(writers, project.path, luck.uniform(0, 0.03))
        interrupted += project.path.with_name(f"{project.path.name}-journal").exists()
        again = Project.open(project.path)
        found = annotations.of_document(again.db, 1)
        assert set(saved) <= {annotation.id for annotation in found}
        assert all(a.tags == (1, 2) and a.note == "a note " * 300 for a in found)
        assert all(quote == TEXT[3:40] for _, quote in annotations.everywhere(again.db))
        assert len(history.steps(again.db)) == len(found) + 3
        assert integrity.full_report(again.db) == []
        again.close()
    assert len(saved) == len(set(saved)) >= KILLS
    assert interrupted > 0  # or the kills never met a write and the test says nothing
    again = Project.open(project.path)
    assert again.undo().label == "Annotate"
    assert len(annotations.of_document(again.db, 1)) == len(found) - 1
    assert len(tags.tag_tree(again.db)) == 2
    again.close()

"""`kill -9` at random moments of a random user, who reports each step as soon as it is saved.

The file must hold every step that was reported, and at most the one that was under way, whole: taken back, it must
leave exactly what was reported before. The control commits each statement by itself and must leave half steps.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from core.errors import UserError
from storage import integrity
from storage.project import Project
from tests.faults import Impossible
from tests.faults.user import BusyUser, at_work, digest, say
from tests.storage.contents import contents

FULL, SMALL = 1000, 25
SEED = 2026
LONGEST = 0.4  # seconds from the first step to the kill
ROOT = Path(__file__).parents[2]


class Reporting(Project):
    """Says what it is about to do, and what the file holds once that is saved."""

    def run(self, *args, **named):
        say("run")
        done = super().run(*args, **named)
        report(self)
        return done

    def undo(self):
        say("undo")
        done = super().undo()
        report(self)
        return done

    def redo(self):
        say("redo")
        done = super().redo()
        report(self)
        return done

    def close(self):
        say("close")
        super().close()


class Careless(Reporting):
    """The control: whoever wrote this never heard of transactions."""

    @classmethod
    def open(cls, path, *args, **named):
        project = super().open(path, *args, **named)
        project.db.conn.set_authorizer(_no_transactions)
        return project


def _no_transactions(action, *_):
    told = action in (sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT)
    return sqlite3.SQLITE_IGNORE if told else sqlite3.SQLITE_OK


def report(project: Project) -> None:
    """Says that everything so far is saved."""
    say(f"saved {project.path.parent.name} {revision(project)} {digest(contents(project))}")


def revision(project: Project) -> int:
    return project.db.execute("SELECT revision FROM project").fetchone()[0]


class Victim(BusyUser):
    """Works in the folder of whoever will end it."""

    kind = Reporting
    reopen = None  # to be killed is enough of that

    def open(self):
        super().open()
        report(self.project)

    def teardown(self):
        """The files stay: it may be now that it is killed."""
        self.project.close()
        self.patch.undo()


class CarelessVictim(Victim):
    kind = Careless


def serve() -> None:
    """For each line "class number folder" starts a victim that works for ever; forking spares starting Python."""
    at_work(BusyUser, 0, projects=1, steps=1)  # loads whatever is loaded when first needed
    for line in sys.stdin:
        name, number, tempfile.tempdir = line.rstrip("\n").split(" ", maxsplit=2)
        victim = os.fork()
        if victim == 0:
            say(f"pid {os.getpid()}")
            try:
                at_work(globals()[name], int(number), projects=10**6, steps=40)
            finally:
                os._exit(1)
        _, status = os.waitpid(victim, 0)
        say(f"ended {os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}")


@contextmanager
def server() -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", "from tests.faults.kill import serve; serve()"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


class Reported(NamedTuple):
    """What was known when the victim was killed."""

    folder: str
    revision: int
    digest: str
    doing: str  # run, undo, redo or close; empty between steps
    steps: int


def killed(victims: subprocess.Popen, name: str, number: int, folder: Path, moment: float) -> Reported:
    """Lets a victim work for a moment from its first step on, and kills it."""
    victims.stdin.write(f"{name} {number} {folder}\n")
    victims.stdin.flush()
    pid = int(victims.stdout.readline().split()[1])
    lines = []
    while not lines or lines[-1].split()[0] != "saved":
        lines.append(victims.stdout.readline())
        assert lines[-1], "the victims' server has ended"
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    lines += iter(victims.stdout.readline, f"ended {int(signal.SIGKILL)}\n")
    return understood(lines)


def understood(lines: list[str]) -> Reported:
    """The last state of the last project."""
    found = Reported("", 0, "", "", 0)
    for line in lines:
        match line.split():
            case ["saved", folder, number, word]:
                found = Reported(folder, int(number), word, "", found.steps + 1)
            case [doing]:
                found = found._replace(doing=doing)
            case _:
                raise AssertionError(f"unexpected: {line!r}")
    return found


class Found(NamedTuple):
    """What a killed program left."""

    lost: int = 0  # reported steps that are not there
    wrong: str = ""
    seconds: float = 0.0
    interrupted: bool = False


def looked_after(folder: Path, reported: Reported) -> Found:
    """Opens the file again and compares it with what was reported."""
    path = folder / reported.folder / "model.postil"
    interrupted = path.with_name(f"{path.name}-journal").exists()
    start = perf_counter()
    try:
        project = Project.open(path)
    except UserError as refusal:
        return Found(wrong=str(refusal), interrupted=interrupted)
    seconds = perf_counter() - start
    try:
        problems = integrity.full_report(project.db)
        there = revision(project) - reported.revision
        if not problems and there == 1 and reported.doing in ("run", "undo", "redo"):
            project.redo() if reported.doing == "undo" else project.undo()
        if not problems and (there > 1 or digest(contents(project)) != reported.digest):
            problems = [f"not what was reported while doing “{reported.doing}”: {there} steps more"]
        if not project.left_behind and reported.doing != "close":
            problems.append("the file opens as if the last program had ended properly")
        return Found(max(0, -there), "; ".join(problems), seconds, interrupted)
    finally:
        project.close()


def kills(name: str, count: int) -> tuple[list[Reported], list[Found]]:
    """Kills so many victims of a class."""
    luck = random.Random(SEED)
    reported, found = [], []
    with tempfile.TemporaryDirectory(prefix="postil-kill-") as made, server() as victims:
        folder = Path(made)
        for number in range(count):
            reported.append(killed(victims, name, number, folder, luck.uniform(0, LONGEST)))
            found.append(looked_after(folder, reported[-1]))
            for left in folder.iterdir():
                shutil.rmtree(left)
    return reported, found


def run(count: int) -> str:
    """So many kills, and a tenth as many of the control."""
    if not hasattr(signal, "SIGKILL"):
        raise Impossible("this system has no kill -9.")
    reported, found = kills("Victim", count)
    lost, wrong = sum(f.lost for f in found), [f.wrong for f in found if f.wrong]
    interrupted, slowest = sum(f.interrupted for f in found), max(f.seconds for f in found)
    assert not lost, f"{lost} reported steps lost"
    assert not wrong, f"{len(wrong)} files not as reported: {wrong[:3]}"
    assert slowest < 1 or count < FULL, f"opened after {slowest:.2f} s"  # the small run may share a busy machine
    assert interrupted > 0, "no kill met a write, so this says nothing"
    _, careless = kills("CarelessVictim", max(10, count // 10))
    broken = sum(bool(f.wrong) for f in careless)
    assert broken > 0, "the control, without transactions, left no half step: the test is blind"
    return (
        f"{count} kills, {interrupted} of them inside a write, {sum(r.steps for r in reported)} reported steps: "
        f"0 lost, 0 inconsistent; slowest reopening {slowest * 1000:.0f} ms\n"
        f"control without transactions: {broken} of {len(careless)} files inconsistent, as it must"
    )

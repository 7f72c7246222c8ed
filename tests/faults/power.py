"""Power cuts while a disk in memory is written to with the program's own SQL.

After each cut the file must open, be whole and hold exactly what was acknowledged, or that and the step under way.
The controls must fail: without waiting for the folder (synchronous FULL) steps are lost, and with a journal that is
in memory only files break.
"""

import random
import sqlite3
import tempfile
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from core.errors import UserError
from storage import integrity
from storage.project import Project
from tests.faults.disk import Disk, Image
from tests.faults.tape import NAME, Tape, played, recorded, whole

FULL, SMALL = 5000, 100
SEED = 2026
CUTS = 100  # of one project
STEPS = 40


class Known(NamedTuple):
    """A project: what it held after each transaction, and how many operations of the disk all of them took."""

    tape: Tape
    states: list[str]
    operations: int


class Cut(NamedTuple):
    """What a cut left, and the number of the state that had been acknowledged."""

    image: Image
    acknowledged: int


def known(tape: Tape) -> Known:
    """Plays a tape to its end."""
    operations: list[str] = []
    states = [whole(db) for db in played(tape, Disk({NAME: tape.start}, operations.append))]
    assert states[-1] == tape.end, "what is played is not what was recorded"
    return Known(tape, states, len(operations))


def cuts(project: Known, count: int, luck: random.Random, *pragmas: str) -> list[Cut]:
    """Power cuts at so many moments, each of them before an operation of the disk."""
    moments = set(luck.sample(range(project.operations), min(count, project.operations)))
    found: list[Cut] = []
    passed, acknowledged = 0, -1

    def before(_):
        nonlocal passed
        if passed in moments:
            found.append(Cut(disk.after_cut(luck), acknowledged))
        passed += 1

    disk = Disk({NAME: project.tape.start}, before)
    for _ in played(project.tape, disk, *pragmas):
        acknowledged += 1
    return found


def verdict(cut: Cut, states: list[str], folder: Path) -> str:
    """Opens what a cut left with the program itself: "" or "lost" or "broken", with a reason."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in cut.image.items():
        (folder / name).write_bytes(data)
    try:
        project = Project.open(folder / NAME)
    except UserError as refusal:
        return f"broken: {refusal}"
    try:
        if problems := integrity.full_report(project.db):
            return f"broken: {problems[0]}"
        found = whole(project.db)
    except sqlite3.Error as error:
        return f"broken: {error}"
    finally:
        project.close()
    if found in states[cut.acknowledged : cut.acknowledged + 2]:
        return ""
    return "lost" if found in states[: cut.acknowledged] else "broken: a state that never was"


def verdicts(projects: list[Known], count: int, folder: Path, *pragmas: str) -> Counter[str]:
    """How so many cuts ended, spread over the projects."""
    luck = random.Random(SEED)
    turns = cycle(projects)
    found: Counter[str] = Counter()
    while found.total() < count:
        project = next(turns)
        for cut in cuts(project, min(CUTS, count - found.total()), luck, *pragmas):
            found[verdict(cut, project.states, folder)] += 1
    return found


def run(count: int) -> str:
    """So many cuts, and a tenth as many of each control."""
    projects = [known(tape) for tape in recorded(SEED, projects=max(2, count // CUTS), steps=STEPS)]
    with tempfile.TemporaryDirectory(prefix="postil-power-") as folder:
        ours = verdicts(projects, count, Path(folder))
        assert set(ours) == {""}, f"of {ours.total()} cuts: {ours}"
        full = verdicts(projects, max(100, count // 10), Path(folder), "synchronous = FULL")
        assert full["lost"], "the control lost nothing: the test is blind"
        memory = verdicts(projects, max(100, count // 10), Path(folder), "journal_mode = MEMORY")
    broken = sum(number for found, number in memory.items() if found.startswith("broken"))
    assert broken, "the control broke nothing: the test is blind"
    return (
        f"{ours.total()} cuts in {len(projects)} projects of random users: 0 lost, 0 broken\n"
        f"controls: synchronous=FULL lost a step in {full['lost']} of {full.total()} cuts, "
        f"journal_mode=MEMORY broke {broken} of {memory.total()}, as they must"
    )

"""Damaged copies of a project: changed bytes, zeroed sectors, a lost end, exchanged pages.

Each must be refused with a sentence and left as it is, or reported by the check, or hold exactly what the sound one
holds; and where only the history was harmed, undoing must be refused or exact. Nothing may change in silence.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.errors import UserError
from storage import integrity
from storage.connection import sentences
from storage.lock import lock_path
from storage.project import Project
from tests.faults.sample import make_sample, shown, states
from tests.faults.tape import whole
from tests.storage.contents import contents

FULL, SMALL = 1000, 50
SEED = 2026
SECTOR = 512


def change_bytes(data: bytearray, luck: random.Random, _: int) -> None:
    for _ in range(luck.randint(1, 16)):
        data[luck.randrange(len(data))] ^= luck.randint(1, 255)


def flip_one_bit(data: bytearray, luck: random.Random, _: int) -> None:
    data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)


def zero_a_sector(data: bytearray, luck: random.Random, _: int) -> None:
    start = luck.randrange(len(data) // SECTOR) * SECTOR
    data[start : start + SECTOR] = bytes(SECTOR)


def cut_off(data: bytearray, luck: random.Random, page: int) -> None:
    del data[luck.choice((luck.randrange(len(data)), luck.randrange(len(data) // page) * page)) :]


def exchange_pages(data: bytearray, luck: random.Random, page: int) -> None:
    one, other = (slice(n * page, (n + 1) * page) for n in luck.sample(range(len(data) // page), 2))
    data[one], data[other] = data[other], data[one]


DAMAGES: tuple[Callable[[bytearray, random.Random, int], None], ...] = (
    change_bytes,
    flip_one_bit,
    zero_a_sector,
    cut_off,
    exchange_pages,
)


class Sound(NamedTuple):
    """The sound project: bytes, page size, all its rows, what is seen of it, and its states, newest first."""

    data: bytes
    page: int
    rows: str
    shown: dict
    states: list[dict]


def sound(path: Path) -> Sound:
    """Makes the project."""
    make_sample(path)
    data = path.read_bytes()
    project = Project.open(path)
    (page,) = project.db.execute("PRAGMA page_size").fetchone()
    found = Sound(data, page, whole(project.db), shown(project), states(project))
    project.close()
    return found


def verdict(path: Path, original: Sound) -> str:
    """How a damaged copy is met: "refused", "reported", "identical …", or else "silent: …" or "crash: …"."""
    before = path.read_bytes()
    try:
        project = Project.open(path)
    except UserError:
        return "refused" if path.read_bytes() == before else "silent: refused, but not left as it was"
    except Exception as error:  # noqa: BLE001  (each of them is a fault to be counted)
        lock_path(path).unlink(missing_ok=True)
        return f"crash: {error!r}"
    try:
        return looked_at(project, original)
    except Exception as error:  # noqa: BLE001
        return f"crash: {error!r}"
    finally:
        project.close()


def looked_at(project: Project, original: Sound) -> str:
    """What the check says of a damaged copy that opens, and what is seen of it."""
    try:
        with sentences(project.path):
            if integrity.full_report(project.db):
                return "reported"
    except UserError:
        return "reported"
    if shown(project) != original.shown:
        return "silent: something else is seen"
    return "identical" if whole(project.db) == original.rows else walked(project, original)


def walked(project: Project, original: Sound) -> str:
    """Brings back and takes back every step of a project with a harmed history: may be refused, never wrong."""
    here = original.states.index(contents(project))
    for turn, on in ((project.redo, -1), (project.undo, 1)):
        while 0 <= here + on < len(original.states):
            try:
                if turn() is None:
                    return "silent: steps of the history are missing"
            except UserError:
                return "identical, history refused"
            here += on
            if contents(project) != original.states[here]:
                return "silent: the history made another content"
    return "identical, also through the history"


def run(count: int) -> str:
    """So many damaged copies, each kind of damage by turns."""
    luck = random.Random(SEED)
    found: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="postil-damage-") as folder:
        path = Path(folder) / "model.postil"
        original = sound(path)
        for number in range(count):
            damage = DAMAGES[number % len(DAMAGES)]
            data = bytearray(original.data)
            damage(data, luck, original.page)
            path.write_bytes(data)
            result = verdict(path, original)
            found[result] += 1
            if result.startswith(("silent", "crash")):
                wrong.append(f"{damage.__name__} {number}: {result}")
    assert not wrong, f"{len(wrong)} of {count} not as they should be: {wrong[:10]}; {found}"
    counts = ", ".join(f"{number} {how}" for how, number in found.most_common())
    return f"{count} damaged copies of a project of {len(original.data):,} bytes: 0 crashes, 0 silent ({counts})"

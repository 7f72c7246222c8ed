"""An error at every single operation on the disk that a step makes, once or from then on.

The project must be as it was before the step or as it is after it, never between, for the program that goes on and
for one that is started anew; and as soon as the disk works again the same step succeeds.
"""

import contextlib
import random
from collections import Counter
from collections.abc import Callable, Iterator

import apsw

from storage.sqlite import Database
from tests.faults.disk import Disk
from tests.faults.tape import NAME, Tape, opened, recorded, repeat, whole

FULL, SMALL = 5000, 100
SEED = 2026
STEPS = 40

ERRORS = {
    "create": (apsw.SQLITE_CANTOPEN,),
    "write": (apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_FULL),
    "truncate": (apsw.SQLITE_IOERR_TRUNCATE,),
    "sync": (apsw.SQLITE_IOERR_FSYNC,),
    "sync folder": (apsw.SQLITE_IOERR_DIR_FSYNC,),
    "delete": (apsw.SQLITE_IOERR_DELETE,),
}


def steps_of(tape: Tape) -> Iterator[Tape]:
    """Each transaction of a tape as a tape of its own, if it changes anything."""
    disk = Disk({NAME: tape.start})
    db = opened(disk)
    step: list[str] = []
    for statement in filter(None, tape.statements):
        if not db.conn.in_transaction:
            before, start, step = whole(db), disk.here()[NAME], []
        step.append(statement)
        repeat(db, statement)
        if not db.conn.in_transaction and (after := whole(db)) != before:
            yield Tape(start, step, after)
    db.close()


def operations_of(step: Tape) -> list[str]:
    """What a step does to the disk."""
    found: list[str] = []
    db = opened(Disk({NAME: step.start}, found.append))
    play(db, step)
    db.close()
    return found


def play(db: Database, step: Tape) -> None:
    for statement in filter(None, step.statements):
        repeat(db, statement)


def failing_at(number: int, error: int, for_good: bool) -> Callable[[str], None]:
    """Raises an error before one operation, or before it and all that follow."""
    passed = -1

    def before(_):
        nonlocal passed
        passed += 1
        if passed == number or (for_good and passed > number):
            raise apsw.exception_for(error)

    return before


def outcome(step: Tape, number: int, error: int, for_good: bool) -> str:
    """Makes one error in one step: says whether the step was refused, or raises AssertionError."""
    disk = Disk({NAME: step.start})
    db = opened(disk)
    before = whole(db)
    disk.before = failing_at(number, error, for_good)
    refused = False
    try:
        play(db, step)
    except apsw.Error:
        refused = True
        with contextlib.suppress(apsw.Error):
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
    disk.before = lambda _: None
    anew = opened(Disk(disk.here()))
    assert whole(anew) in ((before, step.end) if refused else (step.end,)), "started anew: between two steps"
    anew.close()
    here = whole(db)
    assert here in ((before, step.end) if refused else (step.end,)), "going on: between two steps"
    if here == before:
        play(db, step)
    assert whole(db) == step.end, "the disk works again, but the step does not"
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    return ("refused" if here == before else "refused, but saved") if refused else "saved all the same"


def run(count: int) -> str:
    """At least so many errors: all those of one step after the other."""
    steps = [
        step for tape in recorded(SEED, projects=max(1, count // 1000), steps=STEPS) for step in steps_of(tape)
    ]
    random.Random(SEED).shuffle(steps)
    found: Counter[str] = Counter()
    for done, step in enumerate(steps, start=1):  # noqa: B007  (said at the end)
        for number, operation in enumerate(operations_of(step)):
            for error in ERRORS[operation]:
                for for_good in (False, True):
                    found[outcome(step, number, error, for_good)] += 1
        if found.total() >= count:
            break
    assert found["refused"], "no step was refused: the errors were not felt"
    counts = ", ".join(f"{number} {how}" for how, number in found.most_common())
    return f"{found.total()} errors in {done} steps: never between two steps ({counts})"

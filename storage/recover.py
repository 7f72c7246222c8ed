"""A project built anew from whatever is left of it: its backups, a plain copy, or its own damaged file."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from core.errors import UserError
from storage import durable, plain, snapshots, step_log
from storage.connection import checked, connect, sentences, settled
from storage.lock import CannotLock, WriterLock
from storage.rebuild import Remarks, finish, rebuild
from storage.salvage import salvage
from storage.snapshots import OPENING_LOG, Snapshot, log_path
from storage.step_log import LoggedStep

_COUNTED = {"document": "Articles", "annotation": "Annotations", "tag": "Tags", "bookmark": "Bookmarks"}


def recover(source: Path, out: Path) -> list[str]:
    """Makes a project of a folder of backups, a plain copy or a damaged project, and returns what to say about it.

    The source is never written. Raises UserError, and makes nothing, when nothing can be read of it, when somebody
    has it open, or when something is at `out` already.
    """
    if os.path.lexists(out):
        raise UserError(f"“{out.name}” exists already; choose another name.")
    if not source.exists():
        raise UserError(f"There is no “{source}”.")
    remarks = Remarks()
    if source.is_dir():
        counts = _from_backups(source, out, remarks)
    elif source.suffix.lower() == ".json":
        counts = plain.read_plain(source, out, remarks)
    else:
        counts = _from_damaged(source, out, remarks)
    told = ". ".join(f"{words}: {counts[table]:,}" for table, words in _COUNTED.items())
    return [f"“{out.name}” was made from “{source.name}”. {told}.", *remarks.sentences()]


def _from_damaged(source: Path, out: Path, remarks: Remarks) -> Counter[str]:
    lock = None
    with suppress(CannotLock):  # where nobody can write, nobody is writing
        lock = WriterLock.take(source)
    try:
        found = salvage(source, out, remarks)
    finally:
        if lock is not None:
            lock.release()
    return rebuild(found, out, remarks)


def _from_backups(folder: Path, out: Path, remarks: Remarks) -> Counter[str]:
    found, problem = snapshots.listed(folder), ""
    for snapshot in found:
        try:
            with sentences(snapshot.path):
                return _from_snapshot(snapshot, found, out, remarks)
        except UserError as error:
            remarks.add("Backups that cannot be read were passed over", f"“{snapshot.path.name}”")
            problem = problem or f" {error}"
    for copy in sorted(folder.glob("*.json")):
        with suppress(UserError):
            return plain.read_plain(copy, out, remarks)
    raise UserError(f"There is no backup in “{folder}” that can be read.{problem}")


def _from_snapshot(snapshot: Snapshot, all_: list[Snapshot], out: Path, remarks: Remarks) -> Counter[str]:
    """A project in the state of a backup and of the steps that were logged after it."""
    known = snapshots.state_of(snapshot.path)
    steps = list(_steps_after(snapshot, all_, known.guid)) if known else []
    remarks.add(f"It is the backup of {snapshot.taken:%Y-%m-%d %H:%M} ({snapshot.reason})")
    if steps:
        try:
            counts = _put_together(snapshot, steps, out)
        except (UserError, sqlite3.IntegrityError):
            remarks.add("What was done after it cannot be added")
        else:
            remarks.add(f"What was done after it was added, step by step: {len(steps):,}")
            return counts
    return _put_together(snapshot, [], out)


def _steps_after(snapshot: Snapshot, all_: list[Snapshot], guid: str) -> Iterator[LoggedStep]:
    """The steps that were logged after a backup, also in the logs of later ones; `all_` are newest first."""
    at = all_.index(snapshot)
    # A backup has no log before the next step after it; what was done while it was checked is in the one before.
    first = snapshot if log_path(snapshot.path).exists() or at + 1 == len(all_) else all_[at + 1]
    logs = [log_path(each.path) for each in (first, *reversed(all_[:at]))]
    revision = snapshot.revision
    for path in (*logs, snapshot.path.with_name(OPENING_LOG)):
        with suppress(UserError):
            beginning, steps = step_log.read(path)
            if beginning.guid == guid and beginning.revision <= revision:
                for step in steps:
                    if step.revision == revision + 1:
                        revision += 1
                        yield step


def _put_together(snapshot: Snapshot, steps: list[LoggedStep], out: Path) -> Counter[str]:
    """A copy of a backup brought to its last step; without its history then, which knows nothing of the steps."""
    with snapshots.private_copy(snapshot.path, out.parent) as made:
        with closing(checked(made, read_only=False)):
            pass  # it is whole, and of this version
        if steps:
            with closing(settled(connect(made, "rw"))) as writing:
                writing.execute("PRAGMA foreign_keys = OFF")
                step_log.replay(writing, iter(steps))
            finish(made, steps[-1].revision)
        with closing(connect(made, "ro")) as db:
            counts = Counter({name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _COUNTED})
        durable.move(made, out)
    return counts

"""Going back to a backup: as a copy, or in the project's own place."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from core.errors import UserError
from storage import durable, schema, snapshots
from storage.connection import checked, connect, sentences
from storage.lock import InUse, WriterLock
from storage.project import SUFFIX, Project


def as_copy(snapshot: Path, target: Path) -> None:
    """Makes a project of a backup. Raises UserError when it is damaged, or something is at `target` already."""
    if os.path.lexists(target):
        raise UserError(f"“{target.name}” exists already; choose another name.")
    with sentences(snapshot), _whole_copy(snapshot, target.parent) as made:
        durable.move(made, target)


def in_place(path: Path, snapshot: Path, chosen: Path | None = None) -> Path:
    """Brings a project that nobody has open back to the state of a backup, all of it or nothing.

    Returns what keeps the state it had until now: a backup, below the `chosen` folder if there is one; where the
    project is too damaged for that, its file under another name. Raises UserError, with everything as it was.
    """
    try:
        project = Project.open(path)
    except InUse:
        raise
    except UserError:
        if not _is_damaged(path):
            raise
        return _instead(path.resolve(), snapshot)
    with closing(project):
        if project.read_only:
            raise UserError(f"“{path.name}” cannot be written; restore the backup as a copy.")
        try:
            folder = snapshots.folder_for(path, project.guid, chosen)
            before = snapshots.take(path, folder, "before restoring", project.guid)
        except snapshots.Interrupted as error:
            raise UserError(f"Another program is writing to “{path.name}”; please try again.") from error
        with sentences(path), _whole_copy(snapshot, path.parent) as made, closing(connect(made, "rw")) as copy:
            guid, revision = copy.execute("SELECT guid, revision FROM project").fetchone()
            if guid != project.guid:
                raise UserError(f"“{snapshot.name}” is a backup of another project; restore it as a copy.")
            # Neither this state nor one of those after it may be taken for one that was there before.
            copy.execute(
                "UPDATE project SET revision = ?, state = ?",
                [max(revision, project.revision) + 1, secrets.token_hex(8)],
            )
            if not project.is_the_same():
                raise UserError(f"Another program is writing to “{path.name}”; please try again.")
            copy.backup(project.db.conn)  # in one transaction, so that a crash leaves the one state or the other
    return before.path


def _is_damaged(path: Path) -> bool:
    """Whether a file that cannot be opened may be a project of this version; it is no other program's, at least."""
    if not path.is_file() or path.suffix != SUFFIX:
        return False
    try:
        with closing(connect(path, "ro")) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0] <= schema.VERSION)
    except sqlite3.Error:
        return True


def _instead(path: Path, snapshot: Path) -> Path:
    """Puts a copy of a backup where a damaged project is, which gets another name; returns that."""
    lock = WriterLock.take(path)
    try:
        kept = durable.unused(path.with_name(f"{path.stem} (damaged {datetime.now():%Y-%m-%d %H.%M}){path.suffix}"))
        with sentences(snapshot), _whole_copy(snapshot, path.parent) as made:
            # The journal first: left behind, it would be played back into the new file.
            for suffix in ("-journal", ""):
                old = path.with_name(path.name + suffix)
                if old.exists():
                    os.rename(old, kept.with_name(kept.name + suffix))
            durable.move(made, path)
    finally:
        lock.release()
    return kept


@contextmanager
def _whole_copy(snapshot: Path, folder: Path) -> Iterator[Path]:
    """A private copy of a backup in a folder, checked and of this version."""
    with snapshots.private_copy(snapshot, folder) as made:
        with closing(checked(made, read_only=False)):
            pass
        yield made

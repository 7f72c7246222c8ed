"""Backups of a project: whole, checked copies of its file in a folder, named for when and why they were made.

A backup is copied a megabyte at a time through a connection of its own, and in between nothing is locked, so that a
step waits for two milliseconds at most. (SQLite's VACUUM INTO locks the project throughout: for seconds where there
are many annotations.) A step made meanwhile ends the copying, which then has to begin anew.
"""

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import platformdirs

from core import thinning
from core.errors import UserError
from storage import durable, integrity, schema, step_log
from storage.connection import aside, connect, sentences, settled, version_of

SUFFIX = ".postil"
LIMIT = 1 << 30  # bytes that the backups of a project may take
OPENING_LOG = "opening.steps"  # of the steps made before the first backup of a session is finished
_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d[+-]\d{4}) r(\d+) ([\w -]+)")
_TIME = "%Y-%m-%d %H.%M.%S%z"
_PAGES = 256  # copied at a time: a megabyte
_LEFT_BEHIND = 86_400  # seconds after which an unfinished backup is nobody's any more
_LONGEST = 60  # characters of a project's name in a folder's name


class Snapshot(NamedTuple):
    """A backup. `taken` is local time with its offset from UTC; `size` in bytes, with the log of later steps."""

    path: Path
    taken: datetime
    revision: int
    reason: str
    size: int


class Contents(NamedTuple):
    """How many things a backup holds."""

    articles: int
    tags: int
    annotations: int
    notes: int


class State(NamedTuple):
    """Which project a file is of, and in which of its states."""

    guid: str
    revision: int
    state: str


class Interrupted(Exception):
    """Making a backup was given up because the project is being written; it can be tried again."""


# -- where they are kept


def folder_for(project: Path, guid: str, chosen: Path | None = None) -> Path:
    """The folder for a project's backups, made if need be: below the chosen one, else beside the project.

    Where that cannot be written, one in the user's data folder. Raises UserError when that cannot be either.
    """
    for folder in _places(project, guid, chosen):
        with suppress(OSError, UserError):
            folder.mkdir(exist_ok=True)
            with aside(folder):
                pass
            if not _is_of_another(folder, guid):
                return folder
    folder = _data_folder() / _own_name(project, guid)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"No backups can be kept: “{folder}” cannot be made ({error.strerror}).") from error
    return folder


def folders(project: Path, guid: str | None = None, chosen: Path | None = None) -> list[Path]:
    """The folders that hold backups of a project; where its guid is not known, of any project of this name."""
    if guid is not None:
        chosen_places = _places(project, guid, chosen) if chosen else []
        places = [*chosen_places, *_places(project, guid, None), _data_folder() / _own_name(project, guid)]
    else:
        beside = _beside(project)
        places = [beside, *_followed_by_a_guid(beside)]
        for above in filter(None, (chosen, _data_folder())):
            places += _followed_by_a_guid(above / _own_name(project, ""))
    return [folder for folder in places if folder.is_dir() and (guid is None or not _is_of_another(folder, guid))]


def _places(project: Path, guid: str, chosen: Path | None) -> list[Path]:
    if chosen is not None:
        return [chosen / _own_name(project, guid)]
    beside = _beside(project)
    return [beside, beside.with_name(f"{beside.name} {guid[:8]}")]


def _beside(project: Path) -> Path:
    return project.absolute().with_name(f"{project.stem} backups")


def _own_name(project: Path, guid: str) -> str:
    return f"{project.stem[:_LONGEST].strip()} {guid[:8]}".strip()


def _data_folder() -> Path:
    return Path(platformdirs.user_data_dir("Postil", appauthor=False)) / "backups"


def _followed_by_a_guid(folder: Path) -> list[Path]:
    """The folders with this name and the beginning of a project's guid."""
    if not folder.parent.is_dir():
        return []
    wanted = re.compile(re.escape(folder.name) + " [0-9a-f]{8}")
    return sorted(path for path in folder.parent.iterdir() if wanted.fullmatch(path.name))


def _is_of_another(folder: Path, guid: str) -> bool:
    """Whether the backups here are of another project, which once had the same name."""
    newest = next(iter(listed(folder)), None)
    state = newest and state_of(newest.path)
    return bool(state and state.guid != guid)


# -- which there are


def listed(folder: Path) -> list[Snapshot]:
    """The backups in a folder, the newest first; what else is there is left out."""
    try:
        return _newest_first(snapshot for path in folder.iterdir() if (snapshot := read_name(path)))
    except OSError:
        return []


def found(project: Path, chosen: Path | None = None) -> list[Snapshot]:
    """The backups of a project, which may be damaged or gone, in all folders they may be in, the newest first."""
    known = state_of(project)
    everywhere = folders(project, known.guid if known else None, chosen)
    return _newest_first(each for folder in everywhere for each in listed(folder))


def _newest_first(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    return sorted(snapshots, key=lambda snapshot: (snapshot.taken, snapshot.revision), reverse=True)


def read_name(path: Path) -> Snapshot | None:
    """What the name of a backup says; None where the file is none."""
    match = _NAME.fullmatch(path.stem)
    if match is None or path.suffix != SUFFIX:
        return None
    try:
        taken, revision = datetime.strptime(match[1], _TIME), int(match[2])
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        size += log_path(path).stat().st_size
    return Snapshot(path, taken, revision, match[3], size)


def log_path(snapshot: Path) -> Path:
    """Where the steps after a backup are kept (see `step_log`)."""
    return snapshot.with_suffix(".steps")


def state_of(path: Path) -> State | None:
    """Which state of which project a file holds; None when it cannot be read."""
    try:
        with closing(connect(path, "ro")) as connection:
            return _state(connection)
    except (sqlite3.Error, ValueError, TypeError):
        return None


def contents(path: Path) -> Contents:
    """What a backup holds. Raises UserError when it cannot be read."""
    with sentences(path), closing(connect(path, "ro")) as db:
        (counts,) = db.execute(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM tag), count(*), count(nullif(note, ''))"
            " FROM annotation"
        )
    return Contents(*counts)


def _state(connection: sqlite3.Connection) -> State:
    columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(project)")}
    state = "state" if "state" in columns else "''"  # which earlier versions do not have
    row = connection.execute(f"SELECT guid, revision, {state} FROM project").fetchone()
    if row is None:
        raise sqlite3.DatabaseError("it has no project record")
    return State(str(row[0]), int(row[1]), str(row[2]))


# -- making one


def take(
    project: Path,
    folder: Path,
    reason: str,
    guid: str | None = None,
    going_on: Callable[[], bool] = lambda: True,
    copied: Callable[[], None] = lambda: None,
) -> Snapshot:
    """Makes a backup of a project's file, or returns the one that holds the present state already.

    `guid` is the project's, if known. `going_on` is asked again and again whether to go on; `copied` is called once
    the project's own file is no longer needed. Raises Interrupted where not, or the file is being written; and
    UserError when no backup can be made. Nothing is left behind then.
    """
    try:
        folder.mkdir(exist_ok=True)
        with closing(connect(project, "ro")) as source:
            source.execute("PRAGMA busy_timeout = 0").fetchone()
            present = _state(source)
            if guid not in (None, present.guid):
                raise UserError(f"“{project.name}” is another project now; no backup was made.")
            if known := _known(folder, present):
                copied()
                return known
            _refuse_without_room(project, folder)
            with aside(folder) as private:
                made = private / f"copy{SUFFIX}"
                _copy(source, made, going_on)
                copied()
                state = _checked(made, project, going_on)
                shutil.copymode(project, made)
                return _put(made, folder, state, reason)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT):
            raise Interrupted from error
        why = "the disk is full" if code == sqlite3.SQLITE_FULL else str(error)
        raise UserError(f"No backup of “{project.name}” could be made: {why}.") from error
    except OSError as error:
        raise UserError(f"No backup could be made in “{folder}” ({error.strerror}).") from error


def _known(folder: Path, state: State) -> Snapshot | None:
    """The backup that holds this state, if there is one and none of the steps that were made after it.

    What was done after it may be what is left of a lost file; no other log takes the place of that one.
    """
    for snapshot in listed(folder):
        if snapshot.revision == state.revision and state_of(snapshot.path) == state and not _is_followed(snapshot):
            return snapshot
    return None


def _is_followed(snapshot: Snapshot) -> bool:
    with suppress(OSError, UserError):
        return any(True for _ in step_log.read(log_path(snapshot.path))[1])
    return False


def _refuse_without_room(project: Path, folder: Path) -> None:
    """A backup must not take the room that the next step needs."""
    if shutil.disk_usage(folder).free < 2 * project.stat().st_size:
        raise UserError(f"There is no room for a backup in “{folder}”.")


def _copy(source: sqlite3.Connection, target: Path, going_on: Callable[[], bool]) -> None:
    def look_up(_status: int, _remaining: int, _total: int) -> None:
        if not going_on():
            raise Interrupted

    with closing(connect(target, "rwc")) as copy:
        copy.execute("PRAGMA journal_mode = OFF").fetchone()  # it is thrown away if it is not finished
        copy.execute("PRAGMA synchronous = OFF").fetchone()
        source.backup(copy, pages=_PAGES, progress=look_up, sleep=0.01)


def _checked(path: Path, project: Path, going_on: Callable[[], bool]) -> State:
    """What a copy holds, after all of it was read. Raises UserError when it is not whole."""
    with closing(settled(connect(path, "rw"))) as db:
        db.conn.set_progress_handler(lambda: not going_on(), 10_000)
        state = _state(db.conn)
        version = version_of(db.conn, project)
        db.execute("BEGIN")
        if version < schema.VERSION:
            schema.migrate(db, version)  # only to see that it can be: the copy stays as the original is
        problems = integrity.problems(db)
        db.execute("ROLLBACK")
    if not going_on():
        raise Interrupted
    if problems:
        raise UserError(f"No backup of “{project.name}” could be made: it is damaged ({problems[0]})")
    return state


def _put(made: Path, folder: Path, state: State, reason: str) -> Snapshot:
    """Gives a finished copy its name."""
    taken = datetime.now().astimezone()
    words = " ".join(re.sub(r"[^\w -]", "", reason).split())[:40] or "backup"
    while True:
        target = folder / f"{taken.strftime(_TIME)} r{state.revision} {words}{SUFFIX}"
        if not os.path.lexists(target):
            break
        taken += timedelta(seconds=1)
    durable.move(made, target)
    return Snapshot(target, taken.replace(microsecond=0), state.revision, words, target.stat().st_size)


# -- taking them away


def thin(folder: Path, limit: int = LIMIT, needed: Path | None = None) -> list[Snapshot]:
    """Takes away the backups that need not be kept, and returns them; one that is `needed` stays.

    Raises UserError when that cannot be done.
    """
    there = listed(folder)
    backups = [thinning.Backup(each.taken, each.revision, each.size) for each in there]
    keep = thinning.kept(backups, datetime.now().astimezone(), limit)
    gone = [
        snapshot
        for index, snapshot in enumerate(there)
        if index not in keep and snapshot.path != needed and not _was_worked_in(snapshot)
    ]
    try:
        for snapshot in gone:
            snapshot.path.unlink()
            log_path(snapshot.path).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"Old backups in “{folder}” cannot be taken away ({error.strerror}).") from error
    return gone


def tidy(folder: Path) -> None:
    """Takes away the unfinished backups of programs that ended in the middle of one."""
    with suppress(OSError):
        for path in folder.glob(".postil-*"):
            if path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                shutil.rmtree(path, ignore_errors=True)


def _was_worked_in(snapshot: Snapshot) -> bool:
    """Whether somebody opened the backup itself as a project and went on in it: then it is no backup any more."""
    state = state_of(snapshot.path)
    return state is not None and state.revision != snapshot.revision


@contextmanager
def private_copy(snapshot: Path, folder: Path) -> Iterator[Path]:
    """A copy of a backup in a private folder on the disk of another, to where it can be moved; gone afterwards."""
    with aside(folder) as private:
        made = private / snapshot.name
        with closing(connect(snapshot, "ro")) as source:
            _copy(source, made, lambda: True)
        yield made

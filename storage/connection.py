"""Connections to project files: how they are opened, what is refused unopened, and what SQLite's errors mean."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from core.errors import UserError
from storage import checksum, integrity, schema
from storage.sqlite import Database

_LONGEST = 512 * 1024 * 1024  # bytes of one value; a hostile file can claim more


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to a file; `mode` is SQLite's: "ro", "rw", "rwc", or more of its parameters."""
    connection = sqlite3.connect(
        # Bytes, because on Linux the name of a file need not be text.
        f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=5,
        isolation_level=None,
        # All that there are: to compile one of a table with triggers takes longer than to run it.
        cached_statements=512,
        check_same_thread=False,  # a backup's is interrupted by another thread; none is ever used by two at once
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    return connection


def settled(connection: sqlite3.Connection) -> Database:
    """The connection as Postil uses it, to read and to write."""
    db = Database(connection, execute_plugins=False)
    for pragma in (
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "recursive_triggers = ON",
        "journal_mode = DELETE",
        "synchronous = EXTRA",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()
    checksum.install(db)
    return db


class Damaged(UserError):
    """The file is a project, but not whole; it was left as it is."""


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns what SQLite says about a file into a sentence a person can act on."""
    try:
        yield
    except UnicodeDecodeError as error:  # in what SQLite says about the tables
        raise Damaged(f"“{path.name}” is damaged and was left as it is.") from error
    except sqlite3.Error as error:
        reason = str(error).lower()
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            raise UserError(f"“{path.name}” is not a Postil project.") from error
        if code == sqlite3.SQLITE_CORRUPT or "decode to utf-8" in reason:
            raise Damaged(f"“{path.name}” is damaged and was left as it is.") from error
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise UserError("Something this refers to is no longer there; nothing was changed.") from error
        if code == sqlite3.SQLITE_FULL:
            raise UserError(f"The disk is full; nothing was saved to “{path.name}”.") from error
        if code == sqlite3.SQLITE_READONLY:
            raise UserError(f"“{path.name}” cannot be written; nothing was saved.") from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise UserError(f"Another program is writing to “{path.name}”; please try again.") from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise UserError(f"“{path.name}” cannot be read or written ({error}).") from error
        raise


@contextmanager
def looked_at(path: Path) -> Iterator[Database]:
    """A connection to read a project as it is, sound or not. Raises UserError when it is none of this version."""
    refuse_what_is_no_file(path)
    with sentences(path), closing(settled(connect(path, "ro"))) as db:
        if version_of(db.conn, path) < schema.VERSION:
            raise UserError(f"“{path.name}” was made by an earlier Postil; open it once to bring it up to date.")
        yield db


def checked(path: Path, read_only: bool) -> Database:
    """A connection to a sound project of this version, brought up to date if need be."""
    if path.with_name(f"{path.name}-wal").exists():
        # Perhaps somebody's open database, which an ordinary connection changes when it closes.
        with closing(connect(path, "ro&immutable=1")) as glance:
            version_of(glance, path)
    connection = connect(path, "ro" if read_only else "rw")
    try:
        version = version_of(connection, path)
        if version < schema.VERSION and not read_only:
            _back_up(connection, path)
        db = settled(connection)
        with db.atomic():  # a file found damaged after it was brought up to date is left as it was
            if version < schema.VERSION:
                _bring_up_to_date(db, version, path)
            if problems := integrity.problems(db):
                raise Damaged(f"“{path.name}” is damaged and was left as it is: {problems[0]}")
        schema.install_history(db)
    except BaseException:
        connection.close()
        raise
    return db


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Keeps the file as it is: an earlier Postil cannot open it once it was brought up to date."""
    from storage import snapshots  # which connects by means of this module

    (guid,) = connection.execute("SELECT guid FROM project").fetchone()
    snapshots.take(path, snapshots.folder_for(path, guid), "before an update", guid)


def _bring_up_to_date(db: Database, version: int, path: Path) -> None:
    try:
        schema.migrate(db, version)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            raise UserError(
                f"“{path.name}” was made by an earlier Postil and must be brought up to date, but it cannot be "
                "written; make a copy of it where you may write, and open that."
            ) from error
        raise


def refuse_what_is_no_file(path: Path) -> None:
    """Raises UserError where there is nothing to open."""
    if not path.exists():
        raise UserError(f"There is no project “{path}”.")
    if not path.is_file():
        raise UserError(f"“{path}” is not a file.")
    if path.stat().st_size == 0:
        raise UserError(f"“{path.name}” is empty (perhaps it has not arrived completely); it was left as it is.")


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The file's schema version. Raises UserError for a foreign or newer file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID or version < 1:
        raise UserError(f"“{path.name}” is not a Postil project.")
    if version > schema.VERSION:
        raise UserError(f"“{path.name}” was made by a newer Postil; please update this one to open it.")
    return int(version)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file this is, wherever it is moved: its device and number there; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A private folder on the same disk, from which a finished file is moved into place; gone afterwards."""
    try:
        made = Path(tempfile.mkdtemp(prefix=".postil-", dir=folder))
    except OSError as error:
        raise UserError(f"The folder “{folder}” cannot be written to ({error.strerror}).") from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)

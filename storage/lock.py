"""One writer at a time: an operating system's lock beside the project, with a line that says whose it is.

The lock counts, not the line: it ends with the program that holds it, however that ends. The line is for people,
and for a folder that a cloud service copies between computers, where no lock reaches the other one.
"""

import contextlib
import getpass
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import lock_descriptor

from core.errors import UserError
from storage.connection import identity

_LONGEST = 4096  # bytes of a line worth reading


class Holder(NamedTuple):
    """Who has, or had, a project open to write; `since` is UTC, ISO 8601. Any of it may be empty."""

    host: str
    user: str
    since: str


class InUse(UserError):
    """Somebody else writes to this project. `here` says that it is certain: the lock itself is taken.

    Otherwise another computer's name is in the file, which may have been left there.
    """

    def __init__(self, sentence: str, holder: Holder, here: bool) -> None:
        super().__init__(sentence)
        self.holder = holder
        self.here = here


class CannotLock(UserError):
    """No lock can be made here, because the folder cannot be written."""


class WriterLock:
    """The right to write to a project. `left_behind` is who had it last, if that program ended without a word."""

    def __init__(self, path: Path, descriptor: int, left_behind: Holder | None) -> None:
        self._path = path
        self._descriptor: int | None = descriptor
        self.left_behind = left_behind

    @classmethod
    def take(cls, project: Path, force: bool = False) -> "WriterLock":
        """Takes the lock of a project. Raises InUse, or CannotLock.

        `force` takes it though another computer's name is there.
        """
        path = lock_path(project)
        while True:
            descriptor = _opened(path)
            try:
                if not lock_descriptor(descriptor, blocking=False):
                    raise _in_use(project, _read(descriptor), here=True)
                if identity(path) != _identity_of(descriptor):
                    os.close(descriptor)
                    continue  # whoever had it has just taken the file away
                before = _read(descriptor)
                if before is not None and before.host != platform.node() and not force:
                    raise _in_use(project, before, here=False)
                _write(descriptor, Holder(platform.node(), _user(), f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"))
            except BaseException:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
                raise
            return cls(path, descriptor, before)

    def release(self) -> None:
        """Gives the right back and takes the file away; safe to call twice."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        with contextlib.suppress(OSError):  # the folder may be gone by now
            if os.name == "nt":
                os.ftruncate(descriptor, 0)  # there an open file cannot be taken away
            elif identity(self._path) == _identity_of(descriptor):
                self._path.unlink()
        os.close(descriptor)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                self._path.unlink()


def lock_path(project: Path) -> Path:
    """Where the lock of a project is, whichever link leads to it."""
    real = project.resolve()
    return real.with_name(f".{real.name}.lock")


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise CannotLock(f"The folder “{path.parent}” cannot be written ({error.strerror}).") from error


def _identity_of(descriptor: int) -> tuple[int, int]:
    found = os.fstat(descriptor)
    return found.st_dev, found.st_ino


def _read(descriptor: int) -> Holder | None:
    """What the file says; None when it says nothing, or nothing that makes sense."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        known = json.loads(os.read(descriptor, _LONGEST))
        return Holder(*(str(known[name])[:80] for name in Holder._fields))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _write(descriptor: int, holder: Holder) -> None:
    with contextlib.suppress(OSError):  # the disk may be full; the lock counts without a line
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(holder._asdict()).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _in_use(project: Path, holder: Holder | None, here: bool) -> InUse:
    known = holder or Holder("", "", "")
    since = f" since {known.since[:16].replace('T', ' ')} UTC" if known.since else ""
    if known.host in ("", platform.node()):
        sentence = f"“{project.name}” is open in Postil on this computer already{since}; close it there first."
    else:
        who = f"{known.user} on “{known.host}”" if known.user else f"“{known.host}”"
        sentence = f"“{project.name}” is open in Postil by {who}{since}; close it there first."
    return InUse(sentence, known, here)

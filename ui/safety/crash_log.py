"""What went wrong, in a small log that people can send to the makers of Postil: never with a word of theirs.

Messages of errors quote titles, notes and file names, so they are left out; kept are kinds of errors and places in
the program. `errors.log` is rotated. `fatal.log` is what `faulthandler` writes into while the program dies; the
next start moves it over.
"""

import errno
import faulthandler
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from traceback import walk_tb
from types import TracebackType
from typing import IO

import platformdirs

LOG, FATAL = "errors.log", "fatal.log"
MAX_BYTES, KEPT = 200_000, 4  # of one file; how many older ones
_FIRST, _LAST = 5, 40  # frames of a traceback that are written, which can have thousands
_ROOT = Path(__file__).parents[2]
_FRAME = re.compile(r'^\s*File "(.*)", line (\d+)(?: in (.*))?$')
_HEADS = ("Fatal Python error:", "Windows fatal exception:", "Current thread", "Thread 0x")
Key = tuple[str, str, int]
_writing = Lock()
_fatal: IO[str] | None = None  # open for as long as the program runs: nothing can be opened while it dies


def folder() -> Path:
    """The user's folder for logs."""
    return Path(platformdirs.user_log_dir("Postil", appauthor=False))


def watch_for_the_worst(place: Path) -> None:
    """Writes down what an earlier fatal error left, and has the next one leave something."""
    global _fatal  # there is one process, and one place it dies in
    try:
        place.mkdir(parents=True, exist_ok=True)
        fatal = place / FATAL
        left = fatal.read_text("utf-8", "replace") if fatal.exists() else ""
        if left:
            write(place, _without_paths(left))
            os.truncate(fatal, 0)  # not replaced: a second window may be writing into it
        _fatal = fatal.open("a", encoding="utf-8")
    except OSError:
        return  # there is nowhere to write to, and nobody to tell
    faulthandler.enable(_fatal)


def write(place: Path, text: str) -> None:
    """Adds an entry to the log; a log that cannot be written is no further trouble."""
    entry = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{text.rstrip()}\n\n"
    with _writing:
        try:
            place.mkdir(parents=True, exist_ok=True)
            _make_room(place / LOG, len(entry.encode()))
            with (place / LOG).open("a", encoding="utf-8") as log:
                log.write(entry)
        except OSError:
            return


def _make_room(log: Path, size: int) -> None:
    """Renames a full log to `errors.log.1`, that to `errors.log.2` and so on; the oldest goes."""
    if not log.exists() or log.stat().st_size + size <= MAX_BYTES:
        return
    aged = [log, *(log.with_name(f"{LOG}.{number}") for number in range(1, KEPT + 1))]
    for newer, older in zip(aged[-2::-1], aged[:0:-1], strict=True):
        if newer.exists():
            os.replace(newer, older)


def described(error: BaseException, trace: TracebackType | None) -> str:
    """An error and what led to it, the first first: kinds and places, without the messages."""
    parts = []
    for one in _chain(error):
        frames = [
            f"  {_place(frame.f_code.co_filename)}:{line} in {frame.f_code.co_qualname}"
            for frame, line in walk_tb(trace if one is error else one.__traceback__)
        ]
        if len(frames) > _FIRST + _LAST:
            left_out = len(frames) - _FIRST - _LAST
            frames = [*frames[:_FIRST], f"  … {left_out} more …", *frames[-_LAST:]]
        parts.append("\n".join([_kind(one), *frames]))
    return "\nled to\n".join(parts)


def key(error: BaseException, trace: TracebackType | None) -> Key:
    """What makes two errors the same one: their kind, and where they were raised."""
    where = list(walk_tb(trace))
    file, line = (where[-1][0].f_code.co_filename, where[-1][1]) if where else ("", 0)
    return _kind(error), file, line


def origin(message: str) -> str:
    """Which part of Qt a message comes from; the rest may name a file."""
    found = re.match(r"[A-Za-z_]\w*(?:::~?\w+)*(?=[:(])", message)
    return found[0] if found else "a message that names no part of Qt"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and those it came from, the first one first."""
    met: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in met:
        met.append(here)
        here = here.__cause__ or (None if here.__suppress_context__ else here.__context__)
    return met[::-1]


def _kind(error: BaseException) -> str:
    """The kind of an error, and the facts it holds that no user wrote."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    fact: object = getattr(error, "sqlite_errorname", None)
    if isinstance(error, OSError) and error.errno is not None:
        fact = errno.errorcode.get(error.errno, error.errno)
    elif isinstance(error, AttributeError | NameError | ImportError):
        fact = error.name
    return f"{name} ({fact})" if fact else name


def _without_paths(dump: str) -> str:
    """What `faulthandler` wrote, with files as `_place` names them and without what is not known to be harmless."""
    lines = []
    for line in dump.splitlines():
        frame = _FRAME.match(line)
        if frame:
            lines.append(f"  {_place(frame[1])}:{frame[2]} in {frame[3] or '?'}")
        elif line.startswith(_HEADS):
            lines.append(line)
    return "\n".join(lines)


def _place(file: str) -> str:
    """A file of the program, without the folders of this computer, which name its user."""
    path = Path(file)
    if path.is_relative_to(_ROOT / ".venv") or not path.is_relative_to(_ROOT):
        parts = path.parts
        inside = parts.index("site-packages") + 1 if "site-packages" in parts else -1
        return "/".join(parts[inside:])
    return path.relative_to(_ROOT).as_posix()

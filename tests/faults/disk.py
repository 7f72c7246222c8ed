"""A disk in memory that can lose its power, or refuse an operation, while SQLite (apsw's) writes to it.

What is written is safe once it is synced. Of what is not, each sector of each write survives a cut by chance, and
of the changes of the folder (files made and deleted) a first part: file systems write those in order. Syncing a
journal for the first time syncs the folder, as SQLite does on Unix.
"""

import random
from collections.abc import Callable

import apsw

from storage.connection import settled
from storage.sqlite import Database

SECTORS = (512, 4096)


class Content:
    """What a file holds, and what of it a cut leaves."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)
        self._safe = data
        self._unsafe: list[tuple[int, bytes] | int] = []  # writes (offset, bytes) and truncations, in order

    def write(self, offset: int, data: bytes) -> None:
        _put(self.data, offset, data, b"\0")
        self._unsafe.append((offset, data))

    def truncate(self, size: int) -> None:
        del self.data[size:]
        self._unsafe.append(size)

    def sync(self) -> None:
        self._safe = bytes(self.data)
        self._unsafe.clear()

    def after_cut(self, luck: random.Random, sector: int, survival: float) -> bytes:
        """What is left. Where a sector is missing below one that survived there is whatever was there before."""
        left = bytearray(self._safe)
        noise = luck.randbytes(sector)
        for act in self._unsafe:
            if isinstance(act, int):
                if luck.random() < survival:
                    del left[act:]
                continue
            start, data = act
            at = start
            while at < start + len(data):
                end = min((at // sector + 1) * sector, start + len(data))
                if luck.random() < survival:
                    _put(left, at, data[at - start : end - start], noise)
                at = end
        return bytes(left)


def _put(into: bytearray, offset: int, data: bytes, filling: bytes) -> None:
    if (gap := offset - len(into)) > 0:
        into += (filling * (gap // len(filling) + 1))[:gap]
    into[offset : offset + len(data)] = data


Image = dict[str, bytes]


class Disk(apsw.VFS):
    """One folder of files. `before` is called with the name of each operation that changes something."""

    def __init__(self, files: Image, before: Callable[[str], None] = lambda _: None) -> None:
        self.name = f"disk-{id(self)}"
        super().__init__(self.name, "")
        self.before = before
        self.files = {name: Content(data) for name, data in files.items()}
        self._safe = dict(self.files)
        self._unsafe: list[tuple[str, Content | None]] = []  # what each name stands for from then on

    def connect(self, name: str) -> Database:
        """The file as Postil opens it."""
        return settled(Connection(name, vfs=self.name))

    def here(self) -> Image:
        """All files as they are."""
        return {name: bytes(content.data) for name, content in self.files.items()}

    def sync_folder(self) -> None:
        self._safe = dict(self.files)
        self._unsafe.clear()

    def after_cut(self, luck: random.Random) -> Image:
        """The files that a power cut leaves at this moment."""
        sector, survival = luck.choice(SECTORS), luck.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        there = dict(self._safe)
        for name, content in self._unsafe[: luck.randint(0, len(self._unsafe))]:
            _enter(there, name, content)
        return {name: content.after_cut(luck, sector, survival) for name, content in there.items()}

    def _before(self, operation: str) -> None:
        self.before(operation)

    def _change(self, name: str, content: Content | None) -> None:
        _enter(self.files, name, content)
        self._unsafe.append((name, content))

    # -- what SQLite calls

    def xOpen(self, name, flags):
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return File(Content(), self._before)
        if path not in self.files:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(path)
            self.before("create")
            self._change(path, Content())
            return File(self.files[path], self._before, self.sync_folder)
        return File(self.files[path], self._before)

    def xDelete(self, path, sync_folder):
        if path not in self.files:
            raise apsw.exception_for(apsw.SQLITE_IOERR_DELETE_NOENT)
        self.before("delete")
        self._change(path, None)
        if sync_folder:
            self.before("sync folder")
            self.sync_folder()

    def xAccess(self, path, _):
        return path in self.files

    def xFullPathname(self, path):
        return path


def _enter(names: dict[str, Content], name: str, content: Content | None) -> None:
    if content is None:
        names.pop(name, None)
    else:
        names[name] = content


class File:
    """An open file. `made` is called at its first sync, if it was made when it was opened."""

    def __init__(self, content: Content, before: Callable[[str], None], made: Callable[[], None] | None = None):
        self._content = content
        self._before = before
        self._made = made

    def xRead(self, amount, offset):
        return bytes(self._content.data[offset : offset + amount])

    def xWrite(self, data, offset):
        self._before("write")
        self._content.write(offset, bytes(data))

    def xTruncate(self, size):
        self._before("truncate")
        self._content.truncate(size)

    def xSync(self, _):
        self._before("sync")
        self._content.sync()
        if self._made is not None:
            self._made()
            self._made = None

    def xFileSize(self):
        return len(self._content.data)

    def xDeviceCharacteristics(self):
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as on Unix and Windows

    def xSectorSize(self):
        return max(SECTORS)

    def xFileControl(self, *_):
        return False

    def xCheckReservedLock(self):
        return False

    def xLock(self, _): ...

    def xUnlock(self, _): ...

    def xClose(self): ...


class Cursor(apsw.Cursor):
    """What sqlite-utils asks of one."""

    description = None


class Connection(apsw.Connection):
    """What Postil asks of a connection, of the other SQLite library."""

    def __init__(self, name: str, vfs: str) -> None:
        super().__init__(name, vfs=vfs)
        self.cursor_factory = Cursor

    def create_function(self, name, arguments, function, *, deterministic=False):
        self.create_scalar_function(name, function, arguments, deterministic=deterministic)

"""Articles from text files and from the clipboard."""

import codecs
import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import UserError
from core.text import canonical, decode
from storage.documents import NewDocument

SUFFIXES = (".txt", ".md", ".text")
LARGE_BYTES = 32 * 2**20  # of the files of one step together; more is added only when somebody says so
MAX_BYTES = 256 * 2**20  # more is refused unread
_CHUNK = 2**20  # bytes read at a time
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # UTF-32-LE's begins as UTF-16's
_CONTROLS = bytes(range(32))
_SPACES = b"\t\n\x0b\x0c\r"  # those of them that a text may hold


class NoText(UserError):
    """A file with nothing in it to read; among others it is left out."""


class Large(UserError):
    """Files that are added only after a question, for reading and showing so much takes a while."""


def go_on() -> None:
    """What a reader calls every now and then where nobody can stop it."""


def read_text_files(
    paths: Sequence[Path], large: bool = False, between: Callable[[], None] = go_on
) -> tuple[list[NewDocument], list[str]]:
    """Text files as articles, and sentences about what is not in them as it is in the files.

    `between` is called every now and then, and may raise to stop. Raises UserError when a file cannot be read or
    none holds any text, Large when they have more than LARGE_BYTES together and `large` does not say that they may.
    """
    _refuse_too_much(paths, large)
    articles, remarks = [], []
    for path in paths:
        try:
            article = read_text_file(path, between)
        except NoText as error:
            remarks.append(f"{str(error).removesuffix('.')} and was left out.")
            continue
        articles.append(article)
        remarks += remarks_on(article)
    if paths and not articles:
        which = f"“{paths[0].name}” holds no text" if len(paths) == 1 else "None of these files holds any text"
        raise NoText(f"{which}; nothing was added.")
    return articles, remarks


def read_text_file(path: Path, between: Callable[[], None] = go_on) -> NewDocument:
    """A text file as an article titled by its name. Raises NoText, or UserError when it is no readable text."""
    raw = bytes_of(path, between)
    if looks_binary(raw):
        raise UserError(
            f"“{path.name}” is not a text file, or its text is not UTF-8; save it as UTF-8 and add it again."
        )
    between()
    text = canonical(decode(raw, path.name))
    between()
    if _is_blank(text.text):
        raise NoText(f"“{path.name}” holds no text.")
    source = one_line(path.name)
    title = one_line(path.stem.replace("_", " ")) or source
    return NewDocument(title, text, source, hashlib.sha256(raw).hexdigest())


def remarks_on(article: NewDocument) -> list[str]:
    """What is to be said about a text that is not quite what was read: a sentence, or none."""
    count = article.text.replaced
    if not count:
        return []
    characters = "1 character" if count == 1 else f"{count:,} characters"
    were = f"that no text may hold {'was' if count == 1 else 'were'} replaced by “\ufffd”"
    return [f"{characters} of “{article.source or article.title}” {were}."]


def pasted(title: str, text: str) -> NewDocument:
    """A text that came from no file as an article. Raises UserError when title or text is blank."""
    title = one_line(title)
    if not title:
        raise UserError("An article needs a title.")
    found = canonical(text)
    if _is_blank(found.text):
        raise UserError("There is no text to add.")
    raw = text.encode("utf-8", "surrogatepass")
    return NewDocument(title, found, "", hashlib.sha256(raw).hexdigest())


def text_files_in(folder: Path) -> list[Path]:
    """The text files of a folder by name, without those of its subfolders and hidden ones."""
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
        )
    except OSError as error:
        raise UserError(f"The folder “{folder}” cannot be read ({error.strerror}).") from error


def one_line(value: str) -> str:
    """A title or name as stored: no forbidden characters, every run of white space one space."""
    return " ".join(canonical(value).text.split())


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def looks_binary(raw: bytearray) -> bool:
    """Whether bytes are no text, or one of two or four bytes a character without a byte order mark.

    A few NULs or other control characters get into texts by accident and are replaced. Programs, pictures and
    UTF-16 are full of them: where there are any, and a quarter of all bytes are control characters (the upper
    halves of many scripts' letters look like tabs and line breaks, so these count too), it is none.
    """
    if raw.startswith(_WIDE_MARKS):
        return False
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    spaces = len(raw) - len(raw.translate(None, _SPACES))
    return controls > spaces and 4 * controls >= len(raw)


def _refuse_too_much(paths: Sequence[Path], large: bool) -> None:
    size = sum(_found(path).st_size for path in paths)
    which = f"“{paths[0].name}” has" if len(paths) == 1 else f"These {len(paths):,} files have together"
    if size > MAX_BYTES:
        raise UserError(f"{which} {size / 2**20:,.0f} MB; at most {MAX_BYTES // 2**20} MB can be added at once.")
    if size > LARGE_BYTES and not large:
        raise Large(f"{which} {size / 2**20:,.0f} MB; adding and opening so much takes a while.")


def _found(path: Path) -> os.stat_result:
    """What is known about a regular file; anything else, such as a pipe that never ends, is refused unread."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise UserError(f"There is no file “{path}”.") from None
    except OSError as error:
        raise UserError(f"“{path}” cannot be read ({error.strerror}).") from error
    if stat.S_ISDIR(found.st_mode):
        raise UserError(f"“{path}” is a folder, not a text file.")
    if not stat.S_ISREG(found.st_mode):
        raise UserError(f"“{path}” is not a regular file.")
    return found


def bytes_of(path: Path, between: Callable[[], None] = go_on, most: int = MAX_BYTES) -> bytearray:
    """A file's bytes, all of one version of it. Raises UserError when it cannot be read or has more than `most`."""
    before = _found(path)
    if before.st_size > most:
        raise UserError(f"“{path.name}” is larger than {most // 2**20} MB.")
    raw, got = bytearray(before.st_size + 1), 0  # one more, to notice a file that grows
    try:
        with path.open("rb", buffering=0) as file, memoryview(raw) as space:
            while count := file.readinto(space[got : got + _CHUNK]):
                got += count
                between()
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UserError(f"“{path}” cannot be read ({error.strerror}).") from error
    if _version(before) != _version(after) or got != before.st_size:
        raise UserError(f"“{path.name}” changed while it was being read; add it again when nothing writes to it.")
    del raw[got:]
    return raw


def _version(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

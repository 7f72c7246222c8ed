"""Articles from text files and from the clipboard."""

import codecs
import hashlib
import stat
from pathlib import Path

from core.errors import UserError
from core.text import canonical, decode
from storage.documents import NewDocument

SUFFIXES = (".txt", ".md", ".text")
MAX_BYTES = 256 * 1024 * 1024
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # UTF-32-LE's begins as UTF-16's


def read_text_file(path: Path) -> NewDocument:
    """A text file as an article titled by its name. Raises UserError when it is no readable text."""
    raw = _bytes_of(path)
    if b"\0" in raw and not raw.startswith(_WIDE_MARKS):
        raise UserError(f"“{path.name}” is not a text file.")
    text = canonical(decode(raw, path.name))
    if not text.text.strip():
        raise UserError(f"“{path.name}” holds no text.")
    source = one_line(path.name)
    title = one_line(path.stem.replace("_", " ")) or source
    return NewDocument(title, text, source, hashlib.sha256(raw).hexdigest())


def pasted(title: str, text: str) -> NewDocument:
    """A text that came from no file as an article. Raises UserError when title or text is blank."""
    title = one_line(title)
    if not title:
        raise UserError("An article needs a title.")
    found = canonical(text)
    if not found.text.strip():
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


def _bytes_of(path: Path) -> bytes:
    """A regular file's bytes; anything else, such as a pipe that never ends, is refused unread."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UserError(f"“{path}” is a folder, not a text file.")
        if not stat.S_ISREG(found.st_mode):
            raise UserError(f"“{path}” is not a regular file.")
        if found.st_size > MAX_BYTES:
            raise UserError(f"“{path.name}” is larger than {MAX_BYTES // 2**20} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"There is no file “{path}”.") from None
    except OSError as error:
        raise UserError(f"“{path}” cannot be read ({error.strerror}).") from error

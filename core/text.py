"""What a text is: canonical at import, counted in code points, bridged to UTF-16 in one place."""

import hashlib
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count
from operator import add

from core.errors import UserError

LONG_WORD = 2000  # characters; longer words are not worth looking for a place to break in

_PIECE = 2**18  # characters worked on at a time: other threads, such as the window's, get their turn in between
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
# What XML 1.0 forbids besides the line breaks above, lone surrogates, and two code points Qt uses for itself.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """A text as Postil keeps it, and how many characters had to be replaced by U+FFFD."""

    text: str
    replaced: int


def decode(raw: bytes | bytearray, name: str) -> str:
    """Text of a file's bytes: UTF-8, or what its byte order mark says. Raises UserError naming the file.

    Halves of surrogate pairs, which some programs write into UTF-8, are let through for `canonical` to replace.
    """
    encoding = next((encoding for bom, encoding in _BOMS if raw.startswith(bom)), "utf-8")
    found, start = [], 0
    while start < len(raw):
        stop = _character_start(raw, start + _PIECE) if encoding == "utf-8" else len(raw)
        try:
            found.append(raw[start:stop].decode(encoding, "surrogatepass"))
        except UnicodeDecodeError as error:
            raise UserError(
                f"“{name}” is not {encoding.upper()} text (byte {start + error.start + 1} cannot be read); "
                "save it as UTF-8 and add it again."
            ) from None
        start = stop
    return "".join(found)


def _character_start(raw: bytes | bytearray, at: int) -> int:
    """Where the character begins that a byte of UTF-8 belongs to; it has four bytes at most."""
    for start in range(at, at - 4, -1):
        if start >= len(raw) or raw[start] & 0xC0 != 0x80:  # no byte that goes on with a character
            return start
    return at


def canonical(raw: str) -> CanonicalText:
    """The text offsets count in: no leading U+FEFF, line breaks as `\\n`, forbidden characters as U+FFFD.

    Never normalised to NFC, which would move offsets.
    """
    found = [_FORBIDDEN.subn("\ufffd", _LINE_BREAKS.sub("\n", piece)) for piece in _pieces(raw.lstrip("\ufeff"))]
    return CanonicalText("".join(text for text, _ in found), sum(replaced for _, replaced in found))


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the text's UTF-8 bytes."""
    found = hashlib.sha256()
    for piece in _pieces(text):
        found.update(piece.encode("utf-8"))
    return found.hexdigest()


def count_words(text: str) -> int:
    """Words as Postil counts them everywhere: runs of non-space characters."""
    words, inside = 0, False
    for piece in _pieces(text):
        words += len(piece.split()) - (inside and not piece[0].isspace())  # one that began in the piece before
        inside = not piece[-1].isspace()
    return words


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, none of which ends within a CRLF."""
    start = 0
    while start < len(text):
        stop = start + _PIECE
        stop += text[stop - 1 : stop + 1] == "\r\n"
        yield text[start:stop]
        start = stop


class Utf16Map:
    """Converts offsets of one text between code points and UTF-16 units, Qt's way of counting."""

    def __init__(self, text: str) -> None:
        # Comparing lengths first keeps the common text, without astral characters, at one fast pass.
        astral = len(text.encode("utf-16-le")) != 2 * len(text)
        self._astral = array("q", (m.start() for m in _ASTRAL.finditer(text)) if astral else ())
        self._units = array("q", (at + n for n, at in enumerate(self._astral)))

    def to_utf16(self, offset: int) -> int:
        """UTF-16 position of a code-point offset."""
        return offset + bisect_left(self._astral, offset)

    def to_code_point(self, position: int) -> int:
        """Code-point offset of a UTF-16 position; a position inside a pair counts as its start."""
        inside = bisect_right(self._units, position - 1)
        if inside and self._units[inside - 1] == position - 1:
            return self._astral[inside - 1]
        return position - inside


class Lines:
    """Where the lines of a text begin and which of them are paragraphs (lines that are not blank).

    `longest_word` counts the characters of the longest word if that is LONG_WORD or more, else it is 0.
    """

    def __init__(self, text: str) -> None:
        # A million lines are walked through by functions of the interpreter itself, several times faster.
        lines = text.split("\n")
        lengths = array("q", map(len, lines))
        self.starts = array("q", map(add, accumulate(lengths, initial=0), count()))
        self._paragraphs = array("q", accumulate(map(bool, map(str.strip, lines))))
        long_lines = (line for line, length in zip(lines, lengths, strict=True) if length >= LONG_WORD)
        longest = max((max(map(len, line.split()), default=0) for line in long_lines), default=0)
        self.longest_word = longest if longest >= LONG_WORD else 0

    def __len__(self) -> int:
        return len(self._paragraphs)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs the text has."""
        return self._paragraphs[-1]

    def line_at(self, offset: int) -> int:
        """Index of the line that holds a code-point offset."""
        return min(bisect_right(self.starts, offset) - 1, len(self) - 1)

    def number(self, line: int) -> int | None:
        """The 1-based paragraph number of a line, or None where the line is blank."""
        before = self._paragraphs[line - 1] if line else 0
        here = self._paragraphs[line]
        return here if here != before else None

    def paragraph_at(self, offset: int) -> int:
        """The 1-based number of the paragraph at or before a code-point offset (at least 1)."""
        return max(1, self._paragraphs[self.line_at(offset)])

    def paragraphs_in(self, start: int, stop: int) -> range:
        """The 1-based numbers of the paragraphs that share a character with code points `[start, stop)`."""
        first, last = self.line_at(start), self.line_at(stop - 1)
        return range((self._paragraphs[first - 1] if first else 0) + 1, self._paragraphs[last] + 1)

    def line_of(self, paragraph: int) -> int:
        """Index of the line that is the paragraph with this 1-based number."""
        return bisect_left(self._paragraphs, paragraph)

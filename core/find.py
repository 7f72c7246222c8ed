"""Finding words in a text: as people type them, or by a regular expression.

`regex` is loaded by the first search only, because that takes long.
"""

import math
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from core import units
from core.errors import UserError
from core.span import Span

if TYPE_CHECKING:
    import regex

MOST = 50_000  # hits of one search: nobody walks through more, and a search stays within a blink
LONGEST = 1000  # characters of a query: longer expressions may take minutes before they even begin
_SECONDS = 1.0
_REPEATS = 1_000_000  # more would be written out one by one, until the memory is full
_COUNTS = re.compile(r"\{(\d{1,9})")
_QUOTES = {"'": "['‘’‚‛ʼ]", '"': '["“”„‟]'}
_FIRST_JOINING = "\u0300"  # no character below is ever part of the one before it


class Query(NamedTuple):
    """What to look for: words as typed, or a regular expression; with capitals as typed, or any."""

    words: str
    case: bool = False
    whole_word: bool = False
    regular: bool = False


def hits(text: str, query: Query, start: int = 0) -> list[Span]:
    """The first MOST places of a query from a code point on, in text order; they never overlap nor are empty.

    Words are found however they are typeset: a straight quote also stands for curly ones, a space for any white
    space, `é` also for `e` with an accent of its own. A hit that would split a grapheme covers all of it. Raises
    UserError for an expression that is broken or takes too long.
    """
    found: list[Span] = []
    last = start
    try:
        # Words as typed never take long, and watching the clock does.
        watched = _SECONDS if query.regular else None
        for match in _pattern(query).finditer(text, start, timeout=watched) if query.words else ():
            begin, end = match.span()
            if text[begin : begin + 1] >= _FIRST_JOINING or text[end : end + 1] >= _FIRST_JOINING:
                begin, end = units.whole_graphemes(text, begin, end)
            if last <= begin < end:
                found.append(Span(begin, end))
                last = end
            if len(found) == MOST:
                break
    except TimeoutError:
        raise UserError("This regular expression takes too long; try a simpler one.") from None
    return found


def _pattern(query: Query) -> "regex.Pattern[str]":
    """What the query looks for, ready to be looked for. Raises UserError."""
    written = _checked(query.words) if query.regular else _typed(query.words)
    if query.whole_word:
        written = rf"(?w:\b)(?:{written})(?w:\b)"
    return _compiled(written, query.case)


def _compiled(written: str, case: bool) -> "regex.Pattern[str]":
    import regex

    # Full case folding lets `strasse` find `Straße`; ^ and $ are about paragraphs.
    return regex.compile(written, regex.MULTILINE | (0 if case else regex.IGNORECASE | regex.FULLCASE))


def _typed(words: str) -> str:
    """The regular expression for words as they are typed."""
    import regex

    pieces = []
    for letter in regex.findall(r"\s+|\X", words):
        spellings = {letter, unicodedata.normalize("NFC", letter), unicodedata.normalize("NFD", letter)}
        if letter[0].isspace():
            pieces.append(r"\s+")
        elif letter in _QUOTES:
            pieces.append(_QUOTES[letter])
        elif len(spellings) == 1:
            pieces.append(regex.escape(letter))
        else:
            pieces.append(f"(?:{'|'.join(map(regex.escape, sorted(spellings)))})")
    # A letter with an accent of its own is another letter, as it is where both are one character.
    return "".join(pieces) + "(?![\u0300-\u036f])"


def _checked(written: str) -> str:
    """A regular expression as its author wrote it. Raises UserError saying what is wrong with it, and where."""
    import regex

    if math.prod(int(count) or 1 for count in _COUNTS.findall(written)) > _REPEATS:
        raise UserError("This regular expression repeats too often; use smaller numbers in its braces.")
    try:
        backwards = _compiled(written, case=True).flags & regex.REVERSE
    except regex.error as error:
        what, _, place = str(error).partition(" at position ")
        character = min(int(place.split()[0]) + 1, len(written)) if place else 1
        raise UserError(f"This regular expression is broken at character {character}: {what}.") from None
    except (ValueError, RecursionError):
        raise UserError("This regular expression is broken: its parts do not go together.") from None
    if backwards:
        raise UserError("This regular expression searches backwards, with (?r), which does not work here.")
    return written

"""Hard-wrapped texts: paragraphs that are broken into lines, as in books of Project Gutenberg, letters and PDFs.

They are shown reflowed. Whether a paragraph goes on in the next line is told from the two lines and from those near
them. The rule is shy of verses, lists, tables and transcripts: a line that begins with a capital after one that is
not full begins something new.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, compress, count, pairwise, repeat

from core.span import Span

PARAGRAPH = 100  # characters; a line of this length is a whole paragraph
WRAPPED = 45  # characters; a shorter line is the last of its paragraph, or no paragraph
_NEAR = 15  # lines above and below that show how the lines of a text are broken
_SLACK = 12  # characters: as much shorter than others a line may be, as some tools count quotation marks threefold

ITEM = re.compile(
    r"[ \t\xa0]{0,12}(?:(?P<bullet>[•◦▪‣●○■])|(?P<sign>[-*–·])|(?P<number>\d{1,3})[.)]"
    r"|\((?P<inside>\d{1,3}|[a-z])\)|(?P<letter>[a-z])\))[ \t\xa0]+(?=\S)"
)
SPEAKER = re.compile(r"[^\W\d][\w .]{0,24}: ")
_CLOSERS = 8  # characters that may come after a full stop, and it
_SENTENCE_END = re.compile(r"[.!?…:;。！？](?:[\"'”’»)\]]|\[\d+\])*$")
_HASHES = re.compile(r"#{1,6} ")
_WORDS = re.compile(r"[^\W_]")
_OPENING = r" \-\"'“„«‘‹(\[—–…."
_FIRST = re.compile(rf"[{_OPENING}]*([^\W\d_])")  # of a line of prose, not of code or of a table
_QUOTED = re.compile(r"(?:>\s*)+")  # before each line of a letter that is answered
_TABLES = ("|", "<")  # the beginning of a line of a table or of a web page
_COLUMNS = re.compile(r"\t|\s{3}|(?:\. ?){5}")

# The end of a line that may go on for certain, and how the next one begins.
_BROKEN = re.compile(rf"\n(?<=[^\n.!?…:;。！？]\n)(?=[{_OPENING}>\s]{{0,{PARAGRAPH}}}[^\W\d_A-Z])")
_AHEAD = re.compile(r"[\s>]*")  # of the words of a line
_BREAK = re.compile(rf"[^\S\n]*\n{_AHEAD.pattern}")
_UNSPACED = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"  # scripts without spaces between words
_INSIDE_UNSPACED = re.compile(rf"[{_UNSPACED}]\s+[{_UNSPACED}]")


def ends_sentence(words: str) -> bool:
    """Whether a line without the space around it ends where a sentence or a part of one may end."""
    return not words[-1:].isalnum() and _SENTENCE_END.search(words, max(0, len(words) - _CLOSERS)) is not None


def reflowed(text: str) -> str:
    """The text as it is shown: where a paragraph goes on in the next line, a space takes the place of the break.

    So each line is a paragraph, or blank. Spaces also take the place of the signs of quotation inside a paragraph.
    One character stands for one: offsets are those of the text. What is not hard-wrapped comes back itself.
    """
    if not _may_be_broken(text):
        return text
    lines = text.split("\n")
    joined = _joined(lines)
    if not any(joined):
        return text
    for at in compress(range(1, len(lines)), joined):
        if not lines[at][0].isalnum():  # a tab inside a paragraph would leap
            lines[at] = _AHEAD.sub(lambda found: " " * len(found[0]), lines[at], count=1)
    return "".join(chain.from_iterable(zip(lines, map("\n ".__getitem__, joined), strict=True)))[:-1]


def _may_be_broken(text: str) -> bool:
    """Whether any line may go on in the next one for certain: few texts have one that are not hard-wrapped."""
    ends = (found.start() for found in _BROKEN.finditer(text))
    return any(WRAPPED <= end - text.rfind("\n", 0, end) - 1 < PARAGRAPH for end in ends)


def gaps(text: str, start: int, stop: int) -> Iterator[Span]:
    """The space around the breaks inside a paragraph `[start, stop)` that is not worth showing: all but one space.

    Those are the indents of its lines, and whatever there is between the letters of a script without spaces.
    """
    if text.find("\n", start, stop) < 0:
        return
    for found in _BREAK.finditer(text, start, stop):
        first, last = found.span()
        first += _INSIDE_UNSPACED.fullmatch(text, first - 1, last + 1) is None
        if first < last:
            yield Span(first, last)


def _joined(lines: Sequence[str]) -> bytearray:
    """For each line whether its paragraph goes on in the next one."""
    words, depths = _unquoted(lines)
    lengths = bytes(map(min, map(len, lines), repeat(PARAGRAPH)))
    certain = bytearray(len(lines))  # where a line goes on for certain, one more than the indent of the next one
    unsure = []
    for at, (length, (line, below)) in enumerate(zip(lengths, pairwise(words), strict=False)):
        if WRAPPED <= length < PARAGRAPH and line and below and len(below) < PARAGRAPH:
            plain = _plainly_runs_on(line, below)
            if depths[at] != depths[at + 1] or not (plain or _may_be_one(line, below)):
                continue
            if plain or _runs_on(line, below):
                certain[at] = 1 + _indent(lines[at + 1])
            else:
                unsure.append(at)
    found = bytearray(map(bool, certain))
    crowded = (at for at in compress(count(), certain) if PARAGRAPH in lengths[_near(at)])
    for at in (*crowded, *unsure):
        near = _near(at)
        if len(lines[near]) - certain[near].count(0) < lengths[near].count(PARAGRAPH):
            found[at] = 0  # in a list, among whole paragraphs
        elif not certain[at]:
            # A sentence may end with a line, and a name begin the next: others must show that lines are broken.
            mark = 1 + _indent(lines[at + 1])
            broken = [length for length, other in zip(lengths[near], certain[near], strict=True) if other == mark]
            room = max(broken, default=0) - len(lines[at].rstrip()) - len(words[at + 1].split(None, 1)[0])
            deeper, dense = mark > 1 + _indent(lines[at]), all(words[near])
            found[at] = bool(broken) and not _begins_anew(words[at], words[at + 1], room, deeper, dense)
    return found


def _unquoted(lines: Sequence[str]) -> tuple[list[str], bytearray]:
    """The words of each line, and how deeply they are quoted, as in answers to letters."""
    words, depths = list(map(str.strip, lines)), bytearray(len(lines))
    for at, line in enumerate(words):
        if line.startswith(">") and (found := _QUOTED.match(line)):
            words[at], depths[at] = line[found.end() :], min(found[0].count(">"), PARAGRAPH)
    return words, depths


def _near(line: int) -> slice:
    """The lines that show how a line and the next one are broken."""
    return slice(max(0, line - _NEAR), line + _NEAR + 2)


def _plainly_runs_on(words: str, below: str) -> bool:
    """The same as the next two functions say together, told sooner of most lines of a book."""
    return words[-1].isalnum() and below[0].islower() and below[1:2] != ")" and words[0] != "#"


def _may_be_one(words: str, below: str) -> bool:
    """Whether neither line is something of its own: a rule, a heading, the beginning of an item."""
    if not below[0].isalpha() and (
        below.startswith(_TABLES) or _HASHES.match(below) or _WORDS.search(below) is None or _is_mark(below[0])
    ):
        return False
    return ITEM.match(below) is None and _HASHES.match(words) is None and _WORDS.search(words) is not None


def _is_mark(letter: str) -> bool:
    """Whether a character is an accent or the like, and would join the space before it."""
    return unicodedata.category(letter).startswith("M")


def _runs_on(words: str, below: str) -> bool:
    """Whether a sentence runs on into the next line for certain, which begins with a letter that is no capital."""
    first = below[0] if below[0].isalpha() else (found[1] if (found := _FIRST.match(below)) else "")
    return first != "" and not first.isupper() and not ends_sentence(words)


def _begins_anew(words: str, below: str, room: int, deeper: bool, dense: bool) -> bool:
    """Whether a line of text that may well begin a paragraph does, as its first word would have had room above.

    `room` is how much; `deeper` tells that it is indented more, `dense` that no blank line is near.
    """
    if _COLUMNS.search(words) or _COLUMNS.search(below):
        return True
    if below[0].isupper() and SPEAKER.match(below):
        return True
    ends = ends_sentence(words)
    return (ends and deeper) or room > (0 if ends and dense else _SLACK)


def _indent(line: str) -> int:
    """How many spaces a line begins with, at most PARAGRAPH."""
    return min(len(line) - len(line.lstrip()), PARAGRAPH)

"""Hard-wrapped texts: paragraphs that are broken into lines, as in books of Project Gutenberg, letters and PDFs.

Told from a line and what is near it, so that nobody needs to walk through a book. The rule is shy of verses, lists
and transcripts: there a line that is not full, or begins with a capital, begins something new.
"""

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from math import inf

PARAGRAPH = 100  # characters; a line of this length is a whole paragraph
WRAPPED = 45  # characters; a shorter line is the last of its paragraph, or no paragraph
_AROUND = 1000  # characters above and below that show how the lines of a text are broken
_SAMPLE = 200  # lines looked at to tell what a whole text is like

ITEM = re.compile(
    r"[ \t\xa0]{0,12}(?:(?P<bullet>[•◦▪‣●○■])|(?P<sign>[-*–·])|(?P<number>\d{1,3})[.)]"
    r"|\((?P<inside>\d{1,3}|[a-z])\)|(?P<letter>[a-z])\))[ \t\xa0]+(?=\S)"
)
SPEAKER = re.compile(r"[^\W\d][\w .]{0,24}: ")
_CLOSERS = 8  # characters that may come after a full stop, and it
_SENTENCE_END = re.compile(r"[.!?…:;。！？](?:[\"'”’»)\]]|\[\d+\])*$")
_HASHES = re.compile(r"#{1,6} ")
_WORDS = re.compile(r"[^\W_]")
_FIRST = re.compile(r"[\"'“„«‘‹(\[—–…. -]*([^\W\d_])")  # of a line of prose, not of code or of a table


def ends_sentence(words: str) -> bool:
    """Whether a line without the space around it ends where a sentence or a part of one may end."""
    return _SENTENCE_END.search(words, max(0, len(words) - _CLOSERS)) is not None


def goes_on(text: str, start: int, stop: int) -> bool:
    """Whether the paragraph of the line `[start, stop)` goes on in the next line; offsets are code points."""
    if not WRAPPED <= stop - start < PARAGRAPH:
        return False
    line, below = text[start:stop], text[stop + 1 : _line_stop(text, stop + 1)]
    words, next_words = line.strip(), below.strip()
    if not 0 < len(next_words) < PARAGRAPH or not _may_be_one(words, next_words):
        return False
    if _runs_on(words, next_words):
        return True
    if next_words[0].isupper() and SPEAKER.match(next_words):
        return False
    window = text[max(0, start - _AROUND) : stop + _AROUND].split("\n")
    if ends_sentence(words) and _is_last(line, below, window):
        return False
    # A sentence may end with a line, and a name begin the next: others nearby must show that lines are broken.
    enough = max(1, sum(len(other) >= PARAGRAPH for other in window))
    certain = (True for one, other in pairwise(window) if _surely_goes_on(one, other))
    return sum(islice(certain, enough)) == enough


def paragraph_bounds(text: str, at: int, reach: float = inf) -> tuple[int, int]:
    """Where the paragraph with a code point begins and ends, space around it included.

    It is a line, or all that a hard-wrapped paragraph is broken into; lines that are more than `reach` code points
    away may be left out.
    """
    start, stop = text.rfind("\n", 0, at) + 1, _line_stop(text, at)
    last = start
    while 0 < start >= at - reach and goes_on(text, above := text.rfind("\n", 0, start - 1) + 1, start - 1):
        start = above
    while len(text) > stop <= at + reach and goes_on(text, last, stop):
        last, stop = stop + 1, _line_stop(text, stop + 1)
    return start, stop


def broken_lines(text: str, starts: Sequence[int]) -> list[str]:
    """Some lines, from all over a text, of those that go on; none where not even every fourth line does.

    `starts` says where the lines begin, and last where one after the text would.
    """
    step = max(1, -(-(len(starts) - 1) // _SAMPLE))
    spans = [(starts[line], starts[line + 1] - 1) for line in range(0, len(starts) - 1, step)]
    found = [text[start:stop] for start, stop in spans if goes_on(text, start, stop)]
    return found if 4 * len(found) >= len(spans) else []


def _line_stop(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return stop if stop >= 0 else len(text)


def _may_be_one(words: str, below: str) -> bool:
    """Whether neither line is something of its own: a rule, a heading, the beginning of an item."""
    apart = _HASHES.match(words) or _HASHES.match(below) or ITEM.match(below)
    return apart is None and _WORDS.search(words) is not None and _WORDS.search(below) is not None


def _runs_on(words: str, below: str) -> bool:
    """Whether a sentence runs on into the next line for certain, which begins with a letter that is no capital."""
    first = _FIRST.match(below)
    return first is not None and not first[1].isupper() and not ends_sentence(words)


def _surely_goes_on(line: str, below: str) -> bool:
    if not (WRAPPED <= len(line) < PARAGRAPH and 0 < len(below) < PARAGRAPH):
        return False
    words, next_words = line.strip(), below.strip()
    # Verses that are too long for a line go on further in.
    return _runs_on(words, next_words) and _may_be_one(words, next_words) and _indent(line) >= _indent(below)


def _is_last(line: str, below: str, window: list[str]) -> bool:
    """Whether a line that ends a sentence is the last of its paragraph, in a text that has no blank lines near."""
    if _indent(below) > _indent(line):
        return True
    longest = max(len(other) for other in window if len(other) < PARAGRAPH)
    is_full = len(line.rstrip()) + 1 + len(below.split(None, 1)[0]) > longest
    return not is_full and all(other.strip() for other in window[1:-1])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

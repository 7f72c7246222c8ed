"""A passage with the words around it, as a list shows it: within its paragraphs, and not too long."""

import re
from typing import NamedTuple

from core.units import grapheme_start, grapheme_stop

AROUND = 90  # characters before a passage, and after it
LONGEST = 700  # characters of the passage itself
_MORE = "…"
_BREAKS = re.compile(r" *[\n\t][\n\t ]*")


class Excerpt(NamedTuple):
    """What stands before the quote, the quote, and what follows it, on one line."""

    before: str
    quote: str
    after: str


def excerpt(text: str, start: int, stop: int) -> Excerpt:
    """Of an article as it is shown, the passage of code points `[start, stop)` with what stands around it."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", stop)
    high = len(text) if high < 0 else high
    before, after = _one_line(text[low:start]), _one_line(text[stop:high])
    if start - low > AROUND:
        cut = _word_edge(text, grapheme_start(text, start - AROUND), start)
        before = _MORE + _one_line(text[cut:start])
    if stop - start > LONGEST:
        cut = grapheme_start(text, start + LONGEST)
        return Excerpt(before.lstrip(), _one_line(text[start:cut]).rsplit(" ", 1)[0] + _MORE, "")
    if high - stop > AROUND:
        end = grapheme_stop(text, stop + AROUND)
        after = _one_line(text[stop:end]).rsplit(" ", 1)[0] + _MORE
    return Excerpt(before.lstrip(), _one_line(text[start:stop]), after.rstrip())


def _word_edge(text: str, at: int, last: int) -> int:
    """The first place from one offset to another at which a word begins after white space; else the last."""
    while at < last and not text[at - 1].isspace():
        at += 1
    return at


def _one_line(text: str) -> str:
    """The text with each stretch of line breaks and tabs, and the spaces around it, as one space."""
    return _BREAKS.sub(" ", text)

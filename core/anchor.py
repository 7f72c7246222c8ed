"""How a passage is held on to: its place, its words, and what surrounds them.

Quote, prefix and suffix let a passage be checked against its text, and found again when the text is replaced.
"""

from typing import NamedTuple

from core.errors import UserError
from core.span import Span
from core.units import whole_graphemes

CONTEXT = 32  # code points kept before and after a quote


class Anchor(NamedTuple):
    """Code points `[start, stop)` of a text with the words there and up to CONTEXT code points on each side."""

    start: int
    stop: int
    quote: str
    prefix: str
    suffix: str


def anchor(text: str, start: int, stop: int) -> Anchor:
    """The anchor of a passage, widened where it would split a grapheme.

    Raises UserError where the text has no such passage.
    """
    if start < 0 or stop <= start:
        raise UserError(f"A passage must begin at 0 or later and end after its beginning, not {start} to {stop}.")
    if stop > len(text):
        raise UserError(f"The article ends at {len(text)}; {stop} is beyond it.")
    start, stop = whole_graphemes(text, start, stop)
    return Anchor(start, stop, text[start:stop], text[max(0, start - CONTEXT) : start], text[stop : stop + CONTEXT])


def without(text: str, passage: Span, piece: Span) -> list[Span]:
    """What is left of a passage when a piece is taken out: none, one or two, without space at the new ends."""
    before = text[passage.start : piece.start].rstrip()
    after = text[piece.stop : passage.stop].lstrip()
    left = Span(passage.start, passage.start + len(before)), Span(passage.stop - len(after), passage.stop)
    return [span for span in left if span.start < span.stop]

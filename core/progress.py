"""How much of an article was read and how much of it is annotated, counted in paragraphs.

Paragraphs are numbered from 1. Which of them were read is kept as ranges, written `1-12,15`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from core.span import Span
from core.text import Lines

# (first, last), both included, in ascending order; between two there is at least one other paragraph.
Ranges = tuple[tuple[int, int], ...]

_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


class Progress(NamedTuple):
    """How far an article was read: paragraphs read and in all, and where those read are, in code points."""

    read: int
    paragraphs: int
    stretches: tuple[Span, ...] = ()

    @property
    def percent(self) -> int:
        """The share read, rounded down, so that only all of it is 100; what was begun is at least 1."""
        if not self.read:
            return 0
        return max(1, 100 * self.read // self.paragraphs)


def progress(lines: Lines, ranges: Ranges) -> Progress:
    """How far an article with these lines was read."""
    kept = tuple((first, min(last, lines.paragraphs)) for first, last in ranges if first <= lines.paragraphs)
    stretches = (
        Span(lines.starts[lines.line_of(first)], lines.starts[lines.line_of(last) + 1] - 1) for first, last in kept
    )
    return Progress(count(kept), lines.paragraphs, tuple(stretches))


def parse_ranges(text: str) -> Ranges:
    """The paragraphs that a text such as `1-12,15` names; what it says besides is left out."""
    found = (_RANGE.fullmatch(part.strip()) for part in text.split(","))
    pairs = ((int(match[1]), int(match[2] or match[1])) for match in found if match)
    return _joined((first, last) for first, last in pairs if 1 <= first <= last)


def format_ranges(ranges: Ranges) -> str:
    """The ranges as they are written: `1-12,15`."""
    return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in ranges)


def add_range(ranges: Ranges, first: int, last: int) -> Ranges:
    """The ranges with the paragraphs from `first` to `last`, both included."""
    return _joined((*ranges, (first, last)))


def count(ranges: Ranges) -> int:
    """How many paragraphs the ranges name."""
    return sum(last - first + 1 for first, last in ranges)


def annotated_paragraphs(lines: Lines, spans: Iterable[tuple[int, int]]) -> int:
    """How many paragraphs share a character with at least one of the spans, in code points `(start, stop)`."""
    counted = last = reach = 0  # `reach` is where the line of the last paragraph counted ends
    for start, stop in sorted(spans):
        if stop > reach:
            numbers = lines.paragraphs_in(start, stop)
            counted += len(range(max(numbers.start, last + 1), numbers.stop))
            last = max(last, numbers.stop - 1)
            reach = lines.starts[lines.line_at(stop - 1) + 1]
    return counted


def _joined(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """The pairs in order, those that overlap or follow each other as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)

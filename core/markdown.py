"""Light Markdown, read line by line: where which style is in a plain text, which stays as it was written.

Headings (`# `), quotes (`> `), lists (`- `, `1. `), `**bold**`, `*italic*`, `` `code` ``, links to annotations
(`[words](postil:GUID)`) and bare addresses of the web and of mail. Nothing is nested deeper than that, so
a line is read once.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

SCHEME = "postil:"

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_LIST = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=\S)")
# Each alternative ends at a character that none of its stretches holds, so no stretch is read more than twice.
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<words>[^\[\]]+)\]\(postil:(?P<guid>[0-9A-Fa-f-]{1,64})\)"
    r"|(?P<web>\b(?:https?://|mailto:)[^\s<>\"`]+)"
    r"|(?P<stars>\*+)"
)
_AFTER_ADDRESS = ".,;:!?'”’)]*"  # what ends the sentence rather than the address
_STARS = {1: ("italic",), 2: ("bold",), 3: ("bold", "italic")}


class Styled(NamedTuple):
    """Code points `[start, stop)` in one style.

    `heading`, `quote`, `bold`, `italic`, `code`, `link` (with the guid of an annotation as its `target`), `web`
    (with its address), and `mark` for the characters that only say what the others are.
    """

    start: int
    stop: int
    style: str
    target: str = ""


def spans(text: str) -> list[Styled]:
    """The styles of a text, line by line."""
    found, start = [], 0
    for line in text.split("\n"):
        found += [one._replace(start=start + one.start, stop=start + one.stop) for one in line_spans(line)]
        start += len(line) + 1
    return found


def line_spans(line: str) -> list[Styled]:
    """The styles of one line; what a style covers comes after what it stands in."""
    found: list[Styled] = []
    at = 0
    while quote := _QUOTE.match(line, at):
        found.append(Styled(at, quote.end(), "mark"))
        at = quote.end()
    if at:
        found.insert(0, Styled(0, len(line), "quote"))
    if heading := _HEADING.match(line, at):
        found += [Styled(at, len(line), "heading"), Styled(at, heading.end(), "mark")]
        at = heading.end()
    elif item := _LIST.match(line, at):
        found.append(Styled(at, item.end(), "mark"))
        at = item.end()
    return [*found, *_inline(line, at)]


def plain(text: str) -> str:
    """The words of a text without the marks, blank lines left out."""
    lines = (_without_marks(line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def link_at(line: str, offset: int) -> Styled | None:
    """The link or address that a code point of the line is in or just behind."""
    links = (one for one in line_spans(line) if one.target)
    return next((one for one in links if one.start <= offset <= one.stop), None)


def _without_marks(line: str) -> str:
    marks = sorted((one.start, one.stop) for one in line_spans(line) if one.style == "mark")
    edges = [(0, 0), *marks, (len(line), len(line))]
    return "".join(line[before[1] : after[0]] for before, after in pairwise(edges))


def _inline(line: str, at: int) -> Iterator[Styled]:
    opened: dict[int, int] = {}  # by number of stars, where they stand that are not closed yet
    for match in _INLINE.finditer(line, at):
        start, stop = match.span()
        if match["code"]:
            yield from _between(start, stop, 1, 1, "code")
        elif match["words"]:
            yield from _between(start, stop, 1, stop - match.end("words"), "link", match["guid"].lower())
        elif match["web"]:
            address = match["web"].rstrip(_AFTER_ADDRESS)
            yield Styled(start, start + len(address), "web", address)
        elif stop - start in _STARS:
            yield from _starred(line, start, stop, opened)


def _between(start: int, stop: int, before: int, after: int, style: str, target: str = "") -> Iterator[Styled]:
    """A style with the marks at both of its ends."""
    yield Styled(start, stop, style, target)
    yield Styled(start, start + before, "mark")
    yield Styled(stop - after, stop, "mark")


def _starred(line: str, start: int, stop: int, opened: dict[int, int]) -> Iterator[Styled]:
    """Closes what the same number of stars opened, and forgets what was opened in between; else opens."""
    stars = stop - start
    closes = start > 0 and not line[start - 1].isspace()
    if closes and opened.get(stars, start) + stars < start:
        begin = opened.pop(stars)
        for count in [count for count, place in opened.items() if place > begin]:
            del opened[count]
        for style in _STARS[stars]:
            yield Styled(begin, stop, style)
        yield Styled(begin, begin + stars, "mark")
        yield Styled(start, stop, "mark")
    elif stop < len(line) and not line[stop].isspace():
        opened[stars] = start

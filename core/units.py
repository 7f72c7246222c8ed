"""The units a reader thinks in: graphemes, words, sentences and paragraphs of a text, found near an offset.

Offsets are code points. A unit is the Span that holds the character at an offset, without the space around it,
or None where no unit does; none ever splits a grapheme (a family emoji, a flag, a letter with its accents).
A paragraph is a line: a hard-wrapped text is given reflowed (`core.wrapped`).
Everything looks only near the offset, so that a book, or a megabyte without a space, takes no longer than a page.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from core.span import Span

if TYPE_CHECKING:
    import regex

_LONGEST_WORD = 300  # code points; what is longer, in scripts or noise without spaces, is taken in pieces
_LONGEST_SENTENCE = 3_000

# Two neighbours that nothing can make one grapheme: most of what is written in Latin letters.
_APART = re.compile("[\t\n -\u02ff\u2010-\u2027]{2}")
_LETTER = r"[\p{L}\p{N}]"
_INK = r"\S"
# Scripts, as the names of their letters begin, whose stops or abbreviations are not those of English.
_LANGUAGES = {"CYRILLIC": "ru", "GREEK": "el", "ARMENIAN": "hy", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja"}
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]")  # letters that do not show at once that they are Latin
_QUOTES = re.compile('[“„«"「‘]')  # with which quotations begin
_QUOTATION = re.compile('“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|"[^"]*"|「[^「」]*」|‘[^‘]*?’(?!\\w)')

Unit = Callable[[str, int], Span | None]


@cache
def _pattern(source: str) -> "regex.Pattern[str]":
    """An expression that knows Unicode's rules. Loading what does takes long, so nobody pays who does not mark."""
    import regex

    return regex.compile(source)


def grapheme_start(text: str, at: int) -> int:
    """The offset itself, or where the grapheme begins that it splits."""
    if not 0 < at < len(text) or _APART.match(text, at - 1):
        return at
    # Whether an offset is an edge depends on what stands before it: how many flags, whether a family goes on.
    # `_edge_after` sees that wherever it starts, so it is far enough back once it finds an edge by `at`.
    back = 1
    while (edge := _edge_after(text, max(0, at - back), at + 1)) > at and back < at:
        back *= 2
    start = edge if edge <= at else 0
    while (edge := _edge_after(text, start, at + 1)) <= at:
        start = edge
    return start


def grapheme_stop(text: str, at: int) -> int:
    """The offset itself, or where the grapheme ends that it splits."""
    if not 0 < at < len(text) or _APART.match(text, at - 1):
        return at
    return _edge_after(text, at - 1, len(text))


def _edge_after(text: str, at: int, limit: int) -> int:
    """The first edge between graphemes after an offset, or `limit`."""
    found = _pattern(r"\X").match(text, at, limit)
    return found.end() if found else limit


def whole_graphemes(text: str, start: int, stop: int) -> Span:
    """A passage widened, never moved, until it splits no grapheme."""
    return Span(grapheme_start(text, start), grapheme_stop(text, stop))


# -- words


def word_at(text: str, at: int) -> Span | None:
    """The word, by Unicode's word boundaries, so “don’t” is one and spaces need not be there."""
    if not 0 <= at < len(text):
        return None
    start, stop = _last_word_edge(text, at), _next_word_edge(text, at)
    if _pattern(_LETTER).search(text, start, stop) is None:
        return None
    return _holding(at, _trimmed(text, start, stop))


def next_word(text: str, at: int) -> Span | None:
    """The first word that begins at an offset or after it."""
    return _next(text, at, word_at, _LETTER)


def previous_word(text: str, at: int) -> Span | None:
    """The last word that ends at an offset or before it."""
    return _previous(text, at, word_at, _LETTER)


def whole_words(text: str, start: int, stop: int) -> Span:
    """A passage widened to the ends of the words it cuts; it takes no space or punctuation along."""
    return _whole(text, start, stop, word_at)


def word_edge(text: str, at: int, forward: bool, is_start: bool) -> int:
    """Where after (or before) an offset the next word begins (`is_start`) or ends; `at` if none is near."""
    if forward:
        word = next_word(text, at + 1) if is_start else word_at(text, at) or next_word(text, at)
    else:
        word = word_at(text, at - 1) or previous_word(text, at - 1) if is_start else previous_word(text, at - 1)
    edge = at if word is None else word.start if is_start else word.stop
    return edge if abs(edge - at) <= _LONGEST_WORD else at


def _last_word_edge(text: str, at: int) -> int:
    """The last boundary between words at an offset or before it."""
    before = _pattern(rf"(?sw)(?<=(\b.{{0,{_LONGEST_WORD}}}?))")
    while found := before.match(text, at):
        edge = found.start(1)
        at = grapheme_start(text, edge)
        if at == edge:
            return edge
    return _piece(text, at, _LONGEST_WORD).start


def _next_word_edge(text: str, at: int) -> int:
    """The first boundary between words after an offset."""
    after = _pattern(rf"(?sw).{{1,{_LONGEST_WORD}}}?\b")
    while found := after.match(text, at):
        edge = grapheme_stop(text, found.end())
        if edge == found.end():
            return edge
        at = edge - 1
    return _piece(text, at, _LONGEST_WORD).stop


# -- sentences


def sentence_at(text: str, at: int) -> Span | None:
    """The sentence, within its paragraph; a quotation of several sentences is several."""
    paragraph = paragraph_at(text, at)
    if paragraph is None:
        return None
    low = max(paragraph.start, grapheme_start(text, at - _LONGEST_SENTENCE))
    high = min(paragraph.stop, grapheme_stop(text, at + _LONGEST_SENTENCE))
    edges = [low + edge for edge in sentence_edges(text[low:high])]
    number = bisect_right(edges, at)
    start, stop = edges[number - 1], edges[number]
    if paragraph.start < start == low:
        start = _piece(text, at, _LONGEST_SENTENCE).start
    if stop == high < paragraph.stop:
        stop = _piece(text, at, _LONGEST_SENTENCE).stop
    return _holding(at, _trimmed(text, start, stop))


def next_sentence(text: str, at: int) -> Span | None:
    """The first sentence that begins at an offset or after it."""
    return _next(text, at, sentence_at, _INK)


def previous_sentence(text: str, at: int) -> Span | None:
    """The last sentence that ends at an offset or before it."""
    return _previous(text, at, sentence_at, _INK)


def whole_sentences(text: str, start: int, stop: int) -> Span:
    """A passage widened to the ends of the sentences it cuts."""
    return _whole(text, start, stop, sentence_at)


def sentence_edges(line: str) -> list[int]:
    """Where the sentences of a line meet, from 0 to its end."""
    import sentencex

    language = _language(line)
    sentences = sentencex.segment(language, line)
    edges = list(accumulate(map(len, sentences), initial=0))
    if _QUOTES.search(line):
        for at, sentence in zip(edges[:-1], sentences, strict=True):
            for quotation in _QUOTATION.finditer(sentence):
                inner = sentencex.segment(language, quotation[0][1:-1])[:-1]
                edges += list(accumulate(map(len, inner), initial=at + quotation.start() + 1))[1:]
    return sorted({grapheme_start(line, edge) for edge in edges})


def _language(line: str) -> str:
    """The language whose rules fit the script of a line."""
    if _FOREIGN.search(line, 0, 60) is None:
        return "en"
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in line[:60] if letter.isalpha())
    return _LANGUAGES.get(max(scripts, key=scripts.__getitem__, default=""), "en")


# -- paragraphs


def paragraph_at(text: str, at: int) -> Span | None:
    """The paragraph: a line that is not blank."""
    if not 0 <= at < len(text):
        return None
    stop = text.find("\n", at)
    return _holding(at, _trimmed(text, text.rfind("\n", 0, at) + 1, stop if stop >= 0 else len(text)))


def next_paragraph(text: str, at: int) -> Span | None:
    """The first paragraph that begins at an offset or after it."""
    return _next(text, at, paragraph_at, _INK)


def previous_paragraph(text: str, at: int) -> Span | None:
    """The last paragraph that ends at an offset or before it."""
    return _previous(text, at, paragraph_at, _INK)


def whole_paragraphs(text: str, start: int, stop: int) -> Span:
    """A passage widened to the ends of the paragraphs it cuts."""
    return _whole(text, start, stop, paragraph_at)


# -- selecting by units


class Kind(NamedTuple):
    """How units of one kind are found: the one at an offset, the next and the previous one."""

    at: Unit
    next: Unit
    previous: Unit


WORDS = Kind(word_at, next_word, previous_word)
SENTENCES = Kind(sentence_at, next_sentence, previous_sentence)
PARAGRAPHS = Kind(paragraph_at, next_paragraph, previous_paragraph)


def extended(text: str, passage: Span, kind: Kind) -> Span:
    """A passage with the next unit; an empty one, a caret, becomes the unit there, or else the next one."""
    unit = kind.at(text, passage.stop) or kind.next(text, passage.stop)
    if passage.start < passage.stop:
        return Span(passage.start, unit.stop) if unit else passage
    return unit or kind.previous(text, passage.stop) or passage


def shortened(text: str, passage: Span, kind: Kind) -> Span:
    """A passage without its last unit, or what it has of it; empty when nothing else is left."""
    unit = kind.previous(text, passage.stop - 1)
    return Span(passage.start, unit.stop if unit and unit.stop > passage.start else passage.start)


# -- what all units share


def _piece(text: str, at: int, length: int) -> Span:
    """The piece that stands for a unit whose ends are not near: the text cut at every so many code points."""
    start = at - at % length
    return whole_graphemes(text, start, start + length)


def _trimmed(text: str, start: int, stop: int) -> Span:
    """A stretch that splits no grapheme, without the space around it; empty where it is blank."""
    first = _pattern(_INK).search(text, start, stop)
    last = _pattern(f"(?r){_INK}").search(text, start, stop)
    return whole_graphemes(text, first.start(), last.end()) if first and last else Span(start, start)


def _holding(at: int, span: Span) -> Span | None:
    return span if span.start <= at < span.stop else None


def _next(text: str, at: int, unit_at: Unit, ink: str) -> Span | None:
    while found := _pattern(ink).search(text, max(at, 0)):
        unit = unit_at(text, found.start())
        if unit is None or unit.start >= at:
            return unit
        at = unit.stop
    return None


def _previous(text: str, at: int, unit_at: Unit, ink: str) -> Span | None:
    while at > 0 and (found := _pattern(f"(?r){ink}").search(text, 0, at)):
        unit = unit_at(text, found.start())
        if unit is None or unit.stop <= at:
            return unit
        at = unit.start
    return None


def _whole(text: str, start: int, stop: int, unit_at: Unit) -> Span:
    """A passage widened to whole units at both ends; where an end is in none, it stays at its grapheme."""
    if start >= stop:
        return Span(start, stop)
    first, last = unit_at(text, start), unit_at(text, stop - 1)
    return whole_graphemes(text, first.start if first else start, last.stop if last else stop)

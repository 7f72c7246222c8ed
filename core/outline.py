"""The structure of a plain text: which lines are headings or list items. Read off the text, never written into it.

The rules are shy: a heading that is missed costs a reader less than a verse, an address or an answer dressed up as
one. What a line is depends on itself and its next few neighbours, so a book need not be walked through to be shown.
Lines are those of the text as it is shown; where one was broken into several, the text itself still tells.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from core.text import Lines
from core.wrapped import ITEM, PARAGRAPH, SPEAKER, WRAPPED, ends_sentence


class LineKind(NamedTuple):
    """What a line is: a heading of `level` 1 to 6, or a list item whose words begin after `marker` characters."""

    level: int = 0
    marker: int = 0


class Heading(NamedTuple):
    """A heading: code points `[offset, stop)` of the text, its level from 1 and its words without marks."""

    offset: int
    stop: int
    level: int
    title: str


TEXT = LineKind()

# Lengths in characters.
_LONGEST = 100  # of a heading
_FULL = 80  # a line of prose
_TITLE_LENGTH, _TITLE_WORDS, _TITLE_CHARACTERS = 80, 12, 30  # the last for scripts without spaces
_SHORT_NAME = 60  # a longer name of a chapter goes on in the next line
# Lines.
_REACH = 9  # what is further away is no neighbour
_TOO_MANY = 9  # short lines in a row

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last"
_NUMBERS = (
    rf"\d{{1,3}}|(?-i:[IVXLC]{{1,8}})|(?:twenty|thirty|forty|fifty|sixty)(?:[ -](?:{_UNITS}))?|{_UNITS}|ten|eleven"
    rf"|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|{_ORDINALS}|[а-яёіїєґ]+(?=[.:]|$)"
)
_BOOKS = (
    "book|volume|part|act|buch|band|teil|livre|tome|partie|libro|tomo|parte|księga|tom|część|книга|том|часть"
    "|частина"
)
_CHAPTERS = (
    "chapter|canto|scene|section|letter|lecture|stave|kapitel|abschnitt|chapitre|capítulo|capitolo|rozdział"
    "|глава|раздел|розділ"
)
_FRAMES = (
    "prologue|epilogue|preface|foreword|afterword|prolog|epilog|vorwort|nachwort|пролог|эпилог|епілог|предисловие"
    "|передмова|післямова"
)
_NAMED = re.compile(
    rf"(?:(?P<book>{_BOOKS})|(?P<chapter>{_CHAPTERS}))\s+(?:the\s+)?(?:{_NUMBERS})(?!\w)"
    rf"|(?:the\s+)?(?:{_ORDINALS})\s+(?:(?P<nth_book>{_BOOKS})|(?P<nth_frame>{_FRAMES})|{_CHAPTERS})(?!\w)"
    rf"|(?P<frame>{_FRAMES})(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:(?P<path>\d{1,2}(?:\.\d{1,2}){1,4})\.?\s|\d{1,2}\.\s|[IVXL]{1,6}(?:\.\s|\.?$))\s*")
_HASHES = re.compile(r"(#{1,6}) {1,3}(?=\S)")
_BREAK = re.compile(r"\s*\n\s*")
_SECTION = re.compile(  # one word that is a heading
    "abstract|acknowledge?ments|aims|analysis|appendix|background|bibliography|conclusions?|discussion|findings"
    "|introduction|literature|methods?|methodology|notes|outlook|overview|references|results|sources|summary"
    "|anhang|einleitung|ergebnisse|fazit|literatur|methoden|quellen|zusammenfassung|résumé|résultats|introducción"
    "|resultados|conclusiones|введение|заключение|выводы|литература|вступ|висновки|висновок|література",
    re.IGNORECASE,
)
_UNLIKE_A_TITLE = re.compile(
    r"://|[@|=\t_{}<>]|\s{3,}"  # an address, a table, code
    r"|[^\W\d_]{4,}\.\s|[!?…]\s"  # more than one sentence
    r"|, (?:19|20)\d\d$|:\s*[\d\s.,]+$"  # a date, a counter
    r"|^By\s|[,\-–—*/\\&)\]]$"
)
_OPENING, _CLOSING = "\"'“„«‘‹", "\"'”“»’›"

_SPEECH = re.compile(r"[,.!?…] [-–—] ")  # – Yes, – said she: not a list


def kind(text: str, lines: Lines, line: int) -> LineKind:
    """What a line is, told from itself and its neighbours."""
    start, stop = lines.starts[line], lines.starts[line + 1] - 1
    if start == stop:
        return TEXT
    if stop - start <= _LONGEST and (level := _level(text, lines, line)):
        return LineKind(level)
    found = ITEM.match(text, start, stop)
    if found is not None and _is_item(text, lines, line, found):
        return LineKind(marker=found.end() - start)
    return TEXT


def headings(text: str, lines: Lines) -> list[Heading]:
    """All headings in text order; walks the whole text."""
    found = []
    for line in _candidates(text, lines):
        if level := _level(text, lines, line):
            start = lines.starts[line]
            raw = text[start : lines.starts[line + 1] - 1]
            words = raw.strip()
            offset = start + raw.index(words)
            title = _BREAK.sub(" ", _HASHES.sub("", words).rstrip("# "))
            found.append(Heading(offset, offset + len(words), level, title))
    return found


def _candidates(text: str, lines: Lines) -> Iterator[int]:
    """Lines that may be headings, told fast: most lines of a book stand between two others and are none."""
    spans = list(pairwise(lines.starts))
    crowd = [1 < after - start <= PARAGRAPH and not text[start].isspace() for start, after in spans]
    rows = zip(spans, [False, *crowd], [*crowd[1:], False], strict=False)
    for line, ((start, after), above, below) in enumerate(rows):
        if 1 < after - start <= _LONGEST + 1 and (not (above and below) or text[start] == "#"):
            yield line


# -- lines and their neighbours


def _words(text: str, lines: Lines, line: int) -> str:
    """A line without the space around it, which may hold breaks; nothing where there is no such line."""
    starts = lines.starts
    return text[starts[line] : starts[line + 1] - 1].strip() if 0 <= line < len(starts) - 1 else ""


def _near(text: str, lines: Lines, line: int, step: int, reach: int = _REACH) -> int | None:
    """The next line up (`step` -1) or down (1) that is not blank, if there is one in reach."""
    stop = max(-1, min(len(lines), line + step * (reach + 1)))
    return next((other for other in range(line + step, stop, step) if _words(text, lines, other)), None)


# -- headings


class _Claim(NamedTuple):
    """What a line looks like on its own: `level` 0 is nothing; `name` is book, chapter or frame if it says so."""

    level: int
    name: str = ""
    numbered: bool = False


_NOTHING = _Claim(0)


def _claim(words: str) -> _Claim:
    if not 0 < len(words) <= _LONGEST:
        return _NOTHING
    if (named := _name(words)) is not None:
        return named
    if (numbered := _NUMBERED.match(words)) is not None:
        title = words[numbered.end() :]
        level = 2 + (numbered["path"] or "").count(".")
        return _Claim(level, numbered=True) if not title or _is_title(title, 1) else _NOTHING
    if _SECTION.fullmatch(words) or _is_title(words, 2):
        return _Claim(2 if words.isupper() else 3)
    return _NOTHING


def _name(words: str) -> _Claim | None:
    """The claim of BOOK ONE, CHAPTER I: A Title, Epilogue and their like."""
    named = _NAMED.match(words) if words[0].isupper() else None
    if named is None or not _may_follow_name(words[named.end() :]):
        return None
    if named["book"] or named["nth_book"]:
        return _Claim(1, "book")
    return _Claim(1, "frame") if named["frame"] or named["nth_frame"] else _Claim(2, "chapter")


def _may_follow_name(rest: str) -> bool:
    """Whether this may come after CHAPTER I: nothing, or a title rather than the rest of a sentence."""
    title = rest.strip(" .:—–-")
    if not title:
        return True
    ends = ends_sentence(rest) or rest[-1] == ","
    return rest[0] in " .:—–-" and not title[0].islower() and (title.isupper() or not ends)


def _is_title(words: str, fewest: int) -> bool:
    """Whether a line reads like a title: short, begun with a capital, not a sentence, speech, table or address."""
    if len(words) > _TITLE_LENGTH:
        return False
    first, last, count = words.lstrip(_OPENING)[:1], words[-1], len(words.split())
    if not first.isalpha() or first.islower():
        return False
    if count == 1 and words.lower() == words.upper():  # a script without capitals, perhaps without spaces
        fewest = 1 if 1 < len(words) <= _TITLE_CHARACTERS else 2
    if not fewest <= count <= _TITLE_WORDS or (words[0] in _OPENING and last in _CLOSING):
        return False
    if (last != "?" or "," in words) and ends_sentence(words):
        return False
    return not _UNLIKE_A_TITLE.search(words) and 0.6 * len(words) <= sum(map(str.isalpha, words))


def _is_title_case(words: str) -> bool:
    return words[-1] != "?" and not any(word[0].islower() for word in words.split() if len(word) > 3)


def _level(text: str, lines: Lines, line: int) -> int:
    """The level of a heading, 0 for any other line."""
    start = lines.starts[line]
    if text[start] == "#":
        return _hash_level(text, lines, line)
    if not _stands_alone(text, lines, line):
        return 0
    claim = _claim(_words(text, lines, line))
    if claim.name:
        return _named_level(text, lines, line, claim)
    fits = claim.level and not text[start].isspace() and _leads_into_prose(text, lines, line, claim)
    return claim.level if fits else 0


def _stands_alone(text: str, lines: Lines, line: int) -> bool:
    """Whether a line has room around it, or whole paragraphs in a text without blank lines."""
    above, below = _words(text, lines, line - 1), _words(text, lines, line + 1)
    if _is_broken(above):  # it goes on with a paragraph, or is the title under CHAPTER I
        return not below and len(above) <= _SHORT_NAME and _name(above) is not None
    if _is_broken(below):  # it begins a verse or a paragraph, or has its title in the next line
        return _NAMED.match(text, lines.starts[line]) is not None
    return not above or below != ""


def _is_broken(words: str) -> bool:
    """Whether a line that is not blank is less than a paragraph, or a paragraph that was broken into lines."""
    return 0 < len(words) < PARAGRAPH or "\n" in words


def _hash_level(text: str, lines: Lines, line: int) -> int:
    """# to ######, unless they are the comments of a program, which come in rows."""
    found = _HASHES.match(_words(text, lines, line))
    if found is None:
        return 0
    level = len(found[1])
    beside = (_words(text, lines, line - 1), _words(text, lines, line + 1))
    return 0 if any(len(other) - len(other.lstrip("#")) == level for other in beside) else level


def _named_level(text: str, lines: Lines, line: int, claim: _Claim) -> int:
    """The level of BOOK ONE or CHAPTER I, unless it is an entry of a table of contents."""
    above, below = _near(text, lines, line, -1), _near(text, lines, line, 1)
    further = _near(text, lines, below, 1) if below is not None else None
    before, after, beyond = (
        _claim(_words(text, lines, near)) if near is not None else _NOTHING for near in (above, below, further)
    )
    if after.name and (after.level <= claim.level or (beyond.name and beyond.level <= after.level)):
        return 0
    # An epilogue stands beside the chapters, unless it has chapters itself.
    level = 2 if claim.name == "frame" and after.name != "chapter" else claim.level
    leads = after.name or (below is not None and _is_prose(text, lines, below, 1))
    return 0 if before.name and before.level >= level and not leads else level


def _leads_into_prose(text: str, lines: Lines, line: int, claim: _Claim) -> bool:
    """Whether a line that looks like a title is followed by text, and is not one of many short lines."""
    titles_above, _ = _row(text, lines, line, -1, claim)
    titles_below, prose = _row(text, lines, line, 1, claim)
    if titles_above + titles_below > 1:
        return False
    words = _words(text, lines, line)
    if SPEAKER.match(words) and SPEAKER.match(prose):
        return False
    # In a text that is broken into lines, many a line stands alone that only forgot its full stop.
    broken = "\n" in prose or (len(prose) < _FULL and ITEM.match(prose) is None)
    return not broken or claim.numbered or words.isupper() or _is_title_case(words)


def _row(text: str, lines: Lines, line: int, step: int, claim: _Claim) -> tuple[int, str]:
    """How many titles come between a title and the prose above (`step` -1) or below (1), and that prose."""
    at_the_top = _near(text, lines, line, -1) is None
    here = line
    for count in range(2):
        near = _near(text, lines, here, step)
        if near is None:
            return (count if step < 0 else _TOO_MANY), ""
        words = _words(text, lines, near)
        if _is_prose(text, lines, near, step) or (ITEM.match(words) and not claim.numbered):
            return count, words
        other = _claim(words)
        if step < 0 and other.name:
            return count, words
        repeated = step > 0 and words == _words(text, lines, line)
        in_order = not claim.numbered or (other.level - claim.level) * step > 0
        if abs(near - here) == 1 or repeated or not in_order or not (other.level or at_the_top):
            break
        here = near
    return _TOO_MANY, ""


def _is_prose(text: str, lines: Lines, line: int, step: int) -> bool:
    """Whether a line above (`step` -1) or below (1) a heading is running text or, above, the end of some."""
    words = _words(text, lines, line)
    if len(words) >= _FULL:
        return True
    if step < 0:
        return ends_sentence(words)
    return len(words) >= WRAPPED and len(_words(text, lines, line + 1)) >= WRAPPED


# -- list items


def _is_item(text: str, lines: Lines, line: int, found: re.Match[str]) -> bool:
    """Whether a line that begins like a list item is one: it has a neighbour that goes before or comes next."""
    if found["bullet"]:
        return True
    if found["sign"] and _SPEECH.search(text, found.end(), lines.starts[line + 1] - 1):
        return False
    for step in (-1, 1):
        near = _near(text, lines, line, step, reach=2)
        if near is not None:
            other = ITEM.match(text, lines.starts[near], lines.starts[near + 1] - 1)
            if other is not None and _is_next(found, other, step):
                return True
    return False


def _is_next(item: re.Match[str], other: re.Match[str], step: int) -> bool:
    """Whether another list item comes `step` after this one: the same sign, the next number or letter."""
    form = item.lastgroup or ""
    mine, its = item[form], other[form]
    if form == "sign" or its is None:
        return mine == its
    if mine.isdigit() and its.isdigit():
        return int(its) - int(mine) == step
    return len(mine) == len(its) == 1 and ord(its) - ord(mine) == step

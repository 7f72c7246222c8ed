"""Finding a name by a few of its letters: beginnings of words first, then parts of words, then scattered letters.

Case and diacritics may be left out: `energie` finds `Énergie`. Typing errors are not guessed at.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

# How well one typed word is found, best last; each word adds its grade to the score.
_BEGINNINGS, _INSIDE, _WORD, _NAME = range(1, 5)
_SCATTERED = -100
_STROKES = str.maketrans("øłđħŧıØŁĐĦŦ", "oldhtioldht")  # letters that Unicode does not take apart
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")


class Target(NamedTuple):
    """A name ready to be searched: folded, with the offsets where its words and its last part begin."""

    text: str
    starts: tuple[int, ...]
    initials: str
    name: int


def folded(text: str) -> str:
    """The text without case and diacritics; the same as its characters folded one by one."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_STROKES)


@lru_cache(maxsize=65_536)
def target(name: str) -> Target:
    """A name by itself."""
    text = folded(name)
    starts = [found.start() for found in _WORD_START.finditer(text)]
    return Target(text, tuple(starts), "".join([text[start] for start in starts]), 0)


def below(above: Target, separator: str, own: Target) -> Target:
    """A name with what stands above it, as in `Economy › Energy`."""
    at = len(above.text) + len(separator)
    starts = above.starts + tuple([at + start for start in own.starts])
    return Target(above.text + separator + own.text, starts, above.initials + own.initials, at + own.name)


def words(typed: str) -> list[str]:
    """The folded words of what was typed; a `/` or `›` between levels parts words too."""
    apart = re.sub(r"(?<!\\)[/›]", " ", typed).replace("\\/", "/")
    return folded(apart).split()


def score(typed: Sequence[str], where: Target) -> int | None:
    """How well the typed words are found, higher is better; None when one of them is not there at all.

    Below 0 it is a guess: letters of some word are scattered over the name.
    """
    total = 0
    for word in typed:
        grade = _grade(word, where)
        if not grade:
            return None
        total += grade
    whole = total >= _WORD * len(typed) and where.text[where.name :] == " ".join(typed)
    return total + whole  # the whole name is better than its beginning


def search(typed: Sequence[str], targets: Iterable[Target]) -> list[tuple[int, int]]:
    """The (score, place) of each target that the typed words are found in; guesses only where all are."""
    found = []
    for place, where in enumerate(targets):
        points = score(typed, where)
        if points is not None:
            found.append((points, place))
    return [pair for pair in found if pair[0] >= 0] or found


def _grade(word: str, where: Target) -> int:
    """0 when the word is not there."""
    text = where.text
    if word in text:
        if text.startswith(word, where.name):
            return _NAME
        for start in where.starts:
            if text.startswith(word, start):
                return _WORD
        return _INSIDE
    at = -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return 0
    return _BEGINNINGS if word[0] in where.initials and _beginnings(word, where) else _SCATTERED


def _beginnings(word: str, where: Target) -> list[int]:
    """Where the letters are when they begin several words in turn, as `ecen` does; empty when they do not.

    Goes through the words once, with all that beginnings so far can make of the typed word.
    """
    text, end = where.text, len(word)
    made: dict[int, tuple[int, int]] = {0: (0, 0)}  # letters matched -> of them before, and where the rest begin
    for start, initial in zip(where.starts, where.initials, strict=True):
        if initial not in word:
            continue
        for before in tuple(made):
            count, at = before, start
            while count < end and text.startswith(word[count], at):
                count, at = count + 1, at + 1
                made.setdefault(count, (before, start))
        if end in made:
            return _retraced(made, end)
    return []


def _retraced(made: dict[int, tuple[int, int]], count: int) -> list[int]:
    places: list[int] = []
    while count:
        before, start = made[count]
        places[:0] = range(start, start + count - before)
        count = before
    return places


def _scattered(word: str, where: Target) -> list[int]:
    """Where the letters of the word follow each other, in the last part of the name if they do there."""
    for begin in (where.name, 0):
        found, at = [], begin - 1
        for letter in word:
            at = where.text.find(letter, at + 1)
            if at < 0:
                break
            found.append(at)
        else:
            return found
    return []


def marked(typed: Sequence[str], name: str, where: Target) -> list[tuple[int, int]]:
    """The stretches `[start, stop)` of `name`, in code points, that the typed words were found in.

    `where` is the target of that name, with everything that stands above it.
    """
    origin = [at for at, character in enumerate(name) for _ in folded(character)]
    letters = sorted({origin[at] for word in typed for at in _places(word, where)})
    stretches: list[tuple[int, int]] = []
    for at in letters:
        if stretches and stretches[-1][1] == at:
            stretches[-1] = (stretches[-1][0], at + 1)
        else:
            stretches.append((at, at + 1))
    return stretches


def _places(word: str, where: Target) -> Sequence[int]:
    """The offsets of the word's letters where `_grade` found it; none where it did not."""
    if word in where.text:
        begins = [at for at in (where.name, *where.starts) if where.text.startswith(word, at)]
        at = begins[0] if begins else where.text.find(word)
        return range(at, at + len(word))
    return _beginnings(word, where) or _scattered(word, where)

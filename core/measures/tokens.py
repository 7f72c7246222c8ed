"""The words of texts, each with its place: read once, then counted as often as somebody asks.

A word is a run of letters and marks, with the apostrophes and hyphens that stand between two of them: “don’t” or
“well-known”, but neither “2024” nor the “19” of “Covid-19”. Forms that differ in nothing but case, in the kind of
an apostrophe or in how an accent is encoded are one word, shown in lower case. In a script without spaces, a word
is what stands between two signs or spaces.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.measures.codings import Material, portions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.codings import Column

_AT_ONCE = 2_000_000  # characters, so that neither many short texts nor a long one cost much
_LETTER, _JOINER = 1, 2
_INVISIBLE = "\u00ad\u200c\u200d"  # a soft hyphen and what joins or parts the forms of letters
_JOINERS = f"'’-‐‑{_INVISIBLE}"
_ALIKE = str.maketrans({"’": "'", "‐": "-", "‑": "-", "\u00ad": None})


class Tokens(NamedTuple):
    """Every word of some articles, in order, as if their texts stood one after another on one long line.

    `word` has the place of each one in `labels`; `[start, stop)` is where it stands on the line, in code points;
    `begins` is where each article begins there. `places` finds the place of a word by its `folded` form; `often` is
    how often each one is there.
    """

    labels: list[str]
    places: dict[str, int]
    word: "NDArray[np.int32]"
    start: "NDArray[np.int32]"
    stop: "NDArray[np.int32]"
    begins: "Column"
    often: "Column"


def tokens(material: Material) -> Tokens:
    """The words of all articles that are measured, whose texts are each read once."""
    *_, found = reading(material)
    assert isinstance(found, Tokens)
    return found


def reading(material: Material, at_once: int = _AT_ONCE) -> Iterator[int | Tokens]:
    """The same in pieces of so many characters: after each how many articles have been read, at last the words."""
    known: defaultdict[str, int] = defaultdict(count().__next__)
    begins, pieces, documents = [0], [_cut("", 0, known)], material.codings.documents
    for number, part in enumerate(portions(documents, range(len(documents)), at_once)):
        if number:
            yield part[0]
        texts = material.texts([documents[at].id for at in part])
        pieces.append(_cut("\n".join(texts), begins[-1], known))
        begins += accumulate((len(text) + 1 for text in texts), initial=begins.pop())
    written, start, stop = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
    labels, places = list[str](), dict[str, int]()
    merged = np.zeros(len(known), np.int32)
    for at, word in enumerate(known):
        form = folded(word)
        if form not in places:
            places[form] = len(labels)
            labels.append(_one_way(word))
        merged[at] = places[form]
    word = merged[written]
    often = np.bincount(word, minlength=len(labels))
    yield Tokens(labels, places, word, start, stop, np.array(begins[:-1], np.int64), often)


def only(found: Tokens, articles: Sequence[int]) -> Tokens:
    """The words of some of the articles, given by their places, in order."""
    kept = np.zeros(len(found.begins), np.bool_)
    kept[list(articles)] = True
    edges = np.searchsorted(found.start, found.begins)
    those = np.repeat(kept, np.diff(edges, append=len(found.word)))
    word, start, stop = (column[those] for column in (found.word, found.start, found.stop))
    often = np.bincount(word, minlength=len(found.labels))
    return found._replace(word=word, start=start, stop=stop, begins=found.begins[kept], often=often)


def folded(word: str) -> str:
    """What forms of one word have in common."""
    return _one_way(word.casefold())


def _one_way(word: str) -> str:
    """A word with one kind of apostrophe and hyphen, its accents encoded in one way."""
    return word if word.isascii() else unicodedata.normalize("NFC", word.translate(_ALIKE))


def _cut(text: str, begins: int, known: defaultdict[str, int]) -> "tuple[NDArray[np.int32], ...]":
    """The words of a text that begins here on the line: their numbers in `known`, starts and stops."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds()[points]
    inside = kinds == _LETTER
    inside[1:-1] |= (kinds[1:-1] == _JOINER) & (kinds[:-2] == _LETTER) & (kinds[2:] == _LETTER)
    steps = np.diff(inside.astype(np.int8), prepend=0, append=0)
    spaced = np.where(inside, points, ord(" ")).astype("<u4").tobytes().decode("utf-32-le")
    words = spaced.lower().split()
    numbers = np.fromiter(map(known.__getitem__, words), np.int32, len(words))
    start, stop = ((np.flatnonzero(steps == step) + begins).astype(np.int32) for step in (1, -1))
    return numbers, start, stop


@cache
def _kinds() -> "NDArray[np.uint8]":
    """What each code point is to a word."""
    import regex

    kinds = np.zeros(0x110000, np.uint8)
    for run in regex.finditer(r"[\p{L}\p{M}]+", "".join(map(chr, range(len(kinds))))):
        kinds[run.start() : run.end()] = _LETTER
    kinds[[ord(each) for each in _JOINERS]] = _JOINER
    return kinds

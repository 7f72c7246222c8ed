"""Finding notes by their words, from anywhere."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from core import markdown
from core.notes import On, Written
from storage import notes
from ui.notes.model import WORDS, name_of
from ui.session import Session

_LEAST = 2  # letters typed: fewer are in nearly every note
_AHEAD, _BEHIND = 40, 300  # characters of a note before the first of the words, and after it
_ROUND = 200  # characters more that are read on both sides, for marks that begin or end there


class Found(NamedTuple):
    """A note that has the typed words: what it is on, its name, and its words from shortly before them."""

    on: On
    name: str
    words: str


Searched = tuple[Written, str, str]  # the note, its name, and all that it is found by


def searchable(session: Session) -> list[Searched]:
    """All notes ready to be searched, the last written first."""
    found = []
    for note in notes.all_notes(session.project.db):
        name = name_of(session, note.on, note)
        found.append((note, name, f"note {WORDS[note.on.kind]} {name}\n{note.title}\n{note.text}".casefold()))
    return found


def search(known: Sequence[Searched], typed: str, most: int) -> list[Found]:
    """The first notes that have all typed words somewhere, also in their titles or names."""
    words = typed.casefold().split()
    if len("".join(words)) < _LEAST:
        return []
    found = ((note, name) for note, name, text in known if all(word in text for word in words))
    return [Found(note.on, name, _said(note.text, words)) for note, name in islice(found, most)]


def _said(text: str, words: Sequence[str]) -> str:
    """What a note says around the first of the words that is in it, else its beginning; on one line."""
    at = _first(text, words)
    around = text[max(0, at - _AHEAD - _ROUND) : at + _BEHIND + _ROUND]
    line = " ".join(markdown.plain(around).split())
    begin = max(0, _first(line, words) - _AHEAD)
    if begin:
        begin = line.find(" ", begin) + 1
    return line[begin : begin + _AHEAD + _BEHIND]


def _first(text: str, words: Sequence[str]) -> int:
    places = places_of(text, words)
    return places[0][0] if places else 0


def places_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where each of the folded words is first, as `[start, stop)` in code points, in order."""
    folded = text.casefold()
    if len(folded) != len(text):  # then no place in it is one in the text
        return []
    found = ((folded.find(word), len(word)) for word in words)
    return sorted((at, at + length) for at, length in found if at >= 0)

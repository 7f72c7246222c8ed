"""The text of an article that is being rebuilt, and the passages marked in it."""

from collections.abc import Iterable
from typing import Any

from core.anchor import anchor
from core.text import canonical, count_words, sha256
from storage.repair import nearest

Row = dict[str, Any]

_MOVED = "Passages were put back to their words"
_WORDS_TAKEN = "The words of passages are those of the text again"
_WORDS_IN_NOTE = "Passages were not found in their text; their words are in their notes"
_TEXT_MENDED = "Words of the text are those of passages marked there"
_TEXT_ADDED = "Passages were added at the end of a damaged text"
NO_PLACE = "Annotations without a text are left out"


class Body:
    """A text, or what is left of it. While it is not `sound`, passages may give it back words that it lost."""

    def __init__(self, text: object, stored_hash: object) -> None:
        self.lost = not isinstance(text, str)
        self.text = canonical(text).text if isinstance(text, str) else ""
        self.sound = not self.lost and sha256(self.text) == stored_hash

    def measures(self) -> Row:
        """The columns of an article that follow from its text."""
        return {"characters": len(self.text), "words": count_words(self.text), "sha256": sha256(self.text)}

    def hold(self, rows: Iterable[Row]) -> list[tuple[str, Row]]:
        """Gives each of these annotations its place, and returns what is to be told about which.

        One that cannot have a place comes back with NO_PLACE.
        """
        told = []
        placed = []
        for row in sorted(rows, key=lambda row: (row["start"], row["id"])):
            remark = self._place(row)
            if remark is not None:
                told.append((remark, row))
            if remark != NO_PLACE:
                placed.append((row, remark is not None))
        for row, moved in placed:
            if moved or self.text[row["start"] : row["stop"]] != row["quote"]:
                row.update(anchor(self.text, row["start"], row["stop"])._asdict())
        return told

    def _place(self, row: Row) -> str | None:
        start, stop = row["start"], row["stop"]
        if 0 <= start < stop <= len(self.text) and self.text[start:stop] == row["quote"]:
            return None
        quote = canonical(row["quote"]).text
        found = nearest(self.text, quote, max(0, start))
        if found is not None:
            row.update(start=found, stop=found + len(quote))
            return _MOVED
        if quote and not self.sound:
            return self._take_over(row, quote)
        if not self.text:
            return NO_PLACE
        row.update(start=min(max(0, start), len(self.text) - 1))
        row.update(stop=max(row["start"] + 1, min(stop, len(self.text))))
        if not quote or (row["start"], row["stop"]) == (start, stop):
            return _WORDS_TAKEN
        row.update(note=f"{row['note']}\n\nThe marked words were: “{quote}”".strip())
        return _WORDS_IN_NOTE

    def _take_over(self, row: Row, quote: str) -> str:
        """Puts the words of a passage into the text, at their place or at the end."""
        start, stop = row["start"], row["stop"]
        if start >= 0 and stop <= len(self.text) and stop - start == len(quote):
            self.text = self.text[:start] + quote + self.text[stop:]
            return _TEXT_MENDED
        self.text += "\n" * bool(self.text)
        row.update(start=len(self.text), stop=len(self.text) + len(quote))
        self.text += quote
        return _TEXT_ADDED

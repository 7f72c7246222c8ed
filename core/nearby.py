"""Which passages overlap or lie near others: stretches of one article, found fast."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from core import units


class Covered:
    """The characters of an article that some passages cover: stretches apart from each other, in text order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        for start, stop in sorted(spans):
            if self._stops and start <= self._stops[-1]:
                self._stops[-1] = max(self._stops[-1], stop)
            else:
                self._starts.append(start)
                self._stops.append(stop)

    def meets(self, start: int, stop: int) -> bool:
        """Whether `[start, stop)` shares a character with them; touching is not sharing."""
        before = bisect_left(self._starts, stop)
        return before > 0 and self._stops[before - 1] > start

    def is_near(self, start: int, stop: int, characters: int) -> bool:
        """Whether at most so many characters lie between `[start, stop)` and one of them."""
        before = bisect_right(self._starts, stop + characters)
        return before > 0 and self._stops[before - 1] >= start - characters

    def is_in_unit(self, text: str, start: int, stop: int, unit: str) -> bool:
        """Whether one of them reaches into the sentences or paragraphs (`unit`) that `[start, stop)` is in.

        `text` is the article as it is shown.
        """
        if self.meets(start, stop):
            return True
        # Finding sentences takes long; most passages are in another paragraph.
        near = self.meets(*units.whole_paragraphs(text, start, stop))
        return near and (unit == "paragraph" or self.meets(*units.whole_sentences(text, start, stop)))

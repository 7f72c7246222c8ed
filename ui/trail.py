"""Where the reader has been: places that jumps led away from, to come back to."""

from collections.abc import Collection
from typing import NamedTuple

from core.filters import Filter
from core.model import DocumentId
from ui.filtering import renamed

_LONGEST = 200  # places


class Place(NamedTuple):
    """A code point of an article, if one is open; or the view that a jump led away from, while it was.

    `filter` is that of passages with its name, where the jump was to others or these are what is seen.
    """

    document: DocumentId | None
    offset: int
    view: str = "read"
    filter: tuple[Filter, str] | None = None

    def is_left_for(self, other: "Place") -> bool:
        """Whether there is another thing to be seen there. Filters are seen in the list of passages."""
        if self.view == "passages" and self.filter is not None:
            return self != other
        return self[:3] != other[:3]

    @property
    def without_filter(self) -> "Place":
        """The same, for whatever filter there is when it is come back to."""
        return self._replace(filter=None)


class Trail:
    """Works as the arrows of a web browser do."""

    def __init__(self) -> None:
        self.behind: list[Place] = []
        self.ahead: list[Place] = []

    def leave(self, place: Place) -> None:
        """Notes a place that a jump leads away from; what was ahead is given up."""
        self.ahead.clear()
        if self.behind[-1:] != [place]:
            self.behind = [*self.behind, place][-_LONGEST:]

    def back(self, here: Place) -> Place | None:
        """The place left last, and `here` to come forward to; None where the trail begins."""
        return self._step(self.behind, self.ahead, here)

    def forward(self, here: Place) -> Place | None:
        """The place that `back` led away from; None where there is none."""
        return self._step(self.ahead, self.behind, here)

    @staticmethod
    def _step(source: list[Place], other: list[Place], here: Place) -> Place | None:
        while source:
            place = source.pop()
            if place.is_left_for(here):
                other.append(here if place.filter or here.view == "passages" else here.without_filter)
                return place
        return None

    def forget(self, known: Collection[DocumentId]) -> None:
        """Drops the places in articles that are gone; a view is come back to also without the article."""

        def left(place: Place) -> Place | None:
            if place.document is None or place.document in known:
                return place
            return None if place.view == "read" else place._replace(document=None, offset=0)

        self.behind, self.ahead = (list(filter(None, map(left, places))) for places in (self.behind, self.ahead))

    def rename(self, old: str, new: str) -> None:
        """One tag became another, named by their guids: filters to come back to ask for that one."""

        def now(place: Place) -> Place:
            if place.filter is None:
                return place
            wanted, name = place.filter
            return place._replace(filter=(renamed(wanted, old, new), name))

        self.behind, self.ahead = (list(map(now, places)) for places in (self.behind, self.ahead))

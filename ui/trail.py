"""Where the reader has been: places that jumps led away from, to come back to."""

from typing import NamedTuple

from core.model import DocumentId

_LONGEST = 200  # places


class Place(NamedTuple):
    """A code point of an article; or the view that a jump into the text led away from, while it was open."""

    document: DocumentId
    offset: int
    view: str = "read"


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
            if place != here:
                other.append(here)
                return place
        return None

    def forget(self, known: dict[DocumentId, object]) -> None:
        """Drops the places in articles that are gone."""
        self.behind = [place for place in self.behind if place.document in known]
        self.ahead = [place for place in self.ahead if place.document in known]

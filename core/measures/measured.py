"""What is asked to be measured, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from core.model import AnnotationId, DocumentId, TagId

if TYPE_CHECKING:
    from core.measures.units import Numbers


class Asked(NamedTuple):
    """What somebody wants to know. What a measure has no use for, it leaves aside.

    `by` is `article`, `tag` or `attribute:NAME`; the empty one is the measure's own way. `tags` and `documents` are
    what to go by, all where they are empty. `relation`, `counted`, `period` and `stop_words` are those of
    core.chart_settings; `near` is in characters. `sections` is into how many equal parts texts are cut.
    """

    name: str
    unit: str = "codings"
    by: str = ""
    rollup: bool = False
    tags: tuple[TagId, ...] = ()
    documents: tuple[DocumentId, ...] = ()
    relation: str = "overlap"
    near: int = 0
    counted: str = "pairs"
    sections: int = 100
    period: str = "month"
    stop_words: str = "auto"


class Head(NamedTuple):
    """What heads a row or a column: its words, and the tag or article that it is about, if it is about one."""

    label: str
    tag: TagId | None = None
    document: DocumentId | None = None


class Heads(Sequence[Head]):
    """So many heads, each made when it is looked at: of a hundred thousand few are."""

    def __init__(self, size: int, made: Callable[[int], Head]) -> None:
        self._size = size
        self._made = made

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Head: ...
    @overload
    def __getitem__(self, at: slice) -> list[Head]: ...
    def __getitem__(self, at: int | slice) -> Head | list[Head]:
        """The head at a place, from 0 or back from the end; or those of several."""
        places = range(self._size)[at]
        return [self._made(each) for each in places] if isinstance(places, range) else self._made(places)


@dataclass(frozen=True, slots=True)
class Measured:
    """A table of numbers that says what they mean. A number is NaN where there is nothing to count in.

    `behind` gives the annotations that a row and a column, by their places, were counted from.
    """

    name: str
    unit: str
    definition: str
    rows: Sequence[Head]
    columns: Sequence[Head]
    values: "Numbers"
    behind: Callable[[int, int], list[AnnotationId]] = field(repr=False)
    digits: int = 0

    def turned(self) -> "Measured":
        """The same with its columns as rows."""
        return replace(
            self,
            rows=self.columns,
            columns=self.rows,
            values=self.values.T,
            behind=lambda row, column: self.behind(column, row),
        )

    def as_json(self) -> dict[str, Any]:
        """The objects that JSON has: labels, and the values row by row, null for what cannot be counted."""
        return {
            "name": self.name,
            "unit": self.unit,
            "definition": self.definition,
            "rows": [head.label for head in self.rows],
            "columns": [head.label for head in self.columns],
            "values": [[plain(value) for value in row] for row in self.values.tolist()],
        }

    def as_table(self) -> list[Sequence[str | int | float]]:
        """The table with its heads, for CSV; the definition stands in a row of its own below."""
        head = ["", *(column.label for column in self.columns)]
        body = [
            [row.label, *("" if np.isnan(value) else plain(value) or 0 for value in values)]
            for row, values in zip(self.rows, self.values.tolist(), strict=True)
        ]
        return [head, *body, [], [f"{self.unit}: {self.definition}"]]


def plain(value: float) -> int | float | None:
    """A number as JSON has it: whole ones whole, None for NaN."""
    if value != value:
        return None
    return int(value) if value == int(value) else value

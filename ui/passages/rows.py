"""The rows of the list: passages in groups, each group below its head. It knows ids and numbers only."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Sequence
from itertools import accumulate
from typing import NamedTuple

from core.model import AnnotationId

HEAD = None  # what a row is that heads a group, in place of a passage


class Group:
    """So many passages under one head (`key`; None for those that have none), read when first asked for."""

    def __init__(self, key: Hashable, size: int, read: Callable[[], list[AnnotationId]]) -> None:
        self.key = key
        self._size = size
        self._read = read
        self._ids: list[AnnotationId] | None = None

    def __len__(self) -> int:
        return self._size

    @property
    def ids(self) -> list[AnnotationId]:
        """The passages in their order."""
        if self._ids is None:
            self._ids = self._read()
        return self._ids

    @property
    def first(self) -> AnnotationId | None:
        """The first of the passages; None where they were not read."""
        return self._ids[0] if self._ids else None


class Row(NamedTuple):
    """A passage, or the head of its group (`passage` is HEAD)."""

    group: Group
    passage: AnnotationId | None


class Rows:
    """The rows of all groups, numbered from 0; without heads where there is one group and `heads` is False.

    `keys` says in which groups a passage can be, so that no others are read to find it.
    """

    def __init__(
        self,
        groups: Sequence[Group] = (),
        heads: bool = True,
        keys: Callable[[AnnotationId], Collection[Hashable]] | None = None,
    ) -> None:
        self.groups = groups
        self.heads = heads
        self._keys = keys
        self._starts = list(accumulate((len(group) + heads for group in groups), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    def at(self, row: int) -> Row:
        """What a row is."""
        number = bisect_right(self._starts, row) - 1
        group, inside = self.groups[number], row - self._starts[number] - self.heads
        return Row(group, HEAD if inside < 0 else group.ids[inside])

    def head_rows(self) -> list[int]:
        """The rows that are heads."""
        return self._starts[:-1] if self.heads else []

    def find(self, passage: AnnotationId, key: Hashable = None) -> int | None:
        """The row of a passage, in the group with this key if it is there; None where it is in none."""
        found, keys = None, self._keys(passage) if self._keys else None
        for start, group in zip(self._starts, self.groups, strict=False):
            if keys is not None and group.key not in keys:
                continue
            if (found is None or group.key == key) and passage in group.ids:
                found = start + self.heads + group.ids.index(passage)
                if group.key == key:
                    return found
        return found

    def between(self, first: int, last: int) -> list[AnnotationId]:
        """The passages from one row to another, both included, whichever comes first."""
        low, high = sorted((first, last))
        found = (self.at(row).passage for row in range(low, high + 1))
        return [passage for passage in found if passage is not None]

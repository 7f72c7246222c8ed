"""Rows of different heights, one below the other: most are estimated, those that were seen are known."""

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate


class Stack:
    """Heights in pixels, and where each row begins.

    What was learned is kept apart from what was estimated: a hundred thousand rows are added up once, not whenever
    one more was seen.
    """

    def __init__(self, heights: list[int]) -> None:
        self.heights = heights
        self._estimated = list(accumulate(heights, initial=0))
        self._wrong: dict[int, int] = {}  # by how much the height of a row was
        self._learned: list[int] = []  # the rows of that, in order
        self._sums: list[int] | None = [0]

    @property
    def total(self) -> int:
        """How high all rows are together."""
        return self.top(len(self.heights))

    def top(self, row: int) -> int:
        """Where a row begins."""
        if self._sums is None:
            self._sums = list(accumulate((self._wrong[each] for each in self._learned), initial=0))
        return self._estimated[row] + self._sums[bisect_left(self._learned, row)]

    def row_at(self, y: int) -> int:
        """The row that is so many pixels below the top; the first or last one beyond them."""
        after = bisect_right(range(len(self.heights) + 1), y, key=self.top)
        return max(0, min(after - 1, len(self.heights) - 1))

    def learn(self, row: int, height: int) -> int:
        """Takes over the height of a row that was measured; by how much it was wrong."""
        by = height - self.heights[row]
        if by:
            if row not in self._wrong:
                insort(self._learned, row)
            self.heights[row] = height
            self._wrong[row] = self._wrong.get(row, 0) + by
            self._sums = None
        return by

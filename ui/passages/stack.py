"""Rows of different heights, one below the other: most are estimated, those that were seen are known."""

from bisect import bisect_right
from itertools import accumulate


class Stack:
    """Heights in pixels, and where each row begins."""

    def __init__(self, heights: list[int]) -> None:
        self.heights = heights
        self._tops = list(accumulate(heights, initial=0))
        self._moved = False

    @property
    def _settled(self) -> list[int]:
        if self._moved:
            self._moved = False
            self._tops = list(accumulate(self.heights, initial=0))
        return self._tops

    @property
    def total(self) -> int:
        """How high all rows are together."""
        return self._settled[-1]

    def top(self, row: int) -> int:
        """Where a row begins."""
        return self._settled[row]

    def row_at(self, y: int) -> int:
        """The row that is so many pixels below the top; the first or last one beyond them."""
        return max(0, min(bisect_right(self._settled, y) - 1, len(self.heights) - 1))

    def learn(self, row: int, height: int) -> int:
        """Takes over the height of a row that was measured; by how much it was wrong."""
        by = height - self.heights[row]
        if by:
            self.heights[row] = height
            self._moved = True
        return by

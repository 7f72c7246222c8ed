"""Rows of different heights, of which some are learned later."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from ui.passages.stack import Stack

heights = st.integers(1, 300)


@given(st.lists(heights, min_size=1, max_size=40), st.data())
def test_every_row_begins_where_those_above_it_end(estimated, data):
    stack, known = Stack(list(estimated)), list(estimated)
    for _ in range(data.draw(st.integers(0, 15))):
        row, height = data.draw(st.integers(0, len(known) - 1)), data.draw(heights)
        assert stack.learn(row, height) == height - known[row]
        known[row] = height
        tops = list(accumulate(known, initial=0))
        assert [stack.top(each) for each in range(len(known))] == tops[:-1]
        assert stack.total == tops[-1]
        assert stack.heights == known
        y = data.draw(st.integers(0, stack.total - 1))
        assert tops[stack.row_at(y)] <= y < tops[stack.row_at(y) + 1]
        assert stack.row_at(stack.total + 5) == len(known) - 1

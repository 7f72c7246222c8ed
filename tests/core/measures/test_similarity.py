import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.measures.similarity import order, orders


def blocks(sizes, seed, noise=0):
    """A shuffled table of blocks, and the block of each of its rows and columns."""
    random = np.random.default_rng(seed)
    member = np.repeat(np.arange(len(sizes)), sizes)
    columns = np.repeat(np.arange(len(sizes)), [2 * size for size in sizes])
    table = np.where(member[:, None] == columns, random.integers(5, 20, (len(member), len(columns))), noise)
    rows, across = random.permutation(len(member)), random.permutation(len(columns))
    return table[rows][:, across], member[rows], columns[across]


def runs(members):
    """How often a block begins, going through members in order."""
    return 1 + int(np.count_nonzero(np.diff(members)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sizes", [(4, 3), (3, 5, 4), (6, 2, 3, 4, 5, 2)])
def test_blocks_come_together_along_the_diagonal(sizes, seed):
    table, of_rows, of_columns = blocks(sizes, seed)
    rows, columns = orders(table)
    assert runs(of_rows[rows]) == runs(of_columns[columns]) == len(sizes)
    assert list(dict.fromkeys(of_rows[rows])) == list(dict.fromkeys(of_columns[columns]))
    weights = [table[of_rows == block].sum() for block in dict.fromkeys(of_rows[rows])]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("seed", range(5))
def test_blocks_that_have_a_little_in_common_come_together(seed):
    table, of_rows, of_columns = blocks((8, 9), seed, noise=1)
    assert runs(of_rows[order(table)]) == runs(of_columns[order(table.T)]) == 2


def test_what_changes_step_by_step_is_put_in_its_order():
    band = np.array([[max(0, 4 - abs(row - column)) for column in range(12)] for row in range(12)])
    shuffled = np.random.default_rng(1).permutation(12)
    found = shuffled[order(band[shuffled])].tolist()
    assert found in (list(range(12)), list(range(11, -1, -1)))


def test_rows_of_zeros_come_last_and_equal_ones_stay_in_their_order():
    assert order(np.array([[0, 0], [2, 2], [np.nan, 0], [1, 1]])) == [1, 3, 0, 2]
    assert orders(np.zeros((2, 3))) == ([0, 1], [0, 1, 2])
    assert orders(np.zeros((0, 0))) == ([], [])
    assert order(np.array([[3, 1]])) == [0]


tables = st.tuples(st.integers(1, 7), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 4).map(float))
)


@given(tables)
def test_every_row_and_column_has_one_place(table):
    rows, columns = orders(table)
    assert sorted(rows) == list(range(table.shape[0]))
    assert sorted(columns) == list(range(table.shape[1]))
    assert order(table) == rows
    filled = table.sum(axis=1)[rows] > 0
    assert filled.tolist() == sorted(filled, reverse=True)


@given(tables)
def test_an_order_does_not_depend_on_how_much_there_is(table):
    assert orders(table) == orders(table * 8)


@given(tables)
def test_the_axis_is_the_first_of_correspondence_analysis(table):
    """It is reckoned from the whole decomposition, for tables that have one such axis and no empty lines."""
    assume((table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all())
    shares = table / table.sum()
    masses = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    left, strengths, right = np.linalg.svd((shares - masses) / np.sqrt(masses))
    assume(len(strengths) > 1 and 0.999 > strengths[0] > strengths[1] + 0.01)
    rows, columns = orders(table)
    along_rows = (left[:, 0] / np.sqrt(shares.sum(axis=1)))[rows]
    along_columns = (right[0] / np.sqrt(shares.sum(axis=0)))[columns]
    direction = 1 if along_rows[-1] > along_rows[0] else -1
    assert (np.diff(along_rows) * direction > -1e-6).all()
    assert (np.diff(along_columns) * direction > -1e-6).all()

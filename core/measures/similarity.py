"""Orders in which what is alike stands together: rows and columns of a table along the first axis of its pattern.

The axis is that of correspondence analysis (M. J. Greenacre, Theory and Applications of Correspondence Analysis,
1984, ch. 4): it goes by the shares of a row or a column, so that a frequent tag and a rare one with the same
articles are alike. Parts of the table that have nothing in common come one after the other, the heaviest first.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.codings import Column
    from core.measures.units import Numbers

_DIGITS = 9  # to which places on the axis must differ
_LEAST = 1e-12  # of what the axis explains


def order(values: "NDArray[np.generic]") -> list[int]:
    """The places of the rows of a table (R x C, none negative, NaN as 0) by likeness; rows of zeros come last."""
    return orders(values)[0]


def orders(values: "NDArray[np.generic]") -> tuple[list[int], list[int]]:
    """The places of its rows and those of its columns, so that what belongs together lies along the diagonal.

    Of the two directions, each part has the one in which the first row it has in the table is nearer the beginning;
    equal ones stay in the order they have.
    """
    cells = np.nan_to_num(np.asarray(values, np.float64))
    row_part, column_part = _parts(cells)
    weights = np.bincount(row_part[row_part >= 0], weights=cells.sum(axis=1)[row_part >= 0])
    rows, columns = [], []
    for part in np.argsort(-weights, kind="stable"):
        if weights[part]:
            of_rows, of_columns = np.flatnonzero(row_part == part), np.flatnonzero(column_part == part)
            along_rows, along_columns = _axis(cells[np.ix_(of_rows, of_columns)])
            rows += of_rows[np.argsort(along_rows, kind="stable")].tolist()
            columns += of_columns[np.argsort(along_columns, kind="stable")].tolist()
    rows += np.flatnonzero(row_part < 0).tolist()
    columns += np.flatnonzero(column_part < 0).tolist()
    return rows, columns


def _parts(cells: "Numbers") -> "tuple[Column, Column]":
    """The part that each row and each column is in, -1 for none: cells lead from each to all others in it."""
    at_rows, at_columns = np.nonzero(cells)
    rows = np.full(cells.shape[0], -1)
    rows[at_rows] = at_rows
    columns = np.full(cells.shape[1], len(rows))
    while True:
        np.minimum.at(columns, at_columns, rows[at_rows])
        now = rows.copy()
        np.minimum.at(now, at_rows, columns[at_columns])
        if np.array_equal(now, rows):
            return rows, np.where(columns < len(rows), columns, -1)
        rows = now


def _axis(cells: "Numbers") -> "tuple[Numbers, Numbers]":
    """Where rows and columns lie on the first axis of a table that has a number in each of them."""
    total = cells.sum()
    of_rows, of_columns = np.sqrt(cells.sum(axis=1) / total), np.sqrt(cells.sum(axis=0) / total)
    scaled = cells / (total * of_rows)[:, None] / of_columns
    is_wide = len(of_rows) <= len(of_columns)
    # The vectors of the smaller side are enough: the other side's follow from them. What rows and columns would
    # have without any pattern is taken off where that is least to do.
    product, expected = (scaled @ scaled.T, of_rows) if is_wide else (scaled.T @ scaled, of_columns)
    strengths, vectors = np.linalg.eigh(product - np.outer(expected, expected))
    if strengths[-1] < _LEAST:  # all rows have the same shares: what is left is rounding
        return np.zeros(len(of_rows)), np.zeros(len(of_columns))
    first = vectors[:, -1]
    along_rows = (first if is_wide else scaled @ first) / of_rows
    along_columns = (scaled.T @ first if is_wide else first) / of_columns
    along_rows, along_columns = (
        np.round(each / np.abs(each).max(), _DIGITS) for each in (along_rows, along_columns)
    )
    direction = -np.sign(along_rows[np.flatnonzero(along_rows)[0]])
    return along_rows * direction, along_columns * direction

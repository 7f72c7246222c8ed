import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codebook import TagTree
from core.errors import UserError
from core.frequencies import frequencies
from core.model import Document, Tag
from core.tables import block_cells, block_text, csv_bytes, matrix_table, safe_cell

TREE = TagTree([Tag(1, None, "Economy", "#4477aa", "", None), Tag(2, 1, "Oil/gas", "#4477aa", "", None)])
DOCUMENTS = [Document(n, f"Article {n}", "", "", "", "", 9, 2, "") for n in (1, 2)]
COUNTS = frequencies([(1, 1, 2), (1, 2, 5), (2, 2, 1)])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n@x", "＝1", " ＠x"])
def test_what_a_spreadsheet_would_run_becomes_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["", "Energy", "a=b", "7", 7, -7, "…"])
def test_everything_else_stays_as_it_is(value):
    assert safe_cell(value) == value


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4), max_size=5))
def test_csv_is_read_back_as_it_was_written(rows):
    text = csv_bytes(rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [[safe_cell(v) for v in row] for row in rows]


def test_csv_begins_with_a_byte_order_mark():
    assert csv_bytes([["é"]]) == b"\xef\xbb\xbf\xc3\xa9\r\n"


def test_the_matrix_ends_in_its_sums():
    assert matrix_table(COUNTS, TREE, DOCUMENTS) == [
        ("tag", "Article 1", "Article 2", "all"),
        ("Economy", 2, 0, 2),
        ("Economy/Oil\\/gas", 5, 1, 6),
    ]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=5)


@given(st.integers(1, 3).flatmap(lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1)))
def test_a_block_of_cells_comes_back_from_the_clipboard(rows):
    assert block_cells(block_text(rows)) == rows


def test_a_block_as_spreadsheets_write_it():
    assert block_cells('a\t"two\nlines"\r\n\r\nb') == [["a", "two\nlines"], [""], ["b"]]
    with pytest.raises(UserError, match="no block of cells"):
        block_cells("x" * 2_000_000)

"""CSV files as spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.tables import csv_bytes
from storage.importers import attribute_table
from storage.importers.attribute_table import read_table


@pytest.fixture
def read(tmp_path):
    def read_(content):
        path = tmp_path / "values.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_table(path)

    return read_


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_marks(read, delimiter, encoding):
    rows = [["Title", "Price"], ["“Öl”, and more", '1;5 "x"'], ["two\nlines", "=1+1"]]
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    table = read("\r\n".join(lines).encode(encoding))
    assert [table.header, *table.rows] == rows


def test_decimal_commas_are_no_delimiters(read):
    table = read("title;price\nOne;1,5\nTwo;2,5\nThree;3,5\n")
    assert table.header == ["title", "price"]
    assert table.column(1) == ["1,5", "2,5", "3,5"]


def test_rows_are_made_even_and_blank_ones_left_out(read):
    table = read("a,b\n\n1\n,\n1,2,3\n")
    assert table == ("values.csv", ["a", "b", ""], [["1", "", ""], ["1", "2", "3"]])


def test_one_column_is_a_table(read):
    assert read("title\nOne\nTwo\n").rows == [["One"], ["Two"]]


def test_what_a_spreadsheet_of_ours_says_comes_back(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_bytes(csv_bytes([("title", "n"), ("Öl, 😀", 3)]))
    assert read_table(path) == ("ours.csv", ["title", "n"], [["Öl, 😀", "3"]])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "holds no table"),
        ("title,price\n", "holds no table"),
        (b"PK\x03\x04\0\0\0\0", "is not a CSV file; save the table as CSV"),
        ("title,price\nÖl,3\n".encode("latin-1"), "is not UTF-8 text"),
        ("a" + "," * 600 + "\n1\n", "has 601 columns; at most 500 can be read"),
        ("a,b\n" + "x" * (2**20 + 1) + ",1\n", "one of its cells has no end"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(read, content, sentence):
    with pytest.raises(UserError, match=sentence):
        read(content)


def test_too_much_is_refused(read, monkeypatch):
    monkeypatch.setattr(attribute_table, "MAX_ROWS", 5)
    with pytest.raises(UserError, match="has more than 5 rows"):
        read("a,b\n" * 9)
    monkeypatch.setattr(attribute_table, "MAX_BYTES", 2**20)
    with pytest.raises(UserError, match="is larger than 1 MB"):
        read("a,b\n" * 2**19)


@given(content=st.binary(max_size=40) | st.text(st.sampled_from('a,;\t"\n\r1 '), max_size=40).map(str.encode))
def test_anything_is_a_table_or_a_sentence(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    try:
        table = read_table(path)
    except UserError:
        return
    assert {len(row) for row in table.rows} == {len(table.header)}

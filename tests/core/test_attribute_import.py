"""Which row of a table is about which article, and what it would change."""

import pytest

from core.attribute_import import KINDS, Match, Table, best_match, plan, proposed
from core.attributes import Cell, NewAttribute
from core.model import Attribute, Document


def document(id_, title, source="", date=""):
    return Document(id_, title, "Ann", "", date, source, 10, 2, "")


ARTICLES = {
    each.id: each
    for each in (
        document(1, "The Ambassador", "one.txt", "2020"),
        document(2, "Oil", "two.txt"),
        document(3, "Twins", "three.txt"),
        document(4, "twins", "four.txt"),
    )
}
GENRE, PRICE = Attribute(7, "Genre", "text"), Attribute(8, "Price", "number")
VALUES = {1: {7: "Essay", 8: "12.5"}}


def planned(table, match, targets):
    return plan(table, match, targets, ARTICLES, [GENRE, PRICE], VALUES)


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (["a", "b"], [["x", "oil"], ["y", "The  ambassador"]], Match(1, "title")),
        (["a", "b"], [["corpus/one.txt", "1"], [r"C:\texts\TWO.txt", "2"]], Match(0, "file")),
        (["pages", "id"], [["1", "4"], ["2", "3"]], Match(1, "id")),
        (["pages", "title"], [["9", "Oil"], ["8", "nobody"]], Match(1, "title")),
        (["id", "title"], [["1", "The Ambassador"], ["2", "Oil"]], Match(1, "title")),
        (["a"], [["nobody"]], Match(0, "title")),
        (["a", "title"], [["1", "nobody"]], Match(1, "title")),
    ],
)
def test_the_column_that_names_the_article_is_found(header, rows, expected):
    assert best_match(Table("t.csv", header, rows), ARTICLES.values()) == expected


def test_only_what_is_asked_for_is_looked_at():
    table = Table("t.csv", ["title", "id"], [["Oil", "1"]])
    assert [best_match(table, ARTICLES.values(), [kind]).kind for kind in KINDS] == list(KINDS)


def test_columns_go_where_their_names_say():
    header = ["Title", "GENRE", "date", "Pages", "pages", "", "Words", "genre"]
    rows = [["Oil", "a", "2020", "3", "x", "yes", "9", "b"]]
    assert proposed(Table("t.csv", header, rows), Match(0, "title"), [GENRE, PRICE]) == [
        *(None, 7, "date", NewAttribute("Pages", "number"), None),
        *(NewAttribute("Column 6", "yes-no"), None, None),
    ]


def test_what_changes_is_told_and_what_does_not_is_left_out():
    header = ["title", "genre", "price", "date", "author", "new"]
    rows = [
        ["The Ambassador", "Essay", "13", "2020", "Ann", "1"],
        ["oil", "", "dear", "31.12.2020", " ", "2"],
        ["twins", "a", "1", "", "", "3"],
        ["Nobody", "a", "1", "", "", "4"],
        [" ", "a", "1", "", "", "5"],
        ["Oil", "a", "1", "", "", "6"],
    ]
    new = NewAttribute("New", "number")
    found = planned(Table("t.csv", header, rows), Match(0, "title"), [None, 7, 8, "date", "author", new])
    assert found.cells == [Cell(1, 8, "13"), Cell(1, new, "1"), Cell(2, "date", "2020-12-31"), Cell(2, new, "2")]
    assert (found.matched, found.replaced) == (2, 1)
    assert found.remarks == [
        "Row 3, price: “dear” is not a number such as 12 or 3.5.",
        "Row 4: 2 articles are called “twins”.",
        "Row 5: No article is called “Nobody”.",
        "Row 6: It names no article; its title is blank.",
        "Row 7: It is about “Oil” as row 3 is, which counts.",
    ]


def test_of_two_columns_for_one_place_the_first_counts():
    table = Table("t.csv", ["id", "a", "b"], [["2", "first", "second"]])
    found = planned(table, Match(0, "id"), [None, 7, 7])
    assert found.cells == [Cell(2, 7, "first")]
    assert found.remarks == ["Several columns go to “Genre”; the first of them counts."]


@pytest.mark.parametrize(
    ("kind", "sentence"), [("file", "No article was read from “x”."), ("id", "No article has the id “x”.")]
)
def test_what_is_missing_is_named(kind, sentence):
    assert planned(Table("t.csv", ["a", "b"], [["x", "y"]]), Match(0, kind), [None, 7]).remarks == [
        f"Row 2: {sentence}"
    ]

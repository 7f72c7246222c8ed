"""What is known about articles on the command line: listed, and imported from CSV files."""

import pytest

from tests.cli.test_cli import loaded, refused, run


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.postil"
    run("new", path)
    for name in ("One", "Two"):
        (tmp_path / f"{name}.txt").write_text(f"The text of {name}.", "utf-8")
        run("add", path, tmp_path / f"{name}.txt")
    return path


@pytest.fixture
def values(tmp_path):
    path = tmp_path / "values.csv"
    path.write_text(
        "id;title;file;author;Price;Seen\n2;one;Two.txt;Ann;1,5;yes\n1;two;One.txt;Ben;dear;no\n", "utf-8"
    )
    return path


def test_values_are_imported_in_one_step_and_listed(book, values):
    done = run("attributes", book, "--import", values)
    assert done.stdout == "Imported values: 6. Rows that found their article: 2.\n"
    assert done.stderr == ""
    first, second = loaded("attributes", book)
    assert first == {
        "id": 1,
        "title": "One",
        "author": "Ann",
        "outlet": "",
        "date": "",
        "file": "One.txt",
        "words": 4,
        "annotations": 0,
        "attributes": {"Price": "1,5", "Seen": True},
    }
    assert second["attributes"] == {"Price": "dear", "Seen": False}
    assert run("undo", book).stdout == "Import 6 values from “values.csv”\n"
    assert [row["attributes"] for row in loaded("attributes", book)] == [{}, {}]
    assert run("redo", book).stdout == "Import 6 values from “values.csv”\n"


@pytest.mark.parametrize(("kind", "author"), [("title", "Ann"), ("file", "Ben"), ("id", "Ben")])
def test_rows_name_their_articles_as_asked(book, values, kind, author):
    run("attributes", book, "--import", values, "--match", kind)
    assert loaded("attributes", book)[0]["author"] == author


def test_people_get_a_table_with_a_column_for_each_attribute(book, values):
    assert run("attributes", book).stdout.splitlines()[0].split()[-2:] == ["words", "annotations"]
    run("attributes", book, "--import", values)
    head, first, _ = run("attributes", book).stdout.splitlines()
    assert head.split()[-2:] == ["Price", "Seen"]
    assert first.split()[-2:] == ["1,5", "yes"]


def test_what_does_not_fit_is_told_and_left_out(book, values):
    values.write_text("title,Price\nOne,3\nTwo,4\n", "utf-8")
    run("attributes", book, "--import", values)
    values.write_text("title,Price\nOne,dear\nThree,4\n", "utf-8")
    done = run("attributes", book, "--import", values)
    assert done.stdout == "Imported values: 0. Rows that found their article: 1.\n"
    assert done.stderr.splitlines() == [
        "Row 2, Price: “dear” is not a number such as 12 or 3.5.",
        "Row 3: No article is called “Three”.",
    ]


def test_what_makes_no_sense_is_refused(book, tmp_path):
    assert "--match goes with --import" in refused("attributes", book, "--match", "id", code=2)
    assert "There is no file" in refused("attributes", book, "--import", tmp_path / "none.csv")
    run("new", tmp_path / "empty.postil")
    assert run("attributes", tmp_path / "empty.postil").stdout == "There are no articles yet.\n"

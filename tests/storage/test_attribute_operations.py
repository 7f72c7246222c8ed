"""What is noted about articles: each change done, refused, undone and redone."""

import json
import shutil
import time

import pytest

from core.attributes import Cell, NewAttribute
from storage import attribute_operations as operations
from storage import attributes, documents, integrity, merge, plain, rebuild
from storage.operations import add_documents, edit_document, remove_document
from storage.project import Project
from tests.storage.contents import add_article, article, contents
from tests.storage.steps import refused, step


@pytest.fixture
def noted(project):
    """Two articles with an attribute of each type."""
    for title in ("One", "Two"):
        add_article(project, title=title)
    for name, type_ in (("Genre", "text"), ("Price", "number"), ("Seen", "date"), ("Online", "yes-no")):
        project.run("Create", operations.create_attribute, name, type_)
    for attribute, text in ((1, "Essay"), (2, "1 234,5"), (3, "31.12.2020"), (4, "ja")):
        project.run("Set", operations.set_value, 1, attribute, text)
    project.run("Set", operations.set_value, 2, 1, "12")
    return project


def names(project):
    return [(each.name, each.type) for each in attributes.all_attributes(project.db)]


def test_values_are_kept_as_their_type_asks(noted):
    assert attributes.values(noted.db) == {1: {1: "Essay", 2: "1234.5", 3: "2020-12-31", 4: "yes"}, 2: {1: "12"}}


def test_an_attribute_is_made_renamed_and_deleted(noted):
    assert step(noted, operations.create_attribute, " Länge ", "number") == 5
    step(noted, operations.rename_attribute, 5, "Length")
    step(noted, operations.rename_attribute, 5, "LENGTH")
    assert names(noted)[4] == ("LENGTH", "number")
    step(noted, operations.delete_attribute, 1)
    assert [name for name, _ in names(noted)] == ["Price", "Seen", "Online", "LENGTH"]
    assert attributes.values(noted.db) == {1: {2: "1234.5", 3: "2020-12-31", 4: "yes"}}


def test_what_makes_no_sense_is_refused(noted):
    refused(noted, "There is an attribute “genre” already", operations.create_attribute, "genre", "text")
    refused(noted, "There is an attribute “genre” already", operations.rename_attribute, 2, "genre")
    refused(noted, "Every article has “title” already", operations.create_attribute, "title", "text")
    refused(
        noted,
        "“colour” is not a type: choose text, number, date or yes-no",
        operations.create_attribute,
        "A",
        "colour",
    )
    refused(noted, "no longer in the project", operations.rename_attribute, 9, "A")
    refused(noted, "no longer in the project", operations.delete_attribute, 9)
    refused(noted, "no longer in the project", operations.set_value, 1, 9, "A")
    refused(noted, "There is no article 9", operations.set_value, 9, 1, "A")
    refused(noted, "“words” cannot be edited", operations.edit_cells, [Cell(1, "words", "3")])
    refused(noted, "Price of “One”: “x” is not a number", operations.set_value, 1, 2, "x")


def test_another_type_takes_the_values_along_or_says_which_does_not_fit(noted):
    refused(noted, "Genre of “One”: “Essay” is not a number", operations.retype_attribute, 1, "number")
    assert step(noted, operations.retype_attribute, 1, "number", True) == 1
    assert step(noted, operations.retype_attribute, 2, "text") == 0
    assert step(noted, operations.retype_attribute, 4, "text") == 0
    assert attributes.values(noted.db) == {1: {2: "1234.5", 3: "2020-12-31", 4: "yes"}, 2: {1: "12"}}
    refused(noted, "is not a type", operations.retype_attribute, 3, "colour")


def test_many_cells_are_one_step_and_all_of_them_or_none(noted):
    cells = [Cell(2, "title", "Two, edited"), Cell(2, "date", "1.2.2021"), Cell(2, 2, "7"), Cell(1, 1, " ")]
    step(noted, operations.edit_cells, cells)
    edited = documents.all_documents(noted.db)[1]
    assert (edited.title, edited.author, edited.date) == ("Two, edited", "", "2021-02-01")
    assert attributes.values(noted.db)[1] == {2: "1234.5", 3: "2020-12-31", 4: "yes"}
    assert attributes.values(noted.db)[2] == {1: "12", 2: "7"}
    refused(noted, "An article needs a title", operations.edit_cells, [Cell(1, 2, "8"), Cell(1, "title", "")])
    refused(
        noted,
        "Date of “One”: “soon” is not a date",
        operations.edit_cells,
        [Cell(1, 2, "8"), Cell(1, "date", "soon")],
    )


def test_a_date_that_was_never_one_may_stay(noted):
    noted.run("Edit", edit_document, 1, "One", "", "", "c. 1890")
    step(noted, operations.edit_cells, [Cell(1, "date", "c. 1890"), Cell(1, "author", "Ann")])
    assert documents.all_documents(noted.db)[0][2:5] == ("Ann", "", "c. 1890")


def test_a_column_can_be_made_with_its_values(noted):
    new = NewAttribute("Pages", "number")
    step(
        noted,
        operations.edit_cells,
        [Cell(1, new, "3"), Cell(2, new, "4"), Cell(1, NewAttribute("Kind", "text"), "a")],
    )
    assert names(noted)[4:] == [("Pages", "number"), ("Kind", "text")]
    assert attributes.values(noted.db)[2] == {1: "12", 5: "4"}
    refused(
        noted,
        "There is an attribute “Genre” already",
        operations.edit_cells,
        [Cell(1, NewAttribute("Genre", "text"), "a")],
    )


def test_what_changes_nothing_is_no_step(noted):
    _, changes = noted.run(
        "Again", operations.edit_cells, [Cell(1, 2, "1234,50"), Cell(2, 3, ""), Cell(1, "title", "One")]
    )
    assert changes.before == {}


def test_values_go_with_their_article_and_come_back(noted):
    step(noted, remove_document, 1)
    assert attributes.values(noted.db) == {2: {1: "12"}}


def test_a_thousand_articles_with_twenty_attributes_are_quick(project):
    project.run("Add", add_documents, [article(f"Text {n}", f"Article {n}") for n in range(1000)])
    new = [NewAttribute(f"A{n}", "number") for n in range(20)]
    cells = [
        Cell(document, column, f"{document},{at}") for document in range(1, 1001) for at, column in enumerate(new)
    ]
    begun = time.perf_counter()
    project.run("Import", operations.edit_cells, cells)
    assert time.perf_counter() - begun < 4
    begun = time.perf_counter()
    assert len(attributes.values(project.db)) == 1000
    project.run("Set", operations.set_value, 7, 3, "8")
    assert time.perf_counter() - begun < 0.5


def held(path):
    """What is noted in a project, by names."""
    copy = Project.open(path, read_only=True)
    assert integrity.full_report(copy.db) == []
    named = {each.id: (each.name, each.type) for each in attributes.all_attributes(copy.db)}
    found = {
        (document, named[attribute]): value
        for document, row in attributes.values(copy.db).items()
        for attribute, value in row.items()
    }
    copy.close()
    return found


def test_a_plain_copy_has_all_of_it(noted, tmp_path):
    noted.close()
    plain.write_plain(noted.path, tmp_path / "copy.json")
    remarks = rebuild.Remarks()
    plain.read_plain(tmp_path / "copy.json", tmp_path / "again.postil", remarks)
    assert remarks.sentences() == []
    assert held(tmp_path / "again.postil") == held(noted.path)
    assert len(held(noted.path)) == 5


def test_values_of_an_attribute_whose_name_is_lost_stay(noted, tmp_path):
    noted.close()
    plain.write_plain(noted.path, tmp_path / "copy.json")
    whole = json.loads((tmp_path / "copy.json").read_text("utf-8"))
    whole["attribute"] = [row for row in whole["attribute"] if row["name"] != "Price"]
    whole["attribute"][0]["type"] = "colour"
    (tmp_path / "copy.json").write_text(json.dumps(whole), "utf-8")
    remarks = rebuild.Remarks()
    plain.read_plain(tmp_path / "copy.json", tmp_path / "again.postil", remarks)
    assert any("“Attribute 2”" in sentence for sentence in remarks.sentences())
    found = held(tmp_path / "again.postil")
    assert found[1, ("Genre", "text")] == "Essay"
    assert found[1, ("Online", "yes-no")] == "yes"
    assert found[1, ("Attribute 2", "text")] == "1234.5"
    assert len(found) == 5


def test_two_copies_have_together_what_either_has(noted, tmp_path):
    noted.close()
    shutil.copy(noted.path, tmp_path / "other.postil")
    ours, theirs = Project.open(noted.path), Project.open(tmp_path / "other.postil")
    for project in (ours, theirs):
        project.run("Create", operations.create_attribute, "Both", "text")
    ours.run("Set", operations.set_value, 1, 5, "ours")
    theirs.run("Set", operations.set_value, 1, 5, "theirs")
    theirs.run("Set", operations.set_value, 2, 5, "theirs")
    theirs.run("Create", operations.create_attribute, "Only there", "number")
    theirs.run("Set", operations.set_value, 2, 6, "3")
    theirs.close()
    before = contents(ours)
    ours.run("Bring in", merge.bring_in, theirs.path)
    ours.undo()
    assert contents(ours) == before
    ours.redo()
    ours.close()
    found = held(noted.path)
    assert found[1, ("Both", "text")] == "ours"
    assert found[2, ("Both", "text")] == "theirs"
    assert found[2, ("Only there", "number")] == "3"

import csv
import io

import pytest

from core.chart_settings import CHOICES
from core.measures.catalogue import MEASURES
from core.measures.units import UNITS
from tests.cli.test_cli import annotate, loaded, refused, run


@pytest.fixture
def tagged(book):
    """A project of the sample articles with three codings: a passage with two tags, and one in another article."""
    for article, start, stop, tags in [(1, 10, 40, ["Energy", "Energy/Oil"]), (2, 0, 20, ["Energy/Oil"])]:
        options = [option for tag in tags for option in ("--tag", tag)]
        annotate(book, start, stop, *options, document=article)
    return book


def measured(*args):
    return loaded("measure", *args)


def test_the_command_line_knows_every_unit_and_measure():
    assert set(CHOICES["unit"]) == set(UNITS)
    assert set(CHOICES["name"]) >= set(MEASURES)


def test_numbers_come_as_json_with_their_definition(tagged):
    found = measured(tagged, "frequency")
    assert list(found) == ["name", "unit", "definition", "rows", "columns", "values"]
    assert found["rows"] == ["Energy", "Energy/Oil"]
    assert found["values"] == [[1], [2]]
    assert measured(tagged, "frequency", "--rollup")["values"] == [[3], [2]]
    assert measured(tagged, "frequency", "--unit", "characters", "--rollup")["values"] == [[50], [50]]
    assert measured(tagged, "frequency", "--tag", "Energy/Oil", "--document", 2)["values"] == [[1]]


def test_words_of_the_passages_of_a_tag_are_counted(tagged):
    found = measured(tagged, "words", "--tag", "Energy", "--rollup", "--stop-words", "none")
    everything = measured(tagged, "words")
    assert found["unit"] == "words"
    assert set(everything["rows"]) < set(found["rows"])
    assert sum(row[0] for row in found["values"]) == len(found["values"])
    assert "Stop words of English" in everything["definition"]
    assert "There are no stop words of “xx”" in refused("measure", tagged, "words", "--stop-words", "xx")


def test_numbers_come_as_csv_and_as_columns_for_people(tagged):
    rows = list(csv.reader(io.StringIO(run("measure", tagged, "frequency", "--csv").stdout.removeprefix("\ufeff"))))
    assert rows[:3] == [["", "all"], ["Energy", "1"], ["Energy/Oil", "2"]]
    assert rows[-1][0].startswith("codings: Unit: codings")
    lines = run("measure", tagged, "frequency").stdout.splitlines()
    assert lines[1].split() == ["Energy", "1"]
    assert lines[-1].startswith("Unit: codings")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--tag", "Gas"], "There is no tag “Gas”."),
        (["--document", "9"], "There is no article 9."),
        (["--by", "attribute:Mood"], "Nothing about articles is called “Mood”"),
    ],
)
def test_what_is_not_in_the_project_is_said(tagged, options, sentence):
    assert sentence in refused("measure", tagged, "matrix", *options)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("time", ["--by", "article"], "The measure “time” has no use for “by”."),
        ("frequency", ["--relation", "exact"], "The measure “frequency” has no use for “relation”."),
        ("matrix", ["--stop-words", "en"], "The measure “matrix” has no use for “stop-words”."),
        ("cooccurrence", ["--near", "5"], "“near” 5 goes with the relation near, not with overlap."),
        ("words", ["--unit", "percent"], "The measure “words” counts words, not percent."),
        ("saturation", ["--unit", "characters"], "The measure “saturation” counts tags, not characters."),
        ("attribute", ["--by", "article"], "as attribute:NAME, not by “article”."),
    ],
)
def test_a_part_of_the_question_that_means_nothing_is_said(tagged, name, options, sentence):
    assert sentence in refused("measure", tagged, name, *options)


@pytest.mark.parametrize("options", [["--unit", "words"], ["--unit", "codings"]])
def test_the_unit_that_a_measure_has_can_be_named(tagged, options):
    assert loaded("measure", tagged, "words", *options)["unit"] == "words"


def test_a_definition_says_which_articles_and_tags_were_asked_for(tagged):
    found = loaded("measure", tagged, "frequency", "--document", 2, "--tag", "Energy/Oil", "--tag", "Energy")
    assert "Only the article: USA-Russia: " in found["definition"]
    assert found["definition"].endswith(". Only tags: Energy/Oil; Energy.")
    assert loaded("measure", tagged, "frequency", "--tag", "Energy")["definition"].endswith("Only the tag: Energy.")
    assert "Only" not in loaded("measure", tagged, "frequency")["definition"]

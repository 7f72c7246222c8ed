import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.measures.catalogue import measure
from core.measures.frequency import shares
from core.measures.measured import Asked
from core.measures.units import UNITS
from tests.core.measures.projects import Coding, material, projects, touched_words

EXAMPLE = [Coding(1, 1, 10, 30, 1), Coding(1, 1, 20, 40, 2), Coding(2, 1, 25, 35, 3), Coding(2, 1, 60, 70, 4)]


def example():
    """The case that reference tables of coverage use: a text of 100 characters, two tags with two passages each."""
    return material([None, None], ["x" * 100], EXAMPLE)


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [("codings", 2, 2), ("passages", 2, 2), ("percent", 30, 20), ("characters", 30, 20)],
)
def test_coverage_is_a_union(unit, first, second):
    assert measure(example(), Asked("frequency", unit)).values.tolist() == [[first], [second]]


def slowly(texts, listed, unit, articles):
    """One number of a table: these codings in these articles, counted one by one."""
    here = [each for each in listed if each.document in articles]
    covered = {d: {at for c in here if c.document == d for at in range(c.start, c.stop)} for d in articles}
    characters, words = sum(len(texts[d - 1]) for d in articles), sum(len(texts[d - 1].split()) for d in articles)
    union = sum(map(len, covered.values()))
    return {
        "codings": lambda: len(here),
        "passages": lambda: len({(c.document, c.start, c.stop) for c in here}),
        "articles": lambda: len({c.document for c in here}),
        "characters": lambda: union,
        "percent": lambda: 100 * union / characters if characters else math.nan,
        "words": lambda: sum(touched_words(texts[d - 1], covered[d]) for d in articles),
        "per-1000": lambda: 1000 * len(here) / words if words else math.nan,
    }[unit]()


@given(projects(), st.sampled_from(list(UNITS)), st.booleans(), st.sampled_from(["tag", "article"]))
def test_every_number_is_as_counted_one_by_one(project, unit, rollup, by):
    those, listed = project
    documents = [each.id for each in those.codings.documents]
    texts = [those.text(each) for each in documents]
    found = measure(those, Asked("frequency", unit, by=by, rollup=rollup))
    columns = [documents] if by == "tag" else [[each] for each in documents]
    for row, head in enumerate(found.rows):
        members = {
            t.id for t in those.tree if t.id == head.tag or (rollup and those.tree.is_within(t.id, head.tag))
        }
        mine = [each for each in listed if each.tag in members]
        for column, articles in enumerate(columns):
            number = slowly(texts, mine, unit, articles)
            assert found.values[row, column] == pytest.approx(number, nan_ok=True)
            assert not number > 100 or unit != "percent"
            behind = {each.annotation for each in mine if each.document in articles}
            assert set(found.behind(row, column)) == behind


@given(projects(), st.sampled_from(list(UNITS)))
def test_stacks_are_the_matrix_turned(project, unit):
    matrix, stacked = (measure(project[0], Asked(name, unit)) for name in ("matrix", "stacked"))
    np.testing.assert_array_equal(stacked.values, matrix.values.T)
    assert [head.tag for head in stacked.columns] == [head.tag for head in matrix.rows]
    for row in range(len(stacked.rows)):
        for column in range(len(stacked.columns)):
            assert stacked.behind(row, column) == matrix.behind(column, row)


@given(projects())
def test_a_tree_counts_each_coding_of_a_branch_once(project):
    those, listed = project
    found = measure(those, Asked("tree"))
    for head, (own, rolled) in zip(found.rows, found.values, strict=True):
        assert own == sum(each.tag == head.tag for each in listed)
        assert rolled == sum(those.tree.is_within(each.tag, head.tag) for each in listed)


@given(projects(), st.data())
def test_chosen_tags_and_articles_are_all_that_is_there(project, data):
    those, listed = project
    tags = data.draw(st.lists(st.sampled_from(those.tree.order), unique=True, min_size=1))
    articles = data.draw(
        st.lists(st.sampled_from([d.id for d in those.codings.documents]), unique=True, min_size=1)
    )
    found = measure(those, Asked("matrix", tags=tuple(tags), documents=tuple(articles)))
    assert {head.tag for head in found.rows} == set(tags)
    assert {head.document for head in found.columns} == set(articles)
    for row, tag in enumerate(found.rows):
        for column, article in enumerate(found.columns):
            expected = sum((each.tag, each.document) == (tag.tag, article.document) for each in listed)
            assert found.values[row, column] == expected


def test_values_of_an_attribute_are_columns_in_their_order():
    noted = {1: "10", 2: "9", 3: "10"}
    listed = [Coding(1, 1, 0, 1, 1), Coding(1, 3, 0, 1, 2), Coding(1, 2, 0, 1, 3), Coding(1, 4, 0, 1, 4)]
    found = measure(material([None], ["a b"] * 4, listed, noted), Asked("attribute", by="attribute:Year"))
    assert [head.label for head in found.columns] == ["9", "10", "not noted"]
    assert found.values.tolist() == [[1, 2, 1]]
    assert found.behind(0, 1) == [1, 2]
    assert "“Year”, with so many articles: 9: 1; 10: 2; not noted: 1." in found.definition


def test_a_value_that_is_called_as_what_has_none_is_kept_apart():
    listed = [Coding(1, article, 0, 1, article) for article in (1, 2, 3)]
    those = material([None], ["a b"] * 3, listed, {1: "not noted", 2: "not noted"})
    found = measure(those, Asked("attribute", by="attribute:Year"))
    assert [head.label for head in found.columns] == ["not noted", "(not noted)"]
    assert found.values.tolist() == [[2, 1]]
    assert "not noted: 2; (not noted): 1." in found.definition


@pytest.mark.parametrize(
    "wrong", [{"name": "bars"}, {"name": "matrix", "unit": "pages"}, {"name": "matrix", "by": "date"}]
)
def test_what_cannot_be_measured_is_refused(wrong):
    with pytest.raises(UserError, match=r"There is no|not by"):
        measure(example(), Asked(**wrong))


def test_numbers_are_plain_in_json_and_what_cannot_be_counted_is_null():
    empty = material([None], [""], [])
    assert measure(empty, Asked("frequency", "percent")).as_json()["values"] == [[None]]
    assert measure(example(), Asked("frequency")).as_json() == {
        "name": "frequency",
        "unit": "codings",
        "definition": "Unit: codings (one tag on one annotation). A passage with three tags counts three times. "
        "Subtags are not rolled up.",
        "rows": ["tag 1", "tag 2"],
        "columns": ["all"],
        "values": [[2], [2]],
    }


@given(projects(), st.sampled_from(["row", "column"]))
def test_shares_of_a_row_or_a_column_are_100_per_cent_together(project, of):
    found = measure(project[0], Asked("matrix"))
    parts = shares(found, of, range(len(found.rows)))
    sums = np.nansum(parts.values, axis=1 if of == "row" else 0)
    assert np.isclose(sums[sums > 0], 100).all()
    counted = found.values.sum(axis=1 if of == "row" else 0, keepdims=True)
    assert np.isnan(parts.values).tolist() == np.broadcast_to(counted == 0, found.values.shape).tolist()
    assert (parts.unit, parts.rows, parts.columns) == ("percent", found.rows, found.columns)
    assert parts.definition.startswith(found.definition)
    assert f"per cent of the sum of their {of}" in parts.definition


@pytest.mark.parametrize("unit", ["percent", "per-1000"])
@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("frequency", "the articles"),
        ("matrix", "the article"),
        ("attribute", "the articles with the value"),
        ("time", "the articles of the month"),
    ],
)
def test_a_share_says_of_which_texts_it_is(unit, name, texts):
    definition = measure(example(), Asked(name, unit)).definition
    assert f"of {texts}." in definition or f"of {texts}, spaces included" in definition

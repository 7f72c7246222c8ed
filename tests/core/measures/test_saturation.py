from hypothesis import given
from hypothesis import strategies as st

from core.measures.catalogue import measure
from core.measures.measured import Asked
from tests.core.measures.projects import Coding, material, projects
from tests.core.measures.test_over_time import dated


def example():
    listed = [Coding(1, 1, 0, 1, 1), Coding(1, 2, 0, 1, 2), Coding(2, 2, 0, 1, 3), Coding(3, 3, 0, 1, 4)]
    return material([None, None, 2], ["a"] * 3, listed)


def test_each_article_brings_the_tags_that_no_earlier_one_had():
    found = measure(example(), Asked("saturation"))
    assert [head.label for head in found.columns] == ["new tags", "tags so far"]
    assert found.values.tolist() == [[1, 1], [1, 2], [1, 3]]
    assert found.unit == "tags"
    assert "in the order they were added, as 3 of 3 have no date" in found.definition
    assert (found.behind(1, 0), found.behind(1, 1)) == ([3], [1, 2, 3])


def test_articles_are_read_by_date_when_all_have_one():
    found = measure(dated(example(), ["2020-05", "2020-04-30", "2020"]), Asked("saturation"))
    assert [head.document for head in found.rows] == [3, 2, 1]
    assert found.values.tolist() == [[1, 1], [2, 3], [0, 3]]
    assert "in the order of their dates" in found.definition
    one_undated = measure(dated(example(), ["2020-05", "", "2020"]), Asked("saturation"))
    assert [head.document for head in one_undated.rows] == [1, 2, 3]
    assert "as 1 of 3 has no date such as" in one_undated.definition


def test_the_only_article_is_not_one_of_one():
    found = measure(material([None], ["a"], [Coding(1, 1, 0, 1, 1)]), Asked("saturation"))
    assert "in the order they were added, as the article has no date such as 2020-05." in found.definition


@given(projects(), st.booleans(), st.data())
def test_saturation_is_as_read_one_by_one(project, rollup, data):
    those, listed = project
    dates = [data.draw(st.sampled_from(["2019", "2019-05", "2020-01-01", ""])) for _ in those.codings.documents]
    those = dated(those, dates)
    found = measure(those, Asked("saturation", rollup=rollup))
    tags = those.tree.order
    above = {tag: {up for up in tags if up == tag or (rollup and those.tree.is_within(tag, up))} for tag in tags}
    so_far, annotations = set(), set()
    for row, head in enumerate(found.rows):
        mine = [each for each in listed if each.document == head.document]
        new = {up for each in mine for up in above[each.tag]} - so_far
        so_far |= new
        annotations |= {each.annotation for each in mine}
        assert found.values[row].tolist() == [len(new), len(so_far)]
        assert set(found.behind(row, 0)) == {each.annotation for each in mine if above[each.tag] & new}
        assert set(found.behind(row, 1)) == annotations
    assert {head.document for head in found.rows} == {each.id for each in those.codings.documents}

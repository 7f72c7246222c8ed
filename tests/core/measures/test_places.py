import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.measures.catalogue import measure
from core.measures.measured import Asked
from core.measures.places import PARAGRAPH_UNITS, SECTION_UNITS, strips
from core.text import Lines
from tests.core.measures.projects import Coding, material, projects, touched_words


def example():
    """A text of 100 characters with overlapping and touching passages of a tag, and one without any."""
    listed = [Coding(1, 1, 10, 30, 1), Coding(1, 1, 20, 40, 2), Coding(2, 1, 40, 50, 3), Coding(2, 1, 50, 60, 4)]
    return material([None, None], ["x" * 100, "y" * 7], listed)


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        ("codings", [2, 2, 0, 0], [0, 1, 1, 0]),
        ("characters", [15, 15, 0, 0], [0, 10, 10, 0]),
        ("percent", [60, 60, 0, 0], [0, 40, 40, 0]),
    ],
)
def test_a_passage_counts_in_each_section_that_it_reaches(unit, first, second):
    found = measure(example(), Asked("portrait", unit, sections=4))
    assert [head.label for head in found.rows] == ["Article 1 · tag 1", "Article 1 · tag 2"]
    assert [(head.document, head.tag) for head in found.rows] == [(1, 1), (1, 2)]
    assert [head.label for head in found.columns] == ["1", "2", "3", "4"]
    assert found.values.tolist() == [first, second]
    assert found.behind(0, 0) == [1, 2]
    assert found.behind(1, 2) == [4]
    assert "Each article is cut into 4 equal sections, from" in found.definition
    whole = measure(example(), Asked("portrait", unit, sections=1))
    assert "Each article is one section, from its first to its last character." in whole.definition


def number(unit, mine, left, right, text):
    """One number of a place `[left, right)`, counted character by character."""
    here = [each for each in mine if set(range(each.start, each.stop)) & set(range(left, right))]
    if unit == "words":
        here = [each for each in here if text[max(each.start, left) : min(each.stop, right)].strip()]
    covered = {at for each in here for at in range(each.start, each.stop) if left <= at < right}
    return {
        "codings": lambda: len(here),
        "passages": lambda: len({(each.start, each.stop) for each in here}),
        "characters": lambda: len(covered),
        "percent": lambda: 100 * len(covered) / (right - left) if right > left else math.nan,
        "words": lambda: touched_words(text[left:right], {at - left for at in covered}),
    }[unit](), {each.annotation for each in here}


@given(projects(), st.sampled_from(SECTION_UNITS), st.integers(1, 30) | st.just(120), st.booleans())
def test_every_section_is_as_counted_one_by_one(project, unit, sections, rollup):
    those, listed = project
    found = measure(those, Asked("portrait", unit, sections=sections, rollup=rollup))
    seen = set()
    for row, head in enumerate(found.rows):
        text, size = those.text(head.document), len(those.text(head.document))
        tags = {head.tag} | ({each.id for each in those.tree.walk(head.tag)} if rollup else set())
        mine = [each for each in listed if each.document == head.document and each.tag in tags]
        seen |= {(each.document, each.tag) for each in mine}
        assert mine
        for column in range(sections):
            left, right = (size * edge // sections for edge in (column, column + 1))
            expected, annotations = number(unit, mine, left, right, text)
            assert found.values[row, column] == pytest.approx(expected, nan_ok=True)
            assert set(found.behind(row, column)) == annotations
    assert seen == {(each.document, each.tag) for each in listed}


@given(projects())
def test_strips_have_every_coding_in_the_order_of_the_text(project):
    those, listed = project
    found = strips(those, Asked("portrait"))
    rows = [
        (head.document, head.tag, *place) for head, place in zip(found.rows, found.values.tolist(), strict=True)
    ]
    assert sorted(rows) == sorted((c.document, c.tag, c.start, c.stop) for c in listed)
    assert rows == sorted(rows, key=lambda row: (row[0], row[2], -row[3]))
    for at, row in enumerate(rows):
        (annotation,) = found.behind(at, 0)
        assert (row[1], annotation) in {(c.tag, c.annotation) for c in listed if (c.start, c.stop) == row[2:]}
    assert [head.label for head in found.rows[1:3]] == [
        f"Article {row[0]} · {those.tree.path(row[1])}" for row in rows[1:3]
    ]


@given(projects(), st.sampled_from(PARAGRAPH_UNITS), st.integers(1, 3), st.booleans())
def test_every_paragraph_is_as_counted_one_by_one(project, unit, wanted, rollup):
    those, listed = project
    article = those.codings.documents[(wanted - 1) % len(those.codings.documents)].id
    text = those.text(article)
    lines = Lines(text)
    found = measure(those, Asked("codeline", unit, documents=(article,), rollup=rollup))
    assert [head.label for head in found.columns] == [str(at + 1) for at in range(lines.paragraphs)]
    assert f"“Article {article}”" in found.definition
    used = {each.tag for each in listed if each.document == article}
    used |= {up for up in those.tree.order for tag in used if rollup and those.tree.is_within(tag, up)}
    assert {head.tag for head in found.rows} == used
    for row, head in enumerate(found.rows):
        tags = {head.tag} | ({each.id for each in those.tree.walk(head.tag)} if rollup else set())
        mine = [each for each in listed if each.document == article and each.tag in tags]
        for column in range(lines.paragraphs):
            line = lines.line_of(column + 1)
            expected, annotations = number(unit, mine, lines.starts[line], lines.starts[line + 1] - 1, text)
            assert found.values[row, column] == pytest.approx(expected)
            assert set(found.behind(row, column)) == annotations


def test_a_codeline_is_of_the_first_article_asked_for():
    listed = [Coding(1, 1, 0, 1, 1), Coding(1, 2, 5, 6, 2)]
    those = material([None], ["a\n\nb", "one\n\ntwo\nthree"], listed)
    assert measure(those, Asked("codeline")).values.tolist() == [[1, 0]]
    second = measure(those, Asked("codeline", documents=(2,)))
    assert second.values.tolist() == [[0, 1, 0]]
    assert "“Article 2”" in second.definition


@pytest.mark.parametrize("name", ["portrait", "codeline"])
def test_where_there_is_nothing_the_table_is_empty(name):
    for those in (material([None], [], []), material([None], [""], []), material([], ["a"], [])):
        found = measure(those, Asked(name, "percent"))
        assert len(found.rows) == 0
        assert found.as_json()["values"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "portrait", "unit": "words"},
        {"name": "portrait", "unit": "articles"},
        {"name": "portrait", "sections": 0},
        {"name": "portrait", "sections": 1_001},
        {"name": "codeline", "unit": "per-1000"},
    ],
)
def test_what_cannot_be_counted_in_a_place_is_refused(wrong):
    with pytest.raises(UserError, match=r"cannot be counted there; ask for|can be cut into 1 to"):
        measure(example(), Asked(**wrong))

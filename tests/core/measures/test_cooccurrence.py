import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import units
from core.errors import UserError
from core.measures import together
from core.measures.catalogue import measure
from core.measures.cooccurrence import COUNTS
from core.measures.measured import Asked
from core.measures.standing import RELATIONS
from tests.core.measures.projects import Coding, material, projects

EXAMPLE = [Coding(1, 1, 10, 30, 1), Coding(1, 1, 20, 40, 2), Coding(2, 1, 25, 35, 3), Coding(2, 1, 60, 70, 4)]


def example():
    """Two tags with two passages each in a text of 100 characters, as in the reference tables."""
    return material([None, None], ["x" * 100], EXAMPLE)


def both(those, **asked):
    """What is between the first two tags, and the annotations behind it."""
    found = measure(those, Asked("cooccurrence", **asked))
    return found.values[0, 1], found.behind(0, 1)


# -- reference values


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ("pairs", 2),
        ("events", 1),
        ("characters", 10),
        ("articles", 1),
        ("c", 1),
        ("jaccard", 0.25),
        ("share", 1 / 3),
    ],
)
def test_the_reference_example(counted, expected):
    found, behind = both(example(), counted=counted)
    assert found == pytest.approx(expected)
    assert behind == [1, 2, 3]


def test_the_other_share_of_the_reference_example_is_a_half():
    found = measure(example(), Asked("cooccurrence", counted="share"))
    assert found.values[1, 0] == 0.5
    assert np.isnan(found.values.diagonal()).all()


def test_near_adds_what_is_so_many_characters_apart():
    assert both(example(), relation="near", near=19) == (2, [1, 2, 3])
    assert both(example(), relation="near", near=20) == (3, [1, 2, 3, 4])


def test_c_of_the_reference_is_low_though_half_of_the_rarer_tag_is_with_the_other():
    listed = [Coding(1, 1, 10 * at, 10 * at + 5, at + 1) for at in range(100)]
    listed += [Coding(2, 1, 10 * at, 10 * at + 5, 101 + at) for at in range(5)]
    listed += [Coding(2, 1, 10 * at + 6, 10 * at + 9, 106 + at) for at in range(5)]
    those = material([None, None], ["x" * 1000], listed)
    found = measure(those, Asked("cooccurrence", counted="c"))
    assert found.values[0, 1] == pytest.approx(0.0476, abs=0.00005)
    assert "1 pair of tags has a tag more than 5 times as frequent" in found.definition
    table = together.together(those, Asked("cooccurrence"))
    assert table.uneven.tolist() == [[False, True], [True, False]]
    assert not table.outside.any()


def test_c_outside_0_to_1_is_said_and_marked():
    listed = [Coding(1, 1, 0, 9, 1), Coding(1, 1, 1, 9, 2), Coding(1, 1, 2, 9, 3)]
    listed += [Coding(2, 1, 3, 9, 4), Coding(2, 1, 4, 9, 5)]
    those = material([None, None], ["x" * 9], listed)
    found = measure(those, Asked("cooccurrence", counted="c"))
    assert found.values[0, 1] == -6
    assert "1 pair of tags has a c outside 0 to 1" in found.definition
    assert together.together(those, Asked("cooccurrence")).outside[0, 1]


def test_no_c_at_all_is_said_and_marked():
    listed = [Coding(1, 1, 0, 10, 1), Coding(1, 1, 0, 11, 2), Coding(2, 1, 2, 10, 3), Coding(2, 1, 3, 11, 4)]
    those = material([None, None], ["x" * 11], listed)
    found = measure(those, Asked("cooccurrence", counted="c"))
    assert math.isnan(found.values[0, 1])  # 4 / (2 + 2 - 4)
    assert "1 pair of tags has a c outside 0 to 1, or none" in found.definition
    assert together.together(those, Asked("cooccurrence")).outside[0, 1]


def test_touching_is_not_overlapping_but_near():
    those = material([None, None], ["x" * 9], [Coding(1, 1, 0, 3, 1), Coding(2, 1, 3, 6, 2)])
    assert both(those) == (0, [])
    assert both(those, relation="near", near=0) == (1, [1, 2])
    assert "A pair overlaps or touches." in measure(those, Asked("cooccurrence", relation="near")).definition


def test_within_goes_from_the_row_to_the_column():
    those = material([None, None], ["x" * 9], [Coding(1, 1, 0, 9, 1), Coding(2, 1, 0, 6, 2), Coding(2, 1, 0, 9, 3)])
    found = measure(those, Asked("cooccurrence", relation="within"))
    assert found.values[1, 0] == 1
    assert found.behind(1, 0) == [1, 2]
    assert found.values[0, 1] == 0
    assert "the passage of the row's tag lies within that of the column's tag" in found.definition
    network = measure(those, Asked("network", relation="within"))
    assert network.values[0, 0] == 1
    assert both(those, relation="exact") == (1, [1, 3])


def test_sentences_and_paragraphs_are_those_of_the_text():
    text = "One is here. Two is here.\nThree is there."
    one, two, three = text.index("One"), text.index("Two"), text.index("Three")
    listed = [Coding(1, 1, one, one + 3, 1), Coding(2, 1, two, two + 3, 2), Coding(3, 1, three, three + 5, 3)]
    listed += [Coding(4, 1, one + 4, two + 6, 4), Coding(5, 1, 25, 26, 5)]  # one over two sentences, one in none
    those = material([None] * 5, [text], listed)
    sentence = measure(those, Asked("cooccurrence", relation="sentence")).values
    assert np.nan_to_num(sentence).tolist()[3] == [1, 1, 0, 0, 0]
    assert sentence[0, 1] == 0
    paragraph = measure(those, Asked("cooccurrence", relation="paragraph")).values
    assert np.nan_to_num(paragraph).tolist() == [
        [0, 1, 0, 1, 0],
        [1, 0, 0, 1, 0],
        [0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    assert np.nansum(measure(those, Asked("cooccurrence", relation="article")).values) == 20


def test_passages_of_spaces_alone_are_in_no_sentence():
    listed = [Coding(1, 1, 0, 2, 1), Coding(2, 1, 0, 5, 2), Coding(3, 1, 3, 9, 3), Coding(4, 1, 8, 9, 4)]
    those = material([None] * 4, ["  One.   "], listed)
    found = np.nan_to_num(measure(those, Asked("cooccurrence", relation="sentence")).values)
    assert found.tolist() == [[0] * 4, [0, 0, 1, 0], [0, 1, 0, 0], [0] * 4]


# -- beside a slow, obvious implementation


def units_of(text, coding, relation):
    """The sentences or paragraphs of which a passage has a character that is no space."""
    unit_at = units.sentence_at if relation == "sentence" else units.paragraph_at
    return {unit_at(text, at) for at in range(coding.start, coding.stop) if not text[at].isspace()}


def is_pair(a, b, relation, near, texts):
    if a.document != b.document:
        return False
    first, second = set(range(a.start, a.stop)), set(range(b.start, b.stop))
    if relation in ("sentence", "paragraph"):
        text = texts[a.document - 1]
        return bool(units_of(text, a, relation) & units_of(text, b, relation))
    return {
        "overlap": lambda: bool(first & second),
        "exact": lambda: first == second,
        "within": lambda: first < second,
        "near": lambda: max(a.start, b.start) - min(a.stop, b.stop) <= near,
        "article": lambda: True,
    }[relation]()


def events(pairs, relation, texts):
    """How many stretches pairs share, where those that have a character (or unit) in common are one."""
    groups = []
    for a, b in pairs:
        if relation in ("sentence", "paragraph"):
            text = texts[a.document - 1]
            shared = units_of(text, a, relation) & units_of(text, b, relation)
        elif relation == "near":
            shared = set(range(min(a.start, b.start), max(a.stop, b.stop)))
        else:
            shared = set(range(max(a.start, b.start), min(a.stop, b.stop)))
        if relation == "article":
            shared = {0}
        shared = {(a.document, at) for at in shared}
        joined = [group for group in groups if group & shared]
        groups = [group for group in groups if not group & shared] + [shared.union(*joined)]
    return len(groups)


def covered(listed):
    return {(c.document, at) for c in listed for at in range(c.start, c.stop)}


def divided(part, whole):
    return part / whole if whole else math.nan


def slowly(of_row, of_column, counted, relation, near, texts):
    """One cell, and the annotations behind it: every coding of the one tag beside every one of the other."""
    if counted in ("characters", "jaccard", "share"):
        relation = "overlap"
    pairs = [(a, b) for a in of_row for b in of_column if a != b and is_pair(a, b, relation, near, texts)]
    shared = {(a.document, at) for a, b in pairs for at in range(max(a.start, b.start), min(a.stop, b.stop))}
    number = {
        "pairs": lambda: len(pairs),
        "events": lambda: events(pairs, relation, texts),
        "characters": lambda: len(shared),
        "articles": lambda: len({a.document for a, _ in pairs}),
        "c": lambda: divided(len(pairs), len(of_row) + len(of_column) - len(pairs)),
        "jaccard": lambda: divided(len(shared), len(covered(of_row) | covered(of_column))),
        "share": lambda: divided(len(shared), len(covered(of_row))),
    }[counted]()
    return number, sorted({each.annotation for pair in pairs for each in pair})


@given(
    projects(),
    st.sampled_from(list(RELATIONS)),
    st.integers(0, 30),
    st.sampled_from(list(COUNTS)),
    st.booleans(),
)
def test_every_number_is_as_counted_pair_by_pair(project, relation, near, counted, rollup):
    those, listed = project
    texts = [those.text(each.id) for each in those.codings.documents]
    asked = Asked("cooccurrence", relation=relation, near=near, counted=counted, rollup=rollup)
    found = measure(those, asked)
    of = {
        head.tag: [c for c in listed if c.tag == head.tag or (rollup and those.tree.is_within(c.tag, head.tag))]
        for head in found.rows
    }
    for row, column in permutations(range(len(found.rows)), 2):
        one, other = of[found.rows[row].tag], of[found.columns[column].tag]
        number, behind = slowly(one, other, counted, relation, near, texts)
        assert found.values[row, column] == pytest.approx(number, nan_ok=True)
        assert found.behind(row, column) == behind
        assert not (counted in ("jaccard", "share") and number > 1)


SENTENCES = "One is. Two is, “Is it? It is.” Three!  \n\n Four is. Five\n"
PLACES = st.tuples(st.integers(0, len(SENTENCES)), st.integers(0, len(SENTENCES)))


@given(st.lists(st.tuples(st.integers(1, 2), PLACES), max_size=7), st.sampled_from(["pairs", "events"]))
def test_sentences_are_as_the_reader_knows_them(chosen, counted):
    ends = [(tag, *sorted(places)) for tag, places in chosen if places[0] != places[1]]
    listed = [Coding(tag, 1, start, stop, number) for number, (tag, start, stop) in enumerate(ends, start=1)]
    found = both(material([None, None], [SENTENCES], listed), relation="sentence", counted=counted)
    one, other = ([each for each in listed if each.tag == tag] for tag in (1, 2))
    assert found == slowly(one, other, counted, "sentence", 0, [SENTENCES])


@given(projects(), st.sampled_from(list(RELATIONS)), st.booleans())
def test_a_network_has_the_numbers_of_the_tables_side_by_side(project, relation, rollup):
    those, _ = project
    asked = Asked("network", relation=relation, near=5, rollup=rollup)
    network = measure(those, asked)
    names = ("pairs", "c", "jaccard", "share")
    tables = {c: measure(those, asked._replace(name="cooccurrence", counted=c)) for c in names}
    places = {head.label: at for at, head in enumerate(tables["pairs"].rows)}
    if relation != "within":
        assert len(network.rows) == np.triu(tables["pairs"].values > 0).sum()
    for head, values in zip(network.rows, network.values.tolist(), strict=True):
        a, b = (places[label] for label in head.label.split(" + "))
        if relation != "within":
            assert values[:2] == [tables["pairs"].values[a, b], tables["c"].values[a, b]] or math.isnan(values[1])
        expected = [tables["jaccard"].values[a, b], tables["share"].values[a, b], tables["share"].values[b, a]]
        assert values[2:5] == expected
    assert network.values[:, 0].tolist() == sorted(network.values[:, 0], reverse=True)


@given(projects(), st.sampled_from(list(RELATIONS)), st.sampled_from(list(COUNTS)))
def test_portions_do_not_change_a_number(project, relation, counted):
    those, _ = project
    asked = Asked("cooccurrence", relation=relation, near=3, counted=counted, rollup=True)
    whole = measure(those, asked).values
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.measures.standing._PORTION", 2)
        patched.setattr("core.measures.together._PART", 1)
        np.testing.assert_array_equal(measure(those, asked).values, whole)


# -- asking


@pytest.mark.parametrize(
    ("unit", "counted", "same"),
    [
        ("codings", "events", {"counted": "events"}),
        ("characters", "pairs", {"counted": "characters"}),
        ("articles", "articles", {"counted": "articles"}),
    ],
)
def test_units_stand_for_what_is_counted(unit, counted, same):
    found = measure(example(), Asked("cooccurrence", unit, counted=counted))
    assert found.as_json() == measure(example(), Asked("cooccurrence", **same)).as_json()


def test_per_cent_is_of_jaccard_or_of_a_share():
    found = measure(example(), Asked("cooccurrence", "percent"))
    assert (found.unit, found.values[0, 1]) == ("percent", 25)
    assert found.definition.startswith("Unit: characters that both tags cover, per cent of those that at least one")
    assert measure(example(), Asked("cooccurrence", "percent", counted="share")).values[1, 0] == 50
    assert measure(example(), Asked("network", "percent")).values[0].tolist() == pytest.approx(
        [2, 1, 25, 100 / 3, 50, 1]
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"unit": "words"}, "not counted in “words”"),
        ({"unit": "percent", "counted": "events"}, "cannot be “events” and in “percent”"),
        ({"counted": "hits"}, "not in “hits”"),
        ({"relation": "beside"}, "not put together by “beside”"),
    ],
)
@pytest.mark.parametrize("name", ["cooccurrence", "network"])
def test_what_makes_no_sense_is_refused(name, wrong, said):
    with pytest.raises(UserError, match=said):
        measure(example(), Asked(name, **wrong))


def test_only_the_tags_asked_for():
    those = material([None, None, 2], ["x" * 9], [Coding(1, 1, 0, 3, 1), Coding(3, 1, 1, 4, 2)])
    found = measure(those, Asked("cooccurrence", tags=(1, 2), rollup=True))
    assert [head.tag for head in found.rows] == [1, 2]
    assert found.values[0, 1] == 1


def test_every_network_column_says_what_it_is():
    found = measure(example(), Asked("network"))
    assert found.definition == (
        "Unit: pairs of passages, one with each tag; a passage that has both is one. "
        "A pair shares a character; touching is not overlapping. "
        "c: ATLAS.ti's n12 / (n1 + n2 - n12), from n12 pairs of passages and n1 and n2 codings of the two tags. "
        "Jaccard: characters that both tags cover, divided by those that at least one covers. "
        "Share of A: characters of A that B covers too, divided by all that A covers; of B the other way round. "
        "Frequency ratio: how many times as many codings the more frequent of the two has. "
        "Subtags are not rolled up."
    )
    assert [head.label for head in found.rows] == ["tag 1 + tag 2"]


def test_a_project_without_tags_has_an_empty_table():
    empty = material([], [""], [])
    assert measure(empty, Asked("cooccurrence")).values.shape == (0, 0)
    assert measure(empty, Asked("network", relation="near")).values.shape == (0, 6)

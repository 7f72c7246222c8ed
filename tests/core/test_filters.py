"""Filters: in words, as JSON, by dates and attributes; which stretches overlap and are near; excerpts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import filters
from core.errors import UserError
from core.excerpt import AROUND, LONGEST, excerpt
from core.filters import Attributed, Dated, Filter, HasNote, InArticles, Made, Near, Overlapping, Quoting, Tagged
from core.nearby import Covered

NAMES = {"e": "Energy", "b": "Business deals", "s": "Scepticism", "g": "Actors", "a": "Genre", "d": "Moscow blog"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Tagged("any", ("e", "b")), "any of Energy, Business deals"),
        (Tagged("none", ("x",)), "none of a deleted tag"),
        (filters.InGroup("g"), "group Actors"),
        (Overlapping("s"), "overlapping Scepticism"),
        (Near("s", "paragraph"), "near Scepticism · same paragraph"),
        (Near("s", "characters", 1200), "near Scepticism · within 1,200 characters"),
        (Near("s", "characters", 1), "near Scepticism · within 1 character"),
        (InArticles(("d", "x")), "in Moscow blog, a deleted article"),
        (filters.ArticleSays("author", "Aris"), "author contains “Aris”"),
        (Dated("2025-01", ""), "date from 2025-01"),
        (Dated("2025-01", "2025-06"), "date from 2025-01 until 2025-06"),
        (Made("", "2026"), "marked until 2026"),
        (Attributed("a", "essay"), "Genre contains “essay”"),
        (Attributed("a", "yes"), "Genre: yes"),
        (Attributed("a", "", "1", "5"), "Genre from 1 to 5"),
        (Attributed("x", "essay"), "a deleted attribute contains “essay”"),
        (HasNote(True), "with a note"),
        (HasNote(False), "without a note"),
        (Quoting("oil"), "text contains “oil”"),
    ],
)
def test_a_condition_says_what_it_asks_for_and_comes_back_from_json(condition, words):
    assert filters.describe(condition, NAMES) == words
    wanted = Filter((condition,))
    assert filters.from_json(json.loads(json.dumps(filters.to_json(wanted)))) == wanted


@pytest.mark.parametrize(
    "saved",
    [
        None, [], {}, {"conditions": {}}, {"conditions": [1]}, {"conditions": [{}]},
        {"conditions": [{"kind": "mood"}]}, {"conditions": [{"kind": ["tags"]}]},
        {"conditions": [{"kind": "tags", "match": "some", "tags": []}]},
        {"conditions": [{"kind": "tags", "match": "any", "tags": [1]}]},
        {"conditions": [{"kind": "tags", "match": "any"}]},
        {"conditions": [{"kind": "tags", "match": "any", "tags": [], "more": 1}]},
        {"conditions": [{"kind": "near", "tag": "e", "within": "characters", "characters": -1}]},
        {"conditions": [{"kind": "near", "tag": "e", "within": "characters", "characters": True}]},
        {"conditions": [{"kind": "note", "has": "yes"}]},
        {"conditions": [{"kind": "date", "since": "soon"}]},
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_in_words(saved):
    with pytest.raises(UserError, match="cannot be read"):
        filters.from_json(saved)


def test_a_filter_is_changed_by_making_another():
    wanted = Filter().plus(HasNote()).plus(Quoting("a")).plus(HasNote())
    assert wanted.conditions == (HasNote(), Quoting("a"))
    assert wanted.without(0).conditions == (Quoting("a"),)
    assert wanted.changed(1, Quoting("b")).conditions == (HasNote(), Quoting("b"))
    assert Filter((Tagged("any", ("e", "b")), Near("s", "sentence"), Attributed("a"))).named() == {*"ebsa"}


@given(st.text(st.sampled_from("aA ßẞ\n\tİé"), max_size=12), st.text(st.sampled_from("aA sSß\n"), max_size=4))
def test_words_are_found_whatever_their_case_and_spaces(text, words):
    assert filters.finder(words)(text) == (filters.folded(words) in filters.folded(text))


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(SPANS, max_size=6), SPANS, st.integers(0, 6))
def test_overlapping_and_near_are_told_as_by_looking_at_each(spans, span, characters):
    covered, gaps = Covered(spans), [max(a, span[0]) - min(b, span[1]) for a, b in spans]
    assert covered.meets(*span) == any(gap < 0 for gap in gaps)
    assert covered.is_near(*span, characters) == any(gap <= characters for gap in gaps)


def test_an_excerpt_stays_in_its_paragraph_and_is_cut_at_words():
    text = "Above.\nOne two three.\n\nFour five.\nBelow."
    start, stop = text.index("two"), text.index("three")
    assert excerpt(text, start, stop - 1) == ("One ", "two", " three.")
    assert excerpt(text, start, text.index(" five")) == ("One ", "two three. Four", " five.")
    long = "word " * 300
    before, _, after = excerpt(long, 700, 704)
    assert before.startswith("…word")
    assert len(before) <= AROUND + 2
    assert after.endswith("word…")
    assert len(excerpt(long, 0, 1490).quote) <= LONGEST + 1

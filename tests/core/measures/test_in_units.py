"""Sentences and paragraphs of passages: the same in whatever portions they are found, whatever was known before."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import units
from core.measures.catalogue import measure
from core.measures.in_units import UNITS, finding
from core.measures.measured import Asked
from tests.core.measures.projects import Coding, document, material

TEXT = "One is. Two is, “Is it? It is.” Three!  \n\n Four is. Five\nSix is. Seven is. Eight is."
OTHER = "Eins. Zwei. Drei.\n  Vier.  Fünf. "
TEXTS = (TEXT, OTHER, "Один. Два.")


def found(those, unit, **how):
    """The places of the codings and how many steps they took."""
    steps = list(finding(those, unit, **how))
    assert steps[:-1] == sorted({at for at in steps[:-1] if 0 < at < len(those.codings.documents)})
    return steps[-1], len(steps)


def shared(text, one, other, unit):
    """Whether two passages have a character of the same unit, looked at one by one."""
    unit_at = units.sentence_at if unit == "sentence" else units.paragraph_at
    touched = (
        {unit_at(text, at) for at in range(each.start, each.stop) if not text[at].isspace()}
        for each in (one, other)
    )
    return bool(set.intersection(*touched))


def check(places, listed, unit, texts=TEXTS):
    """The places overlap for those that share a unit, and for no others."""
    start, stop = places.start.tolist(), places.stop.tolist()
    for (a, one), (b, other) in combinations(enumerate(listed), 2):
        if one.document == other.document:
            meet = start[a] < stop[a] and start[b] < stop[b] and start[a] < stop[b] and start[b] < stop[a]
            assert meet == shared(texts[one.document - 1], one, other, unit)


@st.composite
def codings(draw, first=1):
    """Codings of two tags on three articles, those of an annotation on the same stretch."""
    listed = []
    for annotation in range(first, first + draw(st.integers(0, 7))):
        article = draw(st.integers(1, len(TEXTS)))
        start = draw(st.integers(0, len(TEXTS[article - 1]) - 1))
        stop = draw(st.integers(start + 1, len(TEXTS[article - 1])))
        for tag in draw(st.sampled_from([(1,), (2,), (1, 2)])):
            listed.append(Coding(tag, article, start, stop, annotation))
    return listed


@given(codings(), st.sampled_from(UNITS), st.integers(1, 200))
def test_portions_of_any_size_find_the_same(listed, unit, at_once):
    those = material([None] * 2, TEXTS, listed)
    whole, _ = found(those, unit)
    check(whole, listed, unit)
    parts, _ = found(those, unit, at_once=at_once)
    assert parts.start.tolist() == whole.start.tolist()
    assert parts.stop.tolist() == whole.stop.tolist()


@given(codings(), codings(), codings(first=4), st.sampled_from(UNITS))
def test_what_was_known_before_is_right_for_other_codings(before, now, more, unit):
    now = now + [each for each in more if each.annotation not in {one.annotation for one in now}]
    known, _ = found(material([None] * 2, TEXTS, before), unit)
    places, _ = found(material([None] * 2, TEXTS, now), unit, known=known)
    check(places, now, unit)


@given(codings(), st.sampled_from(UNITS), st.data())
def test_those_of_some_codings_are_those_of_all(listed, unit, data):
    those = material([None] * 2, TEXTS, listed)
    places, _ = found(those, unit)
    kept = data.draw(st.lists(st.booleans(), min_size=len(listed), max_size=len(listed)))
    some = those._replace(codings=those.codings.only(np.array(kept, bool)))
    for counted in ("pairs", "events", "articles"):
        asked = Asked("cooccurrence", relation=unit, counted=counted)
        known = measure(some._replace(in_units={unit: places}), asked)
        afresh = measure(some, asked)
        assert known.as_json() == afresh.as_json()
        assert known.behind(0, 1) == afresh.behind(0, 1)


@pytest.mark.parametrize("between", ["", " ", "  ", "\u3000 "])
def test_neighbours_are_in_two_sentences_however_near_they_are(between):
    text = f"好。{between}是。"
    listed = [Coding(1, 1, 0, 2, 1), Coding(2, 1, len(text) - 2, len(text), 2)]
    those = material([None] * 2, [text], listed)
    assert not shared(text, *listed, "sentence")
    for unit in UNITS:
        check(found(those, unit)[0], listed, unit, [text])


def reading(texts, listed):
    """What is measured, and a list of the articles whose texts are asked for."""
    read, those = [], material([None] * 2, texts, listed)

    def texts_of(wanted):
        read.extend(wanted)
        return those.texts(wanted)

    return those._replace(texts=texts_of), read


@pytest.mark.parametrize("unit", UNITS)
def test_only_texts_with_new_passages_are_read(unit):
    listed = [Coding(tag, article, 3 * tag, 3 * tag + 2, 2 * article + tag) for article in (1, 2) for tag in (1, 2)]
    alone = Coding(1, 3, 0, 2, 9)
    those, read = reading(TEXTS, [*listed, alone])
    known, steps = found(those, unit, at_once=1)
    assert (read, steps) == ([1, 2], 2)
    those, read = reading(TEXTS, listed[1:])
    assert found(those, unit, known=known)[1] == 1
    assert read == []
    moved = [*listed[:-1], listed[-1]._replace(stop=12)]
    those, read = reading(TEXTS, moved)
    check(found(those, unit, known=known)[0], moved, unit)
    assert read == [2]
    both = [*listed, alone, alone._replace(tag=2)]
    those, read = reading(TEXTS, both)
    check(found(those, unit, known=known)[0], both, unit)
    assert read == [3]


def test_another_text_under_the_same_number_is_read():
    listed = [Coding(1, 1, 0, 3, 1), Coding(2, 1, 8, 11, 2)]
    known, _ = found(material([None] * 2, ["One. Or two."], listed), "sentence")
    those, read = reading(["One or two.."], listed)
    other = document(1, "One or two..", sha256="another")
    those = those._replace(codings=replace(those.codings, documents=(other,)))
    check(found(those, "sentence", known=known)[0], listed, "sentence", ["One or two.."])
    assert read == [1]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anchor import CONTEXT, anchor, without
from core.errors import UserError
from core.span import Span
from core.units import whole_graphemes

TEXTS = st.text(st.sampled_from("ab \n😀🇺🇦e\u0301\u200d👩א\xa0"), min_size=1, max_size=80)


@given(TEXTS, st.data())
def test_an_anchor_is_the_slice_of_its_text_and_splits_no_grapheme(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    held = anchor(text, start, stop)
    assert (held.start, held.stop) == whole_graphemes(text, start, stop)
    assert held.quote == text[held.start : held.stop]
    assert (held.prefix + held.quote + held.suffix) in text
    assert len(held.prefix) == min(CONTEXT, held.start)
    assert len(held.suffix) == min(CONTEXT, len(text) - held.stop)


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (2, 2), (1, 2 + 1), (2, 1)])
def test_a_passage_that_is_none_is_refused(start, stop):
    with pytest.raises(UserError):
        anchor("e\u0301", start, stop)  # widening must not make it one


@given(TEXTS, st.data())
def test_what_is_left_is_the_passage_without_the_piece_and_the_space_at_it(text, data):
    first, begin, end, last = sorted(data.draw(st.integers(0, len(text))) for _ in range(4))
    left = without(text, Span(first, last), Span(begin, end))
    parts = text[first:begin].rstrip(), text[end:last].lstrip()
    assert [text[start:stop] for start, stop in left] == [part for part in parts if part]
    assert all(first <= start < stop <= begin or end <= start < stop <= last for start, stop in left)


def test_a_piece_may_reach_beyond_the_passage():
    assert without("one two three", Span(4, 7), Span(0, 6)) == [(6, 7)]
    assert without("one two three", Span(4, 7), Span(5, 13)) == [(4, 5)]
    assert without("one two three", Span(4, 7), Span(0, 13)) == []
    assert without("one two three", Span(0, 13), Span(4, 7)) == [(0, 3), (8, 13)]

from hypothesis import given
from hypothesis import strategies as st

from core.span import Span, SpanIndex, lanes, segments


def spans_within(size: int, longest: int) -> st.SearchStrategy[Span]:
    return st.builds(
        lambda start, length: Span(start, start + length),
        st.integers(0, size),
        st.integers(1, longest),
    )


SPANS = st.lists(spans_within(40, 20), max_size=14)


def characters(spans: list[Span]) -> set[int]:
    return {at for span in spans for at in range(*span)}


@given(spans_within(12, 6), spans_within(12, 6))
def test_overlapping_is_sharing_a_character(one, other):
    shared = bool(characters([one]) & characters([other]))
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(SPANS)
def test_segments_name_exactly_the_spans_that_cover_each_character(spans):
    seen: dict[int, list[int]] = {}
    for segment, covering in segments(spans):
        for at in range(*segment):
            assert at not in seen
            seen[at] = covering
    assert seen == {
        at: [index for index, span in enumerate(spans) if span.start <= at < span.stop] for at in characters(spans)
    }


@given(SPANS)
def test_segments_ascend_and_end_where_a_span_begins_or_ends(spans):
    edges = {edge for span in spans for edge in span}
    found = [segment for segment, _ in segments(spans)]
    assert found == sorted(found)
    assert all(segment.start in edges and segment.stop in edges for segment in found)


@given(SPANS)
def test_lanes_never_collide_and_are_as_few_as_the_deepest_overlap(spans):
    lane = lanes(spans)
    for i, one in enumerate(spans):
        for j in range(i):
            assert lane[i] != lane[j] or not one.overlaps(spans[j])
    depth = max((len(covering) for _, covering in segments(spans)), default=0)
    assert set(lane) == set(range(depth))


def test_the_longer_of_two_that_begin_together_gets_the_first_lane():
    assert lanes([Span(0, 5), Span(0, 9), Span(5, 7)]) == [1, 0, 1]


# Long and far enough to cross the buckets of the index.
WIDE = spans_within(20_000, 9_000)
CHANGES = st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), WIDE)), max_size=30)


@given(CHANGES, st.lists(WIDE, min_size=1, max_size=6))
def test_the_index_finds_what_a_plain_search_finds(changes, windows):
    index, plain = SpanIndex(), {}
    for key, span in changes:
        if key in plain:
            old = plain.pop(key)
            index.discard((old.start, -old.stop, key))
        if span is not None:
            index.add((span.start, -span.stop, key))
            plain[key] = span
    assert index.meeting(0, 50_000) == SpanIndex([(s.start, -s.stop, key) for key, s in plain.items()]).meeting(
        0, 50_000
    )
    assert len(index) == len(plain)
    for window in windows:
        hits = [key for key, span in plain.items() if span.overlaps(window)]
        assert index.meeting(*window) == sorted(hits, key=lambda k: (plain[k].start, -plain[k].stop, k))
        at = index.at(window.start)
        assert set(at) == {key for key, span in plain.items() if span.start <= window.start < span.stop}
        lengths = [plain[key].stop - plain[key].start for key in at]
        assert lengths == sorted(lengths, reverse=True)

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.progress import (
    Progress,
    add_range,
    annotated_paragraphs,
    count,
    format_ranges,
    parse_ranges,
    progress,
)
from core.text import Lines

NUMBERS = st.sets(st.integers(1, 60))
TEXTS = st.text(st.sampled_from("ab \n\n\u00a0😀"), max_size=60)


def ranges_of(numbers):
    ranges = ()
    for number in numbers:
        ranges = add_range(ranges, number, number)
    return ranges


def numbers_of(ranges):
    return {number for first, last in ranges for number in range(first, last + 1)}


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9))))
def test_ranges_are_a_set_of_paragraphs(pairs):
    ranges, expected = (), set()
    for first, more in pairs:
        ranges = add_range(ranges, first, first + more)
        expected |= set(range(first, first + more + 1))
        assert numbers_of(ranges) == expected
        assert count(ranges) == len(expected)
        assert all(stop + 1 < start for (_, stop), (start, _) in pairwise(ranges))
    assert parse_ranges(format_ranges(ranges)) == ranges


def test_ranges_are_written_short():
    assert format_ranges(ranges_of([*range(1, 13), 15])) == "1-12,15"
    assert format_ranges(()) == ""
    assert parse_ranges("") == ()


@given(st.text(st.sampled_from("0123456789-, ;x\u0663"), max_size=30) | st.text(max_size=30))
def test_any_text_can_be_parsed_and_what_comes_out_is_in_order(text):
    ranges = parse_ranges(text)
    assert parse_ranges(format_ranges(ranges)) == ranges
    assert all(1 <= first <= last for first, last in ranges)


def test_what_is_not_understood_is_left_out():
    assert parse_ranges("4-2,x,0,-3,7-, 9 ,1-3,2-5,1e5,8-8," + "9" * 5000) == ((1, 5), (8, 9))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8))
def test_annotated_paragraphs_are_those_with_a_character_in_an_annotation(text, places):
    spans = [(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    expected, at, number = set(), 0, 0
    for line in text.split("\n"):
        number += bool(line.strip())
        here = range(at, at + len(line) + 1)
        if line.strip() and any(start < here.stop and here.start < stop for start, stop in spans):
            expected.add(number)
        at = here.stop
    assert annotated_paragraphs(Lines(text), spans) == len(expected)


@given(TEXTS, NUMBERS)
def test_stretches_are_the_paragraphs_that_were_read(text, numbers):
    lines = Lines(text)
    found = progress(lines, ranges_of(numbers))
    paragraphs = [line for line in text.split("\n") if line.strip()]
    read = [line for number, line in enumerate(paragraphs, start=1) if number in numbers]
    assert (found.read, found.paragraphs) == (len(read), len(paragraphs))
    covered = "\n".join(text[start:stop] for start, stop in found.stretches)
    assert [line for line in covered.split("\n") if line.strip()] == read


def test_only_all_of_it_is_a_hundred_percent():
    assert [Progress(read, 300).percent for read in (0, 1, 299, 300)] == [0, 1, 99, 100]
    assert progress(Lines(""), ((1, 5),)) == Progress(0, 0)
    assert Progress(0, 0).percent == 0

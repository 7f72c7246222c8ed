from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.frequencies import frequencies

# (article, tag) of each coding.
CODINGS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 5)), max_size=60)


@given(CODINGS)
def test_frequencies_count_codings(codings):
    counted = frequencies((*pair, count) for pair, count in Counter(codings).items())
    for document in range(6):
        for tag in range(7):
            assert counted.of(document, tag) == codings.count((document, tag))
    assert counted.by_tag() == Counter(tag for _, tag in codings)


@given(CODINGS, st.sets(st.integers(1, 5)))
def test_frequencies_of_some_articles_count_only_those(codings, chosen):
    counted = frequencies((*pair, count) for pair, count in Counter(codings).items())
    assert counted.by_tag(chosen) == Counter(tag for document, tag in codings if document in chosen)


def test_a_pair_counted_zero_times_is_not_there():
    assert frequencies([(1, 2, 0)]).counts == {}

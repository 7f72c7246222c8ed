"""Passages of a tag with those of its subtags, against counting them all."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.codebook import TagTree
from core.model import Tag
from core.passages import Passages


@st.composite
def trees(draw) -> TagTree:
    """Tags 1 to n, each below an earlier one or at the top; some of them missing with all below them."""
    keys = range(1, draw(st.integers(0, 7)) + 1)
    parents = {key: draw(st.sampled_from([None, *range(1, key)])) for key in keys}
    gone = draw(st.sets(st.sampled_from([*parents]))) if parents else set()
    for key, parent in parents.items():
        gone |= {key} if parent in gone else set()
    kept = [(key, parent) for key, parent in parents.items() if key not in gone]
    return TagTree([Tag(key, parent, f"Tag {key}", "#4477aa", "", None) for key, parent in kept])


@st.composite
def passages(draw, tree: TagTree) -> list[tuple[int, frozenset[int]]]:
    """(article, tags) of some passages."""
    if not tree.by_id:
        return []
    some = st.frozensets(st.sampled_from([*tree.by_id]), min_size=1)
    return draw(st.lists(st.tuples(st.integers(1, 2), some), max_size=6))


def counted(tree: TagTree, found, document=None) -> dict[int, int]:
    """By going through all of them, tag by tag."""
    return {
        tag: sum(
            1
            for article, tags in found
            if document in (None, article) and any(tree.is_within(t, tag) for t in tags)
        )
        for tag in tree.by_id
    }


def same(made: Passages, tree: TagTree, found) -> bool:
    each = [(made.all, counted(tree, found)), *((made.here(d), counted(tree, found, d)) for d in (1, 2, 3))]
    return all(+said == +Counter(meant) for said, meant in each)


@given(data=st.data())
def test_each_passage_counts_once_for_a_tag_and_all_above_it(data):
    tree = data.draw(trees())
    found = data.draw(passages(tree))
    assert same(Passages(tree, Counter(found)), tree, found)


@given(data=st.data())
def test_a_step_moves_the_counts_whatever_becomes_of_tags_and_passages(data):
    before, after = data.draw(trees()), data.draw(trees())
    was, now = data.draw(passages(before)), data.draw(passages(after))
    # A passage stays as long as its tags do; of the others some go and others come.
    kept = [(article, tags) for article, tags in was if tags <= after.by_id.keys()][::2]
    now = kept + now
    made = Passages(before, Counter(was))
    moves = Counter(now)
    moves.subtract(Counter(was))
    made.follow(after, {key: move for key, move in moves.items() if move})
    assert same(made, after, now)

from hypothesis import example, given
from hypothesis import strategies as st

from core import labels


@given(st.text(max_size=300))
@example("word " * 50)
@example("x" * 300)
@example("")
@example("one\u2028two\n\nthree")
def test_a_passage_is_one_short_line_that_begins_the_quote(quote):
    shown = labels.passage(quote)
    assert shown.startswith("“")
    assert shown.endswith("”")
    assert len(shown) <= 43
    assert len(shown.splitlines()) == 1
    assert " ".join(quote.split()).startswith(shown[1:-1].removesuffix("…"))


def test_a_long_quote_is_cut_at_a_word():
    quote = "The negotiations, which began last year and are continuing right now"
    assert labels.passage(quote) == "“The negotiations, which began last year…”"
    assert labels.passage(quote, 10) == "“The…”"
    assert labels.passage("exactly ten", 11) == "“exactly ten”"


def test_marking_a_passage_is_named_for_what_it_brings():
    assert labels.annotated("some words", ["Energy", "Actors"], "note") == "Tag “some words” Energy, Actors"
    assert labels.annotated("some words", [], "note") == "Note on “some words”"
    assert labels.annotated("some words", [], "") == "Highlight “some words”"


def test_one_article_is_named_and_several_are_counted():
    assert labels.added(["On the road"]) == "Add “On the road”"
    assert labels.added(["a", "b", "c"]) == "Add 3 articles"


def test_every_step_on_an_annotation_quotes_it():
    steps = (labels.noted, labels.untagged, labels.resized, labels.cut, labels.joined, labels.deleted)
    for label in steps:
        assert label("some words").endswith("“some words”")
    assert len({label("x") for label in steps}) == len(steps)

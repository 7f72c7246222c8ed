import re
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from core import find
from core.errors import UserError
from core.find import Query, hits
from core.span import Span

# Letters that fold to two, capitals, straight and curly quotes, several spaces, and two that count twice for Qt.
LETTERS = "abAB sSßẞ ﬁfi '’\"” \n\t\xa0😀𝒳."
TEXTS = st.text(st.sampled_from(LETTERS), max_size=40)
WORDS = st.text(st.sampled_from(LETTERS.replace("’", "").replace("”", "")), max_size=4)
ACCENTS = st.text(st.sampled_from("ae\u0301é\u0300\u093f\u0915👩\u200d❤\ufe0f🇺🇦ᄀ\u1161 "), max_size=16)


def found(text: str, words: str, **how: bool) -> list[str]:
    return [text[start:stop] for start, stop in hits(text, Query(words, **how))]


def plain(text: str, query: Query) -> str:
    """A text without the differences that a search does not mind."""
    text = re.sub(r"\s+", " ", text)
    text = text.replace("’", "'").replace("”", '"')
    return text if query.case else text.casefold()


def slowly(text: str, query: Query) -> list[Span]:
    """The longest match from every place on, by looking at every stretch."""
    spans, at = [], 0
    wanted = plain(query.words, query)
    while wanted and at < len(text):
        stops = [stop for stop in range(at + 1, len(text) + 1) if plain(text[at:stop], query) == wanted]
        if stops:
            spans.append(Span(at, stops[-1]))
        at = stops[-1] if stops else at + 1
    return spans


@given(TEXTS, WORDS, st.booleans())
def test_words_are_found_where_a_slow_search_finds_them(text, words, case):
    assert hits(text, Query(words, case=case)) == slowly(text, Query(words, case=case))


@given(st.text("ab ,\n", max_size=40), st.text("ab", min_size=1, max_size=3))
def test_whole_words_have_no_letter_beside_them(text, words):
    expected = [Span(*match.span()) for match in re.finditer(r"[ab]+", text) if match[0] == words]
    assert hits(text, Query(words, whole_word=True)) == expected


@given(st.text("ab\n", max_size=30), st.sampled_from(["a+", "a|ab", "^b", "b$", "a*", "(a)(b)?", "x?"]))
def test_expressions_are_found_as_the_standard_library_finds_them(text, written):
    expected = [Span(*m.span()) for m in re.finditer(written, text, re.MULTILINE) if m[0]]
    assert hits(text, Query(written, regular=True)) == expected


@given(ACCENTS, ACCENTS.filter(bool), st.booleans())
def test_hits_never_split_a_grapheme_nor_meet(text, words, regular):
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    spans = hits(text, Query(regex.escape(words) if regular else words, regular=regular))
    assert all(span.start < span.stop and {*span} <= edges for span in spans)
    assert all(one.stop <= other.start for one, other in pairwise(spans))


@given(st.text(max_size=30), st.text(max_size=5), st.booleans(), st.booleans())
def test_any_text_and_any_query_give_passages_of_the_text(text, words, case, whole_word):
    for start, stop in hits(text, Query(words, case, whole_word)):
        assert 0 <= start < stop <= len(text)


@given(st.text("ab()[]{}*+?|^$.\\-<>!=:#~&,pPNKRLbBwWdxX012i_", max_size=10), st.booleans())
def test_any_expression_gives_hits_or_one_sentence(written, whole_word):
    said, spans = "This regular expression works.", []
    try:
        spans = hits("ab a1 b_\n12-ab", Query(written, whole_word=whole_word, regular=True))
    except UserError as error:
        said = str(error)
    assert re.fullmatch(r"This regular expression [^\n]+\.", said)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("He said “don’t” and 'don't'", "don't", ["don’t", "don't"]),
        ("He said “don’t” and 'don't'", "don’t", ["don’t"]),
        ("a “word” and „another“ one", '"', ["“", "”", "„", "“"]),
        ("ten\xa0million, ten\n  million", "ten million", ["ten\xa0million", "ten\n  million"]),
        ("Straße STRASSE strasse", "straße", ["Straße", "STRASSE", "strasse"]),
        ("İİ ıI then", "THEN", ["then"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
        ("a ﬁne oﬃce", "fine office", ["ﬁne oﬃce"]),
        ("Cafe\u0301 and café", "café", ["Cafe\u0301", "café"]),
        ("Cafe\u0301 and café", "CAFE\u0301", ["Cafe\u0301", "café"]),
        ("Cafe\u0301 and café", "cafe", []),
        ("❤\ufe0f and ❤", "❤", ["❤\ufe0f", "❤"]),
        ("👩\u200d👩\u200d👧 and 👩", "👩", ["👩\u200d👩\u200d👧", "👩"]),
        ("कि क", "क", ["कि", "क"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("", "a", []),
        ("a", "", []),
    ],
)
def test_words_are_found_however_they_are_typeset(text, words, expected):
    assert found(text, words) == expected


def test_offsets_are_those_of_the_text_whatever_folding_makes_of_it():
    assert hits("İßﬁ😀 word", Query("WORD")) == [Span(5, 9)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("can’t can can-can cannot", "can", 3),
        ("it “regrettable”.", "“regrettable”", 1),
        ("קאן can", "קאן", 1),
        ("e\u0301can cane\u0301 can", "can", 1),
        ("oil prices, oil price", "oil price", 1),
    ],
)
def test_whole_words_end_where_unicode_says(text, words, expected):
    assert len(found(text, words, whole_word=True)) == expected


def test_capitals_count_when_asked():
    assert found("May may MAY", "May", case=True) == ["May"]
    assert found("May may MAY", "^m", case=False, regular=True) == ["M"]
    assert found("May may MAY", "m..", case=True, regular=True) == ["may"]


def test_expressions_know_paragraphs_and_whole_words():
    assert found("one two\none three", r"^\w+", regular=True) == ["one", "one"]
    assert found("foo foobar", "foo|foobar", whole_word=True, regular=True) == ["foo", "foobar"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("(a", "broken at character 2: missing )."),
        ("[a", "broken at character 2: unterminated character set."),
        ("a**", "broken at character 3: multiple repeat."),
        ("*", "broken at character 1: nothing to repeat."),
        ("ab\\p{Foo}", "broken at character 9: unknown property."),
        ("(?au)a", "parts do not go together."),
        ("(" * 900 + ")" * 900, "parts do not go together."),
        ("(?r)a", "searches backwards"),
        ("((a{1000}){1000}){1000}", "repeats too often"),
        ("(a|aa)+$", "takes too long"),
    ],
)
def test_what_is_wrong_with_an_expression_is_said_in_a_sentence(written, said):
    with pytest.raises(UserError, match=re.escape(said)):
        hits("a" * 60 + "b", Query(written, regular=True))


def test_ordinary_braces_do_not_repeat_too_often():
    assert found("on 2026-11-15", r"\d{4}-\d{2}-\d{2}", regular=True) == ["2026-11-15"]


def test_there_is_an_end_to_hits_and_a_place_to_go_on_from(monkeypatch):
    monkeypatch.setattr(find, "MOST", 3)
    text = "a a a a a"
    assert hits(text, Query("a")) == [(0, 1), (2, 3), (4, 5)]
    assert hits(text, Query("a"), 5) == [(6, 7), (8, 9)]

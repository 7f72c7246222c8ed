from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from core import units
from core.span import Span

PIECES = [
    *"ab1_. ,’'“”!?\n\n\t-",
    *"\u00a0\u202f\u200d\u200b\ufe0f\u0301\u0308\u0903\u0e33\u20e3\u0600",  # joined to what is beside them, or not
    *"אبжก天カは가각",  # scripts with and without spaces, jamo
    *"कष्िु",  # conjuncts
    *"😀👩👧🏽❤©🇺🇦🇩🏴",
    "Mr. ",
    "👩‍👩‍👧",
    "e\u0301",
    "don’t ",
    "\r\n",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)

UNITS = {
    "words": (units.word_at, units.next_word, units.previous_word, units.whole_words),
    "sentences": (units.sentence_at, units.next_sentence, units.previous_sentence, units.whole_sentences),
    "paragraphs": (units.paragraph_at, units.next_paragraph, units.previous_paragraph, units.whole_paragraphs),
}
each_unit = pytest.mark.parametrize(("at", "following", "previous", "whole"), UNITS.values(), ids=UNITS)


def edges(text):
    """Where graphemes meet, found by reading the text from its beginning."""
    found = [0]
    for grapheme in regex.findall(r"\X", text):
        found.append(found[-1] + len(grapheme))
    return found


def forwards(text, following):
    """Every unit of a text."""
    found, at = [], 0
    while unit := following(text, at):
        found.append(unit)
        at = unit.stop
    return found


def backwards(text, previous):
    """Every unit of a text, found from its end."""
    found, at = [], len(text)
    while unit := previous(text, at):
        found.insert(0, unit)
        at = unit.start
    return found


def read(text, following):
    return [text[unit.start : unit.stop] for unit in forwards(text, following)]


# -- graphemes


def check_graphemes(text):
    known = edges(text)
    for at in range(len(text) + 1):
        assert units.grapheme_start(text, at) == max(edge for edge in known if edge <= at)
        assert units.grapheme_stop(text, at) == min(edge for edge in known if edge >= at)


@given(TEXTS)
def test_graphemes_are_those_of_the_whole_text(text):
    check_graphemes(text)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("run", ["🇺", "\u0301", "👩\u200d", "क\u094d", "कु", "ᄀ", "ᅡ", "가", "\u0600", "ก\u0e33"])
def test_long_runs_are_counted_from_where_they_begin(run, length):
    for before in ("", "a", " ", "👩", "\n"):
        check_graphemes(before + run * length + "z")


def test_a_passage_is_widened_to_whole_graphemes_and_never_moved():
    text = "A 👩‍👩‍👧 in 🇺🇦🇩🇪 cafe\u0301s"
    at = text.index("🇺")
    assert units.whole_graphemes(text, 3, 4) == (2, 7)
    assert units.whole_graphemes(text, at + 1, at + 2) == (at, at + 2)
    assert units.whole_graphemes(text, at + 2, at + 3) == (at + 2, at + 4)
    assert units.whole_graphemes(text, len(text) - 5, len(text) - 2) == (len(text) - 5, len(text) - 1)
    assert units.whole_graphemes(text, 0, len(text)) == (0, len(text))


# -- all units


@each_unit
@given(text=TEXTS)
def test_units_are_in_order_and_split_no_grapheme(at, following, previous, whole, text):
    found = forwards(text, following)
    known = set(edges(text))
    for unit in found:
        assert 0 <= unit.start < unit.stop <= len(text)
        assert {unit.start, unit.stop} <= known
        assert text[unit.start : unit.stop].strip("\t\n \u00a0\u202f\r")
    assert all(one.stop <= other.start for one, other in pairwise(found))
    assert backwards(text, previous) == found
    by_place = {place: unit for unit in found for place in range(unit.start, unit.stop)}
    for place in range(-1, len(text) + 2):
        assert at(text, place) == by_place.get(place)
        assert following(text, place) == next((u for u in found if u.start >= place), None)
        assert previous(text, place) == next((u for u in found[::-1] if u.stop <= place), None)


@given(TEXTS)
def test_sentences_tile_their_paragraphs_and_words_take_every_letter(text):
    sentences, paragraphs = forwards(text, units.next_sentence), forwards(text, units.next_paragraph)
    for found in (sentences, paragraphs):
        covered = {place for unit in found for place in range(unit.start, unit.stop)}
        assert {place for place, letter in enumerate(text) if not letter.isspace()} <= covered
    for sentence in sentences:
        assert units.whole_paragraphs(text, *sentence) in paragraphs
    words = {place for unit in forwards(text, units.next_word) for place in range(unit.start, unit.stop)}
    assert {place for place, letter in enumerate(text) if letter.isalnum()} <= words


@each_unit
@given(text=TEXTS.filter(bool), data=st.data())
def test_a_passage_is_widened_to_whole_units(at, following, previous, whole, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    found = whole(text, start, stop)
    assert found.start <= start < stop <= found.stop
    assert set(found) <= set(edges(text))
    assert whole(text, *found) == found
    first, last = at(text, start), at(text, stop - 1)
    assert found.start == (first.start if first else units.grapheme_start(text, start))
    assert found.stop == (last.stop if last else units.grapheme_stop(text, stop))


@each_unit
def test_a_passage_that_is_none_stays_as_it_is(at, following, previous, whole):
    for start, stop in ((3, 3), (5, 2), (0, 99), (-4, 2)):
        found = whole("one two three", start, stop)
        assert (found.start <= start, found.stop >= stop) == (True, True)
        assert (found.start < found.stop) == (start < stop)
        assert (found.start < 0, found.stop > 13) == (start < 0, stop > 13)


@pytest.mark.parametrize("kind", [units.WORDS, units.SENTENCES, units.PARAGRAPHS], ids=UNITS)
@given(text=TEXTS, data=st.data())
def test_extending_takes_one_more_and_shortening_gives_it_back(kind, text, data):
    here = data.draw(st.integers(0, len(text)))
    found = forwards(text, kind.next)
    passage = units.extended(text, Span(here, here), kind)
    if not found:
        assert passage == (here, here)
        return
    at = found.index(passage)
    assert passage == kind.at(text, here) or at == next((n for n, u in enumerate(found) if u.start >= here), at)
    begin = passage.start
    for unit in found[at + 1 :]:
        passage = units.extended(text, passage, kind)
        assert passage == (begin, unit.stop)
    assert units.extended(text, passage, kind) == passage
    for unit in found[at:-1][::-1]:
        passage = units.shortened(text, passage, kind)
        assert passage == (begin, unit.stop)
    assert units.shortened(text, passage, kind) == (begin, begin)


def test_a_selection_that_ends_inside_a_unit_is_completed_or_left():
    text = "One two. Three four."
    assert units.extended(text, Span(4, 11), units.WORDS) == (4, 14)
    assert units.extended(text, Span(4, 11), units.SENTENCES) == (4, 20)
    assert units.shortened(text, Span(4, 11), units.WORDS) == (4, 7)
    assert units.shortened(text, Span(4, 11), units.SENTENCES) == (4, 8)
    assert units.shortened(text, Span(4, 11), units.PARAGRAPHS) == (4, 4)


# -- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I don’t know, can't 3.5 well-known x_y.", "I|don’t|know|can't|3.5|well|known|x_y"),
        ("“Rock ’n’ roll” — the dogs’ tails…", "Rock|n|roll|the|dogs|tails"),
        ("cafe\u0301 na\u0308ive 😀 🇺🇦", "cafe\u0301|na\u0308ive"),
        ("mot\u202f! «\u202fmot\u202f»", "mot|mot"),
        ("今天 カタカナ 한국어 שלום", "今|天|カタカナ|한국어|שלום"),
        ("one\n\n\n  two", "one|two"),
        ("-- … ___ --", ""),
    ],
)
def test_words(text, words):
    assert "|".join(read(text, units.next_word)) == words


def test_a_selection_snaps_to_words_outwards_only():
    text = "He said: “I don’t know.” Then…"
    for selected, words in (
        ("ai", "said"),
        ("said: “I d", "said: “I don’t"),
        ("t know", "don’t know"),
        (": “", ": “"),
        (" know", " know"),
        ("now.” T", "know.” Then"),
    ):
        start = text.index(selected)
        found = units.whole_words(text, start, start + len(selected))
        assert text[found.start : found.stop] == words


@given(TEXTS, st.booleans(), st.booleans())
def test_word_edges_are_those_of_the_words(text, forward, is_start):
    known = [word.start if is_start else word.stop for word in forwards(text, units.next_word)]
    for at in range(len(text) + 1):
        beyond = [edge for edge in known if (edge > at if forward else edge < at)]
        expected = (min(beyond) if forward else max(beyond)) if beyond else at
        assert units.word_edge(text, at, forward, is_start) == expected


def test_a_word_edge_far_away_is_not_gone_to():
    text = f"one{' .' * 200}two"
    assert units.word_edge(text, 3, forward=True, is_start=True) == 3
    assert units.word_edge(text, len(text) - 3, forward=False, is_start=False) == len(text) - 3


# -- sentences and paragraphs


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("  Mr. Smith paid 3.5.  Who knew? Nobody!\n\nNext ", "Mr. Smith paid 3.5.|Who knew?|Nobody!|Next"),
        ("“I went. You left. We are done.”", "“I went.|You left.|We are done.”"),
        ('"I went. Ask her in," she said. Then he left.', '"I went.|Ask her in," she said.|Then he left.'),
        ("‘I don’t. He did!’ “Why?” she asked.", "‘I don’t.|He did!’|“Why?” she asked."),
        ("今天很好。他说：“好。我去。”走了。", "今天很好。|他说：“好。|我去。”|走了。"),
        ("「はい。いいえ。」はい！", "「はい。|いいえ。」|はい！"),
        ("هل تعرف؟ نعم. لا أعرف.", "هل تعرف؟|نعم.|لا أعرف."),
        ("Он жил на ул. Ленина. «Да. Нет.»", "Он жил на ул. Ленина.|«Да.|Нет.»"),
        ("यह एक है। यह दूसरा है।", "यह एक है।|यह दूसरा है।"),
        ("No stop at all", "No stop at all"),
        (" \n\t\n", ""),
    ],
)  # fmt: skip
def test_sentences(text, sentences):
    assert "|".join(read(text, units.next_sentence)) == sentences


def test_paragraphs_are_lines_without_the_space_around_them():
    text = "\n  One line. \n\n\t\nAnother 😀\u00a0\n\u0301odd\n \u0301 odder"
    assert read(text, units.next_paragraph) == ["One line.", "Another 😀", "\u0301odd", " \u0301 odder"]
    assert units.paragraph_at(text, 0) is None
    assert units.paragraph_at(text, 4) == (3, 12)
    assert units.paragraph_at(text, len(text)) is None


# -- long texts


def grapheme_at(text, at):
    return units.whole_graphemes(text, at, at + 1)


@pytest.mark.parametrize("letter", ["x", "天", "कु", "👩", ".", "a b. ", "“", " "])
def test_a_megabyte_on_one_line_is_looked_at_near_the_offset_only(letter):
    text = letter * (1_000_000 // len(letter))
    for at in (0, 400_001, 400_002, 400_003, 999_000):
        # Pieces are counted from the beginning, so what is cut off is a multiple of their lengths.
        cut = max(0, at - 10_000) // 3_000 * 3_000
        near = text[cut : at + 10_000]
        for unit_at in (units.word_at, units.sentence_at, grapheme_at):
            found = unit_at(near, at - cut)
            assert unit_at(text, at) == (found and (found.start + cut, found.stop + cut))


@each_unit
def test_what_is_too_long_is_taken_in_pieces(at, following, previous, whole):
    text = f"{'कु' * 20_000}\n"
    found, place = [], 0
    while unit := at(text, place):
        found.append(unit)
        place = unit.stop
    assert place == len(text) - 1
    assert (len(found) > 1) == (at is not units.paragraph_at)
    assert {edge % 2 for unit in found for edge in unit} == {0}
    assert following(text, 20_000) is None or following(text, 20_000).start >= 20_000
    assert previous(text, 20_000) is None or previous(text, 20_000).stop <= 20_000

"""Finding a name by a few letters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import fuzzy

TEXTS = st.text(alphabet="aàÅbcßİıŁØéñ한国 שe\u0301-_/›.1", max_size=12)
WORDS = st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3)


def path(*names):
    found = fuzzy.target(names[0])
    for name in names[1:]:
        found = fuzzy.below(found, " › ", fuzzy.target(name))
    return found


ENERGY = path("Economy", "Energy")


def points(typed, *names):
    return fuzzy.score(fuzzy.words(typed), path(*names))


def ranked(typed, *names):
    found = fuzzy.search(fuzzy.words(typed), [path(*name.split("/")) for name in names])
    return [names[place] for _, place in sorted(found, key=lambda pair: -pair[0])]


@pytest.mark.parametrize(
    "typed", ["eco en", "ecen", "en eco", "energy", "ECONOMY", "economy/energy", "onom", "ecoen"]
)
def test_a_path_is_found_by_parts_of_it(typed):
    assert points(typed, "Economy", "Energy") > 0


@pytest.mark.parametrize("typed", ["oil", "economyx", "ygrene", "eco oil"])
def test_and_not_by_what_is_not_in_it(typed):
    assert points(typed, "Economy", "Energy") is None


def test_scattered_letters_are_a_guess():
    assert points("nrg", "Economy", "Energy") < 0
    assert ranked("art", "Political party", "Art history", "Apartment") == [
        "Art history",
        "Political party",
        "Apartment",
    ]
    assert ranked("prt", "Political party", "Part") == ["Political party", "Part"]
    assert ranked("part", "Political party", "Pale art", "Pxaxrxt") == ["Political party", "Pale art"]


def test_what_is_better_comes_first():
    found = ranked("en", "Agency", "Opening", "Economy/Renewable energy", "Energy", "Eco/News")
    assert found == ["Energy", "Economy/Renewable energy", "Agency", "Opening", "Eco/News"]
    assert ranked("energy", "Energy prices", "Energy") == ["Energy", "Energy prices"]
    assert ranked("rare earths", "Rare earths in China", "Rare earths") == ["Rare earths", "Rare earths in China"]
    assert ranked("dea", "Ideas/Plans", "Economy/Deals") == ["Economy/Deals", "Ideas/Plans"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("energie", "Énergie"),
        ("Énergie", "energie"),
        ("energie", "e\u0301nergie"),
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("lodz", "Łódź"),
        ("smorrebrod", "Smørrebrød"),
        ("санк", "Санкции"),
        ("한국", "한국어"),
        ("制裁", "经济制裁"),
    ],
)
def test_case_and_diacritics_may_be_left_out(typed, name):
    assert points(typed, name) > 0


def test_a_slash_parts_words_unless_it_belongs_to_the_name():
    assert fuzzy.words("Economy/ San") == ["economy", "san"]
    assert fuzzy.words("and\\/or") == ["and/or"]
    assert points("and\\/or", "And/or") > 0


def test_what_was_found_is_marked():
    def marked(typed, *names):
        text, where = " › ".join(names), path(*names)
        return [text[a:b] for a, b in fuzzy.marked(fuzzy.words(typed), text, where)]

    assert marked("eco en", "Economy", "Energy") == ["Eco", "En"]
    assert marked("ecen", "Economy", "Energy") == ["Ec", "En"]
    assert marked("bus", "Economy", "Business deals") == ["Bus"]
    assert marked("strasse", "Die Straße") == ["Straße"]
    assert marked("nrg", "Economy", "Energy") == ["n", "rg"]
    assert marked("energie", "Éne\u0301rgie") == ["Éne", "rgie"]


@given(TEXTS)
def test_folding_goes_letter_by_letter(text):
    assert fuzzy.folded(text) == "".join(map(fuzzy.folded, text))
    assert fuzzy.folded(fuzzy.folded(text)) == fuzzy.folded(text)


@given(WORDS, TEXTS)
def test_marked_letters_are_the_typed_ones(names, typed):
    text, where, words = " › ".join(names), path(*names), fuzzy.words(typed)
    stretches = fuzzy.marked(words, text, where)
    assert all(0 <= start < stop <= len(text) for start, stop in stretches)
    assert all(a[1] < b[0] for a, b in pairwise(stretches))
    if fuzzy.score(words, where) is not None:
        letters = "".join(fuzzy.folded(text[start:stop]) for start, stop in stretches)
        assert set("".join(words)) <= set(letters)


@given(WORDS)
def test_every_name_is_found_by_itself_and_by_its_beginnings(names):
    where = path(*names)
    for name in names:
        for word in fuzzy.words(name.replace("/", "\\/").replace("›", " ")):
            for length in range(1, len(word) + 1):
                assert (fuzzy.score([word[:length]], where) or 0) > 0


@given(WORDS, st.text(alphabet="abce1", min_size=1, max_size=6))
def test_a_word_is_found_exactly_where_its_letters_follow_each_other(names, typed):
    where, letters = path(*names), iter(path(*names).text)
    assert (fuzzy.score([typed], where) is not None) == all(letter in letters for letter in typed)


def test_long_names_take_no_longer_than_they_must():
    where = path(*(["a " * 100] * 20))
    assert fuzzy.score(["a" * 40 + "b"], where) is None
    assert fuzzy.score(["a" * 200], where) > 0

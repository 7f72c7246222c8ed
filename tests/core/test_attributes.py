"""Values of attributes: what is understood, what is kept of it, how it is ordered."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import attributes
from core.errors import UserError
from core.model import TYPES

ANYTHING = st.text(st.sampled_from("0123456789.,- /aeñ😀\xa0\u202f\u2212'TjJyn"), max_size=14) | st.text(max_size=8)
NUMBERS = st.decimals(-(10**15), 10**15, places=4).map(lambda number: f"{number:f}")
DATES = st.dates(date(1, 1, 1)).flatmap(lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]]))
STORED = {
    "text": st.text(max_size=8).map(lambda text: attributes.stored("text", text)),
    "number": NUMBERS.map(lambda number: attributes.stored("number", number)),
    "date": DATES,
    "yes-no": st.sampled_from(["yes", "no"]),
}


def read(type_, written):
    try:
        return attributes.stored(type_, written)
    except UserError:
        return None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12", "12"),
        (" 1 234,50 ", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234'567.5", "1234567.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("007", "7"),
        ("\u22125,0", "-5"),
        ("-0,0", "0"),
        ("+3.", "3"),
        (",5", "0.5"),
        ("", ""),
    ],
)
def test_numbers_as_people_write_them(written, kept):
    assert attributes.stored("number", written) == kept


@pytest.mark.parametrize(
    "written", ["abc", "1,2,3", "1.2.3", "12 34", "1e5", ".", "-", "١٢", "12 %", "9" * 61, "1,23.4"]
)
def test_what_is_no_number(written):
    with pytest.raises(UserError, match=r"is not a number such as 12 or 3\.5"):
        attributes.stored("number", written)


def test_what_can_be_read_in_two_ways_is_refused_with_both():
    with pytest.raises(UserError, match=r"“1,234” can be read in two ways; write 1234 or 1\.234\."):
        attributes.stored("number", "1,234")
    with pytest.raises(UserError, match=r"“3/4/2020” can be read in two ways; write 2020-04-03 or 2020-03-04\."):
        attributes.stored("date", "3/4/2020")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2020", "2020"),
        ("2020-5", "2020-05"),
        ("2020/05/31", "2020-05-31"),
        ("2020-05-31T00:00:00Z", "2020-05-31"),
        ("2020-05-31 00:00:00", "2020-05-31"),
        ("31.12.2020", "2020-12-31"),
        ("3. 4. 2020", "2020-04-03"),
        ("12/31/2020", "2020-12-31"),
        ("31/12/2020", "2020-12-31"),
        ("4/4/2020", "2020-04-04"),
        ("2020-02-29", "2020-02-29"),
    ],
)
def test_dates_as_people_write_them(written, kept):
    assert attributes.stored("date", written) == kept


@pytest.mark.parametrize(
    "written", ["May 2020", "31.12.20", "2021-02-29", "2020-13", "12.31.2020", "0000", "2020-05-31 10:00"]
)
def test_what_is_no_date(written):
    with pytest.raises(UserError, match="is not a date such as 2020-05-31, 2020-05 or 2020"):
        attributes.stored("date", written)


def test_yes_and_no():
    assert {attributes.stored("yes-no", word) for word in ("Yes", "TRUE", "1", "ja", "да", "y")} == {"yes"}
    assert {attributes.stored("yes-no", word) for word in ("No", "false", "0", "Nein", "НЕТ")} == {"no"}
    with pytest.raises(UserError, match="“maybe” is neither yes nor no"):
        attributes.stored("yes-no", "maybe")


def test_texts_are_one_line_and_not_endless():
    assert attributes.stored("text", " two\r\nlines\u2028here ") == "two lines here"
    with pytest.raises(UserError, match="at most 10,000 characters; this one has 10,001"):
        attributes.stored("text", "a" * 10_001)


@given(st.sampled_from(TYPES), ANYTHING)
def test_what_is_kept_is_kept_as_it_is(type_, written):
    kept = read(type_, written)
    if kept is not None:
        assert attributes.stored(type_, kept) == kept
        assert attributes.fits(type_, kept)
        assert read("text", kept) == kept


@given(NUMBERS)
def test_a_number_is_the_same_however_it_is_written(number):
    kept = attributes.stored("number", number)
    assert Decimal(kept) == Decimal(number)
    spaced = f"{Decimal(number):,.4f}".replace(",", "\u202f").replace(".", ",")
    assert attributes.stored("number", spaced) == kept
    assert attributes.stored("number", f"{Decimal(number):,.4f}") == kept
    assert attributes.plain("number", kept) == pytest.approx(float(Decimal(number)))


@given(st.dates(date(1, 1, 1)))
def test_a_day_is_the_same_however_it_is_written(day):
    assert attributes.stored("date", f"{day.day}.{day.month}.{day.year:04}") == str(day)
    for written in (f"{day.day}/{day.month}/{day.year:04}", f"{day.month}-{day.day}-{day.year:04}"):
        assert read("date", written) in (str(day), None)


def test_numbers_in_texts_go_by_their_size():
    found = sorted(["Parts", "Part 10b", "part 10", "Part 2"], key=lambda text: attributes.key("text", text))
    assert found == ["Part 2", "part 10", "Part 10b", "Parts"]


@given(st.sampled_from(TYPES).flatmap(lambda type_: st.tuples(st.just(type_), STORED[type_], STORED[type_])))
def test_order_agrees_with_what_is_kept(pair):
    type_, one, other = pair
    first, second = attributes.key(type_, one), attributes.key(type_, other)
    assert (first == second) == (one == other)
    if type_ == "number":
        assert (first < second) == (Decimal(one) < Decimal(other))
    elif type_ == "date":
        assert attributes.days(one)[0] <= attributes.days(other)[0] or first > second
    elif (
        type_ == "text" and (one + other).isascii() and (one + other).islower() and not set("0123456789") & set(one)
    ):
        assert (first < second) == (one < other)


@given(DATES, DATES, DATES)
def test_a_date_is_within_when_all_its_days_are(day, low, high):
    first, last = attributes.days(day)
    inside = attributes.days(low)[0] <= first and last <= attributes.days(high)[1]
    assert attributes.within("date", day, low, high) == inside
    assert attributes.within("date", day)
    assert attributes.within("date", day, day, day)
    assert first[:4] == last[:4] == day[:4]
    assert date.fromisoformat(first) <= date.fromisoformat(last)


def test_limits():
    assert attributes.within("number", "10", "9", "10.0")
    assert not attributes.within("number", "10", "9.5", "9.9")
    assert attributes.within("text", "Bonn", "bonn", "bonn")
    assert attributes.within("yes-no", "yes", "yes")
    assert not attributes.within("yes-no", "no", "yes")
    assert not attributes.within("number", "ten", "", "")
    assert attributes.days("2024-02") == ("2024-02-01", "2024-02-29")
    assert attributes.days("2024") == ("2024-01-01", "2024-12-31")


def test_what_does_not_fit_comes_last():
    there = ["ten", "10", "9"]
    assert sorted(there, key=lambda value: attributes.key("number", value)) == ["9", "10", "ten"]


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["yes", "No", ""], "yes-no"),
        (["0", "1"], "number"),
        (["1", "0", "true"], "yes-no"),
        (["1,5", "2"], "number"),
        (["2020", "2021"], "number"),
        (["2020", "2021-05"], "date"),
        (["1", "two"], "text"),
        (["", " "], "text"),
        ([], "text"),
    ],
)
def test_types_are_guessed_from_values(values, type_):
    assert attributes.guessed(values) == type_


def test_names():
    assert attributes.attribute_name(" Genre\n") == "Genre"
    with pytest.raises(UserError, match="An attribute needs a name"):
        attributes.attribute_name(" ")
    with pytest.raises(UserError, match="Every article has “Author” already"):
        attributes.attribute_name("Author")
    with pytest.raises(UserError, match="There is an attribute “GENRE” already"):
        attributes.attribute_name("GENRE", ["genre"])


def test_values_for_programs():
    plain = attributes.plain
    assert [plain("number", "3"), plain("number", "3.5"), plain("yes-no", "yes"), plain("date", "2020")] == [
        3,
        3.5,
        True,
        "2020",
    ]
    assert plain("number", "three") == "three"

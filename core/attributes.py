"""What is noted about articles: how values of each type are read, kept, ordered and compared."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from core.codebook import clean_name, folded
from core.errors import UserError
from core.model import TYPES, AttributeId, DocumentId
from core.text import canonical

FIELDS = ("title", "author", "outlet", "date")  # what every article has and can be edited
STANDARD = (*FIELDS, "id", "file", "words", "annotations")  # names that no attribute can have
MAX_VALUE = 10_000  # characters
Key = tuple[int, Decimal | str | int, str]

_MOST_DIGITS = 60  # characters of a number
_DIGITS, _LONGEST_RUN = re.compile("[0-9]+"), 20  # in texts
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]*)?")
_PLAIN = re.compile(r"([+-]?)([0-9]*)(?:[.,]([0-9]*))?")
# Commas or points between thousands, where nothing else can be meant.
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?=([.,]))(?:(?:\1[0-9]{3})+(?!\1)[.,][0-9]*|(?:\1[0-9]{3}){2,})")
_TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2}) ?[./-] ?([0-9]{4})")
_YES = frozenset(("yes", "y", "true", "1", "ja", "oui", "sí", "si", "да", "✓"))
_NO = frozenset(("no", "n", "false", "0", "nein", "nej", "non", "нет"))


class NewAttribute(NamedTuple):
    """An attribute that is still to be made."""

    name: str
    type: str


Column = str | AttributeId | NewAttribute  # of a table of articles: one of FIELDS, or an attribute


class Cell(NamedTuple):
    """What somebody writes about an article in one column; blank to clear it."""

    document: DocumentId
    column: Column
    text: str


def attribute_name(raw: str, others: Iterable[str] = ()) -> str:
    """The name of an attribute as stored. Raises UserError where it cannot be one, or one of `others` has it."""
    name = clean_name(raw, "An attribute")
    if folded(name) in STANDARD:
        raise UserError(f"Every article has “{name}” already; choose another name.")
    if folded(name) in map(folded, others):
        raise UserError(f"There is an attribute “{name}” already.")
    return name


def stored(type_: str, written: str) -> str:
    """What is kept of a value as somebody wrote it; empty for a blank one.

    A number has a decimal point and no needless digit, a date is `2020`, `2020-05` or `2020-05-31`, and the third
    is `yes` or `no`. Raises UserError, with a sentence that says what would do.
    """
    value = " ".join(canonical(written).text.split())
    if len(value) > MAX_VALUE:
        raise UserError(f"A value can have at most {MAX_VALUE:,} characters; this one has {len(value):,}.")
    return _READ[type_](value) if value else ""


def _text(value: str) -> str:
    return value


def _number(value: str) -> str:
    bare = value.replace("\u2212", "-")
    if _SPACED.fullmatch(bare):
        bare = re.sub("[ '’]", "", bare)
    elif _TWO_WAYS.fullmatch(bare):
        whole, part = bare.replace(",", ""), bare.replace(",", ".")
        raise UserError(f"“{value}” can be read in two ways; write {whole} or {part}.")
    elif grouped := _GROUPED.fullmatch(bare):
        bare = bare.replace(grouped[1], "")
    found = _PLAIN.fullmatch(bare)
    if not found or not (found[2] or found[3]) or len(bare) > _MOST_DIGITS:
        raise UserError(f"“{_shortened(value)}” is not a number such as 12 or 3.5.")
    whole, part = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    sign = "-" if found[1] == "-" and (whole != "0" or part) else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def _date(value: str) -> str:
    if found := _ISO.fullmatch(value):
        made = _made_date(found[1], found[2] or "", found[3] or "")
    elif found := _DAY_FIRST.fullmatch(value):
        day, sign, month, year = found.groups()
        made = _made_date(year, month, day)
        turned = (
            _made_date(year, day, month) if sign != "." else None
        )  # points stand in no date that begins otherwise
        if made and turned and made != turned:
            raise UserError(f"“{value}” can be read in two ways; write {made} or {turned}.")
        made = made or turned
    else:
        made = None
    if made is None:
        raise UserError(f"“{_shortened(value)}” is not a date such as 2020-05-31, 2020-05 or 2020.")
    return made


def _made_date(year: str, month: str, day: str) -> str | None:
    """The date as kept, or None where there is no such day."""
    if int(year) < 1 or (month and not 1 <= int(month) <= 12):
        return None
    if day and not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _yes_no(value: str) -> str:
    word = unicodedata.normalize("NFC", value).casefold()
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise UserError(f"“{_shortened(value)}” is neither yes nor no.")


_READ: dict[str, Callable[[str], str]] = {"text": _text, "number": _number, "date": _date, "yes-no": _yes_no}


def _shortened(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"


# -- order


def key(type_: str, value: str) -> Key:
    """What values of one attribute are sorted by; two have the same only if they are the same.

    Numbers go by their size, dates by their first day (a year before its months), no before yes, texts without
    regard to case and “Part 2” before “Part 10”. What does not fit its type, as another program may have left it,
    comes after all that does.
    """
    if type_ == "text" or not fits(type_, value):
        return int(type_ != "text"), _DIGITS.sub(lambda run: run[0].zfill(_LONGEST_RUN), folded(value)), value
    if type_ == "number":
        return 0, Decimal(value), ""
    return 0, value if type_ == "date" else int(value == "yes"), ""


def fits(type_: str, value: str) -> bool:
    """Whether a value is kept as its type asks."""
    try:
        return stored(type_, value) == value
    except UserError:
        return False


def within(type_: str, value: str, low: str = "", high: str = "") -> bool:
    """Whether a stored value is at least `low` and at most `high`, both stored values; an empty one is no limit.

    A date lies within when all its days do: 2020-05 is within 2020, and 2020 is not within 2020-05 to 2021. A value
    that does not fit its type lies nowhere.
    """
    if type_ != "text" and not fits(type_, value):
        return False
    if type_ == "date":
        first, last = days(value)
        return (not low or days(low)[0] <= first) and (not high or last <= days(high)[1])
    here = key(type_, value)[:2]  # two texts that differ in case only are at the same place
    return (not low or key(type_, low)[:2] <= here) and (not high or here <= key(type_, high)[:2])


def days(date: str) -> tuple[str, str]:
    """The first and the last day of a stored date, `2020-05-31` each: a year and a month have many."""
    year, month, day = (*date.split("-"), "", "")[:3]
    last = day or f"{calendar.monthrange(int(year), int(month or 12))[1]:02}"
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{last}"


def plain(type_: str, value: str) -> str | int | float | bool:
    """A stored value as JSON has it."""
    if not fits(type_, value):
        return value
    if type_ == "number":
        return float(value) if "." in value else int(value)
    return value == "yes" if type_ == "yes-no" else value


def guessed(values: Collection[str]) -> str:
    """The type that all values of a column have, as somebody wrote them; blank ones say nothing.

    1 and 0 alone are numbers, which loses nothing.
    """
    said = [value for value in values if value.strip()]
    if (
        said
        and not all(value.strip() in ("0", "1") for value in said)
        and all(could_be("yes-no", value) for value in said)
    ):
        return "yes-no"
    return next(
        (each for each in ("number", "date") if said and all(could_be(each, value) for value in said)), TYPES[0]
    )


def could_be(type_: str, written: str) -> bool:
    """Whether a value of a type could be written so."""
    try:
        stored(type_, written)
    except UserError:
        return False
    return True

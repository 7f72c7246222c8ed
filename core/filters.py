"""Filters of passages: conditions that must all hold, what each says in words, and how it is saved.

Tags, articles, attributes and groups are named by their guids, which no other row ever gets; what is gone matches
nothing, until undo brings it back. A tag always stands for itself and its subtags.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast, get_type_hints

from core import attributes
from core.errors import UserError
from core.model import Document

MATCHES = ("any", "all", "none")
UNITS = ("characters", "sentence", "paragraph")
FIELDS = ("title", "author", "outlet")

FARTHEST = 1_000_000  # characters


class Tagged(NamedTuple):
    """The passage itself has any, all or none of the tags."""

    match: str
    tags: tuple[str, ...]


class InGroup(NamedTuple):
    """The passage itself has a tag of a group."""

    group: str


class Overlapping(NamedTuple):
    """It shares a character with a passage that has the tag, which may be itself; touching is not enough."""

    tag: str


class Near(NamedTuple):
    """It overlaps a passage that has the tag, or is as near to it: so many characters, or the same unit.

    Within 0 characters they touch. For a unit, the other one reaches into the sentences or paragraphs of this one.
    """

    tag: str
    within: str
    characters: int = 0


class InArticles(NamedTuple):
    """It is in one of the articles."""

    documents: tuple[str, ...]


class ArticleSays(NamedTuple):
    """Title, author or outlet of its article have these words, whatever their case."""

    field: str
    words: str


class Dated(NamedTuple):
    """Its article appeared between two dates, both included (core.attributes.within); an empty one is no limit."""

    since: str = ""
    until: str = ""


class Attributed(NamedTuple):
    """What is noted about its article: a text has `words`, yes or no is `words`, the others lie between."""

    attribute: str
    words: str = ""
    low: str = ""
    high: str = ""


class HasNote(NamedTuple):
    """Whether it has a note."""

    has: bool = True


class Quoting(NamedTuple):
    """Its words have these among them, whatever their case."""

    words: str


class Made(NamedTuple):
    """It was marked between two days of this computer's calendar, both included."""

    since: str = ""
    until: str = ""


class Counted(NamedTuple):
    """It is one of the passages, by their guids, that a mark of a chart was counted from; `what` the mark says."""

    what: str
    passages: tuple[str, ...]


Condition = (
    Tagged
    | InGroup
    | Overlapping
    | Near
    | InArticles
    | ArticleSays
    | Dated
    | Attributed
    | HasNote
    | Quoting
    | Made
    | Counted
)
OF_ARTICLES = (InArticles, ArticleSays, Dated, Attributed)  # those that a whole article meets or not
KINDS: dict[str, type[Condition]] = {
    "tags": Tagged,
    "group": InGroup,
    "overlaps": Overlapping,
    "near": Near,
    "articles": InArticles,
    "article": ArticleSays,
    "date": Dated,
    "attribute": Attributed,
    "note": HasNote,
    "text": Quoting,
    "created": Made,
    "counted": Counted,
}
_KIND_OF = {made: kind for kind, made in KINDS.items()}
# The fields that have a choice, and what of.
_CHOICES: dict[str, Sequence[str]] = {"match": MATCHES, "within": UNITS, "field": FIELDS}


class Filter(NamedTuple):
    """Conditions that must all hold; without any, everything passes."""

    conditions: tuple[Condition, ...] = ()

    def plus(self, condition: Condition) -> "Filter":
        """The filter with one more condition; one that is there already stays alone."""
        return self if condition in self.conditions else Filter((*self.conditions, condition))

    def without(self, at: int) -> "Filter":
        """The filter without the condition at this place, from 0."""
        return Filter(self.conditions[:at] + self.conditions[at + 1 :])

    def changed(self, at: int, condition: Condition) -> "Filter":
        """The filter with another condition at this place, from 0."""
        return Filter((*self.conditions[:at], condition, *self.conditions[at + 1 :]))

    @property
    def is_counted(self) -> bool:
        """Whether it has what was chosen on a chart."""
        return any(isinstance(each, Counted) for each in self.conditions)

    def but_counted(self) -> "Filter":
        """The filter without what was chosen on a chart, as charts themselves go by it."""
        return Filter(tuple(each for each in self.conditions if not isinstance(each, Counted)))

    def named(self) -> set[str]:
        """The guids of everything it names."""
        found: set[str] = set()
        for condition in self.conditions:
            match condition:
                case Tagged():
                    found.update(condition.tags)
                case InArticles():
                    found.update(condition.documents)
                case InGroup():
                    found.add(condition.group)
                case Overlapping() | Near():
                    found.add(condition.tag)
                case Attributed():
                    found.add(condition.attribute)
        return found


# -- what conditions look at


def folded(text: str) -> str:
    """A text as words are looked for in it: without case, each stretch of white space as one space."""
    return " ".join(text.split()).casefold()


def finder(words: str) -> Callable[[str], bool]:
    """What tells whether a text has these words among its own, as `folded` has both."""
    needle = folded(words)
    first = needle.partition(" ")[0]  # few texts have it, and those without need not be put on one line
    return lambda text: first in text.casefold() and needle in folded(text)


def holds(condition: Attributed, kind: str, value: str) -> bool:
    """Whether what is noted about an article meets a condition on an attribute of this type (core.model.TYPES)."""
    if kind in ("number", "date"):
        if not all(attributes.fits(kind, limit) for limit in (condition.low, condition.high) if limit):
            return False  # it was of another type when the filter was saved
        return attributes.within(kind, value, condition.low, condition.high)
    if kind == "yes-no":
        return value == condition.words
    return finder(condition.words)(value)


def is_about(condition: ArticleSays | Dated, document: Document) -> bool:
    """Whether what an article says of itself meets a condition."""
    if isinstance(condition, Dated):
        return bool(document.date) and attributes.within("date", document.date, condition.since, condition.until)
    return finder(condition.words)(str(getattr(document, condition.field)))


def moments(condition: Made) -> tuple[str, str]:
    """The moments (UTC, ISO 8601) that its days begin with and end before; empty where there is no limit."""
    first = attributes.days(condition.since)[0] if condition.since else ""
    last = attributes.days(condition.until)[1] if condition.until else ""
    return _beginning(first), _beginning(last, later=1)


def _beginning(day: str, later: int = 0) -> str:
    """When a day of this computer's calendar begins, or one so many days later, in UTC."""
    if not day:
        return ""
    try:
        midnight = datetime.fromisoformat(day) + timedelta(later)
        return f"{midnight.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
    except (ValueError, OverflowError, OSError):
        return day  # the first and the last days there are, when nobody marks anything


# -- in words


class Part(NamedTuple):
    """A stretch of what a condition says; a name is what it is about."""

    text: str
    is_name: bool = False


def worded(condition: Condition, names: Mapping[str, str]) -> list[Part]:
    """What a condition says; `names` has those of the guids it knows."""
    match condition:
        case Tagged() | InGroup() | Overlapping() | Near():
            return _about_tags(condition, names)
        case InArticles(documents):
            return [Part("in "), Part(", ".join(names.get(d, "a deleted article") for d in documents), True)]
        case HasNote(has):
            return [Part("with a note" if has else "without a note")]
        case Counted(what, _):
            return [Part("counted in "), Part(what, True)]
        case Quoting(words):
            return [Part("text contains "), Part(f"“{words}”", True)]
        case ArticleSays(field, words):
            return [Part(f"{field} contains "), Part(f"“{words}”", True)]
        case Dated(since, until):
            return _between("date ", since, until)
        case Made(since, until):
            return _between("marked ", since, until)
    return _of_attribute(condition, names.get(condition.attribute, "a deleted attribute"))


def _about_tags(condition: Tagged | InGroup | Overlapping | Near, names: Mapping[str, str]) -> list[Part]:
    match condition:
        case Tagged(match, tags):
            said = ", ".join(names.get(tag, "a deleted tag") for tag in tags)
            return [Part(f"{match} of "), Part(said, True)]
        case InGroup(group):
            return [Part("group "), Part(names.get(group, "a deleted group"), True)]
        case Overlapping(tag):
            return [Part("overlapping "), Part(names.get(tag, "a deleted tag"), True)]
    how = f"within {condition.characters:,} character{'s' * (condition.characters != 1)}"
    if condition.within != "characters":
        how = f"same {condition.within}"
    return [Part("near "), Part(names.get(condition.tag, "a deleted tag"), True), Part(f" · {how}")]


def _between(what: str, low: str, high: str, words: Sequence[str] = ("from", "until")) -> list[Part]:
    said = [Part(f"{word} {limit}") for word, limit in zip(words, (low, high), strict=True) if limit]
    return [Part(what), Part(" ".join(part.text for part in said), True)]


def _of_attribute(condition: Attributed, name: str) -> list[Part]:
    if condition.low or condition.high:
        return _between(f"{name} ", condition.low, condition.high, ("from", "to"))
    if condition.words in ("yes", "no"):
        return [Part(f"{name}: "), Part(condition.words, True)]
    return [Part(f"{name} contains "), Part(f"“{condition.words}”", True)]


def describe(condition: Condition, names: Mapping[str, str]) -> str:
    """What a condition says, as one text."""
    return "".join(part.text for part in worded(condition, names))


# -- saved


def to_json(wanted: Filter) -> dict[str, Any]:
    """The filter as objects that JSON has."""
    return {"conditions": [{"kind": _KIND_OF[type(c)], **_fields(c)} for c in wanted.conditions]}


def _fields(condition: Condition) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in condition._asdict().items()}


def from_json(saved: object) -> Filter:
    """The filter that was saved. Raises UserError where it is none, or one of a later Postil."""
    listed = saved.get("conditions") if isinstance(saved, dict) else None
    if not isinstance(listed, list):
        raise _unreadable()
    return Filter(tuple(map(_condition, listed)))


def _condition(saved: object) -> Condition:
    kind = saved.get("kind") if isinstance(saved, dict) else None
    if not isinstance(saved, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise _unreadable()
    made = KINDS[kind]
    fields = {key: value for key, value in saved.items() if key != "kind"}
    hints = get_type_hints(made)
    if not hints.keys() >= fields.keys() >= hints.keys() - made._field_defaults.keys():
        raise _unreadable()
    read = {key: _value(key, hints[key], value) for key, value in fields.items()}
    return cast("Callable[..., Condition]", made)(**read)


def _value(key: str, hint: object, value: object) -> object:
    """The value of a field, as its type asks for; what it cannot be is refused."""
    if hint is str and isinstance(value, str) and value in _CHOICES.get(key, (value,)):
        if key in ("since", "until") and value and not attributes.fits("date", value):
            raise _unreadable()
        return value
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and type(value) is int and 0 <= value <= FARTHEST:
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value) and hint not in (str, bool, int):
        return tuple(cast("Iterable[str]", value))
    raise _unreadable()


def _unreadable() -> UserError:
    return UserError("This filter cannot be read; perhaps a later Postil saved it.")

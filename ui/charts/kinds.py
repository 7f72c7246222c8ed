"""The charts there are: what each is called, how it is made, and what can be chosen about it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.chart_settings import CHOICES, Settings
from core.measures.cooccurrence import COUNTS
from core.measures.places import PARAGRAPH_UNITS, SECTION_UNITS
from core.measures.units import UNITS as ALL_UNITS
from storage import passages
from ui.charts import (
    attribute,
    codeline,
    cooccurrence,
    frequency,
    matrix,
    network,
    over_time,
    portrait,
    saturation,
    stacked,
    treemap,
    words,
)
from ui.charts.content import Content
from ui.charts.measuring import Measuring

UNITS = CHOICES["unit"]
EVERY_SCOPE = CHOICES["scope"]
Options = Sequence[tuple[str, str]]  # values and the words for them


class Choice(NamedTuple):
    """A setting that a chart has: its field, what it is called, and the values it can have, the first as default.

    `asked` gives values that the project has. A number, and what is on or off, needs neither. `when` tells whether
    it matters beside the other settings. `other` is what a value is called that is set on the chart itself and not
    offered.
    """

    field: str
    title: str
    fixed: Options = ()
    asked: Callable[[Measuring], Options] = lambda _measuring: ()
    when: Callable[[Settings], bool] = lambda _settings: True
    other: Callable[[Measuring, str], str] = lambda _measuring, _value: ""

    def options(self, measuring: Measuring, value: object = "") -> Options:
        """The values it can have now, among them the one it has."""
        options = [*self.fixed, *self.asked(measuring)]
        if isinstance(value, str) and (said := self.other(measuring, value)):
            options.append((value, said))
        return options


class Kind(NamedTuple):
    """A chart: `make` draws it; `units` and `scopes` are those that make sense for it.

    Without `units` it counts something of its own, or has its unit among its choices. Where it `shows_all`, nothing
    is left out of it when it stands alone.
    """

    title: str
    make: Callable[[Measuring, Settings], Content]
    choices: tuple[Choice, ...] = ()
    units: tuple[str, ...] = UNITS
    scopes: tuple[str, ...] = ("all", "filter")
    rolls_up: bool = True
    shows_all: bool = False


ORDER = Choice("order", "Order", (("size", "highest first"), ("tree", "as in the tree")))
SIMILARITY = Choice(
    "order", "Order", (("tree", "as in the tree"), ("size", "highest first"), ("similarity", "alike together"))
)
ROWS = SIMILARITY._replace(title="Tags", other=matrix.said_order)
COLUMNS = Choice(
    "columns",
    "Articles",
    (("", "as in the list"), ("size", "highest first")),
    when=lambda settings: settings.order != "similarity",  # which has both alike
    other=matrix.said_order,
)
SHARE = Choice("share", "Numbers", (("", "as they are"), ("row", "% of the row"), ("column", "% of the column")))
CELLS = Choice("cells", "Cells", (("", "with numbers"), ("small", "small"), ("tiny", "tiny")))
BARS = Choice("form", "Bars", (("", "stacked"), ("grouped", "beside each other")))


def tags(measuring: Measuring) -> Options:
    """Every tag as a choice, by its guid."""
    tree = measuring.session.tags
    guids = passages.guids(measuring.session.project.db, "tag", tree.order)
    return [(guid, tree.shown_path(tag)) for guid, tag in zip(guids, tree.order, strict=True)]


RELATION = Choice(
    "relation",
    "Together",
    (
        ("overlap", "overlapping"),
        ("exact", "same passage"),
        ("within", "one within the other"),
        ("near", "near"),
        ("sentence", "same sentence"),
        ("paragraph", "same paragraph"),
        ("article", "same article"),
    ),
    when=cooccurrence.goes_by_pairs,
)
NEAR = Choice(
    "near",
    "Characters between",
    when=lambda settings: settings.relation == "near" and cooccurrence.goes_by_pairs(settings),
)
HALVES = Choice("form", "Show", (("", "both halves"), ("half", "one half")), when=cooccurrence.has_halves)
COUNTED = Choice("counted", "Numbers", tuple((name, count.title) for name, count in COUNTS.items()))
SHADES = tuple((unit, ALL_UNITS[unit].title) for unit in reversed(SECTION_UNITS))


def _in_sections(settings: Settings) -> bool:
    return settings.form == "sections"


KINDS: dict[str, Kind] = {
    "frequency": Kind("Tag frequency", frequency.content, (ORDER,), scopes=EVERY_SCOPE),
    "stacked": Kind(
        stacked.TITLE,
        stacked.content,
        (
            BARS,
            Choice("share", "Length", (("", "absolute"), ("row", "share of the article"))),
        ),
    ),
    "matrix": Kind(matrix.TITLE, matrix.content, (ROWS, COLUMNS, SHARE, CELLS), shows_all=True),
    "portrait": Kind(
        portrait.TITLE,
        portrait.content,
        (
            Choice("form", "Articles", (("", "as strips"), ("sections", "in equal sections"))),
            Choice("sections", "Sections", when=_in_sections),
            Choice("unit", "Shade", SHADES, when=_in_sections),
        ),
        (),
        EVERY_SCOPE,
        rolls_up=False,
    ),
    "codeline": Kind(codeline.TITLE, codeline.content, (ORDER,), PARAGRAPH_UNITS, ("article",), shows_all=True),
    "cooccurrence": Kind(
        cooccurrence.TITLE,
        cooccurrence.content,
        (
            COUNTED,
            RELATION,
            NEAR,
            SIMILARITY,
            HALVES,
        ),
        ("codings",),
        ("all", "filter", "article"),
        shows_all=True,
    ),
    "network": Kind(
        network.TITLE, network.content, (RELATION, NEAR, COUNTED), ("codings",), ("all", "filter", "article")
    ),
    "time": Kind(
        over_time.TITLE, over_time.content, (Choice("period", "By", (("month", "month"), ("year", "year"))),)
    ),
    "saturation": Kind(saturation.TITLE, saturation.content, (), ()),
    "attribute": Kind(
        attribute.TITLE,
        attribute.content,
        (
            Choice("attribute", "By", asked=attribute.names),
            BARS,
            Choice("share", "Length", (("", "absolute"), ("row", "share of the value"))),
        ),
    ),
    "tree": Kind(treemap.TITLE, treemap.content, units=treemap.UNITS, scopes=EVERY_SCOPE, rolls_up=False),
    "words": Kind(
        words.TITLE,
        words.content,
        (
            Choice("tag", "Tag", (("", "all tags"),), tags),
            Choice("stop_words", "Stop words", (("auto", "left out"), ("none", "kept"))),
        ),
        units=("words",),
        scopes=EVERY_SCOPE,
    ),
}
# What is seen first: the left column, then the right one. Those that compare articles are of all of them there.
OVERVIEW = ("frequency", "stacked", "matrix", "portrait")
COMPARING = frozenset(("stacked", "matrix", "portrait"))


def first_settings(name: str) -> Settings:
    """The settings of a chart as it is first shown: of each choice the first."""
    settings = Settings(name=name)
    for choice in KINDS[name].choices:
        if choice.fixed:
            settings = settings._replace(**{choice.field: choice.fixed[0][0]})
    return settings


def fitting(settings: Settings) -> Settings:
    """The settings of a chart, as far as they make sense for it."""
    kind = KINDS[settings.name]
    unit = settings.unit if settings.unit in kind.units else next(iter(kind.units), settings.unit)
    scope = settings.scope if settings.scope in kind.scopes else kind.scopes[0]
    return settings._replace(unit=unit, scope=scope, rollup=settings.rollup and kind.rolls_up)

"""What the appendix of a paper has of measures and charts: tags in the main units, and charts that were chosen."""

import re
from collections.abc import Sequence

import numpy as np

from core.chart_settings import Settings
from core.codebook import folded
from core.errors import UserError
from core.measures.measured import Measured
from core.measures.units import UNITS
from storage.exporters.methods import Shown
from ui.charts.chosen import settings_of
from ui.charts.content import Content, number
from ui.charts.export import Print, definition, file_bytes
from ui.charts.kinds import KINDS
from ui.charts.measuring import Measuring
from ui.charts.pins import Pin, all_pins, pinned_content
from ui.session import Session

IN_TABLE = ("codings", "passages", "articles", "percent", "per-1000")  # units, side by side
_SENTENCE = re.compile(r"(?<=\.) ")


def offered() -> list[tuple[str, str]]:
    """The charts that can be in it, with their titles: those that are not about one article alone."""
    return [(name, kind.title) for name, kind in KINDS.items() if "all" in kind.scopes]


def pinned(session: Session) -> list[tuple[str, str]]:
    """The keys and the names of pinned charts that can be in it."""
    return [(key, pin.name) for key, pin in all_pins(session).items() if not pin.trouble]


def numbers(measuring: Measuring) -> list[Shown]:
    """The tags of all articles in the main units and, where tags have subtags, also with those."""
    tree = measuring.session.tags
    has_subtags = any(tag.parent is not None for tag in tree)
    return [_in_units(measuring, rollup) for rollup in ((False, True) if has_subtags else (False,))]


def _in_units(measuring: Measuring, rollup: bool) -> Shown:
    columns = [measuring.measured(Settings(unit=unit, rollup=rollup)) for unit in IN_TABLE]
    heads = ["Tag", *(UNITS[unit].title for unit in IN_TABLE)]
    values = np.hstack([each.values for each in columns])
    rows = [
        [head.label, *(number(value, unit).removesuffix(" %") for value, unit in zip(row, IN_TABLE, strict=True))]
        for head, row in zip(columns[0].rows, values.tolist(), strict=True)
    ]
    title = "Tags with their subtags" if rollup else "Tags"
    return Shown(title, "All articles", [heads, *rows], _defined([each.definition for each in columns]))


def _defined(definitions: Sequence[str]) -> str:
    """A line for each definition, and one for what all of them say."""
    said = [_SENTENCE.split(each) for each in definitions]
    shared = [sentence for sentence in said[0] if all(sentence in each for each in said)]
    own = [[sentence for sentence in each if sentence not in shared] for each in said]
    return "\n".join(" ".join(sentences) for sentences in [*own, shared])


def charts(measuring: Measuring, chosen: Sequence[str]) -> list[Shown]:
    """Charts by their names, and pinned ones by their keys, with their numbers. Raises UserError.

    Those with nothing to show are left out.
    """
    pins = all_pins(measuring.session)
    made = (_content(measuring, key, pins.get(key)) for key in chosen)
    return [_shown(content, content.measured) for content in made if content.measured is not None]


def _content(measuring: Measuring, key: str, pin: Pin | None) -> Content:
    """A chart as it first is, or a pinned one as it was pinned."""
    if pin is not None:
        return pinned_content(measuring, pin, pin.settings)
    return KINDS[key].make(measuring, settings_of(measuring, key, [], {}))


def pinned_keys(session: Session, names: Sequence[str]) -> list[str]:
    """The keys of pinned charts with these names. Raises UserError where there is none of a name."""
    keys = {folded(pin.name): key for key, pin in all_pins(session).items()}
    if missing := [name for name in names if folded(name) not in keys]:
        raise UserError(f"No chart is pinned as “{missing[0]}”.")
    return [keys[folded(name)] for name in names]


def _shown(content: Content, measured: Measured) -> Shown:
    whole = (np.nan_to_num(measured.values) % 1 == 0).all(axis=0).tolist()  # columns that count
    digits = [0 if counts else measured.digits for counts in whole]
    rows = [
        [head.label, *map(_said, values, digits)]
        for head, values in zip(measured.rows, measured.values.tolist(), strict=True)
    ]
    heads = ["", *(head.label for head in measured.columns)]
    svg = file_bytes(content, "SVG", Print()).decode("utf-8")
    return Shown(content.title, content.subtitle, [heads, *rows], definition(content), svg)


def _said(value: float, digits: int) -> str:
    return "–" if value != value else f"{value:,.{digits}f}"

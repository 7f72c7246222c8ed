"""Which chart is looked at and how: what a pinned chart keeps. Loads nothing that takes long."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from core.errors import UserError

NAMES = (
    *("frequency", "stacked", "matrix", "portrait", "codeline", "cooccurrence", "network"),
    *("time", "saturation", "attribute", "tree", "words"),
)
RELATIONS = ("overlap", "exact", "within", "near", "sentence", "paragraph", "article")
COUNTED = ("pairs", "events", "characters", "articles", "c", "jaccard", "share")
# What each setting can be; the others are texts, or numbers within limits.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": NAMES,
    "unit": ("codings", "passages", "articles", "characters", "percent", "words", "per-1000"),
    "scope": ("article", "all", "filter"),
    "order": ("tree", "size", "similarity"),
    "columns": ("", "size"),
    "share": ("", "row", "column"),
    "form": ("", "grouped", "sections", "half"),
    "cells": ("", "small", "tiny"),
    "relation": RELATIONS,
    "counted": COUNTED,
    "period": ("month", "year"),
}
BY = "by "  # and a guid: in the order of the numbers of one column, for `order`, or of one row, for `columns`
LIMITS = {"near": (0, 1_000_000), "sections": (1, 1000)}


class Settings(NamedTuple):
    """A chart and its settings; each chart uses those that concern it.

    `scope` is the article in the reader, all articles, or what the filter of passages lets through. `share` gives
    numbers as per cent of their row or column, `form` another drawing of the same, `cells` how large the cells of a
    table are. `order` is that of the rows of a table or of bars, `columns` that of the columns. `tag` is a guid,
    `attribute` a name. `stop_words` is what `words` leaves out: those of the articles' languages (`auto`), `none`,
    or those of some languages by their codes (`en,de`). `every` shows what is otherwise left out for want of room,
    `as_table` the numbers instead of the drawing.
    """

    name: str = "frequency"
    unit: str = "codings"
    scope: str = "all"
    rollup: bool = False
    order: str = "size"
    columns: str = ""
    share: str = ""
    form: str = ""
    cells: str = ""
    relation: str = "overlap"
    near: int = 0
    counted: str = "pairs"
    sections: int = 100
    period: str = "month"
    attribute: str = ""
    tag: str = ""
    stop_words: str = "auto"
    every: bool = False
    as_table: bool = False


def from_json(saved: object) -> Settings:
    """The settings that were kept as a JSON object of their fields. Raises UserError where they are none."""
    if not isinstance(saved, dict) or not saved.keys() <= set(Settings._fields):
        raise _unreadable()
    for field, value in saved.items():
        if not _fits(field, value):
            raise _unreadable()
    return Settings(**saved)


def _fits(field: str, value: Any) -> bool:
    if field in LIMITS:
        low, high = LIMITS[field]
        return type(value) is int and low <= value <= high
    if type(value) is not type(Settings._field_defaults[field]):
        return False
    if field in ("order", "columns") and value.startswith(BY):
        return True
    return field not in CHOICES or value in CHOICES[field]


def _unreadable() -> UserError:
    return UserError("The settings of this chart cannot be read; perhaps a later Postil saved them.")

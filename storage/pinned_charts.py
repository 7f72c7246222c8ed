"""The SQL of charts that were pinned: each with a name, its settings and the filter it has of its own."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core import chart_settings, filters
from core.chart_settings import Settings
from core.codebook import folded
from core.filters import Filter
from storage.sqlite import Database


class PinnedChart(NamedTuple):
    """A chart with a name; `settings` and `conditions` are JSON, which perhaps cannot be read."""

    id: int
    name: str
    settings: str
    conditions: str | None

    def read(self) -> tuple[Settings, Filter | None]:
        """Its settings and its filter, None without one. Raises UserError where a later Postil wrote them."""
        wanted = None if self.conditions is None else filters.from_json(_json(self.conditions))
        return chart_settings.from_json(_json(self.settings)), wanted


def all_pinned(db: Database) -> list[PinnedChart]:
    """The pinned charts of the project in their own order."""
    rows = db.execute("SELECT id, name, settings, conditions FROM pinned_chart ORDER BY position, id")
    return [PinnedChart(*row) for row in rows]


def find(db: Database, name: str) -> int | None:
    """The chart with this name, compared as names of tags are; None where there is none."""
    row = db.execute("SELECT id FROM pinned_chart WHERE folded = ?", [folded(name)]).fetchone()
    return int(row[0]) if row else None


def insert(db: Database, name: str, settings: Settings, wanted: Filter | None, created: str) -> int:
    """Pins a chart, after all others; its name is clean and no other has it."""
    cursor = db.execute(
        "INSERT INTO pinned_chart (guid, name, folded, position, settings, conditions, created)"
        " VALUES (?, ?, ?, (SELECT ifnull(max(position) + 1, 0) FROM pinned_chart), ?, ?, ?)",
        [str(uuid.uuid4()), name, folded(name), *_written(settings, wanted), created],
    )
    return int(cursor.lastrowid or 0)


def replace(db: Database, chart: int, settings: Settings, wanted: Filter | None) -> bool:
    """Gives a chart other settings and another filter; False when there is none with this id."""
    values = [*_written(settings, wanted), chart]
    return bool(db.execute("UPDATE pinned_chart SET settings = ?, conditions = ? WHERE id = ?", values).rowcount)


def set_name(db: Database, chart: int, name: str) -> bool:
    """Renames a chart; False when there is none with this id."""
    cursor = db.execute("UPDATE pinned_chart SET name = ?, folded = ? WHERE id = ?", [name, folded(name), chart])
    return bool(cursor.rowcount)


def set_order(db: Database, charts: Iterable[int]) -> None:
    """Puts the charts into this order."""
    for position, chart in enumerate(charts):
        db.execute("UPDATE pinned_chart SET position = ?1 WHERE id = ?2 AND position <> ?1", [position, chart])


def delete(db: Database, chart: int) -> bool:
    """Removes a chart; False when there is none with this id."""
    return bool(db.execute("DELETE FROM pinned_chart WHERE id = ?", [chart]).rowcount)


def rename_attribute(db: Database, old: str, new: str) -> None:
    """Names one attribute for another in every chart that goes by it."""
    for chart in all_pinned(db):
        changed = with_attributes(chart.settings, {old: new})
        if changed != chart.settings:
            db.execute("UPDATE pinned_chart SET settings = ? WHERE id = ?", [changed, chart.id])


def with_attributes(settings: str, names: Mapping[str, str]) -> str:
    """The JSON of settings with the new name of the attribute they go by; what is no JSON is as it was."""
    known = _json(settings)
    if not isinstance(known, dict) or not isinstance(known.get("attribute"), str):
        return settings
    wanted = {folded(old): new for old, new in names.items()}.get(folded(known["attribute"]), known["attribute"])
    changed = wanted != known["attribute"]
    return json.dumps(known | {"attribute": wanted}, ensure_ascii=False) if changed else settings


def _written(settings: Settings, wanted: Filter | None) -> tuple[str, str | None]:
    conditions = None if wanted is None else json.dumps(filters.to_json(wanted), ensure_ascii=False)
    return json.dumps(settings._asdict(), ensure_ascii=False), conditions


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None  # which no settings and no filter are

"""The SQL of filters that were given a name."""

import json
import uuid
from typing import NamedTuple

from core import filters
from core.codebook import folded
from core.filters import Filter
from storage.sqlite import Database


class SavedFilter(NamedTuple):
    """A filter with a name; `conditions` is its JSON, which perhaps cannot be read."""

    id: int
    name: str
    conditions: str

    def read(self) -> Filter:
        """The filter. Raises UserError where the JSON is none, or one of a later Postil."""
        try:
            saved = json.loads(self.conditions)
        except (ValueError, RecursionError):
            saved = None
        return filters.from_json(saved)


def all_saved(db: Database) -> list[SavedFilter]:
    """The filters of the project in the order of their names."""
    return [
        SavedFilter(*row) for row in db.execute("SELECT id, name, conditions FROM saved_filter ORDER BY folded")
    ]


def find(db: Database, name: str) -> int | None:
    """The filter with this name, compared as names of tags are; None where there is none."""
    row = db.execute("SELECT id FROM saved_filter WHERE folded = ?", [folded(name)]).fetchone()
    return int(row[0]) if row else None


def insert(db: Database, name: str, wanted: Filter, created: str) -> int:
    """Saves a filter; its name is clean and no other has it."""
    cursor = db.execute(
        "INSERT INTO saved_filter (guid, name, folded, conditions, created) VALUES (?, ?, ?, ?, ?)",
        [str(uuid.uuid4()), name, folded(name), _written(wanted), created],
    )
    return int(cursor.lastrowid or 0)


def replace(db: Database, saved: int, wanted: Filter) -> None:
    """Gives a filter other conditions."""
    db.execute("UPDATE saved_filter SET conditions = ? WHERE id = ?", [_written(wanted), saved])


def set_name(db: Database, saved: int, name: str) -> bool:
    """Renames a filter; False when there is none with this id."""
    cursor = db.execute("UPDATE saved_filter SET name = ?, folded = ? WHERE id = ?", [name, folded(name), saved])
    return bool(cursor.rowcount)


def delete(db: Database, saved: int) -> bool:
    """Removes a filter; False when there is none with this id."""
    return bool(db.execute("DELETE FROM saved_filter WHERE id = ?", [saved]).rowcount)


def _written(wanted: Filter) -> str:
    return json.dumps(filters.to_json(wanted), ensure_ascii=False)

"""The SQL of the groups of tags."""

import json
import uuid
from collections.abc import Iterable

from core.codebook import folded
from core.model import GroupId, TagId
from storage.sqlite import Database


def names(db: Database) -> dict[GroupId, str]:
    """The groups by their number, in the order of their names."""
    return dict(db.execute("SELECT id, name FROM tag_group ORDER BY folded").fetchall())


def members(db: Database) -> dict[GroupId, frozenset[TagId]]:
    """The tags of each group."""
    found: dict[GroupId, set[TagId]] = {group: set() for group in names(db)}
    for group, tag in db.execute("SELECT group_id, tag_id FROM membership"):
        found[group].add(tag)
    return {group: frozenset(tags) for group, tags in found.items()}


def insert_group(db: Database, name: str, created: str) -> GroupId:
    """Adds a group; the name is clean already."""
    cursor = db.execute(
        "INSERT INTO tag_group (guid, name, folded, created) VALUES (?, ?, ?, ?)",
        [str(uuid.uuid4()), name, folded(name), created],
    )
    return GroupId(int(cursor.lastrowid or 0))


def set_name(db: Database, group: GroupId, name: str) -> None:
    """Renames a group; the name is clean already."""
    db.execute("UPDATE tag_group SET name = ?, folded = ? WHERE id = ?", [name, folded(name), group])


def delete_group(db: Database, group: GroupId) -> None:
    """Removes a group; its tags stay."""
    db.execute("DELETE FROM tag_group WHERE id = ?", [group])


def insert_members(db: Database, group: GroupId, tags: Iterable[TagId]) -> None:
    """Puts tags into a group; those that are in it stay."""
    db.execute(
        "INSERT OR IGNORE INTO membership (group_id, tag_id) SELECT ?, value FROM json_each(?)",
        [group, json.dumps(list(tags))],
    )


def delete_members(db: Database, group: GroupId, tags: Iterable[TagId]) -> None:
    """Takes tags out of a group."""
    db.execute(
        "DELETE FROM membership WHERE group_id = ? AND tag_id IN (SELECT value FROM json_each(?))",
        [group, json.dumps(list(tags))],
    )

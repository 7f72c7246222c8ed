"""The SQL of the groups of tags."""

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

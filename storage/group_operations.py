"""What a user can do with groups of tags, each as one step; a tag may stand in any number of them."""

from collections.abc import Sequence

from core.codebook import clean_name, folded
from core.errors import UserError
from core.model import GroupId, TagId
from storage import groups, tags
from storage.project import Project, now


def create_group(project: Project, name: str, ids: Sequence[TagId] = ()) -> GroupId:
    """Makes a group, perhaps with tags in it."""
    name = _free_name(project, name)
    made = groups.insert_group(project.db, name, now())
    add_to_group(project, made, ids)
    return made


def rename_group(project: Project, group: GroupId, name: str) -> None:
    """Gives a group another name."""
    _check(project, group)
    groups.set_name(project.db, group, _free_name(project, name, group))


def delete_group(project: Project, group: GroupId) -> None:
    """Deletes a group; its tags stay."""
    _check(project, group)
    groups.delete_group(project.db, group)


def add_to_group(project: Project, group: GroupId, ids: Sequence[TagId]) -> None:
    """Puts tags into a group; those that are in it stay."""
    _check(project, group, ids)
    groups.insert_members(project.db, group, ids)


def remove_from_group(project: Project, group: GroupId, ids: Sequence[TagId]) -> None:
    """Takes tags out of a group."""
    _check(project, group, ids)
    groups.delete_members(project.db, group, ids)


def _check(project: Project, group: GroupId, ids: Sequence[TagId] = ()) -> None:
    if group not in groups.names(project.db):
        raise UserError("This group is no longer in the project.")
    tree = tags.tag_tree(project.db)
    for tag in ids:
        tree.existing(tag)


def _free_name(project: Project, raw: str, own: GroupId | None = None) -> str:
    """The name, cleaned as tags' names are. Raises UserError when another group has it."""
    if not raw.strip():
        raise UserError("A group needs a name.")
    name = clean_name(raw)
    taken = {folded(other) for group, other in groups.names(project.db).items() if group != own}
    if folded(name) in taken:
        raise UserError(f"There is a group “{name}” already.")
    return name

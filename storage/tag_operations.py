"""What a user can do to the tree of tags: merge, split, move, order, colour and delete.

As in `storage/operations.py`, each is one step, and raises UserError, changing nothing, when it makes no sense.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from core.codebook import TagTree, clean_name, folded
from core.errors import UserError
from core.model import AnnotationId, Tag, TagId
from core.palette import is_color, next_color
from storage import annotations, tags
from storage.project import Project, now

Fate = Literal["keep", "delete"] | TagId  # of passages whose tag goes: TagId is the tag that gets them
_TEXTS = ("definition", "include", "exclude")


class Moved(NamedTuple):
    """How many passages came to another tag, and how many of them had several of the tags concerned."""

    passages: int
    both: int


class Merged(NamedTuple):
    """As Moved; `became` has each tag that went, also below the merged ones, and what it became, as guids."""

    passages: int
    both: int
    became: list[tuple[str, str]]


class Deleted(NamedTuple):
    """How many tags went, how many passages had one of them, and how many annotations went with them."""

    tags: int
    passages: int
    annotations: int


# -- places in the tree


def move_tags(project: Project, ids: Sequence[TagId], parent: TagId | None, before: TagId | None = None) -> None:
    """Moves tags with their subtags below another tag, or to the top for None: before a subtag of it, or last.

    Those that are below another of the tags come along with it.
    """
    tree = tags.tag_tree(project.db)
    if parent is not None:
        tree.existing(parent)
    moved = _tops(tree, ids)
    siblings = [tag.id for tag in tree.in_own_order(parent)]
    if before is not None and before not in siblings:
        raise UserError("The tag to move before is no longer there.")
    staying = [tag for tag in siblings if tag not in moved]
    taken = {folded(tree.by_id[tag].name) for tag in staying}
    for tag in moved:
        name = tree.by_id[tag].name
        if tree.is_within(parent, tag):
            raise UserError(f"“{name}” cannot move below itself.")
        if folded(name) in taken:
            raise UserError(f"There is a tag “{name}” there already; merge the two instead.")
        taken.add(folded(name))
    for tag in moved:
        tags.set_parent(project.db, tag, parent)
    at = len(staying) if before is None else len([t for t in siblings[: siblings.index(before)] if t in staying])
    tags.set_order(project.db, [*staying[:at], *moved, *staying[at:]])


def _tops(tree: TagTree, ids: Sequence[TagId]) -> list[TagId]:
    """Those of the tags that are below none of the others, as they were named."""
    for tag in ids:
        tree.existing(tag)
    tops = set(tree.tops(ids))
    return [tag for tag in dict.fromkeys(ids) if tag in tops]


# -- merging and splitting


def merge_tags(project: Project, sources: Sequence[TagId], target: TagId) -> Merged:
    """Gives all that tags have to another, and removes them.

    That is: passages, subtags (those of the same name become one), groups, examples, definition, note, the number
    key where it has none, and their places in saved filters and pinned charts. The numbers are of passages of the
    tags themselves.
    """
    tree = tags.tag_tree(project.db)
    tree.existing(target)
    for source in sources:
        name = tree.existing(source).name
        if tree.is_within(target, source):
            raise UserError(f"“{name}” cannot be merged into itself or a tag below it.")
    sources = list(dict.fromkeys(sources))
    moved, both = tags.passages(project.db, sources), tags.passages(project.db, [*sources, target], 2)
    return Merged(moved, both, _merge(project, sources, target))


def _merge(project: Project, sources: Sequence[TagId], target: TagId) -> list[tuple[str, str]]:
    """Merges tags, and those of their subtags that the target has too; returns what became what, as guids."""
    became: list[tuple[str, str]] = []
    tree = tags.tag_tree(project.db)
    for source in sources:
        # They go at the end; until then they have names that no subtag on the move can meet.
        tags.set_name(project.db, source, f"{tree.by_id[source].name}\n")
    _merge_texts(project, [tree.by_id[tag] for tag in sources], tree.by_id[target])
    for source in sources:
        tags.hand_over(project.db, ("coding", "example", "membership"), source, target)
        tags.hand_over_note(project.db, source, target, now())
        became.append(tags.rename_in_filters(project.db, source, target))
    there = {folded(tag.name): tag.id for tag in tree.children(target) if tag.id not in sources}
    for child in [child for source in sources for child in tree.in_own_order(source) if child.id not in sources]:
        twin = there.setdefault(folded(child.name), child.id)
        if twin == child.id:
            tags.set_parent(project.db, child.id, target)
            tags.set_last(project.db, child.id)
        else:
            became += _merge(project, [child.id], twin)
    for source in sources:
        tags.delete_tag(project.db, source)
    return became


def _merge_texts(project: Project, merged: Sequence[Tag], into: Tag) -> None:
    """What is said in the merged tags is added; the first number key goes where none is."""
    texts = []
    for field in _TEXTS:
        said = [getattr(tag, field) for tag in (into, *merged)]
        texts.append("\n\n".join(dict.fromkeys(text for text in said if text)))
    if texts != [getattr(into, field) for field in _TEXTS]:
        tags.set_texts(project.db, into.id, *texts)
    pins = [tag.pin for tag in merged if tag.pin is not None]
    if into.pin is None and pins:
        tags.set_pin(project.db, into.id, pins[0])


def split_tag(project: Project, tag: TagId, name: str, ids: Sequence[AnnotationId]) -> TagId:
    """Makes a tag beside another, which gets those of its passages that are named; returns it."""
    tree = tags.tag_tree(project.db)
    above, name = tree.existing(tag).parent, clean_name(name)
    if tree.find([name], above) is not None:
        raise UserError(f"There is a tag “{name}” here already; move the passages to it instead.")
    made = tags.insert_tag(project.db, name, above, next_color(t.color for t in tree), now())
    move_passages(project, ids, tag, made)
    return made


def move_passages(project: Project, ids: Sequence[AnnotationId], source: TagId, target: TagId) -> Moved:
    """Gives passages another tag instead of one they have; an example of the one becomes one of the other."""
    tree = tags.tag_tree(project.db)
    name = tree.existing(source).name
    tree.existing(target)
    if source == target:
        raise UserError("The passages have this tag already.")
    moved = tags.passages_with(project.db, source, ids)
    if not moved:
        raise UserError(f"None of these passages has the tag “{name}”.")
    both = len(tags.passages_with(project.db, target, moved))
    tags.hand_over(project.db, ("coding", "example"), source, target, moved)
    return Moved(len(moved), both)


# -- colours


def recolor_tags(project: Project, ids: Sequence[TagId], color: str) -> None:
    """Gives tags another colour, `#rrggbb`."""
    if not is_color(color):
        raise UserError(f"“{color}” is not a colour like #4477aa.")
    tree = tags.tag_tree(project.db)
    for tag in ids:
        tree.existing(tag)
        tags.set_color(project.db, tag, color)


def assign_colors(project: Project, ids: Sequence[TagId]) -> None:
    """Gives tags colours of the palette anew, one after the other: each time the one that is used least."""
    tree = tags.tag_tree(project.db)
    for tag in ids:
        tree.existing(tag)
    used = [tag.color for tag in tree if tag.id not in ids]
    for tag in dict.fromkeys(ids):
        used.append(next_color(used))
        tags.set_color(project.db, tag, used[-1])


# -- deleting


def delete_tags(
    project: Project, ids: Sequence[TagId], passages: Fate = "keep", with_subtags: bool = True
) -> Deleted:
    """Deletes tags with their subtags, or with these moved up to where the tag was.

    Their passages stay without them ("keep"), come to another tag, or go ("delete") where they have no other tag.
    """
    tree = tags.tag_tree(project.db)
    for tag in ids:
        tree.existing(tag)
    gone = sorted(tree.branches(ids) if with_subtags else set(ids))
    having = tags.passages(project.db, gone)
    if not with_subtags:
        _move_up_from(project, tree, gone)
    removed: list[AnnotationId] = []
    if passages == "delete":
        removed = tags.passages_with_nothing_else(project.db, gone)
        annotations.delete_annotations(project.db, removed)
    elif passages != "keep":
        if tree.existing(passages).id in gone:
            raise UserError("The tag that is to get the passages would be deleted as well.")
        for tag in gone:
            tags.hand_over(project.db, ("coding",), tag, passages)
    for tag in gone:
        tags.delete_tag(project.db, tag)
    return Deleted(len(gone), having, len(removed))


def _move_up_from(project: Project, tree: TagTree, gone: Sequence[TagId]) -> None:
    """Puts what stays below tags that go into their places."""
    for tag in gone:  # which then bear no name that one moved up could meet
        tags.set_name(project.db, tag, f"{tree.by_id[tag].name}\n")
    for above in {tree.by_id[tag].parent for tag in gone} - set(gone):
        order = _without(tree, above, set(gone))
        names = [folded(tree.by_id[tag].name) for tag in order]
        for tag, name in zip(order, names, strict=True):
            if names.count(name) > 1:
                raise UserError(f"There would be two tags “{tree.by_id[tag].name}” in one place; rename one first.")
            if tree.by_id[tag].parent != above:
                tags.set_parent(project.db, tag, above)
        tags.set_order(project.db, order)


def _without(tree: TagTree, above: TagId | None, gone: set[TagId]) -> list[TagId]:
    """The subtags in their own order, with those of each that goes instead of it."""
    found: list[TagId] = []
    for tag in tree.in_own_order(above):
        found.extend(_without(tree, tag.id, gone) if tag.id in gone else [tag.id])
    return found

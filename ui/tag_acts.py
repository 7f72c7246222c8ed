"""What can be done to the tags selected in the panel: it asks what must be asked, does it and says what it did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.model import TagId
from storage import tag_operations
from ui.colors import choose_color
from ui.tag_choice import choose_tag
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.tag_tree import TagPanel

_NAMED = 3  # tags that a sentence names


def counted(count: int, noun: str) -> str:
    """`1 passage`, `2 passages`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def names(panel: "TagPanel", ids: Sequence[TagId]) -> str:
    """The tags in words: `“Oil” and “Gas”`; of many, how many they are."""
    if len(ids) > _NAMED:
        return counted(len(ids), "tag")
    *most, last = (quoted(panel.session.tags.by_id[tag].name) for tag in ids)
    return f"{', '.join(most)} and {last}" if most else last


def merge(panel: "TagPanel") -> None:
    """Asks which tag the selected ones are to become part of."""
    if ids := panel.selected_tags():
        prompt = "Passages, subtags, groups, definition and note go to:"
        title = f"Merge {names(panel, ids)}"
        target = choose_tag(panel, panel.session.tags, title, prompt, "Merge", ids)
        if target is not None:
            merge_into(panel, ids, target)


def merge_into(panel: "TagPanel", ids: Sequence[TagId], target: TagId) -> None:
    """Merges tags into another."""
    merged, into = names(panel, ids), quoted(panel.session.tags.by_id[target].name)
    done = panel.session.do(f"Merge {merged} into {into}", tag_operations.merge_tags, ids, target)
    if done is not None:
        panel.select_tag(target)
        both = f", {done.both:,} had both" if done.both else ""
        panel.told.emit(f"Merged {merged} into {into}: {counted(done.passages, 'passage')}{both}.")


def move(panel: "TagPanel", ids: Sequence[TagId], parent: TagId | None, before: TagId | None = None) -> None:
    """Moves tags below another or to the top: before a tag there, or last."""
    tags = panel.session.tags
    there = quoted(tags.by_id[parent].name) if parent is not None else "the top"
    stays = all(tags.by_id[tag].parent == parent for tag in ids)
    label = f"Move {names(panel, ids)}" + ("" if stays else f" to {there}")
    panel.session.do(label, tag_operations.move_tags, ids, parent, before)
    panel.select_tags(ids)


def move_to_top(panel: "TagPanel") -> None:
    """Makes the selected tags top tags."""
    if ids := panel.selected_tags():
        move(panel, ids, None)


def delete(panel: "TagPanel") -> None:
    """Deletes the selected tags with their subtags; undo brings them back."""
    if ids := panel.selected_tags():
        tops, tags = panel.session.tags.tops(ids), panel.session.tags
        below = len(tags.branches(tops)) - len(tops)
        subtags = f" with {counted(below, 'subtag')}" if below else ""
        panel.session.do(f"Delete {names(panel, tops)}{subtags}", tag_operations.delete_tags, tops)


def recolor(panel: "TagPanel") -> None:
    """Asks for another colour for the selected tags."""
    if ids := panel.selected_tags():
        color = choose_color(panel, panel.session.tags.by_id[ids[0]].color)
        if color:
            panel.session.do(f"Recolour {names(panel, ids)}", tag_operations.recolor_tags, ids, color)

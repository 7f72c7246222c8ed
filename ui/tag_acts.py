"""What can be done to the tags selected in the panel: it asks what must be asked, does it and says what it did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.codebook import TagTree
from core.model import Tag, TagId
from storage import operations, tag_operations
from ui import messages
from ui.colors import choose_color
from ui.tag_choice import choose_tag
from ui.tag_delete import ask as ask_delete
from ui.tag_passages import ask_passages, ask_split
from ui.typeset import counted, quoted

if TYPE_CHECKING:
    from ui.tag_tree import TagPanel

_NAMED = 3  # tags that a sentence names


def names(panel: "TagPanel", ids: Sequence[TagId]) -> str:
    """The tags in words: `“Oil” and “Gas”`; of many, how many they are."""
    if len(ids) > _NAMED:
        return counted(len(ids), "tag")
    *most, last = (quoted(panel.session.tags.by_id[tag].name) for tag in ids)
    return f"{', '.join(most)} and {last}" if most else last


def _selected(panel: "TagPanel") -> Tag | None:
    tag = panel.selected_tag()
    return None if tag is None else panel.session.tags.by_id[tag]


def create_subtag(panel: "TagPanel") -> None:
    """Asks for the name of a new tag below the selected one and makes it."""
    if tag := _selected(panel):
        name = messages.ask_line(panel, f"New subtag of {quoted(tag.name)}", "Name:")
        if name is not None:
            made = panel.session.do(f"Create tag {quoted(name)}", operations.create_tag, name, tag.id)
            if made is not None:
                panel.select_tag(made)


def define(panel: "TagPanel") -> None:
    """Asks what the selected tag means."""
    if tag := _selected(panel):
        title, prompt = f"Definition of {quoted(tag.name)}", "When does a passage get this tag?"
        text = messages.ask_text(panel, title, prompt, tag.definition)
        if text is not None:
            panel.session.do(f"Define tag {quoted(tag.name)}", operations.define_tag, tag.id, text)


def pin(panel: "TagPanel", number: int | None) -> None:
    """Gives the selected tag a number key, or takes it away."""
    if tag := _selected(panel):
        step = f"Unpin tag {quoted(tag.name)}" if number is None else f"Pin tag {quoted(tag.name)} to {number}"
        panel.session.do(step, operations.pin_tag, tag.id, number)


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
        for gone, kept in done.became:
            panel.session.filtering.rename(gone, kept)
        both = f", {done.both:,} had both" if done.both else ""
        panel.told.emit(f"Merged {merged} into {into}: {counted(done.passages, 'passage')}{both}.")


def move(panel: "TagPanel", ids: Sequence[TagId], parent: TagId | None, before: TagId | None = None) -> None:
    """Moves tags below another or to the top: before a tag there, or last."""
    tags = panel.session.tags
    there = quoted(tags.by_id[parent].name) if parent is not None else "the top"
    stays = all(tags.by_id[tag].parent == parent for tag in ids)
    label = f"Move {names(panel, ids)}" + ("" if stays else f" to {there}")
    if stays and panel.order != "own":
        panel.sort_by("own")
        panel.told.emit("Tags stand in your own order now; the menu above them sorts them by name again.")
    panel.session.do(label, tag_operations.move_tags, ids, parent, before)
    panel.select_tags(ids)


def move_to_top(panel: "TagPanel") -> None:
    """Makes the selected tags top tags."""
    if ids := panel.selected_tags():
        move(panel, ids, None)


def move_by(panel: "TagPanel", rows: int) -> None:
    """Moves the selected tag up (-1) or down (1) among its siblings."""
    tag, tags = panel.selected_tag(), panel.session.tags
    if tag is None:
        return
    parent = tags.by_id[tag].parent
    siblings = [each.id for each in tags.in_own_order(parent)]
    at = siblings.index(tag) + rows
    if 0 <= at < len(siblings):
        others = [each for each in siblings if each != tag]
        move(panel, [tag], parent, others[at] if at < len(others) else None)


def move_in(panel: "TagPanel") -> None:
    """Makes the selected tag a subtag of the one shown above it in the same place."""
    tag, above = panel.selected_tag(), panel.sibling_above()
    if tag is not None and above is not None:
        move(panel, [tag], above)


def move_out(panel: "TagPanel") -> None:
    """Moves the selected tag up a level, to after the tag it was below."""
    tag, tags = panel.selected_tag(), panel.session.tags
    parent = None if tag is None else tags.by_id[tag].parent
    if tag is None or parent is None:
        return
    above = tags.by_id[parent].parent
    order = [each.id for each in tags.in_own_order(above)]
    move(panel, [tag], above, next(iter(order[order.index(parent) + 1 :]), None))


def split(panel: "TagPanel") -> None:
    """Asks which passages of the selected tag get a new one, and what it is called."""
    tag = panel.session.tags.by_id.get(panel.selected_tag())
    answer = None if tag is None else ask_split(panel, tag)
    if tag is not None and answer is not None:
        ids, name = answer
        label = f"Split {quoted(name)} from {quoted(tag.name)}"
        made = panel.session.do(label, tag_operations.split_tag, tag.id, name, ids)
        if made is not None:
            panel.select_tag(made)
            panel.told.emit(f"Split {quoted(name)} from {quoted(tag.name)}: {counted(len(ids), 'passage')}.")


def move_passages(panel: "TagPanel") -> None:
    """Asks which passages of the selected tag go to which other tag."""
    tag = panel.session.tags.by_id.get(panel.selected_tag())
    ids = None if tag is None else ask_passages(panel, tag)
    if tag is None or ids is None:
        return
    title = f"Move {counted(len(ids), 'passage')} of {quoted(tag.name)}"
    target = choose_tag(panel, panel.session.tags, title, "They go to:", "Move", [tag.id], branches=False)
    if target is not None:
        into = quoted(panel.session.tags.by_id[target].name)
        done = panel.session.do(f"{title} to {into}", tag_operations.move_passages, ids, tag.id, target)
        if done is not None:
            both = f", {done.both:,} had both" if done.both else ""
            panel.told.emit(f"Moved {counted(done.passages, 'passage')} from {quoted(tag.name)} to {into}{both}.")


def delete(panel: "TagPanel") -> None:
    """Deletes the selected tags; asks what becomes of passages and subtags where there are any."""
    tops = panel.session.tags.tops(panel.selected_tags())
    if not tops:
        return
    named, tree = names(panel, tops), panel.session.tags
    answer = ask_delete(panel, named, tops)
    if answer is None:
        return
    below = len(tree.branches(tops)) - len(tops) if answer.with_subtags else 0
    subtags = f" with {counted(below, 'subtag')}" if below else ""
    done = panel.session.do(f"Delete {named}{subtags}", tag_operations.delete_tags, tops, *answer)
    if done is not None and done.passages:
        panel.told.emit(f"Deleted {named}{subtags}: {_fate(tree, answer.passages, done)}.")


def _fate(tree: TagTree, passages: tag_operations.Fate, done: tag_operations.Deleted) -> str:
    """What became of the passages, in words."""
    if passages == "keep":
        return f"{counted(done.passages, 'passage')} had it and stay"
    if passages == "delete":
        left = done.passages - done.annotations
        return f"{counted(done.annotations, 'annotation')} deleted, {left:,} with other tags stay"
    return f"{counted(done.passages, 'passage')} went to {quoted(tree.by_id[TagId(passages)].name)}"


def recolor(panel: "TagPanel") -> None:
    """Asks for another colour for the selected tags."""
    _recolor(panel, panel.selected_tags(), "")


def recolor_branch(panel: "TagPanel") -> None:
    """Asks for another colour for the selected tags with their subtags."""
    _recolor(panel, panel.session.tags.branches(panel.selected_tags()), " and what is below")


def _recolor(panel: "TagPanel", ids: Sequence[TagId], more: str) -> None:
    chosen = panel.selected_tags()
    if chosen and (color := choose_color(panel, panel.session.tags.by_id[chosen[0]].color)):
        panel.session.do(f"Recolour {names(panel, chosen)}{more}", tag_operations.recolor_tags, ids, color)


def recolor_all(panel: "TagPanel") -> None:
    """Gives all tags colours of the palette anew, in the order of the tree."""
    ids = panel.session.tags.order
    if ids:
        panel.session.do("Recolour all tags", tag_operations.assign_colors, ids)
        panel.told.emit(f"Gave {counted(len(ids), 'tag')} the colours of the palette anew.")

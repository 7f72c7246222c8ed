"""What a user can change in the codebook, one function each, as in `storage.operations`."""

from collections.abc import Mapping, Sequence

from core.codebook import clean_name, folded
from core.codebook_import import TEXTS, Entry, Planned, plan
from core.errors import UserError
from core.model import AnnotationId, Tag, TagId
from core.palette import next_color
from core.text import canonical
from storage import annotations, codebook, tags
from storage.project import Project, now


def describe_tag(project: Project, tag: TagId, text: str, said: str) -> None:
    """Writes one of the texts about a tag: its `definition`, or when to `include` or `exclude` a passage."""
    if text not in TEXTS:
        raise ValueError(text)
    _write(project, tags.tag_tree(project.db).existing(tag), {text: canonical(said).text})


def _write(project: Project, tag: Tag, texts: Mapping[str, str]) -> None:
    """Writes those of the texts of a tag that are given."""
    written = {text: texts.get(text, getattr(tag, text)) for text in TEXTS}
    tags.set_texts(project.db, tag.id, **written)


def choose_example(project: Project, tag: TagId, annotation: AnnotationId) -> None:
    """Makes a passage an example of a tag that it has."""
    _require_coding(project, tag, annotation)
    codebook.insert_example(project.db, tag, annotation)


def drop_example(project: Project, tag: TagId, annotation: AnnotationId) -> None:
    """Has a passage no longer be an example of a tag."""
    _require_coding(project, tag, annotation)
    codebook.delete_example(project.db, tag, annotation)


def _require_coding(project: Project, tag: TagId, annotation: AnnotationId) -> None:
    found = annotations.some(project.db, [annotation])
    if not found:
        raise UserError("This annotation is no longer in the project.")
    if tag not in found[0].tags:
        raise UserError("Only a passage that has the tag can be an example of it.")


def import_codebook(project: Project, entries: Sequence[Entry], replace: bool = False) -> int:
    """Makes the tags of a codebook that are missing and fills in texts; returns how many tags it touched.

    What it does is what `core.codebook_import.plan` says. Nothing is deleted.
    """
    tree = tags.tag_tree(project.db)
    planned = plan(tree, entries, replace)
    colors = [tag.color for tag in tree]
    ids: dict[tuple[str, ...], TagId | None] = {(): None}
    for each in planned:
        key = tuple(map(folded, each.names))
        if each.known is not None:
            ids[key] = each.known.id
            if each.texts:
                _write(project, each.known, each.texts)
        else:
            ids[key] = _made(project, each, ids[key[:-1]], colors)
    return sum(each.changes for each in planned)


def _made(project: Project, planned: Planned, parent: TagId | None, colors: list[str]) -> TagId:
    colors.append(planned.color or next_color(colors))
    made = tags.insert_tag(project.db, clean_name(planned.names[-1]), parent, colors[-1], now())
    if planned.texts:
        tags.set_texts(project.db, made, *(planned.texts.get(text, "") for text in TEXTS))
    return made

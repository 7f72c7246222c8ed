"""Two versions of a project after its file was lost: what each holds, and how to go on with one of them."""

import os
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from core import moments, names
from core.codebook import TagTree
from core.errors import UserError
from core.model import TagId
from storage import annotations, documents, durable, history, snapshots, tags
from storage.connection import connect, sentences, settled
from storage.merge import Difference, compare
from storage.restore import as_copy

COUNTED = ("article", "tag", "annotation", "note")


class Version(NamedTuple):
    """What one version holds: when its last step was made, how many of each of COUNTED, and which.

    `articles` has titles with their numbers of annotations, `codings` how often each tag is used.
    """

    path: Path
    guid: str
    changed: datetime | None
    counts: dict[str, int]
    articles: list[tuple[str, int]]
    tags: TagTree
    codings: Counter[TagId]


class Versions(NamedTuple):
    """Mine, the one on the disk if that is sound, and how they differ; `problem` says why it is not sound."""

    mine: Version
    other: Version | None
    differences: dict[str, Difference]
    problem: str

    @property
    def can_be_joined(self) -> bool:
        """Whether both are sound copies of one project."""
        return self.other is not None and self.other.guid == self.mine.guid


def look_at(path: Path) -> Version:
    """Reads what a project file says it holds, unchecked. Raises UserError when it cannot be read."""
    counted, state = snapshots.contents(path), snapshots.state_of(path)
    with sentences(path), closing(settled(connect(path, "ro"))) as db:
        steps, annotated = history.steps(db), annotations.annotation_counts(db)
        return Version(
            path,
            state.guid if state else "",
            moments.local(steps[-1].time) if steps else None,
            dict(zip(COUNTED, counted, strict=True)),
            [(names.visible(d.title), annotated[d.id]) for d in documents.all_documents(db)],
            names.of_tags(tags.tag_tree(db)),
            annotations.tag_counts(db),
        )


def look_at_both(recovered: Path, path: Path) -> Versions:
    """Reads one version and what is on the disk now, and compares them, which checks both.

    Takes seconds for a large project. Raises UserError when the first cannot be read.
    """
    mine = look_at(recovered)
    if not os.path.lexists(path):
        return Versions(mine, None, {}, "")
    try:
        other = look_at(path)
        differing = {each.what: each for each in compare(recovered, path)}
    except UserError as error:
        return Versions(mine, None, {}, str(error))
    return Versions(mine, other, differing, "")


def put_back(recovered: Path, path: Path) -> Path | None:
    """Puts a copy of the recovered state where the project was; what is there now gets another name, returned.

    Raises UserError, with everything as it was.
    """
    there, kept = path.resolve(), None
    try:
        if os.path.lexists(there):
            kept = durable.unused(
                there.with_name(f"{path.stem} (found {datetime.now():%Y-%m-%d %H.%M}){path.suffix}")
            )
            _rename(there, kept)
        as_copy(recovered, there)
    except (UserError, OSError) as error:
        if kept is not None and kept.exists() and not there.exists():
            _rename(kept, there)
        if isinstance(error, OSError):
            raise UserError(f"“{path.name}” cannot be renamed ({error.strerror}).") from error
        raise
    return kept


def _rename(old: Path, new: Path) -> None:
    """Renames a project together with the journal that belongs to it after a crash."""
    os.rename(old, new)
    journal = old.with_name(f"{old.name}-journal")
    if journal.exists():
        os.rename(journal, new.with_name(f"{new.name}-journal"))

"""The project a command works on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.project import Project


@contextmanager
def opened(path: Path, writes: bool = True) -> Iterator["Project"]:
    """The project at a path, closed again afterwards; to read, also while somebody else has it open."""
    from storage.connection import sentences
    from storage.lock import InUse
    from storage.project import Project

    try:
        project = Project.open(path)
    except InUse:
        if writes:
            raise
        project = Project.open(path, read_only=True)
    with sentences(path), closing(project):
        yield project

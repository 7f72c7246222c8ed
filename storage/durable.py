"""Putting a finished file into its place so that it is whole there, also after a power cut."""

import os
from pathlib import Path

from core.errors import UserError


def flush(path: Path) -> None:
    """Waits until a file, or what a folder lists, is on the disk. Never for a project's file that is in use."""
    if path.is_dir():
        if os.name == "nt":
            return  # there a folder cannot be opened, and what it lists is written with the file
        descriptor = os.open(path, os.O_RDONLY)
    else:
        descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(made: Path, target: Path) -> None:
    """Moves a file made aside to a free place. Raises UserError when something is there already."""
    flush(made)
    if os.path.lexists(target):
        raise UserError(f"“{target.name}” exists already; choose another name.")
    os.rename(made, target)
    flush(target.parent)


def replace(made: Path, target: Path) -> None:
    """Moves a file made aside to its place, instead of what is there."""
    flush(made)
    os.replace(made, target)
    flush(target.parent)


def unused(path: Path) -> Path:
    """The path, or the same with a number where something is there already."""
    number, free = 2, path
    while os.path.lexists(free):
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return free

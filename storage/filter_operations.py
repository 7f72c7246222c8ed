"""What a user can do with the filters of passages that have a name, as `storage/operations.py` has the rest."""

from core.codebook import clean_name
from core.errors import UserError
from core.filters import Filter
from storage import saved_filters
from storage.project import Project, now


def save_filter(project: Project, name: str, wanted: Filter) -> int:
    """Saves a filter of passages under a name; the one that had this name is replaced."""
    name = clean_name(name, "A filter")
    known = saved_filters.find(project.db, name)
    if known is None:
        return saved_filters.insert(project.db, name, wanted, now())
    saved_filters.replace(project.db, known, wanted)
    return known


def rename_filter(project: Project, saved: int, name: str) -> None:
    """Renames a saved filter."""
    name = clean_name(name, "A filter")
    if saved_filters.find(project.db, name) not in (None, saved):
        raise UserError(f"There is a filter “{name}” already.")
    if not saved_filters.set_name(project.db, saved, name):
        raise UserError("This filter is no longer in the project.")


def delete_filter(project: Project, saved: int) -> None:
    """Deletes a saved filter; the passages stay."""
    if not saved_filters.delete(project.db, saved):
        raise UserError("This filter is no longer in the project.")

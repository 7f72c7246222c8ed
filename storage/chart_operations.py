"""What a user can do with pinned charts, each as one step, as `storage/operations.py` has the rest."""

from core.chart_settings import Settings
from core.codebook import clean_name
from core.errors import UserError
from core.filters import Filter
from storage import pinned_charts
from storage.project import Project, now

_GONE = "This chart is no longer pinned."


def pin_chart(project: Project, name: str, settings: Settings, wanted: Filter | None = None) -> int:
    """Keeps a chart under a name, with its settings and the filter it goes by, after those pinned before."""
    return pinned_charts.insert(project.db, _free_name(project, name), settings, wanted, now())


def rename_chart(project: Project, chart: int, name: str) -> None:
    """Renames a pinned chart."""
    if not pinned_charts.set_name(project.db, chart, _free_name(project, name, chart)):
        raise UserError(_GONE)


def change_chart(project: Project, chart: int, settings: Settings, wanted: Filter | None = None) -> None:
    """Gives a pinned chart other settings, and the filter it goes by from now on."""
    if not pinned_charts.replace(project.db, chart, settings, wanted):
        raise UserError(_GONE)


def move_chart(project: Project, chart: int, before: int | None = None) -> None:
    """Moves a pinned chart before another one; None: after all of them."""
    order = [each.id for each in pinned_charts.all_pinned(project.db)]
    if chart not in order:
        raise UserError(_GONE)
    if before is not None and before not in order:
        raise UserError("The chart to move before is no longer pinned.")
    if before == chart:
        return
    moved = [each for each in order if each != chart]
    moved.insert(len(moved) if before is None else moved.index(before), chart)
    if moved != order:
        pinned_charts.set_order(project.db, moved)


def unpin_chart(project: Project, chart: int) -> None:
    """Takes a chart away from the pinned ones."""
    if not pinned_charts.delete(project.db, chart):
        raise UserError(_GONE)


def _free_name(project: Project, raw: str, own: int | None = None) -> str:
    """The name, cleaned as tags' names are. Raises UserError when another pinned chart has it."""
    name = clean_name(raw, "A chart")
    if pinned_charts.find(project.db, name) not in (None, own):
        raise UserError(f"There is a pinned chart “{name}” already.")
    return name

"""Commands on backups: listing them, going back to one, rebuilding what is damaged."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import UserError
from ui.command_line.parameters import FILE, as_json, the_project
from ui.command_line.printing import plain, print_json, print_table

if TYPE_CHECKING:
    from storage.snapshots import Snapshot

a_folder = click.option("--folder", type=FILE, help="Where backups are kept, if not beside the project.")


@click.command()
@the_project
@a_folder
@as_json
def snapshots(project: Path, folder: Path | None, as_json: bool) -> None:
    """List the backups of a project, the newest first."""
    from storage.snapshots import found

    rows = [backup_row(each) for each in found(project, folder)]
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[key for key in rows[0] if key != "path"], *([*row.values()][:-1] for row in rows)])
    else:
        click.echo(f"There are no backups of “{project}” yet.")


@click.command()
@the_project
@click.argument("snapshot", type=FILE)
@click.option("--to", type=FILE, help="Make a new project of it instead.")
@a_folder
def restore(project: Path, snapshot: Path, to: Path | None, folder: Path | None) -> None:
    """Bring a project back to a backup, named as `snapshots` does or by its file."""
    from storage.restore import as_copy, in_place
    from storage.snapshots import found

    named = (each.path for each in found(project, folder) if each.path.stem == snapshot.name)
    chosen = next(named, snapshot)
    if not chosen.is_file():
        raise UserError(f"There is no backup “{snapshot}”.")
    if to is not None:
        as_copy(chosen, to)
        click.echo(f"“{to}” is the project as it was in “{chosen.stem}”.")
    else:
        kept = in_place(project, chosen, folder)
        click.echo(f"“{project}” is again as it was in “{chosen.stem}”. Its state until now is in “{kept}”.")


@click.command()
@click.argument("source", type=FILE)
@click.argument("out", type=FILE)
def recover(source: Path, out: Path) -> None:
    """Rebuild a project from its backups' folder, a plain copy (.json) or a damaged file."""
    from storage.recover import recover as rebuild

    for sentence in rebuild(source, out):
        click.echo(plain(sentence))


def backup_row(snapshot: "Snapshot") -> dict[str, Any]:
    """A backup as `snapshots` prints it; nothing is counted in one that cannot be read."""
    from storage.snapshots import contents

    try:
        counts = contents(snapshot.path)._asdict()
    except UserError:
        counts = dict.fromkeys(("articles", "tags", "annotations", "notes"))
    about = {"name": snapshot.path.stem, "taken": snapshot.taken.isoformat(), "revision": snapshot.revision}
    return {**about, "reason": snapshot.reason, "size": snapshot.size, **counts, "path": str(snapshot.path)}

"""What several commands ask for in the same words."""

from pathlib import Path

import click

FILE = click.Path(path_type=Path)
ID = click.IntRange(1, 2**53)  # SQLite and JSON readers hold no larger whole numbers
OFFSET = click.IntRange(0, 2**53)
the_project = click.argument("project", type=FILE)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

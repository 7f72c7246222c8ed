"""What a command prints: plain lines and columns for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from core import names
from core.text import canonical

FOR_PROGRAMS = ("guid", "sha256", "created", "modified")  # printed as JSON only
WIDEST = 60  # characters of a cell printed for people


def print_json(value: Any) -> None:
    """Prints for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(rows: Sequence[dict[str, Any]], as_json: bool, nothing: str) -> None:
    """Prints what a command found: a line for each, or a sentence where there is nothing."""
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[key for key in rows[0] if key not in FOR_PROGRAMS], *map(shown, rows)])
    else:
        click.echo(nothing)


def print_table(rows: Iterable[Iterable[Any]]) -> None:
    """Prints rows for people, in columns; numbers to the right."""
    cells = [[(plain(value), isinstance(value, int)) for value in row] for row in rows]
    widths = [max(len(text) for text, _ in column) for column in zip(*cells, strict=True)]
    for row in cells:
        columns = zip(row, widths, strict=True)
        line = (text.rjust(width) if number else text.ljust(width) for (text, number), width in columns)
        click.echo("  ".join(line).rstrip())


def shown(row: dict[str, Any]) -> list[Any]:
    """A row for people: lists spelt out, long texts shortened."""
    kept = (value for key, value in row.items() if key not in FOR_PROGRAMS)
    cells = (", ".join(value) if isinstance(value, list) else value for value in kept)
    return [shortened(value) if isinstance(value, str) else value for value in cells]


def shortened(value: str) -> str:
    """A text cut at a word where it would make its column too wide."""
    line = plain(value)
    return line if len(line) <= WIDEST else line[: WIDEST - 1].rsplit(" ", 1)[0] + "…"


def plain(value: Any) -> str:
    """A value on one line, without characters that a terminal would act on."""
    return names.visible(" ".join(canonical("" if value is None else str(value)).text.split()))

"""Rows as a session left them: looked for in a file, and written into one. None stands for a row that is gone."""

from collections.abc import Mapping

from storage import checksum, schema
from storage.checksum import Row
from storage.sqlite import Database

Rows = dict[str, dict[int, Row | None]]  # by table and id


def remember(known: Rows, later: Mapping[str, Mapping[int, Row | None]]) -> None:
    """Takes over what rows became later."""
    for table, rows in later.items():
        known.setdefault(table, {}).update(rows)


def are_in(db: Database, rows: Rows) -> bool:
    """Whether a file has all of these rows just so."""
    return all(_as_in(db, table, wanted) for table, wanted in rows.items())


def _as_in(db: Database, table: str, wanted: Mapping[int, Row | None]) -> bool:
    names = schema.tracked_columns(table)
    listed = ", ".join(f"[{name}]" for name in names)
    for id_, row in wanted.items():
        found = db.execute(f"SELECT {listed} FROM [{table}] WHERE id = ?", [id_]).fetchone()
        if (None if row is None else tuple(row.values())) != found:
            return False
    return True


def write(db: Database, rows: Rows) -> None:
    """Makes the rows of a file so, in one transaction, whatever stands in their place.

    The connection must have neither foreign keys switched on, which would delete what hangs on a row that is
    written anew, nor the triggers of the history.
    """
    with db.atomic():
        for table in schema.TRACKED:
            wanted = rows.get(table, {})
            for id_ in wanted:  # all at first: two tags may have changed names
                db.execute(f"DELETE FROM [{table}] WHERE id = ?", [id_])
            for row in wanted.values():
                if row is not None:
                    listed, marks = ", ".join(f"[{name}]" for name in row), ", ".join("?" * len(row))
                    db.execute(f"INSERT INTO [{table}] ({listed}) VALUES ({marks})", list(row.values()))
            if wanted:
                checksum.write(db, table, wanted)

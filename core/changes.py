"""What one committed step touched, so that views re-read those rows and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows a step touched.

    `before` maps table -> row id -> the row's old values: None where the row did not exist, and for a changed
    row only the columns that changed.
    """

    label: str
    before: Mapping[str, Mapping[int, Mapping[str, str | int | None] | None]] = field(default_factory=dict)

    def touches(self, *tables: str) -> bool:
        """Whether any row of one of these tables was touched."""
        return any(table in self.before for table in tables)

    def rows(self, table: str) -> frozenset[int]:
        """The ids of the touched rows of a table."""
        return frozenset(self.before.get(table, ()))

"""Which backups are worth keeping: the closer to the present, the more of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Backup(NamedTuple):
    """When a backup was made (with its offset from UTC), of which revision, and its bytes.

    Of two, the earlier one is the lesser.
    """

    taken: datetime
    revision: int  # of two made within one second, it tells which is the newer
    size: int


def kept(backups: Sequence[Backup], now: datetime, limit: int) -> set[int]:
    """The indexes of the backups to keep.

    All of the last hour; of the last day the last of each hour, of the last month the last of each day, and before
    that the last of each month, by the clock of the place where it was made. Then the oldest go until the others
    take no more than `limit` bytes; the newest always stays.
    """
    newest_first = sorted(range(len(backups)), key=lambda index: backups[index], reverse=True)
    found: set[int] = set()
    seen: set[tuple[int, ...]] = set()
    total = 0
    for index in newest_first:
        period = _period(backups[index].taken, now)
        if period is not None and period in seen:
            continue
        total += backups[index].size
        if found and total > limit:
            break
        if period is not None:
            seen.add(period)
        found.add(index)
    return found


def _period(taken: datetime, now: datetime) -> tuple[int, ...] | None:
    """The hour, day or month of which one backup is enough; None where all are kept."""
    age = now - taken
    if age < timedelta(hours=1):
        return None
    if age < timedelta(days=1):
        return taken.year, taken.month, taken.day, taken.hour
    if age < timedelta(days=30):
        return taken.year, taken.month, taken.day
    return taken.year, taken.month

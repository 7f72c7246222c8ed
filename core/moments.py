"""Moments and sizes as people say them."""

from datetime import datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KILO, _MEGA = 1000, 1_000_000


def day(moment: datetime, now: datetime) -> str:
    """The day of a moment, seen from now, both in one time zone: Today, Yesterday, Monday, 3 Nov, 3 Nov 2025."""
    away = (now.date() - moment.date()).days
    if away in (0, 1):
        return ("Today", "Yesterday")[away]
    if 1 < away < 7:
        return _DAYS[moment.weekday()]
    date = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return date if moment.year == now.year else f"{date} {moment.year}"


def said(moment: datetime, now: datetime) -> str:
    """Day and time of a moment, for the middle of a sentence: “today 10:15”, “Monday 09:05”."""
    name = day(moment, now)
    return f"{name if name in _DAYS else name.lower() if name.isalpha() else name} {moment:%H:%M}"


def local(stamp: str) -> datetime | None:
    """A stored moment (ISO 8601, UTC) in the time zone of this computer; None for what is no moment."""
    try:
        return datetime.fromisoformat(stamp).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def size(count: int) -> str:
    """A number of bytes: 640 bytes, 12 KB, 1.2 MB, 231 MB."""
    if count < _KILO:
        return f"{count} bytes"
    if count < _MEGA:
        return f"{count / _KILO:.0f} KB"
    return f"{count / _MEGA:,.1f} MB" if count < 10 * _MEGA else f"{count / _MEGA:,.0f} MB"

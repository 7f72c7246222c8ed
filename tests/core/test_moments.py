from datetime import UTC, datetime, timedelta

import pytest

from core import moments

NOW = datetime(2026, 11, 22, 10, 15)  # a Sunday


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW, "today 10:15"),
        (datetime(2026, 11, 22, 0, 0), "today 00:00"),
        (datetime(2026, 11, 21, 23, 59), "yesterday 23:59"),
        (datetime(2026, 11, 20, 9, 5), "Friday 09:05"),
        (datetime(2026, 11, 16, 9, 5), "Monday 09:05"),
        (datetime(2026, 11, 15, 9, 5), "15 Nov 09:05"),
        (datetime(2025, 11, 22, 9, 5), "22 Nov 2025 09:05"),
        (datetime(2026, 11, 23, 9, 5), "23 Nov 09:05"),  # somebody's clock is ahead
    ],
)
def test_moments_are_said_as_people_say_them(moment, said):
    assert moments.said(moment, NOW) == said


def test_a_day_alone_is_a_heading():
    assert [moments.day(NOW - timedelta(days=days), NOW) for days in (0, 1, 2, 7)] == [
        "Today",
        "Yesterday",
        "Friday",
        "15 Nov",
    ]


def test_stored_moments_are_told_in_the_time_of_this_computer():
    moment = moments.local("2026-11-22T10:15:00Z")
    assert moment == datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
    assert moments.said(moment, moment + timedelta(minutes=1)).startswith(("today", "yesterday"))


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-99-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_none(stamp):
    assert moments.local(stamp) is None


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (131_072, "131 KB"),
        (1_234_567, "1.2 MB"),
        (231_000_000, "231 MB"),
        (4_200_000_000, "4,200 MB"),
    ],
)
def test_sizes_are_said_with_what_matters_of_them(count, said):
    assert moments.size(count) == said

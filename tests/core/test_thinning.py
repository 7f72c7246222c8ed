from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.thinning import Backup, kept

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
ENOUGH = 10**12
GAPS = st.one_of(st.integers(0, 90), st.integers(0, 60 * 30), st.integers(0, 60 * 24 * 40))  # minutes


@st.composite
def series(draw):
    """Backups of some time before now, oldest first."""
    found, at = [], NOW
    sizes = draw(st.lists(st.tuples(GAPS, st.integers(0, 50)), max_size=60))
    for revision, (gap, size) in zip(range(len(sizes), 0, -1), sizes, strict=True):
        at -= timedelta(minutes=gap)
        found.append(Backup(at, revision, size))
    return found[::-1]


def left(backups, now=NOW, limit=ENOUGH):
    return [backups[index] for index in sorted(kept(backups, now, limit))]


def hour(backup):
    return backup.taken.strftime("%Y-%m-%d %H")


def day(backup):
    return backup.taken.strftime("%Y-%m-%d")


def month(backup):
    return backup.taken.strftime("%Y-%m")


def test_of_a_long_time_each_period_has_its_last():
    every_ten_minutes = [Backup(NOW - timedelta(minutes=10 * n), -n, 1) for n in range(6 * 24 * 400)]
    found = [backup.taken for backup in left(every_ten_minutes)]
    ages = [NOW - taken for taken in found]
    assert sum(age < timedelta(hours=1) for age in ages) == 6
    assert sum(timedelta(hours=1) <= age < timedelta(days=1) for age in ages) == 24
    assert sum(timedelta(days=1) <= age < timedelta(days=30) for age in ages) == 30
    assert 12 <= sum(age >= timedelta(days=30) for age in ages) <= 14
    assert datetime(2026, 11, 20, 23, 55, tzinfo=UTC) in found
    assert datetime(2026, 3, 31, 23, 55, tzinfo=UTC) in found


def assert_no_period_is_without(found, backups):
    """Of these backups each recent one was kept, and one of each older period."""
    for backup in backups:
        age = NOW - backup.taken
        assert backup in found or age >= timedelta(hours=1)
        assert hour(backup) in map(hour, found) or age >= timedelta(days=1)
        assert day(backup) in map(day, found) or age >= timedelta(days=30)
        assert month(backup) in map(month, found)


@given(series())
def test_each_recent_one_stays_and_each_older_period_keeps_one(backups):
    assert_no_period_is_without(left(backups), backups)


@given(series())
def test_thinned_after_each_new_one_no_period_is_left_without(backups):
    """What is kept today must still serve when it has become old."""
    found = []
    for backup in backups:
        found = left([*found, backup], backup.taken)
    assert_no_period_is_without(left(found), backups)


@given(series())
def test_thinning_twice_is_thinning_once(backups):
    assert left(left(backups)) == left(backups)


@given(series(), st.integers(0, 400))
def test_within_the_limit_the_newest_stay(backups, limit):
    everything, found = left(backups), left(backups, limit=limit)
    assert sorted(found) == sorted(everything)[len(everything) - len(found) :]
    assert bool(found) == bool(backups)
    assert sum(backup.size for backup in found) <= limit or len(found) == 1
    if len(found) < len(everything):
        assert sum(backup.size for backup in sorted(everything)[-len(found) - 1 :]) > limit


@given(series(), st.randoms(use_true_random=False))
def test_the_order_they_are_listed_in_does_not_matter(backups, luck):
    shuffled = list(backups)
    luck.shuffle(shuffled)
    assert sorted(left(shuffled, limit=200)) == sorted(left(backups, limit=200))


def test_one_made_while_the_clock_was_wrong_stays_until_its_time_has_come():
    ahead = Backup(NOW + timedelta(days=3), 1, 1)
    assert ahead in left([ahead, Backup(NOW, 2, 1)])


def test_of_two_within_one_second_that_of_the_later_revision_is_the_newest():
    larger, later = Backup(NOW, 1, 50), Backup(NOW, 2, 10)
    assert left([later, larger], limit=0) == [later]

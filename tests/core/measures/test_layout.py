import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.measures.layout import apart, spread


def distances(places):
    return np.hypot(*(places[:, None] - places).transpose(2, 0, 1))


@given(st.integers(0, 12), st.data())
def test_dots_stay_in_the_square_apart_and_always_at_the_same_places(dots, data):
    lines = [(a, b) for a in range(dots) for b in range(a)]
    chosen = data.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    one, other = (np.array([line[at] for line in chosen], np.int64) for at in (0, 1))
    pull = np.linspace(1, 0, len(chosen))
    places = spread(dots, one, other, pull)
    assert places.shape == (dots, 2)
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= 1)).all()
    np.testing.assert_array_equal(places, spread(dots, one, other, pull))
    far = distances(places) + 9 * np.eye(dots)
    assert not dots > 1 or far.min() > 0.01


def test_what_belongs_together_is_near():
    half = [(a, b) for a in range(6) for b in range(a)]
    lines = np.array([*half, *((a + 6, b + 6) for a, b in half), (0, 6)])
    found = distances(spread(12, lines[:, 0], lines[:, 1], np.ones(len(lines))))
    within = [found[a, b] for a, b in half] + [found[a + 6, b + 6] for a, b in half]
    between = [found[a, b + 6] for a in range(6) for b in range(6)]
    assert np.mean(within) < np.mean(between) / 2


def test_more_dots_than_can_be_looked_at_often_take_few_steps():
    assert spread(600, np.array([0]), np.array([1]), np.ones(1)).shape == (600, 2)


def test_circles_are_pushed_apart():
    radii = np.array([5.0, 5.0, 20.0])
    found = distances(apart(np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 1.0]]), radii))
    assert found[0, 1] > 9.9
    assert found[0, 2] > 24.9
    assert found[1, 2] > 24.9

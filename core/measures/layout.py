"""Where the dots of a network go: those that belong together near each other, the same way every time.

The forces are those of T. M. J. Fruchterman and E. M. Reingold, Graph Drawing by Force-directed Placement (1991):
all dots push each other away, lines pull. Dots begin on a circle, in the order they come.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.codings import Column
    from core.measures.units import Numbers

_WORK = 30_000_000  # so many distances are looked at in all, in fewer steps where there are many dots
_MOST_STEPS, _FEWEST_STEPS = 300, 15
_STRETCH = 1.5  # in height, against the width
_HOLD = 1.0  # what keeps parts without a line between them from drifting apart


def spread(dots: int, one: "Column", other: "Column", pull: "NDArray[np.floating]") -> "Numbers":
    """Places (dots x 2) from 0 to 1, wider than high; lines from `one` to `other` pull with a strength up to 1."""
    angles = 2 * np.pi * np.arange(dots) / max(1, dots)
    places = np.column_stack([np.cos(angles), np.sin(angles)]) / 2
    near = 1 / np.sqrt(max(1, dots))  # how far two dots with a line between them like to be apart
    steps = int(min(_MOST_STEPS, max(_FEWEST_STEPS, _WORK // max(1, dots * dots))))
    for step in range(steps):
        x, y = places.T
        push = near**2 / np.maximum((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2, 1e-12)
        force = places * push.sum(axis=1)[:, None] - push @ places
        apart = places[one] - places[other]
        drawn = apart * (np.hypot(apart[:, 0], apart[:, 1]) / near * (0.3 + 0.7 * pull))[:, None]
        for axis in (0, 1):
            force[:, axis] -= np.bincount(one, drawn[:, axis], dots) - np.bincount(other, drawn[:, axis], dots)
        force -= places * _HOLD
        size = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        places = places + force * (np.minimum(size, 0.15 * (1 - step / steps)) / size)[:, None]
    return _fitted(places)


def _fitted(places: "Numbers") -> "Numbers":
    """Turned so that they are as wide as they can be, and stretched over 0 to 1, not much more in height."""
    if len(places) < 2:
        return np.full((len(places), 2), 0.5)
    middle = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(middle.T @ middle)
    turned = middle @ axes[:, ::-1]
    turned *= np.where(turned[0] > 0, -1.0, 1.0)  # the first dot on the left and at the top
    turned -= (turned.min(axis=0) + turned.max(axis=0)) / 2
    extent = np.maximum(np.ptp(turned, axis=0), 1e-9)
    found: Numbers = 0.5 + turned * np.minimum(1 / extent, _STRETCH / extent[0])
    return np.clip(found, 0.0, 1.0)  # of rounding


def apart(places: "Numbers", radii: "Numbers") -> "Numbers":
    """The places moved until no two circles overlap, as far as a few steps do it."""
    for _ in range(60):
        across, down = (each[:, None] - each for each in places.T)
        distance = np.sqrt(np.maximum(across * across + down * down, 1e-12))
        over = np.maximum(0.0, radii[:, None] + radii - distance)
        np.fill_diagonal(over, 0.0)
        if not over.any():
            break
        pushed = over / distance / 2
        places = places + np.column_stack([(pushed * away).sum(axis=1) for away in (across, down)])
    return places

"""Colours of tags: the automatic palette, and variants that stay readable on light and dark paper.

Contrast is the WCAG 2 ratio (w3.org/TR/WCAG21, relative luminance), 1 to 21. Colours are `#rrggbb`.
"""

import colorsys
import re
from collections.abc import Iterable
from functools import lru_cache

# Hues after Paul Tol's “bright” and “muted” schemes, moved until any two are told apart in every theme, also by
# those who see no red, no green or no blue (tests/core/test_palette.py measures it).
PALETTE = (
    "#5173af", "#096e00", "#ea6262", "#d6bc3d", "#a43087",
    "#77c3f1", "#0d8e85", "#a56a37", "#5553bf", "#e184b4",
)  # fmt: skip
_HEX = re.compile(r"#[0-9a-f]{6}\Z")


def is_color(value: str) -> bool:
    """Whether the value is `#rrggbb` in lower case."""
    return _HEX.match(value) is not None


def next_color(used: Iterable[str]) -> str:
    """The palette colour used least so far, the earliest of those."""
    counts = dict.fromkeys(PALETTE, 0)
    for color in used:
        if color in counts:
            counts[color] += 1
    return min(PALETTE, key=lambda color: counts[color])


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))


def luminance(color: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def grey(color: str) -> str:
    """The grey of the same luminance, so that contrasts stay."""
    light = luminance(color)
    part = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return _hex(part, part, part)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, paper: str, share: float) -> str:
    """`share` of the colour over the paper, 0 to 1."""
    ink, ground = _rgb(color), _rgb(paper)
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(ink, ground, strict=True))
    return _hex(red, green, blue)


@lru_cache(maxsize=4096)
def tint(color: str, paper: str, depth: int = 1) -> str:
    """The background of a highlight: pale on light paper, deep on dark paper, stronger with `depth`.

    Overlapping passages take the tint of the one on top, at their depth; tints never mix.
    """
    # As strong as they can be with text on the deepest at 7 : 1 on light paper and 4.5 : 1 on dark.
    lightest, step = (0.24, 0.075) if luminance(paper) > 0.5 else (0.26, 0.05)
    return mix(color, paper, min(lightest + step * (depth - 1), lightest + 3 * step))


@lru_cache(maxsize=4096)
def readable(color: str, ground: str, ratio: float = 4.5) -> str:
    """The colour made darker or lighter, hue kept, until it reaches `ratio` of contrast on the ground."""
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(color))
    step, end = (-0.01, 0.0) if luminance(ground) > 0.18 else (0.01, 1.0)
    while contrast(color, ground) < ratio and light != end:
        light = min(1.0, max(0.0, light + step))
        color = _hex(*colorsys.hls_to_rgb(hue, light, saturation))
    return color

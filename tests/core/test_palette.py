import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from core.codebook import LINE_STYLES, TagTree
from core.model import Tag
from core.palette import PALETTE, contrast, grey, is_color, luminance, mix, next_color, readable, tint

ROLES = tomllib.loads((Path(__file__).parents[2] / "resources" / "themes.toml").read_text("utf-8"))
INK_ON_TINT = {name: 4.5 if name == "dark" else 7.0 for name in ROLES}
COLORS = [*PALETTE, "#000000", "#ffffff", "#ff0000", "#ffff00", "#0000ff"]
each_theme = pytest.mark.parametrize("theme", list(ROLES))

# How linear red, green and blue look to those who lack one kind of cone (Machado, Oliveira and Fernandes 2009).
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(color, vision):
    """CIE L*a*b* (D65) of a colour as somebody with this vision sees it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in VISION[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    f, g, h = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


def least_difference(colors, vision):
    """The distance of the two colours that are hardest to tell apart; about 2 is the least anybody can see."""
    seen = [lab(color, vision) for color in colors]
    return min(sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 for pair in combinations(seen, 2))


@each_theme
@pytest.mark.parametrize("color", COLORS)
def test_a_tag_name_is_readable_wherever_it_stands(color, theme):
    look = ROLES[theme]
    for paper in (look["paper"], look["panel"], look["ground"]):
        for ground in (paper, tint(color, paper)):
            assert contrast(readable(color, ground), ground) >= 4.5


@each_theme
@pytest.mark.parametrize("color", PALETTE)
@pytest.mark.parametrize("depth", [1, 2, 3, 4, 9])
def test_highlighted_text_stays_readable_and_the_highlight_visible(color, theme, depth):
    look = ROLES[theme]
    ground = tint(color, look["paper"], depth)
    assert contrast(look["ink"], ground) >= INK_ON_TINT[theme]
    assert contrast(ground, look["paper"]) >= 1.1


@each_theme
@pytest.mark.parametrize("vision", VISION)
def test_the_marks_of_any_two_tags_are_told_apart(theme, vision):
    marks = [readable(color, ROLES[theme]["panel"], 3.0) for color in PALETTE]
    assert least_difference(marks, vision) >= (16 if vision == "normal" else 8)


@each_theme
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_the_tints_of_any_two_tags_are_told_apart(theme, depth):
    tints = [tint(color, ROLES[theme]["paper"], depth) for color in PALETTE]
    assert least_difference(tints, "normal") >= 6
    for vision in VISION:  # the marks below and beside them say it more clearly
        assert least_difference(tints, vision) >= 2


@each_theme
def test_words_of_the_window_are_readable_on_all_its_grounds(theme):
    look = ROLES[theme]
    grounds = [look[role] for role in ("paper", "panel", "ground", "soft", "hover")]
    for ground in grounds:
        assert contrast(look["ink"], ground) >= 7
        for role in ("muted", "accent", "error"):
            assert contrast(look[role], ground) >= 4.5, (role, ground)
    assert contrast(look["selected"], look["selection"]) >= INK_ON_TINT[theme]
    assert contrast(look["ink"], look["untagged"]) >= INK_ON_TINT[theme]


@each_theme
def test_what_has_the_focus_is_seen(theme):
    look = ROLES[theme]
    for ground in ("paper", "panel", "ground", "soft", "hover"):
        assert contrast(look["accent"], look[ground]) >= 3


@pytest.mark.parametrize("theme", [name for name in ROLES if ROLES[name].get("outlined")])
def test_where_contrast_is_asked_for_every_line_and_selection_has_it(theme):
    look = ROLES[theme]
    assert contrast(look["ink"], look["paper"]) == pytest.approx(21)
    for role in ("muted", "line", "accent", "ring", "error", "selection"):
        assert contrast(look[role], look["paper"]) >= 7, role


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
    assert luminance("#ffffff") == pytest.approx(1)


def test_readable_leaves_a_colour_that_is_readable_already():
    assert readable("#22252a", "#ffffff") == "#22252a"


def test_mixing_goes_from_the_paper_to_the_colour():
    assert mix("#4477aa", "#ffffff", 0) == "#ffffff"
    assert mix("#4477aa", "#ffffff", 1) == "#4477aa"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize("color", [*PALETTE, "#000000", "#ffffff", "#000001"])
def test_the_grey_of_a_colour_has_its_luminance(color):
    assert len({grey(color)[at : at + 2] for at in (1, 3, 5)}) == 1
    assert luminance(grey(color)) == pytest.approx(luminance(color), abs=0.005)


def test_every_colour_is_given_once_before_one_is_given_twice():
    used: list[str] = []
    for _ in range(2 * len(PALETTE)):
        used.append(next_color(used))
    assert used == [*PALETTE, *PALETTE]


def test_colours_chosen_by_hand_do_not_use_up_the_palette():
    assert next_color(["#123456"] * 5) == PALETTE[0]
    assert next_color(PALETTE[:3]) == PALETTE[3]


@pytest.mark.parametrize("value", ["", "4477aa", "#4477AA", "#4477a", "#4477aag", "#4477aa\n", "red"])
def test_only_six_lower_case_digits_are_a_colour(value):
    assert is_color("#4477aa")
    assert not is_color(value)


@each_theme
def test_marks_are_seen_on_rows_that_are_selected_or_hovered(theme):
    """Less than 3 : 1 there, where the tag's name stands beside its swatch: darker ones would be more alike."""
    look = ROLES[theme]
    hardest = min((look["paper"], look["panel"]), key=lambda ground: contrast(look["ink"], ground))
    for color in PALETTE:
        assert all(contrast(readable(color, hardest, 3.0), look[row]) >= 2.2 for row in ("soft", "hover"))


def test_the_first_forty_tags_differ_in_colour_or_line():
    colors: list[str] = []
    for _ in range(LINE_STYLES * len(PALETTE)):
        colors.append(next_color(colors))
    tree = TagTree(Tag(key, None, str(key), color, "", None) for key, color in enumerate(colors, start=1))
    assert len({(tag.color, tree.style(tag.id)) for tag in tree}) == 40
    assert {tree.style(key) for key in range(1, len(PALETTE) + 1)} == {0}

import pytest

from core.palette import PALETTE, contrast, is_color, luminance, mix, next_color, readable, tint

PAPERS = {"light": "#ffffff", "dark": "#24272c"}
PANELS = {"light": "#fbfaf8", "dark": "#202327"}
INKS = {"light": "#22252a", "dark": "#e4e3df"}
INK_ON_TINT = {"light": 7.0, "dark": 4.5}
COLORS = [*PALETTE, "#000000", "#ffffff", "#ff0000", "#ffff00", "#0000ff"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("color", COLORS)
def test_a_tag_name_is_readable_wherever_it_stands(color, theme):
    paper = PAPERS[theme]
    for ground in (paper, PANELS[theme], tint(color, paper), tint(color, PANELS[theme])):
        assert contrast(readable(color, ground), ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("color", PALETTE)
@pytest.mark.parametrize("depth", [1, 2, 3, 4, 9])
def test_highlighted_text_stays_readable_and_the_highlight_visible(color, theme, depth):
    ground = tint(color, PAPERS[theme], depth)
    assert contrast(INKS[theme], ground) >= INK_ON_TINT[theme]
    assert contrast(ground, PAPERS[theme]) >= 1.1


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

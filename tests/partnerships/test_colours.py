"""Contrast, and when a house colour is used. Reference values: the examples of WCAG 2.2 and our own mock-ups."""

import pytest

from partnerships.colours import BLACK, ENOUGH, GROUND, WHITE, Colour, theme_colours


def test_contrast_of_black_on_white():
    assert WHITE.contrast(BLACK) == pytest.approx(21)
    assert WHITE.contrast(WHITE) == pytest.approx(1)


@pytest.mark.parametrize(
    ("front", "ratio"), [("#12252b", 15.8), ("#47585f", 7.4), ("#005f6b", 7.4), ("#a3220f", 7.5), ("#764800", 7.8)]
)
def test_the_colours_of_the_house_on_white(front, ratio):
    colour = Colour.read(front)
    assert colour is not None
    assert colour.contrast(WHITE) == pytest.approx(ratio, abs=0.1)


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345g", "#1234567", "#005f6b;} body { display: none", "#005f6b\n"]
)
def test_anything_else_is_no_colour(text):
    assert Colour.read(text) is None
    assert theme_colours(text) == {}


@pytest.mark.parametrize("accent", ["#ffd23f", "#9aa5a9", "#ffffff", "#7a7a7a"])
def test_a_colour_that_is_hard_to_read_is_not_used(accent):
    assert theme_colours(accent) == {}


@pytest.mark.parametrize("accent", ["#154273", "#005f6b", "#000000", "#8b0000"])
def test_every_shade_of_a_house_colour_can_be_read(accent):
    family = theme_colours(accent)
    assert family["bn-accent"].hex == accent
    for ground in (WHITE, GROUND):
        assert family["bn-accent"].contrast(ground) >= ENOUGH
    assert family["bn-accent-deep"].contrast(family["bn-accent-tint"]) >= ENOUGH

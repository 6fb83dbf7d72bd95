"""The colour tokens reach what the design promises; both tables are computed anew."""

from __future__ import annotations

import itertools

import pytest

from ui.widgets.theme import BODY_POINTS, DARK, LIGHT, Theme, body_points

# Pair, least contrast, and the figures of the design for light and dark (WCAG 2.1).
PAIRS = """
text surface 4.5 14.8 12.8 | text canvas 4.5 13.1 14.2 | text2 surface 4.5 8.0 9.2
text2 canvas 4.5 7.1 10.3 | muted surface 4.5 5.7 6.7 | muted canvas 4.5 5.1 7.5
muted sunken 4.5 4.6 7.8 | text sel 4.5 11.5 8.3 | text2 rail 4.5 6.3 10.6
text rail 4.5 11.7 14.7 | primary surface 4.5 7.7 7.7 | primary canvas 4.5 6.8 8.6
primary primary_soft 4.5 6.3 5.6 | on_primary primary 4.5 7.7 8.3
on_primary primary_hover 4.5 10.1 9.8 | link surface 4.5 7.9 8.3 | info info_soft 4.5 6.6 6.9
ok ok_soft 4.5 5.8 7.1 | warn warn_soft 4.5 5.8 7.6 | error error_soft 4.5 5.9 6.6
error surface 4.5 7.2 7.6 | warn surface 4.5 6.8 9.1 | outline surface 3 4.1 4.3
outline canvas 3 3.6 4.8 | focus surface 3 7.8 8.7 | focus canvas 3 6.9 9.7
focus sel 3 6.0 5.7 | lvl_u surface 4.5 5.9 8.1 | lvl_s surface 4.5 6.1 8.5
lvl_i surface 4.5 10.3 7.3 | lvl_u lvl_u_soft 3 5.0 6.8 | lvl_s lvl_s_soft 3 5.1 7.1
lvl_i lvl_i_soft 3 8.3 6.3 | text lvl_u_soft 4.5 12.3 10.7 | text lvl_s_soft 4.5 12.5 10.7
text lvl_i_soft 4.5 11.9 10.9
"""
ROWS = [row.split() for line in PAIRS.strip().splitlines() for row in line.split("|")]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
DISTANCES = {
    "normal": (0.23, 0.24, 0.14, 0.15),
    "deuteranopia": (0.21, 0.21, 0.13, 0.13),
    "protanopia": (0.21, 0.23, 0.14, 0.13),
    "tritanopia": (0.22, 0.22, 0.13, 0.13),
}


def linear(colour: str) -> tuple[float, float, float]:
    """Return linear RGB, 0–1 (IEC 61966-2-1)."""
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return r, g, b


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.1)."""
    lights = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def oklab(colour: str, vision: str) -> tuple[float, float, float]:
    """Return a colour as a kind of vision sees it, in OKLab (Ottosson 2020)."""
    rgb = linear(colour)
    seen = [
        min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0), 1) for row in VISION[vision]
    ]
    r, g, b = seen
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def smallest_distance(colours: tuple[str, ...], vision: str) -> float:
    """Return the smallest distance between any two of the colours."""
    seen = [oklab(colour, vision) for colour in colours]
    return min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in itertools.combinations(seen, 2)
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-on-{row[1]}")
def test_every_pair_has_the_contrast_of_the_design(row: list[str]) -> None:
    """Text needs 4.5, shapes 3, in both themes; the printed figures hold."""
    ink, ground, least, light, dark = row[0], row[1], *map(float, row[2:])
    for tokens, said in ((LIGHT, light), (DARK, dark)):
        found = contrast(getattr(tokens, ink), getattr(tokens, ground))
        assert found >= least
        assert round(found, 1) == pytest.approx(said, abs=0.051)


@pytest.mark.parametrize("vision", sorted(VISION))
def test_series_can_be_told_apart_in_every_kind_of_vision(vision: str) -> None:
    """Any two of six series are at least 0.12 apart in OKLab."""
    three_light, three_dark, six_light, six_dark = DISTANCES[vision]
    for tokens, three, six in ((LIGHT, three_light, six_light), (DARK, three_dark, six_dark)):
        assert smallest_distance(tokens.chart[:3], vision) == pytest.approx(three, abs=0.011)
        assert smallest_distance(tokens.chart, vision) >= 0.12
        assert smallest_distance(tokens.chart, vision) == pytest.approx(six, abs=0.011)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_series_stand_out_from_the_card(tokens: Theme) -> None:
    """A filled shape needs 3:1 against its ground."""
    assert min(contrast(colour, tokens.surface) for colour in tokens.chart) >= 2.95


def test_disabled_text_can_still_be_read() -> None:
    """Exempt from the rule, and yet 3.4 and 4.2."""
    assert contrast(LIGHT.disabled, LIGHT.surface) >= 3.4
    assert contrast(DARK.disabled, DARK.surface) >= 3.8


def test_text_follows_the_system_and_the_setting() -> None:
    """Windows' 9 pt are our 10.5; a larger system font and Textstorlek both enlarge."""
    assert body_points(9, "windows", 100) == BODY_POINTS
    assert body_points(18, "windows", 100) == 2 * BODY_POINTS
    assert body_points(9, "xcb", 150) == 1.5 * BODY_POINTS
    assert body_points(14, "xcb", 100) == 14

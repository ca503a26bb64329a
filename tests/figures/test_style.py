"""Colours that stand together are told apart in a grey print and by colour-blind readers."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from parkwright.figures import style
from parkwright.figures.style import demand_colours, ink_on, luminance, period_colours

RAMPS = {
    "terms": tuple(style.TERMS.values()),
    "supply": tuple(style.SUPPLY.values()),
    "demand": style.DEMAND,
    "periods": tuple(period_colours(list("abcdef")).values()),
}
SIGHTS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip
"""What such readers see of linear red, green and blue (Machado, Oliveira, Fernandes 2009, severity 1.0)."""


@pytest.mark.parametrize("name", RAMPS)
def test_a_ramp_runs_one_way_in_grey(name: str) -> None:
    lights = [luminance(colour) for colour in RAMPS[name]]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    contrasts = [(max(pair) + 0.05) / (min(pair) + 0.05) for pair in pairwise(lights)]
    assert min(contrasts) >= 1.25


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", [*RAMPS, "methods"])
def test_colour_blind_readers_tell_them_apart(name: str, sight: str) -> None:
    colours = RAMPS.get(name) or tuple(style.METHODS.values())
    seen = [_lab(np.asarray(SIGHTS[sight]) @ _linear(colour)) for colour in colours]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) >= 10


@pytest.mark.parametrize("name", RAMPS)
def test_letters_on_a_colour_can_be_read(name: str) -> None:
    """Large or bold letters need a contrast of 3 (WCAG 2, section 1.4.3); figures in columns and numbers on a map are such."""
    for colour in RAMPS[name]:
        lights = sorted((luminance(colour), luminance(ink_on(colour))))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 3


def test_each_period_has_its_colour() -> None:
    for count in range(1, 7):
        assert len(set(period_colours([str(i) for i in range(count)]).values())) == count
    assert len(period_colours([str(i) for i in range(12)])) == 12


def test_classes_take_the_ends_of_the_ramp() -> None:
    for count in range(2, 6):
        colours = demand_colours(count)
        assert (
            len(set(colours)) == count and colours[0] == style.DEMAND[0] and colours[-1] == style.DEMAND[-1]
        )
    assert demand_colours(1) == (style.DEMAND[2],)


def _linear(colour: str) -> NDArray[np.float64]:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* (D65) of linear red, green and blue."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        linear, 0, 1
    )
    root = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])

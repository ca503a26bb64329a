"""Sizes on a map that follow its figures: discs whose area stands for hectares (the largest is as large on every map), round values."""

from __future__ import annotations

import math
from collections.abc import Iterable

from parkwright.words import Lang
from parkwright.words.numbers import exact

_LARGEST, _SMALLEST = 150.0, 4.0
"""Areas of the disc for the most hectares and for next to none, square points."""


def area_of(ha: float, most: float) -> float:
    """Area of the disc for so many hectares, square points.

    most: the largest figure that the map shows, ha

    I/O Example:
        area_of(400, 400) -> 154.0      area_of(100, 400) -> 41.5
    """
    return _SMALLEST + _LARGEST * ha / most if most > 0 else _SMALLEST


def samples(hectares: Iterable[float], lang: Lang) -> list[tuple[str, float]]:
    """Two round figures for the legend, a large and a small one, with the areas of their discs; none where none is drawn.

    I/O Example:
        samples([430, 12], "en") -> [("20", 11.0), ("200", 73.8)]
    """
    most = max(hectares, default=0.0)
    if most <= 0:
        return []
    large = round_below(most)
    return [(exact(ha, lang), area_of(ha, most)) for ha in (large / 10, large)]


def round_below(value: float) -> float:
    """The largest round value (1, 2 or 5 times a power of ten) that is not larger.

    I/O Example:
        round_below(30_900) -> 20000.0
    """
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)

"""Classes of demand for maps: from the data of the region that is drawn, so that small and large ones alike fill their ramp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from parkwright.figures import style
from parkwright.words import Lang, Text, say, text
from parkwright.words.numbers import number

MOST_CLASSES = 5
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Class:
    """Values from ``low`` to ``high`` (both occur), how many they are, and their colour."""

    low: float
    high: float
    count: int
    colour: str


def classify(values: Iterable[float]) -> tuple[Class, ...]:
    """Classes with about as many different values each (quantiles), five where there are five values; 0 is in none.

    Equal values are never parted, and no class is empty. Method: quantile classification (Slocum et al., Thematic Cartography
    and Geovisualization, 3rd ed., chapter 4), which needs no outlier to be thrown out and no limits set by hand.

    I/O Example:
        classify([0, 2, 3, 9, 20, 21, 80, 400]) -> classes 2-3, 9-20, 21, 80, 400
    """
    asked = np.round([value for value in values if value > 0], _DECIMALS)
    distinct, counts = np.unique(asked[asked > 0], return_counts=True)
    many = min(MOST_CLASSES, len(distinct))
    if not many:
        return ()
    parts = np.array_split(np.arange(len(distinct)), many)
    return tuple(
        Class(float(distinct[part[0]]), float(distinct[part[-1]]), int(counts[part].sum()), colour)
        for part, colour in zip(parts, style.demand_colours(many), strict=True)
    )


def colour_of(value: float | None, classes: Sequence[Class]) -> str:
    """Colour of a value: its class, or the ones for zero and for unknown."""
    if value is None:
        return style.UNKNOWN
    rounded = round(value, _DECIMALS)
    return next((one.colour for one in classes if 0 < rounded <= one.high), style.ZERO)


def ranges(classes: Sequence[Class], lang: Lang) -> list[str]:
    """The real ranges in words, with the fewest decimals that keep neighbours apart.

    I/O Example:
        ranges(classify([2, 3, 9, 20, 21, 80, 400]), "en") -> ["2 – 3", "9 – 20", "21", "80", "400"]
    """
    decimals = next((few for few in range(_DECIMALS) if _told_apart(classes, few)), _DECIMALS)
    return [say(_range(one, decimals, lang), lang) for one in classes]


def _told_apart(classes: Sequence[Class], decimals: int) -> bool:
    """Whether so many decimals keep neighbours apart, and the lowest class from zero."""
    limits = [0.0, *(round(limit, decimals) for one in classes for limit in (one.low, one.high))]
    return all(high < low for high, low in zip(limits[::2], limits[1::2], strict=False))


def _range(one: Class, decimals: int, lang: Lang) -> Text:
    low, high = number(one.low, lang, decimals), number(one.high, lang, decimals)
    return (
        text("figures.demand.one", value=low)
        if low == high
        else text("figures.demand.between", low=low, high=high)
    )

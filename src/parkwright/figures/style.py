"""Colours of maps and charts, in one place: read on paper, in grey, and by people who do not tell red from green.

Colours that stand together differ in lightness, not in hue alone; a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Sequence

SEA = "#d9e8f1"
LAND_AROUND = "#efece4"
LAND = "#fdfcf8"
BORDER = "#b9b1a1"
RIVER = "#8fb9d6"
ROAD = "#c3bfb8"
EXPRESSWAY = "#8d8a86"
RING = "#e08a1e"
VACANT = "#1b7f79"
FLOW = "#30507c"
INK = "#26241f"
MUTED = "#6f6a60"
PAPER = "#ffffff"
DASHED = (0, (2.2, 1.4))

_PERIODS = ("#26175d", "#6e2a91", "#b53c8d", "#e2695d", "#f2a251", "#f4d55a")
"""From violet to yellow, each lighter than the one before."""

DEMAND = ("#fde8bf", "#fcbf73", "#f08a45", "#cf4a23", "#86230f")
ZERO = "#ffffff"
UNKNOWN = "#e4e2dd"
"""Filled so and hatched, for it is no step of a ramp."""
HATCH = "#a8a398"

SUPPLY = {"committed": "#243f66", "vacancy": VACANT, "opened": "#de86bd", "outside": "#d8d2c5"}
TERMS = {
    "works": "#221e59", "clearance": "#5c2a7f", "premium": "#94388c", "land": "#1f8379", "truck": "#6195c3",
    "commute": "#90b5df", "misfit": "#f4c071", "unserved": "#eae7df",
}  # fmt: skip
"""Parts of a column from its foot upwards, each lighter than the one below: the order holds in a grey print too."""
METHODS = {
    "planned": INK, "labour": "#4b2991", "take-up": VACANT, "register": "#eda247", "relocation": "#cf4a23",
}  # fmt: skip
UNSERVED = "#cf4a23"


def period_colours(periods: Sequence[str]) -> dict[str, str]:
    """A colour for each period, dark for the first; more periods than colours share neighbouring ones.

    I/O Example:
        period_colours(["2026", "2027"]) -> {"2026": "#26175d", "2027": "#f2a251"}
    """
    return dict(zip(periods, _spread(_PERIODS[: max(5, min(len(periods), 6))], len(periods)), strict=True))


def demand_colours(classes: int) -> tuple[str, ...]:
    """Colours of so many classes of demand, light for the lowest; a single class takes the middle one.

    I/O Example:
        demand_colours(2) -> ("#fde8bf", "#86230f")
    """
    return DEMAND[2:3] if classes == 1 else tuple(_spread(DEMAND, classes))


def dashes(width: float) -> tuple[float, tuple[float, float]]:
    """Dashes for a line of so many points: a thin line gets longer ones (matplotlib counts them in widths of the line)."""
    longer = max(1.0, 1.0 / width)
    return 0, (2.2 * longer, 1.4 * longer)


def ink_on(colour: str) -> str:
    """Dark or white letters, whichever stands out more on a colour (contrast as in WCAG 2, section 1.4.3).

    I/O Example:
        ink_on("#26175d") -> "#ffffff"      ink_on("#f4d55a") -> "#26241f"
    """
    light = luminance(colour)
    return INK if (light + 0.05) / (luminance(INK) + 0.05) > 1.05 / (light + 0.05) else PAPER


def luminance(colour: str) -> float:
    """Relative luminance of a colour "#rrggbb", 0 (black) to 1 (white), as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _spread(row: Sequence[str], count: int) -> list[str]:
    """So many colours from a row, its ends among them."""
    steps = max(count - 1, 1)
    return [row[round(place * (len(row) - 1) / steps)] for place in range(count)]

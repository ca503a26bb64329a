"""Colours and sizes of maps and charts, in one place: read on paper, in grey, and by people who do not tell red from green."""

from __future__ import annotations

SEA = "#d9e8f1"
LAND_AROUND = "#efece4"
LAND = "#fdfcf8"
BORDER = "#cdc6b8"
RIVER = "#a3c6dd"
ROAD = "#c3bfb8"
EXPRESSWAY = "#8d8a86"
RING = "#e08a1e"
VACANT = "#1b7f79"
FLOW = "#30507c"
INK = "#26241f"
MUTED = "#7b766c"
PAPER = "#ffffff"
DASHED = (0, (2.2, 1.4))

_PERIODS = ("#4b2991", "#872ca2", "#c0369d", "#ea4f88", "#f9785a", "#eda247")
"""From violet to amber, each lighter than the one before (CARTO colors, AgSunset, CC BY 3.0)."""

DEMAND = ("#fff7e6", "#fddfae", "#fcb66d", "#f17f42", "#cf4a23", "#8c2410")
UNKNOWN = "#e4e2dd"


def period_colours(periods: list[str]) -> dict[str, str]:
    """A colour for each period, dark for the first; more periods than colours share the last one by turns.

    I/O Example:
        period_colours(["2026", "2027"]) -> {"2026": "#4b2991", "2027": "#f9785a"}
    """
    last = len(_PERIODS) - 1
    steps = max(len(periods) - 1, 1)
    return {period: _PERIODS[round(number * (last - 1) / steps)] for number, period in enumerate(periods)}

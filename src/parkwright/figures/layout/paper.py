"""Sheet and scale: the largest usual scale at which a site fits a sheet, and where everything stands on it (millimetres)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parkwright.figures import style

SIZES = {"A3": (420.0, 297.0), "A2": (594.0, 420.0), "A1": (841.0, 594.0), "A0": (1189.0, 841.0)}
"""Sheets of ISO 216, landscape, mm."""
_USUAL = [(scale, sheet) for scale in (2000, 2500, 4000, 5000, 7500, 10000) for sheet in ("A3", "A2")]
_LARGE = [(10000, "A1"), (10000, "A0"), (25000, "A1"), (25000, "A0"), (50000, "A0"), (100000, "A0")]
"""For sites that are too large for A2 at 1:10,000: a larger sheet first, as lots vanish at a smaller scale."""
LEFT, RIGHT, FOOT, TOP = 15.0, 8.0, 13.0, 8.0
"""Margins, mm; the coordinates of the grid stand in the left and the lower one."""
_PANEL, _GAP = 104.0, 4.0
_ROOM = 9.0
"""Least distance between the site and the frame of the map, mm."""
MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: its size, the frame of the map on it (mm, from the lower left corner) and the land that the frame shows."""

    sheet: str
    denominator: int
    width: float
    height: float
    west: float
    south: float

    @property
    def map_width(self) -> float:
        """Width of the frame of the map, mm."""
        return self.width - LEFT - RIGHT - _PANEL - _GAP

    @property
    def map_height(self) -> float:
        """Height of the frame of the map, mm."""
        return self.height - FOOT - TOP

    @property
    def panel(self) -> tuple[float, float, float, float]:
        """Left, foot, width and height of the panel beside the map, mm."""
        return self.width - RIGHT - _PANEL, FOOT, _PANEL, self.map_height

    @property
    def east(self) -> float:
        """Eastern edge of the map, metres of the zone."""
        return self.west + self.map_width * self.metre

    @property
    def north(self) -> float:
        """Northern edge of the map, metres of the zone."""
        return self.south + self.map_height * self.metre

    @property
    def metre(self) -> float:
        """Metres on the ground of a millimetre on paper."""
        return self.denominator / 1000

    def ground(self, points: float) -> float:
        """Metres on the ground of so many typographic points on paper."""
        return points / MM * self.metre


def choose_paper(bounds: tuple[float, float, float, float]) -> Paper:
    """The first usual scale and sheet that hold a site, the map centred on it.

    bounds: west, south, east, north of the site, metres

    I/O Example:
        a site of 1,750 x 2,180 m -> 1:7,500 on A2
        a site of   450 x   450 m -> 1:2,000 on A3
    """
    west, south, east, north = bounds
    for denominator, sheet in (*_USUAL, *_LARGE):
        for width, height in (SIZES[sheet], SIZES[sheet][::-1]):
            paper = Paper(sheet, denominator, width, height, 0.0, 0.0)
            room = 2 * _ROOM * paper.metre
            wide, high = paper.map_width * paper.metre, paper.map_height * paper.metre
            if east - west + room <= wide and north - south + room <= high:
                return Paper(
                    sheet, denominator, width, height, (west + east - wide) / 2, (south + north - high) / 2
                )
    raise ValueError(f"a site of {east - west:.0f} x {north - south:.0f} m fits no sheet")


def blank(paper: Paper) -> tuple[Any, Any, Any]:
    """A figure of the size of the sheet, the axes of the map (metres from its south-west corner) and those of the sheet (mm)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(paper.width / 25.4, paper.height / 25.4), facecolor=style.PAPER)
    sheet = figure.add_axes((0, 0, 1, 1))
    sheet.set(xlim=(0, paper.width), ylim=(0, paper.height))
    sheet.set_axis_off()
    land = figure.add_axes(
        (
            LEFT / paper.width, FOOT / paper.height, paper.map_width / paper.width,
            paper.map_height / paper.height,
        )
    )  # fmt: skip
    land.set(xlim=(0, paper.east - paper.west), ylim=(0, paper.north - paper.south), xticks=[], yticks=[])
    land.set_facecolor(style.PAPER)
    for spine in land.spines.values():
        spine.set(color=style.INK, linewidth=0.8)
    return figure, land, sheet

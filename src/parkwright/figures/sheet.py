"""A sheet with the background map: ground, districts, rivers, roads, names, credit line.

Drawn with matplotlib without pyplot (no global figure); SVG text becomes outlines, so that a file shows the same letters
everywhere, Vietnamese ones too (DejaVu Sans holds them all and ships with matplotlib).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any, Literal

import shapely

from parkwright.figures import style
from parkwright.figures.letters import width_of, wrap
from parkwright.figures.outlines import SVG_STYLE, figure_svg, rim
from parkwright.figures.placing import Box, Places
from parkwright.words import Lang

Format = Literal["svg", "png"]

WIDTH_IN = 7.3
"""Width of a sheet, inches: the text width of an A4 page."""
_POINT = 1 / 72
_CREDIT = 5.0
"""Size of the letters of the credit line, points."""


class Sheet:
    """One map being drawn: ``axes`` in metres on paper (y downwards), ``places`` for labels, ``below`` for the legend (inches)."""

    def __init__(self, layers: dict[str, Any], lang: Lang, form: Format, legend_in: float) -> None:
        from matplotlib.figure import Figure

        self.layers, self.lang, self.form = layers, lang, form
        width, height = layers["width"], layers["height"]
        map_in = WIDTH_IN * height / width
        credit = wrap(layers["credit"], _CREDIT, WIDTH_IN * 69)
        credit_in = (credit.count("\n") + 1) * 1.3 * _CREDIT * _POINT + 0.06
        total = map_in + legend_in + credit_in
        self.metres_per_in = width / WIDTH_IN
        self.figure = Figure(figsize=(WIDTH_IN, total), facecolor=style.PAPER)
        self.axes = self.figure.add_axes((0, (legend_in + credit_in) / total, 1, map_in / total))
        ground = style.SEA if layers["sea"] else style.LAND_AROUND
        self.axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[], facecolor=ground)
        for spine in self.axes.spines.values():
            spine.set(color=style.MUTED, linewidth=0.6)
        self.below = self.figure.add_axes((0, credit_in / total, 1, legend_in / total))
        self.below.set(xlim=(0, WIDTH_IN), ylim=(legend_in, 0))
        self.below.set_axis_off()
        self.places = Places(Box(width / 2, height / 2, width * 0.985, height * 0.985))
        self.figure.text(
            0.008, credit_in / total / 2, credit, fontsize=_CREDIT, color=style.MUTED, va="center"
        )

    def metres(self, points: float) -> float:
        """Length on the map of so many typographic points on paper."""
        return float(points * _POINT * self.metres_per_in)

    def box(self, x: float, y: float, words: str, size: float, weight: str = "normal") -> Box:
        """The room that one line of words takes, as matplotlib measures its letters."""
        return Box(x, y, self.metres(width_of(words, size, weight) + 4), self.metres(size + 1))

    def write(self, x: float, y: float, words: str, size: float, **more: Any) -> None:
        """Words with a pale rim, centred on a point of the map."""
        chosen: dict[str, Any] = {"color": style.INK, "ha": "center", "va": "center", "zorder": 20}
        chosen |= rim(self.form, size) | more
        self.axes.text(x, y, words, fontsize=size, **chosen)

    def label(
        self, x: float, y: float, words: str, size: float, rings: Sequence[Any] = (), **more: Any
    ) -> bool:
        """Words at or beside a point where nothing else is written; False if there is no room.

        rings: outline of what the words name, if it has one: their middle then stays inside, or they would name a neighbour
        """
        wish = self.box(x, y, words, size, more.get("weight", "normal"))
        beside = 0.5 + self.metres(7) / wish.width
        shifts = _INSIDE if rings else ((dx * beside, dy) for dx, dy in _BESIDE)
        spots = (Box(x + dx * wish.width, y + dy * wish.height, wish.width, wish.height) for dx, dy in shifts)
        spot = self.places.first(spot for spot in spots if not rings or _holds(rings, spot.x, spot.y))
        if spot is not None:
            self.write(spot.x, spot.y, words, size, **more)
        return spot is not None

    def mark(self, x: float, y: float, s: float, zorder: float = 9, **look: Any) -> None:
        """A mark of so many square points; no words are written over it."""
        side = self.metres(math.sqrt(s) + 1)
        self.places.take(Box(x, y, side, side))
        self.axes.scatter(x, y, s=s, zorder=zorder, **look)

    def draw_ground(self, look: dict[str, dict[str, Any]] | None = None) -> None:
        """Land around, districts (each with a look of its own where ``look`` has one), rivers."""
        for entry in self.layers["ground"]:
            self.area(
                entry["rings"], facecolor=style.LAND_AROUND, edgecolor=style.BORDER, linewidth=0.5, zorder=1
            )
        plain = {"facecolor": style.LAND, "edgecolor": style.BORDER, "linewidth": 0.6}
        for entry in self.layers["districts"]:
            self.area(entry["rings"], **{**plain, **(look or {}).get(entry["id"], {}), "zorder": 2})
        for entry in self.layers["rivers"]:
            self.lines(entry["lines"], colors=style.RIVER, linewidths=1.4, capstyle="round", zorder=3)

    def draw_roads(self, faint: bool = False) -> None:
        """The network: pale, expressways darker, ring roads highlighted; roads that are not open yet are dashed.

        faint: only what helps to find one's way on a map of another subject
        """
        for kind in dict.fromkeys(entry["class"] for entry in self.layers["roads"]):
            colour, width, rank = ROADS.get(kind, OTHER_ROAD)
            if faint and kind not in ROADS:
                continue
            width *= 0.6 if faint else 1.0
            for now in (True, False):
                lines = [
                    entry["line"]
                    for entry in self.layers["roads"]
                    if entry["class"] == kind and (entry["opens"] == 0) == now
                ]
                look = {"capstyle": "round"} if now else {"linestyles": [style.dashes(width)]}
                self.lines(lines, colors=colour, linewidths=width, zorder=rank, **look)

    def lines(self, lines: list[Any], **more: Any) -> None:
        """Many lines of one kind at once."""
        from matplotlib.collections import LineCollection

        if lines:
            self.axes.add_collection(LineCollection(lines, **more), autolim=False)

    def area(self, rings: list[list[list[int]]], **look: Any) -> None:
        """A shape with its holes."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if rings:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            self.axes.add_patch(PathPatch(path, **look))

    def draw_names(self, districts: bool = True) -> None:
        """Names of ring roads, the land around, rivers and districts (the largest first), as far as there is room."""
        for name, x, y in _ring_names(self.layers["roads"]):
            self.label(x, y, name, 5.4, color="#a85f00", weight="bold")
        for entry in self.layers["ground"]:
            if entry["name"] and entry["x"] is not None:
                self.label(entry["x"], entry["y"], entry["name"], 6, color=style.MUTED, style="italic")
        for entry in self.layers["rivers"]:
            if longest := max(entry["lines"], key=len, default=None):
                x, y = longest[len(longest) // 2]
                self.label(x, y, entry["name"], 5.2, color="#3d7396", style="italic")
        if districts:
            for entry in sorted(
                self.layers["districts"], key=lambda entry: (-_extent(entry["rings"]), entry["id"])
            ):
                x, y = entry["middle"]
                self.label(x, y, entry["name"], 5.4, entry["rings"], color="#4a463e")

    def save(self, name: str) -> bytes:
        """The sheet as bytes of an SVG (the same bytes for the same input) or of a PNG of 200 dots per inch.

        name: starts the ids inside an SVG, so that several can stand in one page
        """
        if self.form == "svg":
            return figure_svg(self.figure, f"{name}-{self.lang}-").encode("utf-8")
        import matplotlib

        out = io.BytesIO()
        with matplotlib.rc_context(SVG_STYLE):
            self.figure.savefig(out, format="png", dpi=200, metadata={"Software": None})
        return out.getvalue()


ROADS = {
    "ring": (style.RING, 1.5, 6),
    "expressway": (style.EXPRESSWAY, 0.9, 5),
    "national": (style.EXPRESSWAY, 0.6, 4),
}
"""Colour, width (points) and rank of the roads that stand out; all others are drawn as ``OTHER_ROAD``."""
OTHER_ROAD = (style.ROAD, 0.45, 4)

_BESIDE = (
    (0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (0, -1.6), (0, 1.6), (1, -0.8), (-1, -0.8), (1, 0.8), (-1, 0.8), (0, -2.2), (0, 2.2),
)  # fmt: skip
_INSIDE = tuple((dx, dy) for dy in (0, -1, 1, -2, 2, -3, 3, -4, 4) for dx in (0, 0.25, -0.25))
"""Where words are tried around a point, in widths and heights of the words (beside: 1 is clear of the mark)."""


def _ring_names(roads: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Name of each ring road (what the names of its edges begin with) at the middle of its longest edges, two at most."""
    by_ref: dict[str, list[dict[str, Any]]] = {}
    for entry in roads:
        if entry["class"] == "ring" and entry["ref"]:
            by_ref.setdefault(entry["ref"], []).append(entry)
    found = []
    for ref in sorted(by_ref):
        name = common_start([entry["name"] or "" for entry in by_ref[ref]]) or ref
        for entry in sorted(by_ref[ref], key=lambda entry: -math.dist(*entry["line"]))[:2]:
            (x1, y1), (x2, y2) = entry["line"]
            found.append((name, (x1 + x2) / 2, (y1 + y2) / 2))
    return found


def common_start(names: list[str]) -> str:
    """The words that all names begin with, up to a number if they hold one.

    I/O Example:
        common_start(["Ring Road 4", "Ring Road 4 (Long An)"]) -> "Ring Road 4"
        common_start(["Ring Road 2 section 1", "Ring Road 2 section 3"]) -> "Ring Road 2"
    """
    start = []
    for words in zip(*(name.split() for name in names), strict=False):
        if len(set(words)) > 1:
            break
        start.append(words[0])
        if words[0].isdigit():
            break
    return " ".join(start).rstrip(" -:(,")


def _holds(rings: Sequence[Any], x: float, y: float) -> bool:
    """Whether a point lies inside an outline: inside an odd number of its rings, as holes are rings too."""
    return sum(bool(shapely.contains_xy(shapely.Polygon(ring), x, y)) for ring in rings) % 2 == 1


def _extent(rings: list[list[list[int]]]) -> float:
    xs = [x for ring in rings for x, _ in ring]
    return float(max(xs) - min(xs)) if xs else 0.0

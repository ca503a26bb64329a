"""The land of a plan: uses filled, lots outlined, bridges, the boundary, access points, the coordinate grid."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from parkwright.figures import style
from parkwright.figures.layout.paper import FOOT, LEFT, Paper
from parkwright.figures.layout.plan import Plan, colour_of, joined_by_use
from parkwright.figures.sizes import round_below

BOUNDARY = "#c0182b"
EDGE, LOT_EDGE = "#8d8a86", "#4d3d63"
LOOK: Mapping[str, Mapping[str, Any]] = {
    "road_bridge": {"edgecolor": "#7a3312", "linewidth": 1.1},
    "lot": {"edgecolor": LOT_EDGE, "linewidth": 0.35},
}
"""Edges that differ from the usual one, by use or by its first word."""
DASH_DOT = (0, (9, 2, 1.5, 2))
_APART = ("lot", "service", "parking", "technical")
"""Uses whose pieces each have an edge, as each is a plot of its own."""
_GRID_MM = 100.0
"""Grid lines stand at most this far apart on paper."""
ARM_MM = 2.0
"""Arms of a cross of the grid, mm."""
_TICK_MM, _LETTER = 1.6, 5.5
_ARROW_MM = 5.0


def look_of(use: str) -> dict[str, Any]:
    """Fill and edge of a land use, as the map and its legend draw it."""
    own = LOOK.get(use) or LOOK.get(use.split("_")[0]) or {"edgecolor": EDGE, "linewidth": 0.4}
    return {"facecolor": colour_of(use), **own}


def draw_land(axes: Any, plan: Plan, joined: Mapping[str, BaseGeometry], paper: Paper) -> None:
    """Every use in its colour: lots and works one by one, roads and green without the seams between their pieces."""
    uses = plan.pieces["use"].to_numpy()
    for rank, (use, whole) in enumerate(joined.items()):
        parts = plan.shapes[uses == use] if use.startswith(_APART) else [whole]
        # Bridges lie on top, or the edge of the water would run across them.
        on_top = 40 if use == "road_bridge" else 0
        fill(axes, _moved(parts, paper), zorder=2 + rank / 100 + on_top / 100, **look_of(use))


def draw_boundary(axes: Any, site: BaseGeometry, paper: Paper) -> None:
    """The boundary of the site with its holes, dash-dotted on a white rim."""
    moved = _moved([site], paper)
    fill(axes, moved, facecolor="none", edgecolor=style.PAPER, linewidth=2.6, zorder=6)
    fill(axes, moved, facecolor="none", edgecolor=BOUNDARY, linewidth=1.3, linestyle=DASH_DOT, zorder=7)


def draw_access(axes: Any, plan: Plan, site: BaseGeometry, paper: Paper) -> None:
    """An arrow into the site at each access point; its tip is the point."""
    edge = shapely.boundary(site)
    for x, y in plan.access:
        inward = _inward(Point(x, y), edge, site)
        tip = (x - paper.west, y - paper.south)
        length = _ARROW_MM * paper.metre
        tail = (tip[0] - inward[0] * length, tip[1] - inward[1] * length)
        axes.annotate("", tip, tail, arrowprops=ARROW, zorder=9, annotation_clip=False)


ARROW = {
    "arrowstyle": "simple,head_length=0.7,head_width=0.8,tail_width=0.3", "facecolor": BOUNDARY, "edgecolor": style.PAPER,
    "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 11,
}  # fmt: skip


def _inward(point: Point, edge: BaseGeometry, site: BaseGeometry) -> tuple[float, float]:
    """Direction into the site, square to its boundary at the place nearest to a point."""
    best = min(shapely.get_parts(edge), key=lambda one: one.distance(point))
    at = best.project(point)
    one, other = best.interpolate(max(0.0, at - 1.0)), best.interpolate(min(best.length, at + 1.0))
    length = math.hypot(other.x - one.x, other.y - one.y) or 1.0
    normal = ((one.y - other.y) / length, (other.x - one.x) / length)
    here = best.interpolate(at)
    if site.contains(Point(here.x + normal[0], here.y + normal[1])):
        return normal
    return -normal[0], -normal[1]


def grid_metres(paper: Paper) -> int:
    """Spacing of the coordinate grid, metres.

    I/O Example:
        1:5,000 -> 500 (100 mm on paper)      1:4,000 -> 200 (50 mm)
    """
    return int(round_below(_GRID_MM * paper.metre))


def draw_grid(axes: Any, sheet: Any, paper: Paper) -> None:
    """Crosses where grid lines meet, ticks at the frame, and at the left and lower edge the coordinates in full."""
    step = grid_metres(paper)
    easts, norths = _steps(paper.west, paper.east, step), _steps(paper.south, paper.north, step)
    arm, tick = ARM_MM * paper.metre, _TICK_MM * paper.metre
    wide, high = paper.east - paper.west, paper.north - paper.south
    lines = []
    for x in (east - paper.west for east in easts):
        lines += [[(x, 0), (x, tick)], [(x, high - tick), (x, high)]]
        for y in (north - paper.south for north in norths):
            lines += [[(x - arm, y), (x + arm, y)], [(x, y - arm), (x, y + arm)]]
    for y in (north - paper.south for north in norths):
        lines += [[(0, y), (tick, y)], [(wide - tick, y), (wide, y)]]
    _lines(axes, lines, colors=style.MUTED, linewidths=0.4, zorder=8)
    look = {"fontsize": _LETTER, "color": style.INK}
    for east in easts:
        x = LEFT + (east - paper.west) / paper.metre
        sheet.text(x, FOOT - 1.2, str(east), ha="center", va="top", **look)
    for north in norths:
        y = FOOT + (north - paper.south) / paper.metre
        sheet.text(LEFT - 1.2, y, str(north), ha="right", va="center", rotation=90, **look)


def _steps(low: float, high: float, step: int) -> list[int]:
    return list(range(math.ceil(low / step) * step, math.floor(high) + 1, step))


def _lines(axes: Any, lines: list[Any], **look: Any) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(lines, **look), autolim=False)


def fill(axes: Any, shapes: Iterable[BaseGeometry], **look: Any) -> None:
    """Areas with their holes, all in one look; ``axes`` in metres."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    paths = [
        Path(shapely.get_coordinates(ring), closed=True)
        for shape in shapes
        for ring in _rings(shape)
        if not ring.is_empty
    ]
    if paths:
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), joinstyle="round", **look))


def _rings(shape: BaseGeometry) -> Iterator[Any]:
    """Outlines turned one way and holes the other, or a hole would be filled by the rule of non-zero winding."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            turned = shapely.geometry.polygon.orient(part)
            yield turned.exterior
            yield from turned.interiors


def _moved(shapes: Iterable[BaseGeometry], paper: Paper) -> list[BaseGeometry]:
    """Shapes in metres from the corner of the map: small numbers keep a drawing exact."""
    corner = np.array([paper.west, paper.south])
    return [shapely.transform(shape, lambda xy: xy - corner) for shape in shapes]


def draw_thumb_land(axes: Any, plan: Plan, bounds: tuple[float, float, float, float]) -> None:
    """A small map without words, the boundary a plain line; the land that ``bounds`` enclose fills the axes."""
    west, south, east, north = bounds
    axes.set(xlim=(0, east - west), ylim=(0, north - south), aspect="equal", xticks=[], yticks=[])
    axes.set_axis_off()
    corner = np.array([west, south])
    for use, whole in joined_by_use(plan).items():
        parts = plan.shapes[plan.pieces["use"].to_numpy() == use] if use.startswith("lot") else [whole]
        moved = [shapely.transform(shape, lambda xy: xy - corner) for shape in parts]
        fill(
            axes,
            moved,
            facecolor=colour_of(use),
            edgecolor=LOT_EDGE,
            linewidth=0.12 if use.startswith("lot") else 0.0,
        )
    moved = [shapely.transform(plan.site, lambda xy: xy - corner)]
    fill(axes, moved, facecolor="none", edgecolor=BOUNDARY, linewidth=0.7, clip_on=False)

"""Blocks into strips of lots: each strip lies along a road; corners too shallow for a lot are left as rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats, edges_of
from parkwright.kernels.layout.ground import polygons
from parkwright.kernels.layout.profile import limits_at
from parkwright.kernels.layout.standards import Standards

IsRoad = Callable[[Floats], npt.NDArray[np.bool_]]
_STEP_M, _SHORT_M, _STEEP, _OUT_M = 2.0, 20.0, 0.6, 0.3
SLANT_M = 14.0
"""An end that slants over no more than this is the side of a lot, not a corner of its own."""
_FRONT = 0.4
"""A side is a front if a road runs along this share of the block's length."""


@dataclass(frozen=True, slots=True)
class RawStrip:
    """A strip in the frame of its body: lots are cut across x, or across y where it is ``turned``.

    pair: strips of one number lie back to back in one block (a big lot may lie across both); -1 = alone
    across: the block's whole section, where the strip has a twin
    """

    shape: Polygon
    turned: bool
    pair: int
    across: Polygon | None = None


@dataclass(frozen=True, slots=True)
class _Fronts:
    top: float
    bottom: float
    left: float
    right: float


def cut_block(
    block: Polygon, is_road: IsRoad, standards: Standards, number: int
) -> tuple[list[RawStrip], list[Polygon]]:
    """Cut a block into strips.

    is_road: whether points, shape (n, 2), lie on a road
    number:  of the block: its pairs are numbered from 100 x number

    Returns the strips, and what can hold no lot (too shallow, too far from a road).

    I/O Example:
        a block of 400 x 160 m between two local roads -> two strips of 400 x 80 m, no rest
    """
    fronts = _fronts(block, is_road)
    x0, y0, x1, y1 = block.bounds
    along_x = max(fronts.top, fronts.bottom) >= _FRONT * (x1 - x0)
    along_y = max(fronts.left, fronts.right) >= _FRONT * (y1 - y0)
    if not along_x and along_y:
        strips, rest = cut_block(_turned(block), lambda xy: is_road(xy[:, ::-1]), standards, number)
        return [_turn_back(one) for one in strips], [_turned(one) for one in rest]
    strips, rest = [], []
    for at, part in enumerate(_at_jumps(block)):
        one = _fronts(part, is_road)
        found, left = _cut_part(part, one, standards, 100 * number + 10 * at)
        strips += found
        rest += left
    return strips, rest


def _cut_part(
    part: Polygon, fronts: _Fronts, standards: Standards, pair: int
) -> tuple[list[RawStrip], list[Polygon]]:
    x0, y0, x1, y1 = part.bounds
    long = x1 - x0
    both = min(fronts.top, fronts.bottom) >= _FRONT * long
    if max(fronts.top, fronts.bottom) < standards.frontage_m:
        side = (
            max(fronts.left, fronts.right) >= standards.frontage_m and part.area <= standards.depth_max_m**2
        )
        return ([RawStrip(part, True, -1)], []) if side else ([], [part])
    rest: list[Polygon] = []
    if not both:
        part, rest = _near_front(part, fronts, standards)
    strips: list[RawStrip] = []
    for at, (x_low, x_high, deep) in enumerate(_sections(part, standards.depth_min_m, both)):
        for piece in polygons(shapely.intersection(part, box(x_low, y0 - 1, x_high, y1 + 1))):
            if deep == 0:
                rest.append(piece)
            elif deep == 1:
                strips.append(RawStrip(piece, False, -1))
            else:
                halves = _halves(piece, x_low, x_high)
                if len(halves) == 2:
                    strips += [RawStrip(half, False, pair + at, piece) for half in halves]
                else:
                    strips += [RawStrip(half, False, -1) for half in halves]
    return strips, rest


def _near_front(part: Polygon, fronts: _Fronts, standards: Standards) -> tuple[Polygon, list[Polygon]]:
    """The land that a road on one side alone can serve, and what lies beyond."""
    x0, y0, x1, y1 = part.bounds
    deep = standards.depth_max_m
    if y1 - y0 <= deep:
        return part, []
    served = box(x0, y1 - deep, x1, y1) if fronts.top >= fronts.bottom else box(x0, y0, x1, y0 + deep)
    near = polygons(shapely.intersection(part, served))
    if not near:
        return part, []
    best = max(near, key=lambda one: one.area)
    return best, polygons(shapely.difference(part, best))


def _sections(part: Polygon, least: float, both: bool) -> list[tuple[float, float, int]]:
    """Stretches of a part along x by how many strips their depth holds: (from, to, 0, 1 or 2)."""
    x0, _, x1, _ = part.bounds
    edges = np.linspace(x0, x1, max(2, int((x1 - x0) / _STEP_M) + 1))
    middle = (edges[1:] + edges[:-1]) / 2
    low, high = limits_at(part, middle)
    deep = np.nan_to_num(high - low)
    held = np.where(deep >= 2 * least, 2 if both else 1, np.where(deep >= least, 1, 0))
    runs = _with_short_ends(_runs(held), edges)
    for at, (start, end, kind) in enumerate(runs):  # a short stretch of two strips between others is no block
        if kind == 2 and edges[end] - edges[start] < _SHORT_M:
            runs[at] = (start, end, 1)
    merged: list[tuple[int, int, int]] = []
    for start, end, kind in runs:
        if merged and merged[-1][2] == kind:
            merged[-1] = (merged[-1][0], end, kind)
        else:
            merged.append((start, end, kind))
    return [(float(edges[start]), float(edges[end]), kind) for start, end, kind in merged]


def _with_short_ends(runs: list[tuple[int, int, int]], edges: Floats) -> list[tuple[int, int, int]]:
    """A few metres at an end that slants a little belong to the lot beside them."""
    for at, beside in ((0, 1), (len(runs) - 1, len(runs) - 2)):
        if len(runs) > 1 and edges[runs[at][1]] - edges[runs[at][0]] < SLANT_M:
            runs[at] = (runs[at][0], runs[at][1], runs[beside][2])
    return runs


def _runs(values: npt.NDArray[np.int_]) -> list[tuple[int, int, int]]:
    cuts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [(start, end, int(values[start])) for start, end in pairwise(cuts)]


def _halves(piece: Polygon, x_low: float, x_high: float) -> list[Polygon]:
    """The two strips of a section, by a straight line midway between its fronts (upright ends do not move the line)."""
    _, y0, _, y1 = piece.bounds
    x = np.linspace(x_low, x_high, 41)[1:-1]
    low, high = limits_at(piece, x)
    known = np.isfinite(low) & np.isfinite(high)
    x, low, high = x[known], low[known], high[known]
    ends = np.array([x_low, x_high])
    # where a front runs steeply its line leaves the section; the back line stays inside, so that the cut is a polygon
    back = np.clip((_line(x, low, ends) + _line(x, high, ends)) / 2, y0, y1)
    below = Polygon([(x_low - 1, y0 - 1), (x_high + 1, y0 - 1), (x_high + 1, back[1]), (x_low - 1, back[0])])
    return [*polygons(shapely.intersection(piece, below)), *polygons(shapely.difference(piece, below))]


def _line(x: Floats, y: Floats, at: Floats) -> Floats:
    """The line through one side of a section, steep stretches left out, at two places."""
    flat = np.abs(np.gradient(y, x)) < _STEEP if len(x) > 2 else np.ones(len(x), bool)
    if flat.sum() < 3:
        return np.full(2, np.median(y))
    slope, level = np.polyfit(x[flat], y[flat], 1)
    found: Floats = level + slope * at
    return found


def _at_jumps(block: Polygon) -> list[Polygon]:
    """A block cut where one of its sides jumps, so that each part has one depth or a sloping one."""
    starts, ends = edges_of(block)
    along = ends - starts
    x0, y0, x1, y1 = block.bounds
    upright = (np.abs(along[:, 0]) < 0.1 * np.abs(along[:, 1])) & (np.abs(along[:, 1]) > 0.2 * (y1 - y0))
    middle = (starts[:, 0] + ends[:, 0]) / 2
    inside = upright & (middle > x0 + _SHORT_M) & (middle < x1 - _SHORT_M)
    cuts = [x0 - 1, *sorted(set(np.round(middle[inside], 3).tolist())), x1 + 1]
    parts = [
        piece
        for low, high in pairwise(cuts)
        for piece in polygons(shapely.intersection(block, box(low, y0 - 1, high, y1 + 1)))
    ]
    return parts


def _fronts(part: Polygon, is_road: IsRoad) -> _Fronts:
    """Metres of road along each side of a part."""
    starts, ends = edges_of(part if part.exterior.is_ccw else shapely.reverse(part))
    along = ends - starts
    length = np.hypot(*along.T)
    keep = length > 0.5
    starts, along, length = starts[keep], along[keep], length[keep]
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1) / length[:, None]
    # three places along each edge: an edge that a road touches only in part counts in part
    road = np.mean([is_road(starts + part_ * along + _OUT_M * normal) for part_ in (0.2, 0.5, 0.8)], axis=0)
    metres = length * road
    x, y = normal.T
    return _Fronts(
        top=float((metres * np.clip(y, 0, None)).sum()),
        bottom=float((metres * np.clip(-y, 0, None)).sum()),
        left=float((metres * np.clip(-x, 0, None)).sum()),
        right=float((metres * np.clip(x, 0, None)).sum()),
    )


def _turned(shape: Polygon) -> Polygon:
    return affinity.affine_transform(shape, [0, 1, 1, 0, 0, 0])


def _turn_back(strip: RawStrip) -> RawStrip:
    across = None if strip.across is None else _turned(strip.across)
    return RawStrip(_turned(strip.shape), not strip.turned, strip.pair, across)


def cut_corners(block: Polygon, surface: BaseGeometry, is_road: IsRoad, splay_m: float) -> Polygon:
    """Cut the corners of a block where two roads meet, so that trucks turn and drivers see.

    Each right or sharp corner between two road sides loses a triangle of ``splay_m`` along both sides.
    """
    ring = np.asarray(block.exterior.coords)[:-1]
    if not block.exterior.is_ccw:
        ring = ring[::-1]
    before, after = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    long_before, long_after = np.hypot(*before.T), np.hypot(*after.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        u, v = before / long_before[:, None], after / long_after[:, None]
    turn = (
        v[:, 0] * u[:, 1] - v[:, 1] * u[:, 0]
    )  # > 0 at a convex corner of a ring that runs counter-clockwise
    flat = np.einsum("ij,ij->i", u, v) < -0.87
    reach = 4 * splay_m
    out_before = ring + before / 2 + _OUT_M * np.stack([-u[:, 1], u[:, 0]], axis=1)
    out_after = ring + after / 2 + _OUT_M * np.stack([v[:, 1], -v[:, 0]], axis=1)
    cut = (
        (turn > 0)
        & ~flat
        & (long_before > reach)
        & (long_after > reach)
        & is_road(out_before)
        & is_road(out_after)
    )
    points: list[Floats] = []
    for at in range(len(ring)):
        points += [ring[at] + splay_m * u[at], ring[at] + splay_m * v[at]] if cut[at] else [ring[at]]
    return Polygon(np.array(points), [hole.coords for hole in block.interiors])

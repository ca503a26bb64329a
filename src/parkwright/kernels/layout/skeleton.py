"""``Skeleton``: the roads of one body as numbers: a ring, rows of local roads, cross roads, a main road among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats, Frame, edges_of
from parkwright.kernels.layout.ground import grown, polygons
from parkwright.kernels.layout.standards import LotClass, Standards

Ints = npt.NDArray[np.intp]
_ANGLE_STEP = np.radians(4.0)
_MAX_ANGLES = 5
_NEAREST_M = 30.0
"""No road lies nearer to the ring than this."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The roads of one body in its frame.

    ring_off: from the edge of the body to the ring road (0 = the ring runs along the edge, else lots lie outside it too)
    rows:     (y, width) of the local roads, rising; cross: (x, width) of the cross roads, rising
    main:     the line of widest road: ("row", i), ("cross", i) or None
    estimate: share of the body that lots are expected to take
    """

    frame: Frame
    ring_off: float
    rows: tuple[tuple[float, float], ...]
    cross: tuple[tuple[float, float], ...]
    main: tuple[str, int] | None
    estimate: float = 0.0


@dataclass(frozen=True, slots=True)
class Patterns:
    """Many skeletons of one frame and ring: N patterns, padded.

    row_at, row_w:     [N, R] middle and width of each local road; a road that is not there lies at +inf
    cross_at, cross_w: [N, C] the same for cross roads
    main_row, main_cross: [N] which of them is the main road, -1 if none
    """

    row_at: Floats
    row_w: Floats
    cross_at: Floats
    cross_w: Floats
    main_row: Ints
    main_cross: Ints

    def __len__(self) -> int:
        return len(self.row_at)


def angles_of(body: Polygon, others: BaseGeometry) -> tuple[float, ...]:
    """Directions (radians, 0 to pi/2) worth trying: those in which most of the boundary, and of what cuts the body, runs.

    I/O Example:
        a rectangle turned by 30 degrees -> (0.524,)
    """
    starts, ends = edges_of(body)
    if not others.is_empty:
        more = edges_of(others)
        starts, ends = np.vstack([starts, more[0]]), np.vstack([ends, more[1]])
    along = ends - starts
    length = np.hypot(*along.T)
    angle = np.arctan2(along[:, 1], along[:, 0]) % (np.pi / 2)
    found: list[float] = []
    weight = length.copy()
    while len(found) < _MAX_ANGLES and weight.sum() > 0.04 * length.sum():
        near = np.abs((angle[:, None] - angle[None, :] + np.pi / 4) % (np.pi / 2) - np.pi / 4) < _ANGLE_STEP
        best = int(np.argmax(near @ weight))
        close = near[best] & (weight > 0)
        turn = (angle[close] - angle[best] + np.pi / 4) % (np.pi / 2) - np.pi / 4
        found.append(float(angle[best] + np.average(turn, weights=weight[close])) % (np.pi / 2))
        weight[close] = 0.0
    return tuple(found)


def interior_of(body: Polygon, ring_off: float, ring_m: float) -> tuple[list[Polygon], list[Polygon]]:
    """The land that the ring road encloses with its own surface (``outer``), and without it (``inner``)."""
    outer: BaseGeometry = body if ring_off <= 0 else grown(body, -ring_off)
    outer = outer.simplify(2.0) if ring_off > 0 else outer
    rings = polygons(shapely.intersection(outer, body))
    return rings, [one for ring in rings for one in polygons(grown(ring, -ring_m))]


def draw_patterns(
    count: int, bounds: tuple[float, float, float, float], doors: Floats, depths: tuple[Floats, Floats],
    standards: Standards, rng: np.random.Generator,
) -> Patterns:  # fmt: skip
    """Draw patterns for an interior, seeded.

    bounds: of the interior, in its frame; doors: access points in the same frame, shape (n, 2)
    depths: (depths of lots, m; their probabilities), as ``depth_mix`` gives them

    Half of the patterns end in whole blocks at the bounds, the other half are shifted; where a main road crosses, half of
    them lead it straight to a door.
    """
    x0, y0, x1, y1 = bounds
    road = standards.road_m
    low, high = standards.block_m
    fits = rng.random(count) < 0.6
    main_is_row = rng.random(count) < 0.5
    door = doors[rng.integers(0, len(doors), count)] if len(doors) else np.full((count, 2), np.nan)
    lot_depths = rng.choice(
        depths[0], size=(count, _most(y1 - y0, depths[0].min() * 2 + road["local"])), p=depths[1]
    )
    row_at, row_w, main_row = _lines(
        2 * lot_depths, road["local"], road["main"], (y0, y1), fits, main_is_row, door[:, 1], rng
    )
    lengths = rng.uniform(low, high, size=(count, 1)) * np.ones((1, _most(x1 - x0, low + road["cross"])))
    cross_at, cross_w, main_cross = _lines(
        lengths, road["cross"], road["main"], (x0, x1), fits, ~main_is_row, door[:, 0], rng
    )
    return Patterns(row_at, row_w, cross_at, cross_w, main_row, main_cross)


def depth_mix(mix: tuple[LotClass, ...], standards: Standards) -> tuple[Floats, Floats]:
    """Depths of lots to draw from, and how often: those at which the lots that are asked for have a good shape.

    A lot of area a has depth / width = r at depth sqrt(r a); depths with r from 1 to 3 are good. A kind of lot that no depth
    serves lies across both strips of a block and takes any.
    """
    depths = np.asarray(standards.depths_m)
    weight = np.zeros(len(depths))
    total = sum(one.area_m2 * one.count for one in mix)
    for one in mix:
        ratio = depths**2 / one.area_m2
        good = (ratio >= 1.0) & (ratio <= min(3.0, 0.95 * standards.ratio_high))
        share = one.area_m2 * one.count / total if total else 1.0
        if good.any():
            weight += share * (good * depths) / (good * depths).sum()
        else:
            weight += share * depths / depths.sum()
    weight = weight if weight.sum() > 0 else depths
    return depths, weight / weight.sum()


def _most(length: float, period: float) -> int:
    """How many periods can lie on a length, and one more."""
    return max(2, int(np.ceil(length / period)) + 2)


def _lines(
    blocks: Floats, road_m: float, main_m: float, ends: tuple[float, float], fits: npt.NDArray[np.bool_],
    has_main: npt.NDArray[np.bool_], door: Floats, rng: np.random.Generator,
) -> tuple[Floats, Floats, Ints]:  # fmt: skip
    """Middles and widths of the roads between blocks of the given depths, from one end of the interior to the other.

    A pattern that fits stretches its blocks so that the last one ends at the end; the others keep their sizes, begin with part
    of a block, or lead the main road to the door.
    """
    count, most = blocks.shape
    length = ends[1] - ends[0]
    step = blocks + road_m
    reach = np.cumsum(step, axis=1) - road_m  # far side of each block
    whole = np.maximum(1, np.argmin(np.abs(reach - length), axis=1) + 1)
    roads = whole - 1
    extra = np.where(has_main & (roads > 0), main_m - road_m, 0.0)
    used = np.take_along_axis(np.cumsum(blocks, axis=1), whole[:, None] - 1, axis=1)[:, 0]
    stretch = np.where(fits, (length - roads * road_m - extra) / used, 1.0)
    sized = blocks * stretch[:, None]
    begin = np.where(fits, 0.0, -rng.random(count) * sized[:, 0])
    at = ends[0] + begin[:, None] + np.cumsum(sized + road_m, axis=1) - road_m / 2
    at = at[:, :-1]
    inside = np.where(fits[:, None], np.arange(most - 1) < roads[:, None], at < ends[1] - _NEAREST_M)
    inside &= at > ends[0] + _NEAREST_M
    wanted = np.where(np.isfinite(door), door, (ends[0] + ends[1]) / 2)
    off = np.where(inside, np.abs(at - wanted[:, None]), np.inf)
    main = np.where(has_main & np.isfinite(off).any(axis=1), np.argmin(off, axis=1), -1)
    behind = np.arange(most - 1) - main[:, None]
    wider = np.where(main >= 0, main_m - road_m, 0.0)[:, None]
    at = at + np.where(behind > 0, wider, np.where(behind == 0, wider / 2, 0.0))
    straight = ~fits & (main >= 0) & (rng.random(count) < 0.7) & np.isfinite(door)
    miss = wanted - np.take_along_axis(at, np.maximum(main, 0)[:, None], axis=1)[:, 0]
    at = at + np.where(straight & (np.abs(miss) < 0.5 * length), miss, 0.0)[:, None]
    inside &= (at > ends[0] + _NEAREST_M) & (at < ends[1] - _NEAREST_M)
    width = np.where(behind == 0, main_m, road_m)
    at = np.where(inside, at, np.inf)
    order = np.argsort(at, axis=1, kind="stable")
    at, width = np.take_along_axis(at, order, axis=1), np.take_along_axis(width, order, axis=1)
    is_main = (order == main[:, None]) & np.isfinite(at)
    return at, width, np.where(is_main.any(axis=1), np.argmax(is_main, axis=1), -1).astype(np.intp)

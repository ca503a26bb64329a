"""A layout tested again from its polygons alone, by other means than those that made it: shapely, and nothing of the kernels.

Every test says what it measured. Nothing is mended or left out: what does not hold is a sentence in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

LEDGER_M2_PER_300_HA, OVERLAP_M2, FRONTAGE_M, TOUCH_M = 1.0, 0.01, 12.0, 3.0
RATIO = (0.5, 3.5)
BELT_M, CARRIAGEWAY_M = 10.0, 7.0
_SAME = np.radians(3.0)
_NEAR_M, _ROUNDING, _DOOR_M = 0.005, 0.005, 1.0
"""Edges nearer than the first are common (pieces are noded at a tenth of a millimetre); measures may miss a limit by the second
part of it; a road reaches a door within the third."""


@dataclass(frozen=True, slots=True)
class Checked:
    """ledger_m2: sum of the pieces less the site; uncovered_m2, outside_m2, overlap_m2: by set operations and pairs;
    faults: one sentence each; odd_lots: lots without their frontage or out of the limits of their shape."""

    ledger_m2: float
    uncovered_m2: float
    outside_m2: float
    overlap_m2: float
    faults: tuple[str, ...]
    odd_lots: int


def check(
    shapes: Sequence[Polygon], uses: Sequence[str], site: BaseGeometry, doors: np.ndarray,
    exclusions: BaseGeometry, door_assumed: bool,
) -> Checked:  # fmt: skip
    """Test the pieces of one scheme.

    uses: of each piece; roads begin with "road", lots with "lot"
    exclusions: what no lot may touch; door_assumed: whether the layout said that a part without a door got an assumed one
    """
    pieces = np.array(shapes, dtype=object)
    lots = np.flatnonzero([use.startswith("lot") for use in uses])
    roads = np.flatnonzero([use.startswith("road") for use in uses])
    ledger = float(shapely.area(pieces).sum()) - float(site.area)
    whole = shapely.union_all(pieces)
    uncovered = float(shapely.difference(site, whole).area)
    outside = float(shapely.difference(whole, site).area)
    overlap = _overlap(pieces)
    limit = LEDGER_M2_PER_300_HA * max(1.0, float(site.area) / 3e6)
    faults = [f"{name} {value:.4f} m2" for name, value, most in (
        ("ledger", abs(ledger), limit), ("uncovered", uncovered, limit), ("outside the site", outside, limit),
        ("overlap", overlap, OVERLAP_M2),
    ) if value > most]  # fmt: skip
    faults += (
        [f"{(~shapely.is_valid(pieces)).sum()} invalid pieces"] if not shapely.is_valid(pieces).all() else []
    )
    odd, told = _lots(pieces, lots, roads)
    faults += told
    faults += _kept_out(pieces[lots], site, exclusions, limit)
    faults += _roads(pieces, lots, roads, site, doors, door_assumed)
    return Checked(ledger, uncovered, outside, overlap, tuple(faults), odd)


def _overlap(pieces: np.ndarray) -> float:
    one, other = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    pairs = one < other
    return float(shapely.area(shapely.intersection(pieces[one[pairs]], pieces[other[pairs]])).sum())


def _lots(pieces: np.ndarray, lots: np.ndarray, roads: np.ndarray) -> tuple[int, list[str]]:
    """Frontage and depth over width of every lot.

    The depth lies across one of the roads that the lot fronts for at least ``FRONTAGE_M``, the width is area / depth; a corner lot
    may count either road.
    """
    surface = shapely.union_all(pieces[roads])
    near = shapely.buffer(surface, _NEAR_M)
    short, odd, loose = [], [], 0
    for at in lots:
        lot = pieces[at]
        loose += len(lot.interiors) > 0
        front = shapely.intersection(lot.boundary, near)
        # the line is a little too long where the lot's other sides leave the road: both ends of the front, each side once
        metres = float(front.length) - 2 * _NEAR_M
        if metres < FRONTAGE_M - 2 * _NEAR_M:
            short.append(metres)
            continue
        ratios = [_ratio(lot, angle) for angle in _directions(front)]
        if not any(RATIO[0] * (1 - _ROUNDING) <= one <= RATIO[1] * (1 + _ROUNDING) for one in ratios):
            odd.append((at, ratios[0]))
    told = []
    if short:
        told.append(f"{len(short)} lots with less than {FRONTAGE_M:.0f} m of road (least {min(short):.2f} m)")
    if odd:
        at, ratio = odd[0]
        told.append(
            f"{len(odd)} lots out of depth / width {RATIO[0]} to {RATIO[1]} (first: {ratio:.3f}, {_told(pieces[at])})"
        )
    if loose:
        told.append(f"{loose} lots with holes")
    return len(short) + len(odd), told


def _told(lot: Polygon) -> str:
    middle = lot.representative_point()
    return f"{lot.area:.0f} m2 at {middle.x:.0f}, {middle.y:.0f}"


def _directions(front: BaseGeometry) -> list[float]:
    """Directions (radians) in which the front runs for at least ``FRONTAGE_M`` in all; else that of most of it.

    Edges within ``_SAME`` of the longest one that is left count as one direction, their mean weighted by length.
    """
    steps = np.vstack([np.diff(shapely.get_coordinates(line), axis=0) for line in shapely.get_parts(front)])
    metres, angle = np.hypot(*steps.T), np.arctan2(steps[:, 1], steps[:, 0])
    found: list[tuple[float, float]] = []
    left = metres > 0
    while left.any():
        first = angle[left][np.argmax(metres[left])]
        turn = (angle - first + np.pi / 2) % np.pi - np.pi / 2
        mine = left & (np.abs(turn) <= _SAME)
        found.append((float(metres[mine].sum()), float(first + np.average(turn[mine], weights=metres[mine]))))
        left &= ~mine
    return [way for long, way in found if long >= FRONTAGE_M] or [max(found)[1]]


def _ratio(lot: Polygon, angle: float) -> float:
    """Depth across a direction, over the mean width."""
    xy = shapely.get_coordinates(lot)
    across = xy @ np.array([-np.sin(angle), np.cos(angle)])
    depth = float(np.ptp(across))
    return depth * depth / float(lot.area)


def _kept_out(lots: np.ndarray, site: BaseGeometry, exclusions: BaseGeometry, limit: float) -> Iterator[str]:
    """Lots lie on no excluded land (but for the rounding of its edges) and not in the belt."""
    inside = float(shapely.area(shapely.intersection(lots, exclusions)).sum())
    if inside > limit:
        yield f"{inside:.2f} m2 of lots on excluded land"
    nearest = float(shapely.distance(lots, site.boundary).min()) if len(lots) else np.inf
    if nearest < BELT_M - _NEAR_M:
        yield f"a lot {nearest:.2f} m from the boundary (belt {BELT_M:.0f} m)"


def _roads(
    pieces: np.ndarray, lots: np.ndarray, roads: np.ndarray, site: BaseGeometry, doors: np.ndarray, door_assumed: bool
) -> Iterator[str]:  # fmt: skip
    """Roads hang together wide enough for two lanes, every network has a door and every door a network."""
    surface = shapely.union_all(pieces[roads])
    points = [Point(one) for one in doors]
    far = [point.distance(surface) for point in points]
    if max(far, default=0.0) > _DOOR_M:
        yield f"an access point {max(far):.1f} m from any road"
    label = _networks(pieces[roads])
    lost = []
    for number in np.unique(label):
        own = shapely.union_all(pieces[roads[label == number]])
        if min((point.distance(own) for point in points), default=np.inf) <= _DOOR_M:
            continue
        alone = [part for part in shapely.get_parts(site) if part.intersects(own)]
        apart = all(part.distance(point) > _DOOR_M for part in alone for point in points)
        if not (door_assumed and apart and own.distance(site.boundary) <= _DOOR_M):
            lost.append(float(own.area))
    if lost:
        yield f"{len(lost)} road networks that reach no access point (the largest {max(lost):.0f} m2)"
    # shrunk by half a carriageway, the surface must not fall into more parts than there are networks
    narrow = [
        part for part in shapely.get_parts(surface.buffer(-CARRIAGEWAY_M / 2)) if part.area > CARRIAGEWAY_M
    ]
    count = len(np.unique(label))
    if len(narrow) > count:
        yield f"{len(narrow)} parts of road at {CARRIAGEWAY_M:.0f} m of width, {count} networks"


def _networks(roads: np.ndarray) -> np.ndarray:
    """[roads] number of the network of each piece: pieces with at least ``TOUCH_M`` of common edge hang together."""
    one, other = shapely.STRtree(roads).query(roads, predicate="dwithin", distance=_NEAR_M)
    pairs = one < other
    one, other = one[pairs], other[pairs]
    common = shapely.length(
        shapely.intersection(shapely.boundary(roads[one]), shapely.buffer(roads[other], _NEAR_M))
    )
    joined = common >= TOUCH_M
    graph = sparse.coo_matrix((np.ones(joined.sum()), (one[joined], other[joined])), shape=(len(roads),) * 2)
    return np.asarray(connected_components(graph, directed=False)[1])

"""Road surfaces of one body from its skeleton: ring, rows, cross roads, links to the doors; bridges where they meet water."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import grown, polygons
from parkwright.kernels.layout.skeleton import Skeleton, interior_of
from parkwright.kernels.layout.standards import Standards

CLASSES = ("main", "access", "ring", "cross", "local")
"""In the order in which a square metre that two roads cross goes to one of them."""
_EVEN_M = 5.0
_PAST_M = 0.5
"""Middle lines reach this far beyond the one that they join, so that rounding does not part them."""


@dataclass(frozen=True, slots=True)
class Roads:
    """The roads of a body, in its frame.

    surfaces: (class, surface) in the order of ``CLASSES``; they may overlap, the first counts
    lines:    (class, middle line), for junctions and dead ends
    surface:  all of it
    rings:    what the ring road encloses with its own surface; inner: without it
    """

    surfaces: tuple[tuple[str, BaseGeometry], ...]
    lines: tuple[tuple[str, LineString], ...]
    surface: BaseGeometry
    rings: tuple[Polygon, ...]
    inner: tuple[Polygon, ...]


def lay_roads(
    body: Polygon, skeleton: Skeleton, doors: Floats, site: BaseGeometry, standards: Standards
) -> Roads:
    """Lay the roads of a skeleton.

    body, doors, site: in the frame of the skeleton; each door gets a link to the nearest point of the ring road
    """
    width = standards.road_m
    rings, inner = interior_of(body, skeleton.ring_off, width["ring"])
    x0, y0, x1, y1 = body.bounds
    lines: list[tuple[str, LineString, float]] = []
    for at, (y, wide) in enumerate(skeleton.rows):
        kind = "main" if skeleton.main == ("row", at) else "local"
        lines.append((kind, LineString([(x0 - 1, y), (x1 + 1, y)]), wide))
    for at, (x, wide) in enumerate(skeleton.cross):
        kind = "main" if skeleton.main == ("cross", at) else "cross"
        lines.append((kind, LineString([(x, y0 - 1), (x, y1 + 1)]), wide))
    enclosed = shapely.union_all(rings)
    found: dict[str, list[BaseGeometry]] = {kind: [] for kind in CLASSES}
    middles: list[tuple[str, LineString]] = []
    for kind, line, wide in lines:
        strip = line.buffer(wide / 2, cap_style="flat")
        found[kind].append(shapely.intersection(strip, enclosed))
        reach = [_middle_ring(one, width["ring"] - 2 * _PAST_M) for one in rings]
        middle = shapely.intersection(line, shapely.union_all(reach))
        middles += [(kind, part) for part in shapely.get_parts(middle) if part.length > 1]
    for ring in rings:
        found["ring"].append(shapely.difference(ring, shapely.union_all(inner)))
        middles += [("ring", LineString(one.coords)) for one in _rings(_middle_ring(ring, width["ring"]))]
    for bridge, middle in _between_rings(rings, site, width["main"], width["ring"] / 2):
        found["main"].append(shapely.intersection(bridge, site))
        middles.append(("main", middle))
    for door in doors:
        link = _link(door, rings, width["access"], width["ring"])
        if link is not None:
            found["access"].append(shapely.intersection(link[0], site))
            middles.append(("access", link[1]))
    surfaces = tuple((kind, shapely.union_all(found[kind])) for kind in CLASSES if found[kind])
    whole = shapely.union_all([one for _, one in surfaces])
    return Roads(surfaces, tuple(middles), whole, tuple(rings), tuple(inner))


def _middle_ring(ring: Polygon, wide: float) -> BaseGeometry:
    return ring.buffer(-wide / 2, join_style="mitre", mitre_limit=3.0)


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    return [ring for part in polygons(shape) for ring in (part.exterior, *part.interiors)]


def _between_rings(
    rings: Sequence[Polygon], land: BaseGeometry, wide: float, into: float
) -> list[tuple[BaseGeometry, LineString]]:
    """Roads that join the rings of one body, where it is too narrow for one ring: each to the nearest that is joined already,
    by the shortest straight road that stays on the land (none where there is no such road)."""
    found: list[tuple[BaseGeometry, LineString]] = []
    joined, waiting = list(rings[:1]), list(rings[1:])
    while waiting:
        near, far = min(((a, b) for a in joined for b in waiting), key=lambda pair: pair[0].distance(pair[1]))
        ends = _straight(near, far, grown(land, -wide / 2))
        joined.append(far)
        waiting.remove(far)
        if ends is None:
            continue
        step = (ends[1] - ends[0]) / max(float(np.hypot(*(ends[1] - ends[0]))), 1e-9)
        surface = LineString([ends[0] - 2.0 * step, ends[1] + 2.0 * step]).buffer(wide / 2, cap_style="flat")
        found.append(
            (surface, LineString([ends[0] - (into + _PAST_M) * step, ends[1] + (into + _PAST_M) * step]))
        )
    return found


def _straight(one: Polygon, other: Polygon, land: BaseGeometry) -> Floats | None:
    """Both ends of the shortest line between two rings that stays on the land; of equal ones, the one farthest from its edge."""
    a, b = (_places(ring) for ring in (one, other))
    pairs = np.stack(np.meshgrid(np.arange(len(a)), np.arange(len(b)), indexing="ij"), axis=-1).reshape(-1, 2)
    ends = np.stack([a[pairs[:, 0]], b[pairs[:, 1]]], axis=1)
    lines = np.array(shapely.linestrings(ends), dtype=object)
    shapely.prepare(land)
    inside = shapely.covers(land, lines)
    if not inside.any():
        return None
    lines, ends = lines[inside], ends[inside]
    length = shapely.length(lines)
    room = shapely.distance(
        shapely.boundary(land), shapely.line_interpolate_point(lines, 0.5, normalized=True)
    )
    shortest = length <= length.min() + _EVEN_M
    best: Floats = ends[shortest][int(np.argmax(room[shortest]))]
    return best


def _places(ring: Polygon) -> Floats:
    """Places along the outline of a ring, some metres apart."""
    line = ring.exterior
    found: Floats = shapely.get_coordinates(
        line.interpolate(np.arange(0.0, line.length, max(_EVEN_M, line.length / 240)))
    )
    return found


def _link(
    door: Floats, rings: Sequence[Polygon], wide: float, ring_m: float
) -> tuple[BaseGeometry, LineString] | None:
    """From a door straight to the nearest edge of the ring road and on to its middle line: at a corner of the edge, a link that
    stopped there would touch the ring at its tip alone, and the middle line may be far off."""
    here = Point(door)
    near = min(rings, key=lambda one: min(edge.distance(here) for edge in _rings(one)), default=None)
    if near is None:
        return None
    edge = min(_rings(near), key=here.distance)
    foot = np.array(edge.interpolate(edge.project(here)).coords[0])
    far = float(np.hypot(*(foot - door)))
    if far < 0.5:
        return None
    step = (foot - door) / far
    middle = min(_rings(_middle_ring(near, ring_m)), key=Point(foot).distance, default=None)
    end = foot + step * ring_m / 2
    if middle is not None:
        end = np.array(middle.interpolate(middle.project(Point(foot))).coords[0])
    on = (end - foot) / max(float(np.hypot(*(end - foot))), 1e-9)
    surface = LineString([door - 2.0 * step * wide, foot, end]).buffer(
        wide / 2, cap_style="flat", join_style="mitre"
    )
    return surface, LineString([door, foot, end + on * _PAST_M])

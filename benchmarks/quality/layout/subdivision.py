"""The baseline: recursive subdivision by oriented boxes, as general tools divide land, with roads at the upper levels.

Written from the idea, not from any program: Vanegas, Kelly, Weber, Halatsch, Aliaga and Mueller 2012, "Procedural generation of
parcels in urban modeling", Computer Graphics Forum 31, the section on parcels by oriented bounding boxes (a parcel is split
across the longer side of its smallest turned box until it is small enough; a cut that leaves a part without a street is turned).
CityEngine calls it recursive subdivision, ParcelManager OBBDivision.

To be a competent rival it is given more than those tools do by themselves: the same bodies of land, belt, banks and road widths;
a main road and a link to every access point; cuts in whole numbers of lots instead of halves, so that lots come out at the sizes
that are asked for; kinds of lot dealt out to the blocks by what is still missing and by the depth of the block; cuts turned, and
then lots left whole, rather than lots without a road or too long. ``best_subdivision`` tries block sizes, each without a ring road
(as those tools work) and with one, and keeps what ranks best by the measure that ranks our schemes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.ops
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.coverage import cover
from parkwright.kernels.layout.ground import Ground, grown, polygons
from parkwright.kernels.layout.measured import Layout
from parkwright.kernels.layout.network import measure_network
from parkwright.kernels.layout.standards import LotClass, Standards

BLOCK_M = (110.0, 130.0, 150.0, 170.0, 190.0, 220.0)
"""Shorter sides of blocks that are tried, each halved until it is below the number."""
_LONG = 2.6
"""A block may be this many times as long as the shorter side that is tried."""
_PAST_M, _FULL_M2, _SPARE_M = 15.0, 3.0, 0.3
"""How far a middle line goes on into the road that it meets; a share missed by no more than the second is met; frontage of
lots is asked for with the third to spare, because it is measured on a band."""
_MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class Subdivided:
    """layout: pieces that tile the site; lines: middle lines of roads; dead_ends: their number; worth: what ranks it."""

    layout: Layout
    lines: tuple[LineString, ...]
    dead_ends: int
    worth: float


@dataclass(frozen=True, slots=True)
class _Road:
    kind: str
    line: LineString
    surface: BaseGeometry


def best_subdivision(
    ground: Ground, doors: Sequence[np.ndarray], mix: Sequence[LotClass], standards: Standards,
    worth: Callable[[Layout, int], float],
) -> Subdivided:  # fmt: skip
    """The best by ``worth`` (of the layout and its dead ends)."""
    made = (
        subdivide(ground, doors, mix, standards, size, ring, worth)
        for size in BLOCK_M
        for ring in (False, True)
    )
    return max(made, key=lambda one: one.worth)


def subdivide(
    ground: Ground, doors: Sequence[np.ndarray], mix: Sequence[LotClass], standards: Standards, block_m: float,
    ring: bool, worth: Callable[[Layout, int], float],
) -> Subdivided:  # fmt: skip
    """Subdivide a site with blocks whose shorter side is at most ``block_m``."""
    roads: list[_Road] = []
    blocks: list[Polygon] = []
    site = shapely.difference(ground.site, ground.barred)
    for body, own in zip(ground.bodies, doors, strict=True):
        found = _ring(body, standards) if ring else []
        inner = polygons(grown(body, -standards.road_m["ring"])) if ring else [body]
        whole: list[Polygon] = []
        for part in inner:
            laid, left = _roads(part, block_m, standards)
            found += laid
            whole += left
        surface = shapely.union_all([one.surface for one in found])
        links = _links(own, surface if found else body, site, standards)
        taken = shapely.union_all([ground.wet, *(one.surface for one in links)])
        blocks += [one for block in whole for one in polygons(shapely.difference(block, taken))]
        roads += [*found, *links]
    surface = shapely.union_all([one.surface for one in roads])
    lots, rest = _lots(blocks, surface, mix, standards)
    given = _public(ground, lots, rest, standards)
    return _measured(ground, roads, given, mix, standards, doors, worth)


def _ring(body: Polygon, standards: Standards) -> list[_Road]:
    wide = standards.road_m["ring"]
    surface = shapely.difference(body, grown(body, -wide))
    lines = [
        LineString(line.coords) for part in polygons(grown(body, -wide / 2)) for line in (part.exterior, *part.interiors)
    ]  # fmt: skip
    return [_Road("ring", line, surface) for line in lines]


def _roads(part: Polygon, block_m: float, standards: Standards) -> tuple[list[_Road], list[Polygon]]:
    """Roads across the longer side of each box, level by level (the main road, two levels of cross roads, local roads), and the
    blocks between them."""
    found: list[_Road] = []
    blocks: list[Polygon] = []
    level = [part]
    for depth in range(_MOST_LEVELS):
        kind = "main" if depth == 0 else "cross" if depth < 3 else "local"
        below: list[Polygon] = []
        for one in level:
            long, short = _sides(one)
            if short <= block_m and long <= _LONG * block_m:
                blocks.append(one)
                continue
            cut = _line_across(one, 0.5)
            strip = cut.buffer(standards.road_m[kind] / 2, cap_style="flat")
            surface = shapely.union_all(polygons(shapely.intersection(strip, one)))
            inside = [seg for seg in shapely.get_parts(shapely.intersection(cut, one)) if seg.length > 1.0]
            found += [_Road(kind, _longer(seg), surface) for seg in inside]
            # the strip reaches beyond the part: a difference flush with its edges would leave hairs that join both sides
            below += polygons(shapely.difference(one, strip))
        level = below
        if not level:
            break
    return found, [*blocks, *level]


def _longer(line: LineString) -> LineString:
    """A middle line that goes on into the road at either end, so that the two meet; what lies beyond is too short to count."""
    a, b = np.asarray(line.coords[0]), np.asarray(line.coords[-1])
    step = (b - a) / np.hypot(*(b - a)) * (_PAST_M - 0.5)
    return LineString([a - step, b + step])


def _links(doors: np.ndarray, surface: BaseGeometry, site: BaseGeometry, standards: Standards) -> list[_Road]:
    found = []
    for door in doors:
        foot = np.array(shapely.ops.nearest_points(Point(door), surface)[1].coords[0])
        far = float(np.hypot(*(foot - door)))
        if far < 0.5:
            continue
        step = (foot - door) / far
        wide = standards.road_m["access"]
        line = LineString([door - step * wide, foot + step * 2.0])
        strip = shapely.union_all(
            polygons(shapely.intersection(line.buffer(wide / 2, cap_style="flat"), site))
        )
        found.append(_Road("access", LineString([door, foot + step * (_PAST_M - 0.5)]), strip))
    return found


def _box(shape: BaseGeometry) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """The smallest turned box: corner, direction of the longer side, of the shorter side, and both lengths."""
    xy = shapely.get_coordinates(shapely.oriented_envelope(shape))
    one, other = xy[1] - xy[0], xy[3] - xy[0]
    a, b = float(np.hypot(*one)), float(np.hypot(*other))
    if a >= b:
        return xy[0], one / a, other / max(b, 1e-9), a, b
    return xy[0], other / b, one / max(a, 1e-9), b, a


def _sides(shape: BaseGeometry) -> tuple[float, float]:
    *_, long, short = _box(shape)
    return long, short


def _line_across(shape: BaseGeometry, part: float, turned: bool = False) -> LineString:
    """The line across the longer side of the box (or the shorter one, ``turned``), at a part of its length."""
    corner, u, v, long, short = _box(shape)
    if turned:
        u, v, long, short = v, u, short, long
    foot = corner + u * long * part
    return LineString([foot - v * 5.0, foot + v * (short + 5.0)])


def _halves(shape: Polygon, share: float, turned: bool) -> list[Polygon]:
    """A shape cut so that the first part has a share of its area: the place is found by halving."""
    low, high = 0.0, 1.0
    corner, u, v, long, short = _box(shape)
    if turned:
        u, v, long, short = v, u, short, long

    def side(part: float) -> Polygon:
        a, b = corner - u * 5.0 - v * 5.0, corner + u * long * part - v * 5.0
        return Polygon([a, b, b + v * (short + 10.0), a + v * (short + 10.0)])

    for _ in range(30):
        middle = (low + high) / 2
        if shapely.intersection(shape, side(middle)).area < share * shape.area:
            low = middle
        else:
            high = middle
    cut = side(high)
    return [*polygons(shapely.intersection(shape, cut)), *polygons(shapely.difference(shape, cut))]


def _lots(
    blocks: Sequence[Polygon], surface: BaseGeometry, mix: Sequence[LotClass], standards: Standards
) -> tuple[list[tuple[int, Polygon]], list[Polygon]]:
    """Lots of all blocks as (kind, land), and land without a road. Each block gets the kind of which most land is missing."""
    shapely.prepare(surface)
    missing = np.array([one.area_m2 * one.count for one in mix], dtype=float)
    missing *= sum(one.area for one in blocks) / missing.sum()
    lots: list[tuple[int, Polygon]] = []
    rest: list[Polygon] = []
    for block in sorted(blocks, key=lambda one: -one.area):
        if not _fronts(block, surface, standards):
            rest.append(block)
            continue
        fits = [kind for kind, one in enumerate(mix) if _suits(block, one.area_m2, standards)]
        fits = fits or [kind for kind, one in enumerate(mix) if one.area_m2 <= 1.2 * block.area]
        kind = max(fits or [0], key=lambda at: missing[at])
        missing[kind] -= block.area
        many = max(1, round(block.area / mix[kind].area_m2))
        lots += [(kind, lot) for lot in _split(block, many, surface, standards)]
    return lots, rest


def _suits(block: Polygon, area: float, standards: Standards) -> bool:
    """Whether lots of an area have a good shape in a block, two deep or one deep."""
    _, short = _sides(block)
    return area <= 1.2 * block.area and any(
        standards.ratio_low <= deep * deep / area <= standards.ratio_high for deep in (short / 2, short)
    )


def _split(land: Polygon, many: int, surface: BaseGeometry, standards: Standards) -> list[Polygon]:
    """Land in a number of lots: cut across the longer side, else across the shorter, else left whole."""
    if many <= 1:
        return [land]
    first = many // 2
    for turned in (False, True):
        parts = _halves(land, first / many, turned)
        if len(parts) != 2 or not all(_fronts(one, surface, standards) for one in parts):
            continue
        each = land.area / many
        numbers = [max(1, round(one.area / each)) for one in parts]
        if any(n == 1 and not _in_shape(one, standards) for one, n in zip(parts, numbers, strict=True)):
            continue
        return [
            lot
            for one, number in zip(parts, numbers, strict=True)
            for lot in _split(one, number, surface, standards)
        ]
    return [land]


def _in_shape(lot: Polygon, standards: Standards) -> bool:
    long, short = _sides(lot)
    return long <= standards.ratio_high * max(short, 1e-9)


def _fronts(land: Polygon, surface: BaseGeometry, standards: Standards) -> bool:
    """Whether land has its frontage on a road."""
    band = shapely.intersection(shapely.buffer(land, 0.05, quad_segs=1), surface)
    return float(band.area) / 0.05 >= standards.frontage_m + _SPARE_M


def _public(
    ground: Ground, lots: Sequence[tuple[int, Polygon]], rest: Sequence[Polygon], standards: Standards
) -> list[tuple[str, int, Polygon]]:
    """(use, kind, land): whole lots become green (the oddest first), technical land (far from the doors), service, parking (near)."""
    free = dict(enumerate(lots))
    given: list[tuple[str, int, Polygon]] = [("green_corner", -1, one) for one in rest]
    doors = [Point(one) for one in ground.doors]
    near = {at: min(one.centroid.distance(door) for door in doors) for at, (_, one) in free.items()}
    odd = {at: one.area / shapely.oriented_envelope(one).area for at, (_, one) in free.items()}
    bank = sum(area.area for use, area in ground.taken if use.startswith("green"))
    inside = sum(one.area for one in ground.bodies) - float(
        shapely.intersection(shapely.union_all(list(ground.bodies)), ground.wet).area
    )
    # spikes and necks too narrow for a road lie outside the bodies and are green with the belt
    spare = ground.area_m2 - ground.belt.area - sum(area.area for _, area in ground.taken) - inside
    have = ground.belt.area + bank + max(0.0, spare) + sum(one.area for one in rest)
    for use, share, already, order in (
        ("technical_works", standards.technical_share, 0.0, lambda at: -near[at]),
        ("service", standards.service_share, 0.0, lambda at: near[at]),
        ("parking", standards.parking_share, 0.0, lambda at: near[at]),
        ("green_park", standards.green_share, have, lambda at: odd[at]),
    ):
        missing = share * ground.area_m2 - already
        while missing > _FULL_M2 and free:
            enough = [at for at in free if free[at][1].area >= missing]
            nearly = [at for at in enough if free[at][1].area <= 1.3 * missing]
            best = min(nearly or [at for at in free if free[at][1].area < missing] or free, key=order)
            _, shape = free.pop(best)
            given.append((use, -1, shape))
            missing -= shape.area
    return given + [("lot", kind, shape) for kind, shape in free.values()]


def _measured(
    ground: Ground, roads: Sequence[_Road], given: Sequence[tuple[str, int, Polygon]], mix: Sequence[LotClass],
    standards: Standards, doors: Sequence[np.ndarray], worth: Callable[[Layout, int], float],
) -> Subdivided:  # fmt: skip
    """Tile the site and measure it with the functions that measure our layouts."""
    owners: list[tuple[str, int, BaseGeometry]] = [("road_" + one.kind, -1, one.surface) for one in roads]
    owners += [(use, -1, shape) for use, shape in ground.taken] + list(given)
    owners.append(("green_belt", -1, ground.site))
    tiled = cover(ground.site, [shape for _, _, shape in owners], len(owners) - 1)
    use = [owners[at][0] for at in tiled.owner]
    area = np.array([one.area for one in tiled.pieces])
    front: list[dict[str, float]] = [{} for _ in use]
    for one, other, metres in tiled.edges:
        for lot, road in ((one, other), (other, one)):
            if lot >= 0 and road >= 0 and use[lot].startswith("lot") and use[road].startswith("road"):
                front[lot][use[road]] = front[lot].get(use[road], 0.0) + metres
    boxes = [_depth(one) if use[at].startswith("lot") else np.nan for at, one in enumerate(tiled.pieces)]
    depth = np.array(boxes)
    kinds = [_kind(float(area[at]), mix) if one.startswith("lot") else -1 for at, one in enumerate(use)]
    layout = Layout(
        tiled.pieces, tuple(use), np.array(kinds, dtype=np.intp), area,
        np.array([sum(one.values()) for one in front]),
        tuple(max(one, key=one.__getitem__) if one else "" for one in front),
        depth, area / np.maximum(depth, 1e-9), tiled.edges,
    )  # fmt: skip
    lines = tuple(one.line for one in roads)
    ends = measure_network(lines, np.vstack(list(doors)), standards.junction_m).dead_ends_m
    return Subdivided(layout, lines, len(ends), worth(layout, len(ends)))


def _depth(lot: Polygon) -> float:
    """The shorter side of a lot's box: the better reading of depth over width for a lot whose front nobody laid down."""
    return _sides(lot)[1]


def _kind(area: float, mix: Sequence[LotClass]) -> int:
    return next((kind for kind, one in enumerate(mix) if one.low_m2 <= area <= one.high_m2), -1)

"""One scheme built out: from the skeletons of all bodies to pieces and lots that tile the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.band import cut_band
from parkwright.kernels.layout.blocks import RawStrip, cut_block, cut_corners
from parkwright.kernels.layout.coverage import Coverage, cover
from parkwright.kernels.layout.filling import Filled, fill
from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import Ground, polygons
from parkwright.kernels.layout.public import Placed, place_public
from parkwright.kernels.layout.roads import lay_roads
from parkwright.kernels.layout.skeleton import Skeleton
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.kernels.layout.strips import Strip, make_strip
from parkwright.kernels.milp import SolveSettings

_COMMON = ("green", "road", "technical", "service", "parking")
_ROUNDS, _TOO_MUCH = 4, 0.003
"""Tries to meet the least shares; green beyond its share by more than the second part of the site is given back to lots."""


@dataclass(frozen=True, slots=True)
class Plat:
    """Land cut into strips, before anything is placed on it, in the zone.

    surfaces: (class, road surface) in order of right; splays: (class, corner cut) that belong to roads
    lines:    (class, middle line of a road)
    strips:   land along roads; deep: for each pair of strips, the one strip across both
    rest:     land in no strip
    """

    surfaces: tuple[tuple[str, BaseGeometry], ...]
    splays: tuple[tuple[str, BaseGeometry], ...]
    lines: tuple[tuple[str, LineString], ...]
    strips: tuple[Strip, ...]
    deep: dict[int, Strip]
    rest: tuple[Polygon, ...]

    @property
    def surface(self) -> BaseGeometry:
        """All road surfaces together, without corner cuts."""
        return shapely.union_all([shape for _, shape in self.surfaces])

    @property
    def strips_m2(self) -> float:
        """Land in strips."""
        return sum(one.area for one in self.strips)


def cut_land(
    ground: Ground, skeletons: Sequence[Skeleton], doors: Sequence[Floats], standards: Standards
) -> Plat:
    """Cut every body into strips by its skeleton.

    skeletons, doors: one a body, in the order of ``ground.bodies``; doors of shape (n, 2), in the zone
    """
    surfaces: list[tuple[str, BaseGeometry]] = []
    splays: list[tuple[str, BaseGeometry]] = []
    lines: list[tuple[str, LineString]] = []
    strips: list[Strip] = []
    deep: dict[int, Strip] = {}
    rest: list[Polygon] = []
    for number, (body, skeleton, own) in enumerate(zip(ground.bodies, skeletons, doors, strict=True)):
        laid = _Body(ground, body, skeleton, own, standards, number)
        surfaces += laid.surfaces
        splays += laid.splays
        lines += [(kind, laid.frame.back(line)) for kind, line in laid.roads.lines]
        strips += laid.strips
        deep |= laid.deep
        rest += laid.rest
    return Plat(tuple(surfaces), tuple(splays), tuple(lines), tuple(strips), deep, tuple(rest))


class _Body:
    """One body while it is cut (inside ``cut_land`` only)."""

    def __init__(
        self, ground: Ground, body: Polygon, skeleton: Skeleton, doors: Floats, standards: Standards, number: int
    ) -> None:  # fmt: skip
        self.frame, self.standards = skeleton.frame, standards
        self.strips: list[Strip] = []
        self.deep: dict[int, Strip] = {}
        self.rest: list[Polygon] = []
        self.splays: list[tuple[str, BaseGeometry]] = []
        own = self.frame.into(body)
        site = self.frame.into(shapely.difference(ground.site, ground.barred))
        wet = self.frame.into(ground.wet)
        self.roads = lay_roads(own, skeleton, self.frame.turn(doors), site, standards)
        surface = self.roads.surface
        shapely.prepare(surface)
        free = shapely.difference(shapely.union_all(self.roads.inner), shapely.union(surface, wet))
        self._is_road = lambda xy: shapely.contains_xy(surface, xy)
        for at, block in enumerate(polygons(free)):
            self._block(block, surface, 1000 * number + at + 1)
        if skeleton.ring_off > 0:
            outside = shapely.difference(own, shapely.union_all([*self.roads.rings, surface, wet]))
            sides, left = cut_band(outside, self.roads.rings, skeleton.ring_off)
            for shape, angle in sides:
                self._keep(shape, angle, -1)
            self.rest += [self.frame.back(one) for one in left]
        self.surfaces = [(kind, self.frame.back(shape)) for kind, shape in self.roads.surfaces]

    def _block(self, block: Polygon, surface: BaseGeometry, number: int) -> None:
        cut = cut_corners(block, surface, self._is_road, self.standards.splay_m)
        for corner in polygons(shapely.difference(block, cut)):
            self.splays.append((self._lowest(corner), self.frame.back(corner)))
        raw, rest = cut_block(cut, self._is_road, self.standards, number)
        self.rest += [self.frame.back(one) for one in rest]
        for one in raw:
            self._keep(one.shape, np.pi / 2 if one.turned else 0.0, one.pair, one)

    def _lowest(self, corner: Polygon) -> str:
        """The lowest class of the roads that meet at a corner."""
        beside = [kind for kind, shape in self.roads.surfaces if shapely.dwithin(shape, corner, 0.01)]
        return beside[-1] if beside else "local"

    def _keep(self, shape: Polygon, angle: float, pair: int, raw: RawStrip | None = None) -> None:
        strip, rest = make_strip(self.frame.back(shape), self.frame.angle + angle, pair, self.standards)
        self.rest += rest
        if strip is None:
            return
        self.strips.append(strip)
        if raw is not None and raw.across is not None and pair not in self.deep:
            across, _ = make_strip(
                self.frame.back(raw.across), self.frame.angle + angle, pair, self.standards
            )
            if across is not None:
                self.deep[pair] = across


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot before it is measured: kind (index in the mix, -1 = of no kind), strip, its land in the zone."""

    kind: int
    strip: int
    shape: Polygon


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: owners of the coverage are ``uses`` (one a piece of land), lots among them.

    uses:     use of each owner; kinds: index in the mix for lots, -1 else; strip_of: index of the strip for lots, -1 else
    """

    skeletons: tuple[Skeleton, ...]
    plat: Plat
    uses: tuple[str, ...]
    kinds: tuple[int, ...]
    strip_of: tuple[int, ...]
    coverage: Coverage
    filled: Filled
    strips: tuple[Strip, ...]


def build_scheme(
    ground: Ground, plat: Plat, skeletons: Sequence[Skeleton], mix: Sequence[LotClass], standards: Standards,
    settings: SolveSettings,
) -> Scheme:  # fmt: skip
    """Place public land on a plat, fill the rest with lots, and tile the site."""
    placed = _place(ground, plat, standards)
    strips, twins = _with_twins(placed.strips, plat.deep)
    filled = fill(strips, mix, standards, settings, twins)
    lots, spare = _lots(strips, filled, twins)
    land = _land(ground, plat, placed)
    for one in lots:
        land.add([(mix[one.kind].use if one.kind >= 0 else "lot", one.shape)], one.kind, one.strip)
    land.add([("green_corner", shape) for shape in spare])
    coverage = land.cover(ground)
    return Scheme(
        tuple(skeletons),
        plat,
        tuple(land.uses),
        tuple(land.kinds),
        tuple(land.strips),
        coverage,
        filled,
        tuple(strips),
    )


def _place(ground: Ground, plat: Plat, standards: Standards) -> Placed:
    """Public land on a plat; where the tiling shows less green or technical land than the least shares, more is asked for."""
    green = sum(shape.area for shape in plat.rest) + ground.belt.area
    more: dict[str, float] = {}
    for _ in range(_ROUNDS):
        placed = place_public(plat.strips, ground.area_m2, green, ground.doors, standards, more)
        land = _land(ground, plat, placed)
        land.add(
            [
                ("lot", shape)
                for one in placed.strips
                if one.length > 0
                for shape in one.piece(one.low, one.high)
            ]
        )
        short = _shortfalls(land.uses, land.cover(ground), ground.area_m2, standards)
        if not short:
            break
        more = {group: more.get(group, 0.0) + short.get(group, 0.0) for group in {*more, *short}}
    return placed


def _shortfalls(
    uses: Sequence[str], coverage: Coverage, site_m2: float, standards: Standards
) -> dict[str, float]:
    """Land missing to the least shares (or, negative, too much of it), by group; empty where the shares are met closely."""
    area = np.array([shape.area for shape in coverage.pieces])
    margin = standards.margin_share * site_m2

    def missing(share: float, *groups: str) -> float:
        mine = np.array([uses[owner].startswith(groups) for owner in coverage.owner])
        return share * site_m2 + margin - float(area[mine].sum())

    short = {}
    technical = missing(standards.technical_share, "technical")
    if technical > 0.3 * margin:
        short["technical"] = technical
    # what all have together may ask for more green than the share of green does
    green = max(missing(standards.green_share, "green"), missing(standards.common_share, *_COMMON))
    if green > 0.3 * margin or green < -_TOO_MUCH * site_m2:
        short["green"] = green
    return short


def _land(ground: Ground, plat: Plat, placed: Placed) -> _Land:
    """The owners that come before lots: roads, what the site has already, corner cuts, public land."""
    land = _Land()
    roads = [("road_" + kind, shape) for kind, shape in plat.surfaces]
    land.add(_bridges(ground, roads))
    surface = len(land.shapes)
    land.add(roads)
    land.add(ground.taken)
    at = {kind: surface + number for number, (kind, _) in enumerate(plat.surfaces)}
    for kind, shape in plat.splays:
        land.add([("road_" + kind, shape)], same=at[kind])
    land.add(placed.pieces)
    return land


class _Land:
    """Owners of the land in order of right (inside ``_build`` only)."""

    def __init__(self) -> None:
        self.shapes: list[BaseGeometry] = []
        self.uses: list[str] = []
        self.kinds: list[int] = []
        self.strips: list[int] = []
        self.same: list[int] = []

    def add(
        self, owners: Iterable[tuple[str, BaseGeometry]], kind: int = -1, strip: int = -1, same: int = -1
    ) -> None:
        """Add owners of one kind of lot and strip (-1 = no lot); same: the owner that they are part of, -1 = none."""
        for use, shape in owners:
            self.uses.append(use)
            self.shapes.append(shape)
            self.kinds.append(kind)
            self.strips.append(strip)
            self.same.append(same if same >= 0 else len(self.same))

    def cover(self, ground: Ground) -> Coverage:
        """The tiling of the site: what nobody else has is belt, and inside it a green corner."""
        self.add([("green_belt", ground.belt), ("green_corner", Polygon())])
        return cover(ground.site, self.shapes, len(self.shapes) - 1, self.same)


def _bridges(ground: Ground, surfaces: Sequence[tuple[str, BaseGeometry]]) -> list[tuple[str, BaseGeometry]]:
    water = [shape for use, shape in ground.taken if use == "water"]
    if not water:
        return []
    over = shapely.intersection(shapely.union_all(water), shapely.union_all([shape for _, shape in surfaces]))
    return [("road_bridge", part) for part in polygons(over)]


def _with_twins(
    strips: Sequence[Strip], deep: dict[int, Strip]
) -> tuple[list[Strip], list[tuple[int, int, int]]]:
    """Strips with the deep strips of those pairs from which nothing was taken."""
    halves: dict[int, list[int]] = {}
    for at, one in enumerate(strips):
        if one.pair >= 0 and one.length > 1.0:
            halves.setdefault(one.pair, []).append(at)
    found, twins = list(strips), []
    for pair, members in halves.items():
        across = deep.get(pair)
        if across is None or len(members) != 2:
            continue
        one, other = (strips[at] for at in members)
        if abs(one.area + other.area - across.area) > 0.02 * across.area:
            continue
        twins.append((len(found), members[0], members[1]))
        found.append(across)
    return found, twins


def _lots(
    strips: Sequence[Strip], filled: Filled, twins: Sequence[tuple[int, int, int]]
) -> tuple[list[Lot], list[Polygon]]:
    """Cut the lots of every strip; what a strip could not fill is spare."""
    lots: list[Lot] = []
    spare: list[Polygon] = []
    silent = {deep for (deep, _, _), is_deep in zip(twins, filled.deep, strict=True) if not is_deep}
    silent |= {
        at for (_, *halves), is_deep in zip(twins, filled.deep, strict=True) if is_deep for at in halves
    }
    for at, (strip, wanted) in enumerate(zip(strips, filled.lots, strict=True)):
        if at in silent or strip.length < 0.01:
            continue
        if not wanted:
            spare += strip.piece(strip.low, strip.high)
            continue
        ordered = _in_row(wanted, strip)
        ends = strip.places(np.array([area for _, area in ordered]))
        if strip.high - ends[-1] < 1.0:
            ends[-1] = strip.high
        low = strip.low
        for (kind, _), high in zip(ordered, ends, strict=True):
            lots += [Lot(kind, at, shape) for shape in strip.piece(low, float(high))]
            low = float(high)
        if strip.high - low > 0.01:
            spare += strip.piece(low, strip.high)
    return lots, spare


def _in_row(wanted: Sequence[tuple[int, float]], strip: Strip) -> list[tuple[int, float]]:
    """Lots in the order in which they lie on a strip: equal ones side by side, so that two can be one later; the largest at an
    end that runs aslant, where a small lot would be a splinter."""
    ordered = sorted(wanted, key=lambda lot: -lot[1])
    low, high = strip.slants
    if high and not low:
        return ordered[::-1]
    return [ordered[0], *ordered[2:], ordered[1]] if high and low and len(ordered) > 2 else ordered


def same_land(one: Skeleton, other: Skeleton) -> bool:
    """Whether two skeletons are nearly one: the same direction and ring, and roads at the same places within ten metres."""
    if one.frame != other.frame or one.ring_off != other.ring_off:
        return False
    for mine, theirs in ((one.rows, other.rows), (one.cross, other.cross)):
        if len(mine) != len(theirs) or any(
            abs(a[0] - b[0]) > 10.0 for a, b in zip(mine, theirs, strict=True)
        ):
            return False
    return True

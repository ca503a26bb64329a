"""The best of many skeletons: estimate all, cut the land for the best forty, build out the few that differ."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from parkwright.kernels.layout.estimate import estimate
from parkwright.kernels.layout.frame import Floats, Frame, area_table
from parkwright.kernels.layout.ground import Ground, grown, polygons
from parkwright.kernels.layout.scheme import Plat, Scheme, build_scheme, cut_land, same_land
from parkwright.kernels.layout.skeleton import (
    Patterns,
    Skeleton,
    angles_of,
    depth_mix,
    draw_patterns,
    interior_of,
)
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.kernels.milp import SolveSettings

_SHORT_COST = 0.5
"""Of a square metre of the mix that no block has the depth for, against one of lots."""
_SHARE_COST = 3.0
"""Of a square metre of roads that is missing to their least share: more than any lot gained by leaving the road out."""
_APART_SHARE = 0.2
"""Of the site, that a road surface counts against a plat if it hangs together with no other: lots on it cannot be reached."""
_THIN_SHARE = 0.03
"""A ring road within the land may enclose this part in places too narrow for more than the road itself."""
_KEPT = 3
"""Roads that are kept for a later building out, at least."""
_WORTH_SEEING = 0.05
"""A scheme of another kind may have this part less land in lots than the best and is still shown."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """fill_nodes stops the filling before the clock (fill_s) does, so that the same seed gives the same lots.

    skeletons: how many are estimated for each body; cut: how many plats are made; schemes: how many are built out."""

    skeletons: int = 2000
    cut: int = 24
    schemes: int = 3
    seed: int = 0
    fill_s: float = 60.0
    fill_nodes: int = 20
    fill_gap: float = 0.012


@dataclass(frozen=True, slots=True)
class Found:
    """Schemes, the best first; how many skeletons were estimated, and in how many seconds.

    kept: the roads worth building out, one skeleton a body, the best first: more than were built, so that they can be later
    """

    schemes: tuple[Scheme, ...]
    kept: tuple[tuple[Skeleton, ...], ...]
    estimated: int
    estimate_s: float
    seconds: float


def search(
    ground: Ground, doors: Sequence[Floats], mix: Sequence[LotClass], standards: Standards,
    params: SearchParams = SearchParams(), known: Sequence[tuple[Skeleton, ...]] = (),
) -> Found:  # fmt: skip
    """Search the skeletons of every body and build the best schemes out. The same seed gives the same schemes.

    doors: access points of each body, in the order of ``ground.bodies``, each of shape (n, 2)
    known: roads of an earlier search of this ground (``Found.kept``): they stay, and only lots are laid out anew
    """
    begun = time.monotonic()
    settings = SolveSettings(params.fill_s, params.fill_gap, params.seed, max_nodes=params.fill_nodes)
    if known:
        again = [
            build_scheme(ground, cut_land(ground, one, doors, standards), one, mix, standards, settings)
            for one in known[: params.schemes]
        ]
        return Found(tuple(again), tuple(known), 0, 0.0, time.monotonic() - begun)
    rng = np.random.default_rng(params.seed)
    best: list[list[Skeleton]] = []
    estimated = 0
    estimate_s = 0.0
    for body, own in zip(ground.bodies, doors, strict=True):
        found, count, seconds = skeletons_of(body, ground, own, tuple(mix), standards, params, rng)
        best.append(found)
        estimated += count
        estimate_s += seconds
    if not best or not all(best):
        return Found((), (), estimated, estimate_s, time.monotonic() - begun)
    plats: list[tuple[float, tuple[Skeleton, ...], Plat]] = []
    for at in range(min(params.cut, max(len(one) for one in best))):
        chosen = tuple(one[min(at, len(one) - 1)] for one in best)
        plat = cut_land(ground, chosen, doors, standards)
        short = max(0.0, standards.roads_share * ground.area_m2 - roads_m2(ground, plat))
        apart = max(0, len(polygons(plat.surface)) - len(ground.bodies))
        worth = plat.strips_m2 - _SHARE_COST * short - _APART_SHARE * apart * ground.area_m2
        plats.append((worth, chosen, plat))
    plats.sort(key=lambda one: -one[0])
    worth_it = _different(plats, max(params.schemes, _KEPT))
    schemes = [
        build_scheme(ground, plat, chosen, mix, standards, settings)
        for chosen, plat in worth_it[: params.schemes]
    ]
    kept = tuple(chosen for chosen, _ in worth_it)
    return Found(tuple(schemes), kept, estimated, estimate_s, time.monotonic() - begun)


def roads_m2(ground: Ground, plat: Plat) -> float:
    """Road surface of a plat with its splays, and roads that the site has already."""
    there = sum(area.area for use, area in ground.taken if use.startswith("road"))
    return float(plat.surface.area) + sum(shape.area for _, shape in plat.splays) + there


def _different(
    plats: Sequence[tuple[float, tuple[Skeleton, ...], Plat]], count: int
) -> list[tuple[tuple[Skeleton, ...], Plat]]:
    """The best plat, then the best of each other kind that loses little, then the best of the rest."""
    seen: set[tuple[object, ...]] = set()
    first: list[tuple[tuple[Skeleton, ...], Plat]] = []
    rest: list[tuple[tuple[Skeleton, ...], Plat]] = []
    for land, chosen, plat in plats:
        kind = tuple(_kind(one) for one in chosen)
        new = kind not in seen and land > (1 - _WORTH_SEEING) * plats[0][0]
        seen.add(kind)
        (first if new else rest).append((chosen, plat))
    return [*first, *rest][:count]


def _kind(skeleton: Skeleton) -> tuple[object, ...]:
    """What makes two skeletons different to a planner: where the ring runs, which way the main road and the rows go."""
    main = None if skeleton.main is None else skeleton.main[0]
    return skeleton.ring_off > 0, main, round(np.degrees(skeleton.frame.angle) / 10)


def skeletons_of(
    body: Polygon, ground: Ground, doors: Floats, mix: tuple[LotClass, ...], standards: Standards,
    params: SearchParams, rng: np.random.Generator,
) -> tuple[list[Skeleton], int, float]:  # fmt: skip
    """The best skeletons of one body, no two nearly the same; how many were estimated, in how many seconds."""
    wet = shapely.intersection(ground.wet, body)
    depths = depth_mix(mix, standards)
    angles = angles_of(body, wet)
    offs = _ring_offs(body, depths, standards)
    roads_due = standards.roads_share * ground.area_m2 * body.area / sum(one.area for one in ground.bodies)
    each = max(50, params.skeletons // (len(angles) * len(offs)))
    found: list[tuple[float, Skeleton]] = []
    count, seconds = 0, 0.0
    for angle in angles:
        frame = Frame(angle, (body.centroid.x, body.centroid.y))
        own, own_wet = frame.into(body), frame.into(wet)
        for off in offs:
            rings, inner = interior_of(own, off, standards.road_m["ring"])
            if not inner:
                continue
            land = shapely.union_all(inner)
            begun = time.monotonic()
            table = area_table(shapely.difference(land, own_wet), max(1.5, np.sqrt(body.area) / 600))
            patterns = draw_patterns(each, land.bounds, frame.turn(doors), depths, standards, rng)
            estimates = estimate(patterns, table, land.bounds, mix, standards)
            band = shapely.difference(own, shapely.union_all([*rings, own_wet])).area if off > 0 else 0.0
            roads = max(0.0, own.area - own_wet.area - band) - estimates.blocks_m2
            short = np.maximum(0.0, roads_due - roads)
            score = (estimates.lots_m2 + 0.93 * band - _SHORT_COST * estimates.short_m2 - short) / body.area
            score = np.where(estimates.sound, score, score - 1.0)
            seconds += time.monotonic() - begun
            count += each
            found += [
                (float(score[at]), _skeleton(patterns, int(at), frame, off, float(score[at])))
                for at in np.argsort(-score)[: params.cut * 2]
            ]
    found.sort(key=lambda one: -one[0])
    kept: list[Skeleton] = []
    of_kind: dict[tuple[object, ...], int] = {}
    for _, one in found:
        if len(kept) >= params.cut:
            break
        kind = _kind(one)
        if of_kind.get(kind, 0) < max(2, params.cut // 3) and not any(
            same_land(one, other) for other in kept
        ):
            kept.append(one)
            of_kind[kind] = of_kind.get(kind, 0) + 1
    return kept, count, seconds


def _ring_offs(body: Polygon, depths: tuple[Floats, Floats], standards: Standards) -> tuple[float, ...]:
    """Where the ring may run: along the edge, or within the land by one of the likely depths."""
    likely = depths[0][np.argsort(-depths[1])[:2]]
    return (0.0, *(float(off) for off in likely if _has_room(body, float(off), standards)))


def _has_room(body: Polygon, off: float, standards: Standards) -> bool:
    """Whether a ring so far inside a body is a ring: it encloses blocks, and nowhere for long nothing but itself. Round a hole
    the ring runs along its edge: a band of lots on that side too would be cut off at the corners."""
    if len(body.interiors):
        return False
    rings, inner = interior_of(body, off, standards.road_m["ring"])
    least = standards.road_m["ring"] + standards.depth_min_m
    if not inner or any(one.buffer(-least).is_empty for one in rings):
        return False
    enclosed = shapely.union_all(rings)
    broad = grown(grown(enclosed, -least), least)
    return float(shapely.difference(enclosed, broad).area) <= _THIN_SHARE * float(enclosed.area)


def _skeleton(patterns: Patterns, at: int, frame: Frame, off: float, score: float) -> Skeleton:
    def lines(where: Floats, wide: Floats) -> tuple[tuple[float, float], ...]:
        there = np.isfinite(where[at])
        return tuple((float(x), float(w)) for x, w in zip(where[at][there], wide[at][there], strict=True))

    main = (
        ("row", int(patterns.main_row[at]))
        if patterns.main_row[at] >= 0
        else ("cross", int(patterns.main_cross[at])) if patterns.main_cross[at] >= 0 else None
    )  # fmt: skip
    return Skeleton(
        frame,
        off,
        lines(patterns.row_at, patterns.row_w),
        lines(patterns.cross_at, patterns.cross_w),
        main,
        score,
    )

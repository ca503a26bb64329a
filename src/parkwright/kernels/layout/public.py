"""Land that is not let: technical areas, service, parking and parks, taken from strips before the rest becomes lots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import Polygon

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import polygons
from parkwright.kernels.layout.standards import Standards
from parkwright.kernels.layout.strips import Strip

_PLANT_TRIES = 8
_LEAST_LEFT_M = 40.0
"""A shorter rest of a strip goes with what was taken from it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What was taken: (use, polygon in the zone), in order of right; and the strips with what is left of them."""

    pieces: tuple[tuple[str, Polygon], ...]
    strips: tuple[Strip, ...]


def place_public(
    strips: Sequence[Strip], site_m2: float, green_m2: float, doors: Floats, standards: Standards, more: Mapping[str, float]
) -> Placed:  # fmt: skip
    """Place public land.

    green_m2: green that is there already; more: further land by group ("green", "technical"), where a first try fell short
    doors:    access points, shape (n, 2): service and parking lie near the first, technical areas far from all

    The wastewater plant keeps its green strip all round (QCVN 01:2021, 2.11.4); the plant and the substation are no larger than
    the code allows, what is missing to the least share goes to water and waste.
    """
    margin = standards.margin_share * site_m2
    taken = _Taking(list(strips))
    door = doors[0] if len(doors) else np.mean([one.middle for one in strips], axis=0)
    away = _distances(doors if len(doors) else door[None, :])
    near = _distances(door[None, :])
    if standards.technical_share > 0:
        technical = standards.technical_share * site_m2 + margin + more.get("technical", 0.0)
        green = max(0.0, standards.green_share * site_m2 + margin - green_m2 + more.get("green", 0.0))
        other = (standards.service_share + standards.parking_share) * site_m2
        lots = max(0.0, sum(one.area for one in strips) - technical - green - other)
        _technical(taken, technical, standards.plant_per_lot * lots, away, standards)
    taken.take("service", standards.service_share * site_m2, lambda one: -near(one))
    taken.take("parking", standards.parking_share * site_m2, lambda one: -near(one))
    have = green_m2 + taken.green_m2
    needed = standards.green_share * site_m2 + margin - have + more.get("green", 0.0)
    taken.take("green_park", needed, _poor)
    return Placed(tuple(taken.pieces), tuple(taken.strips))


def _technical(
    taken: _Taking, needed: float, plant_m2: float, away: Callable[[Strip], float], standards: Standards
) -> None:
    plant = min(0.3 * needed, plant_m2)
    substation = min(0.33 * needed, standards.substation_m2)
    rest = needed - plant - substation
    taken.take_plant(plant, away, standards.plant_green_m)
    for use, area in (
        ("technical_substation", substation),
        ("technical_water", 0.6 * rest),
        ("technical_waste", 0.4 * rest),
    ):
        taken.take(use, area, away, exact=use == "technical_substation")


def _distances(points: Floats) -> Callable[[Strip], float]:
    return lambda one: float(np.hypot(*(points - one.middle).T).min())


def _poor(one: Strip) -> float:
    """How little a strip is worth for lots: short, shallow and slanting ones are the first to become parks."""
    box_m2 = one.length * float(one.profile.depth(np.linspace(one.low, one.high, 21)).max())
    square = one.area / max(box_m2, 1e-9)
    return (1 - square) * 4 + 60.0 / max(one.length, 1.0) + (0.5 if one.pair < 0 else 0.0)


class _Taking:
    """Strips while land is taken from them (inside one call of ``place_public`` only)."""

    def __init__(self, strips: list[Strip]) -> None:
        self.strips = strips
        self.pieces: list[tuple[str, Polygon]] = []
        self.green_m2 = 0.0

    def take(self, use: str, area: float, worth: Callable[[Strip], float], exact: bool = False) -> None:
        """Take land for a use from the strips of greatest worth for it, until it has its area.

        exact: no more than the area, even where a short rest of a strip is left over
        """
        missing = area
        order = sorted(
            (at for at, one in enumerate(self.strips) if one.length > 1.0),
            key=lambda at: -worth(self.strips[at]),
        )
        for at in order:
            if missing <= 1.0:
                return
            missing -= self._cut(at, use, missing, exact)

    def take_plant(self, area: float, worth: Callable[[Strip], float], green_m: float) -> None:
        """Take a wastewater plant with green all round it."""
        fit = [
            at for at, one in enumerate(self.strips)
            if one.depth > 2 * green_m + 15.0 and one.length > area / (one.depth - 2 * green_m) + 2 * green_m
        ]  # fmt: skip
        if not fit:
            self.take("technical_wastewater", area, worth)
            return
        best = max(fit, key=lambda at: worth(self.strips[at]))
        one = self.strips[best]
        slant = self._slant(one)
        long = area / (one.depth - 2 * green_m) + 2 * green_m
        for _ in range(
            _PLANT_TRIES
        ):  # where the strip is not even, its mean depth gives more or less than was asked for
            plot = one.piece(one.low + slant, one.low + slant + long)
            plants = [part for shape in plot for part in polygons(shape.buffer(-green_m, join_style="mitre"))]
            over = sum(part.area for part in plants) - area
            if over <= 0:
                break
            deep = float(one.profile.depth(np.array([one.low + slant + long]))[0])
            long -= over / max(deep - 2 * green_m, one.depth - 2 * green_m) + 0.1
        before = len(self.pieces)
        self._cut(best, "green_isolation", float(one.area_between(one.low, one.low + slant + long)))
        around = [shape for _, shape in self.pieces[before:]]
        self.pieces[before:before] = [("technical_wastewater", part) for part in plants]
        self.green_m2 += sum(shape.area for shape in around) - sum(part.area for part in plants)

    @staticmethod
    def _slant(one: Strip) -> float:
        """Metres at the low end of a strip before it has its full depth."""
        x = np.linspace(one.low, one.high, 60)
        return float(x[np.argmax(one.profile.depth(x) > 0.95 * one.depth)] - one.low)

    def _cut(self, at: int, use: str, wanted: float, exact: bool = False) -> float:
        one = self.strips[at]
        end = float(one.places(np.array([min(wanted, one.area)]))[0])
        if not exact and one.high - end < _LEAST_LEFT_M and one.area < 1.5 * wanted + 2000.0:
            end = one.high
        pieces = one.piece(one.low, end)
        self.pieces += [(use, shape) for shape in pieces]
        self.strips[at] = replace(one, low=end)
        return max(sum(shape.area for shape in pieces), 1.0)

"""The ground: what of a site may be built on, what is water, bank, corridor or belt, and in how many bodies it falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

_MITRE_LIMIT = 3.0
_CRUMB_M2 = 1.0


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Land that no lot may take.

    use:       the use of its pieces ("water", "corridor_power", "protected", …)
    area:      what it covers (a line already widened)
    buffer_m:  strip along it that is kept green ("green_bank")
    crossable: whether roads of the park may cross it (water by a bridge)
    """

    use: str
    area: BaseGeometry
    buffer_m: float = 0.0
    crossable: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """A site made ready.

    site:    the boundary, as given
    taken:   (use, area) of the exclusions and their banks, inside the site, none over another
    barred:  what roads may not cross
    wet:     what roads may cross but lots may not take
    bodies:  the land inside the belt in which roads and lots can be laid out, one polygon a connected body
    doors:   access points, shape (n, 2)
    """

    site: BaseGeometry
    belt: BaseGeometry
    taken: tuple[tuple[str, BaseGeometry], ...]
    barred: BaseGeometry
    wet: BaseGeometry
    bodies: tuple[Polygon, ...]
    doors: np.ndarray

    @property
    def area_m2(self) -> float:
        """Of the whole site."""
        return float(self.site.area)


def make_ground(
    site: BaseGeometry, exclusions: Sequence[Exclusion], doors: np.ndarray, belt_m: float, room_m: float
) -> Ground:
    """Make a site ready.

    site:   polygon or multipolygon, valid, metres
    doors:  access points, shape (n, 2)
    room_m: the narrowest land in which a road with something beside it has room; narrower necks and spikes fall away

    I/O Example:
        a square of 100 m, a canal of 10 m through its middle, belt 10, room 30
        -> bodies: one square of 80 m (roads may cross the canal); taken: ("water", 10 x 100 m)
    """
    taken: list[tuple[str, BaseGeometry]] = []
    gone: BaseGeometry = Polygon()
    for one in exclusions:
        area = shapely.difference(shapely.intersection(one.area, site), gone)
        taken.append((one.use, area))
        gone = shapely.union(gone, area)
    for one in exclusions:
        if one.buffer_m > 0:
            bank = shapely.intersection(grown(one.area, one.buffer_m), site)
            bank = shapely.difference(bank, gone)
            taken.append(("green_bank", bank))
            gone = shapely.union(gone, bank)
    barred = shapely.union_all([grown(one.area, one.buffer_m) for one in exclusions if not one.crossable])
    inner = grown(site, -belt_m)
    open_land = shapely.difference(inner, barred)
    opened = grown(grown(open_land, -room_m / 2), room_m / 2)
    opened = shapely.intersection(opened, open_land)
    bodies = tuple(part for part in polygons(opened) if part.area > room_m * room_m)
    belt = shapely.difference(shapely.difference(site, inner), gone)
    return Ground(site, belt, tuple(taken), barred, gone, bodies, np.asarray(doors, dtype=float))


def grown(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """A shape grown (or, with a negative number, shrunk) with its corners kept sharp."""
    return shape.buffer(metres, join_style="mitre", mitre_limit=_MITRE_LIMIT)


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons in a shape of any kind, crumbs left out.

    I/O Example:
        a collection of a line and a polygon of 5 m2 -> [the polygon]
    """
    if isinstance(shape, Polygon):
        return [shape] if shape.area > _CRUMB_M2 else []
    return [one for part in getattr(shape, "geoms", ()) for one in polygons(part)]

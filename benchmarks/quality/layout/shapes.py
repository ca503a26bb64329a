"""Sites for the layout benchmark: made by code, the same every time, metres of no real place. Own inventions, no surveyed land.

``cases()`` gives each site as ``steps.layout.lay_out`` takes it, with lots asked for that are scaled to its land.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

COLUMNS = ("role", "kind", "width_m", "buffer_m", "crossable", "geometry")
_EAST, _NORTH = 600_000.0, 1_200_000.0
"""Sites lie where projected coordinates are large, as those of real sites do: rounding must not depend on a friendly origin."""
_ASKED_SHARE = 0.65
SMALL_LOTS_M2, LARGE_LOTS_M2 = (2500.0, 3200.0, 4200.0), (7000.0, 10000.0, 15000.0)


@dataclass(frozen=True, slots=True)
class Case:
    """A site: its shapes (``COLUMNS``) and the lots that are asked for (premises_type, area_m2, count)."""

    name: str
    shapes: pd.DataFrame
    mix: pd.DataFrame

    @property
    def site(self) -> BaseGeometry:
        """Its boundary."""
        found: BaseGeometry = self.shapes.loc[self.shapes["role"] == "boundary", "geometry"].iloc[0]
        return found

    @property
    def doors(self) -> np.ndarray:
        """Its access points, shape (n, 2)."""
        rows = self.shapes.loc[self.shapes["role"] == "access", "geometry"]
        return np.array([[one.x, one.y] for one in rows])


def cases() -> tuple[Case, ...]:
    """All sites, the same every time."""
    return tuple(make() for make in _MAKERS)


def _case(
    name: str, boundary: BaseGeometry, doors: list[tuple[float, float]],
    exclusions: Sequence[tuple[str, BaseGeometry, float | None]] = (),
) -> Case:  # fmt: skip
    """A site from its boundary, points near which it is reached, and exclusions (kind, shape, width of a line)."""
    rows = [("boundary", "site", None, None, None, boundary)]
    rows += [("exclusion", kind, width, None, None, shape) for kind, shape, width in exclusions]
    rows += [("access", "provincial", None, None, None, _on(boundary, door)) for door in doors]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["geometry"] = [affinity.translate(one, _EAST, _NORTH) for one in frame["geometry"]]
    free = boundary
    for _, shape, width in exclusions:
        free = shapely.difference(free, shape if width is None else shape.buffer(width / 2))
    return Case(name, frame, _mix(float(free.area)))


def _mix(land_m2: float) -> pd.DataFrame:
    """Half of the land in lots of 2,000 to 5,000 m2, the rest in larger ones."""
    each = _ASKED_SHARE * land_m2 / 2 / len(SMALL_LOTS_M2)
    sizes = (*SMALL_LOTS_M2, *LARGE_LOTS_M2)
    count = [max(1, round(each / size)) for size in sizes]
    return pd.DataFrame({"premises_type": "land", "area_m2": sizes, "count": count})


def _on(boundary: BaseGeometry, near: tuple[float, float]) -> Point:
    """The point of the boundary nearest to a place."""
    line = boundary.boundary
    return line.interpolate(line.project(Point(near)))


def _rectangle() -> Case:
    return _case("rectangle 2,000 x 1,200", box(0, 0, 2000, 1200), [(1000, 0)])


def _square() -> Case:
    return _case("square 20 ha", box(0, 0, 447.2, 447.2), [(220, 0)])


def _l_shape() -> Case:
    shape = Polygon([(0, 0), (1800, 0), (1800, 700), (800, 700), (800, 1700), (0, 1700)])
    return _case("L", shape, [(0, 300), (1800, 400)])


def _river_bend() -> Case:
    """Straight road in the north, a meandering river in the south."""
    x = np.linspace(0, 2200, 56)
    river = np.stack([x, 260 * np.sin(x / 2200 * 2.6 * np.pi) + 40 * np.sin(x / 130)], axis=1)
    return _case("river bend", Polygon([*river, (2200, 1350), (0, 1350)]), [(900, 1350)])


def _triangle() -> Case:
    return _case("triangle", Polygon([(0, 0), (2100, 150), (700, 1600)]), [(1000, 70)])


def _holes() -> Case:
    """A pagoda with its grounds and a round lake stay out: real holes of the boundary."""
    pagoda = box(500, 420, 680, 560)
    lake = Point(1350, 700).buffer(140, quad_segs=8)
    shape = box(0, 0, 1900, 1150).difference(pagoda).difference(lake)
    return _case("two holes", shape, [(0, 600)])


def _two_parts() -> Case:
    west = box(0, 0, 900, 1100)
    east = Polygon([(1010, 100), (1900, 0), (1900, 1000), (1010, 1000)])
    return _case("two parts", MultiPolygon([west, east]), [(0, 500), (1900, 500)])


def _neck() -> Case:
    """Two bodies joined by a neck of 60 m, which has room for a road alone."""
    shape = Polygon(
        [(0, 0), (900, 0), (900, 500), (1150, 500), (1150, 50), (2000, 50), (2000, 1050), (1150, 1050),
         (1150, 560), (900, 560), (900, 1000), (0, 1000)]
    )  # fmt: skip
    return _case("narrow neck", shape, [(450, 0)])


def _large() -> Case:
    """1,000 ha with twelve corners."""
    turn = np.linspace(0, 2 * np.pi, 13)[:-1]
    reach = np.array([1.0, 0.93, 1.06, 0.9, 1.02, 0.97, 1.1, 0.95, 1.0, 0.9, 1.04, 0.98])
    shape = Polygon(np.stack([2150 * reach * np.cos(turn), 1600 * reach * np.sin(turn)], axis=1))
    shape = affinity.scale(shape, *(2 * [np.sqrt(1e7 / shape.area)]))
    return _case("1,000 ha", shape, [(-2300, 0), (2300, 300), (0, -1700)])


def _canals() -> Case:
    """A canal from west to east and one from south to north, neither of them along the sides."""
    across = LineString([(-50, 420), (700, 470), (1300, 610), (1950, 640)])
    along = LineString([(820, -50), (780, 500), (900, 1400)])
    shape = Polygon([(0, 0), (1900, 40), (1880, 1300), (60, 1340)])
    return _case("two canals", shape, [(1200, 0)], [("canal", across, 16.0), ("canal", along, 12.0)])


def _power() -> Case:
    """A corridor of 50 m under a line of high voltage, slanting through the site."""
    line = LineString([(-50, 200), (1750, 1150)])
    return _case("power corridor", box(0, 0, 1700, 1200), [(850, 0)], [("power_corridor", line, 50.0)])


def _protected() -> Case:
    """Protected forest that cuts in from the north-east, with a ragged edge."""
    forest = Polygon(
        [(1300, 1500), (1240, 1050), (1060, 980), (980, 760), (1150, 640), (1420, 720), (1500, 560), (1900, 620),
         (2100, 1500)]
    )  # fmt: skip
    return _case("protected land", box(0, 0, 1800, 1200), [(0, 500)], [("protected", forest, None)])


def _strip() -> Case:
    """200 m deep along a highway."""
    return _case("strip 200 m wide", box(0, 0, 3200, 200), [(1500, 0)])


def _star() -> Case:
    """Five blunt arms: every body of land is concave."""
    turn = np.linspace(0, 2 * np.pi, 11)[:-1] + 0.2
    reach = np.where(np.arange(10) % 2 == 0, 1350.0, 700.0)
    return _case("star", Polygon(np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)), [(700, 0)])


def _turned() -> Case:
    shape = affinity.rotate(box(0, 0, 1900, 1100), 30, origin=(0, 0))
    return _case("turned by 30 degrees", shape, [(820, 470)])


def _slivers() -> Case:
    """A boundary as old surveys leave them: spikes a few metres wide outward and inward, and edges of centimetres."""
    shape = Polygon(
        [(0, 0), (600, 0), (603, -140), (606, 0), (1500, 0), (1500.02, 0.03), (1500, 400), (1180, 402), (1500, 404.5),
         (1500, 1000), (1640, 1004), (1500, 1008), (1500, 1100), (700, 1100), (698, 860), (696, 1100), (0, 1100),
         (-90, 1095), (0, 1090), (0, 500), (0.04, 499.9)]
    )  # fmt: skip
    return _case("slivers", shape, [(0, 300)])


def _waist() -> Case:
    """45 ha that grows from 180 to 700 m in depth, cut by an existing road."""
    shape = Polygon([(0, 0), (1000, -120), (1080, 560), (420, 380), (0, 190)])
    road = LineString([(560, -200), (600, 700)])
    return _case("wedge with a road", shape, [(0, 100)], [("provincial", road, 20.0)])


_MAKERS = (
    _rectangle, _square, _l_shape, _river_bend, _triangle, _holes, _two_parts, _neck, _large, _canals, _power, _protected,
    _strip, _star, _turned, _slivers, _waist,
)  # fmt: skip

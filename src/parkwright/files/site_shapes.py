"""What shapes of sites show only when they are measured: outlines that cross themselves, areas and places that do not fit.

Metres are those of the plane that the region computes in. Outlines are looked at before the doors, because a shape that crosses
itself is to be told together with all other defects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from parkwright.files.lot_areas import in_zone
from parkwright.tables import Area, Problem, Region, problem
from parkwright.tables.site_shapes import AREAS, LINES
from parkwright.words import Text, text

TOLERANCE_PCT = 2.0
"""Beyond so much a difference of areas is told: twice what rounding to whole hectares does to a site of 50 ha, and what a square of
25 ha measures more when every side is drawn two and a half metres too far out."""
ACCESS_REACH_M = 50.0
"""A road outside is joined at the edge of a site: beyond this the point is more likely to be of another place than drawn loosely
(a national road with its slopes and service roads is about as wide)."""
_NAME = "site_shapes"
_M2_HA = 10_000
_REASON = re.compile(r"(?P<what>[^\[]*)\[(?P<x>\S+) (?P<y>[^\s\]]+)")
_WHY = {
    "Self-intersection": "crosses", "Ring Self-intersection": "touches", "Hole lies outside shell": "hole_outside",
    "Holes are nested": "nested_holes", "Nested shells": "nested_parts", "Interior is disconnected": "disconnected",
    "Too few points in geometry component": "too_few",
}  # fmt: skip
"""What GEOS says of areas that are none (it has no error numbers), and what we say for it."""


def outline_problems(raw: pd.DataFrame | None, area: Area | None) -> Iterator[Problem]:
    """Areas whose outlines do not enclose one, told in plain words with the place, and shapes of another part of the world (errors).

    raw:  the table before its door (index = row in the file); None where it is not there
    area: where the region may lie; None where that is not known

    I/O Example:
        row 2: a bow tie, POLYGON ((106 10, 106.1 10.1, 106.1 10, 106 10.1, 106 10))
        -> … the area “b01-boundary” has an outline that crosses or covers itself, …, at the point (106.050000; 10.050000) …
    """
    if raw is None or "geometry" not in raw:
        return
    ids = raw["shape_id"] if "shape_id" in raw else pd.Series("", index=raw.index)
    for row, shape, drawn in zip(raw.index, ids, raw["geometry"], strict=True):
        place = (_NAME, "geometry", int(row))
        if isinstance(drawn, BaseGeometry) and area is not None and (far := _beyond(drawn, area)):
            yield problem("out_of_zone", *place, lon=far[0], lat=far[1], zone=area.zone)
        elif getattr(drawn, "geom_type", None) in AREAS and not drawn.is_valid:
            why, lon, lat = _why(drawn)
            yield problem("site_shapes.not_valid", *place, shape=str(shape), why=why, lon=lon, lat=lat)


def _beyond(drawn: BaseGeometry, area: Area) -> tuple[str, str] | None:
    """The first corner that lies outside the area, as it is written in a sentence."""
    for lon, lat in shapely.get_coordinates(drawn).tolist():
        if not area.holds(lon, lat):
            return f"{lon:.6f}", f"{lat:.6f}"
    return None


def measured_problems(region: Region, raw: pd.DataFrame | None) -> Iterator[Problem]:
    """Shapes that do not fit their site (warnings): a boundary of another area than ``sites`` gives, an access far from the
    boundary, an exclusion wholly outside it.

    raw: the table before its door, for the row in the file of each shape

    I/O Example:
        b01 of 300 ha, drawn with 330 ha      -> area_off
        b01-access-1, 80 m from the boundary  -> access_far
    """
    shapes = region.site_shapes
    if shapes.empty or raw is None:
        return
    zone, given = region.meta.analysis_crs, _given(region)
    rows = {str(shape).strip(): int(str(row)) for row, shape in raw["shape_id"].items()}
    placed = shapes.assign(geometry=shapes["geometry"].map(partial(in_zone, zone=zone)))
    drawn = placed[placed["role"] == "boundary"]
    boundaries = dict(zip(drawn["site_id"], drawn["geometry"], strict=True))
    for shape in placed.itertuples(index=False):
        boundary, row = boundaries[shape.site_id], rows.get(str(shape.shape_id))
        if shape.role == "boundary" and shape.site_id in given:
            yield from _area(shape, *given[str(shape.site_id)], zone, row)
        elif shape.role == "access":
            yield from _access(shape, boundary, row)
        elif shape.role == "exclusion":
            yield from _outside(shape, boundary, row)


def _area(shape: Any, given: float, column: str, zone: str, row: int | None) -> Iterator[Problem]:
    drawn = shape.geometry.area / _M2_HA
    off = 100 * (drawn / given - 1)
    if abs(off) > TOLERANCE_PCT:
        yield problem(
            "site_shapes.area_off", _NAME, "geometry", row, "warning", site=shape.site_id, drawn=drawn, zone=zone,
            of_column=column, given=given, off=off, limit=TOLERANCE_PCT,
        )  # fmt: skip


def _access(shape: Any, boundary: BaseGeometry, row: int | None) -> Iterator[Problem]:
    """From the outline, not the area: a point deep inside joins no road outside either."""
    metres = shape.geometry.distance(boundary.boundary)
    if metres > ACCESS_REACH_M:
        yield problem(
            "site_shapes.access_far", _NAME, "geometry", row, "warning", shape=shape.shape_id, site=shape.site_id,
            metres=metres, limit=ACCESS_REACH_M,
        )  # fmt: skip


def _outside(shape: Any, boundary: BaseGeometry, row: int | None) -> Iterator[Problem]:
    """With its own width and the strip beside it: one that only reaches in with these excludes something."""
    metres = shape.geometry.distance(boundary)
    half = shape.width_m / 2 if shape.geometry.geom_type in LINES else 0.0
    if metres > half + (0.0 if pd.isna(shape.buffer_m) else shape.buffer_m):
        yield problem(
            "site_shapes.outside", _NAME, "geometry", row, "warning", shape=shape.shape_id, site=shape.site_id, metres=metres,
        )  # fmt: skip


def _given(region: Region) -> dict[str, tuple[float, str]]:
    """The gross area of each site that has one, and the column it stands in; what is known goes before what is assumed."""
    found: dict[str, tuple[float, str]] = {}
    for column in ("gross_ha_assumed", "gross_ha"):
        known = region.sites[region.sites[column] > 0]
        found |= {
            str(site): (float(ha), column) for site, ha in zip(known["site_id"], known[column], strict=True)
        }
    return found


def _why(drawn: BaseGeometry) -> tuple[Text, str, str]:
    """What is wrong and where, longitude first; where GEOS gives no place, the middle of the area stands for it."""
    reason = shapely.is_valid_reason(drawn)
    found = _REASON.match(reason)
    what = reason if found is None else found["what"]
    x, y = (drawn.centroid.x, drawn.centroid.y) if found is None else map(float, found.group("x", "y"))
    key = _WHY.get(what)
    why = text("site_shapes.why.other", detail=what) if key is None else text(f"site_shapes.why.{key}")
    return why, f"{x:.6f}", f"{y:.6f}"

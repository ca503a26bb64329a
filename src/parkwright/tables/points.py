"""Where points lie: in degrees, in the region, longitude first; one defect a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from parkwright.tables.problem import Problem, problem
from parkwright.tables.spec import Table

_LIMITS = ("problems.too_low", "problems.too_high")
_NO_DEGREES = 360.0
"""Both coordinates beyond this are metres of some projected zone, not degrees."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where points may lie: the area of use of the region's zone, degrees WGS 84, with a margin chosen by the caller."""

    zone: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def check_points(
    spec: Table, frame: pd.DataFrame, area: Area | None, before: Sequence[Problem]
) -> list[Problem]:
    """The defects of a table with its points looked at.

    before: what was found cell by cell; a swapped point goes beyond the limits of lat too, and that is told once

    I/O Example:
        lon      lat      area of EPSG:9210
        10.85    106.55   -> swapped_coordinates (and no more too_high of lat)
        603000   1199000  -> metres_for_degrees  (and no more too_high of lon and of lat)
        126.55   10.85    -> out_of_zone
        106.55            -> half_a_point
    """
    if not {"lon", "lat"} <= set(spec.columns):
        return list(before)
    unread = {found.row for found in before if found.severity == "error" and found.column in ("lon", "lat")}
    beyond = {one.row for one in before if one.column in ("lon", "lat") and one.text.key in _LIMITS}
    half = frame.index[frame["lon"].isna() != frame["lat"].isna()]
    problems = [problem("half_a_point", spec.name, "lon, lat", int(row)) for row in half if row not in unread]
    whole: set[int | None] = set()
    for row, lon, lat in frame[["lon", "lat"]].dropna().itertuples():
        key = _why_not_there(lon, lat, area)
        if key is None or (key == "out_of_zone" and row in beyond):
            continue
        told = {"lon": f"{lon:.15g}", "lat": f"{lat:.15g}", "zone": "" if area is None else area.zone}
        problems.append(problem(key, spec.name, "lon, lat", int(row), "error", **told))
        whole.add(row)
    return [
        one
        for one in before
        if not (one.row in whole and one.column in ("lon", "lat") and one.text.key in _LIMITS)
    ] + problems


def _why_not_there(lon: float, lat: float, area: Area | None) -> str | None:
    if abs(lon) > _NO_DEGREES and abs(lat) > _NO_DEGREES:
        return "metres_for_degrees"
    if area is None or area.holds(lon, lat):
        return None
    return "swapped_coordinates" if area.holds(lat, lon) else "out_of_zone"

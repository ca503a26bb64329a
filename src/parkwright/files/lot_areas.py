"""Areas of plots from their boundaries, beside the areas that the table gives.

An area is computed in the plane of the zone that the layers of its province come in, as a cadastral area is. The scale factor of the
zone at the plot is stated beside it: the area on the ground is that of the plane divided by its square.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.projection import scale_factor, to_zone
from parkwright.tables import Problem, Region, problem

TOLERANCE_PCT = 1.0
"""Beyond so much a difference is told: fifty times what the scale factor of a three-degree zone does to an area (0.02 %), and what a
lot of 1 ha measures more when every side is drawn half a metre too far out."""
_AREAS = ("Polygon", "MultiPolygon")


def lot_areas(region: Region) -> pd.DataFrame:
    """One row per plot with a boundary, by plot_id.

    I/O Example (a square of 100 m in EPSG:9210, given as 9,000 m2):
        plot_id  zone       scale_factor  drawn_m2  given_m2  off_pct
        l1       EPSG:9210  0.99993       10000     9000      11.1

    drawn_m2: in the plane of the zone     given_m2: area_m2 of ``plots`` (unknown stays unknown)     off_pct: drawn against given
    """
    shapes = region.plot_shapes
    given = region.plots.set_index("plot_id")["area_m2"]
    zones = shapes["plot_id"].map(_zones(region))
    measured = [
        (*_measured(shape, zone), zone) if shape.geom_type in _AREAS else (np.nan, np.nan, zone)
        for shape, zone in zip(shapes["geometry"], zones, strict=True)
    ]
    found = pd.DataFrame(measured, columns=["drawn_m2", "scale_factor", "zone"], index=shapes.index)
    found = found.astype({"drawn_m2": "float64", "scale_factor": "float64", "zone": "str"})
    found["plot_id"] = shapes["plot_id"]
    found["given_m2"] = shapes["plot_id"].map(given).astype("float64")
    found["off_pct"] = 100 * (found["drawn_m2"] / found["given_m2"].where(found["given_m2"] > 0) - 1)
    return found[["plot_id", "zone", "scale_factor", "drawn_m2", "given_m2", "off_pct"]]


def lot_area_problems(region: Region) -> Iterator[Problem]:
    """Boundaries that are no areas (errors), and areas that are not what the table says (warnings)."""
    shapes = region.plot_shapes
    for plot, shape in zip(shapes["plot_id"], shapes["geometry"], strict=True):
        if shape.geom_type not in _AREAS:
            told = {"plot": str(plot), "found": shape.geom_type}
            yield problem("files.not_an_area", "plot_shapes", "geometry", None, "error", **told)
    areas = lot_areas(region)
    off = areas[areas["off_pct"].abs() > TOLERANCE_PCT].set_index("plot_id")
    for plot, lot in off.to_dict("index").items():
        told = {"zone": lot["zone"], "scale": f"{lot['scale_factor']:.5f}", "limit": TOLERANCE_PCT}
        told |= {"drawn": lot["drawn_m2"], "given": lot["given_m2"], "off": lot["off_pct"]}
        yield problem("files.lot_area", "plot_shapes", "geometry", None, "warning", plot=str(plot), **told)


def _measured(shape: BaseGeometry, zone: str) -> tuple[float, float]:
    """Area in the plane of the zone, and the scale factor there."""
    middle = shape.representative_point()
    scale = scale_factor([middle.x], [middle.y], zone)
    return float(shapely.area(in_zone(shape, zone))), float(scale[0])


def in_zone(shape: BaseGeometry, zone: str) -> BaseGeometry:
    """A shape in degrees WGS 84 as it lies in the plane of a zone, metres.

    I/O Example:
        in_zone(POINT (106.698 10.7757), "EPSG:9210") -> POINT (603480.5 1191808.6)
    """

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_zone(points[:, 0], points[:, 1], zone))

    return shapely.transform(shape, place)


def _zones(region: Region) -> dict[str, str]:
    """The zone of each plot: of the province of its park or site, else the one that the region computes in."""
    meta = region.meta
    of_province = {
        one.admin_old: one.zone for one in meta.provinces if CRS.from_user_input(one.zone).is_projected
    }
    known: dict[str, str] = {}
    for frame, key in ((region.parks, "park_id"), (region.sites, "site_id")):
        last = [str(cell).rpartition(",")[2].strip() for cell in frame["admin_old"]]
        places = {
            name: of_province[admin]
            for name, admin in zip(frame[key], last, strict=True)
            if admin in of_province
        }
        held = zip(region.plots["plot_id"], region.plots[key], strict=True)
        known |= {plot: places[name] for plot, name in held if name in places}
    return {plot: known.get(plot, meta.analysis_crs) for plot in region.plots["plot_id"]}

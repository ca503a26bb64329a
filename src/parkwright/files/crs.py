"""Layers in a projected zone come to degrees WGS 84 through one recorded operation; what is known to go wrong is told.

VN-2000 is where files go wrong most: a string with zero ``towgs84`` puts a layer 200-300 m off, a scale of 0.9996 where the
three-degree zones use 0.9999 puts it hundreds of metres off, and the seven parameters with the signs of the other
convention put it half a metre off. The first two cannot be mended without knowing how the file was made: they are defects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod
from pyproj.exceptions import CRSError

from parkwright.kernels.projection import from_zone
from parkwright.tables import Problem, problem
from parkwright.words import text

_SHOWN = 60
_WGS84 = 4326
_VN2000 = 4756
_TM3_SCALE, _UTM_SCALE = 0.9999, 0.9996
_TM3_MERIDIANS = frozenset(
    # EPSG 5896-5899 and 9205-9218: central meridians of the three-degree zones of VN-2000, degrees
    [102.0, 103.0, 104.0, 104.5, 104.75, 105.0, 105.5, 105.75, 106.0, 106.25, 106.5, 107.0, 107.25, 107.5, 107.75, 108.0,
     108.25, 108.5]
)  # fmt: skip
_OFFICIAL_ROTATIONS = (-0.00928836, 0.01975479, -0.00427372)
"""Seconds of arc, with the sign of the coordinate-frame convention in which Decision 05/2007/QĐ-BTNMT gives them;
a ``+towgs84`` (position-vector convention) must carry the opposite signs."""
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Placed:
    """Shapes in degrees WGS 84 (as they were, where a problem is an error), and what was found."""

    shapes: Shapes
    problems: tuple[Problem, ...]


def to_wgs84(shapes: Shapes, crs_text: str | None, table: str, file: str) -> Placed:
    """Bring the shapes of a layer to degrees WGS 84.

    shapes:   shapely geometries, None where there is none
    crs_text: what the file says (EPSG code, WKT or PROJ string), None if it says nothing

    Raises nothing: an unknown system, a zero shift, a wrong scale are problems.
    """
    if not crs_text:
        return Placed(shapes, (problem("files.no_crs", table, file=file),))
    try:
        crs = CRS.from_user_input(crs_text)
    except CRSError:
        why = text("unreadable.crs.unknown", found=crs_text[:_SHOWN])
        return Placed(shapes, (problem("files.bad_crs", table, file=file, why=why),))
    if crs.geodetic_crs is None:
        why = text("unreadable.crs.nowhere", found=crs.name[:_SHOWN])
        return Placed(shapes, (problem("files.bad_crs", table, file=file, why=why),))
    wrong = _known_faults(crs, shapes, table, file)
    if any(found.severity == "error" for found in wrong):
        return Placed(shapes, wrong)
    zone = _zone(crs)
    if zone is None:
        return Placed(shapes, wrong)
    try:
        return Placed(_through(shapes, zone), wrong)
    except CRSError:
        why = text("unreadable.crs.nowhere", found=crs.name[:_SHOWN])
        return Placed(shapes, (*wrong, problem("files.bad_crs", table, file=file, why=why)))


def _zone(crs: CRS) -> str | None:
    """The system to convert from, None if the layer is in degrees WGS 84 already."""
    plain = _plain(crs)
    code = plain.to_epsg(min_confidence=70)
    if code == _WGS84 or plain.to_authority() == ("OGC", "CRS84"):
        return None
    if _says_vn2000(plain) or (crs.is_bound and _meridian(plain) in _TM3_MERIDIANS):
        return _on_vn2000(plain)
    return f"EPSG:{code}" if code is not None else str(plain.to_wkt())


def _plain(crs: CRS) -> CRS:
    """The system without the shift to WGS 84 that a PROJ string ties to it."""
    return crs.source_crs if crs.is_bound and crs.source_crs is not None else crs


def _says_vn2000(crs: CRS) -> bool:
    datum = crs.geodetic_crs.datum.name if crs.geodetic_crs is not None and crs.geodetic_crs.datum else ""
    return re.sub(r"[^a-z0-9]", "", datum.lower()).removeprefix("d") in ("vietnam2000", "vn2000")


def _on_vn2000(plain: CRS) -> str:
    """The same projection on the datum that the pinned operation belongs to."""
    if plain.is_geographic:
        return f"EPSG:{_VN2000}"
    node = plain.to_json_dict() | {"base_crs": CRS.from_epsg(_VN2000).to_json_dict(), "name": "VN-2000"}
    node.pop("id", None)
    return str(CRS.from_json_dict(node).to_wkt())


def _through(shapes: Shapes, zone: str) -> Shapes:
    known = np.array([shape is not None for shape in shapes], dtype=bool)
    if not known.any():
        return shapes

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(from_zone(points[:, 0], points[:, 1], zone))

    placed = shapes.copy()
    placed[known] = shapely.transform(shapely.force_2d(shapes[known]), place)
    return placed


def _known_faults(crs: CRS, shapes: Shapes, table: str, file: str) -> tuple[Problem, ...]:
    """What goes wrong with three-degree zones: no shift, the scale of six-degree zones, signs of the other convention."""
    plain = _plain(crs)
    meridian, scale = _meridian(plain), _scale(plain)
    if meridian not in _TM3_MERIDIANS or scale is None:
        return ()
    if abs(scale - _UTM_SCALE) < 1e-7 and (meridian - 3) % 6:
        return (problem("files.wrong_scale", table, file=file, found=str(scale), expected=str(_TM3_SCALE)),)
    if abs(scale - _TM3_SCALE) > 1e-7:
        return ()
    shift = list(crs.coordinate_operation.towgs84) if crs.is_bound and crs.coordinate_operation else None
    nowhere = shift is None and not _says_vn2000(plain) and _on_wgs84(plain)
    if nowhere or (shift is not None and not any(shift)):
        return (problem("files.zero_shift", table, file=file, metres=_metres_off(shapes, plain)),)
    if shift is not None and len(shift) == 7 and _same_signs(shift[3:6]):
        return (problem("files.wrong_signs", table, severity="warning", file=file),)
    return ()


def _same_signs(rotations: list[float]) -> bool:
    return all(
        abs(one - official) < 1e-6 for one, official in zip(rotations, _OFFICIAL_ROTATIONS, strict=True)
    )


def _metres_off(shapes: Shapes, plain: CRS) -> float | None:
    """How far the first shape would land from where the pinned operation puts it; None if there is no shape."""
    first = next((shape for shape in shapes if shape is not None and not shape.is_empty), None)
    if first is None:
        return None
    point = first.representative_point()
    there = from_zone([point.x], [point.y], plain.to_wkt())
    right = from_zone([point.x], [point.y], _on_vn2000(plain))
    _, _, metres = Geod(ellps="WGS84").inv(there[0][0], there[1][0], right[0][0], right[1][0])
    return float(round(metres))


def _on_wgs84(crs: CRS) -> bool:
    return crs.ellipsoid is not None and crs.ellipsoid.name.replace("_", " ") in ("WGS 84", "WGS 1984")


def _meridian(crs: CRS) -> float | None:
    return _parameter(crs, "Longitude of natural origin")


def _scale(crs: CRS) -> float | None:
    return _parameter(crs, "Scale factor at natural origin")


def _parameter(crs: CRS, name: str) -> float | None:
    operation = crs.coordinate_operation
    if operation is None:
        return None
    return next((float(one.value) for one in operation.params if one.name == name), None)

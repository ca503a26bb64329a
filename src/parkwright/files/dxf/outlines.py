"""Lines and outlines of a drawing as corners in metres, curves as chords, and the area that a ring goes around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.files.dxf.ledger import Found, Ledger, faults
from parkwright.files.unreadable import technical

_SAME_M = 1e-6
"""Ends nearer than this are one point: doubles of VN-2000 coordinates resolve about a nanometre."""
_LEAST_AREA_M2 = 1e-6
_SAME_AREA = 1e-9
_CUBICS, _CHORDS = 32, 2
"""Cubic curves per arc (together they keep within a billionth of the radius of a full circle), and least chords per cubic curve."""
CURVES = (
    "LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "LWPOLYLINE", "POLYLINE", "SOLID", "TRACE", "3DFACE",
)  # fmt: skip
_FINEST = 1e-7
"""Of the width of a curve: 1 cm for one of 100 km."""
Corners = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line or outline: corners (n x 2, metres); a closed one ends where it begins."""

    found: Found
    corners: Corners
    closed: bool


def curve_of(found: Found, scale: float, sag_m: float, ledger: Ledger) -> Curve | None:
    """A line, arc, spline, polyline or filled quadrilateral; None where it was left out (the ledger says why).

    scale: metres per unit of the drawing     sag_m: how far a chord may lie off its arc

    I/O Example:
        LWPOLYLINE (0, 0), (1000, 0), (1000, 1000), closed, scale 0.001 -> corners (0, 0), (1, 0), (1, 1), (0, 0); closed
    """
    if (
        found.type not in CURVES
        or getattr(found.entity, "is_polygon_mesh", False)
        or getattr(found.entity, "is_poly_face_mesh", False)
    ):
        ledger.leave(found, "unsupported")
        return None
    try:
        drawn = chords(found.entity, sag_m / scale)
    except faults() as error:
        ledger.leave(found, "broken_entity", why=technical(error))
        return None
    corners = _on_the_ground(drawn, found, scale, ledger)
    if corners is None:
        return None
    closed = len(corners) > 2 and bool(np.hypot(*(corners[0] - corners[-1])) <= _SAME_M)
    if closed:
        corners = np.vstack([corners[:-1], corners[:1]])
    return Curve(found, corners, closed)


def polygon_of(ring: Corners) -> BaseGeometry:
    """The area within a ring, also where the ring crosses itself (each part between crossings is inside)."""
    if len(np.unique(ring, axis=0)) < 3:
        return Polygon()
    shape = Polygon(ring)
    return shape if shape.is_valid else polygonal(shapely.make_valid(shape))


def crosses_itself(ring: Corners, shape: BaseGeometry) -> bool:
    """Whether a ring goes around its area (``shape``) in more than one way; a spike that leads out and back does not count."""
    drawn = Polygon(ring)
    return not drawn.is_valid and (
        not isinstance(shape, Polygon) or abs(shape.area - drawn.area) > _SAME_AREA * shape.area
    )


def encloses_area(shape: BaseGeometry) -> bool:
    """Whether there is anything within a ring."""
    return bool(shape.area > _LEAST_AREA_M2)


def ring_key(ring: Corners) -> bytes:
    """The same for rings with the same corners to the millimetre, wherever they begin and whichever way they run."""
    corners = np.round(ring, 3)
    return bytes(shapely.to_wkb(shapely.normalize(Polygon(corners))))


def chords(entity: Any, sag: float) -> Corners:
    """A line, arc, spline or polyline cut into chords (n x 3, units of the drawing).

    Raises:
        one of ``faults()``: ezdxf cannot make sense of the entity.
    """
    from ezdxf.path import make_path

    path = make_path(entity, segments=_CUBICS)
    steps = path.flattening(least_sag(sag, path.control_vertices()), segments=_CHORDS)
    points = [(point.x, point.y, point.z) for point in steps]
    return np.array(points, dtype=float).reshape(-1, 3)


def least_sag(sag: float, drawn: Iterable[Any]) -> float:
    """The sag, but not below the ten-millionth part of what is drawn: an arc of a damaged file, as wide as the sky, would never end."""
    corners = np.array([(point[0], point[1]) for point in drawn], dtype=float).reshape(-1, 2)
    return max(sag, float(np.ptp(corners, axis=0).max()) * _FINEST) if len(corners) else sag


def _on_the_ground(drawn: Corners, found: Found, scale: float, ledger: Ledger) -> Corners | None:
    """Corners in metres, none twice in a row; heights are dropped, and told."""
    if not np.isfinite(drawn).all():
        ledger.leave(found, "not_finite")
        return None
    flat, heights = drawn[:, :2] * scale, drawn[:, 2] * scale
    if len(flat):
        flat = flat[np.r_[True, (np.diff(flat, axis=0) != 0).any(axis=1)]]
    if len(flat) < 2:
        ledger.leave(found, "no_length")
        return None
    if np.abs(heights).max() > _SAME_M:
        ledger.tell(found, "heights", low=float(heights.min()), high=float(heights.max()))
    return flat


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The parts of a shape that have an area."""
    if isinstance(shape, Polygon | MultiPolygon):
        return shape
    parts: list[Any] = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon | MultiPolygon)]
    return shapely.union_all(parts) if parts else Polygon()

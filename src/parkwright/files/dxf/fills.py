"""Hatches of a drawing as polygons with holes, by the style that says what they fill."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.files.dxf.ledger import Found, Ledger, faults
from parkwright.files.dxf.outlines import Corners, chords, encloses_area, least_sag, polygon_of, polygonal
from parkwright.files.unreadable import technical

FILLS = ("HATCH", "MPOLYGON")
_OUTERMOST_ONLY, _NO_HOLES = 1, 2
"""Hatch styles of DXF besides 0, odd parity: fill the outermost area only, fill through."""


def fill_of(
    found: Found, scale: float, sag_m: float, tolerance_m: float, ledger: Ledger
) -> tuple[BaseGeometry, list[Corners]] | None:
    """A hatch as polygon with holes, and its rings; None where it was left out (the ledger says why).

    I/O Example:
        HATCH with the squares (0..100)² and (20..80)², style 0 -> a polygon of 10000 - 3600 square units, two rings
    """
    try:
        drawn = _rings(found, sag_m / scale, tolerance_m / scale)
    except faults() as error:
        ledger.leave(found, "broken_entity", why=technical(error))
        return None
    if not all(np.isfinite(ring).all() for ring in drawn):
        ledger.leave(found, "not_finite")
        return None
    rings = [ring * scale for ring in drawn]
    shapes = [shape for shape in (polygon_of(ring) for ring in rings) if encloses_area(shape)]
    filled = polygonal(_filled(shapes, int(found.entity.dxf.get("hatch_style", 0)))) if shapes else Polygon()
    if not encloses_area(filled):
        ledger.leave(found, "no_area_hatch")
        return None
    return filled, [ring for ring in rings if encloses_area(polygon_of(ring))]


def _rings(found: Found, sag: float, tolerance: float) -> list[Corners]:
    """The rings of a hatch's boundary paths, units of the drawing.

    ezdxf's own converters are not used: they meet the arcs of a hatch to a four-thousandth of their radius only.
    """
    from ezdxf.entities.boundary_paths import EdgePath

    hatch = found.entity
    moved = hatch.dxf.get("offset_vector", (0.0, 0.0)) if found.type == "MPOLYGON" else (0.0, 0.0)
    rings: list[Corners] = []
    for path in hatch.paths:
        if isinstance(path, EdgePath):
            rings += _in_a_row([_edge(edge, hatch, sag) for edge in path.edges], tolerance)
        else:
            rings.append(_polyline(path, hatch, sag))
    return [ring + np.array([moved[0], moved[1]]) for ring in rings if len(ring) > 2]


def _polyline(path: Any, hatch: Any, sag: float) -> Corners:
    """A boundary of straight lines and bulges."""
    from ezdxf.entities import LWPolyline

    line = LWPolyline.new(dxfattribs={"extrusion": hatch.dxf.extrusion, "elevation": hatch.dxf.elevation.z})
    line.append_points(path.vertices, format="xyb")
    line.closed = True
    return chords(line, sag)[:, :2]


def _edge(edge: Any, hatch: Any, sag: float) -> Corners:
    """A line, arc, elliptic arc or spline of a boundary."""
    from ezdxf.entities.boundary_paths import LineEdge
    from ezdxf.math import Vec3

    flat = (edge.start, edge.end) if isinstance(edge, LineEdge) else _cut(edge, sag)
    ocs, height = hatch.ocs(), hatch.dxf.elevation.z
    points = [ocs.to_wcs(Vec3(point).replace(z=height)) for point in flat]
    return np.array([(point.x, point.y) for point in points], dtype=float).reshape(-1, 2)


def _cut(edge: Any, sag: float) -> Any:
    """A curved edge as points, in the plane of the hatch."""
    from ezdxf.entities.boundary_paths import ArcEdge, EllipseEdge

    tool = edge.construction_tool()
    if isinstance(edge, ArcEdge):
        return tool.flattening(least_sag(sag, [(0.0, 0.0), (2 * edge.radius, 0.0)]))
    if isinstance(edge, EllipseEdge):
        return tool.flattening(least_sag(sag, [(0.0, 0.0), (2 * tool.major_axis.magnitude, 0.0)]))
    return tool.flattening(least_sag(sag, tool.control_points))


def _in_a_row(edges: list[Corners], tolerance: float) -> list[Corners]:
    """Rings out of edges that follow each other, each turned as it is run through; a wider gap begins another ring."""
    rings: list[list[Corners]] = []
    edges = [edge for edge in edges if len(edge) > 1]
    for at, edge in enumerate(edges):
        if (
            rings
            and min(_apart(rings[-1][-1][-1], edge[0]), _apart(rings[-1][-1][-1], edge[-1])) <= tolerance
        ):
            end = rings[-1][-1][-1]
            rings[-1].append(edge if _apart(end, edge[0]) <= _apart(end, edge[-1]) else edge[::-1])
        else:
            rings.append([_towards(edge, edges[at + 1] if at + 1 < len(edges) else edge)])
    return [np.vstack(ring) for ring in rings]


def _towards(edge: Corners, following: Corners) -> Corners:
    """The first edge of a ring, turned so that it ends where the next one has an end."""
    from_end = min(_apart(edge[-1], following[0]), _apart(edge[-1], following[-1]))
    from_start = min(_apart(edge[0], following[0]), _apart(edge[0], following[-1]))
    return edge if from_end <= from_start else edge[::-1]


def _apart(one: Corners, other: Corners) -> float:
    return float(np.hypot(*(one - other)))


def _filled(shapes: list[BaseGeometry], style: int) -> BaseGeometry:
    """What a hatch covers, by its style."""
    if len(shapes) == 1:
        return shapes[0]
    if style == _NO_HOLES:
        return shapely.union_all(shapes)
    depths = _depths(shapes)
    filled: BaseGeometry = Polygon()
    for level in range(min(max(depths), 1 if style == _OUTERMOST_ONLY else len(shapes)) + 1):
        rings = shapely.union_all(
            [shape for shape, depth in zip(shapes, depths, strict=True) if depth == level]
        )
        filled = shapely.union(filled, rings) if level % 2 == 0 else shapely.difference(filled, rings)
    return filled


def _depths(shapes: list[BaseGeometry]) -> list[int]:
    """How many others each ring lies in."""
    tree = shapely.STRtree([shape.representative_point() for shape in shapes])
    depths = [0] * len(shapes)
    for at, shape in enumerate(shapes):
        for other in tree.query(shape, predicate="contains"):
            depths[other] += int(other != at and shapes[other].area < shape.area)
    return depths

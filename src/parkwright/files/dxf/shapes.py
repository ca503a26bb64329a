"""Polygons, lines and points of a drawing: outlines closed, doubles and outlines of fills recognised, each with its row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.files.dxf.closing import Chain, join_lines
from parkwright.files.dxf.fills import FILLS, fill_of
from parkwright.files.dxf.ledger import Found, Ledger, printable
from parkwright.files.dxf.object_data import known_of
from parkwright.files.dxf.outlines import (
    Corners,
    Curve,
    crosses_itself,
    curve_of,
    encloses_area,
    polygon_of,
    ring_key,
)

POLYGON_COLUMNS = (
    "handle",
    "type",
    "layer",
    "layer_drawn",
    "label",
    "object_id",
    "use",
    "area_m2",
    "geometry",
)
LINE_COLUMNS = ("handle", "type", "layer", "layer_drawn", "length_m", "geometry")
POINT_COLUMNS = ("handle", "layer", "layer_drawn", "geometry")
_LEAST_CORNERS = 4
"""An open line with fewer corners says nothing of an area that it might go around."""


@dataclass(slots=True)
class Shapes:
    """Filled while one drawing is read; each shape with the entity that it is told under."""

    polygons: list[tuple[Found, BaseGeometry]] = field(default_factory=list)
    lines: list[tuple[Found, BaseGeometry]] = field(default_factory=list)
    points: list[tuple[Found, BaseGeometry]] = field(default_factory=list)


def shapes_of(
    entities: Iterable[Found], scale: float, tolerance_m: float, sag_m: float, ledger: Ledger
) -> Shapes:
    """All that is drawn, but texts; every entity is used or left out in the ledger.

    I/O Example:
        a HATCH, the closed LWPOLYLINE around it, an LWPOLYLINE with a gap of 0.3 m, tolerance 0.5 m
        -> two polygons; rows "outline_of_hatch" and "closed"
    """
    shapes = Shapes()
    curves: list[Curve] = []
    rings: dict[tuple[str, bytes], str] = {}
    for found in entities:
        if found.type in FILLS:
            filled = fill_of(found, scale, sag_m, tolerance_m, ledger)
            if filled is not None:
                _take(shapes.polygons, found, filled[0], ledger)
                rings |= {(found.layer, ring_key(ring)): found.handle for ring in filled[1]}
        elif found.type == "POINT":
            place = found.entity.dxf.location
            _take(shapes.points, found, Point(place.x * scale, place.y * scale), ledger)
        elif (curve := curve_of(found, scale, sag_m, ledger)) is not None:
            curves.append(curve)
    drawn: dict[tuple[str, bytes], str] = {}
    open_by_layer: dict[str, list[Curve]] = {}
    for curve in curves:
        if curve.closed:
            _add_closed(shapes, curve, rings, drawn, ledger)
        else:
            open_by_layer.setdefault(curve.found.layer, []).append(curve)
    for on_it in open_by_layer.values():
        for chain in join_lines(on_it, tolerance_m):
            _add_chain(shapes, chain, [on_it[at] for at in chain.members], rings, drawn, ledger)
    return shapes


def _take(into: list[tuple[Found, BaseGeometry]], found: Found, shape: BaseGeometry, ledger: Ledger) -> None:
    into.append((found, shape))
    ledger.use(found)


def _add_closed(
    shapes: Shapes,
    curve: Curve,
    rings: dict[tuple[str, bytes], str],
    drawn: dict[tuple[str, bytes], str],
    ledger: Ledger,
) -> None:
    """A closed outline: a polygon, unless it goes around a fill that is there already, or is drawn twice."""
    shape, found = polygon_of(curve.corners), curve.found
    if not encloses_area(shape):
        ledger.tell(found, "no_area")
        _take(shapes.lines, found, LineString(curve.corners), ledger)
    elif not _is_double([found], curve.corners, rings, drawn, ledger):
        if crosses_itself(curve.corners, shape):
            ledger.tell(found, "crosses_itself")
        _take(shapes.polygons, found, shape, ledger)


def _add_chain(
    shapes: Shapes,
    chain: Chain,
    members: list[Curve],
    rings: dict[tuple[str, bytes], str],
    drawn: dict[tuple[str, bytes], str],
    ledger: Ledger,
) -> None:
    """Lines that were joined: a polygon if they close, else each for itself."""
    first, count = members[0].found, len(members)
    shape = polygon_of(chain.corners) if chain.ring else Polygon()
    if not chain.ring or not encloses_area(shape):
        _tell_open(chain, members, ledger)
        for curve in members:
            _take(shapes.lines, curve.found, LineString(curve.corners), ledger)
        return
    if count == 1:
        ledger.tell(first, "closed", gap_m=chain.gap_m)
    else:
        for curve in members:
            ledger.tell(curve.found, "joined", count=count, gap_m=chain.gap_m, first=first.handle)
    if _is_double([curve.found for curve in members], chain.corners, rings, drawn, ledger):
        return
    if crosses_itself(chain.corners, shape):
        ledger.tell(first, "crosses_itself")
    shapes.polygons.append((first, shape))
    for curve in members:
        ledger.use(curve.found)


def _tell_open(chain: Chain, members: list[Curve], ledger: Ledger) -> None:
    """That an outline stays open, and how far; that ends meet in a crowd."""
    if chain.branching:
        for curve in members:
            ledger.tell(curve.found, "branching")
    elif len(chain.corners) >= _LEAST_CORNERS and not chain.ring:
        for curve in members:
            ledger.tell(curve.found, "left_open", gap_m=chain.open_m, count=len(members))


def _is_double(
    members: list[Found],
    corners: Corners,
    rings: dict[tuple[str, bytes], str],
    drawn: dict[tuple[str, bytes], str],
    ledger: Ledger,
) -> bool:
    """Whether a ring (of one entity or of several) is that of a fill on its layer, or of an outline drawn before; the ledger is told."""
    key = (members[0].layer, ring_key(corners))
    for found in members:
        if key in rings:
            ledger.tell(found, "outline_of_hatch", other=rings[key])
            ledger.use(found)
        elif key in drawn:
            ledger.leave(found, "drawn_twice", other=drawn[key])
    if key in rings or key in drawn:
        return True
    drawn[key] = members[0].handle
    return False


def polygon_frame(shapes: Shapes, layers: dict[str, str], labels: dict[int, str]) -> pd.DataFrame:
    """One row per polygon, in drawing order (fills first).

    layers: what the names of layers say in Unicode     labels: text inside, by position of the polygon
    """
    rows = []
    for at, (found, shape) in enumerate(shapes.polygons):
        known = known_of(found.entity)
        object_id = known.get("lot_id", known.get("piece_id", ""))
        rows.append(
            (found.handle, found.type, layers[found.layer], printable(found.layer), labels.get(at, ""), printable(str(object_id)),
             printable(str(known.get("use", ""))), float(shape.area), shape)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(POLYGON_COLUMNS))


def line_frame(shapes: Shapes, layers: dict[str, str]) -> pd.DataFrame:
    """One row per line."""
    rows = [
        (found.handle, found.type, layers[found.layer], printable(found.layer), float(shape.length), shape)
        for found, shape in shapes.lines
    ]
    return pd.DataFrame(rows, columns=list(LINE_COLUMNS))


def point_frame(shapes: Shapes, layers: dict[str, str]) -> pd.DataFrame:
    """One row per point."""
    rows = [
        (found.handle, layers[found.layer], printable(found.layer), shape) for found, shape in shapes.points
    ]
    return pd.DataFrame(rows, columns=list(POINT_COLUMNS))

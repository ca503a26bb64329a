"""Shapes from GeoJSON and WKT: checked by ourselves first, so that what is wrong is told in our own words."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from parkwright.files.unreadable import technical
from parkwright.tables import Problem, problem
from parkwright.words import Text, text

_DEEP = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
"""Kinds of shape, and how many lists deep their positions stand."""
_COLLECTION = "GeometryCollection"
_SHOWN = 40
_WKT_SAYS = {
    "closed linestring": "open_ring", "points in LinearRing": "short_ring", "point array must contain": "short_line",
}  # fmt: skip
"""What GEOS says of shapes in WKT (it has no error numbers), and what we say for it; else it is the syntax."""


def shape_of_geojson(node: Any) -> BaseGeometry | Text | None:
    """The shape of a GeoJSON geometry (RFC 7946, 3.1), or what is wrong with it.

    I/O Example:
        {"type": "Point", "coordinates": [106.5, 10.9]}           -> POINT (106.5 10.9)
        {"type": "Polygon", "coordinates": [[[106, 10], [107, 10]]]} -> "a ring must have at least four positions, …"
        None -> None
    """
    if node is None:
        return None
    wrong = _fault(node)
    if wrong is not None:
        return wrong
    try:
        drawn: BaseGeometry = shape(node)
    except (ShapelyError, ValueError, TypeError, RecursionError) as error:
        return technical(error)
    return drawn


def shape_of_wkt(written: str) -> BaseGeometry | Text:
    """The shape of a cell in WKT, or what is wrong with it."""
    try:
        return shapely.from_wkt(written)
    except ShapelyError as error:
        key = next((key for sign, key in _WKT_SAYS.items() if sign in str(error)), "wkt")
        return text(f"unreadable.shape.{key}")


def shapes_of_wkt(name: str, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Cells in WKT, degrees WGS 84, as shapes; None where a cell is empty or wrong (each wrong one is told, by the index of its row).

    I/O Example:
        2  "POINT (106.5 10.9)"      -> POINT (106.5 10.9)
        3  "POINT (603480 1191808)"  -> None, and one problem: these are metres
    """
    shapes, problems = [], []
    for row, cell in cells.items():
        drawn = shape_of_wkt(cell) if isinstance(cell, str) and cell.strip() else None
        wrong = drawn if isinstance(drawn, Text) else None if drawn is None else why_not_in_degrees(drawn)
        shapes.append(None if wrong is not None else drawn)
        if wrong is not None:
            problems.append(problem("files.bad_shape", name, "geometry", int(str(row)), why=wrong))
    return pd.Series(shapes, index=cells.index, dtype="object"), problems


def why_not_in_degrees(drawn: BaseGeometry) -> Text | None:
    """What keeps a shape from being one in degrees WGS 84: no number, or metres."""
    x, y = shapely.get_coordinates(drawn).T
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return text("unreadable.shape.not_finite")
    beyond = (np.abs(x) > 180) | (np.abs(y) > 90)
    if not beyond.any():
        return None
    first = int(np.argmax(beyond))
    return text("unreadable.shape.metres", x=float(x[first]), y=float(y[first]))


def _fault(node: Any) -> Text | None:
    if not isinstance(node, Mapping) or not isinstance(kind := node.get("type"), str):
        return text("unreadable.shape.no_geometry")
    if kind == _COLLECTION:
        parts = node.get("geometries")
        if not isinstance(parts, list):
            return text("unreadable.shape.no_geometry")
        return next((found for part in parts if (found := _fault(part)) is not None), None)
    if kind not in _DEEP:
        known = ", ".join([*_DEEP, _COLLECTION])
        return text("unreadable.shape.unknown_type", found=kind[:_SHOWN], known=known)
    if "coordinates" not in node:
        return text("unreadable.shape.no_coordinates")
    return _bad_coordinates(node["coordinates"], kind, _DEEP[kind])


def _bad_coordinates(node: Any, kind: str, deep: int) -> Text | None:
    if deep == 0:
        return None if node == [] else _bad_position(node)
    if not isinstance(node, list):
        return text("unreadable.shape.bad_nesting", kind=kind)
    for part in node:
        found = _bad_position(part) if deep == 1 else _bad_coordinates(part, kind, deep - 1)
        if found is not None:
            return found
    return _too_short(node, kind) if deep == 1 else None


def _too_short(positions: list[Any], kind: str) -> Text | None:
    """Lines and rings that are none; no positions at all are an empty shape, and a ring that is left open is closed."""
    if kind.endswith("LineString") and len(positions) == 1:
        return text("unreadable.shape.short_line")
    if kind.endswith("Polygon") and positions:
        still_open = positions[0] != positions[-1]
        return text("unreadable.shape.short_ring") if len(positions) + still_open < 4 else None
    return None


def _bad_position(node: Any) -> Text | None:
    if isinstance(node, list) and len(node) >= 2 and all(map(_is_number, node)):
        return None
    return text("unreadable.shape.bad_position", found=json.dumps(node, ensure_ascii=False)[:_SHOWN])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)

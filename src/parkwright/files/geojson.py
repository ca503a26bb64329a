"""Tables in GeoJSON (RFC 7946): features with properties, WGS 84."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from parkwright.files.crs import to_wgs84
from parkwright.files.csv_table import number_as_text, read_utf8
from parkwright.files.shapes import shape_of_geojson, why_not_in_degrees
from parkwright.tables import Problem, Table, errors, problem
from parkwright.words import Text, text

_SHOWN = 40
_NEAR_M = 15.0
"""Four decimals of a degree are within this of the shape they were taken from."""
_SHIFTED_M = (150.0, 350.0)
"""A shape this far from the lon and lat written beside it has the mark of a VN-2000 layer with zero shift (about 225 m)."""


def read_geojson_table(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a feature collection into a raw frame; the index is the number of the feature, from 1.

    Where the table has a column ``geometry`` the shapes go there; else they must be points and fill ``lon`` and ``lat``.
    """
    content = read_utf8(path, spec.name)
    if isinstance(content, Problem):
        return pd.DataFrame(), (content,)
    return parse_geojson(content, path.name, spec)


def parse_geojson(content: str, file: str, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The same for text that is in memory already."""
    node = _features(content)
    if isinstance(node, Text):
        return pd.DataFrame(), (problem("files.bad_json", spec.name, file=file, why=node),)
    properties = [dict(feature.get("properties") or {}) for feature in node["features"]]
    drawn, problems = _shapes(node["features"], spec)
    if (crs := node.get("crs")) is not None and not problems and len(drawn):
        placed = to_wgs84(drawn, _crs_name(crs), spec.name, file)
        drawn, problems = placed.shapes, placed.problems
        if errors(problems):
            drawn = np.full(len(drawn), None, dtype=object)
    rows = list(zip(range(1, len(drawn) + 1), properties, drawn, strict=True))
    frame, found = features_frame(rows, spec)
    return frame, (*problems, *found)


def _features(content: str) -> Mapping[str, Any] | Text:
    """The feature collection of a file, or what is wrong with it."""
    try:
        node = json.loads(content)
    except RecursionError:
        return text("unreadable.too_deep")
    except json.JSONDecodeError as error:
        if not content[error.pos :].strip():
            return text("unreadable.json.cut_short")
        return text("unreadable.at", line=str(error.lineno), column=str(error.colno))
    if not isinstance(node, Mapping) or node.get("type") != "FeatureCollection":
        kind = node.get("type") if isinstance(node, Mapping) else None
        found = kind[:_SHOWN] if isinstance(kind, str) else text("unreadable.json.something_else")
        return text("unreadable.json.no_collection", found=found)
    features = node.get("features")
    if not isinstance(features, list) or not all(isinstance(feature, Mapping) for feature in features):
        return text("unreadable.json.no_features")
    for number, feature in enumerate(features, 1):
        if not isinstance(feature.get("properties") or {}, Mapping):
            return text("unreadable.json.no_properties", number=number)
    return node


def _shapes(features: list[Any], spec: Table) -> tuple[NDArray[np.object_], tuple[Problem, ...]]:
    drawn, problems = np.full(len(features), None, dtype=object), []
    for at, feature in enumerate(features):
        found = shape_of_geojson(feature.get("geometry"))
        if isinstance(found, Text):
            problems.append(problem("files.bad_shape", spec.name, "geometry", at + 1, why=found))
        else:
            drawn[at] = found
    return drawn, tuple(problems)


def features_frame(
    rows: list[tuple[int, dict[str, Any], BaseGeometry | None]], spec: Table
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """A raw frame from features (number, properties, shape in WGS 84): all properties as text, shapes where they belong."""
    names = list(dict.fromkeys(name for _, known, _ in rows for name in known))
    numbers = [number for number, _, _ in rows]
    cells = {name: [_cell(known.get(name)) for _, known, _ in rows] for name in names if name != "geometry"}
    frame = pd.DataFrame(cells, index=numbers, dtype="str")
    if not rows and not len(frame.columns):
        return pd.DataFrame(columns=list(spec.columns)), ()
    if "geometry" in spec.columns:
        return _with_shapes(frame, [drawn for _, _, drawn in rows], spec)
    if "lon" not in spec.columns:
        return frame, ()
    return _with_points(frame, rows, spec)


def _with_shapes(
    frame: pd.DataFrame, drawn: list[BaseGeometry | None], spec: Table
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The frame with its shapes, those left out that are not in degrees."""
    wrong = [None if shape is None else why_not_in_degrees(shape) for shape in drawn]
    shapes = [None if why else shape for shape, why in zip(drawn, wrong, strict=True)]
    problems = (
        problem("files.bad_shape", spec.name, "geometry", int(row), why=why)
        for row, why in zip(frame.index, wrong, strict=True)
        if why is not None
    )
    return frame.assign(geometry=pd.Series(shapes, index=frame.index, dtype="object")), tuple(problems)


def geojson_text(frame: pd.DataFrame, name: str) -> str:
    """A typed frame as a feature collection: its ``geometry``, or points in place of ``lon`` and ``lat``."""
    columns = [column for column in frame.columns if column not in ("geometry", "lon", "lat")]
    lines = []
    for row in range(len(frame)):
        known = {column: _value(frame[column].iloc[row]) for column in columns}
        drawn = _geometry_of(frame, row)
        feature = {"type": "Feature", "properties": known, "geometry": drawn}
        lines.append(json.dumps(feature, ensure_ascii=False, allow_nan=False))
    body = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", "name": {json.dumps(name)}, "features": [\n{body}\n]}}\n'


def _crs_name(crs: Any) -> str:
    """What the member ``crs`` of the older GeoJSON names (RFC 7946 dropped it; files still carry it)."""
    known = crs.get("properties") if isinstance(crs, Mapping) else None
    return str(known.get("name")) if isinstance(known, Mapping) else str(crs)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and abs(value) != float("inf"):
        return number_as_text(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _with_points(
    frame: pd.DataFrame, rows: list[tuple[int, dict[str, Any], BaseGeometry | None]], spec: Table
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    problems: list[Problem] = []
    lon, lat = (list(frame[axis]) if axis in frame else [""] * len(frame) for axis in ("lon", "lat"))
    for at, (number, _, drawn) in enumerate(rows):
        if drawn is None or drawn.is_empty:
            continue
        if not isinstance(drawn, Point):
            problems.append(
                problem("files.not_a_point", spec.name, "geometry", number, found=drawn.geom_type)
            )
            continue
        if not lon[at] and not lat[at]:
            lon[at], lat[at] = _degrees(drawn.x), _degrees(drawn.y)
        elif (metres := _apart(lon[at], lat[at], drawn)) > _NEAR_M:
            problems.append(_two_places(spec, number, f"{lon[at]}; {lat[at]}", drawn, metres))
    return frame.assign(lon=pd.Series(lon, frame.index), lat=pd.Series(lat, frame.index)), tuple(problems)


def _degrees(value: float) -> str:
    """Nine decimals are a tenth of a millimetre: enough, and free of the noise of a projection."""
    return number_as_text(round(value, 9)) if abs(value) != float("inf") and value == value else str(value)


def _apart(lon: str, lat: str, drawn: Point) -> float:
    """Metres between the written and the drawn point; 0 where a cell is no number (for the door to tell)."""
    try:
        metres = float(Geod(ellps="WGS84").inv(float(lon), float(lat), drawn.x, drawn.y)[2])
    except ValueError:
        return 0.0
    return metres if metres == metres else 0.0


def _two_places(spec: Table, number: int, written: str, drawn: Point, metres: float) -> Problem:
    if _SHIFTED_M[0] <= metres <= _SHIFTED_M[1]:
        return problem("files.shifted_layer", spec.name, "lon, lat", number, metres=metres)
    place = f"{drawn.x:.6f}; {drawn.y:.6f}"
    return problem("files.point_twice", spec.name, "lon, lat", number, written=written, drawn=place)


def _value(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    return cell.item() if hasattr(cell, "item") else cell


def _geometry_of(frame: pd.DataFrame, row: int) -> Any:
    if "geometry" in frame:
        drawn = frame["geometry"].iloc[row]
        return mapping(drawn) if drawn is not None and drawn is not pd.NA and drawn == drawn else None
    lon, lat = frame["lon"].iloc[row], frame["lat"].iloc[row]
    return (
        None if pd.isna(lon) or pd.isna(lat) else {"type": "Point", "coordinates": [float(lon), float(lat)]}
    )

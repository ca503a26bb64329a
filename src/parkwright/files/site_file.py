"""A site in a file of its own: boundary, exclusions and access points out of GeoPackage, GeoJSON, Shapefile or DXF, in metres."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from parkwright.files.bad_layers import heard, look, unreadable
from parkwright.files.layers import UNREADABLE, Layer, layer_names, read_layer
from parkwright.rules import fold
from parkwright.tables import BadInput, Problem, errors, problem

TABLE = "site_shapes"
ENDINGS = (".gpkg", ".geojson", ".json", ".shp", ".kml", ".kmz")
"""Formats beside DXF."""
_ROLES = {
    "boundary": ("boundary", "ranh"),
    "exclusion": ("exclusion", "loai_tru", "loai-tru", "canal", "kenh", "corridor"),
    "access": ("access", "dau_noi", "dau-noi", "gate", "cong"),
}
_KINDS = {
    "canal": ("canal", "kenh", "songsuoi", "river", "song"), "lake": ("lake", "honuoc"),
    "power_corridor": ("power", "dien"), "protected": ("protected", "bao_ve"), "road": ("road", "duonggt"),
}  # fmt: skip
_NUMBERS = ("width_m", "buffer_m")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site as a file holds it.

    shapes:   role, kind, width_m, buffer_m, crossable, evidence ("" = not said), geometry (metres); the index is the number of the feature, from 1
    zone:     the projected zone of the geometry ("EPSG:9210"), "" if the file does not say
    problems: warnings about how it was read
    repairs:  of a drawing: handle, layer, type, kind, left_out, text; what was mended, and what was left out
    """

    shapes: pd.DataFrame
    zone: str
    problems: tuple[Problem, ...]
    repairs: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_site(path: Path, zone: str | None = None) -> SiteFile:
    """Read the shapes of one site.

    A feature says by its field ``role`` what it is; without that field, by the name of its layer; and where the file has but
    one area and neither says anything, that area is the boundary, points are access points and lines are exclusions.

    zone: the projected system that degrees are brought into; None = they are left, and refused later in one sentence

    I/O Example:
        site.gpkg (EPSG:9210), one layer: role boundary, exclusion (kind canal, width_m 12), access
        -> SiteFile(three rows, "EPSG:9210", ())

    Raises:
        BadInput: the file cannot be read, or has no shapes.
    """
    if zone is not None:
        _check_zone(zone)
    if path.suffix.lower() == ".dxf":
        return _from_drawing(path, zone)
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(
            [problem("files.site_format", TABLE, file=path.name, known=", ".join((*ENDINGS, ".dxf")))]
        )
    if (wrong := look(TABLE, path)) is not None:
        raise BadInput([wrong])
    remarks: list[Problem] = []
    try:
        with heard(TABLE, path, remarks):
            layers = {name: read_layer(path, name) for name in layer_names(path) if name != "layer_styles"}
    except UNREADABLE as error:
        raise BadInput([unreadable(TABLE, path, error)]) from error
    rows: list[dict[str, Any]] = []
    zones = []
    for name, layer in layers.items():
        if layer.spatial:
            rows += _rows(layer, name)
            zones.append(layer.crs or "")
    if not rows:
        raise BadInput([problem("files.no_layer", TABLE, file=path.name)])
    if len({*zones}) > 1:
        raise BadInput(
            [problem("files.several_zones", TABLE, file=path.name, zones=", ".join(sorted({*zones})))]
        )
    frame = pd.DataFrame(rows, index=range(1, len(rows) + 1))
    frame["role"] = _guessed(frame)
    return _placed(frame, zones[0], zone, tuple(remarks))


def _rows(layer: Layer, name: str) -> list[dict[str, Any]]:
    own = next((role for role, words in _ROLES.items() if name.lower().startswith(words)), "")
    found = []
    for _, known, shape in layer.rows:
        if shape is None or shape.is_empty:
            continue
        cells = {key.lower(): value for key, value in known.items()}
        row: dict[str, Any] = {"role": cells.get("role", "") or own, "kind": cells.get("kind", "")}
        for key in _NUMBERS:
            row[key] = _number(cells.get(key, ""))
        crossable = cells.get("crossable", "")
        row["crossable"] = pd.NA if crossable == "" else crossable in ("1", "True", "true")
        row["evidence"] = cells.get("evidence", "")
        row["geometry"] = shapely.force_2d(shape)
        found.append(row)
    return found


def _from_drawing(path: Path, zone: str | None) -> SiteFile:
    """A site out of a DXF: roles by the names of layers, else by the kind of shape; metres of the zone that the file or the
    line names."""
    from parkwright.files.dxf import read_drawing

    drawing = read_drawing(path)
    wrong = errors(drawing.problems)
    if wrong:
        raise BadInput(wrong)
    rows: list[dict[str, Any]] = []
    for frame in (drawing.polygons, drawing.lines, drawing.points):
        for layer, shape in zip(frame["layer"], frame["geometry"], strict=True):
            plain = fold(str(layer)).replace(" ", "_")
            own = next((role for role, words in _ROLES.items() if any(word in plain for word in words)), "")
            rows.append(
                {
                    "role": own,
                    "kind": _kind_of(plain),
                    "width_m": np.nan,
                    "buffer_m": np.nan,
                    "crossable": pd.NA,
                    "geometry": shape,
                }
            )
    if not rows:
        raise BadInput([problem("files.no_layer", TABLE, file=path.name)])
    found = pd.DataFrame(rows, index=range(1, len(rows) + 1))
    found["role"] = _guessed(found)
    return SiteFile(found, drawing.zone or zone or "", drawing.problems, drawing.repairs)


def _check_zone(zone: str) -> None:
    """Raise ``BadInput`` for a zone that PROJ does not know, or that is not in metres."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        projected = CRS.from_user_input(zone).is_projected
    except CRSError:
        projected = False
    if not projected:
        raise BadInput([problem("files.no_such_zone", TABLE, zone=zone)])


def _kind_of(layer: str) -> str:
    """The kind of an exclusion by the name of its layer, "" where it says none."""
    return next((kind for kind, words in _KINDS.items() if any(word in layer for word in words)), "")


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _guessed(frame: pd.DataFrame) -> pd.Series:
    """Roles, where the file says none, by the kind of shape: the largest area is the boundary."""
    role = frame["role"].astype("object")
    if (role != "").any():
        return role
    dimension = pd.Series([shapely.get_dimensions(shape) for shape in frame["geometry"]], index=frame.index)
    role[dimension == 0], role[dimension == 1], role[dimension == 2] = "access", "exclusion", "exclusion"
    areas = pd.Series([shape.area for shape in frame["geometry"]], index=frame.index)
    role.iloc[int(np.argmax(areas.to_numpy()))] = "boundary"
    return role


def _placed(frame: pd.DataFrame, drawn: str, zone: str | None, remarks: tuple[Problem, ...]) -> SiteFile:
    """Shapes in metres: degrees through the house's one operation into the zone that was named."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    from parkwright.files.crs import to_wgs84
    from parkwright.kernels.projection import to_zone

    bounds = shapely.total_bounds(np.array(frame["geometry"], dtype=object))
    degrees = bool(np.all(np.abs(bounds) <= 180))
    try:
        known = CRS.from_user_input(drawn) if drawn else None
    except CRSError:
        known = None
    geographic = degrees and (known is None or known.is_geographic)
    if not geographic:
        told = None if known is None or known.is_geographic else known
        if told is not None and zone is not None and told != CRS.from_user_input(zone):
            raise BadInput([problem("files.zone_conflict", TABLE, found=told.to_string(), zone=zone)])
        return SiteFile(frame, zone or "" if told is None else told.to_string(), remarks)
    if zone is None:
        return SiteFile(frame, "", remarks)
    placed = to_wgs84(np.array(frame["geometry"], dtype=object), drawn or "EPSG:4326", TABLE, "")
    wrong = tuple(found for found in placed.problems if found.severity == "error")
    if wrong:
        raise BadInput(wrong)
    moved = [
        shapely.transform(shape, lambda xy: np.column_stack(to_zone(xy[:, 0], xy[:, 1], zone)))
        for shape in placed.shapes
    ]
    return SiteFile(frame.assign(geometry=moved), zone, (*remarks, *placed.problems))

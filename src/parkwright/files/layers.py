"""Layers of a vector file (GeoPackage, Shapefile, KML) as raw frames, and typed frames as layers.

pyogrio loads with the first layer: most regions are CSV files and have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from parkwright.files.crs import to_wgs84
from parkwright.files.csv_table import number_as_text
from parkwright.files.geojson import features_frame
from parkwright.tables import Problem, Table

UNREADABLE = (ValueError, OSError, RuntimeError)
"""What GDAL, by way of pyogrio, raises on a file that it cannot make sense of (its own errors are RuntimeErrors)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it stands in the file: names and cells of its fields (as text), shapes as drawn, what it says of its zone."""

    fields: list[str]
    rows: list[tuple[int, dict[str, Any], Any]]
    crs: str | None
    spatial: bool


def layer_names(path: Path) -> tuple[str, ...]:
    """Names of the layers of a file.

    Raises:
        one of UNREADABLE: GDAL cannot open it.
    """
    import pyogrio

    return tuple(str(name) for name, _ in pyogrio.list_layers(path))


def read_layer(path: Path, layer: str | None = None, encoding: str | None = None) -> Layer:
    """Read a layer as it stands; features are numbered from 1, as the attribute table of QGIS shows them.

    Raises:
        one of UNREADABLE: GDAL cannot read it.
    """
    from pyogrio.raw import read

    meta, fids, wkb, columns = read(path, layer=layer, encoding=encoding, return_fids=True)
    count = len(fids)
    fields = [str(name) for name in meta["fields"]]
    cells = [[cell_text(cell) for cell in column] for column in columns]
    shapes = shapely.from_wkb(wkb) if wkb is not None else [None] * count
    rows = [
        (at + 1, {name: column[at] for name, column in zip(fields, cells, strict=True)}, shapes[at])
        for at in range(count)
    ]
    return Layer(fields, rows, meta["crs"], meta.get("geometry_type") is not None)


def layer_frame(layer: Layer, spec: Table, file: str) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """A raw frame from a layer: shapes brought to WGS 84, into ``geometry`` or into ``lon`` and ``lat``."""
    drawn = np.array([shape for _, _, shape in layer.rows] or [None], dtype=object)[: len(layer.rows)]
    problems: tuple[Problem, ...] = ()
    if any(shape is not None for shape in drawn):
        placed = to_wgs84(drawn, layer.crs, spec.name, file)
        drawn, problems = placed.shapes, placed.problems
        if any(found.severity == "error" for found in problems):
            drawn = np.full(len(layer.rows), None, dtype=object)
    rows = [(number, known, shape) for (number, known, _), shape in zip(layer.rows, drawn, strict=True)]
    frame, found = features_frame(rows, spec)
    if not rows:
        missing = [name for name in spec.columns if name in _PLACED and name not in layer.fields]
        frame = pd.DataFrame(columns=layer.fields + missing)
    return frame, problems + found


_PLACED = ("lon", "lat", "geometry")


def cell_text(cell: Any) -> str:
    """A cell of a vector file as text: unknown is empty, bool is 0/1, dates are ISO."""
    if cell is None or cell is pd.NaT or (isinstance(cell, np.datetime64) and np.isnat(cell)):
        return ""
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, float | np.floating):
        value = float(cell)
        if value != value:
            return ""
        return number_as_text(value) if abs(value) != float("inf") else str(value)
    if isinstance(cell, np.datetime64):
        return str(cell.astype("datetime64[s]")).removesuffix("T00:00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_layer(
    path: Path,
    name: str,
    frame: pd.DataFrame,
    shapes: NDArray[np.object_] | None,
    kind: str | None,
    driver: str,
    crs: str = "EPSG:4326",
) -> None:
    """Add a typed frame as a layer to a file (which is made if it is not there).

    shapes: one per row (None where unknown), or None for a table without shapes
    crs:    what the shapes are in, degrees WGS 84 by default; "" = unknown
    kind:   geometry type of the layer as OGR names it ("Point", "MultiPolygon")
    """
    from pyogrio.raw import write

    data, masks = zip(*(_field(frame[column]) for column in frame.columns), strict=True)
    options: dict[str, Any] = {"GEOMETRY_NAME": "geom"} if driver == "GPKG" and shapes is not None else {}
    write(
        path,
        None
        if shapes is None
        else np.array([None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object),
        list(data),
        list(frame.columns),
        field_mask=list(masks),
        layer=name,
        driver=driver,
        geometry_type=kind,
        crs=None if shapes is None else crs or None,
        encoding="UTF-8",
        promote_to_multi=kind is not None and kind.startswith("Multi"),
        append=path.exists(),
        layer_options=options,
    )


def _field(cells: pd.Series) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Values and mask of unknown cells, in a type that OGR stores without loss."""
    unknown = cells.isna().to_numpy()
    mask = unknown if unknown.any() else None
    if pd.api.types.is_bool_dtype(cells.dtype):
        return cells.fillna(False).to_numpy(dtype=bool), mask
    if pd.api.types.is_integer_dtype(cells.dtype):
        return cells.fillna(0).to_numpy(dtype=np.int64), mask
    if pd.api.types.is_float_dtype(cells.dtype):
        return cells.to_numpy(dtype=np.float64), None
    return np.array(
        [None if lost else str(cell) for cell, lost in zip(cells, unknown, strict=True)], dtype=object
    ), None


def points_of(frame: pd.DataFrame) -> NDArray[np.object_]:
    """Points from ``lon`` and ``lat``, None where unknown."""
    known = (frame["lon"].notna() & frame["lat"].notna()).to_numpy()
    points = np.full(len(frame), None, dtype=object)
    points[known] = shapely.points(frame["lon"].to_numpy()[known], frame["lat"].to_numpy()[known])
    return points

"""A region as a GeoPackage: tables with a place on the map as layers, the others as attribute tables, QGIS styles inside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from parkwright.files.bad_layers import heard, look, unreadable
from parkwright.files.layers import UNREADABLE, layer_frame, layer_names, points_of, read_layer, write_layer
from parkwright.files.meta_tables import META_COLUMNS, META_TABLES, meta_tables, read_meta_tables
from parkwright.files.qgis_styles import Look, Style, add_styles, still_dates
from parkwright.files.raw_region import RawRegion
from parkwright.files.same import write_checked
from parkwright.files.sheet_names import check_names, meant_by
from parkwright.tables import Problem, all_tables, problem

_STYLES = {
    "parks": Style("Point", {"": Look("70,130,180,255")}, label="name_vi"),
    "sites": Style("Point", {"": Look("214,69,65,255", size_mm=3.0, shape="diamond")}, label="name_vi"),
    "places": Style("Point", {"": Look("110,90,160,255")}, label="name_vi"),
    "gateways": Style("Point", {"": Look("40,140,90,255", shape="square")}),
    "road_nodes": Style("Point", {"": Look("120,120,120,255", size_mm=1.0)}),
    "plots": Style("Point", {"": Look("200,150,60,255", size_mm=1.6, shape="square")}),
}


def write_geopackage(path: Path, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    """Write a region into a GeoPackage and check it by reading it back.

    node:   content of region.toml (``meta_node``)
    frames: typed input tables by name; points take the place of the columns lon and lat

    Raises:
        BadInput: ``path`` exists, or the file would not hold what was written.
    """
    write_checked(path, node, frames, lambda beside: _write(beside, node, frames), read_geopackage)


def read_geopackage(path: Path) -> RawRegion:
    """Read a GeoPackage into a raw region; nothing is raised, every defect is a problem. Rows are numbers of features, from 1."""
    specs = {spec.name: spec for spec in all_tables("input")}
    tables: dict[str, pd.DataFrame] = {}
    meta: dict[str, pd.DataFrame] = {}
    if (wrong := look(path.stem, path)) is not None:
        return RawRegion(None, {}, (wrong,))
    problems: list[Problem] = []
    try:
        with heard(path.stem, path, problems):
            names = layer_names(path)
            layers = {name: read_layer(path, name) for name in names if name in specs or name in META_TABLES}
    except UNREADABLE as error:
        return RawRegion(None, {}, (unreadable(path.stem, path, error),))
    if not layers and not meant_by(names, specs):
        return RawRegion(None, {}, (problem("files.no_region_here", path.stem, path=str(path)),))
    for name, layer in layers.items():
        if name in META_TABLES:
            meta[name] = pd.DataFrame([known for _, known, _ in layer.rows], columns=list(META_COLUMNS[name]))
            continue
        tables[name], found = layer_frame(layer, specs[name], path.name)
        problems += found
    needed = [*(name for name, spec in specs.items() if not spec.may_be_empty), "region"]
    problems += check_names(names, needed, [*specs, *META_TABLES, "layer_styles"], path.name)
    if "region" not in names:
        return RawRegion(None, tables, tuple(problems))
    node, found = read_meta_tables(meta)
    return RawRegion(node, tables, (*problems, *found))


def _write(path: Path, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        if "geometry" in frame:
            write_layer(
                path, name, frame.drop(columns="geometry"), frame["geometry"].to_numpy(), "Unknown", "GPKG"
            )
        elif "lon" in frame:
            write_layer(path, name, frame.drop(columns=["lon", "lat"]), points_of(frame), "Point", "GPKG")
        else:
            write_layer(path, name, frame, None, None, "GPKG")
    for name, frame in meta_tables(node).items():
        write_layer(path, name, frame, None, None, "GPKG")
    add_styles(path, {name: style for name, style in _STYLES.items() if name in frames})
    still_dates(path)

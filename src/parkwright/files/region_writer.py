"""Write a region as a folder, a workbook or a GeoPackage; what was written is read back and compared first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from parkwright.files.csv_table import csv_bytes
from parkwright.files.geojson import geojson_text
from parkwright.files.geopackage import write_geopackage
from parkwright.files.meta_tables import meta_node, meta_toml
from parkwright.files.new_place import format_of
from parkwright.files.region_folder import META, read_region_folder
from parkwright.files.same import write_checked
from parkwright.tables import Region

Points = Literal["csv", "geojson"]


def write_region(region: Region, path: Path, points: Points = "csv") -> None:
    """Write all tables of a region and its region.toml.

    path:   ``….xlsx`` gives a workbook, ``….gpkg`` a GeoPackage, anything else a folder
    points: in a folder, whether tables with lon and lat are CSV or GeoJSON

    Raises:
        BadInput: ``path`` exists or is of another kind, or the format would not hold every row and value (the rows are named).
    """
    node, frames = meta_node(region.meta), region.frames()
    kind = format_of(path)
    if kind == "workbook":
        # It loads xlsxwriter, which readers do not need.
        from parkwright.files.workbook_writer import write_workbook

        write_workbook(path, node, frames, region.meta.currency)
    elif kind == "geopackage":
        write_geopackage(path, node, frames)
    else:
        write_checked(
            path, node, frames, lambda beside: _write_folder(beside, node, frames, points), read_region_folder
        )


def _write_folder(
    folder: Path, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], points: Points
) -> None:
    folder.mkdir()
    (folder / META).write_text(meta_toml(node), "utf-8")
    write_tables(folder, frames, points)


def write_tables(folder: Path, frames: Mapping[str, pd.DataFrame], points: Points) -> None:
    """One file per table into a folder that is there: shapes as GeoJSON, points as ``points`` says, all else as CSV."""
    for name, frame in frames.items():
        if "geometry" in frame or ("lon" in frame and points == "geojson"):
            (folder / f"{name}.geojson").write_text(geojson_text(frame, name), "utf-8")
        else:
            (folder / f"{name}.csv").write_bytes(csv_bytes(frame))

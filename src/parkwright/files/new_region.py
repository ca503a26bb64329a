"""A blank region for a user to fill in: a folder with a workbook beside it, or a workbook or a GeoPackage alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from parkwright.files.geopackage import write_geopackage
from parkwright.files.meta_tables import meta_toml
from parkwright.files.new_place import format_of, new_folder, refuse_taken, template
from parkwright.files.region_folder import META
from parkwright.files.region_writer import Points, write_tables
from parkwright.files.zones import Zoned, province_entries
from parkwright.tables import all_tables, empty_frame, schema_version


def new_region(path: Path, points: Points = "csv", provinces: tuple[Zoned, ...] = ()) -> tuple[Path, ...]:
    """Make a blank region that a user then fills in.

    path:   ``….xlsx`` gives a workbook, ``….gpkg`` a GeoPackage, anything else a folder (an empty one may stand there) with
            the workbook ``<path>.xlsx`` beside it
    points: in a folder, whether tables with lon and lat are CSV or GeoJSON
    provinces: what it lies in (see ``zones``): their entries stand in its region.toml, and the zone of the first is computed in

    Returns what was made. CSV files carry the mark that makes spreadsheets read them as UTF-8.

    Raises:
        BadInput: ``path`` (or the workbook) exists, or is of no kind that a region is written as.
        OSError: nothing can be written there.
    """
    # It loads xlsxwriter, which readers do not need.
    from parkwright.files.workbook_writer import write_workbook

    path = path.absolute()
    frames = {spec.name: empty_frame(spec.name) for spec in all_tables("input")}
    node = _BLANK | (
        {"analysis_crs": provinces[0].zone, "provinces": province_entries(provinces)} if provinces else {}
    )
    kind = format_of(path)
    made = (path,) if kind != "folder" else (path, path.parent / f"{path.name}.xlsx")
    refuse_taken(*made)
    if kind == "geopackage":
        write_geopackage(path, node, frames)
        return made
    if kind == "folder":
        with new_folder(path) as folder:
            _fill_blank(folder, frames, points, provinces)
            write_workbook(made[-1], node, frames)
    else:
        write_workbook(path, node, frames)
    return made


def _fill_blank(
    folder: Path, frames: Mapping[str, pd.DataFrame], points: Points, provinces: tuple[Zoned, ...]
) -> None:
    folder.mkdir()
    write_tables(folder, frames, points)
    (folder / META).write_text(_with_provinces(template(META).decode(), provinces), "utf-8")


def _with_provinces(content: str, provinces: tuple[Zoned, ...]) -> str:
    """The template of region.toml with the zone filled in, and its example of a province replaced by the real ones."""
    if not provinces:
        return content
    head, mark, _ = content.partition(_EXAMPLE)
    if not mark or _ZONE.search(head) is None:
        raise ValueError("the template of region.toml has no zone or no example of a province")
    zoned = _ZONE.sub(f'analysis_crs = "{provinces[0].zone}"', head).rstrip("\n")
    return f"{zoned}\n{meta_toml({'provinces': province_entries(provinces)})}"


_EXAMPLE = "# [[provinces]]"
_ZONE = re.compile(r'^# analysis_crs = "[^"]*"', re.MULTILINE)

_BLANK = {"schema_version": schema_version()} | dict.fromkeys(("region_id", "name.vi", "name.en", "rule_set", "currency", "price_year", "per_usd", "base_date", "appraisal_date", "analysis_crs", "planned_scopes", "outside_scopes"), "")  # fmt: skip
"""Keys of the sheet ``region``, to be filled in."""

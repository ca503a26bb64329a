"""A region as a folder: ``region.toml``, one CSV per table, GeoJSON for those with shapes."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from parkwright.files.csv_table import read_csv_table, read_utf8
from parkwright.files.geojson import read_geojson_table
from parkwright.files.raw_region import RawRegion
from parkwright.files.shapes import shapes_of_wkt
from parkwright.files.sheet_names import meant_by
from parkwright.files.toml_text import parse_toml
from parkwright.files.unreadable import os_reason
from parkwright.files.vector import VECTOR_ENDINGS, read_vector_table
from parkwright.tables import Problem, Table, all_tables, problem
from parkwright.words import Text

META = "region.toml"
_TABLE_ENDINGS = (".csv", ".geojson", *VECTOR_ENDINGS)
_LIKE_TABLES = (*_TABLE_ENDINGS, ".txt", ".tsv", ".tab", ".json", ".xlsx", ".xls", ".ods", ".gpkg")
"""Endings of files that may hold a table that a person meant, but not in a kind that stands in a folder."""


def list_regions() -> tuple[str, ...]:
    """Names of the bundled regions."""
    return tuple(sorted(folder.name for folder in _bundle().iterdir() if (folder / META).is_file()))


def bundled_region_path(name: str) -> Path | None:
    """The folder of a bundled region, or None if there is none of that name."""
    return _bundle() / name if name in list_regions() else None


def read_region_folder(folder: Path) -> RawRegion:
    """Read a folder as it stands; every defect of the files is among the problems, nothing is raised.

    Each table stands in one file named after it: ``sites.csv``, or, for tables with a place on the map, ``sites.geojson``,
    ``sites.kml`` or ``sites.shp``. A table without a file counts as empty, where it may be.
    """
    there = _names(folder)
    if isinstance(there, Problem):
        return RawRegion(None, {}, (there,))
    misspelt = _misspelt(there)
    if META not in there and not misspelt and not any(map(_is_table, there)):
        return RawRegion(None, {}, (problem("files.no_region_here", folder.name, path=str(folder)),))
    problems: list[Problem] = []
    node, found = read_meta_file(folder / META)
    problems += found
    tables: dict[str, pd.DataFrame] = {}
    for spec in all_tables("input"):
        tables_of, found = _read_table(folder, spec, there, misspelt.get(spec.name))
        problems += found
        if tables_of is not None:
            tables[spec.name] = tables_of
    problems += _strangers(there, misspelt.values())
    return RawRegion(node, tables, tuple(problems))


def _names(folder: Path) -> list[str] | Problem:
    """Names of the files of a folder, sorted; a folder that can be listed but not entered is told once, not file by file."""
    try:
        there = sorted(path.name for path in folder.iterdir())
        for name in there[:1]:
            (folder / name).stat()
    except OSError as error:
        return problem("files.cannot_open_folder", folder.name, path=str(folder), why=os_reason(error))
    return there


def read_meta_file(path: Path) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The content of region.toml as a tree, or what is wrong with the file."""
    content = read_utf8(path, META)
    if isinstance(content, Problem):
        return None, (content,)
    return parse_meta(content)


def parse_meta(content: str) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The same for text that is in memory already."""
    tree = parse_toml(content)
    if isinstance(tree, Text):
        line = dict(tree.values).get("line")
        row = int(str(line)) if line else None
        return None, (problem("files.bad_toml", META, "", row, file=META, where=tree),)
    return tree, ()


def _read_table(
    folder: Path, spec: Table, there: Collection[str], misspelt: str | None
) -> tuple[pd.DataFrame | None, tuple[Problem, ...]]:
    endings = [ending for ending in _TABLE_ENDINGS if f"{spec.name}{ending}" in there]
    if len(endings) > 1:
        names = ", ".join(f"{spec.name}{ending}" for ending in endings)
        return None, (problem("files.two_files", spec.name, files=names),)
    if not endings:
        return None, _not_there(spec, misspelt)
    path = folder / f"{spec.name}{endings[0]}"
    if endings[0] == ".csv":
        return _read_csv(path, spec)
    if endings[0] == ".geojson":
        return read_geojson_table(path, spec)
    return read_vector_table(path, spec)


def _read_csv(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """A table in CSV; shapes stand there as in a workbook, in WKT."""
    frame, problems = read_csv_table(path, spec.name)
    if "geometry" not in spec.columns or "geometry" not in frame:
        return frame, problems
    shapes, found = shapes_of_wkt(spec.name, frame["geometry"])
    return frame.assign(geometry=shapes), (*problems, *found)


def _not_there(spec: Table, misspelt: str | None) -> tuple[Problem, ...]:
    usual = f"{spec.name}{'.geojson' if 'geometry' in spec.columns else '.csv'}"
    if misspelt is not None:
        return (problem("files.file_misspelt", spec.name, found=misspelt, file=usual),)
    return () if spec.may_be_empty else (problem("missing_table", spec.name, file=usual),)


def _misspelt(there: Collection[str]) -> dict[str, str]:
    """Files that mean a table without a file: "Sites.CSV", "road nodes.csv", "requests.xlsx"; by the table that they mean."""
    tables = [spec.name for spec in all_tables("input")]
    present = {name for name in tables if any(f"{name}{ending}" in there for ending in _TABLE_ENDINGS)}
    stems = {Path(name).stem: name for name in there if Path(name).suffix.lower() in _LIKE_TABLES}
    exact = {stem: stem for stem in stems if stem in tables}
    meant = exact | meant_by(stems, tables)
    return {name: stems[stem] for stem, name in meant.items() if name not in present}


def _strangers(there: Iterable[str], misspelt: Collection[str]) -> Iterator[Problem]:
    """Files that look like tables but belong to none: told, so that a misspelt name does not lose a table."""
    known = [spec.name for spec in all_tables("input")]
    for name in there:
        stem, ending = Path(name).stem, Path(name).suffix
        if ending.lower() in _TABLE_ENDINGS and not _is_table(name) and name not in misspelt:
            nearest = difflib.get_close_matches(stem, known, 1, 0.0)[0]
            yield problem("files.unknown_file", stem, severity="warning", file=name, nearest=nearest)


def _is_table(name: str) -> bool:
    known = {spec.name for spec in all_tables("input")}
    return Path(name).stem in known and Path(name).suffix in _TABLE_ENDINGS


def _bundle() -> Path:
    return Path(str(files("parkwright.regions")))

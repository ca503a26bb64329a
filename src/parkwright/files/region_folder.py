"""A region as a folder: ``region.toml``, one CSV per table, ``base_map.geojson``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from parkwright.files.csv_table import read_csv_table, read_utf8
from parkwright.files.geojson import read_geojson_table
from parkwright.files.raw_region import RawRegion
from parkwright.files.toml_text import parse_toml
from parkwright.files.vector import VECTOR_ENDINGS, read_vector_table
from parkwright.tables import Problem, Table, all_tables, problem
from parkwright.words import Text

META = "region.toml"
_TABLE_ENDINGS = (".csv", ".geojson", *VECTOR_ENDINGS)


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
    problems: list[Problem] = []
    node, found = read_meta_file(folder / META)
    problems += found
    tables: dict[str, pd.DataFrame] = {}
    for spec in all_tables("input"):
        tables_of, found = _read_table(folder, spec)
        problems += found
        if tables_of is not None:
            tables[spec.name] = tables_of
    problems += _strangers(folder)
    return RawRegion(node, tables, tuple(problems))


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
        return None, (problem("files.bad_toml", META, file=META, where=tree),)
    return tree, ()


def _read_table(folder: Path, spec: Table) -> tuple[pd.DataFrame | None, tuple[Problem, ...]]:
    endings = [ending for ending in _TABLE_ENDINGS if (folder / f"{spec.name}{ending}").exists()]
    if len(endings) > 1:
        names = ", ".join(f"{spec.name}{ending}" for ending in endings)
        return None, (problem("files.two_files", spec.name, files=names),)
    if not endings:
        usual = ".geojson" if "geometry" in spec.columns else ".csv"
        if spec.may_be_empty:
            return None, ()
        return None, (problem("missing_table", spec.name, file=f"{spec.name}{usual}"),)
    path = folder / f"{spec.name}{endings[0]}"
    if endings[0] == ".csv":
        return read_csv_table(path, spec.name)
    if endings[0] == ".geojson":
        return read_geojson_table(path, spec)
    return read_vector_table(path, spec)


def _strangers(folder: Path) -> Iterator[Problem]:
    """Files that look like tables but belong to none: told, so that a misspelt name does not lose a table."""
    known = [spec.name for spec in all_tables("input")]
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in _TABLE_ENDINGS and (
            path.stem not in known or path.suffix not in _TABLE_ENDINGS
        ):
            nearest = difflib.get_close_matches(path.stem, known, 1, 0.0)[0]
            yield problem(
                "files.unknown_file", path.stem, severity="warning", file=path.name, nearest=nearest
            )


def _bundle() -> Path:
    return Path(str(files("parkwright.regions")))

"""A new region for a user to fill in: a blank folder with a blank workbook, or a full copy of a bundled region."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from parkwright.files.csv_table import csv_bytes
from parkwright.files.geojson import geojson_text
from parkwright.files.region_folder import META, bundled_region_path, list_regions
from parkwright.tables import BadInput, all_tables, empty_frame, problem, schema_version

_BOM = b"\xef\xbb\xbf"
README = "README.md"


def new_region(path: Path, from_region: str | None = None) -> tuple[Path, ...]:
    """Make a region that a user then edits.

    path:        the new folder (an empty one may stand there); a blank region also gets the workbook ``<path>.xlsx`` beside it
    from_region: name of a bundled region to copy as it stands, None for blank tables

    Returns what was made. CSV files carry the mark that makes spreadsheets read them as UTF-8.

    Raises:
        BadInput: ``path`` (or the workbook) exists, or there is no bundled region of that name.
        OSError: nothing can be written there.
    """
    path = path.absolute()
    workbook = path.parent / f"{path.name}.xlsx"
    made = (path,) if from_region is not None else (path, workbook)
    if there := [one for one in made if _is_taken(one)]:
        raise BadInput([problem("files.taken", path.name, path=" + ".join(map(str, there)))])
    source = None
    if from_region is not None and (source := bundled_region_path(from_region)) is None:
        told = {"name": from_region, "known": ", ".join(list_regions())}
        raise BadInput([problem("files.no_such_bundle", from_region, "", None, "error", **told)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as beside:
        folder = Path(beside) / path.name
        folder.mkdir()
        _fill_blank(folder) if source is None else _copy(source, folder)
        (folder / README).write_bytes(_template(README))
        if source is None:
            from parkwright.files.workbook_writer import (
                write_workbook,
            )  # loads xlsxwriter, which readers do not need

            write_workbook(
                workbook, _BLANK, {spec.name: empty_frame(spec.name) for spec in all_tables("input")}
            )
        if path.exists():
            for file in sorted(folder.iterdir()):
                os.replace(file, path / file.name)
        else:
            os.replace(folder, path)
    return made


def _is_taken(path: Path) -> bool:
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def _fill_blank(folder: Path) -> None:
    for spec in all_tables("input"):
        if "geometry" in spec.columns:
            (folder / f"{spec.name}.geojson").write_text(
                geojson_text(empty_frame(spec.name), spec.name), "utf-8"
            )
        else:
            (folder / f"{spec.name}.csv").write_bytes(csv_bytes(empty_frame(spec.name)))
    (folder / META).write_bytes(_template(META))


def _copy(source: Path, folder: Path) -> None:
    for file in sorted(source.iterdir()):
        if file.suffix == ".csv":
            content = file.read_bytes()
            (folder / file.name).write_bytes(content if content.startswith(_BOM) else _BOM + content)
        elif file.suffix in (".geojson", ".toml"):
            shutil.copyfile(file, folder / file.name)


def _template(name: str) -> bytes:
    return files("parkwright.files").joinpath("templates", name).read_bytes()


_BLANK = {"schema_version": schema_version()} | dict.fromkeys(("region_id", "name.vi", "name.en", "rule_set", "currency", "price_year", "per_usd", "base_date", "appraisal_date", "analysis_crs", "planned_scopes", "outside_scopes"), "")  # fmt: skip
"""Keys of the sheet ``region``, to be filled in."""

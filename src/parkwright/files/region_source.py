"""Where a region comes from: the name of a bundled one, a folder, a workbook, a GeoPackage."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from parkwright.files.geopackage import read_geopackage
from parkwright.files.raw_region import RawRegion, open_raw
from parkwright.files.region_folder import META, bundled_region_path, list_regions, read_region_folder
from parkwright.files.unreadable import os_reason
from parkwright.files.versions import KEY, is_older, other_version, upgraded
from parkwright.files.workbook import read_workbook
from parkwright.tables import Problem, Region, problem, schema_version


def read_region(source: str | Path) -> tuple[Region | None, tuple[Problem, ...]]:
    """Read a region: the region (None if any problem is an error) and every problem, warnings too.

    source: a folder of CSV files, an ``.xlsx`` workbook, a ``.gpkg`` GeoPackage, or the name of a bundled region
    """
    path = find_region(source)
    if isinstance(path, Problem):
        return None, (path,)
    region, problems = open_raw(read_raw_region(path))
    return region, (*own_folder(source), *problems)


def read_raw_region(path: Path) -> RawRegion:
    """The same before the doors, for a path that exists; of one whose tables are of another version, that alone is told."""
    raw = _read(path)
    if raw.node is None:
        return raw
    strange = other_version(raw.node, path, META)
    if strange is not None:
        return RawRegion(None, {}, (strange,))
    if not is_older(raw.node, raw.tables):
        return raw
    told = problem(
        "files.older_version", META, KEY, None, "warning", path=str(path), read=str(schema_version())
    )
    node = {**raw.node, KEY: schema_version()}
    return RawRegion(node, upgraded(raw.tables), (*raw.problems, told))


def _read(path: Path) -> RawRegion:
    if path.is_dir():
        return read_region_folder(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is not None:
        return reader(path)
    return RawRegion(None, {}, (problem("files.unknown_kind", path.name, path=str(path)),))


def find_region(source: str | Path) -> Path | Problem:
    """The path that a user means: the bundled region of that name, unless ``own_folder`` says otherwise, else a path that exists."""
    path = Path(source)
    named = _bundled(source)
    if named is not None and not own_folder(source):
        return named
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        known = ", ".join(list_regions())
        return problem("files.no_such_region", path.name, path=str(source), known=known)
    except OSError as error:
        return problem("files.cannot_open", path.name, path=str(source), why=os_reason(error))
    return path


def own_folder(source: str | Path) -> tuple[Problem, ...]:
    """The warning that a folder of the user goes before the bundled region of the same name; a folder without a region does not."""
    if _bundled(source) is None or not os.path.isfile(os.path.join(source, META)):
        return ()
    return (problem("files.own_folder", str(source), severity="warning", path=f".{os.sep}{source}"),)


def _bundled(source: str | Path) -> Path | None:
    """The folder of the bundled region of that name; a path is no name."""
    name = str(source)
    return bundled_region_path(name) if name == os.path.basename(name) else None


_READERS: dict[str, Callable[[Path], RawRegion]] = {".xlsx": read_workbook, ".gpkg": read_geopackage}

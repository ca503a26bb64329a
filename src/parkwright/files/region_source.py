"""Where a region comes from: the name of a bundled one, a folder, a workbook, a GeoPackage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from parkwright.files.geopackage import read_geopackage
from parkwright.files.raw_region import RawRegion, open_raw
from parkwright.files.region_folder import META, bundled_region_path, list_regions, read_region_folder
from parkwright.files.unreadable import os_reason
from parkwright.files.versions import other_version
from parkwright.files.workbook import read_workbook
from parkwright.tables import Problem, Region, problem


def read_region(source: str | Path) -> tuple[Region | None, tuple[Problem, ...]]:
    """Read a region: the region (None if any problem is an error) and every problem, warnings too.

    source: a folder of CSV files, an ``.xlsx`` workbook, a ``.gpkg`` GeoPackage, or the name of a bundled region
    """
    path = find_region(source)
    return (None, (path,)) if isinstance(path, Problem) else open_raw(read_raw_region(path))


def read_raw_region(path: Path) -> RawRegion:
    """The same before the doors, for a path that exists; of one whose tables are of another version, that alone is told."""
    raw = _read(path)
    strange = None if raw.node is None else other_version(raw.node, path, META)
    return raw if strange is None else RawRegion(None, {}, (strange,))


def _read(path: Path) -> RawRegion:
    if path.is_dir():
        return read_region_folder(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is not None:
        return reader(path)
    return RawRegion(None, {}, (problem("files.unknown_kind", path.name, path=str(path)),))


def find_region(source: str | Path) -> Path | Problem:
    """The path that a user means: a path that exists goes before a bundled region of that name."""
    path = Path(source)
    try:
        path.stat()
        return path
    except (FileNotFoundError, NotADirectoryError, ValueError):
        bundled = bundled_region_path(str(source))
    except OSError as error:
        return problem("files.cannot_open", path.name, path=str(source), why=os_reason(error))
    if bundled is not None:
        return bundled
    return problem("files.no_such_region", path.name, path=str(source), known=", ".join(list_regions()))


_READERS: dict[str, Callable[[Path], RawRegion]] = {".xlsx": read_workbook, ".gpkg": read_geopackage}

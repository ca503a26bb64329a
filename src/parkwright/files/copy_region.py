"""A region written anew, in another format or to be changed: counts in are counts out, cell by cell."""

from __future__ import annotations

import shutil
from pathlib import Path

from parkwright.files.new_place import format_of, new_folder, refuse_taken
from parkwright.files.raw_region import open_raw
from parkwright.files.region_folder import bundled_region_path, list_regions, read_region_folder
from parkwright.files.region_source import find_region, read_raw_region
from parkwright.files.region_writer import Points, write_region
from parkwright.files.same import differences
from parkwright.tables import BadInput, Problem, Region, errors

_BOM = b"\xef\xbb\xbf"


def copy_region(source: str | Path, path: Path, points: Points = "csv") -> dict[str, int]:
    """Write a filled region as a workbook, a GeoPackage or a folder, by the ending of ``path``.

    source: the name of a bundled region, a folder, a workbook or a GeoPackage
    path:   what to make; a folder may stand there empty
    points: in a folder, whether tables with lon and lat are CSV or GeoJSON

    A bundled region becomes a folder of CSV as it stands: its comments and the order of its rows stay.

    I/O Example:
        copy_region("hcmc", Path("mine.xlsx")) -> {"parks": 136, "sites": 32, …}     (rows of each table, as read back)

    Raises:
        BadInput: ``path`` is taken or of no kind that a region is written as; the source has defects; what was written is not
            what was read (tables, columns and rows are named).
        OSError: nothing can be written there.
    """
    path = path.absolute()
    kind = format_of(path)
    refuse_taken(path)
    found = find_region(source)
    if isinstance(found, Problem):
        raise BadInput([found])
    region, problems = open_raw(read_raw_region(found))
    if region is None:
        raise BadInput(errors(problems))
    if kind != "folder":
        write_region(region, path)
    else:
        with new_folder(path) as folder:
            _fill(folder, found, region, points)
    return {name: len(frame) for name, frame in region.frames().items()}


def _fill(folder: Path, source: Path, region: Region, points: Points) -> None:
    bundled = source in map(bundled_region_path, list_regions())
    if not bundled or points == "geojson":
        write_region(region, folder, points)
        return
    _copy(source, folder)
    if lost := list(differences(region.frames(), read_region_folder(folder).tables)):
        raise BadInput(lost)


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir()
    for file in sorted(source.iterdir()):
        if file.suffix == ".csv":
            content = file.read_bytes()
            (folder / file.name).write_bytes(content if content.startswith(_BOM) else _BOM + content)
        elif file.suffix in (".geojson", ".toml"):
            shutil.copyfile(file, folder / file.name)

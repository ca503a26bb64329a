"""What is wrong with a vector file, in our own words: what it is, what stands beside it, where its XML breaks; what GDAL remarks."""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import is_zipfile

from parkwright.files.unreadable import cannot_read, not_what_it_says, os_reason, technical
from parkwright.tables import Problem, problem
from parkwright.words import Text, text

_BESIDE = (".shx", ".dbf")


def look(table: str, path: Path) -> Problem | None:
    """The defect of a vector file that its own bytes show, before GDAL is asked to make sense of it; None if it looks sound.

    I/O Example:
        sites.kml that begins "hello" -> Table sites: the file sites.kml cannot be opened (it is a text file with the ending .kml).
        sites.shp without sites.dbf   -> Table sites: the file sites.shp came without the files that belong to it: sites.dbf; …
    """
    try:
        why = _LOOKS[path.suffix.lower()](path)
        if why is not None:
            return cannot_read(table, path, why)
        return _files_missing(table, path) if path.suffix.lower() == ".shp" else None
    except OSError as error:
        return cannot_read(table, path, os_reason(error))


def unreadable(table: str, path: Path, error: Exception) -> Problem:
    """The defect of a vector file that looks sound and that GDAL cannot read all the same."""
    if isinstance(error, OSError):
        return cannot_read(table, path, os_reason(error))
    return cannot_read(table, path, technical(str(error).replace(str(path), path.name)))


@contextmanager
def heard(table: str, path: Path, into: list[Problem]) -> Iterator[None]:
    """What GDAL remarks while it reads comes as warnings of ours, not as lines of Python on the screen."""
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always", RuntimeWarning)
        yield
    details = dict.fromkeys(str(remark.message).replace(str(path), path.name) for remark in remarks)
    into += [
        problem("files.remark", table, severity="warning", file=path.name, why=technical(detail))
        for detail in details
    ]


def _files_missing(table: str, path: Path) -> Problem | None:
    there = {one.suffix.lower() for one in path.parent.iterdir() if one.stem == path.stem}
    missing = ", ".join(f"{path.stem}{ending}" for ending in _BESIDE if ending not in there)
    return problem("files.files_missing", table, file=path.name, missing=missing) if missing else None


def _look_at_geopackage(path: Path) -> Text | None:
    wrong = not_what_it_says(path, "sqlite")
    if wrong is not None:
        return wrong
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents'").fetchone()
    except sqlite3.DatabaseError:
        return text("unreadable.is.damaged")
    return text("unreadable.is.plain_sqlite") if found is None else None


def _look_at_kml(path: Path) -> Text | None:
    content = path.read_bytes()
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return not_what_it_says(path, "kml")
    return _broken_xml(content)


def _broken_xml(content: bytes) -> Text | None:
    try:
        ParserCreate().Parse(content, True)
    except ExpatError as error:
        return text("unreadable.xml.at_line", line=str(error.lineno))
    return None


def _look_at_kmz(path: Path) -> Text | None:
    return not_what_it_says(path, "xlsx") or (None if is_zipfile(path) else text("unreadable.is.damaged"))


def _look_at_shapefile(path: Path) -> Text | None:
    return not_what_it_says(path, "shp")


def _look_at_geojson(path: Path) -> Text | None:
    try:
        node = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return text("unreadable.is.other", ending=path.suffix)
    except json.JSONDecodeError as error:
        return text("unreadable.at", line=str(error.lineno), column=str(error.colno))
    return None if isinstance(node, dict) else text("unreadable.json.no_object")


_LOOKS: dict[str, Callable[[Path], Text | None]] = {
    ".geojson": _look_at_geojson,
    ".gpkg": _look_at_geopackage,
    ".json": _look_at_geojson,
    ".kml": _look_at_kml,
    ".kmz": _look_at_kmz,
    ".shp": _look_at_shapefile,
}

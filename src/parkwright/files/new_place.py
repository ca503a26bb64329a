"""Where something new is to stand: looked at before the work, filled beside, and moved there whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Literal

from parkwright.tables import BadInput, problem

Format = Literal["folder", "workbook", "geopackage"]
README = "README.md"
_FORMATS: dict[str, Format] = {".xlsx": "workbook", ".gpkg": "geopackage"}
_NOT_WRITTEN = (".xls", ".ods", ".csv", ".tsv", ".geojson", ".json", ".kml", ".kmz", ".shp", ".zip")
"""Endings of files that a person may expect a region to be written as, but that hold one table only, or are old."""


def format_of(path: Path) -> Format:
    """What a region is written as, by the ending of its name.

    I/O Example:
        "mine.xlsx" -> "workbook"     "mine.gpkg" -> "geopackage"     "mine", "mine.v2" -> "folder"

    Raises:
        BadInput: the ending is that of another kind of file.
    """
    ending = path.suffix.lower()
    if ending in _NOT_WRITTEN:
        raise BadInput([problem("files.no_such_format", path.name, path=str(path), ending=ending)])
    return _FORMATS.get(ending, "folder")


def refuse_taken(*paths: Path) -> None:
    """Nothing is written over: a path that exists is refused, unless it is an empty folder where a folder is to be.

    Raises:
        BadInput: one of the paths is taken (all that are stand in one sentence).
    """
    taken = [
        path for path in paths if path.exists() and not (_is_empty(path) and format_of(path) == "folder")
    ]
    if taken:
        raise BadInput([problem("files.taken", paths[0].name, path=" + ".join(map(str, taken)))])


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A path to make and fill as a folder; at the end it gets the README of a region and moves to ``path`` (an empty folder that
    stands there is kept, and filled). After an exception nothing is left.

    I/O Example:
        with new_folder(Path("mine")) as folder: folder.mkdir(); … -> mine/, with what was written and README.md
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as beside:
        folder = Path(beside) / path.name
        yield folder
        (folder / README).write_bytes(template(README))
        if path.exists():
            for file in sorted(folder.iterdir()):
                os.replace(file, path / file.name)
        else:
            os.replace(folder, path)


def template(name: str) -> bytes:
    """A file that new regions begin with, as it is packaged."""
    return files("parkwright.files").joinpath("templates", name).read_bytes()

"""A new book from a backup: all of it is checked before anything is written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, update

from parkwright.store.address import Address
from parkwright.store.backup import DIGEST, KIND, MANIFEST
from parkwright.store.cells import Row, text_cell, whole_rows
from parkwright.store.engine import file_errors
from parkwright.store.fill import make
from parkwright.store.revisions import made_by, newest, revisions, shapes_at, upgrade
from parkwright.store.schema import Shape, build, metadata
from parkwright.tables.problem import BadInput, Problem, problem

_LARGEST_CELL = (1 << 31) - 1
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class _Backup:
    """What a backup holds, checked: the revision, and the rows of each table."""

    revision: str
    rows: Mapping[str, list[Row]]


def restore(path: Path, address: Address, keep_old_as: Path | None = None) -> dict[str, int]:
    """Make a new book of a backup; returns the rows of each table. One of an older revision is brought to the newest.

    keep_old_as: a book that stands there, a damaged one too, gives way and is kept under this name

    I/O Example:
        restore(Path("book.zip"), Address(…"new.db")) -> {"sites": 32, "changes": 18, …}

    Raises:
        BadInput: a book stands there already, or is to give way while others have it open; the file is no backup, is damaged or
            cut, or of a later program. Nothing is written.
    """
    if not path.is_file():
        raise BadInput([problem("store.no_such_backup", path.name, file=str(path))])
    with file_errors(Address("", path)):
        content = path.read_bytes()
    held = _open(path, content)

    def fill(connection: Connection) -> None:
        upgrade(connection, held.revision)
        of = shapes_at(held.revision)
        tables = build(of).tables
        for name, rows in held.rows.items():
            for first in range(0, len(rows), _CHUNK):
                connection.execute(insert(tables[name]), whole_rows(rows[first : first + _CHUNK], of[name]))
        if held.revision != newest():
            upgrade(connection, newest())
            connection.execute(update(metadata().tables["book"]).values(made_by()))

    make(address, fill, keep_old_as)
    return {name: len(rows) for name, rows in held.rows.items()}


def _open(path: Path, content: bytes) -> _Backup:
    """Check everything that a backup says of itself."""
    if not zipfile.is_zipfile(io.BytesIO(content)) and not content.startswith(b"PK"):
        raise BadInput([problem("store.not_a_backup", path.name, file=str(path))])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest = _manifest(archive)
            if manifest is None:
                raise BadInput([problem("store.not_a_backup", path.name, file=str(path))])
            if manifest["revision"] not in revisions():
                raise BadInput([_too_new(path, manifest)])
            if hashlib.sha256(content[:-DIGEST]).hexdigest().encode() != content[-DIGEST:]:
                raise BadInput([problem("store.bad_backup", path.name, file=str(path))])
            return _Backup(manifest["revision"], dict(_tables(archive, manifest)))
    except (zipfile.BadZipFile, zlib.error, csv.Error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, TypeError, OSError) as error:  # fmt: skip
        raise BadInput([problem("store.bad_backup", path.name, file=str(path))]) from error


def _too_new(path: Path, manifest: Mapping[str, Any]) -> Problem:
    told: dict[str, Any] = {
        "found": str(manifest["revision"]),
        "newest": newest(),
        "program": str(manifest.get("program")),
    }
    return problem("store.backup_too_new", path.name, file=str(path), **told)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any] | None:
    """The manifest of a backup; None of a zip that is no backup at all."""
    if MANIFEST not in archive.namelist():
        return None
    manifest = json.loads(archive.read(MANIFEST))
    return manifest if isinstance(manifest, dict) and manifest.get("kind") == KIND else None


def _tables(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of every table, each member held against its checksum and its count.

    Raises:
        ValueError: a member is missing, is one too many, or is not what the manifest says.
    """
    of, members = shapes_at(manifest["revision"]), manifest["members"]
    if {f"{name}.csv" for name in of} != set(members) or {*members, MANIFEST} != set(archive.namelist()):
        raise ValueError(archive.namelist())
    for name, shape in of.items():
        entry, content = members[f"{name}.csv"], archive.read(f"{name}.csv")
        rows = _rows(content, shape)
        if hashlib.sha256(content).hexdigest() != entry["sha256"] or len(rows) != entry["rows"]:
            raise ValueError(name)
        yield name, rows


def _rows(content: bytes, shape: Shape) -> list[Row]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    if next(reader) != list(shape.columns):
        raise ValueError("header")
    kinds = [(name, cell.kind) for name, cell in shape.columns.items()]
    return [
        {
            name: cell
            for (name, kind), written in zip(kinds, line, strict=True)
            if (cell := text_cell(written, kind)) is not None
        }
        for line in reader
    ]

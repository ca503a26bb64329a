"""A backup of a book: a zip that knows no database: one CSV for each table, ``manifest.json``, and its own checksum at the end.

It holds everything: input tables, audit, runs with their results, files of evidence, reports. ``manifest.json`` names the revision of the
book, and of each member its rows and its SHA-256. The comment of the zip is the SHA-256 of all that stands before it, so
that a backup with a single bit turned, wherever, is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from parkwright.store.address import Address
from parkwright.store.book import Book
from parkwright.store.cells import cell_text
from parkwright.store.engine import file_errors, reading
from parkwright.store.revisions import made_by, newest
from parkwright.store.schema import Shape, metadata, shapes
from parkwright.tables.problem import BadInput, problem

MANIFEST = "manifest.json"
KIND = "parkwright book"
DIGEST = 64
"""Signs of the checksum at the end of the file."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 5000


def backup(book: Book, path: Path) -> dict[str, int]:
    """Write the whole book as it stands at one moment; returns the rows of each table. The same book gives the same bytes.

    I/O Example:
        backup(book, Path("book.zip")) -> {"sites": 32, "changes": 18, …}

    Raises:
        BadInput: ``path`` exists, or the disk refuses it. Nothing is left.
    """
    if path.exists():
        raise BadInput([problem("store.backup_taken", path.name, file=str(path))])
    with file_errors(Address("", path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            beside = Path(folder) / path.name
            rows = _write(book, beside)
            _seal(beside)
            os.replace(beside, path)
    return rows


def _write(book: Book, path: Path) -> dict[str, int]:
    members: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with reading(book.engine) as connection:
            for name, shape in sorted(shapes().items()):
                content, count = _csv(connection, name, shape)
                members[f"{name}.csv"] = {"rows": count, "sha256": hashlib.sha256(content).hexdigest()}
                _put(archive, f"{name}.csv", content)
        manifest = {"kind": KIND, "revision": newest(), **made_by(), "members": members}
        _put(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
        archive.comment = b"0" * DIGEST
    return {member.removesuffix(".csv"): int(entry["rows"]) for member, entry in members.items()}


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _csv(connection: Connection, name: str, shape: Shape) -> tuple[bytes, int]:
    """A table as CSV (the bounds of shapes left out, they are computed again), and its rows."""
    held, out, count = metadata().tables[name], io.StringIO(), 0
    writer = csv.writer(
        out, lineterminator="\r\n"
    )  # the signs of a line end are those that are quoted in cells
    writer.writerow(shape.columns)
    asked = select(*(held.c[column] for column in shape.columns)).order_by(
        *(held.c[part] for part in shape.key)
    )
    for rows in connection.execute(asked).partitions(_CHUNK):
        writer.writerows([[cell_text(cell) for cell in row] for row in rows])
        count += len(rows)
    return out.getvalue().encode("utf-8"), count


def _seal(path: Path) -> None:
    """Write the checksum of all that stands before it into the last bytes, and make sure that the disk has it."""
    digest = hashlib.sha256()
    with path.open("r+b") as file:
        left = path.stat().st_size - DIGEST
        while left:
            part = file.read(min(left, 1 << 20))
            digest.update(part)
            left -= len(part)
        file.write(digest.hexdigest().encode())
        file.flush()
        os.fsync(file.fileno())

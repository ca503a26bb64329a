"""A whole region into a new book, and a whole run into a book that is there."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, insert

from parkwright.store import sqlite
from parkwright.store.address import Address
from parkwright.store.batch import Batch
from parkwright.store.book import Book, meta_json
from parkwright.store.cells import stored_rows, whole_rows
from parkwright.store.engine import file_errors, make_engine, reading, writing
from parkwright.store.revisions import made_by, newest, revision_of, upgrade
from parkwright.store.schema import META, RUN, RUN_PREFIX, VERSION, metadata, shapes
from parkwright.tables import all_tables
from parkwright.tables.problem import BadInput, problem

_CHUNK = 20_000
"""So many rows are handed to the database at once: memory stays small, and more makes it no faster."""


def create(
    address: Address, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], who: str, at_utc: str
) -> dict[str, int]:
    """Make a book of a region whose tables went through the doors; returns the rows of each table.

    The audit gets one entry of kind ``fill`` for each table that has rows, with their number; what the rows were stands in the
    region that the book was made from.

    I/O Example:
        create(Address(…"mine.db"), {"region_id": "a", …}, {"sites": frame of 2 rows}, "an", "2026-11-01T08:30:00Z")
        -> {"sites": 2}

    Raises:
        BadInput: a book stands there already, or it cannot be written. Nothing is left.
    """

    def fill(connection: Connection) -> None:
        start(connection)
        batch = Batch(connection, who, at_utc, "")
        row = {"region_id": str(node["region_id"]), "node": meta_json(node)}
        batch.insert_rows(META, [row])
        for name, frame in frames.items():
            if len(frame):
                _insert(connection, name, frame, {VERSION: batch.number})
                batch.note(name, None, "fill", {"rows": len(frame)})

    make(address, fill)
    return {name: len(frame) for name, frame in frames.items()}


def start(connection: Connection) -> None:
    """Make the tables of the newest revision in an empty database, with the one row that counts batches and changes."""
    upgrade(connection, newest())
    row = {"book_id": 1, "last_batch": 0, "last_change": 0, **made_by()}
    connection.execute(insert(metadata().tables["book"]), [row])


def make(address: Address, fill: Callable[[Connection], None], keep_old_as: Path | None = None) -> None:
    """Make a new book with what ``fill`` writes: a file is made beside and renamed, on a server one transaction does all.

    keep_old_as: a file that stands there gives way and is kept under this name (on a server nothing ever gives way)

    Raises:
        BadInput: a book stands there already, or it cannot be written, or it is to give way while others have it open. Nothing
            is left.
    """
    if address.file is None:
        engine = make_engine(address)
        try:
            _refuse_a_second(engine, address)
            with writing(engine) as connection:
                fill(connection)
        finally:
            engine.dispose()
        return
    if keep_old_as is None or address.file.is_dir():
        _refuse_taken(address, address.file)
    with file_errors(address):
        address.file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{address.file.name}-", dir=address.file.parent) as folder:
            beside = Path(folder) / address.file.name
            _make_file(Address(address.url, beside), fill)
            if keep_old_as is not None and address.file.exists():
                sqlite.take_the_place(beside, address.file.resolve(), keep_old_as)
            else:
                _move(beside, address, address.file)


def _move(beside: Path, address: Address, file: Path) -> None:
    """Put the finished file in its place, but never over one that another process has put there meanwhile."""
    try:
        os.link(beside, file)
    except FileExistsError:
        _refuse_taken(address, file)
    except OSError:  # a disk without hard links
        _refuse_taken(address, file)
        os.replace(beside, file)


def _refuse_taken(address: Address, file: Path) -> None:
    if os.path.lexists(file):
        raise BadInput([problem("store.exists", address.name, book=address.name)])


def _refuse_a_second(engine: Engine, address: Address) -> None:
    with reading(engine) as connection:
        if revision_of(connection) is not None:
            raise BadInput([problem("store.exists", address.name, book=address.name)])


def _make_file(address: Address, fill: Callable[[Connection], None]) -> None:
    engine = make_engine(address, mode="rwc")
    try:
        with engine.connect() as connection:
            sqlite.write_ahead(connection)
        with writing(engine) as connection:
            fill(connection)
    finally:
        engine.dispose()


def add_run(
    book: Book, manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], who: str, at_utc: str
) -> str:
    """Keep a finished run: its manifest and its result tables (typed, by name); returns its id.

    The audit gets one entry for the run, with the rows of each table; result tables are never changed afterwards.

    Raises:
        BadInput: the book has that run already, the run is of another region, or it cannot be written. Nothing is changed.
    """
    run_id, region_id = str(manifest["run_id"]), str(manifest.get("region_id", ""))
    own, _ = book.meta()
    if region_id != own.get("region_id"):
        told: dict[str, Any] = {"run": run_id, "region": region_id, "own": str(own.get("region_id"))}
        raise BadInput([problem("store.other_region", "runs", "region_id", **told)])
    rows = {
        spec.name: len(tables[spec.name]) for spec in all_tables("result", "region") if spec.name in tables
    }
    row = {
        RUN: run_id, "region_id": region_id, "started_utc": str(manifest.get("started_utc", "")) or None,
        "version": str(manifest.get("version", "")) or None, "manifest": json.dumps(manifest, ensure_ascii=False),
        "added_utc": at_utc, "added_by": who.strip(),
    }  # fmt: skip
    with book.change(who, at_utc) as batch:
        batch.insert_rows("runs", [row], audit=False)
        for name in rows:
            _insert(batch.connection, RUN_PREFIX + name, tables[name], {RUN: run_id})
        batch.note("runs", (run_id,), "insert", {"rows": rows})
    return run_id


def _insert(connection: Connection, name: str, frame: pd.DataFrame, more: Mapping[str, Any]) -> None:
    """Rows in bulk, with what the same column of all of them holds."""
    shape, held = shapes()[name], metadata().tables[name]
    for first in range(0, len(frame), _CHUNK):
        rows = whole_rows(stored_rows(frame.iloc[first : first + _CHUNK], shape), shape)
        connection.execute(insert(held), [{**row, **more} for row in rows])

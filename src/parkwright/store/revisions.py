"""Which revision a book is of, and how it comes to the newest one: never unsaid, and never without a copy of the file before."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select, table, update
from sqlalchemy import column as named

import parkwright
from parkwright.store import sqlite
from parkwright.store.address import Address
from parkwright.store.engine import file_errors, reading, writing
from parkwright.store.schema import Shape, build, from_plain, metadata
from parkwright.tables.problem import BadInput, Problem, problem
from parkwright.tables.spec import schema_version

_HOME = "parkwright.store.migrations"
_STAMP = "alembic_version"


@cache
def revisions() -> tuple[str, ...]:
    """Every revision, oldest first.

    I/O Example:
        revisions() -> ("0001", "0002", "0003")
    """
    folder = files(_HOME).joinpath("snapshots")
    return tuple(
        sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    )


def newest() -> str:
    """The revision that this program reads and writes."""
    return revisions()[-1]


def snapshot(revision: str) -> dict[str, Shape]:
    """The tables that one revision makes."""
    file = files(_HOME).joinpath("snapshots", f"{revision}.json")
    return from_plain(json.loads(file.read_text("utf-8")))


def shapes_at(revision: str) -> dict[str, Shape]:
    """Every table of a book of that revision: those of the snapshots up to it, the later one of two of one name."""
    found: dict[str, Shape] = {}
    for one in revisions():
        if one <= revision:
            found |= snapshot(one)
    return found


def make_tables(connection: Connection, revision: str) -> None:
    """Make the tables that the snapshot of a revision names, for its migration."""
    # Never one that is there already: it would be another one's, of who knows what columns.
    build(snapshot(revision)).create_all(connection, checkfirst=False)


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the database behind a connection to a revision, inside the transaction that is open there."""
    # Alembic takes a quarter of a second to load, and a book of today's revision does not need it.
    from alembic import command
    from alembic.config import Config

    with as_file(files(_HOME)) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision of the book behind a connection; None if no book stands there."""
    if not inspect(connection).has_table(_STAMP):
        return None
    found: str | None = connection.scalar(select(named("version_num")).select_from(table(_STAMP)))
    return found


def made_by() -> dict[str, str | int]:
    """What a book says of the program that made it or brought it to its revision."""
    return {"program": parkwright.__version__, "tables_version": schema_version()}


def bring_up_to_date(engine: Engine, address: Address) -> tuple[Problem, ...]:
    """Migrate a book of an older revision; the warning says that it was done, and where the copy from before stands.

    Raises:
        BadInput: no book stands there; it is of a revision that this program does not know; it must be migrated and cannot be
            written.
    """
    with reading(engine) as connection:
        found = revision_of(connection)
        if found is None:
            raise BadInput([problem("store.not_a_book", address.name, book=address.name)])
        if found not in revisions():
            raise BadInput([_too_new(connection, address, found)])
    if found == newest():
        return ()
    try:
        return _migrate(engine, address)
    except BadInput as wrong:
        why = wrong.problems[0].text
        told: dict[str, Any] = {"book": address.name, "found": found, "newest": newest(), "why": why}
        raise BadInput([problem("store.cannot_migrate", address.name, **told)]) from wrong


def _migrate(engine: Engine, address: Address) -> tuple[Problem, ...]:
    copy: Path | None = None
    try:
        with writing(engine) as connection:
            found = revision_of(connection)
            if found is None or found == newest():
                return ()  # another process was quicker
            copy = _copy(address)
            upgrade(connection, newest())
            connection.execute(update(metadata().tables["book"]).values(made_by()))
    except BaseException:
        if copy is not None:
            copy.unlink(missing_ok=True)  # the book is as it was, and needs no copy
        raise
    told: dict[str, Any] = {"book": address.name, "found": found, "newest": newest()}
    if copy is None:
        return (problem("store.migrated", address.name, severity="warning", **told),)
    return (problem("store.migrated_copy", address.name, severity="warning", **told, copy=str(copy)),)


def _copy(address: Address) -> Path | None:
    """The book as it stands, beside it; None of a book on a server, where that is not ours to do."""
    if address.file is None:
        return None
    copy = free_name(address.file, f"before-{newest()}")
    with file_errors(address):
        sqlite.copy_file(address.file, copy)
    return copy


def free_name(file: Path, ending: str) -> Path:
    """A name beside the file that is free: ``x.db.before-0002.bak``, ``x.db.before-0002-2.bak`` …"""
    number = 1
    while True:
        middle = ending if number == 1 else f"{ending}-{number}"
        path = file.with_name(f"{file.name}.{middle}.bak")
        if not path.exists():
            return path
        number += 1


def _too_new(connection: Connection, address: Address, found: str) -> Problem:
    """The sentence for a book that a later program has written: which one it needs, as the book itself says."""
    book = metadata().tables["book"]
    row = None
    with suppress(BadInput):  # a later book may say it elsewhere, or not at all
        row = connection.execute(select(book.c.program, book.c.tables_version)).first()
    program, tables = (None, None) if row is None else row
    return problem(
        "store.too_new", address.name, book=address.name, found=found, newest=newest(), program=program, tables=tables
    )  # fmt: skip

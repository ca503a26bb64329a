"""What holds for SQLite alone: pragmas, how a write begins, copies of a file that others may be writing to."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

_TRY_MS = 8
"""SQLite itself waits so long for one try to write (in steps of 1, 2 and 5 ms). Left to wait for all of the time that a caller grants,
it would sleep ever longer between two looks, and a writer among many busy ones might never see the lock free."""
_SIZE_AT, _PAGES_AT = 16, 28
_HEADER = 100
_MAGIC = b"SQLite format 3\x00"
"""Every SQLite file begins so."""
WRITES = "book_writes"
"""The option of a connection whose transactions take the lock for writing when they begin."""


def file_url(file: Path, mode: str) -> str:
    """The URL of a file that is opened as ``mode`` says (rw: it must be there, rwc: it may be made, ro).

    A file that cannot be written, in a place where no side file can be made, is taken as it stands (immutable): only so is
    a book in the journal mode WAL read from a medium that is read-only.
    """
    whole = file.absolute()
    if mode != "rwc" and not _side_file(whole, "-wal").exists() and not _writable(whole):
        mode = "ro&immutable=1"
    return f"sqlite:///{whole.as_uri().replace('%', '%25')}?mode={mode}&uri=true"


def _writable(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _side_file(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def listen(engine: Engine, busy_ms: int) -> None:
    """Set up each connection of an engine, and begin its transactions ourselves (pysqlite would begin them too late)."""

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={busy_ms}"):
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            _begin_to_write(connection, busy_ms)
        else:
            connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def _begin_to_write(connection: Connection, busy_ms: int) -> None:
    """Take the lock for writing, looking often; the last try goes through SQLAlchemy, so that its error is told like any other."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA busy_timeout={min(busy_ms, _TRY_MS)}")
    try:
        for _ in range(busy_ms // _TRY_MS):
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        raw.execute(f"PRAGMA busy_timeout={busy_ms}")


def write_ahead(connection: Connection) -> None:
    """Let readers and a writer work side by side (kept in the file; must stand outside a transaction)."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA journal_mode=WAL")


def is_cut(file: Path) -> bool:
    """Whether an SQLite file is shorter than its own header says, and no side file holds the rest.

    I/O Example:
        a book of 10 pages of 4096 bytes, cut to 20000 bytes -> True
        a file that never was one                            -> False
    """
    with file.open("rb") as opened:
        header = opened.read(_HEADER)
    if header[: len(_MAGIC)] != _MAGIC[: len(header)]:
        return False
    if len(header) < _HEADER or _side_file(file, "-wal").exists():
        return 0 < len(header) < _HEADER
    size = int.from_bytes(header[_SIZE_AT : _SIZE_AT + 2], "big")
    pages = int.from_bytes(header[_PAGES_AT : _PAGES_AT + 4], "big")
    return file.stat().st_size < pages * (65536 if size == 1 else size)


def copy_file(file: Path, copy: Path) -> None:
    """Copy a book as it stands after the last whole change, whoever else has it open.

    Raises:
        sqlite3.Error, OSError: it cannot be read, or the copy cannot be written (then no copy is left).
    """
    beside = copy.with_name(f".{copy.name}-new")
    try:
        source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(beside)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        os.replace(beside, copy)
    finally:
        beside.unlink(missing_ok=True)


def take_the_place(beside: Path, file: Path, keep_old_as: Path) -> None:
    """Put a finished book in the place of another one, which is kept; at every moment one of the two stands there.

    The old book goes back to one file first, without side files that the new one would take for its own. That, and the lock that is
    held until the end, needs that nobody else is at work in it. It then stays in the journal mode DELETE: only there SQLite looks
    whether a file was moved, and refuses a program that had the old one open and wakes up too late.

    Raises:
        sqlite3.Error, OSError: others have the old book open, or the disk refuses it. The old book stands as it stood.
    """
    old = sqlite3.connect(file, timeout=0, isolation_level=None)
    sound = _is_sound(old)
    try:
        if sound:
            old.execute("PRAGMA journal_mode=DELETE")
            old.execute("BEGIN EXCLUSIVE")
        _keep(file, keep_old_as)
        try:
            os.replace(beside, file)
        except OSError:
            keep_old_as.unlink()
            raise
    finally:
        old.close()
        if sound and not keep_old_as.exists():
            _write_ahead_again(file)


def _write_ahead_again(file: Path) -> None:
    """The old book as it was, after all; if others are at work in it, it never was anything else."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=0)) as old:
        old.execute("PRAGMA journal_mode=WAL")


def _is_sound(old: sqlite3.Connection) -> bool:
    """Whether SQLite can read a file at all; a damaged one gives way as it is."""
    try:
        old.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return False
        raise
    return True


def _keep(file: Path, kept: Path) -> None:
    try:
        os.link(file, kept)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        _copy(file, kept)
    for ending in ("-wal", "-shm", "-journal"):  # only a damaged book still has any
        if _side_file(file, ending).exists():
            os.replace(_side_file(file, ending), _side_file(kept, ending))


def _copy(file: Path, kept: Path) -> None:
    try:
        shutil.copy2(file, kept)
    except OSError:
        kept.unlink(missing_ok=True)
        raise


def remove(file: Path) -> None:
    """Take away a file and its side files."""
    for ending in ("", "-wal", "-shm", "-journal"):
        _side_file(file, ending).unlink(missing_ok=True)

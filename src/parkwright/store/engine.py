"""The way to the database: an engine for an address, transactions to read and to write, and errors turned into sentences.

This is the one place where what a database says becomes what we say: each error of it is raised as ``BadInput`` with one sentence,
and the transaction that it stopped has changed nothing.
"""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from parkwright.store import sqlite
from parkwright.store.address import Address
from parkwright.tables.problem import BadInput, Problem, problem

_ADDRESS = "book_address"
BUSY_MS = 5000
"""So long a writer waits for another one before it gives up."""
_SHOWN = 200
_SQLITE = {
    sqlite3.SQLITE_FULL: "disk_full", sqlite3.SQLITE_READONLY: "read_only", sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked", sqlite3.SQLITE_NOTADB: "not_a_book", sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_CANTOPEN: "cannot_open", sqlite3.SQLITE_PERM: "no_permission", sqlite3.SQLITE_AUTH: "no_permission",
    sqlite3.SQLITE_IOERR: "disk_fault", sqlite3.SQLITE_TOOBIG: "too_big",
}  # fmt: skip
_NO_ROOM = (sqlite3.SQLITE_IOERR_SHMSIZE,)
"""No fault of the disk: there is no room for the side file that writers and readers share."""
_SQLSTATE = {
    "53100": "disk_full", "25006": "read_only", "55P03": "locked", "40P01": "locked", "3D000": "no_such_database",
    "42501": "no_permission", "28": "no_permission", "08": "no_server", "57": "no_server", "XX001": "corrupt", "58030": "disk_fault",
}  # fmt: skip
_OS = {
    errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EROFS: "read_only", errno.EACCES: "no_permission",
    errno.EPERM: "no_permission", errno.EIO: "disk_fault",
}  # fmt: skip


def make_engine(address: Address, busy_ms: int = BUSY_MS, mode: str = "rw") -> Engine:
    """The engine of a book; nothing is opened yet.

    mode: for a file, ``rw``: it must be there; ``rwc``: it may be made

    Raises:
        BadInput: no such book, no permission, a file that is cut, no driver for that kind of database.
    """
    try:
        if address.file is None:
            engine = create_engine(make_url(address.url), execution_options={_ADDRESS: address})
        else:
            if mode != "rwc":
                _look_at(address)
            url = sqlite.file_url(address.file, "ro" if address.read_only else mode)
            timeout = {"timeout": busy_ms / 1000}
            engine = create_engine(url, connect_args=timeout, execution_options={_ADDRESS: address})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadInput([_problem("no_driver", address, detail=str(error)[:_SHOWN])]) from error
    except ArgumentError as error:
        raise BadInput([_problem("bad_address", address)]) from error
    if engine.dialect.name == "sqlite":
        sqlite.listen(engine, busy_ms)

    def told(context: ExceptionContext) -> BaseException | None:
        return _told(context, address)

    event.listen(engine, "handle_error", told)
    return engine


def _look_at(address: Address) -> None:
    """What can be said of a file before SQLite opens it; where there is none, SQLite would say that it cannot open it."""
    file = address.file
    assert file is not None
    if not os.path.lexists(file):
        raise BadInput([_problem("no_such_book", address)])
    if file.is_dir():
        raise BadInput([_problem("not_a_book", address)])
    if not os.access(file, os.R_OK):
        raise BadInput([_problem("no_permission", address)])
    with file_errors(address):
        cut = sqlite.is_cut(file)
    if cut:
        raise BadInput([_problem("corrupt", address)])


def _told(context: ExceptionContext, address: Address) -> BaseException | None:
    """The exception in the place of the database's own; what is no error of the database stays what it is."""
    error, driver = context.original_exception, context.dialect.loaded_dbapi
    if not isinstance(error, driver.Error):
        return None
    key = "refused" if isinstance(error, driver.IntegrityError) else _key(error)
    return BadInput([_problem(key, address, detail=" ".join(str(error).split())[:_SHOWN])])


def _key(error: BaseException) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code in _NO_ROOM:
        return "disk_full"
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF, "other")
    state = str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")
    if not state and type(error).__name__ == "OperationalError":
        return "no_server"
    return _SQLSTATE.get(state) or _SQLSTATE.get(state[:2]) or "other"


def _problem(key: str, address: Address, **values: str) -> Problem:
    """The sentence; its detail is shown only where we have no words of our own."""
    shown: dict[str, Any] = dict(values) if key in ("other", "no_driver", "no_server", "refused") else {}
    return problem(f"store.{key}", address.name, book=address.name, **shown)


@contextmanager
def file_errors(address: Address) -> Iterator[None]:
    """Turn what the operating system, or SQLite beside SQLAlchemy, has against a file into a sentence.

    Raises:
        BadInput: in the place of an ``OSError`` or ``sqlite3.Error``.
    """
    try:
        yield
    except OSError as error:
        key = _OS.get(error.errno or 0, "other")
        raise BadInput([_problem(key, address, detail=error.strerror or type(error).__name__)]) from error
    except sqlite3.Error as error:
        raise BadInput([_problem(_key(error), address, detail=str(error)[:_SHOWN])]) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees the book as it stood when it began, whatever is written meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            try:
                with _undisturbed():
                    yield connection
            except sqlite3.Error as error:  # of rows that were fetched past SQLAlchemy
                address = engine.get_execution_options()[_ADDRESS]
                raise BadInput([_problem(_key(error), address, detail=str(error)[:_SHOWN])]) from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the garbage collector: it would walk through hundreds of thousands of rows, none of which is garbage, again and again;
    without it a long table is read in half the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def fetch(connection: Connection, asked: Select[Any]) -> list[tuple[Any, ...]]:
    """All rows as the driver gives them: a third faster than through SQLAlchemy's rows (flags are 0 and 1 on SQLite)."""
    cursor = connection.execute(asked).cursor
    return [] if cursor is None else list(cursor.fetchall())


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it, or nothing. On SQLite it takes the lock at once, so that what it reads stays true."""
    with engine.connect() as connection:
        connection.execution_options(**{sqlite.WRITES: True})
        with connection.begin():
            yield connection

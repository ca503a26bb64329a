"""``Book``: an open book: typed tables come out, changes go in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from types import TracebackType
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Select, select

from parkwright.store.address import Address
from parkwright.store.batch import Batch, select_row
from parkwright.store.cells import typed_cell, typed_column
from parkwright.store.engine import BUSY_MS, fetch, make_engine, reading, writing
from parkwright.store.revisions import bring_up_to_date
from parkwright.store.schema import META, RUN, RUN_PREFIX, VERSION, metadata, shapes
from parkwright.tables import all_tables
from parkwright.tables.problem import BadInput, Problem, problem

_FIRST_ROW = 2
"""The row of a file in which the first row of a table would stand, below the names of the columns."""
_MOMENTS: Mapping[str, type[date] | type[time]] = {"$date": date, "$datetime": datetime, "$time": time}


class Book:
    """The shared register of one region (made by ``open_book``); a context manager that closes what it opened.

    told: warnings from opening it (it was migrated)
    """

    def __init__(self, engine: Engine, address: Address, told: tuple[Problem, ...] = ()) -> None:
        self.engine, self.address, self.told = engine, address, told

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.dispose()

    def read(
        self, name: str, columns: Sequence[str] | None = None, where: Mapping[str, Any] | None = None
    ) -> pd.DataFrame:
        """A table, sorted by its key, with the dtypes of ``tables.empty_frame(name)``: what is in the book went through a door.

        columns: those that are wanted, in that order; where: the value that a column must have, or a list of values

        I/O Example:
            read("sites", ["site_id", "gross_ha"], {"province_id": ["a", "b"]}) -> site_id  gross_ha
                                                                                   b01      300.0
        """
        with reading(self.engine) as connection:
            return read_in(connection, name, columns, where)

    def read_all(self) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """The content of region.toml and every input table, as they stood at one moment, for ``files.raw_region.open_raw``.

        The index of each frame is the row that the table would have in a file.
        """
        with reading(self.engine) as connection:
            node = _node(connection)
            frames = {spec.name: read_in(connection, spec.name) for spec in all_tables("input")}
        for frame in frames.values():
            frame.index = pd.RangeIndex(_FIRST_ROW, len(frame) + _FIRST_ROW)
        return node, frames

    def versions(self, name: str) -> dict[tuple[Any, ...], int]:
        """The version of every row by its key, for ``Batch.update`` and ``Batch.delete``.

        I/O Example:
            versions("sites") -> {("b01",): 1, ("b02",): 7}
        """
        held, key = metadata().tables[name], shapes()[name].key
        with reading(self.engine) as connection:
            rows = fetch(connection, select(*(held.c[part] for part in key), held.c[VERSION]))
        return {tuple(row[:-1]): int(row[-1]) for row in rows}

    def row(self, name: str, key: Sequence[Any]) -> dict[str, Any] | None:
        """One row of an input table with its ``row_version``, as people see it (unknown is None); None if there is none.

        I/O Example:
            row("sites", ("b01",)) -> {"site_id": "b01", "gross_ha": 300.0, …, "row_version": 7}
        """
        shape = shapes()[name]
        with reading(self.engine) as connection:
            found = select_row(connection, name, key)
        return None if found is None else {one: typed_cell(found[one], shape.columns[one].kind) for one in shape.columns}  # fmt: skip

    def meta(self) -> tuple[dict[str, Any], int]:
        """The content of region.toml, and its version."""
        held = metadata().tables[META]
        with reading(self.engine) as connection:
            return _node(connection), int(connection.scalar(select(held.c[VERSION])) or 0)

    @contextmanager
    def change(self, who: str, at_utc: str, why: str = "") -> Iterator[Batch]:
        """A batch: all of it becomes part of the book at the end, or, after an exception, nothing.

        I/O Example:
            with book.change("an", "2026-11-01T08:30:00Z", "survey of May") as batch:
                batch.update("sites", ("b01",), {"gross_ha": 280}, seen_version=1)
        """
        with writing(self.engine) as connection:
            yield Batch(connection, who, at_utc, why)

    def changes(self, name: str | None = None, limit: int | None = None) -> pd.DataFrame:
        """The audit, newest first: of one table or of all, so many entries or all of them."""
        held = metadata().tables["changes"]
        asked = select(held).order_by(held.c.change_id.desc())
        if name is not None:
            asked = asked.where(held.c.table_name == name)
        with reading(self.engine) as connection:
            return _frame(connection, asked.limit(limit), "changes", list(shapes()["changes"].columns))

    def runs(self) -> pd.DataFrame:
        """The runs that the book holds, without their manifests."""
        wanted = [name for name in shapes()["runs"].columns if name != "manifest"]
        return self.read("runs", wanted)

    def read_run(
        self, run_id: str, only: Collection[str] | None = None
    ) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """The manifest and the result tables of a run (``only``: those that are wanted), typed as ``files.read_run`` gives them.

        Raises:
            BadInput: the book holds no such run.
        """
        held = metadata().tables["runs"]
        with reading(self.engine) as connection:
            manifest = connection.scalar(select(held.c.manifest).where(held.c[RUN] == run_id))
            if manifest is None:
                raise BadInput([problem("store.no_such_run", "runs", RUN, run=run_id)])
            tables = {
                spec.name: read_in(connection, RUN_PREFIX + spec.name, list(spec.columns), {RUN: run_id})
                for spec in all_tables("result", "region")
                if only is None or spec.name in only
            }
        return json.loads(manifest), tables


def open_book(address: Address, busy_ms: int = BUSY_MS) -> Book:
    """Open a book; one of an older revision is migrated first, which ``Book.told`` says.

    Raises:
        BadInput: it cannot be opened; one sentence says why.
    """
    engine = make_engine(address, busy_ms)
    try:
        told = bring_up_to_date(engine, address)
    except BaseException:
        engine.dispose()
        raise
    return Book(engine, address, told)


def meta_json(node: Mapping[str, Any]) -> str:
    """The content of region.toml as the book holds it; days keep being days.

    I/O Example:
        {"base_date": date(2026, 1, 1)} -> '{"base_date": {"$date": "2026-01-01"}}'
    """

    def moment(value: Any) -> dict[str, str]:
        name = next((name for name, kind in _MOMENTS.items() if type(value) is kind), None)
        if name is None:
            raise TypeError(type(value))
        return {name: value.isoformat()}

    return json.dumps(node, ensure_ascii=False, default=moment)


def meta_node(written: str) -> dict[str, Any]:
    """The content of region.toml back (``meta_json``)."""

    def moment(node: dict[str, Any]) -> Any:
        name = next(iter(node), "")
        return _MOMENTS[name].fromisoformat(node[name]) if len(node) == 1 and name in _MOMENTS else node

    found: dict[str, Any] = json.loads(written, object_hook=moment)
    return found


def _node(connection: Connection) -> dict[str, Any]:
    written = connection.scalar(select(metadata().tables[META].c.node))
    return {} if written is None else meta_node(written)


def read_in(
    connection: Connection, name: str, columns: Sequence[str] | None = None, where: Mapping[str, Any] | None = None
) -> pd.DataFrame:  # fmt: skip
    """A table as it stands in a transaction: what ``Book.read`` gives, for those who are about to write.

    I/O Example:
        with book.change("an", …) as batch: read_in(batch.connection, "areas", ["area_id"]) -> one column, sorted by the key
    """
    held, shape = metadata().tables[name], shapes()[name]
    wanted = list(columns) if columns is not None else [one for one in shape.columns if one != VERSION]
    asked = select(*(held.c[one] for one in wanted)).order_by(*(held.c[part] for part in shape.key))
    for one, value in (where or {}).items():
        many = isinstance(value, list | tuple | set | frozenset)
        asked = asked.where(held.c[one].in_(value) if many else held.c[one] == value)
    return _frame(connection, asked, name, wanted)


def _frame(connection: Connection, asked: Select[Any], name: str, wanted: Sequence[str]) -> pd.DataFrame:
    shape = shapes()[name]
    rows = fetch(connection, asked)
    cells = list(zip(*rows, strict=True)) or [()] * len(wanted)
    return pd.DataFrame(
        {
            one: typed_column(column, shape.columns[one].kind)
            for one, column in zip(wanted, cells, strict=True)
        }
    )

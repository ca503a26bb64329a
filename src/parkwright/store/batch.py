"""Writing: one batch is one transaction of one person, whole or not at all, and every row of it stands in the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, insert, select, update

from parkwright.store.cells import Row, as_json, bounds, key_json, stored_rows, whole_rows
from parkwright.store.contested import contested
from parkwright.store.schema import META, VERSION, Shape, metadata, shapes
from parkwright.tables import all_tables, errors, is_time, open_table
from parkwright.tables.problem import BadInput, Problem, problem

_ONE_BY_ONE = 50
"""Up to so many rows are looked up one by one before they are inserted; of more, all keys of the table are read at once."""


class Batch:
    """The changes of one transaction (made by ``Book.change``).

    number: of this batch, counted up in the book; it is also the ``row_version`` of every row that the batch writes
    undoes: the change that is being taken back, for the audit (set by ``undo``)
    """

    def __init__(self, connection: Connection, who: str, at_utc: str, why: str) -> None:
        self.connection, self.who, self.at_utc, self.why = connection, who.strip(), at_utc, why.strip()
        if not self.who:
            raise BadInput([problem("store.no_name", "changes", "who")])
        if not is_time(at_utc):
            raise ValueError(at_utc)
        self.undoes: int | None = None
        self.number, self._last_change = self._next()

    def _next(self) -> tuple[int, int]:
        """Count up; on every database this makes writers wait for one another until the transaction ends."""
        book = metadata().tables["book"]
        self.connection.execute(update(book).values(last_batch=book.c.last_batch + 1))
        number, last_change = self.connection.execute(select(book.c.last_batch, book.c.last_change)).one()
        return int(number), int(last_change)

    def insert(self, table: str, frame: pd.DataFrame, typed: bool = False) -> None:
        """Add rows.

        frame: raw or typed rows of an input table, which go through its door; with ``typed`` they have been there already

        I/O Example:
            insert("sites", site_id  gross_ha) -> one row more, of row_version ``number``; one row of kind insert in changes
                            b40      300

        Raises:
            BadInput: a defect of a row, or a row of that key stands there already. Nothing is changed.
        """
        if frame.empty:
            return
        if table in _inputs() and not typed:
            frame = _through_the_door(table, frame)
        self.insert_rows(table, stored_rows(frame, shapes()[table]))

    def update(
        self,
        table: str,
        key: Sequence[Any],
        values: Mapping[str, Any],
        seen_version: int,
        typed: bool = False,
    ) -> int:
        """Change cells of one row; returns the version that the row has then.

        values:       the new cells by column, as people write them or typed; None, NaN, NA and "" make a cell unknown
        seen_version: the ``row_version`` of the row that the caller looked at

        I/O Example:
            update("sites", ("b01",), {"gross_ha": 280}, 1) -> the number of this batch

        Raises:
            Contested: the row is of another version by now, or gone.
            BadInput: a cell that the door refuses.
            ValueError: a column of the key is to be changed, or the table has no such column.
        """
        shape = shapes()[table]
        strange = (set(values) & {*shape.key, VERSION}) | (set(values) - set(shape.columns))
        if strange:
            raise ValueError(f"{table}: {', '.join(sorted(strange))}")
        frame = pd.DataFrame(
            {**dict(zip(shape.key, [[part] for part in key], strict=True)), **_lists(values)}
        )
        if table in _inputs() and not typed:
            frame = _through_the_door(table, frame, only=(*shape.key, *values))[list(frame.columns)]
        known = stored_rows(frame, shape)[0]
        return self.update_row(table, key, {name: known.get(name) for name in values}, seen_version)

    def delete(self, table: str, key: Sequence[Any], seen_version: int) -> None:
        """Take one row out; the audit keeps all of it.

        Raises:
            Contested: the row is of another version by now, or gone.
        """
        now, version = self.row(table, key)
        if now is None or version != seen_version:
            raise contested(self.connection, table, key, seen_version, now, None)
        self.connection.execute(delete(metadata().tables[table]).where(_is(table, key)))
        self._log(table, [(key, "delete", now, None)])

    def set_meta(self, node_json: str, seen_version: int) -> None:
        """Change what region.toml says (as ``book.meta_json`` writes it).

        Raises:
            Contested: another one has changed it since.
        """
        row = self.connection.execute(select(metadata().tables[META])).mappings().one()
        self.update_row(META, (row["region_id"],), {"node": node_json}, seen_version)

    def insert_rows(self, table: str, rows: Sequence[Row], audit: bool = True) -> None:
        """The same as ``insert`` for rows as the database holds them; without ``audit`` the caller tells the audit himself."""
        shape, held = shapes()[table], metadata().tables[table]
        if taken := self._taken(table, shape, rows):
            raise BadInput(taken)
        whole = whole_rows(rows, shape)
        if VERSION in shape.columns:
            whole = [{**row, VERSION: self.number} for row in whole]
        self.connection.execute(insert(held), whole)
        if audit:
            self._log(table, [([row[name] for name in shape.key], "insert", None, row) for row in rows])

    def update_row(self, table: str, key: Sequence[Any], cells: Row, seen_version: int) -> int:
        """The same as ``update`` for cells as the database holds them (None: unknown); a row that is so already stays as it is."""
        now, version = self.row(table, key)
        if now is None or version != seen_version:
            raise contested(self.connection, table, key, seen_version, now, cells)
        after = {name: cell for name, cell in cells.items() if cell != now.get(name)}
        if not after:
            return seen_version
        row = {**after, **(bounds({**now, **after}, shapes()[table])), VERSION: self.number}
        self.connection.execute(update(metadata().tables[table]).where(_is(table, key)).values(row))
        self._log(table, [(key, "update", {name: now.get(name) for name in after}, after)])
        return self.number

    def row(self, table: str, key: Sequence[Any]) -> tuple[Row | None, int]:
        """The row of a key (known cells, as the database holds them; None if there is none) and its version."""
        if VERSION not in shapes()[table].columns:
            raise ValueError(f"{table}: its rows are only added")
        row = select_row(self.connection, table, key)
        if row is None:
            return None, 0
        known = {name: cell for name, cell in row.items() if cell is not None and name != VERSION}
        return known, int(row[VERSION])

    def note(self, table: str, key: Sequence[Any] | None, kind: str, after: Mapping[str, Any]) -> None:
        """One entry in the audit for many rows at once (the first filling of a table, a run)."""
        self._write([self._entry(table, None if key is None else key_json(key), kind, None, as_json(after))])

    def _taken(self, table: str, shape: Shape, rows: Sequence[Row]) -> list[Problem]:
        """Rows whose key stands in the table already."""
        held = metadata().tables[table]
        keys = [tuple(row.get(name) for name in shape.key) for row in rows]
        columns = [held.c[name] for name in shape.key]
        if len(keys) <= _ONE_BY_ONE:
            asked = [select(*columns).where(_is(table, key)) for key in keys]
        else:
            asked = [select(*columns)]
        there = {tuple(row) for one in asked for row in self.connection.execute(one)}
        return [
            problem("store.row_exists", table, ", ".join(shape.key), row_key=" + ".join(map(str, key)))
            for key in keys
            if key in there
        ]

    def _log(self, table: str, changes: Iterable[tuple[Sequence[Any], str, Row | None, Row | None]]) -> None:
        shape = shapes()[table]
        self._write(
            [
                self._entry(table, key_json(key), kind, *(_told(row, shape) for row in (before, after)))
                for key, kind, before, after in changes
            ]
        )

    def _entry(
        self, table: str, row_key: str | None, kind: str, before: str | None, after: str | None
    ) -> dict[str, Any]:
        self._last_change += 1
        return {
            "change_id": self._last_change, "batch_id": self.number, "at_utc": self.at_utc, "who": self.who,
            "table_name": table, "row_key": row_key, "kind": kind, "before": before, "after": after,
            "undoes": self.undoes, "why": self.why or None,
        }  # fmt: skip

    def _write(self, entries: list[dict[str, Any]]) -> None:
        self.connection.execute(insert(metadata().tables["changes"]), entries)
        self.connection.execute(update(metadata().tables["book"]).values(last_change=self._last_change))


def select_row(connection: Connection, table: str, key: Sequence[Any]) -> RowMapping | None:
    """The row of a key as the database holds it, without the bounds of its shapes; None if there is none."""
    held, shape = metadata().tables[table], shapes()[table]
    asked = select(*(held.c[name] for name in shape.columns)).where(_is(table, key))
    return connection.execute(asked).mappings().first()


def _told(row: Row | None, shape: Shape) -> str | None:
    """A row for the audit; the content of a file is left out, its checksum and size stand beside it."""
    if row is None:
        return None
    return as_json({name: cell for name, cell in row.items() if shape.columns[name].kind != "bytes"})


def _is(table: str, key: Sequence[Any]) -> ColumnElement[bool]:
    held, shape = metadata().tables[table], shapes()[table]
    return and_(*(held.c[name] == part for name, part in zip(shape.key, key, strict=True)))


def _inputs() -> frozenset[str]:
    return frozenset(spec.name for spec in all_tables("input"))


def _lists(values: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [None if _is_unknown(cell) else cell] for name, cell in values.items()}


def _is_unknown(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell == "" or (isinstance(cell, float) and cell != cell)


def _through_the_door(table: str, frame: pd.DataFrame, only: Sequence[str] = ()) -> pd.DataFrame:
    """Rows as typed ones.

    only: the columns that are being written, where the others stand in the book already
    """
    opened = open_table(table, frame)
    wrong = errors(opened.problems)
    if only:
        wrong = tuple(
            found for found in wrong if not found.column or set(found.column.split(", ")) & set(only)
        )
    if wrong:
        raise BadInput(wrong)
    return opened.frame

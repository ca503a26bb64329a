"""Two people, one row: the later one is told what stands there now, who wrote it, and what both of them saw and wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from parkwright.store.cells import Row, from_json, key_json, typed_cell
from parkwright.store.schema import Shape, metadata, shapes
from parkwright.tables.problem import BadInput, problem
from parkwright.words import Text, text

_SHOWN = 6
"""So many cells of a row stand in a sentence, and so many signs of each."""
_SIGNS = 60


class Contested(BadInput):
    """A row that another one has written since; nothing was changed.

    table, key: which row
    seen:       the row as the caller read it, None if there was none (or none is on record)
    now:        the row as it stands, None if it is gone
    wanted:     the cells that the caller would have written, None if the row was to be deleted
    who, at_utc: who wrote what stands there now, and when; None if the audit does not say
    """

    def __init__(
        self, table: str, key: Sequence[Any], seen: Row | None, now: Row | None, wanted: Mapping[str, Any] | None,
        who: str | None, at_utc: str | None,
    ) -> None:  # fmt: skip
        self.table, self.key = table, tuple(key)
        self.seen, self.now, self.wanted = seen, now, wanted
        self.who, self.at_utc = who, at_utc
        shown = _differing(shapes()[table], seen, now, wanted)
        told = problem(
            "store.contested", table, "", None, "error",
            row_key=" + ".join(map(str, key)), who=who, at=at_utc, seen=_row(table, seen, shown), now=_row(table, now, shown),
            wanted=text("store.deletion") if wanted is None else _row(table, dict(wanted), list(wanted)),
        )  # fmt: skip
        super().__init__([told])


def contested(
    connection: Connection, table: str, key: Sequence[Any], seen_version: int, now: Row | None, wanted: Mapping[str, Any] | None
) -> Contested:  # fmt: skip
    """The exception for a row that is no longer of the version that the caller saw."""
    last = next(iter(history(connection, table, key)), None)
    return Contested(
        table, key, as_seen(connection, table, key, seen_version, now), now, wanted,
        None if last is None else str(last["who"]), None if last is None else str(last["at_utc"]),
    )  # fmt: skip


def history(connection: Connection, table: str, key: Sequence[Any]) -> list[RowMapping]:
    """Every change of one row, newest first."""
    log = metadata().tables["changes"]
    asked = select(log).where(log.c.table_name == table, log.c.row_key == key_json(key))
    return list(connection.execute(asked.order_by(log.c.change_id.desc())).mappings())


def as_seen(
    connection: Connection, table: str, key: Sequence[Any], version: int, now: Row | None
) -> Row | None:
    """The row as it stood at a version: what stands now, with the changes since taken back one by one.

    I/O Example:
        now {"site_id": "b01", "gross_ha": 12.0}, changed since from 10.0 -> {"site_id": "b01", "gross_ha": 10.0}
    """
    row, shape = now, shapes()[table]
    for change in history(connection, table, key):
        if change["batch_id"] <= version:
            break
        before = from_json(change["before"], shape)
        if change["kind"] == "insert":
            row = None
        elif change["kind"] == "delete":
            row = before
        elif row is not None:
            row = {name: cell for name, cell in {**row, **before}.items() if cell is not None}
    return row


def _differing(
    shape: Shape, seen: Row | None, now: Row | None, wanted: Mapping[str, Any] | None
) -> list[str]:
    """The columns that a sentence must name: those whose cells differ, and those that were to be written."""
    one, two = seen or {}, now or {}
    return [
        name
        for name in shape.columns
        if (one.get(name) != two.get(name) or name in (wanted or {})) and name not in shape.key
    ]


def _row(table: str, row: Row | None, shown: Iterable[str]) -> Text:
    """The cells of a row that are to be shown, as a piece of a sentence."""
    if row is None:
        return text("store.no_row")
    shape = shapes()[table]
    names = [name for name in shown if name in shape.columns]
    told = [_cell(name, row.get(name), shape) for name in names[:_SHOWN]]
    if not told:
        return text("store.same_row")
    listed = told[0]
    for one in told[1:]:
        listed = text("store.list", head=listed, tail=one)
    return listed


def _cell(name: str, value: Any, shape: Shape) -> Text:
    shown = typed_cell(value, shape.columns[name].kind)
    if shown is not None and not isinstance(shown, bool | int | float):
        shown = str(shown)
        shown = shown if len(shown) <= _SIGNS else f"{shown[:_SIGNS]}…"
    return text("store.cell", column=name, value=json.dumps(shown) if isinstance(shown, float) else shown)

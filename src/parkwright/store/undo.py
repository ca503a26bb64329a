"""Taking changes back: by counter-entries, which can be taken back in their turn. History is never rewritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, select

from parkwright.store.batch import Batch
from parkwright.store.book import Book
from parkwright.store.cells import from_json
from parkwright.store.contested import Contested, history
from parkwright.store.schema import VERSION, metadata, shapes
from parkwright.tables.problem import BadInput, problem


def undo(
    book: Book, who: str, at_utc: str, change: int | None = None, batch: int | None = None, why: str = ""
) -> tuple[int, ...]:
    """Take back one change, or all changes of a batch (the last one first), in one batch of its own; returns their numbers.

    I/O Example:
        change 7 set gross_ha of b01 from 300 to 280, change 8 is the newest
        undo(book, "an", "2026-11-01T09:00:00Z", change=7) -> (7,), and change 9 sets it from 280 to 300 and says undoes = 7

    Raises:
        BadInput: there is no such change; it has been undone; it filled a whole table.
        Contested: the row was changed again since. Nothing is changed then, of a batch too.
        ValueError: neither a change nor a batch is named, or both.
    """
    if (change is None) == (batch is None):
        raise ValueError("change or batch")
    with book.change(who, at_utc, why) as writer:
        found = _asked(writer, change, batch)
        mine = {int(one["change_id"]) for one in found}
        for one in found:
            _take_back(writer, one, mine)
    return tuple(sorted(mine))


def _asked(writer: Batch, change: int | None, batch: int | None) -> Sequence[RowMapping]:
    """The changes that are to be taken back, newest first."""
    log = metadata().tables["changes"]
    asked: Select[Any] = select(log).order_by(log.c.change_id.desc())
    asked = asked.where(log.c.change_id == change if batch is None else log.c.batch_id == batch)
    found = writer.connection.execute(asked).mappings().all()
    if not found and batch is None:
        raise BadInput([problem("store.no_such_change", "changes", "change_id", change=change)])
    if not found:
        raise BadInput([problem("store.no_such_batch", "changes", "batch_id", batch=batch)])
    return found


def _take_back(writer: Batch, change: RowMapping, mine: set[int]) -> None:
    """One counter-entry. The last entry of the row must be this change, or one that this undo has taken back or written itself."""
    table, number = str(change["table_name"]), int(change["change_id"])
    if change["row_key"] is None or table not in shapes() or VERSION not in shapes()[table].columns:
        raise BadInput([problem("store.cannot_undo", table, "", change=number)])
    key, shape = json.loads(change["row_key"]), shapes()[table]
    before, after = (from_json(change[side], shape) for side in ("before", "after"))
    now, version = writer.row(table, key)
    last = history(writer.connection, table, key)[0]
    if last["change_id"] != number and last["batch_id"] != writer.number:
        if last["undoes"] == number:
            by = int(last["change_id"])
            raise BadInput([problem("store.undone_already", table, "", change=number, by=by)])
        left = None if change["kind"] == "delete" else after
        wanted = None if change["kind"] == "insert" else before
        raise Contested(table, key, left, now, wanted, str(last["who"]), str(last["at_utc"]))
    writer.undoes = number
    if change["kind"] == "insert":
        writer.delete(table, key, version)
    elif change["kind"] == "delete":
        writer.insert_rows(table, [before])
    else:
        writer.update_row(table, key, before, version)

"""Recording: new rows of what a programme has seen, said and decided. Rows are only added; nothing that was recorded is overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pandas as pd
from sqlalchemy import select

from parkwright.store.batch import Batch
from parkwright.store.book import Book, read_in
from parkwright.store.schema import metadata
from parkwright.tables import BadInput, Problem, check_added, errors, table
from parkwright.tables.problem import problem

PREFIXES: Mapping[str, str] = {
    "observations": "obs", "decisions": "dec", "progress": "prog", "remarks": "rem", "spending": "spd",
}  # fmt: skip
"""The tables that rows are recorded in, and how the ids of their rows begin."""
_LOOKED_AT = ("indicators", "areas", "agencies", "programme_items")


def record(
    book: Book,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    who: str,
    at_utc: str,
    why: str = "",
    evidence: Mapping[str, bytes] | None = None,
    submit: bool = False,
    rehearse: bool = False,
) -> dict[str, list[str]]:
    """Add rows to the tables of ``PREFIXES``, all of them or none; ids, who and when are filled in.

    rows:     by table, cells as people write them; ``_row`` in a row is the line that a person sees (else they are counted from 1)
    evidence: files to keep, by name; a row names one in ``evidence_file``, and the book keeps its checksum there
    submit:   each new observation is submitted in the same breath
    rehearse: everything is tested as if it were written, and nothing is

    I/O Example:
        record(book, {"observations": [{"indicator_id": "i", "period": "2025", "value": "12", "source": "letter"}]}, "an", "2026-…Z")
        -> {"observations": ["obs-7-1"]}

    Raises:
        BadInput: a defect of a row, told by table, column and row. Nothing is changed.
    """
    made: dict[str, list[str]] = {}
    with suppress(_Rehearsed), book.change(who, at_utc, why) as batch:
        kept = {name: _keep(batch, name, data) for name, data in (evidence or {}).items()}
        problems: list[Problem] = []
        for name, cells in rows.items():
            raw = _raw(batch, name, cells, kept)
            typed, found = check_added(name, raw, _held(batch, name, raw))
            problems += errors(found)
            if not problems:
                batch.insert(name, typed, typed=True)
                made[name] = list(raw[table(name).key[0]])
        if problems:
            raise BadInput(problems)
        if submit and made.get("observations"):
            steps = [{"observation_id": one, "decision": "submitted"} for one in made["observations"]]
            batch.insert("decisions", _raw(batch, "decisions", steps, {}))
        if rehearse:
            raise _Rehearsed
    return made


class _Rehearsed(Exception):
    """Ends a rehearsal: what was written is taken back by the transaction."""


def _raw(
    batch: Batch, name: str, cells: Sequence[Mapping[str, Any]], kept: Mapping[str, str]
) -> pd.DataFrame:
    key = table(name).key[0]
    filled = [
        {
            **{column: cell for column, cell in row.items() if column != "_row"},
            key: f"{PREFIXES[name]}-{batch.number}-{place}", "recorded_by": batch.who, "recorded_at": batch.at_utc,
        }
        for place, row in enumerate(cells, 1)
    ]  # fmt: skip
    for row in filled:
        if row.get("evidence_file"):
            row["evidence_file"] = kept[row["evidence_file"]]
    lines = [int(row.get("_row", place)) for place, row in enumerate(cells, 1)]
    frame = pd.DataFrame(filled, index=lines)
    return frame.astype(object).where(frame.notna(), None).astype("str")


def _held(batch: Batch, name: str, raw: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the new rows are held against: definitions as a whole, records only of the same indicators or items."""
    held = {one: read_in(batch.connection, one) for one in _LOOKED_AT}
    mine = {"indicator_id": list(raw.get("indicator_id", pd.Series(dtype="str")).dropna().unique())}
    if name == "observations":
        held["targets"] = read_in(batch.connection, "targets", where=mine)
        held["observations"] = read_in(batch.connection, "observations", where=mine)
    elif name == "decisions":
        held["observations"] = read_in(batch.connection, "observations")
    elif name in ("progress", "remarks", "spending"):
        held[name] = read_in(batch.connection, name)
    return held


def _keep(batch: Batch, name: str, data: bytes) -> str:
    """Keep a file once, by its checksum."""
    files, mark = metadata().tables["evidence_files"], hashlib.sha256(data).hexdigest()
    if batch.connection.scalar(select(files.c.sha256).where(files.c.sha256 == mark)) is None:
        row = {
            "sha256": mark,
            "name": name,
            "bytes": data,
            "size": len(data),
            "added_utc": batch.at_utc,
            "added_by": batch.who,
        }
        batch.insert_rows("evidence_files", [row])
    return mark


@contextmanager
def freezing(book: Book, report: Mapping[str, Any], who: str, at_utc: str) -> Iterator[None]:
    """Freeze a report, its documents and its figures, for good, if what is done meanwhile succeeds.

    report: report_id, programme_id, period, as_of, lang, figures (JSON), documents (bytes), sha256

    I/O Example:
        with freezing(book, {"report_id": "p-1a2b3c", …}, "an", "2026-11-02T08:00:00Z"):
            write the files        -> if that fails nothing is frozen

    Raises:
        BadInput: a report of that id is frozen already.
    """
    with book.change(who, at_utc) as batch:
        batch.insert_rows("reports", [{**report, "frozen_utc": at_utc, "frozen_by": batch.who}])
        yield


def last_report(book: Book, programme_id: str) -> dict[str, Any] | None:
    """The report of a programme that was frozen last, without its documents; None if none was.

    I/O Example:
        last_report(book, "p") -> {"report_id": "p-1a2b3c", "as_of": "2026-11-01", "figures": "{…}", …}
    """
    found = book.read(
        "reports", ["report_id", "period", "as_of", "frozen_utc", "figures"], {"programme_id": programme_id}
    )
    if found.empty:
        return None
    row = found.sort_values(["frozen_utc", "report_id"]).iloc[-1]
    return {str(name): row[name] for name in found.columns}


def no_such(name: str, value: str) -> BadInput:
    """The defect of an id on the line that the book does not have."""
    return BadInput(
        [
            problem(
                "no_such_row",
                name,
                table(name).key[0],
                None,
                "error",
                value=value,
                target=f"{name}.{table(name).key[0]}",
            )
        ]
    )

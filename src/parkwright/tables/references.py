"""References between tables: a value that stands nowhere is a defect of the row that makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from parkwright.tables.problem import Problem, problem
from parkwright.tables.spec import Column, table


def broken_references(frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]) -> Iterator[Problem]:
    """Every id that its target table does not hold.

    frames: typed frames by table name; references to a table that is not among them are not looked at
    rows:   per table, the row in the file of each row of the frame (same order)

    I/O Example:
        sites: site_id  park_id       parks: park_id
               b01      no-such              tan-thuan
        -> Table sites, column park_id, row 2: "no-such" does not stand in parks.park_id.
    """
    for name, frame in frames.items():
        for column in table(name).columns.values():
            if column.ref:
                yield from _broken(name, column, frame, frames, rows[name])


def _broken(
    name: str, column: Column, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], rows: pd.Series
) -> Iterator[Problem]:
    known: set[str] = set()
    for target in column.ref.split("|"):
        target_table, target_column = target.strip().split(".")
        if target_table not in frames:
            return
        known |= set(frames[target_table][target_column].dropna())
    for position, cell in enumerate(frame[column.name]):
        if pd.isna(cell):
            continue
        for word in str(cell).split(";") if column.kind == "ids" else (str(cell),):
            if word.strip() not in known:
                row = int(rows.iloc[position])
                yield problem("no_such_row", name, column.name, row, value=word.strip(), target=column.ref)

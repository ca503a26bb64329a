"""References between tables: a value that stands nowhere is a defect of the row that makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from parkwright.tables.problem import Problem, problem
from parkwright.tables.readings import alike, is_id
from parkwright.tables.spec import Column, table


def broken_references(frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]) -> Iterator[Problem]:
    """Every id that its target table does not hold, and every row that refers to itself.

    frames: typed frames by table name; references to a table that is not among them are not looked at
    rows:   per table, the row in the file of each row of the frame (same order)

    I/O Example:
        sites: site_id  park_id       parks: park_id
               b01      no-such              tan-thuan
        -> Table sites, column park_id, row 2: "no-such" does not stand in parks.park_id.
        sites: park_id "Tan-Thuan" -> the same, and: probably "tan-thuan".      overlaps_site "b01" of b01 -> refers to itself.
    """
    for name, frame in frames.items():
        for column in table(name).columns.values():
            if column.ref:
                yield from _broken(name, column, frame, frames, rows[name])


def _broken(
    name: str, column: Column, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], rows: pd.Series
) -> Iterator[Problem]:
    targets = [target.strip().split(".") for target in column.ref.split("|")]
    if any(table_of not in frames for table_of, _ in targets):
        return
    known = {word for table_of, column_of in targets for word in frames[table_of][column_of].dropna()}
    cells = frame[column.name]
    lost = {
        cell: missing
        for cell in cells.dropna().unique()
        if (missing := [word for word in _words(column, cell) if word not in known])
    }
    # what is meant may itself be misspelt there, as no id can be: that is told at its own row, and is enough
    spelt = {alike(word): word for word in sorted(known, reverse=True)} if lost else {}
    for position in np.flatnonzero(cells.isin(lost)):
        place = (name, column.name, int(rows.iloc[position]))
        for word in lost[cells.iloc[position]]:
            nearest = spelt.get(alike(word))
            if nearest is None or is_id(nearest):
                yield missing_row(place, word, column.ref, nearest)
    if [name, *table(name).key] in targets:
        yield from _to_itself(name, column, frame, rows)


def _to_itself(name: str, column: Column, frame: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    key = table(name).key[0]
    for position, (own, cell) in enumerate(frame[[key, column.name]].itertuples(index=False)):
        if not pd.isna(cell) and own in _words(column, cell):
            yield problem("refers_to_itself", name, column.name, int(rows.iloc[position]), value=own)


def _words(column: Column, cell: str) -> list[str]:
    """The ids of a cell; what is no id has been told by the door."""
    words = cell.split(";") if column.kind == "ids" else [cell]
    return [word.strip() for word in words if is_id(word.strip())]


def missing_row(place: tuple[str, str, int], word: str, target: str, nearest: str | None) -> Problem:
    """The defect of a value that stands nowhere; ``nearest`` is what was probably meant."""
    if nearest is None:
        return problem("no_such_row", *place, value=word, target=target)
    return problem("no_such_row_near", *place, value=word, target=target, nearest=nearest)

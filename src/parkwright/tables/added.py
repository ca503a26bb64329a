"""New rows for a table that is there: through its door, and against what the other tables say, before they are written."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from parkwright.tables.door import empty_frame, open_table
from parkwright.tables.problem import Problem
from parkwright.tables.programme_sense import check_programme
from parkwright.tables.references import broken_references
from parkwright.tables.spec import all_tables

_HELD = 0
"""The row that stands for what is there already: its defects are not those of the new rows."""


def check_added(
    name: str, given: pd.DataFrame, held: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Open new rows of a table of a programme and hold them against what is there.

    given: raw rows (index = row that a person sees);  held: typed frames by table; references to a table that is not among
    them are not looked at

    I/O Example:
        observations, given: indicator_id "no-such"    -> one problem: "no-such" does not stand in indicators.indicator_id

    Returns the typed rows (usable only if no problem is an error) and the problems of these rows alone.
    """
    opened = open_table(name, given)
    before = held.get(name, empty_frame(name))
    merged = pd.concat([before, opened.frame], ignore_index=True) if len(before) else opened.frame
    rows = {other: pd.Series(_HELD, index=range(len(frame))) for other, frame in held.items()}
    rows[name] = pd.Series([*[_HELD] * (len(merged) - len(opened.frame)), *opened.rows])
    frames = {**held, name: merged}
    found = [*broken_references(frames, rows), *check_programme(_whole(frames), _rows(rows))]
    mine = [one for one in found if one.table == name and one.row != _HELD]
    return opened.frame, (*opened.problems, *mine)


def _whole(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """With an empty frame for each table of a programme that is not looked at."""
    return {
        spec.name: frames.get(spec.name, empty_frame(spec.name)) for spec in all_tables("input", "programme")
    }


def _rows(rows: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    return {
        spec.name: rows.get(spec.name, pd.Series(dtype="int64")) for spec in all_tables("input", "programme")
    }

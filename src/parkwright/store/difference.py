"""What differs between two versions of one table: rows added, cells changed, rows gone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from parkwright.store.cells import stored_cells
from parkwright.tables.spec import table

CHANGED = ("column", "before", "after")


@dataclass(frozen=True, slots=True)
class Difference:
    """added, gone: typed rows; changed: one row for each cell, by the key of its row (unknown is None)."""

    added: pd.DataFrame
    changed: pd.DataFrame
    gone: pd.DataFrame

    @property
    def is_none(self) -> bool:
        return not (len(self.added) or len(self.changed) or len(self.gone))

    def changed_rows(self, name: str) -> int:
        """How many rows have a changed cell."""
        return len(self.changed[list(table(name).key)].drop_duplicates())


def difference(name: str, before: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """Compare two typed frames of one table by their keys.

    I/O Example:
        before: site_id gross_ha   after: site_id gross_ha
                b01     300               b01     280
                b02     150               b03     90
        -> added: b03 90     changed: b01 gross_ha 300 280     gone: b02 150
    """
    key = list(table(name).key)
    old, new = (pd.MultiIndex.from_frame(frame[key].astype(object)) for frame in (before, after))
    place = new.get_indexer(old)
    gone, added = place < 0, ~new.isin(old)
    here, there = np.flatnonzero(~gone), place[~gone]
    parts = list(_changes(name, before, after, here, there))
    columns = [*key, *CHANGED]
    changed = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype=object)
    return Difference(
        after[added].reset_index(drop=True), changed[columns], before[gone].reset_index(drop=True)
    )


def _changes(
    name: str, before: pd.DataFrame, after: pd.DataFrame, here: np.ndarray[Any, Any], there: np.ndarray[Any, Any]
) -> Iterator[pd.DataFrame]:  # fmt: skip
    """The changed cells of each column: as the database would hold them, so that NaN, NA and None are the same."""
    key = list(table(name).key)
    for column in table(name).columns.values():
        old = stored_cells(before[column.name].iloc[here], column.kind)
        new = stored_cells(after[column.name].iloc[there], column.kind)
        at = [place for place, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]
        if not at:
            continue
        rows = before[key].iloc[here[at]].reset_index(drop=True).astype(object)
        rows["column"] = column.name
        rows["before"] = _cells(before, column.name, here[at])
        rows["after"] = _cells(after, column.name, there[at])
        yield rows


def _cells(frame: pd.DataFrame, name: str, at: np.ndarray[Any, Any]) -> pd.Series:
    cells = frame[name].iloc[at].reset_index(drop=True).astype(object)
    return cells.where(cells.notna(), None)

"""Land that is part of other land: a part cannot be larger than the whole that it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.tables.problem import Problem, Severity, problem

ROUNDED = 0.01
"""Registers round: a part is told from one hundredth beyond its whole."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Columns that lie together within a whole; of the columns of the whole the first that is known counts."""

    table: str
    columns: tuple[str, ...]
    whole: tuple[str, ...]
    severity: Severity = "error"


_PARTS = (
    _Part("parks", ("leasable_ha",), ("total_ha",)),
    _Part("parks", ("leased_ha",), ("total_ha",)),
    _Part("parks", ("vacant_ha",), ("total_ha",)),
    _Part("parks", ("leased_ha", "vacant_ha"), ("leasable_ha",), "warning"),
    _Part("sites", ("net_ha_assumed",), ("gross_ha", "gross_ha_assumed")),
    _Part("sites", ("two_crop_rice_ha",), ("gross_ha", "gross_ha_assumed")),
    _Part("conversions", ("leasable_ha",), ("total_ha",)),
)
"""Leased and vacant land beyond the leasable is a warning: the three are often counted at different dates."""


def check_land(frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]) -> Iterator[Problem]:
    """Parts of land that are larger than their whole; where one is unknown, or the whole itself is
    a defect (below zero), nothing is told. One problem a row and column.

    frames, rows: typed frames by table, and for each the row in the file (same order)

    I/O Example:
        parks: total_ha 300, leased_ha 99999                       -> part_above_whole (error)
        parks: leasable_ha 200, leased_ha 150, vacant_ha 80        -> part_above_whole (warning)
        sites: gross_ha 200, net_ha_assumed 9999                   -> part_above_whole (error)
    """
    told: set[tuple[str, str, int]] = set()
    for part in _PARTS:
        frame = frames[part.table]
        land, known = _sum(frame, part.columns), frame[list(part.columns)].notna()
        whole, of_column = _first_known(frame, part.whole)
        above = known.any(axis=1).to_numpy(bool) & (whole >= 0) & (land > whole * (1 + ROUNDED))
        for position in np.flatnonzero(above):
            row = int(rows[part.table].iloc[position])
            columns = [name for name in part.columns if known.iloc[position][name]]
            if any((part.table, name, row) in told for name in columns):
                continue
            told |= {(part.table, name, row) for name in columns}
            yield problem(
                "part_above_whole", part.table, ", ".join(columns), row, part.severity,
                ha=float(land[position]), whole=float(whole[position]), of_column=of_column[position],
            )  # fmt: skip


def _sum(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.float64]:
    return frame[list(columns)].fillna(0.0).sum(axis=1).to_numpy("float64")


def _first_known(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[npt.NDArray[np.float64], list[str]]:
    """The first known area of each row (NaN where none is) and the column it stands in."""
    areas = frame[list(columns)]
    first = areas.bfill(axis=1).iloc[:, 0].to_numpy("float64")
    names = [next((name for name in columns if row[name]), columns[0]) for _, row in areas.notna().iterrows()]
    return first, names

"""Indicators that are worked out of others: one formula at a time, over all areas and periods at once."""

from __future__ import annotations

from graphlib import TopologicalSorter

import numpy as np
import pandas as pd

from parkwright.steps.monitoring.series import KEY
from parkwright.tables import Indicators, read_formula


def with_formulas(series: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The series, and after it what the formulas give where all that they name is known; a recorded value goes before a formula.

    series: as ``values_in_use`` gives it; formulas are free of circles (the door of the region has seen to that)

    I/O Example:
        a: 2024 5      b: 2024 20, 2025 21      c = 100 * {a} / {b}   -> c: 2024 25 (basis formula); 2025 stays unknown
    """
    own = indicators[indicators["formula"].notna()]
    if own.empty or series.empty:
        return series
    formulas = {
        key: read_formula(words) for key, words in own[["indicator_id", "formula"]].itertuples(index=False)
    }
    order = [
        name
        for name in TopologicalSorter({key: one.names for key, one in formulas.items()}).static_order()
        if name in formulas
    ]
    needed = sorted({*formulas, *(name for one in formulas.values() for name in one.names)})
    row = pd.Index(needed).get_indexer(series["indicator_id"])
    inside = np.flatnonzero(row >= 0)
    row, known = row[inside], series.iloc[inside]
    area, areas = pd.factorize(known["area_id"])
    period, periods = pd.factorize(known["period"])
    place, pairs = pd.factorize(area * max(len(periods), 1) + period)
    slots = (
        areas.to_numpy(object)[pairs // max(len(periods), 1)],
        periods.to_numpy(object)[pairs % max(len(periods), 1)],
    )
    values = np.full((len(needed), len(pairs)), np.nan)
    values[row, place] = known["value"].to_numpy("float64")
    of = dict(zip(needed, values, strict=True))
    for key in order:
        of[key][:] = np.where(np.isfinite(of[key]), of[key], formulas[key].value(of))
    recorded = np.zeros(values.shape, bool)
    recorded[row, place] = True
    new = np.argwhere(np.isfinite(values) & ~recorded)
    return series if len(new) == 0 else _joined(series, new, values, needed, slots)


def _joined(
    series: pd.DataFrame,
    new: np.ndarray,
    values: np.ndarray,
    needed: list[str],
    slots: tuple[np.ndarray, np.ndarray],
) -> pd.DataFrame:
    areas, periods = slots
    worked = pd.DataFrame({
        "indicator_id": np.array(needed, object)[new[:, 0]], "area_id": areas[new[:, 1]], "period": periods[new[:, 1]],
        "value": values[new[:, 0], new[:, 1]],
    })  # fmt: skip
    worked = worked.assign(observation_id=None, basis="formula", state=None, others=0)
    worked = worked.assign(lowest=worked["value"], highest=worked["value"])
    joined = pd.concat([series.astype({"state": object}), worked], ignore_index=True)
    return joined.sort_values(KEY, ignore_index=True)

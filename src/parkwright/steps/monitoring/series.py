"""The value in use of each indicator, area and period: of what was recorded by a day, without what was corrected or returned."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.tables import Decisions, Indicators, Observations

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
KEY = ["indicator_id", "area_id", "period"]
_WAY = ("draft", "submitted", "approved", "returned")
"""The way of a value through the office, in the order in which two decisions of one moment count."""


def known_rows(frame: pd.DataFrame, moment: str) -> pd.DataFrame:
    """The rows of an append-only table that stand on a day: recorded by then, and not corrected by a row recorded by then.

    I/O Example:
        o1 recorded 2024-02, o2 recorded 2024-06 corrects o1; on 2024-12-31 -> o2      on 2024-03-31 -> o1
    """
    there = frame[(frame["recorded_at"] <= moment).to_numpy(bool)]
    if "corrects" not in there:
        return there
    corrected = there["corrects"].dropna()
    return there[~there.iloc[:, 0].isin(corrected).to_numpy(bool)] if len(corrected) else there


def values_in_use(
    observations: Observations, decisions: Decisions, indicators: Indicators, moment: str
) -> pd.DataFrame:
    """One value for each indicator, area and period, and why it is this one.

    Of several values the chosen one counts; else the approved ones go before the others, and the latest recorded before the
    earlier. A returned value does not count. An observation without an area is of the area of its indicator.

    moment: "2026-11-01T23:59:59Z"

    I/O Example:
        observations: o1 i1 2024 5 (approved)      o2 i1 2024 6 (submitted later)
        -> indicator_id  period  value  observation_id  basis     state     others  lowest  highest
           i1            2024    5      o1              approved  approved  1       5       6

    Returns a frame as the spec ``monitoring_series`` wants it, sorted by key, without the values of formulas.
    """
    found = known_rows(observations, moment)
    found = found[found["period"].notna().to_numpy(bool)]
    state, chosen = _decided(decisions, found["observation_id"], moment)
    kept = state != _WAY.index("returned")
    found, state, chosen = found[kept], state[kept], chosen[kept]
    areas = _areas(found, indicators)
    key, approved = _keyed(found, areas), state == _WAY.index("approved")
    moments = pd.factorize(found["recorded_at"], sort=True)[0]
    # of rows alike in all of this the later id goes last: tables come sorted by their key
    sorting = np.lexsort((moments, approved, chosen, key))
    cells = {
        "indicator_id": found["indicator_id"],
        "area_id": areas,
        "period": found["period"],
        "value": found["value"],
    }
    rows = pd.DataFrame({**cells, "observation_id": found["observation_id"]}).iloc[sorting]
    return _last_of_each(
        rows, key[sorting], np.array(_WAY, object)[state[sorting]], chosen[sorting], approved[sorting]
    )


def _keyed(found: pd.DataFrame, areas: pd.Series) -> Ints:
    """One number for each indicator, area and period, in their order."""
    codes = [pd.factorize(cells, sort=True) for cells in (found["indicator_id"], areas, found["period"])]
    number = np.zeros(len(found), "int64")
    for places, words in codes:
        number = number * max(len(words), 1) + places
    return number


def _areas(found: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    own = found["area_id"]
    if own.notna().all():
        return own
    usual = indicators.set_index("indicator_id")["area_id"]
    return own.where(own.notna(), found["indicator_id"].map(usual)).fillna("")


def _decided(decisions: pd.DataFrame, observations: pd.Series, moment: str) -> tuple[Ints, Flags]:
    """Where each observation stands on its way (a place in ``_WAY``), and whether it is chosen."""
    there = decisions[(decisions["recorded_at"] <= moment).to_numpy(bool)]
    place = pd.Index(observations).get_indexer(there["observation_id"])
    codes, words = pd.factorize(there["decision"])
    steps = np.array([_WAY.index(word) if word in _WAY else -1 for word in words], "int64")
    step = steps[codes] if len(words) else codes
    state, chosen = np.zeros(len(observations), "int64"), np.zeros(len(observations), bool)
    chosen[place[(place >= 0) & (step < 0)]] = True
    on_the_way = np.flatnonzero((place >= 0) & (step >= 0))
    moments = pd.factorize(there["recorded_at"], sort=True)[0]
    ordered = on_the_way[np.lexsort((step[on_the_way], moments[on_the_way]))]
    state[place[ordered]] = step[ordered]  # of several the last one stays
    return state, chosen


def _last_of_each(
    rows: pd.DataFrame, key: Ints, state: np.ndarray, chosen: Flags, approved: Flags
) -> pd.DataFrame:
    """The last row of each key, with what stood beside it."""
    if rows.empty:
        return rows.assign(basis="", state="", others=0, lowest=np.nan, highest=np.nan)
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    ends = np.append(starts[1:], len(rows))
    value, last = rows["value"].to_numpy("float64"), ends - 1
    count = ends - starts
    told_apart = approved[last] & (np.add.reduceat(approved.astype("int64"), starts) < count)
    basis = np.select([count == 1, chosen[last], told_apart], ["only", "chosen", "approved"], "latest")
    return rows.iloc[last].reset_index(drop=True).assign(
        basis=basis, state=state[last], others=count - 1, lowest=np.minimum.reduceat(value, starts),
        highest=np.maximum.reduceat(value, starts),
    )  # fmt: skip

"""Periods of tables as arrays of days, worked out once for each word that stands there."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.tables import first_day, last_day

Days: TypeAlias = NDArray[np.float64]
DAYS_A_YEAR = 365.25


def spans(periods: pd.Series) -> tuple[Days, Days]:
    """First and last day of each period as ordinals, NaN where there is none.

    I/O Example:
        ["2020", "2025-06", NaN] -> ([737425, 739403, NaN], [737790, 739432, NaN])
    """
    places, words = pd.factorize(periods)
    known = [(first_day(word).toordinal(), last_day(word).toordinal()) for word in words]
    table = np.array([*known, (np.nan, np.nan)], "float64")
    return table[places, 0], table[places, 1]


def years(days: Days) -> Days:
    """The calendar year of each ordinal (NaN where unknown).

    I/O Example:
        [737425, NaN] -> [2020, NaN]
    """
    known = np.isfinite(days)
    found = np.full(days.shape, np.nan)
    dates = np.array(days[known], "int64") - 719163  # ordinal of 1970-01-01
    found[known] = dates.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970
    return found


def are_years(starts: Days, ends: Days) -> NDArray[np.bool_]:
    """Whether each span is one whole calendar year.

    I/O Example:
        2020-01-01 to 2020-12-31 -> True     2020-01-01 to 2020-06-30, 2020-01-01 to 2021-12-31 -> False
    """
    whole = years(starts) != years(starts - 1)
    return np.asarray(whole & (years(ends) != years(ends + 1)) & (years(starts) == years(ends)))

"""Who reported what was due: by agency and year."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.steps.monitoring.spans import spans, years

Ints: TypeAlias = NDArray[np.int64]


def count_reports(
    indicators: pd.DataFrame, series: pd.DataFrame, first_year: int, last_year: int
) -> pd.DataFrame:
    """How many indicators each agency had to report for each year, how many it did, how many are approved.

    Due is each indicator with an agency and without a formula, once for each year. A value counts for the year in which its
    period ends.

    I/O Example:
        a reports i1, i2; i1 has 2024 (approved), i2 nothing      -> a 2024 due 2 reported 1 approved 1

    Returns the frame of the spec ``monitoring_agencies``.
    """
    asked = indicators[indicators["agency_id"].notna() & indicators["formula"].isna()]
    names, of = (
        np.unique(asked["agency_id"].to_numpy(object).astype(str), return_inverse=True)
        if len(asked)
        else (np.array([], str), np.array([], int))
    )
    span = np.arange(first_year, last_year + 1)
    reported, approved = (
        _counted(told, of, (len(names), len(span))) for told in _reports(asked, series, span)
    )
    agency, year = (
        part.ravel() for part in np.meshgrid(np.arange(len(names)), np.arange(len(span)), indexing="ij")
    )
    return pd.DataFrame({
        "agency_id": names[agency], "period": span[year].astype(str), "due": np.bincount(of, minlength=len(names))[agency],
        "reported": reported.ravel(), "approved": approved.ravel(),
    })  # fmt: skip


def _reports(asked: pd.DataFrame, series: pd.DataFrame, span: Ints) -> tuple[Ints, Ints]:
    """Each indicator and year that has a value, and an approved one: numbers (indicator * years + year), each once."""
    indicator = pd.Index(asked["indicator_id"]).get_indexer(series["indicator_id"])
    year = years(spans(series["period"])[1])
    inside = (
        (indicator >= 0) & (year >= span[0]) & (year <= span[-1])
        if len(span)
        else np.zeros(len(series), bool)
    )
    number = indicator[inside] * len(span) + (year[inside] - (span[0] if len(span) else 0)).astype("int64")
    approved = (series["state"] == "approved").to_numpy(bool)[inside]
    return np.unique(number), np.unique(number[approved])


def _counted(numbers: Ints, agency_of: Ints, shape: tuple[int, int]) -> Ints:
    """How many of the numbers fall on each agency and year."""
    counts = np.zeros(shape, "int64")
    if len(numbers):
        np.add.at(counts, (agency_of[numbers // shape[1]], numbers % shape[1]), 1)
    return counts

"""Who reported what was due: by agency and year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.monitoring.spans import spans, years


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
    agencies = asked.groupby("agency_id").size()
    span = np.arange(first_year, last_year + 1)
    due = pd.MultiIndex.from_product([agencies.index, span], names=["agency_id", "year"])
    year = years(spans(series["period"])[1])
    told = pd.DataFrame({
        "agency_id": series["indicator_id"].map(asked.set_index("indicator_id")["agency_id"]), "indicator_id": series["indicator_id"],
        "year": year, "approved": series["state"] == "approved",
    }).dropna(subset=["agency_id", "year"])  # fmt: skip
    each = (
        told.groupby(["agency_id", "year", "indicator_id"])["approved"]
        .max()
        .groupby(level=["agency_id", "year"])
    )
    found = (
        pd.DataFrame({"reported": each.size(), "approved": each.sum()}).reindex(due).fillna(0).astype("int64")
    )
    found = found.reset_index().assign(due=lambda one: one["agency_id"].map(agencies))
    period = found["year"].astype("int64").astype(str)
    return found.assign(period=period)[["agency_id", "period", "due", "reported", "approved"]]

"""Planned against spent, by item and year and summed up over the years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.monitoring.scope import Scope
from parkwright.steps.monitoring.series import known_rows
from parkwright.steps.monitoring.spans import spans, years
from parkwright.tables import Spending


def sum_spending(scope: Scope, spending: Spending, moment: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was planned and spent for each item and year; what has another price year stays out and is given back.

    The price year is the one that most rows have (of two the later). An amount for several years counts in their last one.

    I/O Example:
        g1 2021 planned 100, spent 80; 2022 planned 120
        -> g1 2021 planned 100 spent 80 planned_sum 100 spent_sum 80;  g1 2022 planned 120 spent – planned_sum 220 spent_sum –

    Returns the frame of the spec ``monitoring_spending``, and the rows of the table spending that were left out.
    """
    rows = known_rows(spending, moment)
    rows = rows[rows["item_id"].isin(scope.items["item_id"])]
    if rows.empty:
        return _shaped(pd.DataFrame(columns=["item_id", "period", "planned", "spent"]), None), rows
    counts = rows["price_year"].value_counts()
    price_year = int(counts[counts == counts.max()].index.max())
    same = (rows["price_year"] == price_year).to_numpy(bool)
    kept = rows[same].assign(year=years(spans(rows[same]["period"])[1]).astype("int64"))
    sums = (
        kept.groupby(["item_id", "year", "kind"])["amount_bn"].sum(min_count=1).unstack("kind").reset_index()
    )
    sums = sums.reindex(columns=["item_id", "year", "planned", "spent"]).assign(
        period=lambda one: one["year"].astype(str)
    )
    return _shaped(sums, price_year), rows[~same]


def _shaped(sums: pd.DataFrame, price_year: int | None) -> pd.DataFrame:
    """With running sums; where an amount is unknown its running sum is too."""
    ordered = sums.sort_values(["item_id", "period"], ignore_index=True)
    running = {
        kind: ordered.groupby("item_id")[kind].transform(lambda one: one.cumsum(skipna=False))
        if len(ordered)
        else np.nan
        for kind in ("planned", "spent")
    }
    return pd.DataFrame({
        "item_id": ordered["item_id"], "period": ordered["period"], "planned_bn": ordered["planned"].astype("float64"),
        "spent_bn": ordered["spent"].astype("float64"), "planned_sum_bn": running["planned"], "spent_sum_bn": running["spent"],
        "price_year": pd.array([price_year] * len(ordered), "Int64"),
    })  # fmt: skip

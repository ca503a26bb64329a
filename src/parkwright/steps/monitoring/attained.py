"""What the series hold for each target: its latest value, its sum, its worst year, its mean, whatever the form asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.monitoring.spans import are_years, spans, years

PAIR = ["indicator_id", "area_id"]


def attained(targets: pd.DataFrame, series: pd.DataFrame, accrual: pd.Series, day: int) -> pd.DataFrame:
    """The measured value of each target by a day, and how much of its period it covers.

    targets: target_id, indicator_id, area_id, period, form, bound, low, high, baseline, baseline_period
    series:  values in use with their formulas; accrual: by indicator_id
    day:     the ordinal of the day of the report

    I/O Example:
        target t: total of 2021/2023 of a yearly indicator with 2021 4, 2022 5    -> value 9, years_known 2, years_due 3
        target u: level 2025 with 2024 7, 2025-06 8                               -> value 8, value_period 2025-06

    Returns one row per target, in order: start, end, base_start, base_end (ordinals), accrual, value, value_period, value_start,
    value_end, observation_id, state, years_known, years_due, worst, best, exact (value of the whole period as one), values (number
    of values from the baseline on)
    """
    start, end = spans(targets["period"])
    base_start, base_end = spans(targets["baseline_period"])
    asked = targets[["target_id", *PAIR, "form"]].assign(
        area_id=targets["area_id"].fillna(""), start=start, end=end, base_start=base_start, base_end=base_end,
        accrual=targets["indicator_id"].map(accrual), order=np.arange(len(targets)),
    )  # fmt: skip
    pairs = _pairs(asked, series, day)
    found = asked.join(_latest(pairs), on="order").join(_yearly(pairs), on="order")
    due = np.minimum(years(end), years(np.full(len(end), float(day)) + 1) - 1) - years(start) + 1
    return found.assign(
        years_known=found["years_known"].fillna(0), values=found["values"].fillna(0), years_due=np.maximum(due, 0),
        years_asked=years(end) - years(start) + 1,
    ).set_index(targets.index)  # fmt: skip


def _pairs(asked: pd.DataFrame, series: pd.DataFrame, day: int) -> pd.DataFrame:
    """Each target with each value of its indicator and area that lies after its baseline and not after its period."""
    first, last = spans(series["period"])
    rows = series[[*PAIR, "period", "value", "observation_id", "state"]].assign(first=first, last=last)
    pairs = asked.merge(rows, on=PAIR, how="inner", suffixes=("", "_of"))
    from_day = pairs["base_start"].where(pairs["base_start"].notna(), -np.inf)
    of_a_year = pairs["accrual"].isin(["yearly", "rate"])  # what arose before the period is none of it
    from_day = from_day.where(~of_a_year, pairs["start"])
    return pairs[(pairs["first"] >= from_day) & (pairs["last"] <= pairs["end"]) & (pairs["last"] <= day)]


def _latest(pairs: pd.DataFrame) -> pd.DataFrame:
    """The latest value of each target (of two that end on one day the shorter), and the one of exactly its period."""
    ordered = pairs.sort_values(["order", "last", "first"])
    grouped = ordered.groupby("order", sort=True)
    latest = grouped.tail(1).set_index("order")
    whole = ordered[(ordered["first"] == ordered["start"]) & (ordered["last"] == ordered["end"])]
    names = {
        "period": "value_period", "first": "value_start", "last": "value_end", "value": "value", "observation_id": "observation_id",
        "state": "state",
    }  # fmt: skip
    return latest[list(names)].rename(columns=names).assign(
        exact=whole.drop_duplicates("order", keep="last").set_index("order")["value"], values=grouped.size()
    )  # fmt: skip


def _yearly(pairs: pd.DataFrame) -> pd.DataFrame:
    """Sum, mean, least and most of the whole years within the period."""
    first, last = pairs["first"].to_numpy("float64"), pairs["last"].to_numpy("float64")
    yearly = pairs[are_years(first, last) & (pairs["first"] >= pairs["start"]).to_numpy(bool)]
    yearly = yearly.drop_duplicates(["order", "first"])  # "2024" and "2024-01/2024-12" are one year
    of = yearly.groupby("order")["value"]
    return pd.DataFrame({
        "years_known": of.size(), "total": of.sum(), "mean": of.mean(), "worst": of.min(), "best": of.max(),
    })  # fmt: skip

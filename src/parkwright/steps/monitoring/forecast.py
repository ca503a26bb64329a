"""What a target's series says about its end: a straight line through yearly values, with the interval of a prediction.

Ordinary least squares on the year; interval and chance from Student's t with n - 2 degrees of freedom (Draper and Smith, Applied
Regression Analysis, 3rd ed. 1998, §3.1). Only where the series allows: enough yearly values without a gap, an end no further
ahead than the series is long, of a level or a running total, in an area that still exists. Otherwise the reason is told.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from parkwright.steps.monitoring.attained import PAIR
from parkwright.steps.monitoring.spans import are_years, spans, years


def forecast_targets(
    targets: pd.DataFrame,
    series: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    day: int,
    confidence: float,
    least_points: int,
) -> pd.DataFrame:
    """The end value of each target that is not over, with an interval, and what it would take.

    I/O Example:
        level 2028 at least 30; 2020..2024 = 10, 12, 14, 16, 18 (exactly on a line)
        -> value 26, low 26, high 26, chance 0, trend_per_year 2, needed_per_year 3
        only 2 values -> why_not few-points

    Returns a frame as the spec ``monitoring_forecasts`` wants it.
    """
    end = years(spans(targets["period"])[1])
    fits = _fits(targets, series, day)
    goal = np.where((targets["bound"] == "at-most").to_numpy(bool), targets["high"], targets["low"]).astype(
        "float64"
    )
    why = _why_not(targets, fits, indicators, areas, end, day, least_points)
    points, x_mean, x_var, y_mean, slope, scatter, last, latest = (
        fits[name].to_numpy("float64") for name in _FIT
    )
    free = points - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        value = y_mean + slope * (end - x_mean)
        spread = scatter * np.sqrt(1 + 1 / points + (end - x_mean) ** 2 / x_var)
        half = stdtrit(free, (1 + confidence) / 2) * spread
        beyond = np.where(spread > 0, stdtr(free, (value - goal) / spread), (value >= goal) * 1.0)
        needed = (goal - latest) / (end - last)
    chance = np.where((targets["bound"] == "at-most").to_numpy(bool), 1 - beyond, beyond)
    chance = np.where(
        (targets["bound"] == "at-most").to_numpy(bool) & (spread == 0), (value <= goal) * 1.0, chance
    )
    open_end = np.array([reason is None for reason in why])
    told = {
        "value": value, "low": value - half, "high": value + half, "confidence": np.full(len(end), confidence),
        "chance": np.where((targets["bound"] == "between").to_numpy(bool), np.nan, chance), "trend_per_year": slope,
        "needed_per_year": np.where((targets["bound"] == "between").to_numpy(bool), np.nan, needed),
    }  # fmt: skip
    frame = pd.DataFrame(
        {"target_id": targets["target_id"], "points": fits["points"].astype("int64"), "end_year": end}
    )
    frame = frame.astype({"end_year": "Int64"}).assign(
        **{name: np.where(open_end, cells, np.nan) for name, cells in told.items()}
    )
    return frame.assign(why_not=pd.Series(why, dtype="str", index=frame.index)).sort_values(
        "target_id", ignore_index=True
    )


_FIT = ("points", "x_mean", "x_var", "y_mean", "slope", "scatter", "last", "latest")


def _fits(targets: pd.DataFrame, series: pd.DataFrame, day: int) -> pd.DataFrame:
    """The line through the yearly values of each target's series, by the row of the target."""
    first, last = spans(series["period"])
    yearly = series[are_years(first, last) & (last <= day)]
    rows = yearly[[*PAIR, "value"]].assign(year=years(first)[yearly.index]).drop_duplicates([*PAIR, "year"])
    asked = targets[PAIR].assign(area_id=targets["area_id"].fillna(""), order=np.arange(len(targets)))
    pairs = asked.merge(rows, on=PAIR).sort_values(["order", "year"])
    of = pairs.groupby("order")
    means = of[["year", "value"]].mean()
    x = pairs["year"] - pairs["order"].map(means["year"])
    y = pairs["value"] - pairs["order"].map(means["value"])
    sums = pd.DataFrame({"order": pairs["order"], "xx": x * x, "xy": x * y}).groupby("order").sum()
    slope = sums["xy"] / sums["xx"].where(sums["xx"] > 0)
    rest = y - x * pairs["order"].map(slope)
    points = of.size()
    scatter = np.sqrt((rest**2).groupby(pairs["order"]).sum() / (points - 2).where(points > 2))
    fits = pd.DataFrame({
        "points": points, "x_mean": means["year"], "x_var": sums["xx"], "y_mean": means["value"], "slope": slope, "scatter": scatter,
        "first": of["year"].min(), "last": of["year"].max(), "latest": of["value"].last(),
    })  # fmt: skip
    return fits.reindex(range(len(targets))).fillna({"points": 0})


def _why_not(
    targets: pd.DataFrame,
    fits: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    end: np.ndarray,
    day: int,
    least: int,
) -> list[str | None]:
    accrual = targets["indicator_id"].map(indicators.set_index("indicator_id")["accrual"])
    is_level = (targets["form"] == "level") & accrual.isin(["level", "cumulative"])
    closed = areas.loc[areas["until"].notna(), "area_id"]
    first, last, points = (fits[name].to_numpy("float64") for name in ("first", "last", "points"))
    over = spans(targets["period"])[1] <= day
    reasons = [
        ("past", over), ("broken-area", targets["area_id"].isin(closed)), ("not-a-level", ~is_level), ("few-points", points < least),
        ("gap-in-years", last - first + 1 != points), ("too-far", end - last > last - first),
    ]  # fmt: skip
    told = np.select([np.asarray(where, bool) for _, where in reasons], [name for name, _ in reasons], "")
    return [name or None for name in told.tolist()]

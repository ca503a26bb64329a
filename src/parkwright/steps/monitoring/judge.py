"""Where each target stands: reached, missed, on track, late, not reported, or cannot tell, and what is missing.

A target whose period is over is reached or missed by its end value; before that, the value is held against the straight way from
the baseline to the goal (linear interpolation, as the milestones of results frameworks are set: World Bank, Results Framework
and M&E, A How-To Guide, 2012, §3). What cannot be compared is told, never guessed.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.steps.monitoring.attained import attained
from parkwright.steps.monitoring.spans import DAYS_A_YEAR, Days, spans, years

Flags: TypeAlias = NDArray[np.bool_]
STATUSES = ("reached", "missed", "on-track", "late", "not-reported", "cannot-tell")
_COLUMNS = [
    "target_id", "indicator_id", "item_id", "area_id", "period", "low", "high", "unit", "value", "value_period", "expected", "way_pct",
    "status", "missing", "observation_id",
]  # fmt: skip


def judge_targets(
    targets: pd.DataFrame, series: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame, day: int
) -> pd.DataFrame:
    """The status of each target on a day.

    targets:    rows of the table targets;  series: values in use, formulas among them
    indicators: indicator_id, accrual;  areas: area_id, until;  day: ordinal of the day of the report

    I/O Example:
        level 2030 at least 20, baseline 10 (2020), value 14 (2024), told in 2026
        -> expected 14 by 2024, way_pct 40, on-track           (13 would be late; 20 reached; no baseline: cannot-tell, baseline)
        level 2025 at least 20, value 19 (2025), told in 2026    -> missed;  value only of 2024 -> cannot-tell, end-value

    Returns a frame as the spec ``monitoring_targets`` wants it.
    """
    accrual = indicators.set_index("indicator_id")["accrual"]
    found = targets.join(attained(targets, series, accrual, day).drop(columns=[*_SHARED]))
    measured = _measure(found)
    broken = _broken_area(found, areas, day)
    answer = _answer(found, measured, day)
    return _told(found, measured, answer, broken)


_SHARED = ("target_id", "indicator_id", "area_id", "form", "order")


def _measure(found: pd.DataFrame) -> pd.DataFrame:
    """The number that is compared: by the form of the target, and by how its indicator accrues."""
    form, accrual = found["form"], found["accrual"]
    exact = found["exact"].to_numpy("float64")
    value = found["value"].to_numpy("float64")
    level = (form == "level").to_numpy(bool)
    yearly = ((form == "total") & (accrual == "yearly")).to_numpy(bool)
    running = ((form == "total") & (accrual == "cumulative")).to_numpy(bool)
    each = (form == "each-year").to_numpy(bool)
    own_rate = ((form == "rate") & (accrual == "rate")).to_numpy(bool)
    growth = ((form == "rate") & (accrual != "rate")).to_numpy(bool)
    since = found["baseline"].to_numpy("float64")
    span = (found["value_end"] - found["base_end"]).to_numpy("float64") / DAYS_A_YEAR
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = 100 * ((value / since) ** (1 / span) - 1)
    down = (found["bound"] == "at-most").to_numpy(bool)
    worst = np.where(down, found["best"], found["worst"]).astype("float64")
    measured = np.select(
        [level, yearly, running, each, own_rate, growth],
        [
            value, _first_known(exact, found["total"]), value - np.where(np.isnan(since), 0.0, since), worst,
            _first_known(exact, found["mean"]), np.where((span > 0) & (since > 0) & (value > 0), grown, np.nan),
        ],
        np.nan,
    )  # fmt: skip
    comparable = level | yearly | running | each | own_rate | growth
    return pd.DataFrame(
        {
            "measured": measured,
            "comparable": comparable,
            "by_years": yearly | each | own_rate,
            "exact": np.isfinite(exact),
        },
        index=found.index,
    )


def _first_known(one: Days, other: pd.Series) -> Days:
    return np.where(np.isfinite(one), one, other.to_numpy("float64"))


def _answer(found: pd.DataFrame, measured: pd.DataFrame, day: int) -> pd.DataFrame:
    """Status, what was expected by now, and what is missing, of each target; the first line that fits decides."""
    value = measured["measured"].to_numpy("float64")
    expected = _expected(found, measured)
    met, ahead = _met(found, value), _met(found, value, expected)
    over = found["end"].to_numpy("float64") <= day
    at_end, sure = _at_the_end(found, measured), _sure(found)
    form = found["form"]
    level, each, rate = ((form == name).to_numpy(bool) for name in ("level", "each-year", "rate"))
    not_due, unreported = _not_due(found), (found["values"] == 0).to_numpy(bool)
    comparable = measured["comparable"].to_numpy(bool) & np.isfinite(value)
    lines: list[tuple[Flags, str]] = [
        (not_due, "cannot-tell"), (unreported, "not-reported"), (~comparable, "cannot-tell"),
        (each & ~met, "missed"),
        (over & met & (at_end | sure), "reached"), (over & ~met & at_end, "missed"), (over, "cannot-tell"),
        (met & (sure | level), "reached"),
        ((each | rate) & met, "on-track"), (rate, "late"),
        (~np.isfinite(expected), "cannot-tell"), (ahead, "on-track"),
    ]  # fmt: skip
    status = np.select([where for where, _ in lines], [name for _, name in lines], "late")
    facts = {
        "status": status,
        "expected": np.where(over | ~np.isfinite(value), np.nan, expected),
        "over": over,
        "not_due": not_due,
    }
    return pd.DataFrame(facts, index=found.index)


def _not_due(found: pd.DataFrame) -> Flags:
    """Targets of sums, yearly values or rates of which no year is over yet, and nothing is recorded."""
    by_the_year = (found["form"] != "level") | found["accrual"].isin(["yearly", "rate"])
    return np.asarray(by_the_year & (found["years_due"] == 0) & (found["values"] == 0), bool)


def _met(found: pd.DataFrame, value: Days, goal: Days | None = None) -> Flags:
    """Whether the bound is kept; with ``goal`` (what is expected by now) in the place of the end that leads."""
    low = found["low"].to_numpy("float64") if goal is None else goal
    high = found["high"].to_numpy("float64") if goal is None else goal
    bound = found["bound"].to_numpy(object)
    ends = found["low"].to_numpy("float64"), found["high"].to_numpy("float64")
    between = (value >= ends[0]) & (value <= ends[1])
    if goal is not None:  # on the way to a range: not further from it than expected
        base = found["baseline"].to_numpy("float64")
        between |= np.where(base < ends[0], value >= goal, value <= goal)
    return np.select([bound == "at-least", bound == "at-most"], [value >= low, value <= high], between)


def _at_the_end(found: pd.DataFrame, measured: pd.DataFrame) -> Flags:
    """Whether what was measured is the end value: of the last day of the period, or of all its years."""
    all_years = found["years_known"].to_numpy("float64") >= found["years_asked"].to_numpy("float64")
    last = found["value_end"].to_numpy("float64") == found["end"].to_numpy("float64")
    by_years = measured["by_years"].to_numpy(bool)
    return np.asarray(np.where(by_years, all_years | measured["exact"].to_numpy(bool), last), bool)


def _sure(found: pd.DataFrame) -> Flags:
    """Whether a bound that is kept before the end stays kept: a running total does not fall, a sum of years only grows."""
    form, least = found["form"], (found["bound"] == "at-least").to_numpy(bool)
    grows = (found["accrual"] == "cumulative").to_numpy(bool) | (
        (form == "total") & (found["accrual"] == "yearly")
    ).to_numpy(bool)
    in_last_year = years(found["value_end"].to_numpy("float64")) == years(found["end"].to_numpy("float64"))
    return np.asarray((grows & least) | ((form == "level").to_numpy(bool) & in_last_year), bool)


def _expected(found: pd.DataFrame, measured: pd.DataFrame) -> Days:
    """What the straight way from the baseline asks for at the moment of the value; of a total, the share of its years that are known."""
    low, high = found["low"].to_numpy("float64"), found["high"].to_numpy("float64")
    base = found["baseline"].to_numpy("float64")
    bound = found["bound"].to_numpy(object)
    to_range = np.where(base < low, low, np.where(base > high, high, base))
    goal = np.select([bound == "at-least", bound == "at-most"], [low, high], to_range)
    base_end, end = found["base_end"].to_numpy("float64"), found["end"].to_numpy("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip((found["value_end"].to_numpy("float64") - base_end) / (end - base_end), 0, 1)
        by_years = found["years_known"].to_numpy("float64") / found["years_asked"].to_numpy("float64")
    complete = found["years_known"].to_numpy("float64") >= found["years_due"].to_numpy("float64")
    total = (found["form"] == "total").to_numpy(bool)
    yearly = total & measured["by_years"].to_numpy(bool)
    from_zero = total & ~yearly
    level = (found["form"] == "level").to_numpy(bool)
    return np.select(
        [level, yearly & complete, from_zero & np.isfinite(base_end)], [base + (goal - base) * share, goal * by_years, goal * share], np.nan
    )  # fmt: skip


def _broken_area(found: pd.DataFrame, areas: pd.DataFrame, day: int) -> Flags:
    """Targets of an area that ended before their period does: no value of it can come any more."""
    closed = areas[areas["until"].notna()]
    last = pd.Series(spans(closed["until"])[1], closed["area_id"].to_numpy())
    until = found["area_id"].map(last).to_numpy("float64")
    return (until < found["end"].to_numpy("float64")) & (until < day)


def _told(found: pd.DataFrame, measured: pd.DataFrame, answer: pd.DataFrame, broken: Flags) -> pd.DataFrame:
    status = answer["status"].to_numpy(object)
    open_ended = np.isin(status, ["cannot-tell", "not-reported"])
    unclear = (status == "cannot-tell") & ~answer["not_due"].to_numpy(bool)
    baseline = found["baseline"].isna().to_numpy(bool) | found["base_end"].isna().to_numpy(bool)
    over, form = answer["over"].to_numpy(bool), found["form"]
    level_like = ~measured["by_years"].to_numpy(bool)
    draft = (found["state"] == "draft").to_numpy(bool)
    lacks = {
        "not-due": answer["not_due"].to_numpy(bool),
        "observation": status == "not-reported",
        "comparable-form": unclear & ~measured["comparable"].to_numpy(bool),
        "end-value": unclear & over & level_like & measured["measured"].notna().to_numpy(bool),
        "years": unclear & ~level_like & (found["years_known"] < found["years_due"]).to_numpy(bool),
        "baseline": unclear & baseline & (((~over) & level_like) | (form == "rate").to_numpy(bool) & measured["measured"].isna().to_numpy(bool)),
        "area": open_ended & broken & ~answer["not_due"].to_numpy(bool),
        "draft-only": draft & ~open_ended,
    }  # fmt: skip
    missing = np.full(len(found), "", object)
    for name, where in lacks.items():
        missing[where] = np.where(missing[where] == "", name, missing[where] + ";" + name)
    return found.assign(
        value=measured["measured"], expected=answer["expected"], way_pct=_way(found, measured), status=status,
        missing=pd.Series(missing, index=found.index, dtype="str").replace("", np.nan),
    )[_COLUMNS].sort_values("target_id", ignore_index=True)  # fmt: skip


def _way(found: pd.DataFrame, measured: pd.DataFrame) -> Days:
    """The share of the way from the baseline to the goal that is behind, of levels whose baseline is known; of totals, of the sum."""
    low, high = found["low"].to_numpy("float64"), found["high"].to_numpy("float64")
    goal = np.where((found["bound"] == "at-most").to_numpy(bool), high, low)
    base = np.where((found["form"] == "total").to_numpy(bool), 0.0, found["baseline"].to_numpy("float64"))
    told = found["form"].isin(["level", "total"]).to_numpy(bool) & (found["bound"] != "between").to_numpy(
        bool
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        way = 100 * (measured["measured"].to_numpy("float64") - base) / (goal - base)
    return np.where(told & np.isfinite(way), way, np.nan)

"""Monitoring worked by hand: values in use, every status, forecasts, money, agencies, gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from programmes import monitored, programme, seen
from scipy import stats

from parkwright.steps.monitoring import MonitorParams, dashboard, monitor_programme, summarise

Rows = list[dict[str, str]]
BASE = {"baseline": "10", "baseline_period": "2020"}


def target(**cells: str) -> Rows:
    return [{"target_id": "t", "indicator_id": "i", "item_id": "g", **cells}]


def one(frame: Any) -> Any:
    assert len(frame) == 1
    return frame.iloc[0]


# --- values in use


def test_the_chosen_value_goes_before_the_approved_and_that_before_the_latest() -> None:
    rows = [
        {"observation_id": key, "indicator_id": "i", "area_id": "a", "period": "2024", "value": value, "recorded_at": f"2025-0{month}-01T00:00:00Z"}
        for key, value, month in (("o1", "5", "1"), ("o2", "6", "2"), ("o3", "7", "3"))
    ]  # fmt: skip
    latest = one(monitored(programme(observations=rows)).series)
    assert (latest["value"], latest["basis"], latest["others"], latest["lowest"], latest["highest"]) == (
        7,
        "latest",
        2,
        5,
        7,
    )
    steps = [{"decision_id": "d1", "observation_id": "o2", "decision": "approved"}]
    approved = one(monitored(programme(observations=rows, decisions=steps)).series)
    assert (approved["value"], approved["basis"], approved["state"]) == (6, "approved", "approved")
    steps += [{"decision_id": "d2", "observation_id": "o1", "decision": "chosen"}]
    chosen = one(monitored(programme(observations=rows, decisions=steps)).series)
    assert (chosen["value"], chosen["basis"], chosen["state"]) == (5, "chosen", "draft")
    steps += [{"decision_id": "d3", "observation_id": "o1", "decision": "returned"}]
    assert one(monitored(programme(observations=rows, decisions=steps)).series)["value"] == 6, (
        "a returned value does not count"
    )


def test_the_report_of_a_day_knows_what_was_recorded_by_its_end() -> None:
    rows = seen(("2024", "5"), recorded_at="2025-02-01T00:00:00Z")
    rows += [
        {
            **rows[0],
            "observation_id": "c",
            "value": "6",
            "corrects": rows[0]["observation_id"],
            "recorded_at": "2025-06-01T23:59:59Z",
        }
    ]
    told = programme(observations=rows)
    assert len(monitored(told, as_of="2025-01-31").series) == 0
    assert one(monitored(told, as_of="2025-05-31").series)["value"] == 5
    assert one(monitored(told, as_of="2025-06-01").series)[["value", "basis"]].tolist() == [6, "only"]


def test_formulas_need_all_that_they_name_and_a_recorded_value_goes_before_them() -> None:
    indicators = [
        {"indicator_id": "i", "item_id": "g"}, {"indicator_id": "j", "item_id": "g"},
        {"indicator_id": "k", "item_id": "g", "formula": "100 * {i} / {j}"}, {"indicator_id": "l", "item_id": "g", "formula": "{k} + 1"},
    ]  # fmt: skip
    rows = (
        seen(("2023", "5"), ("2024", "6"))
        + seen(("2023", "20"), indicator="j")
        + seen(("2024", "9"), indicator="k")
    )
    series = monitored(programme(indicators=indicators, observations=rows)).series.set_index(
        ["indicator_id", "period"]
    )
    assert series.loc[("k", "2023"), ["value", "basis"]].tolist() == [25, "formula"]
    assert series.loc[("k", "2024"), ["value", "basis"]].tolist() == [9, "only"]
    assert series.loc[("l", "2023"), "value"] == 26 and series.loc[("l", "2024"), "value"] == 10


# --- targets

STATUSES: tuple[tuple[str, dict[str, str], list[tuple[str, str]], str, str], ...] = (
    ("reached at the end", {"period": "2025", "low": "20", **BASE}, [("2025", "20")], "reached", "draft-only"),
    ("missed at the end", {"period": "2025", "low": "20", **BASE}, [("2025", "19.9")], "missed", "draft-only"),
    ("no end value", {"period": "2025", "low": "20", **BASE}, [("2024", "19.9")], "cannot-tell", "end-value"),
    ("once reached may have fallen", {"period": "2025", "low": "20", **BASE}, [("2023", "21")], "cannot-tell", "end-value"),
    ("nothing", {"period": "2025", "low": "20", **BASE}, [], "not-reported", "observation"),
    ("after the period", {"period": "2024", "low": "20", **BASE}, [("2025", "30")], "not-reported", "observation"),
    ("on the way", {"period": "2030", "low": "20", **BASE}, [("2025", "15")], "on-track", "draft-only"),
    ("behind", {"period": "2030", "low": "20", **BASE}, [("2025", "14.9")], "late", "draft-only"),
    ("reached before", {"period": "2030", "low": "20", **BASE}, [("2025", "20")], "reached", "draft-only"),
    ("no baseline", {"period": "2030", "low": "20"}, [("2025", "15")], "cannot-tell", "baseline"),
    ("down", {"period": "2030", "high": "5", "bound": "at-most", **BASE}, [("2025", "7.4")], "on-track", "draft-only"),
    ("down behind", {"period": "2030", "high": "5", "bound": "at-most", **BASE}, [("2025", "7.6")], "late", "draft-only"),
    ("within", {"period": "2025", "low": "12", "high": "20", "bound": "between", **BASE}, [("2025", "13")], "reached", "draft-only"),
    ("beyond", {"period": "2025", "low": "12", "high": "20", "bound": "between", **BASE}, [("2025", "21")], "missed", "draft-only"),
    ("to a range", {"period": "2030", "low": "20", "high": "30", "bound": "between", **BASE}, [("2025", "15")], "on-track", "draft-only"),
    ("growth", {"period": "2021/2025", "low": "8", "form": "rate", **BASE}, [("2025", "14.7")], "reached", "draft-only"),
    ("growth missed", {"period": "2021/2025", "low": "8", "form": "rate", **BASE}, [("2025", "14.6")], "missed", "draft-only"),
    ("growth without baseline", {"period": "2021/2025", "low": "8", "form": "rate"}, [("2025", "14.6")], "cannot-tell", "baseline"),
    ("level has no total", {"period": "2021/2025", "low": "8", "form": "total"}, [("2025", "14.6")], "cannot-tell", "comparable-form"),
)  # fmt: skip
YEARLY: tuple[tuple[str, str, dict[str, str], list[tuple[str, str]], str, str], ...] = (
    ("sum", "yearly", {"period": "2021/2023", "low": "12", "form": "total"}, [("2021", "4"), ("2022", "4"), ("2023", "4")], "reached", "draft-only"),
    ("sum missed", "yearly", {"period": "2021/2023", "low": "13", "form": "total"}, [("2021", "4"), ("2022", "4"), ("2023", "4")], "missed", "draft-only"),
    ("sum with a hole", "yearly", {"period": "2021/2023", "low": "12", "form": "total"}, [("2021", "4"), ("2023", "4")], "cannot-tell", "years"),
    ("sum that is enough already", "yearly", {"period": "2021/2023", "low": "8", "form": "total"}, [("2021", "4"), ("2023", "4")], "reached", "draft-only"),
    ("sum under way", "yearly", {"period": "2024/2027", "low": "16", "form": "total"}, [("2024", "4"), ("2025", "4")], "on-track", "draft-only"),
    ("sum behind", "yearly", {"period": "2024/2027", "low": "16", "form": "total"}, [("2024", "4"), ("2025", "3")], "late", "draft-only"),
    ("told as one", "yearly", {"period": "2021/2023", "low": "12", "form": "total"}, [("2021/2023", "12")], "reached", "draft-only"),
    ("not due", "yearly", {"period": "2026/2030", "low": "12", "form": "total"}, [("2025", "50")], "cannot-tell", "not-due"),
    ("every year", "yearly", {"period": "2021/2022", "low": "4", "form": "each-year"}, [("2021", "4"), ("2022", "5")], "reached", "draft-only"),
    ("one year short", "yearly", {"period": "2021/2030", "low": "4", "form": "each-year"}, [("2021", "3"), ("2022", "5")], "missed", "draft-only"),
    ("so far", "yearly", {"period": "2024/2030", "low": "4", "form": "each-year"}, [("2024", "4"), ("2025", "5")], "on-track", "draft-only"),
    ("one year unknown", "yearly", {"period": "2021/2022", "low": "4", "form": "each-year"}, [("2021", "4")], "cannot-tell", "years"),
    ("mean rate", "rate", {"period": "2021/2022", "low": "4", "form": "rate"}, [("2021", "3"), ("2022", "5")], "reached", "draft-only"),
    ("mean rate short", "rate", {"period": "2021/2022", "low": "4.5", "form": "rate"}, [("2021", "3"), ("2022", "5")], "missed", "draft-only"),
    ("mean rate so far", "rate", {"period": "2024/2030", "low": "4", "form": "rate"}, [("2024", "3"), ("2025", "5")], "on-track", "draft-only"),
    ("mean rate behind", "rate", {"period": "2024/2030", "low": "5", "form": "rate"}, [("2024", "3"), ("2025", "5")], "late", "draft-only"),
    ("running total early", "cumulative", {"period": "2025", "low": "20", **BASE}, [("2023", "21")], "reached", "draft-only"),
    ("running total since", "cumulative", {"period": "2021/2025", "low": "20", "form": "total", **BASE}, [("2025", "29")], "missed", "draft-only"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "values", "status", "missing"),
    [case[1:] for case in STATUSES],
    ids=[case[0] for case in STATUSES],
)
def test_status_of_levels(
    cells: dict[str, str], values: list[tuple[str, str]], status: str, missing: str
) -> None:
    found = one(monitored(programme(targets=target(**cells), observations=seen(*values))).targets)
    assert (found["status"], found["missing"]) == (status, missing)


@pytest.mark.parametrize(
    ("accrual", "cells", "values", "status", "missing"),
    [case[1:] for case in YEARLY],
    ids=[case[0] for case in YEARLY],
)
def test_status_of_sums_years_and_rates(
    accrual: str, cells: dict[str, str], values: list[tuple[str, str]], status: str, missing: str
) -> None:
    indicators = [{"indicator_id": "i", "item_id": "g", "accrual": accrual}]
    found = one(
        monitored(
            programme(indicators=indicators, targets=target(**cells), observations=seen(*values))
        ).targets
    )
    assert (found["status"], found["missing"]) == (status, missing)


def test_a_boundary_that_changed_breaks_the_series() -> None:
    """Values of the new area never count for a target of the old one."""
    rows = seen(("2024", "15"), area="old") + seen(("2025", "99"))
    found = one(
        monitored(
            programme(targets=target(period="2030", low="20", area_id="old"), observations=rows)
        ).targets
    )
    assert (found["value"], found["status"], found["missing"]) == (15, "cannot-tell", "baseline;area")
    forecast = one(
        monitored(
            programme(targets=target(period="2030", low="20", area_id="old"), observations=rows)
        ).forecasts
    )
    assert forecast["why_not"] == "broken-area"


def test_expected_and_way_by_hand() -> None:
    found = one(
        monitored(
            programme(targets=target(period="2030", low="20", **BASE), observations=seen(("2024", "14")))
        ).targets
    )
    assert found["way_pct"] == pytest.approx(40)
    assert found["expected"] == pytest.approx(
        10 + 10 * 1461 / 3652
    )  # days from the end of 2020 to those of 2024 and 2030


# --- forecasts


def test_forecast_against_another_program() -> None:
    values = [
        ("2020", "10"),
        ("2021", "12.5"),
        ("2022", "13"),
        ("2023", "16"),
        ("2024", "17.2"),
        ("2025", "20.1"),
    ]
    found = one(
        monitored(programme(targets=target(period="2028", low="25"), observations=seen(*values))).forecasts
    )
    x, y = np.array([float(year) for year, _ in values]), np.array([float(value) for _, value in values])
    line = stats.linregress(x, y)
    value = line.intercept + line.slope * 2028
    rest = y - line.intercept - line.slope * x
    spread = np.sqrt(rest @ rest / 4 * (1 + 1 / 6 + (2028 - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()))
    low, high = stats.t.interval(0.8, 4, value, spread)
    told = found[["value", "low", "high", "trend_per_year", "chance", "needed_per_year"]].astype(float)
    wanted = [value, low, high, line.slope, stats.t.sf((25 - value) / spread, 4), (25 - 20.1) / 3]
    assert told.to_numpy() == pytest.approx(np.array(wanted), rel=1e-6)


@pytest.mark.parametrize(
    ("cells", "years", "reason"),
    [
        ({"period": "2025", "low": "1"}, range(2020, 2026), "past"),
        ({"period": "2030", "low": "1", "form": "rate", **BASE}, range(2020, 2026), "not-a-level"),
        ({"period": "2030", "low": "1"}, range(2022, 2025), "few-points"),
        ({"period": "2030", "low": "1"}, [2018, 2020, 2021, 2022, 2023, 2024, 2025], "gap-in-years"),
        ({"period": "2031", "low": "1"}, range(2020, 2026), "too-far"),
    ],
)
def test_no_forecast_where_the_series_does_not_allow_it(
    cells: dict[str, str], years: Any, reason: str
) -> None:
    rows = seen(*[(str(year), str(year - 2000)) for year in years])
    found = one(monitored(programme(targets=target(**cells), observations=rows)).forecasts)
    assert (
        found["why_not"] == reason and np.isnan(found[["value", "low", "high", "chance"]].astype(float)).all()
    )


# --- items, money, agencies, parks, gaps

ITEMS: tuple[tuple[dict[str, str], dict[str, str] | None, str, float], ...] = (
    ({"deadline": "2025-06-30"}, {"day": "2026-09-30", "state": "started", "done_pct": "80"}, "late", 489),
    ({"deadline": "2025-06-30"}, {"day": "2025-08-01", "state": "done"}, "done", 32),
    ({"deadline": "2025-06-30"}, {"day": "2025-06-30", "state": "done"}, "done", np.nan),
    (
        {"starts": "2024", "deadline": "2027"},
        {"day": "2025-12-31", "state": "started", "done_pct": "50"},
        "on-track",
        np.nan,
    ),
    (
        {"starts": "2024", "deadline": "2027"},
        {"day": "2025-12-31", "state": "started", "done_pct": "49"},
        "late",
        np.nan,
    ),
    (
        {"starts": "2024", "deadline": "2027"},
        {"day": "2025-12-31", "state": "started"},
        "cannot-tell",
        np.nan,
    ),
    ({"deadline": "2027"}, {"day": "2025-12-31", "state": "not-started"}, "not-started", np.nan),
    ({"deadline": "2023"}, {"day": "2022-12-31", "state": "stopped"}, "stopped", np.nan),
    ({"deadline": "2023"}, None, "not-reported", np.nan),
    ({"deadline": "2023"}, {"day": "2026-12-31", "state": "done"}, "not-reported", np.nan),
)


@pytest.mark.parametrize(("cells", "told", "status", "days"), ITEMS)
def test_status_of_items(
    cells: dict[str, str], told: dict[str, str] | None, status: str, days: float
) -> None:
    items = [{"item_id": "p", "level": "programme"}, {"item_id": "g", "parent_id": "p", **cells}]
    progress = [] if told is None else [{"progress_id": "x", "item_id": "g", **told}]
    found = monitored(programme(programme_items=items, progress=progress)).items.set_index("item_id").loc["g"]
    assert found["status"] == status
    assert (None if pd.isna(found["days_late"]) else found["days_late"]) == (None if np.isnan(days) else days)


def test_items_stand_in_reading_order_and_count_what_is_below() -> None:
    items = [
        {"item_id": "p", "level": "programme"}, {"item_id": "g", "parent_id": "p", "place": "2"}, {"item_id": "s", "parent_id": "p", "level": "scheme", "place": "1"},
        {"item_id": "h", "parent_id": "p", "place": "1"}, {"item_id": "x", "parent_id": "g", "level": "action"}, {"item_id": "other", "level": "programme"},
    ]  # fmt: skip
    targets = [
        *target(period="2025", low="1", item_id="x"),
        *target(target_id="u", period="2025", low="3", item_id="g"),
    ]
    found = monitored(
        programme(programme_items=items, targets=targets, observations=seen(("2025", "2")))
    ).items
    assert found["item_id"].tolist() == ["p", "h", "g", "x", "s"] and found["depth"].tolist() == [
        0,
        1,
        1,
        2,
        1,
    ]
    assert found["reached"].tolist() == [1, 0, 1, 1, 0] and found["targets"].tolist() == [2, 0, 2, 1, 0]


def test_money_by_hand() -> None:
    rows = [
        {"spending_id": "1", "item_id": "g", "period": "2021", "kind": "planned", "amount_bn": "100"},
        {"spending_id": "2", "item_id": "g", "period": "2021", "kind": "spent", "amount_bn": "80"},
        {"spending_id": "3", "item_id": "g", "period": "2022", "kind": "planned", "amount_bn": "120"},
        {"spending_id": "4", "item_id": "g", "period": "2021", "kind": "spent", "amount_bn": "5"},
        {"spending_id": "5", "item_id": "g", "period": "2022", "kind": "planned", "amount_bn": "110", "corrects": "3"},
        {"spending_id": "6", "item_id": "g", "period": "2022", "kind": "planned", "amount_bn": "7", "price_year": "2020"},
    ]  # fmt: skip
    found = monitored(programme(spending=rows))
    told = found.spending[["period", "planned_bn", "spent_bn", "planned_sum_bn", "spent_sum_bn"]]
    assert told.iloc[0].tolist() == ["2021", 100, 85, 100, 85]
    assert told.iloc[1, :2].tolist() == ["2022", 110] and told.iloc[1, 3] == 210
    assert told.iloc[1][["spent_bn", "spent_sum_bn"]].isna().all(), "absent is not zero"
    assert found.gaps.loc[found.gaps["kind"] == "price-year", "object_id"].tolist() == ["6"]


def test_agencies_owe_one_value_a_year() -> None:
    indicators = [
        {"indicator_id": "i", "item_id": "g", "agency_id": "b"}, {"indicator_id": "j", "item_id": "g", "agency_id": "b"},
        {"indicator_id": "k", "item_id": "g", "agency_id": "b", "formula": "{i} + 1"},
    ]  # fmt: skip
    rows = seen(("2024", "1"), ("2024-06", "2"), ("2025-11", "3"))
    steps = [{"decision_id": "d", "observation_id": "i-a-0", "decision": "approved"}]
    told = programme(agencies=[{"agency_id": "b"}], indicators=indicators, observations=rows, decisions=steps)
    found = monitored(told, period="2024/2030").agencies
    assert found[["period", "due", "reported", "approved"]].to_numpy().tolist() == [
        ["2024", 2, 1, 1],
        ["2025", 2, 1, 0],
    ]


def test_gaps_name_what_to_ask_of_whom() -> None:
    items = [
        {"item_id": "p", "level": "programme", "instrument": "x"}, {"item_id": "g", "parent_id": "p", "name_vi": "", "name_en": ""},
        {"item_id": "s", "parent_id": "p", "level": "scheme"},
    ]  # fmt: skip
    told = programme(
        programme_items=items, agencies=[{"agency_id": "b"}, {"agency_id": "c"}], targets=target(period="2025", low="1"),
        item_agencies=[{"item_id": "p", "agency_id": "b", "role": "lead"}, {"item_id": "s", "agency_id": "c", "role": "lead"}],
    )  # fmt: skip
    gaps = monitored(told).gaps
    assert set(gaps[["kind", "object_id", "agency_id"]].itertuples(index=False, name=None)) == {
        ("name", "g", "b"), ("instrument", "s", "c"), ("deadline", "s", "c"), ("progress", "g", "b"), ("progress", "s", "c"),
        ("budget", "g", "b"), ("budget", "s", "c"), ("observation", "t", "b"),
    }  # fmt: skip


def test_the_first_page_has_the_figures_of_the_tables(bundled: Any) -> None:
    for name in ("prg", "fic"):
        whole = monitored_of(bundled, name)
        page = dashboard(bundled, whole.params)
        again = summarise(
            whole.targets,
            whole.items,
            whole.spending,
            whole.agencies,
            len(whole.scope.indicators),
            len(whole.series),
        )
        assert page == again and sum(page.targets.values()) == len(whole.targets)


def monitored_of(bundled: Any, name: str) -> Any:
    return monitor_programme(
        bundled, MonitorParams(programme=name, as_of=date(2026, 11, 1), period="2020/2025")
    )


@pytest.fixture(scope="module")
def bundled() -> Any:
    from parkwright.files import read_region

    region, _ = read_region("hcmc")
    assert region is not None
    return region.programme


def test_parks_are_held_against_the_plan() -> None:
    """By hand: 40 ha opened in two phases of one period, 25 ha let to two cells; 12 ha recorded as opened, 3 ha as converted."""
    items = [{"item_id": "p", "level": "programme"}, {"item_id": "g", "parent_id": "p", "facilities": "s1"}]
    indicators = [
        {"indicator_id": "i", "item_id": "g", "facility_id": "s1", "plan_measure": "opened-ha"},
        {"indicator_id": "j", "item_id": "g", "facility_id": "s1", "plan_measure": "converted-ha"},
    ]
    rows = seen(("2024", "9"), ("2025", "12")) + seen(("2025", "3"), indicator="j")
    told = programme(programme_items=items, indicators=indicators, observations=rows)
    plan = {
        "openings": pd.DataFrame(
            {"facility_id": ["sites:s1"] * 2, "period_id": ["2027-30"] * 2, "net_ha": [15.0, 25.0]}
        ),
        "allocations": pd.DataFrame(
            {"cell_id": ["c1", "c2"], "facility_id": ["sites:s1"] * 2, "ha": [10.0, 15.0]}
        ),
        "demand_cells": pd.DataFrame({"cell_id": ["c1", "c2"], "period_id": ["2027-30"] * 2}),
    }
    params = MonitorParams(programme="p", as_of=date(2026, 11, 1), period="2020/2025")
    found = monitor_programme(told, params, plan).plan.set_index("measure")
    assert found.loc["opened-ha", ["period", "planned_ha", "actual_ha", "actual_period"]].tolist() == [
        "2027-30",
        40,
        12,
        "2025",
    ]
    assert found.loc["leased-ha", "planned_ha"] == 25 and pd.isna(found.loc["leased-ha", "actual_ha"])
    assert found.loc["converted-ha", "actual_ha"] == 3 and pd.isna(found.loc["converted-ha", "planned_ha"])

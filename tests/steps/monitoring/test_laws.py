"""Laws of monitoring: the order of rows means nothing, names mean nothing, what comes later changes no earlier report; and a
second opinion on the value in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from programmes import monitored, programme

from parkwright.files import read_region
from parkwright.steps.monitoring import MonitorParams, monitor_programme
from parkwright.tables import Programme, table

ASKED = {
    name: MonitorParams(programme=name, as_of=date(2026, 11, 1), period="2020/2025")
    for name in ("prg", "fic")
}


@pytest.fixture(scope="module")
def bundled() -> Programme:
    region, _ = read_region("hcmc")
    assert region is not None
    return region.programme


@pytest.mark.parametrize("name", ASKED)
def test_the_order_of_rows_changes_nothing(bundled: Programme, name: str) -> None:
    turned = Programme(**{key: frame[::-1].reset_index(drop=True) for key, frame in bundled.frames().items()})
    straight, other = monitor_programme(bundled, ASKED[name]), monitor_programme(turned, ASKED[name])
    for key, frame in straight.tables().items():
        drop = ["gap_id"] if key == "monitoring_gaps" else []
        order = [column for column in table(key).key if column not in drop] or [
            "kind",
            "object_table",
            "object_id",
        ]
        one, two = (
            part.drop(columns=drop).sort_values(order, ignore_index=True)
            for part in (frame, other.tables()[key])
        )
        assert_frame_equal(one, two, obj=key)


def test_inputs_stay_as_they_are_and_the_answer_repeats(bundled: Programme) -> None:
    before = {key: frame.copy() for key, frame in bundled.frames().items()}
    first, second = monitor_programme(bundled, ASKED["fic"]), monitor_programme(bundled, ASKED["fic"])
    for key, frame in bundled.frames().items():
        assert_frame_equal(frame, before[key])
    for key, frame in first.tables().items():
        assert_frame_equal(frame, second.tables()[key])


def test_another_name_of_an_indicator_changes_only_the_name(bundled: Programme) -> None:
    names = {"fic-i01": "zz-first", "fic-i08": "aa-eighth"}
    frames = {key: frame.replace(names) for key, frame in bundled.frames().items()}
    formula = frames["indicators"]["formula"].str.replace("{fic-i08}", "{aa-eighth}", regex=False)
    frames["indicators"] = frames["indicators"].assign(formula=formula)
    ours = monitor_programme(bundled, ASKED["fic"]).targets.replace(names)
    theirs = monitor_programme(Programme(**frames), ASKED["fic"]).targets
    assert_frame_equal(ours, theirs)


def test_what_is_recorded_later_changes_no_earlier_report(bundled: Programme) -> None:
    """The report of a day is the same whatever was added after it."""
    day = "2026-06-30T23:59:59Z"
    kept = {
        key: frame[frame["recorded_at"] <= day].reset_index(drop=True) if "recorded_at" in frame else frame
        for key, frame in bundled.frames().items()
    }
    asked = MonitorParams(programme="fic", as_of=date(2026, 6, 30), period="2020/2025")
    then, now = monitor_programme(Programme(**kept), asked), monitor_programme(bundled, asked)
    assert len(kept["observations"]) < len(bundled.observations)
    for key, frame in then.tables().items():
        assert_frame_equal(frame, now.tables()[key], obj=key)


def test_a_better_value_never_makes_a_target_worse() -> None:
    order = ["missed", "late", "cannot-tell", "not-reported", "on-track", "reached"]
    rank = -1
    for value in ("11", "14", "15", "19", "20", "25"):
        rows = [
            {"observation_id": "o", "indicator_id": "i", "area_id": "a", "period": "2025", "value": value}
        ]
        goal = [
            {
                "target_id": "t",
                "indicator_id": "i",
                "period": "2030",
                "low": "20",
                "baseline": "10",
                "baseline_period": "2020",
            }
        ]
        found = order.index(monitored(programme(observations=rows, targets=goal)).targets["status"].iloc[0])
        assert found >= rank
        rank = found


MOMENTS = [f"2025-0{month}-01T00:00:00Z" for month in range(1, 7)]
RECORD = st.fixed_dictionaries(
    {
        "period": st.sampled_from(["2023", "2024"]),
        "value": st.integers(1, 9).map(str),
        "recorded_at": st.sampled_from(MOMENTS),
    }
)
STEP = st.tuples(
    st.integers(0, 7),
    st.sampled_from(["draft", "submitted", "approved", "returned", "chosen"]),
    st.sampled_from(MOMENTS),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(RECORD, min_size=1, max_size=8),
    st.lists(STEP, max_size=10),
    st.sampled_from(["2025-02-15", "2025-04-15", "2025-12-31"]),
)
def test_the_value_in_use_by_a_plain_loop(
    records: list[dict[str, str]], steps: list[tuple[int, str, str]], day: str
) -> None:
    rows = [
        {"observation_id": f"o{number}", "indicator_id": "i", "area_id": "a", **record}
        for number, record in enumerate(records)
    ]
    decided = [
        {"decision_id": f"d{number}", "observation_id": f"o{of}", "decision": step, "recorded_at": at}
        for number, (of, step, at) in enumerate(steps)
        if of < len(rows)
    ]
    found = monitored(programme(observations=rows, decisions=decided), as_of=day).series
    assert dict(zip(found["period"], found["value"], strict=True)) == _plain(
        rows, decided, f"{day}T23:59:59Z"
    )


def _plain(rows: list[dict[str, str]], decided: list[dict[str, str]], moment: str) -> dict[str, float]:
    way = ["draft", "submitted", "approved", "returned"]
    best: dict[str, Any] = {}
    for row in rows:
        mine = [
            one
            for one in decided
            if one["observation_id"] == row["observation_id"] and one["recorded_at"] <= moment
        ]
        states = [
            (one["recorded_at"], way.index(one["decision"])) for one in mine if one["decision"] != "chosen"
        ]
        state = way[max(states)[1]] if states else "draft"
        if row["recorded_at"] > moment or state == "returned":
            continue
        rank = (
            any(one["decision"] == "chosen" for one in mine),
            state == "approved",
            row["recorded_at"],
            row["observation_id"],
        )
        if row["period"] not in best or rank > best[row["period"]][0]:
            best[row["period"]] = (rank, float(row["value"]))
    return {period: value for period, (_, value) in best.items()}


def test_a_programme_that_is_not_there(bundled: Programme) -> None:
    with pytest.raises(KeyError):
        monitor_programme(
            bundled, MonitorParams(programme="nobody", as_of=date(2026, 11, 1), period="2020/2025")
        )


def test_a_programme_of_nothing_is_reported_too() -> None:
    empty = programme(indicators=[])
    found = monitored(replace(empty))
    assert all(isinstance(frame, pd.DataFrame) for frame in found.tables().values()) and len(found.items) == 2

"""Compare: one changed row is found again, the same plan twice moves nothing, and noise of the solve is told as noise."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.compare import Comparison, compare_runs
from parkwright.plan.headline import headline

CHANGED = "req-002"


@pytest.fixture(scope="module")
def comparison(small_plan: PlanResult, changed_plan: PlanResult) -> Comparison:
    return compare_runs(small_plan, changed_plan)


def with_siting(plan: PlanResult, **changed: Any) -> PlanResult:
    siting = {**plan.manifest["siting"], **changed}
    return replace(plan, manifest={**plan.manifest, "siting": siting})


def test_a_plan_does_not_differ_from_itself(small_plan: PlanResult) -> None:
    same = compare_runs(small_plan, small_plan)
    assert same.nothing_moved
    assert same.same_question
    assert same.standing == "same"
    assert (same.figures["delta"].fillna(0.0) == 0.0).all()
    assert same.requests.empty


def test_one_changed_row_of_the_register_changes_manifest_demand_and_plan(
    small_plan: PlanResult, changed_plan: PlanResult, comparison: Comparison
) -> None:
    assert small_plan.manifest["run_id"] != changed_plan.manifest["run_id"]
    assert comparison.inputs["table"].tolist() == ["requests"]
    assert comparison.choices.empty
    requests = small_plan.region.requests.set_index("request_id")
    row = comparison.requests.set_index("request_id").loc[CHANGED]
    assert row["land_b"] == pytest.approx(10 * row["land_a"])
    assert row["cell_b"].startswith(str(requests.loc[CHANGED, "place_id"]))
    top = comparison.cells.iloc[0]
    assert top["id"] == row["cell_b"], "the cell of the changed firm moves most"
    assert top["delta"] > 0
    assert not comparison.facilities.empty or not comparison.unserved.empty


def test_what_moved_reconciles_with_the_headline(comparison: Comparison) -> None:
    delta = comparison.figures.set_index("figure")["delta"]
    assert comparison.costs["delta"].sum() == pytest.approx(delta["objective_bn"], abs=0.01)
    assert comparison.cells["delta"].sum() == pytest.approx(delta["demand_ha"], abs=0.2)
    assert comparison.unserved["delta"].sum() == pytest.approx(delta["unserved_ha"], abs=0.02)
    served = comparison.facilities["delta"].sum()
    assert served == pytest.approx(comparison.places["delta"].sum(), abs=0.05)
    assert served + delta["unserved_ha"] == pytest.approx(delta["demand_ha"], abs=0.05)


def test_the_other_way_round_is_the_opposite(
    small_plan: PlanResult, changed_plan: PlanResult, comparison: Comparison
) -> None:
    back = compare_runs(changed_plan, small_plan)
    ours, theirs = (found.cells.set_index("id")["delta"].sort_index() for found in (comparison, back))
    pd.testing.assert_series_equal(ours, -theirs)
    assert {comparison.standing, back.standing} == {"higher", "lower"}


@pytest.mark.parametrize(
    ("bound_b", "standing"),
    [(100.0, "within_gap"), (99.0, "within_gap"), (100.5, "higher"), (None, "within_gap")],
)
def test_a_difference_that_the_solve_leaves_open_is_labelled(
    small_plan: PlanResult, bound_b: float | None, standing: str
) -> None:
    """a costs 100; b costs 101 and cannot cost less than its bound."""
    a = with_siting(small_plan, objective_bn=100.0, bound_bn=99.9)
    b = with_siting(small_plan, objective_bn=101.0, bound_bn=bound_b)
    assert compare_runs(a, b).standing == standing
    opposite = {"higher": "lower"}.get(standing, standing)
    assert compare_runs(b, a).standing == opposite


def test_openings_say_how_they_changed(small_plan: PlanResult) -> None:
    def opened(rows: list[tuple[str, int, str, str, float]]) -> PlanResult:
        frame = pd.DataFrame(rows, columns=["facility_id", "phase", "period_id", "legal_type", "net_ha"])
        frame["committed"] = False
        return replace(small_plan, tables={**small_plan.tables, "openings": frame})

    a = opened(
        [
            ("sites:gone", 1, "2027", "eco", 10.0),
            ("sites:late", 1, "2027", "eco", 10.0),
            ("sites:late", 2, "2028", "eco", 10.0),
            ("sites:same", 1, "2027", "eco", 10.0),
            ("sites:type", 1, "2027", "eco", 10.0),
        ]
    )
    b = opened(
        [
            ("sites:late", 1, "2027", "eco", 10.0),
            ("sites:late", 2, "2030", "eco", 10.0),
            ("sites:new", 1, "2027", "eco", 5.0),
            ("sites:same", 1, "2027", "eco", 10.0),
            ("sites:type", 1, "2027", "supporting", 10.0),
        ]
    )
    found = compare_runs(a, b).openings.set_index("facility_id")
    assert found["change"].to_dict() == {
        "sites:gone": "closed", "sites:late": "moved", "sites:new": "opened", "sites:type": "retyped",
    }  # fmt: skip
    assert (found.loc["sites:late", "period_a"], found.loc["sites:late", "period_b"]) == (
        "2027, 2028",
        "2027, 2030",
    )


def test_choices_that_differ_are_named(small_plan: PlanResult) -> None:
    scenario = small_plan.manifest["scenario"]
    dearer = {**scenario, "siting": {**scenario["siting"], "discount_rate": 0.08}, "name": "other"}
    found = compare_runs(
        small_plan, replace(small_plan, manifest={**small_plan.manifest, "scenario": dearer})
    )
    assert found.choices.to_dict("records") == [{"choice": "siting.discount_rate", "a": 0.1, "b": 0.08}]
    assert not found.same_question


def test_a_choice_in_an_empty_group_is_one_choice(small_plan: PlanResult) -> None:
    scenario = small_plan.manifest["scenario"]
    assert scenario["siting"]["open_sites"] == {}
    locked = {**scenario, "siting": {**scenario["siting"], "open_sites": {"site-01": "2027-28"}}}
    other = replace(small_plan, manifest={**small_plan.manifest, "scenario": locked})
    found = compare_runs(small_plan, other).choices
    assert found.to_dict("records") == [{"choice": "siting.open_sites.site-01", "a": None, "b": "2027-28"}]


def test_verdicts_that_changed(small_plan: PlanResult) -> None:
    verdicts = small_plan.tables["verdicts"]
    turned = verdicts["verdict"].where(verdicts.index != 0, "fails")
    other = replace(
        small_plan, tables={**small_plan.tables, "verdicts": verdicts.assign(verdict=turned).iloc[:-1]}
    )
    found = compare_runs(small_plan, other).verdicts
    assert sorted(found["b"].fillna("none")) == ["fails", "none"]


def test_plain_is_json(comparison: Comparison) -> None:
    told = json.loads(json.dumps(comparison.plain(), allow_nan=False))
    assert told["inputs"] == [{"table": "requests"}]
    assert told["standing"] == comparison.standing
    assert len(told["cells"]) == len(comparison.cells)


def test_headline_by_hand(small_plan: PlanResult) -> None:
    costs = [("works", "2027", 90.0, 100.0), ("unserved", "2027", 45.0, 50.0)]
    openings = [("sites:a", 30.0, False), ("sites:a", 20.0, False), ("parks:b", 70.0, True)]
    tables = {
        "plan_costs": pd.DataFrame(costs, columns=["term", "period_id", "cost_bn", "spent_bn"]),
        "openings": pd.DataFrame(openings, columns=["facility_id", "net_ha", "committed"]),
        "demand_cells": pd.DataFrame({"planned": [True, True, False], "p50_ha": [6.0, 5.0, 9.0]}),
        "allocations": pd.DataFrame({"ha": [6.0, 2.0], "truck_min": [10.0, 30.0]}),
        "unserved": pd.DataFrame({"ha": [3.0]}),
    }
    assert headline(tables) == {
        "objective_bn": 135.0, "build_bn": 100.0, "opened_sites": 1.0, "opened_ha": 50.0,
        "demand_ha": 11.0, "unserved_ha": 3.0, "truck_min": 15.0,
    }  # fmt: skip

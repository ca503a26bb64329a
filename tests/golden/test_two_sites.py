"""A region of two sites and three cells: the plan that a hand calculation gives.

Demand. 40 ha of take-up in the one year, without growth, shared by workers 1 : 2 : 1: west 10, mid 20, east 10 ha.

Roads. 5 km at 30 km/h are 10 minutes, 20 km are 40:

    west --10-- (near) --10-- mid --40-- east --10-- (far)

Money (1 USD per m2 is 1 bn per ha; no discounting). A minute costs 10 trips x 0.1 USD x 100 days = 100 USD per ha = 0.01 bn.
Half of works and clearance falls due at the opening, the other half with each hectare taken:

    near  20 ha  (2 + 1) bn per ha   opening 30   then 1.5 per ha   west 10 min 0.1   mid 10 min 0.1   east 50 min 0.5
    far   30 ha  (2 + 0) bn per ha   opening 30   then 1.0 per ha   west 70 min       mid 50 min 0.5   east 10 min 0.1

Reach. Up to 30 minutes all follow, at 50 a third, at 60 nobody. Unserved land costs 10 bn per ha.

Openings    near takes               far takes                      unserved  cost
both        west 10 + mid 10         east 10 + mid 20/3             10/3      60 + 32 + (50/3 + 1 + 10/3) + 100/3 = 439/3
near        20 of west and mid       -                              20        30 + 32 + 200                       = 262
far         -                        east 10 + mid 20/3             70/3      30 + 21 + 700/3                     = 853/3
none        -                        -                              40        400

With both open nothing better is left: mid's last 10/3 ha would follow only to near, which is full.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parkwright.files import read_region
from parkwright.plan import Clock, PlanResult, run_plan
from parkwright.plan.scenario import make_scenario
from parkwright.rules import load_rules
from parkwright.steps.siting import Laws
from parkwright.steps.siting.audit import Audited, audit_plan
from parkwright.tables import Region


@pytest.fixture(scope="module")
def region() -> Region:
    found, problems = read_region(Path(__file__).parent / "two_sites")
    assert found is not None, [problem.sentence("en") for problem in problems]
    return found


def planned(region: Region, **siting: Any) -> PlanResult:
    scenario = make_scenario(
        region.meta, {"siting": siting, "gap": 0.0, "demand": {"draws": 200, "alone_draws": 50}}
    )
    return run_plan(region, load_rules(region.meta.rule_set), scenario, Clock("2026-01-01", "test"))


def hectares(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(place, site) -> hectares."""
    place = frame["cell_id"].str.split("|").str[0]
    return {
        (one, site.split(":")[1]): ha
        for one, site, ha in zip(place, frame["facility_id"], frame["ha"], strict=True)
    }


def cost(result: PlanResult) -> float:
    return float(result.tables["plan_costs"]["cost_bn"].sum())


def unserved(result: PlanResult) -> float:
    return float(result.tables["unserved"]["ha"].sum())


def opened(result: PlanResult) -> dict[str, str]:
    openings = result.tables["openings"]
    return dict(zip(openings["facility_id"], openings["period_id"], strict=True))


@pytest.fixture(scope="module")
def plan(region: Region) -> PlanResult:
    return planned(region)


def test_demand_and_roads(plan: PlanResult) -> None:
    cells = plan.tables["demand_cells"]
    assert dict(zip(cells["place_id"], cells["p50_ha"], strict=True)) == pytest.approx(
        {"west": 10.0, "mid": 20.0, "east": 10.0}
    )
    trips = plan.tables["access_minutes"].query("window == 'night' and to_table == 'sites'")
    minutes = {
        (one, site): far
        for one, site, far in zip(trips["from_id"], trips["to_id"], trips["truck_min"], strict=True)
    }
    assert minutes == pytest.approx(
        {
            ("west", "near"): 10, ("mid", "near"): 10, ("east", "near"): 50,
            ("west", "far"): 70, ("mid", "far"): 50, ("east", "far"): 10,
        }
    )  # fmt: skip


def test_plan_by_hand(plan: PlanResult) -> None:
    assert opened(plan) == {"sites:near": "2026", "sites:far": "2026"}
    assert hectares(plan.tables["allocations"]) == pytest.approx(
        {("west", "near"): 10, ("mid", "near"): 10, ("east", "far"): 10, ("mid", "far"): 20 / 3}, abs=1e-6
    )
    left = plan.tables["unserved"]
    assert left[["cell_id", "reason_code"]].to_numpy().tolist() == [["mid|machinery|land|2026", "capacity"]]
    assert unserved(plan) == pytest.approx(10 / 3, abs=1e-6)
    terms = plan.tables["plan_costs"].groupby("term")["cost_bn"].sum()
    assert terms.to_dict() == pytest.approx(
        {
            "works": 20 + 30 + 20 + 50 / 3, "clearance": 10 + 10, "premium": 0.0, "land": 0.0,
            "truck": 2 + 1 + 10 / 3, "commute": 0.0, "misfit": 0.0, "unserved": 100 / 3,
        },
        abs=1e-6,
    )  # fmt: skip
    assert cost(plan) == pytest.approx(439 / 3, abs=1e-6)
    assert plan.answer.objective == pytest.approx(439 / 3, abs=1e-6)


LOCKS: dict[str, tuple[dict[str, Any], set[str], float, float]] = {
    "near closed": ({"closed_sites": ("near",)}, {"sites:far"}, 70 / 3, 853 / 3),
    "far closed": ({"closed_sites": ("far",)}, {"sites:near"}, 20.0, 262.0),
    "both closed": ({"closed_sites": ("near", "far")}, set(), 40.0, 400.0),
    # At 2 bn per ha unserved nothing is worth opening: 80 against 98 (far), 102 (near) and 120 (both).
    "cheap": ({"unserved_usd_m2": 2.0}, set(), 40.0, 80.0),
    # far: 30 + 10 x 1.1 + 20/3 x 1.5 + 70/3 x 2
    "far locked open": (
        {"unserved_usd_m2": 2.0, "open_sites": {"far": ""}}, {"sites:far"}, 70 / 3, 51 + 140 / 3,
    ),
    # near: 30 + 20 x 1.6 + 20 x 2
    "near locked open": (
        {"unserved_usd_m2": 2.0, "open_sites": {"near": "2026"}}, {"sites:near"}, 20.0, 102.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOCKS)
def test_locks_change_the_plan_as_the_hand_calculation_says(region: Region, name: str) -> None:
    choices, sites, left, total = LOCKS[name]
    result = planned(region, **choices)
    assert set(opened(result)) == sites
    assert unserved(result) == pytest.approx(left, abs=1e-6)
    assert cost(result) == pytest.approx(total, abs=1e-6)


def test_the_independent_checker_agrees(region: Region, plan: PlanResult) -> None:
    minutes = plan.tables["access_minutes"].query("window == 'night'")
    found = audit_plan(
        Audited(
            plan.tables, region.parks, region.sites, region.sectors, minutes, region.meta,
            Laws(), plan.scenario.siting,
        )
    )  # fmt: skip
    assert found.empty, found.to_string()

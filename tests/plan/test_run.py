"""``run_plan`` on the tiny region: tables that fit the contract, costs that add up, the same answer twice, locks that hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from parkwright.plan import BadChoice, Clock, NoPlan, PlanResult, make_scenario, run_plan
from parkwright.rules import load_rules
from parkwright.steps.siting import start_from
from parkwright.steps.siting.solve import solve_siting
from parkwright.tables import Region, result_frame

Plan = Callable[..., PlanResult]
SCHEME = "sites:site-01"


def sites_opened(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    opened = tables["openings"]
    return set(opened.loc[~opened["committed"].astype(bool), "facility_id"])


def test_every_table_goes_through_its_own_door_unchanged(tiny_plan: PlanResult) -> None:
    for name, frame in tiny_plan.tables.items():
        assert_frame_equal(result_frame(name, frame), frame)


def test_costs_add_up_to_the_objective(tiny_plan: PlanResult) -> None:
    costs = tiny_plan.tables["plan_costs"]
    assert costs["cost_bn"].sum() == pytest.approx(tiny_plan.answer.objective, rel=1e-9)
    assert tiny_plan.manifest["siting"]["objective_bn"] == tiny_plan.answer.objective


def test_present_value_is_what_a_hand_discounts(tiny_plan: PlanResult) -> None:
    """10 % a year to the middle of each period from the base date 2027-01-01: 2027-28 is 1 year off, 2029-31 is 3.5."""
    costs = tiny_plan.tables["plan_costs"]
    factor = costs["period_id"].map({"2027-28": 1.1**-1.0, "2029-31": 1.1**-3.5})
    assert costs["cost_bn"].to_numpy() == pytest.approx((costs["spent_bn"] * factor).to_numpy(), rel=1e-9)


def test_the_unserved_value_is_hectares_times_the_choice(tiny_plan: PlanResult) -> None:
    """420 USD/m2 x 0.9 EUR/USD x 10,000 m2 = 3.78 mn EUR a hectare."""
    tables = tiny_plan.tables
    period = tables["demand_cells"].set_index("cell_id")["period_id"]
    ha = tables["unserved"].groupby(tables["unserved"]["cell_id"].map(period))["ha"].sum()
    costs = tables["plan_costs"].query("term == 'unserved'").set_index("period_id")["spent_bn"]
    for name, spent in costs.items():
        assert spent == pytest.approx(0.00378 * ha.get(name, 0.0), rel=1e-6, abs=1e-9)


def test_the_same_twice_gives_the_same_tables(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    again = plan_exactly(tiny_region)
    assert again.manifest["run_id"] == tiny_plan.manifest["run_id"]
    assert set(again.tables) == set(tiny_plan.tables)
    for name, frame in tiny_plan.tables.items():
        assert_frame_equal(again.tables[name], frame, obj=name)


def test_another_seed_is_another_run_of_the_same_order(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    other = plan_exactly(tiny_plan.region, seed=99)
    assert other.manifest["run_id"] != tiny_plan.manifest["run_id"]
    ours, theirs = tiny_plan.tables["demand_cells"], other.tables["demand_cells"]
    assert not np.allclose(ours["p50_ha"], theirs["p50_ha"], rtol=1e-9)
    assert theirs["p50_ha"].sum() == pytest.approx(ours["p50_ha"].sum(), rel=0.05)


def test_progress_names_the_steps_in_order(tiny_region: Region) -> None:
    told: list[str] = []
    scenario = make_scenario(tiny_region.meta, sets={"demand.draws": "200", "demand.alone_draws": "50"})
    run_plan(tiny_region, load_rules(""), scenario, Clock("2026-01-01T00:00:00+00:00", "test"), told.append)
    assert told == ["demand", "access", "siting", "verdicts"]


# --- locks


def test_the_scheme_locked_closed_stays_closed_and_costs_more(
    tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    assert SCHEME in sites_opened(tiny_plan.tables)
    without = plan_exactly(tiny_plan.region, sets={"siting.closed_sites": '["site-01"]'})
    assert SCHEME not in sites_opened(without.tables)
    assert SCHEME not in set(without.tables["allocations"]["facility_id"])
    assert without.answer.objective > tiny_plan.answer.objective
    assert without.tables["unserved"]["ha"].sum() >= tiny_plan.tables["unserved"]["ha"].sum() - 1e-9
    lock = without.tables["limits"].query("limit_kind == 'locks'")
    assert lock[["object", "used", "limit"]].to_numpy().tolist() == [["closed:site-01", 0.0, 0.0]]
    assert without.manifest["run_id"] != tiny_plan.manifest["run_id"]


def test_the_scheme_locked_open_in_another_period(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    first = tiny_plan.tables["openings"].set_index("facility_id").loc[SCHEME, "period_id"]
    assert first == "2027-28"
    later = plan_exactly(tiny_plan.region, sets={"siting.open_sites.site-01": "2029-31"})
    assert later.tables["openings"].set_index("facility_id").loc[SCHEME, "period_id"] == "2029-31"
    assert later.answer.objective > tiny_plan.answer.objective
    placed = later.tables["allocations"].query("facility_id == @SCHEME")["cell_id"]
    assert placed.str.endswith("|2029-31").all()


def test_a_site_that_no_plan_wants_opens_when_locked_open(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    assert "sites:site-04" not in sites_opened(tiny_plan.tables)
    forced = plan_exactly(tiny_plan.region, sets={"siting.open_sites.site-04": '""'})
    assert "sites:site-04" in sites_opened(forced.tables)
    assert forced.answer.objective > tiny_plan.answer.objective


def test_a_locked_type_is_kept(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    sets = {"siting.legal_types.site-01": "eco", "siting.open_sites.site-01": '""'}
    eco = plan_exactly(tiny_plan.region, sets=sets)
    types = eco.tables["openings"].set_index("facility_id")["legal_type"]
    assert types[SCHEME] == "eco"
    assert eco.tables["plan_costs"].query("term == 'premium'")["spent_bn"].sum() == pytest.approx(
        38.2 * 6 * 0.9e-5
    )  # gross ha x 6 USD/m2


def test_locked_open_and_closed_at_once_is_no_plan(tiny_region: Region, plan_exactly: Plan) -> None:
    with pytest.raises(NoPlan) as caught:
        plan_exactly(
            tiny_region, sets={"siting.open_sites.site-01": '""', "siting.closed_sites": '["site-01"]'}
        )
    told = caught.value.infeasible
    assert told is not None
    named = {(lifting.kind, lifting.object) for way in told.ways for lifting in way}
    assert named
    assert named <= {("locks", "open:site-01"), ("locks", "closed:site-01")}
    name = tiny_region.sites.set_index("site_id").loc["site-01"]
    assert name["name_vi"] in told.sentence_vi
    assert name["name_en"] in told.sentence_en


def test_a_budget_too_small_for_what_must_open_is_told_in_money(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """0.0001 bn a period, and site-01 must open: what its opening costs, less that, is what the budget lacks."""
    budgets = {f"siting.budget_bn.{period.period_id}": "0.0001" for period in tiny_region.meta.periods}
    with pytest.raises(NoPlan) as caught:
        plan_exactly(tiny_region, sets={"siting.open_sites.site-01": '""', **budgets})
    told = caught.value.infeasible
    assert told is not None
    raised = {
        lifting.object: lifting.amount for way in told.ways for lifting in way if lifting.kind == "budget"
    }
    opening = tiny_plan.tables["openings"].set_index("facility_id").loc[SCHEME]
    due = opening["works_bn"] + opening["clearance_bn"] + opening["premium_bn"]
    assert list(raised.values()) == pytest.approx([due - 0.0001], rel=1e-3)
    assert "EUR" in told.sentence_en
    assert "VND" not in told.sentence_en


def test_names_that_do_not_exist_are_refused_before_anything_is_computed(tiny_region: Region) -> None:
    told: list[str] = []
    scenario = make_scenario(tiny_region.meta, sets={"siting.closed_sites": '["nowhere"]'})
    with pytest.raises(BadChoice):
        run_plan(tiny_region, load_rules(""), scenario, Clock("2026-01-01T00:00:00+00:00", "t"), told.append)
    assert told == []


# --- from an earlier run


def test_an_earlier_plan_within_the_gap_is_kept(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    """A plan that is worse than the best, started from with a gap several times as wide: its openings are kept."""
    worse = plan_exactly(tiny_plan.region, sets={"siting.open_sites.site-01": "2029-31"})
    loss = worse.answer.objective / tiny_plan.answer.objective - 1
    assert 1e-4 < loss < 0.3
    kept = plan_exactly(tiny_plan.region, earlier=worse, gap=4 * loss)
    key = ["facility_id", "phase", "period_id", "legal_type"]
    assert_frame_equal(kept.tables["openings"][key], worse.tables["openings"][key])
    assert kept.answer.objective == pytest.approx(worse.answer.objective, rel=1e-9)
    assert loss / (1 + loss) - 1e-9 <= kept.answer.gap <= 4 * loss


def test_an_earlier_plan_outside_the_gap_is_improved(tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    worse = plan_exactly(tiny_plan.region, sets={"siting.closed_sites": '["site-01", "site-02"]'})
    best = plan_exactly(tiny_plan.region, earlier=worse)
    assert best.answer.objective == pytest.approx(tiny_plan.answer.objective, rel=1e-6)


def test_the_start_is_the_earlier_openings_and_nothing_else(tiny_plan: PlanResult) -> None:
    task, openings = tiny_plan.task, tiny_plan.tables["openings"]
    start = start_from(task, openings)
    columns = task.formulation.columns
    assert start[: columns.opened].sum() == 0.0
    assert start[columns.opened : columns.options].sum() == len(openings)
    assert start[columns.types :].sum() == openings["facility_id"].nunique()
    answer = solve_siting(
        task.problem, task.formulation, replace(_settings(tiny_plan), time_limit_s=10.0), start
    )
    assert answer.objective == pytest.approx(tiny_plan.answer.objective, rel=1e-6)


def test_what_no_longer_exists_is_left_out_of_the_start(tiny_plan: PlanResult) -> None:
    """A phase, a period and a park that this task does not have."""
    rows = tiny_plan.tables["openings"].head(3).copy()
    rows["phase"] = rows["phase"].mask(rows.index == 0, 9)
    rows.loc[1, "period_id"] = "2050"
    rows.loc[2, "facility_id"] = "sites:gone"
    assert start_from(tiny_plan.task, rows).sum() == 0.0


def _settings(plan: PlanResult):  # type: ignore[no-untyped-def]
    from parkwright.kernels.milp import SolveSettings

    return SolveSettings(plan.scenario.time_limit_s, plan.scenario.gap, plan.scenario.seed)

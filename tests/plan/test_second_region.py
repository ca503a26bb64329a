"""A region of another country's shape goes through the same plan: no rules, another currency, a gap told within its time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parkwright.files import read_region
from parkwright.plan import PlanResult
from parkwright.words import LANGS


def test_it_plans_and_tells_its_gap(small_plan: PlanResult) -> None:
    told = small_plan.manifest["siting"]
    assert told["status"] == "optimal"
    assert 0 <= told["gap"] <= small_plan.scenario.gap
    assert (small_plan.manifest["currency"], small_plan.manifest["rule_set"]) == ("EUR", "")
    assert small_plan.tables["plan_costs"]["cost_bn"].sum() == pytest.approx(told["objective_bn"], rel=1e-9)


def test_a_search_that_is_stopped_tells_how_far_it_may_be_off(
    small_region: Path, plan_exactly: Callable[..., PlanResult]
) -> None:
    """Whatever was found when the time ended: its gap is the distance to a bound that its cost keeps."""
    region, _ = read_region(small_region)
    plan = plan_exactly(region, time_limit_s=0.6)
    told = plan.manifest["siting"]
    assert told["status"] in ("optimal", "stopped")
    assert told["bound_bn"] <= told["objective_bn"] + 1e-12
    assert told["gap"] == pytest.approx(1 - told["bound_bn"] / told["objective_bn"], abs=1e-9)
    assert told["root_bound_all_arcs_bn"] <= told["objective_bn"] * (1 + 1e-6)


def test_no_law_of_another_country_is_read_into_it(small_plan: PlanResult) -> None:
    verdicts = small_plan.tables["verdicts"]
    assert set(verdicts["verdict"]) == {"cannot_tell"}
    assert verdicts["article"].isna().all()
    assert set(small_plan.tables["openings"]["legal_type"]) == {"supporting"}
    for lang in LANGS:
        assert not verdicts[f"reason_{lang}"].str.contains("QCVN|Nghị định|Decree").any()

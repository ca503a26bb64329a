"""What must hold of the search, however long it takes: more time and a narrower gap never cost more, and bounds are bounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parkwright.files import read_region
from parkwright.plan import PlanResult
from parkwright.tables import Region

Plan = Callable[..., PlanResult]
HAIR = 1e-6


@pytest.fixture(scope="module")
def proven(small_region: Path, plan_exactly: Plan) -> PlanResult:
    region, _ = read_region(small_region)
    plan = plan_exactly(region)
    assert plan.answer.status == "optimal"
    return plan


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_more_time_never_costs_more(proven: PlanResult, plan_exactly: Plan, seconds: float) -> None:
    """Where a plan was found when the time ended: it costs no less than the proven one, and its bound lies below that."""
    hurried = plan_exactly(proven.region, time_limit_s=seconds)
    best = proven.answer.objective
    assert hurried.answer.objective >= best * (1 - HAIR)
    assert hurried.answer.bound <= best * (1 + HAIR)
    assert hurried.answer.gap >= (hurried.answer.objective - best) / hurried.answer.objective - HAIR


@pytest.mark.parametrize("gap", [0.2, 0.02, 0.001])
def test_a_gap_is_kept(proven: PlanResult, plan_exactly: Plan, gap: float) -> None:
    loose = plan_exactly(proven.region, gap=gap)
    best = proven.answer.objective
    assert best * (1 - HAIR) <= loose.answer.objective <= best / (1 - gap) * (1 + HAIR)
    assert loose.answer.gap <= gap
    assert loose.answer.bound <= best * (1 + HAIR)


def test_proven_is_proven_over_every_arc(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """A gap of 0 is told of the whole model: no arc was left out, and with fewer arcs no plan is cheaper than the proven one."""
    assert tiny_plan.answer.status == "optimal" and tiny_plan.answer.arcs_left_out == 0
    few = plan_exactly(tiny_region, sets={"siting.keep_all_arcs": "0", "siting.nearest": "2"})
    assert few.answer.arcs_left_out > 0
    assert few.answer.objective >= tiny_plan.answer.objective * (1 - HAIR)
    assert few.answer.root_bound <= tiny_plan.answer.objective * (1 + HAIR)


def test_to_begin_at_an_earlier_plan_never_ends_above_it(proven: PlanResult, plan_exactly: Plan) -> None:
    again = plan_exactly(proven.region, earlier=proven, time_limit_s=1.0)
    assert again.answer.objective <= proven.answer.objective * (1 + HAIR)

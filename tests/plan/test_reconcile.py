"""Totals that are not the sum of their parts end a run: one planted fault for each."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.reconcile import reconcile
from parkwright.steps.siting import BrokenPlan

FAULTS = {
    "demand and its cells": ("demand_cells", "p50_ha"),
    "supply and allocations": ("supply", "used_ha"),
    "openings and allocations": ("openings", "used_ha"),
    "objective and terms": ("plan_costs", "cost_bn"),
}


def test_a_sound_plan_adds_up(tiny_plan: PlanResult) -> None:
    reconcile(tiny_plan.tables, tiny_plan.answer.objective)


@pytest.mark.parametrize("what", FAULTS)
def test_what_does_not_add_up_is_no_result(tiny_plan: PlanResult, what: str) -> None:
    table, column = FAULTS[what]
    frame = tiny_plan.tables[table].copy()
    largest = frame[column].idxmax()
    frame.loc[largest, column] *= 1.001
    with pytest.raises(BrokenPlan, match=what):
        reconcile({**tiny_plan.tables, table: frame}, tiny_plan.answer.objective)


def test_an_allocation_lost_is_seen(tiny_plan: PlanResult) -> None:
    rows: pd.DataFrame = tiny_plan.tables["allocations"]
    lost = rows.drop(index=rows["ha"].idxmax())
    with pytest.raises(BrokenPlan, match="supply and allocations"):
        reconcile({**tiny_plan.tables, "allocations": lost}, tiny_plan.answer.objective)

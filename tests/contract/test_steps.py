"""Steps are functions: they leave what they are given alone, and give the same for the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from parkwright.kernels.milp import SolveSettings
from parkwright.plan import PlanResult
from parkwright.steps.access import measure_access
from parkwright.steps.demand import DemandParams, estimate_demand
from parkwright.steps.siting import choose_sites, prepare_siting, read_laws
from parkwright.steps.verdicts import judge_plan

Tables = Mapping[str, pd.DataFrame]
Step = Callable[[PlanResult], Tables]


def demand(plan: PlanResult) -> Tables:
    region = plan.region
    made = estimate_demand(
        region.places, region.sectors, region.requests, region.parks, region.conversions, region.meta, 1,
        DemandParams(draws=200, alone_draws=50),
    )  # fmt: skip
    return {"cells": made.cells, "methods": made.methods, "sizes": made.sizes, "requests": made.requests}


def access(plan: PlanResult) -> Tables:
    region = plan.region
    made = measure_access(
        region.places, region.parks, region.sites, region.gateways, region.road_nodes, region.road_edges, region.meta,
        plan.scenario.access,
    )  # fmt: skip
    return {
        "minutes": made.minutes,
        "snaps": made.snaps,
        "unreachable": made.unreachable,
        "notes": made.notes,
    }


def siting(plan: PlanResult) -> Tables:
    region, tables = plan.region, plan.tables
    night = tables["access_minutes"].query("window == 'night'")
    laws = read_laws(plan.rules, region.sites, plan.scenario.day(region.meta), region.meta.region_id)
    task = prepare_siting(
        region.parks, region.sites, region.sectors, tables["demand_cells"], tables["demand_sizes"], night,
        region.meta, laws, plan.scenario.siting, region.places, region.base_map,
    )  # fmt: skip
    return choose_sites(task, region.places, SolveSettings(20.0, 0.0, 1)).tables


def verdicts(plan: PlanResult) -> Tables:
    region, tables = plan.region, plan.tables
    judged = judge_plan(
        tables["facilities"], tables["openings"], tables["allocations"], tables["demand_cells"], region.sectors,
        region.parks, region.sites, region.conversions, region.plots, region.tenants, plan.rules, region.meta,
        plan.scenario.day(region.meta), False,
    )  # fmt: skip
    return {"verdicts": judged.verdicts}


def fingerprint(frames: Tables) -> dict[str, str]:
    """A checksum of all cells, columns and kinds of each frame."""
    return {
        name: hashlib.blake2b(
            (frame.to_csv() + str(frame.dtypes.to_dict()) + str(list(frame.index))).encode(), digest_size=8
        ).hexdigest()
        for name, frame in frames.items()
    }


@pytest.mark.parametrize("step", [demand, access, siting, verdicts])
def test_a_step_leaves_its_tables_alone_and_repeats_itself(tiny_plan: PlanResult, step: Step) -> None:
    inputs = {**tiny_plan.region.frames(), **tiny_plan.tables}
    before = fingerprint(inputs)
    first, second = step(tiny_plan), step(tiny_plan)
    assert fingerprint(inputs) == before
    assert set(first) == set(second)
    for name, frame in first.items():
        assert_frame_equal(frame, second[name], obj=name)


@pytest.mark.parametrize("step", [demand, access, siting, verdicts])
def test_the_order_of_rows_in_the_inputs_changes_nothing(tiny_plan: PlanResult, step: Step) -> None:
    """Row order carries no meaning: tables turned upside down give the same result."""
    region = tiny_plan.region
    turned = {
        name: frame[::-1].reset_index(drop=True) if name != "base_map" else frame
        for name, frame in region.frames("region").items()
    }
    upside = replace(
        tiny_plan,
        region=replace(region, **turned),
        tables={name: frame[::-1].reset_index(drop=True) for name, frame in tiny_plan.tables.items()},
    )
    straight, turned_over = step(tiny_plan), step(upside)
    for name, frame in straight.items():
        assert_frame_equal(turned_over[name], frame, obj=name, rtol=1e-9, atol=1e-9)

"""``run_plan``: demand, access, siting and verdicts of a region in one readable line of steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from parkwright.kernels.milp import SolveSettings
from parkwright.plan.compare import Finished
from parkwright.plan.layouts import FIRST_SHARE, Each, Held, Layouts, hold_in_lots, shares_of, yields
from parkwright.plan.manifest import Clock, make_manifest
from parkwright.plan.names import named
from parkwright.plan.reconcile import reconcile
from parkwright.plan.scenario import Scenario, check_names
from parkwright.rules import Rules
from parkwright.steps.access import measure_access
from parkwright.steps.demand import estimate_demand
from parkwright.steps.siting import (
    BrokenPlan,
    Siting,
    SitingAnswer,
    Task,
    choose_sites,
    prepare_siting,
    read_laws,
    start_from,
)
from parkwright.steps.siting.audit import Audited, audit_plan
from parkwright.steps.siting.infeasible import Infeasibility
from parkwright.steps.verdicts import judge_plan
from parkwright.tables import Region, Sites

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A finished run: result tables by name, the manifest, and the siting task for questions that solve again."""

    region: Region
    scenario: Scenario
    rules: Rules
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    task: Task
    answer: SitingAnswer
    layouts: Layouts = field(default_factory=Layouts)


class NoPlan(Exception):
    """No plan exists (CLI: exit code 3): ``infeasible`` says what must give way; None if the time ran out before any."""

    def __init__(self, infeasible: Infeasibility | None) -> None:
        self.infeasible = infeasible
        super().__init__("" if infeasible is None else infeasible.sentence_en)


def run_plan(
    region: Region, rules: Rules, scenario: Scenario, clock: Clock, progress: Progress = lambda step: None,
    earlier: Finished | None = None, each: Each = map,
) -> PlanResult:  # fmt: skip
    """Plan a region.

    earlier:  a run with its table ``openings``: the search begins there, and ties within the gap go to it
    progress: told the name of each step as it begins ("demand", "access", "siting", "layout", "verdicts")
    each:     how independent work is done: ``map``, or the same on several processes

    I/O Example:
        region with two sites and three cells -> tables demand_cells, access_minutes, facilities, openings, allocations,
        unserved, plan_costs, limits, supply, verdicts, and a manifest with status, bound and gap

    Raises:
        BadChoice: the scenario names something that the region does not have.
        BrokenPlan: the audit found a limit broken, or a total is not the sum of its parts.
        NoPlan: hard limits contradict each other, or no plan was found in time.
    """
    check_names(scenario, region)
    given, region = region, named(region)
    timer = _Timer(progress)
    meta, siting = region.meta, scenario.siting
    timer.begin("demand")
    demand = estimate_demand(
        region.places, region.sectors, region.requests, region.parks, region.conversions, meta, scenario.seed,
        scenario.demand,
    )  # fmt: skip
    timer.begin("access")
    access = measure_access(
        region.places, region.parks, region.sites, region.gateways, region.road_nodes, region.road_edges, meta,
        scenario.access,
    )  # fmt: skip
    timer.begin("siting")
    laws = read_laws(rules, region.sites, scenario.day(meta), meta.region_id)
    minutes = access.minutes[access.minutes["window"] == scenario.window]
    settings = SolveSettings(scenario.time_limit_s, scenario.gap, scenario.seed)

    def choose(sites: Sites, openings: pd.DataFrame | None, limits: SolveSettings) -> tuple[Task, Siting]:
        task = prepare_siting(
            region.parks, sites, region.sectors, demand.cells, demand.sizes, minutes, meta, laws, siting, region.places,
            region.base_map,
        )  # fmt: skip
        start = None if openings is None else start_from(task, openings)
        return task, _chosen(choose_sites(task, region.places, limits, start))

    with_lots = scenario.layout_passes > 0 and len(region.site_shapes) > 0
    again = with_lots and scenario.layout_passes > 1
    first = replace(settings, time_limit_s=FIRST_SHARE * settings.time_limit_s) if again else settings
    task, chosen = choose(region.sites, None if earlier is None else earlier.tables["openings"], first)
    held = Held(region.sites, task, chosen, Layouts(), 0)
    if with_lots:
        held = hold_in_lots(region, held, demand, rules, scenario, settings, choose, timer.begin, each)
    task, chosen = held.task, held.chosen
    region = replace(region, sites=held.sites)
    site_yield = yields(given, held)
    timer.begin("verdicts")
    judged = judge_plan(
        chosen.tables["facilities"], chosen.tables["openings"], chosen.tables["allocations"], demand.cells,
        region.sectors, region.parks, region.sites, region.conversions, region.plots, region.tenants, rules, meta,
        scenario.day(meta), bool(siting.budget_bn), shares_of(held.layouts),
    )  # fmt: skip
    tables = {
        "demand_cells": demand.cells,
        "demand_methods": demand.methods,
        "demand_reconciliation": demand.reconciliation,
        "demand_requests": demand.requests,
        "demand_request_cells": demand.request_cells,
        "demand_sizes": demand.sizes,
        "access_minutes": access.minutes,
        "access_snaps": access.snaps,
        "access_unreachable": access.unreachable,
        "access_notes": access.notes,
        **chosen.tables,
        "verdicts": judged.verdicts,
        **held.layouts.tables(),
        "site_yield": site_yield,
    }
    _audit(Audited(tables, region.parks, region.sites, region.sectors, minutes, meta, laws, siting))
    manifest = make_manifest(given, rules, scenario, settings, chosen.answer, clock, timer.seconds(), earlier)
    manifest["layout"] = {"passes": held.passes, "sites": len(held.layouts.sites)}
    reconcile(tables, chosen.answer.objective)
    return PlanResult(region, scenario, rules, tables, manifest, task, chosen.answer, held.layouts)


def _chosen(siting: Siting) -> Siting:
    if siting.answer.plan is None:
        raise NoPlan(siting.infeasible)
    return siting


def _audit(plan: Audited) -> None:
    """Every limit again, from the tables alone: what was found would be a fault of ours, never a result."""
    breaches = audit_plan(plan)
    if not breaches.empty:
        raise BrokenPlan(breaches.head(10).to_string())


class _Timer:
    """Seconds per step, for the manifest (a monotonic clock, never the calendar)."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._begun: list[tuple[str, float]] = []

    def begin(self, step: str) -> None:
        self._progress(step)
        self._begun.append((step, time.monotonic()))

    def seconds(self) -> dict[str, float]:
        ends = [begun for _, begun in self._begun[1:]] + [time.monotonic()]
        return {step: end - begun for (step, begun), end in zip(self._begun, ends, strict=True)}

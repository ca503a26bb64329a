"""The plan as it is, under other assumptions: its figures again, with nothing chosen anew.

A first-order reading: openings and allocations stay; only what can no longer be (land that is not there, firms that do not
follow so far, demand that has gone) is taken out of them, and what then has no place is left unserved. Sectors keep their
groups, and limits of the law are not tested again. Solved again, the plan may adapt and do better than this reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.plan.assumptions import Assumption
from parkwright.plan.headline import BUILDING_TERMS
from parkwright.plan.trace import Unreconciled
from parkwright.steps.siting import SitingProblem
from parkwright.steps.siting.arcs import reach_share
from parkwright.steps.siting.facilities import list_facilities
from parkwright.steps.siting.occupancy import Occupancy, read_occupancy
from parkwright.steps.siting.problem import build_problem

if TYPE_CHECKING:
    from parkwright.plan.run import PlanResult

Floats = npt.NDArray[np.float64]
_ARC_TERMS = ("land", "truck", "commute", "misfit")
_CELL = ["place_id", "group_id", "period"]
_SAME = 1e-6
_FOR_FACILITIES = {
    "default_price_usd_m2_term", "fallback_price_usd_m2_term", "net_share", "planned_park_clearance_usd_m2",
}  # fmt: skip
"""Choices that change the table of facilities; for the others it need not be made again."""


def recost_all(result: PlanResult, assumptions: Iterable[Assumption]) -> pd.DataFrame:
    """The headline figures and the terms of the plan under each assumption.

    I/O Example:
        a plan of 10 ha at 20 truck minutes; truck cost -30 %
        -> id                           objective_bn  truck  …  unserved_ha
           ""                           100           39        0            (the plan as it is)
           siting.truck_usd_min:0.175   88.3          27.3      0

    Returns one row per assumption and one, with id "", for the plan as it is: objective_bn, each term (bn, present value),
    build_bn (as spent), opened_ha, demand_ha, unserved_ha, truck_min.

    Raises:
        Unreconciled: the plan as it is does not cost here what its solve said.
    """
    plan = _read_plan(result)
    base = _figures(plan, result.task.problem)
    told = result.answer.objective
    if abs(base["objective_bn"] - told) > _SAME * max(1.0, abs(told)):
        raise Unreconciled(
            f"the plan costs {told}, but {base['objective_bn']} when its parts are added up again"
        )
    rows = {"": base}
    minutes = _minutes_used(result, plan)
    region = result.region
    occupancy = read_occupancy(region.parks, region.sites, region.meta, result.task.problem.laws)
    for assumption in assumptions:
        rows[assumption.id] = _figures(plan, _problem(result, assumption, minutes, occupancy))
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("id")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan without positions: arcs (place_id, group_id, period, facility_id, part of the cell, ha), options taken (facility_id, order,
    legal_type, period and their money), new (facility_ids opened by choice)."""

    arcs: pd.DataFrame
    taken: pd.DataFrame
    new: frozenset[str]


def _read_plan(result: PlanResult) -> _Plan:
    problem, plan = result.task.problem, result.answer.plan
    if plan is None:
        raise ValueError("no plan was found")
    ids = problem.facilities["facility_id"]
    arcs = problem.arcs.loc[plan.arc_ha > 0, ["cell", "facility", "piece"]]
    arcs["part"] = problem.pieces["part"].to_numpy()[arcs["piece"]]
    arcs = arcs.join(problem.cells[_CELL], on="cell").assign(ha=plan.arc_ha[arcs.index])
    arcs["facility_id"] = ids.to_numpy()[arcs["facility"]]
    taken = problem.options.loc[plan.taken]
    taken = taken.assign(facility_id=ids.to_numpy()[taken["facility"]])
    committed = set(ids[problem.facilities["role"] == "committed"])
    return _Plan(
        arcs[[*_CELL, "facility_id", "part", "ha"]],
        taken[["facility_id", "order", "legal_type", "period", *(f"{term}_bn" for term in BUILDING_TERMS)]],
        frozenset(set(taken["facility_id"]) - committed),
    )


def _minutes_used(result: PlanResult, plan: _Plan) -> pd.DataFrame:
    """Only the trips that the plan makes, and those to the gateways."""
    minutes = result.tables["access_minutes"]
    minutes = minutes[minutes["window"] == result.scenario.window]
    used = pd.MultiIndex.from_frame(plan.arcs[["place_id", "facility_id"]]).unique()
    made = pd.MultiIndex.from_arrays([minutes["from_id"], minutes["to_table"] + ":" + minutes["to_id"]])
    ours = (minutes["from_table"] == "places") & made.isin(used)
    return minutes[ours | (minutes["to_table"] == "gateways")]


def _problem(
    result: PlanResult, assumption: Assumption, minutes: pd.DataFrame, occupancy: Occupancy
) -> SitingProblem:
    region, task = result.region, result.task
    params = assumption.siting_params or task.problem.params
    sites = region.sites if assumption.sites is None else assumption.sites
    cells = result.tables["demand_cells"] if assumption.cells is None else assumption.cells
    facilities = task.facilities
    before, after = (one.model_dump(include=_FOR_FACILITIES) for one in (task.problem.params, params))
    if assumption.sites is not None or before != after:
        facilities = list_facilities(region.parks, sites, region.meta, params, region.places, region.base_map)
    return build_problem(
        facilities, sites, region.parks, cells, result.tables["demand_sizes"], task.grouping, minutes, occupancy, region.meta,
        task.problem.laws, params,
    )  # fmt: skip


def _figures(plan: _Plan, problem: SitingProblem) -> dict[str, float]:
    arcs, unserved = _allocated(plan, problem)
    discount = problem.discount
    period, ha = arcs["period"].to_numpy(int), arcs["ha"].to_numpy()
    making = problem.making_bn_ha[arcs["facility"].to_numpy(int)] * ha[:, None]
    taken = _taken(plan, problem)
    opened = discount[taken["period"].to_numpy(int)]
    spent = {term: float(taken[f"{term}_bn"].sum()) for term in BUILDING_TERMS}
    costs = {term: float((taken[f"{term}_bn"].to_numpy() * opened).sum()) for term in BUILDING_TERMS}
    for column, term in enumerate(("works", "clearance")):
        spent[term] += float(making[:, column].sum())
        costs[term] += float((making[:, column] * discount[period]).sum())
    for term in _ARC_TERMS:
        costs[term] = float((arcs[f"{term}_bn_ha"].to_numpy() * ha * discount[period]).sum())
    costs["unserved"] = float((unserved * problem.cells["unserved_bn_ha"].to_numpy()).sum())
    new = problem.facilities["facility_id"].isin(plan.new).to_numpy()
    net = problem.phases["net_ha"].to_numpy()[taken["phase"].to_numpy(int)]
    return {
        "objective_bn": sum(costs.values()),
        **costs,
        "build_bn": sum(spent.values()),
        "opened_ha": float(net[new[taken["facility"].to_numpy(int)]].sum()),
        "demand_ha": float(problem.cells["ha"].sum()),
        "unserved_ha": float(unserved.sum()),
        "truck_min": float((arcs["truck_min"] * ha).sum() / ha.sum()) if ha.sum() > 0 else float("nan"),
    }


def _taken(plan: _Plan, problem: SitingProblem) -> pd.DataFrame:
    """The options of the plan at their new cost; one that the problem no longer has (a type that another now beats) keeps its own."""
    ids = problem.facilities["facility_id"].to_numpy()
    options = problem.options.assign(facility_id=ids[problem.options["facility"]])
    key = ["facility_id", "order", "legal_type", "period"]
    money = [f"{term}_bn" for term in BUILDING_TERMS]
    taken = plan.taken[key].merge(options[[*key, *money]], on=key, how="left")
    taken[money] = taken[money].fillna(plan.taken[money].reset_index(drop=True))
    phases = problem.phases.assign(facility_id=ids[problem.phases["facility"]], phase=problem.phases.index)
    return taken.merge(phases[["facility_id", "order", "facility", "phase"]], on=["facility_id", "order"])


def _allocated(plan: _Plan, problem: SitingProblem) -> tuple[pd.DataFrame, Floats]:
    """The plan's arcs as far as they can still be, and hectares left unserved of each cell."""
    cells = problem.cells.reset_index(names="cell")
    asked = plan.arcs.merge(cells[["cell", *_CELL, "ha"]].rename(columns={"ha": "cell_ha"}), on=_CELL)
    positions = pd.Series(problem.facilities.index, index=problem.facilities["facility_id"])
    asked["facility"] = asked["facility_id"].map(positions)
    made = problem.arcs.assign(part=problem.pieces["part"].to_numpy()[problem.arcs["piece"]])
    arcs = asked.dropna(subset=["facility"]).merge(made, on=["cell", "facility", "part"])
    placed = arcs.groupby("cell")["ha"].transform("sum")
    arcs["ha"] *= np.minimum(1.0, arcs["cell_ha"] / placed)
    arcs["ha"] = _within_reach(arcs, problem)
    arcs["ha"] *= _within_land(arcs, problem)
    served = np.bincount(arcs["cell"].to_numpy(int), weights=arcs["ha"].to_numpy(), minlength=len(cells))
    return arcs, np.maximum(0.0, cells["ha"].to_numpy() - served)


def _within_reach(arcs: pd.DataFrame, problem: SitingProblem) -> pd.Series:
    """Hectares that still follow so far: each arc by itself, and all beyond a band together (the model's nested limits)."""
    bands = np.array([0.0, *problem.params.reach_bands_min])
    minutes = arcs["truck_min"].to_numpy()
    band = bands[np.maximum(0, np.searchsorted(bands, minutes, side="left") - 1)]
    small, factor = (
        problem.traits[name].reindex(arcs["group_id"]).to_numpy() for name in ("small_share", "reach_factor")
    )
    alone = np.minimum(arcs["ha"], arcs["reach"] * arcs["cell_ha"])
    most = (
        np.where(band > 0, reach_share(band, small, factor, problem.params), 1.0) * arcs["cell_ha"].to_numpy()
    )
    far_first = arcs.assign(alone=alone, most=most).sort_values("truck_min", ascending=False, kind="stable")
    total = far_first.groupby("cell")["alone"].cumsum()
    over = (far_first["most"] - total).clip(upper=0.0).groupby(far_first["cell"]).cummin()
    kept = total + over
    before = kept.groupby(far_first["cell"]).shift(fill_value=0.0)
    return (kept - before).clip(lower=0.0).reindex(arcs.index)


def _within_land(arcs: pd.DataFrame, problem: SitingProblem) -> Floats:
    """Share of each arc for which its park still has land (1 where it has all)."""
    net = problem.facilities["net_ha"].to_numpy()
    used = np.bincount(arcs["facility"].to_numpy(int), weights=arcs["ha"].to_numpy(), minlength=len(net))
    share = np.minimum(1.0, net / np.where(used > 0, used, np.inf))
    share = np.where(used > 0, share, 1.0)
    return np.asarray(share[arcs["facility"].to_numpy(int)])

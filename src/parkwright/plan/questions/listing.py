"""Which questions are asked of a plan, in the order in which they get their share of the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from parkwright.kernels.milp import SolveSettings
from parkwright.plan.assumptions import Assumption, task_under
from parkwright.plan.evidence import Tried, weightiest
from parkwright.plan.headline import new_openings
from parkwright.plan.questions.ask import Asked, with_demand, with_facility, without_facility_others_held
from parkwright.plan.run import PlanResult
from parkwright.steps.siting import solve_siting, start_from
from parkwright.words import Text, text

Kind = Literal[
    "with-scheme",
    "without-scheme",
    "reach-and-price",
    "without-site",
    "assumption",
    "low-demand",
    "high-demand",
]

_WEIGHTIEST = 10
"""Assumptions asked about: the brief lists ten."""
_SHARES: dict[Kind, float] = {
    "with-scheme": 0.4, "without-scheme": 0.4, "low-demand": 0.3, "high-demand": 0.3, "without-site": 0.15, "assumption": 0.4, "reach-and-price": 0.4,
}  # fmt: skip
"""The most that one question may take of the whole budget: the scheme is what is signed, single sites are small."""
_ANY_MIN = 1e5
"""Truck minutes that no trip reaches."""
_DEMAND: tuple[tuple[Kind, str], ...] = (("low-demand", "p10_ha"), ("high-demand", "p90_ha"))


@dataclass(frozen=True, slots=True)
class Question:
    """question_id, kind, object (a facility, an assumption, or ""), ``told`` (its sentence), and how to ask it.

    share: of the whole budget that this question may use at most (quick)
    """

    question_id: str
    kind: Kind
    object: str
    told: Text
    ask: Callable[[SolveSettings], Asked]

    @property
    def share(self) -> float:
        return _SHARES[self.kind]


def list_questions(result: PlanResult, full: bool, tried: Tried) -> tuple[Question, ...]:
    """The scheme first, then demand low and high, what hangs on reach and price, each opened site, the weightiest assumptions."""
    return (
        *_scheme(result),
        *_demand(result),
        _reach_and_price(result),
        *_sites(result, full),
        *_assumptions(result, tried),
    )


def schemes(result: PlanResult) -> list[int]:
    """Facilities (positions) whose site is of the class ``scheme``."""
    facilities = result.task.problem.facilities
    chosen = (facilities["table"] == "sites") & (facilities["kind"] == "scheme")
    return [int(number) for number in np.flatnonzero(chosen)]


def opened_facilities(result: PlanResult) -> list[int]:
    """Facilities (positions) that the plan opens by its own choice, largest first."""
    sizes = new_openings(result.tables["openings"]).groupby("facility_id")["net_ha"].sum()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    positions = result.task.problem.facilities.reset_index(names="number").set_index("facility_id")["number"]
    return [int(positions[name]) for name in sizes.index]


def _scheme(result: PlanResult) -> list[Question]:
    found = []
    opened = set(opened_facilities(result))
    for facility in schemes(result):
        kind: Kind = "without-scheme" if facility in opened else "with-scheme"
        name = _id(result, facility)
        ask = partial(with_facility, result.task, result.answer, facility, kind == "with-scheme")
        found.append(Question(f"{kind}:{name}", kind, name, text(f"questions.{kind}"), ask))
    return found


def _demand(result: PlanResult) -> list[Question]:
    cells, merged = result.tables["demand_cells"], result.task.problem.cells
    groups = result.task.grouping.sectors.set_index("sector_id")["group_id"]
    keyed = cells[cells["planned"].astype(bool)].assign(group_id=cells["sector_id"].map(groups))
    found = []
    for kind, column in _DEMAND:
        sums = keyed.groupby(["place_id", "group_id", "period_id"])[column].sum()
        ha = sums.reindex(list(zip(merged["place_id"], merged["group_id"], merged["period_id"], strict=True)))
        ask = partial(with_demand, result.task, result.answer, ha.to_numpy())
        found.append(Question(kind, kind, "", text(f"questions.{kind}"), ask))
    return found


def _reach_and_price(result: PlanResult) -> Question:
    """The plan if firms followed to any distance and land cost them nothing: what the two assumptions alone bring about."""
    far = {
        "reach_full_min": _ANY_MIN,
        "reach_end_small_min": 2 * _ANY_MIN,
        "reach_end_large_min": 2 * _ANY_MIN,
    }
    params = result.task.problem.params.model_copy(
        update={**far, "reach_bands_min": (), "price_counts": False}
    )
    told = text("questions.reach-and-price")
    assumption = Assumption("reach-and-price", "reach-and-price", told, siting_params=params)
    return Question("reach-and-price", "reach-and-price", "", told, partial(_under, result, assumption))


def _sites(result: PlanResult, full: bool) -> list[Question]:
    """Each park that the plan opens (the scheme has its own question): in full with all else free, else the others held."""
    found = []
    key = "questions.without-site" if full else "questions.without-site-held"
    for facility in opened_facilities(result):
        if facility in schemes(result):
            continue
        name = _id(result, facility)
        held = partial(without_facility_others_held, result.task, result.answer, facility)
        free = partial(with_facility, result.task, result.answer, facility, False)
        found.append(
            Question(f"without-site:{name}", "without-site", name, text(key), free if full else held)
        )
    return found


def _assumptions(result: PlanResult, tried: Tried) -> list[Question]:
    return [
        Question(f"assumption:{one.id}", "assumption", one.id, one.told, partial(_under, result, one))
        for one in weightiest(result, _WEIGHTIEST, tried)
    ]


def _under(result: PlanResult, assumption: Assumption, settings: SolveSettings) -> Asked:
    """The whole plan again under one changed assumption, all openings free, begun at the plan's."""
    task = task_under(result, assumption)
    start = start_from(task, result.tables["openings"])
    return Asked(task, solve_siting(task.problem, task.formulation, settings, start))


def _id(result: PlanResult, facility: int) -> str:
    return str(result.task.problem.facilities.loc[facility, "facility_id"])

"""Which questions are asked of a plan, in the order in which they get their share of the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parkwright.kernels.milp import SolveSettings
from parkwright.plan.questions.ask import Asked, with_demand, with_facility, without_facility_others_held
from parkwright.plan.run import PlanResult
from parkwright.words import Text, text

Kind = Literal["with-scheme", "without-scheme", "without-site", "assumption", "low-demand", "high-demand"]


@dataclass(frozen=True, slots=True)
class Question:
    """question_id, kind, object (a facility, an assumption, or ""), ``told`` (its sentence), and how to ask it.

    share: of the whole budget that this question may use at most (quick)
    free:  whether all openings are free in it (its optimum is then comparable with the plan's own)
    """

    question_id: str
    kind: Kind
    object: str
    told: Text
    ask: Callable[[SolveSettings], Asked]
    share: float
    free: bool


def list_questions(result: PlanResult, full: bool) -> tuple[Question, ...]:
    """The scheme first, then demand low and high, then each opened site, then the weightiest assumptions."""
    return (*_scheme(result), *_demand(result), *_sites(result, full))


def schemes(result: PlanResult) -> list[int]:
    """Facilities (positions) whose site is of the class ``scheme``."""
    facilities = result.task.problem.facilities
    chosen = (facilities["table"] == "sites") & (facilities["kind"] == "scheme")
    return [int(number) for number in np.flatnonzero(chosen)]


def opened_facilities(result: PlanResult) -> list[int]:
    """Facilities (positions) that the plan opens by its own choice, largest first."""
    openings = result.tables["openings"]
    chosen = openings[~openings["committed"].fillna(False).astype(bool)]
    sizes = chosen.groupby("facility_id")["net_ha"].sum().sort_values(ascending=False, kind="stable")
    positions = result.task.problem.facilities.reset_index(names="number").set_index("facility_id")["number"]
    return [int(positions[name]) for name in sizes.index]


def _scheme(result: PlanResult) -> list[Question]:
    found = []
    opened = set(opened_facilities(result))
    for facility in schemes(result):
        name = _id(result, facility)
        kind: Kind = "without-scheme" if facility in opened else "with-scheme"
        found.append(
            Question(
                f"{kind}:{name}", kind, name, text(f"questions.{kind}"),
                lambda settings, f=facility, k=kind: with_facility(  # type: ignore[misc]
                    result.task, result.answer, f, k == "with-scheme", settings
                ),
                0.4, True,
            )  # fmt: skip
        )
    return found


def _demand(result: PlanResult) -> list[Question]:
    cells = result.tables["demand_cells"]
    planned = cells[cells["planned"].astype(bool)]
    groups = result.task.grouping.sectors.set_index("sector_id")["group_id"]
    keyed = planned.assign(group_id=planned["sector_id"].map(groups))
    found = []
    for kind, column in (("low-demand", "p10_ha"), ("high-demand", "p90_ha")):
        sums = keyed.groupby(["place_id", "group_id", "period_id"])[column].sum()
        merged = result.task.problem.cells
        ha = sums.reindex(list(zip(merged["place_id"], merged["group_id"], merged["period_id"], strict=True))).to_numpy()
        found.append(
            Question(
                kind, kind, "", text(f"questions.{kind}"),  # type: ignore[arg-type]
                lambda settings, values=ha: with_demand(result.task, result.answer, values, settings),  # type: ignore[misc]
                0.3, False,
            )  # fmt: skip
        )
    return found


def _sites(result: PlanResult, full: bool) -> list[Question]:
    found = []
    ours = set(schemes(result))
    for facility in opened_facilities(result):
        if facility in ours:
            continue  # asked as "without the scheme"
        name = _id(result, facility)

        def ask(settings: SolveSettings, f: int = facility) -> Asked:
            if full:
                return with_facility(result.task, result.answer, f, False, settings)
            return without_facility_others_held(result.task, result.answer, f, settings)

        key = "questions.without-site" if full else "questions.without-site-held"
        found.append(Question(f"without-site:{name}", "without-site", name, text(key), ask, 0.15, full))
    return found


def _id(result: PlanResult, facility: int) -> str:
    return str(result.task.problem.facilities.loc[facility, "facility_id"])

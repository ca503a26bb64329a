"""Ask the questions within one budget on all cores, and write the answers down as tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.kernels.milp import SolveSettings
from parkwright.plan.evidence import try_assumptions, weigh_evidence
from parkwright.plan.questions.ask import Asked
from parkwright.plan.questions.listing import Question, list_questions
from parkwright.plan.run import PlanResult
from parkwright.plan.scenario import Scenario
from parkwright.steps.siting import plan_tables
from parkwright.steps.siting.answer import openings_table
from parkwright.steps.verdicts import judge_plan
from parkwright.tables import empty_frame, result_frame
from parkwright.words import LANGS, Text, say, text

Told = Callable[[int, int], None]
_LEAST_S = 1.0
_CORES = 2
_SHOWN_GAP = 0.02
"""An answer that may be this far from the best is told as not proven; one farther off is not told at all."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A question with its answer; ``asked`` is None where the budget was gone."""

    question: Question
    asked: Asked | None


def answer_questions(result: PlanResult, asked: Told = lambda done, of: None) -> dict[str, pd.DataFrame]:
    """Ask what if not, within ``scenario.explain`` and its budget.

    none: nothing is solved again, and every question is told as not asked.  quick: one budget of ``explain_s`` seconds of wall
    clock for all.  full: every question to the plan's own gap, or until its own ``explain_each_s`` seconds are over.
    asked: told after each question how many are done, and of how many.

    I/O Example:
        plan opens sites:s1; without it the next best plan costs 120 bn more, proven
        -> what_if: without-site:sites:s1  without-site  sites:s1  proven  delta_bn 120
           openings gets runner_up and runner_up_cost_bn of sites:s1
    Returns the tables what_if, what_if_openings, what_if_figures, what_if_verdicts, evidence, and openings with its runners-up.
    """
    ends = time.monotonic() + result.scenario.explain_s
    tried = try_assumptions(result)
    questions = list_questions(result, result.scenario.explain == "full", tried)
    replies = _ask_all(result, questions, ends, asked)
    answered = [
        reply
        for reply in replies
        if reply.asked is not None
        and reply.asked.answer.plan is not None
        and reply.asked.answer.gap <= _SHOWN_GAP
    ]
    plans = {reply.question.question_id: _tables(result, reply) for reply in answered}
    rows = [_row(result, reply) for reply in replies]
    rows += [_switching(result, plans)]
    what_if = result_frame("what_if", pd.DataFrame(rows))
    return {
        "what_if": what_if,
        "evidence": weigh_evidence(result, what_if, tried),
        "what_if_openings": _openings(plans),
        "what_if_figures": _figures(result, plans),
        "what_if_verdicts": _verdicts(result, plans),
        "openings": _runners_up(result, replies, plans),
    }


def _ask_all(result: PlanResult, questions: Sequence[Question], ends: float, asked: Told) -> list[Reply]:
    """Two questions at a time, each on one core; ``asked`` is told how many of them are done."""
    scenario = result.scenario
    if scenario.explain == "none":
        return [Reply(question, None) for question in questions]

    def ask(question: Question) -> Reply:
        seconds = _seconds(scenario, question, ends)
        if seconds < _LEAST_S:
            return Reply(question, None)
        return Reply(question, question.ask(SolveSettings(seconds, scenario.gap, scenario.seed, threads=1)))

    replies = []
    with ThreadPoolExecutor(_CORES) as pool:
        for reply in pool.map(ask, questions):
            replies.append(reply)
            asked(len(replies), len(questions))
    return replies


def _seconds(scenario: Scenario, question: Question, ends: float) -> float:
    """What a question may take: its share of the one budget, or in full its own time."""
    if scenario.explain == "full":
        return scenario.explain_each_s
    return min(ends - time.monotonic(), max(_LEAST_S, question.share * scenario.explain_s))


def _tables(result: PlanResult, reply: Reply) -> dict[str, pd.DataFrame]:
    """All tables of an answer; for a single site only its openings (its other figures stand in ``what_if``)."""
    if reply.asked is None or reply.asked.answer.plan is None:
        raise ValueError(reply.question.question_id)
    task, answer = reply.asked.task, reply.asked.answer
    if reply.question.kind == "without-site":
        return {"openings": openings_table(task.problem, reply.asked.answer.plan, result.region.places)}
    return plan_tables(task, answer, result.region.places)


def _row(result: PlanResult, reply: Reply) -> dict[str, object]:
    question = reply.question
    row: dict[str, object] = {
        "question_id": question.question_id,
        "kind": question.kind,
        "object": question.object,
    }
    row |= {f"reason_{lang}": say(question.told, lang) for lang in LANGS}
    if reply.asked is None:
        return row | {"status": "not-asked"}
    answer = reply.asked.answer
    row |= {"seconds": answer.seconds, "status": _status(result, reply)}
    if answer.plan is None:
        return row
    if answer.gap > _SHOWN_GAP:
        return row  # a first try that proves nothing is no answer
    unserved = float(answer.plan.unserved_ha.sum())
    return row | {
        "objective_bn": answer.objective,
        "bound_bn": answer.bound if np.isfinite(answer.bound) else np.nan,
        "delta_bn": answer.objective - result.answer.objective,
        "gap": answer.gap if np.isfinite(answer.gap) else np.nan,
        "unserved_ha": unserved,
    }


def _status(result: PlanResult, reply: Reply) -> str:
    if reply.asked is None:
        return "not-asked"
    answer = reply.asked.answer
    if answer.status == "infeasible":
        return "infeasible"
    proven = answer.plan is not None and answer.gap <= max(result.scenario.gap, 1e-9)
    return "proven" if proven else "stopped"


def _switching(result: PlanResult, plans: dict[str, dict[str, pd.DataFrame]]) -> dict[str, object]:
    """The value of unserved land at which the plan and its alternative with (or without) the scheme cost the same.

    Both plans held: each cost is a straight line in that value, and the lines meet once. Not a new solve, so never "proven": "held".
    """
    row: dict[str, object] = {
        "question_id": "switching-value",
        "kind": "switching-value",
        "object": "",
        "status": "not-asked",
    }
    told: Text = text("questions.switching.not_asked")
    value = result.scenario.siting.unserved_usd_m2
    other = next((name for name in plans if name.startswith(("with-scheme:", "without-scheme:"))), None)
    if other is not None:
        ours, theirs = _line(result.tables), _line(plans[other])
        slope = (ours[1] - theirs[1]) / value if value > 0 else 0.0
        told = text(
            "questions.switching.never" if value > 0 else "questions.switching.worth_nothing", value=value
        )
        if abs(slope) > 1e-9:
            meets = (theirs[0] - ours[0]) / slope
            key = "meets" if meets > 0 else "never"
            told = text(f"questions.switching.{key}", value=value, meets=meets)
        row |= {"status": "held", "object": other.partition(":")[2]}
    return row | {f"reason_{lang}": say(told, lang) for lang in LANGS}


def _line(tables: dict[str, pd.DataFrame] | object) -> tuple[float, float]:
    """(cost without unserved land, cost of unserved land) of a plan, present value, bn."""
    costs = tables["plan_costs"]  # type: ignore[index]
    unserved = costs["term"] == "unserved"
    return float(costs.loc[~unserved, "cost_bn"].sum()), float(costs.loc[unserved, "cost_bn"].sum())


def _openings(plans: dict[str, dict[str, pd.DataFrame]]) -> pd.DataFrame:
    if not plans:
        return empty_frame("what_if_openings")
    kept = ["facility_id", "phase", "period_id", "legal_type"]
    frames = [tables["openings"][kept].assign(question_id=name) for name, tables in plans.items()]
    return result_frame("what_if_openings", pd.concat(frames, ignore_index=True))


def _figures(result: PlanResult, plans: dict[str, dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Unserved ha by sector, cost by term, mean truck minutes per ha of each answer."""
    sector = result.tables["demand_cells"].set_index("cell_id")["sector_id"]
    rows: list[tuple[str, str, str, float, str]] = []
    for name, tables in plans.items():
        if "unserved" not in tables:
            continue
        unserved = tables["unserved"]
        by_sector = unserved.groupby(unserved["cell_id"].map(sector))["ha"].sum()
        rows += [(name, "unserved_ha", str(one), float(ha), "ha") for one, ha in by_sector.items()]
        costs = tables["plan_costs"].groupby("term")["cost_bn"].sum()
        unit = f"bn {result.region.meta.currency}"
        rows += [(name, "cost_bn", str(term), float(cost), unit) for term, cost in costs.items()]
        taken = tables["allocations"]
        if taken["ha"].sum() > 0:
            minutes = float(np.average(taken["truck_min"], weights=taken["ha"]))
            rows.append((name, "truck_min_ha", "mean", minutes, "min"))
    columns = ["question_id", "figure", "item", "value", "unit"]
    return (
        result_frame("what_if_figures", pd.DataFrame(rows, columns=columns))
        if rows
        else empty_frame("what_if_figures")
    )


def _verdicts(result: PlanResult, plans: dict[str, dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """What the law says to the scheme in the plan with it, where the plan itself does not open it."""
    region, frames = result.region, []
    for name, tables in plans.items():
        if name.startswith("with-scheme:"):
            judged = judge_plan(
                result.tables["facilities"], tables["openings"], tables["allocations"], result.tables["demand_cells"],
                region.sectors, region.parks, region.sites, region.conversions, region.plots, region.tenants, result.rules,
                region.meta, result.scenario.day(region.meta), bool(result.scenario.siting.budget_bn),
            ).verdicts  # fmt: skip
            site = name.partition(":")[2].partition(":")[2]
            frames.append(judged[judged["object_id"] == site].assign(question_id=name))
    return result_frame("what_if_verdicts", pd.concat(frames)) if frames else empty_frame("what_if_verdicts")


def _runners_up(
    result: PlanResult, replies: Sequence[Reply], plans: dict[str, dict[str, pd.DataFrame]]
) -> pd.DataFrame:
    """Openings with the park that would take each one's place (the one opened only then that takes most) and what that costs more."""
    openings = result.tables["openings"]
    ours = set(openings["facility_id"])
    best, cost = {}, {}
    for reply in replies:
        name = reply.question.question_id
        asked = reply.question.kind in ("without-site", "without-scheme") and name in plans
        if asked and reply.asked is not None and _status(result, reply) == "proven":
            theirs = plans[name]["openings"]
            new = theirs[~theirs["facility_id"].isin(ours)].groupby("facility_id")["used_ha"].sum()
            best[reply.question.object] = str(new.idxmax()) if len(new) else None
            cost[reply.question.object] = reply.asked.answer.objective - result.answer.objective
    frame = openings.assign(
        runner_up=openings["facility_id"].map(best),
        runner_up_cost_bn=openings["facility_id"].map(cost).astype("float64"),
    )
    return result_frame("openings", frame)

"""Solve a ``SitingProblem`` with HiGHS: nearest arcs first, the rest priced in, bound and gap reported.

Arcs beyond the nearest are left out of the program only after a check with the prices of the linear relaxation: an arc whose
reduced cost is negative could make the relaxation cheaper and enters (column generation, Desrosiers & Lübbecke 2005, "A primer
in column generation", section 2). When none is left, the relaxation over the kept arcs is the relaxation over all arcs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from parkwright.kernels.milp import Answer, Milp, SolveSettings, reduced_costs, solve
from parkwright.steps.siting.formulation import Formulation, formulate
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Floats, SitingPlan

Positions = npt.NDArray[np.intp]
_NEGATIVE = -1e-6


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """What the solver found: ``plan`` is None without a solution.

    bound:       no plan (over the kept arcs) costs less; bn, present value
    root_bound:  the linear relaxation over *all* arcs, bn
    arcs_kept, arcs_left_out: how many arcs took part; ``least_reduced_cost`` of those left out at the final prices, bn/ha
    x:           all columns, to start a later solve from
    """

    status: str
    plan: SitingPlan | None
    objective: float
    bound: float
    gap: float
    seconds: float
    root_bound: float
    arcs_kept: int
    arcs_left_out: int
    least_reduced_cost: float
    x: Floats | None = None
    kept: Positions | None = None


def solve_siting(
    problem: SitingProblem,
    settings: SolveSettings,
    start: Floats | None = None,
    formulation: Formulation | None = None,
    kept: Positions | None = None,
) -> SitingAnswer:
    """Choose parks, periods, types and allocations at least cost.

    start: all columns of an earlier answer to the same problem (other bounds or costs), the search begins there
    kept:  arcs to take part, for questions asked after a first solve; None: nearest arcs, then pricing

    I/O Example:
        one cell of 10 ha, a vacancy at 50 bn/ha and an open site at 40 bn/ha in reach -> 10 ha to the site

    Limits: time_limit_s is for the whole search; what is found by then is returned with its gap.
    """
    begun = time.monotonic()
    form = formulation or formulate(problem)
    keep, root, least = _price(problem, form, settings, kept)
    if root.status == "infeasible":
        return _none(form, root, keep)
    reduced = form.milp.columns(keep)
    left = replace(settings, time_limit_s=max(1.0, settings.time_limit_s - (time.monotonic() - begun)))
    answer = solve(reduced, left, None if start is None else start[keep])
    if answer.x is None:
        return _none(form, answer, keep)
    x = np.zeros(form.columns.total)
    x[keep] = answer.x
    x, answer = _polish(form, x, answer, settings)
    return SitingAnswer(
        status=answer.status,
        plan=form.plan(x),
        objective=answer.objective,
        bound=answer.bound,
        gap=answer.gap,
        seconds=time.monotonic() - begun,
        root_bound=root.objective,
        arcs_kept=int((keep < form.columns.arcs).sum()),
        arcs_left_out=form.columns.arcs - int((keep < form.columns.arcs).sum()),
        least_reduced_cost=least,
        x=x,
        kept=keep,
    )


def _price(
    problem: SitingProblem, form: Formulation, settings: SolveSettings, kept: Positions | None
) -> tuple[Positions, Answer, float]:
    """Columns to keep, the answer of the linear relaxation over all arcs, and the least reduced cost left out."""
    arcs = form.columns.arcs
    others = np.arange(arcs, form.columns.total)
    chosen = nearest_arcs(problem, problem.params.nearest) if kept is None else kept[kept < arcs]
    inside = np.zeros(arcs, dtype=bool)
    inside[chosen] = True
    relaxed = form.milp.relaxed()
    while True:
        keep = np.concatenate([np.flatnonzero(inside), others])
        root = solve(relaxed.columns(keep), settings)
        if root.row_duals is None or root.status != "optimal":
            return keep, root, -np.inf
        costs = reduced_costs(relaxed, root.row_duals)[:arcs]
        entering = ~inside & (costs < _NEGATIVE)
        if not entering.any() or kept is not None:
            return keep, root, float(costs[~inside].min(initial=np.inf))
        inside |= entering


def nearest_arcs(problem: SitingProblem, count: int) -> Positions:
    """The cheapest ``count`` arcs of every cell (positions)."""
    rank = problem.arcs.groupby("cell")["cost"].rank(method="first")
    return np.flatnonzero(rank <= count)


def _polish(form: Formulation, x: Floats, answer: Answer, settings: SolveSettings) -> tuple[Floats, Answer]:
    """With the openings held, let every arc take part once more: the allocation is then the best there is for them."""
    fixed: Milp = form.milp.fixed(x)
    best = solve(fixed, settings)
    if best.x is None or best.objective > answer.objective:
        return x, answer
    gap = max(0.0, best.objective - answer.bound) / max(1e-9, abs(best.objective))
    return best.x, replace(answer, objective=best.objective, gap=gap)


def _none(form: Formulation, answer: Answer, keep: Positions) -> SitingAnswer:
    arcs = int((keep < form.columns.arcs).sum())
    return SitingAnswer(
        answer.status, None, np.inf, answer.bound, np.inf, answer.seconds, answer.bound, arcs,
        form.columns.arcs - arcs, -np.inf,
    )  # fmt: skip

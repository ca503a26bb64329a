"""Solve a ``SitingProblem`` with HiGHS: few arcs at first, the rest priced in, bound and gap reported.

1. The linear relaxation over *all* arcs, by column generation (Desrosiers & Lübbecke 2005, "A primer in column generation",
   section 2): arcs whose reduced cost is negative enter until none is left. Its value bounds every plan.
2. A first plan: the relaxation's openings rounded, all arcs allowed.
3. The mixed-integer program over the arcs that either of the two prices says could matter (reduced cost below
   ``keep_below_share`` of the unserved value), beginning from the first plan.
4. The openings found are held, and all arcs take part once more: no arc that was left out could then still enter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from parkwright.kernels.milp import Answer, SolveSettings, measure, reduced_costs, solve
from parkwright.kernels.pricing import Priced, price
from parkwright.steps.siting.formulation import Formulation
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Floats, SitingPlan

Positions = npt.NDArray[np.intp]
_FEASIBLE = 1e-5


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """What the solver found: ``plan`` is None without a solution. Money in bn, present value.

    bound:         no plan over the kept arcs costs less
    root_bound:    no plan over all arcs costs less (linear relaxation over all of them)
    gap:           (objective - bound) / objective
    arcs_kept, arcs_left_out: how many arcs took part in the mixed-integer program
    entered_bn:    what the arcs left out still saved when they were let in at the openings found
    x:             all columns, to start a later solve from; ``kept``: columns that took part
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
    entered_bn: float
    x: Floats | None = None
    kept: Positions | None = None


def solve_siting(
    problem: SitingProblem,
    formulation: Formulation,
    settings: SolveSettings,
    start: Floats | None = None,
    kept: Positions | None = None,
) -> SitingAnswer:
    """Choose parks, periods, types and allocations at least cost.

    start: all columns of an earlier answer (other bounds or costs); the search begins there if it is feasible, or else at
           its openings
    kept:  columns to take part, for questions asked after a first solve; None: steps 1 to 3 above choose them

    I/O Example:
        one cell of 10 ha, a vacancy at 50 bn/ha and an open site at 40 bn/ha in reach -> 10 ha to the site

    Limits: time_limit_s is for the whole search; what is found by then is returned with its gap.
    """
    clock = _Clock(settings)
    root = _relax(problem, formulation, clock) if kept is None else None
    if root is not None and root.answer.x is None:
        return _nothing(formulation, root.answer, root.answer, clock)
    first = _first_plan(formulation, clock, start, root)
    keep = kept if kept is not None else _columns_to_keep(problem, formulation, root, first)
    keep = _with_columns_of(first, keep)
    answer = solve(formulation.milp.columns(keep), clock.left(), None if first is None else first[0][keep])
    if answer.x is None:
        return _nothing(formulation, answer, answer if root is None else root.answer, clock)
    x = np.zeros(formulation.columns.total)
    x[keep] = answer.x
    best = solve(formulation.milp.fixed(x), clock.settings)
    objective = answer.objective
    if best.x is not None and best.objective < objective:
        x, objective = best.x, best.objective
    arcs = int((keep < formulation.columns.arcs).sum())
    return SitingAnswer(
        status=answer.status,
        plan=formulation.plan(x),
        objective=objective,
        bound=min(answer.bound, objective),
        gap=max(0.0, objective - answer.bound) / max(1e-9, abs(objective)),
        seconds=clock.seconds(),
        root_bound=-np.inf if root is None else root.bound,
        arcs_kept=arcs,
        arcs_left_out=formulation.columns.arcs - arcs,
        entered_bn=answer.objective - objective,
        x=x,
        kept=keep,
    )


class _Clock:
    """Wall clock of one search."""

    def __init__(self, settings: SolveSettings) -> None:
        self.settings = settings
        self._begun = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def left(self) -> SolveSettings:
        return replace(self.settings, time_limit_s=max(0.5, self.settings.time_limit_s - self.seconds()))


def _relax(problem: SitingProblem, form: Formulation, clock: _Clock) -> Priced:
    """The relaxation over all arcs; columns that are no arcs take part from the start."""
    inside = np.ones(form.columns.total, dtype=bool)
    inside[: form.columns.arcs] = False
    inside[nearest_arcs(problem, problem.params.nearest)] = True
    group = np.full(form.columns.total, -1, dtype=np.intp)
    group[: form.columns.arcs] = problem.arcs["cell"]
    return price(form.milp, inside, group, problem.params.nearest, clock.left())


def nearest_arcs(problem: SitingProblem, count: int) -> Positions:
    """The ``count`` cheapest arcs of every cell (positions), land to be made included."""
    period = problem.cells["period"].to_numpy()[problem.arcs["cell"]]
    making = problem.making_bn_ha.sum(axis=1)[problem.arcs["facility"]] * problem.discount[period]
    rank = (problem.arcs["cost"] + making).groupby(problem.arcs["cell"]).rank(method="first")
    return np.flatnonzero(rank <= count)


def _first_plan(
    form: Formulation, clock: _Clock, start: Floats | None, root: Priced | None
) -> tuple[Floats, Floats] | None:
    """A plan to begin from and the reduced costs at its openings: the one given, else the relaxation rounded."""
    if start is not None and measure(form.milp, start) <= _FEASIBLE:
        return start, np.full(form.columns.total, np.inf)
    guess = start if start is not None else None if root is None else _rounded(form, root.answer.x)
    if guess is None:
        return None
    held = form.milp.fixed(guess)
    found = solve(held, clock.left())
    if found.x is None or found.row_duals is None:
        return None
    return found.x, reduced_costs(held, found.row_duals)


def _rounded(form: Formulation, x: Floats | None) -> Floats | None:
    """Openings of the relaxation made whole: a phase opens if more than half of it does, in its median period, and a park
    takes its largest type."""
    if x is None:
        return None
    c, whole = form.columns, np.zeros(form.columns.total)
    opened = c.opened_table.assign(value=x[c.opened : c.options])
    opened["sum"] = opened.groupby("phase")["value"].cumsum()
    total = opened.groupby("phase")["value"].transform("sum")
    median = opened[(total > 0.5) & (opened["sum"] >= total / 2)].drop_duplicates("phase")
    whole[c.opened + median.index.to_numpy()] = 1.0
    types = c.types_table.assign(value=x[c.types :])
    types = types[types["facility"].isin(median["facility"])]
    largest = types.sort_values("value", ascending=False, kind="stable").drop_duplicates("facility").index.to_numpy()
    whole[c.types + largest] = 1.0
    return whole


def _columns_to_keep(
    problem: SitingProblem, form: Formulation, root: Priced | None, first: tuple[Floats, Floats] | None
) -> Positions:
    arcs = form.columns.arcs
    limit = problem.params.keep_below_share * float(problem.cells["unserved_bn_ha"].max())
    matters = np.ones(form.columns.total, dtype=bool)
    if root is not None:
        matters[:arcs] = root.costs[:arcs] < limit
    if first is not None:
        matters[:arcs] |= first[1][:arcs] < limit
    return np.flatnonzero(matters)


def _with_columns_of(first: tuple[Floats, Floats] | None, keep: Positions) -> Positions:
    return keep if first is None else np.union1d(keep, np.flatnonzero(first[0] > 0))


def _nothing(form: Formulation, answer: Answer, root: Answer, clock: _Clock) -> SitingAnswer:
    return SitingAnswer(
        answer.status, None, np.inf, answer.bound, np.inf, clock.seconds(), root.objective, 0, form.columns.arcs, 0.0
    )

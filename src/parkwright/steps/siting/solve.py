"""Solve a ``SitingProblem`` with HiGHS: few arcs at first, the rest priced in, bound and gap reported.

1. The linear relaxation over *all* arcs, by column generation (Desrosiers & Lübbecke 2005, "A primer in column generation",
   section 2): arcs whose reduced cost is negative enter until none is left. Its value bounds every plan.
2. A first plan: the relaxation's openings rounded, all arcs allowed.
3. The mixed-integer program, over all arcs if they are few, else over those that either of the two prices says could matter
   (reduced cost below ``keep_below_share`` of the unserved value), beginning from the first plan, with those strong linking rows
   (nothing goes on an arc before its park opens) that its relaxation breaks.
4. The openings found are held, and all arcs take part once more. What that saves was unknown to the bound of step 3, so it
   counts as gap; if the gap asked for is not kept with it, step 3 begins again with the arcs that entered, while there is time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from parkwright.kernels.cutting import Candidates, tighten
from parkwright.kernels.milp import Answer, Milp, SolveSettings, measure, reduced_costs, solve
from parkwright.kernels.pricing import Priced, price
from parkwright.steps.siting.formulation import Formulation
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Floats, SitingPlan

Positions = npt.NDArray[np.intp]
_FEASIBLE = 1e-5
_LEAST_S = 1.0
INNER_GAP = 0.8
"""The search over the kept arcs goes to this part of the gap asked for, so that what the others save still fits into it."""


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """What the solver found: ``plan`` is None without a solution. Money in bn, present value.

    bound:         no plan over the kept arcs costs less; less what the arcs left out still saved
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
    problem: SitingProblem, formulation: Formulation, settings: SolveSettings, start: Floats | None = None
) -> SitingAnswer:
    """Choose parks, periods, types and allocations at least cost.

    start: all columns of an earlier answer (other bounds or costs); the search begins there if it is feasible, or else at
           its openings; within the gap of the best, its openings are kept

    I/O Example:
        one cell of 10 ha, a vacancy at 50 bn/ha and an open site at 40 bn/ha in reach -> 10 ha to the site

    Limits: time_limit_s is for the whole search; what is found by then is returned with its gap. The relaxation and the first
    plan are always finished, so that a region with a plan never ends without one.
    """
    clock = _Clock(settings)
    root = _relax(problem, formulation, clock)
    if root.answer.x is None:
        return _nothing(formulation, root.answer, root.bound, clock)
    guess = start if start is not None else _rounded(formulation, root.answer.x)
    first = _first_plan(formulation.milp, guess, clock)
    keep = _columns_to_keep(problem, formulation, root, first)
    begin = None if first is None else first[0]
    while True:
        tight = tighten(
            formulation.milp.columns(keep), strong_links(problem, formulation, keep), clock.left()
        )
        inner = replace(clock.left(), gap=INNER_GAP * settings.gap)
        answer = solve(tight, inner, None if begin is None else begin[keep])
        if answer.x is None and answer.status == "stopped" and begin is not None:
            answer = _as_answer(formulation.milp, begin, root.bound, keep)
        if answer.x is None:
            return _nothing(formulation, answer, root.bound, clock)
        found = _found(formulation, answer, root, keep, clock)
        best, keep = let_all_in(problem, formulation, found, settings)
        if is_settled(best, settings) or clock.is_over():
            kept = (
                best
                if start is None or first is None
                else _earlier_if_as_good(formulation, first[0], best, settings)
            )
            return replace(kept, seconds=clock.seconds())
        begin = best.x


def solve_again(
    formulation: Formulation, settings: SolveSettings, start: Floats, kept: Positions
) -> SitingAnswer:
    """Solve a changed program over the columns that an earlier search kept, beginning at its plan.

    formulation: the earlier one with other bounds, costs or rows; start: all columns of the earlier answer
    Bound and gap hold over the kept columns; ``root_bound`` is not known (-inf).
    """
    clock = _Clock(settings)
    milp = formulation.milp.columns(kept)
    first = _first_plan(milp, np.clip(start[kept], milp.low, milp.high), clock)
    answer = solve(milp, clock.left(), None if first is None else first[0])
    if answer.x is None:
        return _nothing(formulation, answer, -np.inf, clock)
    return _found(formulation, answer, None, kept, clock)


def let_all_in(
    problem: SitingProblem, formulation: Formulation, answer: SitingAnswer, settings: SolveSettings
) -> tuple[SitingAnswer, Positions]:
    """The best use of the openings found over all arcs, and the columns that took part in it.

    The bound did not know the arcs that entered: what they saved counts as gap, on top of the answer's own.

    I/O Example:
        answer 1,010 bn with bound 1,000 over the kept arcs; an arc left out saves 10 bn at its openings
        -> 1,000 bn, entered_bn 10, gap 1 % + 1 %, and the columns with that arc among them
    """
    if answer.x is None or answer.kept is None:
        raise ValueError("no plan was found")
    priced = _allocated(problem, formulation, answer.x, answer.kept, settings)
    found = priced.answer
    if found.x is None or found.objective >= answer.objective:
        return answer, answer.kept
    saved = answer.objective - found.objective
    gap = answer.gap + saved / max(1e-9, abs(found.objective))
    better = replace(
        answer,
        x=found.x,
        plan=formulation.plan(found.x),
        objective=found.objective,
        bound=found.objective - gap * abs(found.objective),
        gap=gap,
        entered_bn=saved,
    )
    return better, np.flatnonzero(priced.inside)


def allocate(
    problem: SitingProblem, formulation: Formulation, plan: SitingAnswer, settings: SolveSettings
) -> SitingAnswer:
    """Hold the openings of a plan and allocate anew, over all arcs, under a changed problem (other demand): a linear problem,
    so its answer is its own bound.

    formulation: of the changed problem, with the same columns as the plan's
    """
    if plan.x is None or plan.kept is None:
        raise ValueError("no plan was found")
    clock = _Clock(settings)
    priced = _allocated(problem, formulation, plan.x, plan.kept, settings)
    if priced.answer.x is None:
        return _nothing(formulation, priced.answer, priced.bound, clock)
    keep = np.flatnonzero(priced.inside)
    answer = replace(priced.answer, x=priced.answer.x[keep], bound=priced.bound)
    return _found(formulation, answer, None, keep, clock)


def _allocated(
    problem: SitingProblem, form: Formulation, x: Floats, kept: Positions, settings: SolveSettings
) -> Priced:
    """The linear problem left by the openings in ``x``, over all arcs, beginning with the kept ones; always finished."""
    inside = np.zeros(form.columns.total, dtype=bool)
    inside[kept] = True
    group = np.full(form.columns.total, -1, dtype=np.intp)
    group[: form.columns.arcs] = problem.arcs["cell"]
    unhurried = replace(settings, time_limit_s=np.inf)
    return price(form.milp.fixed(x), inside, group, problem.params.nearest, unhurried)


def _earlier_if_as_good(
    form: Formulation, x: Floats, best: SitingAnswer, settings: SolveSettings
) -> SitingAnswer:
    """The plan that the search began with, where it is proven to lie within the gap too: no change without a reason."""
    objective = float(form.milp.c @ x)
    gap = (objective - best.bound) / max(1e-9, abs(objective))
    if gap > settings.gap or objective <= best.objective:
        return best
    return replace(best, x=x, plan=form.plan(x), objective=objective, gap=gap)


def is_settled(answer: SitingAnswer, settings: SolveSettings) -> bool:
    """Whether another search over more arcs is not needed: nothing entered, or the gap asked for is kept with what entered."""
    return answer.entered_bn <= 0 or answer.gap <= settings.gap


def _as_answer(milp: Milp, x: Floats, bound: float, keep: Positions) -> Answer:
    """A plan known before the search, where the search found none in its time; ``bound``: of the relaxation."""
    objective = float(milp.c @ x)
    gap = max(0.0, objective - bound) / max(1e-9, abs(objective))
    return Answer("stopped", x[keep], objective, bound, gap, 0.0, measure(milp, x))


def _spread(x: Floats, keep: Positions, total: int) -> Floats:
    whole = np.zeros(total)
    whole[keep] = x
    return whole


def _found(
    form: Formulation, answer: Answer, root: Priced | None, keep: Positions, clock: _Clock
) -> SitingAnswer:
    """root: the relaxation over all arcs. Its bound holds for every plan, so the better of the two counts; if it ended before
    all arcs were priced, the bound over the kept arcs says nothing of the others, and only the root's is left."""
    if answer.x is None:
        raise ValueError("no plan was found")
    x, objective = _spread(answer.x, keep, form.columns.total), answer.objective
    arcs = int((keep < form.columns.arcs).sum())
    bound = (
        answer.bound if root is None else max(answer.bound, root.bound) if _priced_out(root) else root.bound
    )
    bound = min(bound, objective)
    return SitingAnswer(
        status=answer.status if root is None or _priced_out(root) else "stopped",
        plan=form.plan(x),
        objective=objective,
        bound=bound,
        gap=max(0.0, objective - bound) / max(1e-9, abs(objective)),
        seconds=clock.seconds(),
        root_bound=-np.inf if root is None else root.bound,
        arcs_kept=arcs,
        arcs_left_out=form.columns.arcs - arcs,
        entered_bn=0.0,
        x=x,
        kept=keep,
    )


def _priced_out(root: Priced) -> bool:
    """Whether no arc was left that could make the relaxation cheaper."""
    value = root.answer.objective
    return root.bound >= value - 1e-5 * max(1.0, abs(value))


class _Clock:
    """Wall clock of one search."""

    def __init__(self, settings: SolveSettings) -> None:
        self.settings = settings
        self._begun = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def is_over(self) -> bool:
        return self.settings.time_limit_s - self.seconds() < _LEAST_S

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


def _first_plan(milp: Milp, guess: Floats | None, clock: _Clock) -> tuple[Floats, Floats] | None:
    """A plan to begin from and the reduced costs at its openings: the guess if it is feasible, else the best allocation at
    the guess's openings; None where those openings allow none."""
    if guess is None:
        return None
    if measure(milp, guess) <= _FEASIBLE:
        return guess, np.full(len(guess), np.inf)
    held = milp.fixed(guess)
    found = solve(held, replace(clock.settings, time_limit_s=np.inf))
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
    largest = (
        types.sort_values("value", ascending=False, kind="stable")
        .drop_duplicates("facility")
        .index.to_numpy()
    )
    whole[c.types + largest] = 1.0
    return whole


def _columns_to_keep(
    problem: SitingProblem, form: Formulation, root: Priced, first: tuple[Floats, Floats] | None
) -> Positions:
    arcs = form.columns.arcs
    if arcs <= problem.params.keep_all_arcs:
        return np.arange(form.columns.total)
    limit = problem.params.keep_below_share * float(problem.cells["unserved_bn_ha"].max())
    matters = np.ones(form.columns.total, dtype=bool)
    matters[:arcs] = root.costs[:arcs] < limit
    if first is not None:
        matters[:arcs] |= (first[1][:arcs] < limit) | (first[0][:arcs] > 0)
    return np.flatnonzero(matters)


def strong_links(problem: SitingProblem, form: Formulation, keep: Positions) -> Candidates:
    """For every kept arc to a park that is to be opened: ha on the arc <= most it may carry x first phase open by then."""
    c, arcs = form.columns, problem.arcs
    kept = keep[keep < c.arcs]
    kept = kept[(problem.facilities["role"] == "candidate").to_numpy()[arcs["facility"].to_numpy()[kept]]]
    links = pd.DataFrame(
        {
            "row": np.arange(len(kept)),
            "facility": arcs["facility"].to_numpy()[kept],
            "period": problem.cells["period"].to_numpy()[arcs["cell"].to_numpy()[kept]],
            "most": form.milp.high[kept],
        }
    )
    first = c.opened_table.query("order == 0").reset_index(names="open")
    pairs = links.merge(first[["open", "facility", "period"]], on="facility", suffixes=("", "_open"))
    pairs = pairs[pairs["period_open"] <= pairs["period"]]
    row = np.concatenate([links["row"], pairs["row"]])
    column = np.searchsorted(keep, np.concatenate([kept, c.opened + pairs["open"].to_numpy()]))
    value = np.concatenate([np.ones(len(links)), -pairs["most"].to_numpy()])
    a = sparse.csr_matrix((value, (row, column)), shape=(len(links), len(keep)))
    return Candidates(a, np.zeros(len(links)))


def _nothing(form: Formulation, answer: Answer, root: float, clock: _Clock) -> SitingAnswer:
    return SitingAnswer(
        answer.status, None, np.inf, answer.bound, np.inf, clock.seconds(), root, 0, form.columns.arcs, 0.0
    )

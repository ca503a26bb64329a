"""One question, one solve: the program of the plan with other bounds or other demand, begun from the plan itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from parkwright.kernels.milp import Milp, SolveSettings
from parkwright.steps.siting import SitingAnswer, Task, allocate, solve_again, solve_siting
from parkwright.steps.siting.formulation import Formulation, formulate
from parkwright.steps.siting.limits import locks
from parkwright.steps.siting.solve import INNER_GAP, is_settled, let_all_in

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
_LEAST_S = 1.0
_SEARCH_SHARE = 0.9
"""Of the time of a question, what the first search may take; the rest lets all arcs in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer together with the task that it answers (its problem may differ from the plan's)."""

    task: Task
    answer: SitingAnswer


def with_facility(
    task: Task, plan: SitingAnswer, facility: int, is_open: bool, settings: SolveSettings
) -> Asked:
    """The whole plan again, with one park open or closed (all else free); a lock on the park itself gives way to the question."""
    was_locked = _is_locked(task, facility)
    task = _unlocked(task, facility)
    form = task.formulation
    if not is_open:
        milp, start = (
            _closed(form.milp, _phases(form, facility)),
            _rival_instead(task, _known(plan), facility),
        )
        if was_locked:
            # The lock kept the arcs of its rivals out of the plan's search: all arcs are priced anew.
            free = replace(form, milp=milp)
            return Asked(task, solve_siting(task.problem, free, settings, start))
        return _again(task, plan, milp, start, settings)
    milp = _at_least_one(form.milp, _phases(form, facility, first=True))
    return _again(task, plan, milp, _opened_too(task, _known(plan), facility), settings)


def without_facility_others_held(
    task: Task, plan: SitingAnswer, facility: int, settings: SolveSettings
) -> Asked:
    """One park closed, the other openings held, parks that the plan does not open free: the next best choice in its place."""
    task = _unlocked(task, facility)
    form, x = task.formulation, _known(plan)
    table = form.columns.opened_table
    taken = set(table.loc[x[form.columns.opened : form.columns.options] > 0.5, "facility"]) - {facility}
    milp = _closed(form.milp, _phases(form, facility))
    held = form.columns.opened + np.flatnonzero(table["facility"].isin(taken))
    low, high = milp.low.copy(), milp.high.copy()
    low[held] = high[held] = np.round(x[held])
    return _again(task, plan, replace(milp, low=low, high=high), x, settings)


def with_demand(task: Task, plan: SitingAnswer, ha: Floats, settings: SolveSettings) -> Asked:
    """The openings held, other demand (ha by merged cell): how the chosen parks bear it. A linear problem over all arcs."""
    problem = replace(task.problem, cells=task.problem.cells.assign(ha=ha))
    form = formulate(problem)
    return Asked(replace(task, problem=problem, formulation=form), allocate(problem, form, plan, settings))


def _again(task: Task, plan: SitingAnswer, milp: Milp, start: Floats, settings: SolveSettings) -> Asked:
    """Solve over the columns that the plan's search kept, let all arcs in at the openings found, and solve again over what
    entered, until the gap asked for is kept with what entered, or the time is up."""
    if plan.kept is None:
        raise ValueError("no plan to ask about")
    form: Formulation = replace(task.formulation, milp=milp)
    begun = time.monotonic()
    kept = plan.kept
    left = replace(settings, gap=INNER_GAP * settings.gap, time_limit_s=_SEARCH_SHARE * settings.time_limit_s)
    while True:
        answer = solve_again(form, left, start, kept)
        if answer.x is None:
            return Asked(task, answer)
        best, kept = let_all_in(task.problem, form, answer, settings)
        left = replace(left, time_limit_s=settings.time_limit_s - (time.monotonic() - begun))
        if is_settled(best, settings) or left.time_limit_s < _LEAST_S:
            return Asked(task, replace(best, seconds=time.monotonic() - begun))
        start = _known(best)


def _known(plan: SitingAnswer) -> Floats:
    if plan.x is None:
        raise ValueError("no plan to ask about")
    return plan.x


def _is_locked(task: Task, facility: int) -> bool:
    name, params = task.problem.facilities.loc[facility, "object_id"], task.problem.params
    return name in params.open_sites or name in params.closed_sites


def _unlocked(task: Task, facility: int) -> Task:
    """The task without the planner's locks on one park: neither its rows nor its choices hold them."""
    milp, name = task.formulation.milp, task.problem.facilities.loc[facility, "object_id"]
    low, high, start = milp.row_low.copy(), milp.row_high.copy(), 0
    for block in task.formulation.blocks:
        if block.kind == locks.KIND:
            ours = [start + row for row, told in enumerate(block.objects) if told.partition(":")[2] == name]
            low[ours], high[ours] = -np.inf, np.inf
        start += len(block.low)
    params = task.problem.params
    left = {
        "open_sites": {site: period for site, period in params.open_sites.items() if site != name},
        "closed_sites": tuple(site for site in params.closed_sites if site != name),
    }
    problem = replace(task.problem, params=params.model_copy(update=left))
    form = replace(task.formulation, milp=replace(milp, row_low=low, row_high=high))
    return replace(task, problem=problem, formulation=form)


def _phases(form: Formulation, facility: int, first: bool = False) -> Positions:
    table = form.columns.opened_table
    chosen = table["facility"] == facility
    return form.columns.opened + np.flatnonzero(chosen & (table["order"] == 0) if first else chosen)


def _opened_too(task: Task, x: Floats, facility: int) -> Floats:
    """The plan with one more park opened in its first period, and the parks closed that lie on the same land."""
    guess = x.copy()
    for other in _on_same_land(task, facility):
        _set_open(task, guess, other, False)
    _set_open(task, guess, facility, True)
    return guess


def _rival_instead(task: Task, x: Floats, facility: int) -> Floats:
    """The plan with one park closed and, where another could stand on its land, that one opened in its first period."""
    guess = x.copy()
    _set_open(task, guess, facility, False)
    for other in _on_same_land(task, facility)[:1]:
        _set_open(task, guess, other, True)
    return guess


def _on_same_land(task: Task, facility: int) -> list[int]:
    return sorted(
        {other for pair in task.problem.overlaps if facility in pair for other in pair} - {facility}
    )


def _set_open(task: Task, guess: Floats, facility: int, is_open: bool) -> None:
    """Write a park into a guess as open (first phase, first period, first type) or as closed."""
    form, c = task.formulation, task.formulation.columns
    types = c.types + np.flatnonzero(c.types_table["facility"] == facility)
    guess[_phases(form, facility)] = 0.0
    guess[types] = 0.0
    if is_open:
        guess[_phases(form, facility, first=True)[:1]] = 1.0
        guess[types[:1]] = 1.0


def _closed(milp: Milp, columns: Positions) -> Milp:
    high = milp.high.copy()
    high[columns] = 0.0
    return replace(milp, high=high)


def _at_least_one(milp: Milp, columns: Positions) -> Milp:
    row = sparse.csr_matrix(
        (np.ones(len(columns)), (np.zeros(len(columns), int), columns)), shape=(1, milp.a.shape[1])
    )
    return replace(
        milp,
        a=sparse.csr_matrix(sparse.vstack([milp.a, row])),
        row_low=np.append(milp.row_low, 1.0),
        row_high=np.append(milp.row_high, np.inf),
    )

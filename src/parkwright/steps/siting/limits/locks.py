"""Choices that the planner has already made: parks locked open (in a period or in any) and parks locked closed."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.limits.opening import first_phase
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "locks"
_LIFT_PRICE = 100.0
"""A choice already made gives way after 100 ha of unserved land, or the money that they are worth."""


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    book = RowBook(KIND, columns, _LIFT_PRICE)
    for object_id, period, must_open in locks(problem):
        low, high = (1.0, np.inf) if must_open else (-np.inf, 0.0)
        name = ("open:" if must_open else "closed:") + object_id
        book.add([name], [period], [(0, _columns_of(problem, columns, object_id, period), 1.0)], low, high)
    return book.rows()


def locks(problem: SitingProblem) -> tuple[tuple[str, str, bool], ...]:
    """(object_id, period_id or "", True = open / False = closed) of the parks that are not vacancies, in a stable order."""
    to_open = set(problem.facilities.loc[problem.facilities["role"] != "vacancy", "object_id"])
    must = [
        (name, period, True) for name, period in sorted(problem.params.open_sites.items()) if name in to_open
    ]
    must_not = [(name, "", False) for name in sorted(problem.params.closed_sites) if name in to_open]
    return (*must, *must_not)


def _columns_of(problem: SitingProblem, columns: Columns, object_id: str, period: str) -> Positions:
    facility = problem.facilities.index[problem.facilities["object_id"] == object_id]
    positions = first_phase(columns, tuple(facility))
    if not period:
        return positions
    at = columns.opened_table["period"].to_numpy()[positions - columns.opened]
    return np.asarray(positions[at == problem.periods.index(period)])


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Kept locks: opened 1 >= 1 for parks locked open, opened 0 <= 0 for parks locked closed."""
    taken = problem.options.loc[plan.taken]
    first = taken[taken["order"] == 0].set_index("facility")["period"]
    opened = problem.facilities["object_id"].to_numpy()[first.index]
    when = {str(name): problem.periods[t] for name, t in zip(opened, first, strict=True)}
    found = [
        limit_rows(
            KIND,
            [("open:" if must_open else "closed:") + name],
            [period],
            [float(name in when and (not period or when[name] == period))],
            [1.0 if must_open else 0.0],
            "park",
            at_least=must_open,
        )
        for name, period, must_open in locks(problem)
    ]
    return pd.concat(found, ignore_index=True) if found else limit_rows(KIND, [], [], [], [], "park")

"""Works, clearance and premiums of a period stay within its budget, where one is given (otherwise: not limited)."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem, bn_per_usd_m2
from parkwright.steps.siting.rows import Columns, Floats, RowBook, Rows, SitingPlan, limit_rows

KIND = "budget"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """due at the openings + made for the hectares taken <= budget, for each period that has one.

    Where no plan exists, money gives way at the value put on unserved land, whatever the currency.
    """
    worth = problem.params.unserved_usd_m2 * bn_per_usd_m2(problem.meta)
    book = RowBook(KIND, columns, 1.0 / max(worth, 1e-9))
    making = problem.making_bn_ha.sum(axis=1)
    table = columns.inflow_table
    for t, period in enumerate(problem.periods):
        if period in problem.params.budget_bn:
            now, held = np.flatnonzero(problem.options["period"] == t), np.flatnonzero(table["period"] == t)
            entries = [
                (0, columns.options + now, problem.options["due_bn"].to_numpy()[now]),
                (0, columns.inflow + held, making[table["facility"].to_numpy()[held]]),
            ]
            book.add([period], [period], entries, -np.inf, problem.params.budget_bn[period])
    return book.rows()


def spent_by_period(problem: SitingProblem, plan: SitingPlan) -> Floats:
    """Works, clearance and premiums paid in each period, bn (undiscounted)."""
    due = (
        problem.options.loc[plan.taken].groupby("period")["due_bn"].sum().reindex(range(len(problem.periods)))
    )
    period = problem.cells["period"].to_numpy()[problem.arcs["cell"]]
    made = plan.arc_ha * problem.making_bn_ha.sum(axis=1)[problem.arcs["facility"]]
    return np.asarray(
        due.fillna(0.0).to_numpy() + np.bincount(period, weights=made, minlength=len(problem.periods))
    )


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    limited = [t for t, period in enumerate(problem.periods) if period in problem.params.budget_bn]
    names = [problem.periods[t] for t in limited]
    limit = [problem.params.budget_bn[name] for name in names]
    return limit_rows(KIND, names, names, spent_by_period(problem, plan)[limited], limit, "bn")

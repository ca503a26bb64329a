"""Service that the planner requires: a share of all planned demand, or hectares of a sector group (hard where given)."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "service"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    book = RowBook(KIND, columns, 1.0)
    for name, cells, least in _required(problem):
        most = problem.cells["ha"].to_numpy()[cells].sum() - least
        book.add([name], [""], [(0, columns.unserved + cells, 1.0)], -np.inf, most)
    return book.rows()


def _required(problem: SitingProblem) -> list[tuple[str, Positions, float]]:
    """(name, cells, hectares that must be served)."""
    found = []
    if problem.params.min_served_share > 0:
        every = np.arange(len(problem.cells))
        found.append(("all", every, problem.params.min_served_share * float(problem.cells["ha"].sum())))
    for group, least in sorted(problem.params.min_served_group.items()):
        found.append((group, np.flatnonzero(problem.cells["group_id"] == group), least))
    return found


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    ha = problem.cells["ha"].to_numpy()
    required = _required(problem)
    served = [float((ha - plan.unserved_ha)[cells].sum()) for _, cells, _ in required]
    limit = [least for _, _, least in required]
    return limit_rows(KIND, [name for name, _, _ in required], "", served, limit, "ha", at_least=True)

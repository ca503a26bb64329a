"""Every hectare of a cell is served by some facility or stays unserved: nothing is lost, nothing is served twice."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, RowBook, Rows, SitingPlan, limit_rows

KIND = "demand"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    book = RowBook(KIND, columns)
    cells, arcs = problem.cells, problem.arcs
    every = np.arange(len(cells))
    entries = [
        (arcs["cell"].to_numpy(), np.arange(len(arcs)), 1.0),
        (every, columns.unserved + every, 1.0),
    ]
    book.add(
        cells["place_id"] + "|" + cells["group_id"], cells["period_id"], entries, cells["ha"], cells["ha"]
    )
    return book.rows()


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    served = np.bincount(problem.arcs["cell"], weights=plan.arc_ha, minlength=len(problem.cells))
    cells = problem.cells
    off = np.abs(served + plan.unserved_ha - cells["ha"])
    return limit_rows(KIND, cells["place_id"] + "|" + cells["group_id"], cells["period_id"], off, 0.0, "ha")

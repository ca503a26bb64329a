"""Firms do not move to any distance: of each cell, no more goes beyond a band than would follow so far (nested limits)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.arcs import reach_share
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Floats, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "reach"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """One row a band and cell. A band in which no single arc could exceed the limit anyway is left out.

    (The limit of each arc by itself is its upper bound, set in ``formulation``.)
    """
    book = RowBook(KIND, columns)
    for band in problem.params.reach_bands_min:
        far = problem.arcs[problem.arcs["truck_min"] > band]
        cells = np.unique(far["cell"]).astype(np.intp)
        entries = [(np.searchsorted(cells, far["cell"]), far.index.to_numpy(), 1.0)]
        periods = problem.cells["period_id"].to_numpy()[cells]
        book.add(_names(problem, cells, band), periods, entries, -np.inf, band_limit(problem, cells, band))
    return book.rows()


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    found = []
    for band in problem.params.reach_bands_min:
        far = (problem.arcs["truck_min"] > band).to_numpy()
        gone = np.bincount(problem.arcs["cell"][far], weights=plan.arc_ha[far], minlength=len(problem.cells))
        cells = np.flatnonzero(gone > 0)
        names, periods = _names(problem, cells, band), problem.cells["period_id"].to_numpy()[cells]
        found.append(limit_rows(KIND, names, periods, gone[cells], band_limit(problem, cells, band), "ha"))
    single = np.flatnonzero(plan.arc_ha > 0)
    arcs = problem.arcs.loc[single]
    cells = arcs["cell"].to_numpy()
    most = arcs["reach"].to_numpy() * problem.cells["ha"].to_numpy()[cells]
    names = _names(problem, cells, 0) + ">" + problem.facilities["facility_id"].to_numpy()[arcs["facility"]]
    periods = problem.cells["period_id"].to_numpy()[cells]
    found.append(limit_rows(KIND, names, periods, plan.arc_ha[single], most, "ha"))
    return pd.concat(found, ignore_index=True)


def band_limit(problem: SitingProblem, cells: Positions, band: float) -> Floats:
    """Hectares of each cell that would go farther than a band (minutes)."""
    group = problem.cells["group_id"].to_numpy()[cells]
    small = problem.traits["small_share"].reindex(group).to_numpy()
    share = reach_share(np.full(len(cells), band), small, problem.params)
    return np.asarray(share * problem.cells["ha"].to_numpy()[cells])


def _names(problem: SitingProblem, cells: Positions, band: float) -> npt.NDArray[np.str_]:
    chosen = problem.cells.iloc[cells]
    names = chosen["place_id"] + "|" + chosen["group_id"]
    return np.asarray(names + f"|>{band:g} min" if band else names)

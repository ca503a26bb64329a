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

    (The limit of each arc by itself is its upper bound, set in ``formulation``; several arcs of one pair share a row.)
    """
    book = RowBook(KIND, columns)
    for band in problem.params.reach_bands_min:
        far = problem.arcs[problem.arcs["truck_min"] > band]
        cells = np.unique(far["cell"]).astype(np.intp)
        entries = [(np.searchsorted(cells, far["cell"]), far.index.to_numpy(), 1.0)]
        periods = problem.cells["period_id"].to_numpy()[cells]
        book.add(_names(problem, cells, band), periods, entries, -np.inf, band_limit(problem, cells, band))
    _pairs(problem, book)
    return book.rows()


def _pairs(problem: SitingProblem, book: RowBook) -> None:
    """A park that takes from several pieces of a cell has several arcs to it: together they are one pair."""
    several = problem.arcs[problem.arcs.duplicated(["cell", "facility"], keep=False)]
    row = several.groupby(["cell", "facility"]).ngroup().to_numpy()
    first = several.drop_duplicates(["cell", "facility"])
    most = first["reach"].to_numpy() * problem.cells["ha"].to_numpy()[first["cell"]]
    names = _names(problem, first["cell"].to_numpy(), 0) + ">" + _ids(problem, first)
    periods = problem.cells["period_id"].to_numpy()[first["cell"]]
    book.add(names, periods, [(row, several.index.to_numpy(), 1.0)], -np.inf, most)


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    found = []
    for band in problem.params.reach_bands_min:
        far = (problem.arcs["truck_min"] > band).to_numpy()
        gone = np.bincount(problem.arcs["cell"][far], weights=plan.arc_ha[far], minlength=len(problem.cells))
        cells = np.flatnonzero(gone > 0)
        names, periods = _names(problem, cells, band), problem.cells["period_id"].to_numpy()[cells]
        found.append(limit_rows(KIND, names, periods, gone[cells], band_limit(problem, cells, band), "ha"))
    used = problem.arcs.assign(ha=plan.arc_ha)[plan.arc_ha > 0]
    pairs = used.groupby(["cell", "facility"]).agg(ha=("ha", "sum"), reach=("reach", "first")).reset_index()
    cells = pairs["cell"].to_numpy()
    most = pairs["reach"].to_numpy() * problem.cells["ha"].to_numpy()[cells]
    names = _names(problem, cells, 0) + ">" + _ids(problem, pairs)
    periods = problem.cells["period_id"].to_numpy()[cells]
    found.append(limit_rows(KIND, names, periods, pairs["ha"], most, "ha"))
    return pd.concat(found, ignore_index=True)


def band_limit(problem: SitingProblem, cells: Positions, band: float) -> Floats:
    """Hectares of each cell that would go farther than a band (minutes)."""
    group = problem.cells["group_id"].to_numpy()[cells]
    small, factor = (
        problem.traits[name].reindex(group).to_numpy() for name in ("small_share", "reach_factor")
    )
    share = reach_share(np.full(len(cells), band), small, factor, problem.params)
    return np.asarray(share * problem.cells["ha"].to_numpy()[cells])


def _ids(problem: SitingProblem, pairs: pd.DataFrame) -> npt.NDArray[np.str_]:
    return np.asarray(problem.facilities["facility_id"].to_numpy()[pairs["facility"]])


def _names(problem: SitingProblem, cells: Positions, band: float) -> npt.NDArray[np.str_]:
    chosen = problem.cells.iloc[cells]
    names = chosen["place_id"] + "|" + chosen["group_id"]
    return np.asarray(names + f"|>{band:g} min" if band else names)

"""Nothing goes to a park that does not take it: named sectors, high-technology parks, hazard in the inner area.

A pair that may not be has no arc (``admission``); parks that take named sectors only have theirs from the piece of a cell that holds
these, and all of them together take no more than the piece holds.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Floats, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "compatibility"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """One row a piece that some park names: what goes to these parks <= what the piece holds (none where their reach keeps it)."""
    book = RowBook(KIND, columns)
    named = problem.arcs[problem.arcs["piece"] >= len(problem.cells)]
    most = named["reach"].groupby(named["piece"]).sum()
    named = named[named["piece"].isin(most.index[most > problem.pieces["share"][most.index]])]
    pieces = np.unique(named["piece"]).astype(np.intp)
    entries = [(np.searchsorted(pieces, named["piece"]), named.index.to_numpy(), 1.0)]
    names, periods = _names(problem, pieces)
    book.add(names, periods, entries, -np.inf, _held(problem, pieces))
    return book.rows()


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Hectares taken from each named piece, and hectares of groups at facilities that do not take them (limit 0)."""
    facility = problem.arcs["facility"].to_numpy()
    taken = np.bincount(problem.arcs["piece"], weights=plan.arc_ha, minlength=len(problem.pieces))
    pieces = np.flatnonzero((taken > 0) & (np.arange(len(taken)) >= len(problem.cells)))
    names, periods = _names(problem, pieces)
    group = problem.traits.index.get_indexer(pd.Index(problem.cells["group_id"].iloc[problem.arcs["cell"]]))
    strange = ~problem.admitted[facility, group]
    wrong = np.bincount(facility, weights=plan.arc_ha * strange, minlength=len(problem.facilities))
    told = np.flatnonzero(wrong > 0)
    ids = problem.facilities["facility_id"].to_numpy()[told]
    return pd.concat(
        [
            limit_rows(KIND, names, periods, taken[pieces], _held(problem, pieces), "ha"),
            limit_rows(KIND, ids, "", wrong[told], 0.0, "ha"),
        ],
        ignore_index=True,
    )


def _held(problem: SitingProblem, pieces: Positions) -> Floats:
    chosen = problem.pieces.iloc[pieces]
    return np.asarray(chosen["share"].to_numpy() * problem.cells["ha"].to_numpy()[chosen["cell"]])


def _names(problem: SitingProblem, pieces: Positions) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """Name and period of each piece: the merged cell and the parks that name it."""
    chosen = problem.pieces.iloc[pieces]
    cells = problem.cells.iloc[chosen["cell"]]
    names = (
        cells["place_id"].to_numpy() + "|" + cells["group_id"].to_numpy() + "|" + chosen["part"].to_numpy()
    )
    return np.asarray(names), cells["period_id"].to_numpy()

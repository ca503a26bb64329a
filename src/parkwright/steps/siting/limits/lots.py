"""A park that lets no lot below a size takes no more of a cell than asks for lots so large (nested limits, as for the reach)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "lots"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """One row a smallest lot and cell: what goes to all parks with that smallest lot or a larger one (none where the reach of these
    parks alone keeps it)."""
    book = RowBook(KIND, columns)
    for least in problem.lots.columns.astype("float64"):
        arcs = problem.arcs[_selects(problem, least)]
        most = arcs["reach"].groupby(arcs["cell"]).sum()
        arcs = arcs[arcs["cell"].isin(most.index[most > problem.lots[least][most.index]])]
        cells = np.unique(arcs["cell"]).astype(np.intp)
        entries = [(np.searchsorted(cells, arcs["cell"]), arcs.index.to_numpy(), 1.0)]
        periods = problem.cells["period_id"].to_numpy()[cells]
        book.add(_names(problem, cells, least), periods, entries, -np.inf, lot_limit(problem, cells, least))
    return book.rows()


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    found = []
    for least in problem.lots.columns.astype("float64"):
        held = _selects(problem, least)
        gone = np.bincount(
            problem.arcs["cell"][held], weights=plan.arc_ha[held], minlength=len(problem.cells)
        )
        cells = np.flatnonzero(gone > 0)
        names, periods = _names(problem, cells, least), problem.cells["period_id"].to_numpy()[cells]
        found.append(limit_rows(KIND, names, periods, gone[cells], lot_limit(problem, cells, least), "ha"))
    return pd.concat(found, ignore_index=True) if found else limit_rows(KIND, [], [], [], [], "ha")


def lot_limit(problem: SitingProblem, cells: Positions, least: float) -> npt.NDArray[np.float64]:
    """Hectares of each cell asked for in lots of at least that size (m2)."""
    return np.asarray(problem.lots[least].to_numpy()[cells] * problem.cells["ha"].to_numpy()[cells])


def _selects(problem: SitingProblem, least: float) -> npt.NDArray[np.bool_]:
    """By arc: whether its park lets no lot below the size, or below a larger one."""
    return (problem.facilities["min_lot_m2"] >= least).to_numpy()[problem.arcs["facility"]]


def _names(problem: SitingProblem, cells: Positions, least: float) -> npt.NDArray[np.str_]:
    chosen = problem.cells.iloc[cells]
    return np.asarray(chosen["place_id"] + "|" + chosen["group_id"] + f"|lots from {least:g} m2")

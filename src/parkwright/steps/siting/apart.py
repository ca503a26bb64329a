"""Merged answers taken apart again: what each demand cell gets at each facility, and what it is left with.

A park with sectors of its own gets its hectares from the piece that it names, in the shares of the demand cells there; all others,
and what stays unserved, share what then remains of every demand cell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import SitingPlan

_DUST_HA = 1e-6


def allocated(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """One row an arc in use and demand cell: the arc's columns, those of the member, and ``ha``.

    I/O Example:
        10 ha of a merged cell at sites:s1; member a is 70 % of it, b 30 %      -> a 7 ha, b 3 ha
        and parks:p1 took 4 ha of a (all that a had was 7): 3 of a and 3 of b remain -> 6 ha at sites:s1: a 3 ha, b 3 ha
    """
    arcs = problem.arcs.loc[plan.arc_ha > _DUST_HA].assign(arc_ha=lambda some: plan.arc_ha[some.index])
    members = _with_rest(problem, plan)
    is_whole = arcs["piece"] < len(problem.cells)
    whole = arcs[is_whole].merge(members.drop(columns="piece"), on="cell")
    named = arcs[~is_whole].merge(members.drop(columns="cell"), on="piece")
    rows = pd.concat(
        [
            whole.assign(ha=whole["arc_ha"] * whole["rest"]),
            named.assign(
                ha=named["arc_ha"] * named["split"] / problem.pieces["share"].to_numpy()[named["piece"]]
            ),
        ],
        ignore_index=True,
    )
    return rows[rows["ha"] > 0]


def unserved(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """The members of merged cells with unserved land: cell, cell_id, ``ha``, and the ``share`` of the demand cell that it is."""
    short = np.where(plan.unserved_ha > _DUST_HA, plan.unserved_ha, 0.0)
    members = _with_rest(problem, plan)
    cell = members["cell"].to_numpy()
    ha = short[cell] * members["rest"].to_numpy()
    whole = problem.cells["ha"].to_numpy()[cell] * members["split"].to_numpy()
    rows = members.assign(ha=ha, share=np.minimum(1.0, ha / whole))
    kept: pd.DataFrame = rows.loc[ha > 0, ["cell", "cell_id", "ha", "share"]]
    return kept


def _with_rest(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Members with ``rest``: their shares of what parks with sectors of their own leave of the merged cell."""
    members, pieces = problem.members, problem.pieces
    from_piece = np.bincount(problem.arcs["piece"], weights=plan.arc_ha, minlength=len(pieces))
    held = problem.cells["ha"].to_numpy()[pieces["cell"]] * pieces["share"].to_numpy()
    gone = np.divide(from_piece, held, out=np.zeros(len(pieces)), where=held > 0)
    gone[: len(problem.cells)] = 0.0
    left = members["split"].to_numpy() * np.clip(1.0 - gone[members["piece"]], 0.0, None)
    total = np.bincount(members["cell"], weights=left, minlength=len(problem.cells))[members["cell"]]
    return members.assign(rest=np.divide(left, total, out=np.zeros(len(left)), where=total > 0))

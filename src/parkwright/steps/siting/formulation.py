"""From a ``SitingProblem`` to a mixed-integer program and back: all limits in one matrix.

    minimise  sum arcs (land + truck + commute + misfit) ha + sum cells value x unserved ha
              + sum options due at the opening + sum inflow works and clearance that follow the hectares
    subject to the rows of every kind in ``limits.LIMITS``

A capacitated, multi-period facility location problem with modular (phased) capacity: Jena, Cordeau & Gendron 2015,
Transportation Science 49:405-419; the linking rows are those of the strong formulation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from parkwright.kernels.milp import Milp
from parkwright.steps.siting.limits import LIMITS
from parkwright.steps.siting.limits.legal_type import list_types
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Floats, Rows, SitingPlan


@dataclass(frozen=True, slots=True)
class Formulation:
    """The program, where its columns stand, and which rows belong to which kind of limit."""

    milp: Milp
    columns: Columns
    blocks: tuple[Rows, ...]

    def plan(self, x: Floats) -> SitingPlan:
        """Read the columns back as a plan; dust below 1e-7 ha is zero."""
        c = self.columns
        taken = np.flatnonzero(x[c.options : c.types] > 0.5)
        return SitingPlan(_dusted(x[: c.arcs]), _dusted(x[c.unserved : c.inflow]), taken)


def formulate(problem: SitingProblem) -> Formulation:
    """Write the problem as rows and columns (see ``Columns``).

    I/O Example:
        one arc, one cell of 10 ha, one option of one type
        -> 6 columns: ha on the arc, ha unserved, inflow, phase opened 0/1, option, type 0/1
    """
    columns = Columns(
        arcs=len(problem.arcs),
        cells=len(problem.cells),
        inflow_table=_inflow_table(problem),
        opened_table=problem.options[["phase", "facility", "order", "period"]].drop_duplicates(
            ignore_index=True
        ),
        option_count=len(problem.options),
        types_table=list_types(problem),
    )
    blocks = tuple(limit.rows(problem, columns) for limit in LIMITS)
    ha = problem.cells["ha"].to_numpy()
    most = problem.arcs["reach"].to_numpy() * ha[problem.arcs["cell"]]
    whole = np.zeros(columns.total, dtype=bool)
    whole[columns.opened : columns.options] = True
    whole[columns.types :] = True
    high = np.concatenate(
        [most, ha, np.full(len(columns.inflow_table), np.inf), np.ones(columns.total - columns.opened)]
    )
    milp = Milp(
        c=_costs(problem, columns),
        a=sparse.csr_matrix(sparse.vstack([block.a for block in blocks])),
        row_low=np.concatenate([block.low for block in blocks]),
        row_high=np.concatenate([block.high for block in blocks]),
        low=np.zeros(columns.total),
        high=high,
        integral=whole,
    )
    return Formulation(milp, columns, blocks)


def _inflow_table(problem: SitingProblem) -> pd.DataFrame:
    arcs, cells = problem.arcs, problem.cells
    flows = pd.DataFrame(
        {
            "facility": arcs["facility"].to_numpy(),
            "group_id": cells["group_id"].to_numpy()[arcs["cell"]],
            "period": cells["period"].to_numpy()[arcs["cell"]],
            "most": arcs["reach"].to_numpy() * cells["ha"].to_numpy()[arcs["cell"]],
        }
    )
    return flows.groupby(["facility", "group_id", "period"], sort=True)["most"].sum().reset_index()


def _costs(problem: SitingProblem, columns: Columns) -> Floats:
    inflow = columns.inflow_table
    making = problem.making_bn_ha.sum(axis=1)[inflow["facility"]] * problem.discount[inflow["period"]]
    return np.concatenate(
        [
            problem.arcs["cost"],
            problem.cells["unserved_bn_ha"],
            making,
            np.zeros(len(columns.opened_table)),
            problem.options["cost"],
            np.zeros(len(columns.types_table)),
        ]
    )


def _dusted(x: Floats) -> Floats:
    return np.where(x < 1e-7, 0.0, x)

"""Begin from an earlier run: its openings become the first plan of the search, and so win every tie within the gap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.siting.choose import Task
from parkwright.steps.siting.rows import Floats


def start_from(task: Task, openings: pd.DataFrame) -> Floats:
    """The openings of an earlier run as columns of this task; phases, periods and types that no longer exist are left out.

    openings: result table ``openings`` of the earlier run

    I/O Example:
        earlier: sites:s1 phase 1 in 2027, supporting -> column of that opening 1, column of that type 1, all else 0
    """
    columns, problem = task.formulation.columns, task.problem
    start = np.zeros(columns.total)
    facility = problem.facilities.reset_index(names="facility").set_index("facility_id")["facility"]
    earlier = pd.DataFrame(
        {
            "facility": openings["facility_id"].map(facility),
            "order": openings["phase"].astype("int64") - 1,
            "period": openings["period_id"].map({name: t for t, name in enumerate(problem.periods)}),
            "legal_type": openings["legal_type"],
        }
    ).dropna()
    opened = columns.opened_table.reset_index(names="column").merge(
        earlier, on=["facility", "order", "period"]
    )
    start[columns.opened + opened["column"].to_numpy()] = 1.0
    types = columns.types_table.reset_index(names="column").merge(
        earlier[earlier["order"] == 0][["facility", "legal_type"]].drop_duplicates(),
        on=["facility", "legal_type"],
    )
    start[columns.types + types.drop_duplicates("facility")["column"].to_numpy()] = 1.0
    return start

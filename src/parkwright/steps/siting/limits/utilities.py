"""Power, water and wastewater of a facility stay within what is left of its capacity, where one is known."""

from typing import Any

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import UTILITY_TRAITS, SitingProblem
from parkwright.steps.siting.rows import (
    Columns,
    RowBook,
    Rows,
    SitingPlan,
    by_arc,
    limit_rows,
    used_by_period,
)

KIND = "utilities"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    book = RowBook(KIND, columns)
    table = columns.inflow_table
    known: Any
    for known, name in zip(problem.spare.itertuples(index=False), _names(problem), strict=True):
        ours = np.flatnonzero(table["facility"] == known.facility)
        trait = problem.traits[UTILITY_TRAITS[known.utility]].fillna(0.0)
        use = trait.reindex(table["group_id"].iloc[ours]).to_numpy()
        book.add([name], [problem.periods[-1]], [(0, columns.inflow + ours, use)], -np.inf, known.spare)
    return book.rows()


def _names(problem: SitingProblem) -> list[str]:
    ids = problem.facilities["facility_id"].to_numpy()[problem.spare["facility"]]
    return [f"{name}:{utility}" for name, utility in zip(ids, problem.spare["utility"], strict=True)]


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    used = []
    for facility, utility in zip(problem.spare["facility"], problem.spare["utility"], strict=True):
        use = np.nan_to_num(by_arc(problem, UTILITY_TRAITS[utility]))
        used.append(used_by_period(problem, plan, use)[facility, -1])
    spare = problem.spare["spare"].to_numpy()
    return limit_rows(KIND, _names(problem), problem.periods[-1], used, spare, "per day")

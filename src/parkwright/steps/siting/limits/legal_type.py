"""A park of a type holds what the type demands: supporting (DEF-02), one sector (DEF-03), high-tech (DEF-04).

Measured on allocated land, cumulative, at the end of each period; in committed parks too, since the plan fills them from the first
hectare. What an operating park already holds is not known by sector, so nothing is measured there.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import (
    Columns,
    RowBook,
    Rows,
    SitingPlan,
    limit_rows,
    type_taken,
    used_by_period,
)

KIND = "legal_type"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """qualifying - share x all >= -share x land x (1 - type chosen), for each park, type and period."""
    book = RowBook(KIND, columns)
    table = columns.inflow_table
    chosen: Any
    for number, chosen in enumerate(columns.types_table.itertuples(index=False)):
        share = problem.law(chosen.facility).min_share(chosen.legal_type)
        if share is None:
            continue
        land = float(problem.facilities["net_ha"].iloc[chosen.facility])
        ours = table["facility"] == chosen.facility
        for t, period in enumerate(problem.periods):
            held = np.flatnonzero(ours & (table["period"] <= t))
            good = qualifies(problem, table["group_id"].iloc[held], chosen.legal_type, chosen.group_id)
            entries = [(0, columns.inflow + held, good - share), (0, columns.types + number, -share * land)]
            name = f"{problem.facilities.loc[chosen.facility, 'facility_id']}:{chosen.legal_type}"
            book.add([name], [period], entries, -share * land, np.inf)
    return book.rows()


def list_types(problem: SitingProblem) -> pd.DataFrame:
    """Every legal type that each park may take; a specialised park that does not name its sectors once for each group it may be for.

    Where the supporting type is admitted too, a park specialised in a supporting group is a supporting park at no lower price,
    so it is left out (exact, not a shortcut).
    """
    found = []
    first = problem.options[problem.options["order"] == 0]
    for facility, types in first.groupby("facility", sort=True)["legal_type"]:
        for legal_type in types.unique():
            one_of_many = legal_type == "specialised" and not isinstance(_named(problem, facility), str)
            if not one_of_many or problem.law(facility).specialised_min_share is None:
                found.append((facility, legal_type, ""))
                continue
            whole = "supporting" not in set(types)
            groups = problem.traits.index[whole | ~problem.traits["is_supporting"].astype(bool)]
            found += [(facility, legal_type, group) for group in groups]
    return pd.DataFrame(found, columns=["facility", "legal_type", "group_id"])


def _named(problem: SitingProblem, facility: Any) -> Any:
    return problem.facilities.loc[facility, "admitted_sectors"]


def qualifies(
    problem: SitingProblem, groups: pd.Series, legal_type: str, group_id: str
) -> npt.NDArray[np.float64]:
    """1.0 for each group whose land counts towards the type's share; a specialised park that names its sectors (no group) takes
    nothing else."""
    if legal_type == "specialised":
        return np.asarray((groups == group_id) | (group_id == ""), dtype=np.float64)
    trait = {"supporting": "is_supporting", "high-tech": "is_high_tech"}[legal_type]
    return problem.traits[trait].reindex(groups).to_numpy(dtype=np.float64)


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    total = used_by_period(problem, plan)
    group = problem.cells["group_id"].iloc[problem.arcs["cell"]]
    found = []
    f: Any
    for f, legal_type in type_taken(problem, plan).items():
        share = problem.law(f).min_share(legal_type)
        if share is None:
            continue
        one_of_many = legal_type == "specialised" and not isinstance(_named(problem, f), str)
        options = problem.traits.index if one_of_many else ("",)
        least = share * total[f]
        best = max(
            (used_by_period(problem, plan, qualifies(problem, group, legal_type, one))[f] for one in options),
            key=lambda used: float((used - least).min()),
        )
        name = f"{problem.facilities.loc[f, 'facility_id']}:{legal_type}"
        found.append(limit_rows(KIND, name, list(problem.periods), best, least, "ha", at_least=True))
    return pd.concat(found, ignore_index=True) if found else limit_rows(KIND, [], [], [], [], "ha")

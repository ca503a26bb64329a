"""Land kept for small and private firms in new parks: EST-06 (not for the exempt types) and EST-07 (all new parks).

Large firms may take what is open less the reserve; the reserve itself is free for small ones.
"""

from typing import Any

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import (
    Columns,
    Floats,
    RowBook,
    Rows,
    SitingPlan,
    limit_rows,
    opened_by_period,
    type_taken,
    used_by_period,
)

KIND = "reserve"
RULES = ("EST-06", "EST-07")


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """land taken by firms outside the reserve <= land open - reserve, at the end of the last period."""
    book = RowBook(KIND, columns)
    table, opened, types = columns.inflow_table, columns.opened_table, columns.types_table
    net = problem.phases["net_ha"].to_numpy()[opened["phase"]]
    for rule in RULES:
        large = _outside_reserve(problem, table["group_id"], rule)
        for f in problem.facilities.index[problem.facilities["role"] == "candidate"]:
            kept = reserve_ha(problem, int(f), rule)
            if kept is None:
                continue
            ours, mine = np.flatnonzero(table["facility"] == f), np.flatnonzero(opened["facility"] == f)
            bound = np.flatnonzero(
                (types["facility"] == f) & ~types["legal_type"].isin(_exempt(problem, int(f), rule))
            )
            entries = [
                (0, columns.inflow + ours, large[ours]),
                (0, columns.opened + mine, -net[mine]),
                (0, columns.types + bound, kept),
            ]
            name = f"{problem.facilities.loc[f, 'facility_id']}:{rule}"
            book.add([name], [problem.periods[-1]], entries, -np.inf, 0.0)
    return book.rows()


def reserve_ha(problem: SitingProblem, facility: int, rule: str) -> float | None:
    """Hectares that must stay for small firms, or None where the rule set has no such rule (either test is enough)."""
    row: Any = problem.facilities.loc[facility]
    legal = problem.law(facility)
    if rule == "EST-06":
        ha, share, land = legal.small_reserve_ha, legal.small_reserve_share, row["net_ha"]
    else:
        ha, share, land = legal.private_reserve_ha, legal.private_reserve_share, row["gross_ha"]
    return None if ha is None or share is None else float(min(ha, share * land, row["net_ha"]))


def _exempt(problem: SitingProblem, facility: int, rule: str) -> tuple[str, ...]:
    return problem.law(facility).small_reserve_exempt_types if rule == "EST-06" else ()


def _outside_reserve(problem: SitingProblem, groups: pd.Series, rule: str) -> Floats:
    """Share of the land of each group taken by firms that the reserve is not for (EST-07 also serves high-tech firms)."""
    large = 1.0 - problem.traits["small_share"].reindex(groups).to_numpy()
    if rule == "EST-07":
        large = large * (1.0 - problem.traits["is_high_tech"].reindex(groups).to_numpy(dtype=np.float64))
    return np.asarray(large)


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    found = []
    f: Any
    types = type_taken(problem, plan)
    net = opened_by_period(problem, plan, "net_ha")[:, -1]
    group = problem.cells["group_id"].iloc[problem.arcs["cell"]]
    for rule in RULES:
        used = used_by_period(problem, plan, _outside_reserve(problem, group, rule))[:, -1]
        for f, legal_type in types.items():
            kept = reserve_ha(problem, int(f), rule)
            if (
                kept is None
                or legal_type in _exempt(problem, int(f), rule)
                or problem.facilities.loc[f, "role"] != "candidate"
            ):
                continue
            name = f"{problem.facilities.loc[f, 'facility_id']}:{rule}"
            found.append(limit_rows(KIND, [name], problem.periods[-1], [used[f]], [net[f] - kept], "ha"))
    return pd.concat(found, ignore_index=True) if found else limit_rows(KIND, [], [], [], [], "ha")

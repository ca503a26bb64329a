"""The independent checker: every limit tested again from the input tables and the result tables alone.

It shares no array and no row with the solver (neither ``SitingProblem`` nor ``limits``): a fault in how the problem was
built is seen here, where a check of the problem against itself would be blind to it. The formulas are written a second time,
on purpose, from the words of the limits.
"""

from __future__ import annotations

import pandas as pd

from parkwright.steps.siting.audit.breach import Audited, joined_allocations
from parkwright.steps.siting.audit.inputs import facilities_as_given
from parkwright.steps.siting.audit.land import balance, capacity, opening_years, reach
from parkwright.steps.siting.audit.law import grouping, inner_area, occupancy, reserve, types
from parkwright.steps.siting.audit.money import budget, budgets_of_firms, costs, prices, service
from parkwright.steps.siting.audit.openings import exclusions, locks, phases
from parkwright.steps.siting.audit.takers import lots, takers
from parkwright.steps.siting.audit.utilities import utilities

__all__ = ["Audited", "audit_plan"]


def audit_plan(plan: Audited) -> pd.DataFrame:
    """Test every constraint again.

    I/O Example:
        site of 100 ha that got 130 ha by 2027  ->  check     object    period_id  used  limit
                                                    capacity  sites:s1  2027       130   100

    Returns one row per breach (check, object, period_id, used, limit); no row means that nothing was found.
    """
    joined = joined_allocations(plan)
    checks = (
        facilities_as_given(plan),
        grouping(plan),
        balance(plan),
        reach(plan, joined),
        capacity(plan, joined),
        opening_years(plan, joined),
        phases(plan),
        exclusions(plan),
        locks(plan),
        types(plan, joined),
        inner_area(plan),
        takers(plan, joined),
        lots(plan, joined),
        occupancy(plan),
        reserve(plan, joined),
        prices(plan, joined),
        budgets_of_firms(plan, joined),
        budget(plan, joined),
        service(plan),
        utilities(plan, joined),
        costs(plan),
    )
    rows = [row for check in checks for row in check]
    return pd.DataFrame(rows, columns=["check", "object", "period_id", "used", "limit"])

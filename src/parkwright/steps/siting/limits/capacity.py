"""No facility holds more than the land that is open by then; and nothing goes to a park that is not open (linking rows)."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import (
    Columns,
    RowBook,
    Rows,
    SitingPlan,
    limit_rows,
    opened_by_period,
    used_by_period,
)

KIND = "capacity"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """Inflow by facility, group and period; cumulative land used <= land open by then; linking rows.

    The linking rows (for each facility, place and period: what goes there <= what could, if its first phase is open) follow
    from the capacity rows for whole numbers, and make the linear relaxation tighter (Cornuéjols et al. 1991, EJOR 50:280-297).
    """
    book = RowBook(KIND, columns)
    _inflow(problem, columns, book)
    _land(problem, columns, book)
    _linking(problem, columns, book)
    return book.rows()


def _inflow(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    table, arcs, cells = columns.inflow_table, problem.arcs, problem.cells
    key = ["facility", "group_id", "period"]
    of_arc = pd.DataFrame(
        {
            "facility": arcs["facility"].to_numpy(),
            "group_id": cells["group_id"].to_numpy()[arcs["cell"]],
            "period": cells["period"].to_numpy()[arcs["cell"]],
        }
    ).merge(table.reset_index(names="row"), on=key, how="left")
    every = np.arange(len(table))
    entries = [(of_arc["row"], np.arange(len(arcs)), 1.0), (every, columns.inflow + every, -1.0)]
    names = (
        problem.facilities["facility_id"].to_numpy()[table["facility"]] + "|" + table["group_id"].to_numpy()
    )
    book.add(names, [problem.periods[t] for t in table["period"]], entries, 0.0, 0.0)


def _land(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    """Vacancies need the row of the last period only: what they hold never shrinks."""
    table, opened = columns.inflow_table, columns.opened_table
    facilities = problem.facilities
    vacancy = (facilities["role"] == "vacancy").to_numpy()
    for t, period in enumerate(problem.periods):
        chosen = np.flatnonzero(~vacancy | (t == len(problem.periods) - 1))
        row = np.full(len(facilities), -1)
        row[chosen] = np.arange(len(chosen))
        held = np.flatnonzero((table["period"] <= t) & (row[table["facility"]] >= 0))
        ready = np.flatnonzero(opened["period"] <= t)
        net = problem.phases["net_ha"].to_numpy()[opened["phase"].to_numpy()[ready]]
        entries = [
            (row[table["facility"].to_numpy()[held]], columns.inflow + held, 1.0),
            (row[opened["facility"].to_numpy()[ready]], columns.opened + ready, -net),
        ]
        high = np.where(vacancy, facilities["net_ha"], 0.0)[chosen]
        book.add(facilities["facility_id"].to_numpy()[chosen], [period] * len(chosen), entries, -np.inf, high)


def _linking(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    """For each park to be opened, place and period: what goes there <= what could, if the first phase is open by then."""
    arcs, cells = problem.arcs, problem.cells
    flows = pd.DataFrame(
        {
            "arc": np.arange(len(arcs)),
            "facility": arcs["facility"].to_numpy(),
            "place_id": cells["place_id"].to_numpy()[arcs["cell"]],
            "period": cells["period"].to_numpy()[arcs["cell"]],
            "most": arcs["reach"].to_numpy() * cells["ha"].to_numpy()[arcs["cell"]],
        }
    )
    flows = flows[(problem.facilities["role"] == "candidate").to_numpy()[flows["facility"]]]
    links = flows.groupby(["facility", "place_id", "period"], sort=True)
    row = links.ngroup().to_numpy()
    table = links["most"].sum().reset_index()
    most = np.minimum(table["most"], problem.facilities["net_ha"].to_numpy()[table["facility"]]).to_numpy()
    first = columns.opened_table.query("order == 0").reset_index(names="open")
    pairs = table.reset_index(names="row").merge(
        first[["open", "facility", "period"]], on="facility", suffixes=("", "_open")
    )
    pairs = pairs[pairs["period_open"] <= pairs["period"]]
    entries = [(row, flows["arc"], 1.0), (pairs["row"], columns.opened + pairs["open"], -most[pairs["row"]])]
    names = (
        problem.facilities["facility_id"].to_numpy()[table["facility"]] + "<" + table["place_id"].to_numpy()
    )
    book.add(names, [problem.periods[t] for t in table["period"]], entries, -np.inf, 0.0)


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    used = used_by_period(problem, plan)
    vacancy = np.where(problem.facilities["role"] == "vacancy", problem.facilities["net_ha"], 0.0)
    limit = opened_by_period(problem, plan, "net_ha") + vacancy[:, None]
    names = problem.facilities["facility_id"].to_numpy().repeat(len(problem.periods))
    found = limit_rows(KIND, names, np.tile(problem.periods, len(used)), used.ravel(), limit.ravel(), "ha")
    return found[(found["used"] > 0) | (found["limit"] > 0)]

"""``trace_plan``: what became of each request, district and demand cell, and what each park and site led to."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from parkwright.tables import Region, result_frame

NOT_COUNTED = "not-counted"
NOT_PLANNED = "not-planned"
PLACE_COST_TERMS = ("works", "clearance", "premium", "land", "truck", "commute", "misfit")
"""Terms of the objective that a park or a site causes; ``unserved`` belongs to cells."""

_RECONCILED_HA = 1e-3
_RECONCILED_SHARE = 1e-6


class Unreconciled(RuntimeError):
    """The hectares of a plan do not add up to its demand: a fault of ours, never a result."""


def trace_plan(region: Region, tables: Mapping[str, pd.DataFrame], run_id: str) -> pd.DataFrame:
    """Tie everything to what it became, link by link.

    tables: demand_cells, demand_requests, demand_request_cells, facilities, openings, allocations, unserved, plan_costs, verdicts of one run

    Each kind of link has its own shares, and the shares of one object add up to 1 within a kind:

    ===================================  ==========================================  =============================
    from                                 to                                          share
    ===================================  ==========================================  =============================
    requests request_id                  demand_cells cell_id, or not-counted        of the request
    places place_id                      demand_cells cell_id                        of the place's hectares (P50)
    demand_cells cell_id                 facilities facility_id, unserved cell_id,   of the cell's hectares
                                         or not-planned scope
    unserved cell_id                     plan_costs unserved                         1
    facilities facility_id               openings facility_id#phase                  of its net hectares opened
    facilities facility_id               plan_costs term                             of its present value
    facilities facility_id               verdicts table:object|rule|period           1 / number of its verdicts
    ===================================  ==========================================  =============================

    I/O Example:
        allocations: c1 -> sites:s1 6 ha, parks:p1 3 ha;  unserved: c1 1 ha
        trace: from_table    from_id  to_table    to_id     share
               demand_cells  c1       facilities  parks:p1  0.3
               demand_cells  c1       facilities  sites:s1  0.6
               demand_cells  c1       unserved    c1        0.1

    Cells without land (P50 = 0) have no links. Returns the result table ``trace``.

    Raises:
        Unreconciled: what a cell was given and what it lacks do not add up to what it asks for.
    """
    cells = tables["demand_cells"]
    cells = cells[cells["p50_ha"] > 0]
    links = [
        _requests(tables["demand_requests"], tables["demand_request_cells"]),
        _shares("places", cells["place_id"], "demand_cells", cells["cell_id"], cells["p50_ha"]),
        _cells(cells, tables["allocations"], tables["unserved"], region),
        _links("unserved", tables["unserved"]["cell_id"], "plan_costs", "unserved", 1.0),
        _openings(tables["openings"]),
        _costs(tables),
        _verdicts(tables["facilities"], tables["verdicts"], region),
    ]
    return result_frame("trace", pd.concat(links, ignore_index=True).assign(run=run_id))


def _links(
    from_table: str,
    from_id: pd.Series,
    to_table: str | pd.Series,
    to_id: str | pd.Series,
    share: float | pd.Series,
) -> pd.DataFrame:
    index = from_id.index
    return pd.DataFrame(
        {"from_table": from_table, "from_id": from_id, "to_table": to_table, "to_id": to_id, "share": share},
        index=index,
    )


def _shares(
    from_table: str, from_id: pd.Series, to_table: str | pd.Series, to_id: str | pd.Series, amount: pd.Series
) -> pd.DataFrame:
    """Links whose share is the part that each amount has in all amounts of its object; objects of nothing have none."""
    whole = amount.groupby(from_id).transform("sum")
    found = _links(from_table, from_id, to_table, to_id, amount / whole.where(whole > 0))
    return found[found["share"] > 0]


def _requests(requests: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    left_out = requests.loc[~requests["counted"].fillna(False).astype(bool), "request_id"]
    return pd.concat(
        [
            _links("requests", parts["request_id"], "demand_cells", parts["cell_id"], parts["share"]),
            _links("requests", left_out, NOT_COUNTED, NOT_COUNTED, 1.0),
        ]
    )


def _cells(
    cells: pd.DataFrame, allocations: pd.DataFrame, unserved: pd.DataFrame, region: Region
) -> pd.DataFrame:
    planned = cells["planned"].fillna(False).astype(bool)
    placed = allocations[["cell_id", "facility_id", "ha"]].rename(columns={"facility_id": "to_id"})
    short = unserved[["cell_id", "ha"]].assign(to_id=unserved["cell_id"])
    both = pd.concat(
        [placed.assign(to_table="facilities"), short.assign(to_table="unserved")], ignore_index=True
    )
    _reconcile(cells[planned], both)
    scope = cells["place_id"].map(region.places.set_index("place_id")["scope"]).fillna("unknown")
    return pd.concat(
        [
            _shares("demand_cells", both["cell_id"], both["to_table"], both["to_id"], both["ha"]),
            _links("demand_cells", cells.loc[~planned, "cell_id"], NOT_PLANNED, scope[~planned], 1.0),
        ]
    )


def _reconcile(planned: pd.DataFrame, both: pd.DataFrame) -> None:
    asked = planned.set_index("cell_id")["p50_ha"]
    found = both.groupby("cell_id")["ha"].sum()
    if strange := sorted(set(found.index) - set(asked.index)):
        raise Unreconciled(f"land for cells that ask for none: {', '.join(strange[:5])}")
    off = (found.reindex(asked.index).fillna(0.0) - asked).abs()
    broken = off[off > _RECONCILED_HA + _RECONCILED_SHARE * asked]
    if not broken.empty:
        raise Unreconciled(f"hectares do not add up: {broken.head(5).to_dict()}")


def _openings(openings: pd.DataFrame) -> pd.DataFrame:
    to_id = openings["facility_id"] + "#" + openings["phase"].astype("str")
    return _shares("facilities", openings["facility_id"], "openings", to_id, openings["net_ha"])


def _costs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    costs = facility_costs(tables)
    return _shares("facilities", costs["facility_id"], "plan_costs", costs["term"], costs["cost_bn"])


def facility_costs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each park or site costs by term, present value, out of ``openings``, ``allocations`` and ``plan_costs``.

    I/O Example:
        openings: sites:s1 2027 works_bn 100;  allocations: c1 (2031-33) sites:s1 truck_bn 10;
        plan_costs: discount 0.9 in 2027, 0.5 in 2031-33  (cost_bn / spent_bn)
        -> facility_id  term   cost_bn
           sites:s1     truck  5
           sites:s1     works  90
    """
    period = tables["demand_cells"].set_index("cell_id")["period_id"]
    rows = [
        _long(tables["openings"], tables["openings"]["period_id"]),
        _long(tables["allocations"], tables["allocations"]["cell_id"].map(period)),
    ]
    long = pd.concat(rows, ignore_index=True)
    long["cost_bn"] = long["spent_bn"] * long["period_id"].map(discounts(tables["plan_costs"])).fillna(0.0)
    return pd.DataFrame(long.groupby(["facility_id", "term"], as_index=False)["cost_bn"].sum())


def _long(frame: pd.DataFrame, period: pd.Series) -> pd.DataFrame:
    terms = [term for term in PLACE_COST_TERMS if f"{term}_bn" in frame]
    wide = frame[[f"{term}_bn" for term in terms]].set_axis(terms, axis=1)
    wide = wide.assign(facility_id=frame["facility_id"], period_id=period)
    return wide.melt(["facility_id", "period_id"], var_name="term", value_name="spent_bn").fillna(
        {"spent_bn": 0.0}
    )


def discounts(costs: pd.DataFrame) -> pd.Series:
    """Present value of one unit of money of each period, by period_id, as the costs of the plan show it (their largest term)."""
    spent = costs[costs["spent_bn"] > 0].sort_values("spent_bn", ascending=False).drop_duplicates("period_id")
    return (spent["cost_bn"] / spent["spent_bn"]).set_axis(spent["period_id"])


def _verdicts(facilities: pd.DataFrame, verdicts: pd.DataFrame, region: Region) -> pd.DataFrame:
    """Verdicts on the park or site itself, and those on a conversion of the park."""
    conversions = region.conversions.set_index("conversion_id")["park_id"]
    own = verdicts["object_table"] + ":" + verdicts["object_id"]
    of_park = "parks:" + verdicts["object_id"].map(conversions).astype("str")
    owner = of_park.where(verdicts["object_table"] == "conversions", own)
    known = owner.isin(set(facilities["facility_id"]))
    to_id = own + "|" + verdicts["rule_id"] + "|" + verdicts["period_id"]
    return _shares(
        "facilities", owner[known], "verdicts", to_id[known], pd.Series(1.0, index=verdicts.index[known])
    )

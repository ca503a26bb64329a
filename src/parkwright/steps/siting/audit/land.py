"""Demand and land: everything is placed once, within reach, on land that is open by then."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from parkwright.steps.siting.audit.breach import (
    HAIR,
    Audited,
    Breach,
    groups_of,
    named,
    over,
    period_order,
    small_share,
)
from parkwright.steps.siting.params import SitingParams


def balance(plan: Audited) -> Iterator[Breach]:
    """Served + unserved = planned, for each cell; and no cell that is not planned."""
    cells = plan.tables["demand_cells"].set_index("cell_id")
    wanted = cells["p50_ha"].where(cells["planned"], 0.0)
    served = plan.tables["allocations"].groupby("cell_id")["ha"].sum()
    short = plan.tables["unserved"].set_index("cell_id")["ha"]
    names = wanted.index.union(served.index).union(short.index)
    got = served.reindex(names).fillna(0.0) + short.reindex(names).fillna(0.0)
    off = (got - wanted.reindex(names).fillna(0.0)).abs()
    period = cells["period_id"].reindex(names).fillna("all").to_numpy()
    yield from over(
        "demand", pd.DataFrame({"object": names, "period_id": period, "used": off.to_numpy(), "limit": 0.0})
    )


def reach(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Each pair within the share that follows so far; the minutes are those of the access table.

    Cells of one place and period that the model saw as one group are summed first, as their firms were drawn together.
    """
    trips = plan.minutes[plan.minutes["from_table"] == "places"].rename(
        columns={"from_id": "place_id", "to_table": "table", "to_id": "object_id"}
    )
    key = ["place_id", "table", "object_id", "period_id"]
    found = rows.merge(trips[[*key, "truck_min"]], on=key, how="left", suffixes=("", "_access"))
    unknown = found["truck_min_access"].isna() | (
        (found["truck_min_access"] - found["truck_min"]).abs() > HAIR
    )
    yield from named("minutes", set(found.loc[unknown, "cell_id"] + ">" + found.loc[unknown, "facility_id"]))
    yield from _within_reach(plan, found)


def _within_reach(plan: Audited, found: pd.DataFrame) -> Iterator[Breach]:
    key = ["place_id", "group", "period_id"]
    planned = plan.tables["demand_cells"].query("planned")
    planned = planned.assign(group=planned["sector_id"].map(groups_of(plan)))
    ha = planned.groupby(key)["p50_ha"].sum().rename("cell_ha")
    merged = found.assign(group=found["sector_id"].map(groups_of(plan)))
    pairs = merged.groupby([*key, "facility_id"]).agg(used=("ha", "sum"), far=("truck_min", "first"))
    pairs = pairs.reset_index().join(ha, on=key).join(small_share(plan).rename("small"), on="group")
    pairs["factor"] = pairs["group"].map(_factor(plan))
    pairs["limit"] = pairs["cell_ha"] * _follow(pairs["far"], pairs, plan.params)
    pairs["object"] = pairs["place_id"] + "|" + pairs["group"] + ">" + pairs["facility_id"]
    yield from over("reach", pairs)
    for band in plan.params.reach_bands_min:
        beyond = (
            pairs[pairs["far"] > band]
            .groupby(key)
            .agg(used=("used", "sum"), **{name: (name, "first") for name in ("cell_ha", "small", "factor")})
        )
        beyond = beyond.reset_index()
        beyond["limit"] = beyond["cell_ha"] * _follow(band, beyond, plan.params)
        beyond["object"] = beyond["place_id"] + "|" + beyond["group"] + f">{band:g} min"
        yield from over("reach-band", beyond)


def _follow(far: pd.Series | float, firms: pd.DataFrame, params: SitingParams) -> pd.Series:
    """firms: small (share of small ones), factor (of their sectors)."""
    spread = params.reach_end_large_min - params.reach_end_small_min
    end = firms["factor"] * (params.reach_end_large_min - firms["small"] * spread)
    return ((end - far) / (end - params.reach_full_min)).clip(0.0, 1.0)


def _factor(plan: Audited) -> pd.Series:
    """Group -> what stretches or cuts its reach: many workers or few, many trucks or few."""
    groups = plan.tables["sector_groups"].drop_duplicates("group_id").set_index("group_id")
    factors = plan.params.reach_factor
    found = pd.Series(1.0, index=groups.index)
    for flag, yes, no in (("dense", "dense", "sparse"), ("heavy", "heavy", "light")):
        found *= groups[flag].astype(bool).map({True: factors.get(yes, 1.0), False: factors.get(no, 1.0)})  # type: ignore[call-overload]
    return found


def capacity(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Land taken up to and with each period within the vacancy or the phases open by then."""
    facilities, openings = plan.tables["facilities"].set_index("facility_id"), plan.tables["openings"]
    vacancy = facilities["net_ha"].where(facilities["role"] == "vacancy", 0.0)
    when = openings["period_id"].map(period_order(plan))
    for t, period in enumerate(plan.meta.periods):
        used = rows[rows["t"] <= t].groupby("facility_id")["ha"].sum()
        land = openings[when <= t].groupby("facility_id")["net_ha"].sum()
        limit = vacancy.reindex(used.index).fillna(0.0) + land.reindex(used.index).fillna(0.0)
        yield from over(
            "capacity",
            pd.DataFrame(
                {"object": used.index, "period_id": period.period_id, "used": used.to_numpy(), "limit": limit.to_numpy()}
            ),
        )  # fmt: skip


def opening_years(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Nothing opens or takes tenants before the year in which it could."""
    earliest = plan.tables["facilities"].set_index("facility_id")["earliest_year"].astype("float64")
    last_year = {period.period_id: float(period.last_year) for period in plan.meta.periods}
    for frame in (plan.tables["openings"], rows):
        found = frame[["facility_id", "period_id"]].drop_duplicates()
        found = found.rename(columns={"facility_id": "object"})
        found["used"] = found["object"].map(earliest)
        found["limit"] = found["period_id"].map(last_year)
        yield from over("earliest-year", found[found["used"].notna()])

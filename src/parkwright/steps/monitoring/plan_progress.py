"""The programme's parks and sites against the plan's own tables: hectares opened and leased, as planned and as recorded."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from parkwright.steps.monitoring.scope import Scope
from parkwright.steps.monitoring.spans import spans

MEASURES = ("opened-ha", "leased-ha")
"""What the plan decides. A conversion is recorded only: the plan weighs no conversion, so its hectares have no planned side."""
_COLUMNS = [
    "facility_id",
    "measure",
    "period",
    "item_id",
    "planned_ha",
    "actual_ha",
    "actual_period",
    "indicator_id",
]


def hold_against_plan(
    scope: Scope, series: pd.DataFrame, plan: Mapping[str, pd.DataFrame] | None
) -> pd.DataFrame:
    """What the plan opens and fills in each park or site of the programme, and the latest value that was recorded of it.

    plan: openings and allocations of a run, with demand_cells for the period of an allocation; None if no run is at hand
    An indicator is held against the plan by its columns ``facility_id`` and ``plan_measure``; its actual stands in the row of
    each period, for the plan's period is a word and the actual a date.

    I/O Example:
        plan opens sites:s1 with 40 ha net in 2027-2030; indicator i (facility s1, opened-ha) has 2025 12
        -> s1 opened-ha 2027-2030 planned 40 actual 12 (2025)

    Returns the frame of the spec ``monitoring_plan``.
    """
    named = _facilities(scope)
    actual = _actuals(scope, series)
    wanted = pd.concat([named, actual[["facility_id", "item_id"]]]).drop_duplicates(
        "facility_id", ignore_index=True
    )
    each = wanted.merge(pd.DataFrame({"measure": MEASURES}), how="cross")
    each = pd.concat([each, actual[["facility_id", "item_id", "measure"]]])
    each = each.drop_duplicates(["facility_id", "measure"], ignore_index=True)
    planned = _planned(plan)
    rows = each.merge(planned, on=["facility_id", "measure"], how="left")
    rows["period"] = rows["period"].fillna("all")
    rows = rows.merge(actual.drop(columns="item_id"), on=["facility_id", "measure"], how="left")
    return rows[_COLUMNS].sort_values(["facility_id", "measure", "period"], ignore_index=True)


def _facilities(scope: Scope) -> pd.DataFrame:
    """The parks and sites that items name, each with the first item that does."""
    cells = scope.items[scope.items["facilities"].notna()]
    words = cells["facilities"].str.split(";").explode().str.strip()
    return pd.DataFrame({"facility_id": words, "item_id": cells.loc[words.index, "item_id"]}).drop_duplicates(
        "facility_id"
    )


def _actuals(scope: Scope, series: pd.DataFrame) -> pd.DataFrame:
    """The latest value of each indicator that is held against the plan."""
    held = scope.indicators[
        scope.indicators["facility_id"].notna() & scope.indicators["plan_measure"].notna()
    ]
    facts = held[["indicator_id", "facility_id", "plan_measure", "item_id"]].rename(
        columns={"plan_measure": "measure"}
    )
    values = (
        series.assign(last=spans(series["period"])[1])
        .sort_values("last")
        .drop_duplicates("indicator_id", keep="last")
    )
    values = values[["indicator_id", "value", "period"]].rename(
        columns={"value": "actual_ha", "period": "actual_period"}
    )
    return facts.merge(values, on="indicator_id", how="left").drop_duplicates(["facility_id", "measure"])


def _planned(plan: Mapping[str, pd.DataFrame] | None) -> pd.DataFrame:
    columns = ["facility_id", "measure", "period", "planned_ha"]
    if plan is None:
        return pd.DataFrame(columns=columns)
    opened = (
        plan["openings"].groupby(["facility_id", "period_id"])["net_ha"].sum().reset_index(name="planned_ha")
    )
    cells = plan["allocations"].merge(
        plan["demand_cells"][["cell_id", "period_id"]], on="cell_id", how="left"
    )
    leased = cells.groupby(["facility_id", "period_id"])["ha"].sum().reset_index(name="planned_ha")
    both = pd.concat([opened.assign(measure="opened-ha"), leased.assign(measure="leased-ha")])
    both = both.rename(columns={"period_id": "period"})
    return both.assign(facility_id=both["facility_id"].str.split(":").str[-1])[columns]

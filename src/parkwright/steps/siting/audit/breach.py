"""What is audited, what a breach is, and small measures that several checks take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import Laws
from parkwright.steps.siting.params import SitingParams
from parkwright.tables import RegionMeta

Floats = npt.NDArray[np.float64]
HAIR = 1e-5


Breach = tuple[str, str, str, float, float]


@dataclass(frozen=True, slots=True)
class Audited:
    """What is audited: the result tables of one plan and the inputs that it was made from.

    tables:  demand_cells, demand_sizes, sector_groups, facilities, openings, allocations, unserved, plan_costs
    minutes: access_minutes of the window that the plan used
    """

    tables: Mapping[str, pd.DataFrame]
    parks: pd.DataFrame
    sites: pd.DataFrame
    sectors: pd.DataFrame
    minutes: pd.DataFrame
    meta: RegionMeta
    laws: Laws
    params: SitingParams


def over(check: str, found: pd.DataFrame) -> Iterator[Breach]:
    """Rows of (object, period_id, used, limit) in which more is used than the limit."""
    hair = HAIR * np.maximum(1.0, found["limit"].abs())
    row: Any
    for row in found[found["used"] > found["limit"] + hair].itertuples(index=False):
        yield check, str(row.object), str(row.period_id), float(row.used), float(row.limit)


def named(check: str, objects: Iterable[Any], period_id: str = "all") -> Iterator[Breach]:
    """Objects that break a rule which has no amount."""
    for name in sorted({str(one) for one in objects}):
        yield check, name, period_id, 1.0, 0.0


def period_order(plan: Audited) -> dict[str, int]:
    """Period -> its place in the order of time, from 0."""
    return {period.period_id: place for place, period in enumerate(plan.meta.periods)}


def joined_allocations(plan: Audited) -> pd.DataFrame:
    """Allocations with their cell, sector and facility; ``t`` = place of the period."""
    cells = plan.tables["demand_cells"].set_index("cell_id")
    sectors = plan.sectors.set_index("sector_id")
    facilities = plan.tables["facilities"].set_index("facility_id")
    own = ["place_id", "sector_id", "premises_type", "period_id", "planned"]
    traits = ["is_supporting", "is_high_tech", "hazard_class"]
    rows = plan.tables["allocations"].join(cells[own], on="cell_id").join(sectors[traits], on="sector_id")
    rows = rows.join(facilities[["object_id", "table", "role"]], on="facility_id")
    return rows.assign(t=rows["period_id"].map(period_order(plan)))


def groups_of(plan: Audited) -> pd.Series:
    """Sector -> the group as which the model sees it."""
    return plan.tables["sector_groups"].set_index("sector_id")["group_id"]


def group_mean(plan: Audited, per_ha: pd.Series) -> pd.Series:
    """Group -> mean of a value by sector, weighted by planned land; a sector that does not say has the mean of those that do."""
    cells = plan.tables["demand_cells"].query("planned")
    land = cells.groupby("sector_id")["p50_ha"].sum().reindex(per_ha.index).fillna(0.0)
    weight = land.where(land > 0, 1e-9)
    known = weight[per_ha.notna()]
    value = per_ha.fillna((per_ha * known).sum() / known.sum()) if len(known) else per_ha
    groups = groups_of(plan).reindex(per_ha.index)
    return (value * weight).groupby(groups).sum(min_count=1) / weight.groupby(groups).sum()


def small_share(plan: Audited) -> pd.Series:
    """Group -> share of its planned land asked for by small firms."""
    cells = plan.tables["demand_cells"].query("planned")
    small = (cells["p50_ha"] * cells["small_share"]).groupby(cells["sector_id"].map(groups_of(plan))).sum()
    return small / cells["p50_ha"].groupby(cells["sector_id"].map(groups_of(plan))).sum()

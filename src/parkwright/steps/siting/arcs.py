"""Arcs: what it costs, per net ha, when demand of a merged cell goes to a facility, and how much of it would go so far."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import LegalLimits
from parkwright.steps.siting.options import unit_costs
from parkwright.steps.siting.params import SitingParams
from parkwright.tables import RegionMeta

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


def build_arcs(
    cells: pd.DataFrame,
    usable: pd.DataFrame,
    options: pd.DataFrame,
    traits: pd.DataFrame,
    minutes: pd.DataFrame,
    meta: RegionMeta,
    legal: LegalLimits,
    params: SitingParams,
    discount: Floats,
) -> tuple[pd.DataFrame, Positions]:
    """Every pair of a merged cell and a facility that demand can follow to in its period.

    I/O Example (10 trips/ha/day, all local, 20 min, 0.25 USD/min, 300 days, 10 years at 0 %: 150,000 USD/ha)
        cells: q1  supporting-heavy  2027      facilities: sites:s1 (open from 2027)
        -> cell 0, facility 0, truck_min 20, reach 1.0, truck_bn_ha 3.9 (at 26,000 per USD)

    Left out, because they cannot carry anything: facilities that cannot be open yet, pairs beyond the end of the reach,
    pairs with no road, pairs that are not admitted (see ``_admitted``).

    Returns the arcs, and the cells that have parks in reach of which none admits them.
    """
    trips = _minutes(cells, usable, minutes)
    arcs = cells.reset_index(names="cell").merge(trips, on=["place_id", "period_id"])
    arcs = arcs[arcs["period"] >= _first_open(usable, options, meta)[arcs["facility"]]]
    arcs = arcs.join(traits, on="group_id")
    arcs["reach"] = reach_share(arcs["truck_min"].to_numpy(), arcs["small_share"].to_numpy(), params)
    near = arcs[arcs["reach"] > 0]
    arcs = near[_admitted(near, usable, params)]
    barred = np.setdiff1d(near["cell"], arcs["cell"])
    arcs = _cost(arcs, usable, meta, legal, params)
    terms = ["land_bn_ha", "truck_bn_ha", "commute_bn_ha", "misfit_bn_ha"]
    arcs["cost"] = arcs[terms].sum(axis=1) * discount[arcs["period"]]
    kept = ["cell", "facility", "truck_min", "gateway_min", "reach", *terms, "cost"]
    return arcs[kept].sort_values(["cell", "facility"]).reset_index(drop=True), barred


def reach_share(truck_min: Floats, small_share: Floats, params: SitingParams) -> Floats:
    """Share of a cell's land whose firms would follow at least so far: 1 up to the full reach, then a straight fall to 0.

    The end of the fall lies between that of small and of large firms, by the share of small ones. Minutes, shares 0-1.

    I/O Example (full 25, ends 80 and 130):
        25 min -> 1.0;   52.5 min, all small -> 0.5;   80 min, all small -> 0.0
    """
    end = small_share * params.reach_end_small_min + (1 - small_share) * params.reach_end_large_min
    fall = np.maximum(end - params.reach_full_min, 1e-9)
    return np.asarray(np.clip((end - truck_min) / fall, 0.0, 1.0))


def annuity(params: SitingParams) -> float:
    """Present value of one unit a year over the counted years."""
    rate, years = params.discount_rate, params.counted_years
    return years if rate == 0 else (1 - (1 + rate) ** -years) / rate


def _minutes(cells: pd.DataFrame, usable: pd.DataFrame, minutes: pd.DataFrame) -> pd.DataFrame:
    """place_id, period_id, facility, truck_min, gateway_min (to the nearest freight gateway; 0 where the region has none)."""
    positions = pd.DataFrame(
        {"to_table": usable["table"], "to_id": usable["object_id"], "facility": usable.index.to_numpy()}
    )
    from_places = minutes[minutes["from_table"] == "places"].rename(columns={"from_id": "place_id"})
    trips = from_places.merge(positions, on=["to_table", "to_id"])[
        ["place_id", "period_id", "facility", "truck_min"]
    ]
    gates = minutes[minutes["to_table"] == "gateways"].merge(
        positions.rename(columns={"to_table": "from_table", "to_id": "from_id"}), on=["from_table", "from_id"]
    )
    nearest = gates.groupby(["facility", "period_id"])["truck_min"].min().rename("gateway_min").reset_index()
    trips = trips.merge(nearest, on=["facility", "period_id"], how="left")
    trips["gateway_min"] = trips["gateway_min"].fillna(0.0) if gates.empty else trips["gateway_min"]
    return trips.dropna(subset=["truck_min", "gateway_min"])


def _first_open(usable: pd.DataFrame, options: pd.DataFrame, meta: RegionMeta) -> Floats:
    """The first period (position) in which each facility can hold anybody; beyond the last where it never can."""
    first = options.groupby("facility")["period"].min().reindex(usable.index)
    last_years = [period.last_year for period in meta.periods]
    there = np.searchsorted(
        last_years, usable["earliest_year"].fillna(last_years[0]).to_numpy(dtype=np.float64)
    )
    never = np.where(usable["role"] == "vacancy", there.astype(np.float64), np.inf)
    return np.asarray(first.fillna(pd.Series(never, index=usable.index)).to_numpy(), dtype=np.float64)


def _admitted(arcs: pd.DataFrame, usable: pd.DataFrame, params: SitingParams) -> npt.NDArray[np.bool_]:
    """Hazardous groups lie outside the inner area (QC-08); a high-tech park takes high-tech groups only (a choice)."""
    facility = usable.loc[arcs["facility"]]
    inner = facility["inner_area"].fillna(False).to_numpy(dtype=bool)
    high_tech_only = (facility["kind"] == "high-tech").to_numpy() & params.high_tech_parks_select
    bad = (arcs["hazardous"].to_numpy(dtype=bool) & inner) | (
        high_tech_only & ~arcs["is_high_tech"].to_numpy(dtype=bool)
    )
    return np.asarray(~bad, dtype=np.bool_)


def _cost(
    arcs: pd.DataFrame, usable: pd.DataFrame, meta: RegionMeta, legal: LegalLimits, params: SitingParams
) -> pd.DataFrame:
    bn_per_usd = meta.per_usd / 1e9
    price = usable["price_usd_m2_term"].to_numpy()[arcs["facility"]]
    recovery = recovery_usd_m2(usable, meta, legal, params)[arcs["facility"]]
    paid = np.where(np.isnan(price), recovery, price)
    short = np.clip(paid - arcs["budget_usd_m2_term"].fillna(np.inf).to_numpy(), 0.0, None)
    local = params.local_trip_share
    trip_min = local * arcs["truck_min"] + (1 - local) * arcs["gateway_min"]
    yearly = params.workdays * annuity(params)
    counts = float(params.price_counts)
    arcs["land_bn_ha"] = counts * np.where(np.isnan(price), 0.0, price) * bn_per_usd * 1e4
    arcs["truck_bn_ha"] = arcs["truck_trips_ha_day"] * trip_min * params.truck_usd_min * yearly * bn_per_usd
    arcs["commute_bn_ha"] = (
        arcs["workers_per_ha"] * params.commute_home_share * 2 * arcs["truck_min"] * params.commute_ratio
    ) * (params.commute_usd_min * yearly * bn_per_usd)
    arcs["misfit_bn_ha"] = counts * params.misfit_share * short * bn_per_usd * 1e4
    return arcs


def recovery_usd_m2(
    usable: pd.DataFrame, meta: RegionMeta, legal: LegalLimits, params: SitingParams
) -> Floats:
    """Cost recovery of a park to be opened, USD per net m2: what its firms would have to pay (told, and used for misfit)."""
    making = land_making_bn_ha(usable, meta, legal, params).sum(axis=1)
    return np.asarray(making / (meta.per_usd * 1e4 / 1e9), dtype=np.float64)


def land_making_bn_ha(
    usable: pd.DataFrame, meta: RegionMeta, legal: LegalLimits, params: SitingParams
) -> Floats:
    """Works and clearance of each facility, bn per *net* ha: shape (facilities, 2)."""
    unit = [
        unit_costs(gross, clearance, meta, legal, params)
        for gross, clearance in zip(usable["gross_ha"], usable["clearance_bn_ha"], strict=True)
    ]
    gross_per_net = (usable["gross_ha"] / usable["net_ha"]).to_numpy()
    return np.asarray(np.array(unit).reshape(-1, 2) * gross_per_net[:, None], dtype=np.float64)

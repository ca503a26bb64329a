"""Arcs: what it costs, per net ha, when demand of a merged cell goes to a facility, and how much of it would go so far."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import LegalLimits
from parkwright.steps.siting.options import unit_costs
from parkwright.steps.siting.params import SitingParams
from parkwright.steps.siting.pieces import takers
from parkwright.tables import RegionMeta

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


def build_arcs(
    cells: pd.DataFrame,
    usable: pd.DataFrame,
    options: pd.DataFrame,
    traits: pd.DataFrame,
    admitted: npt.NDArray[np.bool_],
    pieces: pd.DataFrame,
    short_usd_m2: Floats,
    minutes: pd.DataFrame,
    meta: RegionMeta,
    params: SitingParams,
    discount: Floats,
) -> tuple[pd.DataFrame, Positions]:
    """Every pair of a merged cell and a facility that demand can follow to in its period.

    admitted: see ``admission.admitted_groups``; pieces: see ``pieces.split_cells``; short_usd_m2: see ``shortfall``

    I/O Example (10 trips/ha/day, all local, 20 min, 0.25 USD/min, 300 days, 10 years at 0 %: 150,000 USD/ha)
        cells: q1  supporting-heavy  2027      facilities: sites:s1 (open from 2027)
        -> cell 0, facility 0, piece 0, truck_min 20, reach 1.0, truck_bn_ha 3.9 (at 26,000 per USD)

    Left out, because they cannot carry anything: facilities that cannot be open yet, pairs beyond the end of the reach,
    pairs with no road, pairs that are not admitted. A park that takes named sectors only has its arcs from their pieces.

    Returns the arcs, and the cells that have parks in reach of which none admits them.
    """
    trips = _minutes(cells, usable, minutes)
    arcs = cells.reset_index(names="cell").merge(trips, on=["place_id", "period_id"])
    arcs = arcs[arcs["period"] >= _first_open(usable, options, meta)[arcs["facility"]]]
    arcs = arcs.join(traits, on="group_id")
    arcs["reach"] = reach_share(
        arcs["truck_min"].to_numpy(), arcs["small_share"].to_numpy(), arcs["reach_factor"].to_numpy(), params
    )
    near = arcs[arcs["reach"] > 0]
    group = traits.index.get_indexer(pd.Index(near["group_id"]))
    arcs = near[admitted[near["facility"].to_numpy(), group]]
    arcs = _from_pieces(arcs, usable, pieces)
    barred = np.setdiff1d(near["cell"], arcs["cell"])
    arcs = _cost(arcs, usable, short_usd_m2, meta, params)
    terms = ["land_bn_ha", "truck_bn_ha", "commute_bn_ha", "misfit_bn_ha"]
    arcs["cost"] = arcs[terms].sum(axis=1) * discount[arcs["period"]]
    kept = ["cell", "facility", "piece", "truck_min", "gateway_min", "reach", *terms, "cost"]
    return arcs[kept].sort_values(["cell", "facility", "piece"]).reset_index(drop=True), barred


def _from_pieces(arcs: pd.DataFrame, usable: pd.DataFrame, pieces: pd.DataFrame) -> pd.DataFrame:
    naming = usable["admitted_sectors"].notna().to_numpy()[arcs["facility"]]
    whole, named = arcs[~naming], arcs[naming].merge(takers(pieces, usable), on=["cell", "facility"])
    return pd.concat([whole.assign(piece=whole["cell"]), named], ignore_index=True)


def reach_share(truck_min: Floats, small_share: Floats, factor: Floats, params: SitingParams) -> Floats:
    """Share of a cell's land whose firms would follow at least so far: 1 up to the full reach, then a straight fall to 0.

    The end of the fall lies between that of small and of large firms, by the share of small ones, times the factor of the
    sectors (see ``reach_factor``). Minutes, shares 0-1.

    I/O Example (full 25, ends 80 and 130, factor 1):
        25 min -> 1.0;   52.5 min, all small -> 0.5;   80 min, all small -> 0.0   (factor 0.9: 0.0 from 72 min on)
    """
    end = factor * (small_share * params.reach_end_small_min + (1 - small_share) * params.reach_end_large_min)
    fall = np.maximum(end - params.reach_full_min, 1e-9)
    return np.asarray(np.clip((end - truck_min) / fall, 0.0, 1.0))


def reach_factor(traits: pd.DataFrame, params: SitingParams) -> pd.Series:
    """What the ends of the reach are multiplied by, for each sector group: the factors of its traits.

    I/O Example:
        factors {"dense": 0.9, "sparse": 1.1}: a group with many workers per hectare -> 0.9, any other -> 1.1
    """
    of = params.reach_factor
    workers = traits["dense"].map({True: of.get("dense", 1.0), False: of.get("sparse", 1.0)})
    trucks = traits["heavy"].map({True: of.get("heavy", 1.0), False: of.get("light", 1.0)})
    return (workers * trucks).astype("float64")


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


def _cost(
    arcs: pd.DataFrame, usable: pd.DataFrame, short_usd_m2: Floats, meta: RegionMeta, params: SitingParams
) -> pd.DataFrame:
    bn_per_usd = meta.per_usd / 1e9
    price = usable["price_usd_m2_term"].to_numpy()[arcs["facility"]]
    short = short_usd_m2[arcs["facility"], arcs["piece"]]
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


def paid_usd_m2(usable: pd.DataFrame, meta: RegionMeta, legal: LegalLimits, params: SitingParams) -> Floats:
    """What firms pay for land at each facility, USD per net m2 and term: its price, or what recovers the cost of making it."""
    making = land_making_bn_ha(usable, meta, legal, params).sum(axis=1)
    price = usable["price_usd_m2_term"].to_numpy(dtype=np.float64)
    return np.asarray(np.where(np.isnan(price), making / (meta.per_usd * 1e4 / 1e9), price), dtype=np.float64)


def shortfall(paid: Floats, members: pd.DataFrame, pieces: pd.DataFrame) -> Floats:
    """By how much the price of land exceeds the budget, USD per m2, mean over a piece of a merged cell: (facilities, pieces).

    Each demand cell is held against its own budget before the mean is taken, so that no firm below the price hides behind one
    above it. An unknown budget is no shortfall.

    members, pieces: see ``pieces.split_cells``

    I/O Example:
        price 100; a merged cell, half with a budget of 80, half of 140 -> 10   (against the mean budget 110 it would be 0)
    """
    known = members.dropna(subset="budget_usd_m2_term")
    named = known[known["piece"] != known["cell"]]
    piece = np.concatenate([known["cell"], named["piece"]])
    weight = np.concatenate([known["split"], named["split"]]) / pieces["share"].to_numpy()[piece]
    budget = np.concatenate([known["budget_usd_m2_term"], named["budget_usd_m2_term"]])
    short = [
        np.bincount(piece, weight * np.clip(price - budget, 0.0, None), minlength=len(pieces))
        for price in paid
    ]
    return np.array(short, dtype=np.float64).reshape(len(paid), len(pieces))


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

"""``SitingProblem``: everything that a siting solver needs, frozen; built from tables, independent of any formulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.admission import admitted_groups
from parkwright.steps.siting.arcs import build_arcs, land_making_bn_ha, paid_usd_m2, reach_factor, shortfall
from parkwright.steps.siting.groups import Grouping, merge_cells
from parkwright.steps.siting.legal import Laws, LegalLimits
from parkwright.steps.siting.lots import fitting_shares
from parkwright.steps.siting.occupancy import Occupancy
from parkwright.steps.siting.options import build_options, build_phases
from parkwright.steps.siting.params import SitingParams
from parkwright.steps.siting.pieces import split_cells
from parkwright.steps.siting.vacancy import leasable_land, vacancy
from parkwright.tables import RegionMeta

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SitingProblem:
    """Facilities, phases, options to open them, merged demand cells, and the arcs between.

    facilities: result table ``facilities`` without the left-out, index 0..F-1
    phases:     facility (position), order, gross_ha, net_ha; vacancies have none
    options:    phase, facility, order, legal_type, period (position), works_bn, clearance_bn, premium_bn (due at
                the opening), due_bn (their sum), cost (discounted)
    cells:      place_id, group_id, period (position), ha, unserved_bn_ha (discounted), barred (no park in reach admits it)
    members, pieces: the demand cells that each merged cell holds, and the pieces of it (see ``pieces.split_cells``)
    arcs:       cell, facility, piece (of the cell that the facility takes from), truck_min, reach (share of the cell that would follow so far), land_bn_ha, truck_bn_ha,
                commute_bn_ha, misfit_bn_ha (undiscounted), cost (discounted sum)
    traits:     per group_id, what one net ha of it does, and reach_factor
    admitted:   whether a facility takes a group: (facilities, groups)
    lots:       per merged cell and smallest lot (m2, the columns), the share of its land asked for in lots so large
    paid:       what firms pay for land at each facility, USD per net m2 and term
    discount:   present value of one unit of money spent in each period
    """

    meta: RegionMeta
    params: SitingParams
    laws: Laws
    facilities: pd.DataFrame
    phases: pd.DataFrame
    options: pd.DataFrame
    cells: pd.DataFrame
    members: pd.DataFrame
    pieces: pd.DataFrame
    arcs: pd.DataFrame
    traits: pd.DataFrame
    admitted: npt.NDArray[np.bool_]
    lots: pd.DataFrame
    paid: Floats
    overlaps: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    """(facility, facility that must be open before or with it)."""
    spare: pd.DataFrame
    """Known utility capacity left: facility, utility (power_kw, water_m3_day, wastewater_m3_day), spare."""
    making_bn_ha: Floats
    """Works and clearance that follow hectare by hectare in parks to be opened, bn per net ha: (facilities, 2)."""
    discount: Floats

    def law(self, facility: Any) -> LegalLimits:
        """The limits of the law that a facility is appraised under."""
        return self.laws.of(str(self.facilities.loc[facility, "facility_id"]))

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(period.period_id for period in self.meta.periods)


def build_problem(
    facilities: pd.DataFrame,
    sites: pd.DataFrame,
    parks: pd.DataFrame,
    cells: pd.DataFrame,
    sizes: pd.DataFrame,
    grouping: Grouping,
    minutes: pd.DataFrame,
    occupancy: Occupancy,
    meta: RegionMeta,
    laws: Laws,
    params: SitingParams,
) -> SitingProblem:
    """Join the tables into one problem.

    facilities:  result table ``facilities``
    cells:       result table ``demand_cells`` (planned demand is its p50_ha); sizes: result table ``demand_sizes``
    minutes:     result table ``access_minutes``, one window only
    occupancy:   how full the parks of the provinces are, and which sites another case exempts from that

    I/O Example:
        one site of 100 net ha, one cell of 10 ha in 2027, 20 truck minutes apart
        -> facilities 1 row, phases 1, options up to 5 types x periods, cells 1, arcs 1 (reach 1.0)
    """
    usable = facilities[facilities["role"] != "left-out"].reset_index(drop=True)
    discount = _discount(meta, params)
    phases = build_phases(usable, meta, laws)
    options = build_options(usable, phases, occupancy, meta, laws, params, discount)
    merged = merge_cells(cells, grouping)
    merged["period"] = (
        merged["period_id"].map({p.period_id: i for i, p in enumerate(meta.periods)}).astype(int)
    )
    merged["unserved_bn_ha"] = params.unserved_usd_m2 * bn_per_usd_m2(meta) * discount[merged["period"]]
    members, pieces = split_cells(cells, grouping, merged)
    traits = grouping.traits.assign(reach_factor=reach_factor(grouping.traits, params))
    admitted = admitted_groups(usable, traits, laws, params)
    paid = paid_usd_m2(usable, meta, laws.usual, params)
    short = shortfall(paid, members, pieces)
    arcs, barred = build_arcs(
        merged, usable, options, traits, admitted, pieces, short, minutes, meta, params, discount
    )
    merged["barred"] = merged.index.isin(barred)
    positions = dict(zip(usable["facility_id"], usable.index, strict=True))
    return SitingProblem(
        meta=meta,
        params=params,
        laws=laws,
        facilities=usable,
        phases=phases,
        options=options,
        cells=merged,
        members=members,
        pieces=pieces,
        arcs=arcs,
        traits=traits,
        admitted=admitted,
        lots=fitting_shares(members, sizes, usable["min_lot_m2"], len(merged)),
        paid=paid,
        overlaps=_pairs(sites, "overlaps_site", positions, ordered=False),
        after=_not_yet_open(_pairs(sites, "after_site", positions, ordered=True), usable),
        spare=_spare(sites, parks, usable, traits),
        making_bn_ha=_making(usable, meta, laws.usual, params),
        discount=discount,
    )


def _making(usable: pd.DataFrame, meta: RegionMeta, legal: LegalLimits, params: SitingParams) -> Floats:
    making = land_making_bn_ha(usable, meta, legal, params) * (1 - params.opening_share)
    return np.where((usable["role"] == "candidate").to_numpy()[:, None], making, 0.0)


def bn_per_usd_m2(meta: RegionMeta) -> float:
    """10^9 of the region's currency per ha for one US dollar per m2."""
    return meta.per_usd * 1e4 / 1e9


def _discount(meta: RegionMeta, params: SitingParams) -> Floats:
    middle = np.array([(p.first_year + p.last_year) / 2 + 0.5 for p in meta.periods]) - meta.base_date.year
    return np.asarray((1 + params.discount_rate) ** -middle, dtype=np.float64)


def _pairs(
    sites: pd.DataFrame, column: str, positions: dict[str, int], ordered: bool
) -> tuple[tuple[int, int], ...]:
    found = set()
    for site_id, cell in sites[["site_id", column]].dropna().itertuples(index=False):
        for other in cell.split(";"):
            pair = (positions.get(f"sites:{site_id}"), positions.get(f"sites:{other.strip()}"))
            if None not in pair:
                found.add(pair if ordered else tuple(sorted(pair)))  # type: ignore[type-var]
    return tuple(sorted(found))  # type: ignore[arg-type]


def _not_yet_open(after: tuple[tuple[int, int], ...], usable: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    """Only what still has to open is waited for: land in an operating park is there already."""
    return tuple(pair for pair in after if usable["role"].iloc[pair[1]] != "vacancy")


def _spare(
    sites: pd.DataFrame, parks: pd.DataFrame, usable: pd.DataFrame, traits: pd.DataFrame
) -> pd.DataFrame:
    """Where a capacity is known: what is left of it after the tenants already there, at the mean use of all groups.

    A site that stands for a park has the park's capacity (and tenants) where it has none of its own. Where the land already
    leased is unknown, or what a hectare uses, so is what is left, and the capacity limits nothing.
    """
    of_parks = _known_capacity(parks["park_id"], parks, leasable_land(parks)[0] - vacancy(parks)[0])
    operating = parks.loc[parks["status"] == "operating", "park_id"]
    of_parks["leased"] = of_parks["leased"].where(of_parks["object_id"].isin(operating), 0.0)
    own = _known_capacity(sites["site_id"], sites, pd.Series(0.0, index=sites.index))
    stands_for = sites[["site_id", "park_id"]].dropna().rename(columns={"park_id": "object_id"})
    taken_over = of_parks.merge(stands_for, on="object_id").drop(columns="object_id")
    of_sites = pd.concat([own, taken_over.rename(columns={"site_id": "object_id"})])
    known = pd.concat(
        [
            of_parks.assign(table="parks"),
            of_sites.drop_duplicates(["object_id", "utility"]).assign(table="sites"),
        ],
        ignore_index=True,
    ).dropna(subset="leased")
    spare = known.merge(usable.reset_index(names="facility"), on=["table", "object_id"])
    use = spare["utility"].map({utility: traits[trait].mean() for utility, trait in UTILITY_TRAITS.items()})
    spare["spare"] = (spare["capacity"] - spare["leased"] * use).clip(lower=0.0)
    return spare[["facility", "utility", "capacity", "spare"]].dropna(subset="spare").reset_index(drop=True)


def _known_capacity(ids: pd.Series, frame: pd.DataFrame, leased: pd.Series) -> pd.DataFrame:
    wide = pd.DataFrame({utility: frame[column] * per for utility, (column, per) in _CAPACITIES.items()})
    wide = wide.astype("float64").assign(object_id=ids, leased=leased)
    long = wide.melt(["object_id", "leased"], var_name="utility", value_name="capacity")
    return long[long["capacity"].notna()]


_CAPACITIES = {
    "power_kw": ("power_mw", 1000.0),
    "water_m3_day": ("water_m3_day", 1.0),
    "wastewater_m3_day": ("wastewater_m3_day", 1.0),
}
"""Utility -> column of parks and sites, and its units in one of the column's."""

UTILITY_TRAITS = {
    "power_kw": "power_kw_ha",
    "water_m3_day": "water_m3_ha_day",
    "wastewater_m3_day": "wastewater_m3_ha_day",
}
"""Utility -> what one net ha of a group uses of it."""

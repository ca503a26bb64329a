"""Relocation: land for the firms that must leave parks under conversion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.steps.demand.columns import Bools, Floats, Ints, assumed, numbers
from parkwright.steps.demand.draws import draw_range, summary
from parkwright.steps.demand.params import DemandParams
from parkwright.tables import Conversions, Parks, Places, RegionMeta

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Displacement:
    """What the official directions displace (J parks, those with a direction or named by a request).

    stats:    [4, J, T] hectares by park and period        place: [J] place in which the park lies
    assumed:  [J] 1 where the effect of the conversion is assumed
    directed: [J] whether an official direction stands behind it
    beyond_ha: hectares that would be displaced after the last period      unknown: parks whose land, time, place or one direction is unknown
    """

    parks: tuple[str, ...]
    stats: Floats
    place: Ints
    assumed: Floats
    directed: Bools
    beyond_ha: float
    unknown: tuple[str, ...]


def displace(
    conversions: Conversions, parks: Parks, places: Places, named: set[str], meta: RegionMeta, seed: int,
    params: DemandParams,
) -> Displacement:  # fmt: skip
    """Land displaced by the conversions with an official direction, evenly over their transition years.

    A park with two official directions counts as unknown: nobody said which one holds.
    named: parks that requests say they are displaced from (they get an axis entry even without a direction)

    I/O Example:
        conversions: park_id a, official_direction 1, displaced_share 0.5, transition_years 4; parks: a leased_ha 80
        base date 2026-01-01, delay 1 -> 10 ha in each of 2027, 2028, 2029, 2030
    """
    official = conversions.loc[conversions["official_direction"].fillna(False).astype(bool)]
    twice = set(official.loc[official["park_id"].duplicated(), "park_id"])
    official = official.drop_duplicates("park_id").set_index("park_id")
    ids = tuple(sorted(set(official.index) | named))
    own = pd.DataFrame(parks).set_index("park_id").reindex(list(ids))
    way = official.reindex(list(ids))
    share = numbers(way, "displaced_share")
    years = numbers(way, "transition_years")
    directed = np.isin(np.array(ids, dtype=str), list(official.index))
    total = share * _leased(own, way)
    placed = np.isin(np.array(ids, dtype=str), list(named)) | own["lon"].notna().to_numpy(bool)
    clear = ~np.isin(np.array(ids, dtype=str), list(twice))
    unknown = directed & (np.isnan(total) | np.isnan(years) | ~placed | ~clear)
    total = np.where(directed & ~unknown, total, 0.0)
    calendar = _calendar(np.where(np.isnan(years), 1.0, years), meta, params)
    spread = [draw_range(seed, f"relocation.{park}", params.relocation_spread, params.draws) for park in ids]
    stats = summary(np.stack(spread, axis=1)) if ids else np.zeros((4, 0))
    return Displacement(
        parks=ids,
        stats=stats[:, :, None] * (total[:, None] * calendar),
        place=_nearest(own, places),
        assumed=assumed(way, "effects_evidence"),
        directed=directed,
        beyond_ha=float((total * (1 - calendar.sum(axis=1))).sum()),
        unknown=tuple(np.array(ids, dtype=str)[unknown]),
    )


def _leased(own: pd.DataFrame, way: pd.DataFrame) -> Floats:
    """Leased land of each park: as recorded, else leasable x occupancy, NaN where neither is known."""
    leasable = _first(
        numbers(way, "leasable_ha"), numbers(own, "leasable_ha"), numbers(own, "leasable_ha_assumed")
    )
    occupied = _first(
        numbers(way, "occupancy_pct"), numbers(own, "occupancy_pct"), numbers(own, "occupancy_pct_assumed")
    )
    recorded = numbers(own, "leased_ha")
    return np.where(np.isnan(recorded), leasable * occupied / 100, recorded)


def _first(*columns: Floats) -> Floats:
    """The first known value of each row."""
    found = columns[0]
    for column in columns[1:]:
        found = np.where(np.isnan(found), column, found)
    return found


def _calendar(years: Floats, meta: RegionMeta, params: DemandParams) -> Floats:
    """[J, T] share of a park's displaced land in each period; a transition of 0 years happens in its first year."""
    start = meta.base_date.year + params.relocation_start_delay
    length = np.maximum(years, 1.0)[:, None]
    first = np.array([period.first_year for period in meta.periods], float)
    last = np.array([period.last_year + 1 for period in meta.periods], float)
    overlap = np.minimum(start + length, last) - np.maximum(float(start), first)
    return np.asarray(np.clip(overlap, 0.0, None) / length)


def _nearest(own: pd.DataFrame, places: Places) -> Ints:
    """Place whose point is nearest to each park's point, great circle (no meaning for a park without a point)."""
    here = np.radians(np.stack([numbers(own, "lon"), numbers(own, "lat")], axis=1))
    there = np.radians(np.stack([numbers(places, "lon"), numbers(places, "lat")], axis=1))
    dlon, dlat = here[:, None, 0] - there[:, 0], here[:, None, 1] - there[:, 1]
    haversine = np.sin(dlat / 2) ** 2 + np.cos(here[:, None, 1]) * np.cos(there[:, 1]) * np.sin(dlon / 2) ** 2
    km = 2 * _EARTH_KM * np.arcsin(np.sqrt(haversine))
    return np.asarray(np.argmin(np.where(np.isnan(km), np.inf, km), axis=1))

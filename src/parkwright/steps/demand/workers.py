"""Manufacturing workers of each place; where nobody counted them, a stand-in that is told and marked assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parkwright.steps.demand.columns import Bools, Floats, assumed, numbers
from parkwright.tables import Places


@dataclass(frozen=True, slots=True)
class Workers:
    """count: [P] workers, all 0 where no place knows them; assumed: [P] 1 where the figure is; stood_in: [P] not counted."""

    count: Floats
    assumed: Floats
    stood_in: Bools


def read_workers(places: Places) -> Workers:
    """Workers as they are told; an unknown figure is the place's people times the median share of workers among its scope's
    places (else among all), or the median of the known figures where its people are unknown too.

    I/O Example:
        places: place_id  mfg_workers  population_2024
                a         1,000        10,000
                b         3,000        20,000
                c                      40,000
        -> c: 40,000 x median(0.10, 0.15) = 5,000, assumed
    """
    count, people = numbers(places, "mfg_workers"), _people(places)
    unknown: Bools = np.isnan(count)
    if unknown.all():
        return Workers(np.zeros(len(count)), np.ones(len(count)), unknown)
    scope = places["scope"].astype("str").to_numpy()
    rate = np.divide(count, people, out=np.full_like(count, np.nan), where=people > 0)
    filled = count.copy()
    for place in np.flatnonzero(unknown):
        alike = (scope == scope[place]) & ~np.isnan(rate)
        rates = rate[alike] if alike.any() else rate[~np.isnan(rate)]
        by_people = np.median(rates) * people[place] if len(rates) else np.nan
        filled[place] = np.nanmedian(count) if np.isnan(by_people) else by_people
    marked = np.where(unknown, 1.0, assumed(places, "mfg_workers_evidence"))
    return Workers(filled, marked, unknown)


def _people(places: Places) -> Floats:
    """Inhabitants by the later census that is known, NaN = unknown."""
    later, earlier = numbers(places, "population_2024"), numbers(places, "population_2019")
    return np.where(np.isnan(later), earlier, later)

"""The two outside estimates of the region: past take-up carried forward, and land for growing employment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parkwright.steps.demand.columns import Floats
from parkwright.steps.demand.draws import draw_factor, draw_range, summary
from parkwright.steps.demand.land import SectorLand
from parkwright.steps.demand.params import DemandParams, Range
from parkwright.tables import Period, RegionMeta


@dataclass(frozen=True, slots=True)
class TakeUpAnchor:
    """Yearly take-up carried into the periods.

    stats: [4, T] hectares of the planned scopes by period (all zero where no take-up is known); drawn: [D, T] its draws
    flat:  [T] hectares if the mean yearly take-up simply went on: what of it does not rest on assumed growth
    years: the years that are known          assumed: share of the recorded hectares that is assumed
    """

    stats: Floats
    drawn: Floats
    flat: Floats
    years: tuple[int, ...]
    assumed: float


def carry_take_up(meta: RegionMeta, seed: int, params: DemandParams) -> TakeUpAnchor:
    """Take-up of the planned scopes by period.

    The level is a triangle over the recorded years (lowest, mean, highest), the growth a triangle of its own; both are
    drawn once for the region. A scope "core+merged" speaks for both; a year counts if its rows together cover the
    planned scopes and nothing else.

    I/O Example:
        take_up: 2025: 475.1 ha, 2024: 277.7 ha; growth 0 in all cases; period 2028-30
        -> mean 3 x 376.4 = 1,129.2 ha
    """
    by_year, assumed = _yearly(meta)
    shape = (4, len(meta.periods))
    if not by_year:
        return TakeUpAnchor(np.zeros(shape), np.zeros((params.draws, shape[1])), np.zeros(shape[1]), (), 1.0)
    levels = list(by_year.values())
    belief = Range(low=min(levels), base=float(np.mean(levels)), high=max(levels))
    level = draw_range(seed, "take-up.level", belief, params.draws)
    growth = draw_range(seed, "take-up.growth", params.take_up_growth, params.draws)
    drawn = level[:, None] * _years_of_growth(growth, meta.periods, max(by_year))
    flat = belief.base * np.array([period.years for period in meta.periods], float)
    return TakeUpAnchor(summary(drawn), drawn, flat, tuple(sorted(by_year)), assumed)


@dataclass(frozen=True, slots=True)
class LabourDemand:
    """Land for growing employment.

    per_worker: [4, S, T] hectares per worker employed in the sector at the base date, all premises types
    region:     [4, T] hectares of the planned scopes; drawn: [D, T] its draws
    """

    per_worker: Floats
    region: Floats
    drawn: Floats


def grow_labour(
    land: SectorLand, sector_workers: Floats, meta: RegionMeta, seed: int, params: DemandParams
) -> LabourDemand:
    """Land = growth of workers x floor per worker / plot ratio x (1 + churn) x (1 + vacancy) x share in parks.

    sector_workers: [S] workers of the planned scopes by sector
    Shrinking employment asks for no land (what it leaves is no negative demand).

    I/O Example:
        100,000 workers, growth 2 % in all cases, 45 m2 of floor, plot ratio 0.6, no churn, no vacancy, all in parks
        first year -> 2,000 workers x 45 / 0.6 / 10,000 = 15 ha
    """
    draws, ids = params.draws, land.ids
    start = meta.base_date.year - 1
    growth = draw_range(seed, "labour.growth", params.labour_growth, draws)
    more = np.stack(
        [
            (1 + growth) ** (p.last_year - start) - (1 + growth) ** (p.first_year - 1 - start)
            for p in meta.periods
        ],
        axis=1,
    )
    common = draw_range(seed, "labour.park_share", params.park_share, draws)
    for name, belief in (("churn", params.churn), ("vacancy", params.vacancy)):
        common = common * (1 + draw_range(seed, f"labour.{name}", belief, draws))
    more = np.maximum(more, 0.0) * common[:, None]
    factor = np.stack(
        [draw_factor(seed, f"labour.floor.{sector}", params.floor_spread, draws) for sector in ids], axis=1
    )
    factor /= np.stack(
        [draw_factor(seed, f"labour.ratio.{sector}", params.ratio_spread, draws) for sector in ids], axis=1
    )
    each = factor * land.ha_per_worker.sum(axis=1)
    drawn = (each @ sector_workers)[:, None] * more
    return LabourDemand(summary(each[:, :, None] * more[:, None, :]), summary(drawn), drawn)


def _yearly(meta: RegionMeta) -> tuple[dict[int, float], float]:
    planned, by_year = set(meta.planned_scopes), {}
    all_ha = assumed_ha = 0.0
    for year in sorted({entry.year for entry in meta.take_up}):
        rows = [
            entry for entry in meta.take_up if entry.year == year and set(entry.scope.split("+")) <= planned
        ]
        scopes = [scope for entry in rows for scope in entry.scope.split("+")]
        if sorted(scopes) == sorted(planned):
            by_year[year] = sum(entry.ha for entry in rows)
            all_ha += by_year[year]
            assumed_ha += sum(entry.ha for entry in rows if entry.evidence not in ("seen", "derived"))
    return by_year, assumed_ha / all_ha if all_ha else 1.0


def _years_of_growth(growth: Floats, periods: tuple[Period, ...], known: int) -> Floats:
    """[draws, T] sum over the years of a period of (1 + growth) ^ (years since the last known one)."""
    return np.stack(
        [
            sum(
                ((1 + growth) ** (year - known) for year in range(p.first_year, p.last_year + 1)),
                np.zeros_like(growth),
            )
            for p in periods
        ],
        axis=1,
    )

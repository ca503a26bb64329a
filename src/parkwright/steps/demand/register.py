"""The demand register: which requests count, for how much land, where and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.kernels.survey import expand_strata
from parkwright.steps.demand.columns import Bools, Floats, Ints, Words, assumed, numbers, positions
from parkwright.steps.demand.land import M2_PER_HA, SectorLand
from parkwright.steps.demand.params import PREMISES
from parkwright.tables import Period, Places, Requests

COUNTED, DISPLACED = "counted", "displaced"
DOUBLE, NO_CELL, NO_AREA, TOO_LATE = "double", "no_cell", "no_area", "too_late"


@dataclass(frozen=True, slots=True)
class Register:
    """The requests as arrays (N of them, in the order of the table).

    state:    [N] counted, displaced (counted, in relocation), double, no_cell, no_area, too_late
    place, sector, kind: [N] positions in the axes, -1 = unknown (then the state is no_cell or double)
    ha:       [N] land asked for (NaN = unknown)      weight: [N] firms that the request stands for (1 without a frame)
    when:     [N, T] share of the request in each period, rows sum to 1 where it counts
    displaced_from: [N] park that the firm must leave, or ""
    assumed:  [N] 1 where the request's evidence is assumed
    spread, early: [N] whether the year was unknown, or before the first period
    twin:     [N] request that a double entry repeats, or ""
    frame_cv: relative standard error of the expansion, 0 without a frame
    """

    ids: tuple[str, ...]
    state: Words
    place: Ints
    sector: Ints
    kind: Ints
    ha: Floats
    weight: Floats
    when: Floats
    displaced_from: tuple[str, ...]
    assumed: Floats
    spread: Bools
    early: Bools
    twin: tuple[str, ...]
    frame_cv: float

    def land(self, rows: Bools, shape: tuple[int, ...], ha: Floats) -> Floats:
        """Sum of ``ha`` x weight x period share of some rows by [P, S, K, T]."""
        found = np.zeros(shape)
        part = (ha * self.weight)[rows, None] * self.when[rows]
        np.add.at(found, (self.place[rows], self.sector[rows], self.kind[rows]), part)
        return found


def read_register(
    requests: Requests, places: Places, land: SectorLand, periods: tuple[Period, ...]
) -> Register:
    """Turn the register into arrays.

    A double entry (same tax code and plot number) counts once: the first that knows its area stands. A request whose place,
    sector, premises type or area is unknown is kept and told, not counted in hectares. A year before the first period counts there; an unknown year is
    spread by the known years of the counted requests. ``stratum`` and ``frame_firms``, where filled, expand the register.
    """
    place = positions(requests, "place_id", tuple(places["place_id"]))
    sector = positions(requests, "sector_id", land.ids)
    kind = positions(requests, "premises_type", PREMISES)
    area = numbers(requests, "area_m2")
    ha = np.where(kind == 0, area, area * land.land_m2_per_floor[sector, kind]) / M2_PER_HA
    ha[kind < 0] = np.nan  # floor or land: nobody knows
    placed = (place >= 0) & (sector >= 0) & (kind >= 0)
    state, twin = _states(requests, ha, placed, periods)
    counts = np.isin(state, (COUNTED, DISPLACED))
    when, spread = _when(numbers(requests, "needed_year"), counts, periods)
    weight, frame_cv = _frame(requests, ha, counts)
    return Register(
        ids=tuple(requests["request_id"]),
        state=state,
        place=place,
        sector=sector,
        kind=kind,
        ha=ha,
        weight=weight,
        when=when,
        displaced_from=tuple(requests["displaced_from"].fillna("")),
        assumed=assumed(requests),
        spread=spread,
        early=numbers(requests, "needed_year") < periods[0].first_year,
        twin=twin,
        frame_cv=frame_cv,
    )


def known_budgets(requests: Requests, land: SectorLand) -> Floats:
    """Median known land budget by sector and premises type, else of the sector, else NaN: [S, K], USD per m2 and term."""
    known = requests.loc[
        requests["budget_usd_m2_term"].notna(), ["sector_id", "premises_type", "budget_usd_m2_term"]
    ]
    fine = known.groupby(["sector_id", "premises_type"])["budget_usd_m2_term"].median().unstack()
    by_type = fine.reindex(index=list(land.ids), columns=list(PREMISES)).to_numpy("float64")
    coarse = (
        known.groupby("sector_id")["budget_usd_m2_term"].median().reindex(list(land.ids)).to_numpy("float64")
    )
    return np.where(np.isnan(by_type), coarse[:, None], by_type)


def _states(
    requests: Requests, ha: Floats, placed: Bools, periods: tuple[Period, ...]
) -> tuple[Words, tuple[str, ...]]:
    keyed = requests["tax_code"].notna() & requests["plot_no"].notna()
    pair = requests["tax_code"].astype("str") + "\x1f" + requests["plot_no"].astype("str")
    with_area = requests["request_id"].where(~np.isnan(ha)).groupby(pair).transform("first")
    first = with_area.fillna(requests["request_id"].groupby(pair).transform("first"))
    double = (keyed & (first != requests["request_id"])).to_numpy(bool)
    late = numbers(requests, "needed_year") > periods[-1].last_year
    state = np.select(
        [double, ~placed, np.isnan(ha), late, requests["displaced_from"].notna().to_numpy(bool)],
        [DOUBLE, NO_CELL, NO_AREA, TOO_LATE, DISPLACED],
        COUNTED,
    )
    return state, tuple(first.where(double, ""))


def _when(year: Floats, counts: Bools, periods: tuple[Period, ...]) -> tuple[Floats, Bools]:
    ends = np.array([period.last_year for period in periods], float)
    period = np.searchsorted(ends, np.where(np.isnan(year), ends[-1] + 1, year))
    when = (period[:, None] == np.arange(len(periods))).astype(float)
    usual = when[counts & ~np.isnan(year)].sum(axis=0)
    if not usual.sum():
        usual = np.array([period.years for period in periods], float)
    unknown = np.isnan(year)
    when[unknown] = usual / usual.sum()
    return when, unknown


def _frame(requests: Requests, ha: Floats, counts: Bools) -> tuple[Floats, float]:
    """Weight of each request, and the relative error of the expanded part (methods: kernels/survey)."""
    weight = np.ones(len(requests))
    if not {"stratum", "frame_firms"} <= set(requests.columns):
        return weight, 0.0
    frame = numbers(requests, "frame_firms")
    stratum = requests["stratum"].astype("str").to_numpy()
    framed = counts & requests["stratum"].notna().to_numpy(bool) & ~np.isnan(frame)
    if not framed.any():
        return weight, 0.0
    found = expand_strata(ha[framed], stratum[framed], frame[framed])
    sampled = pd.Series(stratum[framed]).map(pd.Series(stratum[framed]).value_counts()).to_numpy("float64")
    weight[framed] = frame[framed] / sampled
    everything = float((ha * weight)[counts].sum())
    return weight, found.total_se / everything if everything else 0.0

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
    lone:     strata of which one firm was asked, of several
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
    lone: int

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

    A double entry (same tax code and plot number) counts once: the first that knows its cell and area stands. A request whose place,
    sector, premises type or area is unknown has no cell: it is kept and told with the land that is known of it, and its firm
    stays one of those without a name inside the level. A year before the first period counts there; an unknown year is spread
    by the known years of the counted requests. ``stratum`` and ``frame_firms``, where filled, expand the register.
    """
    place = positions(requests, "place_id", tuple(places["place_id"]))
    sector = positions(requests, "sector_id", land.ids)
    kind = positions(requests, "premises_type", PREMISES)
    ha = _land(numbers(requests, "area_m2"), sector, kind, land)
    placed = (place >= 0) & (sector >= 0) & (kind >= 0)
    state, twin = _states(requests, ha, placed, periods)
    counts = np.isin(state, (COUNTED, DISPLACED))
    when, spread = _when(numbers(requests, "needed_year"), counts, periods)
    weight, frame_cv, lone = _frame(requests, ha, counts, np.expm1(land.lot_sigma[sector, kind] ** 2))
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
        lone=lone,
    )


def known_budgets(requests: Requests, land: SectorLand) -> dict[str, Floats]:
    """Median known budgets by sector and premises type, else of the sector, else NaN: [S, K] by the column's name.

    ``budget_usd_m2_term`` is for land, under floor too; ``budget_usd_m2_month`` is rent of floor, and a land lot has none.
    """
    rent = _medians(requests[requests["premises_type"] != "land"], "budget_usd_m2_month", land)
    rent[:, PREMISES.index("land")] = np.nan
    return {
        "budget_usd_m2_term": _medians(requests, "budget_usd_m2_term", land),
        "budget_usd_m2_month": rent,
    }


def _medians(requests: pd.DataFrame, column: str, land: SectorLand) -> Floats:
    known = requests.dropna(subset=column)
    fine = known.groupby(["sector_id", "premises_type"])[column].median().unstack()
    by_type = fine.reindex(index=list(land.ids), columns=list(PREMISES)).to_numpy("float64")
    coarse = known.groupby("sector_id")[column].median().reindex(list(land.ids)).to_numpy("float64")
    return np.where(np.isnan(by_type), coarse[:, None], by_type)


def _land(area: Floats, sector: Ints, kind: Ints, land: SectorLand) -> Floats:
    """Hectares behind the area asked for; unknown where nobody tells whether it is land, or whose floor it is."""
    of_floor = np.where((sector >= 0) & (kind >= 0), land.land_m2_per_floor[sector, kind], np.nan)
    return np.asarray(area * np.where(kind == PREMISES.index("land"), 1.0, of_floor) / M2_PER_HA)


def _states(
    requests: Requests, ha: Floats, placed: Bools, periods: tuple[Period, ...]
) -> tuple[Words, tuple[str, ...]]:
    keyed = requests["tax_code"].notna() & requests["plot_no"].notna()
    pair = requests["tax_code"].astype("str") + "\x1f" + requests["plot_no"].astype("str")
    complete = requests["request_id"].where(placed & ~np.isnan(ha)).groupby(pair).transform("first")
    first = complete.fillna(requests["request_id"].groupby(pair).transform("first"))
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


def _frame(requests: Requests, ha: Floats, counts: Bools, lot_cv2: Floats) -> tuple[Floats, float, int]:
    """Weight of each request, the relative error of the expanded part (methods: kernels/survey), and the lone strata.

    lot_cv2: [N] squared cv of the lots of each request's sector; a stratum of which one firm was asked shows no spread of its
    own, and takes this one
    """
    weight, frame = np.ones(len(requests)), numbers(requests, "frame_firms")
    stratum = requests["stratum"].astype("str").to_numpy()
    framed: Bools = counts & requests["stratum"].notna().to_numpy(bool) & ~np.isnan(frame)
    if not framed.any():
        return weight, 0.0, 0
    asked = pd.Series(stratum).where(framed)
    sampled = asked.map(asked.value_counts()).to_numpy("float64")
    weight[framed] = (frame / sampled)[framed]
    lone = framed & (sampled == 1) & (frame > 1)
    variance = float((frame * (frame - 1) * lot_cv2 * ha**2)[lone].sum())
    if (seen := framed & ~lone).any():
        variance += expand_strata(ha[seen], stratum[seen], frame[seen]).total_se ** 2
    everything = float((ha * weight)[counts].sum())
    return weight, variance**0.5 / everything if everything else 0.0, int(lone.sum())

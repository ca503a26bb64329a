"""``estimate_demand``: who needs premises, how much land, of what kind, when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.steps.demand.anchors import carry_take_up, grow_labour
from parkwright.steps.demand.columns import Bools, Floats
from parkwright.steps.demand.combine import (
    Rate,
    draw_conversion,
    make_pattern,
    organic_part,
    relocation_part,
    without_relocation,
)
from parkwright.steps.demand.land import SectorLand, read_sectors, sizes_table
from parkwright.steps.demand.params import DemandParams
from parkwright.steps.demand.register import Register, known_budgets, read_register
from parkwright.steps.demand.relocation import displace
from parkwright.steps.demand.report import (
    Estimate,
    cells_table,
    methods_table,
    reconciliation_table,
    request_cells_table,
    requests_table,
)
from parkwright.steps.demand.workers import read_workers
from parkwright.tables import Conversions, Parks, Places, RegionMeta, Requests, Sectors, result_frame


@dataclass(frozen=True, slots=True)
class Demand:
    """What ``estimate_demand`` gives; each frame has its spec."""

    cells: pd.DataFrame  # demand_cells
    methods: pd.DataFrame  # demand_methods
    reconciliation: pd.DataFrame  # demand_reconciliation
    requests: pd.DataFrame  # demand_requests
    request_cells: pd.DataFrame  # demand_request_cells
    sizes: pd.DataFrame  # demand_sizes


def estimate_demand(
    places: Places, sectors: Sectors, requests: Requests, parks: Parks, conversions: Conversions, meta: RegionMeta,
    seed: int, params: DemandParams = DemandParams(),
) -> Demand:  # fmt: skip
    """Demand for premises by place, sector, premises type and period, hectares of net land, P10, P50 and P90.

    Four methods are kept apart (table ``methods``), set side by side (``reconciliation``) and never added blindly: past
    take-up carries the level; labour gives the pattern; requests known by name stand in their own cells and are taken out
    of what their place is given in that period, at the usual lot of their sector, so that they count once; relocation from
    parks under conversion comes beside. Intention is not demand: requests count at a conversion rate with its interval.

    One changed area moves only the request's own cells and the totals over them. A request more or less, or one of another
    sector or year, also moves the rest of its place in those periods: there is then one firm more (or less) inside the level;
    and where the known years change by it, requests of unknown year move with their places, as they are spread by them.

    I/O Example (one planned place with 1,000 workers, one sector, take-up 10 ha a year without growth, no relocation):
        requests: request_id  place_id  sector_id  premises_type  area_m2  needed_year
                  r1          p1        moulds     land           20000    2027
        cells:    cell_id               mean_ha    (usual lot 0.2 ha, mean conversion 0.4)
                  p1|moulds|land|2027   10 x 0.3 - 0.4 x 0.2 x 0.3 + 0.4 x 2.0   (0.3 = share of this premises type)

    seed:   whole number; the same seed, tables and parameters give the same answer
    Source: methods for employment-land reviews (labour demand, past take-up, survey); Cochran 1977 §5 for the frame.

    Raises:
        ValueError: no sector knows the floor of its workers; ``sector_workers`` names no sector of the table; no place lies in
            the scopes planned for.
    """
    land = read_sectors(sectors, params)
    register = read_register(requests, places, land, meta.periods)
    estimate = _estimate(places, parks, conversions, meta, seed, params, land, register)
    return Demand(
        cells=result_frame(
            "demand_cells", cells_table(estimate, known_budgets(requests, land), seed, params)
        ),
        methods=result_frame("demand_methods", methods_table(estimate)),
        reconciliation=result_frame("demand_reconciliation", reconciliation_table(estimate, params)),
        requests=result_frame("demand_requests", requests_table(estimate)),
        request_cells=result_frame("demand_request_cells", request_cells_table(estimate)),
        sizes=result_frame("demand_sizes", sizes_table(land, params.size_edges_m2)),
    )


def _estimate(
    places: Places, parks: Parks, conversions: Conversions, meta: RegionMeta, seed: int, params: DemandParams,
    land: SectorLand, register: Register,
) -> Estimate:  # fmt: skip
    planned, at_work = _planned(places, meta), read_workers(places)
    workers = at_work.count
    shares = _sector_share(land, params)
    take_up = carry_take_up(meta, seed, params)
    labour = grow_labour(land, workers[planned].sum() * shares, meta, seed, params)
    anchor, drawn = (take_up.stats, take_up.drawn) if take_up.years else (labour.region, labour.drawn)
    level = np.divide(drawn, anchor[0], out=np.ones_like(drawn), where=anchor[0] > 0)
    pattern = make_pattern(workers, planned, shares, land)
    rate, stay = _rates(seed, register, params)
    named = {park for park in register.displaced_from if park}
    out = displace(conversions, parks, places, named, meta, seed, params)
    moved = relocation_part(out, pattern, register, land, stay.stats, params)
    if params.relocation_counts == "inside":
        anchor = without_relocation(anchor, moved, pattern, register, land, stay.stats)
    of_labour = np.maximum(at_work.assumed[:, None], land.assumed[None, :])
    of_pattern = np.maximum(of_labour, take_up.assumed if take_up.years else 0.0)
    return Estimate(
        places=tuple(places["place_id"]),
        periods=tuple(period.period_id for period in meta.periods),
        workers=workers,
        stood_in=at_work.stood_in,
        sector_share=shares,
        land=land,
        register=register,
        take_up=take_up,
        anchor_stats=anchor,
        labour=labour,
        pattern=pattern,
        labour_assumed=of_labour,
        pattern_assumed=of_pattern,
        out=out,
        level=level,
        rate=rate,
        stay=stay,
        organic=organic_part(anchor, pattern, register, land, rate.stats, of_pattern, params),
        relocation=moved,
    )


def _planned(places: Places, meta: RegionMeta) -> Bools:
    """[P] whether the place's scope is planned for."""
    planned: Bools = places["scope"].isin(meta.planned_scopes).to_numpy("bool")
    if not planned.any():
        raise ValueError(f"no place lies in the scopes planned for ({', '.join(meta.planned_scopes)})")
    return planned


def _rates(seed: int, register: Register, params: DemandParams) -> tuple[Rate, Rate]:
    """Conversion of the register, and of the firms that must leave a park."""
    yes, no = params.conversion_yes, params.conversion_no
    rate = draw_conversion(seed, "register", yes, no, register.frame_cv, params.draws)
    return rate, draw_conversion(
        seed, "displaced", params.displaced_yes, params.displaced_no, 0.0, params.draws
    )


def _sector_share(land: SectorLand, params: DemandParams) -> Floats:
    """[S] share of manufacturing workers; all alike where nobody gave weights."""
    unknown = set(params.sector_workers) - set(land.ids)
    if unknown:
        raise ValueError(f"sector_workers: no such sector: {', '.join(sorted(unknown))}")
    if not params.sector_workers:
        return np.full(len(land.ids), 1 / len(land.ids))
    weight = np.array([params.sector_workers.get(sector, 0.0) for sector in land.ids])
    if not weight.sum() > 0 or (weight < 0).any():
        raise ValueError("sector_workers: weights must not be negative and not all zero")
    return np.asarray(weight / weight.sum())

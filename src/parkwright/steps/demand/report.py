"""Result tables of the demand step: cells, methods, reconciliation, requests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.steps.demand.anchors import LabourDemand, TakeUpAnchor
from parkwright.steps.demand.combine import Part, Pattern
from parkwright.steps.demand.draws import Floats
from parkwright.steps.demand.land import SectorLand, share_up_to
from parkwright.steps.demand.params import PREMISES, DemandParams
from parkwright.steps.demand.register import COUNTED, DISPLACED, DOUBLE, NO_AREA, TOO_LATE, Register
from parkwright.steps.demand.relocation import Displacement
from parkwright.words import Text, say, text

_AXES = ("place_id", "sector_id", "premises_type", "period_id")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Everything that the tables are made of.

    places, periods: ids of the axes         workers: [P] manufacturing workers (NaN = unknown)
    sector_share: [S] share of the workers   anchor_stats: [4, T] ha that were shared (take-up, else labour)
    pattern_assumed: [P, S]                  rates: [4] conversion of the register and of displaced firms
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    workers: Floats
    sector_share: Floats
    land: SectorLand
    register: Register
    take_up: TakeUpAnchor
    anchor_stats: Floats
    labour: LabourDemand
    pattern: Pattern
    pattern_assumed: Floats
    out: Displacement
    rate: Floats
    rate_displaced: Floats
    organic: Part
    relocation: Part


def cells_table(estimate: Estimate, budgets: Floats, params: DemandParams) -> pd.DataFrame:
    """Frame of ``demand_cells``: every cell with land in it."""
    organic, moved = estimate.organic, estimate.relocation
    stats = organic.stats + moved.stats
    p50 = stats[2]
    small = share_up_to(params.small_lot_m2, estimate.land)[None, :, :, None]
    in_small = (
        (organic.expected_stats + moved.expected_stats)[2] * small + organic.known_small + moved.known_small
    )
    assumed = organic.known_assumed + organic.expected_assumed + moved.known_assumed + moved.expected_assumed
    frame = _grid((estimate.places, estimate.land.ids, PREMISES, estimate.periods), _AXES)
    frame["planned"] = np.repeat(estimate.pattern.planned, p50[0].size)
    for name, values in zip(("mean_ha", "p10_ha", "p50_ha", "p90_ha"), stats, strict=True):
        frame[name] = values.ravel()
    frame["small_share"] = _share(in_small, p50)
    frame["workers"] = (p50 * estimate.land.workers_per_ha[None, :, :, None]).ravel()
    frame["budget_usd_m2_term"] = np.broadcast_to(budgets[None, :, :, None], p50.shape).ravel()
    frame["assumed_share"] = _share(assumed, p50)
    frame = frame[frame["mean_ha"] > 0]
    return frame.assign(cell_id=_cell_ids(frame))


def methods_table(estimate: Estimate) -> pd.DataFrame:
    """Frame of ``demand_methods``: the four methods by place, sector and period, each alone."""
    workers = np.where(np.isnan(estimate.workers), 0.0, estimate.workers)
    by_sector = estimate.pattern.mix.sum(axis=1)
    pattern = estimate.pattern_assumed[:, :, None]
    labour = np.einsum("p,s,qst->qpst", workers, estimate.sector_share, estimate.labour.per_worker)
    take_up = np.einsum("qt,p,s->qpst", estimate.take_up.stats, estimate.pattern.place, by_sector)
    register = estimate.organic.known_stats.sum(axis=3)
    moved = estimate.relocation.stats.sum(axis=3)
    moved_assumed = (estimate.relocation.known_assumed + estimate.relocation.expected_assumed).sum(axis=2)
    parts = {
        "labour": (labour, np.broadcast_to(pattern, labour[2].shape)),
        "take-up": (take_up, np.broadcast_to(pattern, take_up[2].shape)),
        "register": (register, _ratio(estimate.organic.known_assumed.sum(axis=2), register[2])),
        "relocation": (moved, _ratio(moved_assumed, moved[2])),
    }
    frames = []
    for method, (stats, assumed) in parts.items():
        frame = _grid(
            (estimate.places, estimate.land.ids, estimate.periods), ("place_id", "sector_id", "period_id")
        )
        frame.insert(0, "method", method)
        for name, values in zip(("low_ha", "base_ha", "high_ha"), stats[1:], strict=True):
            frame[name] = values.ravel()
        frame["assumed_share"] = assumed.ravel()
        frames.append(frame[frame["high_ha"] > 0])
    return pd.concat(frames, ignore_index=True)


def reconciliation_table(estimate: Estimate, params: DemandParams) -> pd.DataFrame:
    """Frame of ``demand_reconciliation``: the methods side by side for the planned scopes, and what was planned."""
    planned = estimate.pattern.planned

    def region(stats: Floats) -> Floats:
        return np.asarray(stats[:, planned].sum(axis=(1, 2, 3)))

    expected, known = region(estimate.organic.expected_stats), region(estimate.organic.known_stats)
    moved = region(estimate.relocation.stats)
    total = expected + known + moved
    by_labour = not estimate.take_up.years
    anchor = expected if not by_labour else np.zeros_like(expected)
    methods = {
        "labour": (estimate.labour.region, expected[2] if by_labour else np.zeros(expected.shape[1])),
        "take-up": (estimate.take_up.stats, anchor[2]),
        "register": (known, known[2]),
        "relocation": (moved, moved[2]),
        "planned": (total, total[2]),
    }
    rows = []
    for method, (stats, carried) in methods.items():
        for t, period in enumerate(estimate.periods):
            why = _why_method(method, t, estimate, stats, total, params)
            rows.append(
                {
                    "period_id": period,
                    "method": method,
                    "low_ha": stats[1, t],
                    "base_ha": stats[2, t],
                    "high_ha": stats[3, t],
                    "weight": carried[t] / total[2, t] if total[2, t] else np.nan,
                    "reason_vi": say(why, "vi"),
                    "reason_en": say(why, "en"),
                }
            )
    return pd.DataFrame(rows)


def requests_table(estimate: Estimate) -> pd.DataFrame:
    """Frame of ``demand_requests``: what became of each request."""
    register = estimate.register
    main = register.when.argmax(axis=1)
    counted = np.isin(register.state, (COUNTED, DISPLACED))
    rate = np.where(register.state == DISPLACED, estimate.rate_displaced[0], estimate.rate[0])
    frame = pd.DataFrame(
        {
            "request_id": register.ids,
            "place_id": np.array(estimate.places)[register.place],
            "sector_id": np.array(estimate.land.ids)[register.sector],
            "premises_type": np.array(PREMISES)[register.kind],
            "period_id": np.array(estimate.periods)[main],
        }
    )
    frame["cell_id"] = _cell_ids(frame).where(counted)
    frame["land_ha"] = register.ha
    frame["weight"] = np.where(counted, rate * register.weight, 0.0)
    frame["counted"] = counted
    whys = [_why_request(row, estimate, float(rate[row])) for row in range(len(frame))]
    for lang in ("vi", "en"):
        frame[f"reason_{lang}"] = [say(why, lang) for why in whys]
    return frame.drop(columns=list(_AXES))


def _why_request(row: int, estimate: Estimate, rate: float) -> Text:
    register = estimate.register
    state = str(register.state[row])
    told: dict[str, str | float] = {}
    if state == DOUBLE:
        told = {"twin": register.twin[row]}
    elif state == TOO_LATE:
        told = {"period": estimate.periods[-1]}
    elif state in (COUNTED, DISPLACED):
        told = {"rate": rate * float(register.weight[row])}
        told |= {"park": register.displaced_from[row]} if state == DISPLACED else {}
        state += "_spread" if register.spread[row] else ""
    return text(f"demand.request.{state}", **told)


def _why_method(
    method: str, t: int, estimate: Estimate, stats: Floats, total: Floats, params: DemandParams
) -> Text:
    register, out = estimate.register, estimate.out
    planned = estimate.pattern.planned

    def count(state: str) -> int:
        return int((register.state == state).sum())

    if method == "labour":
        ratio = (
            float(stats[2, t] / estimate.anchor_stats[2, t]) if estimate.anchor_stats[2, t] else float("nan")
        )
        unknown = int(np.isnan(estimate.workers[planned]).sum())
        known = float(np.nansum(estimate.workers[planned]))
        key = "labour" if estimate.take_up.years else "labour_anchor"
        return text(
            f"demand.method.{key}", workers=known, unknown=unknown, gaps=estimate.land.gaps, ratio=ratio
        )
    if method == "take-up":
        if not estimate.take_up.years:
            return text("demand.method.no_take_up")
        years = ", ".join(map(str, estimate.take_up.years))
        flat = float(estimate.take_up.flat[t])
        shared = float(estimate.organic.expected_stats[2][planned][..., t].sum())
        return text("demand.method.take_up", years=years, flat=flat, shared=shared)
    if method == "register":
        return text(
            "demand.method.register_frame" if register.frame_cv else "demand.method.register",
            counted=count(COUNTED), double=count(DOUBLE), no_area=count(NO_AREA), late=count(TOO_LATE),
            spread=int((register.spread & (register.state == COUNTED)).sum()), rate=float(estimate.rate[2]),
            error=100 * register.frame_cv,
        )  # fmt: skip
    if method == "relocation":
        return text(
            f"demand.method.relocation_{params.relocation_counts}",
            directed=int(out.directed.sum()), named=count(DISPLACED), undirected=int((~out.directed).sum()),
            unknown=len(out.unknown), beyond=out.beyond_ha,
        )  # fmt: skip
    return text(
        "demand.method.planned", p10=float(total[1, t]), p50=float(total[2, t]), p90=float(total[3, t])
    )


def _grid(axes: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.MultiIndex.from_product(axes, names=list(names)).to_frame(index=False)


def _cell_ids(frame: pd.DataFrame) -> pd.Series:
    return (
        frame["place_id"] + "|" + frame["sector_id"] + "|" + frame["premises_type"] + "|" + frame["period_id"]
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _share(part: Floats, whole: Floats) -> Floats:
    """Part of the whole, rounding errors of the last digit cut off."""
    return np.clip(_ratio(part, whole), 0.0, 1.0).ravel()

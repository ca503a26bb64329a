"""Result tables of the demand step: cells, methods, reconciliation, requests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.steps.demand.alone import Lumps, alone_percentiles
from parkwright.steps.demand.anchors import LabourDemand, TakeUpAnchor
from parkwright.steps.demand.columns import Bools, Floats
from parkwright.steps.demand.combine import Part, Pattern, Rate
from parkwright.steps.demand.land import M2_PER_HA, SectorLand, share_up_to
from parkwright.steps.demand.params import PREMISES, DemandParams
from parkwright.steps.demand.reasons import method_reason, request_reason
from parkwright.steps.demand.register import COUNTED, DISPLACED, Register
from parkwright.steps.demand.relocation import Displacement
from parkwright.words import LANGS, say

_AXES = ("place_id", "sector_id", "premises_type", "period_id")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Everything that the tables are made of.

    places, periods: ids of the axes         workers: [P] manufacturing workers; stood_in: [P] nobody counted them
    sector_share: [S] share of the workers   anchor_stats: [4, T] ha that were shared (take-up, else labour)
    labour_assumed, pattern_assumed: [P, S] share of a cell that is assumed, of labour and of the shared anchor
                 rate, stay: conversion of the register, and of displaced firms
    level: [D, T] draws of the anchor around 1
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    workers: Floats
    stood_in: Bools
    sector_share: Floats
    land: SectorLand
    register: Register
    take_up: TakeUpAnchor
    anchor_stats: Floats
    labour: LabourDemand
    pattern: Pattern
    labour_assumed: Floats
    pattern_assumed: Floats
    out: Displacement
    level: Floats
    rate: Rate
    stay: Rate
    organic: Part
    relocation: Part


def cells_table(
    estimate: Estimate, budgets: dict[str, Floats], seed: int, params: DemandParams
) -> pd.DataFrame:
    """Frame of ``demand_cells``: every cell with land in it.

    budgets: [S, K] median known budgets, by the name of their column
    """
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
    frame["small_share"] = _ratio(in_small, p50).ravel()
    frame["workers"] = (p50 * estimate.land.workers_per_ha[None, :, :, None]).ravel()
    frame["floor_m2"] = (p50 * _floor_on_a_hectare(estimate.land)[None, :, :, None]).ravel()
    for name, known in budgets.items():
        frame[name] = np.broadcast_to(known[None, :, :, None], p50.shape).ravel()
    frame["assumed_share"] = _ratio(assumed, p50).ravel()
    frame["cell_id"] = _cell_ids(frame)
    held = stats.max(axis=0).ravel() > 0
    alone = alone_percentiles(seed, _lumps(estimate, frame["cell_id"], held, params))
    frame = pd.DataFrame(frame.loc[held])
    frame["alone_p10_ha"], frame["alone_p90_ha"] = alone
    return frame


def _floor_on_a_hectare(land: SectorLand) -> Floats:
    """[S, K] m2 of floor; NaN for land lots, which are asked for as land."""
    of_floor = np.array(PREMISES) != "land"
    return np.where(of_floor, M2_PER_HA / land.land_m2_per_floor, np.nan)


def _lumps(estimate: Estimate, cell_ids: pd.Series, held: Bools, params: DemandParams) -> Lumps:
    """The cells that hold land, and the requests that count, for the interval of a cell alone."""
    register, land, few = estimate.register, estimate.land, params.alone_draws
    expected = estimate.organic.expected_stats[0] + estimate.relocation.expected_stats[0]
    axes = np.unravel_index(np.flatnonzero(held), expected.shape)
    request, period = np.nonzero((register.when > 0) & np.isin(register.state, (COUNTED, DISPLACED))[:, None])
    where = (register.place[request], register.sector[request], register.kind[request], period)
    displaced = register.state[request] == DISPLACED
    rates = np.where(displaced, estimate.stay.drawn[:few, None], estimate.rate.drawn[:few, None])
    return Lumps(
        cell_ids=tuple(cell_ids[held]),
        expected_ha=expected.ravel()[held],
        lot_ha=land.usual_request_ha[axes[1], axes[2]],
        lot_cv2=np.expm1(land.lot_sigma[axes[1], axes[2]] ** 2),
        period=axes[3],
        level=estimate.level[:few],
        request_ids=tuple(np.array(register.ids)[request]),
        cell=(np.cumsum(held) - 1)[np.ravel_multi_index(where, expected.shape)],
        ha=(register.ha * register.weight)[request] * register.when[request, period],
        rate=rates,
    )


def methods_table(estimate: Estimate) -> pd.DataFrame:
    """Frame of ``demand_methods``: the four methods by place, sector and period, each alone."""
    by_sector = estimate.pattern.mix.sum(axis=1)
    of_labour, of_pattern = estimate.labour_assumed[:, :, None], estimate.pattern_assumed[:, :, None]
    labour = np.einsum("p,s,qst->qpst", estimate.workers, estimate.sector_share, estimate.labour.per_worker)
    take_up = np.einsum("qt,p,s->qpst", estimate.take_up.stats, estimate.pattern.place, by_sector)
    register = estimate.organic.known_stats.sum(axis=3)
    moved = estimate.relocation.stats.sum(axis=3)
    moved_assumed = (estimate.relocation.known_assumed + estimate.relocation.expected_assumed).sum(axis=2)
    parts = {
        "labour": (labour, np.broadcast_to(of_labour, labour[2].shape)),
        "take-up": (take_up, np.broadcast_to(of_pattern, take_up[2].shape)),
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
    expected, known = (
        _region(estimate.organic.expected_stats, planned),
        _region(estimate.organic.known_stats, planned),
    )
    moved = _region(estimate.relocation.stats, planned)
    total = expected + known + moved
    nothing = np.zeros_like(expected[2])
    by_labour = not estimate.take_up.years
    carried = {
        "labour": (estimate.labour.region, expected[2] if by_labour else nothing),
        "take-up": (estimate.take_up.stats, nothing if by_labour else expected[2]),
        "register": (known, known[2]),
        "relocation": (moved, moved[2]),
        "planned": (total, total[2]),
    }
    assumed = _level_assumed(estimate)
    assumed["planned"] = _ratio(
        sum((assumed[name] * carried[name][1] for name in assumed), nothing), total[2]
    )
    frames = []
    for method, (stats, part) in carried.items():
        frame = pd.DataFrame({"period_id": estimate.periods, "method": method})
        frame["low_ha"], frame["base_ha"], frame["high_ha"] = stats[1], stats[2], stats[3]
        frame["assumed_share"] = assumed[method]
        frame["weight"] = np.divide(part, total[2], out=np.full_like(part, np.nan), where=total[2] > 0)
        why = method_reason(method, estimate, params)
        for lang in LANGS:
            frame[f"reason_{lang}"] = " ".join(say(part, lang) for part in why)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _region(stats: Floats, planned: Bools) -> Floats:
    """Sum over the cells of the planned places, [..., T]."""
    return np.asarray(stats[..., planned, :, :, :].sum(axis=(-4, -3, -2)))


def _level_assumed(estimate: Estimate) -> dict[str, Floats]:
    """[T] share of each method's level that rests on assumptions: marked so, or moved by assumed growth."""
    planned, flat, base = estimate.pattern.planned, estimate.take_up.flat, estimate.take_up.stats[2]
    grown = _ratio(np.abs(base - flat), np.maximum(base, flat))
    moved_assumed = estimate.relocation.expected_assumed + estimate.relocation.known_assumed
    workers = np.where(planned, estimate.workers, 0.0)
    labour = np.einsum("p,s,ps->", workers, estimate.sector_share, estimate.labour_assumed)
    return {
        "labour": np.full(len(flat), min(1.0, labour / workers.sum()) if workers.sum() else 1.0),
        "take-up": estimate.take_up.assumed + (1 - estimate.take_up.assumed) * grown,
        "register": _ratio(
            _region(estimate.organic.known_assumed, planned),
            _region(estimate.organic.known_stats[2], planned),
        ),
        "relocation": _ratio(_region(moved_assumed, planned), _region(estimate.relocation.stats[2], planned)),
    }


def requests_table(estimate: Estimate) -> pd.DataFrame:
    """Frame of ``demand_requests``: what became of each request."""
    register = estimate.register
    main = register.when.argmax(axis=1)
    counted = np.isin(register.state, (COUNTED, DISPLACED))
    rate = np.where(register.state == DISPLACED, estimate.stay.stats[0], estimate.rate.stats[0])
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
    whys = [request_reason(row, estimate, float(rate[row])) for row in range(len(frame))]
    for lang in LANGS:
        frame[f"reason_{lang}"] = [say(why, lang) for why in whys]
    return frame.drop(columns=list(_AXES))


def request_cells_table(estimate: Estimate) -> pd.DataFrame:
    """Frame of ``demand_request_cells``: the cells that a request which counts falls into, and how much of it.

    I/O Example:
        r1 of 2029; r2 of unknown year, where half of the known ones lie in each period
        -> r1 p1|moulds|land|2028-30 1.0;  r2 p1|moulds|land|2026-27 0.5;  r2 p1|moulds|land|2028-30 0.5
    """
    register = estimate.register
    counted = np.isin(register.state, (COUNTED, DISPLACED))
    request, period = np.nonzero((register.when > 0) & counted[:, None])
    frame = pd.DataFrame(
        {
            "request_id": np.array(register.ids, dtype=object)[request],
            "place_id": np.array(estimate.places, dtype=object)[register.place[request]],
            "sector_id": np.array(estimate.land.ids, dtype=object)[register.sector[request]],
            "premises_type": np.array(PREMISES, dtype=object)[register.kind[request]],
            "period_id": np.array(estimate.periods, dtype=object)[period],
            "share": register.when[request, period],
        }
    )
    return frame.assign(cell_id=_cell_ids(frame)).drop(columns=list(_AXES))


def _grid(axes: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.MultiIndex.from_product(axes, names=list(names)).to_frame(index=False)


def _cell_ids(frame: pd.DataFrame) -> pd.Series:
    return (
        frame["place_id"] + "|" + frame["sector_id"] + "|" + frame["premises_type"] + "|" + frame["period_id"]
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Part of the whole; 0 where there is nothing; rounding errors of the last digit cut off."""
    return np.asarray(np.clip(np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0), 0.0, 1.0))

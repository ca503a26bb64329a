"""Shares and hard checks of thousands of skeletons a second, from a summed-area table of the land inside the ring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parkwright.kernels.layout.frame import AreaTable, Floats
from parkwright.kernels.layout.skeleton import Patterns
from parkwright.kernels.layout.standards import LotClass, Standards

_POOR, _GOOD = 0.25, 0.6
"""Share of a block's box that is land: below the first nothing of it becomes lots, above the second all."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """What N patterns leave, in m2.

    lots_m2:  [N] land in blocks that can be cut into lots
    blocks_m2: [N] land in all blocks: what the roads leave
    short_m2: [N] land of the demanded mix for which no block has the depth
    sound:    [N] whether the hard checks pass: blocks within the longest and shortest, junctions far enough apart
    """

    lots_m2: Floats
    blocks_m2: Floats
    short_m2: Floats
    sound: npt.NDArray[np.bool_]


def estimate(
    patterns: Patterns, free: AreaTable, bounds: tuple[float, float, float, float], mix: tuple[LotClass, ...],
    standards: Standards,
) -> Estimates:  # fmt: skip
    """Estimate patterns on one interior.

    free:   land inside the ring that lots may take; bounds: of the interior

    I/O Example:
        an interior of 400 x 178 m, one local road of 18 m in the middle, no cross road -> lots_m2 = 64,000
    """
    x0, y0, x1, y1 = bounds
    x_low, x_high = _gaps(patterns.cross_at, patterns.cross_w, x0, x1)
    y_low, y_high = _gaps(patterns.row_at, patterns.row_w, y0, y1)
    deep, long = np.maximum(y_high - y_low, 0.0), np.maximum(x_high - x_low, 0.0)
    land = free.boxes(x_low[:, None, :], x_high[:, None, :], y_low[:, :, None], y_high[:, :, None])
    box = deep[:, :, None] * long[:, None, :]
    fill = np.divide(land, box, out=np.zeros_like(land), where=box > 1.0)
    usable = land * np.clip((fill - _POOR) / (_GOOD - _POOR), 0.0, 1.0)
    usable = np.where(deep[:, :, None] * fill < standards.depth_min_m, 0.0, usable)
    by_row = usable.sum(axis=2)
    lots = by_row.sum(axis=1)
    return Estimates(
        lots,
        land.sum(axis=(1, 2)),
        _short(by_row, deep / 2, lots, mix, standards),
        _sound(patterns, long, land, standards),
    )


def _gaps(at: Floats, width: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """Both ends of the blocks between roads: [N, roads + 1]; a block that is not there has both ends at ``high``."""
    edge = np.full((len(at), 1), low)
    starts = np.minimum(np.hstack([edge, at + width / 2]), high)
    ends = np.minimum(np.hstack([at - width / 2, np.full((len(at), 1), high)]), high)
    return starts, np.maximum(ends, starts)


def _short(
    by_row: Floats, depth: Floats, lots: Floats, mix: tuple[LotClass, ...], standards: Standards
) -> Floats:
    """Land of the mix that no row has the depth for, singly or across both strips."""
    total = sum(one.area_m2 * one.count for one in mix)
    short = np.zeros(len(lots))
    for one in mix:
        low, high = np.sqrt(standards.ratio_low * one.low_m2), np.sqrt(standards.ratio_high * one.high_m2)
        fits = ((depth >= low) & (depth <= high)) | ((2 * depth >= low) & (2 * depth <= high))
        wanted = one.area_m2 * one.count / total * lots if total else 0.0
        short += np.maximum(0.0, wanted - (by_row * fits).sum(axis=1))
    return short


def _sound(patterns: Patterns, long: Floats, land: Floats, standards: Standards) -> npt.NDArray[np.bool_]:
    """No block longer than the longest; no two parallel roads nearer than two junctions may be; a main road wherever
    there are roads."""
    used = land.sum(axis=1) > 0
    longest = np.where(used, long, 0.0).max(axis=1)
    sound: npt.NDArray[np.bool_] = longest <= standards.block_m[1] * 1.25
    roads = np.isfinite(patterns.row_at).any(axis=1) | np.isfinite(patterns.cross_at).any(axis=1)
    sound &= ~roads | (patterns.main_row >= 0) | (patterns.main_cross >= 0)
    for at in (patterns.row_at, patterns.cross_at):
        if at.shape[1] > 1:
            there = np.isfinite(at[:, 1:])
            apart = np.where(there, at[:, 1:], 0.0) - np.where(there, at[:, :-1], 0.0)
            sound &= ~(there & (apart < standards.junction_m)).any(axis=1)
    return sound

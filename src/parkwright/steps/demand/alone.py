"""The interval of one cell read alone: firms come one by one, in whole lots.

A cell's share of the region's P10 and P90 says how much of the region's uncertainty it carries; read alone, a small cell
is far less certain: most years nobody comes, then one firm takes a whole lot. Here a cell is a compound Poisson process:
the number of lots is Poisson around the expected land over the mean lot, the land of n lots is lognormal with the moments
of n lots of the sector (Fenton, IRE Trans. Commun. Syst. 8 (1960), 57-67), and each known request comes or does not.
Random numbers: SplitMix64 (Steele, Lea & Flood, OOPSLA 2014) from a state hashed from (seed, cell id) or (seed, request id).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from parkwright.steps.demand.columns import Floats, Ints

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1000
_MANY = 50.0


@dataclass(frozen=True, slots=True)
class Lumps:
    """Cells and requests as lumps of land.

    cell_ids: [C]     expected_ha: [C] mean land without names     lot_ha, lot_cv2: [C] mean and squared cv of a lot
    period:   [C] column of ``level``          level: [A, T] regional draws around 1
    request_ids: [N]  cell: [N] row of ``cell_ids`` (a spread request stands once per period)
    ha: [N] land if the firm comes             rate: [A, N] draws of its conversion rate
    """

    cell_ids: tuple[str, ...]
    expected_ha: Floats
    lot_ha: Floats
    lot_cv2: Floats
    period: Ints
    level: Floats
    request_ids: tuple[str, ...]
    cell: Ints
    ha: Floats
    rate: Floats


def alone_percentiles(seed: int, lumps: Lumps) -> Floats:
    """P10 and P90 of each cell alone, hectares: [2, C].

    I/O Example:
        a cell that expects 0.02 ha in lots of 0.2 ha: nine times of ten nobody comes -> P10 = 0, P90 = 0 or one small lot
    """
    found = np.empty((2, len(lumps.cell_ids)))
    named = _named(seed, lumps)
    order = np.argsort(lumps.expected_ha / lumps.lot_ha, kind="stable")
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        drawn = _unnamed(seed, lumps, rows)
        for position in np.flatnonzero(np.isin(rows, list(named))):
            drawn[position] += named[int(rows[position])]
        found[:, rows] = np.quantile(drawn, (0.1, 0.9), axis=1)
    return found


def uniforms(seed: int, ids: tuple[str, ...], count: int, stream: str) -> Floats:
    """Numbers in (0, 1) keyed by (seed, stream, id), [ids, count]: a row depends on nothing but its own id."""
    head = f"{seed}\x1f{stream}\x1f"
    states = [
        int.from_bytes(blake2b((head + each).encode(), digest_size=8).digest(), "little") for each in ids
    ]
    z: NDArray[np.uint64] = np.array(states, dtype=np.uint64)[:, None] + _GOLDEN * np.arange(
        1, count + 1, dtype=np.uint64
    )
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def _unnamed(seed: int, lumps: Lumps, rows: Ints) -> Floats:
    ids = tuple(lumps.cell_ids[row] for row in rows)
    draws = len(lumps.level)
    mean_lots = (lumps.expected_ha / lumps.lot_ha)[rows, None] * lumps.level[:, lumps.period[rows]].T
    lots = _poisson(mean_lots, uniforms(seed, ids, draws, "lots"))
    sigma2 = np.log1p(lumps.lot_cv2[rows, None] / np.maximum(lots, 1.0))
    shape = np.sqrt(sigma2) * ndtri(uniforms(seed, ids, draws, "size")) - sigma2 / 2
    return np.asarray(lots * lumps.lot_ha[rows, None] * np.exp(shape))


def _named(seed: int, lumps: Lumps) -> dict[int, Floats]:
    """Draws of the known requests by cell row."""
    chance = uniforms(seed, lumps.request_ids, len(lumps.level), "comes")
    comes = (chance < lumps.rate.T) * lumps.ha[:, None]
    found: dict[int, Floats] = {}
    for request, cell in enumerate(lumps.cell):
        found[int(cell)] = found.get(int(cell), 0.0) + comes[request]
    return found


def _poisson(mean: Floats, chance: Floats) -> Floats:
    """Poisson by inversion; by the normal law where the mean is large."""
    many = mean > _MANY
    small = np.where(many, 0.0, mean)
    count = np.zeros_like(mean)
    term = np.exp(-small)
    below = term.copy()
    step = 0
    while (more := chance > below).any() and step < 4 * _MANY:
        step += 1
        count += more
        term *= small / step
        below += term
    if many.any():
        count[many] = np.maximum(np.round(mean[many] + np.sqrt(mean[many]) * ndtri(chance[many])), 0.0)
    return count

"""Strips into lots: how many of each kind on which strip, by an integer program towards the lots that are asked for.

Sets: strips s with free area A_s and depth d_s; kinds of lot k. Whole numbers n_ks of lots, areas a_ks of kind k on strip s:

    sum_k a_ks = A_s (z_s)                  every square metre of a strip goes to lots
    low_ks n_ks <= a_ks <= high_ks n_ks     the size range of the kind, cut to the shapes that the depth allows:
                                            depth / width between the two ratios, width at least the least frontage
    u_k >= count_k - sum_s n_ks             lots that are asked for and not found
    e_k >= |sum_s a_ks - share_k sum_s A_s| land of a kind beside its share of the mix

    min sum_k size_k u_k + 0.5 sum_k e_k + 0.7 (area in lots of no kind)

A block of two strips back to back may instead be one deep strip (z, a 0/1 choice a block) whose lots lie across both. Lots of
no kind (any size from half the smallest) keep every strip fillable. The answer of ``patterns`` is taken where it is within the
gap of the bound (all land in lots asked for, none missing); else ``kernels.milp`` solves the program from there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.patterns import First, Wanted, first_filling
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.kernels.layout.strips import Strip
from parkwright.kernels.milp import Milp, SolveSettings, solve

_SLACK = 0.97
"""Lots stay this far inside the ratio limits, because ends of strips are not quite square."""
_INSIDE = 0.999
"""Lots stay this far inside the sizes of their kind, because cuts are rounded."""
_E_COST, _FREE_COST, _EMPTY_COST = 0.5, 0.7, 10.0


@dataclass(frozen=True, slots=True)
class Filled:
    """Which lots a strip gets: (index of the strip or of the deep strip, its lots as (kind or -1, area)), and the solve."""

    lots: tuple[tuple[tuple[int, float], ...], ...]
    deep: tuple[bool, ...]
    gap: float
    seconds: float


def fill(
    strips: Sequence[Strip], mix: Sequence[LotClass], standards: Standards, settings: SolveSettings,
    twins: Sequence[tuple[int, int, int]] = (),
) -> Filled:  # fmt: skip
    """Fill strips with lots.

    twins: (deep strip, one of its halves, the other), as indices into ``strips``: either the deep one is filled or both halves

    I/O Example:
        one strip of 400 x 80 m, lots of 4,000 m2 asked for (8 of them) -> 8 lots of 4,000 m2

    Raises:
        UnusableAnswer: see ``milp.solve``.
    """
    begun = time.monotonic()
    area = np.array([one.area for one in strips])
    low, high = _ranges(strips, mix, standards)
    wanted = _wanted(mix, area, twins)
    first = first_filling(area, low, high, wanted, twins, np.random.default_rng(settings.seed))
    gap = (first.cost - _bound(mix, wanted)) / max(wanted.total_m2, 1.0)
    if gap <= settings.gap:
        return Filled(
            _lots(first.lots, first.land), tuple(map(bool, first.deep)), gap, time.monotonic() - begun
        )
    pair = np.argwhere(high >= low)
    lots_up = np.floor(area[pair[:, 1]] / low[pair[:, 0], pair[:, 1]] + 1e-9)
    pair, lots_up = pair[lots_up >= 1], lots_up[lots_up >= 1]
    problem = _problem(mix, area, low, high, pair, lots_up, twins, wanted)
    answer = solve(problem, settings, _start(first, pair, wanted))
    if answer.x is None:
        return Filled(
            _lots(first.lots, first.land), tuple(map(bool, first.deep)), np.inf, time.monotonic() - begun
        )
    each = len(pair)
    many, land = np.zeros(low.shape), np.zeros(low.shape)
    many[pair[:, 0], pair[:, 1]] = np.round(answer.x[:each])
    land[pair[:, 0], pair[:, 1]] = answer.x[each : 2 * each]
    deep = tuple(bool(one > 0.5) for one in answer.x[2 * each : 2 * each + len(twins)])
    return Filled(_lots(many, land), deep, answer.gap, time.monotonic() - begun)


def _lots(many: Floats, land: Floats) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Numbers and land by kind and strip as lots of equal size, strip by strip."""
    none = len(many) - 1
    found = []
    for its_many, its_land in zip(many.T, land.T, strict=True):
        own: list[tuple[int, float]] = []
        for kind in np.flatnonzero(its_many > 0):
            count = round(float(its_many[kind]))
            own += [(int(kind) if kind < none else -1, float(its_land[kind]) / count)] * count
        found.append(tuple(own))
    return tuple(found)


def _wanted(mix: Sequence[LotClass], area: Floats, twins: Sequence[tuple[int, int, int]]) -> Wanted:
    demanded = np.array([one.area_m2 * one.count for one in mix])
    single = np.ones(len(area), bool)
    single[[deep for deep, _, _ in twins]] = False
    return Wanted(
        count=np.array([one.count for one in mix]), size_m2=np.array([one.area_m2 for one in mix]),
        share=demanded / demanded.sum() if demanded.sum() else np.zeros(len(mix)), total_m2=float(area[single].sum()),
        e_cost=_E_COST, free_cost=_FREE_COST, empty_cost=_EMPTY_COST,
    )  # fmt: skip


def _bound(mix: Sequence[LotClass], wanted: Wanted) -> float:
    """What no filling can beat, m2: where more is asked for than there is land, the size of the lots that must be missing, if
    all others were as small as their kinds allow (kinds that shrink most first)."""
    land, missing = wanted.total_m2, 0.0
    for one in sorted(mix, key=lambda one: one.low_m2 / one.area_m2):
        placed = min(one.count, land / one.low_m2)
        land -= placed * one.low_m2
        missing += (one.count - placed) * one.area_m2
    return missing


def _start(first: First, pair: np.ndarray, wanted: Wanted) -> Floats:
    """A first filling as values of the program's columns."""
    lots, land = first.lots[:-1].sum(axis=1), first.land[:-1].sum(axis=1)
    return np.concatenate(
        [
            first.lots[pair[:, 0], pair[:, 1]], first.land[pair[:, 0], pair[:, 1]], first.deep.astype(float),
            np.maximum(0.0, wanted.count - lots), np.abs(land - wanted.share * wanted.total_m2), first.empty, [1.0],
        ]
    )  # fmt: skip


def _ranges(strips: Sequence[Strip], mix: Sequence[LotClass], standards: Standards) -> tuple[Floats, Floats]:
    """Smallest and largest lot of each kind on each strip [kinds + 1, strips]; the last kind is "no kind"."""
    deep = np.array([one.depth for one in strips])
    shallowest, deepest = np.array([one.depths for one in strips]).reshape(-1, 2).T
    narrow = np.maximum(standards.frontage_m / _SLACK, deepest / (standards.ratio_high * _SLACK))
    wide = shallowest / standards.ratio_low * _SLACK
    smallest = 0.5 * min((one.low_m2 for one in mix), default=1000.0)
    low = np.array([one.low_m2 * (2 - _INSIDE) for one in mix] + [smallest])
    high = np.array([one.high_m2 * _INSIDE for one in mix] + [np.inf])
    return np.maximum(low[:, None], deep * narrow), np.minimum(high[:, None], deep * wide)


def _problem(
    mix: Sequence[LotClass], area: Floats, low: Floats, high: Floats, pair: np.ndarray, lots_up: Floats,
    twins: Sequence[tuple[int, int, int]], wanted: Wanted,
) -> Milp:  # fmt: skip
    """Columns: lots (n), areas (a), deep choices (z), unmet (u), off the share (e), area left empty on each strip (r), and a
    one that costs as much as all land, so that a relative gap is a share of the land and not of an objective near zero."""
    each, kinds, count = len(pair), len(mix), len(area)
    share, total = wanted.share, wanted.total_m2
    n, a, z = np.arange(each), each + np.arange(each), 2 * each + np.arange(len(twins))
    u = 2 * each + len(twins) + np.arange(kinds)
    e = u + kinds
    r = 2 * each + len(twins) + 2 * kinds + np.arange(count)
    columns = 2 * each + len(twins) + 2 * kinds + count + 1
    pair_low, pair_high = low[pair[:, 0], pair[:, 1]], high[pair[:, 0], pair[:, 1]]
    matrix = sparse.lil_matrix((2 * each + count + 3 * kinds, columns))
    row_low, row_high = np.full(matrix.shape[0], -np.inf), np.full(matrix.shape[0], np.inf)
    matrix[n, a], matrix[n, n], row_low[n] = 1.0, -pair_low, 0.0
    matrix[each + n, a], matrix[each + n, n], row_high[each + n] = 1.0, -pair_high, 0.0
    full = 2 * each + np.arange(count)
    matrix[full[pair[:, 1]], a] = 1.0
    matrix[full, r] = 1.0
    whole = area.copy()
    for at, (deep, one, other) in enumerate(twins):
        whole[deep] = 0.0
        matrix[full[deep], z[at]] = -area[deep]
        matrix[full[one], z[at]] = area[one]
        matrix[full[other], z[at]] = area[other]
    row_low[full] = row_high[full] = whole
    for kind in range(kinds):
        mine = pair[:, 0] == kind
        counted, over, under = (2 * each + count + step * kinds + kind for step in range(3))
        matrix[counted, n[mine]] = 1.0
        matrix[counted, u[kind]] = 1.0
        row_low[counted] = mix[kind].count
        matrix[over, a[mine]] = 1.0
        matrix[over, e[kind]] = -1.0
        row_high[over] = share[kind] * total
        matrix[under, a[mine]] = 1.0
        matrix[under, e[kind]] = 1.0
        row_low[under] = share[kind] * total
    cost = np.zeros(columns)
    cost[a[pair[:, 0] == kinds]] = _FREE_COST
    cost[u] = [one.area_m2 for one in mix]
    cost[e] = _E_COST
    cost[r] = _EMPTY_COST
    cost[-1] = total
    upper = np.full(columns, np.inf)
    lower = np.zeros(columns)
    lower[-1] = upper[-1] = 1.0
    upper[n] = lots_up
    upper[z] = 1.0
    integral = np.zeros(columns, bool)
    integral[n] = integral[z] = True
    return Milp(cost / 1e4, sparse.csr_matrix(matrix), row_low, row_high, lower, upper, integral)

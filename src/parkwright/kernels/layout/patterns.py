"""A first filling of strips: many patterns of lots for each strip, chosen strip by strip until none improves the whole.

Coordinate descent over strips: with all other strips fixed, every pattern of one strip is scored at once against the lots that
are still missing. Where what it costs is within the gap that was asked for of the bound that no filling can beat (every square
metre in the lots asked for, nothing missing), the integer program need not be solved; else the program starts from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parkwright.kernels.layout.frame import Floats

_DRAWN, _REPAIRS, _PASSES = 360, 24, 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, K kinds: count and size_m2 of one lot, share of all land; total_m2: land of all strips.

    e_cost, free_cost, empty_cost: of a square metre beside its share, in a lot of no kind, in no lot
    """

    count: Floats
    size_m2: Floats
    share: Floats
    total_m2: float
    e_cost: float
    free_cost: float
    empty_cost: float

    def cost(self, lots: Floats, land: Floats, empty_m2: Floats | float) -> Floats:
        """Of fillings, m2: lots and land by kind [..., K + 1] (the last is "no kind"), land left empty [...]."""
        missing = np.maximum(0.0, self.count - lots[..., :-1]) @ self.size_m2
        beside = np.abs(land[..., :-1] - self.share * self.total_m2).sum(axis=-1)
        found: Floats = (
            missing + self.e_cost * beside + self.free_cost * land[..., -1] + self.empty_cost * empty_m2
        )
        return found


@dataclass(frozen=True, slots=True)
class First:
    """lots, land: [K + 1, S] by kind and strip; empty: [S]; deep: [twins] whether the deep strip is filled; cost in m2."""

    lots: Floats
    land: Floats
    empty: Floats
    deep: np.ndarray
    cost: float


@dataclass(frozen=True, slots=True)
class _Patterns:
    lots: Floats
    land: Floats
    empty: Floats


def first_filling(
    area: Floats, low: Floats, high: Floats, wanted: Wanted, twins: Sequence[tuple[int, int, int]],
    rng: np.random.Generator,
) -> First:  # fmt: skip
    """Fill strips by descent.

    area: [S] m2; low, high: [K + 1, S] smallest and largest lot of each kind on each strip (low > high: none fits)
    twins: (deep strip, one half, other half): either the deep one is filled or both halves

    I/O Example:
        one strip of 32,000 m2, lots of 3,900 to 4,600 m2 asked for -> 8 lots of 4,000 m2, cost 0
    """
    kinds, count = low.shape
    patterns = [_patterns(float(area[at]), low[:, at], high[:, at], rng) for at in range(count)]
    blocks = _blocks(count, twins)
    lots, land, empty = np.zeros((count, kinds)), np.zeros((count, kinds)), np.zeros(count)
    deep = np.zeros(len(twins), bool)
    order = rng.permutation(len(blocks))
    done = 0.0
    for at in order:  # a first choice against the part of the whole that is filled so far
        for strip in blocks[at][1]:
            done += float(area[strip])
            part = min(1.0, done / max(wanted.total_m2, 1.0))
            sofar = Wanted(
                wanted.count * part, wanted.size_m2, wanted.share, wanted.total_m2 * part, wanted.e_cost,
                wanted.free_cost, wanted.empty_cost,
            )  # fmt: skip
            _choose(strip, patterns[strip], lots, land, empty, sofar)
    best = _cost(lots, land, empty, wanted)
    for _ in range(_PASSES):
        for at in rng.permutation(len(blocks)):
            _improve(blocks[at], patterns, lots, land, empty, deep, wanted)
        now = _cost(lots, land, empty, wanted)
        if now > best - 1.0:
            break
        best = now
    return First(lots.T, land.T, empty, deep, _cost(lots, land, empty, wanted))


def _blocks(count: int, twins: Sequence[tuple[int, int, int]]) -> list[tuple[int, tuple[int, ...], int]]:
    """(number of the twins or -1, its strips, its deep strip or -1)."""
    taken = {at for one in twins for at in one}
    alone = [(-1, (at,), -1) for at in range(count) if at not in taken]
    return alone + [(at, (one, other), deep) for at, (deep, one, other) in enumerate(twins)]


def _improve(
    block: tuple[int, tuple[int, ...], int], patterns: Sequence[_Patterns], lots: Floats, land: Floats, empty: Floats,
    deep: np.ndarray, wanted: Wanted,
) -> None:  # fmt: skip
    """The best patterns of one block, others fixed; for twins both ways are tried (the arrays are changed in place)."""
    number, halves, across = block
    if number < 0:
        _choose(halves[0], patterns[halves[0]], lots, land, empty, wanted)
        return
    every = [*halves, across]
    for at in every:
        lots[at], land[at], empty[at] = 0.0, 0.0, 0.0
    for at in halves:
        _choose(at, patterns[at], lots, land, empty, wanted)
    apart = _cost(lots, land, empty, wanted)
    kept = [(at, lots[at].copy(), land[at].copy(), empty[at]) for at in halves]
    for at in halves:
        lots[at], land[at], empty[at] = 0.0, 0.0, 0.0
    _choose(across, patterns[across], lots, land, empty, wanted)
    deep[number] = _cost(lots, land, empty, wanted) < apart - 1.0
    if not deep[number]:
        lots[across], land[across], empty[across] = 0.0, 0.0, 0.0
        for at, its_lots, its_land, its_empty in kept:
            lots[at], land[at], empty[at] = its_lots, its_land, its_empty


def _choose(strip: int, own: _Patterns, lots: Floats, land: Floats, empty: Floats, wanted: Wanted) -> None:
    others = lots.sum(axis=0) - lots[strip], land.sum(axis=0) - land[strip], empty.sum() - empty[strip]
    cost = wanted.cost(others[0] + own.lots, others[1] + own.land, others[2] + own.empty)
    best = int(np.argmin(cost))
    lots[strip], land[strip], empty[strip] = own.lots[best], own.land[best], own.empty[best]


def _cost(lots: Floats, land: Floats, empty: Floats, wanted: Wanted) -> float:
    return float(wanted.cost(lots.sum(axis=0), land.sum(axis=0), empty.sum()))


def _patterns(area: float, low: Floats, high: Floats, rng: np.random.Generator) -> _Patterns:
    """Patterns of one strip: whole numbers of lots whose sizes can be stretched to fill it, drawn and mended; and none at all."""
    kinds = len(low)
    fits = (high >= low) & (low <= area)
    nothing = _Patterns(np.zeros((1, kinds)), np.zeros((1, kinds)), np.array([area]))
    if not fits.any():
        return nothing
    usual = np.where(fits, (low + np.minimum(high, 2 * low)) / 2, np.inf)
    middle = np.where(
        np.arange(_DRAWN)[:, None] % 2 == 0, usual, np.where(fits, low, np.inf)
    )  # every other one packs
    weight = rng.dirichlet(np.where(fits, 0.5, 1e-3), size=_DRAWN) * fits
    weight[:kinds] = np.eye(kinds)
    many = np.floor(weight * area / middle + rng.random((_DRAWN, 1)))
    step = np.arange(_DRAWN)
    least, most = np.where(fits, low, 0.0), np.where(fits, high, 0.0)
    for _ in range(_REPAIRS):
        too_much, too_little = many @ least > area, many @ most < area
        if not (too_much | too_little).any():
            break
        draw = rng.random((_DRAWN, kinds))
        less = np.argmax(np.where(many > 0, draw, -1.0), axis=1)
        room = area - many @ least
        more = np.argmax(np.where(fits & (least <= room[:, None] + 1e-6), draw, -1.0), axis=1)
        many[step[too_much], less[too_much]] = np.maximum(0.0, many[step[too_much], less[too_much]] - 1)
        many[step[too_little & ~too_much], more[too_little & ~too_much]] += 1
    many = np.unique(many[(many @ least <= area) & (many @ most >= area)], axis=0)
    if not len(many):
        return nothing
    stretch = np.clip((area - many @ least) / np.maximum(many @ (most - least), 1e-9), 0.0, 1.0)
    land = many * (least + stretch[:, None] * (most - least))
    return _Patterns(many, land, np.zeros(len(many)))

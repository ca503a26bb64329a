"""Filling strips with lots: by hand, against an exhaustive search, and the bound."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from shapely.geometry import box

from parkwright.kernels.layout.filling import fill
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.kernels.layout.strips import Strip, make_strip
from parkwright.kernels.milp import SolveSettings

EXACT = SolveSettings(30, 0.0, 0)


def strip(long: float, deep: float = 80.0) -> Strip:
    found, rest = make_strip(box(0, 0, long, deep), 0.0, -1, Standards())
    assert found is not None and rest == []
    return found


def kind(area: float, count: float) -> LotClass:
    return LotClass(f"land-{area:.0f}", "lot", area, 0.97 * area, 1.15 * area, count)


def test_one_strip_of_equal_lots() -> None:
    filled = fill([strip(400)], [kind(4000, 8)], Standards(), SolveSettings(30, 0.01, 0))
    assert [lot for lot, _ in filled.lots[0]] == [0] * 8
    assert sum(area for _, area in filled.lots[0]) == pytest.approx(32000)
    assert filled.gap == pytest.approx(0, abs=1e-6)


def test_every_square_metre_of_a_strip_goes_to_lots() -> None:
    strips = [strip(long) for long in (173, 260, 411, 95)]
    filled = fill(strips, [kind(2500, 12), kind(5000, 6)], Standards(), SolveSettings(30, 0.02, 0))
    for one, lots in zip(strips, filled.lots, strict=True):
        assert sum(area for _, area in lots) == pytest.approx(one.area, rel=1e-6)


def test_lots_keep_the_shape_limits() -> None:
    filled = fill([strip(300, 100)], [kind(2000, 50)], Standards(ratio_high=3.5), EXACT)
    for _, area in filled.lots[0]:
        assert 100 / (area / 100) <= 3.5


def test_as_good_as_an_exhaustive_search() -> None:
    """Two strips, two kinds: the fewest missing lots, found by trying every pair of numbers on each strip."""
    strips, mix = [strip(210), strip(330)], [kind(3000, 7), kind(6500, 4)]
    filled = fill(strips, mix, Standards(), EXACT)
    missing = [
        max(0.0, one.count - sum(lot == at for lots in filled.lots for lot, _ in lots))
        for at, one in enumerate(mix)
    ]
    best = np.inf
    for counts in product(range(6), range(3), range(9), range(5)):
        a, b = counts[:2], counts[2:]
        if all(_fills(numbers, mix, one.area) for numbers, one in ((a, strips[0]), (b, strips[1]))):
            best = min(
                best, sum(max(0.0, one.count - a[at] - b[at]) * one.area_m2 for at, one in enumerate(mix))
            )
    assert sum(n * one.area_m2 for n, one in zip(missing, mix, strict=True)) <= best + 1e-6


def _fills(numbers: tuple[int, ...], mix: list[LotClass], area: float) -> bool:
    low = sum(n * one.low_m2 * 1.001 for n, one in zip(numbers, mix, strict=True))
    return low <= area <= sum(n * one.high_m2 * 0.999 for n, one in zip(numbers, mix, strict=True))


def test_a_deep_strip_goes_to_lots_that_need_it() -> None:
    halves = [strip(400), strip(400)]
    across = strip(400, 160)
    twins = [(2, 0, 1)]
    filled = fill([*halves, across], [kind(30000, 2)], Standards(), EXACT, twins)
    assert filled.deep == (True,)
    assert [lot for lot, _ in filled.lots[2]] == [0, 0]


def test_the_same_seed_gives_the_same_lots() -> None:
    strips = [strip(long) for long in (173, 260, 411, 95)]
    mix = [kind(2500, 12), kind(5000, 6)]
    settings = SolveSettings(30, 0.02, 3)
    assert fill(strips, mix, Standards(), settings).lots == fill(strips, mix, Standards(), settings).lots


def test_more_is_asked_for_than_there_is_land() -> None:
    filled = fill([strip(400)], [kind(4000, 80)], Standards(), SolveSettings(30, 0.01, 0))
    assert len(filled.lots[0]) == 8
    assert filled.gap < 0.03

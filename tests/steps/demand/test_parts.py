"""Parts of the demand step: labour by hand, lots against numerical integration, draws and intervals."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, lognorm, triang

from parkwright.steps.demand import DemandParams, Range
from parkwright.steps.demand.alone import Lumps, _poisson, alone_percentiles, uniforms
from parkwright.steps.demand.anchors import carry_take_up, grow_labour
from parkwright.steps.demand.combine import draw_conversion
from parkwright.steps.demand.draws import draw_factor, draw_range, keyed, summary
from parkwright.steps.demand.land import read_sectors, share_up_to, size_classes

NONE = Range(low=0.0, base=0.0, high=0.0)
ALL = Range(low=1.0, base=1.0, high=1.0)
SURE = {
    "churn": NONE, "vacancy": NONE, "park_share": ALL, "floor_spread": 0.0, "ratio_spread": 0.0, "draws": 200,
    "alone_draws": 50,
}  # fmt: skip


def rate(value: float) -> Range:
    return Range(low=value, base=value, high=value)


def labour(world: ModuleType, floor: float = 45.0, **params: object) -> np.ndarray:
    """Hectares by period of 100,000 workers in one sector with a plot ratio of 0.6, land lots only."""
    chosen = DemandParams(**(SURE | params))
    row = world.sector("s1", floor, 0.6, share_ready_built=0.0)
    land = read_sectors(world.opened("sectors", [row]), chosen)
    return grow_labour(land, np.array([1e5]), world.META, 1, chosen).region[2]


def test_labour_worked_by_hand(world: ModuleType) -> None:
    """2 % more of 100,000 workers x 45 m2 / 0.6 = 15 ha in the first year, 15.3 ha in the second."""
    assert labour(world, labour_growth=rate(0.02))[0] == pytest.approx(15 + 15.3)
    more = labour(world, labour_growth=rate(0.02), churn=rate(0.1), vacancy=rate(0.25), park_share=rate(0.5))
    assert more[0] == pytest.approx((15 + 15.3) * 1.1 * 1.25 * 0.5)


def test_no_growth_and_no_churn_is_no_land(world: ModuleType) -> None:
    assert (labour(world, labour_growth=NONE) == 0).all()
    assert (labour(world, labour_growth=rate(-0.05)) == 0).all()


def test_ten_percent_denser_is_nine_percent_less(world: ModuleType) -> None:
    growth = rate(0.03)
    denser = labour(world, 45.0 / 1.1, labour_growth=growth) / labour(world, 45.0, labour_growth=growth)
    assert denser - 1 == pytest.approx(np.full(2, -1 / 11))


def test_size_classes_split_the_land(world: ModuleType) -> None:
    found = world.Made().estimate()
    assert found.sizes.groupby(["sector_id", "premises_type"])["share"].sum().to_numpy() == pytest.approx(
        np.ones(8)
    )
    assert set(found.sizes["size_class"]) == set(size_classes(DemandParams().size_edges_m2))
    small = found.sizes[found.sizes["size_class"].isin(["to-1000", "1000-2000", "2000-5000"])]
    split = small.groupby(["sector_id", "premises_type"])["share"].sum()
    cells = found.cells.set_index(["sector_id", "premises_type"])["small_share"]
    assert cells.to_numpy() == pytest.approx(split.reindex(cells.index).to_numpy())


def test_share_of_land_in_small_lots_against_integration(world: ModuleType) -> None:
    params = DemandParams()
    land = read_sectors(world.opened("sectors", [world.sector("s1")]), params)
    law = lognorm(land.lot_sigma[0, 0], scale=2000)
    for edge in (1000.0, 2000.0, 5000.0):
        below = quad(lambda lot: lot * law.pdf(lot), 0, edge)[0]
        assert share_up_to(edge, land)[0, 0] == pytest.approx(below / law.mean(), rel=1e-6)


def test_lots_of_one_size_are_in_or_out(world: ModuleType) -> None:
    same = world.sector("s1", lot_p10_m2=2000, lot_p90_m2=2000)
    land = read_sectors(world.opened("sectors", [same]), DemandParams())
    assert (share_up_to(1999.0, land)[0, 0], share_up_to(2000.0, land)[0, 0]) == (0.0, 1.0)


def test_floor_follows_from_density_and_else_from_the_others(world: ModuleType) -> None:
    rows = [
        world.sector("a", 40.0),
        world.sector("b", None, workers_per_ha=50),  # 10,000 x 0.5 / 50 = 100 m2
        world.sector("c", 80.0),
        world.sector("d", None, workers_per_ha=0),
    ]
    land = read_sectors(world.opened("sectors", rows), DemandParams())
    assert (land.floor_m2.tolist(), land.gaps) == ([40.0, 100.0, 80.0, 80.0], 1)


def test_draws_belong_to_their_id() -> None:
    assert keyed(1, "a").random() == keyed(1, "a").random() != keyed(1, "b").random()
    whole = uniforms(5, ("a", "b", "c"), 9, "x")
    assert (whole[[2, 0]] == uniforms(5, ("c", "a"), 9, "x")).all()
    assert ((whole > 0) & (whole < 1)).all()


def test_draws_follow_their_laws() -> None:
    """Second opinion: scipy's own distributions."""
    low, base, high = 1.0, 2.0, 6.0
    drawn = draw_range(1, "x", Range(low=low, base=base, high=high), 5000)
    law = triang((base - low) / (high - low), low, high - low)
    assert summary(drawn) == pytest.approx([law.mean(), *law.ppf([0.1, 0.5, 0.9])], rel=1e-3)
    found = draw_conversion(1, "x", 4.0, 6.0, 0.0, 5000).stats
    assert found == pytest.approx([0.4, *beta(4, 6).ppf([0.1, 0.5, 0.9])], rel=1e-3)
    floor = draw_factor(1, "x", 0.3, 5000)
    assert summary(floor)[1:] == pytest.approx(lognorm(0.3).ppf([0.1, 0.5, 0.9]), rel=1e-3)


def test_uniforms_are_uniform_and_unrelated() -> None:
    found = uniforms(3, tuple(map(str, range(300))), 300, "x")
    assert found.mean() == pytest.approx(0.5, abs=0.005)
    assert np.histogram(found, 10, (0, 1))[0] / found.size == pytest.approx(np.full(10, 0.1), abs=0.005)
    assert abs(np.corrcoef(found[:-1].ravel(), found[1:].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(found[:, :-1].ravel(), found[:, 1:].ravel())[0, 1]) < 0.02


@pytest.mark.parametrize("mean", [0.05, 1.0, 12.0, 49.0, 51.0, 400.0])
def test_poisson_has_its_moments(mean: float) -> None:
    found = _poisson(np.full((200, 200), mean), np.random.default_rng(2).random((200, 200)))
    assert found.mean() == pytest.approx(mean, rel=0.05)
    assert found.var() == pytest.approx(mean, rel=0.06)


def lumps(expected: float, **changes: object) -> Lumps:
    plain = Lumps(
        cell_ids=("c",), expected_ha=np.array([expected]), lot_ha=np.array([0.2]), lot_cv2=np.array([0.5]),
        period=np.array([0]), level=np.ones((400, 1)), request_ids=(), cell=np.array([], dtype=np.intp),
        ha=np.array([]), rate=np.zeros((400, 0)),
    )  # fmt: skip
    return replace(plain, **changes)


def test_a_small_cell_is_mostly_empty_and_a_large_one_is_steady() -> None:
    assert alone_percentiles(1, lumps(0.01))[:, 0].tolist() == [0.0, 0.0]
    low, high = alone_percentiles(1, lumps(200.0))[:, 0]
    assert 185 < low < 200 < high < 215


def test_a_known_request_comes_or_does_not() -> None:
    known = {"request_ids": ("r",), "cell": np.array([0]), "ha": np.array([3.0])}
    half = alone_percentiles(1, lumps(0.0, **known, rate=np.full((400, 1), 0.5)))[:, 0]
    assert half.tolist() == [0.0, 3.0]
    sure = alone_percentiles(1, lumps(0.0, **known, rate=np.ones((400, 1))))[:, 0]
    assert sure.tolist() == [3.0, 3.0]


def test_adding_by_rank_is_wider_than_independent_draws(world: ModuleType) -> None:
    """Second opinion on the region: a plain Monte Carlo with independent parts lies inside the interval."""
    made = world.Made(
        requests=tuple(world.request(f"r{n}", 30_000.0, 2027) for n in range(5)),
        conversions=(world.conversion("k1"),),
        params={"draws": 4000},
    )
    found, chosen = made.estimate(), DemandParams(draws=4000)
    level = carry_take_up(world.META, 1, chosen).drawn[:, 0]
    converted = draw_conversion(1, "register", 4.0, 6.0, 0.0, 4000).drawn
    displaced = 10 * draw_range(1, "relocation.k1", chosen.relocation_spread, 4000)
    usual = read_sectors(world.opened("sectors", [world.sector("s1")]), chosen).usual_request_ha[0, 0]
    mean, low, mid, high = summary(level + converted * 5 * (3.0 - usual) + displaced)
    planned = {name: world.planned(found, "planned", name)[0] for name in ("low_ha", "base_ha", "high_ha")}
    assert planned["low_ha"] <= low < high <= planned["high_ha"]
    assert planned["base_ha"] == pytest.approx(mid, rel=0.01)
    first = found.cells[(found.cells["period_id"] == "2026-27") & found.cells["planned"].astype("bool")]
    assert first["mean_ha"].sum() == pytest.approx(mean, rel=1e-9)

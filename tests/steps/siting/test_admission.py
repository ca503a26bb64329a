"""Which parks take what: named sectors, smallest lots, kinds of parks that a site takes over, and answers taken apart again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import LegalLimits, Task, solve_siting
from parkwright.steps.siting.admission import tell_admission
from parkwright.steps.siting.apart import allocated, unserved
from parkwright.steps.siting.limits import LIMITS, compatibility, legal_type, lots
from parkwright.steps.siting.rows import SitingPlan

Make = Callable[..., Task]
Rows = list[dict[str, Any]]
IDLE: Rows = [{"site_id": "idle", "earliest_year": 2040}]
"""A site that never opens: a region needs one."""
ALIKE = {"is_supporting": 0, "is_high_tech": 0, "hazard_class": "V"}
EXACT = SolveSettings(time_limit_s=30.0, gap=0.0)


def solved(task: Task) -> SitingPlan:
    answer = solve_siting(task.problem, task.formulation, EXACT)
    assert answer.plan is not None, answer.status
    for limit in LIMITS:
        found = limit.check(task.problem, answer.plan)
        assert (found["slack"] >= -1e-6).all(), found.to_string()
    return answer.plan


def by_sector(task: Task, plan: SitingPlan, name: str) -> dict[str, float]:
    """Hectares at a park by sector."""
    rows = allocated(task.problem, plan)
    ids = task.problem.facilities["object_id"].to_numpy()[rows["facility"]]
    found: dict[str, float] = rows[ids == name].groupby("sector_id")["ha"].sum().to_dict()
    return found


@pytest.fixture(scope="session")
def abc(as_table: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """Three sectors that the model sees as one group."""
    return as_table("sectors", [{"sector_id": name, **ALIKE} for name in ("a", "b", "c")])


def cells(**ha: float) -> Rows:
    return [{"place_id": "q", "sector_id": sector, "ha": much} for sector, much in ha.items()]


def test_a_park_that_names_its_sectors_takes_no_other(task: Make, abc: pd.DataFrame) -> None:
    park = {"park_id": "own", "kind": "specialised", "vacant_ha": 50, "admitted_sectors": "a;b"}
    toy = task(IDLE, cells(a=10, b=20, c=30), {("q", "own"): 10}, parks=[park], sectors=abc)
    assert toy.grouping.sectors.set_index("sector_id")["named_by"].fillna("").to_dict() == {
        "a": "parks:own", "b": "parks:own", "c": "",
    }  # fmt: skip
    assert toy.grouping.sectors["group_id"].nunique() == 1
    plan = solved(toy)
    assert by_sector(toy, plan, "own") == pytest.approx({"a": 10, "b": 20})
    left = unserved(toy.problem, plan).set_index("cell_id")["ha"]
    assert left.to_dict() == pytest.approx({"q|c|land|2026": 30})
    too_much = replace(plan, arc_ha=plan.arc_ha + 1.0)
    assert (compatibility.check(toy.problem, too_much)["slack"] < -0.5).any()


def test_parks_that_name_the_same_sectors_share_what_there_is(task: Make, abc: pd.DataFrame) -> None:
    parks = [
        {
            "park_id": name,
            "kind": "specialised",
            "vacant_ha": 40,
            "admitted_sectors": "a",
            "price_usd_m2_term": 1,
        }
        for name in ("one", "two")
    ] + [{"park_id": "all", "vacant_ha": 100, "price_usd_m2_term": 3}]
    minutes = {("q", name): 10 for name in ("one", "two", "all")}
    toy = task(IDLE, cells(a=50, b=30), minutes, parks=parks, sectors=abc)
    plan = solved(toy)
    cheap = {name: by_sector(toy, plan, name) for name in ("one", "two")}
    assert {sector for found in cheap.values() for sector in found} == {"a"}
    assert sum(found["a"] for found in cheap.values()) == pytest.approx(50)
    assert by_sector(toy, plan, "all") == pytest.approx({"b": 30})


@given(
    ha=st.lists(st.integers(1, 30), min_size=3, max_size=3),
    land=st.lists(st.integers(1, 30), min_size=3, max_size=3),
    price=st.permutations([1, 2, 3]),
)
@hypothesis_settings(max_examples=25, deadline=None)
def test_pieces_cost_what_single_sectors_would(
    task: Make, abc: pd.DataFrame, ha: list[int], land: list[int], price: list[int]
) -> None:
    """Two parks whose lists overlap, and one that takes all: the merged problem against one in which each sector is by itself."""
    takes = ("a;b", "b;c", None)
    names = ("left", "right", "all")
    parks = [
        {"park_id": name, "vacant_ha": free, "price_usd_m2_term": cost, "admitted_sectors": listed}
        for name, free, cost, listed in zip(names, land, price, takes, strict=True)
    ]
    toy = task(IDLE, cells(**dict(zip("abc", ha, strict=True))), {("q", name): 10 for name in names}, parks=parks, sectors=abc)  # fmt: skip
    answer = solve_siting(toy.problem, toy.formulation, EXACT)
    assert answer.plan is not None
    pairs = [(s, p) for s in range(3) for p in range(3) if takes[p] is None or "abc"[s] in str(takes[p])]
    # A minute costs 0.01 bn per ha, unserved land 10 bn: what is served saves the difference.
    saved = [price[p] + 0.1 - 10.0 for _, p in pairs]
    rows = [[float(s == one) for s, _ in pairs] for one in range(3)] + [
        [float(p == one) for _, p in pairs] for one in range(3)
    ]
    best = linprog(saved, A_ub=rows, b_ub=[*ha, *land])
    assert answer.objective == pytest.approx(10.0 * sum(ha) + best.fun, abs=1e-6)
    got = allocated(toy.problem, answer.plan)
    of_sector = got.groupby("sector_id")["ha"].sum().add(
        unserved(toy.problem, answer.plan).assign(sector_id=lambda rest: rest["cell_id"].str.split("|").str[1])
        .groupby("sector_id")["ha"].sum(), fill_value=0.0,
    )  # fmt: skip
    assert of_sector.reindex(list("abc")).to_numpy() == pytest.approx(ha)
    for name, listed in zip(names, takes, strict=True):
        assert set(by_sector(toy, answer.plan, name)) <= set((listed or "a;b;c").split(";"))


def test_several_pieces_of_a_cell_are_one_pair_for_the_reach(task: Make, abc: pd.DataFrame) -> None:
    # At 50 minutes a third follows: 20 of 60 ha to "wide", though its two pieces hold 20 and 20.
    parks = [
        {"park_id": "wide", "vacant_ha": 100, "admitted_sectors": "a;b"},
        {"park_id": "thin", "vacant_ha": 1, "admitted_sectors": "a"},
    ]
    minutes = {("q", "wide"): 50, ("q", "thin"): 200}
    toy = task(IDLE, cells(a=20, b=20, c=20), minutes, parks=parks, sectors=abc, reach_bands_min=())
    assert len(toy.problem.arcs) == 2
    assert solved(toy).arc_ha.sum() == pytest.approx(20)


def test_a_site_has_the_kind_and_the_sectors_of_the_park_it_stands_for(task: Make, abc: pd.DataFrame) -> None:
    park = {"park_id": "built", "kind": "specialised", "status": "building", "admitted_sectors": "a"}
    sites = [
        {"site_id": "for-park", "park_id": "built", "status": "building"},
        {"site_id": "own-list", "admitted_sectors": "b"},
    ]
    toy = task(sites, cells(a=20, b=20, c=20), {("q", "for-park"): 10, ("q", "own-list"): 10}, parks=[park], sectors=abc)  # fmt: skip
    plan = solved(toy)
    taken = toy.problem.options.loc[plan.taken].merge(
        toy.problem.facilities[["object_id"]], left_on="facility", right_index=True
    )
    assert dict(zip(taken["object_id"], taken["legal_type"], strict=True))["for-park"] == "specialised"
    assert by_sector(toy, plan, "for-park") == pytest.approx({"a": 20})
    assert by_sector(toy, plan, "own-list") == pytest.approx({"b": 20})


@pytest.mark.parametrize("named", ["mech", None])
def test_a_committed_specialised_park_holds_its_share(
    task: Make, group: Mapping[str, str], named: str | None
) -> None:
    """DEF-03: what it names is its sector; where that is unknown, one group must be: 60 of 100 ha."""
    park = {"park_id": "built", "kind": "specialised", "status": "building", "admitted_sectors": named}
    cells_of = [
        {"place_id": "q", "sector_id": sector, "period_id": "2027", "ha": 50} for sector in ("mech", "food")
    ]
    toy = task(
        IDLE, cells_of, {("q", "built"): 10}, parks=[park], legal=LegalLimits(specialised_min_share=0.6)
    )
    plan = solved(toy)
    got = by_sector(toy, plan, "built")
    assert max(got.values()) >= 0.6 * sum(got.values()) - 1e-6
    assert sum(got.values()) == pytest.approx(50.0 if named else 50 / 0.6)
    half = replace(plan, arc_ha=np.full_like(plan.arc_ha, 30.0))
    short = legal_type.check(toy.problem, half)["slack"].min()
    assert short >= 0 if named else short == pytest.approx(30 - 0.6 * 60)


SIZES = [
    {"sector_id": "a", "size_class": "to-1000", "share": 0.5},
    {"sector_id": "a", "size_class": "1000-5000", "share": 0.3},
    {"sector_id": "a", "size_class": "from-5000", "share": 0.2},
]


def test_small_lots_do_not_go_where_none_are_let(task: Make, abc: pd.DataFrame) -> None:
    # 100 ha of a: 50 in lots from 1,000 m2 on (3,000 lies in the middle class, which counts whole), 20 from 5,000 on.
    parks = [
        {"park_id": "large", "vacant_ha": 100, "min_lot_m2": 3000, "price_usd_m2_term": 1},
        {"park_id": "larger", "vacant_ha": 100, "min_lot_m2": 6000, "price_usd_m2_term": 1},
    ]
    minutes = {("q", "large"): 10, ("q", "larger"): 10}
    wanted = [
        {"place_id": "q", "sector_id": "a", "ha": 100},
        {"place_id": "q", "sector_id": "a", "ha": 10, "premises_type": "ready-built"},
        {"place_id": "r", "sector_id": "b", "ha": 7},
    ]
    toy = task(IDLE, wanted, {**minutes, ("r", "larger"): 10}, parks=parks, sectors=abc, sizes=SIZES)
    plan = solved(toy)
    # Built floor is no lot, and sizes of b are unknown: 50 + 10 of q, 7 of r.
    assert plan.arc_ha.sum() == pytest.approx(67)
    at_larger = toy.problem.facilities["object_id"].to_numpy()[toy.problem.arcs["facility"]] == "larger"
    assert plan.arc_ha[at_larger].sum() <= 20 + 10 + 7 + 1e-6
    of_q = (toy.problem.cells["place_id"] == "q").to_numpy()[toy.problem.arcs["cell"]]
    wrong = replace(plan, arc_ha=np.where(at_larger & of_q, 40.0, 0.0))
    found = lots.check(toy.problem, wrong)
    assert found.loc[found["slack"] < 0, "object"].tolist() == ["q|other-heavy-sparse|lots from 6000 m2"]


def test_who_is_taken_is_told_and_what_is_unknown_too(task: Make, abc: pd.DataFrame) -> None:
    parks = [
        {
            "park_id": "own",
            "kind": "specialised",
            "vacant_ha": 9,
            "admitted_sectors": "b;a",
            "min_lot_m2": 1500,
        },
        {"park_id": "silent", "kind": "specialised", "vacant_ha": 9},
        {"park_id": "zone", "kind": "high-tech", "vacant_ha": 9},
        {"park_id": "any", "vacant_ha": 9},
        {"park_id": "full", "kind": "specialised", "vacant_ha": 0, "admitted_sectors": "a"},
    ]
    toy = task(IDLE, cells(a=1), {("q", "silent"): 10}, parks=parks, sectors=abc)
    named = abc.assign(name_en=["Ants", "Bees", None], name_vi=["Kiến", "Ong", None])
    told = tell_admission(toy.facilities, named, toy.problem.params).set_index("object_id")  # type: ignore[arg-type]
    assert (
        told.loc["own", "takes_en"]
        == "It takes these sectors only: Bees; Ants. It lets no lot below 1,500 m²."
    )
    assert (
        told.loc["own", "takes_vi"] == "Chỉ tiếp nhận các ngành: Ong; Kiến. Không cho thuê lô dưới 1.500 m²."
    )
    assert "not known" in told.loc["silent", "takes_en"] and "chưa rõ" in told.loc["silent", "takes_vi"]
    assert "high-tech only" in told.loc["zone", "takes_en"]
    assert told.loc[["any", "full"], "takes_en"].isna().all()
    assert solved(toy).arc_ha.sum() == pytest.approx(1)  # what is unknown forbids nothing


def test_how_far_firms_follow_depends_on_their_sector(
    task: Make, as_table: Callable[..., pd.DataFrame]
) -> None:
    """End at 60 minutes: 54 for a sector with many workers, 66 for one with few; full up to 30."""
    sectors = as_table("sectors", [
        {"sector_id": "many", **ALIKE, "workers_per_ha": 300}, {"sector_id": "few", **ALIKE, "workers_per_ha": 50},
    ])  # fmt: skip
    toy = task(
        IDLE, cells(many=100, few=100), {("q", "p"): 48}, parks=[{"park_id": "p", "vacant_ha": 100}], sectors=sectors,
        reach_factor={"dense": 0.9, "sparse": 1.1}, reach_bands_min=(),
    )  # fmt: skip
    plan = solved(toy)
    assert by_sector(toy, plan, "p") == pytest.approx({"many": 100 * 6 / 24, "few": 100 * 18 / 36})


def test_each_cell_is_held_against_its_own_budget(task: Make, abc: pd.DataFrame) -> None:
    """Price 4; budgets 2 and 8 in one merged cell: the mean of 5 would hide the firm below. 1 USD per m2 is 1 bn per ha."""
    wanted = [
        {"place_id": "q", "sector_id": "a", "ha": 10, "budget_usd_m2_term": 2.0},
        {"place_id": "q", "sector_id": "b", "ha": 10, "budget_usd_m2_term": 8.0},
        {"place_id": "q", "sector_id": "c", "ha": 20},
    ]
    park = {"park_id": "p", "vacant_ha": 100, "price_usd_m2_term": 4}
    toy = task(IDLE, wanted, {("q", "p"): 10}, parks=[park], sectors=abc, misfit_share=0.5)
    assert toy.problem.arcs["misfit_bn_ha"].tolist() == pytest.approx([0.5 * 2 * 10 / 40])
    assert solved(toy).arc_ha.sum() == pytest.approx(40)  # told, not a ban

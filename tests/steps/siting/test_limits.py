"""Every kind of limit: where it binds the solver obeys it, and its check sees a plan that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import LegalLimits, SitingAnswer, Task, solve_siting
from parkwright.steps.siting.limits import (
    LIMITS,
    budget,
    capacity,
    demand,
    legal_type,
    locks,
    opening,
    reach,
    reserve,
    service,
    utilities,
)
from parkwright.steps.siting.rows import SitingPlan

Make = Callable[..., Task]


def solved(task: Task, settings: SolveSettings) -> SitingPlan:
    answer: SitingAnswer = solve_siting(task.problem, task.formulation, settings)
    assert answer.plan is not None, answer.status
    assert all_kept(task, answer.plan)
    return answer.plan


def broken(check: pd.DataFrame) -> list[str]:
    return sorted(check.loc[check["slack"] < -1e-6, "object"])


def all_kept(task: Task, plan: SitingPlan) -> bool:
    return all(not broken(limit.check(task.problem, plan)) for limit in LIMITS)


def served(task: Task, plan: SitingPlan, name: str) -> float:
    """Hectares that go to a park or site."""
    ids = task.problem.facilities["object_id"].to_numpy()[task.problem.arcs["facility"]]
    return float(plan.arc_ha[ids == name].sum())


def served_of(task: Task, plan: SitingPlan, group: str) -> float:
    groups = task.problem.cells["group_id"].to_numpy()[task.problem.arcs["cell"]]
    return float(plan.arc_ha[groups == group].sum())


def opened(task: Task, plan: SitingPlan) -> dict[str, tuple[str, str]]:
    """Site -> (type, period) of its first phase."""
    taken = task.problem.options.loc[plan.taken]
    first = taken[taken["order"] == 0]
    ids = task.problem.facilities["object_id"].to_numpy()[first["facility"]]
    periods = np.array(task.problem.periods)[first["period"]]
    return dict(zip(ids, zip(first["legal_type"], periods, strict=True), strict=True))


def option(task: Task, name: str, kind: str = "general", period: int = 0, order: int = 0) -> int:
    """Number of an option of a site."""
    problem = task.problem
    facility = problem.facilities.index[problem.facilities["object_id"] == name][0]
    wanted = {"facility": facility, "legal_type": kind, "period": period, "order": order}
    same = np.logical_and.reduce([problem.options[column] == value for column, value in wanted.items()])
    chosen = problem.options[same]
    return int(chosen.index[0])


def plan_of(task: Task, arc_ha: list[float], unserved: list[float], taken: list[int]) -> SitingPlan:
    return SitingPlan(np.array(arc_ha), np.array(unserved), np.array(taken, dtype=np.intp))


def test_the_list_of_kinds_is_the_folder() -> None:
    kinds = [limit.KIND for limit in LIMITS]
    assert len(set(kinds)) == len(kinds) == 12


def test_demand(task: Make, settings: SolveSettings) -> None:
    toy = task([{"site_id": "s"}], [{"place_id": "q", "sector_id": "mech", "ha": 50}], {("q", "s"): 10})
    good = solved(toy, settings)
    assert good.arc_ha.sum() + good.unserved_ha.sum() == pytest.approx(50)
    assert broken(demand.check(toy.problem, replace(good, unserved_ha=good.unserved_ha + 1.0)))
    assert broken(demand.check(toy.problem, replace(good, arc_ha=good.arc_ha * 0.5)))


def test_reach_of_one_pair_and_of_a_band(task: Make, settings: SolveSettings) -> None:
    # 50 min: a third of the firms follow (33.3 ha each); beyond 45 min half of them (50 ha) to both sites together.
    toy = task(
        [{"site_id": "s1", "gross_ha": 40, "net_ha_assumed": 40}, {"site_id": "s2", "gross_ha": 40, "net_ha_assumed": 40}],
        [{"place_id": "q", "sector_id": "mech", "ha": 100}],
        {("q", "s1"): 50, ("q", "s2"): 50},
    )  # fmt: skip
    best = solved(toy, settings)
    assert best.arc_ha.sum() == pytest.approx(50)
    assert best.arc_ha.max() <= 100 / 3 + 1e-6
    taken = [option(toy, "s1"), option(toy, "s2")]
    too_far = plan_of(toy, [34.0, 16.0], [50.0], taken)
    assert broken(reach.check(toy.problem, too_far)) == ["q|supporting-heavy-sparse>sites:s1"]
    beyond_band = plan_of(toy, [30.0, 30.0], [40.0], taken)
    assert broken(reach.check(toy.problem, beyond_band)) == ["q|supporting-heavy-sparse|>45 min"]


def test_capacity_is_cumulative_and_needs_an_opening(task: Make, settings: SolveSettings) -> None:
    cells = [
        {"place_id": "q", "sector_id": "mech", "ha": 60, "period_id": "2026"},
        {"place_id": "q", "sector_id": "mech", "ha": 60, "period_id": "2027"},
    ]
    toy = task([{"site_id": "s"}], cells, {("q", "s"): 10})
    best = solved(toy, settings)
    assert best.arc_ha.sum() == pytest.approx(100)
    late = plan_of(toy, [60.0, 40.0], [0.0, 20.0], [option(toy, "s", period=1)])
    assert broken(capacity.check(toy.problem, late)) == ["sites:s"]
    too_much = plan_of(toy, [60.0, 60.0], [0.0, 0.0], [option(toy, "s")])
    assert broken(capacity.check(toy.problem, too_much)) == ["sites:s"]
    never = plan_of(toy, [1.0, 0.0], [59.0, 60.0], [])
    assert broken(capacity.check(toy.problem, never)) == ["sites:s", "sites:s"]


def test_vacancy_holds_no_more_than_is_left(task: Make, settings: SolveSettings) -> None:
    toy = task(
        [{"site_id": "far", "earliest_year": 2040}],
        [{"place_id": "q", "sector_id": "mech", "ha": 50}],
        {("q", "p"): 10},
        parks=[{"park_id": "p", "vacant_ha": 30}],
    )
    best = solved(toy, settings)
    assert served(toy, best, "p") == pytest.approx(30)
    assert broken(capacity.check(toy.problem, plan_of(toy, [31.0], [19.0], [])))


def phased(task: Make) -> Task:
    """A site of 1,000 ha gross that the law cuts into two phases of 500."""
    return task(
        [{"site_id": "s", "gross_ha": 1000, "net_ha_assumed": 600}],
        [{"place_id": "q", "sector_id": "mech", "ha": 600}],
        {("q", "s"): 10},
        legal=LegalLimits(phase_max_ha=500.0),
        unserved_usd_m2=100.0,
    )


def test_phases_once_and_in_order(task: Make, settings: SolveSettings) -> None:
    toy = phased(task)
    assert toy.problem.phases["gross_ha"].tolist() == [500.0, 500.0]
    best = solved(toy, settings)
    assert len(best.taken) == 2
    all_at_once = best.arc_ha, best.unserved_ha
    first, second = option(toy, "s"), option(toy, "s", order=1)
    twice = SitingPlan(*all_at_once, np.array([first, option(toy, "s", period=1)]))
    assert broken(opening.check(toy.problem, twice)) == ["sites:s#1"]
    second_only = SitingPlan(*all_at_once, np.array([second]))
    assert broken(opening.check(toy.problem, second_only)) == ["sites:s#2>#1"]
    backwards = SitingPlan(*all_at_once, np.array([option(toy, "s", period=1), second]))
    assert broken(opening.check(toy.problem, backwards)) == ["sites:s#2>#1"]


def test_no_cap_cuts_a_park_into_phases_larger_than_the_law_allows(task: Make) -> None:
    toy = task(
        [{"site_id": "s", "gross_ha": 3100, "net_ha_assumed": 2000}],
        [{"place_id": "q", "sector_id": "mech", "ha": 1}],
        {("q", "s"): 10},
        legal=LegalLimits(phase_max_ha=500.0),
    )
    assert len(toy.problem.phases) == 7
    assert toy.problem.phases["gross_ha"].max() <= 500.0


def test_rice_land_cuts_phases_too(task: Make) -> None:
    toy = task(
        [{"site_id": "s", "gross_ha": 500, "two_crop_rice_ha": 450}],
        [{"place_id": "q", "sector_id": "mech", "ha": 1}],
        {("q", "s"): 10},
        legal=LegalLimits(phase_max_ha=500.0, rice_phase_max_ha={"delta": 200.0}),
    )
    assert len(toy.problem.phases) == 3


def test_one_type_for_all_phases(task: Make, settings: SolveSettings) -> None:
    toy = task(
        [{"site_id": "s", "gross_ha": 1000, "net_ha_assumed": 600}],
        [{"place_id": "q", "sector_id": "mech", "ha": 600}],
        {("q", "s"): 10},
        legal=LegalLimits(phase_max_ha=500.0, small_reserve_ha=5.0, small_reserve_share=0.03, small_reserve_exempt_types=("supporting",)),
        unserved_usd_m2=100.0,
    )  # fmt: skip
    best = solved(toy, settings)
    mixed = [option(toy, "s", "general"), option(toy, "s", "supporting", order=1)]
    assert broken(opening.check(toy.problem, replace(best, taken=np.array(mixed)))) == ["sites:s:type"]


@pytest.mark.parametrize("names", [("s1", "s2"), ("s2", "s1")])
def test_overlaps_exclude_both_ways(task: Make, settings: SolveSettings, names: tuple[str, str]) -> None:
    who, other = names
    sites: list[dict[str, Any]] = [{"site_id": "s1"}, {"site_id": "s2"}]
    sites[int(who == "s2")]["overlaps_site"] = other
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 200}]
    both = task([{"site_id": "s1"}, {"site_id": "s2"}], cells, {("q", "s1"): 10, ("q", "s2"): 10})
    assert len(opened(both, solved(both, settings))) == 2
    toy = task(sites, cells, {("q", "s1"): 10, ("q", "s2"): 10})
    best = solved(toy, settings)
    assert len(opened(toy, best)) == 1
    wrong = plan_of(toy, [100.0, 100.0], [0.0], [option(toy, "s1"), option(toy, "s2")])
    assert broken(opening.check(toy.problem, wrong)) == ["sites:s1+sites:s2"]


def test_precedence(task: Make, settings: SolveSettings) -> None:
    # s2 would serve 100 ha, but it must wait for s1 (2027), which serves nobody.
    sites = [{"site_id": "s1", "earliest_year": 2027}, {"site_id": "s2", "after_site": "s1"}]
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 100, "period_id": "2027"}]
    toy = task(sites, cells, {("q", "s2"): 10}, unserved_usd_m2=20.0)
    best = opened(toy, solved(toy, settings))
    assert best["s1"][1] == best["s2"][1] == "2027"
    alone = plan_of(toy, [100.0], [0.0], [option(toy, "s2", period=1)])
    assert broken(opening.check(toy.problem, alone)) == ["sites:s2>sites:s1"]
    early = plan_of(toy, [100.0], [0.0], [option(toy, "s2", period=0), option(toy, "s1", period=1)])
    assert broken(opening.check(toy.problem, early)) == ["sites:s2>sites:s1"]


def test_locks(task: Make, settings: SolveSettings) -> None:
    sites = [{"site_id": "good"}, {"site_id": "dear", "clearance_bn_vnd_ha_mid": 5}]
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 90, "period_id": "2027"}]
    minutes = {("q", "good"): 10, ("q", "dear"): 10}
    free = task(sites, cells, minutes)
    assert set(opened(free, solved(free, settings))) == {"good"}
    shut = task(sites, cells, minutes, closed_sites=("good",))
    assert set(opened(shut, solved(shut, settings))) == {"dear"}
    assert broken(locks.check(shut.problem, solved(free, settings))) == ["closed:good"]
    forced = task(sites, cells, minutes, open_sites={"dear": "2026"})
    best = opened(forced, solved(forced, settings))
    assert best["dear"][1] == "2026"
    late = plan_of(forced, [0.0, 0.0], [90.0], [option(forced, "dear", period=1)])
    assert broken(locks.check(forced.problem, late)) == ["open:dear"]
    any_time = task(sites, cells, minutes, open_sites={"dear": ""})
    assert "dear" in opened(any_time, solved(any_time, settings))


TYPES = {
    "supporting": (LegalLimits(supporting_min_share=0.6), "mech"),
    "specialised": (LegalLimits(specialised_min_share=0.6), "food"),
    "high-tech": (LegalLimits(high_tech_min_share=0.3), "chip"),
}
"""Type -> its limit, and a sector that counts towards its share (DEF-02, DEF-03, DEF-04)."""


@pytest.mark.parametrize("kind", TYPES)
def test_share_of_a_legal_type(
    task: Make, group: Mapping[str, str], settings: SolveSettings, kind: str
) -> None:
    legal, counts = TYPES[kind]
    share = legal.min_share(kind)
    assert share is not None
    other = "food" if counts != "food" else "chip"
    cells = [
        {"place_id": "q", "sector_id": counts, "ha": 9},
        {"place_id": "q", "sector_id": other, "ha": 91},
    ]
    toy = task(
        [{"site_id": "s"}],
        cells,
        {("q", "s"): 10},
        legal=legal,
        legal_types={"s": kind},
        unserved_usd_m2=100.0,
    )
    best = solved(toy, settings)
    # All 9 ha that count are served, and the others only up to 9 x (1 - share) / share.
    expected = 9 * (1 - share) / share
    assert served_of(toy, best, group[counts]) == pytest.approx(9)
    if kind != "specialised":
        assert served_of(toy, best, group[other]) == pytest.approx(expected)
    else:  # a park may be for either of the two
        assert served_of(toy, best, group[other]) == pytest.approx(91)
    groups = toy.problem.cells["group_id"].to_numpy()[toy.problem.arcs["cell"]]
    if kind == "specialised":
        half = np.where(groups == group[counts], 9.0, 9.0)
        wrong = SitingPlan(half, toy.problem.cells["ha"].to_numpy() - 9.0, best.taken)
    else:
        flood = np.where(groups == group[counts], 9.0, 50.0)
        wrong = SitingPlan(flood, np.where(groups == group[counts], 0.0, 41.0), best.taken)
    assert broken(legal_type.check(toy.problem, wrong)) == [f"sites:s:{kind}"] * 2


def test_share_holds_in_every_period_not_only_at_the_end(task: Make, settings: SolveSettings) -> None:
    cells = [
        {"place_id": "q", "sector_id": "food", "ha": 40, "period_id": "2026"},
        {"place_id": "q", "sector_id": "mech", "ha": 60, "period_id": "2027"},
    ]
    toy = task(
        [{"site_id": "s"}],
        cells,
        {("q", "s"): 10},
        legal=LegalLimits(supporting_min_share=0.6),
        legal_types={"s": "supporting"},
    )
    best = solved(toy, settings)
    assert best.arc_ha.sum() == pytest.approx(60)
    whole = plan_of(toy, [40.0, 60.0], [0.0, 0.0], [option(toy, "s", "supporting")])
    check = legal_type.check(toy.problem, whole)
    assert check.set_index("period_id")["slack"].tolist() == pytest.approx([-24.0, 0.0])


RESERVES = {
    "EST-06": LegalLimits(small_reserve_ha=5.0, small_reserve_share=0.1),
    "EST-07": LegalLimits(private_reserve_ha=20.0, private_reserve_share=0.05),
}
"""Both keep 5 of 100 ha: the smaller of the two is enough."""


@pytest.mark.parametrize("rule", RESERVES)
def test_reserve_for_small_firms(task: Make, settings: SolveSettings, rule: str) -> None:
    def toy(small: float) -> Task:
        cells = [{"place_id": "q", "sector_id": "food", "ha": 200, "small_share": small}]
        return task([{"site_id": "s"}], cells, {("q", "s"): 10}, legal=RESERVES[rule])

    large_only = toy(0.0)
    best = solved(large_only, settings)
    assert served(large_only, best, "s") == pytest.approx(95)
    over = plan_of(large_only, [96.0], [104.0], [int(best.taken[0])])
    assert broken(reserve.check(large_only.problem, over)) == [f"sites:s:{rule}"]
    mixed = toy(0.5)  # half of the land is for small firms: they fill the reserve
    assert served(mixed, solved(mixed, settings), "s") == pytest.approx(100)


def test_types_exempt_from_the_reserve(task: Make, settings: SolveSettings) -> None:
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 200}]
    legal = replace(RESERVES["EST-06"], small_reserve_exempt_types=("supporting",))
    toy = task([{"site_id": "s"}], cells, {("q", "s"): 10}, legal=legal)
    best = solved(toy, settings)
    assert opened(toy, best)["s"][0] == "supporting"
    assert served(toy, best, "s") == pytest.approx(100)
    as_general = replace(best, taken=np.array([option(toy, "s", "general")]))
    assert broken(reserve.check(toy.problem, as_general)) == ["sites:s:EST-06"]


def test_private_firms_in_high_technology_fill_the_reserve(task: Make, settings: SolveSettings) -> None:
    cells = [{"place_id": "q", "sector_id": "chip", "ha": 200}]
    toy = task([{"site_id": "s"}], cells, {("q", "s"): 10}, legal=RESERVES["EST-07"])
    assert served(toy, solved(toy, settings), "s") == pytest.approx(100)


def test_budget(task: Make, settings: SolveSettings) -> None:
    # 100 ha cost 150 bn at the opening and 1.5 bn for each ha taken: 180 bn are enough for 20 ha.
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 100}]
    toy = task([{"site_id": "s"}], cells, {("q", "s"): 10}, budget_bn={"2026": 180.0}, unserved_usd_m2=50.0)
    best = solved(toy, settings)
    assert served(toy, best, "s") == pytest.approx(20)
    assert budget.spent_by_period(toy.problem, best).tolist() == pytest.approx([180.0, 0.0])
    dear = plan_of(toy, [21.0], [79.0], [option(toy, "s")])
    assert broken(budget.check(toy.problem, dear)) == ["2026"]


CAPACITIES = {"power_mw": 3.0, "water_m3_day": 600.0, "wastewater_m3_day": 300.0}
"""Each is enough for 30 ha (100 kW, 20 and 10 m3 a day per ha)."""


@pytest.mark.parametrize("column", CAPACITIES)
def test_utilities(task: Make, settings: SolveSettings, column: str) -> None:
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 100}]
    sites = [{"site_id": "s", column: CAPACITIES[column]}]
    toy = task(sites, cells, {("q", "s"): 10}, unserved_usd_m2=50.0)
    best = solved(toy, settings)
    assert served(toy, best, "s") == pytest.approx(30)
    dry = plan_of(toy, [31.0], [69.0], [option(toy, "s")])
    assert len(broken(utilities.check(toy.problem, dry))) == 1


def test_tenants_of_a_park_use_its_capacity_first(task: Make, settings: SolveSettings) -> None:
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 100}]
    park = {"park_id": "p", "vacant_ha": 40, "water_m3_day": 1400.0}  # 60 ha leased use 1,200
    toy = task([{"site_id": "far", "earliest_year": 2040}], cells, {("q", "p"): 10}, parks=[park])
    assert served(toy, solved(toy, settings), "p") == pytest.approx(10)
    # A site that stands for the park has the park's capacity and its tenants.
    site = {"site_id": "s", "status": "operating", "park_id": "p", "net_ha_assumed": None}
    stands_for = task([site], cells, {("q", "s"): 10}, parks=[park])
    assert served(stands_for, solved(stands_for, settings), "s") == pytest.approx(10)


def test_a_known_capacity_limits_nothing_where_nobody_says_what_a_hectare_uses(
    task: Make, made_inputs: Callable[..., dict[str, pd.DataFrame]], settings: SolveSettings
) -> None:
    sites, cells = (
        [{"site_id": "s", "power_mw": 8}],
        [{"place_id": "q", "sector_id": "mech", "ha": 90}],
    )
    minutes = {("q", "s"): 10}
    silent = made_inputs(sites, cells, minutes)["sectors"].assign(power_kw_ha=np.nan)
    toy = task(sites, cells, minutes, sectors=silent)
    assert toy.problem.spare.empty
    assert solved(toy, settings).arc_ha.sum() == pytest.approx(90)
    assert solved(task(sites, cells, minutes), settings).arc_ha.sum() == pytest.approx(80)


@pytest.mark.parametrize("choice", ["share", "group"])
def test_required_service(task: Make, group: Mapping[str, str], settings: SolveSettings, choice: str) -> None:
    # Serving anybody costs 3 bn per ha and more; premises are worth 1: only a requirement opens the site.
    required: dict[str, Any] = (
        {"min_served_share": 0.4} if choice == "share" else {"min_served_group": {group["mech"]: 40.0}}
    )
    cells = [{"place_id": "q", "sector_id": "mech", "ha": 100}]
    idle = task([{"site_id": "s"}], cells, {("q", "s"): 10}, unserved_usd_m2=1.0)
    nothing = solved(idle, settings)
    assert nothing.arc_ha.sum() == 0
    toy = task([{"site_id": "s"}], cells, {("q", "s"): 10}, unserved_usd_m2=1.0, **required)
    assert served(toy, solved(toy, settings), "s") == pytest.approx(40)
    assert len(broken(service.check(toy.problem, nothing))) == 1


def test_hazardous_groups_stay_out_of_the_inner_area(
    task: Make, group: Mapping[str, str], settings: SolveSettings
) -> None:
    cells = [{"place_id": "q", "sector_id": sector, "ha": 40} for sector in ("acid", "food")]
    legal = LegalLimits(hazard_classes_outside=("I", "II"))

    def made(inner: int | None, law: LegalLimits) -> Task:
        site = {"site_id": "s", "inner_area": inner}
        return task([site], cells, {("q", "s"): 10}, legal=law, unserved_usd_m2=50.0)

    inside = made(1, legal)
    best = solved(inside, settings)
    assert served_of(inside, best, group["acid"]) == 0
    assert served_of(inside, best, group["food"]) == pytest.approx(40)
    for free in (made(None, legal), made(0, legal)):
        assert served_of(free, solved(free, settings), group["acid"]) == pytest.approx(40)
    no_law = made(1, LegalLimits())
    assert not no_law.problem.traits["hazardous"].any()
    assert solved(no_law, settings).arc_ha.sum() == pytest.approx(80)


def test_a_high_tech_park_selects_unless_the_planner_says_not(task: Make, settings: SolveSettings) -> None:
    cells = [{"place_id": "q", "sector_id": sector, "ha": 10} for sector in ("chip", "food")]
    park = {"park_id": "zone", "kind": "high-tech", "vacant_ha": 50}
    for select, served_ha in ((True, 10), (False, 20)):
        toy = task(
            [{"site_id": "far", "earliest_year": 2040}], cells, {("q", "zone"): 10}, parks=[park],
            high_tech_parks_select=select,
        )  # fmt: skip
        assert solved(toy, settings).arc_ha.sum() == pytest.approx(served_ha)

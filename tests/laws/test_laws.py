"""What must hold for any plan, whatever its numbers: names carry no meaning, money has no size, and more never hurts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from parkwright.plan import PlanResult
from parkwright.steps.siting import SitingAnswer
from parkwright.tables import Region, table

Plan = Callable[..., PlanResult]
HAIR = 1e-6
"""Relative: plans are proven to the last digit of the solver, not of the number."""


def unserved(plan: PlanResult) -> float:
    return float(plan.tables["unserved"]["ha"].sum())


def with_rows(region: Region, table: str, **changes: Any) -> Region:
    """The region with columns of a table changed (a value, or a function of the frame)."""
    frame = getattr(region, table)
    made = {name: change(frame) if callable(change) else change for name, change in changes.items()}
    return replace(region, **{table: frame.assign(**made)})


def no_better(other: SitingAnswer, than: SitingAnswer) -> bool:
    return other.objective >= than.objective * (1 - HAIR)


# --- names carry no meaning


def renamed(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Every cell that is one of the names, or holds it as a word or as a part between marks, under its new name."""
    words = frame.select_dtypes("str").columns
    changed = {}
    for column in words:
        parts = frame[column].str.split(r"([|:;#\s])", regex=True)
        changed[column] = (
            parts.map(lambda cells: "".join(names.get(cell, cell) for cell in cells), na_action="ignore")
        ).astype("str")
    return frame.assign(**changed)


def test_new_names_change_nothing_but_names(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """Sites and parks get other ids (that sort the other way round): the same land, costs and verdicts under the new ids."""
    names = {f"site-{one:02d}": f"plot-{9 - one}" for one in range(1, 5)}
    names |= {f"park-{one:02d}": f"estate-{50 - one}" for one in range(1, 11)}
    other = replace(
        tiny_region,
        sites=renamed(tiny_region.sites, names).sort_values("site_id", ignore_index=True),
        parks=renamed(tiny_region.parks, names).sort_values("park_id", ignore_index=True),
    )
    theirs = plan_exactly(other)
    assert theirs.answer.objective == pytest.approx(tiny_plan.answer.objective, rel=HAIR)
    for name in ("openings", "allocations", "unserved", "supply", "plan_costs", "facilities", "verdicts"):
        ours = renamed(tiny_plan.tables[name], names)
        found = theirs.tables[name]
        told = [column for column in ours if column.startswith("reason_")]
        key = [column for column in ours if ours[column].dtype == "str" and column not in told]
        assert_frame_equal(
            ours.drop(columns=told).sort_values(key, ignore_index=True),
            found.drop(columns=told).sort_values(key, ignore_index=True),
            obj=name,
            rtol=1e-5,
            atol=1e-6,
        )


def test_new_names_of_places_keep_what_is_not_drawn(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """Draws are keyed by id, so percentiles may move a little; the mean of each cell and the minutes may not."""
    names = {f"place-{one:02d}": f"town-{9 - one}" for one in range(1, 4)}
    other = replace(
        tiny_region,
        **{
            name: renamed(frame, names)
            for name, frame in tiny_region.frames("region").items()
            if name != "base_map"
        },
    )
    theirs = plan_exactly(other)
    ours = renamed(tiny_plan.tables["demand_cells"], names).set_index("cell_id").sort_index()
    found = theirs.tables["demand_cells"].set_index("cell_id").sort_index()
    assert found["mean_ha"].to_numpy() == pytest.approx(ours["mean_ha"].to_numpy(), rel=0.05)
    assert found["p50_ha"].sum() == pytest.approx(ours["p50_ha"].sum(), rel=0.02)
    key = ["from_id", "to_id", "period_id", "window"]
    minutes = renamed(tiny_plan.tables["access_minutes"], names).sort_values(key, ignore_index=True)
    assert_frame_equal(
        theirs.tables["access_minutes"].sort_values(key, ignore_index=True)[[*key, "truck_min"]],
        minutes[[*key, "truck_min"]],
    )


def test_new_names_of_roads_and_gateways_change_nothing_at_all(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """No result but the snaps names a node; the pairs of the gateways stand under their new names."""
    nodes = {name: f"crossing-{999 - place}" for place, name in enumerate(tiny_region.road_nodes["node_id"])}
    gates = {name: f"gate-{99 - place}" for place, name in enumerate(tiny_region.gateways["gateway_id"])}
    edges = {name: f"way-{999 - place}" for place, name in enumerate(tiny_region.road_edges["edge_id"])}
    names = nodes | gates | edges
    other = replace(
        tiny_region,
        road_nodes=renamed(tiny_region.road_nodes, names).sort_values("node_id", ignore_index=True),
        road_edges=renamed(tiny_region.road_edges, names).sort_values("edge_id", ignore_index=True),
        gateways=renamed(tiny_region.gateways, names).sort_values("gateway_id", ignore_index=True),
    )
    theirs = plan_exactly(other)
    for name, frame in tiny_plan.tables.items():
        ours = renamed(frame, names) if name.startswith("access_") else frame
        key = list(table(name).key)
        assert_frame_equal(
            theirs.tables[name].sort_values(key, ignore_index=True),
            ours.sort_values(key, ignore_index=True),
            obj=name,
            rtol=1e-9,
        )


def test_the_order_of_rows_changes_nothing_at_all(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    """All tables shuffled at once: the same plan, to the last table."""
    shuffled = {
        name: frame.sample(frac=1.0, random_state=3).reset_index(drop=True)
        for name, frame in tiny_region.frames("region").items()
    }
    theirs = plan_exactly(replace(tiny_region, **shuffled))
    for name, frame in tiny_plan.tables.items():
        assert_frame_equal(theirs.tables[name], frame, obj=name, rtol=1e-9, atol=1e-12)


# --- money has no size


@pytest.mark.parametrize("scale", [2.0, 25_000.0])
def test_a_currency_of_another_size_changes_figures_not_the_plan(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan, scale: float
) -> None:
    """Twice (25,000 times) as many units to the dollar, and the local prices with them: every sum of money grows so."""
    money = [name for name in tiny_region.sites if name.startswith("clearance_bn")]
    scaled: dict[str, Any] = {
        name: (lambda frame, name=name: frame[name] * scale)
        for name in money
        if tiny_region.sites[name].dtype == "float64"
    }
    other = replace(
        with_rows(tiny_region, "sites", **scaled),
        meta=replace(tiny_region.meta, per_usd=tiny_region.meta.per_usd * scale),
    )
    theirs = plan_exactly(other)
    assert theirs.answer.objective == pytest.approx(scale * tiny_plan.answer.objective, rel=HAIR)
    for name, frame in tiny_plan.tables.items():
        if name in ("limits", "verdicts"):
            continue
        sums = [column for column in frame if column.endswith(("_bn", "_bn_ha"))]
        grown = frame.assign(**{column: frame[column] * scale for column in sums})
        assert_frame_equal(theirs.tables[name], grown, obj=name, rtol=1e-5, atol=1e-7 * scale)


# --- more never hurts


def test_more_demand_never_costs_less(tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    """Every hectare asked for costs something, served or not (no type of park here needs a share of anything)."""

    def taken_up(factor: float) -> PlanResult:
        years = tuple(replace(year, ha=year.ha * factor) for year in tiny_region.meta.take_up)
        return plan_exactly(replace(tiny_region, meta=replace(tiny_region.meta, take_up=years)))

    plans = [taken_up(0.7), tiny_plan, taken_up(1.5)]
    demand = [plan.tables["demand_cells"].query("planned")["p50_ha"].sum() for plan in plans]
    assert demand == sorted(demand) and demand[2] > 1.3 * demand[0]
    costs = [plan.answer.objective for plan in plans]
    assert costs == sorted(costs) and costs[2] > costs[0]
    served = [plan.tables["allocations"]["ha"].sum() for plan in plans]
    assert served == sorted(served)


def test_a_larger_budget_never_costs_more(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    spent = _spent(tiny_plan)
    costs = []
    for share in (0.1, 0.4, 0.8, 1.0):
        sets = {f"siting.budget_bn.{period}": f"{share * amount:.9f}" for period, amount in spent.items()}
        costs.append(plan_exactly(tiny_region, sets=sets).answer.objective)
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1] * 1.01, "the smallest budget must cost something, or nothing is tested"
    assert costs[-1] == pytest.approx(tiny_plan.answer.objective, rel=1e-6)


def test_more_vacant_land_never_costs_more(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    more = with_rows(
        tiny_region,
        "parks",
        occupancy_pct_assumed=lambda parks: parks["occupancy_pct_assumed"] - 10,
    )
    theirs = plan_exactly(more)
    vacant = [
        plan.tables["facilities"].query("role == 'vacancy'")["net_ha"].sum() for plan in (tiny_plan, theirs)
    ]
    assert vacant[1] > vacant[0] + 10
    assert no_better(tiny_plan.answer, theirs.answer)
    assert unserved(theirs) <= unserved(tiny_plan) + 1e-6


def test_a_park_more_never_costs_more(tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan) -> None:
    fewer = plan_exactly(replace(tiny_region, parks=tiny_region.parks.drop(index=[2]).reset_index(drop=True)))
    assert no_better(fewer.answer, tiny_plan.answer)


def test_to_open_later_never_saves_money(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    later = with_rows(
        tiny_region, "sites", earliest_year=lambda sites: sites["earliest_year"].clip(lower=2029)
    )
    theirs = plan_exactly(later)
    assert theirs.answer.objective > tiny_plan.answer.objective
    assert set(theirs.tables["openings"].query("not committed")["period_id"]) == {"2029-31"}
    never = with_rows(tiny_region, "sites", earliest_year=2040)
    nothing = plan_exactly(never)
    assert nothing.tables["openings"].query("not committed").empty
    assert no_better(nothing.answer, theirs.answer)


def test_the_more_unserved_land_is_worth_the_less_of_it_there_is(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    values = (40, 120, 420, 2000)
    left = [
        unserved(plan_exactly(tiny_region, sets={"siting.unserved_usd_m2": str(value)}))
        if value != 420
        else unserved(tiny_plan)
        for value in values
    ]
    assert left == sorted(left, reverse=True)
    assert left[0] > left[2] + 1.0, "the smallest value must leave more unserved, or nothing is tested"


def test_longer_reach_never_costs_more(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    theirs = plan_exactly(
        tiny_region, sets={"siting.reach_end_large_min": "120", "siting.reach_end_small_min": "80"}
    )
    assert no_better(tiny_plan.answer, theirs.answer)
    assert unserved(theirs) < unserved(tiny_plan)


@pytest.mark.parametrize(
    "sets",
    [
        {"siting.budget_bn": "{2027-28 = 0.02, 2029-31 = 0.02}"},
        {"siting.closed_sites": '["site-02"]'},
        {"siting.open_sites.site-03": "2029-31"},
        {"siting.legal_types.site-01": "high-tech"},
    ],
)
def test_a_limit_more_never_saves_money(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan, sets: dict[str, str]
) -> None:
    theirs = plan_exactly(tiny_region, sets=sets)
    assert no_better(theirs.answer, tiny_plan.answer)


def test_a_budget_is_kept_in_the_money_that_is_spent(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    spent = _spent(tiny_plan)
    tight = 0.5 * spent["2027-28"]
    theirs = plan_exactly(tiny_region, sets={"siting.budget_bn.2027-28": f"{tight:.9f}"})
    assert 0 < _spent(theirs)["2027-28"] <= tight * (1 + 1e-6)
    assert theirs.answer.objective > tiny_plan.answer.objective


def test_dearer_land_works_never_lowers_the_cost(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    dear = plan_exactly(tiny_region, sets={"siting.works_usd_m2": "70"})
    assert dear.answer.objective > tiny_plan.answer.objective
    assert dear.tables["openings"].query("not committed")["net_ha"].sum() <= (
        tiny_plan.tables["openings"].query("not committed")["net_ha"].sum() + 1e-6
    )


# --- one changed row moves its own cells


def test_one_changed_request_moves_its_cell_and_leaves_the_draws_of_others(
    tiny_region: Region, tiny_plan: PlanResult, plan_exactly: Plan
) -> None:
    told = tiny_plan.tables["demand_requests"].query("counted").dropna(subset=["cell_id"]).iloc[0]
    area = tiny_region.requests["area_m2"].where(
        tiny_region.requests["request_id"] != told["request_id"],
        tiny_region.requests["area_m2"] * 3,
    )
    theirs = plan_exactly(with_rows(tiny_region, "requests", area_m2=area))
    ours = tiny_plan.tables["demand_cells"].set_index("cell_id")
    found = theirs.tables["demand_cells"].set_index("cell_id")
    moved = ours.index[(found["p50_ha"] - ours["p50_ha"]).abs() > 1e-9]
    stem = told["cell_id"].rsplit("|", 1)[0]
    assert told["cell_id"] in moved
    assert all(cell.startswith(stem) for cell in moved)
    assert (found.loc[moved, "p50_ha"] > ours.loc[moved, "p50_ha"]).all()


def _spent(plan: PlanResult) -> pd.Series:
    costs = plan.tables["plan_costs"].query("term in ['works', 'clearance', 'premium']")
    return costs.groupby("period_id")["spent_bn"].sum()

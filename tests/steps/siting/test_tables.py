"""From a plan back to tables: groups merged and taken apart, costs that add up, supply, reasons, limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import (
    BrokenPlan,
    LegalLimits,
    Siting,
    Task,
    choose_sites,
    plan_tables,
    solve_siting,
)
from parkwright.steps.siting import choose as choose_module
from parkwright.steps.siting.groups import group_sectors, merge_cells
from parkwright.steps.siting.pieces import split_cells

Make = Callable[..., Task]
Door = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def places(as_table: Door) -> pd.DataFrame:
    rows = [
        {"place_id": name, "scope": "core", "lon": 0, "lat": 0, "name_vi": name.upper(), "name_en": name}
        for name in ("q", "r")
    ]
    return as_table("places", rows)


@pytest.fixture
def chosen(task: Make, places: pd.DataFrame, settings: SolveSettings) -> Callable[..., Siting]:
    return lambda *rows, **choices: choose_sites(task(*rows, **choices), places, settings)  # type: ignore[arg-type]


CELLS = [
    {"place_id": "q", "sector_id": "mech", "ha": 30},
    {"place_id": "q", "sector_id": "mech", "ha": 10, "premises_type": "ready-built"},
    {"place_id": "q", "sector_id": "food", "ha": 20},
    {"place_id": "q", "sector_id": "food", "ha": 35, "period_id": "2027"},
]


def test_merged_cells_are_taken_apart_in_their_shares(
    chosen: Callable[..., Siting], group: Mapping[str, str]
) -> None:
    # 32 ha for 60 ha of 2026: whatever the two groups get, machinery is split 3 : 1.
    tables = chosen([{"site_id": "s", "gross_ha": 32, "net_ha_assumed": 32}], CELLS, {("q", "s"): 10}).tables
    got = tables["allocations"].groupby("cell_id")["ha"].sum()
    left = tables["unserved"].set_index("cell_id")["ha"]
    wanted = {
        "q|mech|land|2026": 30.0,
        "q|mech|ready-built|2026": 10.0,
        "q|food|land|2026": 20.0,
        "q|food|land|2027": 35.0,
    }
    assert got.add(left, fill_value=0.0).to_dict() == pytest.approx(wanted)
    for part in (got, left):
        if "q|mech|land|2026" in part:
            assert part["q|mech|land|2026"] == pytest.approx(3 * part["q|mech|ready-built|2026"])
    assert got.sum() == pytest.approx(32)


def test_costs_add_up_to_the_objective_and_to_the_other_tables(chosen: Callable[..., Siting]) -> None:
    found = chosen(
        [{"site_id": "s"}],
        CELLS,
        {("q", "s"): 20, ("q", "p"): 40},
        parks=[{"park_id": "p", "vacant_ha": 30, "price_usd_m2_term": 3}],
        discount_rate=0.1,
    )
    costs, tables = found.tables["plan_costs"], found.tables
    assert costs["cost_bn"].sum() == pytest.approx(found.answer.objective)
    spent = costs.groupby("term")["spent_bn"].sum()
    for term in ("land", "truck", "commute", "misfit"):
        assert spent[term] == pytest.approx(tables["allocations"][f"{term}_bn"].sum())
    for term in ("works", "clearance"):
        both = tables["allocations"][f"{term}_bn"].sum() + tables["openings"][f"{term}_bn"].sum()
        assert spent[term] == pytest.approx(both)
    assert spent["unserved"] == pytest.approx(10.0 * tables["unserved"]["ha"].sum())
    first = costs[(costs["period_id"] == "2026") & (costs["spent_bn"] > 0)]
    assert (first["cost_bn"] / first["spent_bn"]).to_numpy() == pytest.approx(1.1**-0.5)  # middle of the year


def test_supply_is_what_is_open_less_what_was_taken_before(chosen: Callable[..., Siting]) -> None:
    cells = [{"place_id": "q", "sector_id": "mech", "ha": ha, "period_id": period} for ha, period in ((30, "2026"), (20, "2027"))]  # fmt: skip
    supply = chosen(
        [{"site_id": "far", "earliest_year": 2040}],
        cells,
        {("q", "p"): 10},
        parks=[{"park_id": "p", "vacant_ha": 100}],
    ).tables["supply"]
    vacancy = supply[supply["source"] == "vacancy"]
    assert vacancy[["net_ha", "used_ha"]].to_numpy().tolist() == [[100.0, 30.0], [70.0, 20.0]]


ALONE = [{"place_id": "q", "sector_id": "mech", "ha": 90}]
REASONS: dict[str, tuple[list[dict[str, Any]], dict[tuple[str, str], int], dict[str, Any]]] = {
    "no-facility": ([{"site_id": "s"}], {("q", "s"): 61}, {}),
    "barred": (
        [{"site_id": "s", "inner_area": 1}], {("q", "s"): 10}, {"legal": LegalLimits(hazard_classes_outside=("V",))},
    ),
    "cost": ([{"site_id": "s"}], {("q", "s"): 10}, {"unserved_usd_m2": 1.0}),
    "reach": ([{"site_id": "s"}], {("q", "s"): 50}, {"unserved_usd_m2": 90.0}),
    "capacity": ([{"site_id": "s", "gross_ha": 50, "net_ha_assumed": 50}], {("q", "s"): 10}, {}),
    "not-opened": (
        [{"site_id": "s", "gross_ha": 80, "net_ha_assumed": 80}, {"site_id": "t", "gross_ha": 500, "net_ha_assumed": 500}],
        {("q", "s"): 10, ("q", "t"): 10}, {},
    ),
    "limit": ([{"site_id": "s", "power_mw": 8}], {("q", "s"): 10}, {}),
}  # fmt: skip


@pytest.mark.parametrize("code", REASONS)
def test_reason_of_unserved_demand(chosen: Callable[..., Siting], code: str) -> None:
    sites, minutes, choices = REASONS[code]
    unserved = chosen(sites, ALONE, minutes, **choices).tables["unserved"]
    assert unserved["reason_code"].tolist() == [code]
    assert unserved["reason_vi"].notna().all() and unserved["reason_en"].notna().all()


def test_openings_say_whom_they_serve(chosen: Callable[..., Siting]) -> None:
    sites = [{"site_id": "s"}, {"site_id": "idle"}, {"site_id": "built", "status": "building"}]
    tables = chosen(sites, ALONE, {("q", "s"): 10}, open_sites={"idle": "2027"}).tables
    openings = tables["openings"].set_index("facility_id")
    assert openings.loc["sites:s", "reason_en"] == (
        "Serves 90.0 ha, mainly firms from q, 10 truck minutes away on average."
    )
    assert openings.loc["sites:s", "reason_vi"] == (
        "Đáp ứng 90,0 ha, chủ yếu cho doanh nghiệp từ Q, bình quân 10 phút xe tải."
    )
    assert openings.loc["sites:idle", "reason_en"].startswith("Opened because it was required")
    assert openings.loc["sites:built", "reason_en"].startswith("Under construction or committed")
    assert openings["committed"].to_dict() == {"sites:built": True, "sites:idle": False, "sites:s": False}
    assert openings.loc["sites:built", ["works_bn", "clearance_bn"]].tolist() == [0.0, 0.0]


def test_phases_fill_up_one_after_the_other(chosen: Callable[..., Siting]) -> None:
    legal = LegalLimits(phase_max_ha=40.0)
    built = {"site_id": "built", "status": "building", "gross_ha": 120, "net_ha_assumed": 120}
    tables = chosen([{"site_id": "s"}, built], ALONE, {("q", "built"): 10}, legal=legal).tables
    openings = tables["openings"].set_index(["facility_id", "phase"]).loc["sites:built"]
    assert openings["net_ha"].tolist() == [40.0, 40.0, 40.0]
    assert openings["used_ha"].tolist() == pytest.approx([40.0, 40.0, 10.0])
    assert openings["reason_en"].tolist()[1:] == [
        "Phase 2: takes 40.0 ha once the earlier phases are full.",
        "Phase 3: takes 10.0 ha once the earlier phases are full.",
    ]
    assert "90.0 ha" in openings["reason_en"].iloc[0]


def test_nobody_reads_of_zero_hectares(chosen: Callable[..., Siting]) -> None:
    few = [{"place_id": "q", "sector_id": "mech", "ha": 0.04}]
    legal = LegalLimits(phase_max_ha=60.0)
    built = {"site_id": "built", "status": "building"}
    openings = chosen([built], few, {("q", "built"): 10}, legal=legal).tables["openings"]
    assert openings["used_ha"].tolist() == pytest.approx([0.04, 0.0])
    assert openings["reason_en"].tolist() == [
        "Under construction or committed; the plan sends no demand worth naming there.",
        "Phase 2: the earlier phases hold all the demand sent to the park.",
    ]
    assert not openings["reason_vi"].str.contains("0,0 ha").any()


def test_limits_say_what_binds_and_never_what_always_adds_up(chosen: Callable[..., Siting]) -> None:
    limits = chosen(
        [{"site_id": "s", "gross_ha": 50, "net_ha_assumed": 50}],
        ALONE,
        {("q", "s"): 10},
        legal=LegalLimits(supporting_min_share=0.6),
    ).tables["limits"]
    assert limits["ok"].all()
    binding = limits[limits["binding"]]
    assert set(binding["limit_kind"]) == {"capacity"}


def test_a_plan_that_breaks_a_limit_is_never_a_result(
    task: Make, places: pd.DataFrame, settings: SolveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = task([{"site_id": "s"}], ALONE, {("q", "s"): 10})
    answer = solve_siting(toy.problem, toy.formulation, settings)
    real = choose_module.limits_table
    monkeypatch.setattr(choose_module, "limits_table", lambda *of: real(*of).assign(ok=False))
    with pytest.raises(BrokenPlan):
        plan_tables(toy, answer, places)  # type: ignore[arg-type]


def test_sectors_alike_are_one_group(
    as_table: Door, made_inputs: Callable[..., dict[str, pd.DataFrame]]
) -> None:
    cells = [
        {"place_id": "q", "sector_id": "one", "ha": 10, "small_share": 0.5},
        {"place_id": "q", "sector_id": "two", "ha": 30, "small_share": 0.1},
        {"place_id": "q", "sector_id": "three", "ha": 5},
        {"place_id": "q", "sector_id": "two", "ha": 7, "planned": False, "premises_type": "office-lab"},
    ]
    usual = {"is_supporting": 1, "is_high_tech": 0, "hazard_class": "V"}
    sectors = as_table(
        "sectors",
        [
            {"sector_id": "one", **usual, "truck_trips_ha_day": 9},
            {"sector_id": "two", **usual, "truck_trips_ha_day": 13},
            {"sector_id": "three", **usual, "truck_trips_ha_day": 2},
        ],
    )
    demand = made_inputs([{"site_id": "s"}], cells, {("q", "s"): 1})["demand_cells"]
    grouping = group_sectors(sectors, demand)  # type: ignore[arg-type]
    names = grouping.sectors.set_index("sector_id")["group_id"]
    assert names["one"] == names["two"] != names["three"]
    traits = grouping.traits.loc[names["one"]]
    assert traits["truck_trips_ha_day"] == pytest.approx(12.0)  # (10 x 9 + 30 x 13) / 40
    assert traits["small_share"] == pytest.approx(0.2)
    merged = merge_cells(demand, grouping)
    assert merged["ha"].tolist() == [40.0, 5.0]
    splits = split_cells(demand, grouping, merged)[0].set_index("cell_id")["split"]
    assert splits.to_dict() == pytest.approx(
        {"q|one|land|2026": 0.25, "q|two|land|2026": 0.75, "q|three|land|2026": 1.0}
    )


def test_a_sector_that_does_not_say_how_many_trucks_it_needs_has_the_mean(
    as_table: Door, made_inputs: Callable[..., dict[str, pd.DataFrame]]
) -> None:
    cells = [{"place_id": "q", "sector_id": name, "ha": ha} for name, ha in (("a", 10), ("b", 30), ("c", 5))]
    demand = made_inputs([{"site_id": "s"}], cells, {("q", "s"): 1})["demand_cells"]

    def trips(*known: int | None) -> list[float]:
        rows = [
            {
                "sector_id": name,
                "truck_trips_ha_day": many,
                "is_supporting": name != "b",
                "is_high_tech": name == "c",
            }
            for name, many in zip("abc", known, strict=True)
        ]
        grouping = group_sectors(as_table("sectors", rows), demand)  # type: ignore[arg-type]
        of_sector = grouping.sectors.set_index("sector_id")["group_id"]
        return grouping.traits["truck_trips_ha_day"].reindex(of_sector[list("abc")]).tolist()

    assert trips(4, 8, None) == pytest.approx([4, 8, 7])  # (10 x 4 + 30 x 8) / 40
    assert trips(None, None, None) == [0, 0, 0]

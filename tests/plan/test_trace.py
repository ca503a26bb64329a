"""Trace: shares add up, hectares and money reconcile with the tables that they come from, and a lost hectare is told."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.trace import Unreconciled, discounts, facility_costs, trace_plan

CELL_ENDS = {"facilities", "unserved", "not-planned"}


@pytest.fixture(scope="module")
def trace(small_plan: PlanResult) -> pd.DataFrame:
    return trace_plan(small_plan.region, small_plan.tables, "run-1")


def kinds(trace: pd.DataFrame) -> pd.Series:
    """What the links are about: where a cell's land goes is one kind, whatever table it ends in."""
    ends = trace["to_table"].where(~trace["to_table"].isin(CELL_ENDS), "land")
    return trace["from_table"] + ">" + ends.where(trace["from_table"] != "requests", "register")


def test_shares_of_an_object_add_up_to_one_within_each_kind(trace: pd.DataFrame) -> None:
    sums = trace.groupby([kinds(trace), trace["from_id"]])["share"].sum()
    assert ((sums - 1.0).abs() < 1e-9).all()
    assert set(kinds(trace)) == {
        "requests>register", "places>demand_cells", "demand_cells>land", "unserved>plan_costs",
        "facilities>openings", "facilities>plan_costs", "facilities>verdicts",
    }  # fmt: skip


def test_hectares_that_reach_a_park_through_the_trace_are_its_allocations(
    small_plan: PlanResult, trace: pd.DataFrame
) -> None:
    cells = small_plan.tables["demand_cells"].set_index("cell_id")["p50_ha"]
    links = trace[(trace["from_table"] == "demand_cells") & (trace["to_table"] == "facilities")]
    through = (links["share"] * links["from_id"].map(cells)).groupby(links["to_id"]).sum()
    directly = small_plan.tables["allocations"].groupby("facility_id")["ha"].sum()
    pd.testing.assert_series_equal(
        through.sort_index(), directly.sort_index(), check_names=False, atol=1e-3, rtol=1e-6
    )


def test_cost_of_parks_and_of_unserved_land_is_the_objective(small_plan: PlanResult) -> None:
    costs = small_plan.tables["plan_costs"]
    by_term = costs.groupby("term")["cost_bn"].sum()
    ours = facility_costs(small_plan.tables).groupby("term")["cost_bn"].sum()
    for term in ours.index:
        assert ours[term] == pytest.approx(by_term[term], rel=1e-4, abs=1e-6)
    assert ours.sum() + by_term["unserved"] == pytest.approx(small_plan.answer.objective, rel=1e-4)


def test_every_request_counts_once_or_says_that_it_does_not(
    small_plan: PlanResult, trace: pd.DataFrame
) -> None:
    links = trace[trace["from_table"] == "requests"]
    assert set(links["from_id"]) == set(small_plan.tables["demand_requests"]["request_id"])
    assert links.groupby("from_id")["share"].sum().tolist() == pytest.approx(
        [1.0] * links["from_id"].nunique()
    )
    counted = small_plan.tables["demand_requests"].set_index("request_id")["counted"]
    assert set(links.loc[links["to_table"] == "not-counted", "from_id"]) == set(
        counted.index[~counted.astype(bool)]
    )


def test_discounts_are_those_of_the_plan() -> None:
    rows = [("works", "2026", 90.0, 100.0), ("land", "2026", 0.0, 0.0), ("works", "2027", 0.0, 0.0)]
    costs = pd.DataFrame(rows, columns=["term", "period_id", "cost_bn", "spent_bn"])
    assert discounts(costs).to_dict() == {"2026": 0.9}


def test_a_lost_hectare_is_told(small_plan: PlanResult) -> None:
    tables = dict(small_plan.tables)
    tables["allocations"] = tables["allocations"].assign(ha=tables["allocations"]["ha"] * 0.5)
    with pytest.raises(Unreconciled, match="do not add up"):
        trace_plan(small_plan.region, tables, "run-1")
    tables["allocations"] = small_plan.tables["allocations"].assign(cell_id="nowhere|x|land|2026")
    with pytest.raises(Unreconciled, match="nowhere"):
        trace_plan(small_plan.region, tables, "run-1")


def test_every_row_names_its_run(trace: pd.DataFrame) -> None:
    assert set(trace["run"]) == {"run-1"}


def test_land_that_moves_to_another_park_moves_the_links(small_plan: PlanResult, trace: pd.DataFrame) -> None:
    """Relabelling: another name of a park gives the same trace under that name."""
    tables = dict(small_plan.tables)
    for name in ("allocations", "openings", "facilities"):
        ids = tables[name]["facility_id"].replace("sites:site-01", "sites:site-99")
        tables[name] = tables[name].assign(facility_id=ids)
    moved = trace_plan(small_plan.region, tables, "run-1")
    for table in ("allocations", "openings"):
        assert "sites:site-01" not in set(tables[table]["facility_id"])
    before = trace[(trace["to_table"] == "facilities") & (trace["to_id"] == "sites:site-01")]
    after = moved[(moved["to_table"] == "facilities") & (moved["to_id"] == "sites:site-99")]
    assert len(before) > 0
    assert before["share"].tolist() == pytest.approx(after["share"].tolist())

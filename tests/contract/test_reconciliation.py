"""Totals equal their parts across tables that different steps made."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.plan import PlanResult

Tables = dict[str, pd.DataFrame]
ARC_TERMS = ("land", "truck", "commute", "misfit")


@pytest.fixture(scope="module")
def discount(every_table: Tables) -> pd.Series:
    """Present value of one unit of money in each period, as the costs themselves show it."""
    costs = every_table["plan_costs"].query("spent_bn > 0")
    factors = (costs["cost_bn"] / costs["spent_bn"]).groupby(costs["period_id"])
    assert (factors.max() - factors.min() < 1e-12).all()
    return factors.mean()


def by_period(tables: Tables, name: str, column: str) -> pd.Series:
    """A column of a table by cell, summed over the periods of the cells."""
    period = tables["demand_cells"].set_index("cell_id")["period_id"]
    frame = tables[name]
    return frame[column].groupby(frame["cell_id"].map(period)).sum()


def test_cells_add_up_to_what_is_planned(every_table: Tables) -> None:
    cells = every_table["demand_cells"].query("planned")
    planned = every_table["demand_reconciliation"].query("method == 'planned'").set_index("period_id")
    for column, ours in (("base_ha", "p50_ha"), ("low_ha", "p10_ha"), ("high_ha", "p90_ha")):
        summed = cells.groupby("period_id")[ours].sum()
        assert summed.to_dict() == pytest.approx(planned[column].to_dict(), rel=1e-6), column


def test_methods_add_up_to_their_row(every_table: Tables) -> None:
    """Labour demand is drawn for each cell and again for all together, and percentiles do not add: its sum lies in its row."""
    methods = every_table["demand_methods"].groupby(["period_id", "method"])["base_ha"].sum()
    rows = every_table["demand_reconciliation"].query("method != 'planned'")
    for row in rows.itertuples():
        summed = methods.get((row.period_id, row.method), 0.0)
        if row.method == "labour":
            assert row.low_ha < summed < row.high_ha
        else:
            assert row.base_ha == pytest.approx(summed, rel=1e-6, abs=1e-9)


def test_each_cell_is_served_or_unserved(every_table: Tables) -> None:
    cells = every_table["demand_cells"].query("planned").set_index("cell_id")["p50_ha"]
    served = every_table["allocations"].groupby("cell_id")["ha"].sum()
    short = every_table["unserved"].set_index("cell_id")["ha"]
    found = served.reindex(cells.index).fillna(0.0) + short.reindex(cells.index).fillna(0.0)
    assert found.to_numpy() == pytest.approx(cells.to_numpy(), abs=1e-5)
    assert set(served.index) | set(short.index) <= set(cells.index)


def test_the_share_unserved_is_of_the_cell(every_table: Tables) -> None:
    short = every_table["unserved"].merge(every_table["demand_cells"], on="cell_id")
    assert short["share"].to_numpy() == pytest.approx((short["ha"] / short["p50_ha"]).to_numpy(), abs=1e-6)


def test_land_used_is_land_allocated(every_table: Tables) -> None:
    used = every_table["supply"].groupby("period_id")["used_ha"].sum()
    assert used.to_dict() == pytest.approx(by_period(every_table, "allocations", "ha").to_dict(), rel=1e-6)
    assert (every_table["supply"]["used_ha"] <= every_table["supply"]["net_ha"] + 1e-6).all()


def test_openings_are_used_by_what_is_allocated_there(every_table: Tables) -> None:
    taken = every_table["allocations"].groupby("facility_id")["ha"].sum()
    openings = every_table["openings"]
    used = openings.groupby("facility_id")["used_ha"].sum()
    for facility, ha in used.items():
        assert ha == pytest.approx(taken.get(facility, 0.0), abs=1e-5)
    assert (openings["used_ha"] <= openings["net_ha"] + 1e-6).all()


def test_supply_is_what_stands_or_opens_less_what_was_taken_before(
    tiny_plan: PlanResult, every_table: Tables
) -> None:
    """Land on offer in all sources together, period by period, from the facilities, the openings and the allocations."""
    periods = [period.period_id for period in tiny_plan.region.meta.periods]
    facilities, openings = every_table["facilities"], every_table["openings"]
    standing = facilities.loc[facilities["role"] == "vacancy", "net_ha"].sum()
    opens = openings.groupby("period_id")["net_ha"].sum().reindex(periods).fillna(0.0).cumsum()
    taken = (
        by_period(every_table, "allocations", "ha")
        .reindex(periods)
        .fillna(0.0)
        .cumsum()
        .shift(fill_value=0.0)
    )
    offered = every_table["supply"].groupby("period_id")["net_ha"].sum().reindex(periods)
    assert offered.to_numpy() == pytest.approx((standing + opens - taken).to_numpy(), abs=1e-5)


def test_minutes_and_shares_of_allocations_are_those_of_their_tables(every_table: Tables) -> None:
    """The minutes of each allocation stand in the table of access; hectares by facility are the shares of the trace."""
    rows = every_table["allocations"].join(
        every_table["demand_cells"].set_index("cell_id")[["place_id", "period_id", "p50_ha"]], on="cell_id"
    )
    minutes = every_table["access_minutes"].query("window == 'night' and from_table == 'places'")
    minutes = minutes.assign(facility_id=minutes["to_table"] + ":" + minutes["to_id"]).rename(
        columns={"from_id": "place_id"}
    )
    found = rows.merge(minutes[["place_id", "facility_id", "period_id", "truck_min"]], on=["place_id", "facility_id", "period_id"], suffixes=("", "_access"), how="left")  # fmt: skip
    assert found["truck_min"].to_numpy() == pytest.approx(found["truck_min_access"].to_numpy(), abs=1e-9)
    links = every_table["trace"].query("from_table == 'demand_cells' and to_table == 'facilities'")
    told = links.set_index(["from_id", "to_id"])["share"]
    ours = (rows["ha"] / rows["p50_ha"]).set_axis(pd.MultiIndex.from_frame(rows[["cell_id", "facility_id"]]))
    assert told.sort_index().to_numpy() == pytest.approx(ours.sort_index().to_numpy(), abs=1e-6)


def test_every_sector_of_a_cell_has_its_group(every_table: Tables) -> None:
    groups = every_table["sector_groups"].set_index("sector_id")["group_id"]
    assert set(every_table["demand_cells"]["sector_id"]) <= set(groups.index)


def test_capacity_limits_tell_the_allocations(tiny_plan: PlanResult, every_table: Tables) -> None:
    """What a limit says is used is what the other tables say."""
    rows = every_table["limits"].query("limit_kind == 'capacity'")
    rows = rows[rows["period_id"] == tiny_plan.region.meta.periods[-1].period_id].set_index("object")
    taken = every_table["allocations"].groupby("facility_id")["ha"].sum()
    assert rows["used"].reindex(taken.index).to_numpy() == pytest.approx(taken.to_numpy(), abs=1e-5)


def test_answers_stand_off_the_plan_by_what_they_say(tiny_plan: PlanResult, every_table: Tables) -> None:
    asked = every_table["what_if"].dropna(subset=["objective_bn", "delta_bn"])
    asked = asked[asked["kind"].isin(("without-scheme", "without-site"))]
    assert len(asked)
    off = asked["objective_bn"] - tiny_plan.answer.objective
    assert asked["delta_bn"].to_numpy() == pytest.approx(off.to_numpy(), rel=1e-6, abs=1e-9)


def test_nobody_takes_more_land_than_there_is_or_before_it_opens(
    tiny_plan: PlanResult, every_table: Tables
) -> None:
    net = every_table["facilities"].set_index("facility_id")["net_ha"]
    taken = every_table["allocations"].groupby("facility_id")["ha"].sum()
    assert (taken <= net.reindex(taken.index) + 1e-5).all()
    order = {period.period_id: number for number, period in enumerate(tiny_plan.region.meta.periods)}
    opens = every_table["openings"].groupby("facility_id")["period_id"].first().map(order)
    period = every_table["demand_cells"].set_index("cell_id")["period_id"]
    rows = every_table["allocations"].assign(
        period=every_table["allocations"]["cell_id"].map(period).map(order)
    )
    rows = rows[rows["facility_id"].isin(opens.index)]
    assert len(rows)
    assert (rows["period"] >= rows["facility_id"].map(opens)).all()
    closed = (
        every_table["facilities"]
        .query("role in ['candidate', 'left-out']")["facility_id"]
        .pipe(lambda names: names[~names.isin(opens.index)])
    )
    assert not set(every_table["allocations"]["facility_id"]) & set(closed)


@pytest.mark.parametrize("term", ARC_TERMS)
def test_costs_of_moving_are_the_sum_of_the_allocations(every_table: Tables, term: str) -> None:
    costs = every_table["plan_costs"].query("term == @term").set_index("period_id")["spent_bn"]
    parts = by_period(every_table, "allocations", f"{term}_bn")
    assert parts.to_dict() == pytest.approx(costs.to_dict(), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("term", ["works", "clearance", "premium"])
def test_costs_of_building_are_openings_and_what_follows_the_hectares(every_table: Tables, term: str) -> None:
    costs = every_table["plan_costs"].query("term == @term").set_index("period_id")["spent_bn"]
    parts = every_table["openings"].groupby("period_id")[f"{term}_bn"].sum().reindex(costs.index).fillna(0.0)
    if f"{term}_bn" in every_table["allocations"]:
        parts = parts + by_period(every_table, "allocations", f"{term}_bn").reindex(costs.index).fillna(0.0)
    assert parts.to_dict() == pytest.approx(costs.to_dict(), rel=1e-6, abs=1e-12)


def test_present_value_of_the_parts_is_the_objective(
    tiny_plan: PlanResult, every_table: Tables, discount: pd.Series
) -> None:
    costs = every_table["plan_costs"]
    whole = (costs["spent_bn"] * costs["period_id"].map(discount)).sum()
    assert whole == pytest.approx(tiny_plan.answer.objective, rel=1e-9)


def test_every_limit_was_measured_again_and_holds(every_table: Tables) -> None:
    limits = every_table["limits"]
    assert limits["ok"].all()
    assert not (limits["binding"] & ~limits["ok"]).any()


def test_requests_have_a_cell_or_a_reason(every_table: Tables) -> None:
    told = every_table["demand_requests"]
    assert told.loc[told["counted"].astype(bool), "cell_id"].notna().all()
    assert told["reason_vi"].notna().all()


def test_shares_of_sizes_add_up(every_table: Tables) -> None:
    sums = every_table["demand_sizes"].groupby(["sector_id", "premises_type"])["share"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)


def test_links_of_a_kind_add_up_to_their_object(every_table: Tables) -> None:
    trace = every_table["trace"]
    kinds = trace["to_table"].replace({"unserved": "facilities", "not-planned": "facilities"})
    sums = trace.groupby(["from_table", "from_id", kinds])["share"].sum()
    assert sums.to_numpy() == pytest.approx(1.0, abs=1e-6)


def test_evidence_tells_the_figures_of_the_plan(every_table: Tables) -> None:
    evidence = every_table["evidence"].set_index(["figure", "item"])["value"]
    costs = every_table["plan_costs"]
    for term, value in costs.groupby("term")["cost_bn"].sum().items():
        assert evidence["objective_bn", term] == pytest.approx(value, rel=1e-6, abs=1e-12)
    wholes = every_table["evidence"][~every_table["evidence"]["item"].isin(costs["term"])].set_index("figure")
    assert wholes.loc["objective_bn", "value"] == pytest.approx(costs["cost_bn"].sum(), rel=1e-6)
    assert wholes.loc["unserved_ha", "value"] == pytest.approx(every_table["unserved"]["ha"].sum(), rel=1e-6)
    known = every_table["evidence"].dropna(subset=["low", "high"])
    assert (known["low"] <= known["value"] + 1e-9).all()
    assert (known["value"] <= known["high"] + 1e-9).all()

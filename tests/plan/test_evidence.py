"""Evidence: the plan costed again is the plan, one assumption moves what it should and nothing else, figures by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.plan import PlanResult
from parkwright.plan.assumptions import Assumption, list_assumptions, task_under
from parkwright.plan.evidence import Tried, assumed_shares, try_assumptions, weigh_evidence, weightiest
from parkwright.plan.headline import headline
from parkwright.plan.recost import recost_all
from parkwright.plan.trace import Unreconciled
from parkwright.steps.siting import solve_siting
from parkwright.words import LANGS, say

ARC_TERMS = ["land", "truck", "commute", "misfit"]
TERMS = ["works", "clearance", "premium", *ARC_TERMS, "unserved"]


@pytest.fixture(scope="module")
def tried(small_plan: PlanResult) -> Tried:
    return try_assumptions(small_plan)


def named(tried: Tried, name: str) -> Assumption:
    return next(found for found in tried.assumptions if found.id == name)


def test_the_plan_costed_again_is_the_plan(small_plan: PlanResult, tried: Tried) -> None:
    base, told = tried.figures.loc[""], headline(small_plan.tables)
    for name in ("objective_bn", "build_bn", "opened_ha", "demand_ha", "unserved_ha", "truck_min"):
        assert base[name] == pytest.approx(told[name], rel=1e-4), name
    by_term = small_plan.tables["plan_costs"].groupby("term")["cost_bn"].sum()
    for term in TERMS:
        assert base[term] == pytest.approx(by_term[term], rel=1e-4, abs=1e-9), term


def test_terms_add_up_to_the_objective_under_every_assumption(tried: Tried) -> None:
    np.testing.assert_allclose(tried.figures[TERMS].sum(axis=1), tried.figures["objective_bn"], rtol=1e-9)


def test_a_plan_that_does_not_cost_what_its_solve_said_is_told(small_plan: PlanResult) -> None:
    wrong = replace(
        small_plan, answer=replace(small_plan.answer, objective=small_plan.answer.objective * 1.01)
    )
    with pytest.raises(Unreconciled):
        recost_all(wrong, [])


@pytest.mark.parametrize(
    ("name", "term", "factor"),
    [
        ("siting.truck_usd_min:0.175", "truck", 0.7),
        ("siting.truck_usd_min:0.325", "truck", 1.3),
        ("siting.commute_usd_min:0.007", "commute", 0.7),
        ("siting.commute_home_share:0.7", "commute", 1.4),
        ("siting.unserved_usd_m2:294", "unserved", 0.7),
        ("siting.misfit_share:0.45", "misfit", 1.8),
    ],
)
def test_a_unit_value_moves_its_own_term_in_proportion(
    tried: Tried, name: str, term: str, factor: float
) -> None:
    base, moved = tried.figures.loc[""], tried.figures.loc[name]
    assert moved[term] == pytest.approx(factor * base[term], rel=1e-9)
    others = [other for other in TERMS if other != term]
    np.testing.assert_allclose(moved[others].to_numpy(), base[others].to_numpy(), rtol=1e-9)


def test_clearance_moves_with_the_columns_of_the_sites(small_plan: PlanResult, tried: Tried) -> None:
    """By hand: each opened site's clearance, at the high value over the middle one."""
    sites = small_plan.region.sites.set_index("site_id")
    ratio = sites["clearance_bn_vnd_ha_high"] / sites["clearance_bn_vnd_ha_mid"]
    spent = pd.concat([small_plan.tables["openings"], small_plan.tables["allocations"]])
    by_site = spent.groupby("facility_id")["clearance_bn"].sum()
    by_site.index = by_site.index.str.removeprefix("sites:")
    extra = (by_site * (ratio.reindex(by_site.index).fillna(1.0) - 1)).sum()
    moved = tried.figures["build_bn"]["sites.clearance:high"] - tried.figures["build_bn"][""]
    assert extra > 0
    assert moved == pytest.approx(extra, rel=1e-4)


def test_demand_that_goes_leaves_no_more_unserved_and_demand_that_comes_is_unserved(tried: Tried) -> None:
    figures = tried.figures
    low, base, high = (figures.loc[name] for name in ("demand:low", "", "demand:high"))
    assert low["demand_ha"] < base["demand_ha"] < high["demand_ha"]
    assert low["unserved_ha"] <= base["unserved_ha"]
    assert high["unserved_ha"] - base["unserved_ha"] == pytest.approx(
        high["demand_ha"] - base["demand_ha"], rel=1e-6
    )


def test_shorter_reach_leaves_more_unserved_and_longer_reach_changes_nothing(tried: Tried) -> None:
    unserved, base = tried.figures["unserved_ha"], tried.figures.loc["", "unserved_ha"]
    ends = [found.id for found in tried.assumptions if found.family.startswith("siting.reach_end")]
    assert len(ends) == 4
    assert max(unserved[ends]) > base
    assert (unserved[ends] >= base - 1e-9).all()


def test_less_net_land_holds_fewer_firms(tried: Tried) -> None:
    low, base = tried.figures.loc["sites.net_land:low"], tried.figures.loc[""]
    assert low["opened_ha"] == pytest.approx(0.9 * base["opened_ha"])
    assert low["unserved_ha"] > base["unserved_ha"]


def test_the_best_plan_is_never_worse_than_the_plan_as_it_is(small_plan: PlanResult, tried: Tried) -> None:
    """The first-order reading bounds the truth from above: the model solved again may only do better."""
    for name in ("siting.unserved_usd_m2:294", "sites.clearance:high", "siting.reach_end_large_min:72"):
        task = task_under(small_plan, named(tried, name))
        answer = solve_siting(task.problem, task.formulation, SolveSettings(20.0, 0.0, 1))
        assert answer.status == "optimal"
        assert answer.objective <= tried.figures.loc[name, "objective_bn"] * (1 + 1e-6)


def test_weightiest_are_one_a_family_and_in_order(small_plan: PlanResult, tried: Tried) -> None:
    found = weightiest(small_plan, 10, tried)
    assert 0 < len(found) <= 10
    sizes = [abs(one.delta_bn) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len({one.family for one in found}) == len(found)
    assert "demand" not in {one.family for one in found}
    for one in found:
        delta = tried.figures.loc[one.id, "objective_bn"] - tried.figures.loc["", "objective_bn"]
        assert one.delta_bn == pytest.approx(delta)
        same = [other.id for other in tried.assumptions if other.family == one.family]
        most = (tried.figures.loc[same, "objective_bn"] - tried.figures.loc["", "objective_bn"]).abs().max()
        assert abs(one.delta_bn) == pytest.approx(most)


def test_every_assumption_changes_something_and_says_so_in_both_languages(
    small_plan: PlanResult, tried: Tried
) -> None:
    ids = [found.id for found in tried.assumptions]
    assert len(set(ids)) == len(ids)
    for found in list_assumptions(small_plan):
        assert any(changed is not None for changed in (found.siting_params, found.sites, found.cells))
        sentences = {say(found.told, lang) for lang in LANGS}
        assert len(sentences) == 2


def test_evidence_table(small_plan: PlanResult, tried: Tried) -> None:
    table = weigh_evidence(small_plan, None, tried).set_index(["figure", "item"])
    whole = table.xs("all", level="item")
    assert list(whole.index) == sorted(
        ["objective_bn", "build_bn", "opened_ha", "demand_ha", "unserved_ha", "truck_min"]
    )
    assert set(table.loc["objective_bn"].index) == {"all", *TERMS}
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    terms = table.loc["objective_bn"].drop(index="all")
    assert terms["value"].sum() == pytest.approx(whole.loc["objective_bn", "value"])
    known = terms.dropna(subset=["assumed_share"])
    weighted = (known["value"] * known["assumed_share"]).sum() / known["value"].sum()
    assert whole.loc["objective_bn", "assumed_share"] == pytest.approx(weighted)
    assert whole.loc["demand_ha", "high"] == pytest.approx(
        tried.figures.loc["demand:high", "demand_ha"], rel=1e-6
    )
    assert table.loc[("objective_bn", "truck"), "high"] > table.loc[("objective_bn", "truck"), "value"]


def test_what_was_solved_again_goes_before_the_first_order_reading(
    small_plan: PlanResult, tried: Tried
) -> None:
    rows = [
        ("high-demand", "", "proven", 1e9, 77777.0),
        ("assumption", "siting.truck_usd_min:0.175", "not-asked", float("nan"), float("nan")),
        ("assumption", "siting.truck_usd_min:0.325", "stopped", 1e10, 5.0),
        ("without-site", "sites:site-01", "proven", 1e12, 1e12),
    ]
    what_if = pd.DataFrame(rows, columns=["kind", "object", "status", "objective_bn", "unserved_ha"])
    whole = weigh_evidence(small_plan, what_if, tried).set_index(["figure", "item"]).xs("all", level="item")
    assert whole.loc["unserved_ha", "high"] == 77777.0
    assert whole.loc["objective_bn", "high"] == 1e10
    assert whole.loc["objective_bn", "moved_by_en"] == say(
        named(tried, "siting.truck_usd_min:0.325").told, "en"
    )


def test_assumed_shares_by_hand(small_plan: PlanResult) -> None:
    facilities = pd.DataFrame({"facility_id": ["sites:a", "sites:b"], "net_evidence": ["assumed", "seen"]})
    openings = pd.DataFrame(
        {"facility_id": ["sites:a", "sites:b"], "net_ha": [30.0, 90.0], "committed": [False, False]}
    )
    costs = [("works", 60.0, 80.0, 0.0), ("clearance", 30.0, 20.0, 1.0), ("unserved", 10.0, 10.0, 1.0)]
    tables = {
        **small_plan.tables,
        "facilities": facilities,
        "openings": openings,
        "plan_costs": pd.DataFrame(costs, columns=["term", "cost_bn", "spent_bn", "assumed_share"]),
    }
    shares = assumed_shares(replace(small_plan, tables=tables))
    assert shares["objective_bn", "all"] == pytest.approx(0.4)
    assert shares["objective_bn", "clearance"] == 1.0
    assert shares["build_bn", "all"] == pytest.approx(0.2)
    assert shares["opened_ha", "all"] == pytest.approx(0.25)


def test_truck_minutes_rest_on_demand_both_ends_and_the_road(small_plan: PlanResult) -> None:
    """Half of each cell seen, all ends placed, four fifths of the road read: 1 - 0.5 x 0.8; one end not placed: all of its trips."""
    region = small_plan.region
    placed = {
        name: getattr(region, name).assign(position_evidence="derived")
        for name in ("places", "parks", "sites")
    }
    edges = region.road_edges.assign(attribute_evidence="seen", length_km=1.0)
    fifth = edges.index[: len(edges) // 5]
    edges.loc[fifth, "attribute_evidence"] = "assumed"
    road = 1 - len(fifth) / len(edges)
    cells = small_plan.tables["demand_cells"].assign(assumed_share=0.5)
    known = replace(
        small_plan,
        region=replace(region, road_edges=edges, **placed),
        tables={**small_plan.tables, "demand_cells": cells},
    )
    assert assumed_shares(known)["truck_min", "all"] == pytest.approx(1 - 0.5 * road)
    trips = small_plan.tables["allocations"]
    where = trips["facility_id"].str.removeprefix("parks:").str.removeprefix("sites:")
    lost = trips["facility_id"].iloc[0]
    for name, key in (("parks", "park_id"), ("sites", "site_id")):
        guessed = placed[name][key] == where.iloc[0]
        placed[name].loc[guessed, "position_evidence"] = None
    half = replace(known, region=replace(known.region, **placed))
    driven = trips["ha"] * trips["truck_min"]
    there = driven[trips["facility_id"] == lost].sum() / driven.sum()
    due = there + (1 - there) * (1 - 0.5 * road)
    assert 0 < there < 1
    assert assumed_shares(half)["truck_min", "all"] == pytest.approx(due)
    assert assumed_shares(small_plan)["truck_min", "all"] == pytest.approx(1.0), "all of it is made up"

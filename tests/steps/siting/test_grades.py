"""What a cost rests on, by hand: a product is assumed as soon as one of its factors is, row by row."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import LegalLimits, Task, choose_sites

RATE = LegalLimits(works_bn_ha=((math.inf, 2.0),))
READ = {"evidence": "seen", "clearance_evidence": "derived"}
"""A site whose gross land and clearance are known; its net land is an assumption, as ``net_ha_assumed`` always is."""
Shares = Callable[..., dict[str, float]]


@pytest.fixture
def shares(
    task: Callable[..., Task], as_table: Callable[..., pd.DataFrame], settings: SolveSettings
) -> Shares:
    """shares(sites, cells, minutes, …): the assumed share of each term in 2026, where the plan spends anything on it."""
    district = {"place_id": "q", "scope": "core", "lon": 0, "lat": 0, "name_vi": "Q", "name_en": "q"}
    places = as_table("places", [district])

    def found(*rows: Any, **choices: Any) -> dict[str, float]:
        costs = choose_sites(task(*rows, **choices), places, settings).tables["plan_costs"]  # type: ignore[arg-type]
        assert costs.loc[costs["spent_bn"] == 0, "assumed_share"].isna().all()
        now = costs[(costs["period_id"] == "2026") & (costs["spent_bn"] != 0)]
        return dict(zip(now["term"], now["assumed_share"], strict=True))

    return found


def cell(ha: float, assumed: float) -> list[dict[str, Any]]:
    return [{"place_id": "q", "sector_id": "mech", "ha": ha, "assumed_share": assumed}]


def test_what_falls_due_at_the_opening_rests_on_gross_land_the_rest_on_net_land_and_demand(
    shares: Shares,
) -> None:
    """100 ha gross at 2 bn of works: 100 at the opening, then 1 for each of 40 ha. Clearance is half of that."""
    found = shares([{"site_id": "s", **READ}], cell(40, 0.25), {("q", "s"): 10}, legal=RATE)
    assert found["works"] == pytest.approx(40 / 140)
    assert found["clearance"] == pytest.approx(20 / 70)
    assert found["truck"] == 1.0


def test_works_without_a_rule_and_land_without_a_measure_are_assumed(shares: Shares) -> None:
    site, minutes = {"site_id": "s", **READ}, {("q", "s"): 10}
    assert shares([site], cell(40, 0.25), minutes)["works"] == 1.0
    guessed = {**site, "gross_ha": np.nan, "gross_ha_assumed": 100}
    found = shares([guessed], cell(40, 0.25), minutes, legal=RATE)
    assert (found["works"], found["clearance"]) == (1.0, 1.0)
    unknown = {"site_id": "s"}
    assert shares([unknown], cell(40, 0.25), minutes, legal=RATE)["works"] == 1.0, "nobody says who read it"


def test_land_rests_on_its_price_and_on_the_demand(shares: Shares) -> None:
    """10 ha of a cell that is a quarter assumed, at a price that was read: 0.25; at one that nobody knows: all of it."""
    park, minutes = {"park_id": "p", "vacant_ha": 30}, {("q", "p"): 10}
    far = [{"site_id": "s", "earliest_year": 2040}]
    priced = {**park, "price_usd_m2_term": 3}
    assert shares(far, cell(10, 0.25), minutes, parks=[priced])["land"] == pytest.approx(0.25)
    assert shares(far, cell(10, 0.25), minutes, parks=[park])["land"] == 1.0


def test_a_merged_cell_is_as_known_as_its_cells_are_by_hectare(shares: Shares) -> None:
    """30 ha all assumed and 10 ha all seen: three quarters of what they pay for land."""
    two = [
        {"place_id": "q", "sector_id": "mech", "ha": 30, "assumed_share": 1.0},
        {
            "place_id": "q",
            "sector_id": "mech",
            "ha": 10,
            "assumed_share": 0.0,
            "premises_type": "ready-built",
        },
    ]
    park = {"park_id": "p", "vacant_ha": 100, "price_usd_m2_term": 3}
    far = [{"site_id": "s", "earliest_year": 2040}]
    assert shares(far, two, {("q", "p"): 10}, parks=[park])["land"] == pytest.approx(0.75)


def test_what_a_hectare_left_over_is_worth_is_assumed(shares: Shares) -> None:
    found = shares([{"site_id": "s", **READ}], cell(40, 0.0), {("q", "s"): 61}, legal=RATE)
    assert found == {"unserved": 1.0}

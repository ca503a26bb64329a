"""The planning code on land-use tables and pieces: a published plan that fails, and the wastewater plant by hand."""

from __future__ import annotations

from datetime import date

import pytest

from parkwright.rules import load_rules
from parkwright.rules.predicates import (
    lot_density_ok,
    none_inside,
    plant_distance_ok,
    plant_land_ok,
    setback_m,
    substation_ok,
)
from parkwright.steps.layout.judge import share_findings

LAW = load_rules("vn").on(date(2026, 11, 1))
NEXT = load_rules("vn").on(date(2027, 2, 1))


def test_a_plan_with_too_little_green_fails() -> None:
    """Hung Loc small industrial park, Vinh: 1.13 % green (street trees do not count)."""
    areas = {"lots": 58286.0, "roads": 13292.0, "technical": 1344.0, "green": 1056.0, "other": 19666.0}
    found = {rule: one.verdict for rule, one in share_findings(areas, 93644.0, LAW)}
    assert (found["QC-01"], found["QC-02"], found["QC-03"]) == ("passes", "fails", "passes")


def test_an_unknown_code_fails_nobody() -> None:
    found = dict(share_findings({"green": 1.0}, 100.0, NEXT))
    assert found["QC-02"].verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("metres", "m3", "enclosed", "upwind", "verdict", "limit"),
    [
        (120, 4000, True, False, "passes", 15), (10, 4000, True, False, "fails", 15), (20, 4000, True, True, "fails", 22.5),
        (99, 150, False, False, "passes", 80), (99, 5000, False, False, "fails", 100), (None, 4000, True, False, "cannot_tell", 15),
        (300, 60000, False, False, "fails", 350),
    ],
)  # fmt: skip
def test_distance_of_the_plant(
    metres: float | None, m3: float, enclosed: bool, upwind: bool, verdict: str, limit: float
) -> None:
    found = plant_distance_ok(metres, m3, enclosed, upwind, LAW)
    assert found is not None
    assert (found.verdict, found.limit) == (verdict, limit)


def test_land_of_plant_substation_and_lots() -> None:
    for found, verdict in (
        (plant_land_ok(6000, 4000, LAW), "passes"), (plant_land_ok(10000, 4000, LAW), "fails"),
        (substation_ok(9000, LAW), "passes"), (substation_ok(12000, LAW), "fails"), (substation_ok(None, LAW), "cannot_tell"),
        (lot_density_ok(0.65, 2, LAW), "passes"), (lot_density_ok(0.65, 6, LAW), "fails"),
        (none_inside(0, LAW), "passes"), (none_inside(2, LAW), "fails"),
    ):  # fmt: skip
        assert found is not None
        assert found.verdict == verdict


@pytest.mark.parametrize(
    ("road", "height", "metres"),
    [(18, 15, 0), (18, 25, 4), (18, 30, 6), (20, 25, 3), (28, 27, 0), (28, 30, 6)],
)
def test_setbacks(road: float, height: float, metres: float) -> None:
    assert setback_m(road, height, LAW) == metres

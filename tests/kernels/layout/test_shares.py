"""The least shares steer the search and the public land: roads, green, technical areas, all common land, the wastewater plant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from made_sites import classes_of
from shapely.geometry import LineString, Polygon, box

from parkwright.kernels.layout.ground import Exclusion, Ground, make_ground
from parkwright.kernels.layout.measured import Layout, measure_scheme
from parkwright.kernels.layout.public import place_public
from parkwright.kernels.layout.search import SearchParams, search
from parkwright.kernels.layout.standards import Standards
from parkwright.kernels.layout.strips import make_strip

STANDARDS = Standards()
DOORS = np.array([[850.0, 0.0]])


def ground_with_a_corridor() -> Ground:
    """Roads are scarce here: the corridor takes land that roads may cross but not run along."""
    corridor = LineString([(-50, 200), (1750, 1150)]).buffer(25)
    exclusion = Exclusion("corridor_power", corridor, crossable=True)
    return make_ground(box(0, 0, 1700, 1200), [exclusion], DOORS, 10.0, 70.0)


def best(ground: Ground, standards: Standards) -> Layout:
    mix = classes_of(ground.area_m2)
    found = search(ground, [DOORS], mix, standards, SearchParams(skeletons=800, cut=12, schemes=1))
    return measure_scheme(found.schemes[0], mix, standards)


def land(layout: Layout, *groups: str) -> float:
    return sum(area for use, area in zip(layout.use, layout.area_m2, strict=True) if use.startswith(groups))


@pytest.mark.parametrize("roads", [0.10, 0.13])
def test_the_best_scheme_has_the_least_share_of_roads(roads: float) -> None:
    ground = ground_with_a_corridor()
    assert land(best(ground, replace(STANDARDS, roads_share=roads)), "road") >= roads * ground.area_m2


@pytest.mark.parametrize("common", [0.25, 0.29])
def test_green_makes_up_what_common_land_lacks(common: float) -> None:
    ground = ground_with_a_corridor()
    layout = best(ground, replace(STANDARDS, common_share=common))
    shared = land(layout, "green", "road", "technical", "service", "parking")
    assert common * ground.area_m2 <= shared
    if common > 0.26:
        assert shared <= (common + 0.02) * ground.area_m2


def test_a_plant_on_an_uneven_strip_is_no_larger_than_asked_for() -> None:
    """A strip that is deepest at its low end, where the plant goes: its mean depth would give a third too much."""
    strip, _ = make_strip(Polygon([(0, 0), (300, 0), (300, 50), (0, 150)]), 0.0, -1, STANDARDS)
    assert strip is not None
    doors = np.array([[1000.0, 0.0]])
    standards = replace(
        STANDARDS, green_share=0.0, service_share=0.0, parking_share=0.0, technical_share=0.2, plant_per_lot=0.1,
        margin_share=0.0,
    )  # fmt: skip
    placed = place_public([strip], strip.area, 0.0, doors, standards, {})
    plant = sum(shape.area for use, shape in placed.pieces if use == "technical_wastewater")
    wanted = min(0.3 * 0.2 * strip.area, 0.1 * 0.8 * strip.area)
    assert 0.9 * wanted < plant <= wanted


def test_the_plant_is_no_larger_than_its_lots_allow() -> None:
    """Half of the site is out of reach of lots: the plant goes by the lots, not by the site."""
    kept_out = Exclusion("protected", box(900, 0, 1700, 1200), crossable=False)
    ground = make_ground(box(0, 0, 1700, 1200), [kept_out], np.array([[400.0, 0.0]]), 10.0, 70.0)
    standards = replace(STANDARDS, plant_per_lot=0.9 * 0.0032)
    mix = classes_of(ground.area_m2)
    found = search(ground, [np.array([[400.0, 0.0]])], mix, standards, SearchParams(300, 4, 1))
    layout = measure_scheme(found.schemes[0], mix, standards)
    assert 0 < land(layout, "technical_wastewater") <= 0.0032 * land(layout, "lot")
    lots = [shape for shape, is_lot in zip(layout.shapes, layout.is_lot, strict=True) if is_lot]
    assert shapely.intersection(shapely.union_all(lots), kept_out.area).area < 0.1

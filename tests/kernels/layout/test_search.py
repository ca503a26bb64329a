"""Skeletons: the estimate against the land that is really cut, and that the search is repeatable and fast enough."""

from __future__ import annotations

import numpy as np
import pytest
from made_sites import classes_of
from scipy.stats import spearmanr
from shapely.geometry import Polygon, box

from parkwright.kernels.layout.frame import Frame, area_table
from parkwright.kernels.layout.ground import make_ground
from parkwright.kernels.layout.scheme import cut_land
from parkwright.kernels.layout.search import SearchParams, search, skeletons_of
from parkwright.kernels.layout.skeleton import angles_of, depth_mix, draw_patterns, interior_of
from parkwright.kernels.layout.standards import Standards

STANDARDS = Standards()
SITE = Polygon([(0, 0), (1500, 0), (1600, 900), (600, 1000), (0, 600)])
DOORS = np.array([[700.0, 0.0]])


def test_the_directions_of_a_site() -> None:
    turned = Frame(np.radians(30), (0.0, 0.0)).back(box(0, 0, 900, 500))
    assert np.degrees(angles_of(turned, Polygon())) == pytest.approx([30], abs=0.1)


def test_patterns_stay_inside_and_apart() -> None:
    rng = np.random.default_rng(1)
    depths = depth_mix(classes_of(SITE.area), STANDARDS)
    patterns = draw_patterns(500, (0, 0, 1500, 900), DOORS, depths, STANDARDS, rng)
    for at in (patterns.row_at, patterns.cross_at):
        there = np.isfinite(at)
        assert (at[there] > 0).all() and (at[there] < 1500).all()
        assert (np.diff(np.where(there, at, 1e9), axis=1) >= 0).all()


def test_estimate_and_exact_land_agree_in_order() -> None:
    ground = make_ground(SITE, [], DOORS, 10.0, 70.0)
    params = SearchParams(skeletons=150, cut=90)
    found, _, _ = skeletons_of(
        ground.bodies[0], ground, DOORS, classes_of(SITE.area), STANDARDS, params, np.random.default_rng(0)
    )
    exact = [cut_land(ground, [one], [DOORS], STANDARDS).strips_m2 for one in found]
    rank = spearmanr([one.estimate for one in found], exact)[0]
    assert rank > 0.6
    assert max(exact) > 0.7 * SITE.area


def test_the_same_seed_gives_the_same_scheme() -> None:
    ground = make_ground(SITE, [], DOORS, 10.0, 70.0)
    params = SearchParams(skeletons=200, cut=3, schemes=1, seed=5)
    one, other = (search(ground, [DOORS], classes_of(SITE.area), STANDARDS, params) for _ in range(2))
    assert [p.wkt for p in one.schemes[0].coverage.pieces] == [
        p.wkt for p in other.schemes[0].coverage.pieces
    ]


def test_a_table_and_the_interior_have_one_area() -> None:
    _, inner = interior_of(box(0, 0, 500, 400), 0.0, 20.0)
    assert [one.area for one in inner] == [460 * 360]
    assert area_table(inner[0], 2.0).total[-1, -1] == pytest.approx(460 * 360)

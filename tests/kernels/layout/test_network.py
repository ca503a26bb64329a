"""Dead ends, close junctions and road surfaces that hang together, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString

from parkwright.kernels.layout.network import measure_network, networks

RING = LineString([(0, 0), (400, 0), (400, 300), (0, 300), (0, 0)])
NO_DOORS = np.zeros((0, 2))


def test_a_ring_has_no_dead_end() -> None:
    found = measure_network([RING, LineString([(200, 0), (200, 300)])], NO_DOORS, 40)
    assert (found.dead_ends_m, found.close) == ((), 0)
    assert found.length_m == pytest.approx(1700)


def test_a_road_that_ends_inside_is_a_dead_end() -> None:
    found = measure_network([RING, LineString([(200, 0), (200, 120)])], NO_DOORS, 40)
    assert found.dead_ends_m == pytest.approx((120,))


def test_a_road_that_leads_to_a_door_is_none() -> None:
    found = measure_network([RING, LineString([(0, 150), (-30, 150)])], np.array([[-30.0, 150.0]]), 40)
    assert found.dead_ends_m == ()


def test_junctions_close_together_are_counted() -> None:
    lines = [RING, LineString([(100, 0), (100, 300)]), LineString([(120, 0), (120, 300)])]
    assert measure_network(lines, NO_DOORS, 40).close == 2


def test_surfaces_that_touch_are_one_network() -> None:
    is_road = np.array([True, True, True, False])
    assert networks(4, is_road, [(0, 1, 20.0), (2, 3, 20.0)]) == 2
    assert networks(4, is_road, [(0, 1, 20.0), (1, 2, 1.0)]) == 2
    assert networks(4, is_road, [(0, 1, 20.0), (1, 2, 18.0)]) == 1

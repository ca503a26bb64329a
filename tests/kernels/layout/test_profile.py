"""The depth of a strip along its road, and where a given area ends: against shapely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from parkwright.kernels.layout.profile import limits_at, profile_of

WEDGE = Polygon([(0, 0), (200, 0), (260, 80), (-30, 60)])


def test_a_triangle_by_hand() -> None:
    profile = profile_of(Polygon([(0, 0), (10, 0), (0, 10)]))
    assert profile.x.tolist() == [0, 10]
    assert (profile.left.tolist(), profile.right.tolist(), profile.area.tolist()) == ([10], [0], [0, 50])


@given(st.floats(-30, 260))
def test_the_area_left_of_a_place(x: float) -> None:
    due = WEDGE.intersection(box(-100, -100, x, 200)).area
    assert float(profile_of(WEDGE).area_left_of(np.array([x]))[0]) == pytest.approx(due, abs=1e-6)


@given(st.floats(0, 1))
def test_a_place_and_its_area_are_inverse(part: float) -> None:
    profile = profile_of(WEDGE)
    area = np.array([part * WEDGE.area])
    assert float(profile.area_left_of(profile.place_of(area))[0]) == pytest.approx(float(area[0]), abs=1e-5)


def test_limits_are_the_sides() -> None:
    low, high = limits_at(box(0, 5, 10, 25), np.array([-1.0, 5.0]))
    assert np.isnan(low[0])
    assert (low[1], high[1]) == (5, 25)

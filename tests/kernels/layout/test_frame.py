"""Frames turn without loss, and the summed-area table holds the area of any box."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from parkwright.kernels.layout.frame import Frame, area_table

SHAPE = Polygon([(0, 0), (1000, 0), (300, 700)], [[(300, 100), (300, 200), (400, 200)]])


@given(st.floats(0, np.pi), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_turn_and_back_is_nothing(angle: float, x: float, y: float) -> None:
    frame = Frame(angle, (600_000.0, 1_190_000.0))
    back = frame.unturn(frame.turn(np.array([[x, y]])))
    assert np.allclose(back, [[x, y]], atol=1e-6)


def test_a_table_holds_the_whole_area() -> None:
    assert area_table(SHAPE, 2.5).total[-1, -1] == pytest.approx(SHAPE.area, rel=1e-4)


@settings(max_examples=60)
@given(st.floats(-50, 900), st.floats(-50, 600), st.floats(20, 600), st.floats(20, 500))
def test_a_box_holds_what_the_shape_has_in_it(x: float, y: float, wide: float, high: float) -> None:
    table = area_table(SHAPE, 2.0)
    found = float(table.boxes(np.array(x), np.array(x + wide), np.array(y), np.array(y + high)))
    due = SHAPE.intersection(box(x, y, x + wide, y + high)).area
    assert found == pytest.approx(due, abs=2.0 * 2 * (wide + high) * 0.15 + 5.0)


def test_a_box_turned_inside_out_is_empty() -> None:
    table = area_table(SHAPE, 2.0)
    assert float(table.boxes(np.array(400.0), np.array(300.0), np.array(0.0), np.array(100.0))) == 0.0


def test_shapes_keep_their_area_in_a_frame() -> None:
    turned = Frame(0.7, (100.0, 50.0)).into(SHAPE)
    assert turned.area == pytest.approx(SHAPE.area)
    assert shapely.is_valid(turned)

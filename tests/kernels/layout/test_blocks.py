"""Blocks into strips: by hand for the shapes that blocks take."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.blocks import IsRoad, cut_block, cut_corners
from parkwright.kernels.layout.standards import Standards


def road_round(block: BaseGeometry, without: BaseGeometry | None = None) -> IsRoad:
    ring = block.buffer(20, join_style="mitre").difference(block)
    surface = ring if without is None else ring.difference(without)
    shapely.prepare(surface)
    return lambda xy: np.asarray(shapely.contains_xy(surface, xy))


def test_a_block_between_two_roads_is_two_strips() -> None:
    block = box(0, 0, 400, 160)
    strips, rest = cut_block(block, road_round(block), Standards(), 1)
    assert [one.shape.area for one in strips] == pytest.approx([32000, 32000])
    assert [(one.turned, one.pair) for one in strips] == [(False, 100), (False, 100)]
    assert rest == []


def test_a_road_on_one_side_makes_one_strip_as_deep_as_it_reaches() -> None:
    block = box(0, 0, 400, 200)
    strips, rest = cut_block(block, road_round(block, box(-50, 1, 450, 300)), Standards(depth_max_m=150), 1)
    assert [one.shape.bounds for one in strips] == [(0, 0, 400, 150)]
    assert [one.area for one in rest] == [20000]


def test_roads_left_and_right_turn_the_strips() -> None:
    block = box(0, 0, 160, 400)
    between = road_round(block, shapely.union_all([box(-20, -50, 180, 0), box(-20, 400, 180, 450)]))
    strips, _ = cut_block(block, between, Standards(), 1)
    assert [one.turned for one in strips] == [True, True]
    assert {tuple(round(edge, 6) for edge in one.shape.bounds) for one in strips} == {
        (0, 0, 80, 400),
        (80, 0, 160, 400),
    }


def test_a_wedge_becomes_two_strips_then_one_then_a_corner() -> None:
    wedge = Polygon([(0, 0), (500, 0), (0, 150)])
    strips, rest = cut_block(wedge, road_round(wedge), Standards(depth_min_m=30), 1)
    assert sum(one.shape.area for one in strips) + sum(one.area for one in rest) == pytest.approx(wedge.area)
    assert [one.pair for one in strips] == [100, 100, -1]
    assert sum(one.area for one in rest) < 0.05 * wedge.area


def test_land_without_a_road_holds_no_lot() -> None:
    block = box(0, 0, 400, 160)
    strips, rest = cut_block(block, lambda xy: np.zeros(len(xy), bool), Standards(), 1)
    assert (strips, [one.area for one in rest]) == ([], [64000])


def test_corners_between_two_roads_are_cut() -> None:
    block = box(0, 0, 400, 160)
    assert cut_corners(block, block, road_round(block), 5.0).area == 64000 - 4 * 12.5
    beside_a_canal = road_round(block, box(-50, 100, 450, 300))
    assert cut_corners(block, block, beside_a_canal, 5.0).area == 64000 - 2 * 12.5

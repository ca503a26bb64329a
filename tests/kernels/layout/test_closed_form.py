"""The closed form of an endless grid of double-loaded blocks: share = L 2d / ((L + w_s) (2d + w_l)).

A rectangle of 2,000 x 1,200 m with a skeleton made by hand, no splay and no public land: inside a window of whole periods the lots
take that share, and all of the land with its ring comes within 2.5 points of it.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from parkwright.kernels.layout.frame import Frame
from parkwright.kernels.layout.ground import Ground, make_ground
from parkwright.kernels.layout.measured import Layout, measure_scheme
from parkwright.kernels.layout.scheme import build_scheme, cut_land
from parkwright.kernels.layout.skeleton import Skeleton
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.kernels.milp import SolveSettings

WIDE, HIGH = 2000.0, 1200.0
ROWS = range(4)
"""Rows of the file that are tested; a test counts them against the file."""


def closed_forms(bench_data: Path) -> list[dict[str, float]]:
    file = bench_data / "layout" / "closed_form.json"
    if not file.is_file():
        pytest.skip("layout/closed_form.json is not among the public instances here")
    rows: list[dict[str, float]] = json.loads(file.read_text("utf-8"))["infinite_double_loaded_grid"]
    return rows


def lines(length: float, ring: float, block: float, road: float) -> list[float]:
    """Middles of roads between whole blocks, with what is left over shared by the two ends."""
    inside = length - 2 * ring
    blocks = int((inside + road) // (block + road))
    spare = (inside - blocks * block - (blocks - 1) * road) / 2
    first = -length / 2 + ring + spare + block + road / 2
    return [first + at * (block + road) for at in range(blocks - 1)]


def laid_out(row: dict[str, float], ring: float) -> tuple[Ground, Skeleton, Layout]:
    long, deep = row["block_length"], row["lot_depth"]
    local, cross = row["road_long_side"], row["road_short_side"]
    standards = Standards(
        road_m={"local": local, "cross": cross, "ring": ring, "main": local, "access": cross}, belt_m=0.0, splay_m=0.0,
        green_share=0.0, technical_share=0.0, service_share=0.0, parking_share=0.0, common_share=0.0, margin_share=0.0, depth_min_m=20.0,
    )  # fmt: skip
    door = np.array([[0.0, 600.0]])
    ground = make_ground(box(0, 0, WIDE, HIGH), (), door, 0.0, 2 * ring + 20.0)
    skeleton = Skeleton(
        Frame(0.0, (WIDE / 2, HIGH / 2)), 0.0,
        tuple((y, local) for y in lines(HIGH, ring, 2 * deep, local)),
        tuple((x, cross) for x in lines(WIDE, ring, long, cross)), None,
    )  # fmt: skip
    size = deep * deep
    mix = (LotClass("square", "lot", size, 0.5 * size, 1.5 * size, 400.0),)
    plat = cut_land(ground, [skeleton], [door], standards)
    scheme = build_scheme(ground, plat, [skeleton], mix, standards, SolveSettings(20.0, 0.01, max_nodes=1))
    return ground, skeleton, measure_scheme(scheme, mix, standards)


def area_in(layout: Layout, mask: np.ndarray, window: shapely.Geometry) -> float:
    shapes = np.array(layout.shapes, dtype=object)[mask]
    return float(shapely.area(shapely.intersection(shapes, window)).sum())


@pytest.mark.parametrize("at", ROWS)
def test_a_window_of_whole_periods_is_the_closed_form(bench_data: Path, at: int) -> None:
    row = closed_forms(bench_data)[at]
    _, skeleton, layout = laid_out(row, 20.0)
    cross, rows = [x for x, _ in skeleton.cross], [y for y, _ in skeleton.rows]
    window = box(
        cross[0] + WIDE / 2, rows[0] + HIGH / 2, cross[-1] + WIDE / 2, rows[-1] + HIGH / 2
    )  # from middle to middle of roads: whole periods
    assert len(cross) >= 3 and len(rows) >= 4
    lots, roads = area_in(layout, layout.is_lot, window), area_in(layout, layout.is_road, window)
    share = row["saleable_share"]
    assert lots / window.area == pytest.approx(share, abs=1e-4)
    assert roads / window.area == pytest.approx(1 - share, abs=1e-4)


@pytest.mark.parametrize("at", ROWS)
def test_all_land_with_its_ring_is_near_the_closed_form(bench_data: Path, at: int) -> None:
    row = closed_forms(bench_data)[at]
    ground, _, layout = laid_out(row, row["road_long_side"])
    lots = float(layout.area_m2[layout.is_lot].sum())
    assert lots / ground.area_m2 == pytest.approx(row["saleable_share"], abs=0.025)
    assert float(layout.area_m2.sum()) == pytest.approx(ground.area_m2, abs=0.01)


def test_every_row_of_the_file_is_tested_and_its_shares_are_the_formula(bench_data: Path) -> None:
    rows = closed_forms(bench_data)
    assert len(rows) == len(ROWS)
    for row in rows:
        long, deep = row["block_length"], 2 * row["lot_depth"]
        share = long * deep / ((long + row["road_short_side"]) * (deep + row["road_long_side"]))
        assert row["saleable_share"] == pytest.approx(share, abs=1e-6)

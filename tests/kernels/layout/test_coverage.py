"""A coverage gives every square metre to one owner, also where lines miss each other by a hair."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import GeometryCollection, LineString, Polygon, box

from parkwright.kernels.layout.coverage import Coverage, cover


def overlap(found: Coverage) -> float:
    return sum(one.area for one in found.pieces) - shapely.union_all(found.pieces).area


def test_two_halves_by_hand() -> None:
    found = cover(box(0, 0, 10, 10), [box(0, 0, 5, 10), box(0, 0, 10, 10)], 1)
    assert [one.area for one in found.pieces] == [50, 50]
    assert found.owner.tolist() == [0, 1]
    assert (0, 1, 10.0) in found.edges


def test_the_first_owner_goes_before() -> None:
    found = cover(box(0, 0, 10, 10), [box(2, 2, 4, 4), box(0, 0, 5, 10), Polygon()], 2)
    areas = dict(zip(found.owner.tolist(), [one.area for one in found.pieces], strict=True))
    assert areas == pytest.approx({0: 4, 1: 46, 2: 50})


def test_a_hair_along_a_row_of_lots_goes_to_the_road() -> None:
    lots = [box(10 * at, 10.0004, 10 * at + 10, 40) for at in range(6)]
    road = box(0, 0, 60, 10)
    found = cover(box(0, 0, 60, 40), [road, *lots, Polygon()], 7)
    assert sorted(set(found.owner.tolist())) == [0, 1, 2, 3, 4, 5, 6]
    lots_of = [one for one, owner in zip(found.pieces, found.owner, strict=True) if owner > 0]
    assert all(one.area == pytest.approx(300, abs=0.05) for one in lots_of)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 90), st.lists(st.floats(5, 95), min_size=1, max_size=6))
def test_pieces_tile_the_site(angle: float, cuts: list[float]) -> None:
    site = affinity.translate(affinity.rotate(box(0, 0, 100, 60), angle), 600_000, 1_190_000)
    strips = [
        affinity.translate(affinity.rotate(box(0, 0, at, 60), angle, origin=(50, 30)), 600_000, 1_190_000)
        for at in sorted(cuts)
    ]
    found = cover(site, [*strips, Polygon()], len(strips))
    assert sum(one.area for one in found.pieces) == pytest.approx(site.area, abs=0.05)
    assert overlap(found) == pytest.approx(0, abs=1e-6)
    assert all(isinstance(one, Polygon) and one.is_valid for one in found.pieces)


def test_a_hair_that_hangs_on_a_face_does_not_lead_it_astray() -> None:
    # at this angle the cut misses the side of the site by less than the grid: a hair 66 m long hangs on the smaller part, and
    # the middle of the hair lies outside the site
    angle = 82.5546875
    site = affinity.translate(affinity.rotate(box(0, 0, 100, 60), angle), 600_000, 1_190_000)
    part = affinity.translate(affinity.rotate(box(0, 0, 66, 60), angle, origin=(50, 30)), 600_000, 1_190_000)
    found = cover(site, [part, Polygon()], 1)
    areas = dict(zip(found.owner.tolist(), [one.area for one in found.pieces], strict=True))
    assert areas == pytest.approx({0: 3960, 1: 2040}, abs=0.05)


def test_an_owner_with_a_line_beside_its_land_keeps_its_land() -> None:
    # what cutting by shared edges leaves: the line holds nothing, and must not hide the land
    land = GeometryCollection([box(0, 0, 4, 10), LineString([(8, 0), (8, 10)])])
    found = cover(box(0, 0, 10, 10), [land, Polygon()], 1)
    areas = dict(zip(found.owner.tolist(), [one.area for one in found.pieces], strict=True))
    assert areas == pytest.approx({0: 40, 1: 60})


def test_one_owner_in_two_places_is_two_pieces() -> None:
    found = cover(
        box(0, 0, 30, 10), [shapely.union_all([box(0, 0, 10, 10), box(20, 0, 30, 10)]), Polygon()], 1
    )
    assert np.sort(found.owner).tolist() == [0, 0, 1]


def test_a_corner_cut_is_part_of_its_road() -> None:
    road, cut, lot = box(0, 0, 40, 10), Polygon([(0, 10), (5, 10), (0, 15)]), box(0, 10, 40, 40)
    found = cover(box(0, 0, 40, 40), [road, cut, lot, Polygon()], 3, same=[0, 0, 2, 3])
    assert found.owner.tolist() == [0, 2]
    assert found.pieces[0].area == pytest.approx(400 + 12.5)

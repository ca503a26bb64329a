"""A site laid out: what every scheme must hold, on sites of many kinds; and what cannot be laid out is told in one sentence."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
import shapely
from made_sites import SITES, canal, mix_of, protected, shapes_of
from shapely.geometry import MultiPolygon, Polygon, box

from parkwright.rules import load_rules
from parkwright.steps.layout import LaidOut, LayoutParams, lay_out
from parkwright.tables import BadInput
from parkwright.words import LANGS

LAW = load_rules("vn").on(date(2026, 11, 1))
QUICK = LayoutParams(skeletons=300, cut=4, schemes=2)


@cache
def laid(name: str) -> LaidOut:
    shapes = SITES[name]
    return lay_out(name, shapes, mix_of(shapes["geometry"].iloc[0].area), LAW, QUICK)


def of_scheme(found: LaidOut, table: str, scheme: str = "a") -> pd.DataFrame:
    frame = found.tables[table]
    return frame[frame["scheme_id"] == scheme]


def metric(found: LaidOut, name: str) -> float:
    rows = of_scheme(found, "layout_metrics")
    return float(rows.loc[rows["metric"] == name, "value"].iloc[0])


@pytest.fixture(params=SITES)
def found(request: pytest.FixtureRequest) -> LaidOut:
    return laid(request.param)


def pieces_of(found: LaidOut, scheme: str = "a") -> tuple[pd.DataFrame, np.ndarray]:
    frame = found.tables["layout_pieces"]
    mine = (frame["scheme_id"] == scheme).to_numpy()
    return frame[mine], np.array(found.shapes, dtype=object)[mine]


def test_pieces_tile_the_site(found: LaidOut) -> None:
    frame, shapes = pieces_of(found)
    assert frame["area_m2"].sum() == pytest.approx(metric(found, "site_m2"), abs=0.5)
    assert shapely.union_all(shapes).area == pytest.approx(shapely.area(shapes).sum(), abs=1e-3)
    assert np.allclose(frame["area_m2"], shapely.area(shapes), atol=1e-4)


def test_no_two_pieces_overlap(found: LaidOut) -> None:
    _, shapes = pieces_of(found)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    pairs = one < other
    assert shapely.area(
        shapely.intersection(shapes[one[pairs]], shapes[other[pairs]])
    ).sum() == pytest.approx(0, abs=1e-3)


def test_every_lot_touches_a_road(found: LaidOut) -> None:
    frame, shapes = pieces_of(found)
    road = frame["use"].str.startswith("road").to_numpy()
    lots = frame["use"].str.startswith("lot").to_numpy()
    roads = shapely.union_all(shapes[road])
    front = [
        shapely.length(shapely.intersection(shapely.boundary(shape), shapely.boundary(roads)))
        for shape in shapes[lots]
    ]
    assert min(front) > 11.9
    listed = of_scheme(found, "layout_lots")
    assert (listed["frontage_m"] >= 12).all()
    assert metric(found, "frontage_rate") == 1.0


def test_lots_keep_their_shape(found: LaidOut) -> None:
    lots = of_scheme(found, "layout_lots")
    ratio = lots["depth_m"] / lots["width_m"]
    assert ratio.between(0.5, 3.5).all()


def test_roads_are_one_network(found: LaidOut) -> None:
    assert metric(found, "road_networks") == 1


def test_shares_sum_to_one_and_meet_the_code(found: LaidOut) -> None:
    shares = of_scheme(found, "layout_shares").set_index("group")["share"]
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    assert shares["roads"] >= 0.1 and shares["green"] >= 0.1 and shares["technical"] >= 0.01
    verdicts = of_scheme(found, "layout_verdicts")
    assert list(verdicts.loc[verdicts["verdict"] == "fails", "rule_id"]) == []


def test_lots_take_most_of_the_land(found: LaidOut) -> None:
    assert metric(found, "lots_share") > 0.55


def test_classes_add_up(found: LaidOut) -> None:
    lots, mix = of_scheme(found, "layout_lots"), of_scheme(found, "layout_mix")
    counted = lots["class"].value_counts()
    for row in mix.to_dict("records"):
        assert counted.get(row["class"], 0) == row["given_count"]
    assert mix["given_count"].sum() == lots["class"].notna().sum()
    assert ((mix["asked_count"] - mix["given_count"]).clip(lower=0) == mix["unmet_count"]).all()


def test_the_same_seed_gives_the_same_tables() -> None:
    again = lay_out("rectangle", SITES["rectangle"], mix_of(960_000.0), LAW, QUICK)
    pd.testing.assert_frame_equal(again.tables["layout_pieces"], laid("rectangle").tables["layout_pieces"])


def test_more_demand_never_yields_less_land_for_lots() -> None:
    few = mix_of(960_000.0).assign(count=lambda mix: (mix["count"] / 3).round())
    less = lay_out("rectangle", SITES["rectangle"], few, LAW, QUICK)
    assert metric(laid("rectangle"), "lots_share") >= metric(less, "lots_share") - 0.02


def test_roads_cross_a_canal_by_bridges() -> None:
    found = laid("cut-by-a-canal")
    uses = set(of_scheme(found, "layout_pieces")["use"])
    assert {"road_bridge", "water", "green_bank"} <= uses
    assert metric(found, "bridges") >= 2


def refused(shapes: pd.DataFrame, mix: pd.DataFrame | None = None, params: LayoutParams = QUICK) -> str:
    with pytest.raises(BadInput) as wrong:
        lay_out("x", shapes, mix_of(960_000.0) if mix is None else mix, LAW, params)
    assert len(wrong.value.problems) == 1
    problem = wrong.value.problems[0]
    assert all(problem.sentence(lang) for lang in LANGS)
    return problem.text.key


def test_a_boundary_that_crosses_itself() -> None:
    bow = Polygon([(0, 0), (900, 900), (900, 0), (0, 900)])
    assert refused(shapes_of(bow, [(0, 0)])) == "layout.crosses_itself"


def test_a_boundary_in_degrees() -> None:
    assert refused(shapes_of(box(106.5, 10.8, 106.52, 10.82), [(106.5, 10.81)])) == "layout.in_degrees"


def test_no_access_point() -> None:
    assert refused(shapes_of(box(0, 0, 900, 900), [])) == "layout.no_access"


def test_no_boundary_and_two_boundaries() -> None:
    one = shapes_of(box(0, 0, 900, 900), [(0, 0)])
    assert refused(one[one["role"] == "access"]) == "layout.one_boundary"
    assert refused(pd.concat([one, one])) == "layout.one_boundary"


def test_exclusions_that_cut_the_site_in_two() -> None:
    wall = protected(box(400, -50, 450, 1000))
    assert refused(shapes_of(box(0, 0, 900, 900), [(0, 400)], wall)) == "layout.cut_off"
    across = canal([(450, -50), (450, 1000)], 20)
    assert (
        refused(
            shapes_of(box(0, 0, 900, 900), [(0, 400)], across),
            params=QUICK.model_copy(update={"bridges": False}),
        )
        == "layout.cut_off"
    )


def test_lots_larger_than_any_block() -> None:
    giant = pd.DataFrame({"premises_type": ["land"], "area_m2": [400_000.0], "count": [1.0]})
    assert refused(shapes_of(box(0, 0, 900, 900), [(0, 400)]), giant) == "layout.too_large_lot"


def test_a_sliver_has_no_room() -> None:
    assert refused(shapes_of(box(0, 0, 2000, 60), [(0, 30)])) == "layout.no_room"


def test_a_part_without_an_access_point_gets_one_and_that_is_told() -> None:
    two = MultiPolygon([box(0, 0, 600, 600), box(660, 0, 1200, 600)])
    found = lay_out("two", shapes_of(two, [(0, 300)]), mix_of(600_000.0), LAW, QUICK)
    assert [note.key for note in found.notes] == ["layout.assumed_access"]
    assert metric(found, "bodies") == 2


def test_an_exclusion_outside_is_told() -> None:
    found = lay_out(
        "x",
        shapes_of(box(0, 0, 900, 700), [(0, 300)], canal([(2000, 0), (2000, 500)])),
        mix_of(630_000.0),
        LAW,
        QUICK,
    )
    assert [note.key for note in found.notes] == ["layout.exclusion_outside"]


@pytest.mark.parametrize("hole", [box(450, 250, 650, 450), box(300, 150, 420, 270), box(600, 100, 800, 300)])
def test_a_triangle_with_a_square_hole_hangs_together(hole: Polygon) -> None:
    """Sections with steep fronts, and a ring that has no room round a hole."""
    triangle = Polygon([(0, 0), (1500, 0), (400, 1000)], [hole.exterior.coords])
    found = lay_out("x", shapes_of(triangle, [(700, 0)]), mix_of(triangle.area), LAW, QUICK)
    assert (metric(found, "road_networks"), metric(found, "dead_ends")) == (1, 0)


def test_roads_of_an_earlier_layout_stay() -> None:
    """With the roads of a layout another mix gives other lots on the same roads."""
    once = QUICK.model_copy(update={"schemes": 1})
    before = lay_out("rectangle", SITES["rectangle"], mix_of(960_000.0), LAW, once)
    larger = mix_of(960_000.0).assign(area_m2=lambda mix: mix["area_m2"] * 1.5)
    after = lay_out("rectangle", SITES["rectangle"], larger, LAW, once, roads=before.roads)
    surfaces, lots = [], []
    for found in (before, after):
        frame, shapes = pieces_of(found)
        surfaces.append(shapely.union_all(shapes[frame["use"].str.startswith("road").to_numpy()]))
        lots.append(len(of_scheme(found, "layout_lots")))
    assert surfaces[0].symmetric_difference(surfaces[1]).area < 1.0
    assert lots[1] < lots[0]


def test_an_access_point_far_away_is_refused() -> None:
    assert refused(shapes_of(box(0, 0, 900, 700), [(9000, 300)])) == "layout.access_far"


def test_a_role_that_is_none_is_refused() -> None:
    shapes = shapes_of(box(0, 0, 900, 700), [(0, 300)], canal([(0, 400), (900, 400)]) | {"role": "exlusion"})
    assert refused(shapes) == "layout.strange_role"


@pytest.mark.parametrize("width", [None, 0.0, "wide"])
def test_a_line_without_a_width_is_refused(width: object) -> None:
    shapes = shapes_of(box(0, 0, 900, 700), [(0, 300)], canal([(0, 400), (900, 400)]) | {"width_m": width})
    assert refused(shapes) == "layout.no_width"

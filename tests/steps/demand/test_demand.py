"""The demand step as a whole: worked by hand, and the laws that any region must keep."""

from __future__ import annotations

import math
from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkwright.steps.demand import DemandParams, Range
from parkwright.tables import TakeUp

SURE = {"conversion_yes": 4e8, "conversion_no": 6e8, "displaced_yes": 8e8, "displaced_no": 2e8}
NUMBERS = [
    "mean_ha",
    "p10_ha",
    "p50_ha",
    "p90_ha",
    "alone_p10_ha",
    "alone_p90_ha",
    "small_share",
    "assumed_share",
]


def moved(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Cells of which any number differs."""
    old, new = (frame.set_index("cell_id")[NUMBERS] for frame in (before, after))
    every = old.index.union(new.index)
    same = (old.reindex(every) == new.reindex(every)).all(axis=1)
    return set(every[~same])


def test_a_cell_worked_by_hand(world: ModuleType) -> None:
    """One place, one sector, take-up 10 ha a year without growth, one request of 2 ha, conversion 0.4, no spread."""
    made = world.Made(
        places=(world.place("p1", 1000.0),),
        sectors=(world.sector("s1"),),
        requests=(world.request("r1", 20_000.0),),
    )
    found = made.estimate(**SURE)
    sigma = math.log(4000 / 1000) / (2 * 1.2815515655446004)
    usual = 0.2 * math.exp(sigma**2 / 2)
    floor = {"land": 0.6, "ready-built": 0.3, "multi-storey": 0.1 / 4}  # of the floor, over its storeys
    land = floor["land"] / sum(floor.values())
    first, later = (world.cell(found, f"p1|s1|land|{period}") for period in ("2026-27", "2028-30"))
    assert first["mean_ha"] == pytest.approx((20 - 0.4 * usual) * land + 0.4 * 2.0, rel=1e-4)
    assert later["p50_ha"] == pytest.approx(30 * land, rel=1e-4)
    assert later["workers"] == pytest.approx(
        30 * land * 100, rel=1e-4
    )  # 50 m2 of floor at a plot ratio of 0.5
    assert world.planned(found) == pytest.approx([20 - 0.4 * usual + 0.8, 30.0], rel=1e-4)


def test_the_level_is_a_triangle_over_the_known_years(world: ModuleType) -> None:
    """Years of 6 and 10 ha: mean 8 a year, and every draw between 6 and 10."""
    meta = replace(
        world.META, take_up=(TakeUp("core", 2025, 10.0, "seen"), TakeUp("core", 2024, 6.0, "assumed"))
    )
    found = world.Made(meta=meta).estimate()
    assert world.planned(found, "take-up") == pytest.approx([16.0, 24.0], rel=0.01)
    assert (
        12
        < world.planned(found, "take-up", "low_ha")[0]
        < 16
        < world.planned(found, "take-up", "high_ha")[0]
        < 20
    )
    assert world.planned(found, "take-up", "assumed_share")[0] == pytest.approx(6 / 16, abs=0.01)


def test_cells_add_up_to_the_region_at_every_percentile(world: ModuleType) -> None:
    made = world.Made(requests=world.REGISTER, conversions=(world.conversion("k1"),))
    found = made.estimate(take_up_growth=Range(low=-0.02, base=0.02, high=0.05))
    own = found.cells[found.cells["planned"].astype("bool")]
    for column, name in (("p10_ha", "low_ha"), ("p50_ha", "base_ha"), ("p90_ha", "high_ha")):
        sums = own.groupby("period_id")[column].sum().tolist()
        assert sums == pytest.approx(world.planned(found, "planned", name), rel=1e-9)
    assert (found.cells["p10_ha"] <= found.cells["p50_ha"]).all()
    assert (found.cells["p50_ha"] <= found.cells["p90_ha"]).all()
    parts = found.reconciliation[found.reconciliation["method"] != "planned"]
    assert parts.groupby("period_id")["weight"].sum().tolist() == pytest.approx([1.0, 1.0])
    for method in ("register", "relocation"):
        rows = found.methods[(found.methods["method"] == method) & (found.methods["place_id"] != "p9")]
        assert rows.groupby("period_id")["base_ha"].sum().sum() == pytest.approx(
            sum(world.planned(found, method))
        )


def test_within_a_part_percentiles_are_shared_by_the_means(world: ModuleType) -> None:
    """Cells of the level alone have one percentile over mean in a period, whether their place has named firms or not."""
    made = world.Made(requests=world.REGISTER, conversions=(world.conversion("k1"),))
    found = made.estimate(take_up_growth=Range(low=-0.02, base=0.02, high=0.05))
    cells = found.cells.set_index("cell_id")
    moved_to = set(found.methods.loc[found.methods["method"] == "relocation", "place_id"])
    alone = ~cells.index.isin(found.request_cells["cell_id"]) & ~cells["place_id"].isin(moved_to)
    for name in ("p10_ha", "p50_ha", "p90_ha"):
        ratio = (cells[name] / cells["mean_ha"])[alone].groupby(cells["period_id"])
        assert ratio.max().tolist() == pytest.approx(ratio.min().tolist(), rel=1e-12)
        assert ratio.ngroups == 2 and ratio.size().min() > 2
    assert moved_to == {"p1"} and {"p2", "p9"} == set(cells.loc[alone, "place_id"])


def test_one_changed_area_moves_only_its_own_cells(world: ModuleType) -> None:
    before = world.Made(requests=world.REGISTER, conversions=(world.conversion("k1"),))
    own = {
        "r1": {"p1|s1|land|2026-27"},
        "r2": {"p2|s2|ready-built|2028-30"},
        "r3": {"p2|s1|land|2026-27", "p2|s1|land|2028-30"},
        "r5": {"p9|s1|land|2028-30"},
        "r6": {"p1|s1|land|2028-30"},
    }
    base = before.estimate()
    for request_id, cells in own.items():
        rows = tuple(
            row | {"area_m2": row["area_m2"] * 1.5} if row["request_id"] == request_id else row
            for row in world.REGISTER
        )
        after = before.but(requests=rows).estimate()
        assert moved(base.cells, after.cells) == cells
        up = after.cells["mean_ha"].sum() - base.cells["mean_ha"].sum()
        asked = base.requests.set_index("request_id").loc[request_id]
        assert up == pytest.approx(0.5 * asked["land_ha"] * asked["weight"])


def test_a_changed_row_moves_nothing_beyond_its_place_and_period(world: ModuleType) -> None:
    """Another place, sector, year or type, or the row gone: only places and periods that it names, before or after (a request
    of unknown year, r3, would follow the known years)."""
    register = tuple(row for row in world.REGISTER if row["needed_year"] is not None)
    made = world.Made(requests=register)
    base = made.estimate().cells
    changes: dict[str, tuple[dict[str, object] | None, set[tuple[str, str]]]] = {
        "place": ({"place_id": "p2"}, {("p1", "2026-27"), ("p2", "2026-27")}),
        "sector": ({"sector_id": "s2"}, {("p1", "2026-27")}),
        "year": ({"needed_year": 2029}, {("p1", "2026-27"), ("p1", "2028-30")}),
        "type": ({"premises_type": "ready-built"}, {("p1", "2026-27")}),
        "gone": (None, {("p1", "2026-27")}),
    }
    for what, (change, may_move) in changes.items():
        rows = [row | (change or {}) if row["request_id"] == "r1" else row for row in register]
        rows = [row for row in rows if change or row["request_id"] != "r1"]
        found = moved(base, made.but(requests=tuple(rows)).estimate().cells)
        told = {tuple(cell.split("|")[place] for place in (0, 3)) for cell in found}
        assert found and told <= may_move, what


@pytest.mark.parametrize(
    "change", [{"needed_year": 2029}, {"needed_year": None}, None], ids=["year", "unknown", "gone"]
)
def test_requests_of_unknown_year_follow_the_known_years_and_nobody_else(
    world: ModuleType, change: dict[str, object] | None
) -> None:
    """r3 (place p2, year unknown) is spread by the known years: where these change, p2 moves beside the place of the row."""
    rows = [row | (change or {}) if row["request_id"] == "r1" else row for row in world.REGISTER]
    rows = [row for row in rows if change or row["request_id"] != "r1"]
    base = world.Made(requests=world.REGISTER).estimate()
    after = world.Made(requests=tuple(rows)).estimate()
    found = {cell.split("|")[0] for cell in moved(base.cells, after.cells)}
    assert found == {"p1", "p2"}
    parts = after.request_cells.set_index("request_id")["share"]
    assert parts.groupby("request_id").sum().tolist() == pytest.approx([1.0] * parts.index.nunique())


def test_named_firms_beyond_the_pattern_stand_alone(world: ModuleType) -> None:
    """A place of one worker in 3,001 cannot give up the land of ten firms: the other place keeps all of its own."""
    places = (world.place("p1", 1.0), world.place("p2", 3000.0))
    rows = tuple(world.request(f"r{number}", 2000.0) for number in range(10))
    found = world.Made(places=places, requests=rows).estimate(**SURE)
    without = world.Made(places=places).estimate(**SURE)
    here, there = (
        [one.cells[one.cells["place_id"] == place]["mean_ha"].sum() for one in (found, without)]
        for place in ("p1", "p2")
    )
    assert here[0] == pytest.approx(
        10 * 0.4 * 0.2 + here[1] * 3 / 5, rel=1e-3
    )  # the later period is untouched
    assert there[0] == pytest.approx(there[1])


def test_a_known_request_counts_once(world: ModuleType) -> None:
    """A request of the usual size leaves the level as it is; a double entry leaves everything as it is."""
    usual = 2000 * math.exp((math.log(4) / (2 * 1.2815515655446004)) ** 2 / 2)
    made = world.Made(requests=(world.request("r1", usual),))
    assert world.planned(made.estimate(**SURE)) == pytest.approx([20.0, 30.0])
    one = made.estimate()
    assert world.planned(one) == pytest.approx([20.0, 30.0], rel=0.01)
    assert (one.cells["p10_ha"] <= one.cells["p50_ha"]).all() and (
        one.cells["p50_ha"] <= one.cells["p90_ha"]
    ).all()
    twin = world.request("r1b", usual * 3, tax_code="t-r1")
    both = made.but(requests=(*made.requests, twin)).estimate()
    pd.testing.assert_frame_equal(one.cells, both.cells)
    told = both.requests.set_index("request_id")
    assert not told.loc["r1b", "counted"]
    assert "r1" in told.loc["r1b", "reason_en"]


def test_the_entry_that_knows_its_area_stands(world: ModuleType) -> None:
    rows = (world.request("a", None, tax_code="t"), world.request("b", 5000.0, tax_code="t"))
    told = world.Made(requests=rows).estimate().requests.set_index("request_id")
    assert told["counted"].tolist() == [False, True]


def test_unknown_stays_unknown(world: ModuleType) -> None:
    rows = (
        *world.REGISTER,
        world.request("r7", None),
        world.request("r8", 900.0, 2050),
        world.request("r9", 900.0, 2020),
    )
    found = world.Made(requests=rows).estimate()
    told = found.requests.set_index("request_id")
    assert math.isnan(told.loc["r7", "land_ha"])
    assert told["counted"].to_dict() == {
        row["request_id"]: row["request_id"] not in ("r7", "r8") for row in rows
    }
    assert told.loc["r9", "cell_id"] == "p1|s1|land|2026-27"
    assert told["cell_id"].isna().tolist() == (~told["counted"].astype("bool")).tolist()
    assert found.cells["budget_usd_m2_term"].isna().all()


def test_floor_behind_the_land(world: ModuleType) -> None:
    """A hectare at a plot ratio of 0.5: 5,000 m2 of floor, 20,000 on four storeys; a land lot is asked for as land."""
    cells = world.Made(sectors=(world.sector("s1"),)).estimate().cells
    each = (cells["floor_m2"] / cells["p50_ha"]).groupby(cells["premises_type"])
    assert each.min().drop("land").to_dict() == pytest.approx(
        {"ready-built": 5000.0, "multi-storey": 20_000.0}
    )
    assert each.max().drop("land").to_dict() == pytest.approx(
        {"ready-built": 5000.0, "multi-storey": 20_000.0}
    )
    assert cells["floor_m2"].isna().equals(cells["premises_type"] == "land")


def test_budgets_are_the_median_of_those_that_are_known(world: ModuleType) -> None:
    """Land by term, floor by month: of the sector and type, else of the sector, else unknown; a land lot has no rent."""
    asked = {"budget_usd_m2_month": (4.0, 6.0), "budget_usd_m2_term": (80.0, None)}
    rows = (
        *(world.request(f"a{n}", premises_type="ready-built", budget_usd_m2_month=asked["budget_usd_m2_month"][n]) for n in range(2)),
        *(world.request(f"b{n}", budget_usd_m2_month=90.0, budget_usd_m2_term=asked["budget_usd_m2_term"][n]) for n in range(2)),
        world.request("c", premises_type="multi-storey"),
    )  # fmt: skip
    cells = world.Made(requests=rows).estimate().cells
    names = ["budget_usd_m2_month", "budget_usd_m2_term"]
    found = cells.groupby(["sector_id", "premises_type"])[names].max()
    assert found.loc["s1", names[0]].fillna(0.0).to_dict() == {
        "land": 0.0,
        "ready-built": 5.0,
        "multi-storey": 5.0,
    }
    assert (found.loc["s1", names[1]] == 80.0).all()
    assert found.loc["s2"].isna().all(axis=None)


def test_an_unknown_year_is_spread_by_the_known_ones(world: ModuleType) -> None:
    rows = [world.request("a", 4000.0, 2026), *(world.request(f"b{n}", 4000.0, 2029) for n in range(3))]
    spread = world.request("c", 4000.0, None, place_id="p2")
    found = world.Made(requests=(*rows, spread)).estimate()
    register = found.methods[(found.methods["method"] == "register") & (found.methods["place_id"] == "p2")]
    early, late = register.sort_values("period_id")["base_ha"]
    assert late == pytest.approx(3 * early)
    parts = found.request_cells.set_index(["request_id", "cell_id"])["share"]
    assert parts["c"].to_dict() == {"p2|s1|land|2026-27": 0.25, "p2|s1|land|2028-30": 0.75}
    assert parts["a"].to_dict() == {"p1|s1|land|2026-27": 1.0}


def test_displaced_rows_belong_to_relocation(world: ModuleType) -> None:
    """Half of 80 ha leaves over 4 years from 2027: 10 ha, then 30 ha, and a named firm stands inside that."""
    made = world.Made(
        conversions=(world.conversion("k1"),), params={"draws": 400, "take_up_growth": world.FLAT} | SURE
    )
    sure = Range(low=1.0, base=1.0, high=1.0)
    beside = made.estimate(relocation_spread=sure)
    assert world.planned(beside, "relocation") == pytest.approx([10.0, 30.0])
    assert world.planned(beside) == pytest.approx([30.0, 60.0])
    inside = made.estimate(relocation_spread=sure, relocation_counts="inside")
    assert world.planned(inside) == pytest.approx([20.0, 30.0])
    named = made.but(requests=(world.request("r1", 20_000.0, 2028, displaced_from="k1"),)).estimate(
        relocation_spread=sure
    )
    usual = 0.2 * math.exp((math.log(4) / (2 * 1.2815515655446004)) ** 2 / 2)
    assert world.planned(named, "register") == [0.0, 0.0]
    assert sum(world.planned(named, "relocation")) == pytest.approx(40 - 0.8 * usual + 0.8 * 2.0, rel=1e-6)


def test_a_conversion_without_an_official_direction_displaces_nothing(world: ModuleType) -> None:
    made = world.Made(conversions=(world.conversion("k1", official=False),))
    assert world.planned(made.estimate(), "relocation") == [0.0, 0.0]
    no_land = world.Made(parks=(world.park("k1", None),), conversions=(world.conversion("k1"),)).estimate()
    assert world.planned(no_land, "relocation") == [0.0, 0.0]
    why = no_land.reconciliation.set_index(["method", "period_id"]).loc[
        ("relocation", "2028-30"), "reason_en"
    ]
    assert why == (
        "No firm has to move. 1 park lacks figures, or has several official directions, and is not counted."
    )
    two = (
        world.conversion("k1"),
        world.conversion("k1") | {"conversion_id": "k1-other", "option": "high-tech"},
    )
    unclear = world.Made(conversions=two).estimate()
    assert world.planned(unclear, "relocation") == [0.0, 0.0]


def test_neighbours_are_reported_not_planned(world: ModuleType) -> None:
    found = world.Made().estimate()
    outside = found.cells[~found.cells["planned"].astype("bool")]
    assert set(outside["place_id"]) == {"p9"}
    assert outside["mean_ha"].sum() == pytest.approx(
        50 * 2000 / 4000
    )  # as many hectares per worker as the planned
    assert sum(world.planned(found)) == pytest.approx(50)


def test_other_names_give_the_same_land(world: ModuleType) -> None:
    made = world.Made(requests=world.REGISTER, conversions=(world.conversion("k1"),))
    names = {"p1": "z1", "p2": "a2", "p9": "m9"}
    renamed = made.but(
        places=tuple(row | {"place_id": names[row["place_id"]]} for row in made.places),
        requests=tuple(row | {"place_id": names[row["place_id"]]} for row in made.requests),
    )
    keys = ["place_id", "sector_id", "premises_type", "period_id"]
    old = made.estimate().cells.replace({"place_id": names}).set_index(keys)["p50_ha"].sort_index()
    new = renamed.estimate().cells.set_index(keys)["p50_ha"].sort_index()
    pd.testing.assert_series_equal(old, new)


def test_the_seed_decides(world: ModuleType) -> None:
    made = world.Made(requests=world.REGISTER, params={"draws": 400})
    one, again, other = made.estimate(), made.estimate(), made.but(seed=2).estimate()
    pd.testing.assert_frame_equal(one.cells, again.cells)
    assert not one.cells["p50_ha"].equals(other.cells["p50_ha"])


@settings(max_examples=6, deadline=None)
@given(more=st.floats(1.01, 20.0), which=st.sampled_from(["r1", "r2", "r3", "r4"]))
def test_more_asked_is_never_less(world: ModuleType, more: float, which: str) -> None:
    made = world.Made(requests=world.REGISTER, params={"draws": 200, "alone_draws": 50})
    rows = tuple(
        r | {"area_m2": r["area_m2"] * more} if r["request_id"] == which else r for r in world.REGISTER
    )
    base = made.estimate().cells.set_index("cell_id")["mean_ha"]
    grown = made.but(requests=rows).estimate().cells.set_index("cell_id")["mean_ha"]
    assert (grown >= base).all() and (grown > base).any()


def test_more_taken_up_is_never_less(world: ModuleType) -> None:
    found = []
    for ha in (0.0, 0.5, 1.0, 5.0, 25.0):
        meta = replace(world.META, take_up=(TakeUp("core", 2025, ha, "seen"),))
        found.append(world.planned(world.Made(requests=world.REGISTER, meta=meta).estimate()))
    assert (np.diff(np.array(found), axis=0) >= 0).all()
    assert found[-1][0] > found[-2][0]


def test_a_frame_expands_and_its_error_enters(world: ModuleType) -> None:
    rows = tuple(world.request(f"r{n}", 2000.0 + 1000 * n, 2027) for n in range(4))
    plain = world.Made(requests=rows).estimate()
    framed = world.Made(requests=tuple(r | {"stratum": "small", "frame_firms": 12} for r in rows)).estimate()
    census = world.Made(requests=tuple(r | {"stratum": "small", "frame_firms": 4} for r in rows)).estimate()
    assert framed.requests["weight"].tolist() == pytest.approx(
        (3 * plain.requests["weight"]).tolist(), rel=0.02
    )
    assert world.planned(census, "register") == world.planned(plain, "register")

    def width(found: object) -> float:
        low, base, high = (
            world.planned(found, "register", name)[0] for name in ("low_ha", "base_ha", "high_ha")
        )
        return (high - low) / base

    assert width(framed) > width(plain)
    assert framed.reconciliation["reason_en"].str.contains("stratified frame").any()


def test_a_stratum_of_one_firm_takes_the_spread_of_its_lots(world: ModuleType) -> None:
    """One firm of 12 asked for 0.2 ha, lots of cv2 = e^sigma^2 - 1: relative error sqrt(12 x 11 x cv2) x 0.2 / (12 x 0.2)."""
    one = world.request("r1", 2000.0) | {"stratum": "large", "frame_firms": 12}
    found = world.Made(requests=(one,)).estimate()
    cv2 = math.expm1((math.log(4) / (2 * 1.2815515655446004)) ** 2)
    error = math.sqrt(12 * 11 * cv2) * 0.2 / (12 * 0.2)
    told = found.reconciliation[found.reconciliation["method"] == "register"]["reason_en"]
    assert told.str.contains(f"relative standard error {100 * error:.1f} %", regex=False).all()
    assert told.str.contains("1 stratum of which one firm was asked shows no spread").all()
    seen = tuple(world.request(f"s{n}", 2000.0) | {"stratum": "small", "frame_firms": 2} for n in range(2))
    both = world.Made(requests=(one, *seen)).estimate().reconciliation["reason_en"]
    assert both.str.contains(
        f"{100 * error * 12 / 14:.1f} %", regex=False
    ).any()  # a census adds land, and no error


def test_without_take_up_labour_is_the_anchor(world: ModuleType) -> None:
    meta = replace(world.META, take_up=(TakeUp("core+elsewhere", 2025, 99.0, "seen"),))
    found = world.Made(meta=meta).estimate()
    assert world.planned(found) == pytest.approx(world.planned(found, "labour"))
    assert world.planned(found, "labour", "weight") == [1.0, 1.0]
    assert found.reconciliation["reason_en"].str.contains("No take-up is known").any()


def test_a_place_whose_workers_nobody_counted_gets_a_stand_in(world: ModuleType) -> None:
    """By its people at the median rate of the places that are known; told by name, and assumed."""
    places = (
        world.place("p1", 3000.0) | {"population_2024": 30_000},
        world.place("p2", None) | {"population_2019": 10_000},
    )
    found = world.Made(places=places).estimate()
    land = found.cells.groupby("place_id")["mean_ha"].sum()
    assert land["p2"] == pytest.approx(land["p1"] / 3)
    assert (found.cells.loc[found.cells["place_id"] == "p2", "assumed_share"] == 1.0).all()
    assert (found.cells.loc[found.cells["place_id"] == "p1", "assumed_share"] < 1.0).all()
    told = found.reconciliation["reason_en"]
    assert told.str.contains("1 place without a figure of workers").any() and told.str.contains("p2").any()


def test_without_people_the_stand_in_is_the_median(world: ModuleType) -> None:
    places = tuple(
        world.place(f"p{number}", workers) for number, workers in enumerate((100.0, 300.0, 900.0, None))
    )
    land = world.Made(places=places).estimate().cells.groupby("place_id")["mean_ha"].sum()
    assert land["p3"] == pytest.approx(land["p1"])


def test_where_nobody_counted_any_workers_the_places_share_alike(world: ModuleType) -> None:
    places = (world.place("p1", None), world.place("p2", None))
    land = world.Made(places=places).estimate().cells.groupby("place_id")["mean_ha"].sum()
    assert land["p1"] == pytest.approx(land["p2"])


@pytest.mark.parametrize("column", ["place_id", "sector_id", "premises_type"])
def test_a_request_that_has_no_cell_is_kept_and_told(world: ModuleType, column: str) -> None:
    rows = (*world.REGISTER, world.request("r7") | {column: None})
    found = world.Made(requests=rows).estimate()
    told = found.requests.set_index("request_id").loc["r7"]
    assert not told["counted"] and pd.isna(told["cell_id"]) and "unknown" in told["reason_en"]
    pd.testing.assert_frame_equal(found.cells, world.Made(requests=world.REGISTER).estimate().cells)
    method = found.reconciliation[found.reconciliation["method"] == "register"]["reason_en"]
    ha = 0.0 if column == "premises_type" else 0.4  # without a type nobody knows whether it is land or floor
    said = f"1 without a place, a sector or a type of premises ({ha} ha, as far as known) has no cell"
    assert method.str.contains(said, regex=False).all()


def test_land_behind_floor_of_an_unknown_sector_is_unknown(world: ModuleType) -> None:
    rows = (world.request("r1", sector_id=None, premises_type="ready-built"),)
    assert world.Made(requests=rows).estimate().requests["land_ha"].isna().all()


def test_of_a_double_entry_the_one_that_has_a_cell_stands(world: ModuleType) -> None:
    rows = (world.request("a", tax_code="t", place_id=None), world.request("b", tax_code="t"))
    told = world.Made(requests=rows).estimate().requests.set_index("request_id")
    assert told["counted"].tolist() == [False, True] and told.loc["b", "cell_id"] == "p1|s1|land|2026-27"


def test_impossible_inputs_are_refused(world: ModuleType) -> None:
    with pytest.raises(ValueError, match="no place lies in the scopes"):
        world.Made(meta=replace(world.META, planned_scopes=("moon",))).estimate()
    with pytest.raises(ValueError, match="no such sector"):
        world.Made().estimate(sector_workers={"s7": 1.0})
    with pytest.raises(ValueError, match="low <= base <= high"):
        Range(low=2.0, base=1.0, high=3.0)
    with pytest.raises(ValueError, match="storeys"):
        DemandParams(storeys={"land": 1.0})
    with pytest.raises(ValueError, match="no sector knows"):
        world.Made(sectors=(world.sector("s1", None, workers_per_ha=0),)).estimate()

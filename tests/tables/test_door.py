"""The door of a table: types, order, rows of the file, all defects at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from parkwright.tables import Area, empty_frame, errors, open_table, result_frame, table

ZONE = Area("EPSG:9210", 104.0, 8.0, 110.0, 15.0)


def raw(columns: dict[str, list[str]]) -> pd.DataFrame:
    frame = pd.DataFrame(columns, dtype="str")
    return frame.set_axis(range(2, len(frame) + 2))


def test_it_sorts_by_key_types_every_column_and_keeps_the_rows() -> None:
    opened = open_table("places", raw({
        "place_id": ["b", "a"], "scope": ["core", "core"], "lon": ["106.5", "106.25"], "lat": ["10.5", "10.75"],
        "population_2019": ["1000", ""], "inner_area": ["1", ""],
    }), ZONE)  # fmt: skip
    frame = opened.frame
    assert errors(opened.problems) == ()
    assert list(frame.columns) == list(table("places").columns)
    assert frame["place_id"].tolist() == ["a", "b"]
    assert opened.rows.tolist() == [3, 2]
    assert frame["lon"].tolist() == [106.25, 106.5]
    assert frame["population_2019"].isna().tolist() == [True, False]
    assert str(frame["population_2019"].dtype) == "Int64"
    assert str(frame["inner_area"].dtype) == "boolean"
    assert frame["name_vi"].isna().all()


def test_an_absent_column_is_not_told_cell_by_cell() -> None:
    opened = open_table("sites", raw({"site_id": ["b01", "b02"]}))
    assert [(found.text.key, found.column) for found in opened.problems] == [
        ("problems.missing_column", "status")
    ]


def test_blanks_around_cells_do_not_count() -> None:
    opened = open_table("sites", raw({"site_id": [" b01 "], "status": ["planned "], "gross_ha": [" 30 "]}))
    assert errors(opened.problems) == ()
    assert opened.frame.loc[0, ["site_id", "status", "gross_ha"]].tolist() == ["b01", "planned", 30.0]


@pytest.mark.parametrize("cell", ["9007199254740993", "1e300", "-1e300"])
def test_a_whole_number_beyond_what_a_float_holds_is_told(cell: str) -> None:
    opened = open_table(
        "parks", raw({"park_id": ["p"], "scope": ["core"], "status": ["planned"], "projects": [cell]})
    )
    assert [found.column for found in errors(opened.problems)] == ["projects"]
    assert opened.frame["projects"].isna().all()


def test_limits_are_inclusive() -> None:
    columns = {
        "park_id": ["p", "q"],
        "scope": ["core"] * 2,
        "status": ["planned"] * 2,
        "occupancy_pct": ["0", "100"],
    }
    assert errors(open_table("parks", raw(columns)).problems) == ()


def test_typed_numbers_go_through_unchanged() -> None:
    exact = 0.1 + 0.2
    made = pd.DataFrame(
        {"site_id": ["b01"], "status": ["planned"], "gross_ha": [exact], "earliest_year": [2028]}
    )
    assert result_frame("sites", made)["gross_ha"].iloc[0] == exact
    made["gross_ha"] = np.inf
    with pytest.raises(ValueError, match="gross_ha"):
        result_frame("sites", made)


def test_numbers_in_a_column_of_words_keep_no_point_zero() -> None:
    made = pd.DataFrame({"request_id": ["r1"], "tax_code": [301.0]})
    assert open_table("requests", made).frame["tax_code"].iloc[0] == "301"


def test_an_opened_table_opens_again_to_itself() -> None:
    opened = open_table(
        "sites", raw({"site_id": ["b02", "b01"], "status": ["planned", "dropped"], "gross_ha": ["", "3.5"]})
    )
    pd.testing.assert_frame_equal(open_table("sites", opened.frame).frame, opened.frame)
    pd.testing.assert_frame_equal(open_table("sites", empty_frame("sites")).frame, empty_frame("sites"))


def test_a_repeated_key_names_the_first_row() -> None:
    opened = open_table("sites", raw({"site_id": ["x", "y", "x", "x"], "status": ["planned"] * 4}))
    told = errors(opened.problems)
    assert [(found.row, dict(found.text.values)["first_row"]) for found in told] == [(4, 2), (5, 2)]


def test_one_firm_on_many_plots_and_many_firms_on_one() -> None:
    opened = open_table("tenants", raw({
        "tenancy_id": ["t1", "t2", "t3"], "tenant_id": ["f1", "f1", "f2"], "plot_id": ["l1", "l2", "l1"],
        "since": ["2012", "2015-03", ""], "until": ["2020-05-31", "", ""],
    }))  # fmt: skip
    assert errors(opened.problems) == ()


@pytest.mark.parametrize("state", ["never-used", "in-transition", "occupied", "vacant", "derelict"])
def test_the_life_cycle_of_a_plot(state: str) -> None:
    assert errors(open_table("plots", raw({"plot_id": ["l1"], "life_cycle": [state]})).problems) == ()


def test_a_bad_coordinate_is_one_defect_and_not_half_a_point_too() -> None:
    raw = pd.DataFrame(
        {
            "place_id": ["p1"],
            "name_vi": ["P"],
            "name_en": ["P"],
            "scope": ["core"],
            "lon": ["1O6.5"],
            "lat": ["10.8"],
        },
        index=[2],
    )
    found = [one for one in open_table("places", raw).problems if "lon" in one.column]
    assert [one.text.key for one in found] == ["problems.not_a_number"]


def keys(name: str, columns: dict[str, list[str]]) -> list[tuple[str, str, int | None]]:
    found = errors(open_table(name, raw(columns), ZONE).problems)
    return [(one.text.key.removeprefix("problems."), one.column, one.row) for one in found]


def test_metres_in_the_place_of_degrees_are_one_defect() -> None:
    columns = {"site_id": ["b01"], "status": ["planned"], "lon": ["603000.12"], "lat": ["1199000.5"]}
    assert keys("sites", columns) == [("metres_for_degrees", "lon, lat", 2)]
    assert keys("sites", columns | {"lon": ["1199000.5"], "lat": ["603000.12"]}) == [
        ("metres_for_degrees", "lon, lat", 2)
    ]


def test_degrees_and_minutes_are_told_with_their_decimals() -> None:
    opened = open_table(
        "sites", raw({"site_id": ["b"], "status": ["planned"], "lon": ["106°33'00\""], "lat": ["10.8"]})
    )
    (found,) = errors(opened.problems)
    assert "106.55" in found.sentence("vi") and "106.55" in found.sentence("en")


def test_a_misspelt_needed_column_is_one_defect() -> None:
    assert keys("sites", {"SITE_ID": ["b01"], "status": ["planned"]}) == [("unknown_column", "SITE_ID", None)]
    assert keys("sites", {"site_id": ["b01"], "state": ["planned"]})[0] == ("unknown_column", "state", None)


def test_a_heading_in_words_is_known_by_the_title_of_its_column() -> None:
    opened = open_table("sites", raw({"site_id": ["b01"], "status": ["planned"], "Diện tích": ["300"]}))
    assert dict(errors(opened.problems)[0].text.values)["nearest"] == "gross_ha"


def test_thousands_in_a_whole_number_are_never_read_as_decimals() -> None:
    assert keys("places", {"place_id": ["a"], "scope": ["core"], "lon": ["106"], "lat": ["10"], "population_2019": ["1.000"]}) == [
        ("not_whole_thousands", "population_2019", 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1.200", "300"], [2]),
        (["300", "12.500"], [3]),
        (["1.200", "0.25"], []),
        (["0.125", "0.500"], []),
        (["1.2"], []),
    ],
)
def test_points_that_may_stand_between_thousands_are_a_warning(cells: list[str], told: list[int]) -> None:
    count = len(cells)
    columns = {"site_id": [f"b{n}" for n in range(count)], "status": ["planned"] * count, "gross_ha": cells}
    found = open_table("sites", raw(columns)).problems
    assert [one.row for one in found if one.text.key == "problems.maybe_thousands"] == told


def test_ids_in_a_list_with_commas() -> None:
    opened = open_table(
        "sites", raw({"site_id": ["b01"], "status": ["planned"], "overlaps_site": ["b02, b03"]})
    )
    (found,) = errors(opened.problems)
    assert (found.text.key, dict(found.text.values)["suggestion"]) == ("problems.list_separator", "b02;b03")


def test_an_id_of_an_input_table_keeps_clear_of_the_signs_that_results_join_ids_with() -> None:
    assert keys("sites", {"site_id": ["a|b"], "status": ["planned"]}) == [("bad_id_near", "site_id", 2)]


@pytest.mark.parametrize("name", ["Khu \ufffdất", "Khu\x00 hai"])
def test_letters_that_were_lost(name: str) -> None:
    opened = open_table("sites", raw({"site_id": ["b01"], "status": ["planned"], "name_vi": [name]}))
    (found,) = errors(opened.problems)
    assert found.text.key == "problems.damaged_text" and found.sentence("vi").isprintable()


def test_no_figure_of_a_region_is_beyond_all_reason_but_a_result_may_be() -> None:
    columns = {"park_id": ["p"], "scope": ["core"], "status": ["planned"], "leasable_ha": ["1e300"]}
    assert keys("parks", columns) == [("too_high", "leasable_ha", 2)]
    cells = pd.DataFrame(
        {"term": ["works"], "period_id": ["2026"], "cost_bn": [1e300], "assumed_share": [0.0]}
    )
    assert result_frame("plan_costs", cells)["cost_bn"].tolist() == [1e300]

"""A reference to nothing names what was probably meant; a row does not refer to itself."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.tables import broken_references, open_table

PARKS = {"park_id": ["tan-thuan", "p2"], "scope": ["core"] * 2, "status": ["operating"] * 2}


def broken(**cells: str) -> list[tuple[str, int | None, object]]:
    """What is said of one site (row 2 of its file) beside another, b02: key, row, nearest."""
    columns = {"site_id": ["b01", "b02"], "status": ["planned"] * 2} | {
        name: [cell, ""] for name, cell in cells.items()
    }
    opened = {"parks": PARKS, "sites": columns}
    frames = {name: open_table(name, pd.DataFrame(table, dtype="str")) for name, table in opened.items()}
    rows = {name: one.rows + 2 for name, one in frames.items()}
    found = broken_references({name: one.frame for name, one in frames.items()}, rows)
    return [(one.text.key, one.row, dict(one.text.values).get("nearest")) for one in found]


@pytest.mark.parametrize("cell", ["Tan-Thuan", "tan_thuan", "tanthuan", "TAN.THUAN"])
def test_another_spelling_is_told_with_the_right_one(cell: str) -> None:
    assert broken(park_id=cell) == [("problems.no_such_row_near", 2, "tan-thuan")]


def test_what_is_like_nothing_has_no_suggestion() -> None:
    assert broken(park_id="long-hau") == [("problems.no_such_row", 2, None)]


def test_blanks_around_an_id_do_not_count_and_what_is_no_id_is_the_doors_affair() -> None:
    assert broken(park_id=" p2 ") == broken(park_id="p\\u00a02") == []


def test_each_word_of_a_list_is_looked_up() -> None:
    assert broken(overlaps_site="b02; b77;B02") == [
        ("problems.no_such_row", 2, None),
        ("problems.no_such_row_near", 2, "b02"),
    ]


def test_a_row_that_refers_to_itself() -> None:
    assert broken(overlaps_site="b02;b01") == [("problems.refers_to_itself", 2, None)]


def test_what_is_meant_but_misspelt_at_its_own_row_is_not_told_twice() -> None:
    parks = PARKS | {"park_id": ["Tân Thuận", "p2"]}
    opened = {"parks": parks, "sites": {"site_id": ["b01"], "status": ["planned"], "park_id": ["tan-thuan"]}}
    frames = {name: open_table(name, pd.DataFrame(table, dtype="str")) for name, table in opened.items()}
    found = broken_references(
        {name: one.frame for name, one in frames.items()}, {name: one.rows for name, one in frames.items()}
    )
    assert list(found) == []

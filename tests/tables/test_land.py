"""A part of land is never larger than the whole that it lies in."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.tables import Problem, empty_frame, open_table
from parkwright.tables.land import check_land

PARK = {
    "park_id": "p",
    "name_vi": "P",
    "name_en": "P",
    "kind": "industrial",
    "scope": "core",
    "status": "operating",
}
SITE = {"site_id": "s", "name_vi": "S", "name_en": "S", "status": "planned"}


def found(table: str, **cells: object) -> list[Problem]:
    frames = {name: empty_frame(name) for name in ("parks", "sites", "conversions")}
    rows = {name: pd.Series(dtype="int64") for name in frames}
    usual = {
        "parks": PARK,
        "sites": SITE,
        "conversions": {"conversion_id": "c", "park_id": "p", "option": "eco"},
    }
    opened = open_table(table, pd.DataFrame([{**usual[table], **cells}]).set_axis([7]))
    frames[table], rows[table] = opened.frame, opened.rows
    return list(check_land(frames, rows))


@pytest.mark.parametrize(
    ("table", "cells", "column", "severity"),
    [
        ("parks", {"total_ha": 300, "leased_ha": 99_999}, "leased_ha", "error"),
        ("parks", {"total_ha": 300, "leasable_ha": 301 * 1.01}, "leasable_ha", "error"),
        ("parks", {"total_ha": 300, "vacant_ha": 400}, "vacant_ha", "error"),
        ("parks", {"total_ha": 300, "leasable_ha": 200, "leased_ha": 250}, "leased_ha", "warning"),
        ("parks", {"leasable_ha": 200, "leased_ha": 150, "vacant_ha": 80}, "leased_ha, vacant_ha", "warning"),
        ("sites", {"gross_ha": 200, "net_ha_assumed": 9999}, "net_ha_assumed", "error"),
        ("sites", {"gross_ha_assumed": 200, "net_ha_assumed": 203}, "net_ha_assumed", "error"),
        ("sites", {"gross_ha": 200, "two_crop_rice_ha": 250}, "two_crop_rice_ha", "error"),
        ("conversions", {"total_ha": 100, "leasable_ha": 150}, "leasable_ha", "error"),
    ],
)
def test_a_part_beyond_its_whole_is_told(
    table: str, cells: dict[str, object], column: str, severity: str
) -> None:
    (only,) = found(table, **cells)
    assert (only.table, only.column, only.row, only.severity) == (table, column, 7, severity)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("parks", {"total_ha": 300, "leasable_ha": 200, "leased_ha": 150, "vacant_ha": 50}),
        ("parks", {"total_ha": 136.95, "leasable_ha": 86.97, "leased_ha": 87, "vacant_ha": 0}),  # rounded
        ("parks", {"leased_ha": 99_999}),  # of what?
        ("parks", {"total_ha": -5, "vacant_ha": 0}),  # the door tells the -5
        ("parks", {"total_ha": 300}),
        ("sites", {"net_ha_assumed": 9999}),
        (
            "sites",
            {"gross_ha": 200, "gross_ha_assumed": 100, "net_ha_assumed": 150},
        ),  # what is known goes first
    ],
)
def test_what_fits_or_is_unknown_is_not_told(table: str, cells: dict[str, object]) -> None:
    assert found(table, **cells) == []


def test_land_beyond_everything_is_told_once() -> None:
    assert len(found("parks", total_ha=300, leasable_ha=200, leased_ha=99_999)) == 1


def test_the_sentence_names_both_areas() -> None:
    (only,) = found("sites", gross_ha=200, net_ha_assumed=9999)
    assert "9,999 ha" in only.sentence("en") and "200 ha of the column gross_ha" in only.sentence("en")
    assert "9.999 ha" in only.sentence("vi") and "200 ha ở cột gross_ha" in only.sentence("vi")

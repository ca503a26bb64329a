"""What an unreadable cell probably means: numbers, dates, degrees and ids as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkwright.tables.readings import alike, is_plain_id, meant_degrees, not_a_date, not_a_number, not_an_id
from parkwright.tables.when import is_date


@pytest.mark.parametrize(
    ("cell", "key", "values"),
    [
        ("180,25", "comma_for_point", {"suggestion": "180.25"}),
        ("1,250", "comma_unclear", {"point": "1.250", "whole": "1250"}),
        ("1.234,5", "thousands", {"suggestion": "1234.5"}),
        ("-1,234,567.25", "thousands", {"suggestion": "-1234567.25"}),
        ("1.234.567", "thousands", {"suggestion": "1234567"}),
        ("1 234", "thousands", {"suggestion": "1234"}),
        ("1\u00a0234,5", "thousands", {"suggestion": "1234.5"}),
        ("12%", "percent_sign", {"suggestion": "12"}),
        ("7,5 %", "percent_sign", {"suggestion": "7.5"}),
        ("５０", "other_digits", {"suggestion": "50"}),
        ("100ha", "number_with_words", {}),
        ("5 tỷ", "number_with_words", {}),
        ("N/A", "word_for_unknown", {}),
        ("chưa rõ", "word_for_unknown", {}),
        ("1O6.5", "not_a_number", {}),
        ("around 380", "not_a_number", {}),
        ("%", "not_a_number", {}),
    ],
)
def test_a_number_as_people_write_it(cell: str, key: str, values: dict[str, str]) -> None:
    assert not_a_number(cell, "", is_share=False) == (key, values)


def test_a_unit_is_named_and_a_share_is_not_a_percentage() -> None:
    assert not_a_number("100 m²", "ha", is_share=False) == ("number_with_unit", {"unit": "ha"})
    assert not_a_number("20%", "", is_share=True) == ("percent_sign", {"suggestion": "0.2"})


@given(st.text(), st.booleans())
def test_any_cell_has_a_wording(cell: str, is_share: bool) -> None:
    key, values = not_a_number(cell, "ha", is_share)
    if "suggestion" in values:
        float(values["suggestion"])
    assert key


@pytest.mark.parametrize(
    ("cell", "key", "suggestion"),
    [
        ("31/12/2026", "date_other_way", "2026-12-31"),
        ("12/31/2026", "date_other_way", "2026-12-31"),
        ("1-2-2026", "date_other_way", "2026-02-01"),
        ("2026/12/31", "date_other_way", "2026-12-31"),
        ("2026-1-1", "date_other_way", "2026-01-01"),
        ("12/2026", "date_other_way", "2026-12"),
        ("20261231", "date_other_way", "2026-12-31"),
        ("2026-01-01T00:00:00", "date_other_way", "2026-01-01"),
        ("'2026", "date_other_way", "2026"),
        ("2026.0", "date_other_way", "2026"),
        ("46000", "date_other_way", "2025-12-09"),
        ("31/02/2026", "no_such_day", ""),
        ("2026-13-01", "no_such_day", ""),
        ("2026-06-31/2026-07-01", "no_such_day", ""),
        ("2027/2025", "span_backwards", ""),
        ("-", "word_for_unknown", ""),
        ("undated", "bad_date", ""),
        ("3/4/26", "bad_date", ""),
    ],
)
def test_a_date_as_people_write_it(cell: str, key: str, suggestion: str) -> None:
    assert not_a_date(cell) == (key, {"suggestion": suggestion} if suggestion else {})


@given(st.text(alphabet="0123456789/-. T:", max_size=20))
def test_a_suggested_date_exists(cell: str) -> None:
    _, values = not_a_date(cell)
    assert "suggestion" not in values or is_date(values["suggestion"])


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("106°33'00\"", "106.55"), ("10° 51' 36.5\" N", "10.860139"), ("106º33'", "106.55"), ("73°30'W", "-73.5"),
        ("105°45′Đ", "105.75"), ("106.55", None), ("106°x", None),
    ],
)  # fmt: skip
def test_degrees_minutes_seconds(cell: str, degrees: str | None) -> None:
    assert meant_degrees(cell) == degrees


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("Tân Thuận", "Tan-Thuan"),
        ("p2\u200b", "p2"),
        ("Đức Hòa", "Duc-Hoa"),
        ("a:b|c", "a-b-c"),
        ("???", None),
    ],
)
def test_an_id_that_could_be_meant(word: str, suggestion: str | None) -> None:
    expected = ("bad_id", {}) if suggestion is None else ("bad_id_near", {"suggestion": suggestion})
    assert not_an_id(word) == expected


@given(st.text())
def test_a_suggested_id_is_one(word: str) -> None:
    _, values = not_an_id(word)
    assert "suggestion" not in values or is_plain_id(values["suggestion"])


def test_spellings_that_are_alike() -> None:
    assert alike("Tân Thuận") == alike("tan-thuan") == alike("TAN_THUAN ") == "tanthuan"
    assert alike("p2") != alike("p3")

"""TOML that a person wrote: its tree, or the place where it breaks, in our own words."""

from __future__ import annotations

import pytest

from parkwright.files.toml_text import parse_toml
from parkwright.words import Text, say


def test_a_good_text_is_its_tree() -> None:
    assert parse_toml("seed = 3\n[siting]\nworkdays = 300.0\n") == {"seed": 3, "siting": {"workdays": 300.0}}


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        ("seed = 3\ngap == 3\n", "dòng 2, cột 6", "line 2, column 6"),
        ("seed = 3\nseed = 4\n", "dòng 2, cột 9: khai báo này đã có ở trên", "line 2, column 9: this entry stands above already"),
        ("on = 2026-02-30", "dòng 1, cột 6: lịch không có ngày này", "line 1, column 6: there is no such day in the calendar"),
        ("gap = 0,1", "dòng 1, cột 8: số thập phân phải viết bằng dấu chấm", "line 1, column 8: a decimal number is written with a point"),
        ("deep = " + "[" * 5000, "các nhóm lồng nhau quá nhiều lớp", "groups within groups too deep"),
        ('name = "x', "ở cuối tệp: thiếu dấu ngoặc kép đóng", "at the end of the file: a closing quotation mark is missing"),
    ],
)  # fmt: skip
def test_a_bad_one_is_its_place_and_its_cause(content: str, vi: str, en: str) -> None:
    place = parse_toml(content)
    assert isinstance(place, Text)
    assert (say(place, "vi"), say(place, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("a =\n", "no_value"), ("a = EUR", "quote"), ("a = “EUR”", "quote"), ('a = "EUR', "open_quote"),
        ('a = "EUR\nb = 1', "open_quote"), ('a = "C:\\small"', "backslash"), ("a", "pair"), ("= 3", "pair"),
        ("a = [1, 2", "open_bracket"), ("a = 1 2", "too_much"), ("[x]\n[x]", "twice"), ("a = 1\na.b = 2", "twice"),
        ("a = {b = 1, b = 2}", "twice"),
    ],
)  # fmt: skip
def test_every_cause_has_its_words(content: str, cause: str) -> None:
    place = parse_toml(content)
    assert isinstance(place, Text)
    assert dict(place.values)["why"] == Text(f"unreadable.toml.{cause}")

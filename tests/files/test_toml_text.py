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
        ("seed = 3\nseed = 4\n", "dòng 2, cột 9", "line 2, column 9"),
        ("on = 2026-02-30", "dòng 1, cột 6", "line 1, column 6"),
        ('name = "x', "ở cuối tệp", "at the end of the file"),
        ("deep = " + "[" * 5000, "các nhóm lồng nhau quá nhiều lớp", "groups within groups too deep"),
    ],
)
def test_a_bad_one_is_its_place(content: str, vi: str, en: str) -> None:
    place = parse_toml(content)
    assert isinstance(place, Text)
    assert (say(place, "vi"), say(place, "en")) == (vi, en)

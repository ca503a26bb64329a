"""region.toml: each wrong entry is told once, by its name, with what it takes."""

from __future__ import annotations

import copy
from datetime import date, datetime
from typing import Any

import pytest

from parkwright.tables import RegionMeta, read_meta
from parkwright.words import LANGS

GOOD: dict[str, Any] = {
    "region_id": "small", "name": {"vi": "Vùng nhỏ", "en": "Small region"}, "currency": "EUR", "price_year": 2025,
    "per_usd": 0.9, "base_date": date(2026, 1, 1), "appraisal_date": date(2026, 11, 1), "analysis_crs": "EPSG:9210",
    "planned_scopes": ["core", "merged"], "outside_scopes": ["neighbour"],
    "periods": [{"period_id": "2026", "first_year": 2026, "last_year": 2026}, {"period_id": "2027-30", "first_year": 2027, "last_year": 2030}],
    "take_up": [{"scope": "core+merged", "year": 2025, "ha": 40.5, "evidence": "seen"}],
    "provinces": [{"province_id": "p", "admin_old": "P", "name": {"vi": "P", "en": "P"}, "scope": "core", "zone": "EPSG:9210"}],
}  # fmt: skip


def told(changed: dict[str, Any]) -> list[tuple[str, str]]:
    meta, problems = read_meta(changed)
    assert (meta is None) == bool(problems)
    for found in problems:
        for lang in LANGS:
            sentence = found.sentence(lang)
            assert found.table in sentence and found.column in sentence and sentence.endswith((".", ")"))
            assert not any(word in sentence for word in ("'vi'", "None", " str", " int", "float", "dict"))
    return [(found.text.key.removeprefix("problems."), found.column) for found in problems]


def inside(path: str, value: object) -> dict[str, Any]:
    """The good one with one entry changed: "periods.0.first_year"."""
    changed = copy.deepcopy(GOOD)
    at: Any = changed
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    return changed


def test_a_good_one_is_read() -> None:
    meta, problems = read_meta(GOOD)
    assert problems == () and isinstance(meta, RegionMeta)
    assert (meta.per_usd, meta.periods[1].years, meta.take_up[0].ha, meta.provinces[0].rice_group) == (
        0.9,
        4,
        40.5,
        "",
    )


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("region_id", "sm all", "region_id"), ("region_id", 3, "region_id"), ("name", "Vùng", "name"),
        ("name.vi", 3, "name.vi"), ("currency", 5, "currency"), ("price_year", 20, "price_year"),
        ("price_year", "2025", "price_year"), ("price_year", True, "price_year"), ("per_usd", 0, "per_usd"),
        ("per_usd", float("nan"), "per_usd"), ("per_usd", "0,9", "per_usd"), ("base_date", "2026-01-01", "base_date"),
        ("base_date", datetime(2026, 1, 1), "base_date"), ("planned_scopes", "core", "planned_scopes"),  # noqa: DTZ001
        ("planned_scopes", [1], "planned_scopes"), ("periods", {"period_id": "x"}, "periods"), ("periods", ["x"], "periods[1]"),
        ("periods.0.period_id", 2026, "periods[1].period_id"), ("periods.0.period_id", "a|b", "periods[1].period_id"),
        ("periods.1.first_year", 2027.5, "periods[2].first_year"), ("take_up.0.ha", -4, "take_up[1].ha"),
        ("take_up.0.ha", float("inf"), "take_up[1].ha"), ("take_up.0.ha", "many", "take_up[1].ha"),
        ("take_up.0.evidence", "sein", "take_up[1].evidence"), ("take_up.0.year", 3025, "take_up[1].year"),
        ("provinces.0.name", "P", "provinces[1].name"), ("params", 3, "params"), ("rule_set", 3, "rule_set"),
    ],
)  # fmt: skip
def test_an_entry_of_the_wrong_kind(path: str, value: object, where: str) -> None:
    assert told(inside(path, value)) == [("region_key_bad", where)]


@pytest.mark.parametrize(
    "path", ["prise_year", "name.fr", "periods.0.note", "take_up.0.source", "provinces.0.crs"]
)
def test_an_entry_that_nobody_knows(path: str) -> None:
    ((key, _),) = told(inside(path, "x"))
    assert key == "region_key_unknown"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("currency", "currency"), ("take_up", "take_up"), ("name.en", "name.en"),
        ("periods.1.last_year", "periods[2].last_year"), ("per_usd", "per_usd"), ("provinces.0.zone", "provinces[1].zone"),
    ],
)  # fmt: skip
def test_an_entry_that_is_missing(path: str, where: str) -> None:
    assert told(inside(path, "")) == [("region_key_missing", where)]


def test_the_dollar_needs_no_rate_and_a_currency_may_name_its_own() -> None:
    assert told(inside("per_usd", "") | {"currency": "USD"}) == []
    assert told(inside("per_usd", "") | {"eur_per_usd": 0.9}) == []
    assert told(inside("per_usd", "") | {"eur_per_usd": -1}) == [("region_key_bad", "eur_per_usd")]


@pytest.mark.parametrize(
    ("path", "value", "key", "where"),
    [
        ("periods.1.period_id", "2026", "region_twice", "periods"),
        ("planned_scopes", ["core", "merged", "core"], "region_twice", "planned_scopes, outside_scopes"),
        ("outside_scopes", ["core"], "region_twice", "planned_scopes, outside_scopes"),
        ("periods.1.first_year", 2029, "region_periods", "periods"),
        ("periods.1.last_year", 2020, "region_periods", "periods"),
        ("take_up.0.scope", "core+kore", "region_no_such_scope", "take_up[1].scope"),
        ("provinces.0.scope", "kore", "region_no_such_scope", "provinces[1].scope"),
    ],
)
def test_entries_that_do_not_hang_together(path: str, value: object, key: str, where: str) -> None:
    assert told(inside(path, value)) == [(key, where)]


def test_nothing_at_all_is_one_defect() -> None:
    assert told({}) == told({"region_id": "", "periods": []}) == [("region_empty", "")]

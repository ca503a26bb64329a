"""Zones of VN-2000 by province: the table is that of the EPSG registry, names are found as people write them, misfits are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyproj import CRS

from parkwright.files import read_region
from parkwright.files.zones import all_provinces, find_provinces, nearest_province, zone_warnings
from parkwright.tables import Province, alike
from parkwright.words import LANGS, say

BY_LONGITUDE = {"EPSG:5897": 105.0, "EPSG:5898": 108.0}
"""Zones of which the registry names no province."""


def zones(name: str) -> list[tuple[str, str]]:
    return [(one.province_id, one.zone) for one in find_provinces(name)]


def registry(zone: str) -> str:
    area = CRS.from_user_input(zone).area_of_use
    assert area is not None
    return alike(area.name)


def test_the_registry_names_each_province_in_its_zone_and_in_no_other() -> None:
    used = {one.zone for one in all_provinces()}
    for one in all_provinces():
        name = alike(re.sub(" City$", "", one.name.en))
        found = {zone for zone in used if name in registry(zone)}
        assert found == ({one.zone} - set(BY_LONGITUDE)), one.province_id


@pytest.mark.parametrize(("zone", "meridian"), BY_LONGITUDE.items())
def test_the_two_zones_without_names_have_their_meridian(zone: str, meridian: float) -> None:
    conversion = CRS.from_user_input(zone).coordinate_operation
    assert conversion is not None
    told = {one.name: one.value for one in conversion.params}
    assert told["Longitude of natural origin"] == meridian
    assert told["Scale factor at natural origin"] == 0.9999
    assert any(one.zone == zone for one in all_provinces())


def test_63_became_34() -> None:
    assert len({one.province_id for one in all_provinces()}) == 63
    assert len({one.today for one in all_provinces()}) == 34
    assert sum(one.whole for one in all_provinces()) == 11
    assert all(one.today.vi.startswith(("Tỉnh ", "Thành phố ")) for one in all_provinces())


def test_every_name_is_found_with_and_without_accents() -> None:
    for one in all_provinces():
        for name in (one.admin, one.name.vi, one.name.en, f"{one.name.en} (old)", f"{one.name.vi} (cũ)"):
            assert one in find_provinces(name), name
        assert one in find_provinces(one.today.en)
        assert find_provinces(f"{one.name.en} (old)") == (one,)


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("binh duong", [("binh-duong", "EPSG:9210")]),
        ("Tây Ninh", [("tay-ninh", "EPSG:9209"), ("long-an", "EPSG:9210")]),
        ("Tay Ninh (old)", [("tay-ninh", "EPSG:9209")]),
        ("Long An", [("long-an", "EPSG:9210")]),
        (
            "TP.HCM",
            [("ho-chi-minh", "EPSG:9210"), ("ba-ria-vung-tau", "EPSG:5899"), ("binh-duong", "EPSG:9210")],
        ),
        ("Hue", [("thua-thien-hue", "EPSG:9214")]),
        ("Atlantis", []),
    ],
)
def test_names_old_and_new(name: str, due: list[tuple[str, str]]) -> None:
    assert zones(name) == due


def test_a_name_that_is_none_has_a_nearest() -> None:
    assert nearest_province("Bình Dơng").vi == "Bình Dương"
    assert nearest_province("").en


def province(admin: str, zone: str) -> Province:
    return Province("p", admin, {"vi": admin, "en": admin}, "core", zone)


def test_misfits_of_a_region_are_told_in_both_languages(small: Path) -> None:
    meta = read_region(small)[0]
    assert meta is not None
    own = replace(
        meta.meta,
        analysis_crs="EPSG:9217",
        provinces=(
            province("Tỉnh Bình Dương", "EPSG:9210"),
            province("Tỉnh Bà Rịa - Vũng Tàu", "EPSG:9210"),
            province("Tỉnh Đồng Nai", "EPSG:3405"),
            province("Nordland", "EPSG:25832"),
        ),
    )
    told = list(zone_warnings(own))
    assert [(one.text.key, one.column, one.severity) for one in told] == [
        ("files.other_zone", "provinces[2].zone", "warning"),
        ("files.zone_of_no_province", "analysis_crs", "warning"),
    ]
    for lang in LANGS:
        assert "EPSG:5899" in say(told[0].text, lang) and "EPSG:9210" in say(told[0].text, lang)
        assert "EPSG:5899, EPSG:9210" in say(told[1].text, lang)


def test_a_region_whose_zones_fit_or_are_unknown_is_left_alone(small: Path) -> None:
    region = read_region(small)[0]
    assert region is not None
    for crs, provinces in (
        ("EPSG:9217", ()),
        ("EPSG:9217", (province("Nordland", "EPSG:9210"),)),
        ("EPSG:3405", (province("Tỉnh Bình Dương", "EPSG:9210"),)),
        ("EPSG:9210", (province("Tỉnh Bình Dương", "EPSG:9210"), province("Tỉnh Đồng Nai", "EPSG:5899"))),
    ):
        assert list(zone_warnings(replace(region.meta, analysis_crs=crs, provinces=provinces))) == []


def test_the_check_of_a_region_tells_them(change: Callable[[str, str, str], Path]) -> None:
    entry = (
        '[[provinces]]\nprovince_id = "p"\nadmin_old = "Tỉnh Bình Dương"\nname = { vi = "a", en = "b" }\n'
        'scope = "core"\nzone = "EPSG:5899"\n[[periods]]'
    )
    _, problems = read_region(change("region.toml", "[[periods]]", entry))
    assert [one.column for one in problems if one.text.key == "files.other_zone"] == ["provinces[1].zone"]

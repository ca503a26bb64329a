"""Zones of VN-2000 by the name of the province, old and new; and whether those of a region fit its provinces."""

from __future__ import annotations

import difflib
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parkwright.tables import Problem, RegionMeta, alike, problem
from parkwright.words import LANGS, Both, Lang, Value, say, text

_FORMER = (("old", "former"), ("cu", "old", "former"))
_KIND = (("tinh", "thanhpho", "tp"), ("province", "city"))
"""Words before and behind the name of a province, as ``alike`` writes them."""


@dataclass(frozen=True, slots=True)
class Zoned:
    """A province up to 30 June 2025.

    admin: its name at the end of an address ("Tỉnh Bình Dương")     zone: of its layers ("EPSG:9210")
    today: the province of today that it is part of, as addresses write it and in English
    whole: whether it is all of that province
    keys, today_keys: the names of both, as ``_key`` writes them
    """

    province_id: str
    admin: str
    name: Both
    zone: str
    today: Both
    whole: bool
    keys: frozenset[str]
    today_keys: frozenset[str]


def find_provinces(name: str) -> tuple[Zoned, ...]:
    """The provinces that a name means, in either language, with or without accents, old or new.

    A name that is both old and new is the province of today, with all its parts, its namesake first; "(old)" or "(cũ)" behind the
    name asks for the former one alone.

    I/O Example:
        "Binh Duong"       -> Bình Dương EPSG:9210
        "Tây Ninh"         -> Tây Ninh EPSG:9209, Long An EPSG:9210          "Tay Ninh (old)" -> Tây Ninh EPSG:9209
        "Atlantis"         -> ()
    """
    key, former = _key(name)
    parts = [one for one in all_provinces() if key in one.today_keys]
    if parts and not former:
        return tuple(sorted(parts, key=lambda one: key not in one.keys))
    return tuple(one for one in all_provinces() if key in one.keys)


def nearest_province(name: str) -> Both:
    """The name, old or new, that is written most like this one."""
    known = {key: one.name for one in all_provinces() for key in one.keys}
    return known[difflib.get_close_matches(_key(name)[0], known, 1, 0.0)[0]]


@cache
def all_provinces() -> tuple[Zoned, ...]:
    """All 63, by id."""
    node = tomllib.loads(files("parkwright.files").joinpath("vn2000_zones.toml").read_text("utf-8"))
    parts = Counter(one["today"] for one in node["before"].values())
    return tuple(
        _zoned(name, one, node["today"][one["today"]], parts[one["today"]] == 1)
        for name, one in sorted(node["before"].items())
    )


def _zoned(name: str, one: Mapping[str, Any], today: Mapping[str, Any], whole: bool) -> Zoned:
    keys, today_keys = (
        frozenset(_key(word)[0] for word in (found.get("admin", found["vi"]), *found.get("also", ())))
        for found in (one, today)
    )
    names = (Both(found["vi"], found["en"]) for found in (one, today))
    return Zoned(name, one["admin"], next(names), one["zone"], next(names), whole, keys, today_keys)


def province_entries(provinces: tuple[Zoned, ...]) -> list[dict[str, Any]]:
    """Entries ``[[provinces]]`` of a region.toml; those of the scope that is planned for in the example.

    I/O Example:
        (Bình Dương,) -> [{"province_id": "binh-duong", "admin_old": "Tỉnh Bình Dương", …, "zone": "EPSG:9210", …}]
    """
    return [
        {
            "province_id": one.province_id,
            "admin_old": one.admin,
            "name": {lang: _told_apart(one, lang) for lang in LANGS},
            "scope": "core",
            "zone": one.zone,
            "admin_new": one.today.vi,
            "admin_new_en": one.today.en,
        }
        for one in provinces
    ]


def zone_warnings(meta: RegionMeta) -> Iterator[Problem]:
    """Zones of a region that are not those of its provinces: a province with the zone of others, and an analysis in a zone
    that none of them lies in. Systems that are no three-degree zones of VN-2000, and provinces that we do not know, are left alone."""
    zones, due = {one.zone for one in all_provinces()}, set()
    for number, province in enumerate(meta.provinces, 1):
        key = _key(province.admin_old)[0]
        for known in (one for one in all_provinces() if key in one.keys):
            due.add(known.zone)
            if province.zone in zones - {known.zone}:
                where = f"provinces[{number}].zone"
                yield _warning(
                    "files.other_zone", where, value=province.zone, name=known.name, due=known.zone
                )
    if due and meta.analysis_crs in zones - due:
        crs = meta.analysis_crs
        yield _warning("files.zone_of_no_province", "analysis_crs", value=crs, due=", ".join(sorted(due)))


def _warning(key: str, where: str, **told: Value) -> Problem:
    return problem(key, "region.toml", where, None, "warning", **told)


def _told_apart(province: Zoned, lang: Lang) -> str:
    return say(province.name if province.whole else text("files.before_merger", name=province.name), lang)


def _key(name: str) -> tuple[str, bool]:
    """The bare name as ``alike`` writes it, and whether the former province is asked for."""
    letters = alike(name)
    bare = _without(letters, *_FORMER)
    return _without(bare, *_KIND), bare != letters


def _without(letters: str, before: tuple[str, ...], behind: tuple[str, ...]) -> str:
    for word in before:
        letters = letters.removeprefix(word)
    for word in behind:
        letters = letters.removesuffix(word)
    return letters

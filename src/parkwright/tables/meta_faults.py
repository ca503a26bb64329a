"""What is wrong with a ``region.toml``: every entry that is missing, unknown, of the wrong kind or against another one."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from parkwright.tables.problem import Problem, problem
from parkwright.tables.readings import is_plain_id
from parkwright.words import Text, text

FILE = "region.toml"
_YEARS = (1900, 2200)
_LARGEST = 1e12
"""As in the tables: no figure of a region is larger."""
_SHOWN = 60
EVIDENCE = ("seen", "derived", "assumed")


def meta_faults(node: Mapping[str, Any]) -> tuple[Problem, ...]:
    """All defects of the content of a region.toml; those of entries that hang together only once each entry is sound.

    I/O Example:
        {"price_year": "2025", "currencey": "VND", …}
        -> region.toml, price_year: “2025” cannot be used; it takes a year from 1900 to 2200
           region.toml, currencey: there is no such entry (nearest: currency)
           region.toml, currency: this entry is missing
    """
    if all(_is_empty(node.get(key)) for key in _NEEDED):
        return (problem("region_empty", FILE, keys=", ".join(_NEEDED)),)
    problems = [problem("region_key_missing", FILE, key) for key in _missing(node)]
    problems += _unknown(node, [*_ENTRIES, *_rate_keys(node)], "")
    for key, value in node.items():
        shape = _ENTRIES["per_usd"] if key in _rate_keys(node) else _ENTRIES.get(key)
        if shape is not None and not _is_empty(value):
            problems += _entry(key, value, shape)
    return tuple(problems or [*_against_each_other(node)])


def _missing(node: Mapping[str, Any]) -> list[str]:
    missing = [key for key in _NEEDED if _is_empty(node.get(key))]
    needs_rate = isinstance(node.get("currency"), str) and node["currency"] != "USD"
    if needs_rate and all(_is_empty(node.get(key)) for key in ("per_usd", *_rate_keys(node))):
        missing.append("per_usd")
    return missing


def _rate_keys(node: Mapping[str, Any]) -> tuple[str, ...]:
    """``vnd_per_usd`` says the same as ``per_usd`` where the currency is VND."""
    currency = node.get("currency")
    return (f"{currency.lower()}_per_usd",) if isinstance(currency, str) and currency else ()


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _unknown(node: Mapping[str, Any], known: list[str], where: str) -> Iterator[Problem]:
    for key in node:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, 1, 0.0)[0]
            yield problem("region_key_unknown", FILE, f"{where}{key}", nearest=nearest)


def _entry(where: str, value: Any, shape: _Shape) -> Iterator[Problem]:
    if not shape.fits(value):
        yield bad_entry(where, value, shape.wanted)
        return
    if shape.parts:
        yield from _groups(where, value, shape.parts)


def _groups(where: str, value: Any, parts: Mapping[str, _Shape]) -> Iterator[Problem]:
    for name, one in _each(where, value):
        if not isinstance(one, dict):
            yield bad_entry(name, one, _wanted("group", parts=", ".join(parts)))
            continue
        yield from (
            problem("region_key_missing", FILE, f"{name}.{part}")
            for part in parts
            if part not in _MAY_LACK and _is_empty(one.get(part))
        )
        yield from _unknown(one, list(parts), f"{name}.")
        for part, held in one.items():
            if part in parts and not _is_empty(held):
                yield from _entry(f"{name}.{part}", held, parts[part])


def _each(where: str, value: Any) -> list[tuple[str, Any]]:
    """The groups of a list with their numbers from 1, or the one group that stands for itself."""
    if isinstance(value, list):
        return [(f"{where}[{number}]", one) for number, one in enumerate(value, 1)]
    return [(where, value)]


def _against_each_other(node: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _twice(node)
    yield from _broken_periods(node["periods"])
    scopes = [*node["planned_scopes"], *node.get("outside_scopes", ())]
    for number, taken in enumerate(node["take_up"], 1):
        for scope in taken["scope"].split("+"):
            if scope not in scopes:
                yield _no_such_scope(f"take_up[{number}].scope", scope)
    for number, province in enumerate(node.get("provinces", ()), 1):
        if province["scope"] not in scopes:
            yield _no_such_scope(f"provinces[{number}].scope", province["scope"])


def _twice(node: Mapping[str, Any]) -> Iterator[Problem]:
    """Names that must stand once: periods, provinces, scopes."""
    scopes = [*node["planned_scopes"], *node.get("outside_scopes", ())]
    named = {
        "periods": [period["period_id"] for period in node["periods"]],
        "provinces": [province["province_id"] for province in node.get("provinces", ())],
        "planned_scopes, outside_scopes": scopes,
    }
    for where, names in named.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield problem("region_twice", FILE, where, value=name)


def _broken_periods(periods: list[dict[str, Any]]) -> Iterator[Problem]:
    follows = [True, *(after["first_year"] == before["last_year"] + 1 for before, after in pairwise(periods))]
    for period, fits in zip(periods, follows, strict=True):
        first, last = period["first_year"], period["last_year"]
        if first > last or not fits:
            told = {"period": period["period_id"], "first": str(first), "last": str(last)}
            yield problem("region_periods", FILE, "periods", None, "error", **told)


def _no_such_scope(where: str, scope: str) -> Problem:
    return problem("region_no_such_scope", FILE, where, value=scope)


def bad_entry(where: str, value: object, wanted: Text) -> Problem:
    """The defect of an entry that holds something else than it takes."""
    return problem("region_key_bad", FILE, where, value=_shown(value), wanted=wanted)


def _shown(value: object) -> str:
    """A value as a person would write it, cut where it is long."""
    written = (
        str(value) if isinstance(value, str | date) else json.dumps(value, ensure_ascii=False, default=str)
    )
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and _YEARS[0] <= value <= _YEARS[1]


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)


def _is_group(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an entry takes: a test, how that is said, and the entries inside it (inside each group, where it is a list)."""

    fits: Callable[[Any], bool]
    wanted: Text
    parts: Mapping[str, _Shape] = field(default_factory=dict)


def _wanted(key: str, **values: str) -> Text:
    return text(f"problems.wanted.{key}", **values)


def _is_version(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_TEXT = _Shape(lambda value: isinstance(value, str), _wanted("text"))
_ID = _Shape(lambda value: isinstance(value, str) and is_plain_id(value), _wanted("id"))
_YEAR = _Shape(_is_year, _wanted("year", first=str(_YEARS[0]), last=str(_YEARS[1])))
_DAY = _Shape(_is_day, _wanted("day"))
_WORDS = _Shape(_is_words, _wanted("words"))
_BOTH = _Shape(_is_group, _wanted("both"), {"vi": _TEXT, "en": _TEXT})
_RATE = _Shape(lambda value: _is_number(value) and value > 0, _wanted("above_zero"))
_AREA = _Shape(lambda value: _is_number(value) and value >= 0, _wanted("not_below_zero"))
_EVIDENCE = _Shape(lambda value: value in EVIDENCE, _wanted("one_of", codes=", ".join(EVIDENCE)))
_PERIOD = {"period_id": _ID, "first_year": _YEAR, "last_year": _YEAR}
_TAKEN = {"scope": _TEXT, "year": _YEAR, "ha": _AREA, "evidence": _EVIDENCE}
_PROVINCE = {
    "province_id": _ID, "admin_old": _TEXT, "name": _BOTH, "scope": _TEXT, "zone": _TEXT, "rice_group": _TEXT,
    "admin_new": _TEXT, "admin_new_en": _TEXT,
}  # fmt: skip
_ENTRIES: Mapping[str, _Shape] = {
    "schema_version": _Shape(_is_version, _wanted("version")),
    "region_id": _ID,
    "name": _BOTH,
    "rule_set": _TEXT,
    "currency": _TEXT,
    "price_year": _YEAR,
    "per_usd": _RATE,
    "base_date": _DAY,
    "appraisal_date": _DAY,
    "analysis_crs": _TEXT,
    "planned_scopes": _WORDS,
    "outside_scopes": _WORDS,
    "periods": _Shape(_is_list, _wanted("list", name="periods"), _PERIOD),
    "take_up": _Shape(_is_list, _wanted("list", name="take_up"), _TAKEN),
    "provinces": _Shape(_is_list, _wanted("list", name="provinces"), _PROVINCE),
    "credit": _BOTH,
    "params": _Shape(_is_group, _wanted("params")),
}
_NEEDED = (
    "region_id", "name", "currency", "price_year", "base_date", "appraisal_date", "analysis_crs", "planned_scopes",
    "periods", "take_up",
)  # fmt: skip
_MAY_LACK = ("rice_group", "admin_new", "admin_new_en")

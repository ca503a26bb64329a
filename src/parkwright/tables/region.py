"""``Region``: everything that is known about one region, typed; and what its ``region.toml`` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd

from parkwright.tables.door import Area, open_table
from parkwright.tables.frames import (
    Conversions,
    DemandEvidence,
    Gateways,
    Indicators,
    Links,
    Parks,
    Places,
    Plots,
    Requests,
    RoadEdges,
    RoadNodes,
    Sectors,
    SectorsEvidence,
    Sites,
    Tenants,
)
from parkwright.tables.network import split_network
from parkwright.tables.problem import Problem, errors, problem
from parkwright.tables.references import broken_references
from parkwright.tables.spec import all_tables, table


@dataclass(frozen=True, slots=True)
class Period:
    """Years that are planned together."""

    period_id: str
    first_year: int
    last_year: int

    @property
    def years(self) -> int:
        return self.last_year - self.first_year + 1


@dataclass(frozen=True, slots=True)
class Province:
    """A (former) province: scope, zone of its own layers, group of Decree 35 Art. 9 for rice land ("" = no such law)."""

    province_id: str
    admin_old: str
    name: Mapping[str, str]
    scope: str
    zone: str
    rice_group: str = ""


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Serviced land taken up in a year, hectares: the anchor of the forecast."""

    scope: str
    year: int
    ha: float
    evidence: str


@dataclass(frozen=True, slots=True)
class RegionMeta:
    """What holds for all tables of a region (its ``region.toml``)."""

    region_id: str
    name: Mapping[str, str]
    rule_set: str
    currency: str
    price_year: int
    per_usd: float
    """Units of the region's currency for one US dollar."""
    base_date: date
    appraisal_date: date
    analysis_crs: str
    planned_scopes: tuple[str, ...]
    outside_scopes: tuple[str, ...]
    periods: tuple[Period, ...]
    take_up: tuple[TakeUp, ...]
    provinces: tuple[Province, ...] = ()
    credit: Mapping[str, str] = field(default_factory=dict)
    """Who must be named on maps of the region, by language, besides OpenStreetMap; empty if nobody."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """Choices of the region that differ from the defaults of the steps, as ``--set`` would: {"siting.x": value}."""


@dataclass(frozen=True, slots=True)
class Region:
    """All input tables of one region; ``base_map`` holds shapely geometries in WGS 84."""

    meta: RegionMeta
    parks: Parks
    sites: Sites
    places: Places
    sectors: Sectors
    sectors_evidence: SectorsEvidence
    gateways: Gateways
    road_nodes: RoadNodes
    road_edges: RoadEdges
    links: Links
    requests: Requests
    plots: Plots
    tenants: Tenants
    conversions: Conversions
    demand_evidence: DemandEvidence
    indicators: Indicators
    base_map: pd.DataFrame

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {spec.name: getattr(self, spec.name) for spec in all_tables("input")}


def open_region(
    meta: RegionMeta | None, raw: Mapping[str, pd.DataFrame], area: Area | None
) -> tuple[Region | None, tuple[Problem, ...]]:
    """Parse all tables of a region at once.

    meta, raw: as the readers in ``files`` give them; a table that is absent from ``raw`` counts as empty; without a meta
               the tables are checked all the same
    Returns the region (None if any problem is an error) and all problems, warnings too.
    """
    frames: dict[str, pd.DataFrame] = {}
    rows: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for spec in all_tables("input"):
        opened = open_table(spec.name, raw.get(spec.name, pd.DataFrame(columns=list(spec.columns))), area)
        frames[spec.name], rows[spec.name] = opened.frame, opened.rows
        problems += opened.problems
    problems += broken_references(_with_keys(frames, raw), rows)
    problems += split_network(frames["road_nodes"], frames["road_edges"])
    if meta is not None:
        problems += _strange_scopes(meta, frames, rows)
    if meta is None or errors(problems):
        return None, tuple(problems)
    return Region(meta=meta, **frames), tuple(problems)  # type: ignore[arg-type]


def _strange_scopes(
    meta: RegionMeta, frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]
) -> Iterator[Problem]:
    """Parks and places in a scope that the region does not name: they would be neither planned nor reported."""
    known = {*meta.planned_scopes, *meta.outside_scopes}
    target = "region.toml: planned_scopes, outside_scopes"
    for name in ("parks", "places"):
        scopes = frames[name]["scope"]
        for place in scopes.index[scopes.notna() & ~scopes.isin(known)]:
            row, value = int(rows[name][place]), str(scopes[place])
            yield problem("no_such_row", name, "scope", row, value=value, target=target)


def _with_keys(
    frames: Mapping[str, pd.DataFrame], raw: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Tables that others can refer to: one that is needed but has no rows, or has no key column, is told as such already."""
    return {
        name: frame
        for name, frame in frames.items()
        if table(name).may_be_empty or len(frame)
        if name not in raw or set(table(name).key) <= set(raw[name])
    }


def read_meta(node: Mapping[str, Any]) -> tuple[RegionMeta | None, tuple[Problem, ...]]:
    """Read the content of ``region.toml``.

    I/O Example:
        {"region_id": "hcmc", ..., "periods": [{"period_id": "2026", "first_year": 2026, "last_year": 2026}]}
        -> RegionMeta(region_id="hcmc", ..., periods=(Period("2026", 2026, 2026),))
    """
    problems = [
        problem("region_key_missing", "region.toml", key)
        for key in _NEEDED
        if node.get(key) in (None, "", [])
    ]
    problems += _unknown_keys(node)
    problems += _bad_shapes(node)
    if not problems:
        problems += _bad_periods(node["periods"])
    if problems:
        return None, tuple(problems)
    currency = str(node["currency"])
    return RegionMeta(
        region_id=node["region_id"],
        name=node["name"],
        rule_set=node.get("rule_set", ""),
        currency=currency,
        price_year=node["price_year"],
        per_usd=float(
            node.get(
                "per_usd", node.get(f"{currency.lower()}_per_usd", 1.0 if currency == "USD" else float("nan"))
            )
        ),
        base_date=node["base_date"],
        appraisal_date=node["appraisal_date"],
        analysis_crs=node["analysis_crs"],
        planned_scopes=tuple(node["planned_scopes"]),
        outside_scopes=tuple(node.get("outside_scopes", ())),
        periods=tuple(Period(str(p["period_id"]), p["first_year"], p["last_year"]) for p in node["periods"]),
        take_up=tuple(TakeUp(t["scope"], t["year"], float(t["ha"]), t["evidence"]) for t in node["take_up"]),
        provinces=tuple(
            Province(
                p["province_id"], p["admin_old"], p["name"], p["scope"], p["zone"], p.get("rice_group", "")
            )
            for p in node.get("provinces", ())
        ),
        credit=dict(node.get("credit", {})),
        params=dict(node.get("params", {})),
    ), ()


_NEEDED = (
    "region_id", "name", "currency", "price_year", "base_date", "appraisal_date", "analysis_crs", "planned_scopes",
    "periods", "take_up",
)  # fmt: skip
_OPTIONAL = ("rule_set", "outside_scopes", "provinces", "credit", "params", "per_usd")


def _unknown_keys(node: Mapping[str, Any]) -> list[Problem]:
    known = {*_NEEDED, *_OPTIONAL, f"{str(node.get('currency', '')).lower()}_per_usd"}
    return [_bad(key, key, ", ".join(sorted(known))) for key in node if key not in known]


def _bad_shapes(node: Mapping[str, Any]) -> list[Problem]:
    """Entries of the wrong kind: a word for a number, a list for a word, an entry of a list without its parts."""
    problems = [
        _bad(key, node[key], why)
        for key, (kind, why) in _SHAPES.items()
        if node.get(key) not in (None, "", []) and not _is(node[key], kind)
    ]
    problems += [
        _bad(key, words, "vi, en")
        for key in ("name", "credit")
        if isinstance(words := node.get(key), dict) and not {"vi", "en"} <= set(words)
    ]
    problems += [
        _bad(key, scopes, '["…"]')
        for key in ("planned_scopes", "outside_scopes")
        if isinstance(scopes := node.get(key), list) and not all(isinstance(scope, str) for scope in scopes)
    ]
    for key, parts in _PARTS.items():
        entries = node.get(key)
        for number, entry in enumerate(entries if isinstance(entries, list) else (), 1):
            problems += _bad_entry(f"{key}[{number}]", entry, parts)
    return problems


def _bad_entry(where: str, entry: Any, parts: Mapping[str, type]) -> list[Problem]:
    if not isinstance(entry, dict):
        return [_bad(where, entry, ", ".join(parts))]
    missing = [
        problem("region_key_missing", "region.toml", f"{where}.{part}") for part in parts if part not in entry
    ]
    return missing + [
        _bad(f"{where}.{part}", entry[part], kind.__name__)
        for part, kind in parts.items()
        if part in entry and not _is(entry[part], kind)
    ]


def _is(value: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind) and not (kind is date and isinstance(value, datetime))


_SHAPES: dict[str, tuple[type, str]] = {
    "region_id": (str, '"…"'),
    "name": (dict, "vi, en"),
    "rule_set": (str, '"…"'),
    "currency": (str, '"…"'),
    "price_year": (int, "YYYY"),
    "per_usd": (float, "> 0"),
    "base_date": (date, "YYYY-MM-DD"),
    "appraisal_date": (date, "YYYY-MM-DD"),
    "analysis_crs": (str, '"EPSG:…"'),
    "planned_scopes": (list, '["…"]'),
    "outside_scopes": (list, '["…"]'),
    "periods": (list, "[[periods]]"),
    "take_up": (list, "[[take_up]]"),
    "provinces": (list, "[[provinces]]"),
    "credit": (dict, "vi, en"),
    "params": (dict, "[params]"),
}
_PARTS: dict[str, dict[str, type]] = {
    "periods": {"period_id": str, "first_year": int, "last_year": int},
    "take_up": {"scope": str, "year": int, "ha": float, "evidence": str},
    "provinces": {"province_id": str, "admin_old": str, "name": dict, "scope": str, "zone": str},
}


def _bad_periods(periods: list[dict[str, Any]]) -> list[Problem]:
    problems, last = [], None
    for entry in periods:
        if entry["first_year"] > entry["last_year"] or (last is not None and entry["first_year"] != last + 1):
            first, until = str(entry["first_year"]), str(entry["last_year"])
            problems.append(
                problem(
                    "region_periods",
                    "region.toml",
                    "periods",
                    period=str(entry["period_id"]),
                    first=first,
                    last=until,
                )
            )
        last = entry["last_year"]
    return problems


def _bad(key: str, value: object, why: str) -> Problem:
    return problem("region_key_bad", "region.toml", key, value=str(value), why=why)

"""``RegionMeta``: what the ``region.toml`` of a region says, for all of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from parkwright.tables.meta_faults import meta_faults
from parkwright.tables.problem import Problem


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
    """A (former) province: scope, zone of its own layers, group of Decree 35 Art. 9 for rice land ("" = no such law).

    admin_new, admin_new_en: the province of today that it belongs to, as addresses write it and in English ("" = not said)
    """

    province_id: str
    admin_old: str
    name: Mapping[str, str]
    scope: str
    zone: str
    rice_group: str = ""
    admin_new: str = ""
    admin_new_en: str = ""


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
    """Choices of the region that differ from the defaults of the steps, nested as the table ``[params]`` gives them:
    {"siting": {"premium_bn_ha": {"eco": 1.5}}} (a dotted key in quotes, "siting.max_phases", holds too)."""


def read_meta(node: Mapping[str, Any]) -> tuple[RegionMeta | None, tuple[Problem, ...]]:
    """Read the content of ``region.toml``.

    I/O Example:
        {"region_id": "hcmc", ..., "periods": [{"period_id": "2026", "first_year": 2026, "last_year": 2026}]}
        -> RegionMeta(region_id="hcmc", ..., periods=(Period("2026", 2026, 2026),))
    """
    problems = meta_faults(node)
    if problems:
        return None, problems
    node = {key: value for key, value in node.items() if value not in (None, "", [])}
    currency = str(node["currency"])
    return RegionMeta(
        region_id=node["region_id"],
        name=node["name"],
        rule_set=node.get("rule_set", ""),
        currency=currency,
        price_year=node["price_year"],
        per_usd=float(node.get("per_usd", node.get(f"{currency.lower()}_per_usd", 1.0))),
        base_date=node["base_date"],
        appraisal_date=node["appraisal_date"],
        analysis_crs=node["analysis_crs"],
        planned_scopes=tuple(node["planned_scopes"]),
        outside_scopes=tuple(node.get("outside_scopes", ())),
        periods=tuple(Period(**period) for period in node["periods"]),
        take_up=tuple(TakeUp(**taken | {"ha": float(taken["ha"])}) for taken in node["take_up"]),
        provinces=tuple(Province(**province) for province in node.get("provinces", ())),
        credit=dict(node.get("credit", {})),
        params=dict(node.get("params", {})),
    ), ()

"""The assumptions that a plan hangs on, each moved down and up on its own, and which of them weigh most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from parkwright.steps.siting import SitingParams, Task, prepare_siting
from parkwright.tables import Region, Sites
from parkwright.words import Text, text

if TYPE_CHECKING:
    from parkwright.plan.run import PlanResult


class AssumptionParams(BaseModel):
    """How far each kind of assumption is moved. A range that the data hold (clearance, demand, known prices) goes before these."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit_spread: float = Field(
        default=0.3, gt=0, lt=1,
        description="Share by which a unit value that nobody measured (USD per minute, per m2, a premium) is moved down and up: "
        "as far as a first estimate is usually taken to be off.",
    )  # fmt: skip
    share_spread: float = Field(
        default=0.2,
        gt=0,
        lt=1,
        description="Share points by which an assumed share is moved, kept within 0 to 1: one step in five.",
    )
    reach_spread: float = Field(
        default=0.2,
        gt=0,
        lt=1,
        description="Share by which the ends of the reach are moved: 12 minutes of an hour, a detour or a jam.",
    )
    years_spread: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Share by which the counted years are moved: half or one and a half machine lives.",
    )
    net_spread: float = Field(
        default=0.1,
        gt=0,
        lt=1,
        description="Share by which assumed net land is moved: the known parks lie within a tenth of the mean.",
    )
    discount_low: float = Field(
        default=0.08,
        ge=0,
        lt=1,
        description="Lower real rate a year: 8, 10 and 12 % are usual (DIS-01 found no rule).",
    )
    discount_high: float = Field(
        default=0.12, ge=0, lt=1, description="Upper real rate a year, for the same reason."
    )
    price_quantile: float = Field(
        default=0.25,
        gt=0,
        lt=0.5,
        description="Where no price is known, this quantile of the known prices and its mirror stand in.",
    )


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption at one other value.

    id:            what moves and where to: "siting.truck_usd_min:0.175", "sites.clearance:low"
    family:        what moves: "siting.truck_usd_min"
    told:          the sentence for people
    siting_params: the changed choices of the siting step, or None if they stay
    sites, cells:  the changed input table ``sites`` or result table ``demand_cells``, or None
    delta_bn:      first-order effect on the objective at the plan as it is (``evidence.weightiest`` fills it in)
    """

    id: str
    family: str
    told: Text
    siting_params: SitingParams | None = None
    sites: Sites | None = None
    cells: pd.DataFrame | None = None
    delta_bn: float = float("nan")


_UNITS = (
    "unserved_usd_m2",
    "truck_usd_min",
    "commute_usd_min",
    "works_usd_m2",
    "planned_park_clearance_usd_m2",
)
_SHARES = ("misfit_share", "local_trip_share", "commute_home_share", "opening_share")
_REACH = ("reach_full_min", "reach_end_small_min", "reach_end_large_min")


def list_assumptions(
    result: PlanResult, params: AssumptionParams = AssumptionParams()
) -> tuple[Assumption, ...]:
    """Every assumption of a run at its low and its high value, in a stable order.

    I/O Example:
        SitingParams(truck_usd_min=0.25, …) -> "siting.truck_usd_min:0.175", "siting.truck_usd_min:0.325", …,
                                               "sites.clearance:low", "sites.clearance:high", …

    Weights of the siting step move by ``params``; clearance by the low and high columns of ``sites``; the price of land where
    none is known by the known prices; demand by P10 and P90 (family "demand") and by take-up at its low and high end.
    """
    region, base = result.region, result.scenario.siting
    return (
        *_weights(base, params),
        *_reach_of_sectors(base),
        *_prices(region, base, params),
        *_premiums(base, params),
        *_clearance(region.sites),
        *_net_land(region.sites, params),
        *_take_up(result.tables),
        *_demand(result.tables["demand_cells"]),
    )


def task_under(result: PlanResult, assumption: Assumption) -> Task:
    """The siting task with one assumption changed, ready to be solved again."""
    region, problem = result.region, result.task.problem
    minutes = result.tables["access_minutes"]
    return prepare_siting(
        region.parks,
        region.sites if assumption.sites is None else assumption.sites,
        region.sectors,
        result.tables["demand_cells"] if assumption.cells is None else assumption.cells,
        result.tables["demand_sizes"],
        minutes[minutes["window"] == result.scenario.window],
        region.meta,
        problem.laws,
        problem.params if assumption.siting_params is None else assumption.siting_params,
        region.places,
        region.base_map,
    )


def _weights(base: SitingParams, params: AssumptionParams) -> Iterator[Assumption]:
    for name, low, high in _moved_weights(base, params):
        at = getattr(base, name)
        for to in (low, high):
            if to == at:
                continue
            told = text(f"evidence.assumption.{name}", base=float(at), to=to)
            changed = base.model_copy(update={name: to})
            yield Assumption(f"siting.{name}:{to:g}", f"siting.{name}", told, siting_params=changed)


def _moved_weights(base: SitingParams, params: AssumptionParams) -> Iterator[tuple[str, float, float]]:
    for name in _UNITS:
        yield (
            name,
            getattr(base, name) * (1 - params.unit_spread),
            getattr(base, name) * (1 + params.unit_spread),
        )
    for name in _SHARES:
        at = getattr(base, name)
        yield name, max(0.0, round(at - params.share_spread, 6)), min(1.0, round(at + params.share_spread, 6))
    for name in _REACH:
        at = getattr(base, name)
        yield name, at * (1 - params.reach_spread), at * (1 + params.reach_spread)
    years = base.counted_years
    yield "counted_years", years * (1 - params.years_spread), years * (1 + params.years_spread)
    yield "discount_rate", params.discount_low, params.discount_high


def _reach_of_sectors(base: SitingParams) -> Iterator[Assumption]:
    """How far firms follow by what their sector is like: the same for all, and twice as far apart."""
    for side, times in (("same", 0.0), ("twice", 2.0)):
        to = {trait: max(0.1, 1 + times * (factor - 1)) for trait, factor in base.reach_factor.items()}
        if to != base.reach_factor:
            told = text(f"evidence.assumption.reach_factor_{side}")
            changed = base.model_copy(update={"reach_factor": to})
            yield Assumption(
                f"siting.reach_factor:{side}", "siting.reach_factor", told, siting_params=changed
            )


def _prices(region: Region, base: SitingParams, params: AssumptionParams) -> Iterator[Assumption]:
    """The price where none is known: quantiles of those that are known, or the fallback moved as a unit value."""
    known = region.parks["price_usd_m2_term"].dropna()
    scopes = (*region.meta.planned_scopes, *region.meta.outside_scopes)
    mean = float(known.mean()) if len(known) else base.fallback_price_usd_m2_term
    at = {scope: base.default_price_usd_m2_term.get(scope, mean) for scope in scopes}
    for side, quantile, factor in (
        ("low", params.price_quantile, 1 - params.unit_spread),
        ("high", 1 - params.price_quantile, 1 + params.unit_spread),
    ):
        fallback = mean * factor if known.empty else float(known.quantile(quantile))
        to = {
            scope: price * factor if scope in base.default_price_usd_m2_term else fallback
            for scope, price in at.items()
        }
        told = text("evidence.assumption.price", base=_mean(at), to=_mean(to))
        changed = base.model_copy(update={"default_price_usd_m2_term": to})
        yield Assumption(f"siting.price:{side}", "siting.price", told, siting_params=changed)


def _mean(prices: dict[str, float]) -> float:
    return sum(prices.values()) / max(1, len(prices))


def _premiums(base: SitingParams, params: AssumptionParams) -> Iterator[Assumption]:
    for side, factor in (("low", 1 - params.unit_spread), ("high", 1 + params.unit_spread)):
        update: dict[str, Any] = {
            name: {legal_type: value * factor for legal_type, value in getattr(base, name).items()}
            for name in ("premium_usd_m2", "premium_bn_ha")
        }
        told = text("evidence.assumption.premium", pct=100 * (factor - 1))
        yield Assumption(
            f"siting.premium:{side}", "siting.premium", told, siting_params=base.model_copy(update=update)
        )


def _clearance(sites: Sites) -> Iterator[Assumption]:
    columns = {"low": "clearance_bn_vnd_ha_low", "high": "clearance_bn_vnd_ha_high"}
    for side, column in columns.items():
        moved = sites[column].fillna(sites["clearance_bn_vnd_ha_mid"])
        told = text(f"evidence.assumption.clearance_{side}")
        changed = Sites(sites.assign(clearance_bn_vnd_ha_mid=moved))
        yield Assumption(f"sites.clearance:{side}", "sites.clearance", told, sites=changed)


def _net_land(sites: Sites, params: AssumptionParams) -> Iterator[Assumption]:
    for side, factor in (("low", 1 - params.net_spread), ("high", 1 + params.net_spread)):
        gross = sites["gross_ha"].fillna(sites["gross_ha_assumed"])
        changed = sites.assign(
            net_share_assumed=(sites["net_share_assumed"] * factor).clip(upper=1.0),
            net_ha_assumed=(sites["net_ha_assumed"] * factor).clip(upper=gross),
        )
        told = text("evidence.assumption.net_land", pct=100 * (factor - 1))
        yield Assumption(f"sites.net_land:{side}", "sites.net_land", told, sites=Sites(changed))


def _take_up(tables: Mapping[str, pd.DataFrame]) -> Iterator[Assumption]:
    """Take-up at its low and high end: the part of each period's demand that the take-up anchors moves with it."""
    rows = tables["demand_reconciliation"]
    rows = rows[(rows["method"] == "take-up") & (rows["base_ha"] > 0)].set_index("period_id")
    cells = tables["demand_cells"]
    for side in ("low", "high") if len(rows) else ():
        factor = 1 + rows["weight"].fillna(1.0) * (rows[f"{side}_ha"] / rows["base_ha"] - 1)
        told = text(f"evidence.assumption.take_up_{side}")
        changed = cells.assign(p50_ha=cells["p50_ha"] * cells["period_id"].map(factor).fillna(1.0))
        yield Assumption(f"demand.take_up:{side}", "demand.take_up", told, cells=changed)


def _demand(cells: pd.DataFrame) -> Iterator[Assumption]:
    for side, column in (("low", "p10_ha"), ("high", "p90_ha")):
        told = text(f"evidence.assumption.demand_{side}")
        yield Assumption(f"demand:{side}", "demand", told, cells=cells.assign(p50_ha=cells[column]))

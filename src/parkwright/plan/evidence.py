"""How much of each figure rests on assumed inputs, how far it moves with them, and which assumption moves it most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from parkwright.plan.assumptions import Assumption, AssumptionParams, list_assumptions
from parkwright.plan.headline import BUILDING_TERMS, new_openings
from parkwright.plan.recost import recost_all
from parkwright.tables import result_frame
from parkwright.words import LANGS, Text, say, text

if TYPE_CHECKING:
    from parkwright.plan.run import PlanResult

WHOLE = "all"
"""Item of a figure that is told as a whole."""

_FIGURES = {
    "objective_bn": "",
    "build_bn": "",
    "opened_ha": "ha",
    "demand_ha": "ha",
    "unserved_ha": "ha",
    "truck_min": "min",
}
_DEMAND = {"low-demand": "demand:low", "high-demand": "demand:high"}
_ANSWERED = ("proven", "stopped")
_MOVES = 1e-6
_KNOWN = ("seen", "derived")


@dataclass(frozen=True, slots=True)
class Tried:
    """Every assumption, and the figures of the plan as it is under each (see ``recost_all``; id "": unchanged)."""

    assumptions: tuple[Assumption, ...]
    figures: pd.DataFrame


def try_assumptions(result: PlanResult, params: AssumptionParams = AssumptionParams()) -> Tried:
    """Move every assumption once, for ``weightiest`` and ``weigh_evidence`` (some seconds on a large region)."""
    assumptions = list_assumptions(result, params)
    return Tried(assumptions, recost_all(result, assumptions))


def weightiest(result: PlanResult, count: int = 10, tried: Tried | None = None) -> list[Assumption]:
    """The assumptions that move the objective most when the plan stays as it is, one value of each family, heaviest first.

    I/O Example:
        at the plan as it is: truck cost -30 % -> -2,800 bn, +30 % -> +2,800 bn; clearance high -> +28,000 bn, low -> -17,000 bn
        weightiest(result, 2) -> [sites.clearance:high (28,000), siting.truck_usd_min:0.175 (-2,800)]

    Demand at P10 and P90 is not among them: it is a question of its own. Assumptions that move nothing are left out.
    """
    tried = tried or try_assumptions(result)
    candidates = [found for found in tried.assumptions if found.family != "demand"]
    objective = tried.figures["objective_bn"]
    delta = objective - objective[""]
    weighed = [replace(found, delta_bn=float(delta[found.id])) for found in candidates]
    heaviest: dict[str, Assumption] = {}
    for found in sorted(weighed, key=lambda one: -abs(one.delta_bn)):
        heaviest.setdefault(found.family, found)
    moving = [
        found for found in heaviest.values() if abs(found.delta_bn) > _MOVES * abs(float(objective[""]))
    ]
    return moving[:count]


def weigh_evidence(
    result: PlanResult, what_if: pd.DataFrame | None = None, tried: Tried | None = None
) -> pd.DataFrame:
    """The result table ``evidence``: each headline figure and each term of the cost.

    what_if: result table ``what_if``; where a question about an assumption or about low and high demand was answered, its
             answer stands in for the first-order reading of the objective and of unserved land

    assumed_share: a product rests on assumed inputs as soon as one factor does, so that the seen shares of its factors are multiplied,
    row by row. Of the cost, by its terms (see ``steps.siting.grades``); of demand, of its level (``demand_reconciliation``, planned);
    of unserved land, by cell; of land opened, by the grade of its net area; of truck minutes, by the demand, the positions of both ends
    and the share of the road network, by length, whose speeds were read or derived.
    low, high: the lowest and highest value of the figure when *one* assumption moves at a time and the plan stays as it is (see
    ``recost``); they are no interval of all assumptions together.

    I/O Example:
        clearance of site s1 is 5, known as 2 to 10 bn/ha, 100 ha opened; nothing else moves
        -> figure        item       value  unit            assumed_share  low  high  moved_by_en
           objective_bn  clearance  500    bn {currency}   1.0            200  1000  clearance cost at the high value of each site
    """
    tried = tried or try_assumptions(result)
    told = {found.id: found.told for found in tried.assumptions}
    figures = tried.figures if what_if is None else _with_answers(tried.figures, what_if)
    shares = assumed_shares(result)
    terms = [str(term) for term in result.tables["plan_costs"]["term"].unique()]
    currency = f"bn {result.region.meta.currency}"
    error = position_error_min(result)
    rows = [
        _row(
            name, WHOLE, figures[name], unit, shares[name, WHOLE], told, error if name == "truck_min" else 0.0
        )
        for name, unit in {**_FIGURES, "objective_bn": currency, "build_bn": currency}.items()
    ]
    rows += [
        _row("objective_bn", term, figures[term], currency, shares["objective_bn", term], told)
        for term in terms
    ]
    return result_frame("evidence", pd.DataFrame(rows))


def assumed_shares(result: PlanResult) -> dict[tuple[str, str], float]:
    """The share of each figure (figure, item) that rests on assumed inputs, 0 to 1; NaN where the figure is nothing."""
    tables = result.tables
    costs = tables["plan_costs"]
    cells = tables["demand_cells"].set_index("cell_id")
    level = tables["demand_reconciliation"].query("method == 'planned'")
    unserved, new = tables["unserved"], new_openings(tables["openings"])
    grade = tables["facilities"].set_index("facility_id")["net_evidence"]
    building = costs[costs["term"].isin(BUILDING_TERMS)]
    trips = tables["allocations"]
    shares = {
        ("objective_bn", WHOLE): _share(costs["cost_bn"], costs["assumed_share"]),
        ("build_bn", WHOLE): _share(building["spent_bn"], building["assumed_share"]),
        ("opened_ha", WHOLE): _share(new["net_ha"], ~new["facility_id"].map(grade).isin(_KNOWN)),
        ("demand_ha", WHOLE): _share(level["base_ha"], level["assumed_share"]),
        ("unserved_ha", WHOLE): _share(unserved["ha"], unserved["cell_id"].map(cells["assumed_share"])),
        ("truck_min", WHOLE): _share(trips["ha"] * trips["truck_min"], 1.0 - _trips_seen(result)),
    }
    for term, rows in costs.groupby("term"):
        shares["objective_bn", str(term)] = _share(rows["cost_bn"], rows["assumed_share"])
    return shares


def position_error_min(result: PlanResult) -> float:
    """Truck minutes by which the mean trip may be off because places and parks are only roughly placed.

    Error of both ends (``position_error_km``), driven as the last kilometres are; the mean over the land allocated. An unknown
    error counts as none, which makes this a lower reading.
    """
    region, access = result.region, result.scenario.access
    trips = result.tables["allocations"]
    place_of = result.tables["demand_cells"].set_index("cell_id")["place_id"]
    of_place = region.places.set_index("place_id")["position_error_km"]
    of_facility = pd.concat(
        [
            region.parks["position_error_km"].set_axis("parks:" + region.parks["park_id"]),
            region.sites["position_error_km"].set_axis("sites:" + region.sites["site_id"]),
        ]
    )
    km = trips["cell_id"].map(place_of).map(of_place).fillna(0.0) + trips["facility_id"].map(
        of_facility
    ).fillna(0.0)
    if trips["ha"].sum() <= 0:
        return 0.0
    return float(np.average(km, weights=trips["ha"])) * access.last_km_detour / access.last_km_speed_kmh * 60


def _trips_seen(result: PlanResult) -> pd.Series:
    """Seen share of the truck minutes of each allocation: of the hectares, the positions of both ends and the road between them."""
    region, trips = result.region, result.tables["allocations"]
    cells = result.tables["demand_cells"].set_index("cell_id")
    places = _seen(region.places, "place_id")
    facilities = pd.concat(
        [_seen(region.parks, "park_id", "parks:"), _seen(region.sites, "site_id", "sites:")]
    )
    edges = region.road_edges
    drawn = edges["attribute_evidence"].isin(_KNOWN)
    road = float(edges.loc[drawn, "length_km"].sum() / edges["length_km"].sum())
    ends = trips["cell_id"].map(cells["place_id"]).map(places) * trips["facility_id"].map(facilities)
    demand = 1.0 - trips["cell_id"].map(cells["assumed_share"]).fillna(1.0)
    return demand * ends.fillna(0.0) * road


def _seen(frame: pd.DataFrame, key: str, prefix: str = "") -> pd.Series:
    """1 for each object whose position was read or derived, else 0."""
    known = frame["position_evidence"].isin(_KNOWN).astype("float64")
    return known.set_axis(prefix + frame[key])


def _share(amount: pd.Series, assumed: pd.Series) -> float:
    known = amount.abs().where(assumed.notna(), 0.0)
    if known.sum() <= 0:
        return float("nan")
    return float(np.clip((known * assumed.fillna(0.0).astype(float)).sum() / known.sum(), 0.0, 1.0))


def _with_answers(figures: pd.DataFrame, what_if: pd.DataFrame) -> pd.DataFrame:
    """Solved again goes before first order: objective and unserved land of the questions that were answered."""
    ids = what_if["object"].where(what_if["kind"] == "assumption", what_if["kind"].map(_DEMAND))
    answered = what_if[what_if["status"].isin(_ANSWERED) & ids.isin(figures.index)]
    figures = figures.copy()
    for name in ("objective_bn", "unserved_ha"):
        known = answered[answered[name].notna()]
        figures.loc[ids[known.index], name] = known[name].to_numpy()
    return figures


def _row(
    figure: str,
    item: str,
    values: pd.Series,
    unit: str,
    assumed: float,
    told: Mapping[str, Text],
    error: float = 0.0,
) -> dict[str, object]:
    """One row; ``error``: how far the figure may be off for its positions, which no assumption of the plan moves."""
    value = float(values[""])
    moved = (values - value).abs().drop(index="").fillna(0.0)
    most = str(moved.idxmax()) if len(moved) else ""
    by = text("evidence.no_range")
    if most and moved[most] > max(error, _MOVES * max(1.0, abs(value))):
        by = told[most]
    elif error > 0:
        by = text("evidence.positions", min=error)
    return {
        "figure": figure,
        "item": item,
        "value": value,
        "unit": unit,
        "assumed_share": assumed,
        "low": min(float(values.min()), value - error),
        "high": max(float(values.max()), value + error),
        **{f"moved_by_{lang}": say(by, lang) for lang in LANGS},
    }

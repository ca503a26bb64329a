"""What the planning code says of a laid-out scheme: each rule with measured value, margin and the pieces that breach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.measured import Layout
from parkwright.rules import InForce
from parkwright.rules.predicates import (
    Finding,
    cannot_tell,
    compare,
    lot_density_ok,
    none_inside,
    passes,
    plant_distance_ok,
    plant_land_ok,
    substation_ok,
)
from parkwright.rules.predicates.finding import held_against, judged
from parkwright.steps.layout.figures import Utilities
from parkwright.steps.layout.params import LayoutParams
from parkwright.tables import table
from parkwright.words import Both, Text, say, text

SHARE_RULES = {"QC-01": ("roads",), "QC-02": ("green",), "QC-03": ("technical",), "PLN-08": ("service",)}
"""Rules on a share of the whole park, and the groups of uses that count."""
_ECO_GROUPS = ("green", "roads", "technical", "parking", "service")
_CIVIL = ("service", "lot_office_lab")
_FREE = ("green", "road", "water", "corridor", "protected", "reserve")
_NEAR_M = 0.01
_FLOORS = {"lot_multi_storey": 6}


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the site is given from outside; None = unknown."""

    power_kw: float | None = None
    water_m3_day: float | None = None
    wastewater_m3_day: float | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    finding: Finding
    why: Text
    unit: str
    pieces: tuple[int, ...] = ()


def share_findings(
    group_m2: Mapping[str, float], site_m2: float, law: InForce
) -> Iterator[tuple[str, Finding]]:
    """QC-01, QC-02, QC-03, PLN-08 and ECO-08 on the areas of a land-use table.

    group_m2: area by group (roads, green, technical, service, …); roads and green inside lots must not be in it

    I/O Example:
        93,644 m2 with 1,056 m2 of green -> ("QC-02", fails: value 0.0113, limit 0.10)
    """
    for rule_id, groups in (*SHARE_RULES.items(), ("ECO-08", _ECO_GROUPS)):
        found = compare(law, rule_id, sum(group_m2.get(one, 0.0) for one in groups) / site_m2)
        if found is not None:
            yield rule_id, found


def judge(
    layout: Layout, ids: Sequence[str], group_m2: Mapping[str, float], buildable_m2: np.ndarray, need: Utilities,
    site: BaseGeometry, capacity: Capacity, law: InForce, params: LayoutParams,
) -> pd.DataFrame:  # fmt: skip
    """Judge one scheme (columns of ``layout_verdicts`` without site and scheme).

    ids: id of each piece; buildable_m2: [P] ground that may be built on, 0 for pieces that are no lot
    """
    told = [
        *_shares(group_m2, float(site.area), law),
        *_belt(layout, site, law),
        *_plant(layout, need, law, params),
        *_substation(layout, law),
        *_density(layout, buildable_m2, law),
        *_supply(need, float(site.area), capacity, law),
        *_conditions(layout, law),
    ]
    columns = [name for name in table("layout_verdicts").columns if name not in ("site_id", "scheme_id")]
    return pd.DataFrame([_row(one, ids) for one in told], columns=columns)


def _shares(group_m2: Mapping[str, float], site_m2: float, law: InForce) -> Iterator[_Told]:
    for rule_id, found in share_findings(group_m2, site_m2, law):
        value = 100 * (found.value or 0.0)
        if found.limit is None:
            ended = law.ended(rule_id)
            limit = None if ended is None else ended.number()
            yield _Told(
                found,
                text("layout.rule.share_unknown", pct=value, ended=None if limit is None else 100 * limit),
                "share",
            )
        else:
            yield _Told(found, text("layout.rule.share", pct=value, limit=100 * found.limit), "share")


def _belt(layout: Layout, site: BaseGeometry, law: InForce) -> Iterator[_Told]:
    """QC-06: how near to the boundary anything lies that is neither green nor road nor water."""
    rule = law.get("QC-06")
    if rule is None:
        return
    built = np.array([not use.startswith(_FREE) for use in layout.use])
    distance = shapely.distance(shapely.boundary(site), np.array(layout.shapes, dtype=object)[built])
    least = float(distance.min()) if built.any() else None
    limit = rule.number()
    found = held_against(rule, None if least is None else _rounded(least), limit)
    near = np.flatnonzero(built)[distance < (limit or 0.0) - _NEAR_M] if built.any() else []
    yield _Told(found, text("layout.rule.belt", metres=least), "m", tuple(int(at) for at in near))


def _rounded(metres: float) -> float:
    """To a millimetre: the coverage is rounded, and a belt of 9.9999 m is one of 10 m."""
    return round(metres, 3)


def _plant(layout: Layout, need: Utilities, law: InForce, params: LayoutParams) -> Iterator[_Told]:
    """QC-12, QC-13 or QC-14 with QC-17, QC-07: the wastewater plant, its land and what lies near it."""
    use = np.array(layout.use)
    shapes = np.array(layout.shapes, dtype=object)
    plant = np.flatnonzero(use == "technical_wastewater")
    civil = np.flatnonzero(np.isin(use, _CIVIL))
    land = float(layout.area_m2[plant].sum()) if len(plant) else None
    found = plant_land_ok(land, need.wastewater_m3_day, law)
    if found is not None:
        why = text("layout.rule.plant_land", m2=land, m3=need.wastewater_m3_day)
        yield _Told(found, why, "ha per 1,000 m3/day")
    distance = _between(shapes, plant, civil)
    near = plant_distance_ok(
        distance, need.wastewater_m3_day, params.plant == "enclosed", params.plant_upwind, law
    )
    if near is not None:
        why = text(
            "layout.rule.plant_distance" if distance is not None else "layout.rule.plant_alone",
            metres=distance,
        )
        yield _Told(near, why, "m")
    reach = None if near is None else near.limit
    inside = _within(shapes, plant, civil, reach)
    count = None if inside is None else len(inside)
    civil_found = none_inside(count, law)
    if civil_found is not None:
        yield _Told(civil_found, text("layout.rule.civil_inside", count=count), "works", inside or ())


def _between(shapes: np.ndarray, some: np.ndarray, others: np.ndarray) -> float | None:
    if not len(some) or not len(others):
        return None
    return float(min(shapely.distance(shapes[at], shapes[others]).min() for at in some))


def _within(
    shapes: np.ndarray, plant: np.ndarray, civil: np.ndarray, reach: float | None
) -> tuple[int, ...] | None:
    if reach is None or not len(plant):
        return None
    whole = shapely.union_all(shapes[plant])
    return tuple(int(at) for at in civil if shapes[at].distance(whole) < reach - _NEAR_M)


def _substation(layout: Layout, law: InForce) -> Iterator[_Told]:
    areas = [
        area for use, area in zip(layout.use, layout.area_m2, strict=True) if use == "technical_substation"
    ]
    found = substation_ok(float(max(areas)) if areas else None, law)
    if found is not None:
        yield _Told(found, text("layout.rule.substation", m2=float(max(areas)) if areas else None), "ha")


def _density(layout: Layout, buildable_m2: np.ndarray, law: InForce) -> Iterator[_Told]:
    """QC-04 and QC-05: the ground that each lot may build on, and what that leaves for green."""
    lots = np.flatnonzero(layout.is_lot)
    if not len(lots):
        return
    density = buildable_m2[lots] / layout.area_m2[lots]
    floors = [_FLOORS.get(layout.use[at], 1) for at in lots]
    several = [lot_density_ok(float(one), many, law) for one, many in zip(density, floors, strict=True)]
    worst = min((one for one in several if one is not None), key=lambda one: one.margin or 0.0, default=None)
    if worst is not None:
        breach = tuple(
            int(at)
            for at, one in zip(lots, several, strict=True)
            if one is not None and one.verdict == "fails"
        )
        yield _Told(worst, text("layout.rule.density", pct=100 * float(density.max())), "share", breach)
    green = compare(law, "QC-05", float((1 - density).min()))
    if green is not None:
        yield _Told(green, text("layout.rule.lot_green", pct=100 * float((1 - density).min())), "share")


def _supply(need: Utilities, site_m2: float, capacity: Capacity, law: InForce) -> Iterator[_Told]:
    """QC-09, QC-11, QC-19: what the lots need against what the site is given."""
    for rule_id, wanted, given, key, unit in (
        ("QC-09", need.water_m3_day, capacity.water_m3_day, "water", "m3/day"),
        ("QC-11", need.wastewater_m3_day, capacity.wastewater_m3_day, "wastewater", "m3/day"),
        ("QC-19", need.power_kw, capacity.power_kw, "power", "kW"),
    ):
        rule = law.get(rule_id)
        if rule is None:
            continue
        why = text(f"layout.rule.{key}", needed=wanted, given=given)
        if given is None or not rule.known:
            yield _Told(
                cannot_tell(rule, "missing" if rule.known else "unknown_value", given, wanted), why, unit
            )
        else:
            yield _Told(judged(rule, given >= wanted, given, wanted, given - wanted), why, unit)


def _conditions(layout: Layout, law: InForce) -> Iterator[_Told]:
    """QC-30 by what is laid out; QC-21 and QC-24, which a layout cannot measure."""
    parking = sum(area for use, area in zip(layout.use, layout.area_m2, strict=True) if use == "parking")
    rule = law.get("QC-30")
    if rule is not None:
        found = passes(rule, "measured") if parking > 0 else judged(rule, False, None, None, None)
        yield _Told(
            found if rule.known else cannot_tell(rule, "unknown_value"),
            text("layout.rule.parking", m2=float(parking)),
            "",
        )
    for rule_id, key in (("QC-21", "ground_level"), ("QC-24", "sewers")):
        rule = law.get(rule_id)
        if rule is not None:
            yield _Told(cannot_tell(rule, "missing"), text(f"layout.rule.{key}"), rule.unit)


def _row(one: _Told, ids: Sequence[str]) -> dict[str, object]:
    found, rule = one.finding, one.finding.rule
    why = _both(one.why)
    if found.because in ("memory", "unknown_value"):
        more = _both(text(f"layout.rule.{found.because}", edition=rule.edition))
        why = Both(f"{why.vi} {more.vi}", f"{why.en} {more.en}")
    return {
        "rule_id": rule.id, "value": found.value, "limit": found.limit, "margin": found.margin, "unit": one.unit,
        "verdict": found.verdict, "pieces": ";".join(ids[at] for at in one.pieces), "article": rule.citation("vi"),
        "article_en": rule.citation("en"), "grade": rule.grade, "reason_vi": why.vi, "reason_en": why.en,
    }  # fmt: skip


def _both(told: Text) -> Both:
    return Both(say(told, "vi"), say(told, "en"))

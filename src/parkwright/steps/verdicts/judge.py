"""``judge_plan``: every opened or committed facility and every conversion option against the law of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from parkwright.rules import InForce, Rules
from parkwright.steps.verdicts.conversions import conversion_rows
from parkwright.steps.verdicts.establishment import established_rows, establishment_rows
from parkwright.steps.verdicts.measures import ProvinceLand, land_by_hazard, measured_land, province_land
from parkwright.steps.verdicts.objects import Judged, judged_objects, province_slug
from parkwright.steps.verdicts.occupancy import occupancy_rows
from parkwright.steps.verdicts.place import place_rows, province_rows
from parkwright.steps.verdicts.planning_code import LAYOUT_COLUMNS, code_rows, hazard_rows, utility_rows
from parkwright.steps.verdicts.rows import ALL_PERIODS, About, Row, reason, verdict_frame
from parkwright.steps.verdicts.tenancies import let_land
from parkwright.steps.verdicts.types import type_rows
from parkwright.tables import Conversions, Parks, Plots, RegionMeta, Sectors, Sites, Tenants
from parkwright.words import Both, say, text

__all__ = ["ALL_PERIODS", "Verdicts", "judge_plan"]

_CAPS = {
    "CAP-POWER": ("power_mw", "MW"),
    "CAP-WATER": ("water_m3_day", "m3_day"),
    "CAP-WASTEWATER": ("wastewater_m3_day", "m3_day"),
}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The law over a plan."""

    verdicts: pd.DataFrame
    """Result table ``verdicts``."""


def judge_plan(
    facilities: pd.DataFrame,
    openings: pd.DataFrame,
    allocations: pd.DataFrame,
    demand_cells: pd.DataFrame,
    sectors: Sectors,
    parks: Parks,
    sites: Sites,
    conversions: Conversions,
    plots: Plots,
    tenants: Tenants,
    rules: Rules,
    meta: RegionMeta,
    appraised: date | None = None,
    budget_known: bool = False,
    layouts: pd.DataFrame | None = None,
) -> Verdicts:
    """Judge a plan.

    facilities, openings, allocations, demand_cells: result tables of the plan (only the columns named below are read)
    rules:        all editions; the law of each object is that of its appraisal day: ``sites.appraisal_date``, else
                  ``appraised``, else the region's. The period in which it opens plays no part (VER-06).
    budget_known: whether the plan was given a budget; if not, a row of the plan says that it is not limited
    layouts:      facility_id, roads_share, green_share, technical_share, service_share (0–1), or None before there is one

    With rules that are empty (a region of another country) only the rows CAP-* remain.

    I/O Example (appraised on 2026-11-01, rules ``vn``):
        openings:    facility_id phase period_id legal_type gross_ha net_ha      demand_cells: cell_id sector_id period_id
                     sites:b1    1     2027      supporting 300      198                       c1      moulds    2027
        allocations: cell_id facility_id ha                                                    c2      software  2027
                     c1      sites:b1    72
                     c2      sites:b1    28
        sectors:     moulds is_supporting 1, software is_supporting 0
        -> verdicts: object_table object_id rule_id period_id value limit margin verdict     article
                     sites        b1        DEF-02  all       0.72  0.60  0.12   passes      khoản 3 Điều 2, Nghị định 35/…
                     sites        b1        EST-03  all       300   500   200    passes      …
                     sites        b1        PLN-01  all                          cannot_tell …

    Raises:
        tables.Unmatchable: an allocation of a cell or sector that stands in no table.
        KeyError: a facility whose object stands in no table.
    """
    day = meta.appraisal_date if appraised is None else appraised
    objects = judged_objects(facilities, openings, sites, parks, day)
    periods = [period.period_id for period in meta.periods]
    own = {one.facility_id: one.own_sectors for one in objects}
    land = measured_land(allocations, demand_cells, sectors, periods, own)
    by_facility = {str(name): rows for name, rows in land.groupby("facility_id")}
    hazards = land_by_hazard(allocations, demand_cells, sectors)
    provinces = province_land(parks, meta.provinces)
    names = {
        str(row["sector_id"]): Both(str(row["name_vi"]), str(row["name_en"])) for _, row in sectors.iterrows()
    }
    rice = {province.province_id: province.rice_group for province in meta.provinces}
    rows: list[Row] = []
    for one in objects:
        law = rules.on(one.about.appraised, meta.region_id)
        here = by_facility.get(one.facility_id)
        province = provinces.get(one.province or "")
        rows += type_rows(one, here, names, law)
        if one.established:
            rows += established_rows(one, law)
            continue
        rows += place_rows(one, law)
        rows += establishment_rows(one, here, rice.get(one.province_id or "", ""), meta.per_usd, law)
        rows += occupancy_rows(one, province, law)
        rows += code_rows(one, _layout(layouts, one.facility_id), law, rules)
        rows += hazard_rows(one, hazards.get(one.facility_id, {}), law)
        rows += utility_rows(one, law)
    law = rules.on(day, meta.region_id)
    rows += _of_provinces(objects, provinces, law, day)
    rows += conversion_rows(conversions, let_land(plots, tenants, sectors, day), law, day)
    return Verdicts(verdict_frame(rows, _limits(objects, by_facility, budget_known)))


def _layout(layouts: pd.DataFrame | None, facility_id: str) -> Mapping[str, float]:
    if layouts is None:
        return {}
    rows = layouts.loc[layouts["facility_id"] == facility_id, list(LAYOUT_COLUMNS.values())]
    return {} if rows.empty else {str(name): float(share) for name, share in rows.iloc[0].dropna().items()}


def _of_provinces(
    objects: tuple[Judged, ...], provinces: Mapping[str, ProvinceLand], law: InForce, day: date
) -> list[Row]:
    """PLN-02 for each province in which something is opened."""
    opened: dict[str, float] = {}
    for one in objects:
        if one.province is not None and one.province in provinces:
            new = 0.0 if one.listed or one.gross_ha is None else one.gross_ha
            opened[one.province] = opened.get(one.province, 0.0) + new
    rows: list[Row] = []
    for name, gross_ha in sorted(opened.items()):
        rows += province_rows(About("provinces", province_slug(name), day), provinces[name], gross_ha, law)
    return rows


def _limits(
    objects: tuple[Judged, ...], land: Mapping[str, pd.DataFrame], budget_known: bool
) -> list[dict[str, object]]:
    """Limits that are not law: where there is no figure, nothing is limited, and that is said."""
    rows = []
    for one in objects:
        here = land.get(one.facility_id)
        if here is None:
            continue
        for rule_id, (column, unit) in _CAPS.items():
            rows.append(_cap(one.about, rule_id, float(here.iloc[-1][column]), one.caps.get(column), unit))
    if not budget_known:
        rows.append(
            _cell("plan", "plan", "CAP-BUDGET", np.nan, np.nan, "", "cannot_tell", reason("CAP.budget"))
        )
    return rows


def _cap(about: About, rule_id: str, need: float, limit: float | None, unit_key: str) -> dict[str, object]:
    shown = text(f"verdicts.unit.{unit_key}")
    unit = say(shown, "en")
    if limit is None or np.isnan(need):
        why = reason("CAP.missing", need=need, unit=shown)
        return _cell(about.table, about.object_id, rule_id, need, limit, unit, "cannot_tell", why)
    why = reason("CAP.measured", need=need, limit=limit, unit=shown)
    verdict = "passes" if need <= limit + 1e-6 else "fails"
    return _cell(about.table, about.object_id, rule_id, need, limit, unit, verdict, why)


def _cell(
    object_table: str,
    object_id: str,
    rule_id: str,
    value: float,
    limit: float | None,
    unit: str,
    verdict: str,
    why: Both,
) -> dict[str, object]:
    return {
        "object_table": object_table,
        "object_id": object_id,
        "rule_id": rule_id,
        "period_id": ALL_PERIODS,
        "value": value,
        "limit": limit,
        "margin": np.nan if limit is None else limit - value,
        "unit": unit,
        "verdict": verdict,
        "applies": True,
        "reason_vi": why.vi,
        "reason_en": why.en,
    }

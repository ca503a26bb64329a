"""Phases of the parks that may be opened, and the options to open them: legal type, period, cost."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import LEGAL_TYPES, Laws, LegalLimits
from parkwright.steps.siting.occupancy import Occupancy
from parkwright.steps.siting.params import SitingParams
from parkwright.tables import RegionMeta

_EXISTING_KIND = {
    "high-tech": "high-tech",
    "specialised": "specialised",
    "eco": "eco",
    "supporting": "supporting",
}


def build_phases(usable: pd.DataFrame, meta: RegionMeta, laws: Laws) -> pd.DataFrame:
    """Cut each park that is to be opened into as few equal phases as the law allows (EST-03, EST-04).

    I/O Example:
        gross_ha 1,200, net_ha 792, limit 500 ha a phase -> 3 phases of 400 ha gross, 264 ha net
    """
    rows: list[tuple[int, int, float, float]] = []
    facility: Any
    groups = {province.province_id: province.rice_group for province in meta.provinces}
    for facility in usable[usable["role"] != "vacancy"].itertuples():
        count = _phase_count(
            facility.gross_ha,
            facility.two_crop_rice_ha,
            groups.get(facility.province_id, ""),
            laws.of(facility.facility_id),
        )
        rows += [
            (facility.Index, order, facility.gross_ha / count, facility.net_ha / count)
            for order in range(count)
        ]
    phases = pd.DataFrame(rows, columns=["facility", "order", "gross_ha", "net_ha"])
    return phases.astype({"facility": "int64", "order": "int64"})


def _phase_count(gross_ha: float, rice_ha: float, rice_group: str, legal: LegalLimits) -> int:
    count = 1
    if legal.phase_max_ha is not None:
        count = math.ceil(gross_ha / legal.phase_max_ha - 1e-9)
    rice_limit = legal.rice_phase_max_ha.get(rice_group)
    if rice_limit is not None and not math.isnan(rice_ha):
        count = max(count, math.ceil(rice_ha / rice_limit - 1e-9))
    return max(count, 1)


def build_options(
    usable: pd.DataFrame,
    phases: pd.DataFrame,
    occupancy: Occupancy,
    meta: RegionMeta,
    laws: Laws,
    params: SitingParams,
    discount: npt.NDArray[np.float64],
) -> pd.DataFrame:
    """Every (phase, legal type, period) that time and law leave open, with what falls due at the opening, bn.

    The law is that of the day on which the park is appraised; what works cost is that of the region's day. A committed park keeps
    the type it has, is ready in its earliest period, and its works are paid by its own developer (its firms pay the price of land).
    """
    rows = []
    for number, phase in phases.iterrows():
        facility = usable.loc[phase["facility"]]
        committed, legal = facility["role"] == "committed", laws.of(facility["facility_id"])
        types = _committed_type(facility)
        if not committed:
            types = undominated(admitted_types(facility, occupancy, legal, params), meta, legal, params)
        for legal_type in types:
            costs = (
                (0.0, 0.0, 0.0)
                if committed
                else _costs(facility, phase, legal_type, meta, laws.usual, params)
            )
            possible = [
                t for t, period in enumerate(meta.periods) if period.last_year >= facility["earliest_year"]
            ]
            rows += [
                (number, int(phase["facility"]), int(phase["order"]), legal_type, t, *costs)
                for t in (possible[:1] if committed else possible)
            ]
    options = pd.DataFrame(rows, columns=list(_OPTION_KINDS)).astype(_OPTION_KINDS)
    options["due_bn"] = options[["works_bn", "clearance_bn", "premium_bn"]].sum(axis=1)
    options["cost"] = options["due_bn"] * discount[options["period"]]
    return options


_OPTION_KINDS: dict[str, Any] = {
    "phase": "int64",
    "facility": "int64",
    "order": "int64",
    "legal_type": "str",
    "period": "int64",
    "works_bn": "float64",
    "clearance_bn": "float64",
    "premium_bn": "float64",
}


def _committed_type(facility: pd.Series) -> tuple[str, ...]:
    required = facility["required_type"]
    return (
        (required,) if isinstance(required, str) else (_EXISTING_KIND.get(facility["park_kind"], "general"),)
    )


def admitted_types(
    facility: pd.Series, occupancy: Occupancy, legal: LegalLimits, params: SitingParams
) -> tuple[str, ...]:
    """The legal types a new park may have here: its lock, PLN-03 (inner area) and EST-08/EST-09 (provincial occupancy).

    An unknown inner area, occupancy or exemption forbids nothing: the verdict says "cannot tell".
    """
    required = facility["required_type"]
    locked = params.legal_types.get(facility["object_id"], required if isinstance(required, str) else None)
    types: tuple[str, ...] = (locked,) if locked else LEGAL_TYPES
    inner = facility["inner_area"]
    if legal.inner_area_types is not None and not pd.isna(inner) and bool(inner):
        types = tuple(legal_type for legal_type in types if legal_type in legal.inner_area_types)
    if occupancy.too_low(facility["facility_id"], facility["province_id"], legal):
        types = tuple(legal_type for legal_type in types if legal_type in legal.occupancy_exempt_types)
    return types


def undominated(
    types: tuple[str, ...], meta: RegionMeta, legal: LegalLimits, params: SitingParams
) -> tuple[str, ...]:
    """Leave out types that another one beats in every plan: no dearer, no share to reach, and no reserve it alone must keep.

    Both are already admitted at the place, so inner area and occupancy no longer tell them apart. What remains is exact.

    I/O Example (premiums eco 1.5, high-tech 6 bn/ha; both exempt from EST-06):
        ("general", "high-tech", "eco") -> ("general", "eco")
    """

    def beats(one: str, other: str) -> bool:
        exempt = legal.small_reserve_exempt_types
        free = legal.min_share(one) is None and (
            one in exempt or other not in exempt or legal.small_reserve_ha is None
        )
        ours, theirs = (premium_bn_ha(legal_type, meta, params) for legal_type in (one, other))
        return free and (ours, LEGAL_TYPES.index(one)) < (theirs, LEGAL_TYPES.index(other)) and ours <= theirs

    return tuple(other for other in types if not any(beats(one, other) for one in types if one != other))


def _costs(
    facility: pd.Series,
    phase: pd.Series,
    legal_type: str,
    meta: RegionMeta,
    legal: LegalLimits,
    params: SitingParams,
) -> tuple[float, float, float]:
    works, clearance = unit_costs(facility["gross_ha"], facility["clearance_bn_ha"], meta, legal, params)
    gross, due = phase["gross_ha"], params.opening_share
    return due * works * gross, due * clearance * gross, premium_bn_ha(legal_type, meta, params) * gross


def unit_costs(
    gross_ha: float, clearance_bn_ha: float, meta: RegionMeta, legal: LegalLimits, params: SitingParams
) -> tuple[float, float]:
    """Works and clearance of a park to be opened, bn per gross ha (unknown clearance: the assumed one)."""
    usd_m2 = meta.per_usd * 1e4 / 1e9
    works = legal.works(gross_ha)
    assumed = params.planned_park_clearance_usd_m2 * usd_m2
    return (
        params.works_usd_m2 * usd_m2 if works is None else works,
        assumed if math.isnan(clearance_bn_ha) else clearance_bn_ha,
    )


def premium_bn_ha(legal_type: str, meta: RegionMeta, params: SitingParams) -> float:
    """What a legal type costs on top of plain works, bn per gross ha."""
    usd_m2 = meta.per_usd * 1e4 / 1e9
    return params.premium_bn_ha.get(legal_type, params.premium_usd_m2.get(legal_type, 0.0) * usd_m2)

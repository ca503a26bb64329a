"""What is judged: every facility that the plan opens or that is committed, with the day whose law applies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from parkwright.rules import fold
from parkwright.rules.predicates import Extension
from parkwright.steps.verdicts.measures import ESTABLISHED, occupancy, province_names
from parkwright.steps.verdicts.rows import About
from parkwright.tables import Parks, Sites, first_day
from parkwright.words import Both

LEGAL_TYPES = ("general", "supporting", "specialised", "high-tech", "eco")
_TYPE_OF_KIND = {
    "industrial": "general",
    "specialised": "specialised",
    "high-tech": "high-tech",
    "eco": "eco",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One opened or committed facility; None = unknown."""

    facility_id: str
    about: About
    legal_type: str | None
    gross_ha: float | None
    net_ha: float | None
    phases_ha: tuple[float, ...]
    inner_area: bool | None
    in_buffer: bool | None
    rice_ha: float | None
    province_id: str | None
    province: str | None
    caps: Mapping[str, float | None] = field(default_factory=dict)
    assumed_land: bool = False
    established: bool = False
    """Decided, being built or operating: the conditions of establishment are behind it."""
    listed: bool = True
    """Stands in ``parks``, itself or by its ``park_id``."""
    listed_ha: float | None = None
    """Its area in the list of the provincial plan."""
    cluster_capital_bn: float | None = None
    incentive_area: bool | None = None
    relet: bool | None = None
    extension: Extension = field(default_factory=Extension)
    own_sectors: frozenset[str] = frozenset()
    """The sectors that it names as those it takes; none where it names none."""
    extended: Both | None = None
    """Name of the park that it extends."""


def judged_objects(
    facilities: pd.DataFrame, openings: pd.DataFrame, sites: Sites, parks: Parks, appraised: date
) -> tuple[Judged, ...]:
    """Facilities with an opening, and those with the role ``committed``, in the order of their ids.

    The appraisal day of a site, where it has one, goes before the day of the region. The net land is that of the opened
    phases. A committed facility without an opening has the type that its ``kind`` names, or none.
    """
    opened = set(openings["facility_id"])
    chosen = facilities[facilities["facility_id"].isin(opened) | (facilities["role"] == "committed")]
    filled = parks.assign(occupancy=occupancy(parks))
    of_table = {"sites": _by_id(sites, "site_id"), "parks": _by_id(filled, "park_id")}
    phases = dict(tuple(openings.sort_values(["facility_id", "phase"]).groupby("facility_id")))
    return tuple(
        _judged(
            row,
            phases.get(str(row["facility_id"])),
            of_table[str(row["table"])][str(row["object_id"])],
            of_table["parks"],
            appraised,
        )
        for _, row in chosen.sort_values("facility_id").iterrows()
    )


def province_slug(name: str) -> str:
    """A province's name as an id.

    I/O Example:
        province_slug("Tỉnh Tây Ninh") -> "tinh-tay-ninh"
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _by_id(frame: pd.DataFrame, key: str) -> dict[str, pd.Series]:
    named = frame.assign(province=province_names(frame))
    return {str(row[key]): row for _, row in named.iterrows()}


def _judged(
    facility: pd.Series,
    phases: pd.DataFrame | None,
    known: pd.Series,
    parks: Mapping[str, pd.Series],
    appraised: date,
) -> Judged:
    own_day = known.get("appraisal_date")
    day = first_day(str(own_day)) if isinstance(own_day, str) else appraised
    types = [] if phases is None else list(phases["legal_type"].dropna().unique())
    kind = _TYPE_OF_KIND.get(str(facility["kind"]))
    gross = () if phases is None else tuple(float(ha) for ha in phases["gross_ha"].dropna())
    net = number(facility["net_ha"]) if phases is None else number(phases["net_ha"].sum(skipna=False))
    extended = parks.get(word(known.get("extends_park_id")) or "")
    return Judged(
        facility_id=str(facility["facility_id"]),
        about=About(str(facility["table"]), str(facility["object_id"]), day),
        legal_type=types[0] if len(types) == 1 else kind if not types else None,
        gross_ha=number(facility["gross_ha"]),
        net_ha=net,
        phases_ha=gross,
        inner_area=flag(facility["inner_area"]),
        in_buffer=flag(known.get("protected_buffer")),
        rice_ha=number(known.get("two_crop_rice_ha")),
        province_id=word(facility["province_id"]),
        province=word(known["province"]),
        caps={cap: number(known.get(cap)) for cap in ("power_mw", "water_m3_day", "wastewater_m3_day")},
        established=known["status"] in ESTABLISHED,
        listed=str(facility["table"]) == "parks" or word(known.get("park_id")) is not None,
        assumed_land=known.get("constraint_evidence") == "assumed",
        listed_ha=number(known.get("listed_ha")),
        cluster_capital_bn=number(known.get("cluster_capital_bn")),
        incentive_area=flag(known.get("incentive_area")),
        relet=flag(known.get("relet")),
        own_sectors=_own_sectors(facility.get("admitted_sectors")),
        extension=_extension(known, extended),
        extended=None if extended is None else Both(str(extended["name_vi"]), str(extended["name_en"])),
    )


def _extension(site: pd.Series, park: pd.Series | None) -> Extension:
    """What the tables say of a site as an extension: a new park extends none; of the others, nothing said is unknown."""
    if park is None:
        return Extension(extends=False if site.get("site_class") == "new-park" else None)
    return Extension(
        extends=True,
        same_investor=flag(site.get("extension_same_investor")),
        occupancy=number(park["occupancy"]),
        environment_works=flag(park["environment_works"]),
        infrastructure_complete=flag(park["infrastructure_complete"]),
        worker_housing=flag(park["worker_housing"]),
        shared_infrastructure=flag(site.get("shared_infrastructure")),
    )


def _own_sectors(cell: object) -> frozenset[str]:
    return frozenset(word.strip() for word in cell.split(";")) if isinstance(cell, str) else frozenset()


def number(cell: object) -> float | None:
    """A cell as a number; None where it is unknown."""
    return None if cell is None or pd.isna(cell) else float(cell)  # type: ignore[arg-type, call-overload]


def flag(cell: object) -> bool | None:
    """A cell as yes or no; None where it is unknown."""
    return None if cell is None or pd.isna(cell) else bool(cell)  # type: ignore[call-overload]


def word(cell: object) -> str | None:
    """A cell as a word; None where it is unknown."""
    return cell if isinstance(cell, str) else None

"""Sectors grouped by what the siting model sees, and demand cells merged.

The model sees whether a sector is supporting, high-tech or so hazardous that the law keeps it out of the inner area, and how heavy it
is on trucks and on workers. Sectors alike in these five are one group; cells of one place, group and period are one merged cell.
Within a group the numbers are the means of its sectors, weighted by planned land. Which parks name a sector as one of their own is
seen too (``named_by``): such parks take from that part of a merged cell alone (see ``pieces``). The grouping is written down in the
result table ``sector_groups``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.tables import Sectors, join, result_frame
from parkwright.words import LANGS, say, text

HEAVY_TRUCKS_HA_DAY = 8.0
DENSE_WORKERS_HA = 150.0
"""Where the two classes part: the middle of the sector table's range, so that each side holds sectors of both kinds."""

_USES = ["truck_trips_ha_day", "power_kw_ha", "water_m3_ha_day", "wastewater_m3_ha_day"]
"""Where a sector does not say, it uses the mean of those that do (by planned land), not nothing (truck trips: nothing
where no sector says any)."""

_SEEN = ["is_supporting", "is_high_tech", "hazardous", "heavy", "dense"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """sectors: result table ``sector_groups``; traits: one row per group (index group_id) with what a hectare of it does."""

    sectors: pd.DataFrame
    traits: pd.DataFrame


def group_sectors(
    sectors: Sectors,
    cells: pd.DataFrame,
    kept_outside: tuple[str, ...] = (),
    facilities: pd.DataFrame | None = None,
) -> Grouping:
    """Group the sectors that have planned demand.

    kept_outside: hazard classes that may not lie in the inner area (QC-08); none where the law says nothing
    facilities:   result table ``facilities``: those in use that take named sectors only are told beside these

    I/O Example:
        sectors: sector_id  is_supporting  is_high_tech  hazard_class  truck_trips_ha_day  workers_per_ha
                 machinery  1              0             IV            6                   100
                 moulds     1              0             V             4                   156
        -> machinery: supporting-light-sparse   moulds: supporting-light-dense
        and where parks:p1 takes moulds only: moulds: named_by parks:p1
    """
    seen = pd.DataFrame(
        {
            "sector_id": sectors["sector_id"],
            "is_supporting": sectors["is_supporting"].fillna(False).astype(bool),
            "is_high_tech": sectors["is_high_tech"].fillna(False).astype(bool),
            "hazardous": sectors["hazard_class"].isin(kept_outside),
            "heavy": sectors["truck_trips_ha_day"] >= HEAVY_TRUCKS_HA_DAY,
            "dense": sectors["workers_per_ha"] >= DENSE_WORKERS_HA,
        }
    )
    seen["named_by"] = _named_by(sectors["sector_id"], facilities)
    seen["group_id"] = _group_id(seen)
    for lang in LANGS:
        seen[f"group_name_{lang}"] = _names(seen, lang)
    return Grouping(result_frame("sector_groups", seen), _traits(seen, sectors, cells))


def merge_cells(cells: pd.DataFrame, grouping: Grouping) -> pd.DataFrame:
    """Planned cells merged by place, group and period: ha of each, in a stable order.

    I/O Example:
        cells: place_id  sector_id  premises_type  period_id  p50_ha  (machinery and welding in one group)
               q1        machinery  land           2026       2
               q1        welding    land           2026       1
        -> place_id  group_id                 period_id  ha
           q1        supporting-light-sparse  2026       3
    """
    grouped = join(cells[cells["planned"]], grouping.sectors[["sector_id", "group_id"]], "sector_id", "raise")
    key = ["place_id", "group_id", "period_id"]
    merged = grouped.groupby(key, sort=True)["p50_ha"].sum().rename("ha").reset_index()
    return merged[merged["ha"] > 0].reset_index(drop=True)


def _named_by(sector_ids: pd.Series, facilities: pd.DataFrame | None) -> pd.Series:
    """The facilities in use that name a sector, joined by ";"; missing where none does."""
    told: dict[str, list[str]] = {str(sector): [] for sector in sector_ids}
    if facilities is not None:
        used = facilities[facilities["role"] != "left-out"].dropna(subset="admitted_sectors")
        for facility, listed in sorted(zip(used["facility_id"], used["admitted_sectors"], strict=True)):
            for sector in listed.split(";"):
                told[sector.strip()].append(facility)
    names = [";".join(told[str(sector)]) or np.nan for sector in sector_ids]
    return pd.Series(names, index=sector_ids.index, dtype="str")


def _group_id(seen: pd.DataFrame) -> pd.Series:
    parts = [
        np.where(seen["is_supporting"], "supporting", "other"),
        np.where(seen["is_high_tech"], "-hightech", ""),
        np.where(seen["hazardous"], "-hazardous", ""),
        np.where(seen["heavy"], "-heavy", "-light"),
        np.where(seen["dense"], "-dense", "-sparse"),
    ]
    return pd.Series(["".join(words) for words in zip(*parts, strict=True)], index=seen.index, dtype="str")


def _names(seen: pd.DataFrame, lang: str) -> list[str]:
    said = {}
    for flag in _SEEN:
        for state in (True, False):
            said[flag, state] = say(text(f"siting.group.{flag}.{'yes' if state else 'no'}"), lang)  # type: ignore[arg-type]
    return [
        ", ".join(word for flag in _SEEN if (word := said[flag, bool(row[flag])]))
        for row in seen[_SEEN].to_dict("records")
    ]


def _traits(seen: pd.DataFrame, sectors: Sectors, cells: pd.DataFrame) -> pd.DataFrame:
    planned = cells[cells["planned"]]
    land = planned.groupby("sector_id")["p50_ha"].sum().reindex(seen["sector_id"]).fillna(0.0).to_numpy()
    weights = np.where(land > 0, land, 1e-9)
    small = _weighted(planned, "small_share", seen["sector_id"])
    power, water = sectors["power_kw_ha"].to_numpy(), sectors["water_m3_ha_day"].to_numpy()
    raw = pd.DataFrame(
        {
            "truck_trips_ha_day": sectors["truck_trips_ha_day"].to_numpy(),
            "workers_per_ha": sectors["workers_per_ha"].to_numpy(),
            "power_kw_ha": power,
            "water_m3_ha_day": water,
            "wastewater_m3_ha_day": water * sectors["wastewater_share"].to_numpy(),
            "small_share": small.fillna(0.0),
        }
    )
    raw[_USES] = raw[_USES].fillna(
        raw[_USES].mul(weights, axis=0).sum() / raw[_USES].notna().mul(weights, axis=0).sum()
    )
    raw["truck_trips_ha_day"] = raw["truck_trips_ha_day"].fillna(0.0)
    groups = seen["group_id"].to_numpy()
    known = raw.notna()
    total = (raw.fillna(0.0).mul(weights, axis=0)).groupby(groups).sum()
    traits = total / known.mul(weights, axis=0).groupby(groups).sum().replace(0.0, np.nan)
    flags = seen.groupby("group_id")[_SEEN].first()
    return traits.join(flags).sort_index()


def _weighted(planned: pd.DataFrame, column: str, sector_ids: pd.Series) -> pd.Series:
    known = planned[planned[column].notna()]
    land = known.groupby("sector_id")["p50_ha"].sum()
    total = (known[column] * known["p50_ha"]).groupby(known["sector_id"]).sum()
    return (total / land).reindex(sector_ids).reset_index(drop=True)

"""What the plan puts on each facility, cumulated period by period; and what each province of today holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.tables import Parks, Province, Sectors, join
from parkwright.words import Both

ESTABLISHED = ("operating", "building", "closing")
_PARTS = (
    "ha", "si_ha", "si_open_ha", "high_tech_ha", "high_tech_open_ha", "small_ha", "small_open_ha", "named_ha",
    "power_mw", "water_m3_day", "wastewater_m3_day",
)  # fmt: skip


def measured_land(
    allocations: pd.DataFrame,
    demand_cells: pd.DataFrame,
    sectors: Sectors,
    periods: Sequence[str],
    own: Mapping[str, frozenset[str]] | None = None,
) -> pd.DataFrame:
    """Hectares by facility, cumulated to the end of each period.

    own: facility -> the sectors that it names as its own, where it does

    I/O Example:
        allocations: cell_id facility_id ha     demand_cells: cell_id sector_id period_id small_share   sectors: is_supporting
                     c1      sites:b1    6                    c1      moulds    2027      0.5           moulds 1
                     c2      sites:b1    4                    c2      software  2028-30   0             software 0
        -> facility_id period_id ha  si_ha  small_ha  largest_id  largest_ha …
           sites:b1    2027      6   6      3         moulds      6
           sites:b1    2028-30   10  6      3         moulds      6

    ``*_open_ha``: land of sectors (or cells) for which it is not known whether it counts; ``one_sector_open_ha``: land of the
    sectors that the facility names, beyond the largest of all, since it is not known whether they count as one. Power, water and wastewater are
    unknown as soon as one allocated sector has no figure.
    """
    cells = demand_cells[["cell_id", "sector_id", "period_id", "small_share"]]
    known = sectors[
        ["sector_id", "is_supporting", "is_high_tech", "power_kw_ha", "water_m3_ha_day", "wastewater_share"]
    ]
    land = join(allocations[["cell_id", "facility_id", "ha"]], cells, "cell_id", "raise")
    land = _with_parts(join(land, known, "sector_id", "raise"))
    named = [
        sector in (own or {}).get(facility, ())
        for facility, sector in zip(land["facility_id"], land["sector_id"], strict=True)
    ]
    land["named_ha"] = land["ha"].where(np.array(named, dtype=bool), 0.0)
    facilities = sorted(land["facility_id"].unique())
    grid = pd.MultiIndex.from_product([facilities, list(periods)], names=["facility_id", "period_id"])
    by_period = land.groupby(["facility_id", "period_id"])[list(_PARTS)].agg(_sum_or_unknown)
    by_period = by_period.reindex(grid, fill_value=0.0)
    total = by_period.groupby(level=0).cumsum(skipna=False)
    total = total.join(_largest(land, periods)).reset_index()
    beyond = (total["named_ha"] - total["largest_ha"]).clip(lower=0.0)
    return total.assign(one_sector_open_ha=beyond)


def land_by_hazard(
    allocations: pd.DataFrame, demand_cells: pd.DataFrame, sectors: Sectors
) -> dict[str, dict[str, float]]:
    """Hectares of each facility at the end of the plan by hazard class of the sectors, "" = unknown class.

    I/O Example:
        6 ha of a foundry (class II) and 4 ha of a sector without a class at sites:b1 -> {"sites:b1": {"": 4.0, "II": 6.0}}
    """
    land = join(
        allocations[["cell_id", "facility_id", "ha"]],
        demand_cells[["cell_id", "sector_id"]],
        "cell_id",
        "raise",
    )
    land = join(land, sectors[["sector_id", "hazard_class"]], "sector_id", "raise")
    land["hazard_class"] = land["hazard_class"].fillna("")
    return {
        str(facility): {str(name): float(ha) for name, ha in rows.groupby("hazard_class")["ha"].sum().items()}
        for facility, rows in land.groupby("facility_id")
    }


def _with_parts(land: pd.DataFrame) -> pd.DataFrame:
    land = land.copy()
    for part, flag in (("si", "is_supporting"), ("high_tech", "is_high_tech")):
        counts = land[flag].astype("boolean")
        land[f"{part}_ha"] = land["ha"].where(counts.fillna(False).astype(bool), 0.0)
        land[f"{part}_open_ha"] = land["ha"].where(counts.isna(), 0.0)
    land["small_ha"] = (land["ha"] * land["small_share"]).fillna(0.0)
    land["small_open_ha"] = land["ha"].where(land["small_share"].isna(), 0.0)
    land["power_mw"] = land["ha"] * land["power_kw_ha"] / 1000.0
    land["water_m3_day"] = land["ha"] * land["water_m3_ha_day"]
    land["wastewater_m3_day"] = land["water_m3_day"] * land["wastewater_share"]
    return land


def _sum_or_unknown(values: pd.Series) -> float:
    return float(values.sum(skipna=False))


def _largest(land: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """The sector with the most land by the end of each period (the first by id where two are level)."""
    wide = land.pivot_table(
        index=["facility_id", "sector_id"], columns="period_id", values="ha", aggfunc="sum", fill_value=0.0
    )
    total = wide.reindex(columns=list(periods), fill_value=0.0).cumsum(axis=1).reset_index()
    long = total.melt(["facility_id", "sector_id"], var_name="period_id", value_name="largest_ha")
    long = long.rename(columns={"sector_id": "largest_id"})
    long = long.sort_values(["largest_ha", "largest_id"], ascending=[False, True], kind="stable")
    first = long.drop_duplicates(["facility_id", "period_id"])
    return first.set_index(["facility_id", "period_id"])[["largest_id", "largest_ha"]]


@dataclass(frozen=True, slots=True)
class ProvinceLand:
    """Parks of one province of today. Shares 0–1; ``low``/``high``: mean occupancy if unknown parks were empty or full."""

    name: Both
    parks: int
    established_ha: float
    listed_ha: float
    unlisted: int
    low: float | None
    high: float | None
    unknown_ha: float
    assumed_share: float


def province_land(parks: Parks, provinces: Iterable[Province] = ()) -> dict[str, ProvinceLand]:
    """Established parks and their occupancy by province of today (last part of ``admin_new``, else of ``admin_old``).

    The mean is weighted by leasable land (of a park: see ``occupancy``). Established: operating, building or closing. ``provinces`` give the English names;
    one that they do not name is called as its addresses call it.

    I/O Example:
        parks: admin_new  status     leasable_ha  occupancy_pct     -> "P": low 0.60, high 0.80, unknown 20 ha
               "X, P"     operating  80           75
               "Y, P"     building   20
    """
    frame = parks.assign(
        province=province_names(parks),
        leasable=parks["leasable_ha"].fillna(parks["leasable_ha_assumed"]),
        established=parks["status"].isin(ESTABLISHED),
    )
    read = _read_occupancy(parks)
    frame["occupancy"] = occupancy(parks)
    frame["by_assumption"] = read.isna() & frame["occupancy"].notna()
    english = {one.admin_new: one.admin_new_en for one in provinces if one.admin_new_en}
    return {
        str(name): _one_province(Both(str(name), english.get(str(name), str(name))), rows)
        for name, rows in frame.groupby("province")
    }


def _one_province(name: Both, rows: pd.DataFrame) -> ProvinceLand:
    held = rows[rows["established"]]
    known = held[held["occupancy"].notna() & held["leasable"].notna()]
    filled = float((known["occupancy"] * known["leasable"]).sum())
    all_ha = float(held["leasable"].sum())
    open_ha = all_ha - float(known["leasable"].sum())
    measurable = all_ha > 0 and bool(held["leasable"].notna().all())
    return ProvinceLand(
        name=name,
        parks=len(held),
        established_ha=float(held["total_ha"].sum()) if held["total_ha"].notna().all() else np.nan,
        listed_ha=float(rows["total_ha"].sum()),
        unlisted=int(rows["total_ha"].isna().sum()),
        low=filled / all_ha if measurable else None,
        high=(filled + open_ha) / all_ha if measurable else None,
        unknown_ha=open_ha,
        assumed_share=float(known.loc[known["by_assumption"], "leasable"].sum()) / all_ha
        if all_ha > 0
        else 0.0,
    )


def occupancy(parks: Parks) -> pd.Series:
    """Occupancy of each park, 0–1: as read, else leased over leasable, else leasable less vacant over leasable, else as assumed.

    I/O Example:
        leasable_ha 100, leased_ha 70 -> 0.70      nothing known -> NaN
    """
    return _read_occupancy(parks).fillna(parks["occupancy_pct_assumed"] / 100.0).clip(0.0, 1.0)


def _read_occupancy(parks: Parks) -> pd.Series:
    leasable = parks["leasable_ha"].fillna(parks["leasable_ha_assumed"])
    read = (parks["occupancy_pct"] / 100.0).fillna(parks["leased_ha"] / leasable)
    return read.fillna(1.0 - parks["vacant_ha"] / leasable)


def province_names(frame: pd.DataFrame) -> pd.Series:
    """The province of today of each row: last part of the address, new one first; NaN where there is none."""
    new, old = (
        frame[column].str.extract(r"([^,]*)$", expand=False).str.strip()
        for column in ("admin_new", "admin_old")
    )
    return new.fillna(old)

"""The land that firms use in each park today, by what their sectors are: ``plots`` and ``tenants`` read together."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parkwright.tables import Plots, Sectors, Tenants, first_day, join


@dataclass(frozen=True, slots=True)
class LetLand:
    """Land in use in one park. ``unmeasured``: tenancies whose land is not known (no area, or floor of a building)."""

    tenancies: int
    ha: float
    high_tech_ha: float
    unsorted_ha: float
    unmeasured: int


def let_land(plots: Plots, tenants: Tenants, sectors: Sectors, day: date) -> dict[str, LetLand]:
    """Land in use by park on a day; parks without a tenancy are left out.

    The land of a tenancy is its own area, else that of its plot where it is alone there. Only plots of land count: the floor of
    a building is not its land.

    I/O Example (2026-11-01; chips is_high_tech 1, food 0, other unknown):
        plots:   plot_id park_id premises_type area_m2    tenants: plot_id sector_id area_m2 until
                 a       p1      land          30000               a       chips             (empty)
                 b       p1      land          50000               b       food      50000   2025
                 c       p1      land          10000               c       other             (empty)
        -> {"p1": 2 tenancies, ha 4, high_tech_ha 3, unsorted_ha 1, unmeasured 0}
    """
    running = tenants[_runs(tenants, day)][["plot_id", "sector_id", "area_m2"]]
    used = join(running, plots[["plot_id", "park_id", "premises_type", "area_m2"]].rename(
        columns={"area_m2": "plot_m2"}), "plot_id", "raise")  # fmt: skip
    used = used[used["park_id"].notna()]
    used = used.merge(sectors[["sector_id", "is_high_tech"]], on="sector_id", how="left")
    alone = ~used["plot_id"].duplicated(keep=False)
    used["ha"] = (
        used["area_m2"].fillna(used["plot_m2"].where(alone)).where(used["premises_type"] == "land") / 1e4
    )
    high_tech = used["is_high_tech"].astype("boolean")
    used["high_tech_ha"] = used["ha"].where(high_tech.fillna(False).astype(bool), 0.0)
    used["unsorted_ha"] = used["ha"].where(high_tech.isna(), 0.0)
    return {
        str(park): LetLand(
            len(rows),
            float(rows["ha"].sum()),
            float(rows["high_tech_ha"].sum()),
            float(rows["unsorted_ha"].sum()),
            int(rows["ha"].isna().sum()),
        )
        for park, rows in used.groupby("park_id")
    }


def _runs(tenants: Tenants, day: date) -> pd.Series:
    """A tenancy without an end still runs; one whose end is a year or a month runs to the last day of it."""
    runs = [
        not (isinstance(since, str) and first_day(since) > day)
        and not (isinstance(until, str) and _last_day(until) < day)
        for since, until in zip(tenants["since"], tenants["until"], strict=True)
    ]
    return pd.Series(runs, index=tenants.index, dtype="bool")


def _last_day(word: str) -> date:
    last = word.rpartition("/")[2].strip()
    known = first_day(last)
    if len(last) == 4:
        return date(known.year, 12, 31)
    if len(last) == 7:
        return date(known.year, known.month, calendar.monthrange(known.year, known.month)[1])
    return known

"""What only several cells or rows together show: lots out of order, sites that wait for each other, requests out of proportion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.tables.problem import Problem, problem

Floats: TypeAlias = npt.NDArray[np.float64]
_Z90 = 1.2815515655446004
UNUSUAL_Z = 4.0
"""Beyond so many standard deviations from the usual lot a request is told. Lots are lognormal between the sector's own P10 and
P90 (as the demand step takes them), so that fewer than one request in 30,000 lies there, while a point for a comma or hectares
for square metres puts a request a thousand or ten thousand times off. No law sets this limit."""
UNUSUAL_TIMES = 10.0
"""More or less than so many times the usual floor per worker is told: three times is common among real plants of one sector
(a warehouse beside an assembly line), ten is the smallest slip of a digit."""
ENOUGH_REQUESTS = 8
"""From so many requests of a sector their own median is what is usual; below, the norm of the table sectors."""


def check_sense(frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]) -> Iterator[Problem]:
    """Defects and warnings of a region that no cell shows by itself.

    frames, rows: typed frames by table, and for each the row in the file (same order)

    I/O Example:
        sectors: machinery, lot_p10_m2 = 5000, lot_p90_m2 = 1000       -> lots_out_of_order (error)
        sites:   b01 opens after b02, b02 after b01                    -> wait_for_each_other (error)
        requests: a moulds shop of 20 workers asks for 4,300,000 m2    -> lot_too_large (warning)
    """
    yield from _lots(frames["sectors"], rows["sectors"])
    yield from _no_floor(frames["sectors"])
    yield from _circles(frames["sites"], rows["sites"])
    yield from _strata(frames["requests"], rows["requests"])
    yield from _unusual(frames["requests"], frames["sectors"], rows["requests"])


def _lots(sectors: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    sizes = sectors[["lot_p10_m2", "lot_p50_m2", "lot_p90_m2"]]
    wrong = (sizes.diff(axis=1) < 0).any(axis=1).to_numpy(bool)
    for position in np.flatnonzero(wrong):
        low, mid, high = (float(size) for size in sizes.iloc[position])
        where = ", ".join(sizes.columns)
        yield problem(
            "lots_out_of_order", "sectors", where, int(rows.iloc[position]), low=low, mid=mid, high=high
        )


def _no_floor(sectors: pd.DataFrame) -> Iterator[Problem]:
    """Floor per worker follows from the workers per hectare; where no sector has either, no demand can be counted."""
    columns = ["floor_per_worker_m2", "workers_per_ha"]
    density_known = len(sectors) and sectors["workers_per_ha"].notna().all()
    if density_known and not (sectors[columns] > 0).any(axis=None):
        yield problem("no_floor", "sectors", ", ".join(columns))


def _circles(sites: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    after = {
        str(site): [word.strip() for word in str(cell).split(";")]
        for site, cell in sites[["site_id", "after_site"]].dropna().itertuples(index=False)
    }
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        row = int(rows.iloc[int(np.flatnonzero(sites["site_id"] == circle[0])[0])])
        if len(circle) > 1:
            yield problem("wait_for_each_other", "sites", "after_site", row, sites=", ".join(circle))


def _strata(requests: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    """A stratum has one number of firms, and no fewer than were asked (a double entry is asked once)."""
    known = requests[requests["stratum"].notna() & requests["frame_firms"].notna()]
    for stratum, members in known.groupby("stratum", sort=False):
        sizes = members["frame_firms"]
        for index in sizes.index[sizes != sizes.iloc[0]]:
            yield problem(
                "two_frames", "requests", "frame_firms", int(rows[index]),
                stratum=str(stratum), value=int(sizes[index]), first=int(sizes.iloc[0]),
            )  # fmt: skip
        twice = (
            members.duplicated(["tax_code", "plot_no"])
            & members["tax_code"].notna()
            & members["plot_no"].notna()
        )
        asked = members[~twice & members["area_m2"].notna()]
        if (sizes == sizes.iloc[0]).all() and len(asked) > sizes.iloc[0]:
            yield problem(
                "frame_too_small", "requests", "frame_firms", int(rows[sizes.index[0]]),
                stratum=str(stratum), value=int(sizes.iloc[0]), count=len(asked),
            )  # fmt: skip


def _unusual(requests: pd.DataFrame, sectors: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    """One warning a request: its lot, else its floor per worker, far from what its sector shows."""
    norms = sectors.drop_duplicates("sector_id").set_index("sector_id")
    asked = requests[["sector_id", "premises_type", "area_m2", "workers"]].join(
        norms[
            ["plot_ratio", "lot_p10_m2", "lot_p50_m2", "lot_p90_m2", "floor_per_worker_m2", "workers_per_ha"]
        ],
        on="sector_id",
    )
    land = (asked["premises_type"] == "land").to_numpy(bool)
    area, ratio = asked["area_m2"].to_numpy("float64"), asked["plot_ratio"].to_numpy("float64")
    in_floor = np.where(land, 1.0, ratio)
    lots = [asked[f"lot_p{share}_m2"].to_numpy("float64") * in_floor for share in (10, 50, 90)]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.log(lots[2] / lots[0]) / (2 * _Z90)
        deviation = np.log(area / lots[1]) / np.where(spread > 0, spread, np.nan)
        per_worker = area * np.where(land, ratio, 1.0) / asked["workers"].to_numpy("float64", na_value=np.nan)
    usual = _usual_floor(asked, per_worker)
    for position in np.flatnonzero(np.abs(deviation) > UNUSUAL_Z):
        key = "lot_too_large" if deviation[position] > 0 else "lot_too_small"
        told = dict(zip(("low", "usual", "high"), (float(lot[position]) for lot in lots), strict=True))
        yield _warning(key, asked, rows, int(position), told)
    times = per_worker / usual
    apart = ((times > UNUSUAL_TIMES) | (times < 1 / UNUSUAL_TIMES)) & ~(np.abs(deviation) > UNUSUAL_Z)
    for position in np.flatnonzero(apart):
        key = "floor_too_much" if times[position] > 1 else "floor_too_little"
        told = {"each": float(per_worker[position]), "usual": float(usual[position])}
        yield _warning(key, asked, rows, int(position), told)


def _usual_floor(asked: pd.DataFrame, per_worker: Floats) -> Floats:
    """Floor per worker that is usual in the sector of each request: the median of its requests, or the norm of the sector."""
    known = pd.Series(per_worker, index=asked.index).where(np.isfinite(per_worker))
    by_sector = known.groupby(asked["sector_id"])
    enough = by_sector.transform("count") >= ENOUGH_REQUESTS
    norm = asked["floor_per_worker_m2"].where(asked["floor_per_worker_m2"] > 0)
    density = asked["workers_per_ha"].where(asked["workers_per_ha"] > 0)
    norm = norm.fillna(10_000 * asked["plot_ratio"] / density)
    return by_sector.transform("median").where(enough, norm).to_numpy("float64")


def _warning(
    key: str, asked: pd.DataFrame, rows: pd.Series, position: int, told: dict[str, float]
) -> Problem:
    request = asked.iloc[position]
    return problem(
        key, "requests", "area_m2", int(rows.iloc[position]), "warning", area=float(request["area_m2"]),
        sector=str(request["sector_id"]), **told,
    )  # fmt: skip

"""From the lots that are asked for to kinds of lot of the kernel: land as it is, built premises gathered on super-lots."""

from __future__ import annotations

import math

import pandas as pd

from parkwright.kernels.layout.standards import LotClass
from parkwright.steps.layout.params import LayoutParams
from parkwright.tables import join

USE_OF_PREMISES = {
    "land": "lot", "ready-built": "lot_ready_built", "multi-storey": "lot_multi_storey", "office-lab": "lot_office_lab",
}  # fmt: skip
PREMISES_OF_USE = {use: premises for premises, use in USE_OF_PREMISES.items()}
_SUPER_LOW, _SUPER_HIGH = 0.6, 1.5
_LEAST_COUNT = 0.25
"""Fewer lots of a class than this on a site are none."""


def mix_of_allocations(
    allocations: pd.DataFrame, demand_cells: pd.DataFrame, demand_sizes: pd.DataFrame
) -> pd.DataFrame:
    """Lots that the demand sent to each facility asks for: facility_id and the columns of ``lot_mix``.

    allocations: cell_id, facility_id, ha; demand_cells: cell_id, sector_id, premises_type; demand_sizes: see there

    I/O Example:
        30 ha of moulds to sites:b1, sizes 1000-2000 0.4, 2000-5000 0.6
        -> sites:b1 land 1414 m2 x 84.9;  sites:b1 land 3162 m2 x 56.9
    """
    key = ["sector_id", "premises_type"]
    asked = join(
        allocations[["cell_id", "facility_id", "ha"]], demand_cells[["cell_id", *key]], "cell_id", "raise"
    )
    sized = (
        asked.groupby(["facility_id", *key])["ha"]
        .sum()
        .reset_index()
        .merge(demand_sizes, on=key, how="inner")
    )
    sized = sized.assign(m2=1e4 * sized["ha"] * sized["share"])
    grouped = sized.groupby(["facility_id", "premises_type", "size_class"])["m2"].sum().reset_index()
    grouped["area_m2"] = [usual_m2(str(one)) for one in grouped["size_class"]]
    grouped["count"] = grouped["m2"] / grouped["area_m2"]
    found = grouped[grouped["count"] >= _LEAST_COUNT].sort_values(["facility_id", "premises_type", "area_m2"])
    return found[["facility_id", "premises_type", "area_m2", "count"]].reset_index(drop=True)


def usual_m2(size_class: str) -> float:
    """A lot that stands for its class: the geometric mean of the edges; beyond the outer edges, 0.75 and 1.4 times these.

    I/O Example:
        usual_m2("1000-2000") -> 1414      usual_m2("to-1000") -> 750      usual_m2("from-30000") -> 42000
    """
    if size_class.startswith("to-"):
        return 0.75 * float(size_class.removeprefix("to-"))
    if size_class.startswith("from-"):
        return 1.4 * float(size_class.removeprefix("from-"))
    low, high = size_class.split("-")
    return math.sqrt(float(low) * float(high))


def lot_classes(mix: pd.DataFrame, params: LayoutParams) -> tuple[LotClass, ...]:
    """Kinds of lot from a table ``lot_mix``.

    I/O Example:
        mix: premises_type  area_m2  count       -> LotClass("land-3000", "lot", 3000, 2910, 3450, 40)
             land           3000     40
             ready-built    1500     60             LotClass("ready-built", "lot_ready_built", 18000, 10800, 27000, 5)
    """
    found = []
    land = mix[(mix["premises_type"] == "land") & (mix["count"] > 0)].sort_values("area_m2")
    for row in land.itertuples():
        area = float(row.area_m2)  # type: ignore[arg-type]
        low, high = area * (1 - params.size_below), area * (1 + params.size_above)
        found.append(LotClass(f"land-{area:.0f}", "lot", area, low, high, float(row.count)))  # type: ignore[arg-type]
    for premises, usual in (
        ("ready-built", params.ready_built_lot_m2),
        ("multi-storey", params.multi_storey_lot_m2),
        ("office-lab", params.office_lab_lot_m2),
    ):
        rows = mix[mix["premises_type"] == premises]
        total = float((rows["area_m2"] * rows["count"]).sum())
        if total > 0:
            many = max(1, round(total / usual))
            area = total / many
            found.append(
                LotClass(
                    premises,
                    USE_OF_PREMISES[premises],
                    area,
                    area * _SUPER_LOW,
                    area * _SUPER_HIGH,
                    float(many),
                )
            )
    return tuple(found)


def unit_m2(mix: pd.DataFrame, premises: str) -> float:
    """Mean land of one unit of built premises; NaN where none is asked for."""
    rows = mix[(mix["premises_type"] == premises) & (mix["count"] > 0)]
    count = float(rows["count"].sum())
    return float((rows["area_m2"] * rows["count"]).sum()) / count if count else math.nan

"""From the lots that are asked for to kinds of lot of the kernel: land as it is, built premises gathered on super-lots."""

from __future__ import annotations

import math

import pandas as pd

from parkwright.kernels.layout.standards import LotClass
from parkwright.steps.layout.params import LayoutParams

USE_OF_PREMISES = {
    "land": "lot", "ready-built": "lot_ready_built", "multi-storey": "lot_multi_storey", "office-lab": "lot_office_lab",
}  # fmt: skip
PREMISES_OF_USE = {use: premises for premises, use in USE_OF_PREMISES.items()}
_SUPER_LOW, _SUPER_HIGH = 0.6, 1.5


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

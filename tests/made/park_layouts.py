"""A small park layout, drawn by hand: nine pieces without a gap on 400 m x 260 m, six lots in two of them."""

from __future__ import annotations

import pandas as pd
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

EAST, NORTH = 590_000.0, 1_200_000.0
ZONE = "EPSG:9210"
PIECE_COLUMNS = ["piece_id", "use", "area_m2", "width_m", "road_class", "geometry"]
LOT_COLUMNS = [
    "lot_id", "piece_id", "use", "area_m2", "frontage_m", "depth_m", "width_m", "size_class", "geometry",
]  # fmt: skip
NAN = float("nan")


def block(left: float, low: float, right: float, high: float) -> Polygon:
    """A rectangle, metres from the corner of the site."""
    return box(EAST + left, NORTH + low, EAST + right, NORTH + high)


def pieces_of(rows: list[tuple[str, str, float, str, BaseGeometry]]) -> pd.DataFrame:
    """A frame of pieces from (piece_id, use, width_m, road_class, geometry)."""
    cells = [(name, use, drawn.area, wide, road, drawn) for name, use, wide, road, drawn in rows]
    return pd.DataFrame(cells, columns=PIECE_COLUMNS)


def small_layout() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pieces (a belt with a hole, a pond in two parts, a park around it) and lots with Vietnamese names."""
    pond = block(240, 40, 260, 80).union(block(300, 40, 340, 80))
    pieces = pieces_of(
        [
            ("P1", "lot", NAN, "", block(20, 20, 220, 120)),
            ("P2", "road_main", 24.0, "main", block(20, 120, 380, 144)),
            ("P3", "green_belt", 20.0, "", block(0, 0, 400, 260).difference(block(20, 20, 380, 240))),
            ("P4", "lot_ready_built", NAN, "", block(20, 144, 220, 240)),
            ("P5", "water", NAN, "", pond),
            ("P6", "lot_office_lab", NAN, "", block(220, 144, 300, 240)),
            ("P7", "service", NAN, "", block(300, 144, 380, 200)),
            ("P8", "technical_wastewater", NAN, "", block(300, 200, 380, 240)),
            ("P9", "green_park", NAN, "", block(220, 20, 380, 120).difference(pond)),
        ]
    )
    cells = [
        (f"Lô Đ-{at + 1:02d}", "P1", "lot", 5000.0, 50.0, 100.0, 50.0, "small", block(20 + 50 * at, 20, 70 + 50 * at, 120))
        for at in range(4)
    ] + [
        (f"Xưởng {at + 1}", "P4", "lot_ready_built", 9600.0, 100.0, 96.0, 100.0, "medium", block(20 + 100 * at, 144, 120 + 100 * at, 240))
        for at in range(2)
    ]  # fmt: skip
    return pieces, pd.DataFrame(cells, columns=LOT_COLUMNS)


def no_lots() -> pd.DataFrame:
    """A frame of lots without rows."""
    return small_layout()[1].head(0)

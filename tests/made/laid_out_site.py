"""Laid-out sites made by hand: pieces that tile a site, with the tables that a layout gives; no search, so that sums are known."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from shapely.geometry import Polygon, box

WEST, SOUTH = 603_000.0, 1_191_000.0
RING = Polygon(
    box(WEST, SOUTH, WEST + 400, SOUTH + 400).exterior, [box(WEST + 100, SOUTH + 100, WEST + 300, SOUTH + 300).exterior]
)  # fmt: skip
"""A square of 16 ha round a hole of 4 ha."""


def square(column: int, row: int = 0, side: float = 100.0) -> Polygon:
    """A square of the grid that starts at the south-west corner."""
    x, y = WEST + column * side, SOUTH + row * side
    return box(x, y, x + side, y + side)


def tables_of(
    pieces: Sequence[tuple[str, Polygon]], scheme_id: str = "a", site_id: str = "s1"
) -> dict[str, pd.DataFrame]:
    """The six tables of a layout for pieces of (use, shape)."""
    seen: dict[str, int] = {}
    rows, lots = [], []
    for use, shape in pieces:
        name = "lot" if use.startswith("lot") else use.replace("_", "-")
        seen[name] = seen.get(name, 0) + 1
        piece_id = f"{name}-{seen[name]:04d}" if name == "lot" else f"{name}-{seen[name]}"
        width = 20.0 if use.startswith("road") and use != "road_bridge" else None
        kind = use.removeprefix("road_") if use.startswith("road") else None
        rows.append((site_id, scheme_id, piece_id, use, shape.area, width, kind))
        if name == "lot":
            premises = {"lot": "land"}.get(use, use.removeprefix("lot_").replace("_", "-"))
            area = shape.area
            lots.append(
                (site_id, scheme_id, piece_id, use, premises, None, area, 50.0, 100.0, area / 100, "road_local", None, 1.0, 0.6 * area)
            )  # fmt: skip
    return _tables(rows, lots, site_id, scheme_id)


def _tables(
    rows: list[tuple[object, ...]], lots: list[tuple[object, ...]], site: str, scheme: str
) -> dict[str, pd.DataFrame]:
    of_pieces = ["site_id", "scheme_id", "piece_id", "use", "area_m2", "width", "class"]
    of_lots = [
        "site_id", "scheme_id", "lot_id", "use", "premises_type", "class", "area_m2", "frontage_m", "depth_m", "width_m", "road",
        "units", "rectangularity", "buildable_m2",
    ]  # fmt: skip
    pieces = pd.DataFrame(rows, columns=of_pieces).astype({"width": float})
    whole = float(pieces["area_m2"].sum())
    verdicts = [
        (site, scheme, "QC-01", 0.08, 0.1, -0.02, "share", "fails", "lot-0001;lot-0002", "Bảng 2.6", "Table 2.6", "text-read", "Thiếu đường.", "Too few roads."),
        (site, scheme, "QC-21", None, None, None, "m", "cannot_tell", None, "mục 2.8.1", "clause 2.8.1", "text-read", "Chưa có cao độ.", "No level is known."),
    ]  # fmt: skip
    of_verdicts = [
        "site_id", "scheme_id", "rule_id", "value", "limit", "margin", "unit", "verdict", "pieces", "article", "article_en",
        "grade", "reason_vi", "reason_en",
    ]  # fmt: skip
    of_mix = [
        "site_id", "scheme_id", "class", "premises_type", "asked_area_m2", "low_m2", "high_m2", "asked_count", "given_count",
        "unmet_count", "given_m2",
    ]  # fmt: skip
    metrics = [("site_m2", whole, "m²"), ("ledger_m2", 0.0, "m²"), ("unmet_lots", 3.0, "lots"), ("lots_share", 0.5, "share"), ("mix_distance", None, "ln(m²)")]  # fmt: skip
    return {
        "layout_pieces": pieces,
        "layout_lots": pd.DataFrame(lots, columns=of_lots).astype({"units": "Int64"}),
        "layout_mix": pd.DataFrame(
            [(site, scheme, "land-10000", "land", 1e4, 9700.0, 11500.0, 5.0, 2.0, 3.0, 2e4)], columns=of_mix
        ),
        "layout_verdicts": pd.DataFrame(verdicts, columns=of_verdicts).astype(
            dict.fromkeys(("value", "limit", "margin"), float)
        ),
        "layout_metrics": pd.DataFrame(
            [(site, scheme, *one) for one in metrics], columns=["site_id", "scheme_id", "metric", "value", "unit"]
        ),
    }  # fmt: skip

"""``layout.gpkg``: one scheme of a laid-out site for QGIS: layers ``pieces`` and ``lots`` in the zone, with styles inside."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from shapely.geometry import Polygon

from parkwright.files.layers import write_layer
from parkwright.files.qgis_styles import Look, Style, add_styles, still_dates

USE_COLOURS = {
    "road_main": "255,217,160", "road_ring": "238,238,238", "road_cross": "250,250,250", "road_local": "255,255,255",
    "road_access": "255,230,190", "road_bridge": "232,138,82", "road_turning_head": "250,250,250", "road_existing": "200,200,200",
    "lot": "217,199,232", "lot_ready_built": "185,139,224", "lot_multi_storey": "160,120,210", "lot_office_lab": "127,179,213",
    "service": "244,167,167", "parking": "187,187,187", "green_belt": "143,206,127", "green_park": "105,201,90",
    "green_bank": "165,214,167", "green_corner": "90,160,90", "green_isolation": "182,227,136",
    "technical_wastewater": "176,140,50", "technical_substation": "226,193,77", "technical_water": "206,213,110",
    "technical_waste": "196,170,100", "water": "140,199,239", "corridor_power": "201,181,143", "protected": "119,119,119",
    "reserve": "220,220,200",
}  # fmt: skip
"""Colours of land uses, "r,g,b": factories violet, service red, technical yellow, as planning drawings have them."""


def layout_gpkg(
    tables: Mapping[str, pd.DataFrame], shapes: Sequence[Polygon], scheme_id: str, zone: str
) -> bytes:
    """One scheme as a GeoPackage.

    tables: with ``layout_pieces`` and ``layout_lots``; shapes: a polygon for each row of ``layout_pieces``
    zone:   the projected system of the shapes, "" = unknown

    I/O Example:
        scheme a of 650 pieces, 450 of them lots -> layers pieces (650 features) and lots (450), EPSG:9210
    """
    pieces, lots = tables["layout_pieces"], tables["layout_lots"]
    mine = (pieces["scheme_id"] == scheme_id).to_numpy()
    drawn = np.array(shapes, dtype=object)[mine]
    pieces = pieces.loc[mine].reset_index(drop=True)
    lots = lots.loc[lots["scheme_id"] == scheme_id].reset_index(drop=True)
    place = dict(zip(pieces["piece_id"], drawn, strict=True))
    of_lots = np.array([place[lot] for lot in lots["lot_id"]], dtype=object)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layout.gpkg"
        write_layer(path, "pieces", pieces, drawn, "Polygon", "GPKG", zone)
        write_layer(path, "lots", lots, of_lots, "Polygon", "GPKG", zone)
        add_styles(path, _styles())
        still_dates(path)
        return path.read_bytes()


def _styles() -> dict[str, Style]:
    looks = {use: Look(f"{colour},255") for use, colour in USE_COLOURS.items()}
    lots = {use: look for use, look in looks.items() if use.startswith("lot")}
    return {
        "pieces": Style("Polygon", looks, column="use"),
        "lots": Style("Polygon", lots, column="use", label="lot_id"),
    }

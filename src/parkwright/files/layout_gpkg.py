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
from parkwright.steps.layout.uses import USE_COLOURS


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

"""A park layout as a DXF drawing: land uses on the layers of the circular, lots with their labels, ids in the objects' data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.files.dxf.land_layers import (
    LABEL_LAYER,
    LOT_LAYER,
    land_layers,
    layer_of,
    prefixes,
    refuse_unknown,
)
from parkwright.files.dxf.lettering import ARIAL, STYLE, add_label
from parkwright.files.dxf.object_data import APPID, ZONE_PROPERTY, object_data
from parkwright.words import Lang, say

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document
    from ezdxf.entities import LWPolyline
    from ezdxf.layouts import Modelspace

_VERSION = "R2013"
_ROOM_SHOWN = 1.05
_LINES_ACI = 7
_DARK = 0.55
_OUTERMOST, _INNER = 1, 0
"""Flags of a hatch path: an outer boundary ("external"), a hole."""
_OF_PIECE = ("piece_id", "use", "area_m2", "width_m", "road_class")
_OF_LOT = ("lot_id", "piece_id", "use", "area_m2", "frontage_m", "depth_m", "width_m", "size_class")
_FIXED = Lock()


def write_drawing(
    pieces: pd.DataFrame, lots: pd.DataFrame, zone: str, lang: Lang, prefix: str = "QHDH_"
) -> bytes:
    """The drawing (DXF R2013, metres, coordinates as they stand in the frames); the same bytes for the same layout.

    pieces: piece_id, use, area_m2, width_m, road_class, geometry (Polygon or MultiPolygon in ``zone``)
    lots:   lot_id, piece_id, use, area_m2, frontage_m, depth_m, width_m, size_class, geometry (Polygon in ``zone``)
    zone:   of the coordinates, told in the drawing's properties ("EPSG:9210")
    lang:   of the names of the layers and of the numbers in the labels
    prefix: of the layers: HT_ existing, QHDH_ long-term plan, QHDD_ short-term plan

    I/O Example:
        pieces: piece_id  use   area_m2         lots: lot_id  piece_id  area_m2
                P1        lot   20000                 L1      P1        9999.5
        -> on layer QHDH_DAT_SX_CONGNGHIEP a HATCH and a closed LWPOLYLINE with P1 in their data; on PARKWRIGHT_LOT a closed
           LWPOLYLINE with L1 in its data; on PARKWRIGHT_LOT_LABEL an MTEXT "L1 / 9.999,5 m²"

    The dates in the header are always the same and say nothing: they would change the bytes of an unchanged layout.

    Raises:
        ValueError: a use that has no layer, a prefix that is none, an id that no DXF can hold, a shape that is no polygon, a lot in parts.
    """
    refuse_unknown([*pieces["use"], *lots["use"]])
    if prefix not in prefixes():
        raise ValueError(f"the prefix of the layers is one of {', '.join(prefixes())}, not {prefix!r}")
    with _fixed_dates():
        document = _blank(zone, lang, prefix)
        space = document.modelspace()
        for row in _rows(pieces):
            _add_piece(space, row, prefix + layer_of()[row["use"]])
        for row in _rows(lots):
            _add_lot(space, row)
        for row in _rows(lots):
            add_label(space, row, lang)
        _show_all(document, [*pieces["geometry"], *lots["geometry"]])
        stream = StringIO()
        document.write(stream)
        return document.encode(stream.getvalue())


@contextmanager
def _fixed_dates() -> Iterator[None]:
    """ezdxf's own switch for bytes that stay the same (dates, GUIDs); it is one for the whole process, so it is put back."""
    import ezdxf

    with _FIXED:
        before = ezdxf.options.write_fixed_meta_data_for_testing
        ezdxf.options.write_fixed_meta_data_for_testing = True
        try:
            yield
        finally:
            ezdxf.options.write_fixed_meta_data_for_testing = before


def _blank(zone: str, lang: Lang, prefix: str) -> Document:
    """A drawing without objects: units, zone, layers, text style."""
    import ezdxf
    from ezdxf import units

    document = ezdxf.new(_VERSION, units=units.M)
    document.header.custom_vars.append(ZONE_PROPERTY, zone)
    document.appids.new(APPID)
    for land in land_layers():
        layer = document.layers.add(prefix + land.code, color=land.aci)
        layer.rgb = land.rgb
        layer.description = say(f"dxf.layer.{land.code}", lang)
    for name, key in ((LOT_LAYER, "dxf.layer.lot"), (LABEL_LAYER, "dxf.layer.lot_label")):
        document.layers.add(name, color=_LINES_ACI).description = say(key, lang)
    style = document.styles.new(STYLE, dxfattribs={"font": "arial.ttf"})
    style.set_extended_font_data(ARIAL)
    return document


def _add_piece(space: Modelspace, row: Mapping[str, Any], layer: str) -> None:
    """The fill first: drawn later, it would cover the lines."""
    data = object_data(row, _OF_PIECE)
    shapes = _polygons(row["geometry"])
    hatch = space.add_hatch(color=256, dxfattribs={"layer": layer})
    for shape in shapes:
        hatch.paths.add_polyline_path(_corners(shape.exterior), is_closed=True, flags=_OUTERMOST)
        for hole in shape.interiors:
            hatch.paths.add_polyline_path(_corners(hole), is_closed=True, flags=_INNER)
    hatch.set_xdata(APPID, data)
    for shape in shapes:
        for ring in (shape.exterior, *shape.interiors):
            _add_ring(space, ring, layer, data).rgb = _darker(space.doc.layers.get(layer).rgb)


def _add_lot(space: Modelspace, row: Mapping[str, Any]) -> None:
    """The boundary of a lot; one in several parts would have several areas under one name."""
    shapes = _polygons(row["geometry"])
    if len(shapes) > 1:
        raise ValueError(f"the lot {row['lot_id']} is in {len(shapes)} parts; a lot is one polygon")
    data = object_data(row, _OF_LOT)
    for ring in (shapes[0].exterior, *shapes[0].interiors):
        _add_ring(space, ring, LOT_LAYER, data)


def _add_ring(
    space: Modelspace, ring: shapely.LinearRing, layer: str, data: list[tuple[int, str | float]]
) -> LWPolyline:
    line = space.add_lwpolyline(_corners(ring), close=True, dxfattribs={"layer": layer})
    line.set_xdata(APPID, data)
    return line


def _darker(rgb: tuple[int, int, int] | None) -> tuple[int, int, int]:
    """The outline of a piece stands out from its own fill and from its neighbour of the same use."""
    red, green, blue = rgb or (0, 0, 0)
    return int(red * _DARK), int(green * _DARK), int(blue * _DARK)


def _corners(ring: shapely.LinearRing) -> list[tuple[float, float]]:
    """The corners of a ring, the last not repeated: the closed flag says it."""
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]]


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon) and not shape.is_empty:
        return [shape]
    if isinstance(shape, MultiPolygon) and not shape.is_empty:
        return list(shape.geoms)
    raise ValueError(f"a piece or lot must be a polygon with an area, not {shape!r:.60}")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        dict(zip(frame.columns, cells, strict=True)) for cells in frame.itertuples(index=False, name=None)
    ]


def _show_all(document: Document, shapes: list[BaseGeometry]) -> None:
    """The extents of the drawing, and a first view that shows all of it."""
    if not shapes:
        return
    left, low, right, high = (float(edge) for edge in shapely.total_bounds(np.array(shapes, dtype=object)))
    document.modelspace().reset_extents((left, low, 0), (right, high, 0))
    middle = ((left + right) / 2, (low + high) / 2)
    document.set_modelspace_vport(max(high - low, (right - left) / 2) * _ROOM_SHOWN, center=middle)

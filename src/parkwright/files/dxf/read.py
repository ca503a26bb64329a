"""A drawing that a planner brings, as tables: polygons with their labels, lines, points, and a row for each repair."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from parkwright.files.dxf.labels import LABEL_COLUMNS, TEXTS, attach, label_frame, labels_of, text_by_polygon
from parkwright.files.dxf.ledger import COUNT_COLUMNS, REPAIR_COLUMNS, Ledger, printable
from parkwright.files.dxf.object_data import ZONE_PROPERTY
from parkwright.files.dxf.opening import TABLE, Opened, open_drawing
from parkwright.files.dxf.shapes import (
    LINE_COLUMNS,
    POINT_COLUMNS,
    POLYGON_COLUMNS,
    line_frame,
    point_frame,
    polygon_frame,
    shapes_of,
)
from parkwright.files.dxf.texts import read_text
from parkwright.files.dxf.walk import walk
from parkwright.files.unreadable import technical
from parkwright.tables import Problem, problem

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

_UNITLESS, _METRES = 0, 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing holds, in metres, in the zone that it was drawn in.

    polygons: handle, type, layer, layer_drawn, label, object_id, use, area_m2, geometry (object_id and use of our own drawings)
    lines:    handle, type, layer, layer_drawn, length_m, geometry       points: handle, layer, layer_drawn, geometry
    labels:   handle, type, layer, layer_drawn, text, text_drawn, encoding, polygon (row of polygons), geometry
    repairs:  handle, layer, type, kind, left_out, text (a Text): each repair, and each entity left out
    counts:   type, entities_in, used, left_out; entities_in = used + left_out in every row, those inside blocks included
    zone:     what the file says of its zone ("EPSG:9210"), None if nothing
    problems: why the file cannot be read (then all tables are empty), or that its unit is not told
    """

    polygons: pd.DataFrame
    lines: pd.DataFrame
    points: pd.DataFrame
    labels: pd.DataFrame
    repairs: pd.DataFrame
    counts: pd.DataFrame
    zone: str | None
    problems: tuple[Problem, ...]


def read_drawing(path: Path, tolerance_m: float = 0.5, sag_m: float = 0.01) -> Drawing:
    """Read a DXF (ASCII or binary, R12 to R2018): outlines closed, blocks taken apart, old letters decoded, all of it told.

    tolerance_m: how far ends may lie apart and still be joined, metres; a wider gap is left open and reported
    sag_m:       how far a chord may lie off the arc or spline that it stands for, metres

    I/O Example:
        LWPOLYLINE 2F, open by 0.3 m, on layer "Khu ®Êt", a TEXT "L« A1" inside
        polygons: handle  layer    layer_drawn  label  area_m2      repairs: handle  kind
                  2F      Khu đất  Khu ®Êt      Lô A1  9999                  2F      closed
        labels:   text   text_drawn  encoding  polygon
                  Lô A1  L« A1       TCVN3     0

    Raises:
        ValueError: a tolerance or sag that is not above 0. Nothing on what a user brings: an unreadable file is one problem.
    """
    if not (tolerance_m > 0 and sag_m > 0):
        raise ValueError(f"tolerance_m and sag_m must be above 0, not {tolerance_m} and {sag_m}")
    opened = open_drawing(path)
    if opened.document is None:
        return _nothing(opened.problem)
    return _tables(opened, opened.document, path, tolerance_m, sag_m)


def _tables(opened: Opened, document: Document, path: Path, tolerance_m: float, sag_m: float) -> Drawing:
    ledger = Ledger()
    scale, unit = _unit(document, path, ledger)
    for handle, said in opened.remarks:
        kind = "mended" if opened.mended else "remark"
        ledger.remark(printable(handle), "", "", kind, said=technical(said))
    entities = list(walk(document, ledger))
    layers = _layer_names(document, [*(found.layer for found in entities)], ledger)
    drawn = (found for found in entities if found.type not in TEXTS)
    shapes = shapes_of(drawn, scale, tolerance_m, sag_m, ledger)
    written = (found for found in entities if found.type in TEXTS)
    labels = labels_of(written, scale, document.encoding, ledger)
    held = attach(labels, [shape for _, shape in shapes.polygons])
    return Drawing(
        polygons=polygon_frame(shapes, layers, text_by_polygon(labels, held)),
        lines=line_frame(shapes, layers),
        points=point_frame(shapes, layers),
        labels=label_frame(labels, held, layers),
        repairs=ledger.repairs(),
        counts=ledger.counts(),
        zone=_zone(document),
        problems=unit,
    )


def _nothing(why: Problem | None) -> Drawing:
    """The answer for a file that cannot be read: empty tables and the reason."""
    polygons, lines, points, labels, repairs, counts = (
        pd.DataFrame(columns=list(columns))
        for columns in (
            POLYGON_COLUMNS,
            LINE_COLUMNS,
            POINT_COLUMNS,
            LABEL_COLUMNS,
            REPAIR_COLUMNS,
            COUNT_COLUMNS,
        )
    )
    return Drawing(polygons, lines, points, labels, repairs, counts, None, () if why is None else (why,))


def _unit(document: Document, path: Path, ledger: Ledger) -> tuple[float, tuple[Problem, ...]]:
    """Metres per unit of the drawing; that it is not told, is a warning: metres are taken."""
    from ezdxf import units

    unit = int(document.header.get("$INSUNITS", _UNITLESS))
    if unit == _METRES:
        return 1.0, ()
    known = {int(one) for one in units.InsertUnits} - {_UNITLESS}
    if unit not in known:
        return 1.0, (problem("dxf.no_unit", TABLE, severity="warning", file=path.name),)
    scale = float(units.conversion_factor(units.InsertUnits(unit), units.InsertUnits.Meters))
    ledger.remark("", "", "", "scaled", unit=units.InsertUnits(unit).name, factor=f"{scale:.10g}")
    return scale, ()


def _layer_names(document: Document, drawn: list[str], ledger: Ledger) -> dict[str, str]:
    """What the layers are called in Unicode, by the name that the file writes; decoded ones have a row."""
    names = {}
    for name in dict.fromkeys(drawn):
        reading = read_text(name, document.encoding)
        names[name] = reading.text
        layer = document.layers.get(name) if document.layers.has_entry(name) else None
        handle = str(layer.dxf.handle) if layer is not None else ""
        if layer is not None and (layer.is_off() or layer.is_frozen()):
            ledger.remark(printable(handle), reading.drawn, "LAYER", "layer_hidden", read=reading.text)
        if reading.damaged:
            ledger.remark(printable(handle), reading.drawn, "LAYER", "damaged_text", words=reading.text)
        elif reading.encoding:
            ledger.remark(
                handle,
                reading.drawn,
                "LAYER",
                "layer_decoded",
                drawn=reading.drawn,
                encoding=reading.encoding,
                read=reading.text,
            )
    return names


def _zone(document: Document) -> str | None:
    """The zone that a drawing of ours names, or the EPSG code in the geographic location that CAD programs store."""
    from ezdxf import InvalidGeoDataException

    told = document.header.custom_vars.get(ZONE_PROPERTY)
    if told:
        return printable(str(told))
    location = document.modelspace().get_geodata()
    if location is None:
        return None
    try:
        return f"EPSG:{location.get_crs()[0]}"
    except InvalidGeoDataException:
        return None

"""QGIS styles for the layers of a GeoPackage, kept inside it (table ``layer_styles``), so that it opens looking right."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import quoteattr

Geometry = Literal["Point", "Line", "Polygon"]
_CLASSES = {"Point": "SimpleMarker", "Line": "SimpleLine", "Polygon": "SimpleFill"}
_TYPES = {"Point": "marker", "Line": "line", "Polygon": "fill"}
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""No clock: the same content gives the same file."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the features of one class are drawn: colours "r,g,b,a", size in millimetres (of a marker or a line)."""

    colour: str
    outline: str = "60,60,60,255"
    size_mm: float = 2.0
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a layer.

    column: "" for one look for all (under the key ""), else the column whose value chooses the look
    steps:  for numbers: upper bounds of the classes, one look each, in order (looks under "0", "1" …)
    label:  column written beside the features, "" for none
    """

    geometry: Geometry
    looks: Mapping[str, Look]
    column: str = ""
    steps: Sequence[float] = ()
    label: str = ""


def add_styles(path: Path, styles: Mapping[str, Style]) -> None:
    """Put styles into a GeoPackage, each the default of the layer of its name."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_TABLE)
        for number, (layer, style) in enumerate(styles.items(), 1):
            row = (number, "", "", layer, "geom", layer, qml(style), "", 1, "", "", "", _FIXED_DATE)
            base.execute(f"INSERT INTO layer_styles VALUES ({','.join('?' * len(row))})", row)
        base.execute(_REGISTER, (_FIXED_DATE,))


def still_dates(path: Path) -> None:
    """Replace the dates of writing in a GeoPackage by a fixed one."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE gpkg_contents SET last_change = ?", (_FIXED_DATE,))


def qml(style: Style) -> str:
    """The style as QGIS writes it (QML)."""
    symbols = "".join(_symbol(str(at), look, style.geometry) for at, look in enumerate(style.looks.values()))
    label = _labels(style.label) if style.label else ""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.28.0" styleCategories="Symbology|Labeling" labelsEnabled="{int(bool(label))}">\n'
        f'<renderer-v2 {_renderer(style)} symbollevels="0" enableorderby="0" forceraster="0">\n'
        f"{_classes(style)}<symbols>{symbols}</symbols>\n</renderer-v2>\n{label}</qgis>\n"
    )


def _renderer(style: Style) -> str:
    if style.steps:
        return f'type="graduatedSymbol" attr={quoteattr(style.column)} graduatedMethod="GraduatedColor"'
    return (
        f'type="categorizedSymbol" attr={quoteattr(style.column)}' if style.column else 'type="singleSymbol"'
    )


def _classes(style: Style) -> str:
    if style.steps:
        lows = (0.0, *style.steps[:-1])
        ranges = "".join(
            f'<range symbol="{at}" lower="{low}" upper="{high}" label="{low:g} - {high:g}" render="true"/>'
            for at, (low, high) in enumerate(zip(lows, style.steps, strict=True))
        )
        return f"<ranges>{ranges}</ranges>\n"
    if not style.column:
        return ""
    categories = "".join(
        f'<category symbol="{at}" value={quoteattr(value)} label={quoteattr(value)} type="string" render="true"/>'
        for at, value in enumerate(style.looks)
    )
    return f"<categories>{categories}</categories>\n"


def _symbol(name: str, look: Look, geometry: Geometry) -> str:
    options = {
        "Point": {
            "color": look.colour,
            "name": look.shape,
            "outline_color": look.outline,
            "outline_width": "0.2",
            "size": f"{look.size_mm:g}",
            "size_unit": "MM",
        },
        "Line": {"line_color": look.colour, "line_width": f"{look.size_mm:g}", "line_width_unit": "MM"},
        "Polygon": {
            "color": look.colour,
            "outline_color": look.outline,
            "outline_width": "0.2",
            "style": "solid",
        },
    }[geometry]
    written = "".join(
        f'<Option type="QString" name="{key}" value="{value}"/>' for key, value in options.items()
    )
    return (
        f'<symbol type="{_TYPES[geometry]}" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{_CLASSES[geometry]}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{written}</Option></layer></symbol>'
    )


def _labels(column: str) -> str:
    text = f'<text-style fieldName={quoteattr(column)} fontSize="8" fontSizeUnit="Point" textColor="40,40,40,255">'
    buffer = '<text-buffer bufferDraw="1" bufferSize="0.8" bufferColor="255,255,255,255"/>'
    return (
        f'<labeling type="simple"><settings calloutType="simple">{text}{buffer}</text-style>'
        '<placement placement="1" dist="1.5"/><rendering drawLabels="1"/></settings></labeling>\n'
    )


_TABLE = """
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
_REGISTER = """
INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)
"""

"""Tables in KML and Shapefile: formats that lose things, so what they lost is told."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd

from parkwright.files.bad_layers import heard, look, unreadable
from parkwright.files.layers import UNREADABLE, Layer, layer_frame, layer_names, read_layer
from parkwright.tables import Problem, Table, errors, open_table, problem

VECTOR_ENDINGS = (".kml", ".kmz", ".shp")
_CUT, _STEM = 10, 8
_KML_OWN = (
    "id", "Name", "Description", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude",
    "visibility", "drawOrder", "icon",
)  # fmt: skip
"""Fields that every KML layer has from the format itself."""


def read_vector_table(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a KML or Shapefile into a raw frame; the index is the number of the feature, from 1."""
    if (wrong := look(spec.name, path)) is not None:
        return pd.DataFrame(), (wrong,)
    remarks: list[Problem] = []
    try:
        with heard(spec.name, path, remarks):
            layers = [read_layer(path, name, _encoding(path)) for name in layer_names(path)]
    except UNREADABLE as error:
        return pd.DataFrame(), (unreadable(spec.name, path, error),)
    if not layers:
        return pd.DataFrame(), (problem("files.no_layer", spec.name, file=path.name),)
    layer = _together(layers)
    if path.suffix == ".shp":
        layer, problems = _long_names(layer, spec)
    else:
        layer, problems = _without_own_fields(layer, spec), ()
    frame, found = layer_frame(layer, spec, path.name)
    return frame, (*remarks, *problems, *found)


def _together(layers: list[Layer]) -> Layer:
    """The folders of a KML file as one layer, its features numbered from 1."""
    if len(layers) == 1:
        return layers[0]
    fields = list(dict.fromkeys(name for layer in layers for name in layer.fields))
    features = [(known, shape) for layer in layers for _, known, shape in layer.rows]
    rows = [(number, known, shape) for number, (known, shape) in enumerate(features, 1)]
    return Layer(fields, rows, layers[0].crs, any(layer.spatial for layer in layers))


def _without_own_fields(layer: Layer, spec: Table) -> Layer:
    """Without the format's own fields; the name of a placemark stands in for ``name_vi`` where that is not given."""
    spare = {name for name in _KML_OWN if name not in spec.columns}
    named = "name_vi" in spec.columns and "name_vi" not in layer.fields
    rows = []
    for number, known, shape in layer.rows:
        kept = {name: cell for name, cell in known.items() if name not in spare}
        rows.append((number, kept | ({"name_vi": known.get("Name", "")} if named else {}), shape))
    fields = [name for name in layer.fields if name not in spare] + (["name_vi"] if named else [])
    return Layer(fields, rows, layer.crs, layer.spatial)


def _long_names(layer: Layer, spec: Table) -> tuple[Layer, tuple[Problem, ...]]:
    """Column names as the spec has them, from names that a Shapefile cut to ten characters."""
    renamed: dict[str, str] = {}
    problems: list[Problem] = []
    families: dict[str, list[str]] = {}
    for name in layer.fields:
        if name not in spec.columns:
            families.setdefault(name[:_STEM].lower(), []).append(name)
    for stem, names in families.items():
        readings = _readings(stem, names, layer, spec)
        if len(readings) == 1:
            renamed |= readings[0]
        elif readings:
            for name in names:
                meant = ", ".join(dict.fromkeys(reading[name] for reading in readings))
                problems.append(problem("files.short_name_unclear", spec.name, name, candidates=meant))
    if renamed:
        columns = ", ".join(f"{short} → {whole}" for short, whole in renamed.items())
        problems.append(problem("files.short_names", spec.name, severity="warning", columns=columns))
    rows = [
        (number, {renamed.get(name, name): cell for name, cell in known.items()}, shape)
        for number, known, shape in layer.rows
    ]
    fields = [renamed.get(name, name) for name in layer.fields]
    return Layer(fields, rows, layer.crs, layer.spatial), tuple(problems)


def _readings(stem: str, names: list[str], layer: Layer, spec: Table) -> list[dict[str, str]]:
    """Every choice of long columns that a writer would have cut to just these names, and whose cells they can hold."""
    candidates = [
        column
        for column in spec.columns
        if column[:_STEM] == stem and len(column) > _CUT and column not in layer.fields
    ]
    readings = []
    for chosen in combinations(candidates, len(names)):
        cut = _cut_names(chosen)
        reading = {name: cut[name.lower()] for name in names if name.lower() in cut}
        if len(reading) == len(names) and all(_holds(spec, reading[name], name, layer) for name in names):
            readings.append(reading)
    return readings


def _cut_names(columns: tuple[str, ...]) -> dict[str, str]:
    """Names as GDAL cuts them: to 10 characters and, on a clash, to 8 with _1, _2 …, in the order of the columns."""
    given: dict[str, str] = {}
    for column in columns:
        name, count = column[:_CUT], 0
        while name in given:
            count += 1
            name = f"{column[:_STEM]}_{count}"
        given[name] = column
    return given


def _holds(spec: Table, column: str, name: str, layer: Layer) -> bool:
    """Whether the cells of a field are of the kind that the column asks for."""
    cells = pd.DataFrame({column: [known[name] for _, known, _ in layer.rows]}, dtype="str")
    cells = cells[cells[column] != ""]
    found = errors(open_table(spec.name, cells).problems)
    return all(one.column != column or one.text.key in _OF_ITS_KIND for one in found)


_OF_ITS_KIND = (
    "problems.missing_value", "problems.too_low", "problems.too_high", "problems.not_whole", "problems.duplicate_key",
    "problems.legacy_encoding", "problems.damaged_text",
)  # fmt: skip
"""Defects of a cell that is of the kind of its column all the same."""


def _encoding(path: Path) -> str | None:
    """Text of a Shapefile without a .cpg: UTF-8 if its bytes are, else Windows-1252 (in which TCVN3 is told by the door)."""
    if path.suffix != ".shp" or path.with_suffix(".cpg").exists():
        return None
    table = path.with_suffix(".dbf")
    try:
        content = table.read_bytes()
        content[int.from_bytes(content[8:10], "little") :].decode(
            "utf-8"
        )  # bytes 8-9: where the records begin
    except UnicodeDecodeError:
        return "CP1252"
    except OSError:
        return None
    return "UTF-8"

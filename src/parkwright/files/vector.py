"""Tables in KML and Shapefile: formats that lose things, so what they lost is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from parkwright.files.layers import UNREADABLE, Layer, layer_frame, layer_names, read_layer, unreadable
from parkwright.tables import Problem, Table, problem

VECTOR_ENDINGS = (".kml", ".kmz", ".shp")
_CUT = 10
_KML_OWN = (
    "id", "Name", "Description", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude",
    "visibility", "drawOrder", "icon",
)  # fmt: skip
"""Fields that every KML layer has from the format itself."""


def read_vector_table(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a KML or Shapefile into a raw frame; the index is the feature id."""
    try:
        names = layer_names(path)
        layers = [read_layer(path, name, _encoding(path)) for name in names]
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
    return frame, problems + found


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
    for name in layer.fields:
        if name in spec.columns:
            continue
        meant = _meant(name, layer.fields, spec)
        if len(meant) == 1:
            renamed[name] = meant[0]
        elif meant:
            problems.append(problem("files.short_name_unclear", spec.name, name, candidates=", ".join(meant)))
    if renamed:
        columns = ", ".join(f"{short} → {whole}" for short, whole in renamed.items())
        problems.append(problem("files.short_names", spec.name, severity="warning", columns=columns))
    rows = [
        (number, {renamed.get(name, name): cell for name, cell in known.items()}, shape)
        for number, known, shape in layer.rows
    ]
    return Layer([renamed.get(name, name) for name in layer.fields], rows, layer.crs, layer.spatial), tuple(
        problems
    )


def _meant(name: str, fields: list[str], spec: Table) -> list[str]:
    """Columns that a cut name can stand for: GDAL cuts to 10 and, on a clash, to 8 with _1, _2 … in the order of columns."""
    cut = name.lower()
    stem = cut[:8] if len(cut) == _CUT and cut[8] == "_" and cut[9].isdigit() else cut
    taken = set(fields)
    family = [column for column in spec.columns if column[:_CUT] == cut and column not in taken]
    if stem != cut or len(family) > 1:
        family = [column for column in spec.columns if column[:8] == cut[:8] and len(column) > _CUT]
        clashes = _clashes(family)
        return [clashes[cut]] if cut in clashes and _whole_family(family, fields) else family
    return family


def _clashes(family: list[str]) -> dict[str, str]:
    """The names that GDAL gives to the columns of a family when all of them are written, in order."""
    given: dict[str, str] = {}
    for column in family:
        name, count = column[:_CUT], 0
        while name in given:
            count += 1
            name = f"{column[:8]}_{count}"
        given[name] = column
    return given


def _whole_family(family: list[str], fields: list[str]) -> bool:
    return set(_clashes(family)) <= {field.lower() for field in fields}


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

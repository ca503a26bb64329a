"""Cells on their way between typed columns, the database, JSON and CSV. Unknown is NULL, whatever it was called before."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import shapely

from parkwright.store.schema import BOUNDS, Shape

Row: TypeAlias = dict[str, Any]
"""The cells of one row that are known, as the database holds them, without the bounds of its shapes."""

_LOWEST = -(1 << 63)
"""The lowest whole number that a database holds."""


def stored_cells(cells: pd.Series, kind: str) -> list[Any]:
    """The cells of a typed column as the database holds them.

    I/O Example:
        ["a", NaN, ""] of kind text -> ["a", None, None]     [1.5, NaN] of kind float -> [1.5, None]
        [True, <NA>] of kind bool   -> [True, None]          [POINT (1 2), None] of kind geometry -> [b"…", None]
    """
    if kind == "float":
        numbers = pd.to_numeric(cells).to_numpy("float64", na_value=np.nan).tolist()
        return [number if number == number else None for number in numbers]
    if kind == "geometry":
        return [None if shape is None or shape != shape else shapely.to_wkb(shape) for shape in cells]
    turn = {"int": int, "bool": bool, "bytes": bytes}.get(kind, str)
    known = cells.notna().to_numpy()
    return [
        turn(cell) if here and cell != "" else None for cell, here in zip(cells.tolist(), known, strict=True)
    ]


def stored_rows(frame: pd.DataFrame, shape: Shape) -> list[Row]:
    """The rows of a typed frame as the database holds them, known cells only.

    I/O Example:
        site_id  gross_ha                -> [{"site_id": "b01", "gross_ha": 300.0}, {"site_id": "b02"}]
        b01      300.0
        b02      NaN
    """
    names = [str(name) for name in frame.columns]
    columns = [stored_cells(frame[name], shape.columns[name].kind) for name in names]
    return [
        {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        for cells in zip(*columns, strict=True)
    ]


def whole_rows(rows: Iterable[Row], shape: Shape) -> list[Row]:
    """The same rows with every column that the database has: unknown cells as None, the bounds of shapes filled in."""
    blank = dict.fromkeys(shape.columns)
    if all(cell.kind != "geometry" for cell in shape.columns.values()):
        return [{**blank, **row} for row in rows]
    return [{**blank, **row, **bounds(row, shape)} for row in rows]


def bounds(row: Row, shape: Shape) -> Row:
    """The bounds of the shapes that a row holds.

    I/O Example:
        {"geometry": b"…POINT (1 2)"} -> {"geometry_minx": 1.0, "geometry_miny": 2.0, "geometry_maxx": 1.0, "geometry_maxy": 2.0}
    """
    found: Row = {}
    for name, cell in shape.columns.items():
        if cell.kind != "geometry":
            continue
        limits = shapely.bounds(shapely.from_wkb(row.get(name))).tolist()  # of no shape, or an empty one: NaN
        found |= {
            f"{name}_{side}": limit if limit == limit else None
            for side, limit in zip(BOUNDS, limits, strict=True)
        }
    return found


def typed_column(cells: Sequence[Any], kind: str) -> pd.Series:
    """A column of a typed frame from what the database holds; the dtypes are those of the doors.

    I/O Example:
        [1, None] of kind int -> Int64 [1, <NA>]     ["a", None] of kind id -> str ["a", NaN]
    """
    if kind == "float":
        return pd.Series(np.array(cells, dtype="float64"))
    if kind == "int":
        unknown = np.fromiter((cell is None for cell in cells), bool, len(cells))
        numbers = np.array(
            [0 if cell is None else cell for cell in cells] if unknown.any() else cells, dtype="int64"
        )
        return pd.Series(pd.arrays.IntegerArray(numbers, unknown))
    if kind == "bool":
        return pd.Series(pd.array(list(cells), dtype="boolean"))
    if kind == "geometry":
        return pd.Series(list(shapely.from_wkb(np.array(cells, dtype=object))), dtype="object")
    return pd.Series(list(cells), dtype="object" if kind == "bytes" else "str")


def typed_cell(value: Any, kind: str) -> Any:
    """One cell as people and the doors take it: a shape in the place of its bytes."""
    return shapely.from_wkb(value) if kind == "geometry" and value is not None else value


def as_json(row: Mapping[str, Any]) -> str:
    """A row, or a part of one, as the audit holds it: bytes as hexadecimal digits, keys in their order.

    I/O Example:
        {"site_id": "b01", "gross_ha": 300.0, "geometry": b"\\x01"} -> '{"site_id": "b01", "gross_ha": 300.0, "geometry": "01"}'
    """
    plain = {name: cell.hex() if isinstance(cell, bytes) else cell for name, cell in row.items()}
    return json.dumps(plain, ensure_ascii=False)


def from_json(written: str | None, shape: Shape) -> Row:
    """The row back from the audit (None: no row)."""
    plain: Row = json.loads(written) if written else {}
    return {
        name: bytes.fromhex(cell)
        if cell is not None and name in shape.columns and shape.columns[name].kind in ("geometry", "bytes")
        else cell
        for name, cell in plain.items()
    }


def key_json(key: Sequence[Any]) -> str:
    """The key of a row as the audit holds it.

    I/O Example:
        ("b01", 2026) -> '["b01", 2026]'
    """
    return json.dumps(list(key), ensure_ascii=False)


def cell_text(cell: Any) -> str:
    """A cell as a backup writes it: unknown empty, numbers with the digits that bring them back, bytes in base64.

    I/O Example:
        None -> ""     0.1 -> "0.1"     True -> "1"     b"\\x00" -> "AA=="
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, bytes):
        return base64.b64encode(cell).decode("ascii")
    return repr(cell) if isinstance(cell, float) else str(cell)


def text_cell(written: str, kind: str) -> Any:
    """The cell back from a backup (``cell_text``).

    Raises:
        ValueError: it is none of that kind.
    """
    if written == "":
        return None
    if kind in ("geometry", "bytes"):
        return base64.b64decode(written, validate=True)
    if kind == "bool":
        return {"1": True, "0": False}[written]
    if kind == "int":
        number = int(written)
        if not _LOWEST <= number <= -_LOWEST - 1:
            raise ValueError(written)
        return number
    return float(written) if kind == "float" else written

"""Specs of tables as a Table Schema and a Data Package (version 1, specs.frictionlessdata.io), for other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from parkwright.words import Lang

if TYPE_CHECKING:
    from parkwright.tables import Column, Table

_TYPES = {
    "id": "string", "ids": "string", "text": "string", "code": "string", "codes": "string", "date": "string", "time": "datetime",
    "int": "integer", "float": "number", "bool": "boolean", "geometry": "geojson",
}  # fmt: skip
_ID = "[A-Za-z0-9][A-Za-z0-9._:|-]*"
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_PATTERNS = {"id": _ID, "ids": f"{_ID}( *; *{_ID})*", "date": f"{_DAY}(/{_DAY})?"}


def data_package(specs: Iterable[Table], lang: Lang) -> dict[str, Any]:
    """All tables as one package: a resource each, with its schema, named and filed as the table.

    I/O Example:
        data_package([sites], "en") -> {"name": "parkwright", "resources": [{"name": "sites", "path": "sites.csv", ...}]}
    """
    resources = [
        {
            "name": spec.name,
            "path": f"{spec.name}.geojson" if _has_shapes(spec) else f"{spec.name}.csv",
            "description": spec.grain[lang],
            "role": spec.role,
            "encoding": "utf-8",
            "schema": table_schema(spec, lang),
        }
        for spec in specs
    ]
    return {"name": "parkwright", "resources": resources}


def table_schema(spec: Table, lang: Lang) -> dict[str, Any]:
    """One table as a Table Schema; ``kind`` and ``unit`` of a field are ours, as the standard allows.

    A value that may stand in one of several tables, or a list of values, is no foreign key of the standard: such a column
    carries our ``references`` instead.

    I/O Example:
        table_schema(sites, "en")["primaryKey"]  -> ["site_id"]
        table_schema(sites, "en")["foreignKeys"] -> [{"fields": "park_id", "reference": {"resource": "parks", "fields": "park_id"}}]
    """
    schema: dict[str, Any] = {
        "fields": [_field(spec, column, lang) for column in spec.columns.values()],
        "primaryKey": list(spec.key),
        "missingValues": [""],
    }
    keys = [_foreign_key(spec, column) for column in spec.columns.values() if _is_foreign_key(column)]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(spec: Table, column: Column, lang: Lang) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind], "title": column.title[lang]}
    if column.note:
        field["description"] = column.note[lang]
    field["kind"] = column.kind
    if column.unit:
        field["unit"] = column.unit
    if column.kind == "bool":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.ref and not _is_foreign_key(column):
        field["references"] = [target.strip() for target in column.ref.split("|")]
    constraints = _constraints(spec, column)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(spec: Table, column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.required or column.name in spec.key:
        found["required"] = True
    if spec.key == (column.name,):
        found["unique"] = True
    if column.low is not None:
        found["minimum"] = column.low
    if column.high is not None:
        found["maximum"] = column.high
    if column.kind == "code":
        found["enum"] = list(column.codes)
    if column.kind == "codes":
        word = f"({'|'.join(map(re.escape, column.codes))})"
        found["pattern"] = f"{word}( *; *{word})*"
    if column.kind in _PATTERNS:
        found["pattern"] = _PATTERNS[column.kind]
    return found


def _is_foreign_key(column: Column) -> bool:
    return bool(column.ref) and column.kind != "ids" and "|" not in column.ref


def _foreign_key(spec: Table, column: Column) -> dict[str, Any]:
    """The standard writes a reference to the table itself with an empty name."""
    table, target = column.ref.split(".")
    return {
        "fields": column.name,
        "reference": {"resource": "" if table == spec.name else table, "fields": target},
    }


def _has_shapes(spec: Table) -> bool:
    return any(column.kind == "geometry" for column in spec.columns.values())

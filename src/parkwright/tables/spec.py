"""What a table is: loaded once from ``specs/<table>.toml``, the only definition of its columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["id", "ids", "text", "int", "float", "bool", "date", "time", "code", "codes", "geometry"]
KINDS = ("id", "ids", "text", "int", "float", "bool", "date", "time", "code", "codes", "geometry")
Role = Literal["input", "result", "asked"]
ROLES: tuple[Role, ...] = ("input", "asked", "result")
Part = Literal["region", "programme", "layout"]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    kind:     id (kebab-case key), ids and codes (lists separated by ``;``), text, int, float, bool (0/1), date (YYYY,
              YYYY-MM, YYYY-MM-DD or a span with ``/``), time (UTC to the second, "2026-11-01T08:30:00Z"), code (one of
              ``codes``), geometry
    unit:     as written in tables and drawings; "" where there is none. ``{currency}`` stands for the region's currency.
    low/high: inclusive limits of numbers
    required: every row must have a value
    ref:      "table.column" that the value must stand in, or "" ; several targets are separated by "|"
    """

    name: str
    kind: Kind
    title: Words
    unit: str = ""
    low: float | None = None
    high: float | None = None
    required: bool = False
    codes: tuple[str, ...] = ()
    ref: str = ""
    note: Words = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its grain, its key, its columns in the order in which they are written.

    role: input (a table of a region), result (what a run gives), asked (a table that one command takes beside the region)
    part: what a plan is made from or gives (region), what is reported on (programme), a site laid out (layout)
    """

    name: str
    role: Role
    grain: Words
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    schema_version: int = 1
    """The version of the tables in which this one last changed its shape."""
    may_be_empty: bool = True
    part: Part = "region"
    repeats: tuple[str, ...] = ()
    """Columns whose joint repetition is told as a warning (for example tax_code, plot_no)."""


class BadSpec(ValueError):
    """A spec file that does not say what a spec must say."""


def table(name: str) -> Table:
    """The spec of one table.

    I/O Example:
        table("sites").columns["gross_ha"].unit -> "ha"

    Raises:
        KeyError: no such table.
    """
    return _tables()[name]


def all_tables(role: Role | None = None, part: Part | None = None) -> tuple[Table, ...]:
    """All specs, or those of one role and part, by name."""
    return tuple(
        spec
        for _, spec in sorted(_tables().items())
        if role in (None, spec.role) and part in (None, spec.part)
    )


def schema_version() -> int:
    """The version of the tables that this program reads and writes; folders of another one are refused, in one sentence."""
    return max(spec.schema_version for spec in all_tables())


@cache
def _tables() -> Mapping[str, Table]:
    found = {}
    for file in files("parkwright.tables").joinpath("specs").iterdir():
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            found[name] = read_spec(name, tomllib.loads(file.read_text("utf-8")))
    return MappingProxyType(found)


def read_spec(name: str, node: Mapping[str, Any]) -> Table:
    """Turn the content of a spec file into a ``Table``.

    Raises:
        BadSpec: an unknown entry, an unknown kind, a key that is no column, a title in one language only.
    """
    known = {"role", "part", "grain", "key", "columns", "schema_version", "may_be_empty", "repeats"}
    _refuse(set(node) - known, name)
    columns = {
        column: _column(f"{name}.{column}", column, entry) for column, entry in node["columns"].items()
    }
    _refuse(set(node["key"]) - set(columns), f"{name}.key")
    _refuse(set(node.get("repeats", ())) - set(columns), f"{name}.repeats")
    return Table(
        name=name,
        role=node["role"],
        grain=_both(node["grain"], f"{name}.grain"),
        key=tuple(node["key"]),
        columns=MappingProxyType(columns),
        schema_version=node.get("schema_version", 1),
        may_be_empty=node.get("may_be_empty", True),
        part=node.get("part", "region"),
        repeats=tuple(node.get("repeats", ())),
    )


def _column(where: str, name: str, node: Mapping[str, Any]) -> Column:
    known = {"kind", "title", "unit", "low", "high", "required", "codes", "ref", "note"}
    _refuse(set(node) - known, where)
    if node["kind"] not in KINDS:
        raise BadSpec(f"{where}: unknown kind {node['kind']!r}")
    if (node["kind"] in ("code", "codes")) != bool(node.get("codes")):
        raise BadSpec(f"{where}: codes go with the kinds code and codes, and only with them")
    return Column(
        name=name,
        kind=node["kind"],
        title=_both(node["title"], where),
        unit=node.get("unit", ""),
        low=node.get("low"),
        high=node.get("high"),
        required=node.get("required", False),
        codes=tuple(node.get("codes", ())),
        ref=node.get("ref", ""),
        note=_both(node["note"], where) if "note" in node else MappingProxyType({}),
    )


def _both(node: Mapping[str, str], where: str) -> Words:
    if set(node) != {"vi", "en"}:
        raise BadSpec(f"{where}: needs Vietnamese and English")
    return MappingProxyType(dict(node))


def _refuse(unknown: set[str], where: str) -> None:
    if unknown:
        raise BadSpec(f"{where}: does not know {', '.join(sorted(unknown))}")

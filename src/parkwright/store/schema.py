"""The tables of the book: one description of each, made from the specs (and here, for those that no spec describes).

``shapes()`` says what the newest book holds; the migrations freeze the same description as JSON. ``build`` turns either into
SQLAlchemy tables.

There are no foreign keys between tables. Whether a reference leads somewhere is said by the doors, of all rows at once and in
the user's language; a database would refuse the first broken row in its own words, would make the order of an import
matter, and cannot hold a reference that may lead into one of several tables (``parks.park_id | sites.site_id``) at all.

``row_version`` is the number of the batch that wrote the row last. It never comes back, not even for a row that was deleted and
written anew, so whoever saw a version saw that row and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    column,
)
from sqlalchemy.types import TypeEngine

from parkwright.tables import all_tables
from parkwright.tables.spec import Table as Spec

VERSION = "row_version"
RUN = "run_id"
RUN_PREFIX = "run_"
META = "region_meta"
BOUNDS = ("minx", "miny", "maxx", "maxy")
"""A shape stands in the column of its name as WKB, its bounds beside it as four numbers (``geometry_minx`` …)."""

_WORDS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its code points on every database, so that rows come back in the order in which the doors put them."""
TYPES: Mapping[str, TypeEngine[Any]] = {
    **dict.fromkeys(("id", "ids", "text", "code", "codes", "date", "time", "json"), _WORDS),
    "int": BigInteger(),
    "float": Float(53),
    "bool": Boolean(),
    "geometry": LargeBinary(),
    "bytes": LargeBinary(),
}
"""The type behind each kind. Frozen: a kind that is to be stored in another way gets another name, or old revisions change."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: its kind (those of the specs, and json and bytes), whether it must hold a value, its codes."""

    kind: str
    required: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """One table of the book.

    indexes: columns, by which rows are looked up besides the key
    """

    key: tuple[str, ...]
    columns: Mapping[str, Cell]
    indexes: tuple[tuple[str, ...], ...] = ()


@cache
def shapes() -> Mapping[str, Shape]:
    """Every table of the newest book, by name.

    I/O Example:
        shapes()["sites"].key              -> ("site_id",)
        shapes()["run_openings"].key       -> ("run_id", "facility_id", …)
        shapes()["sites"].columns["row_version"] -> Cell("int", required=True)
    """
    found = {spec.name: _of_input(spec) for spec in all_tables("input")}
    results = {RUN_PREFIX + spec.name: _of_result(spec) for spec in all_tables("result", "region")}
    return {**found, **results, **OWN}


def _of_input(spec: Spec) -> Shape:
    return Shape(
        spec.key, {**_cells(spec), VERSION: Cell("int", required=True)}, LOOKED_UP.get(spec.name, ())
    )


def _of_result(spec: Spec) -> Shape:
    return Shape((RUN, *spec.key), {RUN: Cell("id", required=True), **_cells(spec)})


def _cells(spec: Spec) -> dict[str, Cell]:
    return {
        name: Cell(one.kind, one.required or name in spec.key, one.codes if one.kind == "code" else ())
        for name, one in spec.columns.items()
    }


def _shape(key: str, *indexes: tuple[str, ...], **kinds: str) -> Shape:
    """A table of the book's own; a kind that ends in ``!`` must hold a value."""
    cells = {name: Cell(kind.rstrip("!"), kind.endswith("!")) for name, kind in kinds.items()}
    return Shape(tuple(key.split()), cells, indexes)


OWN: Mapping[str, Shape] = {
    # One row: what made the book, and the numbers of the last batch and the last change. Writers count them up first of all,
    # so that they wait for one another on every database, and numbers have no gaps.
    "book": _shape(
        "book_id", book_id="int!", program="text!", tables_version="int!", last_batch="int!", last_change="int!"
    ),
    META: _shape("region_id", region_id="id!", node="json!", row_version="int!"),
    "changes": Shape(
        ("change_id",),
        {
            "change_id": Cell("int", True),
            "batch_id": Cell("int", True),
            "at_utc": Cell("time", True),
            "who": Cell("text", True),
            "table_name": Cell("text", True),
            "row_key": Cell("json"),
            "kind": Cell("code", True, ("insert", "update", "delete", "fill")),
            "before": Cell("json"),
            "after": Cell("json"),
            "undoes": Cell("int"),
            "why": Cell("text"),
        },
        (("batch_id",), ("table_name", "row_key")),
    ),
    "evidence_files": _shape(
        "sha256", sha256="text!", name="text!", bytes="bytes!", size="int!", added_utc="time!", added_by="text!"
    ),
    "runs": _shape(
        "run_id", run_id="id!", region_id="id", started_utc="text", version="text", manifest="json!",
        added_utc="time!", added_by="text!",
    ),
    "reports": _shape(
        "report_id", report_id="id!", programme_id="id", period="text", as_of="date", lang="ids", frozen_utc="time",
        frozen_by="text", figures="json", documents="bytes", sha256="text",
    ),
}  # fmt: skip


LOOKED_UP: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "observations": (("indicator_id", "area_id", "period", "recorded_at"),),
    "decisions": (("observation_id",), ("decision",)),
    "targets": (("indicator_id",),),
}
"""Columns of input tables by which the monitoring looks rows up, besides the key."""


def build(of: Mapping[str, Shape]) -> MetaData:
    """The tables as SQLAlchemy knows them.

    I/O Example:
        build({"sites": Shape(("site_id",), {"site_id": Cell("id", True), "geometry": Cell("geometry")})})
        -> CREATE TABLE sites (site_id TEXT NOT NULL, geometry BLOB, geometry_minx FLOAT, …, PRIMARY KEY (site_id))
    """
    metadata = MetaData()
    for name, shape in of.items():
        checks = [
            CheckConstraint(column(held).in_(cell.codes), name=f"ck_{name}_{held}")
            for held, cell in shape.columns.items()
            if cell.codes
        ]
        table = Table(
            name, metadata, *_columns(shape), PrimaryKeyConstraint(*shape.key, name=f"pk_{name}"), *checks
        )
        for indexed in shape.indexes:
            Index(f"ix_{name}_{'_'.join(indexed)}", *(table.c[held] for held in indexed))
    return metadata


@cache
def metadata() -> MetaData:
    """The tables of the newest book."""
    return build(shapes())


def _columns(shape: Shape) -> Iterator[Column[Any]]:
    for name, cell in shape.columns.items():
        default = "1" if name == VERSION else None
        yield Column(
            name, TYPES[cell.kind], nullable=not cell.required, autoincrement=False, server_default=default
        )
        if cell.kind == "geometry":
            for side in BOUNDS:
                yield Column(f"{name}_{side}", TYPES["float"])


def to_plain(of: Mapping[str, Shape]) -> dict[str, Any]:
    """The description as JSON holds it.

    I/O Example:
        {"sites": Shape(("site_id",), {"site_id": Cell("id", True)})}
        -> {"sites": {"key": ["site_id"], "columns": {"site_id": {"kind": "id", "required": true}}}}
    """
    plain: dict[str, Any] = {}
    for name, shape in of.items():
        cells = {held: _plain_cell(cell) for held, cell in shape.columns.items()}
        plain[name] = {"key": list(shape.key), "columns": cells}
        if shape.indexes:
            plain[name]["indexes"] = [list(indexed) for indexed in shape.indexes]
    return plain


def _plain_cell(cell: Cell) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": cell.kind}
    if cell.required:
        plain["required"] = True
    if cell.codes:
        plain["codes"] = list(cell.codes)
    return plain


def from_plain(plain: Mapping[str, Any]) -> dict[str, Shape]:
    """The description back from JSON (``to_plain``)."""
    return {
        name: Shape(
            tuple(node["key"]),
            {
                held: Cell(cell["kind"], cell.get("required", False), tuple(cell.get("codes", ())))
                for held, cell in node["columns"].items()
            },
            tuple(tuple(indexed) for indexed in node.get("indexes", ())),
        )
        for name, node in plain.items()
    }

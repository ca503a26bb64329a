"""A source against the book: what differs table by table, and the one batch that takes it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parkwright.cli.shell import leave_with, read_raw
from parkwright.files.meta_tables import meta_node
from parkwright.files.raw_region import RawRegion, open_raw
from parkwright.store.book import Book, meta_json
from parkwright.store.difference import Difference, difference
from parkwright.store.take_in import apply, merged
from parkwright.tables import all_tables, errors, open_table, table
from parkwright.words import Lang

_ABSENT = ("problems.missing_table", "files.missing_sheet")
"""What a source may lack: the tables that it does not bring stay as the book has them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What differs.

    tables:      the differences of the tables that differ, by name
    versions:    the versions of the rows of those tables as they were read, by name
    node:        what region.toml would be; before: what it is; version: of that row in the book
    """

    tables: Mapping[str, Difference]
    versions: Mapping[str, Mapping[tuple[Any, ...], int]]
    node: Mapping[str, Any]
    before: Mapping[str, Any]
    version: int

    @property
    def is_none(self) -> bool:
        return not self.tables and self.node == self.before


def compare(book: Book, source: str, delete_missing: bool, lang: Lang, as_json: bool) -> Found:
    """Hold a source against the book; if the tables would have a defect, tell all defects and leave with exit code 1.

    A source may bring some of the tables, and some of their columns.
    """
    raw, _ = read_raw(source)
    if wrong := [one for one in errors(raw.problems) if one.text.key not in _ABSENT]:
        leave_with(wrong, lang, as_json)
    # Versions first: a row that is written between the two readings is then contested, and not overwritten.
    versions = {
        spec.name: book.versions(spec.name) for spec in all_tables("input") if spec.name in raw.tables
    }
    before, version = book.meta()
    _, held = book.read_all()
    would_be = {
        name: merged(name, frame.reset_index(drop=True), raw.tables[name], delete_missing)
        if name in raw.tables
        else frame
        for name, frame in held.items()
    }
    region, problems = open_raw(RawRegion(before if raw.node is None else raw.node, would_be, ()))
    if region is None:
        leave_with(problems, lang, as_json)
    frames = region.frames()
    found = {name: _found(name, held[name], raw.tables[name], frames[name]) for name in versions}
    differing = {name: one for name, one in found.items() if not one.is_none}
    node = before if raw.node is None else meta_node(region.meta)
    return Found(differing, versions, node, before, version)


def _found(name: str, held: pd.DataFrame, given: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """The difference of one table; gone are the rows of the book that the source does not bring, whether they are kept or not."""
    held = held.reset_index(drop=True)
    key = list(table(name).key)
    gone = pd.Series(False, index=held.index)
    if set(key) <= set(given.columns):
        there = pd.MultiIndex.from_frame(open_table(name, given).frame[key].astype(object))
        gone = pd.Series(~pd.MultiIndex.from_frame(held[key].astype(object)).isin(there))
    return replace(difference(name, held, after), gone=held[gone].reset_index(drop=True))


def plain(found: Found, delete_missing: bool) -> dict[str, Any]:
    """What differs as plain data: keys of added and gone rows, the cells of changed ones before and after."""
    settings = {
        key: (found.before.get(key), found.node.get(key))
        for key in dict.fromkeys([*found.before, *found.node])
        if found.before.get(key) != found.node.get(key)
    }
    tables = {name: _plain(name, one) for name, one in found.tables.items()}
    return {"region_toml": settings, "tables": tables, "gone_are_deleted": delete_missing}


def _plain(name: str, one: Difference) -> dict[str, Any]:
    key = list(table(name).key)
    changed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in one.changed.to_dict("records"):
        cells = changed.setdefault(tuple(row[part] for part in key), {})
        cells[str(row["column"])] = tuple(_cell(row[side]) for side in ("before", "after"))
    keys = {kind: _keys(frame[key]) for kind, frame in (("added", one.added), ("gone", one.gone))}
    return {**keys, "changed": [{"key": list(row), "cells": cells} for row, cells in changed.items()]}


def _keys(frame: pd.DataFrame) -> list[list[Any]]:
    return [list(row) for row in frame.astype(object).itertuples(index=False, name=None)]


def _cell(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, bool | int | str) else str(cell)


def change_book(book: Book, found: Found, delete_missing: bool, who: str, at_utc: str, why: str) -> None:
    """Take in what differs, in one batch.

    Raises:
        Contested: another one has written one of these rows since they were read; nothing is changed.
    """
    with book.change(who, at_utc, why) as batch:
        if found.node != found.before:
            batch.set_meta(meta_json(found.node), found.version)
        for name, one in found.tables.items():
            apply(batch, name, one, found.versions[name], delete_missing)

"""Targets as rows: what is asked, what was measured, where it stands, and the number of the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, listed, note, picture, table
from parkwright.dossier.report.material import Material, amount, status_mark, when
from parkwright.dossier.report.wording import code, goal_words
from parkwright.dossier.tree import Block, Cell, Table, Words
from parkwright.words import text


def targets_table(material: Material, rows: pd.DataFrame, anchor: str, caption: Words) -> Table:
    """A table of targets (rows of ``material.targets``)."""
    columns = (
        column("indicator", wide=True), column("target"), column("period"), column("value", None, 0), column("value_period"),
        column("expected", None, 0), column("status"), column("reference"),
    )  # fmt: skip
    cells = tuple(_row(material, row) for row in rows_of(rows))
    return table(material, anchor, columns, cells, "targets", "series", caption=caption)


def _row(material: Material, row: Any) -> tuple[Cell, ...]:
    return (
        material.indicator(row.indicator_id), goal_words(row, material.unit(row.indicator_id)), when(row.period), _or_dash(row.value),
        when(row.value_period), _or_dash(row.expected), status_mark(row.status), material.reference(row.observation_id),
    )  # fmt: skip


def _or_dash(value: float) -> Cell:
    return amount(value) if value == value else "–"


def targets(material: Material) -> tuple[Block, ...]:
    """The chapter of the targets: all of them, in a picture and a table, and what is missing where none can be judged."""
    told = material.targets
    if told.empty:
        return (chapter("targets"), note("report.no_targets"))
    own = told[told["item_id"].notna()]
    context = told[told["item_id"].isna()]
    blocks: list[Block] = [chapter("targets")]
    blocks += picture(material, "targets", text("report.caption.targets_picture"), "targets")
    if len(own):
        blocks.append(_way_table(material, own))
    if len(context):
        blocks.append(
            targets_table(material, context, "targets-context", text("report.caption.targets_context"))
        )
    blocks += _missing(material, told)
    return tuple(blocks)


def _way_table(material: Material, own: pd.DataFrame) -> Table:
    """The numbers beside the picture."""
    rows: list[tuple[Cell, ...]] = [
        (material.indicator(row.indicator_id), material.item(row.item_id), goal_words(row, material.unit(row.indicator_id)), when(row.period),
         _or_dash(row.baseline), _or_dash(row.value), row.way_pct if row.way_pct == row.way_pct else "–", status_mark(row.status))
        for row in rows_of(own)
    ]  # fmt: skip
    columns = (
        column("indicator", wide=True), column("set_by", wide=True), column("target"), column("period"), column("baseline", None, 0),
        column("value", None, 0), column("way", text("brief.unit.percent"), 0), column("status"),
    )  # fmt: skip
    return table(material, "targets-all", columns, rows, "targets")


def _missing(material: Material, told: pd.DataFrame) -> Iterator[Table]:
    lacking = told[told["missing"].notna()]
    if lacking.empty:
        return
    rows: list[tuple[Cell, ...]] = [
        (material.indicator(row.indicator_id), when(row.period), material.area(row.area_id), status_mark(row.status), listed([code("missing", name) for name in row.missing.split(";")]))
        for row in rows_of(lacking)
    ]  # fmt: skip
    columns = (
        column("indicator", wide=True),
        column("period"),
        column("area"),
        column("status"),
        column("missing", wide=True),
    )
    yield table(material, "targets-missing", columns, rows, "targets")

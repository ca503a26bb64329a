"""Late and stopped items, with the reasons in the officers' own words."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import column, listed, note, part, quoted, section, table
from parkwright.dossier.report.material import OWN_LEVELS, Material, status_mark, when
from parkwright.dossier.tree import Block, Bullets, Cell
from parkwright.words import text

REASONS = ("difficulty", "cause")


def late(material: Material) -> tuple[Block, ...]:
    """The chapter of what is late: a table, and for each item what was written about it; no reason is told as such."""
    own = material.items[material.items["level"].isin(OWN_LEVELS)]
    behind = own[own["status"].isin(["late", "stopped"])]
    if behind.empty:
        return (section("late"), note("report.nothing_late"))
    rows: list[tuple[Cell, ...]] = [
        (material.item(row.item_id), material.agency(material.leads.get(row.item_id)), when(row.deadline), status_mark(row.status, "item"),
         "" if pd.isna(row.days_late) else int(row.days_late), row.done_pct, when(row.told_day))
        for row in rows_of(behind)
    ]  # fmt: skip
    columns = (
        column("item", wide=True), column("lead"), column("deadline"), column("status"), column("days_late", text("report.days"), 0),
        column("done", text("brief.unit.percent"), 0), column("told_day"),
    )  # fmt: skip
    blocks: list[Block] = [
        section("late"),
        note("report.late_means"),
        table(material, "late-items", columns, rows, "items"),
        part("late-reasons", text("report.part.reasons"), 3),
    ]
    said = [
        (row.item_id, remark)
        for row in rows_of(behind)
        for remark in material.remarks([row.item_id], *REASONS)
    ]
    if said:
        blocks.append(
            Bullets(
                tuple(
                    text("report.on_item", item=material.item(item), said=quoted(material, one))
                    for item, one in said
                )
            )
        )
    explained = {item for item, _ in said}
    silent = [material.item(item) for item in behind.index if item not in explained]
    if silent:
        blocks.append(note("report.no_reason", count=len(silent), items=listed(silent)))
    return tuple(blocks)

"""Results by task group and scheme: where each stands, its actions, its targets, and what its officers say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, note, part, picture, quoted, table
from parkwright.dossier.report.material import OWN_LEVELS, Material, status_mark, when
from parkwright.dossier.report.target_rows import targets_table
from parkwright.dossier.tree import Block, Bullets, Cell, Paragraph, Table
from parkwright.words import text


def groups(material: Material) -> tuple[Block, ...]:
    """The chapter of the groups and schemes; those without a name are told together."""
    own = material.items[material.items["level"].isin(OWN_LEVELS)]
    tops = own[own["level"].isin(["task-group", "scheme"])]
    caption = text("report.caption.gantt")
    blocks: list[Block] = [chapter("groups"), *_outside(material), _overview(material, tops)]
    blocks += [*picture(material, "gantt", caption, "items"), _schedule(material, own)]
    for row in rows_of(tops[tops["named"].astype(bool)]):
        blocks += _one(material, row)
    unnamed = int((~tops["named"].astype(bool)).sum())
    if unnamed:
        blocks.append(note("report.unnamed", count=unnamed))
    return tuple(blocks)


def _overview(material: Material, tops: pd.DataFrame) -> Table:
    rows = [
        (material.item(row.item_id), material.agency(material.leads.get(row.item_id)), status_mark(row.status, "item"), row.done_pct,
         int(row.reached), int(row.targets))
        for row in rows_of(tops)
    ]  # fmt: skip
    columns = (
        column("item"), column("lead"), column("status"), column("done", text("brief.unit.percent"), 0), column("reached", None, 0),
        column("targets", None, 0),
    )  # fmt: skip
    return table(material, "groups-and-schemes", columns, rows, "items")


def _schedule(material: Material, own: pd.DataFrame) -> Table:
    """The numbers beside the picture: every action and output, and groups that have none."""
    shown = own[own["level"].isin(["action", "output"])]
    rows: list[tuple[Cell, ...]] = [
        (material.item(row.item_id), when(row.starts), when(row.deadline), row.done_pct, when(row.told_day), status_mark(row.status, "item"),
         "" if pd.isna(row.days_late) else int(row.days_late))
        for row in rows_of(shown)
    ]  # fmt: skip
    columns = (
        column("action"), column("starts"), column("deadline"), column("done", text("brief.unit.percent"), 0), column("told_day"),
        column("status"), column("days_late", text("report.days"), 0),
    )  # fmt: skip
    return table(material, "schedule", columns, rows, "items")


def _one(material: Material, row: Any) -> Iterator[Block]:
    """One group or scheme: a sentence, what was said of it, its targets."""
    below = _below(material, row.item_id)
    yield part(f"item-{row.item_id}", material.item(row.item_id))
    lead = material.leads.get(row.item_id)
    yield Paragraph((
        text("report.stands", status=status_mark(row.status, "item").text, day=when(row.told_day) or text("glossary.unknown")),
        text("report.led", agency=material.agency(lead)),
    ))  # fmt: skip
    said = material.remarks(below, "result")
    if said:
        yield Bullets(tuple(quoted(material, remark) for remark in said))
    mine = material.targets[material.targets["item_id"].isin(below)]
    if len(mine):
        yield targets_table(
            material,
            mine,
            f"targets-{row.item_id}",
            text("report.caption.targets_of", item=material.item(row.item_id)),
        )
    elif not said:
        yield note("report.nothing_recorded")


def _below(material: Material, item_id: str) -> list[str]:
    inside = {item_id}
    for row in rows_of(material.items):
        if row.parent_id in inside:
            inside.add(row.item_id)
    return [item for item in material.items.index if item in inside]


def _outside(material: Material) -> Iterator[Block]:
    """Strands seen in the press, and results told of no group: listed, never put into a slot."""
    strands = material.items[material.items["level"] == "strand"]
    if len(strands):
        yield Paragraph((text("report.strands", count=len(strands)),), "note")
        yield Bullets(tuple(material.item(item) for item in strands.index))

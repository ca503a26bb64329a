"""What comes next: directions, deadlines ahead, targets still open, and what the officers propose."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, note, part, quoted, table
from parkwright.dossier.report.material import OWN_LEVELS, Material, amount, status_mark, when
from parkwright.dossier.report.wording import goal_words
from parkwright.dossier.tree import Block, Bullets, Cell
from parkwright.tables import last_day
from parkwright.words import text


def next_period(material: Material) -> tuple[Block, ...]:
    """The chapter of the next period."""
    blocks: list[Block] = [chapter("next")]
    ahead = material.items[material.items["level"] == "direction"]
    if len(ahead):
        blocks.append(Bullets(tuple(material.item(item) for item in ahead.index)))
    blocks += [*_deadlines(material), *_targets(material)]
    said = material.remarks(material.items.index, "proposal") + material.remarks(
        material.items.index, "proposal", after=True
    )
    if said:
        blocks.append(part("proposals", text("report.part.proposals")))
        blocks.append(
            Bullets(
                tuple(
                    text("report.on_item", item=material.item(one.item_id), said=quoted(material, one))
                    for one in said
                )
            )
        )
    if len(blocks) == 1:
        blocks.append(note("report.nothing_ahead"))
    return tuple(blocks)


def _deadlines(material: Material) -> list[Block]:
    day = material.monitoring.params.as_of
    own = material.items[material.items["level"].isin(OWN_LEVELS) & material.items["deadline"].notna()]
    due = own[
        own["deadline"].map(lambda word: last_day(word) >= day).astype(bool)
        & ~own["status"].isin(["done", "stopped"])
    ]
    if due.empty:
        return []
    ordered = due.assign(end=due["deadline"].map(last_day)).sort_values(["end", "rank"])
    rows: list[tuple[Cell, ...]] = [
        (material.item(row.item_id), material.agency(material.leads.get(row.item_id)), when(row.deadline), row.done_pct,
         status_mark(row.status, "item"))
        for row in rows_of(ordered)
    ]  # fmt: skip
    columns = (
        column("item", wide=True),
        column("lead"),
        column("deadline"),
        column("done", text("brief.unit.percent"), 0),
        column("status"),
    )
    return [
        part("deadlines", text("report.part.deadlines")),
        table(material, "table-deadlines", columns, rows, "items"),
    ]


def _targets(material: Material) -> list[Block]:
    told = material.targets
    ahead = told[
        told["period"].map(lambda word: last_day(word) >= material.monitoring.params.as_of).astype(bool)
    ]
    ahead = ahead[~ahead["status"].isin(["reached"])]
    if ahead.empty:
        return []
    needed = material.monitoring.forecasts.set_index("target_id")["needed_per_year"]
    rows: list[tuple[Cell, ...]] = [
        (material.indicator(row.indicator_id), goal_words(row, material.unit(row.indicator_id)), when(row.period),
         "–" if pd.isna(row.value) else amount(row.value), "–" if pd.isna(needed[row.target_id]) else amount(needed[row.target_id]),
         status_mark(row.status))
        for row in rows_of(ahead)
    ]  # fmt: skip
    columns = (
        column("indicator", wide=True), column("target"), column("period"), column("value", None, 0), column("needed", None, 0), column("status"),
    )  # fmt: skip
    return [
        part("targets-ahead", text("report.part.targets_ahead")),
        table(material, "targets-open", columns, rows, "targets", "forecasts"),
    ]

"""What is missing, by whom to ask: the list that a reader can send out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, listed, note, part, table
from parkwright.dossier.report.material import Material, when
from parkwright.dossier.report.wording import code
from parkwright.dossier.tree import Block, Cell, Words
from parkwright.words import Both, text

MOST_NAMES = 6
"""So many objects of one kind are named in a row; the file of the table has them all."""


def gaps(material: Material) -> tuple[Block, ...]:
    """The chapter of the gaps, one table for each agency: what to ask, of which items and indicators."""
    told = material.monitoring.gaps
    if told.empty:
        return (chapter("gaps"), note("report.no_gaps"))
    blocks: list[Block] = [chapter("gaps"), note("report.gaps_means", count=len(told))]
    asked = told["agency_id"].fillna("")
    for agency in sorted(asked.unique(), key=lambda name: (name == "", name)):
        rows = told[asked == agency]
        anchor = f"gaps-{agency or 'nobody'}"
        blocks.append(part(anchor, material.agency(agency or None)))
        cells = tuple(_row(material, str(kind), same) for kind, same in rows.groupby("kind", sort=False))
        columns = (column("ask", wide=True), column("count", None, 0), column("of_which", wide=True))
        blocks.append(
            table(
                material,
                f"table-{anchor}",
                columns,
                cells,
                "gaps",
                caption=text("report.caption.gaps", agency=material.agency(agency or None)),
            )
        )
    return tuple(blocks)


def _row(material: Material, kind: str, rows: pd.DataFrame) -> tuple[Cell, ...]:
    names = list({_name(material, row): None for row in rows_of(rows)})
    told = listed(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        told = text("report.and_more", listed=told, count=len(names) - MOST_NAMES)
    return (code("gap", kind), len(rows), told)


def _name(material: Material, row: Any) -> Words:
    """What a gap is about: an item, a target (its indicator and period), an observation (its indicator), a park."""
    if row.object_table == "programme_items":
        return material.item(row.object_id)
    if row.object_table == "targets":
        target = material.targets[material.targets["target_id"] == row.object_id].iloc[0]
        return text(
            "report.of_period",
            name=material.indicator(target["indicator_id"]),
            period=when(target["period"]) or Both("", ""),
        )
    if row.object_table == "indicators":
        return material.indicator(row.object_id)
    if row.object_table == "observations":
        observations = material.region.programme.observations
        indicator = observations.loc[observations["observation_id"] == row.object_id, "indicator_id"].iloc[0]
        return material.indicator(str(indicator))
    if row.object_table == "facilities":
        return material.facility_names.get(row.object_id, Both(row.object_id, row.object_id))
    return Both(row.object_id, row.object_id)

"""The parks and sites of the programme against the plan: planned, recorded, and what is unknown."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, note, table
from parkwright.dossier.report.material import Material, when
from parkwright.dossier.report.wording import code
from parkwright.dossier.tree import Block, Cell
from parkwright.words import Both, text


def parks(material: Material) -> tuple[Block, ...]:
    """The chapter of the parks; without a run of the plan the planned side is unknown, and is told so."""
    told = material.monitoring.plan
    if told.empty:
        return (chapter("parks"), note("report.no_parks"))
    rows: list[tuple[Cell, ...]] = [
        (material.facility_names.get(row.facility_id, Both(row.facility_id, row.facility_id)), code("measure", row.measure),
         text("report.all_periods") if row.period == "all" else Both(row.period, row.period), _number(row.planned_ha), _number(row.actual_ha),
         when(row.actual_period))
        for row in rows_of(told)
    ]  # fmt: skip
    ha = text("brief.unit.ha")
    columns = (
        column("facility"), column("measure"), column("plan_period"), column("plan", ha, 1), column("actual", ha, 1), column("value_period"),
    )  # fmt: skip
    found = table(material, "table-parks", columns, rows, "plan")
    without = told["planned_ha"].isna().all()
    return (chapter("parks"), *((note("report.no_plan"),) if without else ()), found)


def _number(value: float) -> Cell:
    return None if pd.isna(value) else float(value)

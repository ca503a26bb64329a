"""Planned against spent: by year, and by group and scheme."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.dossier.report.blocks import chapter, column, note, picture, table
from parkwright.dossier.report.material import Material
from parkwright.dossier.tree import Block, Cell, Column, Table
from parkwright.words import text


def money(material: Material) -> tuple[Block, ...]:
    """The chapter of the money; absent amounts are told, never counted as nothing."""
    told = material.monitoring.spending
    if told.empty:
        return (chapter("money"), note("report.no_money"))
    year = str(int(told["price_year"].iloc[0]))
    return (
        chapter("money"),
        note("report.money_means", unit=material.money, year=year),
        *picture(material, "s_curve", text("report.caption.s_curve"), "spending"),
        _by_year(material, told),
        _by_item(material, told),
    )


def _columns(material: Material, first: Column) -> tuple[Column, ...]:
    return (
        first, column("planned", material.money, 1), column("spent", material.money, 1), column("spent_share", text("brief.unit.percent"), 0),
    )  # fmt: skip


def _by_year(material: Material, told: pd.DataFrame) -> Table:
    """The numbers beside the picture: sums over all items, and running sums."""
    sums = told.groupby("period")[["planned_bn", "spent_bn"]].sum(min_count=1)
    running = sums.cumsum(skipna=False)
    rows: list[tuple[Cell, ...]] = [
        (period, _cell(planned), _cell(spent), _share(spent, planned), _cell(running.loc[period, "planned_bn"]), _cell(running.loc[period, "spent_bn"]))
        for period, planned, spent in sums.itertuples()
    ]  # fmt: skip
    columns = (
        *_columns(material, column("year")),
        column("planned_sum", material.money, 1),
        column("spent_sum", material.money, 1),
    )
    return table(material, "money-by-year", columns, rows, "spending")


def _by_item(material: Material, told: pd.DataFrame) -> Table:
    """What was planned for the years of which spending is known, so that the share compares like with like."""
    both = told[told["spent_bn"].notna()]
    sums = both.groupby("item_id")[["planned_bn", "spent_bn"]].sum(min_count=1)
    ordered = sums.loc[[item for item in material.items.index if item in sums.index]]
    rows: list[tuple[Cell, ...]] = [
        (material.item(item), _cell(planned), _cell(spent), _share(spent, planned))
        for item, planned, spent in ordered.itertuples()
    ]
    total = ordered.sum(min_count=1)
    rows.append(
        (
            text("brief.total"),
            _cell(total["planned_bn"]),
            _cell(total["spent_bn"]),
            _share(total["spent_bn"], total["planned_bn"]),
        )
    )
    notes = (text("report.money_years"),)
    return table(material, 'money-by-item', _columns(material, column('item', wide=True)), rows, 'spending', total_rows=1, notes=notes)  # fmt: skip


def _cell(value: float) -> Cell:
    return float(value) if np.isfinite(value) else None


def _share(part: float, whole: float) -> Cell:
    return float(100 * part / whole) if np.isfinite(part) and whole > 0 else None

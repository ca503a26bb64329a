"""Who reported what was due."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import column, note, picture, section, table
from parkwright.dossier.report.material import Material
from parkwright.dossier.tree import Block, Cell, Column
from parkwright.words import Both, text


def agencies(material: Material) -> tuple[Block, ...]:
    """The chapter of the agencies: reported of due, by year, and how much of it is approved."""
    told = material.monitoring.agencies
    if told.empty:
        return (section("agencies"), note("report.no_duty"))
    years = sorted(told["period"].unique())
    cells = told.set_index(["agency_id", "period"])
    sums = told.groupby("agency_id")[["due", "reported", "approved"]].sum()
    rows: list[tuple[Cell, ...]] = [
        (
            material.agency(agency),
            *(_of(cells.loc[(agency, year)]) for year in years),
            int(row.due),
            int(row.reported),
            int(row.approved),
        )
        for agency, row in zip(sums.index, rows_of(sums), strict=True)
    ]
    total = sums.sum()
    rows.append(
        (
            text("brief.total"),
            *("" for _ in years),
            int(total["due"]),
            int(total["reported"]),
            int(total["approved"]),
        )
    )
    columns = (
        column("agency"), *(_year(year) for year in years), column("due", None, 0), column("reported", None, 0),
        column("approved", None, 0),
    )  # fmt: skip
    return (
        section("agencies"), note("report.agencies_means"),
        *picture(material, "heat_map", text("report.caption.heat_map"), "agencies"),
        table(material, 'table-agencies', columns, rows, 'agencies', total_rows=1),
    )  # fmt: skip


def _year(year: str) -> Column:
    return Column(Both(year, year))


def _of(row: pd.Series) -> str:
    return f"{int(row['reported'])}/{int(row['due'])}"

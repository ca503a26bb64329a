"""Unserved demand: by reason, by sector, by place."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, percent, picture
from parkwright.dossier.brief.material import Material, rows_of, said
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.sums import planned_cells, share
from parkwright.dossier.tree import Block, Cell, Paragraph, Table, Words
from parkwright.words import text


def unserved(material: Material) -> tuple[Block, ...]:
    """The chapter of unserved demand."""
    if not material.made("unserved") or not material.has("demand_cells"):
        return (chapter("unserved"), not_computed("unserved"))
    if not material.has("unserved"):
        return (
            chapter("unserved"),
            Paragraph((text("brief_unserved.none"),), source=material.source("unserved")),
        )
    cells = planned_cells(material)
    return (
        chapter("unserved"),
        Paragraph((text("brief_unserved.intro"),)),
        _by_reason(material),
        picture(material, "chart_unserved", "unserved", "demand_cells"),
        _by(material, cells, "sector_id", "unserved-by-sector"),
        _by(material, cells, "place_id", "unserved-by-place"),
    )


def _by_reason(material: Material) -> Table:
    """One row a reason: hectares, share, cells, and the sentence of its largest cell as an example."""
    rows = material.frame("unserved").sort_values("ha", ascending=False, kind="stable")
    whole = float(rows["ha"].sum())
    body: list[tuple[Cell, ...]] = []
    sums = rows.groupby("reason_code", sort=False)["ha"].sum().sort_values(ascending=False, kind="stable")
    for code, ha in sums.items():
        of_reason = rows[rows["reason_code"] == code]
        told = said(next(rows_of(of_reason)))
        body.append(
            (
                code_words("brief_unserved.code", str(code)),
                float(ha),
                share(float(ha), whole),
                len(of_reason),
                told,
            )
        )
    body.append((text("brief.total"), whole, 100.0 if whole else float("nan"), len(rows), ""))
    columns = (
        column("reason_code"), column("unserved", material.ha, 1), column("share", percent(), 1), column("cells", None, 0),
        column("example", wide=True),
    )  # fmt: skip
    return Table(
        "unserved-by-reason",
        text("brief_unserved.by_reason"),
        columns,
        tuple(body),
        material.source("unserved"),
        1,
        compact=True,
    )


def _by(material: Material, cells: pd.DataFrame, name: str, anchor: str) -> Table:
    sums = (
        cells.groupby(name)[["p50_ha", "unserved_ha"]]
        .sum()
        .sort_values("unserved_ha", ascending=False, kind="stable")
    )
    sums = sums[sums["unserved_ha"] > 0]
    shown = sums.head(material.params.top_rows)
    body: list[tuple[Cell, ...]] = [
        (
            _name(material, name, str(one)),
            float(row.p50_ha),
            float(row.unserved_ha),
            share(row.unserved_ha, row.p50_ha),
        )
        for one, row in zip(shown.index, rows_of(shown), strict=True)
    ]
    notes = (text("brief.shown_of", shown=len(shown), total=len(sums)),) if len(sums) > len(shown) else ()
    columns = (
        column(name), column("demand", material.ha, 1), column("unserved", material.ha, 1), column("unserved_share", percent(), 1),
    )  # fmt: skip
    source = material.source("unserved", "demand_cells")
    return Table(
        anchor,
        text(f"brief_unserved.caption.{anchor}"),
        columns,
        tuple(body),
        source,
        compact=True,
        notes=notes,
    )


def _name(material: Material, column_name: str, one: str) -> Words:
    return material.sector(one) if column_name == "sector_id" else material.place(one)

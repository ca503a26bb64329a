"""The sites laid out: what their lots can hold against the hectares planned, and the schemes of each side by side."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part, percent
from parkwright.dossier.brief.material import Material, rows_of, said
from parkwright.dossier.tree import Block, Cell, Figure, Paragraph, Table
from parkwright.words import text

PICTURE = "schemes_"
"""Pictures of schemes are named so, with the id of their site behind."""
_GROUPS = ("lots", "roads", "green", "technical", "service")


def lots(material: Material) -> tuple[Block, ...]:
    """The chapter of the sites laid out."""
    blocks: list[Block] = [chapter("lots")]
    if not material.made("site_yield"):
        return (*blocks, not_computed("site_yield"))
    if not material.has("site_yield", "layout_metrics"):
        return (*blocks, Paragraph((text("brief_lots.none"),), "note"))
    blocks += [
        _sum(material),
        _yields(material),
        part("schemes"),
        Paragraph((text("brief_lots.schemes_intro"),)),
    ]
    blocks.append(_schemes(material))
    blocks += [_figure(material, name) for name in material.pictures if name.startswith(PICTURE)]
    return tuple(blocks)


def _figure(material: Material, name: str) -> Figure:
    """The schemes of one site, drawn side by side."""
    site = material.facility(f"sites:{name.removeprefix(PICTURE)}")
    caption, alt = text("brief_lots.figure", site=site), text("brief_lots.figure_alt", site=site)
    source = material.source("layout_pieces", "layout_metrics", "layout_verdicts")
    return Figure(name.replace("_", "-"), caption, material.pictures[name], alt, source)


def _sum(material: Material) -> Paragraph:
    rows = material.frame("site_yield").dropna(subset=["lots_ha", "planned_net_ha"])
    laid = text(
        "brief_lots.sum",
        count=len(rows),
        planned=float(rows["planned_net_ha"].sum()),
        lots=float(rows["lots_ha"].sum()),
    )
    again = rows["returned_ha"].notna().any()
    back = text(
        "brief_lots.returned" if again else "brief_lots.not_returned", ha=float(rows["returned_ha"].sum())
    )
    return Paragraph((laid, back, text("brief_lots.assumed")), source=material.source("site_yield"))


def _yields(material: Material) -> Table:
    rows = tuple(_yield(material, row) for row in rows_of(material.frame("site_yield")))
    columns = (
        column("site"), column("gross", material.ha, 0), column("planned_net", material.ha, 0),
        column("lots_ha", material.ha, 0), column("lots_pct", percent(), 1), column("difference", material.ha, 0),
        column("reason", wide=True),
    )  # fmt: skip
    source = material.source("site_yield")
    return Table("site-yields", text("brief_lots.yields"), columns, rows, source, compact=True)


def _yield(material: Material, row: object) -> tuple[Cell, ...]:
    def known(name: str, times: float = 1.0) -> float | None:
        value = getattr(row, name)
        return None if pd.isna(value) else times * float(value)

    return (
        material.facility(f"sites:{row.site_id}"), known("gross_ha"), known("planned_net_ha"), known("lots_ha"),  # type: ignore[attr-defined]
        known("lots_share", 100.0), known("difference_ha"), said(row),
    )  # fmt: skip


def _schemes(material: Material) -> Table:
    """One row a scheme: shares of the site, lots, lots asked for and not met, rules that it breaks, dead ends."""
    key = ["site_id", "scheme_id"]
    shares = material.frame("layout_shares").pivot(index=key, columns="group", values="share")
    figures = material.frame("layout_metrics").pivot(index=key, columns="metric", values="value")
    verdicts = material.frame("layout_verdicts")
    fails = verdicts[verdicts["verdict"] == "fails"].groupby(key)["rule_id"].agg(", ".join)
    rows: list[tuple[Cell, ...]] = []
    for site_id, scheme_id in shares.index:
        own, metric = shares.loc[(site_id, scheme_id)], figures.loc[(site_id, scheme_id)]
        rows.append(
            (
                material.facility(f"sites:{site_id}"), str(scheme_id).upper(),
                *(100 * float(own[group]) for group in _GROUPS), float(metric["lots"]), float(metric["unmet_lots"]),
                str(fails.get((site_id, scheme_id), "")) or text("brief_lots.none_failed"),
            )
        )  # fmt: skip
    shown = rows[: material.params.top_rows]
    columns = (
        column("site"), column("layout_scheme"), *(column(f"share_{group}", percent(), 1) for group in _GROUPS),
        column("lot_count", None, 0), column("lots_unmet", None, 0), column("rules_failed"),
    )  # fmt: skip
    notes = (text("brief.shown_of", shown=len(shown), total=len(rows)),) if len(rows) > len(shown) else ()
    source = material.source("layout_shares", "layout_metrics", "layout_verdicts")
    return Table(
        "layout-schemes", text("brief_lots.schemes"), columns, tuple(shown), source, compact=True, notes=notes
    )

"""The sites: what is opened and why, what the next best choice would have cost, and what was left out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part
from parkwright.dossier.brief.comparison import compare_scheme, comparison_table
from parkwright.dossier.brief.legal_types import why_these_types
from parkwright.dossier.brief.material import Material, rows_of, said
from parkwright.dossier.brief.page_one import what_to_open
from parkwright.dossier.tree import Block, Cell, Paragraph, Table
from parkwright.words import text


def sites(material: Material) -> tuple[Block, ...]:
    """The chapter of the sites."""
    blocks: list[Block] = [chapter("sites")]
    if not material.made("openings"):
        return (*blocks, not_computed("openings"))
    blocks += [what_to_open(material, None, "all-openings"), *why_these_types(material)]
    if material.has("openings"):
        blocks += [part("reasons"), Paragraph((text("brief_sites.reasons_intro"),)), _reasons(material)]
    if material.schemes:
        blocks += [
            part("scheme-full"),
            comparison_table(material, compare_scheme(material), None, "scheme-by-sector"),
        ]
    blocks += _selective(material)
    blocks += [
        part("not-opened"),
        _not_opened(material) if material.has("facilities") else not_computed("facilities"),
    ]
    return tuple(blocks)


def _selective(material: Material) -> list[Block]:
    """Parks in use that take some sectors only, and specialised parks of which it is not known what they take."""
    if not material.has("facilities") or "takes_vi" not in material.frame("facilities"):
        return []
    rows = material.frame("facilities").dropna(subset="takes_vi")
    if rows.empty:
        return []
    body = tuple((material.facility(row.facility_id), said(row, "takes")) for row in rows_of(rows))
    columns = (column("park"), column("takes", wide=True))
    table = Table(
        "parks-that-select",
        text("brief_sites.takes"),
        columns,
        body,
        material.source("facilities"),
        compact=True,
    )
    return [part("takes"), table]


def _reasons(material: Material) -> Table:
    """Why each site is opened; the next best stands there where it was asked for any site, else a note says that it was not."""
    openings = _in_order(material)
    asked = bool(openings[["runner_up", "runner_up_cost_bn"]].notna().any(axis=None))
    rows = tuple(_reason(material, row, asked) for row in rows_of(openings))
    columns = (
        column("site"), column("phase", None, 0), column("period"), column("net", material.ha, 0), column("reason", wide=True),
        *((column("runner_up"), column("runner_up_cost", material.money, 0)) if asked else ()),
    )  # fmt: skip
    notes = () if asked else (text("brief_sites.runner_up_not_asked"),)
    source = material.source("openings")
    return Table(
        "opening-reasons",
        text("brief_sites.reasons_caption"),
        columns,
        rows,
        source,
        compact=True,
        notes=notes,
    )


def _in_order(material: Material) -> pd.DataFrame:
    """The openings as in the list of what to open: those that are decided here first, by period."""
    rows = material.frame("openings")
    committed = rows["committed"].fillna(False).astype(bool) if "committed" in rows else False
    period = rows["period_id"].map({period: place for place, period in enumerate(material.periods)})
    first = period.groupby(rows["facility_id"]).transform("min")
    return rows.assign(committed=committed, first=first).sort_values(
        ["committed", "first", "facility_id", "phase"], kind="stable"
    )


def _reason(material: Material, row: Any, asked: bool) -> tuple[Cell, ...]:
    told = (material.facility(row.facility_id), int(row.phase), row.period_id, float(row.net_ha), said(row))
    if not asked:
        return told
    if row.committed or row.phase > 1:
        return (*told, "", "")  # a committed park opens anyway; the next best is told once a site
    if pd.isna(row.runner_up_cost_bn):
        return (*told, text("brief_sites.no_runner_up"), "")
    known = isinstance(row.runner_up, str) and row.runner_up
    return (
        *told,
        material.facility(row.runner_up) if known else text("brief_sites.no_new_park"),
        float(row.runner_up_cost_bn),
    )


def _not_opened(material: Material) -> Table:
    rows = material.frame("facilities")
    rows = rows[rows["role"].isin(("candidate", "left-out"))]
    if material.has("openings"):
        rows = rows[~rows["facility_id"].isin(material.frame("openings")["facility_id"])]
    rows = rows.sort_values(["role", "net_ha", "facility_id"], ascending=[True, False, True], kind="stable")
    shown = rows.head(material.params.top_rows)
    columns = (
        column("site"), column("role"), column("net", material.ha, 0), column("earliest_year"), column("reason", wide=True),
    )  # fmt: skip
    notes = (text("brief.shown_of", shown=len(shown), total=len(rows)),) if len(rows) > len(shown) else ()
    body = tuple(_left(material, row) for row in rows_of(shown))
    return Table(
        "sites-not-opened",
        text("brief_sites.not_opened_caption"),
        columns,
        body,
        material.source("facilities"),
        compact=True,
        notes=notes,
    )


def _left(material: Material, row: Any) -> tuple[Cell, ...]:
    year: Cell = None if pd.isna(row.earliest_year) else str(int(row.earliest_year))
    return (
        material.facility(row.facility_id),
        text(f"brief_sites.role.{row.role}"),
        float(row.net_ha),
        year,
        said(row),
    )

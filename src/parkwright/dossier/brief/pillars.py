"""One page: hectares and unmet demand by pillar, key industry and priority product; mechanical firms apart."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, percent
from parkwright.dossier.brief.material import Material, rows_of
from parkwright.dossier.brief.sums import planned_cells, share
from parkwright.dossier.tree import Block, Cell, PageBreak, Paragraph, Table, Words
from parkwright.words import Both, all_keys, text


def pillars(material: Material) -> tuple[Block, ...]:
    """The page of the pillars."""
    if not material.has("demand_cells"):
        return (chapter("pillars"), not_computed("demand_cells"))
    by_sector = planned_cells(material).groupby("sector_id")[["p50_ha", "served_ha", "unserved_ha"]].sum()
    by_pillar = _by_code(material, by_sector, "pillars", "brief_pillars.pillar")
    by_industry = _by_code(material, by_sector, "key_industry", "brief_pillars.key_industry")
    by_product = _by_product(by_sector, material)
    blocks: list[Block] = [chapter("pillars"), Paragraph((text("brief_pillars.intro"),))]
    if by_pillar:
        blocks.append(_table(material, "by-pillar", by_pillar))
    if by_industry:
        blocks.append(_table(material, "by-key-industry", by_industry, total=by_sector))
    if by_product:
        blocks.append(_table(material, "by-product", by_product, notes=_notes_on_products(material)))
    return (*blocks, *_mechanical(material, by_sector), PageBreak())


_Line = tuple[Words, pd.DataFrame | None]
"""A title and the rows of sectors that feed it; None: nothing feeds it."""


def _by_code(material: Material, by_sector: pd.DataFrame, name: str, words: str) -> list[_Line]:
    """Lines by the codes of a column of ``sectors`` (lists separated by ";": a row counts under each of its codes)."""
    codes = material.region.sectors.set_index("sector_id")[name].dropna().str.split(";").explode().str.strip()
    known = codes[codes.index.isin(by_sector.index)]
    return [
        (code_words(words, str(code)), by_sector.loc[list(ids.index)])
        for code, ids in known.groupby(known, sort=True)
    ]


def code_words(stem: str, code: str) -> Words:
    """The wording of a code, or the code itself where there is no wording (a region may have codes of its own)."""
    key = f"{stem}.{code}"
    return text(key) if key in all_keys() else Both(code, code)


def _by_product(by_sector: pd.DataFrame, material: Material) -> list[_Line]:
    """Lines of the region's own list of products, in its order; none for a region without a list."""
    lines: list[_Line] = []
    for row in rows_of(material.region.priority_products.sort_values("rank", kind="stable")):
        ids = _sectors_of(row.sectors)
        found = by_sector.loc[[name for name in ids if name in by_sector.index]] if ids else None
        lines.append((Both(row.name_vi, row.name_en), found))
    return lines


def _sectors_of(cell: object) -> list[str]:
    return [word.strip() for word in cell.split(";")] if isinstance(cell, str) else []


def _notes_on_products(material: Material) -> tuple[Words, ...]:
    """How the list was matched with the sectors, where nobody read it so; and whether its lines overlap."""
    products = material.region.priority_products
    grades = [name for name in ("derived", "assumed") if products["evidence"].eq(name).any()]
    used = products["sectors"].dropna().str.split(r"\s*;\s*", regex=True).explode()
    notes = [text(f"brief_pillars.products.{name}") for name in grades]
    return (*notes, text("brief_pillars.products.overlap")) if used.duplicated().any() else tuple(notes)


def _table(
    material: Material,
    anchor: str,
    lines: Iterable[_Line],
    total: pd.DataFrame | None = None,
    notes: tuple[Words, ...] = (),
) -> Table:
    names = ("group", "demand", "served", "unserved", "unserved_share")
    columns = tuple(
        column(
            name,
            None if name == "group" else percent() if name.endswith("share") else material.ha,
            None if name == "group" else 1,
        )
        for name in names
    )
    rows = [_row(title, found) for title, found in lines]
    if total is not None:
        rows.append(_row(text("brief.total"), total))
    source = material.source(
        "demand_cells", *(name for name in ("allocations", "unserved") if material.made(name))
    )
    return Table(
        anchor,
        text(f"brief_pillars.caption.{anchor}"),
        columns,
        tuple(rows),
        source,
        int(total is not None),
        compact=True,
        notes=notes,
    )


def _row(title: Words, found: pd.DataFrame | None) -> tuple[Cell, ...]:
    if found is None:
        return (title, text("brief_pillars.not_planned"), "", "", "")
    demand, served, unserved = (float(found[name].sum()) for name in ("p50_ha", "served_ha", "unserved_ha"))
    return (title, demand, served, unserved, share(unserved, demand))


def _mechanical(material: Material, by_sector: pd.DataFrame) -> tuple[Block, ...]:
    wanted = material.params.mechanical_key_industry
    rows = material.region.sectors
    ids = [
        name
        for name in rows.loc[rows["key_industry"].eq(wanted).fillna(False), "sector_id"]
        if name in by_sector.index
    ]
    if not ids:
        return (Paragraph((text("brief_pillars.no_mechanical"),), "note"),)
    lines: list[_Line] = [(material.sector(name), by_sector.loc[[name]]) for name in ids]
    return (_table(material, "mechanical", lines, total=by_sector.loc[ids]),)

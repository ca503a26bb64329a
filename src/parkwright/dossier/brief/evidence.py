"""Evidence: how much of the answer rests on assumed inputs, how far it moves, and what moves it most."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part, percent
from parkwright.dossier.brief.material import Material, joined, listed, rows_of, said
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.tree import Amount, Block, Bullets, Cell, Mark, Paragraph, Table, Words
from parkwright.words import Both, text


def evidence(material: Material) -> tuple[Block, ...]:
    """The chapter of the evidence."""
    blocks: list[Block] = [chapter("evidence"), Paragraph((text("brief_evidence.intro"),))]
    blocks.append(_figures(material) if material.has("evidence") else not_computed("evidence"))
    blocks.append(part("assumptions"))
    return (*blocks, *_assumptions(material))


def _figures(material: Material) -> Table:
    rows = material.frame("evidence")
    # A term of which the plan has nothing, and which no assumption brings up, is no figure to weigh.
    rows = rows[(rows[["value", "low", "high"]].fillna(0.0) != 0.0).any(axis=1)]
    body = tuple(_figure(material, row) for row in rows_of(rows))
    columns = (
        column("figure"), column("unit"), *(column(name, None, 0) for name in ("value", "low", "high")),
        column("assumed", percent(), 0), column("moved_by", wide=True),
    )  # fmt: skip
    return Table(
        "evidence-figures",
        text("brief_evidence.figures"),
        columns,
        body,
        material.source("evidence"),
        compact=True,
    )


def _figure(material: Material, row: Any) -> tuple[Cell, ...]:
    decimals = 0 if str(row.figure).endswith("_bn") else 1
    value, low, high = (
        Amount(float(one), decimals) if not pd.isna(one) else text("brief.not_computed_short")
        for one in (row.value, row.low, row.high)
    )
    assumed = float(row.assumed_share) * 100
    return (
        _figure_words(material, row),
        _unit_words(material, row),
        value,
        low,
        high,
        assumed,
        said(row, "moved_by"),
    )


def _unit_words(material: Material, row: Any) -> Cell:
    """The unit in words of both languages: "bn VND" of the table is "tỷ VND" in Vietnamese."""
    if str(row.figure).endswith("_bn"):
        return material.money
    unit = row.unit if isinstance(row.unit, str) else ""
    return text(f"brief.unit.{unit}") if unit in ("ha", "min") else unit


def _figure_words(material: Material, row: Any) -> Words:
    """The figure and, where it is one of several, its item: a sector, a term of the cost, or the id itself."""
    name = code_words("brief_evidence.figure", str(row.figure))
    item = getattr(row, "item", None)
    if not isinstance(item, str) or item in ("", "all"):
        return name
    shown = material.sector(item) if item in material.sector_names else code_words("brief_costs.term", item)
    return text("brief_evidence.item", figure=name, item=shown)


def _assumptions(material: Material) -> tuple[Block, ...]:
    """The weightiest assumptions: those tried anew by what they do to the plan's cost, then those that were not."""
    if not material.made("what_if"):
        return (not_computed("what_if"),)
    rows = material.frame("what_if")
    rows = rows[rows["kind"] == "assumption"]
    if rows.empty:
        return (Paragraph((text("brief_evidence.no_assumption"),), "warning"),)
    rows = rows.assign(weight=rows["delta_bn"].abs()).sort_values(
        "weight", ascending=False, na_position="last", kind="stable"
    )
    rows = rows.head(material.params.top_assumptions)
    tried, not_tried = rows[rows["status"] != "not-asked"], rows[rows["status"] == "not-asked"]
    blocks: list[Block] = [_tried(material, tried)] if len(tried) else []
    if len(not_tried):
        names = tuple(_assumption_words(row) for row in rows_of(not_tried))
        blocks += [
            Paragraph((text("brief_evidence.not_tried"),)),
            Bullets(names, material.source("what_if")),
        ]
    return tuple(blocks)


def _tried(material: Material, rows: pd.DataFrame) -> Table:
    columns = (
        column("assumption", wide=True), column("delta", material.money, 0), column("unserved", material.ha, 0),
        column("sites_change", wide=True), column("status"),
    )  # fmt: skip
    return Table(
        "assumptions-tested",
        text("brief_evidence.assumptions"),
        columns,
        tuple(_assumption(material, row) for row in rows_of(rows)),
        material.source("what_if"),
        compact=True,
    )


def _assumption_words(row: Any) -> Words:
    told = said(row)
    return told if isinstance(told, Both) and told.en else Both(str(row.object), str(row.object))


def _assumption(material: Material, row: Any) -> tuple[Cell, ...]:
    delta, unserved = (
        float(value) if not pd.isna(value) else text("brief.not_computed_short")
        for value in (row.delta_bn, row.unserved_ha)
    )
    change = _sites_change(material, row)
    return (_assumption_words(row), delta, unserved, change, status_mark(row.status))


def _sites_change(material: Material, row: Any) -> Words:
    """Which sites would open beside those of the plan, and which of the plan's would not, were the assumption another."""
    if pd.isna(row.objective_bn) or not material.has("what_if_openings"):
        return text("brief.not_computed_short")
    theirs = material.frame("what_if_openings")
    then = list(dict.fromkeys(theirs.loc[theirs["question_id"] == row.question_id, "facility_id"]))
    now = list(dict.fromkeys(material.frame("openings")["facility_id"])) if material.has("openings") else []
    more, fewer = [name for name in then if name not in now], [name for name in now if name not in then]
    told = [text("brief_evidence.opens", sites=listed(map(material.facility, more)))] if more else []
    told += [text("brief_evidence.closes", sites=listed(map(material.facility, fewer)))] if fewer else []
    return joined(told) if told else text("brief_evidence.same_sites")


def status_mark(status: str) -> Mark:
    """Whether a question was proven, stopped, worked out, or not asked."""
    tones = {"proven": "good", "held": "good", "stopped": "open", "not-asked": "open", "infeasible": "bad"}
    return Mark(text(f"brief_questions.status.{status}"), tones[status])  # type: ignore[arg-type]

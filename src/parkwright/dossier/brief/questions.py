"""What was asked of the plan, what was not asked, and what was not proven."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part
from parkwright.dossier.brief.evidence import status_mark
from parkwright.dossier.brief.material import Material, rows_of, said
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.tree import Block, Cell, Paragraph, Table
from parkwright.words import Both, text


def questions(material: Material) -> tuple[Block, ...]:
    """The chapter of the questions, and of the limits that were applied."""
    blocks: list[Block] = [chapter("questions")]
    if material.has("what_if"):
        rows = material.frame("what_if")
        counts = rows["status"].value_counts()
        told = {name: int(counts.get(name, 0)) for name in ("proven", "stopped", "not-asked")}
        words = text(
            "brief_questions.intro",
            proven=told["proven"],
            stopped=told["stopped"],
            not_asked=told["not-asked"],
        )
        blocks += [Paragraph((words,), source=material.source("what_if")), _table(material, rows)]
    else:
        blocks.append(not_computed("what_if"))
    blocks.append(part("limits"))
    blocks.append(_limits(material) if material.has("limits") else not_computed("limits"))
    return tuple(blocks)


def _table(material: Material, rows: pd.DataFrame) -> Table:
    body = tuple(_question(material, row) for row in rows_of(rows[rows["kind"] != "assumption"]))
    columns = (
        column("question"), column("object"), column("status"), column("delta", material.money, 0),
        column("unserved", material.ha, 0), column("reason", wide=True),
    )  # fmt: skip
    return Table(
        "questions-asked",
        text("brief_questions.caption"),
        columns,
        body,
        material.source("what_if"),
        compact=True,
    )


def _question(material: Material, row: Any) -> tuple[Cell, ...]:
    name = str(row.object) if isinstance(row.object, str) else ""
    shown = material.facility(name) if name in material.facility_names else Both(name, name)
    figures = (
        float(value) if not pd.isna(value) else text("brief.not_computed_short")
        for value in (row.delta_bn, row.unserved_ha)
    )
    return (
        code_words("brief_questions.kind", str(row.kind)),
        shown,
        status_mark(row.status),
        *figures,
        said(row),
    )


def _limits(material: Material) -> Table:
    """The limits that bind or are broken; the rest are a file of the run."""
    rows = material.frame("limits")
    shown = rows[rows["binding"].fillna(False).astype(bool) | ~rows["ok"].fillna(True).astype(bool)].head(
        material.params.top_rows
    )
    body = tuple(_limit(material, row) for row in rows_of(shown))
    columns = (
        column("limit_kind"), column("object"), column("period"), column("used", None, 1), column("limit", None, 1), column("unit"),
    )  # fmt: skip
    notes = (text("brief_questions.limits_note", binding=len(shown), total=len(rows)),)
    return Table(
        "limits-binding",
        text("brief_questions.limits"),
        columns,
        body,
        material.source("limits"),
        compact=True,
        notes=notes,
    )


def _limit(material: Material, row: Any) -> tuple[Cell, ...]:
    name = str(row.object) if isinstance(row.object, str) else ""
    shown = material.facility(name) if name in material.facility_names else Both(name, name)
    period = row.period_id if isinstance(row.period_id, str) else ""
    unit = row.unit if isinstance(row.unit, str) else ""
    used, limit = (float(value) if not pd.isna(value) else None for value in (row.used, row.limit))
    return (code_words("brief_questions.limit_kind", str(row.limit_kind)), shown, period, used, limit, unit)

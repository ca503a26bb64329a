"""What was asked of the plan, what was not asked, and what was not proven."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part
from parkwright.dossier.brief.evidence import status_mark
from parkwright.dossier.brief.how_sure import question_counts
from parkwright.dossier.brief.material import Material, at, counted, listed, rows_of, said
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.tree import Block, Bullets, Cell, Paragraph, Table, Words
from parkwright.words import Both, text

_FIRST_TOLD = ("budget", "service", "utilities", "reserve", "locks", "capacity")
_OF_CELLS = ("demand", "reach", "lots", "opening", "legal_type")
"""Kinds of limit that bind by the hundred in any plan (single cells, order of opening, shares): they are only counted."""


def questions(material: Material) -> tuple[Block, ...]:
    """The chapter of the questions, and of the limits that were applied."""
    blocks: list[Block] = [chapter("questions")]
    if material.has("what_if"):
        rows = material.frame("what_if")
        words = text("brief_questions.intro", counts=counted("brief_questions.count", question_counts(rows)))
        blocks += [Paragraph((words,), source=material.source("what_if")), *_asked(material, rows)]
    else:
        blocks.append(not_computed("what_if"))
    blocks.append(part("limits"))
    blocks += _limits(material) if material.has("limits") else (not_computed("limits"),)
    return tuple(blocks)


def _asked(material: Material, rows: pd.DataFrame) -> tuple[Block, ...]:
    """The questions one by one, what each asks once below; those that were not asked only by name (assumptions stand apart)."""
    rows = rows[rows["kind"] != "assumption"]
    asked, not_asked = rows[rows["status"] != "not-asked"], rows[rows["status"] == "not-asked"]
    blocks: list[Block] = [_table(material, asked)] if len(asked) else []
    if len(not_asked):
        names = tuple(
            _not_asked(material, str(kind), found) for kind, found in not_asked.groupby("kind", sort=False)
        )
        blocks += [
            Paragraph((text("brief_questions.not_asked"),)),
            Bullets(names, material.source("what_if")),
        ]
    return tuple(blocks)


def _table(material: Material, rows: pd.DataFrame) -> Table:
    columns = (
        column("question"), column("object", wide=True), column("status"), column("delta", material.money, 0),
        column("unserved", material.ha, 0),
    )  # fmt: skip
    told = rows.drop_duplicates(["kind", "reason_vi", "reason_en"])
    return Table(
        "questions-asked",
        text("brief_questions.caption"),
        columns,
        tuple(_question(material, row) for row in rows_of(rows)),
        material.source("what_if"),
        compact=True,
        notes=tuple(
            text("brief_questions.asks", question=_question_words(str(row.kind)), reason=said(row))
            for row in rows_of(told)
            if said(row) != Both("", "")
        ),
    )


def _question(material: Material, row: Any) -> tuple[Cell, ...]:
    figures = (
        float(value) if not pd.isna(value) else text("brief.not_computed_short")
        for value in (row.delta_bn, row.unserved_ha)
    )
    return (_question_words(str(row.kind)), _object_words(material, row), status_mark(row.status), *figures)


def _question_words(kind: str) -> Words:
    return code_words("brief_questions.kind", kind)


def _object_words(material: Material, row: Any) -> Words:
    name = str(row.object) if isinstance(row.object, str) else ""
    return material.facility(name) if name in material.facility_names else Both(name, name)


def _not_asked(material: Material, kind: str, rows: pd.DataFrame) -> Words:
    """A kind of question that was not asked, and of what."""
    found = (_object_words(material, row) for row in rows_of(rows))
    names = listed(name for name in found if name != Both("", ""))
    if not names:
        return text("brief.plain", words=_question_words(kind))
    return text("brief_questions.not_asked_of", question=_question_words(kind), objects=names)


def _limits(material: Material) -> tuple[Block, ...]:
    """Limits counted by kind; those broken, and those that bind a park, a period or the plan (not single cells), one by one."""
    rows = material.frame("limits")
    rows = rows.assign(binding=_true(rows["binding"], False), broken=~_true(rows["ok"], True))
    counts = rows.groupby("limit_kind", sort=True).agg(
        total=("ok", "size"), binding=("binding", "sum"), broken=("broken", "sum")
    )
    body = tuple(
        (_kind(str(kind)), *(int(at(counts, kind, name)) for name in ("total", "binding", "broken")))
        for kind in counts.index
    )
    columns = (column("limit_kind"), *(column(name, None, 0) for name in ("limits", "binding", "broken")))
    by_kind = Table(
        "limits-by-kind",
        text("brief_questions.by_kind"),
        columns,
        body,
        material.source("limits"),
        compact=True,
    )
    found = rows[rows["broken"] | (rows["binding"] & ~rows["limit_kind"].isin(_OF_CELLS))]
    return (by_kind, _binding(material, found)) if len(found) else (by_kind,)


def _true(cells: pd.Series, unknown: bool) -> pd.Series:
    return cells.fillna(unknown).astype(bool)


def _kind(kind: str) -> Words:
    return code_words("brief_questions.limit_kind", kind)


def _binding(material: Material, found: pd.DataFrame) -> Table:
    order = (
        found["limit_kind"]
        .map({kind: place for place, kind in enumerate(_FIRST_TOLD)})
        .fillna(len(_FIRST_TOLD))
    )
    found = found.assign(order=order).sort_values(
        ["broken", "order", "limit"], ascending=[False, True, False], kind="stable"
    )
    found = found.drop_duplicates(["limit_kind", "object"])
    shown = found.head(material.params.top_rows)
    body = tuple(_limit(material, row) for row in rows_of(shown))
    columns = (
        column("limit_kind"), column("object"), column("period"), column("used", None, 1), column("limit", None, 1), column("unit"),
    )  # fmt: skip
    notes = (text("brief.shown_of", shown=len(shown), total=len(found)),) if len(found) > len(shown) else ()
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
    period = row.period_id if isinstance(row.period_id, str) and row.period_id != "all" else ""
    unit = str(row.unit) if isinstance(row.unit, str) else ""
    unit_words = (
        material.money if unit.startswith(material.money_unit) else code_words("brief_questions.unit", unit)
    )
    used, limit = (float(value) if not pd.isna(value) else None for value in (row.used, row.limit))
    return (_kind(str(row.limit_kind)), _limited(material, name), period, used, limit, unit_words)


def _limited(material: Material, name: str) -> Words:
    """What is limited: a park by its name, and what of it ("parks:p1:wastewater_m3_day"); else as the table names it."""
    if name in material.facility_names:
        return material.facility(name)
    park, _, what = name.rpartition(":")
    if park in material.facility_names:
        part = code_words("brief_questions.limited", what)
        return text("brief_questions.part_of", park=material.facility(park), part=part)
    return Both(name, name)

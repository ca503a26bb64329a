"""Conversions of existing parks: the options of the region, and the legal tests that the verdicts hold."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, percent
from parkwright.dossier.brief.material import Material, article_words, binding, rows_of, said, verdict_mark
from parkwright.dossier.tree import Block, Cell, Mark, Paragraph, Table, Words
from parkwright.words import Both, text

_VERDICTS = ("fails", "cannot_tell", "passes")


def conversions(material: Material) -> tuple[Block, ...]:
    """The chapter of the conversions; what a park under conversion displaces is part of the demand (relocation)."""
    rows = material.region.conversions
    if rows.empty:
        return (chapter("conversions"), Paragraph((text("brief_conversions.none"),)))
    blocks: list[Block] = [
        chapter("conversions"),
        Paragraph((text("brief_conversions.intro"),)),
        _options(material, rows),
    ]
    if not material.made("verdicts"):
        return (*blocks, not_computed("verdicts"))
    found = material.frame("verdicts")
    found = found[found["object_table"] == "conversions"]
    if found.empty:
        return (*blocks, Paragraph((text("brief_conversions.not_tested"),), "warning"))
    return (*blocks, *_tests(material, rows, found))


def _options(material: Material, rows: pd.DataFrame) -> Table:
    names = _park_names(material)
    body = tuple(_option(row, names) for row in rows_of(rows))
    columns = (
        column("park"), column("option"), column("official"), column("age", text("brief.unit.year"), 0),
        column("total_area", material.ha, 1), column("occupancy", percent(), 0), column("displaced", percent(), 0),
    )  # fmt: skip
    return Table(
        "conversion-options",
        text("brief_conversions.options"),
        columns,
        body,
        compact=True,
        notes=(text("brief_conversions.input"),),
    )


def _park_names(material: Material) -> dict[str, Both]:
    parks = material.region.parks
    return {row.park_id: Both(str(row.name_vi), str(row.name_en)) for row in rows_of(parks)}


def _option(row: Any, names: dict[str, Both]) -> tuple[Cell, ...]:
    official: Cell = (
        None
        if pd.isna(row.official_direction)
        else text("glossary.yes" if row.official_direction else "glossary.no")
    )
    return (
        names.get(row.park_id, Both(row.park_id, row.park_id)),
        Both(str(row.name_vi), str(row.name_en)),
        official,
        _figure(row.age_years),
        _figure(row.total_ha),
        _figure(row.occupancy_pct),
        _figure(row.displaced_share, 100.0),
    )


def _figure(value: Any, factor: float = 1.0) -> float | None:
    return None if pd.isna(value) else factor * float(value)


def _tests(material: Material, rows: pd.DataFrame, found: pd.DataFrame) -> tuple[Table, ...]:
    """Every option with its rules by verdict; then, one by one, the tests that were answered."""
    names, parks = rows.set_index("conversion_id"), _park_names(material)
    found = binding(found).sort_values(["object_id", "rule_id"], kind="stable")
    lists = found.groupby(["object_id", "verdict"])["rule_id"].agg(
        lambda rules: ", ".join(dict.fromkeys(rules))
    )
    body = tuple(
        (_object(str(one), names, parks), *(str(lists.get((one, verdict), "")) for verdict in _VERDICTS))
        for one in found["object_id"].unique()
    )
    columns = (column("object"), *(column(verdict) for verdict in _VERDICTS))
    source = material.source("verdicts")
    whole = Table("conversion-tests", text("brief_conversions.tests"), columns, body, source, compact=True)
    answered = found[found["verdict"] != "cannot_tell"].drop_duplicates(["object_id", "rule_id", "reason_en"])
    if answered.empty:
        return (whole,)
    told = tuple(_test(row, _object(row.object_id, names, parks)) for row in rows_of(answered))
    heads = (
        column("object"),
        column("rule"),
        column("article"),
        column("verdict"),
        column("reason", wide=True),
    )
    return (
        whole,
        Table("conversion-answers", text("brief_conversions.answers"), heads, told, source, compact=True),
    )


def _object(conversion_id: str, names: pd.DataFrame, parks: dict[str, Both]) -> Words:
    if conversion_id not in names.index:
        return Both(conversion_id, conversion_id)
    row = names.loc[conversion_id]
    option = Both(str(row["name_vi"]), str(row["name_en"]))
    return text(
        "brief_conversions.object", park=parks.get(str(row["park_id"]), str(row["park_id"])), option=option
    )


def _test(row: Any, name: Words) -> tuple[Cell, ...]:
    mark: Mark = verdict_mark(row.verdict)
    return (name, str(row.rule_id), article_words(row), mark, said(row))

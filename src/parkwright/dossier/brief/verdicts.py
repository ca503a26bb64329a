"""The verdicts: rule by rule over the plan, then all that fails or cannot be told on what is opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part
from parkwright.dossier.brief.material import (
    Material,
    article_words,
    at,
    binding,
    counted,
    rows_of,
    said,
    verdict_mark,
)
from parkwright.dossier.tree import Block, Paragraph, Table, Words
from parkwright.rules import GRADES
from parkwright.words import Both, Text, text

_ORDER = {"fails": 0, "cannot_tell": 1, "passes": 2}


def verdicts(material: Material) -> tuple[Block, ...]:
    """The chapter of the verdicts."""
    if not material.has("verdicts"):
        return (chapter("verdicts"), not_computed("verdicts"))
    rows = binding(material.frame("verdicts"))
    information = len(material.frame("verdicts")) - len(rows)
    return (
        chapter("verdicts"),
        Paragraph(tuple(_intro(material, rows, information)), source=material.source("verdicts")),
        _by_rule(material, rows),
        part("verdicts-open"),
        *_open_points(material, rows),
    )


def _intro(material: Material, rows: pd.DataFrame, information: int) -> Iterator[Text]:
    found = rows["verdict"].value_counts()
    counts = {name: int(found.get(name, 0)) for name in _ORDER}
    yield text("brief_verdicts.intro", day=material.law_day, counts=counted("brief_verdicts.count", counts))
    if counts["cannot_tell"]:
        yield text("brief_verdicts.cannot_tell")
    if information:
        yield text("brief_verdicts.information", count=information)
    yield text("brief_verdicts.confirm")


def _by_rule(material: Material, rows: pd.DataFrame) -> Table:
    counts = (
        rows.groupby(["rule_id", "verdict"])
        .size()
        .unstack(fill_value=0)
        .reindex(columns=list(_ORDER), fill_value=0)
    )
    articles = {str(row.rule_id): article_words(row) for row in rows_of(rows)}
    first = rows.drop_duplicates("rule_id").set_index("rule_id")
    body = tuple(
        (
            str(rule),
            material.rule_title(str(rule)),
            articles[str(rule)],
            _grade(first.at[rule, "grade"]),
            *(int(at(counts, rule, name)) for name in _ORDER),
        )
        for rule in counts.index
    )
    columns = (
        column("rule"), column("asks", wide=True), column("article"), column("grade"), *(column(name, None, 0) for name in ("fails", "cannot_tell", "passes")),
    )  # fmt: skip
    return Table(
        "verdicts-by-rule",
        text("brief_verdicts.by_rule"),
        columns,
        body,
        material.source("verdicts"),
        compact=True,
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _grade(value: Any) -> Words:
    known = isinstance(value, str) and value in GRADES
    return text(f"brief_verdicts.grade.{value}") if known else Both(_plain(value), _plain(value))


def _open_points(material: Material, rows: pd.DataFrame) -> tuple[Block, ...]:
    """What fails, row by row; what cannot be told, one row a rule with the objects it concerns (conversions stand apart)."""
    found = rows[(rows["verdict"] != "passes") & (rows["object_table"] != "conversions")]
    if found.empty:
        return (Paragraph((text("brief_verdicts.none_open"),)),)
    found = found.sort_values(["object_table", "object_id", "rule_id", "period_id"], kind="stable")
    fails, untold = found[found["verdict"] == "fails"], found[found["verdict"] == "cannot_tell"]
    none = Paragraph((text("brief_verdicts.none_fails"),), source=material.source("verdicts"))
    blocks: list[Block] = [_fails(material, fails) if len(fails) else none]
    return (*blocks, *((_untold(material, untold),) if len(untold) else ()))


def _fails(material: Material, found: pd.DataFrame) -> Table:
    found = found.drop_duplicates(["object_table", "object_id", "rule_id", "reason_en"])
    body = tuple(
        (
            object_words(material, row),
            str(row.rule_id),
            article_words(row),
            verdict_mark(row.verdict),
            said(row),
        )
        for row in rows_of(found)
    )
    columns = (
        column("object"),
        column("rule"),
        column("article"),
        column("verdict"),
        column("reason", wide=True),
    )
    return Table(
        "verdicts-fail", text("brief_verdicts.fail"), columns, body, material.source("verdicts"), compact=True
    )


def _untold(material: Material, found: pd.DataFrame) -> Table:
    objects = found.groupby("rule_id")["object_id"].nunique()
    body = tuple(
        (
            str(row.rule_id),
            article_words(row),
            int(at(objects.to_frame(), row.rule_id, "object_id")),
            _example(material, row),
        )
        for row in rows_of(found.drop_duplicates("rule_id").sort_values("rule_id", kind="stable"))
    )
    columns = (
        column("rule"),
        column("article"),
        column("objects", None, 0),
        column("first_reason", wide=True),
    )
    return Table(
        "verdicts-untold",
        text("brief_verdicts.untold"),
        columns,
        body,
        material.source("verdicts"),
        compact=True,
    )


def _example(material: Material, row: Any) -> Words:
    """What is missing, of which park or site (other objects are named by the sentence itself)."""
    if f"{row.object_table}:{row.object_id}" not in material.facility_names:
        return said(row)
    return text("brief_verdicts.example", object=object_words(material, row), reason=said(row))


def object_words(material: Material, row: Any) -> Words:
    """The name of the object of a verdict, or its id."""
    joint = f"{row.object_table}:{row.object_id}"
    for name in (joint, str(row.object_id)):
        if name in material.facility_names:
            return material.facility(name)
    return Both(str(row.object_id), str(row.object_id))

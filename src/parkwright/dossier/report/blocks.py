"""Blocks that the chapters of a report make in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from parkwright.dossier.report.material import Material
from parkwright.dossier.tree import Cell, Column, Figure, Heading, Paragraph, Table, Words
from parkwright.words import Both, text


def chapter(anchor: str) -> Heading:
    """The heading of a chapter; its wording is ``report.chapter.<anchor>``."""
    return Heading(text(f"report.chapter.{anchor}"), 1, anchor)


def section(anchor: str) -> Heading:
    """The heading of a part of a chapter; its wording is ``report.chapter.<anchor>``."""
    return Heading(text(f"report.chapter.{anchor}"), 2, anchor)


def part(anchor: str, words: Words, level: int = 2) -> Heading:
    """A heading of its own words; below the second level it has no number."""
    return Heading(words, level, anchor, numbered=level < 3)


def column(name: str, unit: Words | None = None, decimals: int | None = None, wide: bool = False) -> Column:
    """A column whose title is ``report_columns.<name>``."""
    return Column(text(f"report_columns.{name}"), unit, decimals, wide)


def picture(material: Material, name: str, caption: Words, *tables: str) -> tuple[Figure, ...]:
    """A picture with the tables behind it; nothing where it was not drawn (the table beside it says why)."""
    if name not in material.pictures:
        return ()
    source = material.source(*tables)
    return (
        Figure(
            f"figure-{name.replace('_', '-')}",
            caption,
            material.pictures[name],
            text("report.picture_alt", caption=caption),
            source,
        ),
    )


def quoted(material: Material, remark: Any) -> Words:
    """A remark in its author's own words, with what kind it is, who says it and in which language; never translated."""
    said = text("report.quote", words=Both(remark.words, remark.words))
    return text(
        f"report.remark.said_{remark.lang}", kind=text(f"report_codes.remark.{remark.kind}"), words=said, agency=material.agency(remark.agency_id)
    )  # fmt: skip


def table(
    material: Material,
    anchor: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[Cell, ...]],
    *sources: str,
    caption: Words | None = None,
    total_rows: int = 0,
    notes: tuple[Words, ...] = (),
) -> Table:
    """A table of the report; its caption is ``report.caption.<anchor>`` unless another is given.

    sources: names of the tables of monitoring behind it ("targets" is monitoring_targets)

    I/O Example:
        table(material, "table-parks", (column("facility"),), [("Park A",)], "plan") -> Table "Planned and recorded", one row
    """
    told = caption or text(f"report.caption.{anchor.removeprefix('table-').replace('-', '_')}")
    return Table(
        anchor,
        told,
        tuple(columns),
        tuple(rows),
        material.source(*sources),
        total_rows,
        compact=True,
        notes=notes,
    )


def note(key: str, **values: Any) -> Paragraph:
    """A note under a table or in the place of one."""
    return Paragraph((text(key, **values),), "note")


def listed(names: Sequence[Words]) -> Words:
    """Names one after the other: "a; b; c"; nothing for none."""
    told: Words = Both("", "")
    for place, name in enumerate(names):
        told = name if place == 0 else text("report.and", head=told, tail=name)
    return told

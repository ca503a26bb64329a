"""Blocks that every chapter makes in the same way."""

from __future__ import annotations

from parkwright.dossier.brief.material import Material
from parkwright.dossier.tree import Column, Figure, Heading, Paragraph, Words
from parkwright.words import Text, text


def chapter(anchor: str) -> Heading:
    """The heading of a chapter; its wording is ``brief_chapters.<anchor>``."""
    return Heading(text(f"brief_chapters.{anchor}"), 1, anchor)


def part(anchor: str) -> Heading:
    """The heading of a part of a chapter; its wording is ``brief_chapters.<anchor>``."""
    return Heading(text(f"brief_chapters.{anchor}"), 2, anchor)


def not_computed(table: str) -> Paragraph:
    """Says that the run did not make a table."""
    return Paragraph((text("brief.not_computed", table=table),), "warning")


def column(name: str, unit: Words | None = None, decimals: int | None = None, wide: bool = False) -> Column:
    """A column whose title is ``brief_columns.<name>``."""
    return Column(text(f"brief_columns.{name}"), unit, decimals, wide)


def percent() -> Text:
    """The unit of a percentage."""
    return text("brief.unit.percent")


def picture(material: Material, name: str, *tables: str) -> Figure | Paragraph:
    """A picture of the run with the tables behind it, or the sentence that it was not drawn.

    name: as in ``figures.draw_pictures`` ("chart_costs"); wordings are ``brief_figures.<name>`` and ``brief_figures.alt.<name>``
    """
    caption = text(f"brief_figures.{name}")
    if name not in material.pictures:
        return Paragraph((text("brief.no_picture", caption=caption),), "warning")
    source = material.source(*(table for table in tables if material.made(table)))
    return Figure(
        name.replace("_", "-"), caption, material.pictures[name], text(f"brief_figures.alt.{name}"), source
    )

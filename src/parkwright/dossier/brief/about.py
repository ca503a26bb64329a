"""About the document: the run that made it, its tables, and how to read the words of evidence."""

from __future__ import annotations

from parkwright.dossier.brief.blocks import chapter, column, part
from parkwright.dossier.brief.material import Material
from parkwright.dossier.tree import Block, Bullets, Cell, Paragraph, Table
from parkwright.tables import all_tables
from parkwright.words import Both, Text, text


def about(material: Material) -> tuple[Block, ...]:
    """The last chapter."""
    return (
        chapter("about"),
        _run(material),
        Bullets(
            tuple(
                text(f"brief_about.read.{name}")
                for name in ("evidence", "verdict", "unknown", "files", "law")
                if name != "law" or material.region.meta.rule_set
            )
        ),
        part("tables"),
        _tables(material),
        Paragraph((text("brief_about.credit"),), "note"),
    )


def _run(material: Material) -> Paragraph:
    manifest = material.manifest
    seed = manifest.get("seed")
    sentences: list[Text] = [
        text(
            "brief_about.run",
            run=material.run,
            day=material.day,
            seed=str(seed) if seed is not None else None,
        ),
        text("brief_about.law_day", day=material.law_day),
    ]
    if manifest.get("version"):
        sentences.append(text("brief_about.version", version=str(manifest["version"])))
    return Paragraph(tuple(sentences))


def _tables(material: Material) -> Table:
    """Every result table of the run: its file, what a row is, how many rows it has."""
    grains = {spec.name: Both(spec.grain["vi"], spec.grain["en"]) for spec in all_tables("result", "region")}
    body: list[tuple[Cell, ...]] = [
        (name, grains.get(name, Both("", "")), len(material.tables[name])) for name in sorted(material.tables)
    ]
    columns = (column("table"), column("grain", wide=True), column("rows", None, 0))
    source = material.source(*sorted(material.tables)) if material.tables else None
    return Table("result-tables", text("brief_about.tables"), columns, tuple(body), source, compact=True)

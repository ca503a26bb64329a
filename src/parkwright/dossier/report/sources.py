"""The last chapter: every value in use, numbered, with who recorded it and where it was read."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import chapter, column, listed, note, table
from parkwright.dossier.report.material import Material, number_of, when
from parkwright.dossier.report.wording import code
from parkwright.dossier.tree import Block, Cell, Table, Words
from parkwright.words import Both, text


def sources(material: Material) -> tuple[Block, ...]:
    """The chapter of the sources: the values of the programme, then those of the region around it."""
    series = material.monitoring.series
    if series.empty:
        return (chapter("sources"), note("report.no_values"))
    facts = material.region.programme.observations.set_index("observation_id")[["source", "evidence"]]
    told = series.join(facts, on="observation_id")
    addresses = {source: number for number, source in enumerate(dict.fromkeys(told["source"].dropna()), 1)}
    asked = set(material.targets["indicator_id"])
    own = told["indicator_id"].map(material.indicators["item_id"]).notna() | told["indicator_id"].isin(asked)
    blocks: list[Block] = [chapter("sources"), note("report.sources_means")]
    for name, rows in (("values", told[own]), ("context", told[~own])):
        if len(rows):
            blocks.append(_table(material, name, rows, addresses))
    blocks.append(_addresses(material, addresses))
    return tuple(blocks)


def _table(material: Material, name: str, rows: pd.DataFrame, addresses: dict[str, int]) -> Table:
    """One row for each indicator and area: its values in their order, each with its number."""
    cells: list[tuple[Cell, ...]] = []
    for (indicator, area), series in rows.groupby(["indicator_id", "area_id"], sort=True):
        told = [_value(material, row) for row in rows_of(series)]
        numbers = sorted({addresses[source] for source in series["source"].dropna()})
        grades = [text(f"glossary.evidence.{grade}") for grade in series["evidence"].dropna().unique()]
        cells.append((
            material.indicator(str(indicator)), material.unit(str(indicator)), material.area(area), listed(told),
            ", ".join(f"({number})" for number in numbers) or "–", listed(grades) if grades else "–",
        ))  # fmt: skip
    columns = (
        column("indicator", wide=True), column("unit"), column("area"), column("values", wide=True), column("source"), column("evidence"),
    )  # fmt: skip
    return table(material, f"sources-{name}", columns, cells, "series")


def _value(material: Material, row: Any) -> Words:
    """ "[12] 2024: 38.7", and why this one where there were several or none was recorded."""
    number = material.reference(row.observation_id)
    told = text("report.value_of_none", period=when(row.period), value=number_of(row.value))
    if number:
        told = text("report.value", number=number, period=when(row.period), value=number_of(row.value))
    return (
        told if row.basis == "only" else text("report.why_this", value=told, basis=code("basis", row.basis))
    )


def _addresses(material: Material, addresses: dict[str, int]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f"({number})", Both(source, source)) for source, number in addresses.items()
    ]
    columns = (column("source"), column("address", wide=True))
    return table(material, "sources-addresses", columns, rows, "series")

"""Demand by type of premises: land in hectares, built premises in floor too, and the rent that firms say they can pay."""

from __future__ import annotations

from parkwright.dossier.brief.blocks import column
from parkwright.dossier.brief.material import Material, listed
from parkwright.dossier.brief.sums import planned_cells
from parkwright.dossier.tree import Cell, Table, Words
from parkwright.tables import table
from parkwright.words import Text, text

_HELD = ("p50_ha", "floor_m2", "served_ha", "unserved_ha")


def by_premises(material: Material) -> Table:
    """One row per type of premises that anybody asks for, in the order of the spec."""
    sums = planned_cells(material).groupby("premises_type")[list(_HELD)].sum(min_count=1)
    codes = [code for code in table("demand_cells").columns["premises_type"].codes if code in sums.index]
    body: list[tuple[Cell, ...]] = [
        (text(f"glossary.premises.{code}"), *(_held(float(value)) for value in sums.loc[code].to_numpy()))
        for code in codes
    ]
    body.append((text("brief.total"), *(float(value) for value in sums.sum())))
    columns = (
        column("premises"), column("demand", material.ha, 1), column("floor", text("brief.unit.m2"), 0),
        column("served", material.ha, 1), column("unserved", material.ha, 1),
    )  # fmt: skip
    source = material.source(
        "demand_cells", *(name for name in ("allocations", "unserved") if material.made(name))
    )
    notes: tuple[Words, ...] = (text("brief_demand.floor"), *_rents(material))
    return Table(
        "demand-by-premises",
        text("brief_demand.by_premises"),
        columns,
        tuple(body),
        source,
        1,
        compact=True,
        notes=notes,
    )


def _held(value: float) -> Cell:
    """A land lot has no floor: nothing belongs there, and it is not unknown."""
    return value if value == value else ""


def _rents(material: Material) -> tuple[Text, ...]:
    """The median rent of each type that the register names; nothing where it names none."""
    asked = material.region.requests
    rents = asked[asked["premises_type"] != "land"].groupby("premises_type")["budget_usd_m2_month"]
    known = rents.agg(["median", "count"])
    told = [
        text("brief_demand.rent_of", premises=text(f"glossary.premises.{code}"), usd=float(median), count=int(count))
        for code, median, count in known.itertuples()
        if count
    ]  # fmt: skip
    return (text("brief_demand.rent", types=listed(told)),) if told else ()

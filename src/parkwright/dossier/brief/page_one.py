"""Page one, for somebody who signs: what to open, when, for whom, at what cost, against which law, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import column, not_computed
from parkwright.dossier.brief.comparison import Comparison, compare_scheme, comparison_table
from parkwright.dossier.brief.how_sure import how_sure
from parkwright.dossier.brief.material import (
    Material,
    binding,
    counted,
    legal_type_words,
    listed,
    of_object,
    rows_of,
    verdict_mark,
)
from parkwright.dossier.brief.sums import (
    BUILDING,
    assumed_share,
    building_bn,
    building_column,
    cost_by_term,
    main_sectors,
    new_and_committed,
    opened,
    planned_cells,
    share,
)
from parkwright.dossier.tree import Block, Cell, KeyFigure, KeyFigures, Mark, Paragraph, Table, Words
from parkwright.words import Both, Text, Value, text


def page_one(material: Material) -> tuple[Block, ...]:
    """The page: the proposal in one sentence, headline numbers, what to open, the scheme with and without, how sure."""
    if not material.has("demand_cells", "plan_costs") or not material.made("openings"):
        return (not_computed("openings"),)
    found = compare_scheme(material)
    return (
        _proposal(material),
        _headlines(material),
        what_to_open(material, material.params.page_one_sites, "what-to-open"),
        *_scheme(material, found),
        how_sure(material),
    )


def _proposal(material: Material) -> Paragraph:
    new, committed = new_and_committed(material)
    cells = planned_cells(material)
    opens = text("brief_page_one.proposal_none")
    if len(new):
        told: dict[str, Value] = {"count": len(new), "net_ha": float(new["net_ha"].sum())}
        told |= {"build": building_bn(material), "money": material.money}
        opens = text("brief_page_one.proposal", **told)
    found: dict[str, Value] = {
        "served": float(cells["served_ha"].sum()),
        "demand": float(cells["p50_ha"].sum()),
    }
    if len(committed):
        beside: dict[str, Value] = {"count": len(committed), "ha": float(committed["net_ha"].sum())}
        return Paragraph((opens, text("brief_page_one.serves_committed", **beside, **found)), "lead")
    return Paragraph((opens, text("brief_page_one.serves", **found)), "lead")


def _headlines(material: Material) -> KeyFigures:
    cells = planned_cells(material)
    demand, unserved = float(cells["p50_ha"].sum()), float(cells["unserved_ha"].sum())
    low, high = float(cells["p10_ha"].sum()), float(cells["p90_ha"].sum())
    new, _ = new_and_committed(material)
    assumed = share(assumed_share(material), 1.0)
    rests = text("brief_page_one.rests", share=assumed)
    return KeyFigures(
        (
            KeyFigure(
                text("brief_page_one.key.sites"),
                len(new),
                None,
                0,
                _sure_of_siting(material),
                material.source("openings"),
            ),
            KeyFigure(
                text("brief_page_one.key.net"),
                float(new["net_ha"].sum()),
                material.ha,
                0,
                _sure_of_land(material, new),
                material.source("openings"),
            ),
            KeyFigure(
                text("brief_page_one.key.build"),
                building_bn(material),
                material.money,
                0,
                _sure_of_cost(material),
                material.source("plan_costs"),
            ),
            KeyFigure(
                text("brief_page_one.key.demand"),
                demand,
                material.ha,
                0,
                text("brief_page_one.range", low=low, high=high),
                material.source("demand_cells"),
            ),
            KeyFigure(
                text("brief_page_one.key.unserved"),
                unserved,
                material.ha,
                0,
                text("brief_page_one.of_demand", share=share(unserved, demand)),
                material.source("unserved"),
            ),
            KeyFigure(
                text("brief_page_one.key.cost"),
                float(cost_by_term(material).sum()),
                material.money,
                0,
                rests,
                material.source("plan_costs"),
            ),
        )
    )


def _sure_of_siting(material: Material) -> Text:
    found = material.manifest.get("siting") or {}
    if found.get("gap") is None:
        return text("brief_page_one.gap_unknown")
    return text(f"brief_page_one.status.{found.get('status', 'stopped')}", gap=100 * float(found["gap"]))


def _sure_of_land(material: Material, new: pd.DataFrame) -> Text:
    if not material.has("facilities"):
        return text("brief_page_one.land_unknown")
    rows = material.frame("facilities")
    rows = rows[rows["facility_id"].isin(new["facility_id"])]
    assumed = rows.loc[rows["net_evidence"] == "assumed", "net_ha"].sum()
    return text("brief_page_one.rests", share=share(float(assumed), float(rows["net_ha"].sum())))


def _sure_of_cost(material: Material) -> Text:
    rows = material.frame("plan_costs")
    rows = rows[rows["term"].isin(BUILDING)].dropna(subset=["assumed_share"])
    money = rows[building_column(rows)]
    return text(
        "brief_page_one.rests", share=share(float((money * rows["assumed_share"]).sum()), float(money.sum()))
    )


def what_to_open(material: Material, most: int | None, anchor: str) -> Table:
    """What to open, when, for whom, at what cost, against which law: one row a facility, the scheme first."""
    names = ("site", "legal_type", "periods", "net", "for_whom", "build", "law")
    units = {"net": material.ha, "build": material.money}
    columns = tuple(
        column(name, units.get(name), 0 if name in units else None, name == "for_whom") for name in names
    )
    notes: tuple[Words, ...] = (text("brief_page_one.opens_nothing"),)
    rows: list[tuple[Cell, ...]] = []
    if material.has("openings"):
        sites = opened(material)
        notes = _notes(material, sites, most)
        other = ~sites["facility_id"].isin(material.schemes)
        sites = sites.assign(other=other).sort_values(["other", "committed"], kind="stable")
        whom = (
            main_sectors(material, material.params.top_sectors)
            if material.has("allocations", "demand_cells")
            else None
        )
        rows = [_opening(material, row, whom) for row in rows_of(sites.head(most or len(sites)))]
        if most is not None and len(sites) > most:
            rest = sites.iloc[most:]
            rows.append(_rest(rest))
    tables = [name for name in ("openings", "allocations", "verdicts") if material.made(name)]
    return Table(
        anchor,
        text("brief_page_one.opening_caption"),
        columns,
        tuple(rows),
        material.source(*tables),
        compact=True,
        notes=notes,
    )


def _opening(material: Material, row: Any, whom: Mapping[str, list[str]] | None) -> tuple[Cell, ...]:
    sectors = [] if whom is None else whom.get(row.facility_id, [])
    nobody = text("brief.not_computed_short") if whom is None else text("brief_page_one.for_nobody")
    return (
        _name(material, row),
        legal_type_words(row.legal_type),
        ", ".join(row.periods),
        float(row.net_ha),
        listed(material.sector(name) for name in sectors) or nobody,
        float(row.build_bn),
        law_mark(material, row.facility_id),
    )


def _name(material: Material, row: Any) -> Words:
    name = material.facility(row.facility_id)
    return text("brief_page_one.committed", site=name) if row.committed else name


def _rest(rest: pd.DataFrame) -> tuple[Cell, ...]:
    committed = int(rest["committed"].sum())
    told = text("brief_page_one.more_sites", count=len(rest))
    if committed:
        told = text("brief_page_one.more_sites_committed", count=len(rest), committed=committed)
    return (told, "", "", float(rest["net_ha"].sum()), "", float(rest["build_bn"].sum()), "")


def _notes(material: Material, sites: pd.DataFrame, most: int | None) -> tuple[Words, ...]:
    """Which acts the verdicts are on; and once, on page one, how figures are rounded."""
    rounding = (text("brief_page_one.rounding"),) if most is not None else ()
    if not material.has("verdicts"):
        return rounding
    rows = binding(pd.concat([of_object(material.frame("verdicts"), name) for name in sites["facility_id"]]))
    known = [material.law.get(str(rule)) for rule in rows["rule_id"].drop_duplicates()]
    acts = dict.fromkeys(
        Both(rule.instrument["vi"], rule.instrument["en"])
        for rule in known
        if rule is not None and rule.grade != "gap"
    )
    told = (text("brief_page_one.acts", acts=listed(acts), day=material.law_day),) if acts else ()
    return (*told, *rounding)


def law_mark(material: Material, facility_id: str) -> Mark:
    """The verdicts on a facility: how many fail, cannot be told, pass; coloured by the worst."""
    if not material.made("verdicts"):
        return Mark(text("brief.not_computed_short"), "open")
    found = binding(of_object(material.frame("verdicts"), facility_id))["verdict"].value_counts()
    counts = {name: int(found.get(name, 0)) for name in ("fails", "cannot_tell", "passes")}
    worst = next((name for name, count in counts.items() if count), None)
    if worst is None:
        return Mark(text("brief_page_one.not_judged"), "open")
    words = counted("brief_verdicts.count", counts)
    return Mark(text("brief.plain", words=words), verdict_mark(worst).tone)


def _scheme(material: Material, found: Comparison) -> tuple[Block, ...]:
    if not material.schemes:
        return (Paragraph((text("brief_scheme.no_scheme"),), "note"),)
    names = listed(material.facility(name) for name in material.schemes)
    told: list[Text] = []
    if not found.opens:
        key = "closed" if _locked_closed(material) else "not_chosen"
        told.append(text(f"brief_scheme.{key}", scheme=names))
    if found.question is None or found.question.status == "not-asked":
        told.append(text("brief_scheme.not_asked", scheme=names))
    elif found.question.status == "infeasible":
        told.append(text("brief_scheme.infeasible"))
    elif pd.isna(found.question.objective_bn):
        told.append(text("brief_scheme.no_answer"))
    elif found.question.status != "proven":
        told.append(_not_proven(material, found.question))
    table = comparison_table(material, found, material.params.page_one_sectors, "scheme")
    return (table, *((Paragraph(tuple(told), "warning"),) if told else ()))


def _locked_closed(material: Material) -> bool:
    """Whether the planner, not the search, has kept every site of the scheme closed."""
    siting = (material.manifest.get("scenario") or {}).get("siting") or {}
    closed = siting.get("closed_sites") or ()
    return all(name.partition(":")[2] in closed for name in material.schemes)


def _not_proven(material: Material, question: Any) -> Text:
    """What is proven of a stopped answer: each plan lies between its bound and its cost, so the difference does too."""
    plan_bn = question.objective_bn - question.delta_bn
    slack_bn = float((material.manifest.get("siting") or {}).get("gap") or 0.0) * plan_bn
    least, most = question.bound_bn - plan_bn, question.delta_bn + slack_bn
    return text(
        "brief_scheme.not_proven", gap=100 * float(question.gap), least=least, most=most, money=material.money
    )

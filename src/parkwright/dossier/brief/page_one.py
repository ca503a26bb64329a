"""Page one, for somebody who signs: what to open, when, for whom, at what cost, against which law, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.dossier.brief.blocks import column, not_computed
from parkwright.dossier.brief.comparison import Comparison, compare_scheme, comparison_table
from parkwright.dossier.brief.material import (
    Material,
    binding,
    legal_type_words,
    listed,
    of_object,
    rows_of,
    said,
)
from parkwright.dossier.brief.sums import (
    BUILDING,
    assumed_share,
    building_bn,
    building_column,
    cost_by_term,
    main_sectors,
    opened,
    planned_cells,
    share,
)
from parkwright.dossier.tree import Block, Bullets, Cell, KeyFigure, KeyFigures, Mark, Paragraph, Table, Words
from parkwright.words import Text, Value, text


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
        _how_sure(material, found),
    )


def _new_and_committed(material: Material) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Facilities that the plan decides to open, and those that open anyway (under construction or committed)."""
    if not material.has("openings"):
        none = pd.DataFrame({"facility_id": [], "net_ha": []})
        return none, none
    sites = opened(material)
    return sites[~sites["committed"]], sites[sites["committed"]]


def _proposal(material: Material) -> Paragraph:
    new, committed = _new_and_committed(material)
    cells = planned_cells(material)
    told: dict[str, Value] = {
        "committed": len(committed),
        "committed_ha": float(committed["net_ha"].sum()),
        "served": float(cells["served_ha"].sum()),
        "demand": float(cells["p50_ha"].sum()),
    }
    if new.empty:
        return Paragraph((text("brief_page_one.proposal_none", **told),), "lead")
    told |= {"count": len(new), "net_ha": float(new["net_ha"].sum())}
    told |= {"build": building_bn(material), "money": material.money}
    return Paragraph((text("brief_page_one.proposal", **told),), "lead")


def _headlines(material: Material) -> KeyFigures:
    cells = planned_cells(material)
    demand, unserved = float(cells["p50_ha"].sum()), float(cells["unserved_ha"].sum())
    low, high = float(cells["p10_ha"].sum()), float(cells["p90_ha"].sum())
    new, _ = _new_and_committed(material)
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
    notes: tuple[Words, ...] = ()
    rows: list[tuple[Cell, ...]] = []
    if material.has("openings"):
        sites = opened(material)
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
            rows.append(_rest(material, rest))
    else:
        notes = (text("brief_page_one.opens_nothing"),)
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


def _rest(material: Material, rest: pd.DataFrame) -> tuple[Cell, ...]:
    told = text("brief_page_one.more_sites", count=len(rest), committed=int(rest["committed"].sum()))
    return (told, "", "", float(rest["net_ha"].sum()), "", float(rest["build_bn"].sum()), "")


def law_mark(material: Material, facility_id: str) -> Mark:
    """The verdicts on a facility in one word: how many fail, else how many cannot be told, else all pass."""
    if not material.made("verdicts"):
        return Mark(text("brief.not_computed_short"), "open")
    counts = binding(of_object(material.frame("verdicts"), facility_id))["verdict"].value_counts()
    for verdict, tone in (("fails", "bad"), ("cannot_tell", "open"), ("passes", "good")):
        if counts.get(verdict, 0):
            told = {name: int(counts.get(name, 0)) for name in ("fails", "cannot_tell", "passes")}
            return Mark(text("brief_page_one.law.judged", **told), tone)  # type: ignore[arg-type]
    return Mark(text("brief_page_one.law.none"), "open")


def _scheme(material: Material, found: Comparison) -> tuple[Block, ...]:
    if not material.schemes:
        return (Paragraph((text("brief_scheme.no_scheme"),), "note"),)
    names = listed(material.facility(name) for name in material.schemes)
    told: list[Text] = []
    if not found.opens:
        told.append(text("brief_scheme.not_chosen", scheme=names))
    if found.question is None or found.question.status == "not-asked":
        told.append(text("brief_scheme.not_asked", scheme=names))
    elif found.question.status == "infeasible":
        told.append(text("brief_scheme.infeasible"))
    elif pd.isna(found.question.objective_bn):
        told.append(text("brief_scheme.no_answer"))
    elif found.question.status != "proven":
        told.append(text("brief_scheme.not_proven", gap=100 * float(found.question.gap)))
    table = comparison_table(material, found, material.params.page_one_sectors, "scheme")
    return (table, *((Paragraph(tuple(told), "warning"),) if told else ()))


def _how_sure(material: Material, found: Comparison) -> Bullets:
    items = [
        _switching(material),
        _reach_and_price(material),
        _without_reach_and_price(material),
        *_without_limit(material),
        *_not_answered(material),
    ]
    return Bullets(
        tuple(items),
        material.source(*(name for name in ("what_if", "limits", "unserved") if material.made(name))),
    )


def _switching(material: Material) -> Text:
    """The value of unserved demand at which the plan changes, as far as it was asked."""
    if not material.has("what_if"):
        return text("brief_page_one.switching_missing")
    rows = material.frame("what_if")
    rows = rows[rows["kind"] == "switching-value"]
    if rows.empty:
        return text("brief_page_one.switching_missing")
    row = next(rows_of(rows))
    return text(f"brief_page_one.switching.{row.status}", told=said(row))


def _without_limit(material: Material) -> list[Text]:
    """Limits that were not applied because no data stands behind them (a budget of none is told first)."""
    if not material.made("limits"):
        return [text("brief_page_one.limits_missing")]
    rows = material.frame("limits")
    known = set(rows["limit_kind"].astype("str")) | set(rows["object"].dropna().str.rsplit(":", n=1).str[-1])
    absent = [kind for kind in ("budget", "power", "water", "wastewater") if kind not in known]
    told = [text("brief_page_one.no_budget")] if "budget" in absent else []
    others = [text(f"brief_page_one.limit.{kind}") for kind in absent if kind != "budget"]
    return [*told, *([text("brief_page_one.no_limit", kinds=listed(others))] if others else [])]


def _not_answered(material: Material) -> list[Text]:
    """How many questions about the plan were not asked, or stopped before they were proven."""
    if not material.has("what_if"):
        return [text("brief_page_one.nothing_asked")]
    counts = material.frame("what_if")["status"].value_counts()
    told = {name: int(counts.get(name, 0)) for name in ("proven", "stopped", "not-asked")}
    return [
        text(
            "brief_page_one.asked",
            proven=told["proven"],
            stopped=told["stopped"],
            not_asked=told["not-asked"],
        )
    ]


def _without_reach_and_price(material: Material) -> Text:
    """What would open if firms followed to any distance and land cost them nothing, as far as it was asked."""
    asked = material.has("what_if") and material.has("what_if_openings")
    rows = material.frame("what_if") if asked else None
    row = None if rows is None else next(rows_of(rows[rows["kind"] == "reach-and-price"]), None)
    if row is None or pd.isna(row.objective_bn):
        return text("brief_page_one.reach_and_price.not_asked")
    theirs = material.frame("what_if_openings")
    opened_then = set(theirs.loc[theirs["question_id"] == row.question_id, "facility_id"])
    ours = material.frame("openings")
    committed = set(ours.loc[ours["committed"].fillna(False).astype(bool), "facility_id"])
    chosen = set(ours["facility_id"]) - committed
    return text(
        f"brief_page_one.reach_and_price.{row.status}", then=len(opened_then - committed), now=len(chosen)
    )


def _reach_and_price(material: Material) -> Text:
    """How much of the answer hangs on how far firms follow and on the price of land."""
    terms = cost_by_term(material)
    total = float(terms.sum())
    price = float(terms[terms.index.isin(("land", "misfit"))].sum())
    way = float(terms[terms.index.isin(("truck", "commute"))].sum())
    told = {"price": share(price, total), "way": share(way, total)}
    if not material.made("unserved") or "reason_code" not in material.frame("unserved"):
        return text("brief_page_one.hangs_on_cost", **told)
    rows = material.frame("unserved")
    lost = float(rows.loc[rows["reason_code"].isin(("reach", "no-facility")), "ha"].sum())
    return text("brief_page_one.hangs_on", lost=lost, lost_share=share(lost, float(rows["ha"].sum())), **told)

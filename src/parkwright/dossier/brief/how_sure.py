"""How sure the plan is, for page one: switching value, what hangs on reach and price, what was not limited, what was not asked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import Material, counted, joined, listed, rows_of, said
from parkwright.dossier.brief.sums import cost_by_term, new_and_committed, share
from parkwright.dossier.tree import Bullets
from parkwright.words import Text, text

_HALF_A_HECTARE = 0.5
"""Less is written as 0 ha."""


def how_sure(material: Material) -> Bullets:
    """The statements under the comparison of page one."""
    items = [
        _switching(material),
        _reach_and_price(material),
        _without_reach_and_price(material),
        joined(_without_limit(material)),
        _asked(material),
    ]
    return Bullets(
        tuple(items),
        material.source(*(name for name in ("what_if", "limits", "unserved") if material.made(name))),
    )


def question_counts(what_if: pd.DataFrame) -> dict[str, int]:
    """How many questions that need the model solved again ended how (the switching value is worked out from two answers)."""
    counts = what_if.loc[what_if["kind"] != "switching-value", "status"].value_counts()
    return {name: int(counts.get(name, 0)) for name in ("proven", "infeasible", "stopped", "not-asked")}


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


def _reach_and_price(material: Material) -> Text:
    """How much of the answer hangs on how far firms follow and on the price of land."""
    terms = cost_by_term(material)
    total = float(terms.sum())
    price = float(terms[terms.index.isin(("land", "misfit"))].sum())
    way = float(terms[terms.index.isin(("truck", "commute"))].sum())
    told = [text("brief_page_one.hangs_on", price=share(price, total), way=share(way, total))]
    if not material.made("unserved") or "reason_code" not in material.frame("unserved"):
        return joined([*told, text("brief_page_one.lost_unknown")])
    rows = material.frame("unserved")
    lost = float(rows.loc[rows["reason_code"].isin(("reach", "no-facility")), "ha"].sum())
    if lost >= _HALF_A_HECTARE:
        told.append(text("brief_page_one.lost", ha=lost, share=share(lost, float(rows["ha"].sum()))))
    return joined(told)


def _without_reach_and_price(material: Material) -> Text:
    """What would open if firms followed to any distance and land cost them nothing, as far as it was asked."""
    row = _answer(material, "reach-and-price")
    if row is None or pd.isna(row.objective_bn):
        return text("brief_page_one.reach_and_price.not_asked")
    theirs = material.frame("what_if_openings")
    new, committed = (set(rows["facility_id"]) for rows in new_and_committed(material))
    then = set(theirs.loc[theirs["question_id"] == row.question_id, "facility_id"]) - committed
    key = "opens_none" if not then else "opens_same" if then == new else "opens"
    told = [text(f"brief_page_one.reach_and_price.{key}", count=len(then))]
    if then & new and then != new:
        told.append(text("brief_page_one.reach_and_price.kept", count=len(then & new), now=len(new)))
    if then != new:
        told.append(text("brief_page_one.reach_and_price.hangs"))
    if row.status != "proven":
        told.append(text("brief_page_one.reach_and_price.not_proven", gap=100 * float(row.gap)))
    return joined(told)


def _answer(material: Material, kind: str) -> Any | None:
    """The row of the one question of a kind, or None where no plan answers it."""
    if not material.has("what_if", "what_if_openings"):
        return None
    rows = material.frame("what_if")
    return next(rows_of(rows[rows["kind"] == kind]), None)


def _without_limit(material: Material) -> list[Text]:
    """Limits that were not applied because no data stands behind them (a budget of none is told first)."""
    if not material.made("limits"):
        return [text("brief_page_one.limits_missing")]
    rows = material.frame("limits")
    known = set(rows["limit_kind"].astype("str")) | set(rows["object"].dropna().str.rsplit(":", n=1).str[-1])
    absent = [kind for kind in ("budget", "power", "water", "wastewater") if kind not in known]
    told = [text("brief_page_one.no_budget")] if "budget" in absent else []
    others = [text(f"brief_page_one.limit.{kind}") for kind in absent if kind != "budget"]
    if others:
        told.append(text("brief_page_one.no_limit", kinds=listed(others, "brief.commas")))
    return told or [text("brief_page_one.all_limited")]


def _asked(material: Material) -> Text:
    """How many questions about the plan were proven, stopped, or not asked."""
    counts = question_counts(material.frame("what_if")) if material.has("what_if") else {}
    if not any(counts.values()):
        return text("brief_page_one.nothing_asked")
    return text("brief_page_one.asked", counts=counted("brief_questions.count", counts))

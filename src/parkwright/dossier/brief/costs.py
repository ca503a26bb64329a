"""Cost by term and period, and the share that rests on assumed inputs."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.blocks import chapter, column, not_computed, percent, picture
from parkwright.dossier.brief.budgets import below_the_price
from parkwright.dossier.brief.material import Material, at
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.sums import BUILDING, share
from parkwright.dossier.tree import Block, Cell, Column, Paragraph, Table
from parkwright.words import text


def costs(material: Material) -> tuple[Block, ...]:
    """The chapter of the costs."""
    if not material.has("plan_costs"):
        return (chapter("costs"), not_computed("plan_costs"))
    meta = material.region.meta
    told = [text("brief_costs.intro", price_year=meta.price_year, currency=meta.currency)]
    if material.money_unit != "bn":
        told.append(text("brief_costs.shown_in", money=material.money, currency=meta.currency))
    intro = Paragraph(tuple(told))
    spent = (_spent(material),) if "spent_bn" in material.frame("plan_costs") else ()
    chart = picture(material, "chart_costs", "plan_costs")
    return (chapter("costs"), intro, _table(material), *spent, *below_the_price(material), chart)


def _table(material: Material) -> Table:
    rows = material.frame("plan_costs")
    wide = rows.pivot_table(
        index="term", columns="period_id", values="cost_bn", aggfunc="sum", fill_value=0.0, sort=False
    )
    wide = _in_order(wide)
    periods = [period for period in material.periods if period in wide.columns]
    weight = (rows["cost_bn"] * rows["assumed_share"]).groupby(rows["term"]).sum()
    body: list[tuple[Cell, ...]] = [
        (
            code_words("brief_costs.term", str(term)),
            *(at(wide, term, period) for period in periods),
            float(wide.loc[term].sum()),
            _assumed(float(weight.get(term, float("nan"))), float(wide.loc[term].sum())),
        )
        for term in wide.index
    ]
    body.append(_total(wide, periods, weight))
    columns = (
        column("term"),
        *(_of_period(material, period) for period in periods),
        column("total", material.money, 0),
        column("assumed", percent(), 0),
    )
    return Table(
        "costs-by-period", text("brief_costs.caption"), columns, tuple(body), material.source("plan_costs"), 1
    )


def _assumed(weight: float, whole: float) -> Cell:
    """The share of a sum that is assumed; nothing belongs there where the sum is nought."""
    return share(weight, whole) if whole else ""


_TERMS = (*BUILDING, "land", "truck", "commute", "misfit", "unserved")


def _in_order(wide: pd.DataFrame) -> pd.DataFrame:
    known = [term for term in _TERMS if term in wide.index]
    return wide.loc[[*known, *(term for term in wide.index if term not in known)]]


def _spent(material: Material) -> Table:
    """Works, clearance and premiums in the period in which they are spent, not discounted: what a budget is set against."""
    rows = material.frame("plan_costs")
    rows = rows[rows["term"].isin(BUILDING)]
    wide = rows.pivot_table(
        index="term", columns="period_id", values="spent_bn", aggfunc="sum", fill_value=0.0, sort=False
    )
    wide = _in_order(wide)
    periods = [period for period in material.periods if period in wide.columns]
    body: list[tuple[Cell, ...]] = [
        (
            code_words("brief_costs.term", str(term)),
            *(at(wide, term, period) for period in periods),
            float(wide.loc[term].sum()),
        )
        for term in wide.index
    ]
    whole = float(wide.to_numpy().sum())
    body.append((text("brief.total"), *(float(wide[period].sum()) for period in periods), whole))
    columns = (
        column("term"),
        *(_of_period(material, period) for period in periods),
        column("total", material.money, 0),
    )
    return Table(
        "spent-by-period", text("brief_costs.spent"), columns, tuple(body), material.source("plan_costs"), 1
    )


def _total(wide: pd.DataFrame, periods: list[str], weight: pd.Series) -> tuple[Cell, ...]:
    whole = float(wide.to_numpy().sum())
    return (
        text("brief.total"),
        *(float(wide[period].sum()) for period in periods),
        whole,
        _assumed(float(weight.sum()), whole),
    )


def _of_period(material: Material, period: str) -> Column:
    return Column(text("brief.plain", words=period), material.money, 0)

"""Budgets held against the price of land: a budget below the price is told, never a ban."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.plan.why.chain import Book
from parkwright.words import Text, Value, say, text

_A_HAIR_HA = 0.005
"""Less is written as 0.00 ha."""


def budget_lines(book: Book, rows: pd.DataFrame, own: float | None = None) -> tuple[str, ...]:
    """What is placed on land dearer than the budget, in a sentence; nothing where no budget is known.

    rows: of ``allocations``; own: the budget of one firm, USD per m2 and term, instead of the median of each cell

    I/O Example:
        6 ha at a price 20 USD/m2 above the budget, 4 ha within it, 5 ha whose budget is unknown
        -> "The price of land exceeds the budget for 6.00 ha (60 % of the land whose budget is known), by 20 USD/m² …"
    """
    price = rows["price_usd_m2_term"]
    gap = rows["budget_gap_usd_m2"] if own is None else (price - own).clip(lower=0.0)
    known = rows.assign(gap=gap)[gap.notna() & price.notna()]
    if known.empty:
        return ()
    return (say(_told(known, own), book.lang),)


def _told(known: pd.DataFrame, own: float | None) -> Text:
    over = known[known["gap"] > 0]
    ha = float(over["ha"].sum())
    stem = "cell" if own is None else "firm"
    values: dict[str, Value] = {"least": float(known["price_usd_m2_term"].min()), "budget": own}
    if ha < _A_HAIR_HA:
        return text(f"trace.budget.{stem}_enough", **values)
    mean: Any = (over["gap"] * over["ha"]).sum() / ha
    values |= {"ha": ha, "pct": 100 * ha / float(known["ha"].sum()), "gap": float(mean)}
    return text(f"trace.budget.{stem}_short", **values)

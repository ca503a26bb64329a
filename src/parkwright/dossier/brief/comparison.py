"""The scheme with and without: one table of both plans, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeGuard

import pandas as pd

from parkwright.dossier.brief.blocks import column
from parkwright.dossier.brief.material import (
    Material,
    article_words,
    binding,
    is_rule,
    of_object,
    rows_of,
    verdict_mark,
)
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.sums import cost_by_term, planned_cells, truck_minutes
from parkwright.dossier.tree import Amount, Cell, Table, Words
from parkwright.words import Both, Value, text

_WORST_FIRST = ("fails", "cannot_tell", "passes")
_QUESTIONS = {True: "without-scheme", False: "with-scheme"}
"""The question that gives the other plan: by whether the plan opens the scheme."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: hectares unserved by sector, cost by term, mean truck minutes; None where not computed."""

    unserved: pd.Series | None
    costs: pd.Series | None
    objective_bn: float | None
    truck_min: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides; ``question`` is the row of ``what_if`` that made the other plan, or None."""

    opens: bool
    with_scheme: Side | None
    without_scheme: Side | None
    question: Any | None


def compare_scheme(material: Material) -> Comparison:
    """Find both plans: this run on one side, the question ``without-scheme`` (or ``with-scheme``) on the other."""
    ours = _this_plan(material)
    opens = material.has("openings") and bool(
        material.frame("openings")["facility_id"].isin(material.schemes).any()
    )
    question = _question(material, _QUESTIONS[opens])
    theirs = _other_plan(material, question) if _answered(question) else None
    both = (ours, theirs) if opens else (theirs, ours)
    return Comparison(opens, both[0], both[1], question)


def comparison_table(material: Material, found: Comparison, sectors: int | None, anchor: str) -> Table:
    """The table of both plans; ``sectors`` limits the sectors shown to those that change most (None: all)."""
    rows: list[tuple[Cell, ...]] = [
        _figures(text("brief_scheme.unserved"), material.ha, 1, *(_total(side) for side in _sides(found))),
        *_sector_rows(material, found, sectors),
        _figures(
            text("brief_scheme.objective"), material.money, 0, *(_objective(side) for side in _sides(found))
        ),
        _figures(
            text("brief_scheme.building"), material.money, 0, *(_building(side) for side in _sides(found))
        ),
        _figures(
            text("brief_scheme.truck"), text("brief.unit.min"), 1, *(_truck(side) for side in _sides(found))
        ),
        *_verdict_rows(material, found, short=sectors is not None),
    ]
    names = ("item", "with_scheme", "without_scheme", "difference")
    columns = tuple(
        column(name, None, 0 if place else None, name == "item") for place, name in enumerate(names)
    )
    sources = ("unserved", "plan_costs", "allocations", "verdicts", "what_if_figures", "what_if_verdicts")
    source = material.source(*(name for name in sources if material.made(name)))
    return Table(anchor, text("brief_scheme.caption"), columns, tuple(rows), source, compact=True)


def _this_plan(material: Material) -> Side:
    unserved = costs = objective = truck = None
    if material.has("demand_cells") and material.made("unserved"):
        unserved = planned_cells(material).groupby("sector_id")["unserved_ha"].sum()
    if material.has("plan_costs"):
        costs = cost_by_term(material)
        objective = float(costs.sum())
    if material.has("allocations"):
        truck = truck_minutes(material)
    return Side(unserved, costs, objective, truck)


def _question(material: Material, kind: str) -> Any | None:
    if not material.has("what_if"):
        return None
    rows = material.frame("what_if")
    return next(rows_of(rows[rows["kind"] == kind]), None)


def _answered(question: Any | None) -> TypeGuard[Any]:
    """Whether there is a plan to show: proven, or stopped near enough to be told (a first try that proves nothing is not)."""
    return (
        question is not None
        and question.status in ("proven", "stopped")
        and not pd.isna(question.objective_bn)
    )


def _other_plan(material: Material, question: Any) -> Side:
    if not material.has("what_if_figures"):
        return Side(None, None, _known(question.objective_bn), None)
    rows = material.frame("what_if_figures")
    rows = rows[rows["question_id"] == question.question_id]
    unserved = _items(rows, "unserved_ha", set(material.sector_names))
    costs = _items(rows, "cost_bn", set(cost_by_term(material).index) if material.has("plan_costs") else None)
    truck = rows[rows["figure"].str.startswith("truck_min")]["value"]
    return Side(
        unserved if len(unserved) else None,
        costs if len(costs) else None,
        _known(question.objective_bn),
        float(truck.iloc[0]) if len(truck) else None,
    )


def _items(rows: pd.DataFrame, figure: str, known: set[str] | None) -> pd.Series:
    """The values of a figure by item; totals that stand among them (items that nobody knows) are left out."""
    mine = rows[rows["figure"] == figure]
    if known is not None:
        mine = mine[mine["item"].isin(known)]
    return mine.set_index("item")["value"]


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _sides(found: Comparison) -> tuple[Side | None, Side | None]:
    return found.with_scheme, found.without_scheme


def _total(side: Side | None) -> float | None:
    return None if side is None or side.unserved is None else float(side.unserved.sum())


def _objective(side: Side | None) -> float | None:
    return None if side is None else side.objective_bn


def _building(side: Side | None) -> float | None:
    if side is None or side.costs is None:
        return None
    return float(side.costs[side.costs.index.isin(("works", "clearance", "premium"))].sum())


def _truck(side: Side | None) -> float | None:
    return None if side is None else side.truck_min


def _figures(
    name: Words, unit: Words, decimals: int, ours: float | None, theirs: float | None
) -> tuple[Cell, ...]:
    missing = text("brief.not_computed_short")
    cells = [missing if value is None else Amount(value, decimals) for value in (ours, theirs)]
    change: Cell = missing if ours is None or theirs is None else Amount(ours - theirs, decimals)
    return (text("brief_scheme.item", name=name, unit=unit), *cells, change)


def _sector_rows(material: Material, found: Comparison, most: int | None) -> list[tuple[Cell, ...]]:
    ours, theirs = ((side.unserved if side is not None else None) for side in _sides(found))
    if ours is None and theirs is None:
        return []
    known = [side for side in (ours, theirs) if side is not None]
    weight = (known[0].sub(known[1], fill_value=0.0) if len(known) == 2 else known[0]).abs()
    weight = weight.sort_values(ascending=False, kind="stable")
    shown = [str(name) for name in weight.index[:most]]
    return [
        _figures(
            text("brief_scheme.of_sector", sector=material.sector(name)),
            material.ha,
            1,
            *(_at(side, name) for side in (ours, theirs)),
        )
        for name in shown
    ]


def _at(side: pd.Series | None, name: str) -> float | None:
    return None if side is None else float(side.get(name, 0.0))


def _verdict_rows(material: Material, found: Comparison, short: bool) -> list[tuple[Cell, ...]]:
    """Verdicts on the scheme's own site, by rule; the other side has none, because there the site is not opened.

    short: rules taken by the beginning of their name ("EST-") share one row a verdict
    """
    judged = _judged(material, found)
    if judged.empty:
        return []
    wanted = material.params.page_one_rules
    named = [name for name in wanted if not name.endswith("-")]
    rows = pd.concat([of_object(judged, name) for name in material.schemes])
    rows = rows[rows["rule_id"].map(lambda rule: is_rule(str(rule), wanted)).astype(bool)]
    kept = rows["rule_id"].map(lambda rule: is_rule(str(rule), named)).astype(bool)
    rows = rows[kept | rows.index.isin(binding(rows).index)].reset_index(drop=True)
    absent = text("brief_scheme.not_opened")
    told: list[tuple[Cell, ...]] = []
    shared: dict[str, list[str]] = {}
    for rule, of_rule in rows.groupby("rule_id", sort=True):
        worst = next(one for one in _WORST_FIRST if (of_rule["verdict"] == one).any())
        if short and not is_rule(str(rule), named):
            shared.setdefault(worst, []).append(str(rule))
            continue
        row = next(rows_of(of_rule[of_rule["verdict"] == worst].tail(1)))
        told.append((_rule_words(material, row), verdict_mark(worst), absent, ""))
    together = [one for one in _WORST_FIRST if one in shared]
    return [
        *told,
        *((_together(shared[one]), verdict_mark(one), absent, "") for one in together),
    ]


def _judged(material: Material, found: Comparison) -> pd.DataFrame:
    """Verdicts of the plan that opens the scheme: this run's, or those of the question that opens it; empty for none."""
    if not material.schemes:
        return pd.DataFrame()
    if found.opens:
        return material.frame("verdicts") if material.made("verdicts") else pd.DataFrame()
    if found.with_scheme is None or found.question is None or not material.has("what_if_verdicts"):
        return pd.DataFrame()
    rows = material.frame("what_if_verdicts")
    question: str = found.question.question_id
    return rows.loc[rows["question_id"] == question]


def _together(rules: list[str]) -> Words:
    """Several rules of one family ("EST-") in one line, with what the family asks."""
    joint, family = ", ".join(rules), rules[0].rpartition("-")[0] + "-"
    asks = code_words("brief_scheme.short", family)
    known = asks != Both(family, family)
    return text("brief_scheme.rules", rules=joint, asks=asks) if known else Both(joint, joint)


def _rule_words(material: Material, row: Any) -> Words:
    """The rule, what it asks, its article; what was measured against which limit, where it is a figure."""
    rule = str(row.rule_id)
    short = code_words("brief_scheme.short", rule)
    asks = material.rule_title(rule) if short == Both(rule, rule) else short
    told: dict[str, Value] = {"rule": rule, "asks": asks, "article": article_words(row)}
    head = text("brief_scheme.rule" if asks != Both("", "") else "brief_scheme.rule_bare", **told)
    unit = row.unit if isinstance(row.unit, str) else ""
    if unit == "share" and not pd.isna(row.value) and not pd.isna(row.limit):
        value, limit = 100 * float(row.value), 100 * float(row.limit)
        head = text("brief_scheme.share", head=head, value=value, limit=limit)
    elif unit and not pd.isna(row.value) and not pd.isna(row.limit):
        shown = code_words("brief_verdicts.unit", unit)
        head = text(
            "brief_scheme.measured", head=head, value=float(row.value), limit=float(row.limit), unit=shown
        )
    return head if getattr(row, "applies", True) else text("brief_scheme.informs", head=head)

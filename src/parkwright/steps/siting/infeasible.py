"""When no plan keeps all limits: the smallest set of limits to lift, in the planner's words.

A relaxed re-solve (elastic program: Chinneck 2008, "Feasibility and Infeasibility in Optimization", ch. 6): every limit that
may give way gets a slack at a price, nothing else costs anything; what slack remains is what must be lifted. A second pass
forbids the first answer's kinds, and so gives the alternative ("or leave 38 ha unserved").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from parkwright.kernels.milp import Milp, SolveSettings, solve
from parkwright.steps.siting.formulation import formulate
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Rows
from parkwright.words import LANGS, Both, Lang, Text, say, text
from parkwright.words.numbers import number

_DUST = 1e-6
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Lifting:
    """One limit that must give way: kind, object (a period, a sector group, a lock), period of a lock ("" = any), and by how
    much (bn, ha, locks): rounded up to four digits, so that what is said is enough."""

    kind: str
    object: str
    period: str
    amount: float


@dataclass(frozen=True, slots=True)
class Infeasibility:
    """Alternatives, each a set of liftings that together make a plan possible; empty if nothing liftable helps."""

    ways: tuple[tuple[Lifting, ...], ...]
    sentence_vi: str
    sentence_en: str


def explain_infeasible(
    problem: SitingProblem, settings: SolveSettings, groups: Mapping[str, Both]
) -> Infeasibility:
    """Find what must give way.

    groups: sector group -> its name, for the sentence

    I/O Example:
        budget 2028-30 = 1,000 bn, site locked open that needs 2,240 bn then
        -> "raise the 2028-30 budget by 1,240 bn VND, or no longer require the site to open in 2028-30"
    """
    found: list[tuple[Lifting, ...]] = []
    banned: set[str] = set()
    while (way := _least(problem, settings, banned)) is not None and way not in found:
        found.append(way)
        banned |= {lifting.kind for lifting in way}
    said = {lang: _sentence(problem, found, groups, lang) for lang in LANGS}
    return Infeasibility(tuple(found), said["vi"], said["en"])


def _least(problem: SitingProblem, settings: SolveSettings, banned: set[str]) -> tuple[Lifting, ...] | None:
    """The cheapest set of liftings that avoids the banned kinds; None if there is none (or none was found in time)."""
    form = formulate(problem)
    blocks = [
        block
        for block in form.blocks
        if block.lift_price is not None and block.kind not in banned and len(block.low)
    ]
    if not blocks:
        return None
    elastic, owners = _elastic(form.milp, form.blocks, blocks)
    answer = solve(elastic, replace(settings, gap=min(settings.gap, 1e-6)))
    if answer.x is None:
        return None
    slack = answer.x[form.columns.total :]
    liftings = [
        Lifting(block.kind, block.objects[row], block.periods[row], round_up(float(amount)))
        for (block, row), amount in zip(owners, slack, strict=True)
        if amount > _DUST
    ]
    return tuple(liftings) or None


def round_up(amount: float) -> float:
    """The next number above with four digits that count: what is told must be enough when it is done.

    I/O Example:
        1240.4 -> 1241.0     0.051211 -> 0.05122     38.0 -> 38.0
    """
    step = 10.0 ** (math.floor(math.log10(amount)) + 1 - _DIGITS)
    return float(f"{math.ceil(amount / step - 1e-6) * step:.12g}")


def _elastic(
    milp: Milp, all_blocks: tuple[Rows, ...], blocks: list[Rows]
) -> tuple[Milp, list[tuple[Rows, int]]]:
    """The program with one slack column a liftable row, and only the slacks cost anything."""
    rows, signs, prices, owners = [], [], [], []
    start = 0
    for block in all_blocks:
        if any(block is chosen for chosen in blocks) and block.lift_price is not None:
            for row in range(len(block.low)):
                rows.append(start + row)
                signs.append(-1.0 if np.isfinite(block.high[row]) else 1.0)
                prices.append(block.lift_price)
                owners.append((block, row))
        start += len(block.low)
    count = len(rows)
    slack = sparse.csr_matrix((signs, (rows, np.arange(count))), shape=(milp.a.shape[0], count))
    return (
        Milp(
            c=np.concatenate([np.zeros_like(milp.c), prices]),
            a=sparse.csr_matrix(sparse.hstack([milp.a, slack])),
            row_low=milp.row_low,
            row_high=milp.row_high,
            low=np.concatenate([milp.low, np.zeros(count)]),
            high=np.concatenate([milp.high, np.full(count, np.inf)]),
            integral=np.concatenate([milp.integral, np.zeros(count, dtype=bool)]),
        ),
        owners,
    )


def _sentence(
    problem: SitingProblem, ways: list[tuple[Lifting, ...]], groups: Mapping[str, Both], lang: Lang
) -> str:
    if not ways:
        return say(text("siting.lift.none"), lang)
    both = say(text("siting.lift.and"), lang)
    told = [both.join(say(_told(problem, lifting, groups), lang) for lifting in way) for way in ways]
    return say(text("siting.lift.sentence", ways=say(text("siting.lift.or"), lang).join(told)), lang)


def _told(problem: SitingProblem, lifting: Lifting, groups: Mapping[str, Both]) -> Text:
    amount = _written(lifting.amount)
    if lifting.kind == "budget":
        return text(
            "siting.lift.budget", object=lifting.object, amount=amount, currency=problem.meta.currency
        )
    if lifting.kind == "service":
        every = lifting.object == "all"
        name = text("siting.lift.all") if every else groups.get(lifting.object, lifting.object)
        return text("siting.lift.service", object=name, amount=amount)
    kind, object_id = lifting.object.split(":", 1)
    key = "open_in" if kind == "open" and lifting.period else kind
    return text(f"siting.lift.{key}", object=_name(problem, object_id), period=lifting.period)


def _written(amount: float) -> Both:
    decimals = max(0, _DIGITS - 1 - math.floor(math.log10(amount)))
    while decimals and round(amount, decimals - 1) == amount:
        decimals -= 1
    return Both(number(amount, "vi", decimals), number(amount, "en", decimals))


def _name(problem: SitingProblem, object_id: str) -> Both | str:
    named = problem.facilities[problem.facilities["object_id"] == object_id]
    names = named[["name_vi", "name_en"]].dropna()
    return object_id if names.empty else Both(str(names["name_vi"].iloc[0]), str(names["name_en"].iloc[0]))

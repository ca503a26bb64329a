"""The linear relaxation of a problem with many columns: few at first, the rest by their reduced cost (column generation).

Desrosiers & Lübbecke 2005, "A primer in column generation", sections 2 and 3. The solver keeps its basis from round to round.
The bound is the Lagrangian one (section 4.1): value of the last relaxation plus, for every column left out, its negative
reduced cost times its upper bound; it holds for the problem with all its columns, also when the time ends early.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np
import numpy.typing as npt

from parkwright.kernels.milp import Answer, Floats, Milp, SolveSettings, load, read_answer, reduced_costs, run

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Priced:
    """answer: of the relaxation over the columns inside (``x`` over all columns of the problem, zero outside)
    costs: reduced cost of every column; inside: which took part; bound: holds for all columns; rounds: solves made."""

    answer: Answer
    costs: Floats
    inside: Bools
    bound: float
    rounds: int


def price(
    problem: Milp,
    inside: Bools,
    group: Ints,
    per_round: int,
    settings: SolveSettings,
    tolerance: float = 1e-6,
) -> Priced:
    """Solve the relaxation of ``problem`` over all columns.

    inside:    columns that take part at first, bool (columns,); the rest must have lower bound 0
    group:     group of every column, int (columns,); in a round at most ``per_round`` columns of a group enter
    tolerance: stop when the bound is within this share of the value
    settings:  after time_limit_s no more columns enter; the round that is under way is finished, so that there is an answer

    I/O Example:
        min x0 + 3 x1, x0 + x1 >= 2, x0 <= 1; inside = [False, True]
        -> round 1: x1 = 2 (6); x0 enters at -2; round 2: x0 = 1, x1 = 1 (4); bound 4
    """
    begun = time.monotonic()
    relaxed = problem.relaxed()
    inside = inside.copy()
    order = np.flatnonzero(inside)
    highs = load(relaxed.columns(order), replace(settings, time_limit_s=np.inf))
    by_column = relaxed.a.tocsc()
    rounds = 0
    while True:
        rounds += 1
        run(highs)
        answer = read_answer(highs, relaxed.columns(order))
        if answer.x is None or answer.row_duals is None or answer.status != "optimal":
            return Priced(answer, np.zeros(len(inside)), inside, -np.inf, rounds)
        costs = reduced_costs(relaxed, answer.row_duals)
        missed = float((np.minimum(costs[~inside], 0.0) * _finite(relaxed.high[~inside])).sum())
        bound = answer.objective + missed
        entering = _most_negative(costs, inside, group, per_round)
        out_of_time = time.monotonic() - begun > settings.time_limit_s
        if -missed <= tolerance * max(1.0, abs(answer.objective)) or not len(entering) or out_of_time:
            x = np.zeros(len(inside))
            x[order] = answer.x
            return Priced(_with_x(answer, x), costs, inside, bound, rounds)
        _add(highs, relaxed, by_column, entering)
        inside[entering] = True
        order = np.concatenate([order, entering])


def _most_negative(costs: Floats, inside: Bools, group: Ints, per_round: int) -> Ints:
    """The ``per_round`` columns of each group with the most negative reduced cost, of those outside."""
    negative = np.flatnonzero(~inside & (costs < -1e-9))
    ranked = negative[np.lexsort((costs[negative], group[negative]))]
    if not len(ranked):
        return ranked
    new_group = np.concatenate([[True], group[ranked][1:] != group[ranked][:-1]])
    starts = np.flatnonzero(new_group)
    rank = np.arange(len(ranked)) - starts[np.cumsum(new_group) - 1]
    return np.asarray(ranked[rank < per_round], dtype=np.intp)


def _add(highs: highspy.Highs, problem: Milp, by_column: object, entering: Ints) -> None:
    added = by_column[:, entering]  # type: ignore[index]
    highs.addCols(
        len(entering), problem.c[entering], problem.low[entering], _finite(problem.high[entering]), added.nnz,
        added.indptr[:-1], added.indices, added.data,
    )  # fmt: skip


def _finite(values: Floats) -> Floats:
    return np.clip(values, None, highspy.kHighsInf)


def _with_x(answer: Answer, x: Floats) -> Answer:
    return replace(answer, x=x)

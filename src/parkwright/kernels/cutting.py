"""Tighten a relaxation with rows that follow for whole numbers: of many candidates, only those that are broken enter.

Cutting planes from a finite list (Wolsey 2020, "Integer Programming", 2nd ed., section 8.6: separation by inspection). The
solver keeps its basis from round to round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from parkwright.kernels.milp import Floats, Milp, SolveSettings, load, run


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows a x <= high that every whole-number solution keeps: ``a`` has shape (candidates, columns)."""

    a: sparse.csr_matrix
    high: Floats


def tighten(
    problem: Milp, candidates: Candidates, settings: SolveSettings, rounds: int = 5, least: float = 1e-4
) -> Milp:
    """Add the candidates that the relaxation breaks by more than ``least``, round by round.

    rounds: at most so many; it ends early when nothing is broken, or when a round adds under one in fifty of the first

    I/O Example:
        min -x, x <= 10 y, x <= 4, y in {0, 1}, y costs 1; candidate x - 4 y <= 0
        -> the relaxation opens y = 0.4 and breaks the candidate; with it, y = 1

    Returns the problem with the added rows behind its own; its whole-number solutions are unchanged.
    """
    relaxed = problem.relaxed()
    highs = load(relaxed, settings)
    taken = np.zeros(len(candidates.high), dtype=bool)
    first = 0
    for _ in range(rounds):
        run(highs)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        x = np.asarray(highs.getSolution().col_value)
        broken = np.flatnonzero(~taken & (candidates.a @ x > candidates.high + least))
        first = first or len(broken)
        if not len(broken):
            break
        taken[broken] = True
        rows = sparse.csr_matrix(candidates.a[broken])
        low = np.full(len(broken), -highspy.kHighsInf)
        highs.addRows(
            len(broken), low, candidates.high[broken], rows.nnz, rows.indptr[:-1], rows.indices, rows.data
        )
        if len(broken) * 50 < first:
            break
    chosen = np.flatnonzero(taken)
    return replace(
        problem,
        a=sparse.csr_matrix(sparse.vstack([problem.a, candidates.a[chosen]])),
        row_low=np.concatenate([problem.row_low, np.full(len(chosen), -np.inf)]),
        row_high=np.concatenate([problem.row_high, candidates.high[chosen]]),
    )

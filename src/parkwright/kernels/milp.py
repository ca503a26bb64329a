"""The one seam to the mixed-integer solver: frozen arrays in, an answer with status, bound and gap out.

    minimise    c x
    subject to  row_low <= A x <= row_high,   low <= x <= high,   x_j whole where integral_j

Solver: HiGHS (Huangfu & Hall 2018, Mathematical Programming Computation 10:119-142), called through highspy. Every answer
is measured again here (row activity, bounds, wholeness), because a solver's word is not a check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Status = Literal["optimal", "stopped", "infeasible", "unbounded"]


@dataclass(frozen=True, slots=True)
class Milp:
    """A problem: ``a`` has shape (rows, columns); infinite bounds are written as numpy's inf."""

    c: Floats
    a: sparse.csr_matrix
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    integral: Bools

    def relaxed(self) -> Milp:
        """The same problem without the demand for whole numbers."""
        return replace(self, integral=np.zeros_like(self.integral))

    def fixed(self, x: Floats) -> Milp:
        """The linear problem left when every whole-number column keeps its (rounded) value in ``x``."""
        held = np.where(self.integral, np.round(x), np.nan)
        low = np.where(np.isnan(held), self.low, held)
        high = np.where(np.isnan(held), self.high, held)
        return replace(self, low=low, high=high, integral=np.zeros_like(self.integral))

    def columns(self, keep: npt.NDArray[np.intp]) -> Milp:
        """The problem with only these columns."""
        a = sparse.csr_matrix(self.a.tocsc()[:, keep])
        return Milp(
            self.c[keep], a, self.row_low, self.row_high, self.low[keep], self.high[keep], self.integral[keep]
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found.

    status:    optimal (within the gap asked for), stopped (time limit: ``x`` is the best known, or None),
               infeasible, unbounded
    bound:     no solution costs less than this (-inf if nothing is proven)
    gap:       (objective - bound) / |objective|, inf without a solution
    violation: largest breach of a row, a bound or a whole number, measured here
    row_duals: price of one unit of each row's active side, for linear problems only
    """

    status: Status
    x: Floats | None
    objective: float
    bound: float
    gap: float
    seconds: float
    violation: float
    row_duals: Floats | None = None


@dataclass(frozen=True, slots=True)
class SolveSettings:
    """time_limit_s in seconds of wall clock; gap relative; the same seed and threads give the same answer, unless the clock
    stops the search: where the same answer matters more than the last percent, ``max_nodes`` stops it first (None = no limit).
    """

    time_limit_s: float = 600.0
    gap: float = 1e-3
    seed: int = 0
    threads: int = 2
    max_nodes: int | None = None


def solver_version() -> str:
    """The version of HiGHS, as in "1.12.0"."""
    return f"{highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"


class UnusableAnswer(RuntimeError):
    """The solver called an answer feasible that breaks the problem it was given."""


def solve(problem: Milp, settings: SolveSettings = SolveSettings(), start: Floats | None = None) -> Answer:
    """Solve a linear or mixed-integer problem.

    start: a known solution (all columns); the search begins from it where it is feasible

    I/O Example:
        min 2 x + 3 z,  x + z >= 4.5,  x, z >= 0,  z whole
        -> Answer(status="optimal", x=[4.5, 0], objective=9.0, bound=9.0, gap=0.0, ...)

    Raises:
        UnusableAnswer: the measured violation of the solver's answer exceeds 1e-5 (relative to the row's size).
    """
    highs = load(problem, settings)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        highs.setSolution(solution)
    run(highs)
    return read_answer(highs, problem)


def run(highs: Any) -> None:
    """Let a loaded solver run. A thread whose last solve had another number of threads must give its workers back first: the
    solver refuses to run until then, so it is asked to, and runs again.

    Raises:
        UnusableAnswer: the solver refuses all the same.
    """
    if highs.run() == highspy.HighsStatus.kError:
        highspy._core._Highs.resetGlobalScheduler(True)
        if highs.run() == highspy.HighsStatus.kError:
            raise UnusableAnswer("the solver refuses to run")


def load(problem: Milp, settings: SolveSettings) -> Any:
    """A silent solver that holds the problem (for kernels that solve it more than once)."""
    # The plain core class: the wrapper ``highspy.Highs()`` prints a banner while it is made, before any option can be
    # set, and a kernel writes nothing to the screen.
    highs = highspy._core._Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", float(settings.time_limit_s))
    highs.setOptionValue("mip_rel_gap", float(settings.gap))
    highs.setOptionValue("random_seed", int(settings.seed))
    highs.setOptionValue("threads", int(settings.threads))
    if settings.max_nodes is not None:
        highs.setOptionValue("mip_max_nodes", int(settings.max_nodes))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = problem.a.shape[1], problem.a.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = problem.c, _bounds(problem.low), _bounds(problem.high)
    lp.row_lower_, lp.row_upper_ = _bounds(problem.row_low), _bounds(problem.row_high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = problem.a.indptr
    lp.a_matrix_.index_ = problem.a.indices
    lp.a_matrix_.value_ = problem.a.data
    if problem.integral.any():
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole if is_whole else real for is_whole in problem.integral]
    highs.passModel(lp)
    return highs


def _bounds(values: Floats) -> Floats:
    return np.clip(values, -highspy.kHighsInf, highspy.kHighsInf)


def read_answer(highs: Any, problem: Milp) -> Answer:
    """What a solver that has run says of ``problem``, measured again (raises ``UnusableAnswer``)."""
    info, model_status = highs.getInfo(), highs.getModelStatus()
    seconds = float(highs.getRunTime())
    kind = highspy.HighsModelStatus
    if model_status in (kind.kInfeasible, kind.kUnboundedOrInfeasible):
        return Answer("infeasible", None, np.inf, np.inf, np.inf, seconds, 0.0)
    if model_status == kind.kUnbounded:
        return Answer("unbounded", None, -np.inf, -np.inf, np.inf, seconds, 0.0)
    is_mip = bool(problem.integral.any())
    status: Status = "optimal" if model_status == kind.kOptimal else "stopped"
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    bound = (
        float(info.mip_dual_bound)
        if is_mip
        else (float(info.objective_function_value) if status == "optimal" else -np.inf)
    )
    if not found:
        return Answer("stopped", None, np.inf, bound, np.inf, seconds, 0.0)
    solution = highs.getSolution()
    x = np.asarray(solution.col_value, dtype=np.float64)
    violation = measure(problem, x)
    if violation > 1e-5:
        raise UnusableAnswer(f"the solver's answer breaks the problem by {violation:.3g}")
    objective = float(problem.c @ x)
    gap = max(0.0, objective - bound) / max(1e-9, abs(objective))
    duals = None if is_mip else np.asarray(solution.row_dual, dtype=np.float64)
    return Answer(status, x, objective, bound, gap, seconds, violation, duals)


def measure(problem: Milp, x: Floats) -> float:
    """The largest breach by ``x`` of a row (relative to 1 + |limit|), a bound or a whole number."""
    activity = problem.a @ x
    rows = np.maximum(problem.row_low - activity, activity - problem.row_high)
    scale = 1.0 + np.minimum(np.abs(problem.row_low), np.abs(problem.row_high))
    rows = rows / np.where(np.isfinite(scale), scale, 1.0)
    bounds = np.maximum(problem.low - x, x - problem.high)
    whole = np.abs(x - np.round(x))[problem.integral]
    return float(max(rows.max(initial=0.0), bounds.max(initial=0.0), whole.max(initial=0.0)))


def reduced_costs(problem: Milp, row_duals: Floats) -> Floats:
    """c - A' y: what one unit more of each column would change, for columns in or out of the solved problem."""
    return np.asarray(problem.c - problem.a.T @ row_duals, dtype=np.float64)

"""The seam to the solver: status, bound and gap, prices, and every answer measured again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint
from scipy.optimize import milp as scipy_milp

from parkwright.kernels import milp as kernel
from parkwright.kernels.milp import Milp, SolveSettings, measure, reduced_costs, solve

INF = np.inf


def program(c: Any, a: Any, low: Any, high: Any, integral: Any = None, upper: Any = None) -> Milp:
    c = np.asarray(c, dtype=np.float64)
    return Milp(
        c=c,
        a=sparse.csr_matrix(np.asarray(a, dtype=np.float64)),
        row_low=np.asarray(low, dtype=np.float64),
        row_high=np.asarray(high, dtype=np.float64),
        low=np.zeros(len(c)),
        high=np.full(len(c), INF) if upper is None else np.asarray(upper, dtype=np.float64),
        integral=np.zeros(len(c), bool) if integral is None else np.asarray(integral, bool),
    )


DOCUMENTED = program([2, 3], [[1, 1]], [4.5], [INF], [False, True])
"""The example of the docstring: min 2 x + 3 z, x + z >= 4.5, z whole."""


def test_the_documented_example() -> None:
    answer = solve(DOCUMENTED)
    assert answer.status == "optimal"
    assert answer.x is not None
    assert answer.x.tolist() == pytest.approx([4.5, 0.0])
    assert (answer.objective, answer.bound, answer.gap) == pytest.approx((9.0, 9.0, 0.0))


def test_whole_numbers_cost_more() -> None:
    whole = program([3, 2], [[2, 1]], [5], [INF], [True, True], [INF, 1])
    assert solve(whole).objective == pytest.approx(8.0)  # x = 2, z = 1
    assert solve(whole.relaxed()).objective == pytest.approx(7.5)  # x = 2.5


def test_no_solution_and_no_bound_are_told_apart() -> None:
    assert solve(program([1], [[1]], [5], [4])).status == "infeasible"
    falling = Milp(
        np.array([-1.0]), sparse.csr_matrix([[1.0]]), np.array([0.0]), np.array([INF]), np.zeros(1),
        np.array([INF]), np.zeros(1, bool),
    )  # fmt: skip
    answer = solve(falling)
    assert answer.status == "unbounded"
    assert answer.x is None


def test_a_rule_that_contradicts_itself_in_whole_numbers_only() -> None:
    odd = program([1, 1], [[2, 2]], [3], [3], [True, True])
    assert solve(odd).status == "infeasible"
    assert solve(odd.relaxed()).objective == pytest.approx(1.5)


def test_prices_of_rows_and_reduced_costs() -> None:
    # min 2 x + 3 y + 9 z, x + y + z >= 4, x <= 3: y fills up, so one unit of the row costs 3; z would cost 9 - 3 more.
    problem = program([2, 3, 9], [[1, 1, 1]], [4], [INF], upper=[3, INF, INF])
    answer = solve(problem)
    assert answer.row_duals is not None
    assert answer.row_duals.tolist() == pytest.approx([3.0])
    assert reduced_costs(problem, answer.row_duals).tolist() == pytest.approx([-1.0, 0.0, 6.0])


def test_columns_and_fixed() -> None:
    problem = program([2, 3, 1], [[1, 1, 1]], [4], [INF], [False, True, True], [10, 10, 1])
    part = problem.columns(np.array([0, 2]))
    assert part.c.tolist() == [2.0, 1.0]
    assert part.integral.tolist() == [False, True]
    assert solve(part).objective == pytest.approx(7.0)
    held = problem.fixed(np.array([0.0, 2.0000001, 0.0]))
    assert not held.integral.any()
    assert solve(held).objective == pytest.approx(2 * 2 + 3 * 2)


def test_measure_sees_rows_bounds_and_whole_numbers() -> None:
    problem = program([1, 1], [[1, 1]], [2], [3], [False, True], [5, 5])
    assert measure(problem, np.array([1.0, 1.0])) == 0.0
    assert measure(problem, np.array([0.5, 1.0])) == pytest.approx(0.5 / 3)  # relative to 1 + |limit|
    assert measure(problem, np.array([-0.25, 3.0])) == pytest.approx(0.25)
    assert measure(problem, np.array([1.6, 0.9])) == pytest.approx(0.1)


def test_a_start_changes_neither_answer_nor_status() -> None:
    start = np.array([1.5, 3.0])
    answer = solve(DOCUMENTED, SolveSettings(gap=0.0), start)
    assert (answer.status, answer.objective) == ("optimal", pytest.approx(9.0))


def test_an_answer_that_breaks_the_problem_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "measure", lambda problem, x: 1.0)
    with pytest.raises(kernel.UnusableAnswer, match="breaks the problem"):
        solve(DOCUMENTED)


numbers = st.integers(-5, 9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    c=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    a=st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=3, max_size=3),
    low=st.lists(numbers, min_size=3, max_size=3),
)
def test_scipy_gives_the_same_objective(c: list[int], a: list[list[int]], low: list[int]) -> None:
    problem = program(c, a, low, [INF] * 3, [True, True, False, False], [6, 6, 6, 6])
    answer = solve(problem, SolveSettings(gap=0.0))
    other = scipy_milp(
        np.asarray(c, float),
        integrality=problem.integral,
        bounds=Bounds(0, 6),
        constraints=LinearConstraint(np.asarray(a, float), low, INF),
    )
    if other.status == 2:  # infeasible
        assert answer.status == "infeasible" or 0 < answer.violation <= 1e-6  # feasible by a hair
    else:
        assert answer.objective == pytest.approx(other.fun, abs=1e-4)
        assert answer.violation <= 1e-5
        assert answer.bound <= answer.objective + 1e-6


def test_another_number_of_threads_is_no_reason_to_refuse() -> None:
    problem = Milp(
        np.array([2.0, 3.0]), sparse.csr_matrix([[1.0, 1.0]]), np.array([4.5]), np.array([np.inf]), np.zeros(2),
        np.full(2, np.inf), np.array([False, True]),
    )  # fmt: skip
    for threads in (1, 2, 1):
        assert solve(problem, SolveSettings(threads=threads)).objective == pytest.approx(9.0)

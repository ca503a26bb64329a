"""Column generation and cutting planes against the plain solve of the whole problem."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from parkwright.kernels.cutting import Candidates, tighten
from parkwright.kernels.milp import Milp, SolveSettings, solve
from parkwright.kernels.pricing import price

SETTINGS = SolveSettings(time_limit_s=20.0, threads=1)


def facility_location(seed: int, customers: int, sites: int) -> Milp:
    """min sum c x + sum f y; each customer served once; sum over customers of x <= capacity y (x first, then y)."""
    rng = np.random.default_rng(seed)
    cost = rng.uniform(1, 10, (customers, sites)).ravel()
    arcs = customers * sites
    served = sparse.kron(sparse.eye(customers), np.ones((1, sites)))
    loads = sparse.kron(np.ones((1, customers)), sparse.eye(sites))
    a = sparse.bmat([[served, None], [loads, -float(customers) * sparse.eye(sites)]])
    return Milp(
        c=np.concatenate([cost, rng.uniform(3, 8, sites)]),
        a=sparse.csr_matrix(a),
        row_low=np.concatenate([np.ones(customers), np.full(sites, -np.inf)]),
        row_high=np.concatenate([np.ones(customers), np.zeros(sites)]),
        low=np.zeros(arcs + sites),
        high=np.ones(arcs + sites),
        integral=np.concatenate([np.zeros(arcs, dtype=bool), np.ones(sites, dtype=bool)]),
    )


def test_the_worked_example() -> None:
    problem = Milp(
        np.array([1.0, 3.0]), sparse.csr_matrix([[1.0, 1.0]]), np.array([2.0]), np.array([np.inf]), np.zeros(2),
        np.array([1.0, np.inf]), np.zeros(2, dtype=bool),
    )  # fmt: skip
    found = price(problem, np.array([False, True]), np.zeros(2, dtype=np.intp), 5, SETTINGS)
    assert found.rounds == 2
    assert found.answer.x == pytest.approx([1.0, 1.0])
    assert found.bound == pytest.approx(4.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 9), st.integers(2, 6))
def test_pricing_ends_at_the_relaxation_over_all_columns(seed: int, customers: int, sites: int) -> None:
    problem = facility_location(seed, customers, sites)
    arcs = customers * sites
    inside = np.ones(arcs + sites, dtype=bool)
    inside[:arcs] = np.arange(arcs) % sites == 0  # one arc a customer, so that a plan exists
    group = np.concatenate([np.repeat(np.arange(customers), sites), np.full(sites, -1)]).astype(np.intp)
    found = price(problem, inside, group, 1, SETTINGS)
    whole = solve(problem.relaxed(), SETTINGS)
    assert found.answer.objective == pytest.approx(whole.objective, rel=1e-6)
    assert found.bound <= whole.objective + 1e-6


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 8), st.integers(2, 5))
def test_cuts_raise_the_bound_and_keep_the_answer(seed: int, customers: int, sites: int) -> None:
    problem = facility_location(seed, customers, sites)
    arcs = customers * sites
    strong = sparse.hstack([sparse.eye(arcs), -sparse.kron(np.ones((customers, 1)), sparse.eye(sites))])
    tight = tighten(problem, Candidates(sparse.csr_matrix(strong), np.zeros(arcs)), SETTINGS)
    before, after = (solve(one.relaxed(), SETTINGS).objective for one in (problem, tight))
    assert after >= before - 1e-7
    assert len(tight.row_low) > len(problem.row_low) or after == pytest.approx(before)
    exact = SolveSettings(time_limit_s=20.0, gap=0.0, threads=1)
    assert solve(tight, exact).objective == pytest.approx(solve(problem, exact).objective, rel=1e-6)

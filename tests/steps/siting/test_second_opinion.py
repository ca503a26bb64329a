"""The solver against brute force over all openings with scipy's linear programs, and laws that every answer obeys."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import LegalLimits, Task, solve_siting
from parkwright.steps.siting.formulation import formulate

Make = Callable[..., Task]
EXACT = SolveSettings(time_limit_s=30.0, gap=0.0)
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

PLACES, SECTORS, PERIODS = ("q1", "q2"), ("mech", "food"), ("2026", "2027")
FACILITIES = ("p", "s1", "s2")


@dataclass(frozen=True)
class Instance:
    """Hectares by (place, sector, period), minutes by (place, facility), vacancy of p, gross of s1 and s2; s1 must be of the
    supporting type (60 %), s2 may be of any."""

    ha: tuple[int, ...]
    minutes: tuple[int, ...]
    vacancy: int
    gross: tuple[int, int]

    @property
    def cells(self) -> list[tuple[str, str, str, int]]:
        keys = itertools.product(PLACES, SECTORS, PERIODS)
        return [(*key, ha) for key, ha in zip(keys, self.ha, strict=True)]

    @property
    def trips(self) -> dict[tuple[str, str], int]:
        return dict(zip(itertools.product(PLACES, FACILITIES), self.minutes, strict=True))


instances = st.builds(
    Instance,
    ha=st.tuples(*[st.integers(1, 40)] * 8),
    minutes=st.tuples(*[st.sampled_from((10, 25, 35, 44, 50, 58, 70))] * 6),
    vacancy=st.integers(0, 60),
    gross=st.tuples(st.integers(10, 80), st.integers(10, 80)),
)


def as_task(task: Make, case: Instance, **choices: Any) -> Task:
    s1, s2 = case.gross
    cells = [
        {"place_id": place, "sector_id": sector, "period_id": period, "ha": ha}
        for place, sector, period, ha in case.cells
    ]
    return task(
        [
            {"site_id": "s1", "gross_ha": s1, "net_ha_assumed": s1, "required_type": "supporting"},
            {"site_id": "s2", "gross_ha": s2, "net_ha_assumed": s2, "required_type": "general"},
        ],
        cells,
        case.trips,
        parks=[{"park_id": "p", "vacant_ha": case.vacancy}],
        legal=LegalLimits(supporting_min_share=0.6),
        **choices,
    )


def least_cost(case: Instance) -> float:
    """The best over all openings (never, 2026, 2027 for each site), from the numbers of the instance alone."""
    return min(allocate(case, when) for when in itertools.product((None, 0, 1), repeat=2))


def allocate(case: Instance, when: tuple[int | None, int | None]) -> float:
    """Cost with these openings: 1.5 bn per gross ha at the opening; then 1.5 bn per ha made, or 4 bn per ha in the park, and
    0.01 bn per minute and ha; 10 bn per ha unserved."""
    opened = {"p": 0, "s1": when[0], "s2": when[1]}
    land = {"p": case.vacancy, "s1": case.gross[0], "s2": case.gross[1]}
    ways = [
        (number, name)
        for number, (place, _, period, _) in enumerate(case.cells)
        for name, since in opened.items()
        if since is not None and PERIODS.index(period) >= since and case.trips[place, name] < 60
    ]
    total = sum(ha for *_, ha in case.cells)
    fixed = sum(1.5 * land[name] for name in ("s1", "s2") if opened[name] is not None)
    if not ways:
        return fixed + 10.0 * total
    rows, limits = [], []

    def limit(weights: list[float], most: float) -> None:
        rows.append(weights)
        limits.append(most)

    minutes = [case.trips[case.cells[cell][0], name] for cell, name in ways]
    for number, (*_, ha) in enumerate(case.cells):
        ours = [cell == number for cell, _ in ways]
        limit([float(mine) for mine in ours], ha)
        limit([float(mine and far > 45) for mine, far in zip(ours, minutes, strict=True)], 0.5 * ha)
    for name in opened:
        for t in range(2):
            by_now = [n == name and PERIODS.index(case.cells[cell][2]) <= t for cell, n in ways]
            limit([float(mine) for mine in by_now], land[name])
            if name == "s1":
                counts = [0.6 - (case.cells[cell][1] == "mech") for cell, _ in ways]
                limit([mine * weight for mine, weight in zip(by_now, counts, strict=True)], 0.0)
    saved = [
        (4.0 if name == "p" else 1.5) + 0.01 * far - 10.0
        for (_, name), far in zip(ways, minutes, strict=True)
    ]
    most = [
        case.cells[cell][3] * min(1.0, (60 - far) / 30) for (cell, _), far in zip(ways, minutes, strict=True)
    ]
    found = linprog(saved, A_ub=rows, b_ub=limits, bounds=[(0.0, high) for high in most])
    assert found.status == 0
    return float(fixed + 10.0 * total + found.fun)


def cost(toy: Task) -> float:
    answer = solve_siting(toy.problem, toy.formulation, EXACT)
    assert answer.plan is not None
    return answer.objective


@FEW
@given(case=instances)
def test_brute_force_finds_the_same_cost(task: Make, case: Instance) -> None:
    assert cost(as_task(task, case)) == pytest.approx(least_cost(case), abs=1e-6)


CASE = Instance((20, 12, 9, 30, 25, 7, 14, 33), (10, 25, 44, 58, 35, 25), 30, (40, 60))


def test_few_arcs_at_first_change_nothing(task: Make) -> None:
    assert cost(as_task(task, CASE, nearest=1)) == pytest.approx(least_cost(CASE), abs=1e-6)


def test_names_do_not_matter(task: Make) -> None:
    swap = {"q1": "z", "q2": "a"}
    cells = [
        {"place_id": swap[place], "sector_id": sector, "period_id": period, "ha": ha}
        for place, sector, period, ha in reversed(CASE.cells)
    ]
    sites = [
        {"site_id": "a2", "gross_ha": 60, "net_ha_assumed": 60, "required_type": "general"},
        {"site_id": "b1", "gross_ha": 40, "net_ha_assumed": 40, "required_type": "supporting"},
    ]
    new = {"p": "zz", "s1": "b1", "s2": "a2"}
    toy = task(
        sites,
        cells,
        {(swap[place], new[name]): far for (place, name), far in CASE.trips.items()},
        parks=[{"park_id": "zz", "vacant_ha": 30}],
        legal=LegalLimits(supporting_min_share=0.6),
    )
    assert cost(toy) == pytest.approx(cost(as_task(task, CASE)), abs=1e-6)


@FEW
@given(case=instances)
def test_one_more_site_never_costs_more(task: Make, case: Instance) -> None:
    without = as_task(task, case, closed_sites=("s2",))
    assert cost(as_task(task, case)) <= cost(without) + 1e-6


@FEW
@given(case=instances)
def test_a_higher_value_of_premises_never_leaves_more_unserved(task: Make, case: Instance) -> None:
    unserved = []
    for value in (3.0, 6.0, 12.0):
        toy = as_task(task, case, unserved_usd_m2=value)
        answer = solve_siting(toy.problem, toy.formulation, EXACT)
        assert answer.plan is not None
        unserved.append(answer.plan.unserved_ha.sum())
    assert unserved[0] >= unserved[1] - 1e-6
    assert unserved[1] >= unserved[2] - 1e-6


def test_cells_merged_and_apart_cost_the_same(task: Make) -> None:
    """The merged problem against one in which every merged cell is two (30 and 70 %) of two groups that are alike."""
    toy = as_task(task, CASE)
    problem = toy.problem
    parts = []
    for name, share in (("a", 0.3), ("b", 0.7)):
        cells = problem.cells.assign(
            ha=problem.cells["ha"] * share, group_id=problem.cells["group_id"] + name
        )
        parts.append(
            (cells, problem.arcs, problem.traits.rename(index=lambda group, name=name: group + name))
        )
    count = len(problem.cells)
    apart = replace(
        problem,
        cells=pd.concat([cells for cells, _, _ in parts], ignore_index=True),
        arcs=pd.concat(
            [parts[0][1], parts[1][1].assign(cell=parts[1][1]["cell"] + count)], ignore_index=True
        ),
        traits=pd.concat([traits for _, _, traits in parts]),
    )
    answer = solve_siting(apart, formulate(apart), EXACT)
    assert answer.objective == pytest.approx(cost(toy), abs=1e-6)


def test_costs_add_up_and_bounds_hold(task: Make) -> None:
    toy = as_task(task, CASE)
    answer = solve_siting(toy.problem, toy.formulation, EXACT)
    assert answer.plan is not None and answer.x is not None
    assert answer.root_bound <= answer.bound + 1e-6 <= answer.objective + 2e-6
    assert np.dot(toy.formulation.milp.c, answer.x) == pytest.approx(answer.objective)

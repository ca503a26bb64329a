"""Where no plan exists: what must give way is said in both languages, and what is said is enough when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import Infeasibility, SitingParams, Task, choose_sites, solve_siting
from parkwright.steps.siting.infeasible import Lifting, round_up
from parkwright.tables import BadInput, RegionMeta

Make = Callable[..., Task]
SITES = [
    {"site_id": "s", "name_vi": "Khu S", "name_en": "Park S"},
    {"site_id": "t", "name_vi": "Khu T", "name_en": "Park T", "overlaps_site": "s"},
    {"site_id": "gone", "status": "dropped", "earliest_year": None},
]
CELLS = [{"place_id": "q", "sector_id": "mech", "ha": 50}]
MINUTES = {("q", "s"): 40}  # two thirds of 50 ha follow so far


def explained(toy: Task, settings: SolveSettings) -> Infeasibility:
    siting = choose_sites(toy, toy.problem.facilities, settings)  # type: ignore[arg-type]
    assert siting.answer.plan is None and siting.answer.status == "infeasible"
    assert siting.infeasible is not None
    return siting.infeasible


def lifted(choices: dict[str, Any], way: tuple[Lifting, ...]) -> dict[str, Any]:
    """The choices after a planner did what the sentence says."""
    params = SitingParams(**choices)
    budget, opened, closed = dict(params.budget_bn), dict(params.open_sites), set(params.closed_sites)
    share, groups = params.min_served_share, dict(params.min_served_group)
    for lifting in way:
        if lifting.kind == "budget":
            budget[lifting.object] += lifting.amount
        elif lifting.kind == "service" and lifting.object == "all":
            share -= lifting.amount / 50
        elif lifting.kind == "service":
            groups[lifting.object] -= lifting.amount
        else:
            kind, name = lifting.object.split(":")
            if kind == "open":
                del opened[name]
            else:
                closed.remove(name)
    return {
        "budget_bn": budget,
        "open_sites": opened,
        "closed_sites": tuple(sorted(closed)),
        "min_served_share": max(share, 0.0),
        "min_served_group": groups,
    }


GROUP = "supporting-heavy-sparse"
CONTRADICTIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "open and closed": (
        {"open_sites": {"s": ""}, "closed_sites": ("s",)},
        "Park S to open",
        "Khu S",
    ),
    "two that overlap": (
        {"open_sites": {"s": "2026", "t": "2027"}},
        "no longer require Park",
        "không buộc mở Khu",
    ),
    # 100 gross ha cost 150 bn at the opening; 26.6 are there: 123.4 are missing.
    "budget below a lock": (
        {"open_sites": {"s": "2026"}, "budget_bn": {"2026": 26.6}},
        "raise the 2026 budget by 123.4 bn XTS, or no longer require Park S to open in 2026",
        "tăng ngân sách giai đoạn 2026 thêm 123,4 tỷ XTS hoặc không buộc mở Khu S trong giai đoạn 2026",
    ),
    # Of 50 ha, 33.333 follow 40 minutes: 45 cannot be served, 11.667 ha are too much, told as 11.67.
    "service beyond the reach": (
        {"min_served_share": 0.9},
        "leave 11.67 ha unserved beyond what is allowed (all sectors)",
        "chấp nhận để thêm 11,67 ha chưa đáp ứng so với mức bắt buộc (tất cả các ngành)",
    ),
    "service of a group beyond the reach": (
        {"min_served_group": {GROUP: 40.0}},
        "leave 6.667 ha unserved beyond what is allowed (supporting, many trucks, few workers)",
        "6,667 ha",
    ),
    # 30 ha need 150 bn at the opening and 45 bn as they are taken.
    "budget below the service": (
        {"min_served_share": 0.6, "budget_bn": {"2026": 100.0}},
        "raise the 2026 budget by 95 bn XTS, or leave 30 ha unserved",
        "tăng ngân sách giai đoạn 2026 thêm 95 tỷ XTS hoặc chấp nhận để thêm 30 ha",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_each_way_out_is_said_and_works(task: Make, settings: SolveSettings, name: str) -> None:
    choices, english, vietnamese = CONTRADICTIONS[name]
    told = explained(task(SITES, CELLS, MINUTES, **choices), settings)
    assert english in told.sentence_en
    assert vietnamese in told.sentence_vi
    assert told.ways
    for way in told.ways:
        toy = task(SITES, CELLS, MINUTES, **lifted(choices, way))
        assert solve_siting(toy.problem, toy.formulation, settings).plan is not None, way


def test_a_little_less_than_what_is_said_is_not_enough(task: Make, settings: SolveSettings) -> None:
    choices: dict[str, Any] = {"open_sites": {"s": "2026"}, "budget_bn": {"2026": 26.6}}
    for more, possible in ((123.4, True), (123.3, False)):
        toy = task(SITES, CELLS, MINUTES, **{**choices, "budget_bn": {"2026": 26.6 + more}})
        assert (solve_siting(toy.problem, toy.formulation, settings).plan is not None) is possible


def test_small_money_is_not_told_as_nothing(task: Make, settings: SolveSettings) -> None:
    choices: dict[str, Any] = {"open_sites": {"s": "2026"}, "budget_bn": {"2026": 149.987654}}
    told = explained(task(SITES, CELLS, MINUTES, **choices), settings)
    assert "by 0.01235 bn XTS" in told.sentence_en
    assert "thêm 0,01235 tỷ XTS" in told.sentence_vi


def test_what_nobody_may_lift_is_said(task: Make, settings: SolveSettings) -> None:
    sites = [
        {"site_id": "s", "status": "building"},
        {"site_id": "t", "status": "building", "overlaps_site": "s"},
    ]
    told = explained(task(sites, CELLS, MINUTES), settings)
    assert told.ways == ()
    assert "contradict each other" in told.sentence_en
    assert "mâu thuẫn" in told.sentence_vi


@pytest.mark.parametrize(
    ("amount", "told"), [(1240.4, 1241.0), (0.051211, 0.05122), (38.0, 38.0), (0.3, 0.3)]
)
def test_amounts_are_rounded_up(amount: float, told: float) -> None:
    assert round_up(amount) == told


def test_a_lock_on_what_cannot_open_is_refused(task: Make) -> None:
    with pytest.raises(BadInput) as refused:
        task(SITES, CELLS, MINUTES, open_sites={"gone": ""}, min_served_group={"no-such": 1.0})
    said = [found.sentence("en") for found in refused.value.problems]
    assert "there is no sector group no-such" in said[0]
    assert "gone cannot be opened. The site was dropped" in said[1]
    assert "gone không thể mở. Khu đất đã bị loại" in refused.value.problems[1].sentence("vi")


def test_the_currency_does_not_change_what_gives_way(
    task: Make, settings: SolveSettings, meta: RegionMeta
) -> None:
    """100,000 of one currency or 1 of another for a dollar: money or hectares give way at the same place."""
    choices: dict[str, Any] = {"min_served_share": 0.6, "unserved_usd_m2": 1.0}
    kinds = []
    for per_usd in (1e5, 1.0):
        told = explained(
            task(SITES, CELLS, MINUTES, meta=replace(meta, per_usd=per_usd), budget_bn={"2026": 100.0 * per_usd / 1e5}, **choices),
            settings,
        )  # fmt: skip
        kinds.append([[lifting.kind for lifting in way] for way in told.ways])
    assert kinds[0] == kinds[1] == [["service"], ["budget"]]

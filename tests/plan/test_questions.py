"""What if not: every question is listed; what was not asked or not proven is said, and the answers are ordered as they must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.evidence import Tried, try_assumptions
from parkwright.plan.questions import answer_questions, answers, listing
from parkwright.plan.questions.listing import list_questions
from parkwright.tables import Region

Plan = Callable[..., PlanResult]
Tables = dict[str, pd.DataFrame]
SCHEME = "sites:site-01"
SOLVED = ["objective_bn", "bound_bn", "delta_bn", "gap", "unserved_ha"]


def with_mode(plan: PlanResult, explain: str, seconds: float = 25.0) -> PlanResult:
    """The same finished plan, to be asked in another way."""
    return replace(plan, scenario=plan.scenario.model_copy(update={"explain": explain, "explain_s": seconds}))


@pytest.fixture(scope="module")
def tried(tiny_plan: PlanResult) -> Tried:
    """The assumptions of the tiny plan, moved once for all tests."""
    return try_assumptions(tiny_plan)


@pytest.fixture(scope="module")
def full(tiny_plan: PlanResult, tried: Tried) -> Iterator[Tables]:
    """Every question about the tiny plan, each solved to the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "try_assumptions", lambda result: tried)
        yield answer_questions(with_mode(tiny_plan, "full"))


@pytest.fixture(scope="module")
def none(tiny_plan: PlanResult, tried: Tried) -> Iterator[Tables]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "try_assumptions", lambda result: tried)
        yield answer_questions(with_mode(tiny_plan, "none"))


@pytest.fixture
def no_assumptions(monkeypatch: pytest.MonkeyPatch, tried: Tried) -> None:
    """Leaves out the ten questions about assumptions, and does not move them again for the evidence."""
    monkeypatch.setattr(answers, "try_assumptions", lambda result: tried)
    monkeypatch.setattr(listing, "_assumptions", lambda result, tried: ())


def row(tables: Tables, question: str) -> pd.Series:
    found: pd.Series = tables["what_if"].set_index("question_id").loc[question]
    return found


def test_without_time_nothing_is_asked_and_everything_is_told(
    tiny_plan: PlanResult, tried: Tried, none: Tables
) -> None:
    told = none["what_if"]
    assert set(told["status"]) == {"not-asked"}
    assert told[SOLVED].isna().all(axis=None)
    assert set(told["question_id"]) == {
        *(one.question_id for one in list_questions(tiny_plan, False, tried)),
        "switching-value",
    }
    assert told[["reason_vi", "reason_en"]].notna().all(axis=None)
    for name in ("what_if_openings", "what_if_figures", "what_if_verdicts"):
        assert none[name].empty
    assert none["openings"]["runner_up"].isna().all()
    assert none["openings"]["runner_up_cost_bn"].isna().all()


def test_a_budget_of_no_seconds_asks_nothing(tiny_plan: PlanResult, no_assumptions: None) -> None:
    told = answer_questions(with_mode(tiny_plan, "quick", 0.0))["what_if"]
    assert set(told["status"]) == {"not-asked"}


def test_it_is_told_how_many_are_done(tiny_plan: PlanResult, no_assumptions: None) -> None:
    told: list[tuple[int, int]] = []
    shown = answer_questions(with_mode(tiny_plan, "quick", 20.0), lambda done, of: told.append((done, of)))
    count = len(shown["what_if"]) - 1  # the switching value is no solve
    assert told == [(done, count) for done in range(1, count + 1)]


def test_in_full_each_has_its_own_time(tiny_plan: PlanResult, no_assumptions: None) -> None:
    """Little time for each: what is not proven is told as stopped, and nothing is left unasked."""
    hurried = with_mode(tiny_plan, "full")
    scenario = hurried.scenario.model_copy(update={"explain_each_s": 1.0})
    told = answer_questions(replace(hurried, scenario=scenario))["what_if"]
    asked = told[told["kind"] != "switching-value"]
    assert set(asked["status"]) <= {"stopped", "proven"}


def test_each_choice_has_its_question(tiny_plan: PlanResult, tried: Tried) -> None:
    """The scheme once, each other opened site once, low and high demand; parks that are committed are no choice."""
    asked = {one.question_id for one in list_questions(tiny_plan, False, tried) if one.kind != "assumption"}
    opened = tiny_plan.tables["openings"].query("not committed")["facility_id"]
    others = {f"without-site:{name}" for name in opened if name != SCHEME}
    assert asked == {f"without-scheme:{SCHEME}", *others, "low-demand", "high-demand", "reach-and-price"}
    assert 0 < sum(one.kind == "assumption" for one in list_questions(tiny_plan, False, tried)) <= 10


def test_full_proves_every_answer_and_says_how(full: Tables) -> None:
    told = full["what_if"].query("kind != 'switching-value'")
    assert set(told["status"]) <= {"proven", "stopped"}
    assert (told["gap"] < 1e-4).all()
    assert (told["bound_bn"] <= told["objective_bn"] + 1e-9).all()


def test_to_leave_out_a_site_never_saves_money(tiny_plan: PlanResult, full: Tables) -> None:
    told = full["what_if"].query("kind in ['without-site', 'without-scheme']")
    assert len(told) == (~tiny_plan.tables["openings"]["committed"]).sum() > 1
    slack = (tiny_plan.answer.gap + 1e-6) * tiny_plan.answer.objective
    assert (told["delta_bn"] >= -slack).all()
    assert told["delta_bn"].to_numpy() == pytest.approx(
        (told["objective_bn"] - tiny_plan.answer.objective).to_numpy(), abs=1e-12
    )


def test_what_is_left_out_is_not_in_its_answer(full: Tables) -> None:
    opened = full["what_if_openings"].merge(full["what_if"][["question_id", "kind", "object"]])
    without = opened[opened["kind"].isin(["without-site", "without-scheme"])]
    assert len(without)
    assert not (without["facility_id"] == without["object"]).any()


def test_quick_is_never_better_than_full(tiny_plan: PlanResult, full: Tables, no_assumptions: None) -> None:
    """Quick holds the other openings; so its next best choice can only cost as much or more."""
    quick = answer_questions(with_mode(tiny_plan, "quick", 20.0))
    both = quick["what_if"].merge(full["what_if"], on="question_id", suffixes=("", "_full"))
    sites = both.query("kind == 'without-site'").dropna(subset=["objective_bn", "objective_bn_full"])
    assert len(sites) == (~tiny_plan.tables["openings"]["committed"]).sum() - 1 > 0  # the scheme apart
    assert (sites["objective_bn"] >= sites["objective_bn_full"] - 1e-6).all()
    assert set(quick["what_if"]["status"]) <= {"proven", "stopped", "held", "not-asked"}


def test_low_demand_costs_less_and_high_demand_more(tiny_plan: PlanResult, full: Tables) -> None:
    low, high = row(full, "low-demand"), row(full, "high-demand")
    assert low["objective_bn"] <= tiny_plan.answer.objective <= high["objective_bn"]
    assert low["unserved_ha"] <= tiny_plan.tables["unserved"]["ha"].sum() <= high["unserved_ha"]
    held = full["what_if_openings"]
    ours = set(tiny_plan.tables["openings"]["facility_id"])
    for question in ("low-demand", "high-demand"):
        assert set(held.loc[held["question_id"] == question, "facility_id"]) == ours


def test_the_answer_is_the_plan_with_the_scheme_locked_out(
    tiny_plan: PlanResult, plan_exactly: Plan, full: Tables
) -> None:
    locked = plan_exactly(tiny_plan.region, sets={"siting.closed_sites": '["site-01"]'})
    asked = row(full, f"without-scheme:{SCHEME}")
    assert asked["objective_bn"] == pytest.approx(locked.answer.objective, rel=1e-5)
    assert asked["unserved_ha"] == pytest.approx(locked.tables["unserved"]["ha"].sum(), rel=1e-3)
    figures = full["what_if_figures"].query("question_id == @asked.name")
    terms = figures.query("figure == 'cost_bn'").set_index("item")["value"]
    by_term = locked.tables["plan_costs"].groupby("term")["cost_bn"].sum()
    assert terms.sum() == pytest.approx(by_term.sum(), rel=1e-5)
    assert set(terms.index) == set(by_term.index)


def test_figures_of_an_answer_add_up_to_its_row(full: Tables) -> None:
    for name in full["what_if_figures"]["question_id"].unique():
        figures = full["what_if_figures"].query("question_id == @name")
        told = row(full, name)
        assert figures.query("figure == 'cost_bn'")["value"].sum() == pytest.approx(
            told["objective_bn"], rel=1e-6
        )
        unserved = figures.query("figure == 'unserved_ha'")["value"].sum()
        assert unserved == pytest.approx(told["unserved_ha"], abs=1e-4)


def test_the_switching_value_is_where_two_straight_lines_meet(tiny_plan: PlanResult, full: Tables) -> None:
    """Cost without unserved land, a and b; unserved land at value v costs u and w: they meet at v (b - a) / (u - w)."""
    figures = full["what_if_figures"].query(
        f"question_id == 'without-scheme:{SCHEME}' and figure == 'cost_bn'"
    )
    theirs = figures.set_index("item")["value"]
    ours = tiny_plan.tables["plan_costs"].groupby("term")["cost_bn"].sum()
    a, b = ours.drop("unserved").sum(), theirs.drop("unserved").sum()
    u, w = ours["unserved"], theirs["unserved"]
    assert abs(u - w) > 1e-6, "the two plans must leave different land unserved, or nothing is tested"
    value = tiny_plan.scenario.siting.unserved_usd_m2
    meets = value * (b - a) / (u - w)
    told = row(full, "switching-value")
    assert told["status"] == "held"
    assert told["object"] == SCHEME
    assert f"{meets:,.0f} USD/m²" in told["reason_en"]
    assert f"{meets:,.0f}".replace(",", ".") + " USD/m²" in told["reason_vi"]


def test_unserved_land_worth_nothing_has_no_switching_value(
    tiny_region: Region, plan_exactly: Plan, no_assumptions: None
) -> None:
    plan = plan_exactly(tiny_region, sets={"siting.unserved_usd_m2": "0"})
    told = answer_questions(with_mode(plan, "full"))["what_if"].set_index("question_id")
    assert plan.tables["allocations"].empty
    assert told.loc["switching-value", "reason_en"] == (
        "Unserved land is valued at 0 USD/m², so no switching value can be derived."
    )


def test_the_runner_up_is_in_the_answer_and_not_in_the_plan(tiny_plan: PlanResult, full: Tables) -> None:
    openings = full["openings"]
    ours = set(openings["facility_id"])
    named = openings.dropna(subset=["runner_up"])
    for one in named.itertuples():
        answer = full["what_if_openings"].query("question_id.str.endswith(@one.facility_id)")
        assert one.runner_up not in ours
        assert one.runner_up in set(answer["facility_id"])
    costs = openings.dropna(subset=["runner_up_cost_bn"]).set_index("facility_id")["runner_up_cost_bn"]
    without = full["what_if"]["kind"].isin(["without-site", "without-scheme"])
    deltas = full["what_if"][without].set_index("object")["delta_bn"]
    assert len(costs)
    for name, cost in costs.items():
        assert cost == pytest.approx(deltas[name])
    assert openings.loc[openings["committed"].astype(bool), "runner_up_cost_bn"].isna().all()
    pd.testing.assert_frame_equal(
        openings.drop(columns=["runner_up", "runner_up_cost_bn"]),
        tiny_plan.tables["openings"].drop(columns=["runner_up", "runner_up_cost_bn"]),
    )


def test_a_plan_that_does_not_open_the_scheme_is_asked_with_it(
    tiny_region: Region, plan_exactly: Plan, no_assumptions: None
) -> None:
    """Site-04 is the scheme's here, and the plan does not open it: the law is read on it in the plan that does."""
    sites = tiny_region.sites.assign(
        site_class=tiny_region.sites["site_class"]
        .mask(tiny_region.sites["site_id"] == "site-04", "scheme")
        .mask(tiny_region.sites["site_id"] == "site-01", "new-park")
    )
    plan = plan_exactly(replace(tiny_region, sites=sites))
    assert "sites:site-04" not in set(plan.tables["openings"]["facility_id"])
    answers = answer_questions(with_mode(plan, "full"))
    asked = row(answers, "with-scheme:sites:site-04")
    assert asked["delta_bn"] >= -1e-9
    opened = answers["what_if_openings"].query("question_id == 'with-scheme:sites:site-04'")
    assert "sites:site-04" in set(opened["facility_id"])
    judged = answers["what_if_verdicts"]
    assert set(judged["object_id"]) == {"site-04"}
    assert set(judged["question_id"]) == {"with-scheme:sites:site-04"}


def test_a_lock_on_the_scheme_gives_way_to_the_question_without_it(
    tiny_region: Region, plan_exactly: Plan, no_assumptions: None
) -> None:
    """The planner has locked the scheme open: what is asked is the plan without it, and that plan exists."""
    free = plan_exactly(tiny_region)
    plan = plan_exactly(tiny_region, sets={"siting.open_sites": '{site-01 = ""}'})
    asked = row(answer_questions(with_mode(plan, "full")), f"without-scheme:{SCHEME}")
    assert asked["status"] == "proven"
    closed = plan_exactly(tiny_region, sets={"siting.closed_sites": '["site-01"]'})
    assert asked["objective_bn"] == pytest.approx(closed.answer.objective, rel=1e-4)
    assert plan.answer.objective == pytest.approx(free.answer.objective, rel=1e-4)

"""Which object a word means: ids before names, whole names before parts, districts before parks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.names import Names
from parkwright.plan.trace import trace_plan
from parkwright.plan.why import NotOne, Object, Section, find_object, tell_chain
from parkwright.words import LANGS, Lang, say

TABLES = {
    "facilities": pd.DataFrame(
        {
            "facility_id": ["parks:an-ha", "sites:an-ha", "sites:hai-1", "sites:hai-2", "parks:bac-cu-chi"],
            "name_vi": [
                "KCN An Hạ",
                "KCN An Hạ (còn lại)",
                "KCN Văn Hai I",
                "KCN Văn Hai II",
                "KCN Bắc Củ Chi",
            ],
            "name_en": ["An Ha", "An Ha (left)", "Van Hai I", "Van Hai II", "North Cu Chi"],
        }
    ),
    "demand_cells": pd.DataFrame({"cell_id": ["cu-chi|food|land|2026"], "place_id": ["cu-chi"]}),
    "demand_requests": pd.DataFrame({"request_id": ["r1", "r2", "r3"]}),
}
REGION = cast(
    Any,
    SimpleNamespace(
        places=pd.DataFrame(
            {"place_id": ["cu-chi"], "name_vi": ["Huyện Củ Chi"], "name_en": ["Cu Chi district"]}
        ),
        requests=pd.DataFrame(
            {
                "request_id": ["r1", "r2", "r3"],
                "firm_name": ["Cơ khí Đông", "Cơ khí Đông", "Nhựa Tây"],
                "tax_code": ["T1", "T1", float("nan")],
            }
        ),
    ),
)


@pytest.mark.parametrize(
    ("word", "kind", "ids"),
    [
        ("sites:an-ha", "facility", ("sites:an-ha",)),
        ("hai-1", "facility", ("sites:hai-1",)),
        ("Văn Hai I", "facility", ("sites:hai-1",)),
        ("van hai ii", "facility", ("sites:hai-2",)),
        ("CỦ CHI", "place", ("cu-chi",)),
        ("cu chi", "place", ("cu-chi",)),
        ("bac cu", "facility", ("parks:bac-cu-chi",)),
        ("co khi dong", "request", ("r1", "r2")),
        ("t1", "request", ("r1", "r2")),
        ("nhua", "request", ("r3",)),
        ("r2", "request", ("r2",)),
        ("cu-chi|food|land|2026", "cell", ("cu-chi|food|land|2026",)),
    ],
)
def test_what_a_word_means(word: str, kind: Any, ids: tuple[str, ...]) -> None:
    assert find_object(word, TABLES, REGION) == Object(kind, ids)


@pytest.mark.parametrize(
    ("word", "near"), [("an-ha", "sites:an-ha"), ("hai", "sites:hai-2"), ("cu chy", "cu-chi")]
)
def test_what_is_not_one_thing_names_those_that_are_near(word: str, near: str) -> None:
    with pytest.raises(NotOne) as raised:
        find_object(word, TABLES, REGION)
    for lang in LANGS:
        assert near in say(raised.value.told, lang)


def test_nothing_near_is_said_plainly() -> None:
    with pytest.raises(NotOne) as raised:
        find_object("xxxxxxxxxxxxxxxxxx", TABLES, REGION)
    assert raised.value.told.key == "trace.unknown"


def test_without_a_region_ids_still_lead_to_requests_and_places() -> None:
    assert find_object("r1", TABLES, None) == Object("request", ("r1",))
    assert find_object("cu-chi", TABLES, None) == Object("place", ("cu-chi",))


def told(plan: PlanResult, tables: dict[str, pd.DataFrame], one: Object, lang: Lang) -> dict[str, Section]:
    names = Names(plan.region, tables["facilities"])
    traced = {**tables, "trace": trace_plan(plan.region, tables, "r")}
    return {part.title: part for part in tell_chain(one, traced, plan.manifest, names, lang).sections}


@pytest.fixture
def tables(tiny_plan: PlanResult) -> dict[str, pd.DataFrame]:
    empty = pd.DataFrame(
        columns=["question_id", "kind", "object", "status", "delta_bn", "reason_vi", "reason_en"]
    )
    return {**tiny_plan.tables, "what_if": empty}


def opened(plan: PlanResult) -> str:
    openings = plan.tables["openings"]
    return str(openings.loc[~openings["committed"].fillna(False).astype(bool), "facility_id"].iloc[0])


def test_money_is_told_in_the_unit_of_the_brief(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    one = opened(tiny_plan)
    costs = told(tiny_plan, tables, Object("facility", (one,)), "en")["What it costs"]
    assert costs.columns[1].title == f"mn {tiny_plan.region.meta.currency}"
    assert sum(float(row[1]) for row in costs.rows) > 1.0
    phases = told(tiny_plan, tables, Object("facility", (one,)), "vi")["Các phân kỳ được mở"]
    rows = tiny_plan.tables["openings"].query("facility_id == @one").sort_values("phase")
    due = 1000 * (rows["works_bn"] + rows["clearance_bn"] + rows["premium_bn"])
    assert [row[-1] for row in phases.rows] == pytest.approx(due.tolist())


def test_the_next_choice_is_named_only_where_there_is_one(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    one = opened(tiny_plan)
    openings = tables["openings"].assign(runner_up=None, runner_up_cost_bn=0.02)
    words = str(told(tiny_plan, {**tables, "openings": openings}, Object("facility", (one,)), "en"))
    assert "would cost 20 mn" in words and "no other park would open" in words
    rival = openings.assign(runner_up="sites:site-04")
    words = str(told(tiny_plan, {**tables, "openings": rival}, Object("facility", (one,)), "en"))
    assert "the next choice: " in words and "no other park" not in words


def test_a_park_that_only_a_question_opens_has_the_law_of_that_plan(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    one = Object("facility", (opened(tiny_plan),))
    verdicts = tables["verdicts"]
    ours = ("sites:" + verdicts["object_id"]).isin(one.ids)
    asked = {
        **tables,
        "verdicts": verdicts[~ours],
        "what_if_verdicts": verdicts[ours].assign(question_id="q"),
    }
    law = told(tiny_plan, asked, one, "en")["What the law says"].lines
    assert law[0] == "In the plan compared with, which opens it:"
    assert any(line.startswith("cannot tell: CAP-POWER. ") for line in law), (
        "a limit that is no law has no article"
    )
    assert told(tiny_plan, {**asked, "what_if_verdicts": verdicts.iloc[:0]}, one, "en")[
        "What the law says"
    ].lines == ("no rule is checked here",)


def test_a_district_says_nothing_of_no_request(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    place = str(tables["demand_cells"].query("planned == 1")["place_id"].iloc[0])
    requests = tables["demand_requests"].assign(cell_id=None)
    words = str(told(tiny_plan, {**tables, "demand_requests": requests}, Object("place", (place,)), "en"))
    assert "in the register by name" not in words and "Firms here ask for" in words


def test_a_budget_below_the_price_is_told_of_firm_cell_and_park(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    """Every price 60; the cell's own gap 20 on all of its land; a firm that pays 45, and one that pays 80."""
    requests = tables["demand_requests"]
    rows = tables["allocations"].assign(price_usd_m2_term=60.0, budget_gap_usd_m2=20.0)
    request = requests[requests["cell_id"].isin(rows["cell_id"])].iloc[0]
    cell, park = (
        str(request["cell_id"]),
        str(rows.loc[rows["cell_id"] == request["cell_id"], "facility_id"].iloc[0]),
    )
    made = {**tables, "allocations": rows}
    for one in (Object("cell", (cell,)), Object("facility", (park,))):
        assert "exceeds the budget" in str(told(tiny_plan, made, one, "en"))
        assert "by 20 USD/m² on average" in str(told(tiny_plan, made, one, "en"))
        within = {**tables, "allocations": rows.assign(budget_gap_usd_m2=0.0)}
        assert "The median budget covers the price" in str(told(tiny_plan, within, one, "en"))
        unknown = {**tables, "allocations": rows.assign(budget_gap_usd_m2=float("nan"))}
        assert "budget covers" not in str(told(tiny_plan, unknown, one, "en"))
    firm = Object("request", (str(request["request_id"]),))
    for budget, words in ((45.0, "below the price of 100 % of the land that its cell is given, by 15"), (80.0, "which covers the price")):  # fmt: skip
        own = tiny_plan.region.requests.assign(budget_usd_m2_term=budget)
        asked = replace(tiny_plan, region=replace(tiny_plan.region, requests=own))  # type: ignore[arg-type]
        assert words in str(told(asked, made, firm, "en"))


def test_what_a_park_takes_is_told(tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]) -> None:
    one = opened(tiny_plan)
    facilities = tables["facilities"].assign(takes_en="Mechanics only.", takes_vi="Chỉ cơ khí.")
    words = str(told(tiny_plan, {**tables, "facilities": facilities}, Object("facility", (one,)), "vi"))
    assert "Chỉ cơ khí." in words
    assert "Mechanics" not in str(told(tiny_plan, tables, Object("facility", (one,)), "en"))


def test_floor_and_rent_are_told_of_built_premises_and_not_of_land(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    cells = tables["demand_cells"]
    known = cells.assign(floor_m2=cells["floor_m2"].where(cells["floor_m2"].isna(), 12_345.0))
    known["budget_usd_m2_month"] = known["budget_usd_m2_month"].where(known["floor_m2"].isna(), 4.5)
    made = {**tables, "demand_cells": known}
    built, lot = (
        Object("cell", (str(known.loc[rows, "cell_id"].iloc[0]),))
        for rows in (known["floor_m2"].notna(), known["floor_m2"].isna())
    )
    words = str(told(tiny_plan, made, built, "en"))
    assert "12,345 m² of floor" in words and "4.5 USD per m² of floor a month" in words
    assert "of floor" not in str(told(tiny_plan, made, lot, "en"))
    silent = {**made, "demand_cells": known.assign(budget_usd_m2_month=float("nan"))}
    assert "a month" not in str(told(tiny_plan, silent, built, "en"))


def test_a_park_of_the_neighbours_is_labelled_wherever_it_takes_firms(
    tiny_plan: PlanResult, tables: dict[str, pd.DataFrame]
) -> None:
    taken = tables["allocations"].iloc[0]
    place = Object("place", (str(taken["cell_id"]).split("|")[0],))
    theirs = tables["facilities"]["facility_id"] == taken["facility_id"]
    made = {**tables, "facilities": tables["facilities"].assign(outside=theirs)}
    ours = {**tables, "facilities": tables["facilities"].assign(outside=False)}
    for lang, label in (("vi", "; ngoài phạm vi quy hoạch"), ("en", "; outside the planned area")):
        assert label in str(told(tiny_plan, made, place, lang))
        assert label not in str(told(tiny_plan, ours, place, lang))

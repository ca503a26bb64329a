"""Money is told in a unit of the plan's own size, by one rule for every table that is shown."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.money import show_money


def costs(whole: float) -> pd.DataFrame:
    return pd.DataFrame({"term": ["works", "land"], "cost_bn": [whole / 4, 3 * whole / 4]})


@pytest.mark.parametrize(
    ("whole", "unit"),
    [(0.9, "mn"), (99.9, "mn"), (100.0, "bn"), (135_871.0, "bn"), (0.0, "bn")],
)
def test_the_whole_plan_chooses_the_unit(whole: float, unit: str) -> None:
    assert show_money({"plan_costs": costs(whole)}, "XTS").unit == unit


def test_without_costs_nothing_is_converted() -> None:
    tables = {"openings": pd.DataFrame({"works_bn": [1.0]})}
    assert show_money(tables, "XTS").tables is tables


def test_every_sum_of_money_is_converted_and_nothing_else() -> None:
    evidence = pd.DataFrame(
        {"value": [0.9, 70.0], "low": [0.5, 60.0], "high": [None, 80.0], "unit": ["bn EUR", "ha"]}
    )
    verdicts = pd.DataFrame({"value": [0.02, 3.0], "limit": [0.03, None], "unit": ["bn EUR/ha", None]})
    limits = pd.DataFrame({"used": [0.02], "limit": [0.03], "slack": [0.01], "unit": ["bn"]})
    facilities = pd.DataFrame({"clearance_bn_ha": [0.0002], "net_ha": [5.0]})
    shown = show_money(
        {
            "plan_costs": costs(0.9),
            "evidence": evidence,
            "verdicts": verdicts,
            "limits": limits,
            "facilities": facilities,
        },
        "EUR",
    )
    assert shown.per_bn == 1000.0
    assert shown.tables["plan_costs"]["cost_bn"].tolist() == pytest.approx([225.0, 675.0])
    told = shown.tables["evidence"]
    assert told["value"].tolist() == pytest.approx([900.0, 70.0])
    assert told["low"].tolist() == pytest.approx([500.0, 60.0])
    assert told["high"].isna().tolist() == [True, False]
    assert told["unit"].tolist() == ["mn EUR", "ha"]
    assert shown.tables["verdicts"]["value"].tolist() == pytest.approx([20.0, 3.0])
    assert shown.tables["verdicts"]["unit"].tolist()[0] == "mn EUR/ha"
    assert shown.tables["limits"].iloc[0].tolist() == pytest.approx([20.0, 30.0, 10.0, "mn"])
    assert shown.tables["facilities"].iloc[0].tolist() == pytest.approx([0.2, 5.0])
    assert evidence["value"].tolist() == [0.9, 70.0], "what is written to files stays as it is"


def test_a_plan_in_euros_is_told_in_millions(tiny_plan: PlanResult) -> None:
    shown = show_money(tiny_plan.tables, "EUR")
    assert shown.unit == "mn"
    ours, told = tiny_plan.tables["openings"], shown.tables["openings"]
    assert told["works_bn"].tolist() == pytest.approx((1000 * ours["works_bn"]).tolist())
    assert told["used_ha"].tolist() == ours["used_ha"].tolist()

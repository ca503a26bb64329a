"""What the siting model takes out of the law of a day: values as the rules hold them, nothing where no rule binds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from parkwright.rules import InForce, Rules, load_rules
from parkwright.steps.siting import LegalLimits, read_legal_limits

VN = load_rules("vn")


def law(day: date = date(2026, 11, 1)) -> InForce:
    return VN.on(day, "hcmc")


def test_each_value_is_that_of_its_rule() -> None:
    found, now = read_legal_limits(law()), law()
    assert found.min_share("supporting") == now["DEF-02"].number() == 0.6
    assert found.min_share("specialised") == now["DEF-03"].number()
    assert found.min_share("high-tech") == now["DEF-04"].number() == 0.3
    assert found.min_share("eco") is None
    assert set(found.inner_area_types or ()) == {"high-tech", "eco"}
    assert found.hazard_classes_outside == ("I", "II")
    assert found.phase_max_ha == now["EST-03"].number()
    assert found.rice_phase_max_ha == {name: now["EST-04"].number(name) for name in now["EST-04"].value}  # type: ignore[union-attr]
    assert (found.small_reserve_ha, found.small_reserve_share) == (5.0, 0.03)
    assert (found.private_reserve_ha, found.private_reserve_share) == (20.0, 0.05)


@pytest.mark.parametrize(("gross_ha", "rule_id"), [(99.9, "FIN-01"), (100, "FIN-02"), (300, "FIN-02"), (301, "FIN-03")])  # fmt: skip
def test_unit_costs_change_where_their_rules_say(gross_ha: float, rule_id: str) -> None:
    total = law()[rule_id].number("total")
    assert total is not None
    assert read_legal_limits(law()).works(gross_ha) == pytest.approx(total / 1000)


def test_a_code_whose_values_nobody_knows_binds_nothing() -> None:
    assert read_legal_limits(law(date(2027, 2, 1))).hazard_classes_outside == ()


def test_no_rule_set_and_rules_from_memory_bind_nothing() -> None:
    assert read_legal_limits(load_rules("").on(date(2026, 11, 1))) == LegalLimits()
    remembered = Rules("vn", tuple(replace(rule, grade="memory") for rule in VN)).on(date(2026, 11, 1))
    assert replace(read_legal_limits(remembered), works_bn_ha=()) == LegalLimits()

"""What the siting model takes out of the law of a day: values as the rules hold them, nothing where no rule binds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from parkwright.rules import InForce, Rules, load_rules
from parkwright.steps.siting import Laws, LegalLimits, Task, read_laws, read_legal_limits

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
    assert found.occupancy_exempt_cases == ("incentive-area", "re-let", "extension")
    assert found.extension_min_share == now["EST-11"].number() == 0.6


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


def test_an_object_has_the_law_of_its_own_day(as_table: Callable[..., pd.DataFrame]) -> None:
    sites = as_table("sites", [{"site_id": "late", "appraisal_date": "2027-02"}, {"site_id": "usual"}])
    found = read_laws(VN, sites, date(2026, 11, 1), "hcmc")  # type: ignore[arg-type]
    assert found.usual == found.of("sites:usual") == found.of("parks:late") == read_legal_limits(law())
    assert found.of("sites:late") == read_legal_limits(law(date(2027, 2, 1)))
    assert found.of("sites:late").hazard_classes_outside == ()
    assert found.hazard_classes_outside == ("I", "II")


def test_limits_of_an_object_are_those_of_its_own_law(task: Callable[..., Task]) -> None:
    """One site under a law without limits, its twin under the usual one: phases, types and hazard differ by themselves."""
    usual = LegalLimits(phase_max_ha=50.0, inner_area_types=("eco",), hazard_classes_outside=("I",))
    sites = [{"site_id": name, "inner_area": 1} for name in ("own", "twin")]
    cells = [{"place_id": "q", "sector_id": "acid", "ha": 40}]
    minutes = {("q", name): 10 for name in ("own", "twin")}
    toy = task(sites, cells, minutes, legal=usual, own_law={"sites:own": LegalLimits()}).problem
    ids = toy.facilities["object_id"]
    assert toy.phases.groupby("facility").size().set_axis(ids).to_dict() == {"own": 1, "twin": 2}
    kinds = toy.options.groupby("facility")["legal_type"].unique().map(set).set_axis(ids)
    assert kinds["own"] != {"eco"} and kinds["twin"] == {"eco"}
    assert ids[toy.arcs["facility"]].tolist() == ["own"]
    assert toy.laws == Laws(usual, {"sites:own": LegalLimits()})


def test_the_share_of_a_type_is_that_of_its_own_law(task: Callable[..., Task]) -> None:
    sites = [{"site_id": name, "required_type": "supporting"} for name in ("own", "twin")]
    cells = [{"place_id": "q", "sector_id": "food", "ha": 40}]
    minutes = {("q", name): 10 for name in ("own", "twin")}
    toy = task(
        sites,
        cells,
        minutes,
        legal=LegalLimits(supporting_min_share=0.6),
        own_law={"sites:own": LegalLimits()},
    )
    block = next(block for block in toy.formulation.blocks if block.kind == "legal_type")
    assert set(block.objects) == {"sites:twin:supporting"}

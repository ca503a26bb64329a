"""Predicates: worked by hand, three answers, and memory that fails nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkwright.rules import InForce, Rules, load_rules
from parkwright.rules import predicates as p

RULES = load_rules("vn")
LAW = RULES.on(date(2026, 11, 1))
NO_LAW = load_rules("").on(date(2026, 11, 1))
shares = st.floats(0, 1)


def said(found: p.Finding | None) -> str:
    assert found is not None
    return found.verdict


def from_memory(law: InForce) -> InForce:
    return Rules("", tuple(replace(rule, grade="memory") for rule in law)).on(law.day)


def test_types_by_hand() -> None:
    found = p.is_supporting(72, 100, LAW)
    assert found is not None
    assert (found.verdict, found.value, found.limit) == ("passes", 0.72, 0.60)
    assert found.margin == pytest.approx(0.12)
    assert said(p.is_supporting(60, 100, LAW)) == "passes"
    assert said(p.is_supporting(59.99, 100, LAW)) == "fails"
    assert said(p.is_supporting(0, 0, LAW)) == "cannot_tell"
    assert said(p.is_supporting(None, 100, LAW)) == "cannot_tell"
    assert said(p.is_specialised(60, 100, LAW)) == "passes"
    assert said(p.is_high_tech(30, 100, LAW)) == "passes"
    assert said(p.is_high_tech(29, 100, LAW)) == "fails"


def test_two_types_at_once_can_never_be_told() -> None:
    both = p.dual_type(0.7, 0.4, LAW)
    assert both is not None and (both.verdict, both.value, both.limit) == ("cannot_tell", 0.7, 0.6)
    assert both.margin == pytest.approx(0.1)
    less = p.dual_type(0.92, 0.22, LAW)
    assert (
        less is not None and (less.value, less.limit) == (0.22, 0.3) and less.margin == pytest.approx(-0.08)
    )
    assert said(p.dual_type(0.1, 0.1, LAW)) == said(p.dual_type(None, 0.4, LAW)) == "cannot_tell"


@pytest.mark.parametrize(
    ("inner", "legal_type", "verdict"),
    [
        (False, "supporting", "passes"),
        (True, "supporting", "fails"),
        (True, "general", "fails"),
        (True, "high-tech", "passes"),
        (True, "eco", "passes"),
        (None, "eco", "passes"),
        (None, "supporting", "cannot_tell"),
        (True, None, "cannot_tell"),
        (False, None, "passes"),
    ],
)
def test_inner_area(inner: bool | None, legal_type: str | None, verdict: str) -> None:
    assert said(p.inner_city_ok(inner, legal_type, LAW)) == verdict


def test_a_buffer_is_not_yet_the_forest() -> None:
    assert said(p.protected_forest_ok(False, LAW)) == "passes"
    assert said(p.protected_forest_ok(True, LAW)) == said(p.protected_forest_ok(None, LAW)) == "cannot_tell"


@pytest.mark.parametrize(
    ("by_class", "inner", "verdict", "margin"),
    [
        ({"II": 3.0, "V": 9.0}, True, "fails", -3.0),
        ({"I": 1.0, "II": 3.0}, True, "fails", -4.0),
        ({"II": 3.0, "V": 9.0}, False, "passes", None),
        ({"II": 3.0, "V": 9.0}, None, "cannot_tell", -3.0),
        ({"V": 9.0}, True, "passes", 0.0),
        ({"V": 9.0}, None, "passes", 0.0),
        ({}, None, "passes", 0.0),
        ({"": 9.0}, True, "cannot_tell", 0.0),
        ({"": 9.0}, False, "passes", None),
        ({"": 9.0, "II": 3.0}, True, "fails", -3.0),
    ],
)
def test_hazardous_sectors(
    by_class: dict[str, float], inner: bool | None, verdict: str, margin: float | None
) -> None:
    found = p.hazard_outside_ok(by_class, inner, LAW)
    assert found is not None and (found.verdict, found.margin, found.rule.id) == (verdict, margin, "QC-08")


def test_hazardous_sectors_where_nobody_knows_the_code_or_no_law_speaks() -> None:
    new_code = RULES.on(date(2027, 2, 1))
    assert said(p.hazard_outside_ok({"II": 3.0}, True, new_code)) == "cannot_tell"
    assert said(p.hazard_outside_ok({"II": 3.0}, True, from_memory(LAW))) == "cannot_tell"
    assert p.hazard_outside_ok({"II": 3.0}, True, NO_LAW) is None


def test_worker_housing_is_two_per_cent_of_the_list() -> None:
    found = p.worker_housing_ok(90, 5000, LAW)
    assert found is not None and (found.verdict, found.limit, found.margin) == ("fails", 100, -10)
    assert said(p.worker_housing_ok(None, 5000, LAW)) == "cannot_tell"


def test_phases() -> None:
    assert said(p.phases_ok(500, [500], LAW)) == "passes"
    assert said(p.phases_ok(501, [501], LAW)) == "fails"
    parts = p.phases_ok(700, [350, 350], LAW)
    assert parts is not None and (parts.verdict, parts.value, parts.margin) == ("passes", 350, 150)
    assert said(p.phases_ok(700, [], LAW)) == said(p.phases_ok(None, [300], LAW)) == "cannot_tell"


def test_rice_goes_by_the_group_of_provinces() -> None:
    assert said(p.rice_phases_ok(180, [180], "south-east", LAW)) == "fails"
    assert said(p.rice_phases_ok(180, [90, 90], "south-east", LAW)) == "passes"
    assert said(p.rice_phases_ok(180, [180], "mekong-delta", LAW)) == "passes"
    assert said(p.rice_phases_ok(120, [120], "northern-uplands", LAW)) == "fails"
    assert said(p.rice_phases_ok(180, [180], "", LAW)) == "cannot_tell"
    assert said(p.rice_phases_ok(None, [], "south-east", LAW)) == "cannot_tell"


def test_reserves() -> None:
    assert said(p.sme_reserve_ok(4, 100, "general", LAW)) == "passes"  # 3 % of 100 = 3
    assert said(p.sme_reserve_ok(4, 200, "general", LAW)) == "fails"  # min(5, 6) = 5
    assert said(p.sme_reserve_ok(0, 200, "supporting", LAW)) == "passes"
    assert said(p.sme_reserve_ok(0, 200, None, LAW)) == "cannot_tell"
    assert said(p.sme_reserve_ok(6, 200, None, LAW)) == "passes"
    assert said(p.sme_reserve_ok(None, 200, "general", LAW)) == "cannot_tell"
    assert p.sme_reserve_ha(200, "eco", LAW) == 0
    assert p.nq198_reserve_ha(300, LAW) == 15
    assert p.nq198_reserve_ha(500, LAW) == 20
    assert said(p.nq198_ok(14, 300, LAW)) == "fails"
    assert said(p.nq198_ok(20, 900, LAW)) == "passes"
    assert said(p.nq198_ok(20, None, LAW)) == "cannot_tell"


def test_occupancy_and_its_exemptions() -> None:
    by_type = p.occupancy_exempt("supporting", 9000, LAW)
    small = p.occupancy_exempt("general", 1000, LAW)
    still_open = p.occupancy_exempt("general", 9000, LAW)
    closed = {"incentive_area": False, "relet": False, "extension": False}
    bound = p.occupancy_exempt("general", 9000, LAW, **closed)
    place = p.occupancy_exempt("general", 9000, LAW, incentive_area=True)
    assert [said(found) for found in (by_type, small, still_open, bound, place)] == [
        "passes", "passes", "cannot_tell", "fails", "passes",
    ]  # fmt: skip
    assert said(p.occupancy_ok(0.4, 0.5, by_type, LAW)) == "passes"
    assert said(p.occupancy_ok(0.4, 0.5, bound, LAW)) == "fails"
    assert said(p.occupancy_ok(0.4, 0.5, still_open, LAW)) == "cannot_tell"
    assert said(p.occupancy_ok(0.5, 0.7, bound, LAW)) == "cannot_tell"
    assert said(p.occupancy_ok(0.6, 0.7, bound, LAW)) == "passes"
    assert said(p.occupancy_ok(None, None, bound, LAW)) == "cannot_tell"


def test_each_exemption_has_its_name() -> None:
    found = p.exemptions("general", 9000, LAW, relet=True, extension=False)
    assert found == {"type": False, "size": False, "incentive-area": None, "re-let": True, "extension": False}
    assert p.exemptions("eco", 900, LAW)["type"] and p.exemptions("eco", 900, LAW)["size"]
    assert p.exemptions(None, None, LAW)["type"] is p.exemptions(None, None, LAW)["size"] is None
    assert said(p.occupancy_exempt("general", 9000, LAW, extension=True)) == "passes"
    assert said(p.occupancy_exempt(None, 9000, LAW, False, False, False)) == "cannot_tell"


FULL = p.Extension(True, True, 0.7, environment_works=True, worker_housing=True, shared_infrastructure=True)


@pytest.mark.parametrize(
    ("changes", "verdict", "limit", "exempts"),
    [
        ({}, "passes", 0.6, True),
        ({"occupancy": 0.6}, "passes", 0.6, True),
        ({"occupancy": 0.5, "infrastructure_complete": False}, "fails", 0.6, False),
        (
            {"occupancy": 0.5, "infrastructure_complete": True},
            "passes",
            None,
            True,
        ),  # the occupancy does not decide
        ({"occupancy": 0.5}, "cannot_tell", 0.6, None),
        ({"occupancy": None}, "cannot_tell", 0.6, None),
        ({"worker_housing": False}, "fails", None, False),
        ({"shared_infrastructure": None}, "cannot_tell", 0.6, None),
        ({"environment_works": False, "infrastructure_complete": False}, "fails", None, False),
        ({"same_investor": None}, "cannot_tell", 0.6, None),
        (
            {"same_investor": None, "worker_housing": False},
            "cannot_tell",
            0.6,
            False,
        ),  # by whomever, it is not exempt
        ({"same_investor": False}, "passes", None, False),  # not the case of which the rule speaks
        ({"extends": False}, "passes", None, False),
        ({"extends": None}, "cannot_tell", 0.6, None),
    ],
)
def test_extension(
    changes: dict[str, bool | float | None], verdict: str, limit: float | None, exempts: bool | None
) -> None:
    found = p.extension_ok(replace(FULL, **changes), LAW)  # type: ignore[arg-type]
    assert found is not None and (found.verdict, found.limit) == (verdict, limit)
    assert p.extension_exempts(replace(FULL, **changes), LAW) is exempts  # type: ignore[arg-type]
    assert (found.margin is None) == (found.limit is None or found.value is None)


def test_a_cluster_by_either_amount() -> None:
    assert said(p.cluster_ok(46_000, 25_400, LAW)) == "passes"
    assert said(p.cluster_ok(44_000, 25_400, LAW)) == "fails"
    assert said(p.cluster_ok(44_000, 20_000, LAW)) == "passes"  # 2 bn USD are 40,000 bn
    assert said(p.cluster_ok(None, 25_400, LAW)) == "cannot_tell"
    enough = p.cluster_ok(46_000, 25_400, LAW)
    assert said(p.phases_ok(900, [900], LAW, enough)) == "passes"
    assert said(p.phases_ok(1001, [1001], LAW, enough)) == "fails"
    assert said(p.phases_ok(900, [300, 600], LAW, enough)) == "fails", "only the first phase may be larger"
    assert said(p.phases_ok(900, [900], LAW, p.cluster_ok(1, 25_400, LAW))) == "fails"
    assert said(p.phases_ok(900, [900], LAW, p.cluster_ok(None, 25_400, LAW))) == "cannot_tell"


def test_the_area_of_the_list() -> None:
    told = {area: said(p.listed_area_ok(area, 300, LAW)) for area in (300, 306, 294, 306.1, 330, 331, 269)}
    assert told == {
        300: "passes", 306: "passes", 294: "passes", 306.1: "cannot_tell", 330: "cannot_tell", 331: "fails", 269: "fails",
    }  # fmt: skip
    small = p.listed_area_ok(103, 100, LAW)
    assert small is not None and (small.verdict, small.limit) == ("cannot_tell", 10), "2 % of 100 ha are 2 ha"
    assert said(p.listed_area_ok(None, 300, LAW)) == said(p.listed_area_ok(300, None, LAW)) == "cannot_tell"


def test_water_and_wastewater() -> None:
    water, sewage = LAW["QC-09"], LAW["QC-11"]
    assert p.water_under(water, 4000, 300).margin == pytest.approx(400)
    assert said(p.water_under(water, 3599, 300)) == "fails"
    assert said(p.water_under(water, None, 300)) == said(p.water_under(water, 4000, None)) == "cannot_tell"
    assert p.wastewater_under(sewage, 3200, 4000).value == 0.8
    assert said(p.wastewater_under(sewage, 2000, 4000)) == "fails"
    assert (
        said(p.wastewater_under(sewage, 2000, 0))
        == said(p.wastewater_under(sewage, None, 9))
        == "cannot_tell"
    )
    new = RULES.on(date(2027, 2, 1))
    assert (
        p.water_under(new["QC-09"], 1, 300).because
        == p.wastewater_under(new["QC-11"], 1, 9).because
        == "unknown_value"
    )


def test_own_capital_is_known_from_memory_and_fails_nobody() -> None:
    low = p.own_capital_ok(0.10, 300, LAW)
    assert low is not None and (low.verdict, low.because, low.limit) == ("cannot_tell", "memory", 0.15)
    assert low.margin == pytest.approx(-0.05)
    assert said(p.own_capital_ok(0.16, 300, LAW)) == "passes"
    small = p.own_capital_ok(0.16, 19.9, LAW)
    assert small is not None and small.limit == 0.20


def test_conversion() -> None:
    assert said(p.inner_location_ok(True, LAW)) == "passes"
    assert said(p.inner_location_ok(False, LAW)) == "fails"
    assert said(p.inner_location_ok(None, LAW)) == "cannot_tell"
    half = p.age_ok(12, 20, LAW)
    assert half is not None and (half.verdict, half.limit, half.margin) == ("passes", 10, 2)
    assert said(p.age_ok(18, 50, LAW)) == "passes"
    assert said(p.age_ok(12, 50, LAW)) == "fails"
    assert said(p.age_ok(12, None, LAW)) == said(p.age_ok(None, 50, LAW)) == "cannot_tell"
    assert said(p.age_ok(16, None, LAW)) == "passes"


def test_consent_is_more_than_two_thirds_and_the_developer() -> None:
    assert said(p.consent_ok(True, 0.70, LAW)) == "passes"
    assert said(p.consent_ok(True, 2 / 3, LAW)) == "fails"
    assert said(p.consent_ok(False, None, LAW)) == "fails"
    assert said(p.consent_ok(False, 0.9, LAW)) == "fails"
    assert said(p.consent_ok(None, 0.9, LAW)) == "cannot_tell"
    assert said(p.consent_ok(True, None, LAW)) == "cannot_tell"
    assert said(p.consent_ok(None, 0.1, LAW)) == "fails"


def test_eco_tests_stay_open_until_measured() -> None:
    found = p.eco_ok({"ECO-08": 0.27, "ECO-06": 0, "ECO-02": 1}, LAW)
    assert set(found) == set(p.ECO_RULES) and len(found) == 9
    told = {rule_id: one.verdict for rule_id, one in found.items()}
    assert told["ECO-08"] == "passes" and told["ECO-06"] == "fails" and told["ECO-02"] == "passes"
    assert {told[rule_id] for rule_id in ("ECO-01", "ECO-03", "ECO-07", "ECO-09")} == {"cannot_tell"}
    assert found["ECO-08"].margin == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("gross_ha", "total", "works"),
    [(99.9, 9716, 7910), (100, 8948, 7281), (300, 8948, 7281), (300.1, 8241, 6661), (900, 8241, 6661)],
)
def test_unit_cost_goes_by_size(gross_ha: float, total: float, works: float) -> None:
    assert p.infrastructure_cost_ha(gross_ha, LAW) == total
    assert p.infrastructure_cost_ha(gross_ha, LAW, "works") == works


def test_the_day_of_appraisal_chooses_the_code() -> None:
    before = p.transition_code(date(2026, 12, 31), RULES)
    after = p.transition_code(date(2027, 1, 1), RULES)
    assert before is not None and after is not None
    assert (before.edition, before.known, before.ended) == ("QCVN 01:2021/BXD", True, None)
    assert (after.edition, after.known) == ("QCVN 01:2026/BXD", False)
    assert after.ended is not None and after.ended.number() == 0.10
    assert said(p.compare(after.law, "QC-01", 0.5)) == "cannot_tell"


def test_a_law_without_a_rule_judges_nobody() -> None:
    found = [
        p.is_supporting(1, 2, NO_LAW), p.dual_type(1, 1, NO_LAW), p.inner_city_ok(True, "general", NO_LAW),
        p.protected_forest_ok(True, NO_LAW), p.worker_housing_ok(0, 1, NO_LAW), p.phases_ok(900, [900], NO_LAW),
        p.rice_phases_ok(900, [900], "south-east", NO_LAW), p.sme_reserve_ok(0, 1, "general", NO_LAW),
        p.nq198_ok(0, 1, NO_LAW), p.nq198_reserve_ha(1, NO_LAW), p.sme_reserve_ha(1, "general", NO_LAW),
        p.occupancy_exempt("general", 1, NO_LAW), p.occupancy_ok(0, 0, None, NO_LAW), p.own_capital_ok(0, 1, NO_LAW),
        p.inner_location_ok(False, NO_LAW), p.age_ok(0, 50, NO_LAW), p.consent_ok(False, 0, NO_LAW),
        p.infrastructure_cost_ha(100, NO_LAW), p.transition_code(date(2027, 1, 1), load_rules("")),
        p.compare(NO_LAW, "QC-01", 0), p.extension_ok(FULL, NO_LAW), p.cluster_ok(1, 1, NO_LAW),
        p.listed_area_ok(1, 9, NO_LAW),
    ]  # fmt: skip
    assert found == [None] * len(found)
    assert p.eco_ok({}, NO_LAW) == {} and p.exemptions("general", 1, NO_LAW) == {}


@given(shares, shares, st.floats(0, 2000), st.booleans())
def test_a_rule_from_memory_never_fails_anybody(one: float, two: float, ha: float, yes: bool) -> None:
    law = from_memory(LAW)
    assert len(law) == len(LAW)
    found = [
        p.is_supporting(one, 1, law), p.is_specialised(one, 1, law), p.is_high_tech(one, 1, law),
        p.inner_city_ok(yes, "general", law), p.worker_housing_ok(ha, 5000, law), p.phases_ok(ha, [ha], law),
        p.rice_phases_ok(ha, [ha], "south-east", law), p.sme_reserve_ok(one, ha, "general", law),
        p.nq198_ok(one, ha, law), p.occupancy_ok(one, one, None, law), p.own_capital_ok(one, ha, law),
        p.occupancy_exempt("general", ha, law, yes, yes, yes), p.cluster_ok(ha, 1, law), p.listed_area_ok(ha, 300, law),
        p.extension_ok(replace(FULL, occupancy=one, worker_housing=yes), law), p.inner_location_ok(yes, law), p.age_ok(ha, 50, law),
        p.consent_ok(yes, two, law), *p.eco_ok(dict.fromkeys(p.ECO_RULES, one), law).values(),
    ]  # fmt: skip
    assert "fails" not in {said(each) for each in found}


@given(shares, shares)
def test_more_never_hurts_a_least_share(one: float, two: float) -> None:
    low, high = sorted((one, two))
    worse, better = p.is_supporting(low, 1, LAW), p.is_supporting(high, 1, LAW)
    assert worse is not None and better is not None
    assert worse.margin is not None and better.margin is not None and better.margin >= worse.margin
    assert not (worse.verdict == "passes" and better.verdict == "fails")
    assert (worse.margin >= -1e-9) == (worse.verdict == "passes")

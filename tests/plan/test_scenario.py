"""Choices: laid on top of each other in a stated order, refused in our own words in both languages."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from parkwright.plan import BadChoice, Scenario, make_scenario
from parkwright.plan.scenario import check_names
from parkwright.tables import Region
from parkwright.words import LANGS, say


def refusal(region: Region, **given: Any) -> dict[str, str]:
    """What is said when a scenario is refused, by language."""
    with pytest.raises(BadChoice) as caught:
        check_names(make_scenario(region.meta, **given), region)
    return {lang: say(caught.value.told, lang) for lang in LANGS}


def test_nothing_chosen_is_all_defaults(tiny_region: Region) -> None:
    assert make_scenario(tiny_region.meta) == Scenario()


def test_layers_in_their_order(tiny_region: Region) -> None:
    """Defaults < the region's params < the file < --set < options of the command line."""
    meta = replace(
        tiny_region.meta, params={"seed": 11, "gap": 0.1, "siting": {"workdays": 1.0, "counted_years": 1.0}}
    )
    file = {"gap": 0.2, "time_limit_s": 2.0, "siting": {"counted_years": 2.0, "unserved_usd_m2": 2.0}}
    sets = {"time_limit_s": "3", "explain_s": "3", "siting.unserved_usd_m2": "3", "siting.net_share": "0.3"}
    found = make_scenario(meta, file, sets, explain_s=4.0, name="four", seed=None)
    assert (found.seed, found.gap, found.time_limit_s, found.explain_s) == (11, 0.2, 3.0, 4.0)
    assert (found.siting.workdays, found.siting.counted_years) == (1.0, 2.0)
    assert (found.siting.unserved_usd_m2, found.siting.net_share) == (3.0, 0.3)
    assert found.name == "four"
    assert found.siting.truck_usd_min == Scenario().siting.truck_usd_min


def test_the_regions_params_may_be_dotted_names(tiny_region: Region) -> None:
    """As a workbook writes them: one row a choice."""
    params = {
        "siting.workdays": 250.0,
        "siting": {"counted_years": 7.0},
        "siting.open_sites.site-01": "2027-28",
    }
    found = make_scenario(replace(tiny_region.meta, params=params)).siting
    assert (found.workdays, found.counted_years, found.open_sites) == (250.0, 7.0, {"site-01": "2027-28"})


def test_layers_are_read_not_written(tiny_region: Region) -> None:
    """A choice on top never changes the region or the file below it."""
    params = {"siting": {"premium_bn_ha": {"eco": 1.0}, "open_sites": {"site-01": ""}}}
    meta = replace(tiny_region.meta, params=params)
    file = {"siting": {"premium_bn_ha": {"high-tech": 2.0}}}
    before = copy.deepcopy((params, file))
    found = make_scenario(
        meta, file, {"siting.premium_bn_ha.eco": "9", "siting.open_sites.site-02": "2027-28"}
    )
    assert found.siting.premium_bn_ha == {"eco": 9.0, "high-tech": 2.0}
    assert found.siting.open_sites == {"site-01": "", "site-02": "2027-28"}
    assert (params, file) == before
    assert make_scenario(meta).siting.premium_bn_ha == {"eco": 1.0}


@pytest.mark.parametrize(
    ("name", "written", "field", "value"),
    [
        ("siting.discount_rate", "0.08", "discount_rate", 0.08),
        ("siting.closed_sites", '["site-01"]', "closed_sites", ("site-01",)),
        ("siting.open_sites.site-01", "2027-28", "open_sites", {"site-01": "2027-28"}),
        ("siting.open_sites.site-01", "2027", "open_sites", {"site-01": "2027"}),
        ("siting.open_sites.site-01", '""', "open_sites", {"site-01": ""}),
        ("siting.open_sites.block.4", '""', "open_sites", {"block.4": ""}),
        ("siting.budget_bn", "{2027-28 = 5, 2029-31 = 6.5}", "budget_bn", {"2027-28": 5.0, "2029-31": 6.5}),
    ],
)
def test_set_takes_a_toml_value_or_plain_words(
    tiny_region: Region, name: str, written: str, field: str, value: object
) -> None:
    assert getattr(make_scenario(tiny_region.meta, sets={name: written}).siting, field) == value


def test_the_day_is_the_regions_unless_given(tiny_region: Region) -> None:
    assert make_scenario(tiny_region.meta).day(tiny_region.meta) == date(2027, 3, 1)
    assert make_scenario(tiny_region.meta, on=date(2030, 1, 2)).day(tiny_region.meta) == date(2030, 1, 2)
    assert make_scenario(tiny_region.meta, sets={"on": "2031-02-03"}).day(tiny_region.meta) == date(
        2031, 2, 3
    )


@pytest.mark.parametrize(
    ("sets", "vi", "en"),
    [
        (
            {"siting.unserved_usd": "3"},
            "Lựa chọn siting.unserved_usd: không có lựa chọn nào tên như vậy (gần nhất: siting.unserved_usd_m2).",
            "Choice siting.unserved_usd: there is no such choice (nearest: siting.unserved_usd_m2).",
        ),
        (
            {"gap": "-0.1"},
            "Lựa chọn gap: -0.1 phải từ 0 trở lên.",
            "Choice gap: -0.1 must be at least 0.",
        ),
        (
            {"time_limit_s": "0"},
            "Lựa chọn time_limit_s: 0 phải lớn hơn 0.",
            "Choice time_limit_s: 0 must be more than 0.",
        ),
        (
            {"siting.misfit_share": "1.5"},
            "Lựa chọn siting.misfit_share: 1.5 không được quá 1.",
            "Choice siting.misfit_share: 1.5 must be at most 1.",
        ),
        (
            {"siting.discount_rate": "1"},
            "Lựa chọn siting.discount_rate: 1 phải nhỏ hơn 1.",
            "Choice siting.discount_rate: 1 must be less than 1.",
        ),
        (
            {"siting.workdays": "many"},
            "Lựa chọn siting.workdays: giá trị “many” không dùng được (cần một số).",
            "Choice siting.workdays: the value “many” cannot be used (it takes a number).",
        ),
        (
            {"window": "noon"},
            "Lựa chọn window: giá trị “noon” không dùng được (cần một trong: night, day).",
            "Choice window: the value “noon” cannot be used (it takes one of: night, day).",
        ),
        (
            {"demand.churn": "{low = 3, base = 1, high = 2}"},
            "Lựa chọn demand.churn: giá trị “{'low': 3, 'base': 1, 'high': 2}” không dùng được (cần low ≤ base ≤ high).",
            "Choice demand.churn: the value “{'low': 3, 'base': 1, 'high': 2}” cannot be used (it takes low ≤ base ≤ high).",
        ),
        (
            {"demand": "{churn = {low = 1}}"},
            "Lựa chọn demand.churn.base: chưa có giá trị.",
            "Choice demand.churn.base: it has no value.",
        ),
        (
            {"siting.closed_sites": '["site-99"]'},
            "Lựa chọn siting.closed_sites: vùng này không có “site-99” (gần nhất: site-04).",
            "Choice siting.closed_sites: this region has no “site-99” (nearest: site-04).",
        ),
        (
            {"siting.open_sites.sit-01": '""'},
            "Lựa chọn siting.open_sites: vùng này không có “sit-01” (gần nhất: site-01).",
            "Choice siting.open_sites: this region has no “sit-01” (nearest: site-01).",
        ),
        (
            {"siting.open_sites.site-01": "2027-29"},
            "Lựa chọn siting.open_sites: vùng này không có “2027-29” (gần nhất: 2027-28).",
            "Choice siting.open_sites: this region has no “2027-29” (nearest: 2027-28).",
        ),
        (
            {"siting.legal_types.site-01": "high-tec"},
            "Lựa chọn siting.legal_types: vùng này không có “high-tec” (gần nhất: high-tech).",
            "Choice siting.legal_types: this region has no “high-tec” (nearest: high-tech).",
        ),
        (
            {"siting.budget_bn.2027-8": "5"},
            "Lựa chọn siting.budget_bn: vùng này không có “2027-8” (gần nhất: 2027-28).",
            "Choice siting.budget_bn: this region has no “2027-8” (nearest: 2027-28).",
        ),
    ],
)  # fmt: skip
def test_a_bad_choice_is_told_in_both_languages(
    tiny_region: Region, sets: dict[str, str], vi: str, en: str
) -> None:
    assert refusal(tiny_region, sets=sets) == {"vi": vi, "en": en}


@pytest.mark.parametrize(
    ("name", "written", "wanted"),
    [
        ("seed", "1.5", "a whole number"),
        ("siting.unserved_usd_m2", "inf", "a number"),
        ("siting.premium_bn_ha", "{eco = nan}", "a number"),
        ("on", "2026-02-30", "a day written year-month-day"),
        ("name", "5", "a string of characters"),
        ("siting.price_counts", "perhaps", "true or false"),
        ("siting.closed_sites", "3", "a list"),
        ("siting.open_sites", "3", "a group of pairs name = value"),
        ("siting", "3", "a group of pairs name = value"),
        ("demand.size_edges_m2", "[]", "at least one value"),
        ("demand.size_edges_m2", "[3, 2]", "size_edges_m2 rising and above 0"),
        ("demand.alone_draws", "5000", "alone_draws not above draws"),
        ("demand.storeys", "{land = 1}", "a number of storeys above 0 for each kind of premises"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_what_is_wanted(
    tiny_region: Region, name: str, written: str, wanted: str
) -> None:
    """In our words: the library's own sentence, or the name of its fault, is never shown."""
    told = refusal(tiny_region, sets={name: written})
    assert told["en"].endswith(f" cannot be used (it takes {wanted}).")
    assert " không dùng được (cần " in told["vi"] and wanted not in told["vi"]


def test_all_bad_choices_are_told_at_once(tiny_region: Region) -> None:
    file = {"seed": -1, "window": "noon", "siting": {"no_such": 1}}
    with pytest.raises(BadChoice) as caught:
        make_scenario(tiny_region.meta, file)
    assert caught.value.told == caught.value.all[0]
    told = " ".join(say(one, "vi") for one in caught.value.all)
    assert all(name in told for name in ("seed", "window", "siting.no_such"))
    closed = make_scenario(tiny_region.meta, sets={"siting.closed_sites": '["site-98", "site-99"]'})
    with pytest.raises(BadChoice) as caught:
        check_names(closed, tiny_region)
    assert [dict(one.values)["name"] for one in caught.value.all] == ["site-98", "site-99"]


def test_a_choice_below_a_plain_value_is_refused_too(tiny_region: Region) -> None:
    """``--set seed=1 --set seed.low=2``: what stands there is a number, not a table of choices."""
    told = refusal(tiny_region, sets={"seed": "1", "seed.low": "2"})
    assert told["en"].startswith("Choice seed:")
    told = refusal(tiny_region, file={"siting": 3}, sets={"siting.workdays": "2"})
    assert told["vi"].startswith("Lựa chọn siting:")


def test_names_that_exist_pass(tiny_region: Region) -> None:
    sets = {
        "siting.open_sites.site-01": "2027-28",
        "siting.closed_sites": '["park-02", "site-03"]',
        "siting.legal_types.site-02": "eco",
        "siting.budget_bn.2029-31": "0.5",
    }
    check_names(make_scenario(tiny_region.meta, sets=sets), tiny_region)

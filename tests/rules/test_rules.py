"""The register of rules: complete, dated, cited, in two languages, never two editions on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkwright.rules import BadRule, Rule, Rules, UnknownRuleSet, asks, fold, load_rules, read_rules
from parkwright.rules.search import matches
from parkwright.words import LANGS, say

LAW = load_rules("vn")
TODAY = date(2026, 11, 1)
INSTRUMENTS = {"act": {"vi": "Luật A", "en": "Act A"}}


def entry(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "X-01",
        "title": {"vi": "Tỷ lệ", "en": "Share"},
        "value": 0.5,
        "unit": "share",
        "comparator": ">=",
        "instrument": "act",
        "article": {"vi": "Điều 1", "en": "Art. 1"},
        "valid_from": "",
        "valid_to": "",
        "grade": "text-read",
        "checked_on": "2026-10",
        "quotation": "",
        "urls": [],
    }
    return {key: value for key, value in {**plain, **changes}.items() if value is not ...}


def read(*nodes: Mapping[str, Any]) -> Rules:
    return read_rules("test", [("group", node) for node in nodes], INSTRUMENTS, {})


def test_there_are_at_least_ninety_rules() -> None:
    assert len({rule.id for rule in LAW}) >= 90


@pytest.mark.parametrize("rule", LAW.entries, ids=lambda rule: f"{rule.id}-{rule.edition}")
def test_each_rule_says_all_that_it_must(rule: Rule) -> None:
    for lang in ("vi", "en"):
        assert rule.title[lang].strip()
        assert rule.instrument[lang].strip()
        assert bool(rule.article["vi"]) == bool(rule.article["en"])
        assert bool(rule.note["vi"]) == bool(rule.note["en"])
    assert rule.checked_on == "2026-10"
    assert rule.quotation == ""
    assert (rule.value is None) == (not rule.known)
    assert rule.known or rule.grade in ("gap", "summary")
    assert rule.valid_from is None or rule.valid_to is None or rule.valid_from <= rule.valid_to
    assert all(url.startswith("http") for url in rule.urls)
    if rule.grade == "text-read":
        assert rule.urls, "a clause that was read was read somewhere"


@pytest.mark.parametrize("rule_id", sorted({rule.id for rule in LAW}))
def test_no_two_editions_on_one_day(rule_id: str) -> None:
    editions = LAW.editions(rule_id)
    for earlier, later in pairwise(editions):
        if earlier.place == later.place:
            assert earlier.valid_to is not None and later.valid_from is not None
            assert earlier.valid_to < later.valid_from


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_law_of_a_day_holds_only_what_is_in_force_that_day(day: date) -> None:
    law = LAW.on(day)
    assert {rule.id for rule in law} == {rule.id for rule in LAW if rule.holds_on(day)}
    assert all(rule.holds_on(day) for rule in law)


def test_values_that_the_plan_hangs_on() -> None:
    law = LAW.on(TODAY)
    told = {
        "DEF-02": 0.60, "DEF-03": 0.60, "DEF-04": 0.30, "EST-03": 500, "EST-08": 0.60, "PLN-02": 0.02, "PLN-08": 0.10,
        "QC-01": 0.10, "QC-02": 0.10, "QC-03": 0.01, "ECO-08": 0.25, "ECO-07": 0.20,
    }  # fmt: skip
    assert {rule_id: law.limit(rule_id) for rule_id in told} == told
    assert law.limit("EST-04", "south-east") == 150
    assert law.limit("EST-04", "mekong-delta") == 200
    assert law.limit("EST-04", "central-highlands") == 100
    assert (law.limit("EST-06", "ha"), law.limit("EST-06", "share")) == (5, 0.03)
    assert (law.limit("EST-07", "ha"), law.limit("EST-07", "share")) == (20, 0.05)
    assert law["PLN-03"].words() == ("high-tech", "eco")
    assert set(law["EST-09"].words("types")) == {"eco", "supporting", "specialised", "high-tech"}
    assert [law.limit(f"FIN-0{n}", "total") for n in (1, 2, 3)] == [9716, 8948, 8241]
    assert law["EST-14"].grade == "memory" and not law["EST-14"].may_fail
    assert not law["DEF-08"].known


def test_what_was_read_in_part_fails_nobody() -> None:
    law = LAW.on(TODAY)
    read_in_part = {rule.id for rule in law if rule.grade == "read-in-part"}
    assert read_in_part == {"HT-03", "ECO-03", "ECO-11"}
    assert not any(law[rule_id].may_fail for rule_id in read_in_part)


def test_parts_that_belong_together_agree() -> None:
    law = LAW.on(TODAY)
    per_ha = law["FIN-05"].value
    assert isinstance(per_ha, Mapping) and len(per_ha) == 8
    for name in per_ha:
        total, area = law.limit("FIN-05-TOTAL", name), law.limit("FIN-05-HA", name)
        assert total is not None and area is not None and round(total / area, 1) == per_ha[name]
    phases = [law["HCM-03"].words(years) for years in ("2025-27", "2027-30", "2030-33")]
    assert len({park for parks in phases for park in parks}) == law.limit("HCM-03", "parks") == 14
    for few, many in (("workers_low", "workers_ha_low"), ("workers_high", "workers_ha_high")):
        workers, area = law.limit("BMK-03", few), law.limit("BMK-03", "area_ha")
        assert workers is not None and area is not None and round(workers / area) == law.limit("BMK-03", many)


def test_the_planning_code_ends_with_2026_and_its_successor_has_no_values() -> None:
    last, first = LAW.on(date(2026, 12, 31)), LAW.on(date(2027, 1, 1))
    codes = [rule.id for rule in last if rule.id.startswith("QC-")]
    assert len(codes) == 30
    for rule_id in codes:
        assert last[rule_id].edition == "QCVN 01:2021/BXD"
        assert first[rule_id].edition == "QCVN 01:2026/BXD"
        assert not first[rule_id].known and first.limit(rule_id) is None
        ended = first.ended(rule_id)
        assert ended is last[rule_id]
        assert last.ended(rule_id) is None


def test_an_earlier_day_has_the_earlier_unit_costs() -> None:
    assert LAW.on(date(2026, 3, 29)).limit("FIN-01", "total") == 8974
    assert LAW.on(date(2026, 3, 30)).limit("FIN-01", "total") == 9716
    assert "FIN-01" not in LAW.on(date(2024, 1, 1))


def test_a_citation_is_written_as_each_language_cites() -> None:
    rule = LAW.on(TODAY)["EST-08"]
    assert rule.citation("vi") == "khoản 6 Điều 9, Nghị định 35/2022/NĐ-CP"
    assert rule.citation("en") == "Art. 9(6), Decree 35/2022/NĐ-CP"


def test_rules_of_a_place_are_left_out_elsewhere() -> None:
    assert "HCM-01" in LAW.on(TODAY, "hcmc")
    assert "HCM-01" in LAW.on(TODAY)
    assert "HCM-01" not in LAW.on(TODAY, "elsewhere")
    assert "DEF-02" in LAW.on(TODAY, "elsewhere")


def test_the_edition_of_a_place_goes_before_the_country_only_there() -> None:
    rules = read(entry(), entry(value=0.7, place="here"))
    assert rules.on(TODAY, "here").limit("X-01") == 0.7
    assert rules.on(TODAY, "there").limit("X-01") == 0.5
    assert rules.on(TODAY).limit("X-01") == 0.5


@pytest.mark.parametrize("rule_set", ["", "none"])
def test_a_region_without_law_has_no_rules(rule_set: str) -> None:
    rules = load_rules(rule_set)
    law = rules.on(TODAY)
    assert len(rules) == len(law) == 0
    assert law.get("DEF-02") is None and law.limit("DEF-02") is None and law.ended("QC-01") is None
    assert law.search("supporting") == ()


@pytest.mark.parametrize("rule_set", ["fr", "../vn", "predicates", "VN"])
def test_an_unknown_rule_set_is_told(rule_set: str) -> None:
    with pytest.raises(UnknownRuleSet):
        load_rules(rule_set)


def test_searching_needs_no_accents_and_knows_both_languages() -> None:
    law = LAW.on(TODAY)
    assert "DEF-02" in [rule.id for rule in law.search("khu cong nghiep ho tro")]
    assert "DEF-02" in [rule.id for rule in law.search("KHU CÔNG NGHIỆP HỖ TRỢ")]
    assert "DEF-02" in [rule.id for rule in law.search("supporting", "en")]
    assert law.search("DEF-02")[0].id == "DEF-02"
    assert {rule.id for rule in law.search("198/2025")} == {"VER-13", "EST-07", "LND-04", "LND-05"}
    assert law.search("") == law.search("mặt trăng") == ()
    assert {rule.edition for rule in LAW.search("QC-01")[:2]} == {"QCVN 01:2021/BXD", "QCVN 01:2026/BXD"}


def test_a_match_in_the_title_of_the_language_comes_first() -> None:
    rules = read(
        entry(id="A-01", note={"vi": "về lấp đầy", "en": "on filling"}),
        entry(id="Z-01", title={"vi": "Tỷ lệ lấp đầy", "en": "Occupancy"}),
    )
    assert [rule.id for rule in rules.search("lap day")] == ["Z-01", "A-01"]


def test_fold_and_matches() -> None:
    assert fold("Đất trồng LÚA hai vụ") == "dat trong lua hai vu"
    assert matches("ho tro", ("Khu công nghiệp hỗ trợ", "Supporting park")) == 0
    assert matches("ho supporting", ("Khu công nghiệp hỗ trợ", "Supporting park")) == 1
    assert matches("upport", ("Supporting park",)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": ...},
        {"surprise": 1},
        {"title": {"vi": "Tỷ lệ"}},
        {"grade": "certain"},
        {"comparator": "!="},
        {"instrument": "nobody"},
        {"urls": ["G99"]},
        {"valid_from": "2022-07-15"},
        {"value": ...},
        {"known": False},
        {"value": [1, 2]},
    ],
)
def test_a_wrong_entry_is_refused(changes: dict[str, Any]) -> None:
    assert len(read(entry())) == 1
    with pytest.raises(BadRule):
        read(entry(**changes))


def test_overlapping_editions_are_refused() -> None:
    end = date(2026, 12, 31)
    assert len(read(entry(valid_to=end), entry(valid_from=end + timedelta(days=1)))) == 2
    with pytest.raises(BadRule, match="same day"):
        read(entry(valid_to=end), entry(valid_from=end))


def test_may_fail_needs_a_read_or_summarised_known_rule() -> None:
    (rule,) = read(entry())
    assert rule.may_fail
    assert not replace(rule, grade="memory").may_fail
    assert not replace(rule, grade="gap").may_fail
    assert not replace(rule, known=False, value=None).may_fail


def test_what_a_rule_asks_is_said_in_both_languages() -> None:
    law = LAW.on(TODAY)
    assert say(asks(law["DEF-02"]), "vi") == "tối thiểu 60 %"
    assert say(asks(law["DEF-02"]), "en") == "at least 60 %"
    assert say(asks(law["EST-03"]), "en") == "at most 500 ha"
    assert say(asks(law["ECO-10"]), "vi") == "tối đa 8 năm"
    assert (
        say(asks(law["CNV-03"]), "en") == "at least: years = 15; share_of_term = 0.5 (years; share of term)"
    )
    assert say(asks(law["PLN-03"]), "en") == "one of: high-tech, eco"
    assert say(asks(law["PLN-04"]), "vi") == "phải là: có"
    assert say(asks(law["VER-05"]), "en") == "information: 2021-07-05"
    assert say(asks(law["DEF-08"]), "vi") == "chưa rõ"
    for rule in LAW:
        for lang in LANGS:
            assert say(asks(rule), lang).strip()

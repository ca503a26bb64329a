"""``parkwright rules``: finds the law in either language, with or without accents, on a day, in a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import Result

from parkwright.rules import load_rules, rule_sets

Ask = Callable[..., Result]
AskJson = Callable[..., Any]


def ids(told: Any) -> list[str]:
    """The ids of the rules told, in order."""
    return [rule["id"] for rule in told["rules"]]


def test_a_rule_is_told_with_its_source_days_and_grade(ask: Ask) -> None:
    told = ask("rules", "--on", "2026-11-01", "supporting").stdout
    assert "DEF-02" in told and "at least 60 %" in told
    assert "Art. 2(3), Decree 35/2022/NĐ-CP" in told
    assert "in force since 2022-07-15" in told and "grade: text read, checked 2026-10" in told


def test_in_vietnamese_with_vietnamese_dates(ask: Ask) -> None:
    told = ask("rules", "DEF-02", "--lang", "vi").stdout
    assert "tối thiểu 60 %" in told and "hiệu lực từ 15/07/2022" in told
    assert "khoản 3 Điều 2, Nghị định 35/2022/NĐ-CP" in told


@pytest.mark.parametrize("words", [("hỗ trợ",), ("hỗ", "trợ"), ("ho tro",), ("HO TRO",), ("HỖ TRỢ",)])
def test_accents_and_case_do_not_matter(words: tuple[str, ...], ask_json: AskJson) -> None:
    found = ids(ask_json("rules", *words, "--lang", "vi"))
    assert "DEF-02" in found and found == ids(ask_json("rules", "hỗ trợ", "--lang", "vi"))


def test_an_id_in_full_is_that_rule_alone(ask_json: AskJson) -> None:
    assert set(ids(ask_json("rules", "qc-01"))) == {"QC-01"}
    assert len(ask_json("rules", "QC-01")["rules"]) == 2, "two editions of the planning code"


def test_the_day_chooses_the_edition(ask: Ask, ask_json: AskJson) -> None:
    before, after = (ask_json("rules", "QC-01", "--on", day)["rules"] for day in ("2026-12-31", "2027-01-01"))
    assert [rule["asks"] for rule in before] == ["at least 10 %"] and before[0]["known"]
    assert [rule["asks"] for rule in after] == ["unknown"] and not after[0]["known"]
    assert after[0]["ended"]["asks"] == "at least 10 %"
    told = ask("rules", "QC-01", "--on", "2027-01-01").stdout
    assert "unknown" in told and "for information" in told and "2026-12-31" in told
    assert "chưa rõ" in ask("rules", "QC-01", "--on", "2027-01-01", "--lang", "vi").stdout


def test_without_words_all_of_it(ask: Ask, ask_json: AskJson) -> None:
    every = [rule for name in rule_sets() for rule in load_rules(name)]
    assert sorted(ids(ask_json("rules"))) == sorted(rule.id for rule in every)
    assert ask("rules").stdout.splitlines()[-1].startswith(f"{len(every)} rules")
    day = date(2026, 11, 1)
    in_force = [rule.id for name in rule_sets() for rule in load_rules(name).on(day)]
    assert sorted(ids(ask_json("rules", "--on", day.isoformat()))) == sorted(in_force)


def test_rules_of_another_place_are_left_out(ask: Ask, ask_json: AskJson) -> None:
    local = [rule for rule in ask_json("rules", "--set", "vn")["rules"] if rule["place"]]
    assert local
    for more in ((), ("--on", "2026-11-01")):
        assert {rule["place"] for rule in ask_json("rules", "--place", "elsewhere", *more)["rules"]} == {""}
    for rule in local:
        assert rule["id"] in ids(ask_json("rules", "--place", rule["place"]))
        assert f"holds in the region {rule['place']} only" in ask("rules", rule["id"]).stdout


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_found_is_a_sentence_and_no_failure(lang: str, ask: Ask, ask_json: AskJson) -> None:
    told = ask("rules", "moon", "landing", "--lang", lang).stdout.splitlines()
    assert len(told) == 1 and "“moon landing”" in told[0]
    on_a_day = ask("rules", "moon", "--lang", lang, "--on", "2026-11-01").stdout
    assert ("01/11/2026" if lang == "vi" else "2026-11-01") in on_a_day
    assert ask_json("rules", "moon")["rules"] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_rule_set_that_is_not_there(lang: str, ask: Ask, ask_json: AskJson) -> None:
    told = ask("rules", "--set", "atlantis", "--lang", lang, code=2).stderr
    assert "“atlantis”" in told and "vn" in told
    assert ask_json("rules", "--set", "atlantis", "--lang", lang, code=2) == {
        "ok": False,
        "message": told.strip(),
    }


def test_every_rule_can_be_told_in_both_languages(ask: Ask) -> None:
    for lang in ("vi", "en"):
        told = ask("rules", "--lang", lang).stdout
        assert "{" not in told and "None" not in told

"""One battery over every result table: what the spec promises stands in the tables of a run, whatever step made them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.steps.siting import LEGAL_TYPES
from parkwright.tables import Table, all_tables, table

Tables = dict[str, pd.DataFrame]
RESULTS = all_tables("result", "region")
LAID_OUT = {spec.name for spec in all_tables("result", "layout")}
SHARES = ("share", "assumed_share", "small_share", "weight")
UNITS = {
    "_bn_ha": "bn {currency}/ha",
    "_ha": "ha",
    "_bn": "bn {currency}",
    "_min": "min",
    "_km": "km",
    "_usd_m2_term": "USD/m²",
}


def name_of(spec: Table) -> str:
    return spec.name


def periods_of(plan: PlanResult) -> set[str]:
    return {period.period_id for period in plan.region.meta.periods}


def facility_ids(plan: PlanResult) -> set[str]:
    region = plan.region
    return {f"parks:{one}" for one in region.parks["park_id"]} | {
        f"sites:{one}" for one in region.sites["site_id"]
    }


@pytest.fixture(params=RESULTS, ids=name_of)
def made(request: pytest.FixtureRequest, every_table: Tables) -> tuple[Table, pd.DataFrame]:
    """A spec with the table of the run."""
    return request.param, every_table[request.param.name]


# --- specs


@pytest.mark.parametrize("spec", RESULTS, ids=name_of)
def test_names_of_columns_carry_their_unit(spec: Table) -> None:
    for column in spec.columns.values():
        unit = next((unit for ending, unit in UNITS.items() if column.name.endswith(ending)), None)
        assert unit is None or column.unit == unit, column.name
        if column.name in SHARES:
            assert (column.unit, column.low) == ("", 0.0), column.name


@pytest.mark.parametrize("spec", RESULTS, ids=name_of)
def test_sentences_stand_twice(spec: Table) -> None:
    for stem in ("reason", "name", "group_name", "moved_by"):
        assert (f"{stem}_vi" in spec.columns) == (f"{stem}_en" in spec.columns)


@pytest.mark.parametrize("spec", RESULTS, ids=name_of)
def test_codes_mean_the_same_in_every_table(spec: Table) -> None:
    for column in spec.columns.values():
        if column.name.endswith("_evidence"):
            assert column.codes == ("seen", "derived", "assumed")
        if column.name == "verdict":
            assert column.codes == ("passes", "fails", "cannot_tell")
        if column.name == "legal_type":
            assert set(column.codes) == set(LEGAL_TYPES)


# --- the tables of a run


def test_a_run_makes_every_table_of_the_contract(every_table: Tables) -> None:
    assert set(every_table) == {spec.name for spec in RESULTS} | LAID_OUT


def test_the_run_is_rich_enough_to_test_the_contract(every_table: Tables) -> None:
    """Tables that may be empty here are named, so that no test below passes because nothing was there."""
    empty = {name for name, frame in every_table.items() if frame.empty}
    assert empty <= {"access_unreachable", "what_if_verdicts"} | LAID_OUT  # these: tests/plan/test_layouts.py
    assert every_table["openings"]["committed"].nunique() == 2
    assert {"vacancy", "candidate", "committed"} <= set(every_table["facilities"]["role"])


def test_columns_are_those_of_the_spec(made: tuple[Table, pd.DataFrame]) -> None:
    spec, frame = made
    assert list(frame.columns) == list(spec.columns)


def test_the_key_is_known_and_unique_and_sorts_the_table(made: tuple[Table, pd.DataFrame]) -> None:
    spec, frame = made
    key = list(spec.key)
    assert not frame.duplicated(key).any()
    required = [name for name in key if name != "object"]
    assert frame[required].notna().all(axis=None)
    pd.testing.assert_frame_equal(frame.sort_values(key, kind="stable", ignore_index=True), frame)


def test_numbers_are_finite_or_unknown_and_in_their_limits(made: tuple[Table, pd.DataFrame]) -> None:
    spec, frame = made
    for column in spec.columns.values():
        if column.kind in ("int", "float"):
            known = frame[column.name].dropna().astype("float64")
            assert np.isfinite(known).all(), column.name
            assert column.low is None or (known >= column.low).all(), column.name
            assert column.high is None or (known <= column.high).all(), column.name


def test_codes_are_those_of_the_spec(made: tuple[Table, pd.DataFrame]) -> None:
    spec, frame = made
    for column in spec.columns.values():
        if column.kind == "code":
            assert set(frame[column.name].dropna()) <= set(column.codes), column.name


def test_sentences_are_there_in_both_languages(made: tuple[Table, pd.DataFrame]) -> None:
    spec, frame = made
    if "reason_vi" not in spec.columns:
        return
    for lang in ("vi", "en"):
        said = frame[f"reason_{lang}"].dropna()
        assert (said.str.strip() != "").all()
        assert not said.str.contains("{", regex=False).any(), "a slot that was not filled"
        assert all(unicodedata.is_normalized("NFC", one) for one in said)
    assert (frame["reason_vi"].isna() == frame["reason_en"].isna()).all()
    told = frame.dropna(subset=["reason_vi"])
    assert (told["reason_vi"] != told["reason_en"]).all()


def test_money_is_told_in_the_currency_of_the_region(every_table: Tables) -> None:
    for name, frame in every_table.items():
        for column in frame.select_dtypes("str"):
            told = frame[column].dropna()
            assert not told.str.contains(r"\b(?:VND|đồng|Hồ Chí Minh|Ho Chi Minh)\b").any(), (
                f"{name}.{column}"
            )


def test_ids_lead_to_a_row(tiny_plan: PlanResult, made: tuple[Table, pd.DataFrame]) -> None:
    """Places, sectors, requests, cells, facilities and periods that a result names exist."""
    spec, frame = made
    region, tables = tiny_plan.region, tiny_plan.tables
    known = {
        "place_id": set(region.places["place_id"]),
        "sector_id": set(region.sectors["sector_id"]),
        "request_id": set(region.requests["request_id"]),
        "cell_id": set(tables["demand_cells"]["cell_id"]),
        "facility_id": facility_ids(tiny_plan),
        "runner_up": facility_ids(tiny_plan),
        "province_id": {province.province_id for province in region.meta.provinces},
        "period_id": periods_of(tiny_plan) | ({"all"} if spec.name in ("limits", "verdicts", "what_if_verdicts") else set()),
    }  # fmt: skip
    for name in set(known) & set(spec.columns):
        assert set(frame[name].dropna()) <= known[name], name


def test_references_of_the_spec_lead_to_a_row(
    tiny_plan: PlanResult, every_table: Tables, made: tuple[Table, pd.DataFrame]
) -> None:
    spec, frame = made
    frames = {**tiny_plan.region.frames(), **every_table}
    for column in spec.columns.values():
        if column.ref:
            targets = [target.strip().split(".") for target in column.ref.split("|")]
            known = set().union(*(frames[name][key] for name, key in targets))
            assert set(frame[column.name].dropna()) <= known, column.name


def test_both_ends_of_a_trip_exist(tiny_plan: PlanResult, every_table: Tables) -> None:
    keys = {"places": "place_id", "parks": "park_id", "sites": "site_id", "gateways": "gateway_id"}
    known = {
        name: set(frame[keys[name]]) for name, frame in tiny_plan.region.frames().items() if name in keys
    }
    minutes = every_table["access_minutes"]
    for end in ("from", "to"):
        for name, rows in minutes.groupby(f"{end}_table"):
            assert set(rows[f"{end}_id"]) <= known[str(name)]
    for name, rows in every_table["access_snaps"].groupby("point_table"):
        assert set(rows["point_id"]) <= known[str(name)]
        assert name == "gateways" or set(rows["point_id"]) == known[str(name)], "freight gateways only"


def test_cells_are_named_by_their_parts(every_table: Tables) -> None:
    cells = every_table["demand_cells"]
    parts = [cells[name] for name in ("place_id", "sector_id", "premises_type", "period_id")]
    assert (cells["cell_id"] == parts[0].str.cat(parts[1:], sep="|")).all()


def test_facilities_are_named_by_table_and_object(tiny_plan: PlanResult, every_table: Tables) -> None:
    facilities = every_table["facilities"]
    assert (facilities["facility_id"] == facilities["table"] + ":" + facilities["object_id"]).all()
    assert set(facilities["facility_id"]) == facility_ids(tiny_plan)


def test_every_verdict_says_which_limit_or_why_not(every_table: Tables) -> None:
    verdicts = every_table["verdicts"]
    assert verdicts["reason_vi"].notna().all()
    judged = verdicts[verdicts["verdict"] != "cannot_tell"]
    assert judged["value"].notna().all()


def test_what_the_documents_call_a_result_table_is_one(every_table: Tables) -> None:
    """Every column that docs/en/architecture.md lists for a table stands in its spec."""
    for name, listed in _listed_columns().items():
        assert listed <= set(table(name).columns), f"{name}: {sorted(listed - set(table(name).columns))}"


def _listed_columns() -> dict[str, set[str]]:
    import re
    from pathlib import Path

    page = Path(__file__).resolve().parents[2] / "docs" / "en" / "architecture.md"
    found: dict[str, set[str]] = {}
    for name, told in re.findall(
        r"^\| `(\w+)` \| [\w, ]+ \| (.*) \|$", page.read_text("utf-8"), re.MULTILINE
    ):
        plain = re.sub(r"\([^()]*\)", "", told)
        plain = re.split(r"[;:.…]| as `| for the ", plain)[0]
        words = [word.strip() for word in plain.split(",")]
        found[name] = {word for word in words if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", word)}
    return found

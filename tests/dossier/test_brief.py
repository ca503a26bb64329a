"""The brief: its figures are those of the result tables, and what is missing is said."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import build_brief
from parkwright.dossier.tree import Amount, Document, KeyFigures, Mark, Paragraph, Table, tables_of
from parkwright.dossier.writing import cell_words
from parkwright.plan import PlanResult
from parkwright.tables import Region
from parkwright.words import Both, Text, say, text

Tables = dict[str, pd.DataFrame]
Manifest = dict[str, Any]


def table_of(document: Document, anchor: str) -> Table:
    return next(table for table in tables_of(document) if table.anchor == anchor)


def sentences(document: Document) -> str:
    told = [
        sentence for block in document.blocks if isinstance(block, Paragraph) for sentence in block.sentences
    ]
    return "\n".join(say(one, "en") for one in told)


def page_one_words(document: Document) -> str:
    """All sentences of the blocks before the contents."""
    from parkwright.dossier.tree import Bullets

    items = [item for block in document.blocks[:8] if isinstance(block, Bullets) for item in block.items]
    return "\n".join(say(one, "en") for one in items)


def test_headline_numbers_are_sums_of_their_tables(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    brief = build_brief(region, tables, manifest)
    keys = next(block for block in brief.blocks if isinstance(block, KeyFigures)).items
    values = [key.value for key in keys]
    assert values == pytest.approx(
        [
            tables["openings"]["facility_id"].nunique(),
            tables["openings"]["net_ha"].sum(),
            tables["plan_costs"].query("term in ('works', 'clearance', 'premium')")["spent_bn"].sum(),
            tables["demand_cells"]["p50_ha"].sum(),
            tables["unserved"]["ha"].sum(),
            tables["plan_costs"]["cost_bn"].sum(),
        ]
    )
    assert all(key.source.run == "demo-1a2b3c" and key.source.tables[0] in tables for key in keys)


def test_the_same_figure_rests_on_the_same_assumptions_wherever_it_stands(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    """Investment is told as spent: the share of it that is assumed is a share of what is spent, not of its present value."""
    costs = tables["plan_costs"].query("term in ('works', 'clearance', 'premium')").copy()
    costs["cost_bn"] = costs["cost_bn"].where(costs["term"] == "works", costs["cost_bn"] / 3)
    apart = {**tables, "plan_costs": pd.concat([costs, tables["plan_costs"].drop(costs.index)])}
    keys = next(
        block for block in build_brief(region, apart, manifest).blocks if isinstance(block, KeyFigures)
    ).items
    by_hand = 100 * (costs["spent_bn"] * costs["assumed_share"]).sum() / costs["spent_bn"].sum()
    assert f" {by_hand:.0f} %" in f" {say(keys[2].sure, 'en')}"


def test_units_of_the_evidence_are_in_the_language_of_the_page(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    rows = table_of(build_brief(region, tables, manifest), "evidence-figures").rows
    units = {cell_words(row[1], None, "vi") for row in rows}
    assert units and not any(unit.startswith(("bn ", "mn ")) or unit == "min" for unit in units)


def test_built_premises_are_told_in_floor_and_rent(tiny_plan: PlanResult) -> None:
    cells = tiny_plan.tables["demand_cells"].query("planned == 1")
    shown = table_of(
        build_brief(tiny_plan.region, tiny_plan.tables, tiny_plan.manifest), "demand-by-premises"
    )
    sums = cells.groupby("premises_type")[["p50_ha", "floor_m2"]].sum()
    lot, *built, total = shown.rows
    assert lot[2] == "" and total[2] == pytest.approx(sums["floor_m2"].sum())
    assert [row[1] for row in (lot, *built)] == pytest.approx(
        sums.loc[["land", "ready-built", "multi-storey"], "p50_ha"].tolist()
    )
    assert [row[2] for row in built] == pytest.approx(
        sums.loc[["ready-built", "multi-storey"], "floor_m2"].tolist()
    )
    asked = tiny_plan.region.requests.query("premises_type == 'ready-built'")["budget_usd_m2_month"].dropna()
    notes = " ".join(say(note, "en") for note in shown.notes)
    assert (
        f"ready-built factory {asked.median():.1f} USD per m² of floor a month ({len(asked)} requests)"
        in notes
    )
    unknown = tiny_plan.region.requests.assign(budget_usd_m2_month=float("nan"))
    silent = replace(tiny_plan.region, requests=unknown)
    quiet = table_of(build_brief(silent, tiny_plan.tables, tiny_plan.manifest), "demand-by-premises")
    assert len(quiet.notes) == len(shown.notes) - 1


def test_every_table_names_its_source_and_run(
    region: Region, tables: Tables, manifest: Manifest, pictures: Any
) -> None:
    for table in tables_of(build_brief(region, tables, manifest, pictures)):
        assert table.source is not None, table.anchor
        assert table.source.run == "demo-1a2b3c"
        assert set(table.source.tables) <= set(tables)


def test_the_investment_of_the_sites_adds_up_to_the_headline(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    brief = build_brief(region, tables, manifest)
    keys = next(block for block in brief.blocks if isinstance(block, KeyFigures)).items
    rows = table_of(brief, "all-openings").rows
    assert sum(row[5] for row in rows) == pytest.approx(keys[2].value)  # type: ignore[misc]
    assert table_of(brief, "spent-by-period").rows[-1][-1] == pytest.approx(keys[2].value)


def test_served_and_unserved_add_up_to_the_demand_in_every_line(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    brief = build_brief(region, tables, manifest)
    for anchor in ("by-pillar", "by-key-industry", "by-product", "mechanical"):
        for row in table_of(brief, anchor).rows:
            if not isinstance(row[1], Text):
                assert row[2] + row[3] == pytest.approx(row[1])  # type: ignore[operator]


def test_key_industries_add_up_and_pillars_count_twice(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    brief = build_brief(region, tables, manifest)
    whole = tables["demand_cells"]["p50_ha"].sum()
    *lines, total = table_of(brief, "by-key-industry").rows
    assert sum(row[1] for row in lines) == pytest.approx(whole)  # type: ignore[misc]
    assert total[1] == pytest.approx(whole)
    assert sum(row[1] for row in table_of(brief, "by-pillar").rows) > whole  # type: ignore[misc]


def test_a_product_that_no_row_feeds_is_not_planned_yet(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    rows = {
        cell_words(row[0], None, "en"): row[1]
        for row in table_of(build_brief(region, tables, manifest), "by-product").rows
    }
    assert rows["Nano materials"] == text("brief_pillars.not_planned")
    robots = tables["demand_cells"].query("sector_id == 'robots-automation'")["p50_ha"].sum()
    assert rows["Robots"] == pytest.approx(robots)


def test_products_stand_in_the_order_of_the_list_and_say_how_they_were_matched(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    found = table_of(build_brief(region, tables, manifest), "by-product")
    assert [cell_words(row[0], None, "en") for row in found.rows] == ["Chips", "Robots", "Nano materials"]
    assert found.notes == (text("brief_pillars.products.derived"),)
    twice = region.priority_products.assign(sectors="robots-automation", evidence="seen")
    again = table_of(build_brief(replace(region, priority_products=twice), tables, manifest), "by-product")
    assert again.notes == (text("brief_pillars.products.overlap"),)


def test_a_region_without_a_list_has_no_table_of_products(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    none = replace(region, priority_products=region.priority_products.head(0))
    anchors = {table.anchor for table in tables_of(build_brief(none, tables, manifest))}
    assert "by-product" not in anchors and "by-pillar" in anchors


def test_with_and_without_the_scheme(region: Region, tables: Tables, manifest: Manifest) -> None:
    rows = table_of(build_brief(region, tables, manifest), "scheme").rows
    name, ours, theirs, change = rows[0]
    other = tables["what_if_figures"].query("question_id == 'q1' and figure == 'unserved_ha'")["value"].sum()
    assert name == text("brief_scheme.item", name=text("brief_scheme.unserved"), unit=text("brief.unit.ha"))
    assert isinstance(ours, Amount) and isinstance(theirs, Amount) and isinstance(change, Amount)
    assert ours.value == pytest.approx(tables["unserved"]["ha"].sum())
    assert theirs.value == pytest.approx(other)
    assert change.value == pytest.approx(ours.value - theirs.value)  # type: ignore[operator]
    marks = [row[1] for row in rows if isinstance(row[1], Mark)]
    assert {say(mark.text, "en") for mark in marks} == {"passes", "cannot tell"}


def test_a_region_without_a_scheme_says_so(made_up: ModuleType, tables: Tables, manifest: Manifest) -> None:
    region = made_up.small_region(scheme=False)
    brief = build_brief(region, tables, manifest)
    assert "no site of a scheme" in sentences(brief)
    assert all(table.anchor not in ("scheme", "scheme-by-sector") for table in tables_of(brief))


def test_a_scheme_that_is_not_chosen_stands_in_the_column_without(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    tables["openings"] = tables["openings"].query("facility_id != 'sites:s-scheme'")
    brief = build_brief(region, tables, manifest)
    assert "does not choose to open the scheme" in sentences(brief)
    row = table_of(brief, "scheme").rows[0]
    assert isinstance(row[2], Amount) and row[2].value == pytest.approx(tables["unserved"]["ha"].sum())
    assert row[1] == text("brief.not_computed_short")
    assert not any(isinstance(cell, Mark) for one in table_of(brief, "scheme").rows for cell in one)


def test_the_law_on_a_scheme_not_chosen_is_that_of_the_question(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    tables["openings"] = tables["openings"].query("facility_id != 'sites:s-scheme'")
    tables["what_if"].loc[tables["what_if"]["kind"] == "without-scheme", "kind"] = "with-scheme"
    brief = build_brief(region, tables, manifest)
    first, *rest = table_of(brief, "scheme").rows
    assert isinstance(first[1], Amount) and first[1].value == pytest.approx(
        0.5 * tables["demand_cells"]["p50_ha"].sum()
    )
    marks = [row for row in rest if isinstance(row[1], Mark)]
    assert [say(row[0], "en").split()[0] for row in marks] == ["DEF-02"]  # type: ignore[arg-type]
    assert marks[0][2] == text("brief_scheme.not_opened")


def test_a_question_that_was_not_asked_is_not_an_answer(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    tables["what_if"].loc[tables["what_if"]["kind"] == "without-scheme", "status"] = "not-asked"
    brief = build_brief(region, tables, manifest)
    assert "was not asked in this run" in sentences(brief)
    assert table_of(brief, "scheme").rows[0][2] == text("brief.not_computed_short")


def test_of_a_stopped_answer_only_what_is_proven_is_told(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    """This plan costs 1,000 bn, at least 990; the other 1,100, at least 1,040: it costs 40 to 110 bn more."""
    asked = tables["what_if"]["kind"] == "without-scheme"
    told = {
        "status": "stopped",
        "objective_bn": 1100.0,
        "bound_bn": 1040.0,
        "delta_bn": 100.0,
        "gap": 60 / 1100,
    }
    tables["what_if"].loc[asked, list(told)] = list(told.values())
    brief = build_brief(region, tables, {**manifest, "siting": {**manifest["siting"], "gap": 0.01}})
    assert "between 40 and 110 bn" in sentences(brief)


def test_a_budget_of_none_is_told_and_one_that_stands_is_not(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    told = "Budget not limited"
    assert told in page_one_words(build_brief(region, tables, manifest))
    budget = tables["limits"].assign(limit_kind="budget", object="")
    tables["limits"] = pd.concat([tables["limits"], budget], ignore_index=True)
    assert told not in page_one_words(build_brief(region, tables, manifest))


@pytest.mark.parametrize(
    "absent",
    ["what_if", "evidence", "limits", "supply", "demand_reconciliation", "verdicts", "unserved", "plan_costs", "facilities", "allocations", "openings", "demand_cells"],
)  # fmt: skip
def test_a_table_that_the_run_did_not_make_is_told_and_never_a_crash(
    region: Region, tables: Tables, absent: str, manifest: Manifest, pictures: Any
) -> None:
    del tables[absent]
    brief = build_brief(region, tables, manifest, pictures)
    told = sentences(brief) + page_one_words(brief)
    if absent == "allocations":
        told += "\n".join(
            say(row[4], "en") for row in table_of(brief, "what-to-open").rows if isinstance(row[4], Text)
        )
    assert re.search(rf"[Nn]ot computed.*({absent}|\.|$)", told)


def test_a_run_that_made_nothing_still_gives_a_brief(region: Region) -> None:
    brief = build_brief(region, {}, {})
    assert brief.day is None
    assert sentences(brief).count("Not computed") >= 8


def test_a_plan_that_opens_nothing_says_so(region: Region, tables: Tables, manifest: Manifest) -> None:
    tables["openings"] = tables["openings"].iloc[:0]
    brief = build_brief(region, tables, manifest)
    assert "opens no new site" in sentences(brief)
    assert table_of(brief, "what-to-open").rows == ()


def test_the_law_is_that_of_the_day_of_the_run(region: Region, tables: Tables, manifest: Manifest) -> None:
    assert "2026-11-01" in say(build_brief(region, tables, manifest).subtitle, "en")
    other = build_brief(region, tables, manifest | {"law_on": "2027-03-05"})
    assert "2027-03-05" in say(other.subtitle, "en") and "2027-03-05" in sentences(other)


def test_a_committed_park_is_no_new_site(region: Region, tables: Tables, manifest: Manifest) -> None:
    north = tables["openings"]["facility_id"] == "sites:s-north"
    tables["openings"] = tables["openings"].assign(committed=north)
    brief = build_brief(region, tables, manifest)
    keys = next(block for block in brief.blocks if isinstance(block, KeyFigures)).items
    assert keys[0].value == tables["openings"]["facility_id"].nunique() - 1
    assert keys[1].value == pytest.approx(tables["openings"].loc[~north, "net_ha"].sum())
    last = table_of(brief, "what-to-open").rows[-1][0]
    assert last == text("brief_page_one.committed", site=Both("Khu phía Bắc", "North site"))


def test_names_stand_in_both_languages(region: Region, tables: Tables, manifest: Manifest) -> None:
    first = table_of(build_brief(region, tables, manifest), "what-to-open").rows[0]
    assert first[0] == Both("Khu của Đề án", "Scheme site")


def test_totals_among_the_figures_of_an_answer_are_not_added_twice(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    before = table_of(build_brief(region, tables, manifest), "scheme").rows[0][2]
    whole = pd.DataFrame(
        [("q1", "unserved_ha", "all", 999.0, "ha")], columns=tables["what_if_figures"].columns
    )
    tables["what_if_figures"] = pd.concat([tables["what_if_figures"], whole], ignore_index=True)
    assert table_of(build_brief(region, tables, manifest), "scheme").rows[0][2] == before


def test_an_answer_that_no_plan_can_give_is_told(region: Region, tables: Tables, manifest: Manifest) -> None:
    tables["what_if"].loc[tables["what_if"]["kind"] == "without-scheme", "status"] = "infeasible"
    brief = build_brief(region, tables, manifest)
    assert "keeps every hard limit" in sentences(brief)
    assert table_of(brief, "scheme").rows[0][2] == text("brief.not_computed_short")

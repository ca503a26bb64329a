"""Sentences of the brief: built from the results, said once, and of nothing that is nought."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import Document, build_brief
from parkwright.dossier.tree import Bullets, Mark, Paragraph, Table, tables_of
from parkwright.dossier.writing import cell_words
from parkwright.tables import Period, Region
from parkwright.words import Text, say

Tables = dict[str, pd.DataFrame]
Manifest = dict[str, Any]


def table_of(document: Document, anchor: str) -> Table:
    return next(table for table in tables_of(document) if table.anchor == anchor)


def statements(document: Document) -> list[str]:
    found: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += block.sentences
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Table):
            found += block.notes
    return [say(one, "en") for one in found]


def test_a_plan_of_one_year_is_of_that_year(region: Region, manifest: Manifest) -> None:
    year = replace(region, meta=replace(region.meta, periods=(Period("2026", 2026, 2026),)))
    assert say(build_brief(year, {}, manifest).title, "en").startswith("Industrial-park plan 2026, a brief")
    assert "2026–2028" in say(build_brief(region, {}, manifest).title, "en")


def test_one_site_is_one_site(region: Region, tables: Tables, manifest: Manifest) -> None:
    openings = tables["openings"]
    tables["openings"] = openings.assign(committed=openings["facility_id"] != "sites:s-north")
    lead = " ".join(statements(build_brief(region, tables, manifest))[:2])
    assert "open 1 new site, " in lead and "2 parks under construction" in lead
    tables["openings"] = openings.assign(committed=False)
    assert "under construction" not in " ".join(statements(build_brief(region, tables, manifest))[:2])


def test_the_law_of_a_site_tells_only_what_there_is(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    marks = [row[6] for row in table_of(build_brief(region, tables, manifest), "what-to-open").rows]
    told = [cell_words(mark, None, "en") for mark in marks if isinstance(mark, Mark)]
    assert sorted(told) == ["1 fails, 1 untold, 3 pass", "1 untold, 4 pass", "1 untold, 4 pass"]
    assert [mark.tone for mark in marks if isinstance(mark, Mark)].count("bad") == 1


def test_page_one_names_the_acts_and_the_rounding_once(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    vn = replace(region, meta=replace(region.meta, rule_set="vn"))
    brief = build_brief(vn, tables, manifest)
    notes = [say(note, "en") for note in table_of(brief, "what-to-open").notes]
    assert "Decree 35/2022/NĐ-CP" in notes[0] and "2026-11-01" in notes[0]
    assert "No text was found" not in notes[0], "a rule that nobody found stands in no act"
    assert sum("rounded by itself" in one for one in statements(brief)) == 1
    titles = {row[0]: cell_words(row[1], None, "en") for row in table_of(brief, "verdicts-by-rule").rows}
    assert "share of industrial land for supporting industry" in titles["DEF-02"]


def test_what_is_said_of_a_method_stands_once(region: Region, tables: Tables, manifest: Manifest) -> None:
    table = table_of(build_brief(region, tables, manifest), "demand-reconciliation")
    assert len(table.rows) == 10 and len(table.notes) == 5
    later = tables["demand_reconciliation"].query("method == 'labour' and period_id == '2027-28'").index
    tables["demand_reconciliation"].loc[later, ["reason_vi", "reason_en"]] = ["Khác.", "Another."]
    notes = table_of(build_brief(region, tables, manifest), "demand-reconciliation").notes
    assert "labour demand: Another." in [say(note, "en") for note in notes]


def test_why_these_types_is_told_from_what_was_weighed(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    assert not any("Legal types" in one for one in statements(build_brief(region, tables, manifest)))
    weighed = manifest | {"scenario": {"siting": {"premium_usd_m2": {"supporting": 0.0, "high-tech": 23.0}}}}
    high = (tables["verdicts"]["rule_id"] == "DEF-04") & (tables["verdicts"]["object_id"] != "s-north")
    tables["verdicts"].loc[high, ["value", "limit"]] = [0.2, 0.3]
    words = " ".join(statements(build_brief(region, tables, weighed)))
    assert "supporting-industry park 0.0; high-tech park 23.0" in words
    types = dict(zip(tables["openings"]["facility_id"], tables["openings"]["legal_type"], strict=True))
    assert types["sites:s-north"] == "high-tech", "so the share of DEF-04 is measured on it"
    assert "The high-tech park: at least 60 % (DEF-04); on the land allocated" in words
    tables["openings"] = tables["openings"].assign(legal_type="supporting")
    words = " ".join(statements(build_brief(region, tables, weighed)))
    assert "Legal types of the new sites: supporting-industry park (3)." in words
    assert "the highest is 70.0 %; 1 site reaches it" in words


def test_an_assumption_names_the_sites_that_change(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    tables["what_if_openings"] = pd.DataFrame(
        [("q4", "sites:s-scheme", 1, "2026", "general"), ("q4", "parks:p2", 1, "2026", "general")],
        columns=["question_id", "facility_id", "phase", "period_id", "legal_type"],
    )
    brief = build_brief(region, tables, manifest)
    (told,) = (cell_words(row[3], None, "en") for row in table_of(brief, "assumptions-tested").rows)
    assert told.startswith("Opens too: West park. Does not open: ")
    assert {"North site", "South site"} == set(told.partition("Does not open: ")[2].rstrip(".").split("; "))
    assert "Real rate: 10 → 12 %." in statements(brief), "what was not tried stands by name alone"


@pytest.mark.parametrize(
    ("opens", "told"),
    [
        ([], "no new site would open. What differs"),
        (["sites:s-north"], "1 new site would open. 1 of them is among the 3 of this plan. What differs"),
        (["sites:s-north", "parks:p1"], "2 new sites would open. 1 of them is among the 3 of this plan. What differs"),
        (["sites:s-north", "sites:s-south", "sites:s-scheme"], "the same 3 new sites would open."),
    ],
)  # fmt: skip
def test_what_hangs_on_reach_and_price_is_counted(
    region: Region, tables: Tables, manifest: Manifest, opens: list[str], told: str
) -> None:
    row = tables["what_if"].iloc[[0]].assign(question_id="q9", kind="reach-and-price")
    tables["what_if"] = pd.concat([tables["what_if"], row], ignore_index=True)
    tables["what_if_openings"] = pd.DataFrame(
        [("q9", one, 1, "2026", "general") for one in opens],
        columns=["question_id", "facility_id", "phase", "period_id", "legal_type"],
    )
    if not opens:
        tables["what_if_openings"].loc[0] = ["q1", "sites:s-north", 1, "2026", "general"]
    words = next(one for one in statements(build_brief(region, tables, manifest)) if "any distance" in one)
    assert told in words
    assert ("What differs" in words) == (len(opens) < 3)


def test_limits_are_told_by_name_and_in_the_unit_of_the_page(
    region: Region, tables: Tables, manifest: Manifest
) -> None:
    columns = tables["limits"].columns
    rows = [
        ("utilities", "parks:p1:wastewater_m3_day", "2026", 900.0, 900.0, 0.0, "per day", True, True, "", ""),
        ("budget", "2026", "2026", 0.02, 0.02, 0.0, "bn", True, True, "", ""),
    ]
    tables["limits"] = pd.DataFrame(rows, columns=columns)
    tables["plan_costs"] = tables["plan_costs"].assign(cost_bn=0.01, spent_bn=0.01)
    found = [
        [cell_words(cell, 1, "vi") for cell in row]
        for row in table_of(build_brief(region, tables, manifest), "limits-binding").rows
    ]
    assert found[0][3:] == ["20,0", "20,0", "triệu XTS"]
    assert found[1][1] == "KCN Phía Đông: nước thải" and found[1][5] == "mỗi ngày"


def test_what_a_question_asks_is_told_once(region: Region, tables: Tables, manifest: Manifest) -> None:
    without = tables["what_if"].iloc[[0]].assign(kind="without-site")
    rows = [
        without.assign(question_id=f"w{number}", object=f"sites:s-{name}", status=status)
        for number, (name, status) in enumerate(
            [("scheme", "proven"), ("north", "stopped"), ("south", "not-asked")]
        )
    ]
    tables["what_if"] = pd.concat(rows, ignore_index=True)
    brief = build_brief(region, tables, manifest)
    table = table_of(brief, "questions-asked")
    assert [cell_words(row[1], None, "en") for row in table.rows] == ["Scheme site", "North site"]
    assert [say(note, "en") for note in table.notes] == ["Without this site: Not opening it."]
    assert "Without this site: South site" in statements(brief)


def test_text_of_statements_is_never_empty(region: Region, tables: Tables, manifest: Manifest) -> None:
    brief = build_brief(region, tables, manifest)
    assert all(statements(brief))
    assert all(isinstance(note, Text) for table in tables_of(brief) for note in table.notes)


def test_a_budget_below_the_price_is_told(region: Region, tables: Tables, manifest: Manifest) -> None:
    """Half of the rows 30 USD/m2 above the budget, one within it, the rest unknown."""
    rows = tables["allocations"].reset_index(drop=True)
    gap = pd.Series(float("nan"), index=rows.index)
    gap.iloc[: len(rows) // 2] = 30.0
    gap.iloc[-1] = 0.0
    tables["allocations"] = rows.assign(budget_gap_usd_m2=gap)
    over, known = rows["ha"][gap > 0].sum(), rows["ha"][gap.notna()].sum()
    words = [one for one in statements(build_brief(region, tables, manifest)) if "than the budget" in one]
    assert len(words) == 1
    assert (
        f"Of {known:,.0f} ha given" in words[0] and f"{over:,.0f} ha ({100 * over / known:.0f} %)" in words[0]
    )
    assert "by 30 USD/m²" in words[0] and "not a ban" in words[0]
    tables["allocations"] = rows.assign(budget_gap_usd_m2=gap.mask(gap > 0, 0.0))
    assert any("budget covers the price" in one for one in statements(build_brief(region, tables, manifest)))
    tables["allocations"] = rows.assign(budget_gap_usd_m2=float("nan"))
    assert not any(
        "whose budget is known" in one for one in statements(build_brief(region, tables, manifest))
    )


def test_parks_that_select_are_listed(region: Region, tables: Tables, manifest: Manifest) -> None:
    rows = tables["facilities"]
    told = rows["facility_id"] == rows["facility_id"].iloc[0]
    tables["facilities"] = rows.assign(
        takes_vi=pd.Series("Chỉ nhận lô lớn.", index=rows.index).where(told),
        takes_en=pd.Series("Large lots only.", index=rows.index).where(told),
    )
    table = table_of(build_brief(region, tables, manifest), "parks-that-select")
    assert [cell_words(row[1], None, "vi") for row in table.rows] == ["Chỉ nhận lô lớn."]
    tables["facilities"] = rows.assign(takes_vi=None, takes_en=None)
    anchors = {one.anchor for one in tables_of(build_brief(region, tables, manifest))}
    assert "parks-that-select" not in anchors

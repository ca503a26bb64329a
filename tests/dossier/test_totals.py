"""Every total that the brief shows is the sum of what stands above or beside it, in every table that has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import Document, build_brief
from parkwright.dossier.tree import KeyFigures, Table
from parkwright.plan import PlanResult
from parkwright.plan.headline import headline
from parkwright.tables import Region
from parkwright.words import say

TOTAL, PERCENT = say("brief.total", "en"), say("brief.unit.percent", "en")
COUNTED_TWICE = {"by-pillar"}
"""Tables whose lines overlap, as the page says: they have no total."""


@pytest.fixture(params=["made-up", "tiny"])
def brief(
    request: pytest.FixtureRequest,
    region: Region,
    tables: dict[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    tiny_plan: PlanResult,
) -> Document:
    if request.param == "made-up":
        return build_brief(region, tables, manifest)
    return build_brief(tiny_plan.region, tiny_plan.tables, tiny_plan.manifest)


def with_totals(brief: Document) -> list[Table]:
    return [block for block in brief.blocks if isinstance(block, Table) and block.total_rows]


def test_total_rows_are_sums(brief: Document) -> None:
    found = with_totals(brief)
    assert len(found) >= 4
    for table in found:
        assert table.total_rows == 1 and table.anchor not in COUNTED_TWICE
        *rows, total = table.rows
        for place, column in enumerate(table.columns):
            amounts = [row[place] for row in rows]
            share = column.unit is not None and say(column.unit, "en") == PERCENT
            if not isinstance(total[place], int | float) or (share and table.anchor != "unserved-by-reason"):
                continue
            summed = sum(float(one) for one in amounts if isinstance(one, int | float))
            assert total[place] == pytest.approx(summed, rel=1e-9, abs=1e-9), f"{table.anchor}: {place}"


def test_total_columns_are_sums(brief: Document) -> None:
    found = [
        (table, titles.index(TOTAL))
        for table in with_totals(brief)
        if TOTAL in (titles := [say(column.title, "en") for column in table.columns])
    ]
    assert found
    for table, place in found:
        for row in table.rows:
            parts = sum(float(one) for one in row[1:place] if isinstance(one, int | float))
            assert row[place] == pytest.approx(parts, rel=1e-9, abs=1e-9), table.anchor


def test_the_same_total_stands_wherever_it_is_told(tiny_plan: PlanResult) -> None:
    """Page one, the chapters and the headline of the run are sums of the same rows."""
    brief = build_brief(tiny_plan.region, tiny_plan.tables, tiny_plan.manifest)
    figures = headline(tiny_plan.tables)
    totals = {table.anchor: table.rows[-1] for table in with_totals(brief)}
    assert totals["demand-by-period"][2] == pytest.approx(figures["demand_ha"])
    assert totals["demand-by-period"][5] == pytest.approx(figures["unserved_ha"], abs=1e-6)
    assert totals["unserved-by-reason"][1] == pytest.approx(figures["unserved_ha"])
    assert totals["costs-by-period"][-2] == pytest.approx(1000 * figures["objective_bn"]), "in millions"
    assert totals["spent-by-period"][-1] == pytest.approx(1000 * figures["build_bn"])
    (keys,) = [block for block in brief.blocks if isinstance(block, KeyFigures)]
    shown = [item.value for item in keys.items]
    for name, scale in (("opened_sites", 1), ("opened_ha", 1), ("build_bn", 1000), ("demand_ha", 1), ("unserved_ha", 1), ("objective_bn", 1000)):  # fmt: skip
        assert any(
            value == pytest.approx(scale * figures[name]) for value in shown if isinstance(value, int | float)
        ), name

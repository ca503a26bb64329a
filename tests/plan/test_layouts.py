"""The loop between hectares and lots: opened sites are laid out, what their lots hold goes back into the plan, and it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, box

from parkwright.kernels.projection import from_zone, to_zone
from parkwright.plan import PlanResult
from parkwright.plan.layouts import BEST, shapes_in_zone, shares_of
from parkwright.plan.names import Names
from parkwright.plan.trace import trace_plan
from parkwright.plan.why import NotOne, Object, find_object, tell_chain
from parkwright.steps.layout.asked import mix_of_allocations, usual_m2
from parkwright.tables import Region, all_tables
from parkwright.words import LANGS, Lang, say

QUICK = {"layout.skeletons": "100", "layout.cut": "2", "layout.schemes": "1"}
Plan = Callable[..., PlanResult]


@pytest.fixture(scope="module")
def drawn(tiny_region: Region) -> Region:
    """The tiny region with a rectangle and one access point for each site but the last."""
    zone = tiny_region.meta.analysis_crs
    rows = []
    for site in tiny_region.sites.head(-1).to_dict("records"):
        x, y = (float(one[0]) for one in to_zone([site["lon"]], [site["lat"]], zone))
        wide = 1e2 * np.sqrt(float(site["gross_ha"]) * 1.5)
        high = 1e4 * float(site["gross_ha"]) / wide
        shapes = {"boundary": box(x, y, x + wide, y + high), "access": Point(x, y + high / 2)}
        for role, shape in shapes.items():
            moved = shapely.transform(shape, lambda xy: np.column_stack(from_zone(xy[:, 0], xy[:, 1], zone)))
            kind = "site" if role == "boundary" else "local"
            rows.append(
                {
                    "shape_id": f"{site['site_id']}-{role}",
                    "site_id": site["site_id"],
                    "role": role,
                    "kind": kind,
                    "geometry": moved,
                }
            )
    frame = pd.DataFrame(rows).reindex(columns=list(tiny_region.site_shapes.columns))
    return replace(tiny_region, site_shapes=type(tiny_region.site_shapes)(frame))


@pytest.fixture(scope="module")
def plan(drawn: Region, plan_exactly: Plan) -> PlanResult:
    return plan_exactly(drawn, sets=QUICK)


def test_opened_sites_are_laid_out(plan: PlanResult) -> None:
    opened = {one for one in plan.tables["openings"]["facility_id"] if one.startswith("sites:")}
    told = set("sites:" + plan.tables["site_yield"]["site_id"])
    assert told == opened
    assert plan.manifest["layout"]["passes"] == 2
    assert len(plan.tables["layout_lots"]) > 0


def test_every_table_of_a_layout_is_there_and_filled(plan: PlanResult) -> None:
    for spec in all_tables("result", "layout"):
        frame = plan.tables[spec.name]
        assert list(frame.columns) == list(spec.columns)
        assert len(frame) > 0 or spec.name == "layout_verdicts"  # the region has no rule set
        assert not frame.duplicated(list(spec.key)).any()


def test_the_hectares_of_the_plan_are_those_of_the_lots(plan: PlanResult) -> None:
    told = plan.tables["site_yield"].dropna(subset=["returned_ha"])
    assert len(told) > 0
    facilities = plan.tables["facilities"].set_index("facility_id")["net_ha"]
    for row in told.to_dict("records"):
        assert facilities[f"sites:{row['site_id']}"] == pytest.approx(row["returned_ha"])
        assert row["lots_ha"] == pytest.approx(row["lots_share"] * row["gross_ha"])
        assert row["difference_ha"] == pytest.approx(row["lots_ha"] - row["planned_net_ha"])


def test_shares_of_the_best_scheme_are_those_that_the_verdicts_read(plan: PlanResult) -> None:
    shares = plan.tables["layout_shares"]
    best = shares[shares["scheme_id"] == BEST].pivot(index="site_id", columns="group", values="share")
    read = shares_of(plan.layouts)
    assert len(read) == len(best) > 0
    for row in read.to_dict("records"):
        own = best.loc[row["facility_id"].removeprefix("sites:")]
        assert row["roads_share"] == own["roads"] and row["green_share"] == own["green"]
        assert row["technical_share"] == own["technical"] and row["service_share"] == own["service"]


def test_a_site_without_a_boundary_is_planned_and_told(
    tiny_region: Region, drawn: Region, plan_exactly: Plan
) -> None:
    one = drawn.site_shapes["site_id"].iloc[0]
    less = drawn.site_shapes[drawn.site_shapes["site_id"] != one].reset_index(drop=True)
    only = replace(drawn, site_shapes=type(drawn.site_shapes)(less))
    found = plan_exactly(only, sets=QUICK | {"layout_passes": "1"})
    told = found.tables["site_yield"].set_index("site_id")
    missing = set(told.index) - set(less["site_id"])
    for site in missing:
        assert pd.isna(told.loc[site, "lots_ha"])
        assert told.loc[site, "reason_en"]


def test_no_pass_means_no_layout(drawn: Region, plan_exactly: Plan) -> None:
    found = plan_exactly(drawn, sets={"layout_passes": "0"})
    assert found.tables["layout_pieces"].empty and found.tables["site_yield"].empty
    assert found.manifest["layout"] == {"passes": 0, "sites": 0}


def test_the_mix_of_a_site_by_hand() -> None:
    allocations = pd.DataFrame(
        {"cell_id": ["c1", "c2"], "facility_id": ["sites:b1", "sites:b1"], "ha": [20.0, 10.0]}
    )
    cells = pd.DataFrame(
        {"cell_id": ["c1", "c2"], "sector_id": ["moulds", "moulds"], "premises_type": ["land", "ready-built"]}
    )
    sizes = pd.DataFrame(
        {
            "sector_id": ["moulds"] * 3, "premises_type": ["land", "land", "ready-built"],
            "size_class": ["1000-2000", "2000-5000", "to-1000"], "share": [0.4, 0.6, 1.0],
        }
    )  # fmt: skip
    found = mix_of_allocations(allocations, cells, sizes)
    assert found["premises_type"].tolist() == ["land", "land", "ready-built"]
    assert found["area_m2"].tolist() == pytest.approx([1414.2, 3162.3, 750.0], abs=0.1)
    assert (found["area_m2"] * found["count"]).tolist() == pytest.approx([80_000, 120_000, 100_000])


@pytest.mark.parametrize(
    ("size_class", "area"), [("to-1000", 750), ("1000-2000", 1414.2), ("from-30000", 42000)]
)
def test_usual_lots(size_class: str, area: float) -> None:
    assert usual_m2(size_class) == pytest.approx(area, abs=0.1)


def test_shapes_come_into_the_zone_with_their_area(drawn: Region) -> None:
    rows = drawn.site_shapes[drawn.site_shapes["role"] == "boundary"]
    moved = shapes_in_zone(rows, drawn.meta.analysis_crs)
    gross = drawn.sites.set_index("site_id")["gross_ha"]
    for site, shape in zip(moved["site_id"], moved["geometry"], strict=True):
        assert shape.area / 1e4 == pytest.approx(gross[site], rel=1e-4)


@pytest.mark.parametrize("lang", LANGS)
def test_why_goes_on_to_the_lot(plan: PlanResult, lang: Lang) -> None:
    tables = {**plan.tables, "trace": trace_plan(plan.region, plan.tables, str(plan.manifest["run_id"]))}
    lots = plan.tables["layout_lots"]
    lot = lots[lots["scheme_id"] == BEST].iloc[0]
    names = Names(plan.region, plan.tables["facilities"])
    found = find_object(f"{lot['site_id']}/{lot['lot_id']}", tables, plan.region)
    assert found.kind == "lot"
    chain = tell_chain(found, tables, plan.manifest, names, lang)
    assert str(lot["lot_id"]) in chain.sections[0].title
    assert len(chain.sections[0].lines) == 3
    assert len(chain.links) > 0
    titles = [section.title for section in chain.sections]
    assert say("trace_lots.title", lang) in titles


def test_why_of_a_site_tells_lots_asked_for_and_given(plan: PlanResult) -> None:
    tables = {**plan.tables, "trace": trace_plan(plan.region, plan.tables, str(plan.manifest["run_id"]))}
    site = str(plan.tables["site_yield"].dropna(subset=["lots_ha"])["site_id"].iloc[0])
    names = Names(plan.region, plan.tables["facilities"])
    chain = tell_chain(Object("facility", (f"sites:{site}",)), tables, plan.manifest, names, "en")
    section = next(one for one in chain.sections if one.title == say("trace_lots.title", "en"))
    mix = plan.tables["layout_mix"]
    mine = mix[(mix["site_id"] == site) & (mix["scheme_id"] == BEST)]
    assert sum(float(row[3]) for row in section.rows) == mine["given_count"].sum()


def test_a_lot_that_is_not_there_is_told_with_near_ones(plan: PlanResult) -> None:
    site = str(plan.tables["layout_lots"]["site_id"].iloc[0])
    with pytest.raises(NotOne):
        find_object(f"{site}/lot-9999", plan.tables, plan.region)

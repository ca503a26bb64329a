"""Verdicts: a plan of three parks worked by hand, then one thing changed at a time."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parkwright.rules import Rules, load_rules
from parkwright.steps.verdicts import ALL_PERIODS, judge_plan
from parkwright.steps.verdicts.measures import measured_land, province_land
from parkwright.steps.verdicts.objects import province_slug
from parkwright.tables import (
    Conversions,
    Parks,
    Period,
    Plots,
    Province,
    RegionMeta,
    Sectors,
    Sites,
    Tenants,
    empty_frame,
    open_table,
)
from parkwright.words import Both

NOW = date(2026, 11, 1)
HOME = "Huyện A, Tỉnh P"
META = RegionMeta(
    region_id="test", name={"vi": "Vùng", "en": "Region"}, rule_set="vn", currency="XYZ", price_year=2025, per_usd=1.0,
    base_date=date(2026, 1, 1), appraisal_date=NOW, analysis_crs="EPSG:9210", planned_scopes=("core",),
    outside_scopes=(), periods=(Period("2027", 2027, 2027), Period("2028-30", 2028, 2030)), take_up=(),
    provinces=(Province("p", "Tỉnh P", {"vi": "P", "en": "P"}, "core", "EPSG:9210", "south-east"),),
)  # fmt: skip

SECTORS: list[dict[str, Any]] = [
    {"sector_id": "moulds", "name_vi": "Khuôn", "name_en": "Moulds", "is_supporting": 1, "is_high_tech": 0},
    {"sector_id": "chips", "name_vi": "Vi mạch", "name_en": "Chips", "is_supporting": 1, "is_high_tech": 1},
    {"sector_id": "food", "name_vi": "Thực phẩm", "name_en": "Food", "is_supporting": 0, "is_high_tech": 0},
    {"sector_id": "other", "name_vi": "Khác", "name_en": "Other"},
]
NEEDED = {
    "plot_ratio": 0.6,
    "workers_per_ha": 100,
    "lot_p10_m2": 1000,
    "lot_p50_m2": 3000,
    "lot_p90_m2": 9000,
}
SECTORS = [{**row, **NEEDED, "share_ready_built": 0.2, "share_multi_storey": 0.1} for row in SECTORS]
FIGURES = {"power_kw_ha": 200, "water_m3_ha_day": 20, "wastewater_share": 0.8}


def typed(name: str, rows: list[dict[str, Any]]) -> Any:
    return _opened(name, json.dumps(rows))


def _typed_or_empty(name: str, rows: list[dict[str, Any]]) -> Any:
    return typed(name, rows) if rows else empty_frame(name)


@cache
def _opened(name: str, rows: str) -> pd.DataFrame:
    opened = open_table(name, pd.DataFrame(json.loads(rows)))
    assert [found.sentence("en") for found in opened.problems if found.severity == "error"] == []
    return opened.frame


def site(site_id: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "site_id": site_id,
        "name_vi": site_id,
        "name_en": site_id,
        "status": "planned",
        "admin_old": HOME,
    }
    return {**plain, "two_crop_rice_ha": 0, "protected_buffer": 0, "constraint_evidence": "seen", **changes}


def park(park_id: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "park_id": park_id,
        "name_vi": park_id,
        "name_en": park_id,
        "kind": "industrial",
        "scope": "core",
    }
    return {
        **plain,
        "status": "operating",
        "admin_old": HOME,
        "total_ha": 1500,
        "leasable_ha": 1000,
        **changes,
    }


def facility(table: str, object_id: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "facility_id": f"{table}:{object_id}",
        "table": table,
        "object_id": object_id,
        "kind": "new-park",
    }
    numbers = {"gross_ha": 300.0, "net_ha": 200.0, "inner_area": False, "province_id": "p"}
    return {**plain, **numbers, "role": "candidate", **changes}


def opening(facility_id: str, **changes: Any) -> dict[str, Any]:
    plain = {"facility_id": facility_id, "phase": 1, "period_id": "2027", "legal_type": "supporting"}
    return {**plain, "gross_ha": 300.0, "net_ha": 200.0, **changes}


def cell(cell_id: str, sector_id: str, period_id: str = "2027", small_share: float = 0.0) -> dict[str, Any]:
    return {"cell_id": cell_id, "sector_id": sector_id, "period_id": period_id, "small_share": small_share}


@dataclass(frozen=True)
class Plan:
    """A plan of one supporting park: 72 ha of moulds in 2027, 28 ha of food in 2028-30, on 200 ha of net land."""

    facilities: list[dict[str, Any]] = field(default_factory=lambda: [facility("sites", "s")])
    openings: list[dict[str, Any]] = field(default_factory=lambda: [opening("sites:s")])
    cells: list[dict[str, Any]] = field(
        default_factory=lambda: [cell("a", "moulds", small_share=0.25), cell("b", "food", "2028-30")]
    )
    shares: dict[tuple[str, str], float] = field(
        default_factory=lambda: {("a", "sites:s"): 72.0, ("b", "sites:s"): 28.0}
    )
    sites: list[dict[str, Any]] = field(default_factory=lambda: [site("s")])
    parks: list[dict[str, Any]] = field(default_factory=lambda: [park("old", occupancy_pct=70)])
    conversions: list[dict[str, Any]] = field(default_factory=list)
    plots: list[dict[str, Any]] = field(default_factory=list)
    tenants: list[dict[str, Any]] = field(default_factory=list)
    sectors: list[dict[str, Any]] = field(default_factory=lambda: [{**row, **FIGURES} for row in SECTORS])

    def with_(self, **changes: Any) -> Plan:
        return replace(self, **changes)

    def allocations(self) -> pd.DataFrame:
        rows = [(cell_id, facility_id, ha) for (cell_id, facility_id), ha in self.shares.items()]
        frame = pd.DataFrame(rows, columns=["cell_id", "facility_id", "ha"])
        return frame.astype({"cell_id": "str", "facility_id": "str", "ha": "float64"})

    def judged(self, rules: Rules | None = None, **more: Any) -> pd.DataFrame:
        return judge_plan(
            pd.DataFrame(self.facilities),
            pd.DataFrame(self.openings, columns=list(opening(""))),
            self.allocations(),
            pd.DataFrame(self.cells),
            Sectors(typed("sectors", self.sectors)),
            Parks(typed("parks", self.parks)),
            Sites(typed("sites", self.sites)),
            Conversions(_typed_or_empty("conversions", self.conversions)),
            Plots(_typed_or_empty("plots", self.plots)),
            Tenants(_typed_or_empty("tenants", self.tenants)),
            load_rules("vn") if rules is None else rules,
            META,
            **more,
        ).verdicts


def one(
    verdicts: pd.DataFrame, rule_id: str, object_id: str = "s", period_id: str = ALL_PERIODS
) -> pd.Series:
    found = verdicts.query("rule_id == @rule_id and object_id == @object_id and period_id == @period_id")
    assert len(found) == 1, found
    return found.iloc[0]


def test_a_supporting_park_by_hand() -> None:
    got = Plan().judged()
    by_period = {
        row.period_id: (row.value, row.verdict) for row in got[got["rule_id"] == "DEF-02"].itertuples()
    }
    assert by_period == {"2027": (1.0, "passes"), "2028-30": (0.72, "passes"), ALL_PERIODS: (0.72, "passes")}
    def02 = one(got, "DEF-02")
    assert (def02["limit"], def02["unit"], def02["grade"]) == (0.60, "share", "text-read")
    assert def02["margin"] == pytest.approx(0.12)
    assert def02["article"] == "khoản 3 Điều 2, Nghị định 35/2022/NĐ-CP"
    assert def02["article_en"] == "Art. 2(3), Decree 35/2022/NĐ-CP"
    assert def02["reason_en"].startswith("Supporting industry takes 72.0 % of the 100.0 ha allocated")
    assert "of all 200.0 ha of net land it is 36.0 %" in def02["reason_en"]
    assert "72,0 % của 100,0 ha" in def02["reason_vi"]


def test_the_other_types_are_information() -> None:
    got = Plan().judged()
    assert one(got, "DEF-02")["applies"]
    specialised, high_tech = one(got, "DEF-03"), one(got, "DEF-04")
    assert (specialised["value"], specialised["verdict"], specialised["applies"]) == (0.72, "passes", False)
    assert "Moulds" in specialised["reason_en"] and "Khuôn" in specialised["reason_vi"]
    assert (high_tech["value"], high_tech["verdict"], high_tech["applies"]) == (0.0, "fails", False)
    assert one(got, "DEF-08")["verdict"] == "cannot_tell"
    assert not (got["rule_id"].isin(["DEF-03", "DEF-04"]) & (got["period_id"] != ALL_PERIODS)).any()


def test_a_general_park_has_no_question_of_two_types() -> None:
    got = Plan(openings=[opening("sites:s", legal_type="general")]).judged()
    assert "DEF-08" not in set(got["rule_id"])
    assert not one(got, "DEF-02")["applies"]


def test_land_of_sectors_nobody_has_sorted_leaves_it_open() -> None:
    mixed = [cell("a", "moulds"), cell("b", "other")]
    got = Plan(cells=mixed, shares={("a", "sites:s"): 50.0, ("b", "sites:s"): 50.0}).judged()
    assert (one(got, "DEF-02")["value"], one(got, "DEF-02")["verdict"]) == (0.5, "cannot_tell")
    assert "50.0 ha it is not known" in one(got, "DEF-02")["reason_en"]
    enough = Plan(cells=mixed, shares={("a", "sites:s"): 60.0, ("b", "sites:s"): 40.0}).judged()
    assert one(enough, "DEF-02")["verdict"] == "passes"
    never = Plan(
        cells=[*mixed, cell("c", "food")], shares={("c", "sites:s"): 60.0, ("b", "sites:s"): 40.0}
    ).judged()
    assert one(never, "DEF-02")["verdict"] == "fails"


def test_nothing_allocated_is_nothing_measured() -> None:
    got = Plan(shares={}).judged()
    assert one(got, "DEF-02")["verdict"] == one(got, "DEF-04")["verdict"] == "cannot_tell"
    assert pd.isna(one(got, "DEF-02")["value"])
    assert not got["rule_id"].str.startswith("CAP-W").any()


def test_only_what_is_opened_or_committed_is_judged() -> None:
    facilities = [
        facility("sites", "s"),
        facility("sites", "shut"),
        facility("sites", "sure", role="committed"),
        facility("parks", "old", role="vacancy", kind="industrial"),
    ]
    got = Plan(facilities=facilities, sites=[site("s"), site("shut"), site("sure")]).judged()
    assert set(got.loc[got["object_table"] == "sites", "object_id"]) == {"s", "sure"}
    assert "parks" not in set(got["object_table"])


def test_a_park_that_is_being_built_has_its_conditions_behind_it() -> None:
    building = park("new", status="building")
    got = Plan(
        facilities=[facility("parks", "new", role="committed", kind="industrial")],
        openings=[],
        shares={},
        parks=[park("old", occupancy_pct=70), building],
    ).judged()
    told = set(got.loc[got["object_table"] == "parks", "rule_id"])
    assert "EST-01" in told and not told & {"EST-07", "EST-08", "PLN-03", "QC-01"}


@pytest.mark.parametrize(
    ("inner", "legal_type", "verdict"),
    [
        (True, "supporting", "fails"),
        (True, "high-tech", "passes"),
        (False, "supporting", "passes"),
        (None, "supporting", "cannot_tell"),
    ],
)
def test_inner_area(inner: bool | None, legal_type: str, verdict: str) -> None:
    got = Plan(
        facilities=[facility("sites", "s", inner_area=inner)],
        openings=[opening("sites:s", legal_type=legal_type)],
    ).judged()
    assert one(got, "PLN-03")["verdict"] == verdict


def test_size_and_phases() -> None:
    big = facility("sites", "s", gross_ha=800.0)
    whole = Plan(facilities=[big], openings=[opening("sites:s", gross_ha=800.0)]).judged()
    halves = Plan(
        facilities=[big],
        openings=[
            opening("sites:s", gross_ha=450.0),
            opening("sites:s", phase=2, period_id="2028-30", gross_ha=350.0),
        ],
    ).judged()
    assert (one(whole, "EST-03")["verdict"], one(whole, "EST-03")["margin"]) == ("cannot_tell", -300)
    assert "EST-05" in one(whole, "EST-03")["reason_en"], "a cluster may build up to 1,000 ha first"
    assert (one(halves, "EST-03")["verdict"], one(halves, "EST-03")["value"]) == ("passes", 450)
    assert (one(halves, "PLN-06")["verdict"], one(halves, "PLN-06")["applies"]) == ("cannot_tell", True)
    assert (one(halves, "EST-05")["verdict"], one(halves, "EST-05")["applies"]) == ("passes", False)
    huge = Plan(
        facilities=[facility("sites", "s", gross_ha=1200.0)], openings=[opening("sites:s", gross_ha=1200.0)]
    ).judged()
    assert (one(huge, "EST-03")["verdict"], one(huge, "EST-03")["margin"]) == ("fails", -700)
    small = Plan(facilities=[facility("sites", "s", gross_ha=150.0)]).judged()
    assert (one(small, "PLN-07")["verdict"], one(small, "PLN-07")["margin"]) == ("passes", 50)


@pytest.mark.parametrize(
    ("capital", "phases", "cluster", "whole"),
    [
        (3.0, (800.0,), "passes", "passes"),  # META: one dollar costs 1, so that 2 bn are enough
        (1.0, (800.0,), "fails", "fails"),
        (None, (800.0,), "cannot_tell", "cannot_tell"),
        (3.0, (1200.0,), "passes", "fails"),
        (3.0, (300.0, 600.0), "passes", "fails"),
        (None, (300.0, 600.0), "passes", "fails"),
        (3.0, (900.0, 400.0), "passes", "passes"),
    ],
)
def test_a_cluster_of_linked_firms_may_build_more_at_first(
    capital: float | None, phases: tuple[float, ...], cluster: str, whole: str
) -> None:
    openings = [opening("sites:s", phase=number, gross_ha=ha) for number, ha in enumerate(phases, start=1)]
    got = Plan(
        facilities=[facility("sites", "s", gross_ha=sum(phases))],
        openings=openings,
        sites=[site("s", cluster_capital_bn=capital)],
    ).judged()
    assert (one(got, "EST-05")["verdict"], one(got, "EST-03")["verdict"]) == (cluster, whole)
    if cluster == "fails":
        assert not one(got, "EST-05")["applies"], "an exception that does not hold is no offence"
        assert (one(got, "EST-05")["value"], one(got, "EST-05")["limit"]) == (1.0, 2.0)


def test_rice_is_shared_by_area_and_read_by_the_group_of_the_province() -> None:
    phases = [opening("sites:s", gross_ha=200.0), opening("sites:s", phase=2, gross_ha=100.0)]
    got = Plan(openings=phases, sites=[site("s", two_crop_rice_ha=180)]).judged()
    assert one(got, "EST-04")["value"] == pytest.approx(120)  # 180 x 200 / 300
    assert one(got, "EST-04")["verdict"] == "passes"
    assert one(Plan(sites=[site("s", two_crop_rice_ha=180)]).judged(), "EST-04")["verdict"] == "fails"
    nowhere = [facility("sites", "s", province_id=None)]
    lost = Plan(facilities=nowhere, sites=[site("s", two_crop_rice_ha=180)]).judged()
    assert one(lost, "EST-04")["verdict"] == "cannot_tell"
    assert one(Plan(sites=[site("s", two_crop_rice_ha=None)]).judged(), "EST-04")["verdict"] == "cannot_tell"


def test_reserves_count_small_lots_and_free_land() -> None:
    got = Plan().judged()
    assert one(got, "EST-06")["verdict"] == "passes" and "need not" in one(got, "EST-06")["reason_en"]
    reserve = one(
        got, "EST-07"
    )  # 72 x 0.25 = 18 in small lots, 200 - 100 = 100 free; min(20, 5 % of 300) = 15
    assert (reserve["value"], reserve["limit"], reserve["margin"]) == (118, 15, 103)
    full = Plan(openings=[opening("sites:s", legal_type="general", net_ha=100.0)])
    assert one(full.judged(), "EST-07")["value"] == 18
    none = full.with_(cells=[cell("a", "moulds"), cell("b", "food", "2028-30")]).judged()
    assert one(none, "EST-07")["verdict"] == one(none, "EST-06")["verdict"] == "fails"
    assert one(none, "EST-06")["limit"] == 3  # min(5, 3 % of 100)
    unknown = full.with_(
        cells=[cell("a", "moulds", small_share=float("nan")), cell("b", "food", "2028-30")]
    ).judged()
    assert one(unknown, "EST-07")["verdict"] == "cannot_tell"


def general(parks: list[dict[str, Any]], **of_site: Any) -> pd.DataFrame:
    openings = [opening("sites:s", legal_type="general")]
    return Plan(openings=openings, parks=parks, sites=[site("s", **of_site)]).judged()


def test_occupancy_of_the_province() -> None:
    full = general([park("one", occupancy_pct=90), park("two", leasable_ha=500, occupancy_pct=30)])
    assert one(full, "EST-08")["value"] == pytest.approx(0.7)  # (900 + 150) / 1500
    assert one(full, "EST-08")["verdict"] == "passes"
    assert one(full, "EST-08")["reason_en"].startswith("Mean occupancy of the 2 established parks of ")
    assert one(full, "EST-08")["reason_en"].endswith(": 70.0 %."), "nothing of 0 ha, nothing of 0 %"
    empty = general([park("one", occupancy_pct=40)])
    assert one(empty, "EST-09")["verdict"] == "cannot_tell"  # place and re-let are not known
    assert one(empty, "EST-08")["verdict"] == "cannot_tell"
    assert "an exemption is still open" in one(empty, "EST-08")["reason_en"]
    exempt = Plan(parks=[park("one", occupancy_pct=40)]).judged()
    assert one(exempt, "EST-09")["verdict"] == one(exempt, "EST-08")["verdict"] == "passes"
    assert one(exempt, "EST-08")["value"] == 0.4 and pd.isna(one(exempt, "EST-08")["limit"]), "no limit binds"
    little = general([park("one", occupancy_pct=40, total_ha=900)])
    assert one(little, "EST-08")["verdict"] == "passes"
    unknown = general([park("one", occupancy_pct=70), park("two", status="building")])
    assert (one(unknown, "EST-08")["value"], one(unknown, "EST-08")["verdict"]) == (0.35, "cannot_tell")
    assert "between 35.0 % and 85.0 %" in one(unknown, "EST-08")["reason_en"]


CLOSED: dict[str, Any] = {"site_class": "new-park", "incentive_area": 0, "relet": 0}
EXTENDS: dict[str, Any] = {
    "extends_park_id": "one", "extension_same_investor": 1, "shared_infrastructure": 1, "incentive_area": 0, "relet": 0,
}  # fmt: skip
READY = {"environment_works": 1, "worker_housing": 1}


@pytest.mark.parametrize(
    ("of_site", "est09", "est08", "told"),
    [
        (CLOSED, "fails", "fails", "No exemption is known to hold"),
        ({**CLOSED, "incentive_area": 1}, "passes", "passes", "investment-incentive area"),
        ({**CLOSED, "relet": 1}, "passes", "passes", "re-let of a terminated park"),
        ({**CLOSED, "relet": None}, "cannot_tell", "cannot_tell", "column relet"),
        ({**CLOSED, "incentive_area": None}, "cannot_tell", "cannot_tell", "column incentive_area"),
        ({**CLOSED, "site_class": None}, "cannot_tell", "cannot_tell", "an extension that meets EST-11"),
    ],
)
def test_each_exemption_from_the_occupancy_condition(
    of_site: dict[str, Any], est09: str, est08: str, told: str
) -> None:
    got = general([park("one", occupancy_pct=40)], **of_site)
    assert (one(got, "EST-09")["verdict"], one(got, "EST-08")["verdict"]) == (est09, est08)
    assert told in one(got, "EST-09")["reason_en"]
    assert one(got, "EST-09")["applies"] == (est09 == "passes"), "no exemption is no offence"


@pytest.mark.parametrize(
    ("of_park", "of_site", "verdict", "told"),
    [
        ({"occupancy_pct": 70, **READY}, {}, "passes", "70.0 % full; 60 %"),
        ({"occupancy_pct": 40, **READY}, {}, "cannot_tell", "infrastructure_complete"),
        ({"occupancy_pct": 40, **READY, "infrastructure_complete": 0}, {}, "fails", "Not there: all infrastructure"),
        ({"occupancy_pct": 40, "infrastructure_complete": 1, "worker_housing": 1}, {}, "passes", "40.0 % full"),
        ({"occupancy_pct": 70, **READY, "worker_housing": 0}, {}, "fails", "worker housing"),
        ({"occupancy_pct": 70, **READY}, {"shared_infrastructure": None}, "cannot_tell", "column shared_infrastructure"),
        ({"occupancy_pct": 70, **READY}, {"extension_same_investor": None}, "cannot_tell", "column extension_same_investor"),
        ({"occupancy_pct": 70}, {}, "cannot_tell", "column environment_works"),
    ],
)  # fmt: skip
def test_the_extension_of_a_park(
    of_park: dict[str, Any], of_site: dict[str, Any], verdict: str, told: str
) -> None:
    one_park = park("one", total_ha=100, leasable_ha=70, **of_park)
    got = general([one_park, park("low", occupancy_pct=30)], **{**EXTENDS, **of_site})
    row = one(got, "EST-11")
    assert row["verdict"] == verdict and row["applies"]
    assert row["value"] == pytest.approx(of_park["occupancy_pct"] / 100)
    assert told in row["reason_en"] and row["reason_en"].startswith("Extends one.")
    assert one(got, "EST-09")["verdict"] == verdict, "the extension is the only exemption that may be open"
    assert one(got, "EST-08")["verdict"] == verdict


def test_what_is_no_extension_is_told_as_such() -> None:
    new = one(Plan(sites=[site("s", site_class="new-park")]).judged(), "EST-11")
    assert (new["verdict"], new["applies"]) == ("passes", False) and "extends none" in new["reason_en"]
    unknown = one(Plan().judged(), "EST-11")
    assert (unknown["verdict"], unknown["applies"]) == ("cannot_tell", False)
    other = Plan(sites=[site("s", extends_park_id="old", extension_same_investor=0)]).judged()
    assert (one(other, "EST-11")["verdict"], one(other, "EST-11")["applies"]) == ("passes", False)
    assert "another investor" in one(other, "EST-11")["reason_en"]


@pytest.mark.parametrize(
    ("listed", "listed_row", "verdict", "told"),
    [
        (None, "cannot_tell", "cannot_tell", "column listed_ha"),
        (300, "passes", "passes", "differs by 0.0 ha"),
        (305, "passes", "passes", "up to 6.0 ha (2 %, and not more than 6 ha)"),  # 2 % = 6.1 ha, so 6 ha
        (320, "passes", "cannot_tell", "within the 30.0 ha that need written opinions"),
        (250, "passes", "fails", "more than 25.0 ha: the plan must be amended"),
    ],
)
def test_the_area_in_the_list_of_the_provincial_plan(
    listed: float | None, listed_row: str, verdict: str, told: str
) -> None:
    got = Plan(sites=[site("s", listed_ha=listed)]).judged()
    assert (one(got, "PLN-01")["verdict"], one(got, "PLN-05")["verdict"]) == (listed_row, verdict)
    assert told in one(got, "PLN-05")["reason_en"]


def test_occupancy_of_a_park_is_taken_from_the_best_that_is_known() -> None:
    parks = [
        park("read", occupancy_pct=80),
        park("leased", leased_ha=500),
        park("vacant", vacant_ha=400),
        park("assumed", leasable_ha=None, leasable_ha_assumed=1000, occupancy_pct_assumed=90),
        park("planned", status="planned", occupancy_pct=0),
        park("away", admin_old="Huyện B, Tỉnh Q", admin_new="Xã B, Tỉnh P mới", occupancy_pct=10),
    ]
    found = province_land(Parks(typed("parks", parks)))
    home = found["Tỉnh P"]
    assert (home.parks, home.established_ha, home.listed_ha) == (4, 6000, 7500)
    assert home.low == home.high == pytest.approx((0.8 + 0.5 + 0.6 + 0.9) / 4)
    assert home.assumed_share == pytest.approx(0.25)
    assert found["Tỉnh P mới"].low == pytest.approx(0.1)


def test_a_province_has_the_english_name_that_the_region_gives_it() -> None:
    parks = Parks(typed("parks", [park("one", occupancy_pct=80)]))
    named = Province("p", "Tỉnh P", {"vi": "P", "en": "P"}, "core", "EPSG:9210", "", "Tỉnh P", "P province")
    assert province_land(parks, (named,))["Tỉnh P"].name == Both("Tỉnh P", "P province")
    unnamed = replace(named, admin_new="", admin_new_en="")
    assert province_land(parks, (unnamed,))["Tỉnh P"].name == Both("Tỉnh P", "Tỉnh P")


def test_worker_housing_is_a_matter_of_the_province() -> None:
    row = one(Plan().judged(), "PLN-02", "tinh-p")
    assert row["object_table"] == "provinces" and row["verdict"] == "cannot_tell"
    assert row["limit"] == pytest.approx(0.02 * (1500 + 300))
    assert "unknown area" not in row["reason_en"]
    beside = Plan(parks=[park("one"), park("two", total_ha=None)]).judged()
    assert one(beside, "PLN-02", "tinh-p")["reason_en"].endswith("1 park of unknown area is not in the sum.")
    assert province_slug("Thành phố Đ Ư") == "thanh-pho-d-u"


def test_no_layout_no_share_and_a_layout_is_measured() -> None:
    for rule_id in ("QC-01", "QC-02", "QC-03", "PLN-08"):
        assert one(Plan().judged(), rule_id)["verdict"] == "cannot_tell"
    layouts = pd.DataFrame(
        [
            {
                "facility_id": "sites:s",
                "roads_share": 0.12,
                "green_share": 0.08,
                "technical_share": 0.02,
                "service_share": 0.1,
            }
        ]
    )
    got = Plan().judged(layouts=layouts)
    told = {rule_id: one(got, rule_id)["verdict"] for rule_id in ("QC-01", "QC-02", "QC-03", "PLN-08")}
    assert told == {"QC-01": "passes", "QC-02": "fails", "QC-03": "passes", "PLN-08": "passes"}


def test_the_appraisal_day_chooses_the_code_not_the_year_of_opening() -> None:
    layouts = pd.DataFrame(
        [
            {
                "facility_id": "sites:s",
                "roads_share": 0.12,
                "green_share": 0.08,
                "technical_share": None,
                "service_share": 0.1,
            }
        ]
    )
    got = Plan().judged(appraised=date(2027, 2, 1), layouts=layouts)
    roads, green, technical = (one(got, rule_id) for rule_id in ("QC-01", "QC-02", "QC-03"))
    assert roads["verdict"] == green["verdict"] == technical["verdict"] == "cannot_tell"
    assert "values of QCVN 01:2026/BXD not loaded" in roads["reason_en"]
    assert "QCVN 01:2021/BXD (ended on 2026-12-31): 12.0 % against 10.0 %, passes" in roads["reason_en"]
    assert "8.0 % against 10.0 %, fails" in green["reason_en"]
    assert "no layout yet" in technical["reason_en"]
    assert pd.isna(roads["limit"]) and roads["grade"] == "gap"
    assert one(got, "VER-06")["verdict"] == "cannot_tell"
    assert one(got, "PLN-08")["verdict"] == "passes"
    before = Plan(openings=[opening("sites:s", period_id="2028-30")]).judged(layouts=layouts)
    assert one(before, "QC-01")["verdict"] == "passes" and one(before, "VER-06")["verdict"] == "passes"


@pytest.mark.parametrize(
    ("water", "sewage", "verdicts"),
    [
        (4000, 3200, ("passes", "passes")),
        (3599, 1000, ("fails", "fails")),
        (3600, None, ("passes", "cannot_tell")),
        (None, 3200, ("cannot_tell", "cannot_tell")),
    ],
)
def test_water_and_wastewater_against_the_code(
    water: float | None, sewage: float | None, verdicts: tuple[str, str]
) -> None:
    """20 m3 a hectare and day for 60 % of 300 ha = 3,600 m3 a day, and 80 % of the supply can be taken by the sewers."""
    plan = Plan(sites=[site("s", water_m3_day=water, wastewater_m3_day=sewage)])
    got = plan.judged()
    assert one(got, "QC-09")["limit"] == pytest.approx(3600)
    assert (one(got, "QC-09")["verdict"], one(got, "QC-11")["verdict"]) == verdicts
    later = plan.judged(appraised=date(2027, 2, 1))
    assert one(later, "QC-09")["verdict"] == one(later, "QC-11")["verdict"] == "cannot_tell"
    assert "QCVN 01:2021/BXD (ended on 2026-12-31)" in one(later, "QC-09")["reason_en"]
    assert one(got, "QC-09")["reason_en"] in one(later, "QC-09")["reason_en"]


HAZARD = {"moulds": "II", "food": "V"}


@pytest.mark.parametrize(
    ("inner", "classes", "verdict", "told"),
    [
        (False, HAZARD, "passes", "outside the inner area"),
        (True, HAZARD, "fails", "takes 72.0 ha of hazard classes I, II"),
        (None, HAZARD, "cannot_tell", "72.0 ha of hazard classes I, II; it is not known"),
        (True, {"moulds": "III", "food": "V"}, "passes", "No sector of hazard classes I, II"),
        (True, {"food": "V"}, "cannot_tell", "hazard class of some sectors"),
    ],
)
def test_hazardous_sectors_lie_outside_the_inner_area(
    inner: bool | None, classes: dict[str, str], verdict: str, told: str
) -> None:
    sectors = [{**row, **FIGURES, "hazard_class": classes.get(row["sector_id"])} for row in SECTORS]
    plan = Plan(facilities=[facility("sites", "s", inner_area=inner)], sectors=sectors)
    row = one(plan.judged(), "QC-08")
    assert row["verdict"] == verdict
    assert told in row["reason_en"]
    later = one(plan.judged(appraised=date(2027, 2, 1)), "QC-08")
    assert later["verdict"] == "cannot_tell" and "QCVN 01:2026/BXD not loaded" in later["reason_en"]
    assert told in later["reason_en"], "the ended code stands beside it, as information"


def test_a_site_may_have_an_appraisal_day_of_its_own() -> None:
    facilities, openings = (
        [facility("sites", "s"), facility("sites", "t")],
        [opening("sites:s"), opening("sites:t")],
    )
    sites = [site("s"), site("t", appraisal_date="2027-03")]
    got = Plan(facilities=facilities, openings=openings, sites=sites).judged()
    assert one(got, "VER-06")["verdict"] == "passes"
    assert one(got, "VER-06", "t")["verdict"] == "cannot_tell"
    assert one(got, "QC-01", "t")["appraised_on"] == "2027-03-01"


def test_limits_without_a_figure_are_said_and_those_with_one_are_measured() -> None:
    got = Plan().judged()
    assert one(got, "CAP-BUDGET", "plan")["verdict"] == "cannot_tell"
    assert (one(got, "CAP-POWER")["value"], one(got, "CAP-POWER")["verdict"]) == (20.0, "cannot_tell")
    assert "CAP-BUDGET" not in set(Plan().judged(budget_known=True)["rule_id"])
    capped = Plan(sites=[site("s", power_mw=25, water_m3_day=1900, wastewater_m3_day=1600)]).judged()
    told = {cap: one(capped, cap)["verdict"] for cap in ("CAP-POWER", "CAP-WATER", "CAP-WASTEWATER")}
    assert told == {"CAP-POWER": "passes", "CAP-WATER": "fails", "CAP-WASTEWATER": "passes"}
    blind = Plan(sectors=SECTORS, sites=[site("s", power_mw=25)]).judged()
    assert one(blind, "CAP-POWER")["verdict"] == "cannot_tell"


def option(name: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "conversion_id": f"old-{name}",
        "park_id": "old",
        "option": name,
        "inner_area": 1,
        "age_years": 18,
    }
    return {**plain, "term_years": 50, "reference_date": "2026-12-31", "firms": 30, **changes}


def test_conversion_to_an_urban_area() -> None:
    inside = Plan(conversions=[option("park-urban-service")]).judged()
    told = {
        row.rule_id: row.verdict
        for row in inside[inside["object_id"] == "old-park-urban-service"].itertuples()
    }
    assert told == {
        "CNV-01": "cannot_tell", "CNV-02": "passes", "CNV-03": "passes", "CNV-04": "cannot_tell",
        "CNV-06": "cannot_tell", "PLN-09": "cannot_tell",
    }  # fmt: skip
    age = one(inside, "CNV-03", "old-park-urban-service")
    assert (age["value"], age["limit"], age["margin"], age["unit"]) == (18, 15, 3, "years")
    young = Plan(conversions=[option("park-urban-service", age_years=12, inner_area=0)]).judged()
    assert one(young, "CNV-02", "old-park-urban-service")["verdict"] == "fails"
    assert one(young, "CNV-03", "old-park-urban-service")["verdict"] == "fails"
    half = Plan(conversions=[option("park-urban-service", age_years=12, term_years=20)]).judged()
    assert one(half, "CNV-03", "old-park-urban-service")["margin"] == 2
    open_ = Plan(conversions=[option("park-urban-service", age_years=None, inner_area=None)]).judged()
    assert set(open_.loc[open_["object_table"] == "conversions", "verdict"]) == {"cannot_tell"}


def test_other_options_of_conversion() -> None:
    got = Plan(conversions=[option(name) for name in ("keep", "eco", "high-tech", "logistics")]).judged()
    rows = got[got["object_table"] == "conversions"]
    assert set(rows["verdict"]) == {"cannot_tell"}
    rules = {str(name): set(part["rule_id"]) for name, part in rows.groupby("object_id")}
    assert "old-keep" not in rules
    assert {"ECO-01", "ECO-06", "ECO-07", "ECO-08", "CNV-07"} <= rules["old-eco"]
    assert rules["old-high-tech"] == {"DEF-04", "CNV-08"}
    assert one(got, "ECO-08", "old-eco")["limit"] == 0.25
    assert "from memory only" in one(got, "ECO-05", "old-eco")["reason_en"]


@pytest.mark.parametrize(
    ("developer", "share", "verdict", "told"),
    [
        (None, None, "cannot_tell", "no record of the consent"),
        (1, 0.7, "passes", "agrees. Share of the firms that agree: 70.0 %; more than 66.7 % are needed"),
        (1, 0.6, "fails", "60.0 %"),
        (0, 0.9, "fails", "does not agree"),
        (None, 0.9, "cannot_tell", "Whether the infrastructure investor agrees is not known"),
        (1, None, "cannot_tell", "unknown %"),
    ],
)
def test_consent_is_read_where_it_stands(
    developer: int | None, share: float | None, verdict: str, told: str
) -> None:
    asked = option("park-urban-service", developer_consent=developer, firms_consent_share=share)
    row = one(Plan(conversions=[asked]).judged(), "CNV-04", "old-park-urban-service")
    assert row["verdict"] == verdict and told in row["reason_en"]


def plot(plot_id: str, **changes: Any) -> dict[str, Any]:
    return {"plot_id": plot_id, "park_id": "old", "premises_type": "land", "area_m2": 10_000, **changes}


def tenancy(plot_id: str, sector_id: str | None, **changes: Any) -> dict[str, Any]:
    name = f"{plot_id}-{sector_id}"
    return {"tenancy_id": name, "tenant_id": name, "plot_id": plot_id, "sector_id": sector_id, **changes}


PLOTS = [plot("a"), plot("b", area_m2=30_000)]
TWO = [tenancy("a", "chips"), tenancy("b", "food")]  # 1 ha of 4


@pytest.mark.parametrize(
    ("plots", "tenants", "value", "verdict", "told"),
    [
        ([], [], None, "cannot_tell", "hold no tenancy of this park"),
        (PLOTS, TWO, 0.25, "fails", "25.0 % of the 4.0 ha in use today (2 tenancies; leasable land of the park: 20.0 ha)"),
        (PLOTS, [TWO[0], tenancy("b", "food", area_m2=10_000)], 0.5, "passes", "50.0 % of the 2.0 ha"),
        (PLOTS, [TWO[0], tenancy("b", "food", until="2025")], 1.0, "passes", "(1 tenancy;"),
        (PLOTS, [TWO[0], tenancy("b", "food", until="2026")], 0.25, "fails", "(2 tenancies;"),
        (PLOTS, [TWO[0], tenancy("b", "food", until="2026-10")], 1.0, "passes", "(1 tenancy;"),
        (PLOTS, [TWO[0], tenancy("b", "food", since="2027-01-01")], 1.0, "passes", "(1 tenancy;"),
        (PLOTS, [TWO[0], tenancy("b", "other")], 0.25, "cannot_tell", "For 3.0 ha it is not known"),
        (PLOTS, [TWO[0], tenancy("b", None)], 0.25, "cannot_tell", "For 3.0 ha it is not known"),
        ([PLOTS[0], plot("b", area_m2=None)], TWO, 1.0, "cannot_tell", "For 1 tenancy the land is not known"),
        ([PLOTS[0], plot("b", premises_type="ready-built")], TWO, 1.0, "cannot_tell", "the floor of a building"),
        (PLOTS, [*TWO, tenancy("b", "chips")], 1.0, "cannot_tell", "For 2 tenancies"),  # who has what of plot b?
        ([plot("a", park_id="new")], [TWO[0]], None, "cannot_tell", "hold no tenancy of this park"),
    ],
)  # fmt: skip
def test_high_tech_land_of_a_park_that_converts(
    plots: list[dict[str, Any]], tenants: list[dict[str, Any]], value: float | None, verdict: str, told: str
) -> None:
    plan = Plan(conversions=[option("high-tech", leasable_ha=20)], plots=plots, tenants=tenants)
    row = one(plan.judged(), "DEF-04", "old-high-tech")
    assert (row["verdict"], None if pd.isna(row["value"]) else row["value"]) == (verdict, value)
    assert told in row["reason_en"]
    assert row["limit"] == 0.3


def test_a_new_eco_park_has_eight_years() -> None:
    got = Plan(openings=[opening("sites:s", legal_type="eco")]).judged()
    assert {f"ECO-{number:02}" for number in range(1, 11)} <= set(got["rule_id"])
    assert "within 8 years" in one(got, "ECO-10")["reason_en"]
    assert "ECO-10" not in set(Plan(conversions=[option("eco")]).judged()["rule_id"])


def test_a_region_without_law_is_told_only_the_limits_of_the_plan() -> None:
    got = Plan(conversions=[option("eco"), option("park-urban-service")]).judged(rules=load_rules(""))
    assert len(got) == 4
    assert set(got["rule_id"]) == {"CAP-POWER", "CAP-WATER", "CAP-WASTEWATER", "CAP-BUDGET"}


def test_memory_fails_nobody() -> None:
    bad = Plan(
        facilities=[facility("sites", "s", gross_ha=1200.0, inner_area=True)],
        openings=[opening("sites:s", gross_ha=1200.0, net_ha=100.0, legal_type="general")],
        sites=[site("s", two_crop_rice_ha=400)],
        conversions=[option("park-urban-service", age_years=3, inner_area=0)],
    )
    failed = {str(rule_id) for rule_id in bad.judged().query("verdict == 'fails'")["rule_id"]}
    assert {"PLN-03", "EST-03", "EST-04", "CNV-02", "CNV-03", "DEF-04"} <= failed
    rules = load_rules("vn")
    remembered = Rules("vn", tuple(replace(rule, grade="memory") for rule in rules))
    got = bad.judged(rules=remembered)
    assert len(got) == len(bad.judged())
    assert not (got["verdict"] == "fails").any()
    assert "from memory only" in one(got, "PLN-03")["reason_en"]


def test_laws_of_every_table() -> None:
    """A margin has the sign of its verdict; both languages speak; no code is left in a sentence."""
    got = Plan(
        facilities=[
            facility("sites", "s", inner_area=None),
            facility("parks", "old", role="committed", kind="epz"),
        ],
        conversions=[option(name) for name in ("eco", "high-tech", "park-urban-service", "logistics")],
        sites=[site("s", protected_buffer=1)],
    ).judged()
    assert not got.duplicated(["object_table", "object_id", "rule_id", "period_id"]).any()
    both_known = got["value"].notna() & got["limit"].notna()
    assert (got["margin"].notna() == both_known).all(), got[got["margin"].notna() != both_known]
    measured = got[got["margin"].notna() & (got["verdict"] != "cannot_tell")]
    assert (measured.loc[measured["verdict"] == "passes", "margin"] >= -1e-9).all()
    assert (measured.loc[measured["verdict"] == "fails", "margin"] < 0).all()
    assert (got["reason_vi"] != got["reason_en"]).all()
    assert (
        not got[["reason_vi", "reason_en"]]
        .apply(lambda told: told.str.contains(r"[{}]|\bnan\b|None"))
        .any(axis=None)
    )
    assert got.loc[~got["rule_id"].str.startswith("CAP-"), "article"].notna().all()


def _expanded(told: str) -> set[str]:
    """The ids of a cell of the table in the methods: single ones, and from-to."""
    found: set[str] = set()
    for first, last in re.findall(r"`([A-Z0-9-]+)(?:…([A-Z0-9-]+))?`", told):
        stem, _, low = first.rpartition("-")
        high = last.rpartition("-")[2] or low
        numbers = range(int(low), int(high) + 1) if last else ()
        found |= {f"{stem}-{number:0{len(low)}}" for number in numbers} or {first}
    return found


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_each_rule_gives_a_row_or_stands_in_the_methods_with_the_reason(lang: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / lang / "methods.md").read_text("utf-8")
    left_out = _expanded("".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))
    facilities = [facility("sites", "s"), facility("parks", "old", role="committed", kind="industrial")]
    options = [option(name) for name in ("eco", "high-tech", "park-urban-service", "logistics")]
    given = [
        set(Plan(facilities=facilities, openings=[opening("sites:s", legal_type=kind)], conversions=options).judged()["rule_id"])
        for kind in ("supporting", "eco")
    ]  # fmt: skip
    law = {rule.id for rule in load_rules("vn")}
    rows = set().union(*given) & law
    assert left_out | rows == law, (law - left_out - rows, left_out - law)
    assert not left_out & rows


def test_renaming_things_changes_nothing_but_names() -> None:
    names = {"a": "z-9", "b": "a-1"}
    renamed = Plan(
        cells=[{**row, "cell_id": names[row["cell_id"]]} for row in Plan().cells],
        shares={(names[cell_id], where): ha for (cell_id, where), ha in Plan().shares.items()},
    )
    pd.testing.assert_frame_equal(Plan().judged(), renamed.judged())


def test_measured_land_adds_up_period_by_period() -> None:
    plan = Plan()
    land = measured_land(
        plan.allocations(),
        pd.DataFrame(plan.cells),
        Sectors(typed("sectors", plan.sectors)),
        ["2027", "2028-30"],
    )
    assert land["period_id"].tolist() == ["2027", "2028-30"]
    assert land["ha"].tolist() == [72, 100] and land["si_ha"].tolist() == [72, 72]
    assert land["largest_id"].tolist() == ["moulds", "moulds"]
    assert land["small_ha"].tolist() == [18, 18]
    assert land["power_mw"].tolist() == pytest.approx([14.4, 20.0])
    assert land.iloc[-1]["ha"] == pytest.approx(plan.allocations()["ha"].sum())


def test_a_park_twice_as_large_with_twice_the_land_has_the_same_shares() -> None:
    double = Plan(shares={key: 2 * ha for key, ha in Plan().shares.items()}).judged()
    for rule_id in ("DEF-02", "DEF-03", "DEF-04"):
        assert one(double, rule_id)["value"] == pytest.approx(one(Plan().judged(), rule_id)["value"])


def test_sectors_that_a_specialised_park_names_may_be_one_sector() -> None:
    """72 ha of moulds and 28 of food: moulds alone are enough; 50 and 50 are enough together only, and nobody knows whether
    what the park names is one sector; what it does not name is no question."""

    def judged(moulds: float, named: str | None) -> pd.Series:
        shares = {key: moulds if key[0] == plan.cells[0]["cell_id"] else 100 - moulds for key in plan.shares}
        facilities = [{**row, "admitted_sectors": named} for row in plan.facilities]
        openings = [{**row, "legal_type": "specialised"} for row in plan.openings]
        return one(Plan(facilities=facilities, openings=openings, shares=shares).judged(), "DEF-03")

    plan = Plan()
    assert judged(72, "moulds;food")["verdict"] == "passes"
    both = judged(50, "moulds;food")
    assert (both["verdict"], both["value"], both["applies"]) == ("cannot_tell", 0.5, True)
    assert "take 100.0 % together" in both["reason_en"] and "cộng lại chiếm 100,0 %" in both["reason_vi"]
    for named in ("moulds", None):
        assert judged(50, named)["verdict"] == "fails"

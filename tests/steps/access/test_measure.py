"""Truck minutes: a region worked by hand, the bundled network against known distances, and laws."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from parkwright.kernels.projection import from_zone
from parkwright.kernels.routing import quickest_ways
from parkwright.steps.access import Access, AccessParams, measure_access
from parkwright.steps.access.network import build_network
from parkwright.tables import Period, RegionMeta, open_table, read_meta

ZONE = "EPSG:32648"
PAIR = ["from_table", "from_id", "to_table", "to_id", "period_id", "window"]
NOTHING = {"source": "made up", "evidence": "assumed"}


def meta(*periods: tuple[int, int]) -> RegionMeta:
    return RegionMeta(
        region_id="r", name={"vi": "Vùng", "en": "Region"}, rule_set="", currency="EUR", price_year=2025, per_usd=0.9,
        base_date=date(2026, 1, 1), appraisal_date=date(2026, 1, 1), analysis_crs=ZONE, planned_scopes=("core",),
        outside_scopes=(), periods=tuple(Period(f"{a}-{b}", a, b) for a, b in periods), take_up=(),
    )  # fmt: skip


def frame(name: str, rows: list[dict[str, Any]]) -> Any:
    """A typed frame from rows; required columns that a test does not care about are filled."""
    opened = open_table(name, pd.DataFrame([{**NOTHING, **row} for row in rows]).convert_dtypes())
    wrong = {found.what.key for found in opened.problems if found.severity == "error"}
    assert wrong <= {"problems.missing_value", "problems.missing_column"}, wrong
    return opened.frame


def point(key: str, x_km: float | None, y_km: float | None, **more: Any) -> dict[str, Any]:
    """A row with a key and a point at so many km from a corner on the central meridian of the zone."""
    table = key.split(":")[0]
    if x_km is None or y_km is None:
        return {table: key.split(":")[1], **more}
    lon, lat = from_zone([500_000 + x_km * 1000], [1_190_000 + y_km * 1000], ZONE)
    return {table: key.split(":")[1], "lon": float(lon[0]), "lat": float(lat[0]), **more}


def edge(a: str, b: str, km: float, kmh: float = 60, **more: Any) -> dict[str, Any]:
    row = {"status": "open", "class": "national", "lanes": 4, "attribute_evidence": "assumed", **more}
    return {
        "edge_id": more.pop("edge_id", f"{a}-{b}"), "from_node": a, "to_node": b, "length_km": km, "truck_speed_kmh": kmh,
        **row,
    }  # fmt: skip


def small(edges: list[dict[str, Any]], site: tuple[float | None, float | None] = (20, 0)) -> dict[str, Any]:
    """Nodes a, b, c, d in a row 10 km apart; a place at a, a park at b, a site at c, a port at d."""
    return {**_around(site), "road_edges": frame("road_edges", edges)}


@cache
def _around(site: tuple[float | None, float | None]) -> dict[str, Any]:
    return {
        "places": frame("places", [point("place_id:p", 0, 0, scope="core")]),
        "parks": frame("parks", [point("park_id:k", 10, 0, status="operating", scope="core")]),
        "sites": frame("sites", [point("site_id:s", *site, status="planned")]),
        "gateways": frame(
            "gateways",
            [
                point("gateway_id:port", 30, 0, kind="port", status="operating"),
                point("gateway_id:later", 30, 0, kind="port", status="planned"),
                point("gateway_id:school", 30, 0, kind="training", status="operating"),
            ],
        ),
        "road_nodes": frame(
            "road_nodes",
            [point(f"node_id:{name}", 10 * i, 0, kind="junction") for i, name in enumerate("abcd")],
        ),
    }


ROW = [edge("a", "b", 10), edge("b", "c", 12, 40), edge("c", "d", 15)]
YEARS = meta((2026, 2026), (2027, 2030))


def minutes(access: Access, *pair: str) -> tuple[float, float]:
    found = access.minutes.set_index(PAIR).loc[pair]
    return float(found["truck_min"]), float(found["dist_km"])


def test_by_hand() -> None:
    access = measure_access(**small(ROW), meta=YEARS)
    assert minutes(access, "places", "p", "parks", "k", "2026-2026", "night") == pytest.approx(
        (10, 10), abs=1e-3
    )
    assert minutes(access, "places", "p", "sites", "s", "2026-2026", "day") == pytest.approx(
        (28, 22), abs=1e-3
    )
    assert minutes(access, "sites", "s", "gateways", "port", "2027-2030", "day") == pytest.approx(
        (15, 15), abs=1e-3
    )
    assert len(access.minutes) == 4 * 2 * 2
    assert access.unreachable.empty


def test_last_kilometres_are_driven_slowly_and_with_a_detour() -> None:
    """The site lies 2 km off node c: 2 × 1.3 km at 20 km/h = 7.8 min on top of 28 min."""
    access = measure_access(**small(ROW, site=(20, 2)), meta=YEARS)
    got = minutes(access, "places", "p", "sites", "s", "2026-2026", "night")
    assert got == pytest.approx((35.8, 24.6), abs=5e-3)
    snap = access.snaps.set_index(["point_id", "period_id"]).loc[("s", "2026-2026")]
    assert (snap["node_id"], bool(snap["snapped"])) == ("c", True)
    assert (snap["dist_km"], snap["last_min"]) == pytest.approx((2.0, 7.8), abs=5e-3)


def test_two_points_at_one_node_drive_straight_to_one_another() -> None:
    """The site lies 1 km from the park, both at node b: 1.3 km at 20 km/h, not twice the way to the node."""
    tables = small(ROW, site=(10, 3))
    tables["places"] = frame("places", [point("place_id:p", 10, 2, scope="core")])
    got = minutes(measure_access(**tables, meta=YEARS), "places", "p", "sites", "s", "2026-2026", "night")
    assert got == pytest.approx((3.9, 1.3), abs=2e-3)


def test_a_ban_closes_the_day_and_not_the_night() -> None:
    row = [
        ROW[0],
        {**ROW[1], "heavy_truck_ban": "06:00-22:00", "light_truck_ban": "06:00-09:00;16:00-20:00"},
        ROW[2],
    ]
    access = measure_access(**small(row), meta=YEARS)
    assert minutes(access, "places", "p", "sites", "s", "2026-2026", "night")[0] == pytest.approx(
        28, abs=1e-3
    )
    lost = access.unreachable.query("window == 'day' and period_id == '2026-2026'")
    assert set(lost["from_id"] + lost["to_id"]) == {"ps", "kport"}
    assert lost["reason_en"].str.contains("closed to heavy trucks by day").all()
    assert access.unreachable.query("window == 'night'").empty
    light = measure_access(**small(row), meta=YEARS, params=AccessParams(vehicle="light"))
    assert light.unreachable.empty
    early = measure_access(
        **small(row), meta=YEARS, params=AccessParams(vehicle="light", day_hours="08:59-10:00")
    )
    assert len(early.unreachable) == 4


@pytest.mark.parametrize(
    ("status", "year", "reached"),
    [("open", None, [1, 1, 1]), ("building", 2026, [1, 1, 1]), ("building", 2027, [0, 1, 1]),
     ("planned", 2028, [0, 0, 1]), ("planned", None, [0, 0, 0])],
)  # fmt: skip
def test_an_edge_counts_from_the_first_period_that_begins_with_it(
    status: str, year: int | None, reached: list[int]
) -> None:
    """Node d hangs on an edge that opens; the port is tied to the main network, so the way to it gets longer or shorter."""
    row = [*ROW[:2], {**ROW[2], "status": status, "opens_year": year}]
    access = measure_access(**small(row), meta=meta((2026, 2026), (2027, 2030), (2031, 2033)))
    snaps = access.snaps.query("point_id == 'port'").sort_values("period_id")
    assert (snaps["node_id"] == "d").tolist() == [bool(there) for there in reached]
    never = access.notes.query("note_id == 'opening_unknown'")
    assert never["count"].tolist() == ([1] if status == "planned" and year is None else [])


def test_a_point_without_coordinates_is_told_everywhere() -> None:
    access = measure_access(**small(ROW, site=(None, None)), meta=YEARS)
    snap = access.snaps.query("point_id == 's'")
    assert not snap["snapped"].any()
    assert snap["node_id"].isna().all()
    assert snap["reason_en"].str.contains("no coordinates").all()
    lost = access.unreachable
    assert len(lost) == 2 * 4
    assert lost["reason_vi"].str.contains("Chưa có tọa độ").all()
    assert access.notes.query("note_id == 'not_tied:2026-2026'")["count"].tolist() == [1]


def test_a_point_too_far_from_any_road_is_told() -> None:
    access = measure_access(**small(ROW, site=(20, 16)), meta=YEARS)
    snap = access.snaps.query("point_id == 's'").iloc[0]
    assert not snap["snapped"]
    assert "(c) is 16.0 km away" in snap["reason_en"]
    assert set(access.unreachable["from_id"] + access.unreachable["to_id"]) == {"ps", "sport"}


def test_what_cannot_be_told_is_counted() -> None:
    row = [
        ROW[0],
        {**ROW[1], "max_gross_t": 30, "heavy_truck_ban": "rush hours"},
        ROW[2],
    ]
    tables = small(row)
    speed = tables["road_edges"]["truck_speed_kmh"]
    tables["road_edges"] = tables["road_edges"].assign(truck_speed_kmh=speed.where(speed.index < 2))
    access = measure_access(**tables, meta=YEARS)
    notes = access.notes.set_index("note_id")
    assert notes.loc["tonnage_unknown", ["count", "total"]].tolist() == [2, 3]
    assert notes.loc["ban_unread", "count"] == 1
    assert notes.loc["speed_unknown", "count"] == 1
    assert notes.loc["gateway_waiting", ["count", "total"]].tolist() == [1, 2]
    assert notes.loc["off_main:2026-2026", ["count", "total"]].tolist() == [1, 4]


def test_a_weak_bridge_closes_the_edge_to_heavier_trucks_only() -> None:
    row = [ROW[0], {**ROW[1], "max_gross_t": 30}, ROW[2]]
    assert len(measure_access(**small(row), meta=YEARS).unreachable) == 2 * 4
    assert measure_access(**small(row), meta=YEARS, params=AccessParams(gross_t=30)).unreachable.empty


def test_no_point_can_be_tied_at_all() -> None:
    tables = small(ROW)
    for name in ("places", "parks", "sites", "gateways"):
        tables[name] = tables[name].assign(lon=np.nan, lat=np.nan)
    access = measure_access(**tables, meta=YEARS)
    assert access.minutes.empty
    assert len(access.unreachable) == 4 * 4


@pytest.mark.parametrize("hours", ["25:00-06:00", "6-22", "06:00", ""])
def test_hours_must_be_hours(hours: str) -> None:
    with pytest.raises(ValidationError):
        AccessParams(day_hours=hours)


# ---- laws -----------------------------------------------------------------------------------------------------------


@st.composite
def grids(draw: st.DrawFn) -> dict[str, Any]:
    """A connected row of open edges and some shortcuts that open later, with bans on a few."""
    times = st.integers(1, 9)
    base = [edge("abcd"[i], "abcd"[i + 1], draw(times)) for i in range(3)]
    ban = st.sampled_from([None, "06:00-22:00"])
    shortcuts = [
        edge(a, b, draw(times), status="planned", opens_year=draw(st.sampled_from([2026, 2027, 2031, None])))
        for a, b in draw(st.lists(st.sampled_from(["ac", "ad", "bd"]), unique=True, max_size=3))
    ]
    return small([{**row, "heavy_truck_ban": draw(ban)} for row in base + shortcuts])


def table_of(access: Access) -> pd.DataFrame:
    """Minutes by pair and period, one column per window; no way counts as infinite."""
    every = pd.concat([access.minutes, access.unreachable.assign(truck_min=np.inf)])
    return every.pivot(index=PAIR[:-1], columns="window", values="truck_min")


@settings(max_examples=15, deadline=None)
@given(grids())
def test_every_pair_is_told_once_and_the_day_is_never_quicker(tables: dict[str, Any]) -> None:
    access = measure_access(**tables, meta=meta((2026, 2026), (2027, 2030), (2031, 2033)))
    times = table_of(access)
    assert len(times) == 4 * 3
    assert times.notna().all(axis=None)
    assert (times["day"] >= times["night"] - 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(grids())
def test_opening_an_edge_never_lengthens_a_trip(tables: dict[str, Any]) -> None:
    """All nodes are on the main network from the start here, so that no point changes its node."""
    access = measure_access(**tables, meta=meta((2026, 2026), (2027, 2030), (2031, 2033)))
    by_period = table_of(access)["night"].unstack("period_id")
    assert (by_period.diff(axis=1).iloc[:, 1:].fillna(0) <= 1e-9).all(axis=None)


@settings(max_examples=8, deadline=None)
@given(grids(), st.permutations("abcd"))
def test_other_names_of_the_nodes_and_turned_edges_change_nothing(
    tables: dict[str, Any], names: list[str]
) -> None:
    renamed = dict(zip("abcd", names, strict=True))
    nodes, edges = tables["road_nodes"], tables["road_edges"]
    other = tables | {
        "road_nodes": nodes.assign(node_id=nodes["node_id"].map(renamed)).sort_values(
            "node_id", ignore_index=True
        ),
        "road_edges": edges.assign(
            from_node=edges["to_node"].map(renamed), to_node=edges["from_node"].map(renamed)
        ),
    }
    one, two = table_of(measure_access(**tables, meta=YEARS)), table_of(measure_access(**other, meta=YEARS))
    np.testing.assert_allclose(one.to_numpy(), two.to_numpy(), rtol=1e-12)


# ---- the bundled region ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(checkout: Path) -> dict[str, Any]:
    folder = checkout / "src" / "parkwright" / "regions" / "hcmc"
    names = ("places", "parks", "sites", "gateways", "road_nodes", "road_edges")
    read = {name: pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False) for name in names}
    tables: dict[str, Any] = {name: open_table(name, raw).frame for name, raw in read.items()}
    found, problems = read_meta(tomllib.loads((folder / "region.toml").read_text("utf-8")))
    assert not problems
    return tables | {"meta": found}


def test_network_distances_are_those_of_the_road_check(
    bundled: dict[str, Any], checkout: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each route of the check, stop by stop on the shortest way, gives the model's kilometres to their rounding."""
    check = pd.read_csv(checkout / "tests" / "golden" / "road_check.csv").set_index("check_id")
    edges = bundled["road_edges"]
    zeros = np.zeros(len(bundled["road_nodes"]))
    network = build_network(bundled["road_nodes"], edges, zeros, zeros)
    number = {name: i for i, name in enumerate(network.node_ids)}
    ours = {}
    for check_id, row in check[check["route"].str.contains(">")].iterrows():
        use = network.usable if row["network"] == "all edges" else network.usable & network.open_now
        stops = np.array([number[stop.strip()] for stop in row["route"].split(">")])
        km = quickest_ways(len(zeros), network.ends[use], network.km[use], network.km[use], stops, stops).km
        ours[check_id] = np.diagonal(km, 1).sum()
    ring3 = edges[edges["road_ref"] == "CT.40"]
    ours["rr3-ring"] = ring3["length_km"].sum()
    ours["rr3-project"] = ring3.loc[~ring3["name_en"].str.contains("My Phuoc"), "length_km"].sum()
    ours["rr4-route"] = edges.loc[edges["road_ref"] == "CT.41", "length_km"].sum()
    assert set(ours) == set(check.index)
    model = pd.Series(ours)
    assert (model - check["model_km"]).abs().max() <= 0.051
    error = (model / check["published_km"] - 1).abs()
    record_property("mean_abs_error", f"{error.mean():.4f}")
    assert error.mean() < 0.05
    assert error.max() < 0.14


def test_bundled_region_is_told_in_full(bundled: dict[str, Any]) -> None:
    access = measure_access(**bundled)
    periods = len(bundled["meta"].periods)
    facilities = len(bundled["parks"]) + len(bundled["sites"])
    ports = bundled["gateways"]["kind"].isin(AccessParams().gateway_kinds) & (
        bundled["gateways"]["status"] == "operating"
    )
    pairs = facilities * (len(bundled["places"]) + int(ports.sum()))
    assert len(access.minutes) + len(access.unreachable) == pairs * periods * 2
    assert not access.minutes.duplicated(PAIR).any()
    assert pd.concat([access.minutes[PAIR], access.unreachable[PAIR]]).duplicated().sum() == 0
    unknown = bundled["sites"].loc[bundled["sites"]["lon"].isna(), "site_id"]
    by_night = access.unreachable.query("window == 'night'")
    assert set(by_night["from_id"]) | set(by_night["to_id"]) >= set(unknown)
    times = table_of(access)
    assert (times["day"] >= times["night"] - 1e-9).all()
    unknown_t = access.notes.set_index("note_id").loc["tonnage_unknown"]
    assert unknown_t["count"] == unknown_t["total"] == len(bundled["road_edges"])

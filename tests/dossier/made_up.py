"""A small made-up region and made-up result tables with the columns of the contract: for tests of the brief only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from parkwright.dossier.tree import (
    Amount,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Letterhead,
    ListOf,
    LiveMap,
    Mark,
    PageBreak,
    Paragraph,
    Signature,
    Source,
    Table,
)
from parkwright.figures.marks import mark_of
from parkwright.tables import Region, open_region, read_meta
from parkwright.words import Both

PERIODS = ("2026", "2027-28")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><title>{0}</title><rect id="a" width="200" height="80" fill="#dcebf5"/><text x="10" y="40" font-family="sans-serif">{0}</text></svg>'


def small_region(scheme: bool = True) -> Region:
    """Three places, five sectors, two parks, three sites (one of them the scheme, where asked for)."""
    meta, problems = read_meta(
        {
            "region_id": "demo", "name": {"vi": "Vùng thử", "en": "Demo region"}, "rule_set": "", "currency": "XTS",
            "price_year": 2025, "per_usd": 100.0, "base_date": date(2026, 1, 1), "appraisal_date": date(2026, 11, 1),
            "analysis_crs": "EPSG:3857", "planned_scopes": ["core"], "outside_scopes": [],
            "periods": [
                {"period_id": "2026", "first_year": 2026, "last_year": 2026},
                {"period_id": "2027-28", "first_year": 2027, "last_year": 2028},
            ],
            "take_up": [{"scope": "core", "year": 2025, "ha": 50.0, "evidence": "seen"}],
        }
    )  # fmt: skip
    assert meta is not None, problems
    named = [
        ("q1", "Quận Một", "First district"),
        ("q2", "Quận Hai", "Second district"),
        ("q3", "Huyện Ba", "Third district"),
    ]
    places = pd.DataFrame(
        [
            {
                "place_id": one,
                "name_vi": vi,
                "name_en": en,
                "scope": "core",
                "lon": 106.5 + k / 10,
                "lat": 10.8,
            }
            for k, (one, vi, en) in enumerate(named)
        ]
    )
    sectors = pd.DataFrame(
        [
            ("machinery", "Máy móc, thiết bị", "Machinery", "mechanical", "smart-manufacturing"),
            (
                "robots-automation",
                "Robot, tự động hóa",
                "Robots",
                "mechanical",
                "hi-tech;smart-manufacturing",
            ),
            (
                "chips-components",
                "Chip, linh kiện điện tử",
                "Chips",
                "electronics-it",
                "hi-tech;rd-innovation",
            ),
            ("food-beverage", "Thực phẩm & đồ uống", "Food & beverages", "food", "regional-links"),
            ("textile", "Dệt <nhuộm>", "Textiles <dyeing>", "none", "smart-manufacturing"),
        ],
        columns=["sector_id", "name_vi", "name_en", "key_industry", "pillars"],
    ).assign(
        plot_ratio=0.6,
        workers_per_ha=100,
        lot_p10_m2=1000,
        lot_p50_m2=3000,
        lot_p90_m2=9000,
        share_ready_built=0.3,
        share_multi_storey=0.1,
    )
    parks = pd.DataFrame(
        [("p1", "KCN Phía Đông", "East park"), ("p2", "KCN Phía Tây", "West park")],
        columns=["park_id", "name_vi", "name_en"],
    )
    parks = parks.assign(
        scope="core", status="operating", lon=[106.6, 106.8], lat=[10.9, 10.7], kind="industrial"
    )
    sites = pd.DataFrame(
        [
            ("s-scheme", "Khu của Đề án", "Scheme site", "scheme" if scheme else "new-park"),
            ("s-north", "Khu phía Bắc", "North site", "new-park"),
            ("s-south", "Khu phía Nam", "South site", "new-park"),
        ],
        columns=["site_id", "name_vi", "name_en", "site_class"],
    ).assign(status="planned", lon=[106.5, 106.55, 106.7], lat=[10.85, 11.0, 10.6])
    products = pd.DataFrame(
        [
            ("robots", "2", "Rô-bốt", "Robots", "robots-automation", "derived"),
            ("nano", "3", "Vật liệu na-nô", "Nano materials", "", "derived"),
            ("chips", "1", "Chip bán dẫn", "Chips", "chips-components", "derived"),
        ],
        columns=["product_id", "rank", "name_vi", "name_en", "sectors", "evidence"],
    )
    raw = {
        name: frame.astype("str")
        for name, frame in {
            "places": places,
            "sectors": sectors,
            "parks": parks,
            "sites": sites,
            "priority_products": products,
        }.items()
    }
    nodes = pd.DataFrame(
        [("n1", "106.5", "10.8"), ("n2", "106.7", "10.9")], columns=["node_id", "lon", "lat"]
    )
    edges = pd.DataFrame(
        [("e1", "n1", "n2", "25", "open", "40")],
        columns=["edge_id", "from_node", "to_node", "length_km", "status", "truck_speed_kmh"],
    )
    region, found = open_region(meta, {**raw, "road_nodes": nodes, "road_edges": edges}, None)
    assert region is not None, [one.sentence("en") for one in found if one.severity == "error"]
    return region


def manifest() -> dict[str, Any]:
    """A manifest with what the brief reads."""
    return {
        "run_id": "demo-1a2b3c", "started_utc": "2026-11-24T10:00:00+00:00", "seed": 7, "version": "0.1.0",
        "siting": {"status": "optimal", "gap": 0.0008, "objective_bn": 1000.0, "bound_bn": 999.2, "seconds": 1.5},
    }  # fmt: skip


def pictures() -> dict[str, Mapping[str, str]]:
    """Pictures of nothing."""
    names = ("map_plan", "map_demand", "chart_supply", "chart_costs")
    return {name: {lang: SVG.format(f"{name} đây {lang}") for lang in ("vi", "en")} for name in names}


def made_up_tables(region: Region, seed: int = 1) -> dict[str, pd.DataFrame]:
    """All result tables of a run that never was, consistent with each other: served + unserved = P50 in every cell."""
    draws = np.random.default_rng(seed)
    facilities = _facilities(region, draws)
    cells = _cells(region, draws)
    openings = _openings(region, facilities, draws)
    allocations, unserved = _allocate(cells, facilities, draws)
    tables = {
        "facilities": facilities,
        "demand_cells": cells,
        "openings": openings,
        "allocations": allocations,
        "unserved": unserved,
    }
    tables["plan_costs"] = _costs(region, openings, allocations, draws)
    tables["verdicts"] = _verdicts(openings)
    tables |= _what_if(region, cells, openings, draws)
    tables |= _evidence(region)
    tables["limits"] = pd.DataFrame(
        [("capacity", "sites:s-north", "2026", 50.0, 50.0, 0.0, "ha", True, True, "đầy", "full")],
        columns=[
            "limit_kind",
            "object",
            "period_id",
            "used",
            "limit",
            "slack",
            "unit",
            "binding",
            "ok",
            "reason_vi",
            "reason_en",
        ],
    )
    return tables


def _facilities(region: Region, draws: np.random.Generator) -> pd.DataFrame:
    sites = region.sites.rename(columns={"site_id": "object_id"})[
        ["object_id", "name_vi", "name_en", "lon", "lat"]
    ].assign(table="sites", role="candidate")
    parks = region.parks.rename(columns={"park_id": "object_id"})[
        ["object_id", "name_vi", "name_en", "lon", "lat"]
    ].assign(table="parks", role="vacancy")
    found = pd.concat([sites, parks], ignore_index=True)
    found["facility_id"] = found["table"] + ":" + found["object_id"]
    found["net_ha"] = draws.integers(40, 300, len(found)).astype(float)
    found["gross_ha"] = found["net_ha"] / 0.66
    return found.assign(
        kind="park", scope="core", outside=False, earliest_year=2027.0, price_usd_m2_term=150.0, price_evidence="assumed", net_evidence="assumed",
        inner_area=False, province_id="", reason_vi="Khu đất có thể mở.", reason_en="A site that may be opened.",
    )  # fmt: skip


def _cells(region: Region, draws: np.random.Generator) -> pd.DataFrame:
    places = region.places.loc[region.places["scope"].isin(region.meta.planned_scopes), "place_id"]
    rows = [
        (f"{place}|{sector}|land|{period.period_id}", place, sector, "land", period.period_id)
        for place in places
        for sector in region.sectors["sector_id"]
        for period in region.meta.periods
    ]
    cells = pd.DataFrame(rows, columns=["cell_id", "place_id", "sector_id", "premises_type", "period_id"])
    cells["p50_ha"] = draws.gamma(1.2, 1.5, len(cells)).round(3)
    return cells.assign(
        planned=True, mean_ha=cells["p50_ha"] * 1.1, p10_ha=cells["p50_ha"] * 0.6, p90_ha=cells["p50_ha"] * 1.6, small_share=0.3,
        workers=cells["p50_ha"] * 90, floor_m2=float("nan"), budget_usd_m2_term=float("nan"),
        budget_usd_m2_month=float("nan"), assumed_share=0.4,
    )  # fmt: skip


def _openings(region: Region, facilities: pd.DataFrame, draws: np.random.Generator) -> pd.DataFrame:
    first = region.sites.sort_values("site_class", key=lambda one: one != "scheme", kind="stable")
    ids = [f"sites:{one}" for one in first["site_id"]][:8]
    rows = []
    for place, one in enumerate(ids):
        net = float(facilities.set_index("facility_id").at[one, "net_ha"])
        for phase in (1, 2) if place % 3 == 0 else (1,):
            period = region.meta.periods[min(phase + place % 2, len(region.meta.periods)) - 1].period_id
            part = net / (2 if place % 3 == 0 else 1)
            rows.append(
                (
                    one,
                    phase,
                    period,
                    ["supporting", "high-tech", "general"][place % 3],
                    part / 0.66,
                    part,
                    part * 9,
                    part * 5,
                    part * 0.5,
                )
            )
    found = pd.DataFrame(
        rows,
        columns=[
            "facility_id",
            "phase",
            "period_id",
            "legal_type",
            "gross_ha",
            "net_ha",
            "works_bn",
            "clearance_bn",
            "premium_bn",
        ],
    )
    return found.assign(
        reason_vi="Gần nơi có nhu cầu nhất trong các khu còn lại; chi phí giải phóng mặt bằng thấp.",
        reason_en="Nearest to the demand among what is left; clearance is cheap.", runner_up="parks:p1",
        runner_up_cost_bn=draws.integers(10, 900, len(found)).astype(float),
    )  # fmt: skip


def _allocate(
    cells: pd.DataFrame, facilities: pd.DataFrame, draws: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    served = draws.uniform(0.3, 1.0, len(cells)).round(2)
    served[served > 0.9] = 1.0
    base = cells[["cell_id"]].assign(
        ha=cells["p50_ha"] * served, facility_id=draws.choice(facilities["facility_id"], len(cells))
    )
    allocations = base.assign(
        truck_min=draws.uniform(10, 90, len(cells)),
        land_bn=base["ha"] * 30,
        truck_bn=base["ha"] * 3,
        commute_bn=1.0,
        misfit_bn=0.0,
        works_bn=0.0,
        clearance_bn=0.0,
    )
    paid = allocations["facility_id"].str.startswith("sites:")
    allocations["works_bn"] = allocations["ha"].where(paid, 0.0) * 2.0
    allocations["clearance_bn"] = allocations["ha"].where(paid, 0.0) * 0.5
    left = cells[["cell_id"]].assign(ha=cells["p50_ha"] * (1 - served), share=1 - served)
    left = left[left["ha"] > 0].reset_index(drop=True)
    codes = draws.choice(["reach", "cost", "capacity"], len(left))
    return allocations, left.assign(
        reason_code=codes,
        reason_vi="Quá xa các khu còn đất.",
        reason_en="Too far from any park with land left.",
    )


def _costs(
    region: Region, openings: pd.DataFrame, allocations: pd.DataFrame, draws: np.random.Generator
) -> pd.DataFrame:
    """Terms of building as they stand in openings and allocations (all in the first period), the others at random."""
    rows = []
    first = region.meta.periods[0].period_id
    mine = allocations[allocations["facility_id"].isin(openings["facility_id"])]
    for place, term in enumerate(
        ("works", "clearance", "premium", "land", "truck", "commute", "misfit", "unserved")
    ):
        for one in region.meta.periods:
            spent = float(draws.integers(50, 20000))
            if place < 3:
                spent = float(openings[f"{term}_bn"].sum()) + (
                    float(mine[f"{term}_bn"].sum()) if place < 2 else 0.0
                )
                spent *= one.period_id == first
            rows.append((term, one.period_id, spent * 0.9, spent, 0.2 + 0.1 * place))
    return pd.DataFrame(rows, columns=["term", "period_id", "cost_bn", "spent_bn", "assumed_share"])


def _verdicts(openings: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for one in openings["facility_id"].unique():
        table, name = one.split(":")
        for rule, verdict in (
            ("DEF-02", "passes"),
            ("DEF-04", "passes"),
            ("DEF-08", "cannot_tell"),
            ("PLN-03", "passes"),
            ("EST-08", "fails" if name == "s-south" else "passes"),
        ):
            rows.append(
                (
                    table,
                    name,
                    rule,
                    "2027-28",
                    0.7,
                    0.6,
                    0.1,
                    "share",
                    verdict,
                    "Đ. 2(3) NĐ 35/2022",
                    "text-read",
                    f"Lý do {rule} của {name}.",
                    f"Reason {rule} of {name}.",
                )
            )
    columns = [
        "object_table",
        "object_id",
        "rule_id",
        "period_id",
        "value",
        "limit",
        "margin",
        "unit",
        "verdict",
        "article",
        "grade",
        "reason_vi",
        "reason_en",
    ]
    return pd.DataFrame(rows, columns=columns)


def _what_if(
    region: Region, cells: pd.DataFrame, openings: pd.DataFrame, draws: np.random.Generator
) -> dict[str, pd.DataFrame]:
    columns = [
        "question_id",
        "kind",
        "object",
        "status",
        "objective_bn",
        "bound_bn",
        "delta_bn",
        "gap",
        "seconds",
        "unserved_ha",
        "reason_vi",
        "reason_en",
    ]
    unknown = float("nan")
    rows = [
        ("q1", "without-scheme", openings["facility_id"].iloc[0], "proven", 91234.5, 91200.0, 812.4, 0.0005, 3.0, 321.0, "Không mở khu này.", "Not opening it."),
        ("q2", "switching-value", "unserved", "held", unknown, unknown, unknown, 0.0, 4.0, unknown, "dưới 61 tỷ mỗi ha thì không mở khu nào.", "below 61 bn per ha no site opens."),
        ("q3", "low-demand", "", "stopped", 80000.0, 79000.0, -900.0, 0.01, 2.0, 100.0, "Nhu cầu P10 trên các khu đã chọn.", "P10 demand on the chosen sites."),
        ("q4", "assumption", "siting.reach_end_small_min", "stopped", 90000.0, 89000.0, 1500.0, 0.02, 2.0, 140.0, "Tầm với của doanh nghiệp nhỏ: 80 → 60 phút.", "Reach of small firms: 80 → 60 min."),
        ("q5", "assumption", "siting.discount_rate", "not-asked", unknown, unknown, unknown, unknown, 0.0, unknown, "Lãi suất thực: 10 → 12 %.", "Real rate: 10 → 12 %."),
    ]  # fmt: skip
    figures = [
        ("q1", "unserved_ha", sector, float(ha) * 0.5, "ha")
        for sector, ha in cells.groupby("sector_id")["p50_ha"].sum().items()
    ]
    figures += [
        ("q1", "cost_bn", term, float(draws.integers(50, 9000)), "bn")
        for term in ("works", "clearance", "premium", "land")
    ]
    figures.append(("q1", "truck_min_ha", "mean", 44.4, "min"))
    return {
        "what_if": pd.DataFrame(rows, columns=columns),
        "what_if_verdicts": _verdicts(openings).query("rule_id == 'DEF-02'").assign(question_id="q1"),
        "what_if_figures": pd.DataFrame(figures, columns=["question_id", "figure", "item", "value", "unit"]),
    }


def _evidence(region: Region) -> dict[str, pd.DataFrame]:
    columns = ["figure", "value", "unit", "assumed_share", "low", "high", "moved_by_vi", "moved_by_en"]
    rows = [
        ("objective_bn", 90000.0, "bn", 0.62, 80000.0, 99000.0, "giá trị nhu cầu chưa đáp ứng", "value of unserved demand"),
        ("unserved_ha", 120.0, "ha", 0.4, 60.0, float("nan"), "tầm với", "reach"),
    ]  # fmt: skip
    supply = [
        (one.period_id, source, 500.0 + place, 300.5)
        for place, one in enumerate(region.meta.periods)
        for source in ("vacancy", "opened", "outside")
    ]
    methods = [
        (one.period_id, method, 10.0, 20.0, 30.0, 0.25, "Theo số liệu đã đọc.", "As read.")
        for one in region.meta.periods
        for method in ("labour", "take-up", "register", "relocation", "planned")
    ]
    return {
        "evidence": pd.DataFrame(rows, columns=columns),
        "supply": pd.DataFrame(supply, columns=["period_id", "source", "net_ha", "used_ha"]),
        "demand_reconciliation": pd.DataFrame(
            methods,
            columns=[
                "period_id",
                "method",
                "low_ha",
                "base_ha",
                "high_ha",
                "weight",
                "reason_vi",
                "reason_en",
            ],
        ),
    }


def layers(region: Region, tables: Mapping[str, pd.DataFrame], lang: str) -> dict[str, Any]:
    """Layers of a live map in the shape that ``figures.map_layers`` gives, drawn by hand on paper of 1,000 x 800 m."""
    spots = {"places:q1": (200, 200), "places:q2": (500, 200), "places:q3": (800, 200)}
    names = dict(zip(region.places["place_id"], region.places[f"name_{lang}"], strict=True))
    cells = tables["demand_cells"].groupby(["place_id", "period_id"])["p50_ha"].sum()
    districts = [
        {
            "id": one, "name": names[one], "scope": "core", "x": spots[f"places:{one}"][0], "y": 200,
            "rings": [[[x - 140, 60], [x + 140, 60], [x + 140, 400], [x - 140, 400]]] if one != "q3" else [],
            "demand_ha": {period: float(cells[one, period]) for period in PERIODS},
        }
        for one, (x, _) in ((key.split(":")[1], spot) for key, spot in spots.items())
    ]  # fmt: skip
    where = {
        "parks:p1": (300, 600),
        "parks:p2": (700, 600),
        "sites:s-scheme": (150, 500),
        "sites:s-north": (500, 450),
        "sites:s-south": (850, 700),
    }
    facilities = tables["facilities"].set_index("facility_id")
    opened: dict[str, list[dict[str, Any]]] = {}
    for row in tables["openings"].itertuples(index=False):
        opened.setdefault(str(row.facility_id), []).append(
            {"period": row.period_id, "legal_type": row.legal_type, "net_ha": float(row.net_ha)}
        )
    points = [
        {
            "id": one, "table": one.split(":")[0], "name": facilities.at[one, f"name_{lang}"], "x": x, "y": y, "role": facilities.at[one, "role"],
            "kind": "park", "scope": "core", "net_ha": float(facilities.at[one, "net_ha"]), "gross_ha": None, "opened": opened.get(one, []),
            "reason": facilities.at[one, f"reason_{lang}"],
        }
        for one, (x, y) in where.items()
    ]  # fmt: skip
    points = [{**point, "mark": mark_of(point, planned=True)} for point in points]
    taken = tables["allocations"].merge(
        tables["demand_cells"][["cell_id", "place_id", "period_id"]], on="cell_id"
    )
    summed = taken.groupby(["period_id", "place_id", "facility_id"], as_index=False)["ha"].sum()
    flows = [
        {
            "period": row.period_id,
            "from": row.place_id,
            "to": row.facility_id,
            "ha": float(row.ha),
            "line": [list(spots[f"places:{row.place_id}"]), list(where[row.facility_id])],
        }
        for row in summed.itertuples(index=False)
    ]
    roads = [
        {
            "id": "e1",
            "ref": "R1",
            "name": "R1",
            "class": "ring",
            "line": [[100, 100], [900, 100]],
            "opens": 0,
        },
        {
            "id": "e2",
            "ref": "R2",
            "name": "R2",
            "class": "ring",
            "line": [[100, 700], [900, 700]],
            "opens": 1,
        },
        {
            "id": "e3",
            "ref": "R3",
            "name": "R3",
            "class": "ring",
            "line": [[100, 750], [900, 750]],
            "opens": None,
        },
    ]
    return {
        "zone": "EPSG:3857", "left": 0, "top": 0, "width": 1000, "height": 800, "periods": list(PERIODS), "ground": [], "districts": districts,
        "rivers": [{"name": "S", "lines": [[[0, 420], [1000, 430]]]}], "roads": roads, "parks": [one for one in points if one["table"] == "parks"],
        "sites": [one for one in points if one["table"] == "sites"], "flows": flows, "unplaced": [], "credit": "© nobody",
    }  # fmt: skip


SOURCE = Source(("openings", "plan_costs"), "demo-1a2b3c")
LONG = Both(
    "Việc phân bổ nhu cầu mặt bằng được tính cho từng địa bàn, từng ngành và từng giai đoạn; mỗi héc-ta chưa được bố trí đều có lý do, "
    "và ngưỡng chi phí là 1.234,5 tỷ ở mức 12 ha của 40 % số ô được ưu tiên.",
    "Demand is placed for every district, every sector and every period; each hectare that finds no place has its reason, "
    "and the cost threshold is 1,234.5 bn at 12 ha of 40 % of the cells preferred.",
)


def official_document(seed: int = 1, chapters: int = 3) -> Document:
    """An official document about nothing, with every kind of block: paragraphs, tables and pictures at random lengths."""
    draws = np.random.default_rng(seed)
    head = Letterhead(
        agency=Both("Ban Quản lý khu công nghiệp thử", "Demo parks authority"),
        above=Both("Ủy ban nhân dân vùng thử", "People's committee of the demo region"),
        number=Both("Số: …/BC-BQL", "No. …/BC-BQL"),
        place_and_day=Both("Vùng thử, ngày … tháng … năm …", "Demo region, …"),
        motto=(Both("Cộng hòa xã hội chủ nghĩa Việt Nam", "Socialist Republic of Viet Nam"), Both("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")),
        kind=Both("Báo cáo", "Report"),
        abstract=Both("Về phương án phát triển khu công nghiệp, dùng để thử", "On the industrial-park plan, for tests"),
    )  # fmt: skip
    end = Signature(
        recipients=(Both("Như trên", "As above"), Both("Lưu: VT", "Archive")),
        title=Both("Trưởng ban", "Head of the authority"),
        office=None,
        recipients_title=Both("Nơi nhận:", "Recipients:"),
    )
    key = KeyFigure(
        Both("Đất cho thuê", "Net land"), 572.4, Both("ha", "ha"), 1, Both("đã đọc", "as read"), SOURCE
    )
    lists: list[Any] = [PageBreak(), ListOf("chapters"), ListOf("tables"), ListOf("figures"), PageBreak()]
    blocks: list[Any] = [head, Paragraph((LONG,)), KeyFigures((key, key)), *lists]
    for chapter in range(chapters):
        blocks += _chapter(chapter, draws)
    title = Both("Báo cáo thử", "Report for tests")
    return Document(
        title, Both("Chỉ để thử", "For tests only"), "demo-1a2b3c", date(2026, 11, 24), (*blocks, end),
        watermark=Both("HƯ CẤU", "FICTITIOUS"), layout="official",
    )  # fmt: skip


def _chapter(chapter: int, draws: np.random.Generator) -> list[Any]:
    name = Both(f"Chương số {chapter + 1} về đất và người thuê", f"Chapter number {chapter + 1} on land")
    blocks: list[Any] = [Heading(name, 1, f"chapter-{chapter}")]
    for part in range(int(draws.integers(2, 6))):
        anchor = f"part-{chapter}-{part}"
        blocks.append(
            Heading(
                Both(f"Mục thứ {part + 1} của chương {chapter + 1}", f"Part {part + 1} of {chapter + 1}"),
                2,
                anchor,
            )
        )
        blocks += [_text_of(draws) for _ in range(int(draws.integers(1, 5)))]
        if draws.random() < 0.6:
            blocks.append(
                _table_of(
                    int(draws.integers(1, 70 if draws.random() < 0.3 else 14)), f"table-{anchor}", draws
                )
            )
        if draws.random() < 0.4:
            figure = Figure(
                f"figure-{anchor}", Both(f"Hình của mục {anchor}", f"Picture of {anchor}"),
                {lang: SVG.format(f"{anchor} đây {lang}") for lang in ("vi", "en")}, Both("Không có gì", "Nothing"), SOURCE,
            )  # fmt: skip
            blocks.append(LiveMap(f"live-{anchor}", figure, {"vi": {}, "en": {}}) if part == 0 else figure)
    return blocks


def _text_of(draws: np.random.Generator) -> Paragraph | Bullets:
    return (
        Paragraph((LONG,) * int(draws.integers(1, 7)), source=SOURCE),
        Bullets((LONG,) * int(draws.integers(1, 4)), SOURCE),
        Paragraph((LONG,), "note"),
        Paragraph((LONG,), "warning"),
    )[int(draws.choice(4, p=(0.7, 0.1, 0.1, 0.1)))]


def _table_of(rows: int, anchor: str, draws: np.random.Generator) -> Table:
    columns = (
        Column(Both("Khu đất", "Site")),
        Column(Both("Diện tích", "Net land"), Both("ha", "ha"), 1),
        Column(Both("Kết luận", "Verdict")),
        Column(Both("Lý do", "Reason"), wide=True),
        Column(Both("Ngày", "Day")),
    )
    told = [
        (
            Both(f"Khu phía Bắc số {row}", f"North site {row}"),
            None if row == 3 else float(draws.integers(1, 99_999)) / 10,
            Mark(Both("không đạt", "fails"), "bad") if row % 4 == 1 else Mark(Both("đạt", "passes"), "good"),
            LONG if draws.random() < 0.15 else Both("Gần nơi có nhu cầu nhất trong các khu còn lại.", "Nearest to the demand among what is left."),
            date(2026, 1, 1 + row % 28),
        )
        for row in range(rows)
    ]  # fmt: skip
    total = (Both("Cộng", "Total"), Amount(sum(row[1] or 0.0 for row in told), 1), "", "", "")
    return Table(
        anchor, Both(f"Các khu của {anchor}", f"Sites of {anchor}"), columns, (*told, total), SOURCE, total_rows=1,
        notes=(Both("Mỗi con số được làm tròn riêng.", "Every figure is rounded by itself."),),
    )  # fmt: skip

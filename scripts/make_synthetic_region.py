"""Make a synthetic region of another country's shape: no Vietnamese rules, another currency and zone, made-up names.

    python scripts/make_synthetic_region.py --seed 7 --out out/nordmark [--places 20 --sites 60]

Writes a region folder as a user would keep it (region.toml, one CSV per table, base_map.geojson). The default size gives
600 cells of demand in each of 4 periods (20 places x 10 sectors x 3 kinds of premises) and 60 candidate sites. The same seed
gives the same bytes. Every row is marked assumed: nothing here is a fact about any place.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import synthetic_ground as ground
from shapely.geometry import mapping
from synthetic_ground import EAST, MADE_UP, PROVINCES, WEST, Row

SECTORS = (
    # id, English, Vietnamese, class, supporting, high-tech, workers/ha, lot P50 m2, ready-built, multi-storey, trucks/ha/day
    ("machine-tools", "Machine tools", "Máy công cụ", "medium-high", 0, 0, 75, 12000, 0.25, 0.05, 9),
    ("precision-parts", "Precision parts", "Linh kiện chính xác", "medium-high", 1, 0, 95, 5000, 0.40, 0.15, 8),
    ("moulds-dies", "Moulds and dies", "Khuôn mẫu", "medium-high", 1, 0, 90, 4000, 0.45, 0.15, 7),
    ("electronics", "Electronics", "Điện tử", "high", 1, 1, 140, 8000, 0.35, 0.25, 8),
    ("sensors-control", "Sensors and control", "Cảm biến, điều khiển", "high", 1, 1, 130, 5000, 0.35, 0.35, 5),
    ("medical-devices", "Medical devices", "Thiết bị y tế", "high", 0, 1, 110, 6000, 0.30, 0.30, 4),
    ("vehicle-parts", "Vehicle parts", "Phụ tùng xe", "medium-high", 1, 0, 80, 20000, 0.20, 0.05, 14),
    ("plastics", "Plastics", "Nhựa", "medium-low", 1, 0, 85, 9000, 0.30, 0.05, 12),
    ("metal-surface", "Surface treatment of metal", "Xử lý bề mặt kim loại", "medium-low", 1, 0, 60, 7000, 0.15, 0.02, 10),
    ("food", "Food and beverages", "Thực phẩm, đồ uống", "low", 0, 0, 70, 15000, 0.20, 0.05, 16),
)  # fmt: skip
PERIODS = (("2027-28", 2027, 2028), ("2029-31", 2029, 2031), ("2032-34", 2032, 2034), ("2035-36", 2035, 2036))


def make_region(seed: int, places: int = 20, sites: int = 60) -> dict[str, list[Row]]:
    """All tables of the region, by name; ``base_map`` rows hold a shapely geometry.

    I/O Example:
        make_region(7)["sites"][0]["site_id"] -> "site-01"      len(make_region(7)["places"]) -> 20
    """
    draw = np.random.default_rng(seed)
    names = _names(draw, places + sites + 200)
    towns = ground.spread(draw, places, 0.16)
    tables: dict[str, list[Row]] = {"places": _places(draw, towns, names)}
    tables["sectors"] = [_sector(*entry) for entry in SECTORS]
    nodes = np.vstack([towns, ground.spread(draw, 4 * places, 0.03)])
    tables["road_nodes"], tables["road_edges"] = ground.roads(draw, nodes)
    tables["parks"] = _parks(draw, towns, names[places + sites :])
    tables["sites"] = _sites(draw, sites, towns, names[places:])
    tables["gateways"] = _gateways(towns, names)
    tables["requests"] = _requests(draw, tables["places"], 300)
    tables["base_map"] = ground.base_map(towns, tables["places"])
    return tables


def write_region(folder: Path, tables: Mapping[str, Sequence[Row]], seed: int) -> None:
    """Write the tables as a region folder; the folder is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if name == "base_map":
            features = [
                {"type": "Feature", "properties": {k: v for k, v in row.items() if k != "geometry"},
                 "geometry": json.loads(json.dumps(mapping(row["geometry"])))}
                for row in rows
            ]  # fmt: skip
            text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
            (folder / "base_map.geojson").write_text(text + "\n", "utf-8")
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (folder / "region.toml").write_text(region_toml(seed), "utf-8")


def region_toml(seed: int) -> str:
    lines = [
        f"# Synthetic region, seed {seed}: nothing here is a fact about any place.",
        'region_id = "nordmark"',
        'name = { vi = "Nordmark (vùng mô phỏng)", en = "Nordmark (synthetic region)" }',
        'rule_set = ""',
        'currency = "EUR"',
        "price_year = 2026",
        "eur_per_usd = 0.9",
        "base_date = 2027-01-01",
        "appraisal_date = 2027-03-01",
        'analysis_crs = "EPSG:25832"',
        'planned_scopes = ["home"]',
        'outside_scopes = ["abroad"]',
    ]
    for period_id, first, last in PERIODS:
        lines += ["[[periods]]", f'period_id = "{period_id}"', f"first_year = {first}", f"last_year = {last}"]
    for year, hectares in ((2025, 96.0), (2026, 104.0)):
        lines += [
            "[[take_up]]",
            'scope = "home"',
            f"year = {year}",
            f"ha = {hectares}",
            'evidence = "assumed"',
        ]
    for province_id, name, scope in PROVINCES:
        lines += [
            "[[provinces]]",
            f'province_id = "{province_id}"',
            f'admin_old = "{name}"',
            f'name = {{ vi = "{name}", en = "{name}" }}',
            f'scope = "{scope}"',
            'zone = "EPSG:25832"',
        ]
    return "\n".join(lines) + "\n"


def _names(draw: np.random.Generator, count: int) -> list[str]:
    """Made-up place names, all different: Aldern, Bruvik …"""
    first = [
        "Al",
        "Bru",
        "Dor",
        "El",
        "Fal",
        "Gren",
        "Hol",
        "Is",
        "Kal",
        "Lun",
        "Mor",
        "Nor",
        "Os",
        "Ran",
        "Sel",
        "Tor",
    ]
    middle = ("", *["da", "me", "li", "ro", "ve", "na", "bo"])
    last = ["dern", "vik", "heim", "feld", "stad", "brook", "mar", "wen"]
    every = [f"{a}{b}{c}" for a in first for b in middle for c in last]
    return [every[index] for index in draw.permutation(len(every))[:count]]


def _places(draw: np.random.Generator, towns: np.ndarray, names: Sequence[str]) -> list[Row]:
    rows = []
    for index, town in enumerate(towns):
        province, _ = ground.province_at(*town)
        people = int(draw.lognormal(11.2, 0.6))
        rows.append(
            {
                "place_id": f"place-{index + 1:02d}",
                "name_vi": names[index],
                "name_en": names[index],
                "scope": "home",
                "admin_old": f"{names[index]}, {province if province != 'Sudmark' else 'Westmark'}",
                **ground.position(town),
                "population_2024": people,
                "population_2024_evidence": "assumed",
                "industrial_index": round(float(draw.uniform(0.5, 1.6)), 2),
                "mfg_workers": int(people * draw.uniform(0.08, 0.16)),
                "mfg_workers_evidence": "assumed",
                "inner_area": 0,
                **MADE_UP,
            }
        )
    return rows


def _sector(
    sector_id: str, en: str, vi: str, tech: str, supporting: int, high: int, workers: int, lot: int,
    ready: float, storeys: float, trucks: int,
) -> Row:  # fmt: skip
    plot_ratio = 0.6
    return {
        "sector_id": sector_id,
        "name_vi": vi,
        "name_en": en,
        "tech_class": tech,
        "is_supporting": supporting,
        "is_high_tech": high,
        "power_kw_ha": 250,
        "water_m3_ha_day": 25,
        "wastewater_share": 0.8,
        "floor_per_worker_m2": round(10000 * plot_ratio / workers, 1),
        "plot_ratio": plot_ratio,
        "workers_per_ha": workers,
        "va_per_worker_usd": 70000,
        "truck_trips_ha_day": trucks,
        "hazard_class": "III" if sector_id == "metal-surface" else "IV",
        "lot_p10_m2": lot // 3,
        "lot_p50_m2": lot,
        "lot_p90_m2": lot * 4,
        "share_ready_built": ready,
        "share_multi_storey": storeys,
        **MADE_UP,
    }


def _parks(draw: np.random.Generator, towns: np.ndarray, names: Sequence[str]) -> list[Row]:
    rows = []
    for index in range(24):
        point = ground.near(draw, towns[index % len(towns)], 0.06)
        province, scope = ground.province_at(*point)
        total = round(float(draw.uniform(25, 160)), 1)
        rows.append(
            {
                "park_id": f"park-{index + 1:02d}",
                "name_vi": f"Khu công nghiệp {names[index]}",
                "name_en": f"{names[index]} industrial park",
                "kind": "industrial",
                "scope": scope,
                "status": "planned" if index % 12 == 11 else "operating",
                "admin_old": f"{names[index]}, {province}",
                **ground.position(point),
                "position_evidence": "assumed",
                "total_ha": total,
                "leasable_ha_assumed": round(total * 0.7, 1),
                "occupancy_pct_assumed": round(float(draw.uniform(82, 100)), 1),
                "opened_year": int(draw.integers(1985, 2018)),
                "price_usd_m2_term": int(draw.integers(60, 180)),
                "inner_area": 0,
                **MADE_UP,
            }
        )
    return rows


def _sites(draw: np.random.Generator, count: int, towns: np.ndarray, names: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for index in range(count):
        point = ground.near(draw, towns[int(draw.integers(len(towns)))], 0.09)
        clearance = float(draw.uniform(8, 45))  # EUR per m2
        rows.append(
            {
                "site_id": f"site-{index + 1:02d}",
                "name_vi": f"Khu đất {names[index]}",
                "name_en": f"{names[index]} site",
                "site_class": "new-park",
                "status": "planned",
                "phase": "",
                "earliest_year": int(draw.integers(2027, 2033)),
                "earliest_year_evidence": "assumed",
                **ground.position(point),
                "position_evidence": "assumed",
                "gross_ha": round(float(draw.uniform(20, 140)), 1),
                "net_share_assumed": 0.68,
                "admin_old": f"{names[index]}, {PROVINCES[int(point[0] > (WEST + EAST) / 2)][1]}",
                "clearance_bn_vnd_ha_low": round(clearance * 0.7e-5, 7),
                "clearance_bn_vnd_ha_mid": round(clearance * 1e-5, 7),
                "clearance_bn_vnd_ha_high": round(clearance * 1.5e-5, 7),
                "clearance_evidence": "assumed",
                "inner_area": 0,
                "overlaps_site": f"site-{index:02d}" if index % 15 == 14 else "",
                **MADE_UP,
            }
        )
    return rows


def _gateways(towns: np.ndarray, names: Sequence[str]) -> list[Row]:
    kinds = [
        "port",
        "icd",
        "airport",
        "border",
        "rail",
        "university",
        "training",
        "substation",
        "labour-pool",
    ]
    return [
        {
            "gateway_id": f"{kind}-{index + 1}",
            "kind": kind,
            "name_vi": f"{names[index]} ({kind})",
            "name_en": f"{names[index]} ({kind})",
            **ground.position(towns[index % len(towns)] + 0.01),
            "role": "",
            "status": "operating",
            **MADE_UP,
        }
        for index, kind in enumerate(kinds)
    ]


def _requests(draw: np.random.Generator, places: Sequence[Row], count: int) -> list[Row]:
    rows: list[Row] = []
    weights = np.array([float(str(place["mfg_workers"])) for place in places])
    for index in range(count):
        sector = SECTORS[int(draw.integers(len(SECTORS)))]
        premises = ("land", "ready-built", "multi-storey")[int(draw.choice(3, p=(0.6, 0.28, 0.12)))]
        area = int(sector[7] * draw.lognormal(0, 0.6) // 100 * 100) + 500
        rows.append(
            {
                "request_id": f"req-{index + 1:03d}",
                "firm_name": f"Synthetic firm {index + 1}",
                "tax_code": f"S{index + 1:07d}",
                "plot_no": 1,
                "sector_id": sector[0],
                "place_id": places[int(draw.choice(len(places), p=weights / weights.sum()))]["place_id"],
                "premises_type": premises,
                "area_m2": area,
                "workers": int(area * sector[6] / 10000 * draw.uniform(0.6, 1.3)) + 1,
                "needed_year": "" if draw.random() < 0.1 else int(draw.integers(2027, 2037)),
                "budget_usd_m2_term": int(draw.integers(60, 200)) if premises == "land" else "",
                "budget_usd_m2_month": "" if premises == "land" else round(float(draw.uniform(3, 7)), 1),
                **MADE_UP,
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--places", type=int, default=20)
    parser.add_argument("--sites", type=int, default=60)
    asked = parser.parse_args()
    tables = make_region(asked.seed, asked.places, asked.sites)
    write_region(asked.out, tables, asked.seed)
    print(", ".join(f"{name}: {len(rows)}" for name, rows in tables.items()), "->", asked.out)


if __name__ == "__main__":
    main()

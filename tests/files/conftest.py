"""A small made-up region on disk: two sites, three places, everything else as little as a region can have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

TOML = """
region_id = "small"
name = { vi = "Vùng nhỏ", en = "Small region" }
currency = "EUR"
price_year = 2025
per_usd = 0.9
base_date = 2026-01-01
appraisal_date = 2026-11-01
analysis_crs = "EPSG:9210"
planned_scopes = ["core"]
outside_scopes = ["neighbour"]
[[periods]]
period_id = "2026-30"
first_year = 2026
last_year = 2030
[[take_up]]
scope = "core"
year = 2025
ha = 40.5
evidence = "seen"
"""
TABLES = {
    "parks": """park_id,name_vi,scope,status,lon,lat,total_ha,leasable_ha,occupancy_pct
p1,Khu một,core,operating,106.70,10.80,300,195,90
p2,Khu hai,neighbour,planned,106.60,10.70,200,130,
""",
    "sites": """site_id,name_vi,status,lon,lat,gross_ha,park_id,overlaps_site,source
b01,Khu đất một,planned,106.50,10.90,300,p2,b02,https://example.org
b02,Khu đất hai,planned,106.55,10.85,180.25,,,
""",
    "places": """place_id,name_vi,scope,lon,lat,mfg_workers
a,Huyện A,core,106.60,10.85,1200
b,Huyện B,core,106.65,10.80,
c,Huyện C,neighbour,106.40,10.70,300
""",
    "sectors": """sector_id,plot_ratio,workers_per_ha,lot_p10_m2,lot_p50_m2,lot_p90_m2,share_ready_built,share_multi_storey
machinery,0.6,80,1000,3000,20000,0.2,0.1
""",
    "road_nodes": """node_id,lon,lat
n1,106.50,10.90
n2,106.60,10.80
n3,106.70,10.75
""",
    "road_edges": """edge_id,from_node,to_node,length_km,truck_speed_kmh,status
e1,n1,n2,15,40,open
e2,n2,n3,12,40,planned
""",
    "requests": """request_id,tax_code,plot_no,sector_id,place_id,premises_type,area_m2,needed_year
r1,0301,1,machinery,a,land,3000,2027
r2,0301,2,machinery,b,ready-built,800,
""",
    "plots": """plot_id,park_id,area_m2,life_cycle
l1,p1,5000,occupied
l2,p1,4000,derelict
""",
    "tenants": """tenancy_id,tenant_id,plot_id,sector_id,since
t1,firm-1,l1,machinery,2012
t2,firm-1,l2,machinery,2015-03
t3,firm-2,l1,,2020-02-29
""",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The region's folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "region.toml").write_text(TOML, "utf-8")
    for name, content in TABLES.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return folder


@pytest.fixture
def change(small: Path) -> Callable[[str, str, str], Path]:
    """Replace a piece of one of its files, and give the folder."""

    def replace(file: str, old: str, new: str) -> Path:
        content = (small / file).read_text("utf-8")
        assert old in content
        (small / file).write_text(content.replace(old, new, 1), "utf-8")
        return small

    return replace

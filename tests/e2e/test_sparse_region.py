"""A region of which next to nothing is known is planned to the end: absent is not zero, and no gap shows as a word of Python."""

from __future__ import annotations

import html
import re
from pathlib import Path

from click.testing import CliRunner

from parkwright.cli import main
from parkwright.words import LANGS

FILES = {
    "region.toml": """
region_id = "sparse"
name = { vi = "Vùng ít dữ liệu", en = "Sparse region" }
currency = "EUR"
price_year = 2025
per_usd = 0.9
base_date = 2026-01-01
appraisal_date = 2026-11-01
analysis_crs = "EPSG:9210"
planned_scopes = ["core"]
params = { demand = { draws = 200, alone_draws = 50 } }
[[periods]]
period_id = "2026-30"
first_year = 2026
last_year = 2030
[[take_up]]
scope = "core"
year = 2025
ha = 40.5
evidence = "seen"
""",
    "parks.csv": "park_id,name_vi,scope,status,lon,lat\np1,Khu một,core,operating,106.70,10.80\n",
    "sites.csv": "site_id,status,lon,lat,gross_ha\nb01,planned,106.50,10.90,300\nb02,planned,,,\n",
    "places.csv": "place_id,scope,lon,lat\na,core,106.60,10.85\nb,core,106.65,10.80\n",
    "sectors.csv": "sector_id,plot_ratio,workers_per_ha,lot_p10_m2,lot_p50_m2,lot_p90_m2,share_ready_built,share_multi_storey\n"
    "machinery,0.6,80,1000,3000,20000,0.2,0.1\n",
    "road_nodes.csv": "node_id,lon,lat\nn1,106.50,10.90\nn2,106.60,10.80\nn3,106.70,10.75\n",
    "road_edges.csv": "edge_id,from_node,to_node,length_km,truck_speed_kmh,status\ne1,n1,n2,15,40,open\ne2,n2,n3,12,40,planned\n",
}  # fmt: skip
PYTHON = re.compile(r"\b(nan|NaN|None|<NA>|NaT)\b")


def test_it_is_planned_and_the_brief_reads_well(tmp_path: Path) -> None:
    region = tmp_path / "sparse"
    region.mkdir()
    for name, content in FILES.items():
        (region / name).write_text(content, "utf-8")
    out = tmp_path / "out"
    asked = ["plan", str(region), "--out", str(out), "--explain", "none", "--time-limit", "20", "-q"]
    done = CliRunner().invoke(main, asked)
    assert done.exception is None, done.output
    for lang in LANGS:
        page = (out / f"brief.{lang}.html").read_text("utf-8")
        read = html.unescape(
            re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL))
        )
        assert "Khu một" in read and "b02" in read
        assert PYTHON.search(read) is None

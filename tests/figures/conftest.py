"""The bundled region, and a small made-up plan for it."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from parkwright.files import find_region, read_region
from parkwright.tables import Region

PERIODS = ("2026", "2027", "2028-30", "2031-33", "2034-35")


@pytest.fixture(scope="session")
def check_svg() -> Callable[[str], None]:
    return _check_svg


@pytest.fixture(scope="session")
def shapes() -> ModuleType:
    """The reader ``shapes.py`` beside this file."""
    spec = importlib.util.spec_from_file_location("parkwright_shapes", Path(__file__).with_name("shapes.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def region() -> Region:
    found, problems = read_region(find_region("hcmc"))
    assert found is not None, [problem.sentence("en") for problem in problems]
    return found


@pytest.fixture(scope="session")
def tables(region: Region) -> dict[str, pd.DataFrame]:
    """Two sites and one park open; three places ask for land; one park lies outside, one is full; one cell is served from two facilities."""
    sites, parks = region.sites, region.parks
    facilities = pd.concat(
        [
            _facilities(parks, "parks", "park_id", "vacancy", parks["total_ha"]),
            _facilities(sites, "sites", "site_id", "candidate", sites["gross_ha"]),
        ],
        ignore_index=True,
    ).set_index("facility_id")
    facilities.loc["parks:tan-thuan", "net_ha"] = 13.0
    facilities.loc[["sites:bau-dung", "sites:nhi-xuan"], "role"] = "left-out"
    facilities.loc["parks:tan-tao", "scope"] = "neighbour"
    facilities.loc["parks:tan-binh", "net_ha"] = 0.0
    openings = pd.DataFrame(
        [
            ("sites:si-hitech", 1, "2028-30", "supporting", 100.0),
            ("sites:si-hitech", 2, "2031-33", "supporting", 98.0),
            ("sites:pham-van-hai-1", 1, "2027", "general", 250.0),
            ("parks:tan-thuan", 1, "2028-30", "eco", None),
        ],
        columns=["facility_id", "phase", "period_id", "legal_type", "net_ha"],
    )
    asked = [("q1", "2027", 30.0), ("hoc-mon", "2027", 5.0), ("hoc-mon", "2031-33", 65.0)]
    cells = pd.DataFrame(
        [
            {"cell_id": f"{place}|machinery|land|{period}", "place_id": place, "sector_id": "machinery",
             "premises_type": "land", "period_id": period, "planned": True, "p50_ha": ha}
            for place, period, ha in asked
        ]
    )  # fmt: skip
    q1, small, large = cells["cell_id"]
    allocations = pd.DataFrame(
        [(q1, "sites:si-hitech", 20.0), (q1, "sites:pham-van-hai-1", 6.0), (small, "sites:si-hitech", 5.0),
         (large, "sites:reloc-long-an", 60.0)],
        columns=["cell_id", "facility_id", "ha"],
    )  # fmt: skip
    return {
        "facilities": facilities.reset_index(),
        "openings": openings,
        "demand_cells": cells,
        "allocations": allocations,
        "unserved": pd.DataFrame({"cell_id": [q1, large], "ha": [4.0, 5.0]}),
        "supply": pd.DataFrame(
            [(period, source, ha) for period in PERIODS for source, ha in (("vacancy", 900.0), ("opened", 300.0))],
            columns=["period_id", "source", "net_ha"],
        ),
        "plan_costs": pd.DataFrame(
            [(term, period, cost) for period in PERIODS for term, cost in (("works", 1234.5), ("truck", 600.0))],
            columns=["term", "period_id", "cost_bn"],
        ),
        "demand_reconciliation": pd.DataFrame(
            [(period, method, 50.0, 80.0, 120.0) for period in PERIODS for method in ("planned", "labour", "take-up")],
            columns=["period_id", "method", "low_ha", "base_ha", "high_ha"],
        ),
    }  # fmt: skip


def _facilities(rows: pd.DataFrame, table: str, key: str, role: str, gross: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "facility_id": f"{table}:" + rows[key],
            "scope": "core",
            "role": role,
            "gross_ha": gross,
            "net_ha": gross * 0.1,
            "reason_vi": "Lý do",
            "reason_en": "Reason",
        }
    )


def _check_svg(svg: str) -> None:
    """Well-formed, no letters that need a font, nothing fetched, every reference answered inside."""
    ET.fromstring(svg)
    assert "<text" not in svg
    assert "<style" not in svg
    assert not re.search(r'(href|src)="(?!#)', svg)
    assert "url(http" not in svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)) <= {(i, "") for i in ids} | {
        ("", i) for i in ids
    }

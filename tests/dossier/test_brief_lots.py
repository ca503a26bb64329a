"""The chapter of the sites laid out: hectares against lots, schemes side by side, and what is missing is said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import build_brief
from parkwright.dossier.tree import Document, Figure, Paragraph, Table, tables_of
from parkwright.tables import Region, result_frame
from parkwright.words import LANGS, say

Tables = dict[str, pd.DataFrame]
Manifest = dict[str, Any]
SHARES = {
    "lots": 0.70,
    "roads": 0.12,
    "green": 0.11,
    "technical": 0.012,
    "service": 0.03,
    "parking": 0.005,
    "water": 0.023,
}


@pytest.fixture
def site(region: Region) -> str:
    return str(region.sites["site_id"].iloc[0])


@pytest.fixture
def laid(tables: Tables, site: str) -> Tables:
    """The run with one site laid out in two schemes; the second breaks a rule."""
    both = [(site, "a"), (site, "b")]
    shares = [
        {"site_id": s, "scheme_id": k, "group": g, "area_m2": 1e6 * v, "share": v}
        for s, k in both
        for g, v in SHARES.items()
    ]
    figures = [
        {"site_id": s, "scheme_id": k, "metric": m, "value": v, "unit": "lots"}
        for s, k in both for m, v in (("lots", 120.0 if k == "a" else 110.0), ("unmet_lots", 3.0), ("dead_ends", 0.0))
    ]  # fmt: skip
    verdicts = [
        {"site_id": s, "scheme_id": k, "rule_id": "QC-02", "value": 0.11, "limit": 0.1, "margin": 0.01, "unit": "share",
         "verdict": "passes" if k == "a" else "fails", "reason_vi": "…", "reason_en": "…"}
        for s, k in both
    ]  # fmt: skip
    held = {
        "site_id": site, "gross_ha": 100.0, "shape_ha": 99.9, "planned_net_ha": 66.0, "lots_share": 0.7, "lots_ha": 70.0,
        "difference_ha": 4.0, "returned_ha": 70.0, "reason_vi": "lý do", "reason_en": "reason",
    }  # fmt: skip
    made = {
        "layout_shares": shares, "layout_metrics": figures, "layout_verdicts": verdicts, "site_yield": [held],
    }  # fmt: skip
    return tables | {name: result_frame(name, pd.DataFrame(rows)) for name, rows in made.items()}


def table_of(document: Document, anchor: str) -> Table:
    return next(table for table in tables_of(document) if table.anchor == anchor)


def told(document: Document) -> str:
    return "\n".join(
        say(sentence, "en")
        for block in document.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
    )


def test_hectares_first_planned_stand_against_lots(region: Region, laid: Tables, manifest: Manifest) -> None:
    brief = build_brief(region, laid, manifest)
    rows = table_of(brief, "site-yields").rows
    assert [row[1:6] for row in rows] == [(100.0, 66.0, 70.0, pytest.approx(70.0), 4.0)]
    assert "1 opened site is laid out: their lots hold 70 ha" in told(brief)
    assert "went back into the choice of sites" in told(brief)


def test_schemes_stand_side_by_side(region: Region, laid: Tables, manifest: Manifest) -> None:
    rows = table_of(build_brief(region, laid, manifest), "layout-schemes").rows
    assert [row[1] for row in rows] == ["A", "B"]
    assert rows[0][2:9] == (
        pytest.approx(70.0),
        pytest.approx(12.0),
        pytest.approx(11.0),
        pytest.approx(1.2),
        pytest.approx(3.0),
        120.0,
        3.0,
    )
    assert rows[1][-1] == "QC-02"


def test_a_picture_of_schemes_names_its_site(
    region: Region, laid: Tables, manifest: Manifest, site: str
) -> None:
    svg = dict.fromkeys(LANGS, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'/>")
    brief = build_brief(region, laid, manifest, {f"schemes_{site}": svg})
    figure = next(
        block for block in brief.blocks if isinstance(block, Figure) and block.anchor.startswith("schemes-")
    )
    name = region.sites["name_en"].iloc[0]
    assert str(name) in say(figure.caption, "en")


def test_a_run_without_layouts_says_so(
    region: Region, tables: Tables, laid: Tables, manifest: Manifest
) -> None:
    assert "site_yield" in told(build_brief(region, tables, manifest))
    empty = laid | {"site_yield": laid["site_yield"].iloc[:0]}
    assert "No site was laid out in this run." in told(build_brief(region, empty, manifest))

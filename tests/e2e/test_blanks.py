"""An empty cell means unknown: whatever may be empty is emptied, in one row and in all, and the region is planned to the end."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import build_brief, write_html
from parkwright.files import read_region, write_region
from parkwright.plan import PlanResult
from parkwright.plan.trace import trace_plan
from parkwright.tables import Column, Region, all_tables, errors, open_table, table
from parkwright.words import LANGS

OPTIONAL = {
    spec.name: [
        name
        for name, column in spec.columns.items()
        if not column.required and name not in (*spec.key, "lat") and column.kind != "geometry"
    ]
    for spec in all_tables("input", "region")
}
"""The columns of each input table that may hold nothing (lon stands for lon and lat: half a point is a defect)."""
TOGETHER = 3
"""Columns of each table that are emptied in one run: few enough not to hide behind one another, enough to be quick."""
RUNS = range(ceil(max(map(len, OPTIONAL.values())) / TOGETHER))
NOBODY_TELLS: dict[str, Any] = {
    "text": "x", "float": 1.0, "int": 2030, "bool": False, "date": "2029-05", "time": "2029-05-01T00:00:00Z", "id": "x", "ids": "x", "codes": "x", "geometry": None
}  # fmt: skip
"""What stands in a column that neither region fills."""
PYTHON = re.compile(r"\b(nan|NaN|None|<NA>|NaT)\b")


@pytest.fixture(scope="module")
def full_region(tiny_region: Region) -> Region:
    """The tiny region with something in every column: what it lacks is borrowed from the bundled region, for its first row
    (not land that is part of other land: its own may be smaller)."""
    bundled, _ = read_region("hcmc")
    assert bundled is not None
    region = tiny_region
    for name in ("links", "plots", *OPTIONAL):  # sites refer to links, boundaries to plots
        region = replace(region, **{name: _filled(name, region, getattr(bundled, name))})
    return region


def _filled(name: str, region: Region, bundled: pd.DataFrame) -> pd.DataFrame:
    own = getattr(region, name)
    if name == "plot_shapes":
        plot = {"plot_id": region.plots["plot_id"].iloc[0], "source": "x", "evidence": "seen"}
        return pd.DataFrame([{**plot, "geometry": region.base_map["geometry"].iloc[0].envelope}])
    if name == "site_shapes":  # a boundary: an exclusion along a line cannot do without its width
        told = {column.name: _made_up(column, region) for column in table(name).columns.values()}
        drawn = {"role": "boundary", "kind": "site", "geometry": region.base_map["geometry"].iloc[0].envelope}
        return open_table(name, pd.DataFrame([told | drawn])).frame
    rows = own.copy() if len(own) else bundled.head(3).reset_index(drop=True)
    if rows.empty:
        rows = rows.reindex(range(2)).assign(**{key: ["k1", "k2"] for key in table(name).key})
    for column in table(name).columns.values():
        known = bundled[column.name].dropna().tolist()
        if column.ref and not len(own):
            rows[column.name] = _somebody(column, region)
        elif column.name in ("lon", "lat") and not len(own):
            rows[column.name] = region.parks[column.name].iloc[0]
        elif rows[column.name].isna().all():
            part_of_land = column.unit == "ha" and not column.name.startswith("gross")
            borrowed = known and not column.ref and not part_of_land
            first = known[0] if borrowed else _made_up(column, region)
            rows.loc[0 if len(own) else slice(None), column.name] = first
    return rows


def _made_up(column: Column, region: Region) -> Any:
    if column.ref:
        return _somebody(column, region)
    return column.codes[0] if column.codes else NOBODY_TELLS[column.kind]


def _somebody(column: Column, region: Region) -> str:
    """The last row of the table that a column refers to (the first one may be the row itself)."""
    target, key = column.ref.split("|")[0].strip().split(".")
    return str(getattr(region, target)[key].iloc[-1])


@pytest.mark.parametrize("whole", [False, True], ids=["one-cell", "whole-column"])
@pytest.mark.parametrize("run", RUNS)
def test_it_is_planned_and_told_without_them(
    full_region: Region, plan_exactly: Callable[..., PlanResult], tmp_path: Path, run: int, whole: bool
) -> None:
    emptied = {name: columns[run * TOGETHER : (run + 1) * TOGETHER] for name, columns in OPTIONAL.items()}
    emptied = {name: [*columns, "lat"] if "lon" in columns else columns for name, columns in emptied.items()}
    write_region(_without(full_region, emptied, whole), tmp_path / "region")
    region, problems = read_region(tmp_path / "region")
    assert region is not None, [problem.sentence("en") for problem in errors(problems)]
    plan = plan_exactly(region, gap=0.01)
    tables = {**plan.tables, "trace": trace_plan(plan.region, plan.tables, "run")}
    assert set(tables["demand_requests"]["request_id"]) == set(region.requests["request_id"])
    brief = build_brief(plan.region, tables, plan.manifest, {}, {})
    for lang in LANGS:
        page = re.sub(r"<(script|style).*?</\1>", "", write_html(brief, lang), flags=re.DOTALL)
        assert PYTHON.search(html.unescape(re.sub(r"<[^>]+>", " ", page))) is None, emptied


def _without(region: Region, columns: dict[str, list[str]], whole: bool) -> Region:
    """The region with these columns emptied, or the first known cell of each."""
    frames = {name: getattr(region, name).copy() for name in columns}
    for name, emptied in columns.items():
        for column in emptied:
            known = frames[name].index[frames[name][column].notna()]
            assert len(known), f"{name}.{column} was empty before"
            frames[name].loc[known if whole else known[0], column] = pd.NA
    return replace(region, **frames)

"""What the readers of a region give, whatever the file: its meta as a tree, its tables as raw frames, and what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from parkwright.files.lot_areas import lot_area_problems
from parkwright.files.site_shapes import measured_problems, outline_problems
from parkwright.files.told_once import told_once
from parkwright.files.zones import zone_warnings
from parkwright.rules import UnknownRuleSet, load_rules, rule_sets
from parkwright.tables import (
    Area,
    Problem,
    Region,
    RegionMeta,
    all_tables,
    bad_entry,
    errors,
    open_region,
    problem,
    read_meta,
    table,
)
from parkwright.words import text

POINT_MARGIN_DEG = 3.0
"""How far beyond its zone's area of use a region may reach: neighbours stand in the tables too."""


@dataclass(frozen=True, slots=True)
class RawRegion:
    """A region before the doors.

    node:   content of region.toml, None if it could not be read
    tables: raw frame by table name (index = row in the file); a table that is absent counts as empty
    """

    node: Mapping[str, Any] | None
    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]


def open_raw(raw: RawRegion) -> tuple[Region | None, tuple[Problem, ...]]:
    """Send a raw region through the doors: the region (None if any problem is an error) and all problems at once."""
    if raw.node is None and not raw.tables:
        return None, raw.problems
    meta, area, problems = None, None, list(raw.problems)
    if raw.node is not None:
        meta, found = read_meta(raw.node)
        problems += found
    if meta is not None:
        zone = area_of(meta)
        area = None if isinstance(zone, Problem) else zone
        problems += [zone] if isinstance(zone, Problem) else []
        problems += _unknown_zones(meta)
        problems += zone_warnings(meta)
        problems += _unknown_law(meta)
    region, found = open_region(meta, raw.tables, area)
    found = told_once(errors(raw.problems), found)
    told = {one.table for one in errors(raw.problems)}
    problems += _absent_told({spec.name for spec in all_tables("input")} - set(raw.tables) - told, found)
    drawn = raw.tables.get("site_shapes")
    problems += outline_problems(drawn, area)
    if region is not None and not errors(problems):
        problems += [*lot_area_problems(region), *measured_problems(region, drawn)]
    return (None if errors(problems) else region), tuple(problems)


def _absent_told(absent: set[str], found: tuple[Problem, ...]) -> list[Problem]:
    """The problems with one sentence for each table that is not there: a defect where rows of others refer to it."""
    wanted: Counter[str] = Counter()
    kept = []
    for one in found:
        target = str(dict(one.text.values).get("target", "")).split(".")[0]
        if one.text.key == "problems.no_such_row" and target in absent:
            wanted[target] += 1
        else:
            kept.append(one)
    kept += [problem("files.absent_but_needed", name, count=count) for name, count in sorted(wanted.items())]
    spare = sorted(name for name in absent - set(wanted) if table(name).may_be_empty)
    return kept + _spare(spare)


def _spare(absent: list[str]) -> list[Problem]:
    """A region without any programme is told so in one sentence, not table by table."""
    programme = {spec.name for spec in all_tables("input", "programme")}
    told = [name for name in absent if name not in programme or not programme <= set(absent)]
    found = [problem("files.absent", name, severity="warning") for name in told]
    return found + (
        [problem("files.no_programme", "programme_items", severity="warning")]
        if len(told) < len(absent)
        else []
    )


def _unknown_law(meta: RegionMeta) -> list[Problem]:
    try:
        load_rules(meta.rule_set)
    except UnknownRuleSet:
        known = ", ".join(rule_sets())
        return [problem("files.no_such_rules", "region.toml", "rule_set", value=meta.rule_set, known=known)]
    return []


def area_of(meta: RegionMeta) -> Area | Problem:
    """Where the points of a region may lie: the area of use of its zone, with a margin."""
    crs = _crs(meta.analysis_crs)
    if crs is None or crs.area_of_use is None or not crs.is_projected:
        return bad_entry("analysis_crs", meta.analysis_crs, text("problems.wanted.projected_crs"))
    used, margin = crs.area_of_use, POINT_MARGIN_DEG
    return Area(
        meta.analysis_crs, used.west - margin, used.south - margin, used.east + margin, used.north + margin
    )


def _unknown_zones(meta: RegionMeta) -> list[Problem]:
    return [
        bad_entry(f"provinces[{number}].zone", province.zone, text("problems.wanted.known_crs"))
        for number, province in enumerate(meta.provinces, 1)
        if _crs(province.zone) is None
    ]


@cache
def _crs(name: str) -> CRS | None:
    try:
        return CRS.from_user_input(name)
    except CRSError:
        return None

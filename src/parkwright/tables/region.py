"""``Region``: everything that is known about one region, typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from parkwright.tables.door import open_table
from parkwright.tables.frames import (
    Conversions,
    DemandEvidence,
    Gateways,
    Links,
    Parks,
    Places,
    Plots,
    PriorityProducts,
    Requests,
    RoadEdges,
    RoadNodes,
    Sectors,
    SectorsEvidence,
    Sites,
    SiteShapes,
    Tenants,
)
from parkwright.tables.land import check_land
from parkwright.tables.meta import RegionMeta
from parkwright.tables.network import split_network
from parkwright.tables.points import Area
from parkwright.tables.problem import Problem, errors, problem
from parkwright.tables.programme import Programme
from parkwright.tables.programme_sense import check_programme
from parkwright.tables.readings import alike
from parkwright.tables.references import broken_references, missing_row
from parkwright.tables.sense import check_sense
from parkwright.tables.site_shapes import check_site_shapes
from parkwright.tables.spec import Part, all_tables, table


@dataclass(frozen=True, slots=True)
class Region:
    """All input tables of one region; ``base_map``, ``plot_shapes`` and ``site_shapes`` hold shapely geometries in WGS 84."""

    meta: RegionMeta
    parks: Parks
    sites: Sites
    places: Places
    sectors: Sectors
    sectors_evidence: SectorsEvidence
    gateways: Gateways
    road_nodes: RoadNodes
    road_edges: RoadEdges
    links: Links
    requests: Requests
    plots: Plots
    tenants: Tenants
    conversions: Conversions
    demand_evidence: DemandEvidence
    priority_products: PriorityProducts
    base_map: pd.DataFrame
    plot_shapes: pd.DataFrame
    site_shapes: SiteShapes
    programme: Programme

    def frames(self, part: Part | None = None) -> dict[str, pd.DataFrame]:
        """The tables by name: all, or what a plan is made from (``region``), or what is reported on (``programme``)."""
        reported = self.programme.frames()
        return {
            spec.name: reported[spec.name] if spec.part == "programme" else getattr(self, spec.name)
            for spec in all_tables("input", part)
        }


def open_region(
    meta: RegionMeta | None, raw: Mapping[str, pd.DataFrame], area: Area | None
) -> tuple[Region | None, tuple[Problem, ...]]:
    """Parse all tables of a region at once.

    meta, raw: as the readers in ``files`` give them; a table that is absent from ``raw`` counts as empty; without a meta
               the tables are checked all the same
    Returns the region (None if any problem is an error) and all problems, warnings too.
    """
    frames: dict[str, pd.DataFrame] = {}
    rows: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for spec in all_tables("input"):
        opened = open_table(spec.name, raw.get(spec.name, pd.DataFrame(columns=list(spec.columns))), area)
        frames[spec.name], rows[spec.name] = opened.frame, opened.rows
        problems += opened.problems
    problems += broken_references(_with_keys(frames, raw), rows)
    problems += split_network(frames["road_nodes"], frames["road_edges"])
    problems += check_sense(frames, rows)
    problems += check_land(frames, rows)
    problems += check_site_shapes(frames, rows, tuple(problems))
    problems += check_programme(frames, rows)
    if meta is not None:
        problems += _strange_scopes(meta, frames, rows)
        problems += _nothing_planned(meta, frames["places"])
    if meta is None or errors(problems):
        return None, tuple(problems)
    return make_region(meta, frames), tuple(problems)


def make_region(meta: RegionMeta, frames: Mapping[str, pd.DataFrame]) -> Region:
    """A region from typed frames of all its tables."""
    reported = {spec.name: frames[spec.name] for spec in all_tables("input", "programme")}
    planned = {spec.name: frames[spec.name] for spec in all_tables("input", "region")}
    return Region(meta=meta, **planned, programme=Programme(**reported))  # type: ignore[arg-type]


def _strange_scopes(
    meta: RegionMeta, frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]
) -> Iterator[Problem]:
    """Parks and places in a scope that the region does not name: they would be neither planned nor reported."""
    known = {alike(scope): scope for scope in (*meta.planned_scopes, *meta.outside_scopes)}
    target = "region.toml: planned_scopes, outside_scopes"
    for name in ("parks", "places"):
        scopes = frames[name]["scope"]
        for place in scopes.index[scopes.notna() & ~scopes.isin(known.values())]:
            row, value = int(rows[name][place]), str(scopes[place])
            yield missing_row((name, "scope", row), value, target, known.get(alike(value)))


def _nothing_planned(meta: RegionMeta, places: pd.DataFrame) -> Iterator[Problem]:
    """No place in any scope that is planned for: there would be no demand at all."""
    scopes = places["scope"].dropna()
    known = scopes.isin([*meta.planned_scopes, *meta.outside_scopes])
    if len(scopes) and known.all() and not scopes.isin(meta.planned_scopes).any():
        yield problem("no_planned_place", "places", "scope", scopes=", ".join(meta.planned_scopes))


def _with_keys(
    frames: Mapping[str, pd.DataFrame], raw: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Tables that others can refer to: one that is needed but has no rows, or has no key column, is told as such already."""
    return {
        name: frame
        for name, frame in frames.items()
        if table(name).may_be_empty or len(frame)
        if name not in raw or set(table(name).key) <= set(raw[name])
    }

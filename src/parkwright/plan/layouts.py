"""The opened sites laid out, and the way back: what their lots can hold becomes the hectares of the plan.

``plan`` owns this loop (``Scenario.layout_passes``, two at most): the sites that a first siting opens are laid out for the
demand that it sends them; where lots hold more or less land than was reckoned with, siting is asked again with these hectares,
and the sites of the second answer are laid out for the demand that it sends them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon

from parkwright.kernels.layout.skeleton import Skeleton
from parkwright.kernels.milp import SolveSettings
from parkwright.kernels.projection import to_zone
from parkwright.plan.scenario import Scenario
from parkwright.rules import InForce, Rules
from parkwright.steps.demand import Demand
from parkwright.steps.layout import LaidOut, LayoutParams, lay_out
from parkwright.steps.layout.asked import mix_of_allocations
from parkwright.steps.layout.judge import Capacity
from parkwright.steps.layout.laid_out import TABLES
from parkwright.steps.siting import Siting, Task
from parkwright.tables import BadInput, Region, Sites, first_day, result_frame, table
from parkwright.words import Both, say, text

BEST = "a"
"""The scheme of a site that the plan reckons with: the first of ``lay_out``."""
_WORTH_ASKING_HA = 1.0
"""Siting is asked again where the lots of a site hold this much more or less than was reckoned with."""
FIRST_SHARE, _AGAIN_SHARE = 0.6, 0.3
"""Of the time for siting: for the first one, where there may be a second, and for that, which begins from the first answer."""
_FIRST_LOOK = {"schemes": 1}


@dataclass(frozen=True, slots=True)
class Layouts:
    """Sites laid out.

    sites:  site_id -> schemes; failed: site_id -> why it could not be laid out
    """

    sites: Mapping[str, LaidOut] = field(default_factory=dict)
    failed: Mapping[str, Both] = field(default_factory=dict)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The layout tables of all sites together, empty where nothing was laid out."""
        found = {}
        for name in TABLES:
            frames = [one.tables[name] for one in self.sites.values()]
            raw = (
                pd.concat(frames, ignore_index=True)
                if frames
                else pd.DataFrame(columns=list(table(name).columns))
            )
            found[name] = result_frame(name, raw)
        return found

    def shapes(self, site_id: str) -> tuple[Polygon, ...]:
        """Polygons of a site, one a row of its own ``layout_pieces``, metres of the region's zone."""
        return self.sites[site_id].shapes


@dataclass(frozen=True, slots=True)
class Held:
    """A siting and what its lots hold: ``sites`` as the plan reckons with them, how many passes were made.

    first: the siting before any lot was drawn (None until there is a second)
    """

    sites: Sites
    task: Task
    chosen: Siting
    layouts: Layouts
    passes: int
    first: Siting | None = None


Roads = tuple[tuple[Skeleton, ...], ...]
Choose = Callable[[Sites, pd.DataFrame | None, SolveSettings], tuple[Task, Siting]]


@dataclass(frozen=True, slots=True)
class Job:
    """One site to be laid out: everything that the step asks for, so that it can be done anywhere."""

    site_id: str
    shapes: pd.DataFrame
    mix: pd.DataFrame
    law: InForce
    params: LayoutParams
    seed: int
    capacity: Capacity
    roads: Roads


Each = Callable[[Callable[[Job], "LaidOut | Both"], Iterable[Job]], Iterable["LaidOut | Both"]]
"""How jobs are done: ``map``, or the same on several processes."""


def hold_in_lots(
    region: Region, held: Held, demand: Demand, rules: Rules, scenario: Scenario, settings: SolveSettings, choose: Choose,
    begin: Callable[[str], None], each: Each = map,
) -> Held:  # fmt: skip
    """Lay the opened sites out, ask siting again with the land that their lots hold, lay out what is new: two passes at most.

    The first pass asks only what the lots can hold: one scheme a site. The second keeps the roads that the first found.

    choose: siting for sites, from openings; begin: told the name of each part as it begins
    """
    begin("layout")
    last = scenario.layout_passes < 2
    params = scenario.layout if last else scenario.layout.model_copy(update=_FIRST_LOOK)
    once = lay_out_opened(region, held.chosen, demand, rules, scenario, params, each)
    held = replace(held, layouts=once, passes=1)
    differences = yields(region, held)["difference_ha"].abs()
    if last:
        return held
    if not (differences > _WORTH_ASKING_HA).any():
        begin("layout_again")
        return replace(
            held,
            layouts=lay_out_opened(region, held.chosen, demand, rules, scenario, scenario.layout, each, once),
        )
    begin("siting_again")
    sites = with_yields(region.sites, once)
    shorter = replace(settings, time_limit_s=_AGAIN_SHARE * settings.time_limit_s)
    task, chosen = choose(sites, held.chosen.tables["openings"], shorter)
    begin("layout_again")
    twice = lay_out_opened(region, chosen, demand, rules, scenario, scenario.layout, each, once)
    return Held(sites, task, chosen, twice, 2, held.chosen)


def lay_out_opened(
    region: Region, chosen: Siting, demand: Demand, rules: Rules, scenario: Scenario, params: LayoutParams, each: Each,
    before: Layouts = Layouts(),
) -> Layouts:  # fmt: skip
    """Lay out every opened site that has a boundary, for the demand that the plan sends it.

    before: layouts whose roads are kept
    """
    mixes = mix_of_allocations(chosen.tables["allocations"], demand.cells, demand.sizes)
    facilities = chosen.tables["openings"]["facility_id"]
    opened = sorted({one.removeprefix("sites:") for one in facilities if one.startswith("sites:")})
    jobs, failed = [], {}
    for site_id in opened:
        rows = region.site_shapes[region.site_shapes["site_id"] == site_id]
        mix = (
            mixes[mixes["facility_id"] == f"sites:{site_id}"]
            .drop(columns="facility_id")
            .reset_index(drop=True)
        )
        if rows.empty:
            failed[site_id] = _both("layout.plan.no_shape")
        elif mix.empty:
            failed[site_id] = _both("layout.plan.nothing_asked")
        else:
            roads = before.sites[site_id].roads if site_id in before.sites else ()
            jobs.append(_job(region, site_id, rows, mix, rules, scenario, params, roads))
    sites = {}
    for job, made in zip(jobs, each(do_job, jobs), strict=True):
        if isinstance(made, Both):
            failed[job.site_id] = made
        else:
            sites[job.site_id] = made
    return Layouts(sites, failed)


def _job(
    region: Region, site_id: str, rows: pd.DataFrame, mix: pd.DataFrame, rules: Rules, scenario: Scenario,
    params: LayoutParams, roads: Roads,
) -> Job:  # fmt: skip
    """One site under the law of its own appraisal day, where it has one."""
    site = region.sites[region.sites["site_id"] == site_id].iloc[0]
    law = law_of(region, site, rules, scenario.day(region.meta))
    shapes = shapes_in_zone(rows, region.meta.analysis_crs)
    return Job(site_id, shapes, mix, law, params, scenario.seed, capacity_of(site), roads)


def law_of(region: Region, site: pd.Series, rules: Rules, day: date) -> InForce:
    """The law of a site's own appraisal day, where it has one, else of ``day``.

    I/O Example:
        a site appraised on 2027-02-01, day 2026-11-01 -> the law of 2027-02-01
    """
    own = site["appraisal_date"]
    return rules.on(first_day(own) if isinstance(own, str) else day, region.meta.region_id)


def do_job(job: Job) -> LaidOut | Both:
    """Lay out one site; the reason, where it cannot be laid out."""
    try:
        return lay_out(
            job.site_id, job.shapes, job.mix, job.law, job.params, job.seed, job.capacity, job.roads
        )
    except BadInput as wrong:
        told = wrong.problems[0].text
        return Both(say(told, "vi"), say(told, "en"))


def shapes_in_zone(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Rows of ``site_shapes`` with their shapes in metres of a zone, numbered from 1.

    I/O Example:
        POINT (106.698 10.7757), "EPSG:9210" -> POINT (603480.5 1191808.6)
    """
    moved = [
        shapely.transform(shape, lambda xy: np.column_stack(to_zone(xy[:, 0], xy[:, 1], zone)))
        for shape in rows["geometry"]
    ]
    found = rows.assign(geometry=pd.Series(moved, index=rows.index, dtype=object))
    found.index = pd.RangeIndex(1, len(found) + 1)
    return found


def capacity_of(site: pd.Series) -> Capacity:
    """What a row of ``sites`` says that the site is given from outside.

    I/O Example:
        power_mw 60, water_m3_day 5000, wastewater_m3_day empty -> Capacity(60000.0, 5000.0, None)
    """
    power, water, sewage = (
        None if pd.isna(site[name]) else float(site[name])
        for name in ("power_mw", "water_m3_day", "wastewater_m3_day")
    )
    return Capacity(None if power is None else 1000 * power, water, sewage)


def yields(region: Region, held: Held) -> pd.DataFrame:
    """Table ``site_yield``: what the lots of each opened site can hold against what the plan began with.

    I/O Example:
        b1: 300 ha gross, 198 ha net planned, 72 % in lots -> lots_ha 216, difference_ha 18
    """
    layouts = held.layouts
    begun = held.chosen if held.first is None else held.first
    planned = begun.tables["facilities"].set_index("facility_id")
    returned = {} if held.first is None else _returned(region.sites, held.sites)
    rows = []
    for site_id in sorted({*layouts.sites, *layouts.failed}):
        of_site = planned.loc[f"sites:{site_id}"]
        gross, net = _known(of_site["gross_ha"]), _known(of_site["net_ha"])
        share = shape_ha = lots_ha = difference = None
        why = layouts.failed.get(site_id)
        if site_id in layouts.sites:
            share, shape_ha = _lots_share(layouts.sites[site_id]), _shape_ha(layouts.sites[site_id])
            lots_ha = None if gross is None else share * gross
            difference = None if lots_ha is None or net is None else lots_ha - net
            told = text("layout.plan.yield", lots=lots_ha, planned=net, pct=100 * share)
            why = Both(say(told, "vi"), say(told, "en"))
        assert why is not None
        rows.append(
            {
                "site_id": site_id, "gross_ha": gross, "shape_ha": shape_ha, "planned_net_ha": net, "lots_share": share,
                "lots_ha": lots_ha, "difference_ha": difference, "returned_ha": returned.get(site_id),
                "reason_vi": why.vi, "reason_en": why.en,
            }
        )  # fmt: skip
    return result_frame("site_yield", pd.DataFrame(rows, columns=list(table("site_yield").columns)))


def with_yields(sites: Sites, layouts: Layouts) -> Sites:
    """``sites`` whose land to let is what their lots can hold, where they were laid out and their gross area is known.

    I/O Example:
        b1: gross_ha 300, 72 % in lots -> net_ha_assumed 216
    """
    share = sites["site_id"].map({site_id: _lots_share(one) for site_id, one in layouts.sites.items()})
    gross = sites["gross_ha"].fillna(sites["gross_ha_assumed"])
    return Sites(sites.assign(net_ha_assumed=(share * gross).fillna(sites["net_ha_assumed"])))


def _returned(before: Sites, after: Sites) -> dict[str, float]:
    """Hectares by site that siting was asked again with."""
    was, now = before["net_ha_assumed"], after["net_ha_assumed"]
    moved = now.notna() & ~was.eq(now)
    return {str(site): float(ha) for site, ha in zip(after.loc[moved, "site_id"], now[moved], strict=True)}


def shares_of(layouts: Layouts) -> pd.DataFrame:
    """Shares of the best scheme of each site, as the verdicts read them.

    I/O Example:
        b1, scheme a: roads 0.12, green 0.10 … -> facility_id sites:b1, roads_share 0.12, green_share 0.10, …
    """
    rows = []
    for site_id, one in layouts.sites.items():
        shares = one.tables["layout_shares"]
        best = shares[shares["scheme_id"] == BEST].set_index("group")["share"]
        rows.append(
            {
                "facility_id": f"sites:{site_id}", "roads_share": best["roads"], "green_share": best["green"],
                "technical_share": best["technical"], "service_share": best["service"],
            }
        )  # fmt: skip
    columns = ["facility_id", "roads_share", "green_share", "technical_share", "service_share"]
    return pd.DataFrame(rows, columns=columns)


def _lots_share(one: LaidOut) -> float:
    shares = one.tables["layout_shares"]
    return float(shares.loc[(shares["scheme_id"] == BEST) & (shares["group"] == "lots"), "share"].iloc[0])


def _shape_ha(one: LaidOut) -> float:
    metrics = one.tables["layout_metrics"]
    return (
        float(metrics.loc[(metrics["scheme_id"] == BEST) & (metrics["metric"] == "site_m2"), "value"].iloc[0])
        / 1e4
    )


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type,call-overload]


def _both(key: str) -> Both:
    return Both(say(text(key), "vi"), say(text(key), "en"))

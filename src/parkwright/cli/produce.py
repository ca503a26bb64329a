"""From a region to a finished run folder: plan, pictures, briefs, map layers, manifest. The clock is read here."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import parkwright
from parkwright.cli.workers import two_at_once
from parkwright.dossier import build_brief, write_html, write_pdf
from parkwright.dossier.brief.lots import PICTURE
from parkwright.figures import draw_pictures, map_layers
from parkwright.figures.layout import draw_scheme_thumb
from parkwright.files.layout_gpkg import layout_gpkg
from parkwright.files.results_gpkg import results_gpkg
from parkwright.files.run_folder import Run, read_run, write_run
from parkwright.kernels.milp import solver_version
from parkwright.kernels.projection import proj_version
from parkwright.plan import Clock, PlanResult, Scenario, run_plan
from parkwright.plan.layouts import BEST
from parkwright.plan.questions import answer_questions
from parkwright.plan.trace import trace_plan
from parkwright.rules import load_rules
from parkwright.tables import BadInput, Region, problem
from parkwright.words import LANGS, Lang

_SITES_DRAWN = 2
"""Sites whose schemes stand as pictures in the brief: each picture is heavy."""
_LIBRARIES = ("numpy", "pandas", "pyproj", "scipy", "shapely")


def produce(
    region: Region,
    scenario: Scenario,
    out: Path,
    overwrite: bool,
    earlier: Path | None,
    progress: Callable[[str], None],
    asked: Callable[[int, int], None] = lambda done, of: None,
) -> PlanResult:
    """Plan and write everything into ``out``: CSV tables, briefs (HTML, PDF; vi, en), results.gpkg, manifest.json.

    progress: told the name of each step as it begins; asked: told how many what-if questions are done, and of how many
    """
    clock = Clock(datetime.now(UTC).isoformat(timespec="seconds"), parkwright.__version__, _versions())
    before = None if earlier is None else _earlier(earlier)
    with two_at_once() as each:
        result = run_plan(region, load_rules(region.meta.rule_set), scenario, clock, progress, before, each)
    region = result.region
    progress("questions")
    run_id = str(result.manifest["run_id"])
    tables = {**result.tables, **answer_questions(result, asked)}
    tables["trace"] = trace_plan(region, tables, run_id)
    result = replace(result, tables=tables)
    progress("figures")
    pictures = draw_pictures(region, tables) | _schemes_drawn(result)
    live = {lang: map_layers(region, tables, lang) for lang in LANGS}
    progress("brief")
    brief = build_brief(region, tables, result.manifest, pictures, live)
    other: dict[str, bytes] = {}
    for lang in LANGS:
        other[f"brief.{lang}.html"] = write_html(brief, lang).encode()
        other[f"brief.{lang}.pdf"] = write_pdf(brief, lang)
    other["results.gpkg"] = results_gpkg(tables, region)
    for site_id, laid in result.layouts.sites.items():
        zone = region.meta.analysis_crs
        other[f"layouts/{site_id}.gpkg"] = layout_gpkg(laid.tables, laid.shapes, BEST, zone)
    other["manifest.json"] = json.dumps(result.manifest, ensure_ascii=False, indent=2).encode()
    write_run(tables, other, out, overwrite)
    return result


def _schemes_drawn(result: PlanResult) -> dict[str, dict[Lang, str]]:
    """The schemes of the first sites that open, side by side, for the brief; all stand in ``layouts``."""
    new = result.tables["openings"].sort_values(["period_id", "facility_id"], kind="stable")["facility_id"]
    sites = [
        one.removeprefix("sites:")
        for one in dict.fromkeys(new)
        if one.removeprefix("sites:") in result.layouts.sites
    ]
    return {
        f"{PICTURE}{site}": {
            lang: draw_scheme_thumb(result.layouts.sites[site].tables, result.layouts.shapes(site), lang)
            for lang in LANGS
        }
        for site in sites[:_SITES_DRAWN]
    }


def _earlier(folder: Path) -> Run:
    """The run that the search is to begin from.

    Raises:
        BadInput: no run stands there, or one without its openings.
    """
    run = read_run(folder, ("openings",))
    if "openings" not in run.tables:
        raise BadInput([problem("missing_table", "openings", file="openings.csv")])
    return run


def _versions() -> dict[str, str]:
    """What the plan was computed with."""
    own = {"python": platform.python_version(), "highs": solver_version(), "proj": proj_version()}
    return own | {name: metadata.version(name) for name in _LIBRARIES}


def summary(result: PlanResult, out: Path) -> dict[str, Any]:
    """What ``plan`` prints: the headline figures, and the siting part of the manifest."""
    openings, tables = result.tables["openings"], result.tables
    new = openings[~openings["committed"].fillna(False)]
    headline = {
        "out": str(out),
        "sites": int(new["facility_id"].nunique()),
        "net_ha": float(new["net_ha"].sum()),
        "unserved_ha": float(tables["unserved"]["ha"].sum()),
        "cost_bn": float(tables["plan_costs"]["cost_bn"].sum()),
        "currency": result.region.meta.currency,
        "gap_pct": 100 * float(result.manifest["siting"]["gap"] or 0.0),
    }
    return {
        "ok": True,
        "run_id": result.manifest["run_id"],
        "headline": headline,
        "siting": result.manifest["siting"],
        "openings": new[["facility_id", "phase", "period_id", "legal_type", "net_ha"]].to_dict("records"),
    }

"""From a site file and a mix to a folder of schemes: tables, GeoPackages, manifest. The clock is read here."""

from __future__ import annotations

import difflib
import json
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

import parkwright
from parkwright.files.csv_table import csv_bytes, read_csv_table
from parkwright.files.dxf import write_drawing
from parkwright.files.layout_gpkg import layout_gpkg
from parkwright.files.layout_workbook import layout_workbook
from parkwright.files.run_folder import write_run
from parkwright.files.site_file import SiteFile, read_site
from parkwright.plan.layouts import BEST, capacity_of, law_of, shapes_in_zone
from parkwright.plan.scenario import make_choices
from parkwright.rules import InForce, fold, load_rules
from parkwright.steps.layout import LaidOut, LayoutParams, lay_out
from parkwright.steps.layout.judge import Capacity
from parkwright.tables import BadInput, Region, errors, open_table, problem
from parkwright.words import LANGS, say

RULE_SET = "vn"


@dataclass(frozen=True, slots=True)
class Asked:
    """A site that is to be laid out, wherever it came from."""

    site_id: str
    file: SiteFile
    law: InForce
    capacity: Capacity = field(default_factory=Capacity)


def lay_out_site(
    asked: Asked, mix: Path, out: Path, overwrite: bool, seed: int, sets: dict[str, str], all_drawings: bool = False
) -> dict[str, Any]:  # fmt: skip
    """Lay out one site and write the folder; what ``--json`` prints comes back.

    Raises:
        BadInput: the mix cannot be read, or the site cannot be laid out.
        BadChoice: a choice that the step does not know.
    """
    begun = time.monotonic()
    params = make_choices(LayoutParams, sets)
    read = asked.file
    made = lay_out(asked.site_id, read.shapes, read_mix(mix), asked.law, params, seed, asked.capacity)
    told = summary(made, time.monotonic() - begun) | {
        "repairs": len(read.repairs),
        "warnings": [{lang: one.sentence(lang) for lang in LANGS} for one in read.problems],
    }
    manifest = {
        "version": parkwright.__version__, "started_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "site_id": asked.site_id, "zone": read.zone, "law_on": asked.law.day.isoformat(), "seed": seed,
        "params": params.model_dump(mode="json"), "schemes": told["schemes"],
    }  # fmt: skip
    other = {"manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2).encode()}
    for scheme in made.tables["layout_metrics"]["scheme_id"].unique():
        stem = "layout" if scheme == BEST else f"layout.{scheme}"
        other[f"{stem}.gpkg"] = layout_gpkg(made.tables, made.shapes, scheme, read.zone)
        for lang in LANGS:
            other[f"{stem}.{lang}.dxf"] = write_drawing(*_drawn(made, scheme), read.zone, lang)
        other[f"{stem}.xlsx"] = layout_workbook(made.tables, scheme)
        if scheme == BEST or all_drawings:
            other |= _drawings(made, scheme, read, asked.site_id, stem)
    if len(read.repairs):
        other["site_repairs.csv"] = _repairs(read.repairs)
    write_run(made.tables, other, out, overwrite)
    return told


def site_of_file(path: Path, crs: str | None, on: date | None) -> Asked:
    """A site from a file of its own, under the law of Viet Nam on a day (today by default).

    Raises:
        BadInput: the file is not there or cannot be read.
    """
    if not path.is_file():
        raise BadInput([problem("files.no_such_file", "site_shapes", path=str(path))])
    law = load_rules(RULE_SET).on(on or datetime.now(UTC).date())
    return Asked(slug(path.stem), read_site(path, crs), law)


def site_of_region(region: Region, site_id: str, on: date | None) -> Asked:
    """A site of a region: its shapes in the zone of the region, its limits of power and water, the law of the region's day.

    Raises:
        BadInput: the region has no such site, or no shapes of it.
    """
    known = list(region.sites["site_id"])
    if site_id not in known:
        nearest = difflib.get_close_matches(site_id, known, 1, 0.0)[0]
        raise BadInput([problem("files.no_such_site", "sites", "site_id", site_id=site_id, nearest=nearest)])
    rows = region.site_shapes[region.site_shapes["site_id"] == site_id]
    if rows.empty:
        raise BadInput([problem("files.no_shapes", "site_shapes", "site_id", site_id=site_id)])
    zone = region.meta.analysis_crs
    shapes = shapes_in_zone(rows, zone)
    site = region.sites[region.sites["site_id"] == site_id].iloc[0]
    rules = load_rules(region.meta.rule_set)
    law = (
        rules.on(on, region.meta.region_id) if on else law_of(region, site, rules, region.meta.appraisal_date)
    )
    return Asked(site_id, SiteFile(shapes, zone, ()), law, capacity_of(site))


def slug(name: str) -> str:
    """A name as an id.

    I/O Example:
        slug("Khu đất số 1") -> "khu-dat-so-1"
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "site"


def _drawn(made: LaidOut, scheme: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pieces and lots of a scheme with their shapes, as the drawing takes them."""
    pieces = made.tables["layout_pieces"].assign(geometry=pd.Series(made.shapes, dtype=object))
    pieces = pieces[pieces["scheme_id"] == scheme].rename(columns={"width": "width_m", "class": "road_class"})
    lots = made.tables["layout_lots"]
    lots = lots[lots["scheme_id"] == scheme].rename(columns={"class": "size_class"})
    place = dict(zip(pieces["piece_id"], pieces["geometry"], strict=True))
    return pieces, lots.assign(piece_id=lots["lot_id"], geometry=[place[lot] for lot in lots["lot_id"]])


def _repairs(repairs: pd.DataFrame) -> bytes:
    """What was mended in a drawing, one row each, with the sentence in both languages."""
    told = {f"text_{lang}": [say(one, lang) for one in repairs["text"]] for lang in LANGS}
    return csv_bytes(repairs.drop(columns="text").assign(**told))


def _drawings(made: LaidOut, scheme: str, read: SiteFile, title: str, stem: str) -> dict[str, bytes]:
    """The plan drawing of a scheme: an SVG for each language, and a PDF with a page for each."""
    from parkwright.figures.layout import draw_layout_sheets

    doors = read.shapes.loc[read.shapes["role"] == "access", "geometry"]
    boundary = read.shapes[read.shapes["role"] == "boundary"]
    drawn = draw_layout_sheets(
        made.tables, made.shapes, scheme, read.zone, title, access=tuple((float(x), float(y)) for x, y in (shapely.get_coordinates(door)[0] for door in doors)),
        assumed="evidence" in boundary and bool((boundary["evidence"] == "assumed").any()), notes=made.notes,
    )  # fmt: skip
    return {
        **{f"{stem}.{lang}.svg": svg.encode() for lang, svg in drawn.svg.items()},
        f"{stem}.pdf": drawn.pdf,
    }


def read_mix(path: Path) -> pd.DataFrame:
    """The lots that are asked for, from a CSV file.

    Raises:
        BadInput: every defect of it.
    """
    raw, found = read_csv_table(path, "lot_mix")
    if errors(found):
        raise BadInput(errors(found))
    opened = open_table("lot_mix", raw)
    if errors(opened.problems):
        raise BadInput(errors(opened.problems))
    frame = opened.frame
    frame.index = opened.rows.to_numpy()
    return frame


def summary(made: LaidOut, seconds: float) -> dict[str, Any]:
    """What ``--json`` prints: for each scheme its shares, lots by class against demand, frontage rate, ledger error."""
    schemes = [_scheme(made, scheme) for scheme in made.tables["layout_metrics"]["scheme_id"].unique()]
    notes = [{lang: say(note, lang) for lang in LANGS} for note in made.notes]
    return {"ok": True, **_flat(schemes[0]), "seconds": round(seconds, 2), "schemes": schemes, "notes": notes}


def _flat(best: dict[str, Any]) -> dict[str, Any]:
    """The best scheme's figures at the top, for scripts that ask for one answer."""
    return {name: best[name] for name in ("shares", "lots_by_class", "frontage_rate", "ledger_error_m2")}


def _scheme(made: LaidOut, scheme: str) -> dict[str, Any]:
    def mine(name: str) -> pd.DataFrame:
        frame = made.tables[name]
        return frame[frame["scheme_id"] == scheme]

    metric = dict(zip(mine("layout_metrics")["metric"], mine("layout_metrics")["value"], strict=True))
    verdicts = mine("layout_verdicts")
    classes = mine("layout_mix")[
        ["class", "premises_type", "asked_area_m2", "asked_count", "given_count", "unmet_count", "given_m2"]
    ]
    return {
        "scheme_id": scheme,
        "shares": {str(row.group): float(row.share) for row in mine("layout_shares").itertuples()},  # type: ignore[arg-type]
        "lots": int(metric["lots"]),
        "lots_by_class": classes.to_dict("records"),
        "unmet_lots": float(metric["unmet_lots"]),
        "frontage_rate": float(metric["frontage_rate"]),
        "ledger_error_m2": float(metric["ledger_m2"]),
        "dead_ends": int(metric["dead_ends"]),
        "metrics": {str(name): None if value != value else float(value) for name, value in metric.items()},
        "fails": sorted(verdicts.loc[verdicts["verdict"] == "fails", "rule_id"]),
    }

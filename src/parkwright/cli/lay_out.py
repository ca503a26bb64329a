"""From a site file and a mix to a folder of schemes: tables, GeoPackages, manifest. The clock is read here."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

import parkwright
from parkwright.files.csv_table import read_csv_table
from parkwright.files.layout_gpkg import layout_gpkg
from parkwright.files.layout_workbook import layout_workbook
from parkwright.files.run_folder import write_run
from parkwright.files.site_file import SiteFile, read_site
from parkwright.plan.scenario import make_choices
from parkwright.rules import load_rules
from parkwright.steps.layout import LaidOut, LayoutParams, lay_out
from parkwright.tables import BadInput, errors, open_table, problem
from parkwright.words import LANGS, say

RULE_SET = "vn"
BEST = "a"


def lay_out_file(
    site: Path, mix: Path, out: Path, overwrite: bool, crs: str | None, on: date | None, seed: int, sets: dict[str, str]
) -> dict[str, Any]:  # fmt: skip
    """Lay out one site and write the folder; what ``--json`` prints comes back.

    Raises:
        BadInput: the files cannot be read, or the site cannot be laid out.
        BadChoice: a choice that the step does not know.
    """
    begun = time.monotonic()
    params = make_choices(LayoutParams, sets)
    if not site.is_file():
        raise BadInput([problem("files.no_such_file", "site_shapes", path=str(site))])
    read = read_site(site, crs)
    asked = read_mix(mix)
    day = on or datetime.now(UTC).date()
    law = load_rules(RULE_SET).on(day)
    site_id = site.stem.lower().replace("_", "-")
    made = lay_out(site_id, read.shapes, asked, law, params, seed)
    told = summary(made, time.monotonic() - begun)
    manifest = {
        "version": parkwright.__version__, "started_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "site": site.name, "zone": read.zone, "law_on": day.isoformat(), "seed": seed,
        "params": params.model_dump(mode="json"), "schemes": told["schemes"],
    }  # fmt: skip
    other = {"manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2).encode()}
    for scheme in made.tables["layout_metrics"]["scheme_id"].unique():
        stem = "layout" if scheme == BEST else f"layout.{scheme}"
        other[f"{stem}.gpkg"] = layout_gpkg(made.tables, made.shapes, scheme, read.zone)
        other[f"{stem}.xlsx"] = layout_workbook(made.tables, scheme)
        other |= _drawings(made, scheme, read, site.stem, stem)
    write_run(made.tables, other, out, overwrite)
    return told


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

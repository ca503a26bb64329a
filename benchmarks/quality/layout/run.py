"""Layouts of made-up sites beside the baseline of other tools (oriented-box subdivision), each tested again from its polygons.

    python benchmarks/quality/layout/run.py [--only NAME ...] [--seed 0] [--markdown FILE]

Prints one row a site for our best scheme and one for the baseline, and below the table every fault that ``checker`` and the
planning code find. --markdown writes the table for benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from checker import Checked, check
from shapes import Case, cases
from subdivision import best_subdivision

from parkwright.kernels.layout.ground import polygons
from parkwright.kernels.layout.measured import Layout
from parkwright.kernels.layout.network import measure_network, networks
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.rules import InForce, load_rules
from parkwright.steps.layout import LayoutParams, lay_out
from parkwright.steps.layout.asked import lot_classes
from parkwright.steps.layout.figures import fit, rectangularity, shares
from parkwright.steps.layout.ground import Prepared, prepare
from parkwright.steps.layout.laid_out import make_standards
from parkwright.words import say

SMALL_M2 = (2000.0, 5000.0)
PARAMS = LayoutParams()
_NOT_LAND = ("water", "corridor", "protected", "reserve", "road_existing")


@dataclass(frozen=True, slots=True)
class Row:
    """What the table shows of one layout; shares are parts of one."""

    lots: float
    of_ceiling: float
    small: float
    undersized: int
    frontage: float
    odd: int
    dead_ends: int
    rectangular: float
    ledger_m2: float
    overlap_m2: float
    seconds: float
    faults: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="Layouts beside oriented-box subdivision.")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names of sites")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on", default="2026-11-25", help="day of the law")
    parser.add_argument("--markdown", type=Path, default=None)
    asked = parser.parse_args()
    law = load_rules("vn").on(datetime.strptime(asked.on, "%Y-%m-%d").replace(tzinfo=UTC).date())
    rows: list[tuple[Case, float, Row, Row]] = []
    for case in cases():
        if asked.only and not any(part in case.name for part in asked.only):
            continue
        mine, theirs, most = compare(case, law, asked.seed)
        rows.append((case, most, mine, theirs))
        print(f"  {case.name}: {mine.lots:.1%} / {theirs.lots:.1%}", *mine.faults, sep="\n    ", flush=True)
    table = "\n".join(_table(rows))
    print("\n" + table + "\n")
    for case, _, mine, theirs in rows:
        for who, row in (("ours", mine), ("baseline", theirs)):
            for fault in row.faults:
                print(f"{case.name} ({who}): {fault}")
    if asked.markdown is not None:
        asked.markdown.write_text(table + "\n", encoding="utf-8")


def compare(case: Case, law: InForce, seed: int) -> tuple[Row, Row, float]:
    """Our best scheme, the baseline, and the ceiling (part of the site)."""
    standards = make_standards(law, PARAMS)
    ready = prepare(case.shapes, standards, PARAMS)
    classes = lot_classes(case.mix, PARAMS)
    most = ceiling(ready, standards)
    return (
        _ours(case, law, seed, ready, classes, most),
        _theirs(case, ready, classes, standards, most),
        most,
    )


def ceiling(ready: Prepared, standards: Standards) -> float:
    """What the least shares of the code, the service and parking that are chosen, and land that is taken leave for lots."""
    taken = sum(area.area for use, area in ready.ground.taken if use.startswith(_NOT_LAND))
    least = (
        standards.roads_share, standards.green_share, standards.technical_share, standards.service_share,
        standards.parking_share,
    )  # fmt: skip
    return 1.0 - sum(least) - taken / ready.ground.area_m2


def _ours(
    case: Case, law: InForce, seed: int, ready: Prepared, classes: Sequence[LotClass], most: float
) -> Row:  # fmt: skip
    begun = time.monotonic()
    made = lay_out("site", case.shapes, case.mix, law, PARAMS, seed)
    seconds = time.monotonic() - begun

    def best(name: str) -> pd.DataFrame:
        frame = made.tables[name]
        return frame[frame["scheme_id"] == "a"]

    metric = dict(zip(best("layout_metrics")["metric"], best("layout_metrics")["value"], strict=True))
    lots = best("layout_lots")
    verdicts = best("layout_verdicts")
    told = [
        f"the code: {rule} fails, {value:.4g} against {limit:.4g}"
        for rule, value, limit in verdicts.loc[
            verdicts["verdict"] == "fails", ["rule_id", "value", "limit"]
        ].itertuples(index=False)
    ]
    noted = [say(note, "en") for note in made.notes]
    tested: list[Checked] = []
    schemes = made.tables["layout_pieces"]["scheme_id"]
    for scheme in schemes.unique():
        mine = np.flatnonzero(schemes == scheme)
        uses = made.tables["layout_pieces"]["use"].iloc[mine].tolist()
        shapes = [made.shapes[at] for at in mine]
        one = check(shapes, uses, case.site, case.doors, _excluded(ready), bool(made.notes))
        tested.append(one)
        told += [f"scheme {scheme}: {fault}" for fault in one.faults]
    area = lots["area_m2"].to_numpy(dtype=float)
    return Row(
        metric["lots_share"], metric["lots_share"] / most, _small(area), _undersized(area, classes),
        metric["frontage_rate"], tested[0].odd_lots, int(metric["dead_ends"]), float(lots["rectangularity"].mean()), tested[0].ledger_m2,
        tested[0].overlap_m2, seconds, (*told, *(f"note: {one}" for one in noted)),
    )  # fmt: skip


def _theirs(
    case: Case, ready: Prepared, classes: Sequence[LotClass], standards: Standards, most: float
) -> Row:  # fmt: skip
    begun = time.monotonic()
    site_m2 = ready.ground.area_m2

    def worth(layout: Layout, ends: int) -> float:
        # what ranks our own schemes (steps/layout/laid_out), less the terms for bridges and close junctions. Lots that break the
        # limits are no lots of ours, so they count for nothing here; neither do roads that lead nowhere come free
        unmet = fit(layout, classes)["unmet_count"].sum() / max(1.0, sum(one.count for one in classes))
        good = layout.is_lot & (layout.frontage_m >= standards.frontage_m)
        good &= layout.width_m <= standards.ratio_high * np.maximum(layout.depth_m, 1e-9)
        alone = networks(len(layout.use), layout.is_road, layout.beside) - len(polygons(ready.ground.site))
        return float(layout.area_m2[good].sum()) / site_m2 - 0.1 * unmet - 0.002 * ends - 0.05 * max(0, alone)

    made = best_subdivision(ready.ground, ready.doors, classes, standards, worth)
    seconds = time.monotonic() - begun
    layout = made.layout
    tested = check(layout.shapes, layout.use, case.site, case.doors, _excluded(ready), bool(ready.notes))
    lot = layout.is_lot
    group = shares(layout, site_m2)
    area, front = layout.area_m2[lot], layout.frontage_m[lot]
    told = [f"{name} {group[name] / site_m2:.2%} of the site, {least:.0%} asked" for name, least in (
        ("roads", standards.roads_share), ("green", standards.green_share), ("technical", standards.technical_share),
    ) if group[name] < least * site_m2]  # fmt: skip
    ends = measure_network(made.lines, ready.ground.doors, standards.junction_m).dead_ends_m
    return Row(
        group["lots"] / site_m2, group["lots"] / site_m2 / most, _small(area), _undersized(area, classes),
        float((front >= standards.frontage_m).mean()), tested.odd_lots, len(ends), float(rectangularity(layout)[lot].mean()),
        tested.ledger_m2, tested.overlap_m2, seconds, (*told, *tested.faults),
    )  # fmt: skip


def _excluded(ready: Prepared) -> shapely.Geometry:
    """What no lot may touch: the site's exclusions, and their banks."""
    return shapely.union_all([area for _, area in ready.ground.taken])


def _small(area: np.ndarray) -> float:
    inside = (area >= SMALL_M2[0]) & (area <= SMALL_M2[1])
    return float(area[inside].sum() / area.sum()) if len(area) else 0.0


def _undersized(area: np.ndarray, classes: Sequence[LotClass]) -> int:
    """Lots smaller than the smallest that anybody asked for."""
    return int((area < min(one.low_m2 for one in classes) - 1.0).sum())


def _table(rows: Sequence[tuple[Case, float, Row, Row]]) -> list[str]:
    """The table in markdown: ours / baseline in each cell."""
    heads = (
        "site", "ha", "ceiling", "lots", "of the ceiling", "small lots", "below the wanted size", "frontage", "out of limits", "dead ends",
        "rectangular", "ledger m²", "overlap m²", "s", "faults",
    )  # fmt: skip
    out = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for case, most, *both in rows:
        cells = [case.name, f"{case.site.area / 1e4:,.0f}", f"{most:.1%}"]
        cells += [" / ".join(show(one) for one in both) for show in _SHOWN]
        out.append("| " + " | ".join(cells) + " |")
    return out


_SHOWN = (
    lambda one: f"{one.lots:.1%}",
    lambda one: f"{one.of_ceiling:.0%}",
    lambda one: f"{one.small:.0%}",
    lambda one: f"{one.undersized}",
    lambda one: f"{one.frontage:.1%}",
    lambda one: f"{one.odd}",
    lambda one: f"{one.dead_ends}",
    lambda one: f"{one.rectangular:.2f}",
    lambda one: f"{abs(one.ledger_m2):.3f}",
    lambda one: f"{one.overlap_m2:.4f}",
    lambda one: f"{one.seconds:.1f}",
    lambda one: f"{sum(not fault.startswith('note') for fault in one.faults)}",
)


if __name__ == "__main__":
    main()

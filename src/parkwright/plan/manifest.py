"""The manifest of a run: what went in, what was chosen, how the solve ended, and which transformation moved the points."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parkwright.kernels.projection import operation
from parkwright.plan.scenario import Scenario
from parkwright.steps.siting import SitingAnswer
from parkwright.tables import Region


@dataclass(frozen=True, slots=True)
class Clock:
    """What the outside world knows: when the run began (UTC, ISO) and which version runs. Never read below ``cli``."""

    started_utc: str
    version: str


def run_id(region: Region, scenario: Scenario, version: str) -> str:
    """Twelve characters that stand for inputs, choices and version: the same three give the same id.

    I/O Example:
        one hectare changed in one request -> another id
    """
    told = {"inputs": digests(region), "scenario": scenario.model_dump(mode="json"), "version": version}
    return hashlib.blake2b(_json(told).encode(), digest_size=6).hexdigest()


def digests(region: Region) -> dict[str, str]:
    """A checksum of each input table (its typed cells) and of the region's own settings."""
    found = {name: _digest(frame) for name, frame in region.frames().items()}
    found["region.toml"] = hashlib.blake2b(repr(region.meta).encode(), digest_size=8).hexdigest()
    return found


def _digest(frame: pd.DataFrame) -> str:
    written = (
        frame.to_csv(index=False)
        if "geometry" not in frame
        else frame.astype({"geometry": "str"}).to_csv(index=False)
    )
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def make_manifest(
    region: Region, scenario: Scenario, answer: SitingAnswer, clock: Clock, steps_s: Mapping[str, float]
) -> dict[str, Any]:
    """Everything that makes the run repeatable, as plain data for ``manifest.json``."""
    meta = region.meta
    return {
        "run_id": run_id(region, scenario, clock.version),
        "region_id": meta.region_id,
        "version": clock.version,
        "started_utc": clock.started_utc,
        "law_on": scenario.day(meta).isoformat(),
        "rule_set": meta.rule_set,
        "currency": meta.currency,
        "price_year": meta.price_year,
        "seed": scenario.seed,
        "scenario": scenario.model_dump(mode="json"),
        "inputs": digests(region),
        "datum_operation": str(operation(meta.analysis_crs)),
        "siting": {
            "solver": "HiGHS",
            "status": answer.status,
            "objective_bn": _finite(answer.objective),
            "bound_bn": _finite(answer.bound),
            "root_bound_all_arcs_bn": _finite(answer.root_bound),
            "gap": _finite(answer.gap),
            "gap_to_root_bound": _finite(
                (answer.objective - answer.root_bound) / max(1e-9, abs(answer.objective))
            ),
            "seconds": round(answer.seconds, 2),
            "arcs_kept": answer.arcs_kept,
            "arcs_left_out": answer.arcs_left_out,
            "saved_by_arcs_left_out_bn": _finite(answer.entered_bn),
        },
        "seconds": {name: round(seconds, 2) for name, seconds in steps_s.items()},
    }


def _finite(value: float) -> float | None:
    return float(value) if abs(value) < 1e300 and value == value else None


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)

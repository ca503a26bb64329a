"""The manifest of a run: what went in, what was chosen, how the solve ended, and which transformation moved the points."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from parkwright.kernels.milp import SolveSettings
from parkwright.kernels.projection import operation
from parkwright.plan.compare import Finished
from parkwright.plan.scenario import Scenario
from parkwright.rules import Rule, Rules
from parkwright.steps.siting import SitingAnswer
from parkwright.tables import Region, schema_version


@dataclass(frozen=True, slots=True)
class Clock:
    """What the outside world knows: when the run began (UTC, ISO), which version runs, and on which versions of Python and
    the libraries ({"python": "3.13.5", "highs": "1.12.0", …}). Never read below ``cli``."""

    started_utc: str
    version: str
    versions: Mapping[str, str] = field(default_factory=dict)


def run_id(
    region: Region,
    rules: Rules,
    scenario: Scenario,
    clock: Clock,
    settings: SolveSettings,
    earlier: Finished | None = None,
) -> str:
    """Twelve characters that stand for all that decides a plan; the hour and the seconds do not count.

    I/O Example:
        one hectare changed in one request, one value of the law, another earlier run to start from -> another id
    """
    return _checksum(_decisive(region, rules, scenario, clock, settings, earlier), 6)


def _decisive(
    region: Region,
    rules: Rules,
    scenario: Scenario,
    clock: Clock,
    settings: SolveSettings,
    earlier: Finished | None,
) -> dict[str, Any]:
    """The part of the manifest that is known before the run and decides its plan."""
    return {
        "version": clock.version,
        "versions": dict(clock.versions),
        "threads": settings.threads,
        "scenario": scenario.model_dump(mode="json"),
        "from_run": None if earlier is None else _start(earlier),
        "inputs": {**digests(region), "rules": _checksum([_entries(rule) for rule in rules])},
    }


def _start(earlier: Finished) -> dict[str, Any]:
    """An earlier run by its id, and by the openings that the search begins with."""
    return {"run_id": earlier.manifest.get("run_id"), "openings": _digest(earlier.tables["openings"])}


def _entries(rule: Rule) -> dict[str, Any]:
    return {entry.name: getattr(rule, entry.name) for entry in fields(rule)}


def digests(region: Region) -> dict[str, str]:
    """A checksum of each table that a plan is made from (its typed cells) and of the region's own settings; what is recorded
    about a programme changes no plan."""
    found = {name: _digest(frame) for name, frame in region.frames("region").items()}
    found["region.toml"] = _checksum(repr(region.meta))
    return found


def _digest(frame: pd.DataFrame) -> str:
    return _checksum(
        frame.to_csv(index=False)
        if "geometry" not in frame
        else frame.astype({"geometry": "str"}).to_csv(index=False)
    )


def make_manifest(
    region: Region,
    rules: Rules,
    scenario: Scenario,
    settings: SolveSettings,
    answer: SitingAnswer,
    clock: Clock,
    steps_s: Mapping[str, float],
    earlier: Finished | None = None,
) -> dict[str, Any]:
    """Everything that makes the run repeatable, as plain data for ``manifest.json``.

    settings: what the siting solve was asked for; earlier: the run that it began from, if any
    """
    meta = region.meta
    return {
        "run_id": run_id(region, rules, scenario, clock, settings, earlier),
        "region_id": meta.region_id,
        "schema_version": schema_version(),
        "started_utc": clock.started_utc,
        "law_on": scenario.day(meta).isoformat(),
        "rule_set": meta.rule_set,
        "currency": meta.currency,
        "price_year": meta.price_year,
        "seed": scenario.seed,
        **_decisive(region, rules, scenario, clock, settings, earlier),
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


def _checksum(told: Any, size: int = 8) -> str:
    """Of anything that JSON or ``str`` can write; ``size`` in bytes (two characters each)."""
    written = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(written.encode(), digest_size=size).hexdigest()

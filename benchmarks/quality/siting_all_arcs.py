"""The siting model as it runs (few arcs, the rest priced in) against the same model with every arc, given a long time.

    python benchmarks/quality/siting_all_arcs.py [--region hcmc] [--time-limit 1800]

What the arcs left out could still change is what this looks for: the model with every arc begins at the plan found, so its
bound holds for all plans, and its objective can only be lower. Prints a row for benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from parkwright.files import read_region
from parkwright.kernels.cutting import tighten
from parkwright.kernels.milp import Answer, SolveSettings, solve
from parkwright.plan import Clock, PlanResult, make_scenario, run_plan
from parkwright.rules import load_rules
from parkwright.steps.siting.solve import strong_links


def main() -> None:
    parser = argparse.ArgumentParser(description="The siting model against itself with every arc.")
    parser.add_argument("--region", default="hcmc")
    parser.add_argument(
        "--time-limit", type=float, default=1800.0, help="seconds for the model with every arc"
    )
    asked = parser.parse_args()
    ours = _plan(asked.region)
    begun = time.monotonic()
    every = _every_arc(ours, SolveSettings(asked.time_limit, ours.scenario.gap, ours.scenario.seed))
    seconds = time.monotonic() - begun
    print(
        "| day | region | arcs | kept | s | objective bn | gap told | s, every arc | objective bn | bound bn | plan above this bound |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    answer = ours.answer
    row = (datetime.now(UTC).date().isoformat(), asked.region, ours.task.formulation.columns.arcs, answer.arcs_kept,
           f"{answer.seconds:.1f}", f"{answer.objective:,.1f}", f"{answer.gap:.4%}", f"{seconds:.0f}",
           f"{every.objective:,.1f}", f"{every.bound:,.1f}", f"{1 - every.bound / answer.objective:.4%}")  # fmt: skip
    print("| " + " | ".join(map(str, row)) + " |")


def _plan(name: str) -> PlanResult:
    region, problems = read_region(name)
    if region is None:
        raise SystemExit("\n".join(problem.sentence("en") for problem in problems))
    scenario = make_scenario(region.meta, {}, {})
    clock = Clock(datetime.now(UTC).isoformat(timespec="seconds"), "benchmark")
    return run_plan(region, load_rules(region.meta.rule_set), scenario, clock)


def _every_arc(ours: PlanResult, settings: SolveSettings) -> Answer:
    problem, form = ours.task.problem, ours.task.formulation
    everything = np.arange(form.columns.total)
    unhurried = replace(settings, time_limit_s=np.inf)
    tight = tighten(form.milp, strong_links(problem, form, everything), unhurried)
    return solve(tight, settings, ours.answer.x)


if __name__ == "__main__":
    main()

"""Time whole plans: `parkwright plan` for the bundled region and for a synthetic one of another country's shape.

    python benchmarks/speed/plan_regions.py [--repeat 3] [--time-limit 60] [--only hcmc|synthetic]

Each plan is its own process, so that start-up, maps and both briefs are in the seconds and the peak of memory is that of the
process and its children. ``load`` is the mean load of five minutes at the end: far above 1.5, others were at
work on the machine. Prints rows for benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PARKWRIGHT = Path(sys.executable).with_name("parkwright")
SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description="Time whole plans.")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=None, help="seconds given to the siting model")
    parser.add_argument("--only", choices=("hcmc", "synthetic"), default=None)
    asked = parser.parse_args()
    extra = [] if asked.time_limit is None else ["--time-limit", str(asked.time_limit)]
    print("| day | region | machine | runs | median s | peak MiB | siting s | status | gap | exit | load |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, region in (("hcmc", "hcmc"), ("synthetic", _synthetic(Path(folder)))):
            if asked.only in (None, name):
                print(_row(name, region, Path(folder) / f"out-{name}", extra, asked.repeat), flush=True)


def _synthetic(folder: Path) -> str:
    region = folder / "synthetic"
    script = CHECKOUT / "scripts" / "make_synthetic_region.py"
    subprocess.run(
        [sys.executable, script, "--seed", str(SEED), "--out", region], check=True, capture_output=True
    )
    return str(region)


def _row(name: str, region: str, out: Path, extra: Sequence[str], repeat: int) -> str:
    runs = [_plan(region, out, extra) for _ in range(repeat)]
    seconds = statistics.median(run[0] for run in runs)
    peak = max(run[1] for run in runs)
    manifest = _manifest(out)
    cells = (
        datetime.now(UTC).date().isoformat(), name, f"{len(os.sched_getaffinity(0))} cores", str(repeat), f"{seconds:.1f}",
        f"{peak:.0f}", *manifest, str(runs[-1][2]), f"{os.getloadavg()[1]:.1f}",
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _plan(region: str, out: Path, extra: Sequence[str]) -> tuple[float, float, int]:
    """Seconds, peak MiB (resident, of the process itself), exit code of one plan."""
    command = [str(PARKWRIGHT), "plan", region, "--out", str(out), "--overwrite", *extra]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - started, usage.ru_maxrss / 1024, process.returncode


def _manifest(out: Path) -> tuple[str, str, str]:
    """Seconds, status and gap of the siting model as the manifest of the run states them."""
    try:
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return "", "no manifest", ""
    solve = manifest["siting"]
    gap = solve.get("gap")
    return (
        f"{solve.get('seconds', float('nan')):.1f}",
        str(solve.get("status", "")),
        "" if gap is None else f"{gap:.4%}",
    )


if __name__ == "__main__":
    main()

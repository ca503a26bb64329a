"""The solver seam on public instances: capacitated facility location of OR-Library against the best-known values.

    python benchmarks/quality/facility_location.py [--sets cap41 cap134] [--time-limit 60]

The instances are not part of this project: their folder is ../shared/bench-data beside the checkout, or PARKWRIGHT_BENCH_DATA.
The formulation is the strong one that the siting model uses (a link row for each arc). Prints rows for benchmarks/README.md.
Source of the instances: Beasley 1988, European Journal of Operational Research 33:314-325.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy import sparse

from parkwright.kernels.milp import Milp, SolveSettings, solve

CHECKOUT = Path(__file__).resolve().parents[2]
BENCH_DATA = Path(os.environ.get("PARKWRIGHT_BENCH_DATA", CHECKOUT.parent / "shared" / "bench-data"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Facility location of OR-Library against best-known values.")
    parser.add_argument(
        "--sets", nargs="*", default=None, help="names of instances; default: all with a plain file"
    )
    parser.add_argument("--time-limit", type=float, default=60.0)
    asked = parser.parse_args()
    best_known = _best_known()
    names = asked.sets or [name for name in best_known if (BENCH_DATA / "orlib_cap" / f"{name}.txt").exists()]
    settings = SolveSettings(time_limit_s=asked.time_limit, gap=1e-6)
    seconds, misses, proven = [], [], 0
    for name in names:
        answer = solve(read_instance(BENCH_DATA / "orlib_cap" / f"{name}.txt"), settings)
        over = answer.objective / best_known[name] - 1
        seconds.append(answer.seconds)
        proven += answer.status == "optimal"
        if abs(over) > 1e-5:
            misses.append(f"{name} {over:+.4%}")
        print(
            f"  {name:8} {answer.status:8} {answer.objective:16.3f} best known {best_known[name]:16.3f} {answer.seconds:6.2f} s"
        )
    print("\n| day | instances | proven | away from the best known | median s | slowest s |")
    print("| --- | --- | --- | --- | --- | --- |")
    row = (datetime.now(UTC).date().isoformat(), len(names), proven, ", ".join(misses) or "none",
           f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}")  # fmt: skip
    print("| " + " | ".join(map(str, row)) + " |")


def _best_known() -> dict[str, float]:
    with (BENCH_DATA / "known_optima.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["instance"]: float(row["value"]) for row in csv.DictReader(file) if row["set"] == "orlib_cap"
        }


def read_instance(path: Path) -> Milp:
    """Columns: share of customer j served by site i (m x n), then site i opened (m).

    minimise   sum c_ij x_ij + sum f_i y_i
    subject to sum_i x_ij = 1;   sum_j d_j x_ij <= s_i y_i;   x_ij <= y_i
    """
    numbers = np.array(path.read_text("utf-8").split(), dtype=float)
    m, n = int(numbers[0]), int(numbers[1])
    capacity, fixed = numbers[2 : 2 + 2 * m].reshape(m, 2).T
    clients = numbers[2 + 2 * m :].reshape(n, m + 1)
    demand, cost = clients[:, 0], clients[:, 1:].T
    arcs = m * n
    serve = sparse.hstack([sparse.kron(np.ones((1, m)), sparse.eye(n)), sparse.csr_matrix((n, m))])
    hold = sparse.hstack([sparse.kron(sparse.eye(m), demand[None, :]), sparse.diags(-capacity)])
    link = sparse.hstack([sparse.eye(arcs), sparse.kron(-sparse.eye(m), np.ones((n, 1)))])
    rows = n + m + arcs
    return Milp(
        c=np.concatenate([cost.ravel(), fixed]),
        a=sparse.csr_matrix(sparse.vstack([serve, hold, link])),
        row_low=np.concatenate([np.ones(n), np.full(rows - n, -np.inf)]),
        row_high=np.concatenate([np.ones(n), np.zeros(rows - n)]),
        low=np.zeros(arcs + m),
        high=np.ones(arcs + m),
        integral=np.concatenate([np.zeros(arcs, dtype=bool), np.ones(m, dtype=bool)]),
    )


if __name__ == "__main__":
    main()

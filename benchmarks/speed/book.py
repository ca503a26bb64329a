"""Put the book under load: many writers, one contested row, killed writers, and the figures of a large programme.

    python benchmarks/speed/book.py [--seconds 60] [--writers 8] [--kills 200] [--only writers|rivals|kills|figures]

Writers and rivals are processes of their own. The programme has 10,000 indicators with ten years of approved observations each and one
target each; every tenth indicator is a formula. Prints rows for benchmarks/README.md; nothing here fails on a time.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from parkwright.cli.monitor.shown import FIRST_PAGE, programme_of
from parkwright.files import read_region
from parkwright.files.meta_tables import meta_node
from parkwright.steps.monitoring import MonitorParams, dashboard, monitor_programme
from parkwright.store.address import Address
from parkwright.store.book import open_book
from parkwright.store.fill import create
from parkwright.store.in_use import series_in_use
from parkwright.tables import all_tables, empty_frame, open_table

AT = "2026-11-01T08:30:00Z"
INDICATORS, YEARS = 10_000, range(2016, 2026)
WRITER = """
import sys, time
from pathlib import Path
import pandas as pd
from parkwright.store.address import Address
from parkwright.store.book import open_book
path, name, until = Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
with open_book(Address(f"sqlite:///{path}", path)) as book:
    number = 0
    print("ready", flush=True)
    while time.monotonic() < until:
        ids = [f"{name}-{number}-{part}" for part in range(3)]
        with book.change(name, "2026-11-01T08:30:00Z") as batch:
            batch.insert("areas", pd.DataFrame({"area_id": ids, "name_vi": "x", "name_en": "x"}))
        print(number, flush=True)
        number += 1
"""
RIVAL = """
import sys, time
from pathlib import Path
from parkwright.store.address import Address
from parkwright.store.book import open_book
from parkwright.store.contested import Contested
path, name, until = Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
won = lost = 0
with open_book(Address(f"sqlite:///{path}", path)) as book:
    while time.monotonic() < until:
        seen = book.versions("areas")[("one",)]
        try:
            with book.change(name, "2026-11-01T08:30:00Z") as batch:
                batch.update("areas", ("one",), {"note": f"{name} {won} {lost}"}, seen)
            won += 1
        except Contested:
            lost += 1
print(won, lost, flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Put the book under load.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", choices=("writers", "rivals", "kills", "figures"), default=None)
    asked = parser.parse_args()
    print("| day | what | machine | how much | told | load |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        runs = {
            "writers": lambda path: _writers(path, asked.writers, asked.seconds),
            "rivals": lambda path: _rivals(path, asked.writers, asked.seconds / 4),
            "kills": lambda path: _kills(path, asked.kills),
            "figures": _figures,
        }
        for name, run in runs.items():
            if asked.only in (None, name):
                for how_much, told in run(Path(folder) / f"{name}.db"):
                    cells = (
                        datetime.now(UTC).date().isoformat(),
                        name,
                        f"{len(os.sched_getaffinity(0))} cores",
                        how_much,
                        told,
                        f"{os.getloadavg()[1]:.1f}",
                    )
                    print(f"| {' | '.join(cells)} |", flush=True)


def _address(path: Path) -> Address:
    return Address(f"sqlite:///{path}", path)


def _empty_book(path: Path) -> Address:
    region, _ = read_region("hcmc")
    assert region is not None
    create(_address(path), meta_node(region.meta), {}, "maker", AT)
    return _address(path)


def _start(script: str, path: Path, name: str, seconds: float) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", script, str(path), name, str(seconds)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ids(address: Address) -> set[str]:
    with open_book(address) as book:
        return set(book.read("areas", ["area_id"])["area_id"])


def _writers(path: Path, writers: int, seconds: float) -> list[tuple[str, str]]:
    address = _empty_book(path)
    running = [_start(WRITER, path, f"w{number}", seconds) for number in range(writers)]
    done = [process.communicate() for process in running]
    errors = sum(bool(told[1]) for told in done)
    reported = [{int(line) for line in told[0].split()[1:]} for told in done]
    wanted = {
        f"w{number}-{batch}-{part}"
        for number, batches in enumerate(reported)
        for batch in batches
        for part in range(3)
    }
    commits = sum(map(len, reported))
    lost = len(wanted - _ids(address))
    least = min(map(len, reported))
    told = f"{commits} commits ({commits / seconds:.0f}/s, the slowest writer {least}), errors {errors}, rows lost {lost}"
    return [(f"{writers} writers, {seconds:.0f} s, distinct rows", told)]


def _rivals(path: Path, writers: int, seconds: float) -> list[tuple[str, str]]:
    address = _empty_book(path)
    with open_book(address) as book, book.change("an", AT) as batch:
        batch.insert("areas", pd.DataFrame({"area_id": ["one"], "name_vi": ["x"], "name_en": ["x"]}))
    running = [_start(RIVAL, path, f"r{number}", seconds) for number in range(writers)]
    done = [process.communicate() for process in running]
    counts = [tuple(map(int, told[0].split())) for told in done]
    won, lost = sum(count[0] for count in counts), sum(count[1] for count in counts)
    with open_book(address) as book:
        kept = int((book.changes("areas")["kind"] == "update").sum())
    errors = sum(bool(told[1]) for told in done)
    return [
        (
            f"{writers} writers, {seconds:.0f} s, one row",
            f"{won + lost} tries, {won} won, {kept} in the history, {lost} losers told, errors {errors}",
        )
    ]


def _kills(path: Path, kills: int) -> list[tuple[str, str]]:
    address, moments = _empty_book(path), random.Random(7)
    lost = halves = committed = 0
    for turn in range(kills):
        process = _start(WRITER, path, f"k{turn}", 60)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        reported = {int(line) for line in process.communicate()[0].split()}
        found = {one for one in _ids(address) if one.startswith(f"k{turn}-")}
        batches = {int(one.split("-")[1]) for one in found}
        committed += len(reported)
        lost += len(reported - batches)
        halves += sum(f"k{turn}-{number}-{part}" not in found for number in batches for part in range(3))
    return [
        (
            f"{kills} kills at random moments",
            f"{committed} committed batches, {lost} lost, {halves} rows of half batches",
        )
    ]


def _figures(path: Path) -> list[tuple[str, str]]:
    region, _ = read_region("hcmc")
    assert region is not None
    started = time.perf_counter()
    create(
        _address(path), meta_node(region.meta), {**region.frames("region"), **_large_programme()}, "maker", AT
    )
    made = time.perf_counter() - started
    params = MonitorParams(programme="p", as_of=date(2026, 11, 1), period="2020/2025")
    page, whole = [], []
    for _ in range(7):
        started = time.perf_counter()
        with open_book(_address(path)) as book:
            told = programme_of(book, FIRST_PAGE)
            quick = dashboard(told, params, series_in_use(book, told.indicators, params.recorded_by))
        page.append(time.perf_counter() - started)
    for _ in range(3):
        started = time.perf_counter()
        with open_book(_address(path)) as book:
            found = monitor_programme(programme_of(book), params)
        whole.append(time.perf_counter() - started)
    assert sum(quick.targets.values()) == len(found.targets)
    size = f"{INDICATORS:,} indicators, {INDICATORS * len(YEARS):,} observations"
    return [
        (
            size,
            f"figures of the first page from the book: median {statistics.median(page):.2f} s, most {max(page):.2f} s",
        ),
        (
            size,
            f"all tables of the report from the book: median {statistics.median(whole):.2f} s, most {max(whole):.2f} s",
        ),
        (size, f"filling the book: {made:.1f} s"),
    ]


def _large_programme() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(1)
    ids = np.array([f"i-{number:05d}" for number in range(INDICATORS)])
    formulas = [
        None if number % 10 else f"{{i-{(number + 1):05d}}} + {{i-{(number + 2):05d}}}"
        for number in range(INDICATORS)
    ]
    names = {"name_vi": "x", "name_en": "x"}
    years = [str(year) for year in YEARS]
    key = np.repeat(ids, len(years))
    period = np.tile(years, INDICATORS)
    own = np.char.add(np.char.add(key, "-"), period)
    items = ["p", *(f"g-{number}" for number in range(13))]
    raw = {
        "areas": pd.DataFrame({"area_id": ["a"], **names}),
        "agencies": pd.DataFrame({"agency_id": [f"ag-{number}" for number in range(40)], **names}),
        "programme_items": pd.DataFrame({"item_id": items, "parent_id": [None, *["p"] * 13], "level": ["programme", *["task-group"] * 13], **names}),
        "indicators": pd.DataFrame({
            "indicator_id": ids, "item_id": [f"g-{number % 13}" for number in range(INDICATORS)], **names, "unit": "u", "accrual": "level",
            "direction": "up", "area_id": "a", "agency_id": [f"ag-{number % 40}" for number in range(INDICATORS)], "formula": formulas,
        }),
        "observations": pd.DataFrame({
            "observation_id": own, "indicator_id": key, "area_id": "a", "period": period,
            "value": 10 + np.tile(np.arange(len(years)), INDICATORS) + rng.normal(size=len(key)), "source": "s", "recorded_by": "x",
            "recorded_at": np.char.add(np.char.add("", (period.astype(int) + 1).astype(str)), "-02-01T00:00:00Z"),
        }),
        "decisions": pd.DataFrame({
            "decision_id": np.char.add("d-", own), "observation_id": own, "decision": "approved", "recorded_by": "x",
            "recorded_at": "2026-03-01T00:00:00Z",
        }),
        "targets": pd.DataFrame({
            "target_id": np.char.add("t-", ids), "indicator_id": ids, "area_id": "a", "period": "2030", "form": "level", "bound": "at-least",
            "low": 25.0, "unit": "u", "baseline": 10.0, "baseline_period": "2016",
        }),
    }  # fmt: skip
    return {
        spec.name: open_table(spec.name, raw[spec.name]).frame if spec.name in raw else empty_frame(spec.name)
        for spec in all_tables("input", "programme")
    }


if __name__ == "__main__":
    main()

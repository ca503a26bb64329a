"""Processes that write to a book at the same time, or are killed while they write; for tests/store and benchmarks/speed/book.py.

    python book_writer.py distinct BOOK --writers 6 --seconds 3      each writer counts up a row of its own
    python book_writer.py contested BOOK --writers 4 --seconds 3     all count up one row
    python book_writer.py kill BOOK --kills 12 --seed 1              one writes batches of rows until it is killed, again and again

BOOK is an address; the table is ``requests``, the column ``area_m2``, the batches go into ``agencies``. What happened is printed as JSON. All
that is loaded is loaded once: the writers are forked, and each opens the book itself.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from parkwright.store.address import find_address
from parkwright.store.book import Book, open_book
from parkwright.store.contested import Contested
from parkwright.store.schema import metadata
from parkwright.tables import open_table
from parkwright.tables.problem import BadInput

ROWS = 3
"""Rows of a batch."""
AT = "2026-11-02T08:30:00Z"
LONGEST_S = 0.4
"""A writer lives at most so long before it is killed."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write to a book from several processes.")
    parser.add_argument("work", choices=("distinct", "contested", "kill"))
    parser.add_argument("book")
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.work == "kill":
        found = kill(asked.book, asked.kills, random.Random(asked.seed))
    else:
        work = distinct if asked.work == "distinct" else contested
        found = side_by_side(work, asked.book, asked.writers, asked.seconds)
    json.dump(found, sys.stdout)


def side_by_side(
    work: Callable[[Book, str, int, float], dict[str, Any]], address: str, writers: int, seconds: float
) -> list[dict[str, Any]]:
    """The same work in so many processes; what each of them found."""
    until = time.monotonic() + seconds
    ends = []
    for number in range(writers):
        here, there = os.pipe()
        if os.fork() == 0:
            os.close(here)
            _as_child(there, lambda who=number: _report(work, address, who, until))  # type: ignore[misc]
        os.close(there)
        ends.append(here)
    found = []
    for end in ends:
        with open(end, "rb") as pipe:
            found.append(json.loads(pipe.read()))
    for _ in range(writers):
        os.wait()
    return found


def _report(
    work: Callable[[Book, str, int, float], dict[str, Any]], address: str, number: int, until: float
) -> bytes:
    with open_book(find_address(address, {})) as book:
        return json.dumps(work(book, f"writer-{number}", number, until)).encode()


def _as_child(pipe: int, work: Callable[[], bytes]) -> None:
    """Do it, tell it, and end without what the parent would do at its end."""
    try:
        told = work()
    except BaseException as error:  # told, and counted by the parent
        told = json.dumps({"crash": repr(error)}).encode()
    with open(pipe, "wb") as end:
        end.write(told)
    os._exit(0)


def distinct(book: Book, who: str, number: int, until: float) -> dict[str, Any]:
    """Count up a row of one's own."""
    key = book.read("requests", ["request_id"])["request_id"].iloc[number]
    start = _area(book, key)
    commits, errors = 0, []
    while time.monotonic() < until:
        try:
            with book.change(who, AT) as batch:
                row, version = batch.row("requests", (key,))
                assert row is not None
                batch.update("requests", (key,), {"area_m2": row["area_m2"] + 1}, version)
        except BadInput as error:
            errors.append(str(error))
        else:
            commits += 1
    return {"who": who, "key": key, "start": start, "commits": commits, "errors": errors}


def contested(book: Book, who: str, number: int, until: float) -> dict[str, Any]:
    """Count up the first row, in the belief that nobody else does."""
    key = book.read("requests", ["request_id"])["request_id"].iloc[0]
    won, told, errors = [], 0, []
    while time.monotonic() < until:
        version = book.versions("requests")[(key,)]
        area = _area(book, key) + 1
        time.sleep(0.002)
        try:
            with book.change(who, AT) as batch:
                batch.update("requests", (key,), {"area_m2": area}, version)
        except Contested:
            told += 1
        except BadInput as error:
            errors.append(str(error))
        else:
            won.append(area)
    return {"who": who, "key": key, "won": won, "told": told, "errors": errors}


def _area(book: Book, key: str) -> float:
    return float(book.read("requests", ["area_m2"], {"request_id": key})["area_m2"].iloc[0])


def kill(address: str, kills: int, chance: random.Random) -> list[dict[str, Any]]:
    """Let a process write until it is killed; of each: when it was killed, and the batches that it reported as committed."""
    found = []
    open_table(
        "agencies", agency("warm")
    )  # what is read once is read here, and not in the short life of a writer
    metadata()
    for life in range(kills):
        here, there = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(here)
            _write_for_ever(address, life, there)
        os.close(there)
        seconds = chance.uniform(0, LONGEST_S)
        with open(here, "rb") as pipe:
            first = pipe.readline()  # it has opened the book
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told = [
                line.strip().decode()
                for line in pipe.read().splitlines(keepends=True)
                if line.endswith(b"\n")
            ]
        found.append({"life": life, "opened": first == b"open\n", "seconds": seconds, "committed": told})
    return found


def _write_for_ever(address: str, life: int, pipe: int) -> None:
    """Batches of rows; each is told when it has become part of the book."""
    try:
        with open(pipe, "wb", buffering=0) as end, open_book(find_address(address, {})) as book:
            end.write(b"open\n")
            number = 0
            while True:
                with book.change(f"life-{life}", AT) as batch:
                    for row in range(ROWS):
                        batch.insert("agencies", agency(f"l{life}.b{number}.r{row}"))
                end.write(f"l{life}.b{number}\n".encode())
                number += 1
    finally:
        os._exit(1)


def agency(name: str) -> pd.DataFrame:
    return pd.DataFrame({"agency_id": [name], "name_vi": [name], "name_en": [name]}, dtype="str")


if __name__ == "__main__":
    main()

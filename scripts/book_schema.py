"""Write the snapshots of the book's schema from today's table specs; ``--check`` says whether they differ (exit code 1).

    python scripts/book_schema.py [--check]

A revision that has been released is frozen: name it in FROZEN, and add the next one to MADE_BY with the tables that it makes or
changes (a table that changes needs hand-written steps in its module of ``store/migrations/versions``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from parkwright.store.schema import Shape, shapes, to_plain

SNAPSHOTS = Path(__file__).resolve().parents[1] / "src" / "parkwright" / "store" / "migrations" / "snapshots"
FROZEN: tuple[str, ...] = ()
_LATER = ("runs", "reports")
_SHAPES = ("site_shapes",)


def _is_later(name: str) -> bool:
    return name in _LATER or name.startswith("run_")


def _is_shapes(name: str) -> bool:
    return name in _SHAPES


MADE_BY: Mapping[str, Callable[[str], bool]] = {
    "0001": lambda name: not (_is_later(name) or _is_shapes(name)),
    "0002": _is_later,
    "0003": _is_shapes,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the snapshots of the book's schema.")
    parser.add_argument("--check", action="store_true", help="only say whether the newest schema differs")
    asked = parser.parse_args()
    if asked.check:
        told = differences()
        print("\n".join(told) or "the snapshots hold what the specs say")
        return 1 if told else 0
    for revision, makes in MADE_BY.items():
        if revision not in FROZEN:
            made = {name: shape for name, shape in shapes().items() if makes(name)}
            (SNAPSHOTS / f"{revision}.json").write_text(as_text(made), "utf-8", newline="\n")
    return 0


def differences() -> list[str]:
    """Tables whose newest snapshot is not what the specs say, one sentence each."""
    from parkwright.store.revisions import newest, shapes_at

    frozen, due = to_plain(shapes_at(newest())), to_plain(shapes())
    return [
        f"{name}: the snapshot and the spec differ"
        for name in sorted({*frozen, *due})
        if frozen.get(name) != due.get(name)
    ]


def as_text(made: Mapping[str, Shape]) -> str:
    """The snapshot as text, one line for each column, so that a difference can be read."""
    tables = [f"{json.dumps(name)}: {_table(node)}" for name, node in sorted(to_plain(made).items())]
    return "{\n" + ",\n".join(tables) + "\n}\n"


def _table(node: Mapping[str, Any]) -> str:
    columns = [f"  {json.dumps(name)}: {json.dumps(cell)}" for name, cell in node["columns"].items()]
    more = [f'"{part}": {json.dumps(held)}' for part, held in node.items() if part != "columns"]
    return "{" + ", ".join(more) + ', "columns": {\n' + ",\n".join(columns) + "}}"


if __name__ == "__main__":
    sys.exit(main())

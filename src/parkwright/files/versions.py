"""Regions and runs whose tables are of another version: one sentence that says which program reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parkwright.tables import Problem, problem, schema_version

KEY = "schema_version"
_FIRST = 1
"""What says nothing was written before there was a second version."""


def other_version(node: Mapping[str, Any], path: Path, table: str) -> Problem | None:
    """The problem of a region.toml or manifest of another version; None where the version is ours, or is none at all.

    table: what the sentence is told of ("region.toml", the name of the run)

    I/O Example:
        {"schema_version": 2} under a program that reads 1 -> "… is of version 2 of the tables, this program reads version 1; …"
    """
    found, ours = node.get(KEY, _FIRST), schema_version()
    if not isinstance(found, int) or isinstance(found, bool) or found < _FIRST or found == ours:
        return None
    told = {"path": str(path), "found": str(found), "read": str(ours)}
    return problem("files.other_version", table, KEY, None, "error", **told)

"""Regions and runs whose tables are of another version: older ones are brought up, newer ones told which program reads them.

Version 2 takes the flat table ``indicators`` of version 1 (definition, value and date in one row) apart. Version 3 adds the table
``site_shapes``: an older region has no shapes, which needs no upgrade.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from parkwright.tables import Problem, all_tables, problem, schema_version
from parkwright.words import LANGS, Text, say, text

KEY = "schema_version"
_FIRST = 1
"""What says nothing was written before there was a second version; also the oldest that is brought up."""
OLDEST_RUN = max(spec.schema_version for spec in all_tables("result", "region"))
"""The version in which a result table of a plan last changed its shape: older runs cannot be read."""
_EARLIEST = "1970-01-01T00:00:00Z"
"""Version 1 did not say when a value was recorded: the earliest moment, so that no report leaves it out."""


def other_version(node: Mapping[str, Any], path: Path, table: str, oldest: int = _FIRST) -> Problem | None:
    """The problem of a region.toml or manifest of a version that cannot be read; None where it can, or where none is given.

    table:  what the sentence is told of ("region.toml", the name of the run)
    oldest: the oldest version that is still read

    I/O Example:
        {"schema_version": 4} under a program that reads 3 -> "… is of version 4 of the tables, this program reads version 3; …"
    """
    found, ours = node.get(KEY, _FIRST), schema_version()
    if not isinstance(found, int) or isinstance(found, bool) or found < _FIRST or oldest <= found <= ours:
        return None
    told = {"path": str(path), "found": str(found), "read": str(ours)}
    return problem("files.other_version", table, KEY, None, "error", **told)


def is_older(node: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the tables are of an earlier version and hold what ``upgraded`` brings up.

    I/O Example:
        {"schema_version": 1}, {"indicators": frame with the column "indicator"} -> True; without that column -> False
    """
    found = node.get(KEY, _FIRST)
    return found == _FIRST and not isinstance(found, bool) and "indicator" in tables.get("indicators", ())


def upgraded(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Raw tables of version 1 in the shape of version 2: each row of the flat table ``indicators`` becomes a definition and an
    observation, each name of an area a row of ``areas`` (a unit that was not told is "?"). Other tables stay as they are.

    I/O Example:
        indicators:   indicator_id  group  indicator      area  date  value  unit
                      i001          parks  parks in use   City  2024  17     parks
        -> indicators i001 (accrual level), observations i001 (period 2024, value 17), areas city
    """
    flat = tables["indicators"]
    cells = flat.reindex(columns=list(_FLAT))
    areas = cells["area"].map(_slug, na_action="ignore")
    facts = cells[["source", "evidence", "note"]]
    definitions = pd.DataFrame({
        "indicator_id": cells["indicator_id"], "group": cells["group"], "name_vi": cells["indicator"], "name_en": cells["indicator"],
        "unit": cells["unit"].where(cells["unit"].notna() & (cells["unit"] != ""), "?"), "accrual": "level", "area_id": areas, "note": _in_both(text("files.upgraded.note", by=text("files.upgraded.by"))),
    })  # fmt: skip
    observations = pd.DataFrame({
        "observation_id": cells["indicator_id"], "indicator_id": cells["indicator_id"], "area_id": areas, "period": cells["date"],
        "value": cells["value"], "recorded_by": _in_both(text("files.upgraded.by")), "recorded_at": _EARLIEST,
    }).join(facts)  # fmt: skip
    named = pd.DataFrame({"area_id": areas, "name_vi": cells["area"], "name_en": cells["area"]})
    known = named[named["area_id"].notna()].drop_duplicates("area_id")
    return {**tables, "indicators": definitions, "observations": observations, "areas": known}


_FLAT = ("indicator_id", "group", "indicator", "area", "date", "value", "unit", "source", "evidence", "note")


def _slug(name: str) -> str:
    plain = (
        unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "area"


def _in_both(told: Text) -> str:
    """A remark in a cell that has room for one only."""
    return " / ".join(say(told, lang) for lang in LANGS)

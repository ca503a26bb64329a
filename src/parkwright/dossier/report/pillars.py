"""The four pillars: which items and targets of the programme serve each, and where they stand."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.report.blocks import column, note, section, table
from parkwright.dossier.report.material import OWN_LEVELS, Material
from parkwright.dossier.report.wording import code
from parkwright.dossier.tree import Block, Cell

PILLARS = ("high-tech", "research", "smart-production", "regional-links")


def pillars(material: Material) -> tuple[Block, ...]:
    """The chapter of the pillars: an item or a target counts under each pillar that its row names; one without stays outside."""
    items = material.items[material.items["level"].isin(OWN_LEVELS)]
    targets = material.targets.assign(
        pillars=material.targets["indicator_id"].map(material.indicators["pillars"])
    )
    rows: list[tuple[Cell, ...]] = []
    for pillar in PILLARS:
        mine, asked = _of(items, pillar), _of(targets, pillar)
        rows.append((
            code("pillar", pillar), len(mine), _count(mine, "done"), _count(mine, "late"), len(asked), _count(asked, "reached"),
            _count(asked, "missed") + _count(asked, "late"),
        ))  # fmt: skip
    columns = (
        column("pillar"), column("items", None, 0), column("items_done", None, 0), column("items_late", None, 0), column("targets", None, 0),
        column("reached", None, 0), column("behind", None, 0),
    )  # fmt: skip
    outside = int(items["pillars"].isna().sum()), int(targets["pillars"].isna().sum())
    found = table(material, "table-pillars", columns, rows, "items", "targets")
    return (section("pillars"), found, note("report.no_pillar", items=outside[0], targets=outside[1]))


def _of(frame: pd.DataFrame, pillar: str) -> pd.DataFrame:
    named = (
        frame["pillars"]
        .fillna("")
        .str.split(";")
        .map(lambda words: pillar in [word.strip() for word in words])
    )
    return frame[named.astype(bool)]


def _count(frame: pd.DataFrame, status: str) -> int:
    return int((frame["status"] == status).sum())

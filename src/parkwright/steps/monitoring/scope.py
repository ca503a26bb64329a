"""What belongs to a programme: its items as a tree in reading order, its indicators and its targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from parkwright.tables import Programme

ORDER = ("programme", "task-group", "scheme", "action", "output", "plan", "strand", "direction")
"""Levels as a report tells them."""


class UnknownProgramme(KeyError):
    """No row of level programme has this id; the argument is the id."""


@dataclass(frozen=True, slots=True)
class Scope:
    """items: rows of programme_items of one programme in reading order, with depth and rank (0 = the programme itself);
    indicators, targets: those of its items; of a programme that is not fictitious also those of no item (context of the region)
    """

    items: pd.DataFrame
    indicators: pd.DataFrame
    targets: pd.DataFrame
    fictitious: bool


def scope_of(programme: Programme, programme_id: str) -> Scope:
    """What belongs to the programme.

    I/O Example:
        items: p; p.g1 (place 1); p.g1.a; p.s1 (scheme)   -> reading order p, g1, a, s1 with depths 0, 1, 2, 1

    Raises:
        UnknownProgramme: no programme of that id.
    """
    items = programme.programme_items
    heads = items.loc[items["level"] == "programme", "item_id"]
    if programme_id not in set(heads):
        raise UnknownProgramme(programme_id)
    placed = pd.DataFrame(list(_walk(items, programme_id)), columns=["item_id", "depth", "rank"])
    tree = placed.merge(items, on="item_id", validate="one_to_one")
    fictitious = bool(tree["fictitious"].fillna(False).iloc[0])
    inside = set(tree["item_id"])
    indicators, targets = programme.indicators, programme.targets
    mine = indicators["item_id"].isin(inside) | (indicators["item_id"].isna() & (not fictitious))
    set_by = targets["item_id"].where(
        targets["item_id"].notna(),
        targets["indicator_id"].map(indicators.set_index("indicator_id")["item_id"]),
    )
    asked = set_by.isin(inside) | (set_by.isna() & (not fictitious))
    mine |= indicators["indicator_id"].isin(targets.loc[asked, "indicator_id"])
    return Scope(
        tree,
        indicators[mine].reset_index(drop=True),
        targets.assign(item_id=set_by)[asked].reset_index(drop=True),
        fictitious,
    )


def _walk(items: pd.DataFrame, top: str) -> Iterator[tuple[str, int, int]]:
    sorted_items = items.assign(order=items["level"].map(ORDER.index)).sort_values(
        ["order", "place", "item_id"], na_position="last"
    )
    below: dict[str, list[str]] = {}
    for item, parent in sorted_items[["item_id", "parent_id"]].dropna().itertuples(index=False):
        below.setdefault(parent, []).append(item)
    rank, waiting = 0, [(top, 0)]
    while waiting:
        item, depth = waiting.pop()
        yield item, depth, rank
        rank += 1
        waiting += [(child, depth + 1) for child in reversed(below.get(item, []))]


def subtree_sums(tree: pd.DataFrame, own: pd.Series) -> pd.Series:
    """What each item and all below it add up to.

    tree: item_id, parent_id in reading order; own: by item_id

    I/O Example:
        p > g > a, own a = 2, g = 1 -> a 2, g 3, p 3
    """
    total = {item: int(own.get(item, 0)) for item in tree["item_id"]}
    for item, parent in reversed(list(tree[["item_id", "parent_id"]].itertuples(index=False))):
        if parent in total and parent != item:
            total[parent] += total[item]
    return tree["item_id"].map(total).astype("int64")

"""The one join: what does not match is never lost in silence."""

from __future__ import annotations

from typing import Literal

import pandas as pd

Unmatched = Literal["raise", "keep"]


class Unmatchable(ValueError):
    """Rows of the left table without a partner in the right one, where the caller said there are none."""


def join(
    left: pd.DataFrame, right: pd.DataFrame, on: str | dict[str, str], unmatched: Unmatched
) -> pd.DataFrame:
    """Add the columns of ``right`` to ``left``: as many rows out as in, in the order of ``left``.

    on:        a column of both, or {column of left: column of right}
    unmatched: "raise" if every row of left must find a partner; "keep" if the added columns may stay unknown

    I/O Example:
        left:  cell  place_id     right: place_id  scope        join(left, right, "place_id", "raise")
               c1    q1                  q1        core         -> c1  q1  core

    Raises:
        Unmatchable: a row has no partner, and ``unmatched`` is "raise".
        pandas.errors.MergeError: ``right`` has the same key twice.
        ValueError: both have a column of the same name besides the keys.
    """
    pairs = {on: on} if isinstance(on, str) else on
    renamed = right.rename(columns={theirs: ours for ours, theirs in pairs.items()})
    both = (set(left) & set(renamed)) - set(pairs)
    if both:
        raise ValueError(f"both tables have {', '.join(sorted(map(str, both)))}")
    merged = left.merge(renamed, how="left", on=list(pairs), validate="many_to_one", indicator="_found")
    missing = merged.loc[merged["_found"] == "left_only", list(pairs)]
    if unmatched == "raise" and not missing.empty:
        raise Unmatchable(f"no partner for {missing.drop_duplicates().head(5).to_dict('records')}")
    merged.index = left.index
    return merged.drop(columns="_found")

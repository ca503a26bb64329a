"""Where each item stands: done, late, on track, not started, stopped, not reported, or cannot tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.monitoring.scope import Scope, subtree_sums
from parkwright.steps.monitoring.series import known_rows
from parkwright.steps.monitoring.spans import Days, spans
from parkwright.tables import Progress


def judge_items(
    scope: Scope, progress: Progress, targets: pd.DataFrame, moment: str, day: int
) -> pd.DataFrame:
    """The status of each item on a day, in reading order.

    progress: the latest report of an item counts; targets: monitoring_targets (item_id, status)

    I/O Example:
        deadline 2025-06-30, started 80 %, told on 2026-11-01     -> late, days_late 489
        done on 2025-08-01 after a deadline of 2025-06-30         -> done, days_late 32
        2024 to 2027, started, 40 % on 2025-12-31 (half the way)  -> late;            50 % -> on-track;  unknown -> cannot-tell
        no report                                                 -> not-reported

    Returns a frame as the spec ``monitoring_items`` wants it, sorted by ``rank``.
    """
    tree = scope.items
    told = known_rows(progress, moment)
    at = spans(told["day"])[1]
    told = told.assign(at=at)[at <= day].sort_values(["item_id", "at", "recorded_at", "progress_id"])
    last = told.drop_duplicates("item_id", keep="last").set_index("item_id")
    state, done = tree["item_id"].map(last["state"]), tree["item_id"].map(last["done_pct"])
    told_at = tree["item_id"].map(last["at"]).to_numpy("float64")
    deadline = spans(tree["deadline"])[1]
    kinds = state.to_numpy(object)
    is_done = kinds == "done"
    with np.errstate(invalid="ignore"):
        late_by = np.where(is_done, told_at - deadline, np.where(kinds == "stopped", np.nan, day - deadline))
    late = late_by > 0
    pct, expected = done.to_numpy("float64"), _expected_pct(tree, told_at, deadline)
    unreported = state.isna().to_numpy(bool)
    status = np.select(
        [
            unreported,
            is_done,
            kinds == "stopped",
            late,
            kinds == "not-started",
            pct >= expected,
            pct < expected,
        ],
        ["not-reported", "done", "stopped", "late", "not-started", "on-track", "late"],
        "cannot-tell",
    )
    own = targets.groupby("item_id").size()
    reached = targets[targets["status"] == "reached"].groupby("item_id").size()
    days_late = pd.array(np.where(late & ~unreported, late_by, np.nan), "Float64").astype("Int64")
    return pd.DataFrame({
        "item_id": tree["item_id"], "programme_id": tree["item_id"].iloc[0], "parent_id": tree["parent_id"], "level": tree["level"],
        "depth": tree["depth"], "rank": tree["rank"], "named": tree["name_vi"].notna() | tree["name_en"].notna(), "state": state,
        "done_pct": done, "told_day": tree["item_id"].map(last["day"]), "deadline": tree["deadline"], "days_late": days_late,
        "status": status, "reached": subtree_sums(tree, reached), "targets": subtree_sums(tree, own),
    })  # fmt: skip


def _expected_pct(tree: pd.DataFrame, told_at: Days, deadline: Days) -> Days:
    """What a straight way from start to deadline would have done on the day of the report, %."""
    start = spans(tree["starts"])[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.clip(100 * (told_at - start) / (deadline - start), 0, 100)

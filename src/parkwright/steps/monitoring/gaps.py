"""What is missing, and whom to ask: the list that ends a report."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from parkwright.steps.monitoring.scope import Scope
from parkwright.tables import Programme

WITH_NAMES = ("programme", "task-group", "scheme", "action", "output")
"""Levels that the programme itself sets; what the press calls a strand is no slot of it."""
WITH_BUDGETS = ("task-group", "scheme")
OWED = ("observation", "years", "end-value", "baseline", "area", "comparable-form")
_COLUMNS = ["gap_id", "kind", "object_table", "object_id", "agency_id", "period"]


def find_gaps(
    programme: Programme,
    scope: Scope,
    observations: pd.DataFrame,
    series: pd.DataFrame,
    targets: pd.DataFrame,
    items: pd.DataFrame,
    spending: pd.DataFrame,
    other_years: pd.DataFrame,
    plan: pd.DataFrame,
) -> pd.DataFrame:
    """Everything that a reader of the report would ask for and that no table holds.

    observations: those of the scope that were known on the day; series, targets, items, spending, plan: results of the same day
    other_years:  amounts that were left out for their price year

    I/O Example:
        item task-3 without a name, led by a     -> name  programme_items task-3 a
        target t not reported, indicator of b    -> observation targets t b 2025

    Returns the frame of the spec ``monitoring_gaps``, in the order in which a report tells them; an agency that is not known stays
    empty.
    """
    lead = _leads(programme, scope)
    reporter = scope.indicators.set_index("indicator_id")
    asked = reporter["agency_id"].where(reporter["agency_id"].notna(), reporter["item_id"].map(lead))
    parts = [
        *_of_items(scope, items, lead), *_of_budgets(scope, spending, lead),
        _rows("price-year", "spending", other_years["spending_id"], other_years["item_id"].map(lead), other_years["period"]),
        *_of_targets(targets, asked), *_of_observations(scope, observations, series, asked), *_of_plan(plan, lead),
    ]  # fmt: skip
    found = pd.concat(
        [part for part in parts if len(part)] or [pd.DataFrame(columns=_COLUMNS[1:])], ignore_index=True
    )
    found = found.drop_duplicates(["kind", "object_table", "object_id"], ignore_index=True)
    width = max(3, len(str(len(found))))
    return found.assign(gap_id=[f"gap-{number:0{width}d}" for number in range(1, len(found) + 1)])[_COLUMNS]


def _leads(programme: Programme, scope: Scope) -> dict[str, str]:
    """The agency in charge of each item: its own lead, or that of the nearest item above."""
    roles = programme.item_agencies
    own = (
        roles[roles["role"] == "lead"].drop_duplicates("item_id").set_index("item_id")["agency_id"].to_dict()
    )
    found: dict[str, str] = {}
    for item, parent in scope.items[["item_id", "parent_id"]].itertuples(index=False):
        agency = own.get(item, found.get(parent, ""))
        if agency:
            found[item] = agency
    return found


def _rows(
    kind: str, table: str, objects: pd.Series, agencies: pd.Series, periods: pd.Series | None = None
) -> pd.DataFrame:
    return pd.DataFrame({
        "kind": kind, "object_table": table, "object_id": objects.to_numpy(object), "agency_id": agencies.to_numpy(object),
        "period": None if periods is None else periods.to_numpy(object),
    })  # fmt: skip


def _of_items(scope: Scope, items: pd.DataFrame, lead: dict[str, str]) -> Iterator[pd.DataFrame]:
    own = scope.items[scope.items["level"].isin(WITH_NAMES)]
    unnamed = own["name_vi"].isna() & own["name_en"].isna()
    led = own["item_id"].map(lead)
    known = items.set_index("item_id")
    state = own["item_id"].map(known["status"])
    lacks = {
        "name": unnamed, "instrument": own["instrument"].isna() & own["level"].isin(["programme", "scheme"]),
        "agency": led.isna(), "deadline": own["deadline"].isna() & own["level"].isin(["scheme", "action", "output"]),
        "progress": (state == "not-reported") & (own["level"] != "programme"),
    }  # fmt: skip
    for kind, where in lacks.items():
        yield _rows(kind, "programme_items", own.loc[where, "item_id"], led[where])


def _of_budgets(scope: Scope, spending: pd.DataFrame, lead: dict[str, str]) -> Iterator[pd.DataFrame]:
    """A group or scheme has a budget where an amount stands at it or at anything below it."""
    above: dict[str, str] = dict(scope.items[["item_id", "parent_id"]].itertuples(index=False))
    having: dict[str, set[str]] = {"planned_bn": set(), "spent_bn": set()}
    for column, items in having.items():
        for item in spending.loc[spending[column].notna(), "item_id"].unique():
            while isinstance(item, str) and item not in items:
                items.add(item)
                item = above.get(item)
    own = scope.items.loc[scope.items["level"].isin(WITH_BUDGETS), "item_id"]
    planned, spent = own.isin(having["planned_bn"]), own.isin(having["spent_bn"])
    yield _rows("budget", "programme_items", own[~planned], own[~planned].map(lead))
    yield _rows("spending", "programme_items", own[planned & ~spent], own[planned & ~spent].map(lead))


def _of_targets(targets: pd.DataFrame, asked: pd.Series) -> Iterator[pd.DataFrame]:
    for kind in OWED:
        rows = targets[
            targets["missing"]
            .fillna("")
            .str.split(";")
            .map(lambda words, kind=kind: kind in words)
            .astype(bool)
        ]
        yield _rows(kind, "targets", rows["target_id"], rows["indicator_id"].map(asked), rows["period"])


def _of_observations(
    scope: Scope, observations: pd.DataFrame, series: pd.DataFrame, asked: pd.Series
) -> Iterator[pd.DataFrame]:
    undated = observations[observations["period"].isna()]
    yield _rows("period", "observations", undated["observation_id"], undated["indicator_id"].map(asked))
    apart = series[
        (series["others"] > 0) & (series["lowest"] < series["highest"]) & (series["basis"] == "latest")
    ]
    yield _rows(
        "disagreement",
        "observations",
        apart["observation_id"],
        apart["indicator_id"].map(asked),
        apart["period"],
    )
    draft = series[series["state"].isin(["draft", "submitted"])]
    drafts = draft.groupby("indicator_id", sort=True).size().index.to_series()
    yield _rows("draft", "indicators", drafts, drafts.map(asked))
    if not scope.fictitious:
        used = observations[
            (observations["evidence"] == "assumed")
            & observations["observation_id"].isin(series["observation_id"])
        ]
        yield _rows(
            "assumed", "observations", used["observation_id"], used["indicator_id"].map(asked), used["period"]
        )


def _of_plan(plan: pd.DataFrame, lead: dict[str, str]) -> Iterator[pd.DataFrame]:
    """A park or site of the programme without a recorded value, or without a plan to hold it against."""
    for kind, column in (("actual", "actual_ha"), ("plan", "planned_ha")):
        bare = plan[plan[column].isna()].drop_duplicates("facility_id")
        yield _rows(kind, "facilities", bare["facility_id"], bare["item_id"].map(lead))

"""What the forms of a period ask each agency, and what a form that came back adds to the book."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parkwright.cli.monitor.shown import known_programme, plain_rows, programme_of
from parkwright.files.forms import Form
from parkwright.steps.monitoring import MonitorParams, monitor_programme, scope_of, values_in_use
from parkwright.store.book import Book
from parkwright.tables import BadInput, Programme, first_day, last_day, problem

_END = "9999-12-31T23:59:59Z"
Forms = dict[str, tuple[dict[str, pd.DataFrame], list[str]]]


def forms_of(book: Book, programme_id: str, period: str, agency: str | None) -> Forms:
    """By agency: the rows of its form, and the items that it may speak of. An agency has a form where it reports an indicator or is
    in charge of an item.

    I/O Example:
        agency a reports i and leads g; period "2025/2026" -> {"a": ({"observations": i 2025, i 2026; "progress": g}, ["g"])}

    Raises:
        BadInput: no such programme, or no such agency.
    """
    told = programme_of(book)
    with known_programme():
        scope = scope_of(told, programme_id)
    if agency is not None and agency not in set(told.agencies["agency_id"]):
        raise BadInput([problem("monitoring.no_such_agency", "agencies", "agency_id", value=agency)])
    roles = told.item_agencies[
        told.item_agencies["role"].isin(["lead", "joint"])
        & told.item_agencies["item_id"].isin(scope.items["item_id"])
    ]
    reporting = scope.indicators[scope.indicators["agency_id"].notna() & scope.indicators["formula"].isna()]
    names = [agency] if agency is not None else sorted({*reporting["agency_id"], *roles["agency_id"]})
    made: Forms = {}
    for name in names:
        mine = scope.items[scope.items["item_id"].isin(roles.loc[roles["agency_id"] == name, "item_id"])]
        rows = {
            "observations": _values(told, reporting[reporting["agency_id"] == name], period),
            "progress": _progress(told, programme_id, mine, period),
        }
        made[name] = (rows, list(mine["item_id"]))
    return made


def _values(told: Programme, indicators: pd.DataFrame, period: str) -> pd.DataFrame:
    years = [str(year) for year in range(first_day(period).year, last_day(period).year + 1)]
    rows = indicators[["indicator_id", "name_vi", "name_en", "unit", "area_id"]].merge(
        pd.DataFrame({"period": years}), how="cross"
    )
    used = values_in_use(told.observations, told.decisions, told.indicators, _END)[
        ["indicator_id", "area_id", "period", "value"]
    ]
    return rows.merge(
        used.rename(columns={"value": "before"}), on=["indicator_id", "area_id", "period"], how="left"
    )


def _progress(told: Programme, programme_id: str, items: pd.DataFrame, period: str) -> pd.DataFrame:
    params = MonitorParams(programme=programme_id, as_of=date.max, period=period)
    now = monitor_programme(told, params).items.set_index("item_id")
    state = items["item_id"].map(now["state"])
    share = items["item_id"].map(now["done_pct"])
    before = [" ".join(f"{part:g} %" if isinstance(part, float) else str(part) for part in pair if part == part and part is not None) for pair in zip(state, share, strict=True)]  # fmt: skip
    return items[["item_id", "name_vi", "name_en"]].assign(before=before).reset_index(drop=True)


def rows_of_form(book: Book, form: Form) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """The rows to record, by table, and what changes: a value that the book has already is left out; one that differs corrects it.

    I/O Example:
        form: i 2025 value 12; the book has o1 = 11      -> observations [{i, 2025, 12, corrects o1}], changes [{i, 2025, 11, 12}]
    """
    rows = {name: _plain(frame) for name, frame in form.rows.items() if len(frame)}
    for name in ("remarks",):
        for row in rows.get(name, ()):
            row["agency_id"] = form.agency
    observations = rows.pop("observations", [])
    told = programme_of(book)
    used = {
        (row.indicator_id, row.area_id, row.period): row
        for row in values_in_use(told.observations, told.decisions, told.indicators, _END).itertuples(
            index=False
        )
    }
    usual = told.indicators.set_index("indicator_id")["area_id"]
    kept, changes = [], []
    for row in observations:
        area = row.get("area_id") or usual.get(str(row.get("indicator_id")))
        row["area_id"] = area
        key = (str(row.get("indicator_id")), str(area), str(row.get("period")))
        before: Any = used.get(key)
        if before is not None and _same(before.value, row["value"]):
            continue
        if before is not None:
            row["corrects"] = before.observation_id
        kept.append(row)
        changes.append(
            {
                "indicator": key[0],
                "period": key[2],
                "before": None if before is None else float(before.value),
                "after": row["value"],
            }
        )
    return ({"observations": kept} if kept else {}) | rows, changes


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    cells = frame.replace("", None)
    return [{**row, "_row": int(str(line))} for line, row in zip(frame.index, plain_rows(cells), strict=True)]


def _same(before: float, after: Any) -> bool:
    try:
        return float(after) == float(before)
    except (TypeError, ValueError):
        return False

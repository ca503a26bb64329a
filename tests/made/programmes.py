"""Small programmes in words, for tests: tables as lines of text, through the doors."""

from __future__ import annotations

from datetime import date

import pandas as pd

from parkwright.steps.monitoring import Monitoring, MonitorParams, monitor_programme
from parkwright.tables import Programme, all_tables, errors, open_table

AT = "2026-01-01T00:00:00Z"
USUAL: dict[str, dict[str, str]] = {
    "areas": {"name_vi": "x", "name_en": "x"},
    "agencies": {"name_vi": "x", "name_en": "x"},
    "programme_items": {"level": "task-group", "name_vi": "x", "name_en": "x"},
    "indicators": {
        "name_vi": "x",
        "name_en": "x",
        "unit": "u",
        "accrual": "level",
        "direction": "up",
        "area_id": "a",
    },
    "targets": {"area_id": "a", "form": "level", "bound": "at-least", "unit": "u"},
    "observations": {"source": "x", "recorded_by": "x", "recorded_at": AT},
    "decisions": {"recorded_by": "x", "recorded_at": AT},
    "progress": {"recorded_by": "x", "recorded_at": AT},
    "remarks": {"recorded_by": "x", "recorded_at": AT, "lang": "vi", "kind": "result", "words": "x"},
    "spending": {"recorded_by": "x", "recorded_at": AT, "price_year": "2025"},
}
ALWAYS: dict[str, list[dict[str, str]]] = {
    "areas": [{"area_id": "a"}, {"area_id": "old", "until": "2025-06-30", "followed_by": "a"}],
    "programme_items": [{"item_id": "p", "level": "programme"}, {"item_id": "g", "parent_id": "p"}],
    "indicators": [{"indicator_id": "i", "item_id": "g"}],
}


def programme(**tables: list[dict[str, str]]) -> Programme:
    """A programme p with a group g and an indicator i in area a, and what is given; unknown keys of a row get usual values."""
    frames = {}
    for spec in all_tables("input", "programme"):
        rows = tables.get(spec.name, ALWAYS.get(spec.name, []))
        raw = pd.DataFrame(
            [{**USUAL.get(spec.name, {}), **row} for row in rows], columns=list(spec.columns), dtype="str"
        )
        opened = open_table(spec.name, raw)
        assert errors(opened.problems) == (), [one.sentence("en") for one in opened.problems]
        frames[spec.name] = opened.frame
    return Programme(**frames)  # type: ignore[arg-type]


def seen(
    *values: tuple[str, str], indicator: str = "i", area: str = "a", **more: str
) -> list[dict[str, str]]:
    """Observations (period, value) of one indicator."""
    return [
        {"observation_id": f"{indicator}-{area}-{number}", "indicator_id": indicator, "area_id": area, "period": period, "value": value, **more}
        for number, (period, value) in enumerate(values)
    ]  # fmt: skip


def monitored(
    told: Programme, as_of: str = "2026-11-01", period: str = "2020/2025", **more: object
) -> Monitoring:
    """The monitoring of programme p."""
    return monitor_programme(
        told,
        MonitorParams(programme="p", as_of=date.fromisoformat(as_of), period=period, **more),  # type: ignore[arg-type]
    )

"""What the series say about the end of each target, and what it would take; where they say nothing, why."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import rows_of
from parkwright.dossier.report.blocks import column, note, picture, section, table
from parkwright.dossier.report.material import Material, amount
from parkwright.dossier.report.wording import code, goal_words
from parkwright.dossier.tree import Block, Cell, Table
from parkwright.words import text


def forecast(material: Material) -> tuple[Block, ...]:
    """The chapter of the forecasts."""
    told = material.targets.merge(material.monitoring.forecasts, on="target_id", suffixes=("", "_forecast"))
    open_ended = told[told["why_not"] != "past"]
    known = open_ended[open_ended["why_not"].isna()]
    blocks: list[Block] = [section("forecast")]
    if len(known):
        confidence = 100 * material.monitoring.params.confidence
        blocks += [note("report.forecast_means", confidence=confidence), _table(material, known)]
        for row in rows_of(known):
            caption = text("report.caption.forecast", indicator=material.indicator(row.indicator_id))
            blocks += picture(material, f"forecast-{row.target_id}", caption, "series", "forecasts")
    else:
        blocks.append(note("report.no_forecast"))
    silent = open_ended[open_ended["why_not"].notna()]
    if len(silent):
        blocks.append(_reasons(material, silent))
    return tuple(blocks)


def _table(material: Material, known: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (material.indicator(row.indicator_id), goal_words(row, material.unit(row.indicator_id)), str(row.end_year), amount(row.value_forecast),
         amount(row.low_forecast), amount(row.high_forecast), 100 * row.chance if row.chance == row.chance else "–", amount(row.trend_per_year),
         amount(row.needed_per_year) if row.needed_per_year == row.needed_per_year else "–")
        for row in rows_of(known)
    ]  # fmt: skip
    columns = (
        column("indicator", wide=True), column("target"), column("year"), column("forecast", None, 0), column("low", None, 0),
        column("high", None, 0), column("chance", text("brief.unit.percent"), 0), column("trend", None, 0), column("needed", None, 0),
    )  # fmt: skip
    return table(material, "forecasts", columns, rows, "forecasts")


def _reasons(material: Material, silent: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            material.indicator(row.indicator_id),
            str(row.end_year),
            int(row.points),
            code("why_not", row.why_not),
        )
        for row in rows_of(silent)
    ]
    columns = (
        column("indicator", wide=True),
        column("year"),
        column("points", None, 0),
        column("why_not", wide=True),
    )
    return table(material, "no-forecast", columns, rows, "forecasts")

"""``parkwright monitor list``: the indicators of the book with their latest values, or all observations of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.monitor.shown import known_programme, plain_rows, programme_of
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened
from parkwright.words import Lang, either, say, text

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.tables import Programme

_SHOWN = [
    "indicator_id",
    "name_vi",
    "name_en",
    "unit",
    "accrual",
    "item_id",
    "area_id",
    "agency_id",
    "formula",
]


@spoken.command("monitor list")
@spoken.option("--programme", metavar="object")
@spoken.option("--indicator", metavar="object")
@spoken.option("--book", metavar="book")
def command(
    programme: str | None, indicator: str | None, book: str | None, lang: Lang, as_json: bool
) -> None:
    """Tell the indicators, or the observations of one of them."""
    with opened(book, lang, as_json) as held:
        told = programme_of(held)
        found = _observations(told, indicator) if indicator is not None else _indicators(told, programme)
    if as_json:
        show_json({"ok": True, **found})
        return
    if indicator is None:
        for row in found["indicators"]:
            line = text(
                "cli_monitor.indicator",
                indicator=row["indicator_id"],
                name=either(row["name_vi"], row["name_en"]),
                count=row["observations"],
            )
            click.echo(say(line if row["value"] is None else text("cli_monitor.with_value", line=line, value=row["value"], unit=row["unit"], period=row["period"]), lang))  # fmt: skip
        click.echo(say(text("cli_monitor.indicators", count=len(found["indicators"])), lang))
        return
    for row in found["observations"]:
        values = {
            name: row[name]
            for name in ("observation_id", "period", "value", "area_id", "recorded_at", "recorded_by")
        }
        click.echo(
            say(
                text("cli_monitor.observation", **values, state=text(f"report_codes.state.{row['state']}")),
                lang,
            )
        )
    click.echo(say(text("cli_monitor.observations", count=len(found["observations"])), lang))


def _indicators(told: Programme, programme: str | None) -> dict[str, Any]:
    from parkwright.steps.monitoring import scope_of

    indicators = told.indicators
    if programme is not None:
        with known_programme():
            inside = scope_of(told, programme).indicators["indicator_id"]
        indicators = indicators[indicators["indicator_id"].isin(inside)]
    counts = told.observations.groupby("indicator_id").size()
    last = (
        _in_use(told)
        .sort_values(["indicator_id", "ends"])
        .drop_duplicates("indicator_id", keep="last")
        .set_index("indicator_id")
    )
    latest = last[["value", "period", "area_id", "state"]].rename(columns={"area_id": "value_area"})
    rows = indicators[_SHOWN].join(latest, on="indicator_id")
    rows = rows.assign(observations=rows["indicator_id"].map(counts).fillna(0).astype("int64"))
    return {"indicators": plain_rows(rows)}


def _observations(told: Programme, indicator: str) -> dict[str, Any]:
    from parkwright.tables import BadInput, problem

    own = told.indicators[told.indicators["indicator_id"] == indicator]
    if own.empty:
        raise BadInput(
            [problem("monitoring.no_such_indicator", "indicators", "indicator_id", value=indicator)]
        )
    rows = told.observations[told.observations["indicator_id"] == indicator].sort_values(
        ["period", "recorded_at", "observation_id"]
    )
    steps = told.decisions[told.decisions["decision"] != "chosen"].sort_values(["recorded_at", "decision_id"])
    state = steps.drop_duplicates("observation_id", keep="last").set_index("observation_id")["decision"]
    used = _in_use(told)["observation_id"]
    replaced: dict[str, str] = dict(
        told.observations[["corrects", "observation_id"]].dropna().itertuples(index=False)
    )
    rows = rows.assign(
        state=rows["observation_id"].map(state).fillna("draft"), in_use=rows["observation_id"].isin(used),
        corrected_by=rows["observation_id"].map(replaced),
    )  # fmt: skip
    return {"indicator": plain_rows(own)[0], "observations": plain_rows(rows)}


def _in_use(told: Programme) -> pd.DataFrame:
    from parkwright.steps.monitoring import values_in_use
    from parkwright.tables import last_day

    series = values_in_use(told.observations, told.decisions, told.indicators, now())
    return series.assign(ends=series["period"].map(last_day))

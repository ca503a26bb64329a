"""Monitor a programme on a day: the values in use, the targets, the items, the money, the agencies, the parks, the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from parkwright.steps.monitoring.agencies import count_reports
from parkwright.steps.monitoring.forecast import forecast_targets
from parkwright.steps.monitoring.formulas import with_formulas
from parkwright.steps.monitoring.gaps import WITH_NAMES, find_gaps
from parkwright.steps.monitoring.items import judge_items
from parkwright.steps.monitoring.judge import judge_targets
from parkwright.steps.monitoring.params import MonitorParams
from parkwright.steps.monitoring.plan_progress import hold_against_plan
from parkwright.steps.monitoring.scope import Scope, scope_of
from parkwright.steps.monitoring.series import known_rows, values_in_use
from parkwright.steps.monitoring.spending import sum_spending
from parkwright.tables import Programme, result_frame


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What ``monitor_programme`` gives; each frame is typed by the spec ``monitoring_<name>``."""

    params: MonitorParams
    scope: Scope
    series: pd.DataFrame
    targets: pd.DataFrame
    items: pd.DataFrame
    forecasts: pd.DataFrame
    spending: pd.DataFrame
    agencies: pd.DataFrame
    plan: pd.DataFrame
    gaps: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The result tables by name."""
        names = ("series", "targets", "items", "forecasts", "spending", "agencies", "plan", "gaps")
        return {f"monitoring_{name}": getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of a first page: how many targets and items stand where, what was reported, what was spent.

    targets, items: number by status;  due, reported: of the years of the period;  planned_bn, spent_bn: to date (None = unknown)
    """

    targets: Mapping[str, int]
    items: Mapping[str, int]
    indicators: int
    observations: int
    due: int
    reported: int
    planned_bn: float | None
    spent_bn: float | None
    price_year: int | None


def monitor_programme(
    programme: Programme, params: MonitorParams, plan: Mapping[str, pd.DataFrame] | None = None
) -> Monitoring:
    """All that a report on a programme says, from what had been recorded by the end of a day.

    programme: the typed tables of part ``programme`` of a region
    plan:      openings, allocations and demand_cells of a run to hold the parks against; None if none is at hand

    I/O Example:
        indicators: i (level, up)      targets: t of i, 2030, at least 20, baseline 10 (2020)
        observations: i 2024 14        params: as of 2026-11-01, period 2020/2025
        -> targets: t value 14 expected 14 status on-track;  series: i 2024 14 (basis only);  gaps: draft i

    Raises:
        UnknownProgramme: no programme of that id.
    """
    day, moment = params.as_of.toordinal(), params.recorded_by
    scope = scope_of(programme, params.programme)
    observations = _of_scope(known_rows(programme.observations, moment), scope)
    series = _series(programme, scope, moment)
    targets = judge_targets(scope.targets, series, scope.indicators, programme.areas, day)
    forecasts = forecast_targets(
        scope.targets, series, scope.indicators, programme.areas, day, params.confidence, params.least_points
    )
    items = judge_items(scope, programme.progress, targets, moment, day)
    spending, other_years = sum_spending(scope, programme.spending, moment)
    agencies = _agencies(scope, series, params)
    held = hold_against_plan(scope, series, plan)
    gaps = find_gaps(programme, scope, observations, series, targets, items, spending, other_years, held)
    made = {
        "series": series, "targets": targets, "items": items, "forecasts": forecasts, "spending": spending, "agencies": agencies,
        "plan": held, "gaps": gaps,
    }  # fmt: skip
    typed = {name: result_frame(f"monitoring_{name}", _plain(name, frame)) for name, frame in made.items()}
    typed["items"] = typed["items"].sort_values("rank", ignore_index=True)
    return Monitoring(params, scope, **typed)


def dashboard(programme: Programme, params: MonitorParams, recorded: pd.DataFrame | None = None) -> Dashboard:
    """The figures of the first page only: the same numbers as ``monitor_programme`` gives, without the tables behind them.

    recorded: values in use as ``values_in_use`` gives them, where they are known already (the observations are not read then)

    I/O Example:
        -> Dashboard(targets={"reached": 9, "missed": 4, …}, items={"done": 3, "late": 5, …}, indicators=20, …)

    Raises:
        UnknownProgramme: no programme of that id.
    """
    day, moment = params.as_of.toordinal(), params.recorded_by
    scope = scope_of(programme, params.programme)
    series = _series(programme, scope, moment, recorded)
    targets = judge_targets(scope.targets, series, scope.indicators, programme.areas, day)
    items = judge_items(scope, programme.progress, targets, moment, day)
    spending, _ = sum_spending(scope, programme.spending, moment)
    return summarise(
        targets, items, spending, _agencies(scope, series, params), len(scope.indicators), len(series)
    )


def summarise(
    targets: pd.DataFrame,
    items: pd.DataFrame,
    spending: pd.DataFrame,
    agencies: pd.DataFrame,
    indicators: int,
    observations: int,
) -> Dashboard:
    """The figures of the first page, from the tables of ``monitor_programme``; items are those that the programme itself sets.

    I/O Example:
        targets: late, late, reached; items: done; spending: 2024 planned 10 spent 8; agencies: due 2 reported 1
        -> Dashboard(targets={"late": 2, "reached": 1}, items={"done": 1}, due=2, reported=1, planned_bn=10, spent_bn=8, …)
    """
    own = items[items["level"].isin(WITH_NAMES)]
    planned, spent = (spending[column].dropna() for column in ("planned_bn", "spent_bn"))
    years = spending["price_year"].dropna()
    return Dashboard(
        targets=_counts(targets),
        items=_counts(own),
        indicators=indicators,
        observations=observations,
        due=int(agencies["due"].sum()),
        reported=int(agencies["reported"].sum()),
        planned_bn=float(planned.sum()) if len(planned) else None,
        spent_bn=float(spent.sum()) if len(spent) else None,
        price_year=int(years.iloc[0]) if len(years) else None,
    )


def _counts(frame: pd.DataFrame) -> dict[str, int]:
    return {str(status): int(count) for status, count in frame["status"].value_counts().items()}


def _series(
    programme: Programme, scope: Scope, moment: str, recorded: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Values in use of the indicators of the programme, and of those that their formulas name."""
    if recorded is None:
        recorded = values_in_use(programme.observations, programme.decisions, programme.indicators, moment)
    series = with_formulas(recorded, programme.indicators)
    return _of_scope(series, scope)


def _of_scope(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return frame[frame["indicator_id"].isin(scope.indicators["indicator_id"]).to_numpy(bool)].reset_index(
        drop=True
    )


def _agencies(scope: Scope, series: pd.DataFrame, params: MonitorParams) -> pd.DataFrame:
    """Years of the period that are over on the day of the report."""
    last = params.last.year if params.last <= params.as_of else params.as_of.year - 1
    return count_reports(scope.indicators, series, params.first.year, last)


def _plain(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """An area that is not known is written as such; in the series, whose key it is, by a word."""
    if name == "series":
        return frame.assign(area_id=frame["area_id"].where(frame["area_id"] != "", "unknown"))
    return frame

"""What only several cells or rows of a programme together show: units that differ, observations before the baseline, circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd

from parkwright.tables.formula import BadFormula, read_formula
from parkwright.tables.problem import Problem, problem
from parkwright.tables.readings import alike
from parkwright.tables.references import missing_row
from parkwright.tables.spec import table
from parkwright.tables.when import first_day, is_date, last_day

_SAME = {
    "observations": ("indicator_id", "area_id", "period"), "progress": ("item_id",), "remarks": ("item_id", "kind"),
    "spending": ("item_id", "period", "kind"),
}  # fmt: skip
"""Tables to which rows are only added, and what a correction must have in common with the row that it corrects."""


def check_programme(frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series]) -> Iterator[Problem]:
    """Defects of a programme that no cell shows by itself.

    frames, rows: typed frames by table, and for each the row in the file (same order)

    I/O Example:
        targets: unit "firms" of an indicator in "%"                          -> target_unit
        observations: 2018 of an indicator whose baseline is of 2020          -> before_baseline
        indicators: a = {b} + 1, b = {a} * 2                                  -> formula_circle
    """
    targets = frames["targets"]
    yield from _units(targets, frames["indicators"], rows["targets"])
    yield from _bounds(targets, rows["targets"])
    yield from _before_baseline(frames["observations"], targets, rows["observations"])
    yield from _formulas(frames["indicators"], rows["indicators"])
    yield from _circles(frames["programme_items"], rows["programme_items"])
    for name, same in _SAME.items():
        yield from _corrections(name, frames[name], same, rows[name])


def _units(targets: pd.DataFrame, indicators: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    units = indicators.drop_duplicates("indicator_id").set_index("indicator_id")["unit"]
    wanted = targets["indicator_id"].map(units)
    wrong = wanted.notna() & targets["unit"].notna() & (wanted != targets["unit"])
    for place in np.flatnonzero(wrong):
        row = targets.iloc[place]
        yield problem(
            "target_unit", "targets", "unit", int(rows.iloc[place]),
            value=str(row["unit"]), indicator=str(row["indicator_id"]), unit=str(wanted.iloc[place]),
        )  # fmt: skip


def _bounds(targets: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    """A target that has a bound must have its number; a range begins below its end."""
    low, high, bound = targets["low"], targets["high"], targets["bound"]
    lacking = {"at-least": ("low", low), "at-most": ("high", high)}
    for code, (column, cells) in lacking.items():
        for place in np.flatnonzero((bound == code) & cells.isna()):
            yield problem("missing_value", "targets", column, int(rows.iloc[place]))
    for column, cells in (("low", low), ("high", high)):
        for place in np.flatnonzero((bound == "between") & cells.isna()):
            yield problem("missing_value", "targets", column, int(rows.iloc[place]))
    for place in np.flatnonzero(low > high):
        ends = {"low": float(low.iloc[place]), "high": float(high.iloc[place])}
        yield problem("low_above_high", "targets", "low, high", int(rows.iloc[place]), "error", **ends)


def _before_baseline(observations: pd.DataFrame, targets: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    """An observation of a period that ended before the earliest baseline of its indicator and area began.

    A region whose series go further back than its targets records the value that the target starts from as the baseline's period.
    """
    known = targets[targets["baseline_period"].map(_is_date)]
    if known.empty or observations.empty:
        return
    starts = known["baseline_period"].map(first_day)
    earliest = starts.groupby([known["indicator_id"], known["area_id"]]).min()
    dated = observations[observations["period"].map(_is_date)]
    keys = pd.MultiIndex.from_frame(dated[["indicator_id", "area_id"]])
    begun = earliest.reindex(keys)
    ends = dated["period"].map(last_day)
    for index, start, end in zip(dated.index, begun, ends, strict=True):
        if not pd.isna(start) and end < start:
            row = dated.loc[index]
            yield problem(
                "before_baseline", "observations", "period", int(rows[index]),
                value=str(row["period"]), indicator=str(row["indicator_id"]), start=f"{start:%Y-%m-%d}",
            )  # fmt: skip


def _is_date(cell: object) -> bool:
    return isinstance(cell, str) and is_date(cell)


def _formulas(indicators: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    names = {str(name): place for place, name in enumerate(indicators["indicator_id"]) if not pd.isna(name)}
    spelt = {alike(name): name for name in names}
    needs: dict[str, tuple[str, ...]] = {}
    for place in np.flatnonzero(indicators["formula"].notna()):
        own, words, row = (
            str(indicators["indicator_id"].iloc[place]),
            str(indicators["formula"].iloc[place]),
            int(rows.iloc[place]),
        )
        try:
            needs[own] = read_formula(words).names
        except BadFormula as wrong:
            yield problem("bad_formula", "indicators", "formula", row, value=words, piece=str(wrong))
            continue
        for name in needs[own]:
            if name not in names:
                yield missing_row(
                    ("indicators", "formula", row), name, "indicators.indicator_id", spelt.get(alike(name))
                )
    if circle := _circle(needs):
        yield problem(
            "formula_circle", "indicators", "formula", int(rows.iloc[names[circle[0]]]), indicators=", ".join(circle)
        )  # fmt: skip


def _circles(items: pd.DataFrame, rows: pd.Series) -> Iterator[Problem]:
    above = items[["item_id", "parent_id"]].dropna()
    circle = _circle({str(item): (str(parent),) for item, parent in above.itertuples(index=False)})
    if len(circle) > 1:
        row = int(rows.iloc[int(np.flatnonzero(items["item_id"] == circle[0])[0])])
        yield problem("part_of_each_other", "programme_items", "parent_id", row, items=", ".join(circle))


def _circle(needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(dict.fromkeys(error.args[1]))
    return []


def _corrections(name: str, frame: pd.DataFrame, same: tuple[str, ...], rows: pd.Series) -> Iterator[Problem]:
    """A correction is of the same thing as the row that it names, and one row is corrected once."""
    key = table(name).key[0]
    correcting = frame[frame["corrects"].notna()]
    earlier = frame.drop_duplicates(key).set_index(key)
    for position, (_, row) in zip(
        np.flatnonzero(frame["corrects"].notna()), correcting.iterrows(), strict=True
    ):
        place = (name, "corrects", int(rows.iloc[position]))
        if row["corrects"] in earlier.index:
            old = earlier.loc[row["corrects"]]
            other = [column for column in same if not _equal(old[column], row[column])]
            if other:
                yield problem(
                    "corrects_another", *place, value=str(row["corrects"]), columns=", ".join(other)
                )
    in_the_file = correcting.loc[rows[correcting.index].sort_values().index]
    for index in in_the_file.index[in_the_file["corrects"].duplicated()]:
        value = str(frame.loc[index, "corrects"])
        yield problem("corrected_twice", name, "corrects", int(rows[index]), value=value)


def _equal(one: object, other: object) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))  # type: ignore[call-overload]

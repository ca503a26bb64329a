"""``parkwright check``: read a region, tell its defects and its warnings, count what is unknown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import PROBLEMS, bad_params, problem_dict, read_raw, show_json
from parkwright.words import Lang, say, text

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.tables import Problem

_UNKNOWN = "problems.unknown_values"
_SHOWN = 3
"""So many warnings of one kind in one column are told in full, and so many columns with most unknown cells."""


@spoken.command("check")
@spoken.argument("region", metavar="region")
@spoken.option("--strict", is_flag=True)
@spoken.option("-v", "--verbose", is_flag=True)
def command(region: str, strict: bool, verbose: bool, lang: Lang, as_json: bool) -> None:
    """Check a region: exit code 0 if it can be planned, 1 if not."""
    tables, problems, lots = read(region)
    wrong = [found for found in problems if strict or found.severity == "error"]
    warnings = [found for found in problems if found not in wrong]
    if as_json:
        show_json({**_plain(tables, wrong, warnings, lang), "lots": lots})
    else:
        for line in [*_report(tables, wrong, warnings, verbose, lang), *_measured(lots, lang)]:
            click.echo(line)
    if wrong:
        sys.exit(PROBLEMS)


def read(
    source: str,
) -> tuple[Mapping[str, pd.DataFrame], Sequence[Problem], list[dict[str, Any]]]:
    """The raw tables of a region, for counting, every problem of it (region.toml first, then by table and row), and the areas of its
    plots as their boundaries give them."""
    from parkwright.files.lot_areas import lot_areas
    from parkwright.files.raw_region import open_raw
    from parkwright.files.region_folder import META

    raw, found = read_raw(source)
    opened, problems = open_raw(raw)
    problems = (*found, *problems, *(bad_params(opened) if opened is not None else ()))
    lots = [] if opened is None else _plain_rows(lot_areas(opened))
    ordered = sorted(problems, key=lambda found: (found.table != META, found.table, found.row or 0))
    return raw.tables, ordered, lots


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if value != value else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _measured(lots: Sequence[Mapping[str, Any]], lang: Lang) -> Iterator[str]:
    """Plots with a boundary by zone, with the scale factors that their areas were computed under."""
    for zone in sorted({str(lot["zone"]) for lot in lots}):
        scales = [float(lot["scale_factor"]) for lot in lots if lot["zone"] == zone]
        low, high = f"{min(scales):.5f}", f"{max(scales):.5f}"
        yield say(text("cli_check.lots", count=len(scales), zone=zone, low=low, high=high), lang)


def _report(
    tables: Mapping[str, pd.DataFrame],
    wrong: Sequence[Problem],
    warnings: Sequence[Problem],
    verbose: bool,
    lang: Lang,
) -> Iterator[str]:
    """Lines for people: errors, warnings, one line at the end that says what it comes to."""
    for key, found in (("cli_check.errors", wrong), ("cli_check.warnings", warnings)):
        if found:
            yield say(text(key, count=len(found), tables=_by_table(found)), lang)
            everything = verbose or found is wrong
            yield from (
                f"  {line}" for line in (_each(found, lang) if everything else _summed(tables, found, lang))
            )
    if tables:
        rows = sum(len(frame) for frame in tables.values())
        counts = {"tables": len(tables), "rows": rows, "errors": len(wrong), "warnings": len(warnings)}
        yield say(text(f"cli_check.outcome.{_outcome(wrong)}", **counts), lang)


def _outcome(wrong: Sequence[Problem]) -> str:
    if not wrong:
        return "good"
    return "bad" if any(found.severity == "error" for found in wrong) else "strict"


def _by_table(found: Iterable[Problem]) -> str:
    counts = Counter(one.table for one in found)
    return ", ".join(f"{table} {count}" for table, count in counts.items())


def _each(found: Iterable[Problem], lang: Lang) -> Iterator[str]:
    return (one.sentence(lang) for one in found)


def _summed(tables: Mapping[str, pd.DataFrame], warnings: Sequence[Problem], lang: Lang) -> Iterator[str]:
    """Unknown values as one line for each table; of other warnings the first few of a kind, and how many more there are."""
    kinds: dict[tuple[str, str, str], list[Problem]] = {}
    for one in warnings:
        if one.text.key != _UNKNOWN:
            kinds.setdefault((one.table, one.column, one.text.key), []).append(one)
    for (table, column, _), found in kinds.items():
        yield from _each(found[:_SHOWN], lang)
        if len(found) > _SHOWN:
            yield say(text("cli_check.more", count=len(found) - _SHOWN, table=table, column=column), lang)
    unknown: dict[str, Counter[str]] = {}
    for one in warnings:
        if one.text.key == _UNKNOWN:
            cells = dict(one.text.values)["count"]
            unknown.setdefault(one.table, Counter())[one.column] = cells if isinstance(cells, int) else 0
    for table, counts in unknown.items():
        named = ", ".join(f"{column} {cells}" for column, cells in counts.most_common(_SHOWN))
        told = {"columns": len(counts), "cells": counts.total(), "rows": len(tables[table])}
        most = named if len(counts) <= _SHOWN else f"{named}, …"
        yield say(text("cli_check.unknown", table=table, most=most, **told), lang)
    if unknown:
        yield say(text("cli_check.stay_unknown"), lang)


def _plain(
    tables: Mapping[str, pd.DataFrame], wrong: Sequence[Problem], warnings: Sequence[Problem], lang: Lang
) -> dict[str, Any]:
    from parkwright.tables import all_tables

    return {
        "ok": not wrong,
        "errors": [problem_dict(found, lang) for found in wrong],
        "warnings": [problem_dict(found, lang) for found in warnings],
        "tables": {
            spec.name: {
                "rows": len(tables.get(spec.name, ())),
                "unknown": _unknown_cells(tables.get(spec.name), spec.columns),
            }
            for spec in all_tables("input")
        },
    }


def _unknown_cells(raw: pd.DataFrame | None, columns: Iterable[str]) -> dict[str, int]:
    """Cells without a value by column; a column that the file does not have is unknown throughout."""
    if raw is None:
        return dict.fromkeys(columns, 0)
    return {
        column: int((raw[column].isna() | (raw[column].astype("str").str.strip() == "")).sum())
        if column in raw
        else len(raw)
        for column in columns
    }

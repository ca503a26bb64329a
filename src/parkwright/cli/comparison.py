"""What ``parkwright compare`` prints: the comparison in lines, columns under each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from parkwright.cli.grid import grid, signed
from parkwright.words import Lang, Text, say, text
from parkwright.words.numbers import number

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.plan.compare import Comparison
    from parkwright.plan.names import Names

Row = tuple[str, ...]


def tell_comparison(found: Comparison, names: Names, lang: Lang, shown: int | None) -> Iterator[str]:
    """The lines that ``compare`` prints."""
    yield from _heads(found, lang)
    yield from _choices(found, lang, shown)
    yield from _part("figures", _figure_rows(found, lang), lang, None, (1, 2, 3))
    yield from _part("requests", _request_rows(found, names, lang), lang, shown, (2, 3))
    yield from _part("openings", _opening_rows(found, names, lang), lang, None)
    numbers: dict[str, Any] = {"lang": lang, "right": (1, 2, 3)}
    for name, namer in (("facilities", names.facility), ("places", names.place), ("unserved", names.sector)):
        frame = getattr(found, name)
        yield from _part(name, _rows(frame, namer, lang), shown=shown, moved=len(frame), **numbers)
    yield from _part(
        "costs", _rows(found.costs, _term, lang), shown=None, currency=found.run_b["currency"], **numbers
    )
    count = len(found.cells)
    yield from _part(
        "cells", _cell_rows(found, names, lang), shown=shown, moved=count, count=count, **numbers
    )
    yield from _part("verdicts", _verdict_rows(found, lang), lang, shown)


def _heads(found: Comparison, lang: Lang) -> Iterator[str]:
    moved = float(found.run_b["objective_bn"]) - float(found.run_a["objective_bn"])
    decimals = _decimals_of(float(found.run_a["objective_bn"]))
    for letter, run in (("A", found.run_a), ("B", found.run_b)):
        began = datetime.fromisoformat(str(run["started_utc"]))
        told = text(
            "compare.run", run_id=run["run_id"], scenario=run["scenario"], day=began.date(), time=f"{began:%H:%M}",
            cost=number(run["objective_bn"], lang, decimals), currency=run["currency"],
            gap_pct=None if run["gap"] is None else 100 * run["gap"],
        )  # fmt: skip
        yield f"{letter}  {say(told, lang)}"
    yield ""
    for name, key in (("region_id", "compare.other_region"), ("currency", "compare.other_currency")):
        if found.run_a[name] != found.run_b[name]:
            yield say(text(key, a=found.run_a[name], b=found.run_b[name]), lang)
    if found.same_question:
        yield say("compare.same_question", lang)
    elif len(found.inputs):
        yield say(text("compare.inputs", tables=", ".join(found.inputs["table"])), lang)
    delta = signed(moved, lang, decimals)
    yield say(text(f"compare.standing.{found.standing}", delta=delta, currency=found.run_b["currency"]), lang)
    if found.nothing_moved:
        yield say("compare.nothing_moved", lang)


def _part(
    name: str,
    rows: list[Row],
    lang: Lang,
    shown: int | None,
    right: tuple[int, ...] = (),
    moved: int = 0,
    **values: Any,
) -> Iterator[str]:
    """One part with its heading; nothing where nothing moved. ``moved``: how many rows did, where not all are in ``rows``."""
    if not rows:
        return
    yield ""
    yield say(text(f"compare.part.{name}", **values), lang)
    told = rows if shown is None else rows[:shown]
    head = [("", "A", "B", say("compare.column.change", lang))] if right == (1, 2, 3) else []
    yield from grid([*head, *told], right)
    if len(told) < max(moved, len(rows)):
        yield "  " + say(text("compare.more", count=max(moved, len(rows)) - len(told)), lang)


def _choices(found: Comparison, lang: Lang, shown: int | None) -> Iterator[str]:
    def written(value: object) -> str:
        return say("compare.none", lang) if value is None else str(value)

    rows: list[Row] = [
        (str(row["choice"]), f"{written(row['a'])} → {written(row['b'])}")
        for row in found.choices.to_dict("records")
    ]
    yield from _part("choices", rows, lang, shown)


def _figure_rows(found: Comparison, lang: Lang) -> list[Row]:
    rows: list[Row] = []
    for row in found.figures.to_dict("records"):
        known = {run: row[run] == row[run] for run in ("a", "b", "delta")}
        decimals = (
            0
            if row["unit"] == ""
            else _decimals_of(max(abs(row[run]) for run in "ab" if known[run]) if any(known.values()) else 0)
        )
        unit = str(row["unit"]).replace("{currency}", found.run_b["currency"])
        name = say(_figure_key(row["figure"]), lang)
        a, b = (
            number(row[run], lang, decimals) if known[run] else say("glossary.unknown", lang) for run in "ab"
        )
        delta = signed(row["delta"], lang, decimals) if known["delta"] else ""
        rows.append((f"{name} ({_unit(unit, lang)})" if unit else name, a, b, delta))
    return rows


def _decimals_of(value: float) -> int:
    """One decimal, more where the figure itself is small (a billion is much in some currencies)."""
    return 1 if value >= 10 or value == 0 else min(6, 3 - math.floor(math.log10(value)))


def _figure_key(figure: str) -> str:
    return f"compare.figure.{figure}" if figure == "opened_sites" else f"brief_evidence.figure.{figure}"


def _unit(unit: str, lang: Lang) -> str:
    """A unit as the tables write it ("bn EUR", "min", "ha"), in the language of the reader."""
    kind, _, currency = unit.partition(" ")
    if kind == "bn":
        return say(text("compare.unit.money", currency=currency), lang)
    return say("compare.unit.min", lang) if unit == "min" else unit


def _rows(frame: pd.DataFrame, name: Any, lang: Lang, least: int = 1) -> list[Row]:
    decimals = max(least, _decimals(frame["delta"]))
    return [
        (
            name(str(row["id"]), lang),
            number(row["a"], lang, decimals),
            number(row["b"], lang, decimals),
            signed(row["delta"], lang, decimals),
        )
        for row in frame.to_dict("records")
        if abs(row["delta"]) >= 0.5 * 10**-decimals
    ]


def _decimals(deltas: Iterable[float]) -> int:
    """So many that the largest difference shows two digits: 2.3, 0.12, 0.0045."""
    largest = max((abs(delta) for delta in deltas if delta == delta), default=0.0)
    return min(6, max(1, 1 - math.floor(math.log10(largest)))) if largest > 0 else 1


def _term(term: str, lang: Lang) -> str:
    return say(f"brief_costs.term.{term}", lang)


def _cell_rows(found: Comparison, names: Names, lang: Lang) -> list[Row]:
    return _rows(found.cells, names.cell, lang, 3)


def _request_rows(found: Comparison, names: Names, lang: Lang) -> list[Row]:
    rows: list[Row] = []
    for row in found.requests.to_dict("records"):
        cells = [
            names.cell(row[f"cell_{run}"], lang)
            if isinstance(row[f"cell_{run}"], str)
            else say("compare.none", lang)
            for run in "ab"
        ]
        where = cells[0] if cells[0] == cells[1] else " → ".join(cells)
        land = [
            number(row[f"land_{run}"], lang, 2) if row[f"land_{run}"] == row[f"land_{run}"] else "?"
            for run in "ab"
        ]
        rows.append((row["request_id"], where, f"{land[0]} → {land[1]}"))
    return rows


def _opening_rows(found: Comparison, names: Names, lang: Lang) -> list[Row]:
    rows: list[Row] = []
    for row in found.openings.to_dict("records"):
        types = {name: _legal_type(row[name]) for name in ("type_a", "type_b")}
        told = text(
            f"compare.opening.{row['change']}", **{str(name): value for name, value in row.items()} | types
        )
        rows.append((names.facility(row["facility_id"], lang), say(told, lang)))
    return rows


def _legal_type(code: object) -> Text | None:
    return text(f"glossary.legal_type.{code}") if isinstance(code, str) else None


def _verdict_rows(found: Comparison, lang: Lang) -> list[Row]:
    none = say("compare.none", lang)
    return [
        (
            row["object"], row["rule_id"], row["period_id"],
            " → ".join(say(f"glossary.verdict.{row[run]}", lang) if isinstance(row[run], str) else none for run in "ab"),
        )
        for row in found.verdicts.to_dict("records")
    ]  # fmt: skip

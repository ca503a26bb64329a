"""One parser a kind of column: cells as text go in, typed cells come out, and each cell that does not fit is told."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.tables.problem import Problem, problem
from parkwright.tables.readings import (
    Told,
    has_point_thousands,
    is_id,
    is_plain_id,
    meant_degrees,
    not_a_date,
    not_a_number,
    not_an_id,
    stands_for_unknown,
)
from parkwright.tables.spec import Column, Table
from parkwright.tables.when import is_date, is_time

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Parser: TypeAlias = Callable[[Table, Column, pd.Series], tuple[pd.Series, list[Problem]]]
_LARGEST = 1e12
"""No figure of a region is larger, whatever its unit; sums and products of larger ones leave the range of a float."""
_EXACT = 2.0**53 - 1
"""Beyond this a float64 no longer holds every whole number."""
_SHOWN = 60
"""So many signs of a cell stand in a sentence."""


def told_at(spec: Table, column: Column, row: object, cell: str, told: Told) -> Problem:
    """The defect of one cell, from its wording and what goes into it."""
    key, values = told
    return problem(key, spec.name, column.name, int(str(row)), "error", value=cell[:_SHOWN], **values)


def _numbers(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    values = pd.to_numeric(text, errors="coerce").to_numpy("float64", na_value=np.nan)
    finite, (low, high) = np.isfinite(values), _limits(spec, column)

    def told(where: Bools, why: Callable[[str], Told]) -> list[Problem]:
        cells = [(text.index[int(at)], str(text.iloc[at])) for at in np.flatnonzero(where)]
        return [told_at(spec, column, row, cell, why(cell)) for row, cell in cells]

    problems = told(~finite & text.notna().to_numpy(bool), lambda cell: _why_no_number(column, cell))
    kept = finite
    if column.kind == "int":
        broken = finite & _is_broken(values, text)
        problems += told(broken, _not_whole)
        kept = finite & ~broken & (values >= low) & (values <= high)
    elif spec.role == "input":
        problems += _maybe_thousands(spec, column, text)
    problems += told(finite & (values < low), lambda cell: ("too_low", {"low": low}))
    problems += told(finite & (values > high), lambda cell: ("too_high", {"high": high}))
    parsed = pd.Series(np.where(kept, values, np.nan), index=text.index)
    return parsed.astype("Int64") if column.kind == "int" else parsed, problems


def _limits(spec: Table, column: Column) -> tuple[float, float]:
    """Lowest and highest number of a column; where it says none, what no table of a region reaches, and of results what a float holds."""
    beyond = _LARGEST if spec.role == "input" else _EXACT if column.kind == "int" else math.inf
    return -beyond if column.low is None else column.low, beyond if column.high is None else column.high


def _why_no_number(column: Column, cell: str) -> Told:
    try:
        if not math.isfinite(float(cell)):
            return "not_finite", {}
    except ValueError:
        pass
    if column.name in ("lon", "lat") and (degrees := meant_degrees(cell)) is not None:
        return "degrees_minutes", {"suggestion": degrees}
    return not_a_number(cell, column.unit.replace("{currency}", "¤"), column.high == 1.0)


def _pointed(text: pd.Series) -> list[tuple[int, str]]:
    """Places and cells that have a point, of a column as text."""
    if not isinstance(text.dtype, pd.StringDtype):
        return []
    return [(at, cell) for at, cell in enumerate(text.tolist()) if isinstance(cell, str) and "." in cell]


def _is_broken(values: Floats, text: pd.Series) -> Bools:
    """Numbers with decimals, and those whose point may stand between thousands: "1.000" is no 1."""
    with np.errstate(invalid="ignore"):
        broken: Bools = values % 1 != 0
    broken[[at for at, cell in _pointed(text) if has_point_thousands(cell)]] = True
    return broken


def _not_whole(cell: str) -> Told:
    if has_point_thousands(cell):
        return "not_whole_thousands", {"suggestion": cell.replace(".", "")}
    return "not_whole", {}


def _maybe_thousands(spec: Table, column: Column, text: pd.Series) -> list[Problem]:
    """A warning where every point in a column could stand between thousands ("1.200"): it is read as a decimal point."""
    pointed = _pointed(text)
    if not pointed or not all(has_point_thousands(cell) for _, cell in pointed):
        return []
    at, cell = pointed[0]
    return [
        problem(
            "maybe_thousands", spec.name, column.name, int(text.index[at]), "warning",
            value=cell, suggestion=cell.replace(".", ""), count=len(pointed),
        )
    ]  # fmt: skip


def _bools(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    known = text.str.lower().map(
        {"1": True, "0": False, "true": True, "false": False, "1.0": True, "0.0": False}
    )
    bad = text.index[text.notna() & known.isna()]
    found = [told_at(spec, column, row, text[row], _unless_unknown(text[row], "not_a_bool")) for row in bad]
    return known.astype("boolean"), found


def _texts(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    return text, []


def _each(why: Callable[[Table, Column, str], Told | None], split: bool = False) -> Parser:
    """A parser of words: each word (of each list, where ``split``) that does not fit is told."""

    def parse(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
        wrong = {
            cell: found
            for cell in text.dropna().unique()
            if (found := [(word, told) for word in _words(cell, split) if (told := why(spec, column, word))])
        }
        problems = [
            told_at(spec, column, row, word, _separated(word, told) if split else told)
            for row, cell in (text[text.isin(wrong)].items() if wrong else ())
            for word, told in wrong[cell]
        ]
        return text, problems

    return parse


def _words(cell: str, split: bool) -> list[str]:
    return [word.strip() for word in cell.split(";")] if split else [cell]


def _separated(word: str, told: Told) -> Told:
    """Ids in a list that has commas between them."""
    parts = [part.strip() for part in word.split(",")]
    if len(parts) > 1 and all(map(is_plain_id, parts)):
        return "list_separator", {"suggestion": ";".join(parts)}
    return told


def _bad_id(spec: Table, _: Column, word: str) -> Told | None:
    fits = is_plain_id if spec.role == "input" else is_id
    return None if fits(word) else not_an_id(word)


def _bad_code(_: Table, column: Column, word: str) -> Told | None:
    if word in column.codes:
        return None
    return "bad_code", {"codes": ", ".join(column.codes)}


def _bad_date(_: Table, __: Column, word: str) -> Told | None:
    return None if is_date(word) else not_a_date(word)


def _bad_time(_: Table, __: Column, word: str) -> Told | None:
    return None if is_time(word) else ("bad_time", {})


def _unless_unknown(cell: str, key: str) -> Told:
    return ("word_for_unknown" if stands_for_unknown(cell) else key), {}


PARSERS: dict[str, Parser] = {
    "id": _each(_bad_id),
    "ids": _each(_bad_id, split=True),
    "code": _each(_bad_code),
    "codes": _each(_bad_code, split=True),
    "date": _each(_bad_date),
    "time": _each(_bad_time),
    "text": _texts,
    "int": _numbers,
    "float": _numbers,
    "bool": _bools,
}

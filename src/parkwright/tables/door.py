"""The door of a table: a raw frame of strings goes in, a typed frame comes out, and every defect is told at once.

Raw frames come from any file: all cells are ``str`` (empty = unknown) or already numbers, the index holds the row that a
person sees in the file. Typed frames have every column of the spec, in its order, sorted by key, with pandas' own dtypes:
float64 (NaN = unknown), Int64, boolean, str (None-like NaN = unknown).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from parkwright.tables.legacy_text import decode_legacy, is_damaged
from parkwright.tables.parsers import PARSERS
from parkwright.tables.points import Area, check_points
from parkwright.tables.problem import Problem, Severity, problem
from parkwright.tables.readings import alike
from parkwright.tables.spec import Column, Table, table

_SHOWN = 60
"""So many signs of a cell or a heading stand in a sentence."""
_CLEARLY = 0.85
"""Headings that are so much alike (difflib's ratio) are one column: "gros_ha" is gross_ha."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A typed frame with what was found on the way (``frame`` is usable only if no problem is an error).

    rows: for each row of the frame, the row in the file that it came from
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    rows: pd.Series


def open_table(name: str, raw: pd.DataFrame, area: Area | None = None) -> Opened:
    """Parse one table.

    I/O Example:
        raw sites (index = row in the file):      site_id  gross_ha
                                               2  "b01"    "300"
                                               3  "b02"    "-5"
        -> problems: Table sites, column gross_ha, row 3: -5 is below the lowest value allowed, 0.
    """
    spec = table(name)
    problems = list(_columns(spec, raw))
    if raw.empty and not spec.may_be_empty:
        problems.append(problem("empty_table", name))
    parsed = {}
    for column in spec.columns.values():
        if column.name in raw:
            parsed[column.name], found = _parse(spec, column, raw[column.name])
            problems += found
        else:
            parsed[column.name] = _unknown(spec, column, raw.index)
    frame = pd.DataFrame(parsed, index=raw.index)
    problems += _keys(spec, frame)
    problems += _repeats(spec, frame)
    problems = _without_strays(list(_stray_rows(spec, raw)), check_points(spec, frame, area, problems))
    frame = frame.sort_values(list(spec.key), kind="stable")
    return Opened(frame.reset_index(drop=True), tuple(problems), pd.Series(frame.index))


def empty_frame(name: str) -> pd.DataFrame:
    """A typed frame of the table with no rows."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return open_table(name, pd.DataFrame(columns=list(table(name).columns))).frame


def result_frame(name: str, raw: pd.DataFrame) -> pd.DataFrame:
    """Check a result that we made ourselves: same door, but a defect is a fault of ours.

    Raises:
        ValueError: the frame does not fit the spec.
    """
    opened = open_table(name, raw.reset_index(drop=True))
    wrong = [found.sentence("en") for found in opened.problems if found.severity == "error"]
    if wrong:
        raise ValueError("\n".join(wrong[:10]))
    return opened.frame


def _columns(spec: Table, raw: pd.DataFrame) -> Iterator[Problem]:
    """Columns that the spec does not know, and needed ones that are not there: one defect where the one is the other, misspelt."""
    misspelt = set()
    for name in raw.columns:
        if name not in spec.columns:
            nearest, near = _nearest_column(spec, str(name))
            misspelt |= {nearest} if near else set()
            yield problem("unknown_column", spec.name, str(name)[:_SHOWN], nearest=nearest)
    for column in spec.columns.values():
        if _is_needed(spec, column) and column.name not in raw.columns and column.name not in misspelt:
            yield problem("missing_column", spec.name, column.name)


def _stray_rows(spec: Table, raw: pd.DataFrame) -> Iterator[Problem]:
    """Rows with one cell alone, where more are needed: a sum, a footnote, a heading between rows."""
    needed = [name for name in raw.columns if name in spec.columns and _is_needed(spec, spec.columns[name])]
    if spec.role != "input" or len(needed) < 2:
        return
    filled = raw.notna() & (raw != "")
    for row in raw.index[(filled.sum(axis=1) == 1).to_numpy()]:
        column = str(filled.loc[row].idxmax())
        yield problem("stray_row", spec.name, column, int(row), value=str(raw.loc[row, column])[:_SHOWN])


def _without_strays(strays: list[Problem], problems: list[Problem]) -> list[Problem]:
    """A row that is none is told as such, not cell by cell."""
    rows = {stray.row for stray in strays}
    return strays + [found for found in problems if found.row is None or found.row not in rows]


def _is_needed(spec: Table, column: Column) -> bool:
    return column.required or column.name in spec.key


def _nearest_column(spec: Table, name: str) -> tuple[str, bool]:
    """The column that a heading means: by its id, or by its title in either language; and whether it means it clearly."""
    meant = {alike(word): column.name for column in spec.columns.values() for word in column.title.values()}
    meant |= {alike(column): column for column in spec.columns}
    for cutoff in (_CLEARLY, 0.0):
        if near := difflib.get_close_matches(alike(name), meant, 1, cutoff):
            return meant[near[0]], cutoff > 0
    return next(iter(spec.columns)), False


def _unknown(spec: Table, column: Column, index: pd.Index) -> pd.Series:
    """The cells of a column that the file does not have."""
    if column.kind == "geometry":
        return pd.Series(None, index=index, dtype="object")
    return PARSERS[column.kind](spec, column, pd.Series(np.nan, index=index, dtype="str"))[0]


def _parse(spec: Table, column: Column, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    problems: list[Problem] = []
    if column.kind == "geometry" or (column.kind in ("int", "float") and _is_numeric(cells)):
        text = cells
    else:
        text, problems = _clean(spec, column, cells)
    unknown = text.isna()
    if _is_needed(spec, column):
        problems += [
            problem("missing_value", spec.name, column.name, int(row)) for row in text.index[unknown]
        ]
    elif unknown.any() and column.kind != "text" and (spec.role, spec.part) == ("input", "region"):
        # what a programme lacks is told by its list of gaps
        counts = {"count": int(unknown.sum()), "total": len(text)}
        problems.append(problem("unknown_values", spec.name, column.name, severity="warning", **counts))
    if column.kind == "geometry":
        return cells, problems
    parsed, found = PARSERS[column.kind](spec, column, text)
    return parsed, problems + found


def _is_numeric(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype)


def _clean(spec: Table, column: Column, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Cells as trimmed NFC text, empty as NaN; decomposed text is told as a warning, legacy encodings as a defect."""
    problems = []
    if not isinstance(cells.dtype, pd.StringDtype):
        cells = cells.map(_as_text, na_action="ignore").astype("str")
    values = cells.tolist()
    composed = {
        cell: unicodedata.normalize("NFC", cell.strip()) for cell in set(values) if isinstance(cell, str)
    }
    decomposed = {cell for cell, text in composed.items() if text != cell.strip()}
    if decomposed:
        count = sum(cell in decomposed for cell in values)
        problems.append(problem("not_composed", spec.name, column.name, severity="warning", count=count))
    text = pd.Series([composed.get(cell) or None for cell in values], index=cells.index, dtype="str")
    if column.kind == "text":
        problems += _misread(spec, column, text)
    return text, problems


def _misread(spec: Table, column: Column, text: pd.Series) -> Iterator[Problem]:
    """Text in another encoding than Unicode, or damaged on the way."""
    wrong = {cell for cell in text.dropna().unique() if is_damaged(cell) or decode_legacy(cell) is not None}
    for row, cell in text[text.isin(wrong)].items() if wrong else ():
        place, value = (spec.name, column.name, int(str(row))), cell[:_SHOWN]
        guess = decode_legacy(cell)
        if guess is None or is_damaged(cell):
            yield problem("damaged_text", *place, value="".join(map(_visible, value)))
        else:
            told = {"value": value, "encoding": guess.encoding, "suggestion": guess.text[:_SHOWN]}
            yield problem("legacy_encoding", *place, "error", **told)


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else "\ufffd"


def _as_text(cell: object) -> str:
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return repr(float(cell)) if isinstance(cell, float) else str(cell)


def _keys(spec: Table, frame: pd.DataFrame) -> list[Problem]:
    return _twice(spec, frame, spec.key, "duplicate_key", "error")


def _repeats(spec: Table, frame: pd.DataFrame) -> list[Problem]:
    return _twice(spec, frame, spec.repeats, "repeated_value", "warning") if spec.repeats else []


def _twice(
    spec: Table, frame: pd.DataFrame, columns: Sequence[str], key: str, severity: Severity
) -> list[Problem]:
    known = frame[list(columns)].dropna()
    where, problems = ", ".join(columns), []
    for _, rows in known[known.duplicated(keep=False)].groupby(list(columns), sort=False):
        first, value = int(rows.index[0]), " + ".join(str(part) for part in rows.iloc[0])
        problems += [
            problem(key, spec.name, where, int(row), severity, value=value, first_row=first)
            for row in rows.index[1:]
        ]
    return problems

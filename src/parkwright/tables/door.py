"""The door of a table: a raw frame of strings goes in, a typed frame comes out, and every defect is told at once.

Raw frames come from any file: all cells are ``str`` (empty = unknown) or already numbers, the index holds the row that a
person sees in the file. Typed frames have every column of the spec, in its order, sorted by key, with pandas' own dtypes:
float64 (NaN = unknown), Int64, boolean, str (None-like NaN = unknown).
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parkwright.tables.legacy_text import decode_legacy
from parkwright.tables.problem import Problem, Severity, problem
from parkwright.tables.spec import Column, Table, table
from parkwright.tables.when import is_date

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:|-]*")
_EXACT = 2.0**53 - 1
"""Beyond this a float64 no longer holds every whole number."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where points may lie: the area of use of the region's zone, degrees WGS 84, with a margin chosen by the caller."""

    zone: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


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
    problems = _once_a_point(problems, _points(spec, frame, area, problems))
    frame = frame.sort_values(list(spec.key), kind="stable")
    return Opened(frame.reset_index(drop=True), tuple(problems), pd.Series(frame.index))


def empty_frame(name: str) -> pd.DataFrame:
    """A typed frame of the table with no rows."""
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
    for name in raw.columns:
        if name not in spec.columns:
            nearest = difflib.get_close_matches(str(name), spec.columns, 1, 0.0)
            yield problem("unknown_column", spec.name, str(name), nearest=nearest[0])
    for column in spec.columns.values():
        if column.name not in raw.columns and (column.required or column.name in spec.key):
            yield problem("missing_column", spec.name, column.name)


def _unknown(spec: Table, column: Column, index: pd.Index) -> pd.Series:
    """The cells of a column that the file does not have."""
    if column.kind == "geometry":
        return pd.Series(None, index=index, dtype="object")
    return _PARSERS[column.kind](spec, column, pd.Series(np.nan, index=index, dtype="str"))[0]


def _parse(spec: Table, column: Column, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    problems: list[Problem] = []
    if column.kind == "geometry" or (column.kind in ("int", "float") and _is_numeric(cells)):
        text = cells
    else:
        text, problems = _clean(spec, column, cells)
    unknown = text.isna()
    if column.required or column.name in spec.key:
        problems += [
            problem("missing_value", spec.name, column.name, int(row)) for row in text.index[unknown]
        ]
    elif unknown.any() and column.kind != "text" and spec.role == "input":
        counts = {"count": int(unknown.sum()), "total": len(text)}
        problems.append(problem("unknown_values", spec.name, column.name, severity="warning", **counts))
    if column.kind == "geometry":
        return cells, problems
    parsed, found = _PARSERS[column.kind](spec, column, text)
    return parsed, problems + found


def _is_numeric(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype)


def _clean(spec: Table, column: Column, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Cells as trimmed NFC text, empty as NaN; decomposed text is told as a warning, legacy encodings as a defect."""
    problems = []
    if not isinstance(cells.dtype, pd.StringDtype):
        cells = cells.map(_as_text, na_action="ignore")
    text = cells.astype("str").str.strip()
    text = text.where(text != "")
    composed = text.map({cell: unicodedata.normalize("NFC", cell) for cell in text.dropna().unique()}).astype(
        "str"
    )
    changed = int(((composed != text) & text.notna()).sum())
    if changed:
        problems.append(problem("not_composed", spec.name, column.name, severity="warning", count=changed))
    if column.kind == "text":
        for row, cell in composed.dropna().items():
            if (guess := decode_legacy(cell)) is not None:
                told = {"value": cell[:60], "encoding": guess.encoding, "suggestion": guess.text[:60]}
                problems.append(
                    problem("legacy_encoding", spec.name, column.name, int(str(row)), "error", **told)
                )
    return composed, problems


def _as_text(cell: object) -> str:
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return repr(float(cell)) if isinstance(cell, float) else str(cell)


def _numbers(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    values = pd.to_numeric(text, errors="coerce").astype("float64")
    strange = text.index[text.notna() & ~np.isfinite(values)]
    problems = [_bad_number(spec, column, row, str(text[row])) for row in strange]
    low, high, whole = column.low, column.high, np.isfinite(values)
    if column.kind == "int":
        low, high = -_EXACT if low is None else low, _EXACT if high is None else high
        whole &= (values % 1 == 0) & values.between(low, high)
        problems += [
            problem("not_whole", spec.name, column.name, int(row), value=str(text[row]))
            for row in values.index[np.isfinite(values) & (values % 1 != 0)]
        ]
    problems += [
        problem("too_low", spec.name, column.name, int(row), value=str(text[row]), low=low)
        for row in values.index[np.isfinite(values) & (values < _or(low))]
    ]
    problems += [
        problem("too_high", spec.name, column.name, int(row), value=str(text[row]), high=high)
        for row in values.index[np.isfinite(values) & (values > _or(high))]
    ]
    return values.where(whole).astype("Int64" if column.kind == "int" else "float64"), problems


def _or(limit: float | None) -> float:
    """The limit, or a number that nothing is beyond."""
    return math.nan if limit is None else limit


def _bad_number(spec: Table, column: Column, row: int, cell: str) -> Problem:
    if re.fullmatch(r"[+-]?\d+,\d+", cell):
        told = {"value": cell, "suggestion": cell.replace(",", ".")}
        return problem("comma_for_point", spec.name, column.name, int(row), "error", **told)
    try:
        finite = math.isfinite(float(cell))
    except ValueError:
        finite = True
    key = "not_a_number" if finite else "not_finite"
    return problem(key, spec.name, column.name, int(row), value=cell)


def _bools(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    known = text.str.lower().map(
        {"1": True, "0": False, "true": True, "false": False, "1.0": True, "0.0": False}
    )
    bad = text.index[text.notna() & known.isna()]
    found = [problem("not_a_bool", spec.name, column.name, int(row), value=text[row]) for row in bad]
    return known.astype("boolean"), found


def _texts(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
    return text, []


def _each(bad: Callable[[Column, str], bool], key: str, split: bool = False) -> _Parser:
    """A parser of words: each word (of each list, where ``split``) that is ``bad`` is told under ``key``."""

    def parse(spec: Table, column: Column, text: pd.Series) -> tuple[pd.Series, list[Problem]]:
        problems = []

        def words(cell: str) -> list[str]:
            return cell.split(";") if split else [cell]

        wrong = {
            cell for cell in text.dropna().unique() if any(bad(column, word.strip()) for word in words(cell))
        }
        for row, cell in text[text.isin(wrong)].items():
            for word in words(cell):
                if bad(column, word.strip()):
                    told = {"value": word.strip(), "codes": ", ".join(column.codes)}
                    problems.append(problem(key, spec.name, column.name, int(str(row)), "error", **told))
        return text, problems

    return parse


def _bad_id(_: Column, word: str) -> bool:
    return not _ID.fullmatch(word)


def _bad_code(column: Column, word: str) -> bool:
    return word not in column.codes


def _bad_date(_: Column, word: str) -> bool:
    return not is_date(word)


_Parser = Callable[[Table, Column, pd.Series], tuple[pd.Series, list[Problem]]]
_PARSERS: dict[str, _Parser] = {
    "id": _each(_bad_id, "bad_id"),
    "ids": _each(_bad_id, "bad_id", split=True),
    "code": _each(_bad_code, "bad_code"),
    "codes": _each(_bad_code, "bad_code", split=True),
    "date": _each(_bad_date, "bad_date"),
    "text": _texts,
    "int": _numbers,
    "float": _numbers,
    "bool": _bools,
}


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


def _once_a_point(problems: list[Problem], points: list[Problem]) -> list[Problem]:
    """One defect for a point: swapped coordinates go beyond the limits of lat too, and what is beyond them is out of the zone."""
    limits = ("problems.too_low", "problems.too_high")
    beyond = {one.row for one in problems if one.column in ("lon", "lat") and one.text.key in limits}
    swapped = {one.row for one in points if one.text.key == "problems.swapped_coordinates"}
    kept = [
        one
        for one in problems
        if not (one.row in swapped and one.column in ("lon", "lat") and one.text.key in limits)
    ]
    return kept + [
        one for one in points if not (one.row in beyond and one.text.key == "problems.out_of_zone")
    ]


def _points(spec: Table, frame: pd.DataFrame, area: Area | None, before: Sequence[Problem]) -> list[Problem]:
    if not {"lon", "lat"} <= set(spec.columns):
        return []
    problems = []
    unread = [found.row for found in before if found.severity == "error" and found.column in ("lon", "lat")]
    half = (frame["lon"].isna() != frame["lat"].isna()) & ~frame.index.isin(unread)
    problems += [problem("half_a_point", spec.name, "lon, lat", int(row)) for row in frame.index[half]]
    if area is None:
        return problems
    for row, lon, lat in frame[["lon", "lat"]].dropna().itertuples():
        if area.holds(lon, lat):
            continue
        key = "swapped_coordinates" if area.holds(lat, lon) else "out_of_zone"
        told = {"lon": str(lon), "lat": str(lat), "zone": area.zone}
        problems.append(problem(key, spec.name, "lon, lat", int(row), "error", **told))
    return problems

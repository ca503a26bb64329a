"""Write a region as a workbook that planners fill in: names with notes, drop-downs, limits, a README in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from parkwright.files.csv_table import cells_as_text, number_as_text
from parkwright.files.meta_tables import meta_tables
from parkwright.files.same import write_checked
from parkwright.files.workbook import read_workbook
from parkwright.tables import BadInput, Column, Problem, Table, problem, table
from parkwright.words import LANGS, Lang, Text, Value, say, text

_SPARE_ROWS = 1000
"""Rows below the data that have drop-downs and limits too."""
_LONGEST_CELL = 32767
_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (no clock: the same content gives the same file)
_README = ("rows", "unknown", "values", "colours", "evidence", "region", "check")


def write_workbook(
    path: Path, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], currency: str = ""
) -> None:
    """Write a region into a workbook and check it by reading it back.

    node:     content of region.toml (``meta_node``)
    frames:   typed input tables by name (empty ones give blank sheets)
    currency: what stands for ``{currency}`` in units

    A number that needs more than the 16 digits of a spreadsheet is written as text, so that it comes back unchanged.

    Raises:
        BadInput: ``path`` exists, a cell is too long, or the file would not hold what was written.
    """
    if problems := _too_long(frames):
        raise BadInput(problems)
    write_checked(path, node, frames, lambda beside: _write(beside, node, frames, currency), read_workbook)


def _write(path: Path, node: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], currency: str) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": _FIXED_DATE, "title": say("files.sheet.title", "en")})
    _write_readme(book, list(frames))
    lists = _write_codes(book, list(frames))
    for name, frame in meta_tables(node).items():
        _write_plain(book, name, frame)
    for name, frame in frames.items():
        _write_table(book, table(name), frame, frames, lists, currency)
    book.close()


def _write_readme(book: Any, names: list[str]) -> None:
    sheet = book.add_worksheet("README")
    bold, wrap = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, 22, wrap)
    sheet.set_column(1, 2, 70, wrap)
    for place, lang in enumerate(LANGS, 1):
        sheet.write_string(0, place, say("files.sheet.title", lang), bold)
        for row, key in enumerate(_README, 1):
            sheet.write_string(row, place, say(f"files.sheet.{key}", lang), wrap)
        for row, name in enumerate(names, len(_README) + 2):
            sheet.write_string(row, place, table(name).grain[lang], wrap)
    for row, name in enumerate(names, len(_README) + 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)


def _write_codes(book: Any, names: list[str]) -> dict[tuple[str, ...], str]:
    """The lists behind the drop-downs, one column each; gives the range of each list."""
    sheet = book.add_worksheet("codes")
    ranges: dict[tuple[str, ...], str] = {}
    for name in names:
        for column in table(name).columns.values():
            if column.codes and column.codes not in ranges:
                place = len(ranges)
                sheet.write_string(0, place, column.name)
                for row, code in enumerate(column.codes, 1):
                    sheet.write_string(row, place, code)
                letter = xl_col_to_name(place)
                ranges[column.codes] = f"=codes!${letter}$2:${letter}${len(column.codes) + 1}"
    return ranges


def _write_plain(book: Any, name: str, frame: pd.DataFrame) -> None:
    sheet, words = book.add_worksheet(name), book.add_format({"num_format": "@"})
    sheet.set_column(0, len(frame.columns), 24, words)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(frame.columns):
        sheet.write_string(
            0,
            place,
            str(column),
            book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"}),
        )
        for row, cell in enumerate(frame[column], 1):
            if cell:
                sheet.write_string(row, place, cell, words)


def _write_table(
    book: Any,
    spec: Table,
    frame: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    lists: Mapping[tuple[str, ...], str],
    currency: str,
) -> None:
    sheet = book.add_worksheet(spec.name)
    needed = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"})
    optional = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
    words = book.add_format({"num_format": "@"})
    last = max(len(frame), 1) + _SPARE_ROWS
    for place, column in enumerate(spec.columns.values()):
        must = column.required or column.name in spec.key
        sheet.write_string(0, place, column.name, needed if must else optional)
        sheet.write_comment(
            0, place, _note(column, must, currency), {"x_scale": 2.6, "y_scale": 2.2, "author": ""}
        )
        is_number = column.kind in ("int", "float", "bool")
        sheet.set_column(place, place, 12 if is_number else 20, None if is_number else words)
        if (rule := _validation(column, frames, lists)) is not None:
            sheet.data_validation(1, place, last, place, rule)
        for row, cell in enumerate(_cells(frame[column.name], column), 1):
            _write_cell(sheet, row, place, cell, is_number, words)
    sheet.freeze_panes(1, len(spec.key))
    sheet.autofilter(0, 0, max(len(frame), 1), len(spec.columns) - 1)


def _cells(cells: pd.Series, column: Column) -> list[str]:
    if column.kind == "geometry":
        return ["" if shape is None else shapely.to_wkt(shape, rounding_precision=-1) for shape in cells]
    return cells_as_text(cells)


def _write_cell(sheet: Any, row: int, place: int, cell: str, is_number: bool, words: Any) -> None:
    if cell == "":
        return
    if is_number and float(f"{float(cell):.16G}") == float(cell):
        sheet.write_number(row, place, float(cell))
    else:
        sheet.write_string(row, place, cell, words)


def _validation(
    column: Column, frames: Mapping[str, pd.DataFrame], lists: Mapping[tuple[str, ...], str]
) -> dict[str, Any] | None:
    """The rule that the spreadsheet itself applies to the cells of a column."""
    title = {"error_title": column.name, "error_message": _short(column)}
    if column.kind == "code":
        return {"validate": "list", "source": lists[column.codes], **title}
    if column.kind == "bool":
        return {"validate": "list", "source": ["1", "0"], **title}
    if column.kind == "id" and column.ref and "|" not in column.ref:
        target, key = column.ref.split(".")
        letter = xl_col_to_name(list(table(target).columns).index(key))
        rows = len(frames[target]) + _SPARE_ROWS if target in frames else _SPARE_ROWS
        return {
            "validate": "list",
            "source": f"='{target}'!${letter}$2:${letter}${rows + 1}",
            "error_type": "warning",
            **title,
        }
    if column.kind not in ("int", "float"):
        return None
    kind = "integer" if column.kind == "int" else "decimal"
    if column.low is not None and column.high is not None:
        return {
            "validate": kind,
            "criteria": "between",
            "minimum": column.low,
            "maximum": column.high,
            **title,
        }
    if column.low is not None:
        return {"validate": kind, "criteria": ">=", "value": column.low, **title}
    if column.high is not None:
        return {"validate": kind, "criteria": "<=", "value": column.high, **title}
    return {"validate": kind, "criteria": "between", "minimum": -1e15, "maximum": 1e15, **title}


def _short(column: Column) -> str:
    """At most the 255 characters that a spreadsheet shows."""
    return "\n".join(
        " · ".join((column.title[lang], *_facts(column, lang, False, "")))[:120] for lang in LANGS
    )


def _note(column: Column, must: bool, currency: str) -> str:
    return "\n\n".join(
        "\n".join((column.title[lang], *_facts(column, lang, must, currency), *_remark(column, lang)))
        for lang in LANGS
    )


def _remark(column: Column, lang: Lang) -> list[str]:
    return [column.note[lang]] if column.note else []


def _facts(column: Column, lang: Lang, must: bool, currency: str) -> list[str]:
    """What a column asks of its cells: unit, limits, codes, target."""
    told: list[Text] = []
    if must:
        told.append(text("files.note.required"))
    if column.unit:
        unit = column.unit.replace("{currency}", currency) if currency else column.unit
        told.append(text("files.note.unit", unit=unit))
    low, high = (_limit(column.low), _limit(column.high))
    if low is not None or high is not None:
        key = "limits" if low is not None and high is not None else "low" if high is None else "high"
        told.append(text(f"files.note.{key}", low=low, high=high))
    if column.codes:
        told.append(text("files.note.codes", codes=", ".join(column.codes)))
    if column.ref:
        told.append(text("files.note.ref", target=column.ref.replace("|", ", ")))
    if column.kind in ("bool", "date", "time", "geometry"):
        told.append(text(f"files.note.{column.kind}"))
    if column.kind in ("ids", "codes"):
        told.append(text("files.note.list"))
    return [say(one, lang) for one in told]


def _limit(value: float | None) -> Value:
    return None if value is None else number_as_text(value)


def _too_long(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    problems = []
    for name, frame in frames.items():
        key = list(table(name).key)
        for column in table(name).columns.values():
            if column.kind in ("text", "ids", "codes", "geometry"):
                for row, cell in enumerate(_cells(frame[column.name], column), 2):
                    if len(cell) > _LONGEST_CELL:
                        where = " + ".join(map(str, frame[key].iloc[row - 2]))
                        problems.append(
                            problem("files.too_long", name, f"{column.name} ({where})", row, length=len(cell))
                        )
    return problems

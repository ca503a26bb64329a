"""Collection forms: a workbook for one agency with what it has to report, and the same workbook read back when it is filled in.

The sheets are called after the tables that they fill (observations, progress, remarks, spending) and have their columns, with
names and the last known value beside them for people; ``form`` says of which programme, agency and period it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from parkwright.files.workbook import open_sheets, sheet_frame
from parkwright.files.workbook_faults import faults
from parkwright.tables import BadInput, Problem, errors, problem, table
from parkwright.words import LANGS, say

FORM = "form"
KEYS = ("programme", "agency", "period", "version")
VERSION = "1"
FOR_PEOPLE = ("name_vi", "name_en", "unit", "before")
"""Columns that help whoever fills the form in; what stands in them is not taken in."""
SHEETS: Mapping[str, tuple[str, ...]] = {
    "observations": ("indicator_id", "name_vi", "name_en", "unit", "area_id", "period", "before", "value", "source", "evidence", "note"),
    "progress": ("item_id", "name_vi", "name_en", "before", "day", "state", "done_pct", "source", "note"),
    "remarks": ("item_id", "period", "kind", "words", "lang", "note"),
    "spending": ("item_id", "period", "kind", "amount_bn", "price_year", "fund", "source", "note"),
}  # fmt: skip
ASKED: Mapping[str, tuple[str, ...]] = {
    "observations": ("value",), "progress": ("state", "done_pct"), "remarks": ("words",), "spending": ("amount_bn",),
}  # fmt: skip
"""A row in which all of these are empty was not filled in."""
_SPARE_ROWS = 200
_LINES_PT = 48
"""Height of a row that holds a paragraph, points."""
_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (no clock: the same content gives the same file)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was filled in: what it is of, and its filled rows by table (raw cells; index = row in the sheet)."""

    programme: str
    agency: str
    period: str
    rows: Mapping[str, pd.DataFrame]


def write_form(
    path: Path,
    programme: str,
    agency: str,
    period: str,
    rows: Mapping[str, pd.DataFrame],
    items: Sequence[str],
) -> None:
    """Write the form of one agency.

    rows:  by sheet, frames with the columns of ``SHEETS`` (those that are missing stay empty)
    items: ids that remarks and amounts may be about, for the drop-downs

    I/O Example:
        write_form(Path("p-a-2025.xlsx"), "p", "a", "2025", {"observations": i 2025, before 11}, ["g"])
        -> sheets README, form, codes, observations (one row to fill in), progress, remarks, spending

    Raises:
        OSError: it cannot be written there.
    """
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": _FIXED_DATE, "title": say("files.form.title", "en")})
    _write_readme(book)
    _write_meta(book, dict(zip(KEYS, (programme, agency, period, VERSION), strict=True)))
    lists = _write_lists(book, items)
    for name, columns in SHEETS.items():
        _write_sheet(book, name, columns, rows.get(name, pd.DataFrame()), lists)
    book.close()


def _write_readme(book: Any) -> None:
    sheet = book.add_worksheet("README")
    bold, wrap = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 1, 70, wrap)
    for row in range(1, 6):
        sheet.set_row(row, _LINES_PT)
    for place, lang in enumerate(LANGS):
        sheet.write_string(0, place, say("files.form.title", lang), bold)
        for row, key in enumerate(("fill", "values", "remarks", "money", "back"), 1):
            sheet.write_string(row, place, say(f"files.form.{key}", lang), wrap)


def _write_meta(book: Any, told: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(FORM)
    sheet.set_column(0, 1, 28, book.add_format({"num_format": "@"}))
    sheet.write_row(0, 0, ("key", "value"))
    for row, (key, value) in enumerate(told.items(), 1):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)


def _write_lists(book: Any, items: Sequence[str]) -> dict[str, str]:
    """The lists behind the drop-downs: codes of each column, and the items."""
    sheet = book.add_worksheet("codes")
    sheet.set_column(0, 20, 22)
    ranges: dict[str, str] = {}
    codes = {f"{name}.{column}": table(name).columns[column].codes for name, columns in SHEETS.items() for column in columns if column in table(name).columns}  # fmt: skip
    for name, words in {
        **{key: told for key, told in codes.items() if told},
        "item_id": tuple(items),
    }.items():
        place = len(ranges)
        sheet.write_string(0, place, name)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word)
        letter = xl_col_to_name(place)
        ranges[name] = f"=codes!${letter}$2:${letter}${max(len(words), 1) + 1}"
    return ranges


def _write_sheet(
    book: Any, name: str, columns: Sequence[str], frame: pd.DataFrame, lists: Mapping[str, str]
) -> None:
    sheet, spec = book.add_worksheet(name), table(name)
    given = book.add_format({"bg_color": "#EEEEEE", "num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white", "text_wrap": True})
    last = len(frame) + _SPARE_ROWS
    for place, column in enumerate(columns):
        own = spec.columns.get(column)
        sheet.write_string(0, place, column, head)
        titles = [
            own.title[lang] if own is not None else say(f"files.form.column.{column}", lang) for lang in LANGS
        ]
        sheet.write_comment(0, place, "\n".join(titles), {"x_scale": 2, "author": ""})
        is_number = own is not None and own.kind in ("int", "float")
        filled = column in frame and frame[column].notna().any()
        sheet.set_column(place, place, 34 if column.startswith(("name", "words", "source", "note")) else 15)
        source = lists.get(f"{name}.{column}") or (
            lists["item_id"] if column == "item_id" and name in ("remarks", "spending") else None
        )
        if source is not None:
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": source})
        elif is_number and own is not None:
            sheet.data_validation(1, place, last, place, {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15, "error_message": own.title["vi"][:120]})  # fmt: skip
        if filled:
            for row, cell in enumerate(frame[column], 1):
                if isinstance(cell, float) and cell == cell:
                    sheet.write_number(row, place, cell, given)
                elif isinstance(cell, str):
                    sheet.write_string(row, place, cell, given)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def read_form(path: Path) -> Form:
    """Read a form back.

    I/O Example:
        the form above with value 12 -> Form("p", "a", "2025", {"observations": row 2: i 2025 "12", "progress": no row, …})

    Raises:
        BadInput: it is no form, or a sheet of it cannot be read; each defect is named by sheet, column and row.
    """
    opened = open_sheets(path)
    if isinstance(opened, Problem):
        raise BadInput([opened])
    content, _, sheets = opened
    for name in (FORM, *SHEETS):
        if name not in sheets:
            raise BadInput([problem("monitoring.not_a_form", path.name, path=str(path), sheet=name)])
    told = {str(line[0]): _word(line[1]) for line in sheets[FORM][1:] if len(line) > 1}
    if any(not told.get(key) for key in KEYS):
        raise BadInput([problem("monitoring.not_a_form", path.name, path=str(path), sheet=FORM)])
    problems: list[Problem] = list(
        faults(content, {name: [str(cell) for cell in sheets[name][0]] for name in SHEETS if sheets[name]})
    )
    rows: dict[str, pd.DataFrame] = {}
    for name, columns in SHEETS.items():
        frame, found = sheet_frame(name, sheets[name], None)
        problems += found
        rows[name] = _filled(
            name, columns, frame if frame is not None else pd.DataFrame(columns=list(columns)), problems
        )
    if wrong := errors(problems):
        raise BadInput(wrong)
    return Form(told["programme"], told["agency"], told["period"], rows)


def _word(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()


def _filled(name: str, columns: Sequence[str], frame: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    problems += [problem("monitoring.form_column", name, column) for column in columns if column not in frame and column not in FOR_PEOPLE]  # fmt: skip
    asked = [column for column in ASKED[name] if column in frame]
    there = (frame[asked].fillna("") != "").any(axis=1) if asked else pd.Series(False, index=frame.index)
    return frame.loc[there, [column for column in columns if column in frame and column not in FOR_PEOPLE]]

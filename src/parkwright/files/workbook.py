"""A region as an XLSX workbook: one sheet per table, with drop-downs, units and notes in both languages.

Row 1 of a sheet holds the names of the columns (with a note: titles, unit, limits, codes, in both languages), the rows below
the data. The sheet ``README`` says how to fill it in; ``region`` and its three companions hold what region.toml holds;
``codes`` holds the lists behind the drop-downs. What a workbook may not hold is told cell by cell: formulas, merged cells,
error values.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from parkwright.files.csv_table import header_missing, number_as_text
from parkwright.files.meta_tables import META_TABLES, read_meta_tables
from parkwright.files.raw_region import RawRegion
from parkwright.files.shapes import shapes_of_wkt
from parkwright.files.sheet_names import check_names, meant_by
from parkwright.files.unreadable import cannot_read, not_what_it_says, os_reason
from parkwright.files.workbook_faults import faults
from parkwright.tables import Problem, Table, all_tables, problem
from parkwright.words import Text, text

OWN_SHEETS = ("README", "codes", *META_TABLES)


def read_workbook(path: Path) -> RawRegion:
    """Read a workbook into a raw region; nothing is raised, every defect is a problem."""
    opened = open_sheets(path)
    if isinstance(opened, Problem):
        return RawRegion(None, {}, (opened,))
    content, book, sheets = opened
    specs = {spec.name: spec for spec in all_tables("input")}
    if not any(name in specs or name in META_TABLES for name in sheets) and not meant_by(sheets, specs):
        return RawRegion(None, {}, (problem("files.no_region_here", path.stem, path=str(path)),))
    read = {name: cells for name, cells in sheets.items() if name in specs or name in META_TABLES}
    headers = {
        name: [_text(cell).strip() for cell in cells[0]] if cells else [] for name, cells in read.items()
    }
    problems: list[Problem] = list(faults(content, headers))
    problems += _hidden(book, read)
    tables: dict[str, pd.DataFrame] = {}
    meta: dict[str, pd.DataFrame] = {}
    for name, cells in read.items():
        frame, found = sheet_frame(name, cells, specs.get(name))
        problems += found
        if frame is not None:
            (tables if name in specs else meta)[name] = frame
    needed = [*(name for name, spec in specs.items() if not spec.may_be_empty), "region"]
    problems += check_names(sheets, needed, [*specs, *OWN_SHEETS], path.name)
    if "region" not in sheets:
        return RawRegion(None, tables, tuple(problems))
    node, wrong = read_meta_tables(meta)
    return RawRegion(node, tables, (*problems, *wrong))


def open_sheets(path: Path) -> tuple[bytes, CalamineWorkbook, dict[str, list[list[Any]]]] | Problem:
    """The bytes of a workbook, the open workbook, and the cells of its sheets by name; or why it cannot be read."""
    try:
        content = path.read_bytes()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except OSError as error:
        return cannot_read(path.stem, path, os_reason(error))
    except (CalamineError, ValueError):
        return cannot_read(path.stem, path, _why(path))
    return content, book, sheets


def _why(path: Path) -> Text:
    """Why a file is no workbook: what it is instead, or that it is damaged."""
    wrong = not_what_it_says(path, "xlsx")
    if wrong is None and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if not any(name.startswith("xl/") for name in archive.namelist()):
                return text("unreadable.is.other", ending=path.suffix)
    return wrong or text("unreadable.is.damaged")


def _hidden(book: CalamineWorkbook, read: Mapping[str, Any]) -> Iterator[Problem]:
    """Sheets that a person does not see, but we do."""
    for sheet in book.sheets_metadata:
        if sheet.name in read and sheet.visible != SheetVisibleEnum.Visible:
            yield problem("files.hidden_sheet", sheet.name, severity="warning")


def sheet_frame(
    name: str, cells: list[list[Any]], spec: Table | None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """A raw frame from the cells of a sheet; a sheet with a header and no rows gives an empty frame."""
    if not cells or not any(_text(cell) for cell in cells[0]):
        return None, [problem("files.no_header_row", name, "", 1)] if any(map(any, cells)) else []
    header = [_text(cell).strip() for cell in cells[0]]
    if spec is not None and (missing := header_missing(header, name)) is not None:
        return None, [missing]
    width = max(place for place, column in enumerate(header, 1) if column)
    problems = _header_problems(name, header, width, cells)
    rows = [(row, [_text(cell) for cell in line]) for row, line in enumerate(cells[1:], 2)]
    rows = [(row, line) for row, line in rows if any(cell.strip() for cell in line)]
    frame = pd.DataFrame(
        [line[:width] for _, line in rows],
        columns=header[:width],
        index=[row for row, _ in rows],
        dtype="str",
    )
    frame = frame.loc[:, ~frame.columns.duplicated() & (frame.columns != "")]
    if spec is not None and "geometry" in spec.columns and "geometry" in frame:
        shapes, found = shapes_of_wkt(name, frame["geometry"])
        frame["geometry"], problems = shapes, problems + found
    return frame, problems


def _header_problems(name: str, header: list[str], width: int, cells: list[list[Any]]) -> list[Problem]:
    shown = header[:width]
    twice = sorted({column for column in shown if column and shown.count(column) > 1})
    beyond = any(_text(cell).strip() for line in cells[1:] for cell in line[width:])
    nameless = [place for place, column in enumerate(shown, 1) if not column] + (
        [width + 1] if beyond else []
    )
    return [problem("repeated_column", name, column) for column in twice] + [
        problem("files.nameless_column", name, "", 1, number=place) for place in nameless
    ]


def _text(cell: Any) -> str:
    """A cell as text: numbers with the digits that bring them back, dates as ISO, yes and no as the spreadsheet shows them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number_as_text(cell) if abs(cell) != float("inf") and cell == cell else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)

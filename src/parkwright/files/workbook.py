"""A region as an XLSX workbook: one sheet per table, with drop-downs, units and notes in both languages.

Row 1 of a sheet holds the names of the columns (with a note: titles, unit, limits, codes, in both languages), the rows below
the data. The sheet ``README`` says how to fill it in; ``region`` and its three companions hold what region.toml holds;
``codes`` holds the lists behind the drop-downs. What a workbook may not hold is told cell by cell: formulas, merged cells,
error values.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from python_calamine import CalamineError, CalamineWorkbook

from parkwright.files.csv_table import number_as_text
from parkwright.files.meta_tables import META_TABLES, read_meta_tables
from parkwright.files.raw_region import RawRegion
from parkwright.files.workbook_faults import faults
from parkwright.tables import Problem, Table, all_tables, problem

OWN_SHEETS = ("README", "codes", *META_TABLES)


def read_workbook(path: Path) -> RawRegion:
    """Read a workbook into a raw region; nothing is raised, every defect is a problem."""
    try:
        content = path.read_bytes()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        return RawRegion(None, {}, (problem("files.cannot_read", path.stem, file=path.name, why=str(error)),))
    specs = {spec.name: spec for spec in all_tables("input")}
    headers = {
        name: [_text(cell).strip() for cell in cells[0]] if cells else []
        for name, cells in sheets.items()
        if name in specs or name in META_TABLES
    }
    problems: list[Problem] = list(faults(content, headers))
    tables: dict[str, pd.DataFrame] = {}
    meta: dict[str, pd.DataFrame] = {}
    for name, cells in sheets.items():
        if name in specs or name in META_TABLES:
            frame, found = _frame(name, cells, specs.get(name))
            problems += found
            if frame is not None:
                (tables if name in specs else meta)[name] = frame
    problems += _strangers(sheets, specs)
    problems += [
        problem("files.missing_sheet", name, file=path.name)
        for name, spec in specs.items()
        if name not in sheets and not spec.may_be_empty
    ]
    if "region" not in sheets:
        return RawRegion(None, tables, (*problems, problem("files.missing_sheet", "region", file=path.name)))
    node, wrong = read_meta_tables(meta)
    return RawRegion(node, tables, (*problems, *wrong))


def _frame(
    name: str, cells: list[list[Any]], spec: Table | None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """A raw frame from the cells of a sheet; a sheet with a header and no rows gives an empty frame."""
    if not cells or not any(_text(cell) for cell in cells[0]):
        return None, [problem("files.no_header", name, file=name)] if any(map(any, cells)) else []
    header = [_text(cell).strip() for cell in cells[0]]
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
        shapes, found = _shapes(name, frame["geometry"])
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
    """A cell as text: numbers with the digits that bring them back, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return number_as_text(cell) if abs(cell) != float("inf") and cell == cell else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _shapes(name: str, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Shapes written as WKT."""
    shapes, problems = [], []
    for row, cell in cells.items():
        try:
            shapes.append(shapely.from_wkt(cell) if cell else None)
        except shapely.errors.GEOSException as error:
            shapes.append(None)
            problems.append(problem("files.bad_shape", name, "geometry", int(str(row)), why=str(error)[:120]))
    return pd.Series(shapes, index=cells.index, dtype="object"), problems


def _strangers(sheets: Mapping[str, Any], specs: Mapping[str, Table]) -> Iterator[Problem]:
    for name in sheets:
        if name not in specs and name not in OWN_SHEETS:
            nearest = difflib.get_close_matches(name, specs, 1, 0.0)[0]
            yield problem("files.unknown_sheet", name, severity="warning", sheet=name, nearest=nearest)

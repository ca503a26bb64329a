"""One table in one CSV file: read exactly as it stands, written so that a spreadsheet opens it right."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from parkwright.files.unreadable import cannot_read, kind_of, os_reason, technical
from parkwright.tables import Problem, alike, problem, table
from parkwright.words import Text, Value, text

_LARGEST_CELL = 10_000_000
_SHOWN = 60


def read_csv_table(path: Path, name: str) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a CSV file into a raw frame: every cell a string, the index the row of the file (the header is row 1).

    UTF-8 with or without byte order mark. Rows with nothing in them are passed over. A row with too few or too many cells,
    a repeated or nameless column, another encoding or separator are problems; such rows are left out of the frame.

    I/O Example:
        sites.csv:  site_id,gross_ha      -> frame   site_id gross_ha
                    b01,300                        2 b01     300
                    b02                   -> problem Table sites, row 3: it has 1 cells, but the header names 2 columns.
    """
    decoded = read_utf8(path, name)
    if isinstance(decoded, Problem):
        return pd.DataFrame(), (decoded,)
    return parse_csv(decoded, path.name, name)


def parse_csv(content: str, file: str, name: str) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The same for text that is in memory already (``file`` is what problems call it)."""
    rows, problems = _rows(content, file, name)
    if not rows:
        return pd.DataFrame(), problems or (problem("files.no_header", name, file=file),)
    header = [cell.strip() for cell in rows[0][1]]
    if (found := _other_separator(header)) is not None:
        return pd.DataFrame(), (problem("files.wrong_separator", name, file=file, found=found),)
    if (problem_of := header_missing(header, name)) is not None:
        return pd.DataFrame(), (problem_of,)
    problems += tuple(_header_problems(header, name))
    whole = [(row, cells) for row, cells in rows[1:] if len(cells) == len(header)]
    problems += tuple(
        problem(
            "ragged_row" if len(cells) < len(header) else "ragged_long",
            name, "", row, found=len(cells), expected=len(header),
        )
        for row, cells in rows[1:]
        if len(cells) != len(header)
    )  # fmt: skip
    frame = pd.DataFrame(
        [cells for _, cells in whole], columns=header, index=[row for row, _ in whole], dtype="str"
    )
    return frame.loc[:, ~frame.columns.duplicated() & (frame.columns != "")], problems


def write_csv_table(frame: pd.DataFrame, path: Path, bom: bool = True) -> None:
    """Write a frame as CSV: UTF-8 (with the mark that spreadsheets look for), unknown as an empty cell, bool as 0/1.

    Numbers are written with as many digits as bring the same number back.
    """
    path.write_bytes(csv_bytes(frame, bom))


def csv_bytes(frame: pd.DataFrame, bom: bool = True, decimals: int | None = None) -> bytes:
    """The bytes of such a file; with ``decimals``, numbers are rounded to so many.

    I/O Example:
        site_id  gross_ha  committed     ->  site_id,gross_ha,committed
        b01      300.0     True              b01,300,1
        b02      NaN       <NA>              b02,,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(cells_as_text(frame[column], decimals) for column in frame.columns), strict=True))
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def cells_as_text(cells: pd.Series, decimals: int | None = None) -> list[str]:
    """Cells of a typed column as a file holds them."""
    known = cells.notna()
    if pd.api.types.is_bool_dtype(cells.dtype):
        return [("1" if cell else "0") if here else "" for cell, here in zip(cells, known, strict=True)]
    if pd.api.types.is_float_dtype(cells.dtype):
        cells = cells if decimals is None else cells.round(decimals)
        return [number_as_text(float(cell)) if here else "" for cell, here in zip(cells, known, strict=True)]
    return [str(cell) if here else "" for cell, here in zip(cells, known, strict=True)]


def number_as_text(value: float) -> str:
    """The shortest digits that bring the same number back; whole numbers without a point.

    I/O Example:
        number_as_text(300.0) -> "300"      number_as_text(0.1) -> "0.1"      number_as_text(-0.0) -> "0"
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def read_utf8(path: Path, name: str) -> str | Problem:
    """The text of a file, or the problem that stops it from being read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return problem("missing_table", name, file=path.name)
    except OSError as error:
        return cannot_read(name, path, os_reason(error))
    if (kind := kind_of(content)) is not None:
        return problem("files.not_text", name, file=path.name, why=text(f"unreadable.is.{kind}"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        return problem("not_utf8", name, "", row, file=path.name)


def _rows(content: str, file: str, name: str) -> tuple[list[tuple[int, list[str]]], tuple[Problem, ...]]:
    """Rows that hold something, numbered from 1 as a spreadsheet does."""
    csv.field_size_limit(_LARGEST_CELL)
    reader, rows, count = csv.reader(io.StringIO(content, newline=""), strict=True), [], 0
    try:
        for cells in reader:
            count += 1
            if any(cell.strip() for cell in cells):
                rows.append((count, cells))
    except csv.Error as error:
        return [], (problem("files.bad_csv", name, "", count + 1, file=file, why=_why(str(error))),)
    return rows, ()


def _why(said: str) -> Text:
    """What the csv module has against a row; it has no error numbers, only sentences."""
    key = next((key for sign, key in _CSV_SAYS.items() if sign in said), None)
    return technical(said) if key is None else text(f"unreadable.csv.{key}")


_CSV_SAYS = {
    "unexpected end of data": "open_quote",
    "expected after": "stray_quote",
    "field limit": "long_cell",
}


def _other_separator(header: list[str]) -> Value:
    if len(header) != 1:
        return None
    return next((text("files.tab") if sign == "\t" else sign for sign in ";\t|" if sign in header[0]), None)


def header_missing(header: Sequence[str], name: str) -> Problem | None:
    """The defect of a first row that names no column of its table at all: a title, a line of another program."""
    columns = table(name).columns
    known = {alike(column) for column in columns}
    known |= {alike(word) for column in columns.values() for word in column.title.values()}
    if any(alike(column) in known for column in header if column):
        return None
    found = next((column for column in header if column), "")
    return problem(
        "files.no_known_column", name, "", 1, found=found[:_SHOWN], columns=", ".join([*columns][:3])
    )


def _header_problems(header: list[str], name: str) -> list[Problem]:
    problems = [
        problem("files.nameless_column", name, "", 1, number=number)
        for number, column in enumerate(header, 1)
        if not column
    ]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    return problems + [problem("repeated_column", name, column) for column in twice]

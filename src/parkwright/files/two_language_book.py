"""Sheets in two languages side by side: headings with units, formats of numbers, formulas with the values that they have now."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter

from parkwright.tables import table
from parkwright.words import LANGS, Both, Text, say, text
from parkwright.words.units import unit_words

_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (no clock: the same content gives the same file)
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"align": "left", "indent": 1}, "wrap": {"text_wrap": True, "align": "left", "indent": 1}, "whole": {"num_format": "#,##0"}, "m2": {"num_format": "#,##0.0"},
    "two": {"num_format": "#,##0.00"}, "ha": {"num_format": "#,##0.00"}, "share": {"num_format": "0.00%"},
}  # fmt: skip
_VERDICTS = {"fails": "#F8CBAD", "cannot_tell": "#E7E6E6", "passes": "#E2EFDA"}

_LINE = 15.0
"""Height of a line, points."""
_HIGHEST = 400.0
"""No row of a spreadsheet is higher than 409 points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, width in letters, kind of number (``_FORMATS``)."""

    title: str
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed, and what it gives now."""

    words: str
    now: float


class TwoLanguageBook:
    """A workbook while it is written, by one function; ``title`` stands at the head of every printed page."""

    def __init__(self, out: Any, title: str) -> None:
        book = xlsxwriter.Workbook(
            out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": _FIXED_DATE, "title": title})
        self.book, self.title = book, title
        self.formats = {name: book.add_format({"valign": "top", **look}) for name, look in _FORMATS.items()}
        self.sums = {
            name: book.add_format({"valign": "top", "bold": True, "top": 1, **look})
            for name, look in _FORMATS.items()
        }
        self.verdicts = {
            name: book.add_format({"valign": "top", "align": "left", "indent": 1, "bg_color": colour})
            for name, colour in _VERDICTS.items()
        }
        self.head = book.add_format(
            {
                "bold": True, "bg_color": "#1F4E79", "font_color": "white", "text_wrap": True, "valign": "vcenter", "align": "center",
                "border": 1, "border_color": "#FFFFFF",
            }
        )  # fmt: skip

    def sheet(self, name: str, columns: Sequence[Column], frozen: int) -> Any:
        """A sheet with its headings: frozen, repeated on every printed page, as wide as a sheet of paper.

        name: as it stands on the tab; frozen: columns that stay in sight
        """
        sheet = self.book.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.title, self.head)
        # A spreadsheet does not always make a row as high as wrapped words need: the height is given.
        sheet.set_row(0, _LINE * max(lines_of(column.title, column.width - 1) for column in columns) + 6)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        # An ampersand starts a command in the header of a page.
        sheet.set_header("&L" + self.title.replace("&", "&&") + "&R&P/&N")
        return sheet

    def rows(
        self, sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Any]], first: int = 1
    ) -> int:
        """Write rows from ``first`` on, as high as their wrapped words need; gives the row after the last."""
        for row, cells in enumerate(rows, first):
            wrapped = [
                lines_of(cell, column.width)
                for column, cell in zip(columns, cells, strict=True)
                if column.kind == "wrap" and isinstance(cell, str)
            ]
            if max(wrapped, default=1) > 1:
                sheet.set_row(row, min(_HIGHEST, _LINE * max(wrapped)))
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                write_cell(sheet, row, place, cell, self.formats[column.kind])
        return first + len(rows)

    def total(self, sheet: Any, columns: Sequence[Column], row: int, cells: Sequence[Any]) -> None:
        """A row of sums under the others."""
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            write_cell(sheet, row, place, cell, self.sums[column.kind])


def lines_of(words: str, width: float) -> int:
    """Lines that words take in a column of so many letters.

    I/O Example:
        ("Diện tích\\nArea\\n(m²)", 16) -> 3
    """
    return sum(max(1, math.ceil(1.1 * len(line) / width)) for line in words.split("\n"))


def write_cell(sheet: Any, row: int, place: int, cell: Any, look: Any) -> None:
    """What is not known stays an empty cell: absent is not zero."""
    if isinstance(cell, Formula):
        sheet.write_formula(row, place, cell.words, look, cell.now)
    elif not is_there(cell):
        sheet.write_blank(row, place, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell, look)
    else:
        sheet.write_number(row, place, float(cell), look)


def is_there(cell: Any) -> bool:
    """Whether a cell of a table holds anything."""
    return not (cell is None or pd.isna(cell) or cell == "")


def pair(name: str, width: float, kind: str = "text") -> list[Column]:
    """Two columns of one kind of words, one for each language, each headed in its own."""
    return [Column(say(f"layout_workbook.column.{name}", lang), width, kind) for lang in LANGS]


def heading(name: str, unit: str = "") -> str:
    """A heading in both languages with its unit, for a column that no table has."""
    return in_both(text(f"layout_workbook.column.{name}"), "\n") + (f"\n({unit})" if unit else "")


def heading_of(spec: str, name: str) -> str:
    """The heading that the spec of a table gives a column, in both languages with its unit."""
    column = table(spec).columns[name]
    unit = in_both(unit_words(column.unit), ", ") if column.unit else ""
    return "\n".join(column.title[lang] for lang in LANGS) + (f"\n({unit})" if unit else "")


def both_words(key: str) -> list[str]:
    """A wording in both languages, one cell each."""
    return [say(key, lang) for lang in LANGS]


def both_units(unit: Any) -> list[str | None]:
    """A unit in both languages; shares are shown as per cent."""
    if not is_there(unit):
        return [None, None]
    return ["%", "%"] if unit == "share" else [say(unit_words(unit), lang) for lang in LANGS]


def in_both(what: Text | Both, between: str) -> str:
    """Both languages in one cell; once where they say the same."""
    return between.join(dict.fromkeys(say(what, lang) for lang in LANGS))

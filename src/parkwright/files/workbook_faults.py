"""Formulas, merged cells and error values of a workbook, found in its XML: readers of values do not show them.

ECMA-376 part 1, §18.3.1: a cell ``c`` with a child ``f`` holds a formula, one of type ``e`` an error; ``mergeCell`` names a merged range.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from parkwright.tables import Problem, problem

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NAMED = 6


def faults(content: bytes, headers: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """One problem per row with formulas, per merged range and per error value, of the sheets asked for.

    headers: names of the columns, by sheet; other sheets are not looked at
    content: bytes of the .xlsx; another kind of workbook (.xls, .ods), or a broken one, gives none here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [(name, archive.read(path)) for name, path in _sheets(archive) if name in headers]
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, ValueError, RuntimeError):
        return
    for name, xml in sheets:
        yield from _of_sheet(name, xml, headers[name])


def _of_sheet(name: str, xml: bytes, header: Sequence[str]) -> Iterator[Problem]:
    wrong: list[tuple[str, str]] = []
    formulas: dict[int, list[str]] = defaultdict(list)
    merged: list[str] = []
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(xml)):
            if element.tag == f"{_MAIN}c":
                if element.find(f"{_MAIN}f") is not None:
                    formulas[_row(element.get("r", ""))].append(element.get("r", ""))
                elif element.get("t") == "e":
                    wrong.append((element.get("r", ""), element.findtext(f"{_MAIN}v", "")))
                element.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                merged.append(element.get("ref", ""))
    except ElementTree.ParseError:
        return
    for row, cells in sorted(formulas.items()):
        shown = ", ".join(cells[:_NAMED]) + (", …" if len(cells) > _NAMED else "")
        yield problem("files.formulas", name, "", row, cells=shown)
    for cell, value in wrong:
        yield problem("files.error_cell", name, _column(cell, header), _row(cell), value=value)
    for cells_of in merged:
        yield problem("files.merged_cells", name, "", _row(cells_of), cells=cells_of)


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and path inside the archive of every sheet."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_REL), "")
        if target:
            yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column(reference: str, header: Sequence[str]) -> str:
    """The name of the column of a cell, or its letters where the header has none."""
    letters = "".join(sign for sign in reference if sign.isalpha())
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return header[place - 1] if 0 < place <= len(header) else letters


def _row(reference: str) -> int:
    digits = re.search(r"\d+", reference)
    return int(digits[0]) if digits else 1

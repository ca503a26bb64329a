"""The workbook: opens with drop-downs and notes, keeps every value, tells formulas, merged cells and errors."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from parkwright.files import new_region, read_region, write_region
from parkwright.files.meta_tables import meta_node
from parkwright.files.workbook_faults import faults
from parkwright.files.workbook_writer import write_workbook
from parkwright.tables import BadInput, Region, all_tables, errors
from parkwright.words import LANGS

Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def region(small: Path) -> Region:
    found, _ = read_region(small)
    assert found is not None
    return found


@pytest.fixture
def edited(region: Region, tmp_path: Path) -> Callable[[Edit], Path]:
    """The workbook of the small region after somebody edited it in a spreadsheet."""
    write_region(region, tmp_path / "small.xlsx")

    def edit(what: Edit) -> Path:
        book = openpyxl.load_workbook(tmp_path / "small.xlsx")
        what(book)
        book.save(tmp_path / "edited.xlsx")
        return tmp_path / "edited.xlsx"

    return edit


def test_it_comes_back_without_loss(region: Region, tmp_path: Path) -> None:
    write_region(region, tmp_path / "small.xlsx")
    again, problems = read_region(tmp_path / "small.xlsx")
    assert errors(problems) == ()
    assert again is not None
    assert again.meta == region.meta
    for name, frame in region.frames().items():
        pd.testing.assert_frame_equal(frame, again.frames()[name])


def test_it_comes_back_from_a_spreadsheet_program_too(edited: Callable[[Edit], Path], region: Region) -> None:
    again, problems = read_region(edited(lambda book: None))
    assert errors(problems) == ()
    assert again is not None
    for name, frame in region.frames().items():
        pd.testing.assert_frame_equal(frame, again.frames()[name])


def test_every_column_has_a_note_in_both_languages(region: Region, tmp_path: Path) -> None:
    write_region(region, tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(tmp_path / "small.xlsx")
    for spec in all_tables("input"):
        for cell, column in zip(book[spec.name][1], spec.columns.values(), strict=True):
            assert cell.value == column.name
            assert cell.comment is not None
            assert all(column.title[lang] in cell.comment.text for lang in LANGS)
            assert column.unit.replace("{currency}", "EUR") in cell.comment.text
            assert "{" not in cell.comment.text
    assert book["sites"].freeze_panes == "B2"
    assert "README" in book.sheetnames


def test_codes_references_and_limits_are_in_the_sheet(region: Region, tmp_path: Path) -> None:
    write_region(region, tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(tmp_path / "small.xlsx")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["sites"].data_validations.dataValidation}
    columns = [cell.value for cell in book["sites"][1]]

    def rule(column: str) -> openpyxl.worksheet.datavalidation.DataValidation:
        return rules[f"{openpyxl.utils.get_column_letter(columns.index(column) + 1)}2"]

    assert rule("gross_ha").type == "decimal" and rule("gross_ha").formula1 == "0.0"
    assert rule("park_id").type == "list" and rule("park_id").formula1.startswith("'parks'!$A$2")
    listed = book["codes"][rule("status").formula1.split("!")[1].replace("$", "")]
    assert [row[0].value for row in listed] == [
        "planned",
        "building",
        "stalled",
        "operating",
        "offered",
        "dropped",
    ]


def test_formulas_are_told_row_by_row(edited: Callable[[Edit], Path]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["sites"]["N2"] = "=100+200"
        book["parks"]["O3"] = "=1"

    region, problems = read_region(edited(edit))
    assert region is None
    told = [found for found in errors(problems) if found.text.key == "files.formulas"]
    assert sorted((found.table, found.row) for found in told) == [("parks", 3), ("sites", 2)]
    assert "N2" in next(found for found in told if found.table == "sites").sentence("vi")


def test_merged_cells_are_told(edited: Callable[[Edit], Path]) -> None:
    region, problems = read_region(edited(lambda book: book["sites"].merge_cells("B2:B3")))
    assert region is None
    told = [found for found in errors(problems) if found.text.key == "files.merged_cells"]
    assert [(found.table, found.row) for found in told] == [("sites", 2)]
    assert "B2:B3" in told[0].sentence("vi") and "B2:B3" in told[0].sentence("en")


def test_an_error_value_is_told(edited: Callable[[Edit], Path]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        cell = book["sites"]["N3"]
        cell.value, cell.data_type = "#REF!", "e"

    _, problems = read_region(edited(edit))
    told = errors(problems)
    assert [(found.text.key, found.table, found.column, found.row) for found in told] == [
        ("files.error_cell", "sites", "gross_ha", 3)
    ]
    assert "#REF!" in told[0].sentence("vi")


def test_dates_and_numbers_as_a_spreadsheet_holds_them(edited: Callable[[Edit], Path]) -> None:
    """A date typed into a cell becomes a date cell, a tax code typed into a number cell stays whole."""

    def edit(book: openpyxl.Workbook) -> None:
        columns = [cell.value for cell in book["tenants"][1]]
        book["tenants"].cell(2, columns.index("since") + 1).value = datetime.date(2012, 5, 17)
        columns = [cell.value for cell in book["requests"][1]]
        book["requests"].cell(2, columns.index("tax_code") + 1).value = 312345678

    region, problems = read_region(edited(edit))
    assert errors(problems) == ()
    assert region is not None
    assert region.tenants["since"].iloc[0] == "2012-05-17"
    assert region.requests["tax_code"].iloc[0] == "312345678"


def test_a_missing_sheet_and_a_misspelt_one(edited: Callable[[Edit], Path]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["sites"].title = "site"

    region, problems = read_region(edited(edit))
    assert region is None
    told = {found.text.key: found for found in problems}
    assert told["files.missing_sheet"].table == "sites"
    assert told["files.unknown_sheet"].severity == "warning"
    assert "problems.empty_table" not in told


def test_a_blank_workbook_asks_for_what_is_needed(tmp_path: Path) -> None:
    made = new_region(tmp_path / "mine")
    assert made == (tmp_path / "mine", tmp_path / "mine.xlsx")
    for path in made:
        region, problems = read_region(path)
        assert region is None
        told = {(found.text.key, found.table, found.column) for found in errors(problems)}
        assert ("problems.region_empty", "region.toml", "") in told
        assert ("problems.empty_table", "sites", "") in told
        assert {key for key, _, _ in told} == {"problems.region_empty", "problems.empty_table"}


def test_a_cell_that_a_spreadsheet_cannot_hold_is_named(region: Region, tmp_path: Path) -> None:
    frames = region.frames()
    frames["sites"] = frames["sites"].assign(note=["x" * 40_000, "short"])
    with pytest.raises(BadInput) as raised:
        write_workbook(tmp_path / "long.xlsx", meta_node(region.meta), frames)
    assert [(found.table, found.row) for found in raised.value.problems] == [("sites", 2)]
    assert "b01" in str(raised.value)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_nothing_is_written_over(region: Region, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("precious", "utf-8")
    for write in (
        lambda: write_region(region, tmp_path / "mine.xlsx"),
        lambda: new_region(tmp_path / "mine"),
    ):
        with pytest.raises(BadInput):
            write()
    assert (tmp_path / "mine.xlsx").read_text("utf-8") == "precious"
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04" + b"\x00" * 60])
def test_garbage_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.xlsx").write_bytes(content)
    region, problems = read_region(tmp_path / "bad.xlsx")
    assert region is None
    assert [found.text.key for found in problems] == ["files.cannot_read"]
    assert list(faults(content, {"sites": []})) == []


def test_a_broken_zip_in_memory_has_no_faults() -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert list(faults(out.getvalue(), {"Sheet": []})) == []
    assert list(faults(out.getvalue()[:-100], {"Sheet": []})) == []

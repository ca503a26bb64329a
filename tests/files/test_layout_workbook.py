"""layout.xlsx: opened again by two readers with equal sums, computed again by a spreadsheet, both languages in every sheet."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from laid_out_site import RING, square, tables_of
from python_calamine import CalamineWorkbook

from parkwright.files.layout_workbook import layout_workbook, sheet_name
from parkwright.steps.layout.uses import lot_number
from parkwright.tables import table
from parkwright.words import LANGS, all_keys, say

SHEETS = ("balance", "lots", "mix", "rules", "metrics")
USES = table("layout_pieces").columns["use"].codes
EVERY = [(use, square(place % 6, place // 6, 77.7)) for place, use in enumerate(USES)]
LAND = [("lot", square(0)), ("lot_ready_built", square(1)), ("road_local", square(2)), ("green_park", RING)]


def opened(data: bytes, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def rows_of(data: bytes, name: str) -> list[list[Any]]:
    """The rows of a sheet as calamine reads them, the headings left out."""
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet_name(name)).to_python()[1:]
    )


def row_named(rows: list[list[Any]], words: str) -> list[Any]:
    return next(row for row in rows if words in row)


def test_two_readers_find_equal_sums() -> None:
    tables = tables_of(EVERY)
    data = layout_workbook(tables, "a")
    due = float(tables["layout_pieces"]["area_m2"].sum())
    for rows in (
        rows_of(data, "balance"),
        [[cell.value for cell in row] for row in opened(data)[sheet_name("balance")].iter_rows(min_row=2)],
    ):
        parts = rows[: len(USES)]
        assert sum(row[4] for row in parts) == pytest.approx(due, abs=1e-6)
        assert sum(row[5] for row in parts) == pytest.approx(due / 1e4)
        assert sum(row[6] for row in parts) == pytest.approx(1.0)
        assert rows[len(USES)][4:7] == pytest.approx([due, due / 1e4, 1.0])
        assert row_named(rows, "Difference from the boundary")[4] == pytest.approx(0.0, abs=1e-6)
        assert row_named(rows, "Difference of schedule and lot land")[4] == pytest.approx(0.0, abs=1e-6)
        assert rows[-1][4] == pytest.approx(due), "the groups add up to the site too"


def test_sums_are_formulas() -> None:
    book = opened(layout_workbook(tables_of(LAND), "a"), values=False)
    balance = book[sheet_name("balance")]
    assert balance["E6"].value == "=SUM(E2:E5)" and balance["G2"].value == "=E2/$E$6"
    assert book[sheet_name("lots")]["H4"].value == "=SUM(H2:H3)"
    assert book[sheet_name("mix")]["I2"].value == "=MAX(0,G2-H2)"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no spreadsheet program is installed")
@pytest.mark.parametrize("pieces", [EVERY, LAND], ids=["every-use", "hole"])
def test_a_spreadsheet_computes_the_values_that_are_stored(pieces: Any, tmp_path: Path) -> None:
    """The stored values are thrown away (openpyxl keeps formulas only) and computed anew."""
    data = layout_workbook(tables_of(pieces), "a")
    opened(data, values=False).save(tmp_path / "bare.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", tmp_path / "bare.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = (tmp_path / "out" / "bare.xlsx").read_bytes()
    for name in SHEETS:
        for row, due in zip(rows_of(again, name), rows_of(data, name), strict=True):
            for cell, stored in zip(row, due, strict=True):
                assert cell == (pytest.approx(stored, abs=1e-9) if isinstance(stored, float) else stored)


def test_same_input_same_bytes() -> None:
    assert layout_workbook(tables_of(EVERY), "a") == layout_workbook(tables_of(EVERY), "a")


def test_every_sheet_has_headings_in_both_languages_and_stays_in_sight() -> None:
    book = opened(layout_workbook(tables_of(EVERY), "a"))
    assert book.sheetnames == [sheet_name(name) for name in SHEETS]
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
    for name in SHEETS:
        sheet = book[sheet_name(name)]
        assert str(sheet.freeze_panes).endswith("2"), "the headings are frozen"
        told = " ".join(str(cell.value) for cell in sheet[1])
        for lang in LANGS:
            assert say(f"layout_workbook.column.{ {'balance': 'area', 'lots': 'number', 'mix': 'premises', 'rules': 'reason', 'metrics': 'metric'}[name] }", lang) in told  # fmt: skip
    heads = [str(cell.value) for cell in book[sheet_name("lots")][1]]
    assert "Diện tích\nArea\n(m²)" in heads and "Mặt tiền giáp đường\nRoad frontage\n(m)" in heads


def test_lots_stand_with_the_number_of_the_drawing() -> None:
    tables = tables_of(LAND)
    rows = rows_of(layout_workbook(tables, "a"), "lots")
    lots = tables["layout_lots"]
    assert [row[1] for row in rows[:-1]] == lots["lot_id"].tolist()
    assert [str(int(row[0])) for row in rows[:-1]] == [lot_number(one) for one in lots["lot_id"]]
    assert rows[1][2:6] == ["Lô nhà xưởng xây sẵn", "Lots for ready-built factories", "nhà xưởng xây sẵn", "ready-built factory"]  # fmt: skip
    assert rows[-1][0] == len(lots) and rows[-1][7] == pytest.approx(lots["area_m2"].sum())


def test_rules_show_shares_as_per_cent_and_leave_what_is_unknown_empty() -> None:
    data = layout_workbook(tables_of(LAND), "a")
    fails, untold = rows_of(data, "rules")
    assert fails[:9] == ["QC-01", "không đạt", "fails", 0.08, 0.1, -0.02, "%", "%", "Bảng 2.6"]
    assert fails[10:12] == ["Thiếu đường.", "Too few roads."] and fails[-1] == "lot-0001; lot-0002"
    assert untold[1:6] == ["chưa kết luận được", "cannot tell", "", "", ""]
    sheet = opened(data)[sheet_name("rules")]
    assert sheet["D2"].number_format == "0.00%" and sheet["B2"].fill.start_color.rgb == "FFF8CBAD"


def test_a_list_of_pieces_longer_than_a_cell_says_what_it_leaves_out() -> None:
    tables = tables_of(LAND)
    tables["layout_verdicts"].loc[0, "pieces"] = ";".join(f"lot-{k:04d}" for k in range(5000))
    told = rows_of(layout_workbook(tables, "a"), "rules")[0][-1]
    kept, left = re.fullmatch(r"(.*); … \+(\d+)", told).groups()  # type: ignore[union-attr]
    assert len(told) < 32_767 and len(kept.split("; ")) + int(left) == 5000


def test_a_scheme_without_lots_and_a_mix_without_rows() -> None:
    tables = tables_of([("reserve", square(0)), ("water", square(1))])
    tables["layout_mix"] = tables["layout_mix"].iloc[:0]
    data = layout_workbook(tables, "a")
    assert rows_of(data, "lots")[-1][0] == 0
    assert [row[0] for row in rows_of(data, "mix")] == [
        "Không có lô nào được yêu cầu",
        "No lots were asked for",
    ]
    assert row_named(rows_of(data, "balance"), "Total")[4] == pytest.approx(2e4)


def test_only_the_scheme_that_is_asked_for() -> None:
    one, two = tables_of(LAND, "a"), tables_of([("lot", square(7))], "b")
    both = {name: pd.concat([one[name], two[name]], ignore_index=True) for name in one}
    assert layout_workbook(both, "a") == layout_workbook(one, "a")
    with pytest.raises(ValueError, match="no scheme 'c'"):
        layout_workbook(both, "c")


def test_every_figure_has_words() -> None:
    for metric in table("layout_metrics").columns["metric"].codes:
        assert f"layout_workbook.metric.{metric}" in all_keys()
    for grade in table("layout_verdicts").columns["grade"].codes:
        assert f"brief_verdicts.grade.{grade}" in all_keys()

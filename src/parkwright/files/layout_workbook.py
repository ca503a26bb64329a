"""``layout.xlsx``: one scheme of a laid-out site as a workbook in both languages: land use, lots, mix, rules, figures.

Sums are formulas, so that the workbook stays right when a planner edits an area; the values that they have now are stored with
them, for readers that compute nothing.
"""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from parkwright.files.two_language_book import (
    Column,
    Formula,
    TwoLanguageBook,
    both_units,
    both_words,
    heading,
    heading_of,
    in_both,
    is_there,
    pair,
    write_cell,
)
from parkwright.steps.layout.uses import GROUP_ORDER, land_balance, lot_number
from parkwright.tables import table
from parkwright.words import say, text

_LAND = 1e4
_COUNTED = ("lots", "ends", "pairs", "bridges", "networks", "bodies", "skeletons", "hydrants", "places")
"""Units of figures that are counts."""
_COUNTS = ("asked_count", "given_count", "unmet_count")
_LONGEST = 32_000
"""Letters of a list in one cell (a spreadsheet takes 32,767)."""


def layout_workbook(tables: Mapping[str, pd.DataFrame], scheme_id: str) -> bytes:
    """One scheme as a workbook; the same bytes for the same input.

    tables: with ``layout_pieces``, ``layout_lots``, ``layout_mix``, ``layout_verdicts``, ``layout_metrics``

    I/O Example:
        scheme a of 300 ha with 341 lots -> sheets land use (total 3,000,000 m2, 100 %), lot schedule (341 rows and their total),
        lot mix, rules, figures

    Raises:
        ValueError: the tables hold no such scheme.
    """
    mine = {
        name: frame[frame["scheme_id"] == scheme_id].reset_index(drop=True) for name, frame in tables.items()
    }
    pieces = mine["layout_pieces"]
    if pieces.empty:
        raise ValueError(f"there is no scheme {scheme_id!r}")
    out = io.BytesIO()
    title = text("layout_workbook.title", site=str(pieces["site_id"].iloc[0]), scheme=scheme_id.upper())
    book = TwoLanguageBook(out, in_both(title, " · "))
    _balance(book, pieces, mine["layout_lots"], _site_m2(mine["layout_metrics"]))
    _lots(book, mine["layout_lots"])
    _mix(book, mine["layout_mix"])
    _rules(book, mine["layout_verdicts"])
    _metrics(book, mine["layout_metrics"])
    book.book.close()
    return out.getvalue()


def _balance(book: TwoLanguageBook, pieces: pd.DataFrame, lots: pd.DataFrame, site_m2: float | None) -> None:
    """Land by use and by group, with the total, the site by its boundary and what lies between them."""
    columns = [
        *pair("group", 34), *pair("use", 32), Column(heading("area", "m²"), 16, "m2"),
        Column(heading("area", "ha"), 12, "ha"), Column(heading("share", "%"), 11, "share"),
    ]  # fmt: skip
    sheet = book.sheet(sheet_name("balance"), columns, 0)
    balance = land_balance(pieces)
    total = float(balance["area_m2"].sum())
    last = len(balance)
    rows = [
        [*_row_of(one.group, one.use), *_areas(float(one.area_m2), row, last + 1, total)]  # type: ignore[arg-type]
        for row, one in enumerate(balance.itertuples(), 1)
    ]
    end = book.rows(sheet, columns, rows)
    book.total(sheet, columns, end, [*_label("total"), *_sums(2, end, total)])
    end = book.rows(sheet, columns, _checks(end, lots, balance, site_m2), end + 1)
    by_group = balance.groupby("group")["area_m2"].sum()
    groups = [group for group in GROUP_ORDER if group in by_group]
    for row, group in enumerate(groups, end + 1):
        area = Formula(f"=SUMIF($B$2:$B${last + 1},B{row + 1},$E$2:$E${last + 1})", float(by_group[group]))
        book.rows(sheet, columns, [[*_row_of(group), *_areas(area, row, last + 1, total)]], row)
    after = end + 1 + len(groups)
    book.total(sheet, columns, after, [*_label("total"), *_sums(end + 2, after, total)])


def _row_of(group: object, use: object = None) -> list[str | None]:
    words = both_words(f"layout_drawing.group.{group}")
    return [*words, None, None] if use is None else [*words, *both_words(f"layout_drawing.use.{use}")]


def _label(name: str) -> list[str | None]:
    return [*both_words(f"layout_workbook.row.{name}"), None, None]


def _checks(end: int, lots: pd.DataFrame, balance: pd.DataFrame, site_m2: float | None) -> list[list[Any]]:
    """Rows under the total (row ``end``) that hold it against the boundary and the lot schedule."""
    rows: list[list[Any]] = []
    if site_m2 is not None:
        off = Formula(f"=E{end + 1}-E{end + 2}", float(balance["area_m2"].sum()) - site_m2)
        rows += [[*_label("site"), site_m2, None, None], [*_label("difference"), off, None, None]]
    if len(lots):
        area = float(lots["area_m2"].sum())
        land = float(balance.loc[balance["group"] == "lots", "area_m2"].sum())
        schedule = f"='{sheet_name('lots')}'!{xl_rowcol_to_cell(len(lots) + 1, _AREA_OF_LOT)}"
        name, here = say("layout_drawing.group.lots", "en"), end + 2 + len(rows)
        off = Formula(f'=E{here}-SUMIF($B$2:$B${end},"{name}",$E$2:$E${end})', area - land)
        rows += [
            [*_label("lots"), Formula(schedule, area), None, None],
            [*_label("lots_difference"), off, None, None],
        ]
    return rows


def _lots(book: TwoLanguageBook, lots: pd.DataFrame) -> None:
    """Every lot, and the sums of areas, units and ground that may be built on."""
    spec = "layout_lots"
    columns = [
        Column(heading("number"), 10, "text"), Column(heading_of(spec, "lot_id"), 11, "text"), *pair("use", 31),
        *pair("premises", 29), Column(heading_of(spec, "class"), 14, "text"), Column(heading_of(spec, "area_m2"), 12, "m2"),
        Column(heading_of(spec, "frontage_m"), 11, "m2"), Column(heading_of(spec, "depth_m"), 10, "m2"),
        Column(heading_of(spec, "width_m"), 10, "m2"), *pair("road", 16), Column(heading_of(spec, "units"), 10, "whole"),
        Column(heading_of(spec, "buildable_m2"), 13, "m2"), Column(heading("buildable_share", "%"), 11, "share"),
    ]  # fmt: skip
    sheet = book.sheet(sheet_name("lots"), columns, 2)
    rows = [_lot_row(one, row) for row, one in enumerate(lots.to_dict("records"), 1)]
    end = book.rows(sheet, columns, rows)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    cells: list[Any] = [None] * len(columns)
    cells[0], cells[2:4] = (
        Formula(f"=COUNTA(B2:B{end})", float(len(lots))),
        both_words("layout_workbook.row.total"),
    )
    for name, place in (("area_m2", _AREA_OF_LOT), ("units", 13), ("buildable_m2", 14)):
        low, high = xl_rowcol_to_cell(1, place), xl_rowcol_to_cell(end - 1, place)
        cells[place] = Formula(f"=SUM({low}:{high})", float(lots[name].sum()))
    if not rows:
        cells = [0.0 if isinstance(cell, Formula) else cell for cell in cells]
    book.total(sheet, columns, end, cells)


def _mix(book: TwoLanguageBook, mix: pd.DataFrame) -> None:
    """Lots asked for against lots given; what is not met is computed."""
    spec = "layout_mix"
    counts = "whole" if (mix[list(_COUNTS)] % 1 == 0).all(axis=None) else "two"
    columns = [
        Column(heading_of(spec, "class"), 15, "text"), *pair("premises", 30), Column(heading_of(spec, "asked_area_m2"), 15, "m2"),
        Column(heading_of(spec, "low_m2"), 13, "m2"), Column(heading_of(spec, "high_m2"), 13, "m2"),
        *(Column(heading_of(spec, name), 12, counts) for name in _COUNTS), Column(heading_of(spec, "given_m2"), 15, "m2"),
    ]  # fmt: skip
    sheet = book.sheet(sheet_name("mix"), columns, 1)
    if mix.empty:
        for row, words in enumerate(both_words("layout_workbook.row.nothing_asked"), 1):
            sheet.write_string(row, 0, words)
        return
    rows = [
        [
            one["class"], *both_words(f"glossary.premises.{one['premises_type']}"), one["asked_area_m2"], one["low_m2"],
            one["high_m2"], one["asked_count"], one["given_count"],
            Formula(f"=MAX(0,G{row + 1}-H{row + 1})", float(one["unmet_count"])), one["given_m2"],
        ]
        for row, one in enumerate(mix.to_dict("records"), 1)
    ]  # fmt: skip
    end = book.rows(sheet, columns, rows)
    sums = {"asked_count": "G", "given_count": "H", "unmet_count": "I", "given_m2": "J"}
    told = [Formula(f"=SUM({at}2:{at}{end})", float(mix[name].sum())) for name, at in sums.items()]
    book.total(sheet, columns, end, [None, *both_words("layout_workbook.row.total"), None, None, None, *told])


def _rules(book: TwoLanguageBook, verdicts: pd.DataFrame) -> None:
    """Every rule with value, limit, margin, verdict, article and reason; a breach stands out by its colour."""
    spec = "layout_verdicts"
    columns = [
        Column(heading_of(spec, "rule_id"), 10, "text"), *pair("verdict", 16), Column(heading_of(spec, "value"), 13, "two"),
        Column(heading_of(spec, "limit"), 13, "two"), Column(heading_of(spec, "margin"), 13, "two"), *pair("unit", 14),
        *pair("article", 27, "wrap"), *pair("reason", 52, "wrap"), *pair("grade", 17),
        Column(heading_of(spec, "pieces"), 26, "text"),
    ]  # fmt: skip
    sheet = book.sheet(sheet_name("rules"), columns, 1)
    for row, one in enumerate(verdicts.to_dict("records"), 1):
        kind = "share" if one["unit"] == "share" else "two"
        figures = [one["value"], one["limit"], one["margin"]]
        if kind == "share":
            # Sums of shares miss a limit by the last bits of a float; -0.00 % would read as a breach.
            figures = [None if pd.isna(value) else round(float(value), 9) + 0.0 for value in figures]
        grade = both_words(f"brief_verdicts.grade.{one['grade']}") if is_there(one["grade"]) else [None, None]
        cells = [
            one["rule_id"], *both_words(f"glossary.verdict.{one['verdict']}"), *figures, *both_units(one["unit"]), one["article"],
            one["article_en"], one["reason_vi"], one["reason_en"], *grade, _listed(one["pieces"]),
        ]  # fmt: skip
        book.rows(sheet, columns, [cells], row)
        for place in (1, 2):
            write_cell(sheet, row, place, cells[place], book.verdicts[one["verdict"]])
        for place, figure in enumerate(figures, 3):
            write_cell(sheet, row, place, figure, book.formats[kind])
    sheet.autofilter(0, 0, max(len(verdicts), 1), len(columns) - 1)


def _metrics(book: TwoLanguageBook, metrics: pd.DataFrame) -> None:
    """The figures that describe the scheme, in the order of the table's spec."""
    spec = table("layout_metrics")
    columns = [
        *pair("metric", 46),
        Column(heading_of("layout_metrics", "value"), 16, "two"),
        *pair("unit", 16),
    ]
    sheet = book.sheet(sheet_name("metrics"), columns, 0)
    order = spec.columns["metric"].codes
    stays = metrics[
        metrics["unit"] != "s"
    ]  # seconds change from run to run, the workbook of the same scheme does not
    known = sorted(stays.to_dict("records"), key=lambda one: order.index(one["metric"]))
    for row, one in enumerate(known, 1):
        told = both_words(f"layout_workbook.metric.{one['metric']}")
        book.rows(sheet, columns, [[*told, one["value"], *both_units(one["unit"])]], row)
        if one["unit"] == "share" or one["unit"] in _COUNTED:
            look = book.formats["share" if one["unit"] == "share" else "whole"]
            write_cell(sheet, row, 2, one["value"], look)


_AREA_OF_LOT = 7
"""Place of the areas in the lot schedule."""


def sheet_name(name: str) -> str:
    """Name of a sheet in both languages.

    I/O Example:
        "lots" -> "Bảng kê lô · Lot schedule"
    """
    return in_both(text(f"layout_workbook.sheet.{name}"), " · ")


def _lot_row(one: Mapping[Hashable, Any], row: int) -> list[Any]:
    road = both_words(f"layout_drawing.use.{one['road']}") if is_there(one["road"]) else [None, None]
    share = one["buildable_m2"] / one["area_m2"] if one["area_m2"] else 0.0
    number = lot_number(str(one["lot_id"]))
    return [
        int(number) if number.isdigit() else number, one["lot_id"], *both_words(f"layout_drawing.use.{one['use']}"),
        *both_words(f"glossary.premises.{one['premises_type']}"), one["class"], one["area_m2"], one["frontage_m"], one["depth_m"],
        one["width_m"], *road, one["units"], one["buildable_m2"], Formula(f"=O{row + 1}/H{row + 1}", share),
    ]  # fmt: skip


def _areas(area: float | Formula, row: int, total_row: int, total: float) -> list[Any]:
    """Square metres, hectares and share of the total; the latter two computed from the first."""
    now = area.now if isinstance(area, Formula) else area
    cell = f"E{row + 1}"
    return [
        area,
        Formula(f"={cell}/{_LAND:.0f}", now / _LAND),
        Formula(f"={cell}/$E${total_row + 1}", now / total),
    ]


def _sums(first: int, last: int, total: float) -> list[Formula]:
    """Sums of the three columns of figures, rows ``first`` to ``last`` of the sheet."""
    now = (total, total / _LAND, 1.0)
    return [
        Formula(f"=SUM({letter}{first}:{letter}{last})", one) for letter, one in zip("EFG", now, strict=True)
    ]


def _listed(pieces: object) -> str | None:
    """Pieces in a breach; a list that is longer than a cell may be is cut, and says how many it leaves out."""
    if not is_there(pieces):
        return None
    ids = str(pieces).split(";")
    kept, length = 0, 0
    while kept < len(ids) and length + len(ids[kept]) + 2 < _LONGEST:
        length += len(ids[kept]) + 2
        kept += 1
    return "; ".join(ids[:kept]) + (f"; … +{len(ids) - kept}" if kept < len(ids) else "")


def _site_m2(metrics: pd.DataFrame) -> float | None:
    found = metrics.loc[metrics["metric"] == "site_m2", "value"].dropna()
    return float(found.iloc[0]) if len(found) else None

"""The chain from the side of those who need premises: a request, a demand cell, a district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from parkwright.plan.why.budget import budget_lines
from parkwright.plan.why.chain import Book, Section, column, known, row_of
from parkwright.plan.why.supply import opened_words, verdict_words
from parkwright.words import Text, Value, say, text

_PARKS_TOLD = 3
_ROWS_TOLD = 12
_A_HAIR_HA = 0.05
"""Less is written as 0.0 ha."""
_COST = ("works_bn", "clearance_bn", "land_bn", "truck_bn", "commute_bn", "misfit_bn")


def tell_request(book: Book, request_id: str) -> Iterator[Section]:
    """What a firm asks for, how it counts, and the chain of its cell."""
    asked = _asked(book, request_id)
    row = row_of(book.tables["demand_requests"], "request_id", request_id)
    lines = [say(asked, book.lang), str(row[f"reason_{book.lang}"])]
    cell = row["cell_id"]
    if not isinstance(cell, str):
        lines.append(say("trace.request.no_cell", book.lang))
    elif row["land_ha"] == row["land_ha"]:
        counts = float(row["land_ha"]) * float(row["weight"])
        told = text(
            "trace.request.counts", land_ha=float(row["land_ha"]), weight=float(row["weight"]), ha=counts
        )
        lines.append(say(told, book.lang))
    lines += _own_budget(book, request_id, cell)
    yield Section(say(text("trace.title.request", id=request_id), book.lang), tuple(lines))
    if isinstance(cell, str):
        yield from tell_cell(book, cell)


def _own_budget(book: Book, request_id: str, cell: object) -> tuple[str, ...]:
    """The firm's own budget for land held against the price where its cell goes."""
    if book.names.region is None or not isinstance(cell, str):
        return ()
    budget = known(row_of(book.names.region.requests, "request_id", request_id)["budget_usd_m2_term"])
    rows = book.tables["allocations"]
    return () if budget is None else budget_lines(book, rows[rows["cell_id"] == cell], budget)


def _asked(book: Book, request_id: str) -> Text:
    region, names = book.names.region, book.names
    if region is None:
        return text("trace.request.no_region", id=request_id)
    row = row_of(region.requests, "request_id", request_id)
    values: dict[str, Value] = {
        "firm": _known(row["firm_name"]),
        "place": names.place(str(row["place_id"]), book.lang),
        "sector": names.sector(str(row["sector_id"]), book.lang),
        "premises": text(f"glossary.premises.{row['premises_type']}")
        if isinstance(row["premises_type"], str)
        else None,
        "area_m2": known(row["area_m2"]),
        "year": None if pd.isna(row["needed_year"]) else str(int(row["needed_year"])),
    }
    return text("trace.request.asks", **values)


def tell_cell(book: Book, cell_id: str) -> Iterator[Section]:
    """A demand cell: how much, where it goes at what minutes and cost, what stays unserved and why, and the parks it goes to."""
    row = row_of(book.tables["demand_cells"], "cell_id", cell_id)
    told = text(
        "trace.cell.asks" if row["planned"] else "trace.cell.not_planned",
        ha=float(row["p50_ha"]), low=float(row["p10_ha"]), high=float(row["p90_ha"]), workers=float(row["workers"]),
        budget=known(row["budget_usd_m2_term"]), assumed_pct=100 * float(row["assumed_share"]),
    )  # fmt: skip
    title = say(text("trace.title.cell", name=book.names.cell(cell_id, book.lang), id=cell_id), book.lang)
    rows = book.tables["allocations"]
    budget = budget_lines(book, rows[rows["cell_id"] == cell_id])
    yield Section(title, (say(told, book.lang), *_floor(book, row), *budget))
    taken = _taken(book, pd.Index([cell_id]))
    yield from _where(book, taken, float(row["p50_ha"]))
    yield from _short(book, pd.Index([cell_id]))
    yield from _parks(book, taken)


def _floor(book: Book, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The floor of built premises, and the rent that firms can pay for it where it is known; nothing for a land lot."""
    found = {"floor": known(row["floor_m2"]), "rent": known(row["budget_usd_m2_month"])}
    return tuple(
        say(text(f"trace.cell.{name}", **{name: value}), book.lang)
        for name, value in found.items()
        if value is not None
    )


def tell_place(book: Book, place_id: str) -> Iterator[Section]:
    """A district: how much its firms ask for in each period, where they go, what stays unserved and why."""
    cells = book.tables["demand_cells"]
    cells = cells[cells["place_id"] == place_id].set_index("cell_id")
    planned = bool(cells["planned"].any())
    served = book.tables["allocations"].groupby("cell_id")["ha"].sum().reindex(cells.index).fillna(0.0)
    short = book.tables["unserved"].set_index("cell_id")["ha"].reindex(cells.index).fillna(0.0)
    requests = int(book.tables["demand_requests"]["cell_id"].isin(cells.index).sum())
    key = "not_planned" if not planned else "asks" if float(short.sum()) >= _A_HAIR_HA else "served"
    figures: dict[str, Value] = {
        "ha": float(cells["p50_ha"].sum()), "served": float(served.sum()), "unserved": float(short.sum())
    }  # fmt: skip
    lines = [say(text(f"trace.place.{key}", **figures), book.lang)]
    if requests:
        lines.append(say(text("trace.place.requests", count=requests), book.lang))
    frame = (
        pd.DataFrame({"asked": cells["p50_ha"], "served": served, "short": short})
        .groupby(cells["period_id"])
        .sum()
    )
    title = say(text("trace.title.place", name=book.names.place(place_id, book.lang), id=place_id), book.lang)
    columns = (column(book, "period"), *(column(book, name, 1) for name in ("asked", "served", "unserved")))
    by_period = frame.reset_index().to_dict("records") if planned else []
    rows = tuple(
        (str(row["period_id"]), float(row["asked"]), float(row["served"]), float(row["short"]))
        for row in by_period
    )
    yield Section(title, tuple(lines), columns, rows)
    yield from _sectors(book, cells)
    taken = _taken(book, cells.index)
    yield from _where(book, taken, float(cells["p50_ha"].sum()))
    yield from _short(book, cells.index)
    yield from _parks(book, taken)


def _taken(book: Book, cells: pd.Index) -> pd.DataFrame:
    """Where cells go, by park: ha, mean truck minutes, cost as spent; largest first."""
    rows = book.tables["allocations"]
    rows = rows[rows["cell_id"].isin(cells)]
    frame = rows.assign(cost=rows[list(_COST)].sum(axis=1), weighted=rows["truck_min"] * rows["ha"])
    sums = frame.groupby("facility_id")[["ha", "weighted", "cost"]].sum()
    sums["minutes"] = sums["weighted"] / sums["ha"]
    return sums.sort_values("ha", ascending=False, kind="stable")


def _where(book: Book, taken: pd.DataFrame, whole: float) -> Iterator[Section]:
    if taken.empty:
        return
    shown = taken.head(_ROWS_TOLD)
    columns = (
        column(book, "park"), column(book, "ha", 2), column(book, "share", 1), column(book, "minutes", 0),
        column(book, "spent", 2), column(book, "opens"),
    )  # fmt: skip
    rows = tuple(
        (
            book.names.facility(str(name), book.lang), float(row["ha"]), 100 * float(row["ha"]) / whole, float(row["minutes"]),
            float(row["cost"]), opened_words(book, str(name)),
        )
        for name, row in shown.iterrows()
    )  # fmt: skip
    yield Section(
        say("trace.title.where", book.lang), (), columns, rows, _rest(book, "trace.more_parks", taken["ha"])
    )


def _short(book: Book, cells: pd.Index) -> Iterator[Section]:
    rows = book.tables["unserved"]
    rows = rows[rows["cell_id"].isin(cells)]
    if rows.empty:
        return
    sums = rows.groupby(f"reason_{book.lang}")["ha"].sum().sort_values(ascending=False)
    lines = [
        say(text("trace.unserved_part", ha=float(ha), reason=str(reason)), book.lang)
        for reason, ha in sums.items()
    ]
    yield Section(say("trace.title.unserved", book.lang), tuple(lines))


def _parks(book: Book, taken: pd.DataFrame) -> Iterator[Section]:
    """The verdicts of the parks that take most, so that the chain ends at the law."""
    lines = [
        say(
            text(
                "trace.verdicts_of",
                park=book.names.facility(str(name), book.lang),
                verdicts=verdict_words(book, str(name)),
            ),
            book.lang,
        )
        for name in taken.index[:_PARKS_TOLD]
    ]
    if lines:
        yield Section(say("trace.title.verdicts", book.lang), tuple(lines))


def _sectors(book: Book, cells: pd.DataFrame) -> Iterator[Section]:
    ha = cells.groupby("sector_id")["p50_ha"].sum().sort_values(ascending=False, kind="stable")
    ha = ha[ha > 0]
    rows = tuple(
        (book.names.sector(str(name), book.lang), float(value)) for name, value in ha.head(_ROWS_TOLD).items()
    )
    columns = (column(book, "sector"), column(book, "ha", 2))
    yield Section(
        say("trace.title.sectors", book.lang), (), columns, rows, _rest(book, "trace.more_sectors", ha)
    )


def _rest(book: Book, key: str, ha: pd.Series) -> tuple[str, ...]:
    """What the rows that are told leave out."""
    if len(ha) <= _ROWS_TOLD:
        return ()
    return (say(text(key, count=len(ha) - _ROWS_TOLD, ha=float(ha.iloc[_ROWS_TOLD:].sum())), book.lang),)


def _known(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None

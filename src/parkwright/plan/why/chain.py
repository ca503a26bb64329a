"""``tell_chain``: from an object to the sections of its chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parkwright.plan.money import show_money
from parkwright.plan.names import Names
from parkwright.plan.why.find import SEPARATOR, Object
from parkwright.words import Lang, Text, say, text

Value = str | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a section: its title, and the decimals of its numbers (None: words)."""

    title: str
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A link of the chain: a heading, sentences, figures under columns (numbers as they are; the printer writes them), and what
    the figures leave out."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole chain of one object, with the rows of ``trace`` that touch it."""

    object: Object
    sections: tuple[Section, ...]
    links: pd.DataFrame

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for ``--json``."""
        return {
            "object": {"kind": self.object.kind, "ids": list(self.object.ids)},
            "sections": [
                {
                    "title": section.title,
                    "lines": [*section.lines, *section.after],
                    "columns": [column.title for column in section.columns],
                    "rows": [[None if value != value else value for value in row] for row in section.rows],
                }
                for section in self.sections
            ],
            "links": self.links.to_dict("records"),
        }


@dataclass(frozen=True, slots=True)
class Book:
    """What the tellers read: the tables of a run with all money in one unit, that unit, the names, the language."""

    tables: Mapping[str, pd.DataFrame]
    money: Text
    names: Names
    lang: Lang


def row_of(frame: pd.DataFrame, key: str, one: str) -> dict[str, Any]:
    """The row of one id."""
    found: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items()} for row in frame[frame[key] == one].to_dict("records")
    ]
    return found[0]


def known(cell: Any) -> float | None:
    """A number, or None where it is unknown."""
    return None if pd.isna(cell) else float(cell)


def column(book: Book, name: str, decimals: int | None = None) -> Column:
    """A column with its title in the reader's language."""
    return Column(say(text(f"trace.column.{name}", money=book.money), book.lang), decimals)


def tell_chain(
    what: Object, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], names: Names, lang: Lang
) -> Chain:
    """Tell the chain of an object in sentences and figures.

    I/O Example:
        a firm that asks for 0.61 ha in Hoc Mon -> what it asks for; its cell (5.2 ha planned); where the cell's land goes
        (Pham Van Hai I 3.1 ha, 14 minutes, …; 0.4 ha unserved, because …); what these parks are (opens 2027, supporting type);
        their verdicts, fails first
    """
    from parkwright.plan.why.demand import tell_cell, tell_place, tell_request
    from parkwright.plan.why.lots import tell_lot
    from parkwright.plan.why.supply import tell_facility

    tellers = {
        "request": tell_request,
        "place": tell_place,
        "facility": tell_facility,
        "cell": tell_cell,
        "lot": tell_lot,
    }
    currency = str(manifest.get("currency", ""))
    shown = show_money(tables, currency)
    book = Book(shown.tables, text(f"brief.unit.{shown.unit}", currency=currency), names, lang)
    sections = tuple(section for one in what.ids for section in tellers[what.kind](book, one))
    return Chain(what, sections, _links(what, tables))


def _links(what: Object, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    table = {
        "request": "requests", "place": "places", "facility": "facilities", "cell": "demand_cells", "lot": "facilities",
    }[what.kind]  # fmt: skip
    ids = [f"sites:{one.split(SEPARATOR)[0]}" for one in what.ids] if what.kind == "lot" else list(what.ids)
    trace = tables["trace"]
    from_it = (trace["from_table"] == table) & trace["from_id"].isin(ids)
    to_it = (trace["to_table"] == table) & trace["to_id"].isin(ids)
    return trace[from_it | to_it].drop(columns="run").reset_index(drop=True)

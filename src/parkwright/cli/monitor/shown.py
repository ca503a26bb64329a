"""Rows of the book as plain data and as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.store.book import Book
    from parkwright.tables import Programme


def programme_of(book: Book, only: Mapping[str, Sequence[str]] | None = None) -> Programme:
    """The tables of all programmes of the book, typed.

    only: the columns that are wanted by table (a table that is not named stays empty); None: all of them
    """
    from parkwright.tables import Programme, all_tables, empty_frame

    names = [spec.name for spec in all_tables("input", "programme")]
    if only is None:
        frames = {name: book.read(name) for name in names}
    else:
        frames = {name: book.read(name, only[name]) if name in only else empty_frame(name) for name in names}
    return Programme(**frames)  # type: ignore[arg-type]


FIRST_PAGE: Mapping[str, Sequence[str]] = {
    "areas": ("area_id", "until"),
    "programme_items": ("item_id", "parent_id", "level", "place", "name_vi", "name_en", "starts", "deadline", "fictitious"),
    "indicators": ("indicator_id", "item_id", "accrual", "area_id", "agency_id", "formula"),
    "targets": (
        "target_id", "indicator_id", "item_id", "area_id", "period", "form", "bound", "low", "high", "unit", "baseline", "baseline_period",
    ),
    "progress": ("progress_id", "item_id", "day", "state", "done_pct", "recorded_at", "corrects"),
    "spending": ("spending_id", "item_id", "period", "kind", "amount_bn", "price_year", "recorded_at", "corrects"),
}  # fmt: skip
"""The columns behind the figures of a first page; the values in use come from ``store.in_use``."""


@contextmanager
def known_programme() -> Iterator[None]:
    """A programme that the book does not have is a defect of what was asked.

    Raises:
        BadInput: no such programme.
    """
    from parkwright.steps.monitoring import UnknownProgramme
    from parkwright.tables import BadInput, problem

    try:
        yield
    except UnknownProgramme as wrong:
        told = problem("monitoring.no_such_programme", "programme_items", "item_id", value=str(wrong.args[0]))
        raise BadInput([told]) from wrong


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain data, unknown as None."""
    cells = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in cells.to_dict("records")]

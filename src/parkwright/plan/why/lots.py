"""The chain goes on to the lots: how an opened site is laid out, and one lot of it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from parkwright.plan.layouts import BEST
from parkwright.plan.why.chain import Book, Section, Value, column, known, row_of
from parkwright.plan.why.find import SEPARATOR
from parkwright.words import say, text


def tell_lots(book: Book, facility_id: str) -> Iterator[Section]:
    """How a site is laid out: what its lots hold, the lots asked for against those given; nothing where it is not laid out."""
    site = facility_id.removeprefix("sites:")
    told = book.tables.get("site_yield", pd.DataFrame(columns=["site_id"]))
    if site not in set(told["site_id"]):
        return
    row = row_of(told, "site_id", site)
    lines = [str(row[f"reason_{book.lang}"])]
    if known(row["returned_ha"]) is not None:
        lines.append(say(text("trace_lots.returned", ha=known(row["returned_ha"])), book.lang))
    mix = _best(book, "layout_mix", site).sort_values(["premises_type", "asked_area_m2"])
    rows: list[tuple[Value, ...]] = [
        (
            str(one["class"]), float(one["asked_area_m2"]), float(one["asked_count"]), float(one["given_count"]),
            float(one["unmet_count"]), float(one["given_m2"]) / 1e4,
        )
        for one in mix.to_dict("records")
    ]  # fmt: skip
    columns = (
        column(book, "lot_class"), column(book, "lot_asked_m2", 0), column(book, "lots_asked", 1), column(book, "lots_given", 0),
        column(book, "lots_unmet", 1), column(book, "lots_ha", 1),
    )  # fmt: skip
    yield Section(say("trace_lots.title", book.lang), tuple(lines), columns if rows else (), tuple(rows))


def tell_lot(book: Book, lot: str) -> Iterator[Section]:
    """One lot of the best scheme of a site, then its site.

    lot: site and lot, "pham-van-hai-1/lot-0012"
    """
    from parkwright.plan.why.supply import tell_facility

    site, lot_id = lot.split(SEPARATOR)
    row = row_of(_best(book, "layout_lots", site), "lot_id", lot_id)
    premises = say(text(f"glossary.premises.{row['premises_type']}"), book.lang)
    lines = [
        say(
            text(
                "trace_lots.lot", premises=premises, area=float(row["area_m2"]), width=float(row["width_m"]),
                depth=float(row["depth_m"]), frontage=float(row["frontage_m"]), road=text(f"layout_drawing.use.{row['road']}"),
            ),
            book.lang,
        ),
        say(text("trace_lots.buildable", m2=known(row["buildable_m2"])), book.lang),
    ]  # fmt: skip
    kind = row["class"]
    lines.append(
        say(
            text("trace_lots.serves", kind=kind) if isinstance(kind, str) else text("trace_lots.serves_none"),
            book.lang,
        )
    )
    facility = f"sites:{site}"
    name = book.names.facility(facility, book.lang)
    yield Section(say(text("trace_lots.lot_title", lot=lot_id, site=name), book.lang), tuple(lines))
    yield from tell_facility(book, facility)


def _best(book: Book, name: str, site: str) -> pd.DataFrame:
    frame = book.tables[name]
    return frame[(frame["site_id"] == site) & (frame["scheme_id"] == BEST)]

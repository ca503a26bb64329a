"""The chain from the side of the land: a park or a site, who comes to it, what it costs, what the law says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from parkwright.plan.trace import facility_costs
from parkwright.plan.why.budget import budget_lines
from parkwright.plan.why.chain import Book, Section, column, known, row_of
from parkwright.plan.why.lots import tell_lots
from parkwright.words import Text, Value, say, text

_ROWS_TOLD = 12
_WORST_FIRST = ("fails", "cannot_tell", "passes")


def tell_facility(book: Book, facility_id: str) -> Iterator[Section]:
    """A park or site: its role and why, when it opens, who comes, what it costs, its verdicts (fails first)."""
    row = row_of(book.tables["facilities"], "facility_id", facility_id)
    values: dict[str, Value] = {
        "role": text(f"trace.role.{row['role']}"),
        "reason": str(row[f"reason_{book.lang}"]),
        "gross": known(row["gross_ha"]),
        "net": known(row["net_ha"]),
        "evidence": _evidence(row["net_evidence"]),
        "price": known(row["price_usd_m2_term"]),
        "price_evidence": _evidence(row["price_evidence"]),
    }
    lines = [say(text("trace.facility.is", **values), book.lang)]
    if row["role"] != "left-out":
        key = "trace.facility.land" if values["price"] is not None else "trace.facility.recovers"
        lines.append(say(text(key, **values), book.lang))
    if isinstance(takes := row.get(f"takes_{book.lang}"), str):
        lines.append(takes)
    lines += [str(reason) for reason in _opening_reasons(book, facility_id)]
    title = say(
        text("trace.title.facility", name=book.names.facility(facility_id, book.lang), id=facility_id),
        book.lang,
    )
    yield Section(title, tuple(lines))
    yield from _phases(book, facility_id)
    yield from tell_lots(book, facility_id)
    yield from _comers(book, facility_id, float(values["net"] or 0.0))  # type: ignore[arg-type]
    yield from _costs(book, facility_id)
    yield from _verdicts(book, facility_id)
    yield from _otherwise(book, facility_id)


def opened_words(book: Book, facility_id: str) -> str:
    """When a park opens and of which type; an operating one says that it operates, one of the neighbours that it is theirs.

    I/O Example:
        phases 2027 and 2028-30, supporting -> "2027, 2028-30: supporting-industry park"
        operating, outside the planned area -> "operating; outside the planned area"
    """
    told = _opened(book, facility_id)
    theirs = bool(row_of(book.tables["facilities"], "facility_id", facility_id)["outside"])
    return say(text("trace.outside", opened=told), book.lang) if theirs else told


def _opened(book: Book, facility_id: str) -> str:
    rows = book.tables["openings"]
    rows = rows[rows["facility_id"] == facility_id].sort_values("phase")
    if rows.empty:
        return say("trace.operating", book.lang)
    periods = ", ".join(dict.fromkeys(rows["period_id"]))
    kind = text(f"glossary.legal_type.{rows['legal_type'].iloc[0]}")
    return say(text("trace.opens", periods=periods, type=kind), book.lang)


def verdict_words(book: Book, facility_id: str) -> str:
    """The verdicts of a park in one line: fails and cannot tell by rule, passes counted."""
    rows = verdicts_of(book, facility_id)
    if rows.empty:
        return say("trace.no_verdict", book.lang)
    parts = []
    for verdict in _WORST_FIRST:
        rules = list(dict.fromkeys(rows.loc[rows["verdict"] == verdict, "rule_id"]))
        if rules:
            listed = ", ".join(rules) if verdict == "fails" else str(len(rules))
            parts.append(
                say(
                    text("trace.verdict_count", verdict=text(f"glossary.verdict.{verdict}"), rules=listed),
                    book.lang,
                )
            )
    return "; ".join(parts)


def verdicts_of(book: Book, facility_id: str) -> pd.DataFrame:
    """The verdicts that bind a park or site (through ``trace``), the last period of each rule, worst first."""
    trace, verdicts = book.tables["trace"], book.tables["verdicts"]
    ours = trace[
        (trace["from_table"] == "facilities")
        & (trace["from_id"] == facility_id)
        & (trace["to_table"] == "verdicts")
    ]
    ids = (
        verdicts["object_table"]
        + ":"
        + verdicts["object_id"]
        + "|"
        + verdicts["rule_id"]
        + "|"
        + verdicts["period_id"]
    )
    rows = verdicts[ids.isin(ours["to_id"]) & verdicts["applies"].fillna(True).astype(bool)]
    return _worst_first(rows)


def _worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    worst = rows["verdict"].map({verdict: rank for rank, verdict in enumerate(_WORST_FIRST)})
    return rows.assign(worst=worst).sort_values(
        ["worst", "object_table", "rule_id", "period_id"], kind="stable"
    )


def _opening_reasons(book: Book, facility_id: str) -> list[str]:
    rows = book.tables["openings"]
    rows = rows[rows["facility_id"] == facility_id]
    lines = list(dict.fromkeys(rows[f"reason_{book.lang}"].dropna()))
    for row in rows.dropna(subset=["runner_up_cost_bn"]).head(1).to_dict("records"):
        told: dict[str, Value] = {"cost": float(row["runner_up_cost_bn"]), "money": book.money}
        if isinstance(row["runner_up"], str):
            told["other"] = book.names.facility(row["runner_up"], book.lang)
        key = "runner_up" if "other" in told else "no_runner_up"
        lines.append(say(text(f"trace.facility.{key}", **told), book.lang))
    return lines


def _phases(book: Book, facility_id: str) -> Iterator[Section]:
    rows = book.tables["openings"]
    rows = rows[rows["facility_id"] == facility_id].sort_values("phase")
    if rows.empty:
        return
    columns = (
        column(book, "phase"), column(book, "period"), column(book, "type"), column(book, "gross_ha", 1), column(book, "net_ha", 1),
        column(book, "used_ha", 1), column(book, "due", 1),
    )  # fmt: skip
    table = tuple(
        (
            str(row["phase"]), str(row["period_id"]), say(f"glossary.legal_type.{row['legal_type']}", book.lang),
            float(row["gross_ha"]), float(row["net_ha"]), float(row["used_ha"]), float(row["works_bn"] + row["clearance_bn"] + row["premium_bn"]),
        )
        for row in rows.to_dict("records")
    )  # fmt: skip
    yield Section(say("trace.title.phases", book.lang), (), columns, table)


def _comers(book: Book, facility_id: str, net: float) -> Iterator[Section]:
    """Who comes, by district and by sector, and how full the park is."""
    rows = book.tables["allocations"]
    rows = rows[rows["facility_id"] == facility_id]
    if rows.empty:
        yield Section(say("trace.title.comers", book.lang), (say("trace.facility.nobody", book.lang),))
        return
    cells = book.tables["demand_cells"].set_index("cell_id")
    rows = rows.join(cells[["place_id", "sector_id", "period_id"]], on="cell_id")
    used = float(rows["ha"].sum())
    pct = 100 * used / net if net > 0 else None
    lines = [say(text("trace.facility.comers", ha=used, pct=pct), book.lang)]
    if requests := _requests_to(book, rows["cell_id"]):
        lines.append(say(text("trace.facility.requests", count=requests), book.lang))
    lines += budget_lines(book, rows)
    rows = rows.assign(weighted=rows["truck_min"] * rows["ha"])
    places = _by(rows, "place_id")
    yield Section(
        say("trace.title.comers", book.lang),
        tuple(lines),
        (
            column(book, "place"),
            column(book, "ha", 2),
            column(book, "share", 1),
            column(book, "minutes", 0),
        ),
        tuple(
            (
                book.names.place(str(name), book.lang),
                float(row["ha"]),
                100 * float(row["ha"]) / used,
                float(row["minutes"]),
            )
            for name, row in places.head(_ROWS_TOLD).iterrows()
        ),
        tuple(_rest(book, places)),
    )
    sectors = _by(rows, "sector_id")
    yield Section(
        say("trace.title.sectors", book.lang),
        (),
        (column(book, "sector"), column(book, "ha", 2), column(book, "share", 1)),
        tuple(
            (book.names.sector(str(name), book.lang), float(row["ha"]), 100 * float(row["ha"]) / used)
            for name, row in sectors.head(_ROWS_TOLD).iterrows()
        ),
        tuple(_rest(book, sectors)),
    )


def _by(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    sums = rows.groupby(name)[["ha", "weighted"]].sum()
    return sums.assign(minutes=sums["weighted"] / sums["ha"]).sort_values(
        "ha", ascending=False, kind="stable"
    )


def _rest(book: Book, sums: pd.DataFrame) -> list[str]:
    if len(sums) <= _ROWS_TOLD:
        return []
    return [
        say(
            text("trace.more", count=len(sums) - _ROWS_TOLD, ha=float(sums["ha"].iloc[_ROWS_TOLD:].sum())),
            book.lang,
        )
    ]


def _requests_to(book: Book, cells: pd.Series) -> int:
    return int(book.tables["demand_requests"]["cell_id"].isin(set(cells)).sum())


def _costs(book: Book, facility_id: str) -> Iterator[Section]:
    costs = facility_costs(book.tables)
    costs = costs[(costs["facility_id"] == facility_id) & (costs["cost_bn"] > 0)]
    if costs.empty:
        return
    costs = costs.sort_values("cost_bn", ascending=False, kind="stable")
    whole = float(costs["cost_bn"].sum())
    told = text("trace.facility.costs", cost=whole, money=book.money)
    rows = tuple(
        (say(f"brief_costs.term.{term}", book.lang), float(cost), 100 * float(cost) / whole)
        for term, cost in zip(costs["term"], costs["cost_bn"], strict=True)
    )
    columns = (
        column(book, "term"),
        column(book, "cost", 1),
        column(book, "share", 1),
    )
    yield Section(say("trace.title.costs", book.lang), (say(told, book.lang),), columns, rows)


def _verdicts(book: Book, facility_id: str) -> Iterator[Section]:
    """Fails and cannot tell in full (the last period of a rule), passes by rule; for a park that only the plan of a question
    opens, what the law says to it there."""
    title = say("trace.title.verdicts", book.lang)
    rows, lines = verdicts_of(book, facility_id), []
    if rows.empty:
        rows = _verdicts_if_opened(book, facility_id)
        lines = [say("trace.no_verdict" if rows.empty else "trace.if_opened", book.lang)]
    bad = rows[rows["verdict"] != "passes"].drop_duplicates(
        ["object_table", "object_id", "rule_id", "verdict"], keep="last"
    )
    lines += [say(_verdict(row, book), book.lang) for row in bad.to_dict("records")]
    passed = list(dict.fromkeys(rows.loc[rows["verdict"] == "passes", "rule_id"]))
    if passed:
        lines.append(say(text("trace.passed", count=len(passed), rules=", ".join(passed)), book.lang))
    yield Section(title, tuple(lines))


def _verdicts_if_opened(book: Book, facility_id: str) -> pd.DataFrame:
    """The verdicts that bind a park in the plan of a question, where that plan alone opens it."""
    rows = book.tables.get("what_if_verdicts")
    if rows is None or rows.empty:
        return book.tables["verdicts"].iloc[:0]
    ours = rows["object_table"] + ":" + rows["object_id"] == facility_id
    return _worst_first(rows[ours & rows["applies"].fillna(True).astype(bool)])


def _otherwise(book: Book, facility_id: str) -> Iterator[Section]:
    """What was asked about this park again: with it, without it, and how sure the answer is."""
    rows = book.tables.get("what_if")
    rows = None if rows is None else rows[rows["object"] == facility_id]
    if rows is None or rows.empty:
        return
    lines = [
        say(
            text(
                "trace.otherwise" if known(row["delta_bn"]) is not None else "trace.otherwise_open",
                question=str(row[f"reason_{book.lang}"]),
                delta=known(row["delta_bn"]),
                money=book.money,
                status=text(f"brief_questions.status.{row['status']}"),
            ),
            book.lang,
        )
        for row in rows.to_dict("records")
    ]
    yield Section(say("trace.title.otherwise", book.lang), tuple(lines))


def _verdict(row: Mapping[Any, Any], book: Book) -> Text:
    """A verdict with its article (a limit that is no law has none) and its reason."""
    told: dict[str, Value] = {
        "verdict": text(f"glossary.verdict.{row['verdict']}"),
        "rule": str(row["rule_id"]),
        "reason": str(row[f"reason_{book.lang}"]),
    }
    article = row["article"] if book.lang == "vi" else row["article_en"]
    if isinstance(article, str) and article:
        return text("trace.verdict", **told, article=article)
    return text("trace.verdict_of_no_law", **told)


def _evidence(grade: object) -> Value:
    return text(f"glossary.evidence.{grade}") if isinstance(grade, str) else None

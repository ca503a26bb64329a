"""The first page of figures: targets and items by status, what was reported, what was spent."""

from __future__ import annotations

from parkwright.dossier.report.blocks import column, table
from parkwright.dossier.report.material import Material, status_mark
from parkwright.dossier.tree import Block, Cell, Paragraph, Table, Words
from parkwright.steps.monitoring import STATUSES, summarise
from parkwright.words import text

ITEM_STATUSES = ("done", "on-track", "late", "not-started", "stopped", "not-reported", "cannot-tell")


def page_one(material: Material) -> tuple[Block, ...]:
    """What stands under the letterhead: the report in a paragraph, and a table."""
    told = material.monitoring
    page = summarise(
        told.targets, told.items, told.spending, told.agencies, len(told.scope.indicators), len(told.series)
    )
    sentences: list[Words] = [
        text("report.summary.targets", count=sum(page.targets.values()), reached=page.targets.get("reached", 0), missed=page.targets.get("missed", 0)),
        text("report.summary.items", count=sum(page.items.values()), done=page.items.get("done", 0), late=page.items.get("late", 0)),
    ]  # fmt: skip
    if page.due:
        sentences.append(text("report.summary.reported", reported=page.reported, due=page.due))
    else:
        sentences.append(text("report.summary.no_duty"))
    if page.planned_bn is None:
        sentences.append(text("report.summary.no_money"))
    else:
        sentences.append(
            text(
                "report.summary.money",
                planned=page.planned_bn,
                spent=page.spent_bn,
                unit=material.money,
                year=str(page.price_year),
            )
        )
    sentences.append(text("report.summary.gaps", count=len(told.gaps)))
    warning = (Paragraph((text("report.fictitious"),), "warning"),) if material.fictitious else ()
    return (
        *warning,
        Paragraph(tuple(sentences)),
        _by_status(material, page.targets, page.items),
    )


def _by_status(material: Material, targets: object, items: object) -> Table:
    assert isinstance(targets, dict) and isinstance(items, dict)
    rows: list[tuple[Cell, ...]] = [
        (text("report.of_targets"), status_mark(status), targets.get(status, 0)) for status in STATUSES
    ]
    rows += [
        (text("report.of_items"), status_mark(status, "item"), items.get(status, 0))
        for status in ITEM_STATUSES
    ]
    columns = (column("of_what"), column("status"), column("count", None, 0))
    return table(material, "by-status", columns, rows, "targets", "items")

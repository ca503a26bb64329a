"""What changed since an earlier report that was frozen: statuses, values, money, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parkwright.dossier.report.blocks import chapter, column, note, table
from parkwright.dossier.report.material import Material, amount, status_mark
from parkwright.dossier.tree import Block, Cell
from parkwright.steps.monitoring import Monitoring
from parkwright.words import text


def figures_of_report(monitoring: Monitoring) -> dict[str, Any]:
    """The figures of a report as plain data, to be kept when it is frozen and held against by a later one.

    I/O Example:
        -> {"as_of": "2026-11-01", "period": "2020/2025", "targets": {"t": ["reached", 20.0, "2025"]}, "items": {"g": ["late", 80.0]},
            "spending": {"planned_bn": 100.0, "spent_bn": None}}
    """
    params, money = monitoring.params, monitoring.spending
    targets = monitoring.targets[["target_id", "status", "value", "value_period"]].itertuples(index=False)
    items = monitoring.items[["item_id", "status", "done_pct"]].itertuples(index=False)
    return {
        "as_of": params.as_of.isoformat(), "period": params.period,
        "targets": {key: [status, _known(value), period if isinstance(period, str) else None] for key, status, value, period in targets},
        "items": {key: [status, _known(done)] for key, status, done in items},
        "spending": {name: _known(money[name].sum(min_count=1)) for name in ("planned_bn", "spent_bn")},
    }  # fmt: skip


def _known(value: float) -> float | None:
    return float(value) if value == value else None


def changes(material: Material) -> tuple[Block, ...]:
    """The change note; nothing at all where no earlier report was frozen."""
    if material.earlier is None:
        return ()
    earlier, now = material.earlier, figures_of_report(material.monitoring)
    rows = [
        *_targets(material, earlier, now),
        *_items(material, earlier, now),
        *_money(material, earlier, now),
    ]
    head = (
        chapter("changes"),
        note("report.changes_means", report=str(earlier.get("report_id", "")), day=str(earlier["as_of"])),
    )
    if not rows:
        return (*head, note("report.no_changes"))
    columns = (
        column("what"),
        column("object", wide=True),
        column("before"),
        column("after"),
        column("value_before"),
        column("value_after"),
    )
    return (
        *head,
        table(material, "table-changes", columns, rows, "targets", "items", "spending"),
    )


def _targets(
    material: Material, earlier: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[Cell, ...]]:
    for key in sorted({*earlier["targets"], *now["targets"]}):
        before, after = earlier["targets"].get(key), now["targets"].get(key)
        if before != after:
            rows = material.targets[material.targets["target_id"] == key]
            name = material.indicator(rows["indicator_id"].iloc[0]) if len(rows) else key
            yield (
                text("report.of_targets"),
                name,
                _status(before),
                _status(after),
                _value(before),
                _value(after),
            )


def _items(
    material: Material, earlier: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[Cell, ...]]:
    for key in [*material.items.index, *sorted(set(earlier["items"]) - set(material.items.index))]:
        before, after = earlier["items"].get(key), now["items"].get(key)
        if before != after:
            name = material.item(key) if key in material.items.index else key
            yield (
                text("report.of_items"),
                name,
                _status(before, "item"),
                _status(after, "item"),
                _value(before),
                _value(after),
            )


def _money(
    material: Material, earlier: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[Cell, ...]]:
    for name in ("planned_bn", "spent_bn"):
        before, after = earlier["spending"].get(name), now["spending"].get(name)
        if before != after:
            yield (
                text("report.of_money"),
                text(f"report_columns.{name.removesuffix('_bn')}"),
                "",
                "",
                amount(before),
                amount(after),
            )


def _status(row: list[Any] | None, kind: str = "target") -> Cell:
    return (
        text("report.not_there")
        if row is None
        else status_mark(row[0], "item" if kind == "item" else "target")
    )


def _value(row: list[Any] | None) -> Cell:
    return "" if row is None or row[1] is None else amount(row[1])

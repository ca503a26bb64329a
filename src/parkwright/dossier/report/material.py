"""What the chapters of a report are made of: the region, the monitoring of a day, the pictures, an earlier report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from parkwright.dossier.brief.material import names_of, rows_of
from parkwright.dossier.report.wording import code, period_words, slot_words
from parkwright.dossier.tree import Amount, Cell, Mark, Source, Tone, Words
from parkwright.steps.monitoring import Monitoring, known_rows
from parkwright.tables import Region
from parkwright.words import Both, Lang, Text, either, text
from parkwright.words.numbers import number
from parkwright.words.units import unit_words

OWN_LEVELS = ("task-group", "scheme", "action", "output")
"""Levels that the programme itself sets, below itself."""
_TONES: Mapping[str, Tone] = {
    "reached": "good", "done": "good", "on-track": "plain", "late": "bad", "missed": "bad", "stopped": "bad", "not-reported": "open",
    "cannot-tell": "open", "not-started": "plain",
}  # fmt: skip


@dataclass(frozen=True)
class Material:
    """Everything that the chapters tell. ``earlier``: the figures of an earlier report (``figures_of_report``), or None.

    pictures: SVG text by name and language: gantt, s_curve, heat_map, targets, forecast-<target_id>
    run:      id of this report; it stands under every table
    """

    region: Region
    monitoring: Monitoring
    run: str
    pictures: Mapping[str, Mapping[Lang, str]] = field(default_factory=dict)
    earlier: Mapping[str, Any] | None = None

    @property
    def programme(self) -> Any:
        """The row of the programme itself."""
        return self.monitoring.scope.items.iloc[0]

    @property
    def fictitious(self) -> bool:
        """Whether all of it is made up."""
        return self.monitoring.scope.fictitious

    @property
    def currency(self) -> str:
        """The currency of all money."""
        return self.region.meta.currency

    @property
    def money(self) -> Text:
        """The unit of all money."""
        return text("brief.unit.bn", currency=self.currency)

    def source(self, *tables: str) -> Source:
        """The result tables behind a figure, and this report."""
        return Source(tuple(f"monitoring_{name}" for name in tables), self.run)

    @cached_property
    def items(self) -> pd.DataFrame:
        """monitoring_items with what programme_items says of each, by item_id, in reading order."""
        told = self.monitoring.items
        facts = self.monitoring.scope.items.set_index("item_id")
        extra = ["name_vi", "name_en", "place", "pillars", "starts", "instrument", "facilities"]
        return told.join(facts[extra], on="item_id").set_index("item_id", drop=False)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """monitoring_targets with what targets says of each, in the order of items and indicators."""
        told = self.monitoring.targets.merge(
            self.monitoring.scope.targets[["target_id", "form", "bound", "baseline", "baseline_period"]],
            on="target_id",
        )
        rank = told["item_id"].map(self.items["rank"]).fillna(len(self.items))
        return told.assign(rank=rank).sort_values(["rank", "indicator_id", "period"], ignore_index=True)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Definitions by id."""
        return self.monitoring.scope.indicators.set_index("indicator_id", drop=False)

    def item(self, item_id: object) -> Words:
        """The name of an item; of one that has none yet, what it is a slot for; empty for no item."""
        if not isinstance(item_id, str) or item_id not in self.items.index:
            return Both("", "")
        return slot_words(self.items.loc[item_id])

    def indicator(self, indicator_id: str) -> Words:
        """The name of an indicator; its id where it is none of this programme."""
        if indicator_id not in self.indicators.index:
            return Both(indicator_id, indicator_id)
        row = self.indicators.loc[indicator_id]
        return either(row["name_vi"], row["name_en"])

    def unit(self, indicator_id: str) -> Words:
        """The unit of an indicator."""
        return unit_words(str(self.indicators.loc[indicator_id, "unit"]))

    @cached_property
    def agency_names(self) -> Mapping[str, Both]:
        """Names of agencies by id."""
        return names_of(self.region.programme.agencies, "agency_id")

    @cached_property
    def area_names(self) -> Mapping[str, Both]:
        """Names of areas by id."""
        return names_of(self.region.programme.areas, "area_id")

    @cached_property
    def facility_names(self) -> Mapping[str, Both]:
        """Names of parks and sites by id."""
        return names_of(self.region.parks, "park_id") | names_of(self.region.sites, "site_id")

    def agency(self, agency_id: object) -> Words:
        """The name of an agency; that it is not known who."""
        if not isinstance(agency_id, str):
            return text("report.agency_unknown")
        return self.agency_names.get(agency_id, Both(agency_id, agency_id))

    def area(self, area_id: object) -> Words:
        """The name of an area."""
        return (
            self.area_names.get(str(area_id), text("glossary.unknown"))
            if isinstance(area_id, str)
            else text("glossary.unknown")
        )

    @cached_property
    def leads(self) -> Mapping[str, str]:
        """The agency in charge of each item, where the tables name one."""
        roles = self.region.programme.item_agencies
        led = roles[roles["role"] == "lead"].drop_duplicates("item_id")
        return dict(zip(led["item_id"], led["agency_id"], strict=True))

    def remarks(self, item_ids: Iterable[str], *kinds: str, after: bool = False) -> list[Any]:
        """Remarks on items, of the period of the report (``after``: of what comes after it), in the order in which they were made."""
        params = self.monitoring.params
        rows = known_rows(self.region.programme.remarks, params.recorded_by)
        rows = rows[rows["item_id"].isin(list(item_ids)) & rows["kind"].isin(kinds)].sort_values(
            ["item_id", "recorded_at", "remark_id"]
        )
        later = rows["period"].map(lambda word: first_year(word) > params.last.year).astype(bool)
        return list(rows_of(rows[later] if after else rows[~later]))

    @cached_property
    def references(self) -> Mapping[str, int]:
        """The number of each observation in the list of sources."""
        used = self.monitoring.series["observation_id"].dropna()
        return {key: number for number, key in enumerate(used, 1)}

    def reference(self, observation_id: object) -> str:
        """Where a value comes from: "[12]", or nothing."""
        return (
            f"[{self.references[observation_id]}]"
            if isinstance(observation_id, str) and observation_id in self.references
            else ""
        )

    def as_of(self) -> Text:
        """The day of the report in a sentence."""
        return text("report.as_of", day=self.monitoring.params.as_of)


def first_year(period: str) -> int:
    """The year in which a period begins."""
    return int(period[:4])


def status_mark(status: object, kind: Literal["target", "item"] = "target") -> Mark:
    """A status in words, with its tone."""
    name = str(status)
    return Mark(code(f"{kind}_status", name), _TONES.get(name, "plain"))


def number_of(value: float) -> Both:
    """A value as it stands in a sentence, with the decimals that its size asks for."""
    cell = amount(value)
    assert isinstance(cell, Amount) and cell.value is not None
    return Both(number(cell.value, "vi", cell.decimals), number(cell.value, "en", cell.decimals))


def amount(value: object) -> Cell:
    """A value with the decimals that its size asks for; unknown stays unknown."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    size = abs(float(value))  # type: ignore[arg-type]
    whole = size == round(size)
    return Amount(float(value), 0 if whole else 1 if size >= 100 else 2)  # type: ignore[arg-type]


def when(period: object) -> Both | str:
    """A period as each language writes it; nothing where there is none."""
    return period_words(period) if isinstance(period, str) else ""

"""What the chapters are made of: the region, the result tables of one run, its manifest, and the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from parkwright.dossier.tree import Mark, Source, Tone, Words
from parkwright.rules import InForce, load_rules
from parkwright.tables import Region
from parkwright.words import Both, Lang, Text, Value, all_keys, text


class BriefParams(BaseModel):
    """Choices of the brief: how much stands on a page. None of them changes a figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page_one_rules: tuple[str, ...] = Field(
        default=("DEF-02", "DEF-04", "DEF-08", "PLN-03", "EST-"),
        description="Rules whose verdicts stand on page one (a name ending in '-' takes all that begin so): type, inner "
        "area and conditions of establishment are what an approval is tested on.",
    )
    page_one_sites: int = Field(
        default=5, ge=1, description="Sites listed on page one; all of them stand in their chapter."
    )
    page_one_sectors: int = Field(
        default=4, ge=1, description="Sectors with the largest change listed on page one."
    )
    top_sectors: int = Field(default=3, ge=1, description="Sectors named as those for whom a site is opened.")
    top_rows: int = Field(
        default=20,
        ge=1,
        description="Rows of a long table in the brief; the full table is a file of the run.",
    )
    top_assumptions: int = Field(
        default=10, ge=1, description="Assumptions listed by weight: the plan tests ten."
    )
    type_rules: Mapping[str, str] = Field(
        default={"supporting": "DEF-02", "specialised": "DEF-03", "high-tech": "DEF-04"},
        description="The rule that asks a share of the land from parks of a legal type: told beside the types chosen.",
    )
    mechanical_key_industry: str = Field(
        default="mechanical",
        description="Code of key_industry whose firms are shown apart (mechanical and automation firms).",
    )


@dataclass(frozen=True)
class Material:
    """The region, result tables by name, the manifest, the pictures by name and the data of the live map by language.

    A table that the run did not make is absent from ``tables``; chapters say so in a sentence.
    """

    region: Region
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    pictures: Mapping[str, Mapping[Lang, str]] = field(default_factory=dict)
    live: Mapping[Lang, Mapping[str, Any]] = field(default_factory=dict)
    params: BriefParams = field(default_factory=BriefParams)
    money_unit: Literal["bn", "mn"] = "bn"
    """Unit of all money in ``tables`` (columns ``_bn`` too), see ``plan.money``."""

    def has(self, *names: str) -> bool:
        """Whether the run made all these tables, with at least one row each."""
        return all(name in self.tables and not self.tables[name].empty for name in names)

    def made(self, name: str) -> bool:
        """Whether the run made the table, be it empty."""
        return name in self.tables

    def frame(self, name: str) -> pd.DataFrame:
        """A result table (KeyError if the run did not make it)."""
        return self.tables[name]

    @property
    def run(self) -> str:
        """The id of the run, as its manifest gives it."""
        return str(self.manifest.get("run_id", ""))

    @property
    def day(self) -> date | None:
        """The day of the run in UTC, as its manifest gives it."""
        told = self.manifest.get("started_utc") or self.manifest.get("made_utc")
        return datetime.fromisoformat(str(told)).date() if told else None

    @property
    def law_day(self) -> date:
        """The day whose law the run applied: its manifest's, else the region's."""
        told = self.manifest.get("law_on")
        return date.fromisoformat(str(told)) if told else self.region.meta.appraisal_date

    @cached_property
    def law(self) -> InForce:
        """The rules in force on that day (none, where the region has no rule set)."""
        return load_rules(self.region.meta.rule_set).on(self.law_day, self.region.meta.region_id)

    def rule_title(self, rule_id: str) -> Words:
        """What a rule asks, in words; for a limit that is no law its own words; empty where nothing is known of it."""
        rule = self.law.get(rule_id)
        if rule is not None:
            return Both(rule.title["vi"], rule.title["en"])
        key = f"brief_verdicts.limit.{rule_id}"
        return text(key) if key in all_keys() else Both("", "")

    def source(self, *tables: str) -> Source:
        """The tables behind a figure, and this run."""
        return Source(tables, self.run)

    @property
    def periods(self) -> tuple[str, ...]:
        """Period ids in their order."""
        return tuple(period.period_id for period in self.region.meta.periods)

    @property
    def money(self) -> Text:
        """The unit in which money is told: 10^9 or 10^6 of the region's currency."""
        return text(f"brief.unit.{self.money_unit}", currency=self.region.meta.currency)

    @property
    def ha(self) -> Text:
        """The unit of land."""
        return text("brief.unit.ha")

    @cached_property
    def facility_names(self) -> Mapping[str, Both]:
        """Names of facilities by facility_id."""
        if not self.has("facilities"):
            return {}
        return names_of(self.frame("facilities"), "facility_id")

    @cached_property
    def sector_names(self) -> Mapping[str, Both]:
        """Names of sectors by sector_id."""
        return names_of(self.region.sectors, "sector_id")

    @cached_property
    def place_names(self) -> Mapping[str, Both]:
        """Names of places by place_id."""
        return names_of(self.region.places, "place_id")

    def facility(self, facility_id: str) -> Words:
        """The name of a facility, or its id where no name is known."""
        return self.facility_names.get(facility_id, Both(facility_id, facility_id))

    def sector(self, sector_id: str) -> Words:
        """The name of a sector, or its id."""
        return self.sector_names.get(sector_id, Both(sector_id, sector_id))

    def place(self, place_id: str) -> Words:
        """The name of a place, or its id."""
        return self.place_names.get(place_id, Both(place_id, place_id))

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """Facility ids of the sites of the scheme (``site_class`` = scheme), in the order of the table."""
        sites = self.region.sites
        return tuple("sites:" + sites.loc[sites["site_class"].eq("scheme").fillna(False), "site_id"])


def names_of(frame: pd.DataFrame, key: str) -> dict[str, Both]:
    """Names by id; where a row has none its id, where it has one of one language only that one in both."""
    vi, en = frame["name_vi"].astype("str"), frame["name_en"].astype("str")
    vi, en = vi.where(vi.notna(), en), en.where(en.notna(), vi)
    found = zip(frame[key], vi.where(vi.notna(), frame[key]), en.where(en.notna(), frame[key]), strict=True)
    return {str(one): Both(str(in_vi), str(in_en)) for one, in_vi, in_en in found}


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, one named tuple each."""
    return iter(frame.itertuples(index=False))


def at(frame: pd.DataFrame, row: object, column: str) -> float:
    """One figure of a frame."""
    value: Any = frame.at[row, column]
    return float(value)


def said(row: Any, stem: str = "reason") -> Words:
    """The sentence of a row that stands in both languages (``reason_vi``, ``reason_en``); empty if the row has none."""
    vi, en = getattr(row, f"{stem}_vi", None), getattr(row, f"{stem}_en", None)
    return Both(vi if isinstance(vi, str) else "", en if isinstance(en, str) else "")


def listed(items: Iterable[Value], between: str = "brief.list") -> Words | str:
    """Words one after the other, separated as the language does it; empty for none.

    between: ``brief.list`` (names that may hold commas), ``brief.commas`` (plain words) or ``brief.sentences``
    """
    found = list(items)
    if not found:
        return ""
    whole: Value = found[0]
    for item in found[1:]:
        whole = text(between, head=whole, tail=item)
    return whole if isinstance(whole, Text | Both) else text("brief.plain", words=whole)


def joined(told: Sequence[Text], between: str = "brief.sentences") -> Text:
    """Several statements as one; ``between`` as in ``listed``."""
    whole = told[0]
    for one in told[1:]:
        whole = text(between, head=whole, tail=one)
    return whole


def counted(stem: str, counts: Mapping[str, int]) -> Words | str:
    """How many there are of each, in the order given; nothing is said of those that there are none of.

    I/O Example:
        counted("brief_verdicts.count", {"fails": 0, "cannot_tell": 2, "passes": 5}) -> "2 cannot be told, 5 pass"
    """
    return listed(
        (text(f"{stem}.{name}", count=count) for name, count in counts.items() if count), "brief.commas"
    )


_TONES: Mapping[str, Tone] = {"passes": "good", "fails": "bad", "cannot_tell": "open"}


def verdict_mark(verdict: str) -> Mark:
    """A verdict as a coloured word."""
    return Mark(text(f"glossary.verdict.{verdict}"), _TONES[verdict])


def of_object(verdicts: pd.DataFrame, facility_id: str) -> pd.DataFrame:
    """The verdicts on one facility, by its id or by table and id."""
    joint = verdicts["object_table"].astype("str") + ":" + verdicts["object_id"].astype("str")
    return verdicts[(joint == facility_id) | (verdicts["object_id"] == facility_id)]


def legal_type_words(code: Any) -> Words:
    """The legal type of a park, or the word for unknown (a park under construction may not tell it)."""
    return text(f"glossary.legal_type.{code}") if isinstance(code, str) and code else text("glossary.unknown")


def binding(verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts that bind the object as proposed; the others are information (tests of another type)."""
    return verdicts[verdicts["applies"].fillna(False).astype(bool)] if "applies" in verdicts else verdicts


def article_words(row: Any) -> Both:
    """The article of a verdict in both languages; empty where the limit is not law."""
    vi, en = row.article, getattr(row, "article_en", row.article)
    return Both(vi if isinstance(vi, str) else "", en if isinstance(en, str) else "")


def is_rule(rule_id: str, wanted: Iterable[str]) -> bool:
    """Whether a rule is one of those named (a name ending in "-" takes all that begin so).

    I/O Example:
        is_rule("EST-08", ("DEF-02", "EST-")) -> True     is_rule("DEF-021", ("DEF-02",)) -> False
    """
    last = rule_id.replace("/", ".").rsplit(".", 1)[-1]
    return any(last.startswith(name) if name.endswith("-") else last == name for name in wanted)

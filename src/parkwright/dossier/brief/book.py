"""The order of the chapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from parkwright.dossier.brief.about import about
from parkwright.dossier.brief.conversions import conversions
from parkwright.dossier.brief.costs import costs
from parkwright.dossier.brief.demand import demand
from parkwright.dossier.brief.evidence import evidence
from parkwright.dossier.brief.lots import lots
from parkwright.dossier.brief.maps import maps
from parkwright.dossier.brief.material import BriefParams, Material
from parkwright.dossier.brief.page_one import page_one
from parkwright.dossier.brief.pillars import pillars
from parkwright.dossier.brief.questions import questions
from parkwright.dossier.brief.sites import sites
from parkwright.dossier.brief.unserved import unserved
from parkwright.dossier.brief.verdicts import verdicts
from parkwright.dossier.tree import Block, Document, ListOf, PageBreak
from parkwright.plan.money import show_money
from parkwright.tables import Region
from parkwright.words import Both, Lang, Text, Value, text

_CHAPTERS: tuple[Callable[[Material], tuple[Block, ...]], ...] = (
    pillars, maps, sites, lots, verdicts, demand, costs, unserved, conversions, evidence, questions, about,
)  # fmt: skip


def build_brief(
    region: Region,
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    pictures: Mapping[str, Mapping[Lang, str]] | None = None,
    live: Mapping[Lang, Mapping[str, Any]] | None = None,
    params: BriefParams = BriefParams(),
    table_href: str = "{table}.csv",
) -> Document:
    """Build the brief of one run as a document tree.

    tables:     result tables by name; one that the run did not make is told as "not computed"
    manifest:   of the run: run_id, started_utc, seed, on, and under ``siting`` status, gap, bound (see docs)
    pictures:   SVG text by name of the picture and language
    live:       data of the live map by language (``figures.map_layers``); None: the map is not live
    table_href: address of a table's file, seen from the document, with the slot {table}

    I/O Example:
        tables["openings"]: facility_id  phase  period_id  legal_type  net_ha  works_bn ...
                            sites:b1     1      2028-30    supporting  60      400
        -> Document whose first table "what-to-open" has the row (name of b1, supporting, 2028-30, 60, ...)
    """
    money = show_money(tables, region.meta.currency)
    material = Material(region, money.tables, manifest, pictures or {}, live or {}, params, money.unit)
    blocks: list[Block] = [
        *page_one(material),
        PageBreak(),
        ListOf("chapters"),
        ListOf("tables"),
        *_list_of_figures(material),
        PageBreak(),
    ]
    for chapter in _CHAPTERS:
        blocks += chapter(material)
    meta = region.meta
    name = Both(meta.name["vi"], meta.name["en"])
    told: dict[str, Value] = {
        "run": material.run,
        "day": material.law_day,
        "price_year": meta.price_year,
        "currency": meta.currency,
    }
    return Document(
        title=_title(name, meta.periods[0].first_year, meta.periods[-1].last_year),
        subtitle=text("brief.subtitle", **told),
        run=material.run,
        day=material.day,
        blocks=tuple(blocks),
        table_href=table_href,
    )


def _title(region: Both, first: int, last: int) -> Text:
    if first == last:
        return text("brief.title_one_year", first=first, region=region)
    return text("brief.title", first=first, last=last, region=region)


def _list_of_figures(material: Material) -> tuple[Block, ...]:
    return (ListOf("figures"),) if material.pictures else ()

"""The order of the chapters of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parkwright.dossier.report.agencies import agencies
from parkwright.dossier.report.changes import changes
from parkwright.dossier.report.forecast import forecast
from parkwright.dossier.report.gaps import gaps
from parkwright.dossier.report.groups import groups
from parkwright.dossier.report.head import basis, letterhead, signature, title
from parkwright.dossier.report.late import late
from parkwright.dossier.report.material import Material
from parkwright.dossier.report.money import money
from parkwright.dossier.report.next_period import next_period
from parkwright.dossier.report.page_one import page_one
from parkwright.dossier.report.parks import parks
from parkwright.dossier.report.pillars import pillars
from parkwright.dossier.report.sources import sources
from parkwright.dossier.report.target_rows import targets
from parkwright.dossier.tree import Block, Document, ListOf, PageBreak
from parkwright.steps.monitoring import Monitoring
from parkwright.tables import Region
from parkwright.words import Lang, text

_CHAPTERS: tuple[Callable[[Material], tuple[Block, ...]], ...] = (
    basis, groups, late, targets, forecast, money, agencies, parks, pillars, next_period, changes,
)  # fmt: skip
_AFTER: tuple[Callable[[Material], tuple[Block, ...]], ...] = (gaps, sources)
"""After the signature: what to ask of whom, and where each value comes from."""


def build_report(
    region: Region,
    monitoring: Monitoring,
    run: str,
    pictures: Mapping[str, Mapping[Lang, str]] | None = None,
    earlier: Mapping[str, Any] | None = None,
) -> Document:
    """Build the report on a programme as a document tree, set as an official document.

    run:      id of the report; it stands under every table
    pictures: SVG text by name of the picture and language (see ``Material``)
    earlier:  figures of an earlier report that was frozen, as ``figures_of_report`` gave them; the report then says what changed

    I/O Example:
        monitoring.targets: t of i, late, value 14 of 2024
        -> Document with a table "targets-all" that has the row (name of i, …, 14, late), and at its end the list of gaps
    """
    material = Material(region, monitoring, run, pictures or {}, earlier)
    blocks: list[Block] = [
        letterhead(material), *page_one(material), PageBreak(), ListOf("chapters"), ListOf("tables"),
        *((ListOf("figures"),) if material.pictures else ()), PageBreak(),
    ]  # fmt: skip
    for chapter in _CHAPTERS:
        blocks += chapter(material)
    blocks.append(signature(material))
    for annex in _AFTER:
        blocks += annex(material)
    return Document(
        title=title(material),
        subtitle=material.as_of(),
        run=run,
        day=monitoring.params.as_of,
        blocks=tuple(blocks),
        table_href="{table}.csv",
        watermark=text("report.watermark") if material.fictitious else None,
        layout="official",
    )

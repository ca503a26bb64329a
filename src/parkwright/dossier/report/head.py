"""The head of a report and its end, as Decree 30/2020/ND-CP wants them, and what the report rests on."""

from __future__ import annotations

from parkwright.dossier.report.blocks import chapter
from parkwright.dossier.report.material import Material
from parkwright.dossier.report.wording import period_words
from parkwright.dossier.tree import Block, Bullets, Letterhead, Signature, Words
from parkwright.words import Both, text


def letterhead(material: Material) -> Letterhead:
    """Who reports, to whom that body answers, and on what; number and day stay blank: they are given at the signing."""
    lead, above = _agency(material, "lead"), _agency(material, "approves")
    return Letterhead(
        agency=lead or above or text("report.agency_unknown"),
        above=above if lead is not None else None,
        number=text("report.number"),
        place_and_day=text("report.place_and_day", year=str(material.monitoring.params.as_of.year)),
        motto=(text("report.state"), text("report.motto")),
        kind=text("report.kind"),
        abstract=title(material),
    )


def title(material: Material) -> Words:
    """What the report is on."""
    return text(
        "report.title",
        name=material.item(material.programme.item_id),
        period=period_words(material.monitoring.params.period),
    )


def signature(material: Material) -> Signature:
    """Who receives the report, and whose post signs; the name stays blank."""
    above = _agency(material, "approves") if _agency(material, "lead") is not None else None
    recipients: tuple[Words, ...] = (above,) if above is not None else ()
    return Signature(
        recipients=(*recipients, text("report.archive")),
        title=text("report.signer"),
        office=None,
        recipients_title=text("report.recipients"),
    )


def _agency(material: Material, role: str) -> Words | None:
    roles = material.region.programme.item_agencies
    own = roles[(roles["item_id"] == material.programme.item_id) & (roles["role"] == role)]["agency_id"]
    return material.agency(own.iloc[0]) if len(own) else None


def basis(material: Material) -> tuple[Block, ...]:
    """What the report covers, on which day, and how to read it."""
    params, row = material.monitoring.params, material.programme
    told: list[Words] = []
    if isinstance(row.instrument, str):
        told.append(text("report.basis.instrument", instrument=Both(row.instrument, row.instrument)))
    else:
        told.append(text("report.basis.no_instrument"))
    told += [
        text("report.basis.period", period=period_words(params.period)),
        text("report.basis.as_of", day=params.as_of),
        text("report.basis.statuses"),
        text("report.basis.sources"),
    ]
    return (chapter("basis"), Bullets(tuple(told)))
